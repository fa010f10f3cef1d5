"""A dialog with a line for what is wrong: it grows to hold that line, and leads to the field to mend.

This module must not know what is asked, nor what can be wrong.
"""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from cisp_desktop.gui.widgets.fields import keep_whole, make_room

FIELDS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)
"""What something is typed or chosen in."""


class ProblemDialog(QDialog):
    """Never lower than the texts that wrap in it, whatever appears, at any width and size of text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problem_label: QLabel | None = None
        self._faulty: QWidget | None = None
        self._marked: QWidget | None = None

    def set_problem_line(self, label: QLabel) -> None:
        """Take the line that says what is wrong; called once after ``setupUi``."""
        self._problem_label = label
        label.setWordWrap(True)
        self.say_problem("")

    def keep_problem_room(self) -> None:
        """Keep one line free for what is wrong: what lies under it stays where it is."""
        label = self._problem_label
        if label is not None:
            policy = label.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            label.setSizePolicy(policy)
            label.setMinimumHeight(label.fontMetrics().height())

    def forget_problem(self) -> None:
        """Take away what was wrong: it is being mended."""
        if self._problem_label is not None and self._problem_label.text():
            self._unmark()
            self.say_problem("")

    def point_out(self, field: QWidget, text: str) -> str:
        """Return ``text``, what is wrong with ``field``: shown next, it leads there."""
        self._faulty = field
        return text

    def show_problem(self, text: str) -> None:
        """Say what is wrong and lead to the field to mend, else to the one being filled; empty: nothing is.

        A screen reader says it at once, and again on the field.
        """
        field, self._faulty = self._faulty, None
        self._unmark()
        self.say_problem(text)
        if text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
            self._go_to(field or self._field_at_hand(), text)

    def say_problem(self, text: str) -> None:
        """Put ``text`` in the line, and nothing else: the dialog grows, it never shrinks."""
        label = self._problem_label
        if label is None:
            return
        before = label.heightForWidth(label.width()) if not label.isHidden() else 0
        label.setText(text)
        label.setAccessibleName(text)
        label.setVisible(bool(text))
        if text and self.isVisible():
            make_room(self, label, before=before)

    def event(self, event: QEvent) -> bool:
        """Follow what the layout needs when a text appears, or wraps in another width."""
        handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show):
            keep_whole(self)
        return handled

    def _go_to(self, field: QWidget | None, text: str) -> None:
        if field is None:
            return
        self._marked = field
        field.setAccessibleDescription(text)
        field.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(field, QLineEdit):
            field.selectAll()

    def _unmark(self) -> None:
        if self._marked is not None:
            self._marked.setAccessibleDescription("")
            self._marked = None

    def _field_at_hand(self) -> QWidget | None:
        """The one that has the focus, else the first one that can be filled; never a button."""
        focused = self.focusWidget()
        if focused is not None and focused.isEnabled() and not isinstance(focused, QAbstractButton):
            return focused
        return next((one for one in self.findChildren(QWidget) if _can_be_filled(one, self)), None)


def _can_be_filled(widget: QWidget, dialog: QDialog) -> bool:
    if not isinstance(widget, FIELDS) or isinstance(widget.parent(), QComboBox | QAbstractSpinBox):
        return False
    if isinstance(widget, QLineEdit | QPlainTextEdit | QAbstractSpinBox) and widget.isReadOnly():
        return False
    return widget.isVisibleTo(dialog) and widget.isEnabled()
