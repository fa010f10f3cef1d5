"""F12 on the jurors' day: what is typed is refused at entry, or shows as typed on every screen and paper."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from cisp_desktop.application.minutes import draft_minutes
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.gui.controller import Controller
from cisp_desktop.gui.locks import IdleLock
from cisp_desktop.gui.main_window import MainWindow
from cisp_desktop.gui.pages import prepare_page
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.theme import Theme
from tests.documents.reading import whole_text
from tests.gui.conftest import icons, theme  # noqa: F401  # the same look
from tests.gui.fakes import FakeServices
from tests.gui.jury_day import give_documents
from tests.robustness.hiding import ReadingMessages, Walk
from tests.robustness.hostile_day import ENTRIES, Day, make_day
from tests.robustness.test_hostile_texts import SEED, as_stored, invisible, names, squeezed

IN_FIELDS = {"departure", "excuse"}
"""Shown in the field alone where they are typed: a field never takes a text for markup."""


@pytest.mark.parametrize("name", ENTRIES)
def test_a_text_of_the_day_is_refused_or_kept_as_typed(
    tmp_path: Path, name: str, count: Callable[[int, int], int]
) -> None:
    day, entry = make_day(tmp_path), ENTRIES[name]
    wanted, refused = names(count(56, 500)), 0
    for text in wanted:
        before = entry.kept(day)
        must_refuse = (
            invisible(text, allowed="\n\r\t" if entry.lines else "")
            or len(text) > entry.limit
            or not (text.strip() or entry.may_be_empty)
        )
        try:
            entry.type(day, text)
        except RuleError:
            refused += 1
            assert must_refuse, f"{name} refused {text[:40]!r}"
            assert entry.kept(day) - before == set()
        else:
            assert not must_refuse, f"{name} took {text[:40]!r}"
            assert not as_stored(text) or as_stored(text) in entry.kept(day)  # nothing is kept of blanks
    day.workspace.abandon()
    print(f"F12 {name}, seed {SEED}: {len(wanted)} texts, {len(wanted) - refused} kept, {refused} refused")


# --- on every screen and paper ------------------------------------------------------------------------


def marked(name: str) -> str:
    """Return a text that would look otherwise, or load a file, wherever it is taken for markup."""
    return f"<b>{name.upper()}</b> <img src='file:///etc/passwd'> & =1+1 {{0}} %s"


def fill(day: Day) -> None:
    """Type one marked text into every entry."""
    for name, entry in ENTRIES.items():
        entry.type(day, marked(name if name != "conditions" else "recommendation"))


class Looking(Walk):
    """Reads as the walk does, and keeps every label that would take a marked text for markup."""

    columns = (0, 1, 2, 3)

    def __init__(self, window: MainWindow, messages: ReadingMessages, out: Path) -> None:
        super().__init__(window, messages, out)
        self.as_markup: list[str] = []

    def read(self, where: str, root: QWidget, *, shown: bool = False) -> None:
        """Look at the labels and tooltips as well."""
        super().read(where, root, shown=shown)
        for label in root.findChildren(QLabel):
            if "<b>" in label.text() and label.textFormat() is not Qt.TextFormat.PlainText:
                self.as_markup.append(f"{where}: {label.objectName()} {label.text()[:60]}")
        for widget in (root, *root.findChildren(QWidget)):
            if re.search("<b>[A-Z]", widget.toolTip()):
                self.as_markup.append(f"{where}: tooltip of {widget.objectName()} {widget.toolTip()[:60]}")


@pytest.fixture
def looked(
    qtbot: QtBot,
    theme: Theme,  # noqa: F811  # the fixture imported
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[Looking, Day, str]:
    """Walk through the pages of the day once; returns what was read, and the text of the minutes."""
    monkeypatch.setattr(prepare_page, "TOLD_FOR", 2**30)
    monkeypatch.setattr(IdleLock, "_on_time_passed", lambda _self: None)
    services, messages = FakeServices(tmp_path), ReadingMessages()
    give_documents(services)
    messages.out = tmp_path / "out"
    messages.out.mkdir()
    day = make_day(tmp_path, comment=marked("comment"))
    fill(day)
    messages.juror = day.made.juror()
    settings = Settings(tmp_path / "settings.ini")
    window = MainWindow(theme, settings)
    controller = Controller(window, services, theme=theme, settings=settings, messages=messages)
    window.controller = controller  # type: ignore[attr-defined]  # for the walk
    qtbot.addWidget(window)
    window.show()
    walk = Looking(window, messages, messages.out)
    try:
        controller.show_workspace(day.workspace)
        assert controller.context is not None
        controller.context.set_juror(messages.juror)
        walk.page("evaluate")
        for page in ("deliberate", "minutes"):
            walk.page(page, press=False)
        minutes = whole_text(draft_minutes(day.workspace, day.made.id, renderer=MinutesRenderer()).pdf)
    finally:
        controller.tasks.shut_down()
        if controller.context is not None:
            controller.context.deleteLater()
        day.workspace.abandon()
        window.close()
    assert not messages.bugs, messages.bugs
    return walk, day, minutes


def test_every_text_of_the_day_shows_as_typed_and_nothing_takes_it_for_markup(
    looked: tuple[Looking, Day, str], caplog: pytest.LogCaptureFixture
) -> None:
    walk, _day, minutes = looked
    assert walk.as_markup == []
    tips = [
        (where, text)
        for where, text in walk.seen.found
        if where.endswith("]3") and re.search("<b>[A-Z]", text)
    ]
    assert tips == []
    said = "\n".join(text for _where, text in walk.seen.found)
    shown = {name for name in ENTRIES if marked(name) in said}
    printed = {name for name in ENTRIES if squeezed(marked(name)) in squeezed(minutes)}
    print(f"F12: shown {sorted(shown)}; printed {sorted(printed)}")
    assert shown >= set(ENTRIES) - {"conditions", *IN_FIELDS}
    assert printed >= {"reason", "incident"}
