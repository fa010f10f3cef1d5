"""Sentences of a hearing: who may score or decide, seals, rounds, substitutes, attendance."""

SENTENCES: dict[str, str] = {
    "juror.on_standby": "Ce suppléant n’est pas appelé pour ce candidat : appelez-le d’abord à siéger.",
    "juror.absent": "Ce juré est noté parti ou absent pour ce candidat : notez son retour d’abord.",
    "juror.present": "Ce juré est déjà noté présent pour ce candidat : il n’y a rien à changer.",
    "recusal.not_found": "Ce juré n’est pas récusé pour ce candidat : il n’y a rien à retirer.",
    "attendance.decided": (
        "Le jury a déjà décidé pour ce candidat : annulez ses décisions avant de changer sa présence."
    ),
    "sheet.set_aside": "Cette grille est écartée par la présidence du jury : elle ne change plus.",
    "sheet.empty": "La grille {block} est vide : donnez un niveau à chaque ligne avant de sceller.",
    "sheet.author_present": (
        "Ce juré est présent : c’est à lui de sceller sa grille. Une grille ne s’écarte qu’après son départ."
    ),
    "substitute.not_standby": "Ce juré siège déjà : choisissez un suppléant qui n’est pas encore appelé.",
    "substitute.place_taken": (
        "Le juré à remplacer est présent : notez d’abord son départ ou sa récusation pour ce candidat."
    ),
    "substitute.heard": (
        "Le juré parti a déjà scellé une grille de ce candidat : ce qu’il a évalué reste à lui. "
        "Le suppléant siégera à partir du candidat suivant."
    ),
    "substitute.deliberated": (
        "Les propositions de ce candidat sont déjà montrées : un suppléant ne peut plus l’entendre."
    ),
    "substitute.scored": "Ce suppléant a déjà évalué ce candidat : son appel ne s’annule plus.",
    "sheet.not_set_aside": "Cette grille n’est pas écartée : il n’y a rien à reprendre.",
    "sheet.shown": ("La proposition faite sans cette grille est déjà montrée au jury : elle reste écartée."),
    "sheet.none_awaited": "Aucune grille de ce juré n’est attendue pour ce candidat : il n’y a rien à écarter.",
    "sheet.president_only": (
        "Seule la personne qui préside le jury de ce candidat écarte une grille : elle s’identifie d’abord par "
        "son code."
    ),
    "stand_in.called": (
        "Un suppléant siège à la place de ce juré : annulez d’abord l’appel du suppléant, puis notez le retour."
    ),
    "attendance.document_kind": (
        "Ce fichier n’est ni un PDF ni une image PNG ou JPEG : il ne pourrait pas être relu ici. Numérisez la "
        "pièce, ou enregistrez-la en PDF, puis joignez-la."
    ),
    "attendance.unreadable": (
        "Cette image ne peut pas être affichée : le fichier est abîmé. Retirez-la et joignez-la à nouveau."
    ),
    "attendance.arrived": "L’heure d’arrivée ne se note que pour un candidat présent : effacez-la.",
    "attendance.left": "L’heure de départ ne se note que pour un candidat qui abandonne : effacez-la.",
    "attendance.in_future": (
        "L’heure notée, {at}, n’est pas encore venue : cet ordinateur indique {now}. "
        "Notez l’heure réelle, ou remettez cet ordinateur à l’heure."
    ),
    "attendance.reason": (
        "Dites pourquoi ce candidat est excusé : le procès-verbal reprend ce motif. Écrivez-le, même si une "
        "pièce justificative est jointe."
    ),
    "attendance.excuse": (
        "Un motif ou un justificatif ne se note que pour un candidat excusé ou qui abandonne : effacez-le."
    ),
    "receipt.unsealed": "Cette grille n’est pas scellée : le reçu vient avec le scellement.",
    "receipt.not_yours": (
        "Ce reçu est celui d’un autre juré : il ne se lit qu’une fois toutes les grilles du candidat scellées."
    ),
    "transcription.exists": "Cette grille est déjà notée comme copiée du papier : il n’y a rien à faire.",
    "transcription.none": "Cette grille n’est pas copiée du papier : il n’y a rien à vérifier.",
    "transcription.not_yours": "Cette grille est celle d’un autre juré : elle s’ouvre avec le code de ce juré.",
    "transcription.same_person": (
        "{name} a saisi cette grille : faites-la vérifier sur le papier par une autre personne."
    ),
    "transcription.unchecked": (
        "La grille {block} est copiée du papier et n’est pas vérifiée depuis la dernière saisie : "
        "faites-la vérifier par une autre personne, puis scellez."
    ),
    "round.not_shown": (
        "Un second tour ne s’ouvre qu’après les propositions du tour en cours : "
        "attendez que chaque juré ait scellé sa grille."
    ),
    "round.decided": "Ce bloc est décidé : annulez la décision avant d’ouvrir un autre tour.",
    "discussion.decided": (
        "Ce bloc est décidé\u00a0: retirez la décision (bouton «\u00a0Retirer\u00a0» de «\u00a0Délibérer\u00a0») "
        "pour reprendre le motif ou les voix."
    ),
    "round.last": "Ce bloc a déjà eu {most} tours : décidez, ou différez la décision.",
    "round.first": "Ce bloc n’a eu qu’un tour : il n’y a rien à annuler.",
    "round.scored": "Un juré a déjà évalué dans ce tour : il ne s’annule plus.",
    "incident.not_found": "Cet incident n’existe plus : la liste a changé entre-temps. Rouvrez-la.",
    "note.not_found": "Cette note n’existe plus : elle a été retirée entre-temps.",
    "vote.empty": "Personne n’a voté : donnez la voix de chaque membre présent.",
    "session.undecided": "Il manque la décision de {blocks:bloc|blocs} : prenez-la dans « Délibérer » avant de clore.",
}
