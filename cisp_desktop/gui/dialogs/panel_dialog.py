"""Asks for a panel's name and room.

This module must not know how a panel is stored.
"""

from PySide6.QtWidgets import QWidget

from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.panel_dialog import Ui_PanelDialog
from cisp_desktop.gui.widgets.fields import fit_dialog


class PanelDialog(FormDialog):
    """``name`` and ``room`` hold what was typed once ``submitted`` was emitted; both may be empty."""

    def __init__(self, title: str, *, name: str = "", room: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Ui_PanelDialog()
        self.form.setupUi(self)
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        self.form.titleLabel.setText(title)
        self.form.nameEdit.setText(name)
        self.form.roomEdit.setText(room)
        fit_dialog(self)

    @property
    def name(self) -> str:
        """The panel's own name."""
        return self.form.nameEdit.text()

    @property
    def room(self) -> str:
        """Where it sits."""
        return self.form.roomEdit.text()
