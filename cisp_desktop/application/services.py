"""Everything that the composition root makes for windows and commands, behind protocols.

Each property loads its adapter on first use and keeps it. Must not know how anything is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from cisp_desktop.application.candidate_list import CandidateList
    from cisp_desktop.application.draft_message import MessageWriter
    from cisp_desktop.application.issuing import IssuedRenderer
    from cisp_desktop.application.list_columns import ListFiles
    from cisp_desktop.application.outside_list import ResultList
    from cisp_desktop.application.own_cards import OwnCards
    from cisp_desktop.application.own_certificates import OwnCertificates
    from cisp_desktop.application.planner import CalendarWriter, Planner
    from cisp_desktop.application.ports import (
        Clock,
        DossierInspector,
        Identities,
        MinutesRenderer,
        Progress,
        Signer,
        Verifier,
        Workspace,
        WorkspaceStore,
    )
    from cisp_desktop.application.preparation_papers import PaperRenderer
    from cisp_desktop.application.reference_drafts import ReferenceFlows
    from cisp_desktop.application.register_paper import RegisterRenderer
    from cisp_desktop.application.sheet_files import SheetFiles
    from cisp_desktop.domain.certification import DossierKind

    CandidateFiles = ListFiles[CandidateList]
    """Reads lists of candidates (``.xlsx``, ``.ods``, ``.csv``)."""

    ResultFiles = ListFiles[ResultList]
    """Reads lists of results judged outside the panel."""


class CandidateWriter(Protocol):
    """Writes tables of texts and numbers; the candidates' is a list that imports again."""

    def write(self, path: Path, table: Sequence[Sequence[str | float]], *, sheet: str = "Candidats") -> None:
        """Write ``table``, titles first: CSV or ``.xlsx`` by name. Raises ``StorageError("file.*")``.

        ``sheet`` names the worksheet.
        """
        ...


@dataclass(frozen=True, slots=True)
class Person:
    """What a file name may tell of a candidate."""

    registration_id: str
    number: str
    birth_name: str
    usage_name: str
    first_names: str


class Clue(StrEnum):
    """What told whose a file is."""

    NUMBER = "NUMBER"
    NAME = "NAME"
    NUMBER_AND_NAME = "NUMBER_AND_NAME"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of a folder. ``registration_id`` and ``kind`` are None where the name does not tell.

    ``problem`` is a code with a sentence: why the file is refused, or what the name leaves open.
    ``refused`` files (not a PDF …) cannot be taken at all. ``people`` (registration ids) and ``kinds`` are
    all that the name may mean; ``clue`` says what told the candidate, ``from_folder`` that the name of a
    folder did.
    """

    path: Path
    registration_id: str | None
    kind: DossierKind | None
    problem: str | None
    refused: bool
    people: tuple[str, ...] = ()
    kinds: tuple[DossierKind, ...] = ()
    clue: Clue | None = None
    from_folder: bool = False

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name


class DossierFolders(Protocol):
    """Recognises candidate and kind from file names."""

    def scan(self, folder: Path, people: Sequence[Person]) -> Sequence[FoundFile]:
        """Look at every file below ``folder`` (links not followed, hidden files left out)."""
        ...

    def recognise(self, paths: Sequence[Path], people: Sequence[Person]) -> Sequence[FoundFile]:
        """The same for files chosen or dropped one by one."""
        ...

    def read(self, path: Path) -> bytes:
        """Return a file's bytes; ``RuleError("dossier.pdf.too_large")`` or ``file.unreadable``."""
        ...


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page drawn: 32-bit BGRx pixels, top row first, ``stride`` bytes a row."""

    width: int
    height: int
    stride: int
    pixels: bytes


class DrawnPages(Protocol):
    """A PDF's pages as pictures, signature appearances included."""

    @property
    def page_count(self) -> int: ...
    def page_size(self, index: int) -> tuple[float, float]:
        """Width and height in points."""
        ...

    def render(self, index: int, scale: float) -> PageImage:
        """Draw a page; scale 1 is 72 dots an inch."""
        ...

    def field_places(self) -> Sequence[tuple[int, float, float]]:
        """Return where form fields stand: page from 0, top and bottom in points from the page's top."""
        ...

    def close(self) -> None:
        """Free the file; a second call does nothing."""
        ...


