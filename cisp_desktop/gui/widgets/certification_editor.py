"""The editor of one certification: its parts as tabs over one draft, and Ctrl+Z within the draft.

This module must not know how a draft is saved.
"""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.certification_draft import CertificationDraft
from cisp_desktop.gui.certification_desk import CertificationDesk
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.certification_editor import Ui_CertificationEditor
from cisp_desktop.gui.widgets.certification_structure import CertificationStructure
from cisp_desktop.gui.widgets.editor_tab import EditorTab
from cisp_desktop.gui.widgets.panel_rules_editor import PanelRulesEditor
from cisp_desktop.gui.widgets.panels import Tone
from cisp_desktop.gui.widgets.scheme_editor import SchemeEditor


class CertificationEditor(QWidget):
    """Hosts the parts; ``modified`` follows each step. Other parts are added with ``add_part``."""

    modified = Signal()

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.desk: CertificationDesk | None = None
        self.form = Ui_CertificationEditor()
        self.form.setupUi(self)
        self._parts: list[EditorTab] = []
        self.structure = CertificationStructure(context, self)
        self.scheme = SchemeEditor(context, self)
        self.panel_rules = PanelRulesEditor(context, self)
        self.add_part(self.structure, self.tr("Fiche et blocs"))
        self.add_part(self.scheme, self.tr("Barème"))
        self.add_part(self.panel_rules, self.tr("Règles du jury"))

    def add_part(self, part: EditorTab, title: str) -> None:
        """Add a part; the bar of tabs shows from the second one on."""
        self._parts.append(part)
        self.form.partTabWidget.addTab(part, title)

    def open(self, draft: CertificationDraft, *, notice: str = "") -> None:
        """Edit a draft; ``notice`` says what saving it will do."""
        self.close_draft()
        self.desk = CertificationDesk(draft, self)
        self.desk.changed.connect(self.modified)
        for part in self._parts:
            part.take_desk(self.desk)
        self.form.partTabWidget.setCurrentIndex(0)
        self.form.stateBanner.show_text(Tone.INFO, notice)

    def close_draft(self) -> None:
        """Forget the draft."""
        for part in self._parts:
            part.take_desk(None)
        if self.desk is not None:
            self.desk.deleteLater()
            self.desk = None

    def event(self, event: QEvent) -> bool:
        """Claim Ctrl+Z and Ctrl+Y before the window does: here they concern the draft alone."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and _step(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo or redo one step of the draft."""
        step = _step(event)
        if step and self.desk is not None:
            stack = self.desk.undo_stack
            if step < 0:
                stack.undo()
            else:
                stack.redo()
            return
        super().keyPressEvent(event)


def _step(event: QKeyEvent) -> int:
    """Return -1 for « undo », 1 for « redo », 0 for any other key."""
    if event.matches(QKeySequence.StandardKey.Undo):
        return -1
    pressed = QKeySequence(event.keyCombination())
    return int(pressed in (QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")))
