"""Sentences on the papers of one person: grids and access packs."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "issued.no_sheet": (
        "Personne n’a scellé de grille pour le candidat {number} : il n’y a pas de grille à émettre."
    ),
    "access.made_by": (
        "Donnez le nom de qui établit le dossier d’accès : il figure sur le document et au journal."
    ),
    "access.asked_on": "La date de la demande se lit JJ/MM/AAAA et ne peut pas être à venir.",
    "access.not_a_pack": "Ce document n’est pas un dossier d’accès : lui seul se remet avec les dossiers déposés.",
    "access.exists": "« {file} » existe déjà. Donnez un autre nom, ou retirez ce qui s’y trouve.",
}
