"""The message that takes each candidate their papers, as a draft for a mail program; nothing is sent.

The text is a model with blanks; beside it stands what the chosen candidate would read. This module must not
know how a message is written.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from cisp_desktop.application.mail_wording import (
    PAPERS_MAIL,
    MailFacts,
    MailModel,
    mail_fields,
    unknown_blanks,
)
from cisp_desktop.application.paper_batch import BY_HAND, UNASKED, Batch, kind_title
from cisp_desktop.application.paper_mails import (
    Addressee,
    addressees,
    fill_mail,
    kept_back_words,
    mail_kinds,
    shared_addresses,
)
from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.application.wording import plural
from cisp_desktop.gui.delegates.state_text_delegate import StateTextDelegate
from cisp_desktop.gui.forms.mails_dialog import Ui_MailsDialog
from cisp_desktop.gui.itemmodels.text_table_model import Role, TextLine, TextTableModel
from cisp_desktop.gui.itemmodels.tick_model import TickModel
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.flat_text import typed_text
from cisp_desktop.gui.widgets.panels import Tone

MAIL_COLUMN = 2


class MailsDialog(QDialog):
    """``save_asked`` is its button; ``people`` and ``text_model`` are what is chosen and typed."""

    save_asked = Signal()

    def __init__(
        self,
        batch: Batch,
        registrations: Sequence[RegistrationRow],
        facts: MailFacts,
        model: MailModel,
        *,
        parent: QWidget | None = None,
    ) -> None:
        """``model`` is how the centre words the message."""
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.form = Ui_MailsDialog()
        self.form.setupUi(self)
        self._batch, self._registrations, self._facts = batch, tuple(registrations), facts
        self.people: list[Addressee] = []
        title = self.tr("Courriels aux candidats\u00a0: à envoyer de votre messagerie, rien ne part d’ici")
        self.form.titleLabel.setText(title)
        self._compose_kinds()
        self._compose_table()
        self._compose_text(model)
        self._on_kinds_ticked()
        self.form.kindsListView.setFocus()
        fit_dialog(self)

    @property
    def text_model(self) -> MailModel:
        """The subject and the text, as edited."""
        return MailModel(self.form.subjectEdit.text(), typed_text(self.form.bodyEdit))

    def say_done(self, words: str) -> None:
        """Say what was just written."""
        self.form.warningBanner.show_text(Tone.SUCCESS, words)

    def _compose_kinds(self) -> None:
        kinds = mail_kinds(self._batch)
        self.kinds = TickModel(self)
        ticked = [kind for kind in kinds if kind not in UNASKED | BY_HAND]
        self.kinds.show_lines([(kind, kind_title(kind)) for kind in kinds], ticked)
        self.form.kindsListView.setModel(self.kinds)
        self.form.kindsListView.setCurrentIndex(self.kinds.index(0, 0))
        self.kinds.ticks_changed.connect(self._on_kinds_ticked)

    def _compose_table(self) -> None:
        titles = (
            self.tr("N° dossier"), self.tr("Candidat"), self.tr("Courriel"), self.tr("Documents joints"),
        )  # fmt: skip
        self.model = TextTableModel(titles, self, state_column=MAIL_COLUMN)
        table = self.form.candidateTableView
        table.setModel(self.model)
        table.setItemDelegateForColumn(MAIL_COLUMN, StateTextDelegate(Role.STATE, table))
        ColumnWidths(table, {0: 95, 1: 150, MAIL_COLUMN: 225}, stretch=3, least=180)
        table.selectionModel().currentChanged.connect(self._on_text_changed)

    def _compose_text(self, model: MailModel) -> None:
        form = self.form
        form.subjectEdit.setText(model.subject)
        form.bodyEdit.setPlainText(model.text)
        form.subjectEdit.textChanged.connect(self._on_text_changed)
        form.bodyEdit.textChanged.connect(self._on_text_changed)
        blanks = ", ".join(f"{{{name}}}" for name in mail_fields(PAPERS_MAIL))
        words = self.tr(
            "Remplis pour chaque candidat\u00a0: {0}. Attestations de bloc et parchemins, signés à la main, "
            "ne sont joints que si vous les cochez."
        )
        form.hintLabel.setText(words.format(blanks))
        form.saveButton.clicked.connect(self.save_asked)
        form.closeButton.setAutoDefault(False)
        form.closeButton.clicked.connect(self.accept)

    def _on_kinds_ticked(self) -> None:
        """Show who gets which papers."""
        self.people = addressees(self._batch, self._registrations, self.kinds.ticked)
        table = self.form.candidateTableView
        place = max(0, table.currentIndex().row())
        self.model.show_lines([self._line(one) for one in self.people])
        table.setCurrentIndex(self.model.index(min(place, len(self.people) - 1), 0))
        reached = sum(bool(one.address) for one in self.people)
        self.form.countLabel.setText(plural(reached, self.tr("courriel"), self.tr("courriels")))
        self.form.saveButton.setEnabled(bool(reached))
        self._on_text_changed()

    def _line(self, one: Addressee) -> TextLine:
        email = one.email or self.tr("sans adresse")
        if one.email and not one.address:
            email = self.tr("{0} (adresse incomplète)").format(one.email)
        state = DotState.NONE if one.address else DotState.WARNING
        papers = ", ".join(paper.title for paper in one.papers)
        return TextLine(one.registration_id, (one.number, one.name, email, papers), state=state)

    def _on_text_changed(self) -> None:
        """Show what the chosen candidate would read."""
        place = self.form.candidateTableView.currentIndex().row()
        chosen = self.people[place] if 0 <= place < len(self.people) else None
        message = fill_mail(self.text_model, chosen, self._facts) if chosen is not None else None
        self.form.previewLabel.setText(self.tr("Pour {0}").format(chosen.name) if chosen else "")
        self.form.subjectLabel.setText(message.subject if message else "")
        self.form.previewEdit.setPlainText(message.text if message else "")
        self._warn()

    def _warn(self) -> None:
        words = kept_back_words(self._batch, self.kinds.ticked)
        unknown = unknown_blanks(self.text_model, PAPERS_MAIL)
        if unknown:
            names = ", ".join(f"{{{name}}}" for name in unknown)
            words.append(self.tr("Rien ne remplit {0}.").format(names))
        without = [one.number for one in self.people if not one.address]
        if without:
            count = plural(len(without), self.tr("candidat"), self.tr("candidats"))
            words.append(self.tr("{0} sans adresse utilisable, donc sans courriel.").format(count))
        shared = shared_addresses(self.people)
        if shared:
            words.append(self.tr("Plusieurs candidats ont donné l’adresse {0}.").format(", ".join(shared)))
        tone = Tone.WARNING if words else Tone.INFO
        if not self._facts.sender:
            words.append(self.tr("Le centre n’a pas d’adresse\u00a0: la messagerie mettra la vôtre."))
        self.form.warningBanner.show_text(tone, " ".join(words))
