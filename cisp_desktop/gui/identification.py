"""Who is at the keyboard: asking for an own code, offering to change the first one, locking.

Changing juror blanks the pages first. This module must not know any particular page.
"""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QPushButton, QWidget

from cisp_desktop.application.demonstration_codes import told_codes
from cisp_desktop.application.jurors import IdentifiedJuror, change_code, identify_juror, keep_first_code
from cisp_desktop.application.wording import role_short, sentence
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.domain.errors import CispError, Refused
from cisp_desktop.gui.code_reset_acts import ask_code_reset
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.change_code_dialog import ChangeCodeDialog
from cisp_desktop.gui.dialogs.code_problem import show_code_problem
from cisp_desktop.gui.dialogs.first_codes_dialog import FirstCodesDialog
from cisp_desktop.gui.dialogs.identify_juror_dialog import IdentifyJurorDialog
from cisp_desktop.gui.pages.page import Page
from cisp_desktop.gui.widgets.labels import literal_caption


class Identification(QObject):
    """The juror's button of the header, its menu, and its dialogs."""

    def __init__(self, context: GuiContext, button: QPushButton, *, window: QWidget) -> None:
        super().__init__(button)
        self._context = context
        self._button = button
        self._window = window
        self._offered: set[str] = set()
        self._lock_action = QAction(self.tr("&Verrouiller le poste"), self)
        self._lock_action.setShortcut(QKeySequence("Ctrl+L"))
        self._lock_action.triggered.connect(self.lock)
        window.addAction(self._lock_action)
        self.menu = QMenu(button)
        self.menu.aboutToShow.connect(self._on_menu_opening)
        button.setMenu(self.menu)
        context.identification_requested.connect(self.identify)
        context.juror_changed.connect(self._on_juror_changed)
        context.session_changed.connect(self.show_juror)
        self.show_juror()

    def lock(self) -> None:
        """Forget who is at the keyboard."""
        self._context.set_juror(None)

    def identify(self, seat_id: str = "") -> None:
        """Ask for an own code; the pages are blanked first, so that nobody reads over a shoulder."""
        session_id = self._context.session_id
        if session_id is None:
            return
        panels = self._context.queries.panels(session_id)
        if not any(panel.seats for panel in panels):
            self._context.messages.error(self._window, Refused("gui.no_seat"))
            return
        self.lock()
        dialog = IdentifyJurorDialog(panels, seat_id, parent=self._window)
        dialog.show_hint(told_codes(self._context.queries, session_id))
        dialog.submitted.connect(lambda: self._check(dialog))
        self._context.messages.run_dialog(dialog)
        forgotten = dialog.forgotten_seat
        dialog.deleteLater()
        if forgotten:
            self.reset_code(forgotten)

    def reset_code(self, seat_id: str) -> None:
        """Let two people replace a forgotten code."""
        ask_code_reset(self._context, seat_id, parent=self._window)

    def offer_change(self, juror: IdentifiedJuror, known_code: str = "") -> None:
        """Ask for a new code; ``known_code`` is not asked again."""
        dialog = ChangeCodeDialog(
            juror.name, known_code=known_code, first=juror.first_code, parent=self._window
        )
        dialog.submitted.connect(lambda: self._change(dialog, juror))
        dialog.kept.connect(lambda: self._keep(dialog, juror))
        self._context.messages.run_dialog(dialog)
        dialog.deleteLater()

    def show_juror(self) -> None:
        """Show who is at the keyboard."""
        juror = self._context.current_juror
        if juror is None:
            text = self.tr("Aucun juré identifié")
        else:
            text = self.tr("{0}, {1}").format(juror.name, role_short(juror.role, sex=juror.sex).lower())
        self._button.setText(literal_caption(text))
        self._button.setVisible(self._context.session_id is not None)
        self._lock_action.setEnabled(juror is not None)

    def _on_juror_changed(self) -> None:
        """Close what a page shows of the juror who left, in dialogs of its own."""
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog) and dialog.isVisible() and _follows_juror(dialog):
                _close(dialog)
        self.show_juror()

    def _check(self, dialog: IdentifyJurorDialog) -> None:
        workspace, identities = self._context.workspace, self._context.services
        seat_id, code = dialog.seat_id, dialog.code
        self._context.tasks.run(
            lambda _progress: identify_juror(workspace, seat_id, code=code, identities=identities.identities),
            lambda juror: self._on_identified(dialog, juror, code),
            lambda error: show_code_problem(dialog, error, context=self._context, seat_id=seat_id),
            title=self.tr("Vérification du code"),
            owner=dialog,
            cancellable=False,
            quiet=True,
        )

    def _on_identified(self, dialog: IdentifyJurorDialog, juror: IdentifiedJuror, code: str) -> None:
        dialog.accept()
        self._context.set_juror(juror)
        QTimer.singleShot(0, self, lambda: self._welcome(juror, code))

    def _welcome(self, juror: IdentifiedJuror, code: str) -> None:
        """Offer once to change a first code; go on with what a lock interrupted, say which forms are kept."""
        told = told_codes(self._context.queries, self._context.session_id)  # those are for trying: kept
        if juror.first_code and not told and juror.seat_id not in self._offered:
            self._offered.add(juror.seat_id)
            self.offer_change(juror, code)
        if self._context.current_juror is not juror:
            return
        titles = self._context.interrupted.take_up()
        if titles:
            words = self.tr(
                "Le poste s’est verrouillé pendant que vous remplissiez\u00a0: {0}. Votre saisie est gardée, "
                "pour vous seul\u00a0: rouvrez cette fenêtre pour la reprendre."
            ).format(", ".join(f"«\u00a0{title}\u00a0»" for title in titles))
            self._context.messages.inform(self._window, self.tr("Saisie gardée"), words)

    def _change(self, dialog: ChangeCodeDialog, juror: IdentifiedJuror) -> None:
        workspace, services = self._context.workspace, self._context.services
        old, new = dialog.old, dialog.new
        self._context.tasks.run(
            lambda _progress: change_code(
                workspace, juror.seat_id, old=old, new=new, identities=services.identities
            ),
            lambda _none: dialog.accept(),
            lambda error: show_code_problem(dialog, error, context=self._context, seat_id=juror.seat_id),
            title=self.tr("Changement de code"),
            owner=dialog,
            cancellable=False,
            quiet=True,
        )

    def _keep(self, dialog: ChangeCodeDialog, juror: IdentifiedJuror) -> None:
        def refused(error: CispError) -> None:
            dialog.show_problem(sentence(error))

        workspace = self._context.workspace
        if self._context.operations.run(
            lambda: keep_first_code(workspace, juror.seat_id), parent=dialog, on_error=refused
        ):
            dialog.accept()

    def _on_menu_opening(self) -> None:
        self.menu.clear()
        juror, session_id = self._context.current_juror, self._context.session_id
        if session_id is None:
            return
        panels = [panel for panel in self._context.queries.panels(session_id) if panel.seats]
        for panel in panels:
            if len(panels) > 1:
                self.menu.addSection(literal_caption(panel_words(panel.name, panel.position)))
            for seat in (*panel.seats, *(seat for seat in panel.substitutes if seat.has_code)):
                text = literal_caption(f"{seat.name}, {role_short(seat.role, sex=seat.sex).lower()}")
                action = self.menu.addAction(text)
                action.setCheckable(True)
                action.setChecked(juror is not None and juror.seat_id == seat.id)
                action.setData(seat.id)
                action.triggered.connect(self._on_seat_chosen)
        if self.menu.isEmpty():
            self.menu.addAction(self.tr("Composer le jury…")).triggered.connect(self._on_panel_asked)
            return
        self.menu.addSeparator()
        if juror is not None:
            change = self.menu.addAction(self.tr("&Changer mon code…"))
            change.triggered.connect(lambda: self.offer_change(juror))
        self.menu.addAction(self.tr("Code &oublié…")).triggered.connect(self._on_forgotten_asked)
        self.menu.addAction(self._lock_action)

    def _on_seat_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            juror = self._context.current_juror
            seat_id = str(action.data())
            if juror is None or juror.seat_id != seat_id:
                self.identify(seat_id)

    def _on_forgotten_asked(self) -> None:
        self.reset_code("")

    def _on_panel_asked(self) -> None:
        self._context.open_page("prepare", "tab:panel")


def _follows_juror(dialog: QDialog) -> bool:
    """Whether a dialog is the juror's own, or belongs to a page that shows what is the juror's alone."""
    if getattr(dialog, "follows_juror", False):
        return True
    parent = dialog.parentWidget()
    while parent is not None:
        if isinstance(parent, Page):
            return parent.follows_juror
        parent = parent.parentWidget()
    return False


def _close(dialog: QDialog) -> None:
    """Close at once: no question may hold the lock back. Who showed codes shows them again later."""
    if isinstance(dialog, FirstCodesDialog):
        dialog.done(QDialog.DialogCode.Rejected)
    else:
        dialog.reject()
