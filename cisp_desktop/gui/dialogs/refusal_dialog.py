"""A member refuses to sign, or thinks better of it: whose code says so, and why.

This module must not know how a code is checked, nor what is done with it.
"""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cisp_desktop.application.queries import SignatureRow
from cisp_desktop.application.wording import role_name
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.refusal_dialog import Ui_RefusalDialog
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.flat_text import typed_text


class RefusalDialog(FormDialog):
    """``by_seat_id``, ``code`` and ``reason`` hold what was entered once ``submitted`` was emitted."""

    def __init__(
        self, number: str, member: SignatureRow, recorders: Sequence[SignatureRow], *,
        withdraws: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """``recorders`` are those whose code says so, the member first; ``withdraws``: the refusal that
        stands is taken back, and no reason is asked.
        """
        super().__init__(parent)
        self._member, self._withdraws = member, withdraws
        self._names = {row.seat_id: row.name for row in recorders}
        self.form = form = Ui_RefusalDialog()
        form.setupUi(self)
        self.compose(
            form.acceptButton, form.cancelButton, problem_label=form.problemLabel, wait_bar=form.waitBar,
            fields={
                "identity.code.wrong": form.codeEdit, "minutes.refusal_by_other": form.memberComboBox,
                "minutes.refusal_reason": form.reasonEdit, "minutes.refusal": form.reasonEdit,
            },
        )  # fmt: skip
        self._word(number)
        for widget in (form.reasonLabel, form.reasonEdit):
            widget.setVisible(not withdraws)
        for row in recorders:
            form.memberComboBox.addItem(f"{row.name} · {role_name(row.role, sex=row.sex)}", row.seat_id)
        form.memberComboBox.currentIndexChanged.connect(self._on_recorder_changed)
        self._on_recorder_changed()
        form.codeEdit.setFocus()
        fit_dialog(self)

    def _word(self, number: str) -> None:
        form, name = self.form, self._member.name
        if self._withdraws:
            title = self.tr("Retirer le refus de {0}\u00a0?").format(name)
            intro = self.tr(
                "Sa signature sera de nouveau attendue. Le refus et son motif restent au journal et dans les "
                "versions du procès-verbal {0}."
            )
            accept = self.tr("&Retirer le refus")
        else:
            title = self.tr("{0} refuse de signer").format(name)
            intro = self.tr(
                "Le refus et son motif sont gardés avec le procès-verbal {0} et au journal, même s’il est "
                "retiré ensuite, ce qui se peut tant que le procès-verbal n’est pas complet."
            )
            accept = self.tr("Noter &le refus")
        self.setWindowTitle(title)
        form.titleLabel.setText(title)
        form.introLabel.setText(intro.format(number))
        form.acceptButton.setText(accept)
        form.acceptButton.setAccessibleName(accept.replace("&", ""))

    @property
    def by_seat_id(self) -> str:
        """Whose code is typed."""
        return str(self.form.memberComboBox.currentData() or "")

    @property
    def code(self) -> str:
        """The code as typed."""
        return self.form.codeEdit.text()

    @property
    def reason(self) -> str:
        """What is typed."""
        return typed_text(self.form.reasonEdit)

    def problem(self) -> str:
        """Return what is missing."""
        if not self.code:
            who = self._names.get(self.by_seat_id, "")
            return self.point_out(self.form.codeEdit, self.tr("{0} tape ici son code personnel.").format(who))
        if not self._withdraws and not self.reason.strip():
            return self.point_out(self.form.reasonEdit, self.tr("Écrivez le motif du refus."))
        return ""

    def _on_recorder_changed(self) -> None:
        """Another member: nothing of the first one's code stays."""
        form, seat_id = self.form, self.by_seat_id
        form.codeEdit.clear()
        text = self.tr(
            "Pour un membre parti, ou qui ne tape rien. Le journal dira «\u00a0saisi par {0}\u00a0»."
        )
        form.enteredLabel.setText(text.format(self._names.get(seat_id, "")))
        form.enteredLabel.setVisible(seat_id != self._member.seat_id)
