"""Who owes which dossiers, and the text to send each of them; nothing is sent from here.

The text is a model with blanks; beside it stands what the chosen candidate would read. This module must
not know how a message or a list is written.
"""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from cisp_desktop.application.draft_message import DraftMessage
from cisp_desktop.application.mail_wording import (
    REMINDER_MAIL,
    MailFacts,
    MailModel,
    mail_fields,
    unknown_blanks,
)
from cisp_desktop.application.reminders import Owing, fill_reminder
from cisp_desktop.application.wording import plural, short_day
from cisp_desktop.application.wording_dossiers import kind_list
from cisp_desktop.gui.delegates.state_text_delegate import StateTextDelegate
from cisp_desktop.gui.forms.reminders_dialog import Ui_RemindersDialog
from cisp_desktop.gui.itemmodels.text_table_model import Role, TextLine, TextTableModel
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.flat_text import typed_text
from cisp_desktop.gui.widgets.panels import Tone

MAIL_COLUMN = 2


class RemindersDialog(QDialog):
    """``list_asked`` and ``messages_asked`` are its buttons; ``model`` is the text as it stands."""

    list_asked = Signal()
    messages_asked = Signal()

    def __init__(
        self,
        candidates: Sequence[Owing],
        facts: MailFacts,
        model: MailModel,
        *,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        """``candidates`` are one or more; ``model`` is how the centre words the message."""
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.form = Ui_RemindersDialog()
        self.form.setupUi(self)
        self._candidates = tuple(candidates)
        self._facts = facts
        self._today = today
        self._compose_table()
        self._compose_text(model)
        count = plural(len(candidates), self.tr("candidat à relancer"), self.tr("candidats à relancer"))
        due = facts.due
        day = self.tr("à remettre au plus tard le {0}").format(short_day(due)) if due else ""
        self.form.titleLabel.setText(" · ".join(filter(None, (count, day))))
        self._on_text_changed()
        self.form.candidateTableView.setFocus()
        fit_dialog(self)

    @property
    def text_model(self) -> MailModel:
        """The subject and the text, as edited."""
        return MailModel(self.form.subjectEdit.text(), typed_text(self.form.bodyEdit))

    def messages(self) -> list[tuple[Owing, DraftMessage]]:
        """Return the message of every candidate."""
        model = self.text_model
        return [(one, fill_reminder(model, one, self._facts, today=self._today)) for one in self._candidates]

    def say_done(self, words: str) -> None:
        """Say what was just written."""
        self.form.warningBanner.show_text(Tone.SUCCESS, words)

    def _compose_table(self) -> None:
        titles = (
            self.tr("N° dossier"), self.tr("Candidat"), self.tr("Courriel"), self.tr("Pièces manquantes"),
        )  # fmt: skip
        self.model = TextTableModel(titles, self, state_column=MAIL_COLUMN)
        table = self.form.candidateTableView
        table.setModel(self.model)
        table.setItemDelegateForColumn(MAIL_COLUMN, StateTextDelegate(Role.STATE, table))
        ColumnWidths(table, {0: 110, 1: 200, MAIL_COLUMN: 250}, stretch=3, least=240)
        self.model.show_lines([self._line(one) for one in self._candidates])
        table.setCurrentIndex(self.model.index(0, 0))
        table.selectionModel().currentChanged.connect(self._on_text_changed)

    def _compose_text(self, model: MailModel) -> None:
        form = self.form
        form.subjectEdit.setText(model.subject)
        form.bodyEdit.setPlainText(model.text)
        form.subjectEdit.textChanged.connect(self._on_text_changed)
        form.bodyEdit.textChanged.connect(self._on_text_changed)
        blanks = ", ".join(f"{{{name}}}" for name in mail_fields(REMINDER_MAIL))
        form.hintLabel.setText(self.tr("Remplis pour chaque candidat\u00a0: {0}.").format(blanks))
        for button in (form.copyButton, form.listButton, form.messagesButton):
            button.setAutoDefault(False)
        form.copyButton.clicked.connect(self._on_copy_clicked)
        form.listButton.clicked.connect(self.list_asked)
        form.messagesButton.clicked.connect(self.messages_asked)
        form.closeButton.clicked.connect(self.accept)

    def _line(self, one: Owing) -> TextLine:
        email = one.email or self.tr("sans adresse")
        if one.email and not one.address:
            email = self.tr("{0} (adresse incomplète)").format(one.email)
        state = DotState.NONE if one.address else DotState.WARNING
        return TextLine(one.registration_id, (one.number, one.name, email, kind_list(one.kinds)), state=state)

    def _chosen(self) -> Owing:
        place = self.form.candidateTableView.currentIndex().row()
        return self._candidates[place if 0 <= place < len(self._candidates) else 0]

    def _on_text_changed(self) -> None:
        chosen = self._chosen()
        message = fill_reminder(self.text_model, chosen, self._facts, today=self._today)
        self.form.previewLabel.setText(self.tr("Pour {0}").format(chosen.name))
        self.form.subjectLabel.setText(message.subject)
        self.form.previewEdit.setPlainText(message.text)
        self.form.copyButton.setText(self.tr("&Copier ce texte"))
        self._warn()

    def _warn(self) -> None:
        words = []
        unknown = unknown_blanks(self.text_model, REMINDER_MAIL)
        if unknown:
            names = ", ".join(f"{{{name}}}" for name in unknown)
            words.append(self.tr("Rien ne remplit {0}.").format(names))
        without = sum(not one.address for one in self._candidates)
        if without:
            count = plural(without, self.tr("candidat"), self.tr("candidats"))
            words.append(
                self.tr("{0} sans adresse utilisable\u00a0: à ajouter dans la messagerie.").format(count)
            )
        if not self._facts.sender:
            words.append(self.tr("Le centre n’a pas d’adresse\u00a0: la messagerie mettra la vôtre."))
        tone = Tone.WARNING if unknown or without else Tone.INFO
        self.form.warningBanner.show_text(tone, " ".join(words))

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(typed_text(self.form.previewEdit))
        self.form.copyButton.setText(self.tr("Copié"))
