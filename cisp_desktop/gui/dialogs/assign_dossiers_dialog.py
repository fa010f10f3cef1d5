"""Files found: those that their name tells are ticked, the rest is assigned by hand, the refused say why.

This module must not know how a file is read or stored.
"""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QDialog, QHeaderView, QWidget

from cisp_desktop.application.services import FoundFile
from cisp_desktop.application.wording import DOSSIER_KINDS, plural
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.gui.delegates.choice_delegate import ChoiceDelegate
from cisp_desktop.gui.delegates.state_text_delegate import StateTextDelegate
from cisp_desktop.gui.forms.assign_dossiers_dialog import Ui_AssignDossiersDialog
from cisp_desktop.gui.itemmodels.found_file_model import Column, FileLine, FoundFileModel, Role
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
        self, files: Sequence[FoundFile], data: SessionData, *, source: str, parent: QWidget | None = None
    ) -> None:
        """``source`` names the folder, or says that the files were chosen one by one."""
        super().__init__(parent)
        self.form = Ui_AssignDossiersDialog()
        self.form.setupUi(self)
        self._candidates = [(f"{row.number}   {name_of(row)}", row.id) for row in data.registrations]
        shown = set(data.kinds_shown())
        kinds = [*data.kinds_shown(), *(kind for kind in DossierKind if kind not in shown)]
        self._kinds = [(DOSSIER_KINDS[kind], kind.value) for kind in kinds]
        present = frozenset((row.registration_id, row.kind) for row in data.dossiers)
        names = {candidate_id: name for name, candidate_id in self._candidates}
        self.model = FoundFileModel(files, names=names, present=present, parent=self)
        count = plural(len(files), self.tr("fichier"), self.tr("fichiers"))
        self.form.titleLabel.setText(self.tr("{0} : {1}").format(source, count))
        self._compose_table()
        self.model.counted.connect(self._on_counted)
        self.form.acceptButton.clicked.connect(self.accept)
        self.form.cancelButton.clicked.connect(self.reject)
        self.form.acceptButton.setAutoDefault(False)
        self.form.cancelButton.setAutoDefault(False)
        self._on_counted()
        fit_dialog(self)

    @property
    def taken(self) -> list[FileLine]:
        """The files to store: ticked and assigned."""
        return self.model.taken

    def _compose_table(self) -> None:
        view = self.form.fileTableView
        view.setModel(self.model)
        view.setItemDelegateForColumn(
            Column.CANDIDATE, ChoiceDelegate(self._candidate_choices, state_role=Role.STATE, parent=view)
        )
        view.setItemDelegateForColumn(
            Column.KIND, ChoiceDelegate(self._kind_choices, state_role=Role.STATE, parent=view)
        )
        view.setItemDelegateForColumn(Column.REMARK, StateTextDelegate(Role.STATE, view))
        view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        widths: dict[int, int] = {Column.FILE: 260, Column.CANDIDATE: 246, Column.KIND: 220}
        ColumnWidths(view, widths, stretch=Column.REMARK, least=260)
        if self.model.rowCount() <= MEASURED_LINES:
            view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        if self.model.rowCount():
            view.setCurrentIndex(self.model.index(0, Column.FILE))

    def _candidate_choices(self, index: Index) -> Sequence[tuple[str, str]]:
        del index
        return self._candidates

    def _kind_choices(self, index: Index) -> Sequence[tuple[str, str]]:
        del index
        return self._kinds

    def _on_counted(self) -> None:
        taken, waiting, refused = len(self.taken), self.model.to_assign, self.model.refused
        words = [plural(taken, self.tr("fichier à ajouter"), self.tr("fichiers à ajouter"))]
        if waiting:
            words.append(plural(waiting, self.tr("à attribuer à la main"), self.tr("à attribuer à la main")))
        if refused:
            words.append(plural(refused, self.tr("refusé"), self.tr("refusés")))
        tone = Tone.WARNING if waiting or refused or not taken else Tone.SUCCESS
        self.form.summaryBanner.show_text(tone, " · ".join(words))
        count = plural(taken, self.tr("fichier"), self.tr("fichiers"))
        self.form.acceptButton.setText(self.tr("&Ajouter {0}").format(count))
        self.form.acceptButton.setEnabled(taken > 0)
