"""Two worlds that differ in what the other jurors gave and wrote, and everything that one juror can reach.

Whatever differs between the worlds is a leak; so is any word that the others wrote. ``Walk`` reads the whole
window: properties of widgets, actions and models in every role, dialogs, files, the clipboard, the log, and
the answers of the queries. This module must not know what a page is for.
"""

import atexit
import io
import logging
import re
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QAbstractProxyModel,
    QAbstractTableModel,
    QMetaProperty,
    QModelIndex,
    QObject,
    Qt,
)
from PySide6.QtGui import QAction, QClipboard, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QMenu,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

from cisp_desktop.application.ports import Clock
from cisp_desktop.application.scoring import MarkValue, give_marks, seal_sheets
from cisp_desktop.domain.grading import GradingScheme, ScoringMode
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.scoring import GLOBAL_ITEM, scored_items
from cisp_desktop.gui.main_window import MainWindow
from cisp_desktop.persistence.queries import SqlQueries
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.conftest import FULL
from tests.documents.reading import whole_text
from tests.factories import PASSPHRASE, SessionMade, make_session, make_store, make_workspace
from tests.gui.fakes import RecordedMessages

PAGES = (
    "dashboard", "prepare", "evaluate", "deliberate", "minutes", "sequel", "reference", "register",
    "settings",
)  # fmt: skip
OWN_ROLES = 40 if FULL else 16
"""More than any model of the room has of its own; a test holds the room to it."""
ROLES = (*range(33 if FULL else 15), *range(Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + OWN_ROLES))
"""Every role of Qt (in a daily run those of data, without the unused numbers after them)."""
PLACES = frozenset(
    "x y width height minimumWidth minimumHeight maximumWidth maximumHeight".split()  # noqa: SIM905
)
"""Where a thing stands on the screen tells nothing of a mark, and depends on when it was looked at."""
NOISE = re.compile(
    r"\b(?:[0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{16})\b|\b[0-9a-f]{8}…|0x[0-9a-f]{6,}"
    r"|\b(?:[0-9a-f]{4,16} ){3,}[0-9a-f]{4,16}\b|/\S*/[01](?=/)"
)
"""Identifiers, fingerprints, addresses and folders, drawn anew in each world."""
MOST_LINES = 4
"""Lines and columns that are chosen one by one; the models behind are read whole."""
ENCRYPTED = b"CISPBK01"
"""How a rescue copy begins: what follows is the encrypted database, drawn anew each time."""
FLAT = (QAbstractListModel, QAbstractTableModel)
SECRETS = ({"level": 1, "word": "ORNITHORYNQUE"}, {"level": 3, "word": "BERGAMOTE"})
OWN, OTHERS = Role.PRESIDENT, (Role.PROFESSIONAL, Role.CENTRE)


@dataclass(frozen=True)
class World:
    """One of the two: what the others gave, and their word."""

    number: int
    workspace: SqlWorkspace
    made: SessionMade

    @property
    def word(self) -> str:
        """What stands in every comment of the others."""
        return str(SECRETS[self.number]["word"])


def make_world(folder: Path, number: int, *, certification: str, clock: Clock) -> World:
    """Open a world of its own in ``folder``: of three candidates, the first was sealed by both others, the
    second by one.

    The juror who is identified began the first and sealed the second; the third is untouched.
    """
    source, made = _template(number, certification)
    shutil.copytree(source, folder / "workspace")
    return World(number, make_store(clock).open(folder / "workspace", PASSPHRASE), made)


