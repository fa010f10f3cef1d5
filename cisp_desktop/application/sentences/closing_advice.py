"""Sentences on what is worth knowing before closing, and prevents nothing."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "closing.never_ready": "La session n’a jamais été déclarée prête : référentiel, barème et règles de jury "
    "n’ont pas été arrêtés avant les épreuves.",
    "closing.rule": "{panel} : {asks}, {has}. Le procès-verbal le dira.",
    "closing.identity": "L’identité de {count:candidat entendu|candidats entendus} n’est pas notée comme "
    "vérifiée : {numbers}.",
    "closing.outside_days": "Aujourd’hui, {day}, n’est pas un jour de la session (du {starts} au {ends}) : le "
    "procès-verbal sera daté d’aujourd’hui.",
}
