"""What every page and dialog owes to everybody: names, mnemonics, tab order, size, plain text.

``check_page(widget)`` asserts all of it on a widget that is shown.
"""

import re
from collections import Counter

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QCalendarWidget,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollBar,
    QTabBar,
    QTableView,
    QTextEdit,
    QWidget,
)

from cisp_desktop.gui.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XL, SPACE_XS

CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit,
    QAbstractSlider,
)  # fmt: skip
LEAST_WINDOW = QSize(1280, 660)
MARGINS = {0, 1, 2, 6, SPACE_XS, SPACE_S, SPACE_M, SPACE_L, SPACE_XL}


def check_page(widget: QWidget, *, size: QSize = LEAST_WINDOW) -> None:
    """Assert everything that a shown page or dialog owes."""
    problems = [
        *nameless(widget),
        *shared_mnemonics(widget),
        *unreachable(widget),
        *rich_labels(widget),
        *too_large(widget, size),
        *off_grid(widget),
    ]
    assert not problems, "\n".join(problems)


def controls(widget: QWidget) -> list[QWidget]:
    """Return the controls of ``widget`` that a user can meet, without the private parts of Qt's own."""
    return [
        child
        for child in widget.findChildren(QWidget)
        if isinstance(child, CONTROLS) and child.isVisibleTo(widget) and not _private(child, widget)
    ]


def nameless(widget: QWidget) -> list[str]:
    """Controls without an accessible name, a text of their own or a buddy label."""
    buddies = {label.buddy() for label in widget.findChildren(QLabel) if label.buddy() is not None}
    return [
        f"no accessible name: {type(child).__name__} {child.objectName()}"
        for child in controls(widget)
        if not child.accessibleName() and not _own_text(child) and child not in buddies
    ]


def shared_mnemonics(widget: QWidget) -> list[str]:
    """Letters that two visible controls of one page or dialog claim."""
    letters: Counter[str] = Counter()
    for child in widget.findChildren(QWidget):
        if not child.isVisibleTo(widget):
            continue
        text = child.text() if isinstance(child, QAbstractButton) else ""
        if isinstance(child, QLabel) and child.buddy() is not None:
            text = child.text()
        found = re.search(r"&(\w)", text.replace("&&", ""))
        if found:
            letters[found.group(1).casefold()] += 1
    return [f"two controls share Alt+{letter.upper()}" for letter, count in letters.items() if count > 1]


def unreachable(widget: QWidget) -> list[str]:
    """Enabled controls that Tab never reaches (cells, tabs and the other radio buttons go by the arrows)."""
    # WORKAROUND(PySide6 6.11): nextInFocusChain() makes each widget the Python parent of the next one: a
    # dialog ends as the child of its own button, and whichever thread collects garbage destroys it. Qt keeps
    # every child of a window in its chain: the policy says the rest.
    return [
        f"not in the tab order: {type(child).__name__} {child.objectName()}"
        for child in controls(widget)
        if child.isEnabled()
        and child.focusProxy() is None
        and not (isinstance(child, QRadioButton) and not child.isChecked())
        and (child.window() is not widget.window() or not child.focusPolicy() & Qt.FocusPolicy.TabFocus)
    ]


def rich_labels(widget: QWidget) -> list[str]:
    """Labels that would take data for markup; a buddy's fixed caption or a picture may be a bare label."""
    return [
        f"label that is not plain text: {label.objectName()} {label.text()[:30]!r}"
        for label in widget.findChildren(QLabel)
        if label.textFormat() != Qt.TextFormat.PlainText
        and label.buddy() is None
        and label.text()
        and not _private(label, widget)
    ]


def too_large(widget: QWidget, size: QSize) -> list[str]:
    """What would not fit a 1080p laptop at 150 %."""
    hint = widget.minimumSizeHint()
    if hint.width() <= size.width() and hint.height() <= size.height():
        return []
    return [f"{type(widget).__name__} needs {hint.width()} × {hint.height()}"]


def off_grid(widget: QWidget) -> list[str]:
    """Layouts whose spacing or margins are none of the tokens'."""
    found = []
    for host in (widget, *widget.findChildren(QWidget)):
        layout = host.layout()
        if layout is None or not layout.objectName():
            continue
        margins = layout.contentsMargins()
        values = {margins.left(), margins.top(), margins.right(), margins.bottom(), max(layout.spacing(), 0)}
        if values - MARGINS:
            found.append(f"{layout.objectName()}: {sorted(values - MARGINS)} is no token")
    return found


def cut_texts(widget: QWidget) -> list[str]:
    """Visible buttons and one-line labels that are narrower or lower than their text."""
    found = []
    for child in widget.findChildren(QWidget):
        if not child.isVisible() or _private(child, widget):
            continue
        if isinstance(child, QAbstractButton) and child.text() and not _scrolled(child, widget):
            hint = child.sizeHint()
            if child.width() < hint.width() or child.height() < hint.height() - 1:
                found.append(f"cut: {child.objectName()} {child.text()!r}")
        elif isinstance(child, QLabel) and child.text() and not child.wordWrap():
            wanted = child.minimumSizeHint()
            if child.width() < wanted.width() or child.height() < wanted.height() - 1:
                found.append(
                    f"cut: {child.objectName()} {child.text()[:40]!r}: {child.width()} × {child.height()} "
                    f"for {wanted.width()} × {wanted.height()}"
                )
    return found


def _own_text(child: QWidget) -> bool:
    return isinstance(child, QAbstractButton) and bool(child.text().strip())


def _scrolled(child: QWidget, widget: QWidget) -> bool:
    parent = child.parentWidget()
    while parent is not None and parent is not widget:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def _private(child: QWidget, widget: QWidget) -> bool:
    """Whether ``child`` is a part of one of Qt's own compound widgets."""
    if isinstance(child, QScrollBar | QHeaderView | QTabBar) or child.objectName().startswith("qt_"):
        return True
    if isinstance(child, QAbstractButton) and isinstance(
        child.parentWidget(), QTableView | QLineEdit | QTabBar
    ):
        return True
    parent = child.parentWidget()
    while parent is not None and parent is not widget:
        if isinstance(parent, QAbstractSpinBox | QComboBox | QCalendarWidget) or (
            isinstance(parent, QAbstractItemView) and isinstance(child, QLineEdit)
        ):
            return True
        parent = parent.parentWidget()
    return False
