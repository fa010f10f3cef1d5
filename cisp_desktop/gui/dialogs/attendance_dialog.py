"""Asks what goes with a candidate's coming: the hour, why, the document that shows it.

This module must not know how it is stored, nor what a document holds.
"""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.attending import Coming
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.attendance_dialog import Ui_AttendanceDialog
from cisp_desktop.gui.widgets.fields import fit_dialog, indent_numbers
from cisp_desktop.gui.widgets.flat_text import typed_text
from cisp_desktop.gui.widgets.form_values import FieldValues
from cisp_desktop.gui.widgets.planning_times import qt_time, time_of


class Came(StrEnum):
    """What is said with more than one word."""

    LATE = "LATE"
    EXCUSED = "EXCUSED"
    WITHDRAWN = "WITHDRAWN"


DOCUMENT = "document"
"""The name of the attached document among what is typed: no field of the form has it."""

ATTENDANCES = {
    Came.LATE: Attendance.PRESENT,
    Came.EXCUSED: Attendance.EXCUSED,
    Came.WITHDRAWN: Attendance.WITHDRAWN,
}


class AttendanceDialog(FormDialog):
    """``coming`` is what is said, once ``submitted`` was emitted. ``document_asked`` is « Joindre »;
    ``reading_asked(name, SHA-256)`` is « Lire ».
    """

    document_asked = Signal()
    reading_asked = Signal(str, str)

    def __init__(
        self, candidate: str, came: Came, *, known: Coming, now: datetime, parent: QWidget | None = None
    ) -> None:
        """``known`` is what was said before, on its own day; ``now`` is the hour offered."""
        super().__init__(parent)
        self._came = came
        self._document: tuple[str, str | None] = ("", None)
        self.form = Ui_AttendanceDialog()
        self.form.setupUi(self)
        self.compose(
            self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel,
            fields={
                "attendance.in_future": self.form.hourEdit, "attendance.reason": self.form.excuseEdit,
                "presence.excuse": self.form.excuseEdit, "presence.document": self.form.attachButton,
            },
        )  # fmt: skip
        self._explain(candidate, came)
        same = known.attendance is ATTENDANCES[came]
        hour = (known.arrived_at or known.left_at) if same else None
        self._at = (hour or now).astimezone(now.tzinfo)
        self.form.hourEdit.setTime(qt_time(self._at.time()))
        if same:
            self.form.excuseEdit.setPlainText(known.excuse)
            self._document = known.document_name, known.document_sha256
        self._show_fields(came)
        self._show_document()
        self.form.readButton.clicked.connect(self._on_read_clicked)
        self.form.attachButton.clicked.connect(self.document_asked)
        self.form.removeButton.clicked.connect(self._on_remove_clicked)
        indent_numbers(self)
        fit_dialog(self)

    @property
    def coming(self) -> Coming:
        """What is said."""
        hour = datetime.combine(self._at.date(), time_of(self.form.hourEdit.time()), self._at.tzinfo)
        coming = Coming(ATTENDANCES[self._came])
        if self._came is Came.LATE:
            return replace(coming, arrived_at=hour)
        name, sha256 = self._document
        coming = replace(
            coming, excuse=typed_text(self.form.excuseEdit), document_name=name, document_sha256=sha256
        )
        return coming if self._came is Came.EXCUSED else replace(coming, left_at=hour)

    def attach(self, name: str, sha256: str) -> None:
        """Show the document that was kept."""
        self._document = name, sha256
        self.show_problem("")
        self._show_document()

    def typed(self) -> FieldValues:
        """Return what is typed, and the document that was attached."""
        return {**super().typed(), DOCUMENT: self._document}

    def put_back(self, values: FieldValues) -> None:
        """Fill the form as it was, its document attached again."""
        super().put_back({name: value for name, value in values.items() if name != DOCUMENT})
        name, sha256 = cast(tuple[str, str | None], values[DOCUMENT])
        self._document = name, sha256
        self._show_document()

    def problem(self) -> str:
        """Ask why somebody is excused."""
        wanted = self._came is Came.EXCUSED and not typed_text(self.form.excuseEdit).strip()
        return self.tr("Dites pourquoi ce candidat est excusé.") if wanted else ""

    def _explain(self, candidate: str, came: Came) -> None:
        titles = {
            Came.LATE: self.tr("{0}\u00a0: arrivée en retard"),
            Came.EXCUSED: self.tr("{0}\u00a0: absence excusée"),
            Came.WITHDRAWN: self.tr("{0}\u00a0: retrait pendant la soutenance"),
        }
        intros = {
            Came.LATE: self.tr(
                "Cette personne est évaluée comme les autres\u00a0; l’heure de son arrivée est gardée."
            ),
            Came.EXCUSED: self.tr(
                "Cette personne n’est pas évaluée et garde le droit de se présenter de nouveau."
            ),
            Came.WITHDRAWN: self.tr(
                "Cette personne n’est plus évaluée. Les grilles déjà scellées restent telles quelles."
            ),
        }
        self.form.titleLabel.setText(titles[came].format(candidate))
        self.form.introLabel.setText(intros[came])

    def _show_fields(self, came: Came) -> None:
        form, explained = self.form, came is not Came.LATE
        form.hourLabel.setVisible(came is not Came.EXCUSED)
        form.hourEdit.setVisible(came is not Came.EXCUSED)
        for widget in (
            form.excuseLabel, form.excuseEdit, form.documentCaption, form.documentLabel, form.readButton,
            form.attachButton, form.removeButton,
        ):  # fmt: skip
            widget.setVisible(explained)
        form.excuseEdit.setMaximumHeight(4 * self.fontMetrics().lineSpacing() + 18)

    def _show_document(self) -> None:
        name, _sha256 = self._document
        self.form.documentLabel.setText(name or self.tr("Aucune pièce jointe"))
        for button in (self.form.readButton, self.form.removeButton):
            button.setEnabled(bool(name))

    def _on_read_clicked(self) -> None:
        name, sha256 = self._document
        if sha256 is not None:
            self.reading_asked.emit(name, sha256)

    def _on_remove_clicked(self) -> None:
        self._document = ("", None)
        self._show_document()
