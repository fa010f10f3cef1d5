"""Asks a juror for a new own code, or lets the first one be kept.

This module must not know how a code is stored.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.change_code_dialog import Ui_ChangeCodeDialog
from cisp_desktop.gui.widgets.fields import fit_dialog


class ChangeCodeDialog(FormDialog):
    """``old`` and ``new`` hold what was entered; ``kept`` says that the first code is kept.

    ``known_code`` is the code that was typed a moment ago: it is not asked again.
    """

    kept = Signal()
    follows_juror = True

    def __init__(
        self, name: str, *, known_code: str = "", first: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.form = Ui_ChangeCodeDialog()
        self.form.setupUi(self)
        self.compose(
            self.form.acceptButton, self.form.cancelButton,
            problem_label=self.form.problemLabel, wait_bar=self.form.waitBar,
            fields={
                "identity.code.wrong": self.form.oldEdit, "identity.code.too_short": self.form.newEdit,
                "identity.code.too_simple": self.form.newEdit,
            },
        )  # fmt: skip
        text = self.tr("{0}, choisissez un code que personne d’autre ne connaît.").format(name)
        if first:
            text += self.tr(
                " Le premier code vous a été remis par le centre : vous pouvez le garder ou le remplacer."
            )
        self.form.textLabel.setText(text)
        self.form.oldEdit.setText(known_code)
        self.form.oldEdit.setVisible(not known_code)
        self.form.oldLabel.setVisible(not known_code)
        self.form.keepButton.setVisible(first)
        self.form.keepButton.setAutoDefault(False)
        self._first = first
        self.form.newEdit.textChanged.connect(self._choose_default)
        self._choose_default()
        self.form.keepButton.clicked.connect(self.kept)
        (self.form.newEdit if known_code else self.form.oldEdit).setFocus()
        fit_dialog(self)

    @property
    def old(self) -> str:
        """The present code."""
        return self.form.oldEdit.text()

    @property
    def new(self) -> str:
        """The code wanted."""
        return self.form.newEdit.text()

    def _choose_default(self) -> None:
        """Let Return keep the first code until another one is typed."""
        keeps = self._first and not self.new
        (self.form.keepButton if keeps else self.form.acceptButton).setDefault(True)

    def problem(self) -> str:
        """Return what is missing."""
        if not self.old:
            return self.point_out(self.form.oldEdit, self.tr("Tapez votre code actuel."))
        if not self.new:
            return self.point_out(self.form.newEdit, self.tr("Tapez le nouveau code."))
        if self.new != self.form.repeatEdit.text():
            return self.point_out(
                self.form.repeatEdit, self.tr("Les deux saisies diffèrent : retapez la seconde.")
            )
        return ""
