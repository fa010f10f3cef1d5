"""« Clore la session »: what prevents it, each line leading to where it is mended; else what it means.

This module must not know how a session is closed.
"""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.minutes import Blocker
from cisp_desktop.application.queries import SessionRow
from cisp_desktop.application.wording import plural
from cisp_desktop.gui.delegates.state_delegate import LeadingLineDelegate
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.closing_dialog import Ui_ClosingDialog
from cisp_desktop.gui.itemmodels.blocker_model import BlockerModel, Role
from cisp_desktop.gui.widgets.fields import fit_dialog


class ClosingDialog(FormDialog):
    """Accepted: close. ``lead`` holds (page, target) when the user chose to mend a line instead."""

    def __init__(
        self,
        session: SessionRow,
        blockers: Sequence[Blocker],
        *,
        decided: int,
        panels: int = 1,
        rectifies: str = "",
        extracts: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``rectifies`` is the number of the minutes that the new ones rectify, empty for none; ``extracts``:
        whether one for each candidate is proposed.
        """
        super().__init__(parent)
        self.form = Ui_ClosingDialog()
        self.form.setupUi(self)
        self.lead: tuple[str, str] | None = None
        self.model = BlockerModel(self)
        self.model.set_blockers(blockers)
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        view = self.form.blockersListView
        view.setModel(self.model)
        view.setItemDelegate(LeadingLineDelegate(view))
        view.clicked.connect(self._on_line_chosen)
        view.activated.connect(self._on_line_chosen)
        view.setVisible(bool(blockers))
        self.form.extractsCheckBox.setVisible(not blockers)
        self.form.extractsCheckBox.setChecked(extracts)
        self.form.acceptButton.setVisible(not blockers)
        self.form.acceptButton.setDefault(not blockers)
        if blockers:
            self._explain_blockers()
        elif rectifies:
            self._explain_rectification(rectifies)
        else:
            self._explain(session, decided, panels)
        self.submitted.connect(self.accept)
        (view if blockers else self.form.acceptButton).setFocus()
        fit_dialog(self)

    @property
    def extracts(self) -> bool:
        """Whether an extract for each candidate is wanted."""
        return self.form.extractsCheckBox.isChecked()

    def _explain_blockers(self) -> None:
        self.form.titleLabel.setText(self.tr("La session ne peut pas encore être close"))
        self.form.textLabel.setText(
            self.tr("{0}. Choisissez une ligne pour aller là où elle se règle.").format(self.model.said)
        )
        self.form.cancelButton.setText(self.tr("&Fermer"))

    def _explain_rectification(self, number: str) -> None:
        title = self.tr("Clore le procès-verbal rectificatif de {0}\u00a0?")
        self.form.titleLabel.setText(title.format(number))
        self.form.acceptButton.setText(self.tr("&Clore le rectificatif"))
        self.form.acceptButton.setAccessibleName(self.tr("Clore le rectificatif"))
        self.form.textLabel.setText(
            self.tr(
                "Le procès-verbal rectificatif reçoit un numéro à lui, dit ce qu’il rectifie et pourquoi, et "
                "chaque membre le signe à son tour.\n\nLe procès-verbal {0} est gardé tel qu’il est signé."
            ).format(number)
        )

    def _explain(self, session: SessionRow, decided: int, panels: int) -> None:
        title = self.tr("Clore la session et établir le procès-verbal {0}\u00a0?")
        shown = session.minutes_number
        if panels > 1:
            title = self.tr("Clore la session et établir ses {0} procès-verbaux, un par jury\u00a0?")
            shown = str(panels)
        self.form.titleLabel.setText(title.format(shown))
        candidates = plural(session.registrations, self.tr("candidat"), self.tr("candidats"))
        decisions = plural(decided, self.tr("décision"), self.tr("décisions"))
        paragraphs = (
            self.tr("{0}, {1} du jury.").format(candidates, decisions),
            self.tr(
                "Le contenu est figé avec son empreinte, le document est certifié par cet espace de travail, "
                "puis chaque membre le signe à son tour."
            ),
            self.tr(
                "Après cela, ni note, ni décision, ni composition du jury ne change plus. Une erreur se "
                "corrige par un procès-verbal rectificatif, et les deux sont gardés."
            ),
        )
        self.form.textLabel.setText("\n\n".join(paragraphs))

    def _on_line_chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.lead = (str(index.data(Role.PAGE)), str(index.data(Role.TARGET)))
            self.reject()
