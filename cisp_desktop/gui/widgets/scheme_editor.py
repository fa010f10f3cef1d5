"""The grading scheme of a certification being edited: rules, levels, what each line weighs, a live example.

Every edit is a step of the desk; a scheme that cannot compute is shown with its reason, and saving refuses
it. This module must not know how a certification is saved.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from cisp_desktop.application import scheme_editing as edits
from cisp_desktop.application.certification_draft import BlockNode, CertificationDraft
from cisp_desktop.application.scheme_editing import SchemePart, SchemeProblem
from cisp_desktop.application.scheme_presets import PRESET_NAMES, SchemePreset
from cisp_desktop.application.wording import sentence
from cisp_desktop.application.wording_schemes import MODES
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.grading import LevelColour, LevelShape, ScoringMode
from cisp_desktop.gui.certification_desk import CertificationDesk
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.scheme_editor import Ui_SchemeEditor
from cisp_desktop.gui.widgets.editor_tab import EditorTab
from cisp_desktop.gui.widgets.scheme_example import SchemeExample
from cisp_desktop.gui.widgets.scheme_rules import SchemeRules
from cisp_desktop.gui.widgets.scheme_tables import (
    LevelColumn,
    LineColumn,
    block_names,
    level_cells,
    level_titles,
    line_cells,
    line_titles,
    shown_lines,
)

PERCENT = 100


class SchemeEditor(EditorTab):
    """Three pages at the left, the example at the right; both look at the same block."""

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._block_key = ""
        self.form = Ui_SchemeEditor()
        self.form.setupUi(self)
        self.rules = SchemeRules(self)
        self.form.schemeTabWidget.insertTab(0, self.rules, "")
        self.form.schemeTabWidget.setCurrentIndex(0)
        self.form.schemeTabWidget.tabBar().setProperty("kind", "compact")
        self.example = SchemeExample(self)
        self.form.schemeSplitter.addWidget(self.example)
        self.form.schemeSplitter.setSizes([620, 460])
        for mode, words in MODES.items():
            self.form.modeComboBox.addItem(words, mode.value)
        self._compose_tables()
        self._make_presets()
        self.form.descriptorEdit.least_lines = 1
        self._connect()

    def take_desk(self, desk: CertificationDesk | None) -> None:
        """Work on another draft, its first block shown."""
        self._block_key = ""
        self.rules.take_desk(desk)
        self.example.forget()
        super().take_desk(desk)

    def set_read_only(self) -> None:
        """Only look: nothing of the scheme can be changed, the example still can."""
        form = self.form
        form.levelTable.model().read_only = form.lineTable.model().read_only = True
        form.descriptorEdit.setReadOnly(True)
        for widget in (form.modeComboBox, form.presetButton, self.rules.form.scrollContents):
            widget.setEnabled(False)
        for tool in (form.addLevelButton, form.levelUpButton, form.levelDownButton, form.removeLevelButton):
            tool.hide()
        form.presetButton.hide()

    def show_draft(self) -> None:
        """Show the draft's scheme, what is wrong with it, and what the example gives."""
        if self.desk is None:
            return
        draft, form = self.desk.draft, self.form
        data, problem = edits.scheme_data(draft), edits.scheme_problem(draft)
        form.modeComboBox.setCurrentIndex(form.modeComboBox.findData(str(ScoringMode(data["mode"]).value)))
        self.rules.show_draft(problem)
        self._show_blocks(draft)
        form.levelTable.show_lines(level_cells(draft))
        self._show_descriptor()
        block = self._block()
        form.lineTable.show_lines(line_cells(draft, block) if block is not None else [])
        self._show_problem(problem)
        self.example.show_block(draft, block, None if problem is not None else edits.scheme_of(draft))

    # --- composing -----------------------------------------------------------------------------------

    def _compose_tables(self) -> None:
        form = self.form
        form.levelTable.compose(
            level_titles(), self._on_level_edited,
            widths={LevelColumn.WORTH: 76, LevelColumn.SHAPE: 164, LevelColumn.COLOUR: 124},
            stretch=LevelColumn.LABEL,
        )  # fmt: skip
        form.lineTable.compose(
            line_titles(), self._on_line_edited,
            widths={LineColumn.WEIGHT: 68, LineColumn.FLOOR: 84, LineColumn.ELIMINATORY: 100,
                    LineColumn.OUTSIDE: 84},
            stretch=LineColumn.LINE, least=180,
        )  # fmt: skip
        form.levelTable.selectionModel().currentRowChanged.connect(self._show_descriptor)
        form.descriptorEdit.edited.connect(self._on_descriptor_edited)

    def _make_presets(self) -> None:
        menu = QMenu(self.form.presetButton)
        self.preset_actions = {chosen: menu.addAction(words) for chosen, words in PRESET_NAMES.items()}
        for chosen, action in self.preset_actions.items():
            action.setData(chosen.value)
        menu.triggered.connect(self._on_preset_asked)
        self.form.presetButton.setMenu(menu)

    def _connect(self) -> None:
        form, icons = self.form, self.context.icons
        form.modeComboBox.activated.connect(self._on_mode_chosen)
        form.lineBlockComboBox.activated.connect(self._on_line_block_chosen)
        self.example.form.exampleBlockComboBox.activated.connect(self._on_example_block_chosen)
        icons.set(form.addLevelButton, "plus")
        for button, icon, act in (
            (form.addLevelButton, "plus", self._on_level_added),
            (form.levelUpButton, "arrow-up", self._on_level_up),
            (form.levelDownButton, "arrow-down", self._on_level_down),
            (form.removeLevelButton, "trash", self._on_level_removed),
        ):
            icons.set(button, icon)
            button.clicked.connect(act)
        for keys, act in (
            ("Alt+Up", self._on_level_up), ("Alt+Down", self._on_level_down), ("Del", self._on_level_removed),
        ):  # fmt: skip
            form.levelTable.add_key(keys, act)

    def _block(self) -> BlockNode | None:
        if self.desk is None:
            return None
        blocks = self.desk.draft.blocks
        return next((block for block in blocks if block.key == self._block_key), next(iter(blocks), None))

    def _show_blocks(self, draft: CertificationDraft) -> None:
        block = self._block()
        for box in (self.form.lineBlockComboBox, self.example.form.exampleBlockComboBox):
            box.clear()
            for one, words in zip(draft.blocks, block_names(draft.blocks), strict=True):
                box.addItem(words, one.key)
            box.setCurrentIndex(box.findData(block.key) if block is not None else -1)
            box.setEnabled(bool(draft.blocks))

    def _show_descriptor(self) -> None:
        """Show what the level chosen asks for, of the first one while none is chosen."""
        if self.desk is None:
            return
        levels = edits.levels_of(self.desk.draft)
        level = levels[min(max(self.form.levelTable.row, 0), len(levels) - 1)]
        words = self.tr("Descripteur du niveau {0} (facultatif)").format(level.value)
        self.form.descriptorLabel.setText(words)
        self.form.descriptorEdit.setAccessibleName(words)
        self.form.descriptorEdit.show_text(level.descriptor)

    def _show_problem(self, problem: SchemeProblem | None) -> None:
        """Say the reason where it is mended, and name the page that it is on."""
        form, part = self.form, problem.part if problem is not None else None
        names = (self.tr("Règles"), self.tr("Niveaux"), self.tr("Poids et planchers"))
        wrong = (part in self.rules.problem_labels, part is SchemePart.LEVELS, part is SchemePart.LINES)
        for index, (name, is_wrong) in enumerate(zip(names, wrong, strict=True)):
            words = self.tr("{0} · à corriger").format(name) if is_wrong else name
            form.schemeTabWidget.setTabText(index, words)
        for label, is_wrong in zip((form.levelsProblemLabel, form.linesProblemLabel), wrong[1:], strict=True):
            label.setText(sentence(problem.error) if problem is not None and is_wrong else "")
            label.setVisible(is_wrong)

    # --- editing ---------------------------------------------------------------------------------------

    def _apply(self, words: str, edit: Callable[[CertificationDraft], CertificationDraft]) -> bool:
        """Take one step; a refusal is said above the levels, and nothing changes."""
        if self.desk is None:
            return False
        try:
            edited = edit(self.desk.draft)
        except RuleError as error:
            self.form.levelsProblemLabel.setText(sentence(error))
            self.form.levelsProblemLabel.show()
            return False
        return self.desk.apply(words, edited)

    def _on_mode_chosen(self) -> None:
        mode = ScoringMode(self.form.modeComboBox.currentData())
        self._apply(self.tr("Notation"), lambda draft: edits.with_mode(draft, mode))

    def _on_preset_asked(self, action: QAction) -> None:
        chosen = SchemePreset(action.data())
        if self.context.messages.confirm(
            self,
            self.tr("Remplacer le barème ?"),
            text=self.tr("« {0} » remplace tout le barème : niveaux, seuil, poids et planchers.").format(
                PRESET_NAMES[chosen]
            ),
            accept=self.tr("Remplacer"),
        ):
            self._apply(self.tr("Modèle de barème"), lambda draft: edits.with_preset(draft, chosen))

    def _on_level_edited(self, row: int, column: int, value: Any) -> None:
        fields: dict[str, Any] = {
            LevelColumn.LABEL: {"label": value},
            LevelColumn.WORTH: {"worth": None if value == row else value},
            LevelColumn.SHAPE: {"shape": LevelShape(value) if column == LevelColumn.SHAPE else None},
            LevelColumn.COLOUR: {"colour": LevelColour(value) if column == LevelColumn.COLOUR else None},
        }[LevelColumn(column)]
        self._apply(self.tr("Niveau"), lambda draft: edits.with_level(draft, row, **fields))

    def _on_descriptor_edited(self, text: str) -> None:
        if self.desk is None:
            return
        row = max(self.form.levelTable.row, 0)
        try:
            edited = edits.with_level(self.desk.draft, row, descriptor=text)
        except RuleError as error:
            self.form.levelsProblemLabel.setText(sentence(error))
            self.form.levelsProblemLabel.show()
            return
        self.desk.apply(self.tr("Descripteur"), edited, field=f"descriptor {row}")

    def _on_level_added(self) -> None:
        label = self.tr("Nouveau niveau")
        if self._apply(self.tr("Ajout d’un niveau"), lambda draft: edits.with_new_level(draft, label)):
            self.form.levelTable.choose(self.form.levelTable.model().rowCount() - 1)
            self.form.levelTable.setFocus()

    def _on_level_removed(self) -> None:
        row = self.form.levelTable.row
        if row >= 0 and not self.form.levelTable.model().read_only:
            self._apply(self.tr("Retrait d’un niveau"), lambda draft: edits.without_level(draft, row))

    def _on_level_up(self) -> None:
        self._shift_level(-1)

    def _on_level_down(self) -> None:
        self._shift_level(1)

    def _shift_level(self, step: int) -> None:
        table = self.form.levelTable
        row = table.row
        if row >= 0 and not table.model().read_only and self._apply(
            self.tr("Ordre des niveaux"), lambda draft: edits.shifted_level(draft, row, step)
        ):  # fmt: skip
            table.choose(row + step, table.currentIndex().column())

    def _on_line_edited(self, row: int, column: int, value: Any) -> None:
        block = self._block()
        if self.desk is None or block is None:
            return
        key = shown_lines(self.desk.draft, block)[row]
        if column == LineColumn.ELIMINATORY:
            self._apply(
                self.tr("Ligne éliminatoire"),
                lambda draft: edits.with_eliminatory(draft, key, eliminatory=bool(value)),
            )
            return
        part, stored = {
            LineColumn.WEIGHT: ("weights", None if value == 1 else value),
            LineColumn.FLOOR: ("floors", value or None),
            LineColumn.OUTSIDE: ("outside_weights", value / PERCENT if value else None),
        }[LineColumn(column)]
        self._apply(self.tr("Poids"), lambda draft: edits.with_line_value(draft, part, key, stored))

    def _on_line_block_chosen(self) -> None:
        self._show_block(str(self.form.lineBlockComboBox.currentData()))

    def _on_example_block_chosen(self) -> None:
        self._show_block(str(self.example.form.exampleBlockComboBox.currentData()))

    def _show_block(self, key: str) -> None:
        self._block_key = key
        self.show_draft()
