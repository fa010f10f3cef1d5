"""Asks why something happens to closed minutes, and who asks for it: reopened, cancelled, rectified.

This module must not know what is done with it.
"""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from cisp_desktop.domain.minutes import Ground
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.minutes_reason_dialog import Ui_MinutesReasonDialog
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.flat_text import typed_text


@dataclass(frozen=True, slots=True)
class Asked:
    """The fixed words of one question; ``accept`` has its mnemonic, ``missing`` asks for the reason.

    ``grounded``: on which ground has to be said as well.
    """

    title: str
    intro: str
    accept: str
    missing: str
    grounded: bool = False


class MinutesReasonDialog(FormDialog):
    """``reason``, ``name`` and ``ground`` hold what is asked, once ``submitted`` was emitted."""

    def __init__(self, asked: Asked, *, name: str = "", parent: QWidget | None = None) -> None:
        """``name`` is who is at the keyboard, if known."""
        super().__init__(parent)
        self._asked = asked
        self.form = form = Ui_MinutesReasonDialog()
        form.setupUi(self)
        self.compose(
            form.acceptButton, form.cancelButton, problem_label=form.problemLabel,
            fields={
                "minutes.ending_reason": form.reasonEdit, "minutes.ending": form.reasonEdit,
                "rectification.reason": form.reasonEdit, "minutes.ended_by": form.nameEdit,
                "rectification.by": form.nameEdit, "session.cancelled_by": form.nameEdit,
                "session.cancelling_reason": form.reasonEdit,
            },
        )  # fmt: skip
        self.setWindowTitle(asked.title)
        form.titleLabel.setText(asked.title)
        form.introLabel.setText(asked.intro)
        form.acceptButton.setText(asked.accept)
        form.acceptButton.setAccessibleName(asked.accept.replace("&", ""))
        form.nameEdit.setText(name)
        grounds: tuple[QWidget, ...] = (
            form.clericalRadioButton, form.clericalLabel, form.decisionRadioButton, form.decisionLabel,
        )  # fmt: skip
        for widget in grounds:
            widget.setVisible(asked.grounded)
        if not asked.grounded:
            (form.reasonEdit if name else form.nameEdit).setFocus()
        fit_dialog(self)

    @property
    def reason(self) -> str:
        """What is typed."""
        return typed_text(self.form.reasonEdit)

    @property
    def name(self) -> str:
        """Who asks."""
        return self.form.nameEdit.text()

    @property
    def ground(self) -> Ground:
        """What is to be mended."""
        return Ground.DECISION if self.form.decisionRadioButton.isChecked() else Ground.CLERICAL

    def problem(self) -> str:
        """Return what is missing."""
        if not self.name.strip():
            return self.point_out(self.form.nameEdit, self.tr("Écrivez qui le demande\u00a0: NOM Prénom."))
        if not self.reason.strip():
            return self.point_out(self.form.reasonEdit, self._asked.missing)
        return ""
