"""Reading: the first page of a large dossier, turning its pages, and a search in all of a candidate's."""

import io
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.dossier import Dossier
from cisp_desktop.gui.application import make_application
from cisp_desktop.gui.context import Desk, GuiContext
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.theme import Theme, ThemeMode
from cisp_desktop.gui.widgets.dossier_pictures import KEPT_BYTES
from cisp_desktop.gui.widgets.dossier_reader import DossierReader
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.benchmarks.measure import Figure, in_turn, quantile, slower
from tests.factories import SessionMade, make_session, make_workspace
from tests.gui.fakes import FakeServices, RecordedMessages

PAGES, TURNS = 400, 50
SIDE = 360
"""Pixels of the noise on each page: 400 of them make a file of some 100 MB."""
WORDS = [
    "insertion", "territoire", "accompagnement", "médiation", "partenaire", "public", "emploi", "logement",
    "mobilité", "formation", "diagnostic", "projet", "parcours", "structure", "réseau",
]  # fmt: skip


def large_pdf() -> bytes:
    """Return a dossier of 400 pages and some 100 MB: a text and a picture that does not compress on each."""
    rl_config.useA85 = 0  # bytes as they are: the file is made in seconds
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, pageCompression=0)
    for page in range(PAGES):
        picture = io.BytesIO()
        Image.frombytes("RGB", (SIDE, SIDE), os.urandom(SIDE * SIDE * 3)).save(picture, "JPEG", quality=97)
        canvas.drawImage(ImageReader(picture), 72, 200, 400, 400)
        for line in range(12):
            canvas.drawString(72, 780 - 14 * line, page_text(page, line))
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def page_text(page: int, line: int) -> str:
    """Return one line of a page."""
    return " ".join(WORDS[(page * 7 + line * 5 + i * i) % len(WORDS)] for i in range(12))


def store(workspace: SqlWorkspace, made: SessionMade, id: str, kind: DossierKind, content: bytes) -> None:
    """Store a dossier as the product does, its text indexed."""
    sha256 = workspace.vault.store(content)
    with workspace.unit_of_work() as work:
        received = datetime.fromisoformat("2022-12-01T09:00:00+00:00")
        work.dossiers.add(
            Dossier(id, made.registrations[0], kind, f"{id}.pdf", sha256, len(content), PAGES, received)
        )
        texts = ["\n".join(page_text(page, line) for line in range(40)) for page in range(PAGES)]
        work.dossiers.index_text(id, texts)
        work.commit()


def wait(app: QApplication, done: Callable[[], bool]) -> None:
    """Let the window work until something is done."""
    limit = time.monotonic() + 60
    while not done() and time.monotonic() < limit:
        app.processEvents()
    assert done()


def load(content: bytes) -> tuple[QPdfDocument, QBuffer]:
    """Open a PDF as Qt does alone."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    return document, buffer


def pages(folder: Path) -> Iterator[Figure]:
    """The first page from the vault, then 50 turns, beside a bare document that renders the same pages."""
    app = QApplication.instance() or make_application(["bench"])
    assert isinstance(app, QApplication)
    workspace = make_workspace(folder)
    made = make_session(workspace, candidates=1)
    content = large_pdf()
    store(workspace, made, "d1", DossierKind.THESIS, content)
    plain = folder / "plain.pdf"
    plain.write_bytes(content)
    theme = Theme(app)
    theme.apply(ThemeMode.LIGHT)
    messages = RecordedMessages()
    tasks = TaskRunner(messages)
    desk = Desk(FakeServices(folder), Settings(folder / "s.ini"), theme, Icons(theme), messages, tasks)  # type: ignore[arg-type]  # fakes
    context = GuiContext(desk, workspace)
    context.set_session(made.id)
    context.set_juror(made.juror())
    reader = DossierReader(context, for_juror=True)
    reader.resize(700, 900)
    reader.show()
    rows = context.queries.dossiers(made.id)
    view = reader.view

    def drawn(page: int) -> bool:
        return view.shown is not None and view.pictures.is_drawn(page, view._pixels(page))

    def open_ours() -> None:
        reader.clear()
        reader.show_dossiers(rows, missing=[])
        wait(app, lambda: drawn(0))

    def open_bare() -> None:
        document, buffer = load(plain.read_bytes())
        document.render(0, view._pixels(0))
        document.close()
        buffer.close()

    open_ours()
    mine, base = in_turn(open_ours, open_bare, rounds=5)
    size = f"{PAGES} pages, {len(content) / 1e6:.0f} Mo, déchiffrées et vérifiées"
    under = "moins d’une seconde" if mine < 1 else "plus d’une seconde"
    yield slower("Pièce → première page", mine, base, most=20, note=f"{size} ; {under}")

    document, _buffer = load(content)
    ours: list[float] = []
    bare: list[float] = []
    held = 0
    for page in range(1, TURNS + 1):
        start = time.perf_counter()
        view.go_to(page)
        wait(app, lambda page=page: drawn(page))  # type: ignore[misc]  # bound at once
        ours.append(time.perf_counter() - start)
        start = time.perf_counter()
        document.render(page, view._pixels(page))
        bare.append(time.perf_counter() - start)
        held = max(held, view.pictures.held_bytes)
    kept = f"images gardées au plus : {held / 1e6:.0f} Mo sur {KEPT_BYTES / 1e6:.0f}"
    yield slower("Page suivante, p99", quantile(ours, 0.99), quantile(bare, 0.99), most=4, note=kept)
    yield slower("Page suivante, médiane", quantile(ours, 0.5), quantile(bare, 0.5), most=4)
    document.close()
    reader.clear()
    reader.close()
    tasks.shut_down()
    workspace.close()


def search_in_all(folder: Path) -> Iterator[Figure]:
    """Two words in five dossiers of 400 pages, beside the same index in bare SQLite."""
    workspace = make_workspace(folder)
    made = make_session(workspace, candidates=1)
    kinds = list(DossierKind)[:5]
    raw = sqlite3.connect(folder / "raw.db")
    raw.execute("CREATE VIRTUAL TABLE t USING fts5(content, tokenize='unicode61 remove_diacritics 2')")
    for place, kind in enumerate(kinds):
        store(workspace, made, f"d{place}", kind, f"%PDF {place}".encode())
        raw.executemany(
            "INSERT INTO t (content) VALUES (?)",
            [("\n".join(page_text(page, line) for line in range(40)),) for page in range(PAGES)],
        )
    raw.commit()
    ids = [row.id for row in workspace.queries.dossiers(made.id)]
    found: list[int] = []

    def ours() -> None:
        found.append(len(workspace.queries.search_dossiers(ids, "mediation territ")))

    def bare() -> None:
        query = "SELECT rowid, highlight(t, 0, char(2), char(3)) FROM t WHERE t MATCH ? ORDER BY rowid"
        found.append(len(raw.execute(query, ('"mediation"* "territ"*',)).fetchall()))

    mine, base = in_turn(ours, bare, rounds=15)
    assert len(set(found)) == 1
    under = "moins de 100 ms" if mine < 0.1 else "plus de 100 ms"
    note = f"{len(ids) * PAGES} pages, {found[0]} trouvées ; {under}"
    yield slower("Recherche dans les pièces d’un candidat", mine, base, most=3, note=note)
    raw.close()
    workspace.close()


FIGURES = (pages, search_in_all)
"""Every figure of this module, in the order of the table."""
