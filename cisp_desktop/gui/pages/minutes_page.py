"""« Procès-verbal »: the draft and what prevents closing; then the minutes, page by page, and who signed.

This module must not know how minutes are made, drawn or signed.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.closing_choices import DEFAULTS, ClosingChoices
from cisp_desktop.application.minutes import (
    close_session,
    explain,
)
from cisp_desktop.application.minutes_blockers import Blocker
from cisp_desktop.application.queries import MinutesRow, SessionRow
from cisp_desktop.application.wording import MINUTES_STATES
from cisp_desktop.application.wording_minutes_life import RECTIFYING, REOPENED
from cisp_desktop.domain.errors import CispError
from cisp_desktop.domain.minutes import Route
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.closing_dialog import ClosingDialog
from cisp_desktop.gui.forms.minutes_page import Ui_MinutesPage
from cisp_desktop.gui.not_sitting_acts import ask_not_sitting, take_back
from cisp_desktop.gui.pages.minutes_acts import MinutesActs
from cisp_desktop.gui.pages.minutes_checking import MinutesChecking
from cisp_desktop.gui.pages.minutes_extracts import MinutesExtracts
from cisp_desktop.gui.pages.minutes_history import MinutesHistory
from cisp_desktop.gui.pages.minutes_paper import MinutesPaper
from cisp_desktop.gui.pages.minutes_printing import MinutesPrinting
from cisp_desktop.gui.pages.minutes_reading import MinutesReading, read
from cisp_desktop.gui.pages.minutes_refusals import MinutesRefusals
from cisp_desktop.gui.pages.minutes_saving import MinutesSaving
from cisp_desktop.gui.pages.minutes_side import MinutesSide
from cisp_desktop.gui.pages.minutes_signing import MinutesSigning
from cisp_desktop.gui.pages.page import Page, ShortcutLine, Waiting, primary_button
from cisp_desktop.gui.panel_acts import ask_panel_name

SPLITTER = "minutes"


class MinutesPage(Page):
    """The pages at the left; at the right what is left to do: mend, close, sign."""

    concerns = Change.EVERYTHING & ~Change.MARKS

    def __init__(self, context: GuiContext) -> None:
        super().__init__(context)
        self.form = Ui_MinutesPage()
        self.form.setupUi(self)
        self.form.minutesViewer.set_up(context.tasks, context.icons)
        self._reading: MinutesReading | None = None
        self._panel_id = ""
        self._shown_pdf = ""
        self._just_closed = False
        self.side = MinutesSide(self.form, self)
        self.signing = MinutesSigning(context, parent=self)
        self.checking = MinutesChecking(context, parent=self)
        self.printing = MinutesPrinting(context, parent=self)
        self.saving = MinutesSaving(context, self.form.pageBanner, parent=self)
        self.acts = MinutesActs(context, parent=self)
        self.refusals = MinutesRefusals(context, parent=self)
        self.history = MinutesHistory(context, self.saving, parent=self)
        self.extracts = MinutesExtracts(context, self.history, self.printing, parent=self)
        self.paper = MinutesPaper(context, self.history, parent=self)
        self._set_up_side()
        self._set_up_header()

    # --- what the frame asks ------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """Where the user is."""
        return self.tr("Procès-verbal")

    def subtitle(self) -> str:
        """Number and state."""
        reading = self._reading
        if reading is None:
            return ""
        if reading.rectification is not None:
            return self.tr("{0}, {1}").format(reading.rectification.number, RECTIFYING)
        if reading.minutes is None:
            state = self.tr("{0}, projet").format(REOPENED) if reading.ended else self.tr("projet")
            return self.tr("{0}, {1}").format(reading.name, state)
        state = MINUTES_STATES[reading.minutes.state].lower()
        number = reading.minutes.number
        if reading.several:
            number = f"{number} · {reading.panels[reading.panel_id]}"
        return self.tr("{0}, {1}").format(number, state)

    def header_widgets(self) -> Sequence[QWidget]:
        """Print, save; then close, or sign."""
        return (self.print_button, self.save_button, self.close_button, self.sign_button)

    def waiting_for(self) -> Waiting | None:
        """Without a candidate there is nothing to write down."""
        session_id = self.context.session_id
        if session_id is not None and self.context.queries.session(session_id).registrations:
            return None
        return Waiting(
            self.tr("Rien à consigner pour l’instant"),
            self.tr(
                "Le procès-verbal réunit le jury, les candidats et les décisions. Commencez par préparer la "
                "session\u00a0: la liste des candidats et les trois membres du jury."
            ),
            self.tr("Préparer la session"),
            "prepare",
        )

    def refresh(self, changes: Changes | None) -> None:
        """Read again, and draw what changed, in the worker."""
        del changes
        session_id, workspace = self.context.session_id, self.context.workspace
        if session_id is None:
            return
        services, shown, panel_id = self.context.services, self._shown_pdf, self._panel_id
        self.context.tasks.run(
            lambda _progress: read(workspace, session_id, services=services, shown=shown, panel_id=panel_id),
            self._on_read,
            title=self.tr("Lecture du procès-verbal"),
            owner=self,
            cancellable=False,
        )

    def focus_on(self, target: str) -> None:
        """``seat:<seat>``: the minutes that wait for this member's signature."""
        kind, _, seat_id = target.partition(":")
        session_id = self.context.session_id
        if kind != "seat" or session_id is None:
            return
        for minutes in self.context.queries.minutes_of_session(session_id):
            if any(line.seat_id == seat_id for line in minutes.signatures):
                self._choose_panel(minutes.panel_id)

    def panes(self) -> Sequence[QWidget]:
        """Pages, then the side."""
        return (self.form.minutesViewer, self.form.sidePane)

    def shortcut_lines(self) -> Sequence[ShortcutLine]:
        """The viewer's keys."""
        return (
            ShortcutLine("Page préc. · Page suiv.", self.tr("Faire défiler le procès-verbal")),
            ShortcutLine("Début · Fin", self.tr("Première, dernière page")),
            ShortcutLine("+ · -", self.tr("Agrandir, réduire la page")),
            ShortcutLine("L", self.tr("Ajuster à la largeur")),
            ShortcutLine("Ctrl+P · Ctrl+S", self.tr("Imprimer, enregistrer en PDF")),
            ShortcutLine("Entrée", self.tr("Dans la liste\u00a0: aller là où le point se règle")),
        )

    # --- building -----------------------------------------------------------------------------------

    def _set_up_header(self) -> None:
        self.print_button = QPushButton(self.tr("Im&primer…"), self)
        self.print_button.clicked.connect(self._on_print_clicked)
        self.save_button = QPushButton(self.tr("En&registrer en PDF…"), self)
        self.save_button.clicked.connect(self._on_save_clicked)
        self.close_button = primary_button(self.tr("&Clore la session…"), self)
        self.close_button.clicked.connect(self._on_close_clicked)
        self.sign_button = primary_button(self.tr("&Signer…"), self)
        self.sign_button.clicked.connect(lambda: self._sign(""))
        for widget in self.header_widgets():
            widget.setProperty("unavailable", True)
        for keys, act in (("Ctrl+P", self._on_print_clicked), ("Ctrl+S", self._on_save_clicked)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(act)

    def _set_up_side(self) -> None:
        form, side = self.form, self.side
        side.lead.connect(self.context.open_page)
        side.sign_asked.connect(self._sign)
        side.refusal_asked.connect(lambda seat: self._act(lambda one: self.refusals.refuse(one, seat)))
        side.return_asked.connect(lambda seat: self._act(lambda one: self.refusals.take_back(one, seat)))
        form.paperButton.clicked.connect(lambda: self._act(self.paper.ask))
        form.reopenButton.clicked.connect(lambda: self._act(self.acts.reopen))
        form.cancelButton.clicked.connect(lambda: self._act(self.acts.cancel))
        form.rectifyButton.clicked.connect(lambda: self._act(self.acts.rectify))
        form.saidButton.clicked.connect(self._on_said_asked)
        form.notSittingButton.clicked.connect(self._on_not_sitting_asked)
        form.rectificationPanel.given_up.connect(self._on_given_up)
        form.extractsButton.clicked.connect(lambda: self._act(self.extracts.ask))
        form.historyButton.clicked.connect(self._on_history_clicked)
        form.verifyOwnButton.clicked.connect(self._on_verify_own_clicked)
        form.verifyButton.clicked.connect(self.checking.ask)
        form.authorityButton.clicked.connect(self.saving.save_authority)
        form.pageBanner.activated.connect(lambda: self.context.open_page("sequel"))
        form.panelComboBox.hide()
        form.panelComboBox.currentIndexChanged.connect(self._on_panel_chosen)
        form.pageSplitter.setStretchFactor(0, 1)
        form.pageSplitter.setStretchFactor(1, 0)
        if not form.pageSplitter.restoreState(self.context.settings.splitter_state(SPLITTER)):
            form.pageSplitter.setSizes([760, 360])
        form.pageSplitter.splitterMoved.connect(self._on_splitter_moved)

    def _on_splitter_moved(self) -> None:
        self.context.settings.set_splitter_state(SPLITTER, self.form.pageSplitter.saveState())

    # --- reading ------------------------------------------------------------------------------------

    @property
    def _minutes(self) -> MinutesRow | None:
        return self._reading.minutes if self._reading else None

    def _choose_panel(self, panel_id: str) -> None:
        if panel_id != self._panel_id:
            self._panel_id = panel_id
            self.refresh(None)

    def _on_panel_chosen(self, _index: int) -> None:
        self._choose_panel(str(self.form.panelComboBox.currentData() or ""))

    def _on_read(self, reading: MinutesReading) -> None:
        asked = self._panel_id in ("", reading.panel_id) or self._panel_id not in reading.panels
        if reading.session.id != self.context.session_id or not asked:
            if reading.pages is not None:
                reading.pages.pages.close()
            return
        self._reading = reading
        self._panel_id = reading.panel_id
        _show_panels(self.form.panelComboBox, reading)
        if reading.pages is not None or reading.problem is not None:
            self.form.minutesViewer.show_pages(reading.pages)
            signed_file = reading.minutes is not None and reading.pages is not None
            self._shown_pdf = reading.minutes.pdf_sha256 if reading.minutes and signed_file else ""
            if signed_file:
                self.form.minutesViewer.show_frames()
        self.side.show_reading(reading)
        self._show_actions(reading)
        self.header_changed.emit()
        if self._just_closed and reading.minutes is not None:
            self._just_closed = False
            self.sign_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_actions(self, reading: MinutesReading) -> None:
        minutes, drawn = reading.minutes, self.form.minutesViewer.page_set is not None
        waits = minutes is not None and any(line.awaited for line in minutes.signatures)
        on_screen = minutes is not None and minutes.route is not Route.PAPER
        self.print_button.setProperty("unavailable", not drawn)
        self.save_button.setProperty("unavailable", not drawn)
        self.close_button.setProperty("unavailable", minutes is not None or reading.session.cancelled)
        rectifying = reading.rectification is not None
        self.close_button.setText(
            self.tr("&Clore le rectificatif…") if rectifying else self.tr("&Clore la session…")
        )
        self.sign_button.setProperty("unavailable", not (waits and on_screen))

    # --- acts ---------------------------------------------------------------------------------------

    def _on_close_clicked(self) -> None:
        reading = self._reading
        if reading is not None:
            self._ask_closing(reading.session, reading.blockers, reading.decided)

    def _ask_closing(self, session: SessionRow, blockers: Sequence[Blocker], decided: int) -> None:
        panels = len(self._reading.panels) if self._reading is not None else 1
        found = self._reading.rectification if self._reading is not None else None
        dialog = ClosingDialog(
            session, blockers, self._reading.advice if self._reading is not None else (),
            decided=decided, panels=panels,
            rectifies=found,
            extracts=self._reading is not None and self._reading.had_extracts,
            chosen=self._reading.chosen if self._reading is not None else DEFAULTS, parent=self.window(),
        )  # fmt: skip
        accepted = self.context.messages.run_dialog(dialog)
        lead, extracts, choices = dialog.lead, dialog.extracts, dialog.choices
        dialog.deleteLater()
        if lead is not None:
            self.context.open_page(*lead)
        elif accepted:
            self._close(session, extracts=extracts, choices=choices)

    def _close(self, session: SessionRow, *, extracts: bool, choices: ClosingChoices) -> None:
        services, workspace = self.context.services, self.context.workspace
        self._just_closed = True

        def refused(error: CispError) -> None:
            blockers = explain(error)
            if blockers:
                self._ask_closing(session, blockers, 0)
            else:
                self.context.messages.error(self, error)

        self.context.tasks.run(
            lambda progress: close_session(
                workspace, session.id, renderer=services.renderer, signer=services.signer,
                extracts=extracts, choices=choices, progress=progress,
            ),
            lambda _closed: self.context.operations.undo_stack.clear(),
            refused, title=self.tr("Clôture de la session"), owner=self, writes=True, cancellable=False,
        )  # fmt: skip

    def _act(self, act: Callable[[MinutesRow], None]) -> None:
        """Do something with the minutes that are shown, unless a long task writes."""
        if self._minutes is not None and not self.context.operations.refuse_while_writing(self):
            act(self._minutes)

    def _on_said_asked(self) -> None:
        if self._reading is not None and self._reading.panel is not None:
            ask_panel_name(self.context, self._reading.panel, parent=self)

    def _on_not_sitting_asked(self) -> None:
        panel = self._reading.panel if self._reading is not None else None
        if panel is None or self.context.operations.refuse_while_writing(self):
            return
        if panel.could_not_sit_at is None:
            ask_not_sitting(self.context, panel, parent=self)
        else:
            take_back(self.context, panel, parent=self)

    def _on_given_up(self) -> None:
        reading = self._reading
        if reading is not None and reading.rectification is not None:
            self.acts.give_up(reading.session.id, reading.rectification)

    def _on_history_clicked(self) -> None:
        if self._reading is not None:
            self.history.ask(self._reading.session.id)

    def _sign(self, seat_id: str) -> None:
        minutes = self._minutes
        if minutes is not None and minutes.pdf_sha256 == self._shown_pdf:
            self.signing.ask(minutes, seat_id)

    def _on_print_clicked(self) -> None:
        pages, reading = self.form.minutesViewer.page_set, self._reading
        if pages is not None and reading is not None:
            minutes = reading.minutes
            if minutes is not None and minutes.pdf_sha256 == self._shown_pdf:
                self.printing.ask_minutes(pages, minutes)
            else:
                self.printing.ask(pages, reading.name)

    def _on_save_clicked(self) -> None:
        pages, reading = self.form.minutesViewer.page_set, self._reading
        if pages is not None and reading is not None:
            self.saving.save_minutes(pages.pdf, reading.name, draft=reading.minutes is None)

    def _on_verify_own_clicked(self) -> None:
        minutes, pages = self._minutes, self.form.minutesViewer.page_set
        if minutes is not None and pages is not None:
            self.checking.check(minutes, pages.pdf)


def _show_panels(combo: QComboBox, reading: MinutesReading) -> None:
    """Offer the panels that have minutes; nothing to choose where there is one."""
    with QSignalBlocker(combo):
        combo.clear()
        for panel_id, label in reading.panels.items():
            combo.addItem(label, panel_id)
        combo.setCurrentIndex(combo.findData(reading.panel_id))
    combo.setVisible(reading.several)
