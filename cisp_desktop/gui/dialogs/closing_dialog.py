"""« Clore la session »: what prevents it, each line leading to where it is mended; else what it means.

This module must not know how a session is closed.
"""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.closing_choices import DEFAULTS, MOST_ORIGINALS, Chosen, ClosingChoices
from cisp_desktop.application.minutes_blockers import Blocker
from cisp_desktop.application.queries import RectificationRow, SessionRow
from cisp_desktop.application.wording import plural, sentence
from cisp_desktop.domain.errors import CispError
from cisp_desktop.domain.minutes import Ground
from cisp_desktop.gui.delegates.state_delegate import LeadingLineDelegate
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.closing_dialog import Ui_ClosingDialog
from cisp_desktop.gui.itemmodels.blocker_model import BlockerModel, Role, advice_words
from cisp_desktop.gui.widgets.fields import fit_dialog, indent_numbers


class ClosingDialog(FormDialog):
    """Accepted: close. ``lead`` holds (page, target) when the user chose to mend a line instead."""

    def __init__(
        self,
        session: SessionRow,
        blockers: Sequence[Blocker],
        advice: Sequence[Blocker] = (),
        *,
        decided: int,
        panels: int = 1,
        rectifies: RectificationRow | None = None,
        extracts: bool = False,
        chosen: Chosen = DEFAULTS,
        parent: QWidget | None = None,
    ) -> None:
        """``advice`` is worth knowing and prevents nothing; ``rectifies`` is the rectification that the
        new minutes end, if any; ``extracts``: whether one for each candidate is proposed; ``chosen``:
        what else is.
        """
        super().__init__(parent)
        self.form = Ui_ClosingDialog()
        self.form.setupUi(self)
        self.lead: tuple[str, str] | None = None
        self.model = BlockerModel(self)
        self.model.set_blockers(blockers, advice)
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        view = self.form.blockersListView
        view.setModel(self.model)
        view.setItemDelegate(LeadingLineDelegate(view, leads=Role.PAGE, state=Role.STATE))
        view.clicked.connect(self._on_line_chosen)
        view.activated.connect(self._on_line_chosen)
        view.setVisible(bool(self.model.lines))
        self._propose(chosen, extracts=extracts, possible=not blockers)
        if blockers:
            self._explain_blockers()
        elif rectifies is not None:
            self._explain_rectification(rectifies)
        else:
            self._explain(session, decided, panels, known=advice_words(advice))
        clerical = rectifies is not None and rectifies.ground is Ground.CLERICAL and not blockers
        self.form.certifierLabel.setVisible(clerical)
        self.form.certifierEdit.setVisible(clerical)
        self.submitted.connect(self.accept)
        (view if blockers else self.form.acceptButton).setFocus()
        fit_dialog(self)

    def _propose(self, chosen: Chosen, *, extracts: bool, possible: bool) -> None:
        """Offer what is chosen at a closing, where one is ``possible``."""
        form = self.form
        for offered in (
            form.extractsCheckBox, form.reasonsCheckBox, form.originalsWidget, form.acceptButton,
        ):  # fmt: skip
            offered.setVisible(possible)
        form.acceptButton.setDefault(possible)
        self.form.extractsCheckBox.setChecked(extracts)
        self.form.reasonsCheckBox.setChecked(chosen.reasons)
        self.form.originalsSpinBox.setMaximum(MOST_ORIGINALS)
        self.form.originalsSpinBox.setValue(chosen.originals)
        indent_numbers(self)

    @property
    def extracts(self) -> bool:
        """Whether an extract for each candidate is wanted."""
        return self.form.extractsCheckBox.isChecked()

    @property
    def choices(self) -> ClosingChoices:
        """In how many originals the minutes are done, whether they print the reasons, and who rectifies for
        the certifier.
        """
        return ClosingChoices(
            self.form.originalsSpinBox.value(), self.form.reasonsCheckBox.isChecked(),
            self.form.certifierEdit.text().strip(),
        )  # fmt: skip

    def problem(self) -> str:
        """Return what is wrong with a name that was typed."""
        try:
            self.choices.check()
        except CispError as error:
            return self.point_out(self.form.certifierEdit, sentence(error))
        return ""

    def _explain_blockers(self) -> None:
        self.form.titleLabel.setText(self.tr("La session ne peut pas encore être close"))
        self.form.textLabel.setText(
            (
                self.tr("{0}. Choisissez une ligne pour aller là où elle se règle.")
                if all(line.page for line in self.model.lines)
                else self.tr("{0}.")
            ).format(self.model.said)
        )
        self.form.cancelButton.setText(self.tr("&Fermer"))

    def _explain_rectification(self, rectifies: RectificationRow) -> None:
        number, clerical = rectifies.number, rectifies.ground is Ground.CLERICAL
        title = self.tr("Clore le procès-verbal rectificatif de {0}\u00a0?")
        self.form.titleLabel.setText(title.format(number))
        self.form.acceptButton.setText(self.tr("&Clore le rectificatif"))
        self.form.acceptButton.setAccessibleName(self.tr("Clore le rectificatif"))
        self.form.textLabel.setText(
            self.tr(
                "Le procès-verbal rectificatif reçoit un numéro à lui, dit ce qu’il rectifie et pourquoi. {1}"
                "\n\nLe procès-verbal {0} est gardé tel qu’il est signé."
            ).format(
                number,
                self.tr(
                    "Erreur matérielle\u00a0: la personne qui préside le jury le signe, sans les autres "
                    "membres. Nommez ci-dessous qui rectifie pour le certificateur\u00a0; sans nom, le "
                    "procès-verbal dit que personne n’est nommé pour lui."
                )
                if clerical
                else self.tr("Chaque membre le signe à son tour."),
            )
        )

    def _explain(self, session: SessionRow, decided: int, panels: int, *, known: str) -> None:
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
        told = [*paragraphs, f"{known}."] if known else paragraphs
        self.form.textLabel.setText("\n\n".join(told))

    def _on_line_chosen(self, index: QModelIndex) -> None:
        if index.isValid() and index.data(Role.PAGE):
            self.lead = (str(index.data(Role.PAGE)), str(index.data(Role.TARGET)))
            self.reject()
