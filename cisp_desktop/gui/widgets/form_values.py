"""What is typed in a form, read and put back by the names of its fields.

Secret fields are never read. This module must not know any form.
"""

from collections.abc import Mapping

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QDateTimeEdit,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from cisp_desktop.gui.widgets.flat_text import typed_text

FieldValues = Mapping[str, object]


def values_of(form: QWidget) -> dict[str, object]:
    """Return the value of each named field, in the order in which the form made them."""
    return {field.objectName(): _value(field) for field in _fields(form)}


def put_back(form: QWidget, values: FieldValues) -> None:
    """Fill the fields as ``values_of`` found them; a choice that is not offered any more stays as it is."""
    for field in _fields(form):
        if field.objectName() in values:
            _fill(field, values[field.objectName()])


def _fields(form: QWidget) -> list[QWidget]:
    kinds = (QComboBox, QDateTimeEdit, QLineEdit, QPlainTextEdit, QAbstractButton)
    return [one for one in form.findChildren(QWidget) if isinstance(one, kinds) and _keeps(one)]


def _keeps(field: QWidget) -> bool:
    """Whether a field is one of the form's own, and not secret."""
    if not field.objectName() or isinstance(field.parent(), QComboBox | QAbstractSpinBox):
        return False
    if isinstance(field, QLineEdit):
        return field.echoMode() is QLineEdit.EchoMode.Normal
    return not isinstance(field, QAbstractButton) or field.isCheckable()


def _value(field: QWidget) -> object:
    if isinstance(field, QComboBox):
        return field.currentData()
    if isinstance(field, QDateTimeEdit):
        return field.dateTime()
    if isinstance(field, QLineEdit):
        return field.text()
    if isinstance(field, QPlainTextEdit):
        return typed_text(field)
    return isinstance(field, QAbstractButton) and field.isChecked()


def _fill(field: QWidget, value: object) -> None:
    if isinstance(field, QComboBox):
        place = field.findData(value)
        if place >= 0:
            field.setCurrentIndex(place)
    elif isinstance(field, QDateTimeEdit):
        field.setDateTime(value)  # type: ignore[arg-type]  # its own, as read
    elif isinstance(field, QLineEdit):
        field.setText(str(value))
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(str(value))
    elif isinstance(field, QAbstractButton):
        field.setChecked(bool(value))
