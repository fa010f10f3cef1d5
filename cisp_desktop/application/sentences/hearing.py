"""Sentences of a hearing: who may score or decide, seals, rounds, substitutes, attendance."""

SENTENCES: dict[str, str] = {
    "juror.on_standby": "Ce suppléant n’est pas appelé pour ce candidat : appelez-le d’abord à siéger.",
    "juror.absent": "Ce juré est noté parti ou absent pour ce candidat : notez son retour d’abord.",
    "juror.present": "Ce juré est déjà noté présent pour ce candidat.",
    "recusal.not_found": "Ce juré n’est pas récusé pour ce candidat : il n’y a rien à retirer.",
    "attendance.decided": (
        "Le jury a déjà décidé pour ce candidat : annulez ses décisions avant de changer sa présence."
    ),
    "sheet.set_aside": "Cette grille {block} est écartée par le président : elle ne change plus.",
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
    "round.not_shown": (
        "Un second tour ne s’ouvre qu’après les propositions du tour en cours : "
        "attendez que chaque juré ait scellé sa grille."
    ),
    "round.decided": "Ce bloc est décidé : annulez la décision avant d’ouvrir un autre tour.",
    "round.last": "Ce bloc a déjà eu {most} tours : décidez, ou ajournez la décision.",
    "round.first": "Ce bloc n’a eu qu’un tour : il n’y a rien à annuler.",
    "round.scored": "Un juré a déjà évalué dans ce tour : il ne s’annule plus.",
    "vote.empty": "Personne n’a voté : donnez la voix de chaque membre présent.",
    "session.undecided": "Il manque la décision de {blocks} bloc(s) : décidez-les avant de clore.",
}
