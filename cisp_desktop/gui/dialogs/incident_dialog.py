"""Asks what happened, when, who was there, and what the president decided.

This module must not know how an incident is stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QWidget

from cisp_desktop.application.incidents import IncidentEntry
from cisp_desktop.application.wording_incidents import FRAUD_ADVICE, INCIDENT_KINDS
from cisp_desktop.domain.hearing_log import IncidentKind
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.incident_dialog import Ui_IncidentDialog
from cisp_desktop.gui.widgets.fields import fit_dialog, indent_numbers
from cisp_desktop.gui.widgets.flat_text import typed_text
from cisp_desktop.gui.widgets.planning_times import day_of, qt_day, qt_time, time_of


@dataclass(frozen=True, slots=True)
class Concerned:
    """Somebody whom an incident may concern, and by whose panel that one is heard."""

    registration_id: str
    panel_id: str
    words: str


class IncidentDialog(FormDialog):
    """``entry`` and ``panel_id`` hold what is typed, once ``submitted`` was emitted."""

    follows_juror = True

    def __init__(
        self,
        panels: Sequence[tuple[str, str]],
        candidates: Sequence[Concerned],
        *,
        known: IncidentEntry,
        panel_id: str,
        new: bool,
        parent: QWidget | None = None,
    ) -> None:
        """``panels`` are (id, words); ``candidates`` are offered in this order, after nobody; ``known`` is
        what the fields show at first. A known incident keeps its panel.
        """
        super().__init__(parent)
        self.form = Ui_IncidentDialog()
        self.form.setupUi(self)
        self.compose(
            self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel,
            fields={
                "incident.in_future": self.form.hourEdit, "incident.account": self.form.accountEdit,
                "incident.people": self.form.peopleEdit, "incident.decision": self.form.decisionEdit,
                "incident.other_panel": self.form.candidateComboBox,
            },
        )  # fmt: skip
        self._candidates = candidates
        self._known = known
        for identifier, words in panels:
            self.form.panelComboBox.addItem(words, identifier)
        self.form.panelComboBox.setCurrentIndex(max(self.form.panelComboBox.findData(panel_id), 0))
        for widget in (self.form.panelLabel, self.form.panelComboBox):
            widget.setVisible(len(panels) > 1)
        self.form.panelComboBox.setEnabled(new)
        for kind in IncidentKind:
            self.form.kindComboBox.addItem(INCIDENT_KINDS[kind.value], kind.value)
        self._show(known)
        self.form.panelComboBox.currentIndexChanged.connect(self._on_panel_chosen)
        self.form.kindComboBox.currentIndexChanged.connect(self._on_kind_chosen)
        self._on_kind_chosen()
        indent_numbers(self)
        fit_dialog(self)

    @property
    def panel_id(self) -> str:
        """Whose sitting it is."""
        return str(self.form.panelComboBox.currentData())

    @property
    def entry(self) -> IncidentEntry:
        """What is typed; the hour is this computer's own, the one known where it was not changed."""
        return IncidentEntry(
            IncidentKind(str(self.form.kindComboBox.currentData())),
            self._happened_at(),
            typed_text(self.form.accountEdit),
            self.form.peopleEdit.text(),
            typed_text(self.form.decisionEdit),
            str(self.form.candidateComboBox.currentData()) or None,
        )

    def problem(self) -> str:
        """Return what is missing."""
        if typed_text(self.form.accountEdit).strip():
            return ""
        return self.point_out(self.form.accountEdit, self.tr("Dites ce qui s’est passé."))

    def _show(self, entry: IncidentEntry) -> None:
        self.form.kindComboBox.setCurrentIndex(self.form.kindComboBox.findData(entry.kind.value))
        self.form.dayEdit.setDate(qt_day(entry.happened_at.date()))
        self.form.hourEdit.setTime(qt_time(entry.happened_at.time()))
        self._offer_candidates(entry.registration_id or "")
        self.form.accountEdit.setPlainText(entry.account)
        self.form.peopleEdit.setText(entry.people)
        self.form.decisionEdit.setPlainText(entry.decision)

    def _happened_at(self) -> datetime:
        known = self._known.happened_at
        typed = datetime.combine(day_of(self.form.dayEdit.date()), time_of(self.form.hourEdit.time()))
        if typed == known.replace(second=0, microsecond=0, tzinfo=None):
            return known
        return typed.replace(tzinfo=known.tzinfo)

    def _offer_candidates(self, chosen: str) -> None:
        box = self.form.candidateComboBox
        box.clear()
        box.addItem(self.tr("Toute la session (aucun candidat)"), "")
        for one in self._candidates:
            if one.panel_id == self.panel_id:
                box.addItem(one.words, one.registration_id)
        box.setCurrentIndex(max(box.findData(chosen), 0))

    def _on_panel_chosen(self) -> None:
        self._offer_candidates("")

    def _on_kind_chosen(self) -> None:
        fraud = self.form.kindComboBox.currentData() == IncidentKind.FRAUD.value
        self.form.adviceLabel.setText(FRAUD_ADVICE if fraud else "")
        self.form.adviceLabel.setVisible(fraud)
