"""The recusals of one panel: those declared, and those that the files suggest.

This module must not know the seats' fields, nor how a recusal is stored.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.queries import PanelRow, RecusalRow
from cisp_desktop.application.recusal_advice import SuggestedRecusal
from cisp_desktop.application.wording import RECUSAL_GROUNDS, plural
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.application.wording_seats import seat_words
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.delegates.state_text_delegate import StateTextDelegate
from cisp_desktop.gui.forms.prepare_recusals import Ui_PrepareRecusals
from cisp_desktop.gui.itemmodels.text_table_model import Role, TextLine, TextTableModel
from cisp_desktop.gui.recusal_acts import ask_recusal, declare, declare_all, withdraw
from cisp_desktop.gui.session_data import SessionData, name_of
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.drawing import DotState

Shown = RecusalRow | SuggestedRecusal
STATE_COLUMN = 4


class PrepareRecusals(QWidget):
    """One table for both kinds: Enter declares a suggestion, Suppr takes a recusal back."""

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._data: SessionData | None = None
        self._panel: PanelRow | None = None
        self._suggested: tuple[SuggestedRecusal, ...] = ()
        self._shown: tuple[Shown, ...] = ()
        self.form = Ui_PrepareRecusals()
        self.form.setupUi(self)
        self.model = TextTableModel(
            (self.tr("Candidat"), self.tr("Juré"), self.tr("Motif"), self.tr("Précision"), self.tr("État")),
            self,
            state_column=STATE_COLUMN,
        )
        self._compose_table()
        self.form.recuseButton.clicked.connect(self._on_recuse_asked)
        self.form.declareButton.clicked.connect(self._on_declare_asked)
        self.form.declareAllButton.clicked.connect(self._on_declare_all_asked)
        self.form.withdrawButton.clicked.connect(self._on_withdraw_asked)
        context.icons.set(self.form.recuseButton, "prohibit")

    @property
    def counts(self) -> str:
        """« 1 suggérée », or how many are declared; empty without any."""
        if self._suggested:
            return plural(len(self._suggested), self.tr("suggérée"), self.tr("suggérées"))
        return str(len(self._shown)) if self._shown else ""

    def show_panel(self, data: SessionData, panel: PanelRow) -> None:
        """Show the recusals of a panel's jurors, substitutes included, for its own candidates.

        Those of candidates who pass before another panel now come last: they wait there, without effect.
        """
        self._data, self._panel = data, panel
        seats = {s.id: seat_words(s) for s in (*panel.seats, *panel.substitutes)}
        heard = {row.id for row in data.heard_by(panel.id)}
        own = [recusal for recusal in panel.recusals if recusal.seat_id in seats]
        declared = tuple(recusal for recusal in own if recusal.registration_id in heard)
        idle = tuple(recusal for recusal in own if recusal.registration_id not in heard)
        suggested = () if data.locked else tuple(s for s in data.suggestions if s.seat_id in seats)
        self._suggested = suggested
        self._shown = (*declared, *suggested, *idle)
        self.model.show_lines([self._line(item, data, seats[item.seat_id]) for item in self._shown])
        words = [plural(len(declared), self.tr("déclarée"), self.tr("déclarées"))]
        if suggested:
            words.append(plural(len(suggested), self.tr("suggérée"), self.tr("suggérées")))
        if idle:
            words.append(self.tr("{0} sans effet").format(len(idle)))
        self.form.recusalCountLabel.setText(" · ".join(words) if self._shown else "")
        page = self.form.recusalTableView if self._shown else self.form.noRecusalLabel
        self.form.recusalStack.setCurrentWidget(page)
        self.form.recuseButton.setEnabled(bool(seats and heard) and not data.locked)
        self.form.declareAllButton.setEnabled(bool(suggested))
        self._on_recusal_chosen()

    def _line(self, item: Shown, data: SessionData, juror: str) -> TextLine:
        declared = isinstance(item, RecusalRow)
        row = data.registration(item.registration_id)
        state, words = (
            (DotState.DONE, self.tr("Déclarée")) if declared else (DotState.WARNING, self.tr("Suggérée"))
        )
        if row is not None and self._panel is not None and row.panel_id != self._panel.id:
            there = data.panel_of(row.id)
            state, words = (
                DotState.NONE,
                self.tr("Sans effet : passe devant {0}").format(panel_words(there.name, there.position)),
            )
        return TextLine(
            f"{declared}:{item.registration_id}:{item.seat_id}",
            (
                f"{row.number}   {name_of(row)}" if row is not None else "",
                juror,
                RECUSAL_GROUNDS[item.ground],
                item.detail,
                words,
            ),
            state=state,
        )

    def _compose_table(self) -> None:
        view = self.form.recusalTableView
        view.setModel(self.model)
        view.setItemDelegateForColumn(STATE_COLUMN, StateTextDelegate(Role.STATE, view))
        ColumnWidths(view, {1: 210, 2: 240, 3: 150, STATE_COLUMN: 210}, stretch=0)
        view.selectionModel().selectionChanged.connect(self._on_recusal_chosen)
        view.doubleClicked.connect(self._on_declare_asked)
        for key, slot in (
            (Qt.Key.Key_Return, self._on_declare_asked),
            (Qt.Key.Key_Enter, self._on_declare_asked),
            (Qt.Key.Key_Delete, self._on_withdraw_asked),
        ):
            shortcut = QShortcut(QKeySequence(key), view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)

    def _chosen(self) -> Shown | None:
        index = self.form.recusalTableView.currentIndex()
        return self._shown[index.row()] if index.isValid() and index.row() < len(self._shown) else None

    @property
    def _locked(self) -> bool:
        return self._data is None or self._data.locked

    def _on_recusal_chosen(self) -> None:
        chosen = self._chosen()
        self.form.declareButton.setEnabled(isinstance(chosen, SuggestedRecusal) and not self._locked)
        self.form.withdrawButton.setEnabled(isinstance(chosen, RecusalRow) and not self._locked)

    def _on_recuse_asked(self) -> None:
        if self._data is not None:
            ask_recusal(self.context, self._data, panel=self._panel, parent=self)

    def _on_declare_all_asked(self) -> None:
        if self._suggested and not self._locked:
            declare_all(self.context, self._suggested, parent=self)

    def _on_declare_asked(self) -> None:
        chosen = self._chosen()
        if isinstance(chosen, SuggestedRecusal) and not self._locked:
            declare(
                self.context,
                chosen.registration_id,
                seat_id=chosen.seat_id,
                ground=chosen.ground,
                detail=chosen.detail,
                parent=self,
            )

    def _on_withdraw_asked(self) -> None:
        chosen = self._chosen()
        if isinstance(chosen, RecusalRow) and not self._locked:
            withdraw(self.context, chosen, parent=self)
