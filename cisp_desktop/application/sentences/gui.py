"""Sentences of the refusals that the window itself makes."""

SENTENCES: dict[str, str] = {
    "gui.busy_writing": (
        "« {task} » est en cours et écrit dans l’espace de travail. Attendez la fin, ou annulez ce travail en bas "
        "de la fenêtre, puis recommencez : rien n’a été modifié."
    ),
    "gui.no_seat": (
        "Le jury de cette session n’est pas encore composé : nommez ses trois membres à la page « Préparer », onglet "
        "« Jury », puis remettez à chacun son code."
    ),
    "gui.file.full": (
        "Le disque de « {folder} » est plein : le fichier n’a pas été écrit. Libérez de la place ou choisissez un "
        "autre dossier."
    ),
    "gui.file.read_only": (
        "« {folder} » ne se laisse pas écrire : le fichier n’a pas été écrit. Choisissez un autre dossier."
    ),
    "gui.file.unwritable": (
        "Le fichier n’a pas pu être écrit dans « {folder} ». Vérifiez que ce dossier existe encore (clé USB retirée ?) "
        "ou choisissez-en un autre."
    ),
}
