"""What a juror's reading shows: notes on pages, and where the reading of each dossier stood.

Must not know how they are read nor shown.
"""

from dataclasses import dataclass
from datetime import datetime

from cisp_desktop.domain.reading import Area, NoteColour


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note or highlight on ``page`` (from 0). ``own``: the reader wrote it; ``author`` is a juror's name.

    ``item`` is the competence that it cites, empty for none; ``areas`` are empty for the whole page.
    """

    id: str
    dossier_id: str
    page: int
    areas: tuple[Area, ...]
    colour: NoteColour
    text: str
    item: str
    shared: bool
    own: bool
    author: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """Where a reading stood: ``page`` from 0, ``offset`` down it (0–1000), ``zoom`` in percent, 0 fits the
    width.
    """

    page: int = 0
    offset: int = 0
    zoom: int = 0
