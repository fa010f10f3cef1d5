"""The candidates of one panel: who is recused for whom, who lacks a quorum, and the way to another panel.

This module must not know the seats' fields, nor how a candidate moves.
"""

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cisp_desktop.application.panel_advice import PanelReport
from cisp_desktop.application.panels import move_candidates, place_candidates
from cisp_desktop.application.queries import PanelRow, RegistrationRow
from cisp_desktop.application.wording import plural
from cisp_desktop.application.wording_agreement import attended
from cisp_desktop.application.wording_minutes import ACCESS_PATHS
from cisp_desktop.application.wording_panels import candidate_finding_words, panel_words, quorum_words
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.delegates.state_text_delegate import StateTextDelegate
from cisp_desktop.gui.itemmodels.text_table_model import Role, TextLine, TextTableModel
from cisp_desktop.gui.session_data import SessionData, name_of
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import PlainLabel, literal_caption

STATE_COLUMN = 4


class PanelCandidates(QWidget):
    """A table; several lines can be chosen and passed to another panel at once, with undo."""

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._data: SessionData | None = None
        self._panel: PanelRow | None = None
        self.count_label = PlainLabel(self)
        self.count_label.setProperty("kind", "muted")
        self.move_button = QPushButton(self.tr("&Passer devant…"), self)
        self.move_button.setProperty("hasMenu", True)
        self.move_button.setMenu(QMenu(self.move_button))
        self.move_button.setAccessibleName(self.tr("Faire passer les candidats choisis devant un autre jury"))
        self.table = QTableView(self)
        self.model = TextTableModel(
            (
                self.tr("N° dossier"), self.tr("Candidat"), self.tr("Voie d’accès"),
                self.tr("Jurés récusés"), self.tr("Quorum"),
            ),
            self,
            state_column=STATE_COLUMN,
        )  # fmt: skip
        self._compose_table()
        tools = QHBoxLayout()
        tools.setSpacing(t.SPACE_S)
        tools.addWidget(self.count_label, 1)
        tools.addWidget(self.move_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(t.SPACE_S)
        layout.addLayout(tools)
        layout.addWidget(self.table, 1)
        context.icons.set(self.move_button, "arrows-left-right")

    def show_panel(self, data: SessionData, panel: PanelRow, report: PanelReport) -> None:
        """Show the candidates of a panel as its report judges them."""
        self._data, self._panel = data, panel
        rows = data.heard_by(panel.id)
        found = {finding.registration_id: finding for finding in reversed(report.candidates)}
        quorums = {quorum.registration_id: quorum for quorum in report.quorums}
        names = {seat.id: seat.name for seat in (*panel.seats, *panel.substitutes)}
        lines = []
        for row in rows:
            finding = found.get(row.id)
            if finding is not None:
                state = DotState.BLOCKED if finding.blocks else DotState.WARNING
                words = candidate_finding_words(finding)
                if not finding.blocks:
                    words = self.tr("Atteint, mais {0}").format(words)
            elif row.id in quorums:
                state, words = DotState.DONE, quorum_words(quorums[row.id])
            else:
                state, words = self._usual(row, report)
            recused = ", ".join(names[seat_id] for seat_id in row.recused_seat_ids if seat_id in names)
            texts = (row.number, name_of(row), ACCESS_PATHS[row.access_path], recused, words)
            lines.append(TextLine(row.id, texts, state=state))
        self.model.show_lines(lines)
        self.count_label.setText(plural(len(rows), self.tr("candidat"), self.tr("candidats")))
        self._offer_panels(data, panel)

    def _usual(self, row: RegistrationRow, report: PanelReport) -> tuple[DotState, str]:
        if not row.attendance.came:
            return DotState.NONE, attended(row.attendance, sex=row.sex)
        if not report.members:
            return DotState.TO_DO, self.tr("Jury à nommer")
        members = plural(report.members, self.tr("membre"), self.tr("membres"))
        return DotState.DONE, self.tr("Atteint : {0}, aucun récusé").format(members)

    def _offer_panels(self, data: SessionData, panel: PanelRow) -> None:
        menu = self.move_button.menu()
        menu.clear()
        for other in data.panels:
            if other.id != panel.id:
                words = panel_words(other.name, other.position, room=other.room)
                action = menu.addAction(literal_caption(words))
                action.setData(other.id)
                action.triggered.connect(lambda _checked=False, target=other.id: self.move_to(target))
        alone = len(data.panels) < 2
        self.move_button.setToolTip(
            self.tr("Ajoutez d’abord un autre jury (« Gérer les jurys »).") if alone else ""
        )
        self._on_candidates_chosen()

    def chosen(self) -> Sequence[str]:
        """Return the registrations of the lines chosen."""
        return [str(index.data(Role.LINE_ID)) for index in self.table.selectionModel().selectedRows()]

    def move_to(self, panel_id: str) -> None:
        """Let another panel hear the candidates chosen."""
        chosen, workspace = self.chosen(), self.context.workspace
        if not chosen:
            return
        self.context.operations.run(
            lambda: move_candidates(workspace, chosen, panel_id=panel_id),
            text=plural(len(chosen), self.tr("candidat déplacé"), self.tr("candidats déplacés")),
            undo=lambda before: place_candidates(workspace, before),
            parent=self,
        )

    def _compose_table(self) -> None:
        view = self.table
        view.setAccessibleName(self.tr("Candidats de ce jury"))
        view.setModel(self.model)
        view.setItemDelegateForColumn(STATE_COLUMN, StateTextDelegate(Role.STATE, view))
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.verticalHeader().setVisible(False)
        view.horizontalHeader().setHighlightSections(False)
        ColumnWidths(view, {0: 110, 1: 190, 2: 205, 3: 130}, stretch=STATE_COLUMN, least=370)
        view.selectionModel().selectionChanged.connect(self._on_candidates_chosen)

    def _on_candidates_chosen(self) -> None:
        data = self._data
        possible = data is not None and not data.locked and len(data.panels) > 1
        self.move_button.setEnabled(possible and self.table.selectionModel().hasSelection())
