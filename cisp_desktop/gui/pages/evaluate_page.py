"""« Évaluer »: the candidates, their dossiers, and the grid of the juror at the keyboard.

The page reads the juror's own sheets and nothing of anybody else's. While nobody is identified it shows who
can be, and no model behind it holds a mark. It must not know how a code is checked, a mark stored or a PDF
decrypted.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.demonstration_codes import told_codes
from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.evaluate_page import Ui_EvaluatePage
from cisp_desktop.gui.itemmodels.candidate_list_model import CandidateLine
from cisp_desktop.gui.pages.evaluate_header import EvaluateHeader
from cisp_desktop.gui.pages.evaluate_widths import PaneWidths
from cisp_desktop.gui.pages.evaluate_words import candidate_words, shortcut_lines, waiting_for
from cisp_desktop.gui.pages.evaluation import (
    Evaluation,
    block_tabs,
    first_to_fill,
    next_to_fill,
    nothing_to_score,
    outside_results,
)
from cisp_desktop.gui.pages.page import Page, ShortcutLine, Waiting
from cisp_desktop.gui.pages.sealing import Sealing
from cisp_desktop.gui.widgets.defence_timers import DefenceTimers
from cisp_desktop.gui.widgets.dossier_reader import DossierReader
from cisp_desktop.gui.widgets.score_pane import ScorePane


class EvaluatePage(Page):
    """Three panes and a footer, or the screen that masks them.

    Targets: ``registration:<id>``, ``block:<id>:<id>``, ``seat:<id>``.
    """

    concerns = Change.EVERYTHING & ~Change.DECISIONS & ~Change.READING
    follows_juror = True

    def __init__(self, context: GuiContext) -> None:
        super().__init__(context)
        self.form = Ui_EvaluatePage()
        self.form.setupUi(self)
        self._data: Evaluation | None = None
        self._juror: IdentifiedJuror | None = None
        self._registration_id = ""
        self._block_id = ""
        self._seat_id = ""  # whose place that is: another juror begins where the own work is
        self.candidates = self.form.candidatePane.model
        self.reader = DossierReader(context, for_juror=True, parent=self)
        self.pane = ScorePane(context, parent=self)
        self.timers = DefenceTimers(context, name_of=self.form.candidatePane.name_of, parent=self)
        self.sealing = Sealing(context, self, store=self.pane.store)
        self.header = EvaluateHeader(context, self, store=self.leave)
        self.seal_all_button = self.header.seal_all_button
        self._compose()
        self._connect()
        self._show_gate()

    @property
    def title(self) -> str:
        """Where the user is."""
        return self.tr("Évaluer")

    def subtitle(self) -> str:
        """The candidate who is being heard."""
        line = self.candidates.line_of(self._registration_id)
        return candidate_words(line) if line is not None else ""

    def header_widgets(self) -> Sequence[QWidget]:
        """Presence, the sitting, sealing all sheets; the main button stands below the grid."""
        return self.header.widgets

    def waiting_for(self) -> Waiting | None:
        """Evaluating takes a jury and candidates."""
        session_id = self.context.session_id
        known = self._data is not None and self._data.session.id == session_id
        if known and self.candidates.lines:  # asked after every mark: no query then
            return None
        return waiting_for(self.context.queries, session_id)

    def panes(self) -> Sequence[QWidget]:
        """Candidates, dossiers, grid, footer; or the buttons of the masked screen."""
        if self.context.current_juror is None:
            return (self.form.gateArea,)
        return (self.form.candidatePane.view, self.reader, self.pane, self.form.footerFrame)

    def shortcut_lines(self) -> Sequence[ShortcutLine]:
        """The keys of the page."""
        return shortcut_lines()

    # --- refreshing -------------------------------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:
        """Read again what changed; a mark just given here needs no reading."""
        juror, session_id = self.context.current_juror, self.context.session_id
        if juror is not self._juror:
            self._blank()
        if session_id is None or juror is None or juror.session_id != session_id:
            self._show_gate()
            return
        self._juror = juror
        if changes is None or changes.flags & Change.TIMERS:
            self.timers.read(session_id)
        if changes is not None and self._data is not None:
            if not changes.flags & ~(Change.TIMERS | Change.TEMPLATES):
                return
            if changes.flags == Change.MARKS and self.pane.model.has_shown(changes.ids):
                return
            self._data = self._data.read_again(self.context.queries, juror, flags=changes.flags)
        else:
            self._data = Evaluation.read(self.context.queries, juror)
        self._show_candidates(self._data, juror)
        if self.form.stateStack.currentWidget() is not self.form.workArea:
            self.form.stateStack.setCurrentWidget(self.form.workArea)
            self.pane.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_on(self, target: str) -> None:
        """Show a candidate, or a block of one; on the masked screen, a juror’s own button."""
        kind, _, rest = target.partition(":")
        registration_id, _, block_id = rest.partition(":")
        if self._data is None:  # masked: whoever comes is led there
            if kind == "seat":
                self.form.gateArea.prefer(rest)
            elif kind in ("registration", "block"):
                self._registration_id, self._block_id, self._seat_id = registration_id, block_id, ""
        elif kind in ("registration", "block") and self.pane.store():
            self.form.candidatePane.choose(registration_id)
            if kind == "block" and self._registration_id == registration_id:
                self._choose_block(block_id)

    def leave(self) -> bool:
        """Store what is being typed; ask before a refused text is abandoned."""
        return self.pane.store_or_abandon()

    def _blank(self) -> None:
        """Mask the screen; what was being typed belongs to the juror who typed it and is stored first."""
        if self.pane.model.view is not None and self.pane.editor.pending:
            self.pane.store(undoable=False)
        self._show_gate()

    def _show_gate(self) -> None:
        """Mask the screen: no sheet, no dossier and no state of a sheet stays behind it."""
        self._data, self._juror = None, None
        self.pane.clear()
        self.reader.clear()
        self.form.candidatePane.clear()
        self.timers.show_elsewhere()
        session_id = self.context.session_id
        panels = self.context.queries.panels(session_id) if session_id is not None else ()
        self.form.gateArea.show_panels(panels, timer_forgotten=self.context.timer_forgotten)
        self.form.gateArea.show_hint(told_codes(self.context.queries, session_id))
        self.form.stateStack.setCurrentWidget(self.form.gateArea)
        self._show_buttons()

    def _show_candidates(self, data: Evaluation, juror: IdentifiedJuror) -> None:
        newcomer = juror.seat_id != self._seat_id
        self._seat_id = juror.seat_id
        line = self.form.candidatePane.show_candidates(
            data.registrations, data.states,
            recusals=data.recusals, current=self._registration_id,
            away=data.away(juror), heard=self.timers.heard if newcomer else (), newcomer=newcomer,
        )  # fmt: skip
        if line is not None:
            if newcomer:
                self.pane.head.end_row()
                self._block_id = first_to_fill(line, self._block_id)
            self._show_candidate(line, data)

    def _show_candidate(self, line: CandidateLine, data: Evaluation) -> None:
        """Show a candidate.

        Dossiers, timers, and the sheet on the block looked at before if it is presented.
        """
        registration = line.registration
        other = registration.id != self._registration_id
        if other and self._registration_id:
            self.context.candidate_left.emit()
        self._registration_id = registration.id
        if self._block_id not in registration.presented:
            self._block_id = first_to_fill(line)
        block = data.block(self._block_id)
        kinds = data.kinds_of(block) if block is not None else ()
        if line.recusal is None:
            rows, missing = data.dossiers_of(registration.id), data.missing_of(registration)
            self.reader.show_dossiers(rows, missing=missing, kinds=kinds if other else ())
            self.reader.expect(data.dossiers_after(registration.id), kinds=kinds)
        else:
            self.reader.show_reason(
                self.tr("Pièces non affichées"), self.tr("Vous ne jugez pas ce candidat.")
            )
        self._show_block(line, data)
        self.header_changed.emit()

    def _show_block(self, line: CandidateLine, data: Evaluation) -> None:
        juror, block = self.context.current_juror, data.block(self._block_id)
        self.timers.show_candidate(line.registration, data.certification.blocks, block_id=self._block_id)
        self.pane.tabs.show_blocks(block_tabs(line, data), self._block_id if line.to_score else "")
        if juror is None:
            return
        if block is None or not line.to_score:
            title, text = nothing_to_score(line)
            self.pane.show_reason(title, text)
        else:
            view = self.context.queries.score_sheet(line.registration.id, juror.seat_id, block_id=block.id)
            self.pane.show_sheet(view, juror, block=block, outside=outside_results(line.registration, block))
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.form.sealButton.setEnabled(self.pane.can_seal)
        line = self.candidates.line_of(self._registration_id) if self._data is not None else None
        self.header.show_candidate(line, self._data)

    # --- making -----------------------------------------------------------------------------------

    def _compose(self) -> None:
        splitter = self.form.paneSplitter
        splitter.addWidget(self.reader)
        splitter.addWidget(self.pane)
        self.widths = PaneWidths(splitter, self.reader, self.context.settings)
        self.form.timersLayout.addWidget(self.timers)
        self.form.candidatePane.place_over_list(self.timers.elsewhere)
        self.form.sealButton.setToolTip(
            self.tr("Déclarer cette grille définitive, avec votre code personnel")
        )
        self.reader.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.reader.setFocusProxy(self.reader.view)
        QWidget.setTabOrder(self.form.candidatePane.view, self.reader)

    def _connect(self) -> None:
        self.context.juror_leaving.connect(self.pane.store_and_keep_place)
        self.context.juror_changed.connect(self._on_juror_changed)
        self.form.gateArea.seat_chosen.connect(self.context.identify)
        self.form.candidatePane.candidate_chosen.connect(self._on_candidate_chosen)
        self.form.sealButton.clicked.connect(self._on_seal_clicked)
        self.seal_all_button.clicked.connect(self._on_seal_all_clicked)
        self.header.changed.connect(self.header_changed)
        self.header.paper_asked.connect(self.pane.ask_paper)
        self.pane.tabs.block_chosen.connect(self._on_block_chosen)
        self.pane.block_finished.connect(self._on_block_finished)
        self.pane.model.marked.connect(self._on_marked)
        self.pane.model.marked_elsewhere.connect(
            self._on_marked_elsewhere, Qt.ConnectionType.QueuedConnection
        )
        self.timers.candidate_asked.connect(self.form.candidatePane.choose)
        self.reader.dossiers_wanted.connect(self._on_dossiers_wanted)
        self.pane.citations.follow(self.reader)
        self.sealing.missing_found.connect(self._on_missing_found)
        _add_keys(self)

    # --- slots ------------------------------------------------------------------------------------

    def _on_juror_changed(self) -> None:
        """Blank at once, shown or not, unless the page already shows the new juror's own sheets."""
        if self.context.current_juror is not self._juror:
            self._blank()

    def _on_candidate_chosen(self, registration_id: str) -> None:
        line = self.candidates.line_of(registration_id)
        if line is None or self._data is None or registration_id == self._registration_id:
            return
        if self.leave():
            self._show_candidate(line, self._data)
        else:
            self.form.candidatePane.show_current(self.candidates.row_of(self._registration_id))

    def _on_block_chosen(self, block_id: str) -> None:
        line = self.candidates.line_of(self._registration_id)
        if line is None or self._data is None:
            return
        if self.leave():
            self._block_id = block_id
            block = self._data.block(block_id)
            if block is not None:
                self.reader.show_kinds(self._data.kinds_of(block))
        self._show_block(line, self._data)

    def _on_marked(self) -> None:
        view = self.pane.model.view
        if view is None or self._data is None:
            return
        line = self.candidates.line_of(view.registration_id)
        state = self.pane.model.state
        if line is None or line.sheets.get(view.block_id) is state:
            return
        self.form.candidatePane.show_sheet_state(view.registration_id, view.block_id, state=state)
        line = self.candidates.line_of(view.registration_id)
        if line is not None:
            self.pane.tabs.show_blocks(block_tabs(line, self._data), view.block_id)

    def _on_block_finished(self) -> None:
        """Lead to the next block that is not complete, or say what is left to do."""
        data = self._data
        block_id = next_to_fill(self.candidates.line_of(self._registration_id), self._block_id)
        done, here = (data.block(self._block_id), data.block(block_id)) if data is not None else (None, None)
        if done is not None and here is not None:
            self._choose_block(block_id)
            self.pane.go_to(max(self.pane.model.first_missing(), 0))
            self.pane.say_next(done.short_code, here.short_code)
        else:
            self.pane.say_complete()

    def _on_marked_elsewhere(self, registration_id: str, block_id: str) -> None:
        """Lead to what was undone or redone: nothing changes out of sight."""
        if self.isVisible():
            self.focus_on(f"block:{registration_id}:{block_id}")

    def _on_seal_clicked(self) -> None:
        self._seal((self._block_id,))

    def _on_seal_all_clicked(self) -> None:
        line = self.candidates.line_of(self._registration_id)
        if line is not None:
            self._seal(line.registration.presented)

    def _seal(self, block_ids: Sequence[str]) -> None:
        line, data = self.candidates.line_of(self._registration_id), self._data
        if line is None or data is None:
            return
        blocks = [block for block in data.certification.blocks if block.id in block_ids]
        if self.sealing.seal(line.registration.id, line.name, blocks=blocks):
            self.pane.grid.setFocus(Qt.FocusReason.OtherFocusReason)  # its button is disabled now

    def _on_missing_found(self, block_id: str, item: str) -> None:
        self._choose_block(block_id)
        self.pane.go_to_item(item)

    def _on_dossiers_wanted(self) -> None:
        self.context.open_page("prepare", f"registration:{self._registration_id}")

    def _choose_block(self, block_id: str) -> None:
        place = next((i for i, tab in enumerate(self.pane.tabs.tabs) if tab.block_id == block_id), -1)
        if place >= 0 and self.pane.tabs.isTabEnabled(place):
            self.pane.tabs.setCurrentIndex(place)


def _add_keys(page: EvaluatePage) -> None:
    keys: dict[str, Callable[[], None]] = {
        "Ctrl+Left": lambda: page.pane.tabs.step(-1),
        "Ctrl+Right": lambda: page.pane.tabs.step(1),
        "Alt+Up": lambda: page.form.candidatePane.step(-1),
        "Alt+Down": lambda: page.form.candidatePane.step(1),
        "Ctrl+F": page.reader.start_search,
        "Ctrl+Shift+F": page.reader.start_search_everywhere,
        "F11": page.reader.toggle_full_screen,
    }
    for sequence, act in keys.items():
        shortcut = QShortcut(QKeySequence(sequence), page.form.workArea)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
