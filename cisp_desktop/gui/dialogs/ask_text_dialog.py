"""Asks for one line of text: a name, a reason.

This module must not know what is done with it.
"""

from PySide6.QtWidgets import QWidget

from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.ask_text_dialog import Ui_AskTextDialog
from cisp_desktop.gui.widgets.fields import fit_dialog


class AskTextDialog(FormDialog):
    """``text`` is what was typed, once ``submitted`` was emitted; it is never blank then."""

    def __init__(
        self,
        title: str,
        *,
        intro: str,
        label: str,
        missing: str,
        accept: str,
        text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """``label`` and ``accept`` are fixed captions with their mnemonics; ``missing`` asks for the text."""
        super().__init__(parent)
        self._missing = missing
        self.form = Ui_AskTextDialog()
        self.form.setupUi(self)
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        self.setWindowTitle(title)
        self.form.titleLabel.setText(title)
        self.form.introLabel.setText(intro)
        self.form.answerLabel.setText(label)
        self.form.answerEdit.setAccessibleName(label.replace("&", ""))
        self.form.answerEdit.setText(text)
        self.form.acceptButton.setText(accept)
        self.form.acceptButton.setAccessibleName(accept.replace("&", ""))
        fit_dialog(self)

    @property
    def text(self) -> str:
        """What is typed."""
        return self.form.answerEdit.text()

    def problem(self) -> str:
        """Ask for the text when there is none."""
        return "" if self.text.strip() else self._missing
