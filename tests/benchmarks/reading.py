"""Reading: the first page of a large dossier, turning its pages, a day of them, a search in them all."""

import io
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice, QTimer
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.application.queries import DossierRow
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
from cisp_desktop.gui.widgets.dossier_shelf import MOST_BYTES
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.benchmarks.measure import Figure, in_turn, quantile, slower
from tests.factories import make_session, make_workspace
from tests.gui.fakes import FakeServices, RecordedMessages

PAGES, TURNS = 400, 50
SIDE = 424
"""Pixels of the noise on each page: 400 of them make a file of more than 100 MB."""
READ = 12
"""Large dossiers opened one after the other, as many as the candidates of a day."""
FRAMES, STEP = 600, 40
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


def store(workspace: SqlWorkspace, registration_id: str, id: str, kind: DossierKind, content: bytes) -> None:
    """Store a dossier as the product does, its text indexed."""
    sha256 = workspace.vault.store(content)
    with workspace.unit_of_work() as work:
        received = datetime.fromisoformat("2022-12-01T09:00:00+00:00")
        work.dossiers.add(
            Dossier(id, registration_id, kind, f"{id}.pdf", sha256, len(content), PAGES, received)
        )
        texts = ["\n".join(page_text(page, line) for line in range(40)) for page in range(PAGES)]
        work.dossiers.index_text(id, texts)
        work.commit()


def wait(done: Callable[[], bool]) -> float:
    """Let the window work until something is done; returns its longest stop, in seconds.

    It sleeps between events, as the application does: a loop that spins would hold back the worker.
    """
    loop, last, stop = QEventLoop(), time.perf_counter(), 0.0
    limit = last + 60

    def look() -> None:
        nonlocal last, stop
        now = time.perf_counter()
        stop, last = max(stop, now - last), now
        if now > limit or done():
            loop.quit()

    timer = QTimer(interval=1)
    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()
    assert done()
    return stop


def load(content: bytes) -> tuple[QPdfDocument, QBuffer]:
    """Open a PDF as Qt does alone."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    return document, buffer


@dataclass
class Desktop:
    """A reader on the large dossiers of a session's candidates, one each, and all that it hangs on."""

    app: QApplication
    workspace: SqlWorkspace
    tasks: TaskRunner
    reader: DossierReader
    rows: list[DossierRow]
    content: bytes

    @classmethod
    def make(cls, folder: Path, *, candidates: int) -> "Desktop":
        """Store one large dossier a candidate; their content is one file of the vault."""
        app = QApplication.instance() or make_application(["bench"])
        assert isinstance(app, QApplication)
        workspace = make_workspace(folder)
        made = make_session(workspace, candidates=candidates)
        content = large_pdf()
        for place, registration_id in enumerate(made.registrations):
            store(workspace, registration_id, f"d{place}", DossierKind.THESIS, content)
        theme = Theme(app)
        theme.apply(ThemeMode.LIGHT)
        messages = RecordedMessages()
        tasks = TaskRunner(messages)
        desk = Desk(FakeServices(folder), Settings(folder / "s.ini"), theme, Icons(theme), messages, tasks)
        context = GuiContext(desk, workspace)
        context.set_session(made.id)
        context.set_juror(made.juror())
        reader = DossierReader(context, for_juror=True)
        reader.resize(700, 900)
        reader.show()
        rows = [context.queries.dossiers_of(one)[0] for one in made.registrations]
        return cls(app, workspace, tasks, reader, rows, content)

    def drawn(self, page: int = 0) -> bool:
        """Whether a page is on the screen."""
        view = self.reader.view
        return view.shown is not None and view.pictures.is_drawn(page, view._pixels(page))

    def open(self, place: int) -> float:
        """Show a candidate's dossier; returns the seconds until its first page is drawn."""
        start = time.perf_counter()
        self.reader.show_dossiers([self.rows[place]], missing=[])
        wait(self.drawn)
        return time.perf_counter() - start

    def close(self) -> None:
        """Let go of everything."""
        self.reader.clear()
        self.reader.close()
        self.tasks.shut_down()
        self.workspace.close()


def first_page(folder: Path) -> Iterator[Figure]:
    """The first page from the vault, and of a dossier opened ahead, beside a bare document in clear."""
    desktop = Desktop.make(folder, candidates=2)
    reader = desktop.reader
    plain = folder / "plain.pdf"
    plain.write_bytes(desktop.content)
    desktop.open(0)
    wanted = reader.view._pixels(0)

    def cold() -> None:
        reader.clear()
        desktop.open(0)

    def bare() -> None:
        document, buffer = load(plain.read_bytes())
        document.render(0, wanted)
        document.close()
        buffer.close()

    mine, base = in_turn(cold, bare, rounds=5)
    stop, cost = parts_of_opening(desktop)
    under = "moins d’une seconde" if mine < 1 else "plus d’une seconde"
    note = f"{PAGES} pages, {len(desktop.content) / 1e6:.0f} Mo ; {under} ; {cost}"
    yield slower("Pièce → première page", mine, base, most=5, note=note)
    yield slower("Pièce → plus long arrêt de la fenêtre", stop, 0.1, most=1, note="référence : 100 ms")
    ahead: list[float] = []
    for _turn in range(5):
        reader.clear()
        desktop.open(0)
        reader.expect([desktop.rows[1]], kinds=())
        wait(lambda: reader.shelf.document("d1") is not None)
        ahead.append(desktop.open(1))
    note = "aussi grande, déchiffrée d’avance pendant la lecture de la précédente ; référence : 150 ms"
    yield slower("Candidat suivant → première page", max(ahead), 0.15, most=1, note=note)
    desktop.close()


