"""The tree of a certification being edited, and the acts on it: add, move, remove, rename.

Every edit is a step of the desk. This module must not know how a certification is read or saved.
"""

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from cisp_desktop.application import certification_draft as drafts
from cisp_desktop.application.certification_draft import ROOT
from cisp_desktop.gui.certification_desk import CertificationDesk
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.certification_structure import Ui_CertificationStructure
from cisp_desktop.gui.itemmodels.certification_tree_model import CertificationTreeModel, Role
from cisp_desktop.gui.widgets.certification_node import CertificationNode
from cisp_desktop.gui.widgets.editor_tab import EditorTab


class CertificationStructure(EditorTab):
    """Tree at the left; the chosen node and its source at the right."""

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.form = Ui_CertificationStructure()
        self.form.setupUi(self)
        self.node = CertificationNode(self)
        self.form.structureSplitter.addWidget(self.node)
        self.model = CertificationTreeModel(self)
        self.form.structureTreeView.setModel(self.model)
        self.form.structureSplitter.setSizes([460, 620])
        self.form.structureSplitter.restoreState(context.settings.splitter_state("certification"))
        self.form.structureSplitter.splitterMoved.connect(self._on_splitter_moved)
        self._make_add_menu()
        self._connect()

    @property
    def key(self) -> str:
        """The key of the node that is chosen."""
        return str(self.form.structureTreeView.currentIndex().data(Role.KEY) or ROOT)

    def take_desk(self, desk: CertificationDesk | None) -> None:
        """Work on another draft, its first row chosen."""
        self.model.show_draft(None)
        self.node.take_desk(desk)
        super().take_desk(desk)
        self.form.structureTreeView.expandAll()
        self.choose(ROOT)

    def show_draft(self) -> None:
        """Show the draft; the chosen node stays chosen, or the one before it."""
        if self.desk is None:
            return
        self.model.show_draft(self.desk.draft)
        self._show_node()

    def choose(self, key: str) -> None:
        """Choose a node."""
        index = self.model.index_of(key)
        if index.isValid():
            view = self.form.structureTreeView
            view.expand(index.parent())
            view.selectionModel().setCurrentIndex(
                index,
                QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
            )
            view.scrollTo(index)

    # --- composing -----------------------------------------------------------------------------------

    def _make_add_menu(self) -> None:
        menu = QMenu(self.form.addButton)
        self.add_block_action = menu.addAction(self.tr("Un &bloc"), self._on_block_added)
        self.add_competence_action = menu.addAction(self.tr("Une &compétence"), self._on_competence_added)
        self.add_assessment_action = menu.addAction(self.tr("Une &épreuve"), self._on_assessment_added)
        self.form.addButton.setMenu(menu)
        self.form.addButton.setProperty("hasMenu", True)

    def _connect(self) -> None:
        form, icons = self.form, self.context.icons
        icons.set(form.addButton, "plus")
        for button, icon, act in (
            (form.upButton, "arrow-up", self._on_up_asked),
            (form.downButton, "arrow-down", self._on_down_asked),
            (form.removeButton, "trash", self._on_removal_asked),
            (form.undoButton, "arrow-counter-clockwise", self._on_undo_asked),
            (form.redoButton, "arrow-clockwise", self._on_redo_asked),
        ):
            icons.set(button, icon)
            button.clicked.connect(act)
        self._shortcut("Alt+Up", self, self._on_up_asked)
        self._shortcut("Alt+Down", self, self._on_down_asked)
        self._shortcut("Del", form.structureTreeView, self._on_removal_asked)
        self.model.rename_asked.connect(self._on_rename_asked)
        # A drop is still under way when it asks: the rows move once it is over.
        self.model.move_asked.connect(self._on_move_asked, Qt.ConnectionType.QueuedConnection)
        form.structureTreeView.selectionModel().currentChanged.connect(self._on_node_chosen)
        self.node.key_wanted.connect(self.choose)

    def _shortcut(self, keys: str, owner: QWidget, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), owner)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _show_node(self) -> None:
        """Show what is chosen, and what can be done with it."""
        if self.desk is None:
            return
        form, stack = self.form, self.desk.undo_stack
        self.node.show_key(self.key)
        form.undoButton.setEnabled(stack.canUndo())
        form.redoButton.setEnabled(stack.canRedo())
        movable = self.desk.draft.block(self.key) is not None
        for button in (form.upButton, form.downButton, form.removeButton):
            button.setEnabled(movable)
        for action in (self.add_competence_action, self.add_assessment_action):
            action.setEnabled(movable)

    # --- editing ---------------------------------------------------------------------------------------

    def _on_node_chosen(self, current: QModelIndex) -> None:
        if self.desk is not None and current.isValid():
            self.desk.end_step()
            self._show_node()

    def _on_rename_asked(self, key: str, text: str) -> None:
        if self.desk is not None:
            self.desk.apply(self.tr("Texte"), drafts.renamed(self.desk.draft, key, text))

    def _on_block_added(self) -> None:
        if self.desk is not None:
            block = self.desk.draft.block(self.key)
            added, key = drafts.with_new_block(self.desk.draft, after=block.key if block else "")
            self._apply_and_choose(self.tr("Ajout d’un bloc"), added, key)
            self.node.form.blockTitleEdit.setFocus()

    def _on_competence_added(self) -> None:
        self._add_line(self.tr("Ajout d’une compétence"), assessment=False)
        self.node.form.wordingEdit.setFocus()

    def _on_assessment_added(self) -> None:
        self._add_line(self.tr("Ajout d’une épreuve"), assessment=True)
        self.node.form.assessmentTitleEdit.setFocus()

    def _add_line(self, words: str, *, assessment: bool) -> None:
        if self.desk is not None:
            added, key = drafts.with_new_line(self.desk.draft, self.key, assessment=assessment)
            self._apply_and_choose(words, added, key)

    def _on_up_asked(self) -> None:
        self._shift(-1)

    def _on_down_asked(self) -> None:
        self._shift(1)

    def _shift(self, step: int) -> None:
        if self.desk is not None:
            key = self.key
            self._apply_and_choose(self.tr("Déplacement"), drafts.shifted(self.desk.draft, key, step), key)

    def _on_move_asked(self, key: str, block_key: str, position: int) -> None:
        if self.desk is not None:
            moved = drafts.moved(self.desk.draft, key, block_key, position)
            self._apply_and_choose(self.tr("Déplacement"), moved, key)

    def _on_removal_asked(self) -> None:
        if self.desk is None or self.key == ROOT:
            return
        node = self.model.node_of(self.key)
        siblings = node.parent.children if node is not None and node.parent is not None else []
        others = [one for one in siblings if one is not node]
        beside = others[min(node.row, len(others) - 1)] if node is not None and others else None
        above = node.parent.key if node is not None and node.parent is not None else ROOT
        self._apply_and_choose(
            self.tr("Suppression"),
            drafts.without(self.desk.draft, self.key),
            beside.key if beside is not None else above,
        )

    def _apply_and_choose(self, words: str, draft: drafts.CertificationDraft, key: str) -> None:
        if self.desk is not None and self.desk.apply(words, draft):
            self.choose(key)

    def _on_undo_asked(self) -> None:
        if self.desk is not None:
            self.desk.undo_stack.undo()

    def _on_redo_asked(self) -> None:
        if self.desk is not None:
            self.desk.undo_stack.redo()

    def _on_splitter_moved(self) -> None:
        state = self.form.structureSplitter.saveState()
        self.context.settings.set_splitter_state("certification", state)
