"""French sentences for what the panels of a session and the register of jurors refuse."""

SENTENCES: dict[str, str] = {
    # panels
    "panel.name_taken": "Un autre jury de la session s’appelle « {name} ». Donnez un autre nom.",
    "panel.first": (
        "Le premier jury de la session ne se supprime pas : son procès-verbal porte le numéro de la session. "
        "Changez son nom, sa salle ou ses membres."
    ),
    "panel.heard": (
        "{panel} entend encore {candidates} : rien n’est supprimé. Relancez avec --yes pour les confier à "
        "{first}, ou déplacez-les d’abord."
    ),
    "panel.scored": (
        "Un candidat de ce jury a déjà une grille : ce jury reste. Ses autres candidats peuvent passer devant un "
        "autre jury."
    ),
    "panel.code_used": (
        "{juror} a déjà utilisé son code dans ce jury : ce jury reste. Déplacez ses candidats si un autre jury "
        "les entend."
    ),
    "panel.candidate_scored": (
        "Le candidat {number} a déjà une grille dans son jury : il ne change plus de jury. "
        "Retirez-le de la sélection."
    ),
    # the register of jurors
    "juror.exists": "« {juror} » est déjà au registre. Modifiez sa ligne, ou distinguez les deux noms.",
    "juror.changed_meanwhile": (
        "La fiche de « {juror} » a changé entre-temps dans une autre fenêtre. Rien n’est écrasé : relisez la "
        "ligne, puis recommencez."
    ),
    "juror.name_seated": (
        "« {juror} » tient ou a tenu un siège : son nom figure sur un code ou sur un procès-verbal et ne change "
        "plus. S’il n’a pas encore siégé, nommez quelqu’un d’autre au siège, corrigez, puis nommez-le à nouveau."
    ),
    "juror.seated": (
        "« {juror} » tient ou a tenu un siège : sa fiche reste au registre. Donnez une fin à son habilitation "
        "s’il ne siège plus."
    ),
    "juror.habilitation": (
        "L’habilitation finirait ({ends}) avant de commencer ({starts}). Corrigez une des deux dates."
    ),
    "juror.email": "« {email} » n’est pas une adresse électronique. Corrigez-la ou laissez le champ vide.",
}
