"""What the tests of « Préparer » share: lists, files, an inspector without adapters, the page shown."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cisp_desktop.application.candidate_fields import REQUIRED, TITLES
from cisp_desktop.application.candidate_list import CandidateLine, CandidateList, HeldClaim, LineError
from cisp_desktop.application.list_columns import ColumnFound, ListColumns
from cisp_desktop.application.ports import DossierFacts
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.pages.prepare_page import PreparePage
from cisp_desktop.gui.session_frame import PageHolder
from tests.lists import a_line

__all__ = [
    "FakeCandidateFiles",
    "FakeInspector",
    "FakeListFile",
    "a_line",
    "drop",
    "held",
    "show_page",
]

PDF = b"%PDF-1.7 of a test\n"


def held(code: str) -> HeldClaim:
    """Return a block obtained in June 2022."""
    return HeldClaim(code, date(2022, 6, 24), "PV-2022-GRE-0003")


@dataclass
class FakeCandidateFiles:
    """Gives the list that the test prepared, or refuses as told; remembers what was read."""

    listed: CandidateList = field(default_factory=lambda: CandidateList((), (), {}))
    refusal: RuleError | None = None
    read_paths: list[Path] = field(default_factory=list)

    def give(
        self, *lines: CandidateLine, errors: Sequence[LineError] = (), ignored: Sequence[str] = ()
    ) -> None:
        """Prepare the next list."""
        self.listed = CandidateList(tuple(lines), tuple(errors), {}, tuple(ignored))

    def open(self, path: Path) -> "FakeListFile":
        """Return the list prepared, as an open file whose columns are all known."""
        self.read_paths.append(path)
        if self.refusal is not None:
            raise self.refusal
        return FakeListFile(self.listed)


@dataclass
class FakeListFile:
    """An open file that says what the test prepared."""

    listed: CandidateList

    def columns(self, *, sheet: str = "", mapping: object = None) -> ListColumns:
        """Return one column per required field."""
        found = tuple(ColumnFound(name, TITLES[name], (), name, name) for name in REQUIRED)
        return ListColumns("", 1, found, (), ("",))

    def read(self, *, sheet: str = "", mapping: object = None) -> CandidateList:
        """Return the list prepared."""
        return self.listed


class FakeInspector:
    """Takes what begins like a PDF, one page per letter « P » after the head."""

    def inspect(self, content: bytes, *, file_name: str) -> DossierFacts:
        """Refuse what is no PDF, as the child process does."""
        if not content.startswith(b"%PDF"):
            raise RuleError("dossier.pdf.not_pdf", name=file_name)
        pages = max(content.count(b"P") - 1, 1)
        digest = hashlib.sha256(content).hexdigest()
        return DossierFacts(pages, digest, len(content), tuple("texte" for _ in range(pages)))


def show_page(qtbot: QtBot, context: GuiContext) -> PreparePage:
    """Show the page in its holder, refreshed as the frame does after each commit."""
    page = PreparePage(context)
    holder = PageHolder(page)
    qtbot.addWidget(holder)
    context.operations.changed.connect(holder.invalidate)
    context.session_changed.connect(lambda: holder.invalidate(None))
    holder.resize(1130, 640)
    holder.show()
    qtbot.waitExposed(holder)
    holder.bring_up_to_date()
    page.holder = holder  # type: ignore[attr-defined]  # keeps it alive with the page
    return page


def drop(target: QWidget, paths: Sequence[Path], place: QPoint | None = None) -> None:
    """Drop files from the desktop onto ``target``."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    point = place or target.rect().center()
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    QApplication.sendEvent(target, QDragEnterEvent(point, action, data, button, keys))
    QApplication.sendEvent(target, QDropEvent(QPointF(point), action, data, button, keys))
