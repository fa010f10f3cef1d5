"""Sentences of the refusals that the window itself makes."""

SENTENCES: dict[str, str] = {
    "gui.busy_writing": (
        "« {task} » est en cours et écrit dans l’espace de travail. Attendez la fin, ou annulez ce travail en bas "
        "de la fenêtre, puis recommencez : rien n’a été modifié."
    ),
    "gui.no_seat": (
        "Le jury de cette session n’est pas encore composé : nommez ses membres à la page « Préparer », onglet "
        "« Jury », puis remettez à chacun son code."
    ),
    "gui.minutes_not_shown": (
        "Le procès-verbal a changé depuis son affichage. Relisez-le à l’écran, puis signez."
    ),
    "gui.print_failed": (
        "L’imprimante n’a pas accepté le document. Vérifiez qu’elle est allumée et raccordée, puis recommencez."
    ),
}