def parts_of_opening(desktop: Desktop) -> tuple[float, str]:
    """Return the longest stop of the window while a dossier opens, and what the opening costs, in words."""
    row = desktop.rows[0]
    start = time.process_time()
    content = QByteArray()
    content.reserve(row.size)
    desktop.workspace.vault.copy_to(row.sha256, content.append)
    decrypting = time.process_time() - start
    desktop.reader.clear()
    start = time.process_time()
    desktop.reader.show_dossiers([row], missing=[])
    stop = wait(desktop.drawn)
    whole = time.process_time() - start
    words = f"{whole * 1000:.0f} ms de calcul, dont {decrypting * 1000:.0f} à déchiffrer et vérifier"
    return stop, f"{words} ; le reste est l’attente d’un cœur"


def pages(folder: Path) -> Iterator[Figure]:
    """Fifty turns, then scrolling, beside a bare document that draws the same."""
    desktop = Desktop.make(folder, candidates=1)
    desktop.open(0)
    view = desktop.reader.view
    document, _buffer = load(desktop.content)
    ours: list[float] = []
    cost: list[float] = []
    bare: list[float] = []
    held = 0
    for page in range(1, TURNS + 1):
        start, busy = time.perf_counter(), time.process_time()
        view.go_to(page)
        wait(lambda page=page: desktop.drawn(page))  # type: ignore[misc]  # bound at once
        ours.append(time.perf_counter() - start)
        cost.append(time.process_time() - busy)
        start = time.perf_counter()
        document.render(page, view._pixels(page))
        bare.append(time.perf_counter() - start)
        held = max(held, view.pictures.held_bytes)
    kept = f"images gardées au plus : {held / 1e6:.0f} Mo sur {KEPT_BYTES / 1e6:.0f}"
    kept += f" ; {quantile(cost, 0.99) * 1000:.0f} ms de calcul p99, le reste est l’attente d’un cœur"
    yield slower("Page suivante, p99", quantile(ours, 0.99), quantile(bare, 0.99), most=4, note=kept)
    yield slower("Page suivante, médiane", quantile(ours, 0.5), quantile(bare, 0.5), most=4)
    frames, computed, white = scrolled(desktop)
    cost = f"{quantile(computed, 0.99) * 1000:.1f} ms de calcul"
    note = f"{FRAMES} images de {STEP} pixels, {white} avec du papier blanc ; {cost} ; référence : 1/60 s"
    yield slower("Défilement, image p99", quantile(frames, 0.99), 1 / 60, most=1, note=note)
    yield slower("Défilement, image médiane", quantile(frames, 0.5), 1 / 60, most=1)
    document.close()
    desktop.close()


def scrolled(desktop: Desktop) -> tuple[list[float], list[float], int]:
    """Scroll at sixty steps a second; return the seconds and the computing of each repaint, and how many
    showed white paper.
    """
    view, app = desktop.reader.view, desktop.app
    view.go_to(100)
    wait(lambda: desktop.drawn(100))
    bar = view.verticalScrollBar()
    frames: list[float] = []
    computed: list[float] = []
    white = 0
    for _frame in range(FRAMES):
        start, busy = time.perf_counter(), time.thread_time()
        bar.setValue(bar.value() + STEP)
        view.viewport().repaint()
        frames.append(time.perf_counter() - start)
        computed.append(time.thread_time() - busy)
        white += any(view.pictures.picture(page) is None for page in view.visible_pages())
        while time.perf_counter() - start < 1 / 60:
            app.processEvents()
    return frames, computed, white


def a_day_of_dossiers(folder: Path) -> Iterator[Figure]:
    """Memory after twelve large dossiers, each opened ahead, read and left, beside that after three."""
    desktop = Desktop.make(folder, candidates=READ)
    shelf, sizes, held = desktop.reader.shelf, [], 0
    for place in range(READ):
        desktop.open(place)
        for page in (20, 200, 399):
            desktop.reader.view.go_to(page)
            wait(lambda page=page: desktop.drawn(page))  # type: ignore[misc]  # bound at once
        if place + 1 < READ:
            desktop.reader.expect([desktop.rows[place + 1]], kinds=())
            following = desktop.rows[place + 1].id
            wait(lambda following=following: shelf.document(following) is not None)  # type: ignore[misc]  # bound at once
        held = max(held, shelf.held_bytes)
        sizes.append(resident())
    base = max(sizes[:3])
    yield Figure(
        "Mémoire après douze grandes pièces", f"{sizes[-1]:.0f} Mo", f"{base:.0f} Mo", sizes[-1] / base,
        "≤ 1.1 ×", sizes[-1] <= 1.1 * base,
        f"référence : après trois ; pièces ouvertes au plus : {held / 1e6:.0f} Mo sur {MOST_BYTES / 1e6:.0f}",
    )  # fmt: skip
    desktop.close()


def resident() -> float:
    """Return the memory of this process, in megabytes; not a number where the system does not tell."""
    try:
        words = Path("/proc/self/statm").read_text().split()
    except OSError:
        return float("nan")
    return int(words[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def search_in_all(folder: Path) -> Iterator[Figure]:
    """Two words in five dossiers of 400 pages, beside the same index in bare SQLite."""
    workspace = make_workspace(folder)
    made = make_session(workspace, candidates=1)
    kinds = list(DossierKind)[:5]
    raw = sqlite3.connect(folder / "raw.db")
    raw.execute("CREATE VIRTUAL TABLE t USING fts5(content, tokenize='unicode61 remove_diacritics 2')")
    for place, kind in enumerate(kinds):
        store(workspace, made.registrations[0], f"d{place}", kind, f"%PDF {place}".encode())
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


FIGURES = (first_page, pages, a_day_of_dossiers, search_in_all)
"""Every figure of this module, in the order of the table."""
