"""A juror's reading in words: the colours of highlights, the kinds of dossiers in short, what cites a line.

Must not know a screen.
"""

from collections.abc import Mapping, Sequence

from cisp_desktop.application.queries_reading import NoteRow
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.reading import NoteColour

SHORT_KINDS: Mapping[DossierKind, str] = {
    DossierKind.TERRITORY_SURVEY: "Enquête",
    DossierKind.MONOGRAPH: "Monogr.",
    DossierKind.PROJECT_FILE: "Projet",
    DossierKind.WORK_ANALYSIS: "APST",
    DossierKind.THESIS: "Mémoire",
    DossierKind.RELATIONAL_BOOKLET: "Livret",
    DossierKind.NETWORK_MAP: "Carto.",
    DossierKind.VAE_FILE: "VAE",
    DossierKind.PROFESSIONAL_FILE: "Pro.",
    DossierKind.OTHER_FILE: "Autre",
}
"""What tabs and lists have room for; the whole name stands in the tooltip."""

NOTE_COLOURS: Mapping[NoteColour, str] = {
    NoteColour.YELLOW: "Jaune uni",
    NoteColour.GREEN: "Vert hachuré",
    NoteColour.BLUE: "Bleu ligné",
    NoteColour.PINK: "Rose quadrillé",
}
"""Each colour with the pattern that tells it without colours."""


def page_words(page: int) -> str:
    """« p. 34 »; ``page`` counts from 0."""
    return f"p.\u00a0{page + 1}"


def place_words(kind: DossierKind, page: int) -> str:
    """« Mémoire, p. 34 »; ``page`` counts from 0."""
    return f"{SHORT_KINDS[kind]}, {page_words(page)}"


def citing(notes: Sequence[NoteRow], item: str) -> list[NoteRow]:
    """Return the reader's own notes that cite a line of the grid, in the order of ``notes``."""
    return [note for note in notes if note.own and item and note.item == item]
