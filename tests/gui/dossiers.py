"""Dossiers for the tests of the reader: small real PDFs with an outline, stored as the product does."""

import io
from collections.abc import Callable

from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.application.dossiers import store_dossier
from cisp_desktop.application.ports import DossierFacts
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets.dossier_reader import DossierReader
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade

Idle = Callable[[TaskRunner], None]
READ = (DossierKind.THESIS, DossierKind.WORK_ANALYSIS)
"""The kinds of the dossiers that a juror reads, the first one in front."""


def page_text(page: int) -> str:
    """Return the text of a page, counted from 0."""
    word = "Médiation" if page % 3 == 0 else "Insertion"
    return f"{word} et territoire, feuillet {page + 1}"


def a_pdf(*, pages: int = 9, outline: bool = True) -> bytes:
    """Return a PDF whose outline has an entry, without a zoom, every third page."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    for page in range(pages):
        if outline and page % 3 == 0:
            canvas.bookmarkPage(f"p{page}")
            canvas.addOutlineEntry(f"Partie {page // 3 + 1} & fin", f"p{page}", 0)
        canvas.drawString(72, 760, page_text(page))
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


class _Inspector:
    """Stands for the limited child process: the file is known to be sound."""

    def __init__(self, workspace: SqlWorkspace, pages: int) -> None:
        self._workspace = workspace
        self._pages = pages

    def inspect(self, content: bytes, *, file_name: str) -> DossierFacts:
        """Say what the child would find."""
        del file_name
        texts = tuple(page_text(page) for page in range(self._pages))
        return DossierFacts(self._pages, self._workspace.vault.store(content), len(content), texts)


def add_dossier(
    workspace: SqlWorkspace,
    registration_id: str,
    kind: DossierKind = DossierKind.THESIS,
    *,
    pages: int = 9,
    outline: bool = True,
) -> str:
    """Store a dossier; returns its id."""
    return store_dossier(
        workspace,
        registration_id,
        kind=kind,
        file_name=f"{kind.value}.pdf",
        content=a_pdf(pages=pages, outline=outline),
        inspector=_Inspector(workspace, pages),
    )


def opened(qtbot: QtBot, context: GuiContext, made: SessionMade, idle: Idle) -> DossierReader:
    """Return a new reader on the first candidate, its first page drawn."""
    shown = DossierReader(context, for_juror=True)
    qtbot.addWidget(shown)
    shown.resize(620, 640)
    shown.show()
    qtbot.waitExposed(shown)
    rows = sorted(context.queries.dossiers_of(made.registrations[0]), key=lambda row: READ.index(row.kind))
    shown.show_dossiers(rows, missing=[])
    settled(qtbot, shown, idle)
    return shown


def settled(qtbot: QtBot, reader: DossierReader, idle: Idle) -> None:
    """Wait until the document is shown and its page drawn."""
    idle(reader._context.tasks)
    qtbot.waitUntil(lambda: reader.view.shown is not None)
    qtbot.waitUntil(lambda: reader.view.pictures.picture(reader.view.visible_pages().start) is not None)
