"""Sentences of incidents. ``incident.not_found`` stands with those of a hearing."""

SENTENCES: dict[str, str] = {
    "incident.in_future": (
        "L’heure donnée à l’incident, {at}, n’est pas encore venue : notez celle à laquelle il a eu lieu."
    ),
    "incident.other_panel": (
        "Ce candidat passe devant un autre jury : notez l’incident dans la séance de ce jury."
    ),
    "incident.withdrawn": "Cet incident a été retiré : notez-le de nouveau s’il a bien eu lieu.",
    "incident.changed_meanwhile": (
        "Cet incident a été modifié dans une autre fenêtre : relisez-le avant de le changer."
    ),
}