@cache
def _template(number: int, certification: str) -> tuple[Path, SessionMade]:
    """Make a world once per process; returns its closed workspace and what is in it."""
    folder = Path(tempfile.mkdtemp(prefix="cisp-world-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    workspace = make_workspace(folder)
    made = make_session(workspace, candidates=3, certification=certification)
    world = World(number, workspace, made)
    first, second, _third = made.registrations
    for role in OTHERS:
        _score(world, first, role, seal=True)
    _score(world, second, Role.PROFESSIONAL, seal=True)
    _score(world, second, Role.CENTRE, seal=False)
    _score(world, first, OWN, seal=False)
    _score(world, second, OWN, seal=True)
    workspace.abandon()
    return workspace.path, made


def _score(world: World, registration_id: str, role: Role, *, seal: bool) -> None:
    made = world.made
    scheme = GradingScheme.from_data(made.certification.scheme)
    level = 2 if role is OWN else int(str(SECRETS[world.number]["level"]))
    remark = "Mon avis." if role is OWN else f"Avis {world.word}{'' if world.number else ' plus long'}"
    for block in made.certification.blocks:
        by_points = scheme.mode is ScoringMode.POINTS
        value = MarkValue.of_points(level * 550, remark) if by_points else MarkValue.of_level(level, remark)
        values = [(item, value) for item in scored_items(scheme, block)]
        values.append((GLOBAL_ITEM, MarkValue.of_level(level, remark)))
        give_marks(
            world.workspace, made.juror(role), registration_id=registration_id, block_id=block.id,
            values=values,
        )  # fmt: skip
    if seal:
        seal_sheets(world.workspace, made.juror(role), registration_id=registration_id, block_ids=made.blocks)


# --- reading everything -------------------------------------------------------------------------------


@dataclass
class Seen:
    """What was read: (where, what), and how much of what kind."""

    found: list[tuple[str, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, where: str, what: object, *, kind: str) -> None:
        """Keep one thing read."""
        self.counts[kind] += 1
        text = NOISE.sub("#", what if isinstance(what, str) else repr(what))
        if text:
            self.found.append((where, text))

    def with_word(self, word: str) -> list[tuple[str, str]]:
        """Return what holds a word, case ignored."""
        return [(where, text) for where, text in self.found if word.casefold() in text.casefold()]


def differences(one: Seen, other: Seen) -> list[str]:
    """Return what only one of two worlds shows: whatever it is, it tells of the others' sheets."""
    here, there = Counter(one.found), Counter(other.found)
    changed = [f"{where}: {text[:200]}" for where, text in ((here - there) + (there - here))]
    return sorted(changed)


class Walk:
    """Reads a window, page by page. ``messages.run_dialog`` reads each dialog and gives it up.

    A daily run reads a model again only when it told of a change, and presses a button once per page.
    """

    columns = (0, 2)
    """Of the cells of a line that are chosen one by one, those after which the page is read."""

    def __init__(self, window: MainWindow, messages: "ReadingMessages", out: Path) -> None:
        self.window, self.messages, self.out = window, messages, out
        self.seen = Seen()
        self._properties: dict[str, list[QMetaProperty]] = {}
        self._unchanged: dict[QAbstractItemModel, bool] = {}
        self._pressed: set[str] = set()
        messages.walk = self

    def settle(self) -> None:
        """Let tasks end and signals arrive."""
        controller = self.window.controller  # type: ignore[attr-defined]  # set by the fixture
        for _ in range(3):
            for _wait in range(2_000):
                QApplication.processEvents()
                if not controller.tasks.busy:
                    break
                QTest.qWait(5)
        assert not controller.tasks.busy, "a task did not end"

    def read(self, where: str, root: QWidget, *, shown: bool = False) -> None:
        """Read a widget and all it holds, or what of it is ``shown`` alone."""
        self.settle()
        things: list[QObject] = [root, *root.findChildren(QWidget), *root.findChildren(QAction)]
        for thing in things:
            if not isValid(thing) or (shown and isinstance(thing, QWidget) and not thing.isVisible()):
                continue
            name = f"{where}/{type(thing).__name__}:{thing.objectName()}"
            self._read_properties(name, thing)
            if isinstance(thing, QAbstractItemView | QComboBox):
                self._read_models(name, thing.model())
            if isinstance(thing, QAbstractItemView):
                self._copy(name, thing)

    def _read_properties(self, where: str, thing: QObject) -> None:
        meta = thing.metaObject()
        self.seen.counts["widgets" if isinstance(thing, QWidget) else "actions"] += 1
        if meta.className() not in self._properties:
            known = [meta.property(place) for place in range(meta.propertyCount())]
            self._properties[meta.className()] = [one for one in known if one.name() not in PLACES]
        for one in self._properties[meta.className()]:
            name, value = one.name(), one.read(thing)
            if isinstance(value, QKeySequence):
                value = value.toString()
            if isinstance(value, str | int | float | list):
                self.seen.add(f"{where}.{name}", value, kind="properties")
        for raw in thing.dynamicPropertyNames():
            name = bytes(raw.data()).decode()
            if not name.startswith("_"):
                self.seen.add(f"{where}.{name}", thing.property(name), kind="properties")

    def _read_models(self, where: str, model: QAbstractItemModel | None) -> None:
        while model is not None:
            where = f"{where}>{type(model).__name__}"
            if not self._known(model):
                self._read_model(where, model)
            model = model.sourceModel() if isinstance(model, QAbstractProxyModel) else None

    def _known(self, model: QAbstractItemModel) -> bool:
        """Whether a model was read and did not change since; never in a full run."""
        if FULL:
            return False
        if model not in self._unchanged:
            for told in (
                model.dataChanged, model.modelReset, model.layoutChanged, model.headerDataChanged,
                model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.columnsInserted,
                model.columnsRemoved,
            ):  # fmt: skip
                told.connect(lambda *_any, model=model: self._unchanged.update({model: False}))
            self._unchanged[model] = False
        known, self._unchanged[model] = self._unchanged[model], True
        return known

    def _read_model(self, where: str, model: QAbstractItemModel) -> None:
        self.seen.counts["models"] += 1
        self._read_rows(where, model, QModelIndex())
        for orientation in (Qt.Orientation.Horizontal, Qt.Orientation.Vertical):
            wide = orientation is Qt.Orientation.Horizontal
            for section in range(_columns(model) if wide else model.rowCount(QModelIndex())):
                for role in ROLES:
                    value = model.headerData(section, orientation, role)
                    self._keep(f"{where}[{orientation.name} {section}]{role}", value)

    def _read_rows(self, where: str, model: QAbstractItemModel, parent: QModelIndex) -> None:
        for row in range(model.rowCount(parent)):
            for column in range(_columns(model, parent)):
                index = model.index(row, column, parent)
                for role in ROLES:
                    self._keep(f"{where}[{row},{column}]{role}", model.data(index, role))
            first = model.index(row, 0, parent)
            if not isinstance(model, FLAT) and model.hasChildren(first):
                self._read_rows(f"{where}[{row}]", model, first)

    def _keep(self, where: str, value: object) -> None:
        if value is None:
            self.seen.counts["roles"] += 1
            return
        text = value if isinstance(value, str) else repr(value)
        self.seen.add(where, text, kind="roles")

    def _copy(self, where: str, view: QAbstractItemView) -> None:
        clipboard = QApplication.clipboard()
        clipboard.clear()
        if not view.isEnabled() or not view.isVisible():
            return
        view.setFocus()
        view.selectAll()
        QTest.keySequence(view, QKeySequence(QKeySequence.StandardKey.Copy))
        data = clipboard.mimeData(QClipboard.Mode.Clipboard)
        for kind in data.formats() if data is not None else ():
            self.seen.add(f"{where}/clipboard {kind}", bytes(data.data(kind).data()), kind="clipboard")
        view.clearSelection()

    # --- going everywhere -----------------------------------------------------------------------------

    def page(self, key: str, *, press: bool = True) -> None:
        """Read a page: every tab, every line of its lists, and every dialog that a button opens."""
        frame = self.window.controller.frame  # type: ignore[attr-defined]
        frame.open_page(key)
        self.settle()
        holder = frame.holder(key)
        assert frame.current_page is holder.page, f"{key} was not reached"
        self.read(key, holder)
        for bar in [bar for bar in holder.findChildren(QTabBar) if bar.isVisible()]:
            for tab in range(bar.count()):
                if isValid(bar) and bar.isTabEnabled(tab):
                    bar.setCurrentIndex(tab)
                    self.read(f"{key}#{tab}", holder, shown=True)
                    if press:
                        self._press_everything(f"{key}#{tab}", holder)
        self._every_line(key, holder)
        if press:
            self._press_everything(key, holder)
        self.read(f"{key} frame", frame.form.headerFrame if hasattr(frame.form, "headerFrame") else frame)

    def _every_line(self, key: str, holder: QWidget) -> None:
        """Choose each line of each list that is shown, and read what it brings."""
        for number, view in enumerate(holder.findChildren(QAbstractItemView)):
            if not view.isVisible() or view.model() is None:
                continue
            for row in range(min(view.model().rowCount(), MOST_LINES)):
                for column in range(min(_columns(view.model()), MOST_LINES)):
                    if not isValid(view) or not view.isVisible():
                        break
                    index = view.model().index(row, column)
                    if index.flags() & Qt.ItemFlag.ItemIsSelectable:
                        view.setCurrentIndex(index)
                        self.settle()
                        if column in self.columns:
                            self.read(f"{key}@{number}.{row}.{column}", holder, shown=True)

    def _press_everything(self, where: str, holder: QWidget) -> None:
        """Press each button and entry that is shown and takes a press; dialogs are read and given up."""
        for button in holder.findChildren(QAbstractButton):
            if not (isValid(button) and button.isVisible() and button.isEnabled()):
                continue
            name = button.text() or button.accessibleName()
            once = f"{where.partition('#')[0]}!{name}"
            if not FULL and once in self._pressed:
                continue
            self._pressed.add(once)
            menu = getattr(button, "menu", lambda: None)()
            if isinstance(menu, QMenu):
                self._every_entry(f"{where}!{name}", menu)
            elif not self._leads_away(button):
                self.messages.where = f"{where}!{name}"
                button.click()
                self.settle()
            self._come_back()

    def _every_entry(self, where: str, menu: QMenu) -> None:
        menu.aboutToShow.emit()
        for action in menu.actions():
            if isValid(action) and action.isEnabled() and not action.isSeparator():
                self.messages.where = f"{where}:{action.text()}"
                self._read_properties(self.messages.where, action)
                if action.menu() is None and not action.isCheckable():
                    action.trigger()
                    self.settle()

    def _leads_away(self, button: QAbstractButton) -> bool:
        return button.isCheckable() or button.inherits("QTabBar")

    def _come_back(self) -> None:
        """Forget a window that was opened beside, and stay identified."""
        for top in QApplication.topLevelWidgets():
            if top is not self.window and top.isVisible() and not isinstance(top, QMenu):
                self.read(f"{self.messages.where}:beside", top)
                top.close()
        context = self.window.controller.context  # type: ignore[attr-defined]
        if context.current_juror is None:
            context.set_juror(self.messages.juror)
        self.settle()

    def read_files(self) -> None:
        """Read what was written: texts, the parts of archives and spreadsheets, the pages of PDF files."""
        for path in sorted(self.out.rglob("*")):
            if path.is_file():
                name = str(path.relative_to(self.out))
                for part, text in _texts(path.read_bytes()):
                    self.seen.add(f"file {name}{part}", text, kind="files")


def _columns(model: QAbstractItemModel, parent: QModelIndex | None = None) -> int:
    if isinstance(model, QAbstractListModel):  # its columnCount is private, and one
        return 1
    return model.columnCount(parent or QModelIndex())


def _texts(content: bytes) -> Iterator[tuple[str, str]]:
    if content.startswith(ENCRYPTED):
        yield "", "encrypted"
    elif content.startswith(b"%PDF"):
        yield "", whole_text(content)
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                if name.startswith("docProps/"):  # the hour of writing
                    continue
                yield f"/{name}", archive.read(name).decode("utf-8", errors="replace")
    else:
        yield "", content.decode("utf-8-sig", errors="replace")


HALF_TYPED = ("Saisie non enregistrée", "Le jury n’est pas enregistré")
"""Questions whose « yes » gives up what is typed."""


class ReadingMessages(RecordedMessages):
    """Reads every dialog and gives it up; every file that is asked for goes to one folder."""

    walk: Walk
    where = ""
    juror: Any = None
    out: Path

    def run_dialog(self, dialog: QDialog) -> bool:
        """Show, read, give up."""
        self.dialogs.append(type(dialog).__name__)
        dialog.show()
        self.walk.read(f"{self.where}:{type(dialog).__name__}", dialog)
        dialog.reject()
        return False

    def inform(self, parent: QWidget | None, title: str, text: str) -> None:
        """Keep what is said."""
        self.walk.seen.add(f"{self.where}:inform", f"{title} {text}", kind="said")

    def error(self, parent: QWidget | None, error: Any) -> None:
        """Keep what is said."""
        self.walk.seen.add(f"{self.where}:error", f"{error.code} {error.values}", kind="said")

    def confirm(self, parent: QWidget | None, title: str, *, text: str, **_named: Any) -> bool:
        """Keep what is asked, and say no; what is half typed is given up, so that every page is reached."""
        self.walk.seen.add(f"{self.where}:confirm", f"{title} {text}", kind="said")
        return title in HALF_TYPED

    def choose(self, parent: QWidget | None, title: str, *, text: str, choices: Sequence[str]) -> int | None:
        """Keep what is asked, and choose nothing."""
        self.walk.seen.add(f"{self.where}:choose", f"{title} {text} {list(choices)}", kind="said")
        return None

    def open_folder(self, parent: QWidget | None, title: str) -> Path | None:
        """A new folder each time."""
        folder = self.out / f"dossier-{len(list(self.out.iterdir())):03d}"
        folder.mkdir()
        return folder

    def save_file(self, parent: QWidget | None, title: str, *, suggested: str, filters: str) -> Path | None:
        """A new file each time."""
        return self.out / f"{len(list(self.out.iterdir())):03d}-{Path(suggested).name}"


class _Lines(logging.Handler):
    def __init__(self, seen: Seen) -> None:
        super().__init__(logging.DEBUG)
        self.seen = seen

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.add(f"log {record.name}", record.getMessage(), kind="log lines")


@contextmanager
def reading_log(seen: Seen) -> Iterator[None]:
    """Read every line that the application logs, down to the smallest."""
    logger, handler = logging.getLogger("cisp_desktop"), _Lines(seen)
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


@contextmanager
def reading_queries(seen: Seen, seat_id: str) -> Iterator[None]:
    """Read every answer that a query gives; one for another juror's sheet is kept as a leak by its name."""
    kept: dict[str, Callable[..., Any]] = {
        name: value
        for name, value in vars(SqlQueries).items()
        if callable(value) and not name.startswith("_")
    }
    answers: set[tuple[str, str]] = set()

    def spied(name: str, value: Callable[..., Any]) -> Callable[..., Any]:
        def asked(self: SqlQueries, *given: Any, **named: Any) -> Any:
            answer = value(self, *given, **named)
            if name == "score_sheet" and given[1] != seat_id:
                answers.add(("query score_sheet of another juror", repr(answer)))
            answers.add((f"query {name}", repr(answer)))
            return answer

        return asked

    for name, value in kept.items():
        setattr(SqlQueries, name, spied(name, value))
    try:
        yield
    finally:
        for name, value in kept.items():
            setattr(SqlQueries, name, value)
        for name, answer in sorted(answers):
            seen.add(name, answer, kind="answers of queries")
