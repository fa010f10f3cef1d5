"""The rules of a grading scheme: threshold, coverage, global level, gap, results judged outside the panel.

Each field is one step of the desk; a reason stands under the field that it is about. This module must not
know levels' looks, lines nor examples.
"""

from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QSpinBox, QWidget

from cisp_desktop.application.scheme_editing import (
    SchemePart,
    SchemeProblem,
    levels_of,
    scheme_data,
    with_scheme,
)
from cisp_desktop.application.wording import sentence
from cisp_desktop.application.wording_schemes import OUTSIDE_HELP, OUTSIDE_RULES
from cisp_desktop.domain.grading import OutsideResults, ScoringMode
from cisp_desktop.gui.certification_desk import CertificationDesk
from cisp_desktop.gui.forms.scheme_rules import Ui_SchemeRules
from cisp_desktop.gui.widgets.fields import indent_numbers
from cisp_desktop.gui.widgets.labels import PlainLabel


class SchemeRules(QWidget):
    """A form over the scheme of the desk's draft."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk: CertificationDesk | None = None
        self.form = Ui_SchemeRules()
        self.form.setupUi(self)
        indent_numbers(self)
        form = self.form
        form.globalComboBox.addItem(self.tr("Exigé de chaque juré"), True)
        form.globalComboBox.addItem(self.tr("Non demandé"), False)
        for rule in OutsideResults:
            form.outsideComboBox.addItem(OUTSIDE_RULES[rule], rule.value)
        self.problem_labels: dict[SchemePart, PlainLabel] = {
            SchemePart.THRESHOLD: form.thresholdProblemLabel,
            SchemePart.COVERAGE: form.coverageProblemLabel,
            SchemePart.ZEROS: form.zerosProblemLabel,
            SchemePart.GLOBAL_LEVEL: form.globalProblemLabel,
            SchemePart.GAP: form.gapProblemLabel,
        }
        self._connect()

    def _connect(self) -> None:
        form = self.form
        form.thresholdSpinBox.valueChanged.connect(self._on_threshold_changed)
        form.coveragePartSpinBox.valueChanged.connect(self._on_coverage_changed)
        form.coverageWholeSpinBox.valueChanged.connect(self._on_coverage_changed)
        form.zerosPartSpinBox.valueChanged.connect(self._on_zeros_changed)
        form.zerosWholeSpinBox.valueChanged.connect(self._on_zeros_changed)
        form.globalComboBox.activated.connect(self._on_global_chosen)
        form.passingComboBox.activated.connect(self._on_passing_chosen)
        form.gapSpinBox.valueChanged.connect(self._on_gap_changed)
        form.outsideComboBox.activated.connect(self._on_outside_chosen)

    def take_desk(self, desk: CertificationDesk | None) -> None:
        """Work on another draft."""
        self._desk = desk

    def show_draft(self, problem: SchemeProblem | None) -> None:
        """Show the draft's rules, and the reason under its field."""
        if self._desk is None:
            return
        form, data = self.form, scheme_data(self._desk.draft)
        by_levels = data["mode"] == ScoringMode.LEVELS
        _show_number(form.thresholdSpinBox, data["threshold"])
        _show_number(form.coveragePartSpinBox, data["least_coverage"][0])
        _show_number(form.coverageWholeSpinBox, data["least_coverage"][1])
        _show_number(form.zerosPartSpinBox, data["most_zeros"][0])
        _show_number(form.zerosWholeSpinBox, data["most_zeros"][1])
        _show_number(form.gapSpinBox, data["wide_gap"])
        _choose(form.globalComboBox, bool(data["global_level_required"]))
        _choose(form.outsideComboBox, str(OutsideResults(data["outside_results"]).value))
        form.outsideHelpLabel.setText(OUTSIDE_HELP[OutsideResults(data["outside_results"])])
        lines = self.tr("des compétences") if by_levels else self.tr("des épreuves")
        form.coverageUnitLabel.setText(lines)
        form.zerosUnitLabel.setText(lines)
        form.gapUnitLabel.setText(
            self.tr("niveaux entre deux jurés") if by_levels else self.tr("points entre deux jurés")
        )
        self._show_levels(data)
        for part, label in self.problem_labels.items():
            words = sentence(problem.error) if problem is not None and problem.part is part else ""
            label.setText(words)
            label.setVisible(bool(words))

    def _show_levels(self, data: dict[str, Any]) -> None:
        """Offer every level but the lowest as the one that passes."""
        if self._desk is None:
            return
        box = self.form.passingComboBox
        box.clear()
        for level in levels_of(self._desk.draft)[1:]:
            box.addItem(self.tr("{0} · {1} ou plus").format(level.value, level.label), level.value)
        _choose(box, data["global_level_passing"])
        eliminatory = bool(data["eliminatory"]) and data["mode"] == ScoringMode.LEVELS
        used = bool(data["global_level_required"]) or eliminatory
        for widget in (box, self.form.passingLabel):
            widget.setVisible(used)

    def _apply(self, words: str, field: str, **fields: Any) -> None:
        if self._desk is not None:
            self._desk.apply(words, with_scheme(self._desk.draft, **fields), field=field)

    def _on_threshold_changed(self, value: float) -> None:
        self._apply(self.tr("Seuil"), "threshold", threshold=round(value, 2))

    def _on_coverage_changed(self) -> None:
        form = self.form
        share = [form.coveragePartSpinBox.value(), form.coverageWholeSpinBox.value()]
        self._apply(self.tr("Part à évaluer"), "coverage", least_coverage=share)

    def _on_zeros_changed(self) -> None:
        form = self.form
        share = [form.zerosPartSpinBox.value(), form.zerosWholeSpinBox.value()]
        self._apply(self.tr("Part au plus bas"), "zeros", most_zeros=share)

    def _on_global_chosen(self) -> None:
        required = bool(self.form.globalComboBox.currentData())
        self._apply(self.tr("Niveau global"), "", global_level_required=required)

    def _on_passing_chosen(self) -> None:
        passing = int(self.form.passingComboBox.currentData())
        self._apply(self.tr("Niveau global qui valide"), "", global_level_passing=passing)

    def _on_gap_changed(self, value: int) -> None:
        self._apply(self.tr("Écart signalé"), "gap", wide_gap=value)

    def _on_outside_chosen(self) -> None:
        rule = str(self.form.outsideComboBox.currentData())
        self._apply(self.tr("Résultats hors jury"), "", outside_results=rule)


def _choose(box: QComboBox, value: object) -> None:
    box.setCurrentIndex(max(box.findData(value), 0))


def _show_number(box: QSpinBox | QDoubleSpinBox, value: float) -> None:
    with QSignalBlocker(box):
        if isinstance(box, QDoubleSpinBox):
            box.setValue(float(value))
        else:
            box.setValue(int(value))
