"""« Accepter toutes les propositions »: names the counts, asks one reason for the refusals, asks once.

This module must not know how a decision is recorded.
"""

from PySide6.QtWidgets import QWidget

from cisp_desktop.application.wording import plural
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.accept_proposals_dialog import Ui_AcceptProposalsDialog
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.flat_text import typed_text


class AcceptProposalsDialog(FormDialog):
    """``reason`` holds the reason of the refusals once accepted; empty leaves the refusals to be decided."""

    def __init__(
        self, validated: int, *, refusals: int, to_deliberate: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.form = Ui_AcceptProposalsDialog()
        self.form.setupUi(self)
        self._validated, self._refusals = validated, refusals
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        self.submitted.connect(self.accept)
        lines = []
        if validated:
            words = plural(validated, self.tr("bloc proposé"), self.tr("blocs proposés"))
            lines.append(self.tr("{0} «\u00a0Validé\u00a0».").format(words))
        if refusals:
            words = plural(refusals, self.tr("bloc proposé"), self.tr("blocs proposés"))
            lines.append(self.tr("{0} «\u00a0Non validé\u00a0».").format(words))
        if to_deliberate:
            words = plural(
                to_deliberate, self.tr("bloc à délibérer reste"), self.tr("blocs à délibérer restent")
            )
            lines.append(self.tr("{0} à décider un par un\u00a0: le barème n’y propose rien.").format(words))
        lines.append(self.tr("Les décisions déjà prises ne changent pas."))
        self.form.countsLabel.setText("\n".join(lines))
        for widget in (self.form.reasonLabel, self.form.reasonEdit, self.form.hintLabel):
            widget.setVisible(refusals > 0)
        self.form.reasonEdit.textChanged.connect(self._show_counts)
        self._show_counts()
        fit_dialog(self)

    @property
    def reason(self) -> str:
        """The reason of the refusals, as typed."""
        return typed_text(self.form.reasonEdit).strip()

    @property
    def count(self) -> int:
        """How many decisions « accept » records."""
        return self._validated + (self._refusals if self.reason else 0)

    def problem(self) -> str:
        """Refuse to record nothing."""
        return (
            ""
            if self.count
            else self.tr("Écrivez le motif des refus\u00a0: sans lui il n’y a rien à enregistrer.")
        )

    def _show_counts(self) -> None:
        self.show_problem("")
        words = plural(self.count, self.tr("décision"), self.tr("décisions"))
        self.form.acceptButton.setText(self.tr("&Enregistrer {0}").format(words))
        if self.reason:
            hint = self.tr("Le même motif vaut pour chaque refus\u00a0; il se change ensuite bloc par bloc.")
        else:
            hint = self.tr("Sans motif, les refus proposés restent à décider.")
        self.form.hintLabel.setText(hint)
