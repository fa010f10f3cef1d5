"""Sentences of a juror's notes in the dossiers."""

SENTENCES: dict[str, str] = {
    "note.not_author": "Cette note est celle d’un autre juré : seul son auteur peut la changer.",
    "note.empty": "Écrivez la note, ou surlignez un passage de la page.",
    "note.page": "Cette pièce n’a pas de page {page} : elle en compte {pages}.",
    "note.area": "Ce passage sort de la page : tracez-le de nouveau.",
    "note.item": "Cette compétence n’est plus au référentiel de la session : choisissez-en une autre.",
}
