"""What a juror keeps while reading: notes and highlights on a page, where the reading stood, ready comments.

They are the juror's own: nobody else reads a note before its author shares it, and none prints on a public
document. Must not know screens, storage or files.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NoteColour(StrEnum):
    """The colour of a highlight; each has a name and a pattern of its own on screen."""

    YELLOW = "YELLOW"
    GREEN = "GREEN"
    BLUE = "BLUE"
    PINK = "PINK"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a page, in thousandths of its width and height from the top left (0–1000)."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def sound(self) -> bool:
        """Whether it lies on the page and has an extent."""
        return 0 <= self.left < self.right <= 1000 and 0 <= self.top < self.bottom <= 1000


@dataclass(eq=False)
class ReadingNote:
    """A note or highlight of one juror on one page (from 0) of a dossier.

    ``item`` is the competence that it speaks to, empty for none. ``areas`` are empty for a note on the whole
    page; a highlight may have no text. ``shared`` by the author: the others read it once sheets are revealed.
    """

    id: str
    seat_id: str
    dossier_id: str
    page: int
    areas: list[list[int]]
    colour: NoteColour
    text: str
    item: str
    shared: bool
    written_at: datetime


@dataclass(eq=False)
class ReadingPlace:
    """Where a juror's reading of a dossier stood: page from 0, how far down it (0–1000), zoom in percent;
    zoom 0 fits the width.
    """

    seat_id: str
    dossier_id: str
    page: int
    offset: int = 0
    zoom: int = 0


@dataclass(eq=False)
class CommentTemplate:
    """A comment ready to insert, kept by whoever uses this workspace; ``position`` from 1 orders the list."""

    id: str
    text: str
    position: int
