"""A user at the real window: keys, clicks, dialogs filled through their widgets, and all that is said.

Nothing here calls a use case: what a step does, it does as a person at the keyboard would.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QTabBar,
    QTabWidget,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cisp_desktop.gui.application import GuiOptions, Start
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.controller import Controller
from cisp_desktop.gui.main_window import MainWindow
from cisp_desktop.gui.session_frame import SessionFrame
from cisp_desktop.gui.widgets.signature_pad import SignaturePad
from tests.gui.fakes import RecordedMessages
from tests.journeys.quick_services import QuickServices

PATIENCE = 20_000
"""Milliseconds that a step may take before the test fails instead of hanging."""
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class User:
    """One person in front of the application, from its start to its last window."""

    def __init__(self, qtbot: QtBot, app: QApplication, settings: Path) -> None:
        self.qtbot = qtbot
        self.messages = RecordedMessages()
        self.services = QuickServices()

        def load_controller() -> Callable[..., Controller]:
            return lambda *given, **named: Controller(*given, **named, messages=self.messages)

        self.start = Start(
            app, self.services, GuiOptions(settings), load_controller=load_controller,  # type: ignore[arg-type]  # a factory of controllers
        )  # fmt: skip
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        qtbot.waitUntil(lambda: self.start.controller is not None, timeout=PATIENCE)
        self.window.activateWindow()

    @property
    def window(self) -> MainWindow:
        """The one window."""
        return self.start.window

    @property
    def controller(self) -> Controller:
        """What stands behind it."""
        assert self.start.controller is not None
        return self.start.controller

    @property
    def context(self) -> GuiContext:
        """The open workspace, to read what was stored."""
        assert self.controller.context is not None
        return self.controller.context

    @property
    def frame(self) -> SessionFrame:
        """Header, navigation, pages."""
        assert self.controller.frame is not None
        return self.controller.frame

    @property
    def page(self) -> Any:
        """The page shown."""
        return self.frame.current_page

    @property
    def saved(self) -> str:
        """What the header says about the disk."""
        return self.frame.form.saveLabel.text()

    # --- eyes -------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Wait until nothing runs; fail at once when something went wrong behind the screen."""
        tasks = self.controller.tasks
        for _ in range(2):  # what ends may start something else
            self.qtbot.waitUntil(lambda: not tasks.busy, timeout=PATIENCE)
            QApplication.processEvents()
        if self.messages.bugs:
            raise self.messages.bugs[0]
        assert not self.messages.errors, [f"{e.code} {e.values}" for e in self.messages.errors]

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait for something that must come."""
        self.qtbot.waitUntil(until, timeout=PATIENCE)

    def sees(self) -> str:
        """Return everything that the window shows, speaks or holds ready to show, one text a line."""
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return "\n".join(text for widget in QApplication.topLevelWidgets() for text in said_by(widget))

    # --- hands ------------------------------------------------------------------------------------

    def click(self, button: QAbstractButton) -> None:
        """Press a button that can be seen and used."""
        assert button.isVisible(), f"{button.objectName()} {button.text()!r} is not shown"
        assert button.isEnabled(), f"{button.objectName()} {button.text()!r} is disabled"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def go_to(self, page: str) -> None:
        """Choose a page in the navigation."""
        self.click(self.frame.navigation.buttons[page])
        assert self.frame.current_key == page
        self.settle()

    def tab(self, page: QWidget) -> None:
        """Choose a tab."""
        tabs = page.parentWidget()
        while not isinstance(tabs, QTabWidget):
            assert tabs is not None
            tabs = tabs.parentWidget()
        bar = tabs.tabBar()
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(tabs.indexOf(page)).center())
        assert tabs.currentWidget() is page

    def keys(self, *keys: Qt.Key | str, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """Press keys where the focus is."""
        self.attend()
        for key in keys:
            target = self.window.focusWidget()
            assert target is not None, "nothing has the focus"
            QTest.keyClick(target, key, modifier)

    def attend(self) -> None:
        """Turn to the window again, as a window manager does once a dialog closed."""
        if not self.window.isActiveWindow():
            self.window.activateWindow()
            self.wait(self.window.isActiveWindow)

    def answers(self, *scripts: Callable[[Any], None], paths: Sequence[Path] = ()) -> None:
        """Say how the next dialogs will be filled, in order, and which files chosen."""
        self.messages.scripts += scripts
        self.messages.paths += paths

    def all_answered(self) -> None:
        """Fail when a dialog that was expected did not come, or one came that was not."""
        assert not self.messages.scripts, f"dialogs so far: {self.messages.dialogs}"
        assert not self.messages.paths

    def leave(self) -> None:
        """Close the window; the workspace is put away first."""
        self.window.close()
        self.wait(lambda: not self.window.isVisible())
        if self.messages.bugs:
            raise self.messages.bugs[0]

    def put_away(self) -> None:
        """End what a test that failed half-way left running."""
        if self.start.controller is not None:
            self.controller.tasks.run = lambda *_given, **_named: None  # type: ignore[method-assign,assignment]
            self.controller.tasks.shut_down()
            if self.controller.context is not None:
                self.controller.context.workspace.abandon()  # type: ignore[attr-defined]  # a real workspace


def write(field: QLineEdit, text: str) -> None:
    """Replace what a field holds by typing."""
    assert field.isVisible()
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    type_text(field, text)
    assert field.text() == text, f"typed {text!r}, read {field.text()!r}"


def type_text(target: QWidget, text: str) -> None:
    """Type any characters (``QTest.keyClicks`` knows no accents)."""
    for character in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, 0, NO_MODIFIER, character))


def choose(combo: QComboBox, data: object) -> None:
    """Walk to an entry with the arrows."""
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(combo.count()):
        if combo.currentData() == data:
            return
        QTest.keyClick(combo, Qt.Key.Key_Down)
    raise AssertionError(f"no entry {data!r}")


def press(button: QAbstractButton) -> None:
    """Click a button of a dialog; a box or a choice is ticked by the space bar."""
    assert button.isEnabled(), button.text()
    if isinstance(button, QCheckBox | QRadioButton):
        QTest.keyClick(button, Qt.Key.Key_Space)
        assert button.isChecked()
    else:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def until_said(dialog: QDialog, label: QLabel) -> str:
    """Wait until a dialog says what is wrong, and return it."""
    for _ in range(PATIENCE // 10):
        if label.isVisible() and label.text():
            return label.text()
        QTest.qWait(10)
    raise AssertionError(f"{type(dialog).__name__} said nothing")


def draw_signature(pad: SignaturePad) -> None:
    """Draw two strokes with the mouse, as a hand would."""
    width, height = pad.width(), pad.height()
    strokes = (
        [(0.3, 0.5), (0.38, 0.2), (0.45, 0.75), (0.55, 0.3), (0.62, 0.6)],
        [(0.3, 0.85), (0.7, 0.8)],
    )
    for stroke in strokes:
        points = [QPoint(round(x * width), round(y * height)) for x, y in stroke]
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=points[0])
        for point in points[1:]:
            QTest.mouseMove(pad, point)
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=points[-1])
    assert pad.stroke_count == len(strokes)


def said_by(top: QWidget) -> list[str]:
    """Return every text of a window: labels, fields, tips, names for screen readers, models, documents."""
    said: list[str] = []
    for widget in [top, *top.findChildren(QWidget)]:
        said += [
            widget.toolTip(),
            widget.accessibleName(),
            widget.accessibleDescription(),
            widget.statusTip(),
        ]
        said += [widget.windowTitle(), widget.whatsThis()]
        if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
            said.append(widget.text())
        if isinstance(widget, QGroupBox):
            said.append(widget.title())
        if isinstance(widget, QPlainTextEdit | QTextEdit):
            said.append(widget.toPlainText())
        if isinstance(widget, QComboBox):
            said += [widget.itemText(i) for i in range(widget.count())]
        if isinstance(widget, QTabBar):
            for place in range(widget.count()):
                said += [widget.tabText(place), widget.tabToolTip(place), widget.accessibleTabName(place)]
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            said += _model_texts(widget.model(), QModelIndex())
    said += [action.text() for action in top.findChildren(QAction)]
    said += [document.toPlainText() for document in top.findChildren(QTextDocument)]
    for model in top.findChildren(QAbstractItemModel):
        said += _model_texts(model, QModelIndex())
    said += [str(one.property("text")) for one in top.findChildren(QObject) if one.property("text")]
    return [text for text in said if text]


def _model_texts(model: QAbstractItemModel, parent: QModelIndex) -> list[str]:
    texts: list[str] = []
    for row in range(model.rowCount(parent)):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
        for column in range(columns):
            index = model.index(row, column, parent)
            values = (model.data(index, role) for role in (*range(16), *range(256, 280)))
            texts += [str(value) for value in values if isinstance(value, str | int | float)]
            if column == 0:
                texts += _model_texts(model, index)
    return texts
