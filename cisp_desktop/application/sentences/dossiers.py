"""Sentences of dossiers: their files' kinds, their versions, their last day, the reminders."""

SENTENCES: dict[str, str] = {
    "dossier.name.text": (
        "Ce n’est pas un PDF. Ouvrez-le dans Word ou LibreOffice, puis Fichier › Exporter en PDF."
    ),
    "dossier.name.slides": (
        "C’est un diaporama. Ouvrez-le dans PowerPoint ou LibreOffice, puis Fichier › Exporter en PDF."
    ),
    "dossier.name.table": (
        "C’est un tableur. Ouvrez-le dans Excel ou LibreOffice, puis Fichier › Exporter en PDF."
    ),
    "dossier.due_after_session": (
        "La date limite ({due}) tombe après le dernier jour de la session ({ends}). Choisissez un jour plus tôt."
    ),
    "dossier.due_changed_meanwhile": (
        "La date limite des dossiers a changé entre-temps. Elle est de nouveau affichée : reprenez votre choix."
    ),
    "dossier.versions_changed": (
        "Les versions de cette pièce ont changé depuis : rien n’est annulé. Choisissez la version qui compte "
        "dans la fenêtre « Versions »."
    ),
}