class PageDrawers(Protocol):
    """Opens PDFs for drawing."""

    def open(self, pdf: bytes) -> DrawnPages: ...
    def join(self, parts: Sequence[tuple[Callable[[], bytes], Sequence[int]]], progress: Progress) -> bytes:
        """Return one PDF of chosen pages (from 0) of several files; text stays text, and signatures are seen.

        Raises ``RuleError("document.pages.unreadable")``, and what the readers and ``progress`` raise.
        """
        ...


class PageCodeReader(Protocol):
    """Reads the codes that minutes bear on each page (``application.page_codes``)."""

    def texts(self, image: PageImage) -> Sequence[str]:
        """Return what each code on the picture says, none when none can be read."""
        ...


class SignaturePictures(Protocol):
    """Makes and checks the pictures of signatures."""

    def from_strokes(self, strokes: Sequence[Sequence[tuple[float, float]]]) -> bytes:
        """Return strokes as lines for ``Signer.sign``; points lie in a box 3 wide and 1 high, y downwards,
        both scaled to 0–1.
        """
        ...

    def typed(self, name: str) -> bytes:
        """Return a PNG of a name in slanted type."""
        ...

    def checked(self, content: bytes) -> bytes:
        """Return a user's picture as PNG; ``RuleError("signature.image.*")``."""
        ...


class DossierWriter(Protocol):
    """Writes the fictitious dossiers of the demonstration."""

    def write_dossier(
        self, kind: str, *, candidate_name: str, centre: str, seed: int, pages: int
    ) -> bytes: ...


class Services(Protocol):
    """What windows and commands share."""

    @property
    def clock(self) -> Clock: ...
    @property
    def store(self) -> WorkspaceStore: ...
    @property
    def identities(self) -> Identities: ...
    @property
    def renderer(self) -> MinutesRenderer: ...
    @property
    def papers(self) -> PaperRenderer: ...
    @property
    def issued(self) -> IssuedRenderer: ...
    @property
    def registers(self) -> RegisterRenderer: ...
    @property
    def signer(self) -> Signer: ...
    @property
    def verifier(self) -> Verifier: ...
    @property
    def inspector(self) -> DossierInspector: ...
    @property
    def candidate_files(self) -> CandidateFiles: ...
    @property
    def candidate_writer(self) -> CandidateWriter: ...
    @property
    def result_files(self) -> ResultFiles: ...
    @property
    def sheet_files(self) -> SheetFiles: ...
    @property
    def reference_flows(self) -> ReferenceFlows: ...
    @property
    def dossier_folders(self) -> DossierFolders: ...
    @property
    def message_writer(self) -> MessageWriter: ...
    @property
    def planner(self) -> Planner: ...
    @property
    def calendars(self) -> CalendarWriter: ...
    @property
    def pages(self) -> PageDrawers: ...
    @property
    def page_codes(self) -> PageCodeReader: ...
    @property
    def pictures(self) -> SignaturePictures: ...
    @property
    def own_certificates(self) -> OwnCertificates: ...
    @property
    def own_cards(self) -> OwnCards: ...
    @property
    def dossier_writer(self) -> DossierWriter: ...
    def create_workspace(self, path: Path, passphrase: str) -> Workspace:
        """Create a workspace with its authority and the shipped certifications, and open it."""
        ...

    def open_workspace(self, path: Path, passphrase: str) -> Workspace: ...
    def demonstration_path(self) -> Path:
        """Where the demonstration workspace lies, or will."""
        ...

    def open_demonstration(self, progress: Progress, path: Path | None = None) -> Workspace:
        """Create the demonstration workspace if absent, and open it."""
        ...
