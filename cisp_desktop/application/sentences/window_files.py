"""Sentences of the refusals that the window makes about files, signatures and printing of minutes."""

SENTENCES: dict[str, str] = {
    "gui.file_unreadable": (
        "« {file} » ne peut pas être lu. Vérifiez que le fichier existe encore, que la clé USB est branchée et "
        "que vous avez le droit de le lire."
    ),
    "gui.file_too_large": "« {file} » dépasse {limit} Mo. Choisissez un fichier plus petit.",
    "gui.file_not_written": (
        "« {file} » n’a pas pu être écrit : dossier protégé, disque plein ou clé débranchée. "
        "Choisissez un autre emplacement ; rien n’a été remplacé."
    ),
    "gui.minutes_not_shown": (
        "Le procès-verbal a changé depuis son affichage. Relisez-le à l’écran, puis signez."
    ),
    "gui.print_failed": (
        "L’imprimante n’a pas accepté le document. Vérifiez qu’elle est allumée et raccordée, puis recommencez."
    ),
}
