"""Sentences on the journal, the registers and the archive folder: what, where, how to mend."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "journal.head": (
        "Une tête de journal compte de {least} à {most} lettres de 0 à 9 et de a à f. Recopiez celle qui est "
        "imprimée au bas de la première page du procès-verbal."
    ),
    "register.number_missing": (
        "{number} n’est porté par rien : un jury retiré avant la clôture l’avait peut-être réservé, ou la "
        "base a été modifiée. Le journal dit les jurys retirés."
    ),
    "register.number_twice": (
        "{number} est porté deux fois, par {first} et par {second} : la base a été modifiée. Restaurez une "
        "sauvegarde."
    ),
    "archive.nothing": (
        "La session {number} n’a aucun procès-verbal clos : il n’y a encore rien à archiver. Clôturez-la "
        "d’abord."
    ),
    "archive.altered": (
        "Le contenu figé de {number} ne correspond plus à son empreinte : rien n’a été écrit. Restaurez une "
        "sauvegarde d’avant cette modification."
    ),
    "archive.exists": (
        "« {folder} » existe déjà : un dossier d’archives n’en remplace jamais un autre. Choisissez un autre "
        "nom."
    ),
}
