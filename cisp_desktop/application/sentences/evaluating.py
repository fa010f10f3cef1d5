"""Sentences of the day's acts on « Évaluer »: timers, ready comments."""

SENTENCES: dict[str, str] = {
    "timer.assessment_unknown": (
        "Cette épreuve n’est plus au référentiel de la session : choisissez-en une autre."
    ),
    "template.empty": "Écrivez le commentaire type avant de l’enregistrer.",
    "template.not_found": "Ce commentaire type n’existe plus : il a été retiré entre-temps.",
    "template.too_many": ("{limit} commentaires types au plus : retirez-en un avant d’en ajouter un autre."),
}
