"""Files found, before anything is stored: what each is and why, for whom and as what it will be taken.

This module must not know how a file is read or stored.
"""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QDialog, QHeaderView, QWidget

from cisp_desktop.application.folder_import import FileState, FolderReview
from cisp_desktop.application.services import FoundFile
from cisp_desktop.application.wording import DOSSIER_KINDS, plural
from cisp_desktop.application.wording_dossiers import FILE_STATES
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.gui.delegates.choice_delegate import ChoiceDelegate
from cisp_desktop.gui.delegates.state_text_delegate import StateTextDelegate
from cisp_desktop.gui.forms.assign_dossiers_dialog import Ui_AssignDossiersDialog
from cisp_desktop.gui.itemmodels.found_file_model import (
    Column,
    FileLine,
    FoundFileModel,
    Role,
)
from cisp_desktop.gui.itemmodels.line_filter import LineFilter
from cisp_desktop.gui.session_data import SessionData, name_of
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.panels import Tone

MEASURED_LINES = 300
"""Beyond, rows keep one height: measuring them all would freeze the window."""

Index = QModelIndex | QPersistentModelIndex


class AssignDossiersDialog(QDialog):
    """``taken`` are the files to store once it was accepted."""

    def __init__(
        self, review: FolderReview, data: SessionData, *, source: str, parent: QWidget | None = None
    ) -> None:
        """``source`` names the folder, or says that the files were chosen one by one."""
        super().__init__(parent)
        self.form = Ui_AssignDossiersDialog()
        self.form.setupUi(self)
        self._candidates = [(f"{row.number}   {name_of(row)}", row.id) for row in data.registrations]
        shown = set(data.kinds_shown())
        kinds = [*data.kinds_shown(), *(kind for kind in DossierKind if kind not in shown)]
        self._kinds = [(DOSSIER_KINDS[kind], kind.value) for kind in kinds]
        names = {candidate_id: name for name, candidate_id in self._candidates}
        self.model = FoundFileModel(review, names=names, parent=self)
        self.filter = LineFilter(self.model.searched, state=self.model.state_at, parent=self)
        self.filter.setSortRole(Role.SORT)
        self.filter.setSourceModel(self.model)
        count = plural(len(review.files), self.tr("fichier"), self.tr("fichiers"))
        self.form.titleLabel.setText(self.tr("{0} : {1}").format(source, count))
        self._compose_table()
        self._compose_tools()
        self._on_counted()
        self._on_lines_chosen()
        self.form.fileTableView.setFocus()
        fit_dialog(self)

    @property
    def taken(self) -> list[FileLine]:
        """The files to store: ticked and assigned."""
        return self.model.taken

    def chosen_rows(self) -> list[int]:
        """Return the lines of the model in which a cell is selected."""
        indexes = self.form.fileTableView.selectionModel().selectedIndexes()
        return sorted({self.filter.mapToSource(index).row() for index in indexes})

    def _compose_table(self) -> None:
        view = self.form.fileTableView
        view.setModel(self.filter)
        view.setItemDelegateForColumn(Column.STATE, StateTextDelegate(Role.STATE, view))
        view.setItemDelegateForColumn(
            Column.CANDIDATE, ChoiceDelegate(self._candidate_choices, state_role=Role.STATE, parent=view)
        )
        view.setItemDelegateForColumn(
            Column.KIND, ChoiceDelegate(self._kind_choices, state_role=Role.STATE, parent=view)
        )
        view.setItemDelegateForColumn(Column.REMARK, StateTextDelegate(Role.STATE, view))
        view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        widths: dict[int, int] = {
            Column.FILE: 240, Column.STATE: 148, Column.CANDIDATE: 220, Column.KIND: 176,
        }  # fmt: skip
        ColumnWidths(view, widths, stretch=Column.REMARK, least=260)
        if self.model.rowCount() <= MEASURED_LINES:
            view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        if self.model.rowCount():
            view.setCurrentIndex(self.filter.index(0, Column.FILE))
        view.selectionModel().selectionChanged.connect(self._on_lines_chosen)

    def _compose_tools(self) -> None:
        form = self.form
        form.stateComboBox.addItem("", "")
        for state in FileState:
            form.stateComboBox.addItem("", state.value)
        form.stateComboBox.currentIndexChanged.connect(self._on_state_wanted)
        form.searchEdit.search_changed.connect(self.filter.set_wanted)
        form.searchEdit.listen(self)
        form.candidateComboBox.addItem(self.tr("Candidat inchangé"), "")
        for name, candidate_id in self._candidates:
            form.candidateComboBox.addItem(name, candidate_id)
        form.kindComboBox.addItem(self.tr("Pièce inchangée"), "")
        for words, kind in self._kinds:
            form.kindComboBox.addItem(words, kind)
        for box in (form.candidateComboBox, form.kindComboBox):
            box.currentIndexChanged.connect(self._on_lines_chosen)
        for button in (form.applyButton, form.asideButton, form.acceptButton, form.cancelButton):
            button.setAutoDefault(False)
        form.applyButton.clicked.connect(self._on_apply_clicked)
        form.asideButton.clicked.connect(self._on_aside_clicked)
        form.acceptButton.clicked.connect(self.accept)
        form.cancelButton.clicked.connect(self.reject)
        self.model.counted.connect(self._on_counted)

    def _candidate_choices(self, index: Index) -> Sequence[tuple[str, str]]:
        """Offer those whom the name may mean first."""
        likely = self._found(index).people
        return sorted(self._candidates, key=lambda choice: choice[1] not in likely)

    def _kind_choices(self, index: Index) -> Sequence[tuple[str, str]]:
        likely = [kind.value for kind in self._found(index).kinds]
        return sorted(self._kinds, key=lambda choice: choice[1] not in likely)

    def _found(self, index: Index) -> FoundFile:
        return self.model.line_at(self.filter.mapToSource(self.filter.index(index.row(), 0)).row()).found

    def _on_state_wanted(self) -> None:
        wanted = self.form.stateComboBox.currentData()
        self.filter.set_state(FileState(wanted) if wanted else None)

    def _on_lines_chosen(self) -> None:
        form, rows = self.form, self.chosen_rows()
        useful = [row for row in rows if self.model.line_at(row).storable]
        form.chosenLabel.setText(plural(len(rows), self.tr("ligne choisie"), self.tr("lignes choisies")))
        something = bool(form.candidateComboBox.currentData() or form.kindComboBox.currentData())
        form.applyButton.setEnabled(bool(useful) and something)
        form.asideButton.setEnabled(any(self.model.line_at(row).ticked for row in useful))

    def _on_apply_clicked(self) -> None:
        kind = self.form.kindComboBox.currentData()
        candidate = self.form.candidateComboBox.currentData() or None
        self.model.assign(self.chosen_rows(), candidate, DossierKind(kind) if kind else None)

    def _on_aside_clicked(self) -> None:
        self.model.tick(self.chosen_rows(), False)

    def _on_counted(self) -> None:
        self._count_states()
        taken, waiting, refused = len(self.taken), self.model.to_assign, self.model.refused
        words = [plural(taken, self.tr("fichier à ranger"), self.tr("fichiers à ranger"))]
        if waiting:
            words.append(plural(waiting, self.tr("à attribuer à la main"), self.tr("à attribuer à la main")))
        if refused:
            words.append(plural(refused, self.tr("refusé"), self.tr("refusés")))
        aside = self.model.rowCount() - taken - waiting - refused
        if aside > 0:
            words.append(plural(aside, self.tr("laissé de côté"), self.tr("laissés de côté")))
        tone = Tone.WARNING if waiting or refused or not taken else Tone.SUCCESS
        self.form.summaryBanner.show_text(tone, " · ".join(words))
        count = plural(taken, self.tr("fichier"), self.tr("fichiers"))
        self.form.acceptButton.setText(self.tr("&Ranger {0}").format(count))
        self.form.acceptButton.setEnabled(taken > 0)
        self._on_lines_chosen()

    def _count_states(self) -> None:
        box, counts = self.form.stateComboBox, self.model.counts()
        box.setItemText(0, self.tr("Tous les états ({0})").format(self.model.rowCount()))
        for place, state in enumerate(FileState, 1):
            box.setItemText(place, self.tr("{0} ({1})").format(FILE_STATES[state], counts[state]))
