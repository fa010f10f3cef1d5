"""Sentences on the papers of a session taken all together: files for another computer, drafts of messages."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "batch.copies": "On imprime de 1 à {most} exemplaires, pas {given}. Choisissez un nombre entre les deux.",
    "batch.nothing": (
        "Aucun document de ce choix n’est émis : il n’y a rien à écrire. Émettez-les dans « Suites », ou "
        "choisissez d’autres genres ou d’autres candidats."
    ),
    "batch.no_mail": (
        "Aucun courriel à écrire : personne n’a à la fois un document émis de ce choix et une adresse "
        "utilisable. Complétez les adresses dans « Préparer »."
    ),
}
