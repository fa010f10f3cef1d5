"""From one candidate to the next: the grid, and the first page of the first dossier, as they are painted."""

import io
import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QTableView
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.dossier import Dossier
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.benchmarks.desktop import OpenWindow, open_window
from tests.benchmarks.measure import Figure, computing, quantile, within
from tests.factories import SessionMade, make_session, make_workspace

CANDIDATES, DOSSIERS, SWITCHES = 12, 4, 40
PAGES, SIDE = 40, 160
"""A dossier of 40 pages, each with a text and a photograph: some 2 MB."""
AIM = 150
"""Milliseconds at p99."""


def switch(folder: Path) -> Iterator[Figure]:
    """40 switches among 12 candidates, each beside a bare document and a bare table that show the same."""
    workspace = make_workspace(folder)
    made = make_session(workspace, candidates=CANDIDATES)
    content = a_dossier()
    for registration_id in made.registrations:
        store_dossiers(workspace, made, registration_id, content)
    plain = folder / "plain.pdf"
    plain.write_bytes(content)
    with open_window(folder, workspace) as opened:
        opened.context.set_juror(made.juror())
        page = opened.page("evaluate")
        opened.wait(lambda: first_page_drawn(page.reader))
        bare = _Bare(page, plain)
        ours: list[float] = []
        own: list[float] = []
        base: list[float] = []
        for number in range(1, SWITCHES + 4):
            opened.settle()
            computed = time.thread_time()
            mine = _switch(opened, page, made.registrations[number % CANDIDATES])
            computed = time.thread_time() - computed
            theirs = _timed(lambda: bare.show(opened))
            if number > 3:
                ours.append(mine)
                own.append(computed)
                base.append(theirs)
        bare.view.close()
    size = f"{SWITCHES} changements, {DOSSIERS} pièces de {len(content) / 1e6:.1f} Mo par candidat"
    yield within(
        "Candidat suivant → grille et première page, p99", quantile(ours, 0.99), quantile(base, 0.99),
        milliseconds=AIM, note=size,
    )  # fmt: skip
    yield within(
        "Candidat suivant → grille et première page, médiane", quantile(ours, 0.5), quantile(base, 0.5),
        milliseconds=AIM, note=computing(own),
    )  # fmt: skip


def a_dossier() -> bytes:
    """Return a PDF of 40 pages."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    for page in range(PAGES):
        picture = io.BytesIO()
        Image.frombytes("RGB", (SIDE, SIDE), os.urandom(SIDE * SIDE * 3)).save(picture, "JPEG", quality=95)
        canvas.drawImage(ImageReader(picture), 72, 200, 400, 400)
        for line in range(12):
            canvas.drawString(72, 780 - 14 * line, f"Accompagnement et territoire, page {page}, ligne {line}")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def store_dossiers(
    workspace: SqlWorkspace, made: SessionMade, registration_id: str, content: bytes, *, pages: int = PAGES
) -> None:
    """Give a candidate four dossiers, those that the blocks ask for first, each a file of its own."""
    kinds = dict.fromkeys(
        assessment.dossier_kind
        for block in made.certification.blocks
        for assessment in block.assessments
        if assessment.dossier_kind is not None
    )
    wanted = [*kinds, *(kind for kind in DossierKind if kind not in kinds)][:DOSSIERS]
    for kind in wanted:
        own = content + f"\n% {registration_id} {kind}\n".encode()
        sha256 = workspace.vault.store(own)
        received = datetime.fromisoformat("2022-12-01T09:00:00+00:00")
        with workspace.unit_of_work() as work:
            work.dossiers.add(
                Dossier(
                    f"{registration_id}-{kind}", registration_id, kind, f"{kind}.pdf", sha256, len(own),
                    pages, received,
                )
            )  # fmt: skip
            work.commit()


def first_page_drawn(reader: Any) -> bool:
    """Whether the dossier wanted is open and the page that is read is there at its size."""
    view = reader.view
    return view.shown is not None and view.pictures.is_drawn(view.page, view._pixels(view.page))


def _switch(opened: OpenWindow, page: Any, registration_id: str) -> float:
    """Choose a candidate; return the seconds until the grid and the page are painted."""

    def shown() -> bool:
        view = page.pane.model.view
        return view is not None and view.registration_id == registration_id and first_page_drawn(page.reader)

    def act() -> None:
        page.form.candidatePane.choose(registration_id)
        opened.wait(shown)
        opened.app.processEvents()

    return _timed(act)


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


class _Bare:
    """The same page drawn by Qt alone, and the same lines put into a bare table."""

    def __init__(self, page: Any, plain: Path) -> None:
        self._plain = plain
        self._size: QSize = page.reader.view._pixels(0)
        source = page.pane.model
        self._lines = [
            [str(source.index(row, column).data() or "") for column in range(source.columnCount())]
            for row in range(source.rowCount())
        ]
        self.view = QTableView()
        self.view.resize(page.pane.grid.size())
        self.view.show()

    def show(self, opened: OpenWindow) -> None:
        """Load and draw the page; fill the table anew."""
        buffer = QBuffer()
        buffer.setData(QByteArray(self._plain.read_bytes()))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document = QPdfDocument()
        document.load(buffer)
        document.render(0, self._size)
        document.close()
        model = QStandardItemModel(self.view)
        for line in self._lines:
            model.appendRow([QStandardItem(text) for text in line])
        old = self.view.model()
        self.view.setModel(model)
        if old is not None:
            old.deleteLater()
        opened.app.processEvents()


FIGURES = (switch,)
"""Every figure of this module, in the order of the table."""
