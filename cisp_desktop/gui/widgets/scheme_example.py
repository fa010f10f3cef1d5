"""A live example: fictitious marks of three jurors on one block, and what the scheme makes of them.

This module must not know how a scheme is edited or saved.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from PySide6.QtWidgets import QWidget

from cisp_desktop.application.certification_draft import BlockNode, CertificationDraft, CompetenceNode
from cisp_desktop.application.scheme_editing import outside_lines, scored_lines
from cisp_desktop.application.scheme_example import ExampleOutside, ExampleSheet, example_of
from cisp_desktop.application.wording import (
    GLOBAL_LEVEL,
    NOT_EVALUATED_LABEL,
    decimal,
    proposal_words,
    result_words,
)
from cisp_desktop.application.wording_schemes import example_reasons
from cisp_desktop.domain.grading import GradingScheme, ScoringMode, Verdict
from cisp_desktop.gui.forms.scheme_example import Ui_SchemeExample
from cisp_desktop.gui.itemmodels.record_table_model import Cell, Numbers
from cisp_desktop.gui.widgets.drawing import DotState

JURORS = (1, 2, 3)
GLOBAL = "global"
USUAL_POINTS = 12.0
NOT_MARKED = -1
"""What the field of points holds for « non évalué »."""
STATES = {Verdict.VALIDATED: DotState.DONE, Verdict.NOT_VALIDATED: DotState.BLOCKED, None: DotState.WARNING}


class SchemeExample(QWidget):
    """Marks stay while the scheme changes, as far as it still knows them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scheme: GradingScheme | None = None
        self._marks: dict[tuple[str, int], float | None] = {}
        self._outside: dict[str, ExampleOutside] = {}
        self._rows: list[str] = []
        self._items: list[str] = []
        self._words: dict[str, str] = {}
        self.form = Ui_SchemeExample()
        self.form.setupUi(self)
        titles = (self.tr("Ligne"), *(self.tr("Juré {0}").format(number) for number in JURORS))
        widths = dict.fromkeys(JURORS, 74)
        self.form.exampleGrid.compose(titles, self._on_cell_edited, widths=widths, stretch=0, least=120)
        self.form.exampleGrid.level_typed.connect(self._on_level_typed)

    def forget(self) -> None:
        """Drop the marks: another certification is edited."""
        self._marks.clear()
        self._outside.clear()

    def show_block(
        self, draft: CertificationDraft, block: BlockNode | None, scheme: GradingScheme | None
    ) -> None:
        """Show the lines of a block; without a scheme that computes, say that the example waits for one."""
        self._scheme = scheme
        self._items = scored_lines(draft, block) if block is not None else []
        outside = outside_lines(block) if block is not None else []
        self._words = {GLOBAL: GLOBAL_LEVEL}
        for key in self._items:
            node = draft.line(key)
            self._words[key] = (
                node.wording if isinstance(node, CompetenceNode) else node.title if node else ""
            )
        for one in outside:
            self._words[f"outside:{one.key}"] = self.tr("Hors jury : {0}").format(one.title)
        asked = [GLOBAL] if scheme is not None and scheme.global_level_required else []
        self._rows = [*self._items, *asked, *(f"outside:{one.key}" for one in outside)]
        self._show()

    @property
    def result(self) -> str:
        """What is said of the panel's result, for tests and screen readers."""
        return self.form.verdictLabel.text()

    # --- showing -------------------------------------------------------------------------------------

    def _show(self) -> None:
        scheme = self._scheme
        self.form.exampleGrid.takes_figures = scheme is None or scheme.mode is ScoringMode.LEVELS
        if scheme is None or not self._items:
            self.form.exampleGrid.show_lines([])
            waits = self.tr("Corrigez le barème pour voir ce qu’il donne.")
            self._say(waits if scheme is None else self.tr("Ce bloc n’a encore aucune ligne à noter."))
            return
        self.form.exampleGrid.show_lines([self._line(scheme, key) for key in self._rows])
        self._judge(scheme)

    def _say(self, words: str) -> None:
        self.form.verdictDot.set_state(DotState.NONE)
        self.form.verdictDot.hide()
        self.form.verdictLabel.setText(words)
        self.form.reasonLabel.setText("")
        self.form.reasonLabel.hide()

    def _line(self, scheme: GradingScheme, key: str) -> tuple[Cell, ...]:
        name = Cell(self._words[key])
        if key.startswith("outside:"):
            return (name, *self._outside_cells(scheme, key.partition(":")[2]))
        return (name, *(self._mark_cell(scheme, key, number) for number in JURORS))

    def _mark_cell(self, scheme: GradingScheme, key: str, number: int) -> Cell:
        mark = self._mark(scheme, key, number)
        if scheme.mode is ScoringMode.POINTS and key != GLOBAL:
            numbers = Numbers(NOT_MARKED, 20, decimals=1, step=0.5, none=NOT_EVALUATED_LABEL)
            words = decimal(mark) if mark is not None else "–"
            return Cell(words, NOT_MARKED if mark is None else mark, editable=True, numbers=numbers)
        choices = tuple((f"{level.value} · {level.label}", level.value) for level in scheme.levels)
        if key != GLOBAL:
            choices = (*choices, (NOT_EVALUATED_LABEL, NOT_MARKED))
        if mark is None:
            return Cell("–", NOT_MARKED, editable=True, choices=choices)
        level = scheme.levels[int(mark)]
        return Cell(str(level.value), level.value, editable=True, choices=choices, level=level)

    def _outside_cells(self, scheme: GradingScheme, key: str) -> tuple[Cell, ...]:
        known = self._outside.get(key, ExampleOutside(True, Fraction(12)))
        choices = (
            (self.tr("favorable"), True), (self.tr("défavorable"), False), (self.tr("manquant"), None),
        )  # fmt: skip
        words = next(text for text, value in choices if value is known.favourable)
        points = Cell("", muted=True)
        if key in scheme.outside_weights and known.favourable is not None:
            value = float(known.points or 0)
            points = Cell(f"{decimal(value)}/20", value, editable=True, numbers=Numbers(0, 20, 1, step=0.5))
        return (Cell(words, known.favourable, editable=True, choices=choices), points, Cell("", muted=True))

    def _judge(self, scheme: GradingScheme) -> None:
        sheets = [self._sheet(scheme, number) for number in JURORS]
        keys = [row.partition(":")[2] for row in self._rows if row.startswith("outside:")]
        outside = {key: self._outside.get(key, ExampleOutside(True, Fraction(12))) for key in keys}
        missing = {key: ExampleOutside() for key, one in outside.items() if one.favourable is None}
        example = example_of(scheme, self._items, sheets, outside=outside | missing)
        panel = example.panel
        verdict = panel.verdict.value if panel.verdict is not None else None
        self.form.verdictDot.show()
        self.form.verdictDot.set_state(STATES[panel.verdict], proposal_words(verdict))
        self.form.verdictLabel.setText(
            self.tr("{0} · jury {1}").format(proposal_words(verdict), result_words(panel.result))
        )
        each = " · ".join(
            self.tr("juré {0} : {1}").format(number, result_words(sheet.result))
            for number, sheet in zip(JURORS, example.sheets, strict=True)
        )
        self.form.reasonLabel.setText("\n".join([each, *example_reasons(scheme, example)]))
        self.form.reasonLabel.show()

    # --- marks ---------------------------------------------------------------------------------------

    def _mark(self, scheme: GradingScheme, key: str, number: int) -> float | None:
        """Return a mark that the scheme knows; what nobody changed is a mark that passes."""
        usual = USUAL_POINTS if scheme.mode is ScoringMode.POINTS else scheme.global_level_passing
        if key == GLOBAL:
            usual = scheme.global_level_passing
        mark = self._marks.get((self._name(scheme, key), number), usual)
        if mark is None:
            return None
        points = scheme.mode is ScoringMode.POINTS and key != GLOBAL
        return mark if points else min(mark, scheme.levels[-1].value)

    def _name(self, scheme: GradingScheme, key: str) -> str:
        """Levels and points are kept apart: another notation starts from its own marks."""
        return key if key == GLOBAL else f"{scheme.mode.value}:{key}"

    def _sheet(self, scheme: GradingScheme, number: int) -> ExampleSheet:
        marks: dict[str, int | Fraction] = {}
        for key in self._items:
            mark = self._mark(scheme, key, number)
            if mark is not None:
                by_points = scheme.mode is ScoringMode.POINTS
                marks[key] = Fraction(mark).limit_denominator(100) if by_points else int(mark)
        overall = self._mark(scheme, GLOBAL, number) if scheme.global_level_required else None
        return ExampleSheet(marks, None if overall is None else int(overall))

    def _on_cell_edited(self, row: int, column: int, value: Any) -> None:
        key = self._rows[row]
        if key.startswith("outside:"):
            self._give_outside(key.partition(":")[2], column, value)
        else:
            self._give([(row, column)], None if value == NOT_MARKED else value)
        self._show()

    def _on_level_typed(self, level: int | None) -> None:
        scheme = self._scheme
        if scheme is not None and (level is None or level <= scheme.levels[-1].value):
            self._give(self.form.exampleGrid.selected_cells(), level)
            self._show()

    def _give(self, cells: Sequence[tuple[int, int]], mark: float | None) -> None:
        for row, column in cells:
            key = self._rows[row]
            overall_missing = key == GLOBAL and mark is None
            if column in JURORS and not key.startswith("outside:") and not overall_missing and self._scheme:
                self._marks[self._name(self._scheme, key), column] = mark

    def _give_outside(self, key: str, column: int, value: Any) -> None:
        known = self._outside.get(key, ExampleOutside(True, Fraction(12)))
        if column == JURORS[0]:
            self._outside[key] = ExampleOutside(value, known.points)
        else:
            self._outside[key] = ExampleOutside(known.favourable, Fraction(value).limit_denominator(100))
