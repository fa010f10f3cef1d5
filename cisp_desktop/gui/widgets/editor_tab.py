"""What the parts of the certification editor have in common: one desk, shown anew after each step.

This module must not know any of them.
"""

from PySide6.QtWidgets import QWidget

from cisp_desktop.gui.certification_desk import CertificationDesk
from cisp_desktop.gui.context import GuiContext


class EditorTab(QWidget):
    """One part of the editor. Edits go through ``desk.apply``; ``show_draft`` follows each of them."""

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.desk: CertificationDesk | None = None

    def take_desk(self, desk: CertificationDesk | None) -> None:
        """Work on another draft; None: on nothing."""
        if self.desk is not None:
            self.desk.changed.disconnect(self.show_draft)
        self.desk = desk
        if desk is not None:
            desk.changed.connect(self.show_draft)
            self.show_draft()

    def show_draft(self) -> None:
        """Show the draft as it stands; called after each step, undone and redone ones too."""
