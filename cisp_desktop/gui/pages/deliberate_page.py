"""« Délibérer »: the session's matrix, block by block, and what the jury decides.

It opens for a member of a jury of the session; while nobody is identified the page says who can, and nothing
is behind. Opening it freezes the proposals of the candidates whose sheets are all sealed; the others show
how many sheets are awaited and nothing else. This module must not know how a proposal is computed.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.deliberating import open_deliberation
from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.queries import DeliberationRow
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.deliberate_page import Ui_DeliberatePage
from cisp_desktop.gui.giving_up import gives_up
from cisp_desktop.gui.harmonisation_acts import show_harmonisation
from cisp_desktop.gui.itemmodels.deliberation_model import CellState, cell_state
from cisp_desktop.gui.pages.all_proposals import AllProposals
from cisp_desktop.gui.pages.block_panel import BlockPanel
from cisp_desktop.gui.pages.coherence import flaws
from cisp_desktop.gui.pages.deliberation_gate import DeliberationGate
from cisp_desktop.gui.pages.deliberation_reading import Reading, decided_alone, progress_words, read_session
from cisp_desktop.gui.pages.deliberation_words import shortcut_lines, waiting_for
from cisp_desktop.gui.pages.matrix_panel import BLOCK_WIDTH, CANDIDATE_WIDTH, OUTCOME_WIDTH, MatrixPanel
from cisp_desktop.gui.pages.page import Page, ShortcutLine, Waiting, primary_button
from cisp_desktop.gui.theme import scaled
from cisp_desktop.gui.widgets.panels import Tone
from cisp_desktop.gui.widgets.sitting_menu import SittingMenu

SPLITTER = "deliberate"
PAGE_WIDTH = 1130
"""What the frame leaves to a page on a 1366 × 768 laptop."""


class DeliberatePage(Page):
    """The matrix at the left, the chosen block at the right."""

    concerns = (
        Change.SESSIONS | Change.CANDIDATES | Change.PANEL | Change.SHEETS | Change.DECISIONS | Change.MINUTES
    )
    follows_juror = True

    def __init__(self, context: GuiContext) -> None:
        super().__init__(context)
        self.form = Ui_DeliberatePage()
        self.form.setupUi(self)
        self._reading: Reading | None = None
        self._progress = ""
        self.block_panel = BlockPanel(context, self.form, parent=self)
        self.block_panel.checked.connect(self._show_checks)
        self.form.checkStrip.opened.connect(self.focus_on)
        keys: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_V: partial(self.block_panel.rule, DecisionValue.VALIDATED),
            Qt.Key.Key_N: partial(self.block_panel.rule, DecisionValue.NOT_VALIDATED),
            Qt.Key.Key_D: partial(self.block_panel.rule, DecisionValue.DEFERRED),
            Qt.Key.Key_Delete: self.block_panel.withdraw,
            Qt.Key.Key_Return: self.block_panel.focus_reason,
            Qt.Key.Key_Enter: self.block_panel.focus_reason,
        }
        self.matrix = MatrixPanel(self.form, keys, parent=self)
        self.matrix.chosen.connect(self._on_block_chosen)
        self.gate = DeliberationGate(
            context, self.form, matrix=self.matrix, block_panel=self.block_panel, parent=self
        )
        self.proposals = AllProposals(context, self._say, parent=self)
        context.juror_changed.connect(self._on_juror_changed)
        context.session_changed.connect(self.matrix.forget)
        self.form.pageBanner.activated.connect(self._on_banner_activated)
        self._set_up_header()
        self._set_up_splitter()
        self._close()

    # --- what the frame asks ------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """Where the user is."""
        return self.tr("Délibérer")

    def subtitle(self) -> str:
        """How far the decisions are, or that nobody sees it now."""
        if self.gate.juror is None:
            return self.tr("Écran masqué\u00a0: identifiez-vous pour délibérer")
        return self._progress

    def header_widgets(self) -> Sequence[QWidget]:
        """Incidents, next to decide, agreement of the jurors, all proposals, then on to the minutes."""
        return (
            self.sitting_menu, self.next_button, self.harmonisation_button, self.accept_button,
            self.minutes_button,
        )  # fmt: skip

    def waiting_for(self) -> Waiting | None:
        """Nothing can be compared before somebody sealed."""
        session_id = self.context.session_id
        ready = session_id is not None and self._ready(session_id)
        if ready and self.gate.juror is not None:  # a jury there is: no query after each act
            return None
        return waiting_for(self.context.queries, session_id, ready=ready)

    def _ready(self, session_id: str) -> bool:
        """Whether somebody sealed, or nobody has to; what is known already saves a long query."""
        status, queries = self.context.status.status, self.context.queries
        if status is not None and status.session.id == session_id and status.sheets_sealed:
            return True
        progress = queries.progress(session_id)
        if any(row.sealed for row in progress) or queries.session(session_id).locked:
            return True
        return not sum(row.expected for row in progress) and bool(queries.registrations(session_id))

    def refresh(self, changes: Changes | None) -> None:
        """Freeze what has become ready, when sheets or seats changed; read the matrix again.

        Nothing is read while nobody is identified.
        """
        juror = self.gate.member
        if juror is None or self.gate.juror is not juror:
            self._close()
        if juror is None:
            return
        if self.gate.juror is None:
            self._open(juror)
            changes = None
        decided = decided_alone(changes, self._reading) if self._same_session() else frozenset()
        if decided:
            self._start_reading_rows(decided)
            return
        sheets = Change.SHEETS | Change.PANEL | Change.CANDIDATES | Change.SESSIONS
        self._start_reading(opening=changes is None or bool(changes.flags & sheets))

    def focus_on(self, target: str) -> None:
        """``block:<registration>:<block>``, ``reason:…`` likewise, or ``registration:<registration>``."""
        kind, _, rest = target.partition(":")
        registration_id, _, block_id = rest.partition(":")
        if kind in ("block", "reason", "registration"):
            self.matrix.go_to(registration_id, block_id)
        if kind == "reason":
            self.block_panel.focus_reason()

    def panes(self) -> Sequence[QWidget]:
        """Matrix, sheets, decision; or the buttons of the masked screen."""
        if self.gate.juror is None:
            return (self.form.gateArea,)
        return (self.form.matrixTableView, self.form.sheetsTabWidget, self.form.decisionFrame)

    def shortcut_lines(self) -> Sequence[ShortcutLine]:
        """The keys of the matrix and of the page."""
        return shortcut_lines()

    def leave(self) -> bool:
        """Save what is being typed; ask before a refused text is given up."""
        if self.block_panel.store():
            return True
        abandon = gives_up(self.context.messages, self)
        if abandon:
            self.block_panel.abandon()
        return abandon

    # --- who is at the keyboard ---------------------------------------------------------------------

    def _on_juror_changed(self) -> None:
        """Mask at once, shown or not."""
        if self.gate.juror is not None and self.context.current_juror is not self.gate.juror:
            self._close()

    def _close(self) -> None:
        """Mask the page."""
        self._reading, self._progress = None, ""
        self.proposals.forget()
        self.gate.close()
        for widget in self.header_widgets():
            widget.setProperty("unavailable", True)
        self.header_changed.emit()

    def _open(self, juror: IdentifiedJuror) -> None:
        """Show the empty work area, ready for the keys, until the session is read."""
        gate_had_focus = self.form.gateArea.isAncestorOf(self.focusWidget())
        self.gate.open(juror)
        self.sitting_menu.setProperty("unavailable", False)
        if gate_had_focus:
            self.matrix.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.header_changed.emit()

    # --- building -----------------------------------------------------------------------------------

    def _set_up_header(self) -> None:
        self.sitting_menu = SittingMenu(
            self.context, lambda: (self.matrix.selected or ("", ""))[0], parent=self
        )
        self.next_button = QPushButton(self.tr("&Suivant à décider"), self)
        self.next_button.setToolTip(self.tr("Aller au prochain bloc à décider (F8)"))
        self.next_button.clicked.connect(self.matrix.go_to_next)
        self.harmonisation_button = QPushButton(self.tr("&Harmonisation…"), self)
        self.harmonisation_button.setToolTip(
            self.tr("Accord entre jurés\u00a0: cette session, et toutes ensemble")
        )
        self.harmonisation_button.clicked.connect(lambda: show_harmonisation(self.context, self))
        self.accept_button = QPushButton(self.tr("Accepter &toutes les propositions…"), self)
        self.accept_button.clicked.connect(self._on_accept_all_clicked)
        self.minutes_button = primary_button(self.tr("A&ller au procès-verbal"), self)
        self.minutes_button.clicked.connect(lambda: self.context.open_page("minutes"))
        for keys, act in (
            (QKeySequence(Qt.Key.Key_F8), self.matrix.go_to_next),
            (QKeySequence("Alt+Down"), partial(self.matrix.step_candidate, 1)),
            (QKeySequence("Alt+Up"), partial(self.matrix.step_candidate, -1)),
        ):
            shortcut = QShortcut(keys, self.form.workArea)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(act)

    def _set_up_splitter(self) -> None:
        splitter = self.form.pageSplitter
        splitter.setStretchFactor(0, 0)
        splitter.setStretchFactor(1, 1)
        if not splitter.restoreState(self.context.settings.splitter_state(SPLITTER)):
            wanted = CANDIDATE_WIDTH + OUTCOME_WIDTH + 5 * BLOCK_WIDTH + t.SPACE_XL
            matrix = min(scaled(wanted, self.fontMetrics()), PAGE_WIDTH // 2)
            splitter.setSizes([matrix, PAGE_WIDTH - matrix])
        splitter.splitterMoved.connect(self._on_splitter_moved)

    def _on_splitter_moved(self) -> None:
        self.context.settings.set_splitter_state(SPLITTER, self.form.pageSplitter.saveState())

    # --- reading ------------------------------------------------------------------------------------

    def _same_session(self) -> bool:
        return self._reading is not None and self._reading.session.id == self.context.session_id

    def _start_reading(self, *, opening: bool) -> None:
        session_id, workspace = self.context.session_id, self.context.workspace
        by = self.context.seat_at_keyboard
        if session_id is None:
            return

        def work(_progress: object) -> Reading:
            if opening:
                open_deliberation(workspace, session_id, by=by)
            return read_session(workspace.queries, session_id)

        self.context.tasks.run(
            work, self._on_read, title=self.tr("Ouverture de la délibération"), owner=self,
            quiet=not opening, writes=opening, cancellable=False,
        )  # fmt: skip

    def _start_reading_rows(self, registrations: frozenset[str]) -> None:
        """Read these candidates' rows again; of a large session all the others stay as they were read."""
        session_id, queries = self.context.session_id, self.context.queries
        if session_id is not None:
            self.context.tasks.run(
                lambda _progress: queries.deliberation(session_id, registrations=registrations),
                partial(self._on_rows_read, session_id), title=self.tr("Lecture des décisions"), owner=self,
                quiet=True, cancellable=False,
            )  # fmt: skip

    def _on_rows_read(self, session_id: str, rows: Sequence[DeliberationRow]) -> None:
        reading = self._reading
        if reading is not None and reading.session.id == session_id:
            self._on_read(reading.with_rows(rows))

    def _on_read(self, reading: Reading) -> None:
        juror = self.gate.juror
        if juror is None or reading.session.id != self.context.session_id:
            return
        self._reading = reading
        self._progress = progress_words(reading.rows)
        self.matrix.show_rows(
            reading.rows,
            reading.blocks,
            scheme=reading.scheme,
            panels=reading.panel_labels,
            own_panel=juror.panel_id,
        )
        self._show_actions(reading)
        self._show_checks()
        self.header_changed.emit()

    def _show_checks(self) -> None:
        """List what does not hold together, live; once the session is closed nothing can be mended."""
        reading = self._reading
        if reading is None or reading.session.locked:
            self.form.checkStrip.show_flaws(())
            return
        found = flaws(
            reading.rows,
            reading.blocks,
            without_quorum=reading.without_quorum,
            unreasoned=self.block_panel.unreasoned,
        )
        self.form.checkStrip.show_flaws(found)

    def _show_actions(self, reading: Reading) -> None:
        states = {cell_state(cell) for row in reading.rows for cell in row.cells}
        closed = reading.session.locked
        left = {CellState.PROPOSED, CellState.OPEN} & states
        everything = bool(states) and not left and CellState.WAITING not in states
        self.next_button.setProperty("unavailable", closed or not left)
        shown = left | {CellState.DECIDED} & states
        self.harmonisation_button.setProperty("unavailable", not shown)
        self.accept_button.setProperty("unavailable", closed or CellState.PROPOSED not in states)
        self.minutes_button.setProperty("unavailable", not (closed or everything))
        if closed:
            text = self.tr("La session est close\u00a0: le procès-verbal {0} est figé, rien ne change plus.")
            if reading.panel_labels:
                text = self.tr("La session est close\u00a0: ses procès-verbaux sont figés.")
            number = reading.session.minutes_number
            self._say(Tone.INFO, text.format(number), self.tr("Voir le procès-verbal"))

    def _on_block_chosen(self, registration_id: str, block_id: str) -> None:
        reading = self._reading
        row = self.matrix.model.row_of(registration_id)
        block = next((b for b in reading.blocks if b.id == block_id), None) if reading else None
        if reading is None or row is None or block is None:
            self.block_panel.show_nothing()
            return
        shown = self.matrix.model.rows[row]
        barred = registration_id in reading.barred(self.gate.juror)
        self.block_panel.show_block(shown, block, locked=reading.session.locked, barred=barred)

    # --- all proposals at once ----------------------------------------------------------------------

    def _on_accept_all_clicked(self) -> None:
        if self._reading is not None:
            rows = self._reading.open_to(self.gate.juror, panel_id=self.matrix.panel_id)
            self.proposals.ask(rows, self._reading.blocks)

    def _on_banner_activated(self) -> None:
        if self._reading is not None and self._reading.session.locked:
            self.context.open_page("minutes")
        else:
            self.proposals.take_back()

    def _say(self, tone: Tone, text: str, button: str) -> None:
        self.form.pageBanner.show_text(tone, text, button=button)
