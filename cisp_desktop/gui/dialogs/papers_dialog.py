"""Which papers of a session to print or to save as files: kinds, candidates, order, copies.

What is not issued yet is told here. This module must not know how papers are printed or written.
"""

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from cisp_desktop.application.paper_batch import (
    BY_HAND,
    MINUTES,
    MOST_COPIES,
    UNASKED,
    Batch,
    BatchChoice,
    BatchPaper,
    chosen_papers,
    counting,
    kind_title,
    left_out_words,
)
from cisp_desktop.gui.forms.papers_dialog import Ui_PapersDialog
from cisp_desktop.gui.itemmodels.tick_model import TickModel
from cisp_desktop.gui.widgets.fields import fit_dialog, indent_numbers
from cisp_desktop.gui.widgets.panels import Tone

_BY_CANDIDATE, _BY_KIND = 0, 1


class Purpose(Enum):
    """What the papers are wanted for."""

    PRINT = auto()
    SAVE = auto()


class PapersDialog(QDialog):
    """Accepted: ``papers`` are those to print or save, each as many times as it has copies."""

    def __init__(self, batch: Batch, purpose: Purpose, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.form = Ui_PapersDialog()
        self.form.setupUi(self)
        self._batch, self._purpose = batch, purpose
        self._compose_lists()
        self._compose_printing()
        self._compose_words()
        self.form.acceptButton.clicked.connect(self.accept)
        self.form.cancelButton.clicked.connect(self.reject)
        self.form.cancelButton.setAutoDefault(False)
        self._show_choice()
        self.form.kindsListView.setFocus()
        fit_dialog(self)

    @property
    def choice(self) -> BatchChoice:
        """What is chosen."""
        form = self.form
        copies = dict.fromkeys(BY_HAND, form.certificatesSpinBox.value())
        copies[MINUTES] = form.minutesSpinBox.value()
        return BatchChoice(
            frozenset(self.kinds.ticked),
            None if self.candidates.all_ticked else frozenset(self.candidates.ticked),
            form.orderComboBox.currentIndex() == _BY_KIND,
            copies if self._purpose is Purpose.PRINT else {},
        )

    @property
    def papers(self) -> list[BatchPaper]:
        """The papers chosen, in order."""
        return chosen_papers(self._batch, self.choice)

    def _compose_lists(self) -> None:
        batch, form = self._batch, self.form
        counts = {kind: sum(one.kind == kind for one in batch.papers) for kind in batch.kinds}
        self.kinds = TickModel(self)
        self.kinds.show_lines(
            [(kind, f"{kind_title(kind)}  ·  {count}") for kind, count in counts.items()],
            [kind for kind in counts if kind not in UNASKED],
        )
        people = {one.number: one.subject for one in batch.papers if one.registration_id}
        self.candidates = TickModel(self)
        self.candidates.show_lines(
            [(number, f"{number}  {name}") for number, name in people.items()], list(people)
        )
        form.kindsListView.setModel(self.kinds)
        form.candidatesListView.setModel(self.candidates)
        for view in (form.kindsListView, form.candidatesListView):
            view.setCurrentIndex(view.model().index(0, 0))
        self.kinds.ticks_changed.connect(self._show_choice)
        self.candidates.ticks_changed.connect(self._on_candidates_ticked)
        form.everybodyCheckBox.clicked.connect(self.candidates.tick_all)
        form.everybodyCheckBox.setEnabled(bool(people))

    def _compose_printing(self) -> None:
        form, kinds = self.form, set(self._batch.kinds)
        form.printingWidget.setVisible(self._purpose is Purpose.PRINT)
        form.minutesSpinBox.setValue(self._batch.originals)
        for box, label, wanted in (
            (form.minutesSpinBox, form.minutesLabel, {MINUTES}),
            (form.certificatesSpinBox, form.certificatesLabel, BY_HAND),
        ):
            box.setMaximum(MOST_COPIES)
            box.valueChanged.connect(self._show_choice)
            for widget in (box, label):
                widget.setVisible(not kinds.isdisjoint(wanted))
        form.orderComboBox.currentIndexChanged.connect(self._show_choice)
        indent_numbers(self)

    def _compose_words(self) -> None:
        form = self.form
        if self._purpose is Purpose.PRINT:
            title, accept = self.tr("Imprimer tous les papiers"), self.tr("A&perçu et impression…")
            hint = self.tr(
                "Un seul travail d’impression. En recto verso, chaque document commence sur une nouvelle "
                "feuille."
            )
        else:
            title, accept = self.tr("Enregistrer tous les PDF"), self.tr("&Enregistrer…")
            hint = self.tr(
                "Dans un dossier, à imprimer sur un autre ordinateur, avec une liste et l’empreinte de "
                "chaque fichier. Ces fichiers ne sont pas chiffrés."
            )
        self.setWindowTitle(title)
        form.titleLabel.setText(title)
        form.acceptButton.setText(accept)
        form.acceptButton.setAccessibleName(accept.replace("&", ""))
        form.hintLabel.setText(hint)

    def _on_candidates_ticked(self) -> None:
        self.form.everybodyCheckBox.setChecked(self.candidates.all_ticked)
        self._show_choice()

    def _show_choice(self) -> None:
        """Say how many papers are chosen, and what is asked for that no batch holds."""
        papers: Sequence[BatchPaper] = self.papers
        self.form.countLabel.setText(
            counting(papers) if papers else self.tr("Aucun document émis dans ce choix.")
        )
        self.form.acceptButton.setEnabled(bool(papers))
        words = left_out_words(self._batch, self.choice)
        self.form.warningBanner.show_text(Tone.WARNING, "\n".join(words))
