"""« Préparer », third tab: the session's panels, each with its seats, rules, candidates and recusals.

This module must not know how a code is made or a seat stored, nor the other tabs.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from cisp_desktop.application.jurors import SeatChoice, SeatGiven, set_panel
from cisp_desktop.application.panel_advice import PanelReport
from cisp_desktop.application.queries import PanelRow
from cisp_desktop.application.wording import session_days
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.domain.errors import CispError
from cisp_desktop.domain.text import same_person
from cisp_desktop.gui.authority_export import export_authority
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.first_codes_dialog import FirstCodesDialog
from cisp_desktop.gui.dialogs.juror_register_dialog import JurorRegisterDialog
from cisp_desktop.gui.dialogs.session_scheme_dialog import show_session_scheme
from cisp_desktop.gui.forms.prepare_panel import Ui_PreparePanel
from cisp_desktop.gui.panel_acts import (
    ask_new_codes,
    ask_new_panel,
    ask_panel_name,
    export_blank_sheets,
    remove_one_panel,
)
from cisp_desktop.gui.session_data import SessionData, name_of
from cisp_desktop.gui.typed_panel import typed_panel
from cisp_desktop.gui.widgets.labels import literal_tooltip
from cisp_desktop.gui.widgets.panel_candidates import PanelCandidates
from cisp_desktop.gui.widgets.panel_summary import panel_problem, panel_summary
from cisp_desktop.gui.widgets.panels import Tone
from cisp_desktop.gui.widgets.prepare_recusals import PrepareRecusals
from cisp_desktop.gui.widgets.prepare_tab import PrepareTab
from cisp_desktop.gui.widgets.seat_card import Place, SeatCard


class PreparePanel(PrepareTab):
    """One panel at a time, chosen above; its seats and rules, candidates and recusals below."""

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._panel_id = ""
        self._report: PanelReport | None = None
        self.form = Ui_PreparePanel()
        self.form.setupUi(self)
        self.candidates = PanelCandidates(context, self)
        self.form.candidatesLayout.addWidget(self.candidates)
        self.recusals = PrepareRecusals(context, self)
        self.form.recusalsLayout.addWidget(self.recusals)
        self.form.sectionTabWidget.tabBar().setProperty("kind", "compact")
        self.form.seatList.edited.connect(self._on_seat_edited)
        self.form.panelComboBox.activated.connect(self._on_panel_chosen)
        self.form.sectionTabWidget.currentChanged.connect(self._show_candidates)
        self._compose_tools()

    @property
    def cards(self) -> dict[Place, SeatCard]:
        """The seats of the panel shown, in the order of the sheet."""
        return self.form.seatList.cards

    @property
    def panel(self) -> PanelRow | None:
        """The panel shown."""
        if self._data is None:
            return None
        return next((p for p in self._data.panels if p.id == self._panel_id), self._data.panel)

    @property
    def choices(self) -> list[SeatChoice]:
        """Who is named, in the order of the sheet."""
        return self.form.seatList.choices

    @property
    def unsaved(self) -> bool:
        """Whether something typed was not composed yet."""
        return self.form.seatList.unsaved

    def show_data(self, data: SessionData) -> None:
        """Show another state of the session; what is being typed stays."""
        other = self._data is None or self._data.session.id != data.session.id
        self._data = data
        if other or self._panel_id not in {panel.id for panel in data.panels}:
            self.form.seatList.forget()
            self._panel_id = data.panel.id
        self._name_panels(data)
        self._show_panel()

    def show_panel(self, panel_id: str) -> bool:
        """Show another panel; what is typed and not composed is dropped after a question."""
        if panel_id == self._panel_id:
            return True
        if self.unsaved and not self.locked and not self._may_forget():
            return False
        self._panel_id = panel_id
        self.form.seatList.forget()
        if self._data is not None:
            self.show_data(self._data)
        return True

    def compose(self) -> None:
        """Set the panel in the worker, then show the first codes."""
        data, panel = self._data, self.panel
        if data is None or panel is None or data.locked:
            return
        if self.context.operations.refuse_while_writing(self):
            return
        self.form.seatList.finish_names()
        if self._problem()[1]:
            self._focus_problem()
            return
        workspace, services, choices = self.context.workspace, self.context.services, self.choices
        session_id, panel_id = data.session.id, panel.id
        self.form.composeButton.setEnabled(False)
        self.context.tasks.run(
            lambda _progress: set_panel(
                workspace, session_id, choices=choices, identities=services.identities, panel_id=panel_id
            ),
            self._on_panel_set,
            self._on_panel_refused,
            title=self.tr("Composition du jury"),
            owner=self,
            writes=True,
            cancellable=False,
        )

    def forget_edits(self) -> None:
        """Drop what was typed and not composed."""
        self.form.seatList.forget()
        if self._data is not None:
            self.show_data(self._data)

    def focus_first_empty(self) -> None:
        """Put the cursor where a name is missing, in the first panel that lacks one."""
        data = self._data
        if data is not None and not self.unsaved:
            places = set(data.rules.required_places)
            lacking = (p for p in data.panels if places - {(seat.role, seat.rank) for seat in p.seats})
            panel = next(lacking, None)
            if panel is not None:
                self.show_panel(panel.id)
        self.form.sectionTabWidget.setCurrentWidget(self.form.seatsPage)
        self.form.seatList.focus_first_empty()

    def _compose_tools(self) -> None:
        form, icons = self.form, self.context.icons
        form.composeButton.clicked.connect(self.compose)
        form.registerButton.clicked.connect(self._on_register_asked)
        manage = QMenu(self)
        self._add_action = manage.addAction(self.tr("&Ajouter un jury…"), self._on_add_asked)
        self._name_action = manage.addAction(self.tr("&Nom, salle, secrétaire…"), self._on_name_asked)
        self._remove_action = manage.addAction(self.tr("&Supprimer ce jury…"), self._on_remove_asked)
        self._codes_action = manage.addAction(self.tr("Nouveaux premiers &codes…"), self._on_codes_asked)
        manage.addAction(self.tr("&Barème de la session…"), lambda: show_session_scheme(self.context, self))
        form.manageButton.setMenu(manage)
        menu = QMenu(self)
        self._sheets_action = menu.addAction(self.tr("&Grilles vierges en classeurs…"), self._on_sheets_asked)
        menu.addAction(self.tr("&Certificat de l’autorité de l’espace de travail…"), self._on_authority_asked)
        form.exportButton.setMenu(menu)
        form.addSeatButton.setMenu(form.seatList.menu(self))
        for button, icon in (
            (form.exportButton, "export"), (form.composeButton, "users-three"),
            (form.registerButton, "address-book"), (form.addSeatButton, "plus"),
        ):  # fmt: skip
            icons.set(button, icon)

    def _name_panels(self, data: SessionData) -> None:
        box = self.form.panelComboBox
        box.clear()
        for panel in data.panels:
            box.addItem(panel_words(panel.name, panel.position, room=panel.room), panel.id)
        box.setCurrentIndex(box.findData(self._panel_id))
        first = self._panel_id == data.panel.id
        self._remove_action.setEnabled(not first and not data.locked)
        for action in (self._add_action, self._name_action):
            action.setEnabled(not data.locked)

    def _show_panel(self) -> None:
        data, panel = self._data, self.panel
        if data is None or panel is None:
            return
        form = self.form
        form.seatList.show_panel(panel, data.rules, data.jurors, locked=data.locked)
        form.seatList.order_tabs(form.sectionTabWidget, form.addSeatButton)
        self.recusals.show_panel(data, panel)
        self._codes_action.setEnabled(any(not s.used for s in panel.seats) and not data.locked)
        self._sheets_action.setEnabled(bool(panel.seats and data.registrations))
        form.composeButton.setVisible(not data.locked)
        form.addSeatButton.setVisible(not data.locked)
        self._show_rules()
        self._show_candidates()
        self._name_sections(data, panel)

    def _name_sections(self, data: SessionData, panel: PanelRow) -> None:
        sections = (
            (self.form.seatsPage, self.tr("Sièges"), ""),
            (self.form.candidatesPage, self.tr("Candidats"), str(len(data.heard_by(panel.id)))),
            (self.form.recusalsPage, self.tr("Récusations"), self.recusals.counts),
        )
        tabs = self.form.sectionTabWidget
        for page, name, count in sections:
            tabs.setTabText(tabs.indexOf(page), f"{name}  ·  {count}" if count else name)

    def _problem(self) -> tuple[Tone, str]:
        return panel_problem(self.choices, self._data.rules if self._data is not None else None)

    def _show_rules(self) -> None:
        data, panel = self._data, self.panel
        if data is None or panel is None:
            return
        (tone, problem), choices = self._problem(), self.choices
        for place, card in self.cards.items():
            twins = [c for c in choices if c.place != place and same_person(c.name, card.choice.name)]
            card.mark_invalid(bool(twins))
        report = data.report(typed_panel(panel, choices, data.jurors))
        self.form.ruleList.show_report(report, self._candidate_words)
        self._report = report
        if problem:
            self.form.rulesBanner.show_text(tone, problem)
        else:
            self.form.rulesBanner.show_text(*panel_summary(report))
        composing = self.context.tasks.writing is not None
        button = self.form.composeButton
        button.setEnabled(not problem and not composing and self._may_compose)
        unchanged = "" if self._may_compose else self.tr("Le jury est enregistré tel qu’il est affiché.")
        button.setToolTip(literal_tooltip(problem or unchanged))

    def _candidate_words(self, registration_id: str) -> str:
        row = self._data.registration(registration_id) if self._data is not None else None
        return f"{row.number}   {name_of(row)}" if row is not None else ""

    def _show_candidates(self) -> None:
        """Not at every letter: a session may have two thousand candidates."""
        if self._data is not None and self.panel is not None and self._report is not None:
            self.candidates.show_panel(self._data, self.panel, self._report)

    @property
    def _may_compose(self) -> bool:
        """Whether composing would do something."""
        return self.panel is not None and self.unsaved

    def _may_forget(self) -> bool:
        return self.context.messages.confirm(
            self,
            self.tr("Le jury n’est pas enregistré"),
            text=self.tr("Les noms saisis pour ce jury ne sont pas encore enregistrés."),
            accept=self.tr("Changer sans enregistrer"),
            destructive=True,
        )

    def _focus_problem(self) -> None:
        self.form.sectionTabWidget.setCurrentWidget(self.form.seatsPage)
        invalid = next((c for c in self.cards.values() if c.name_edit.property("kind") == "invalid"), None)
        if invalid is not None:
            invalid.name_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.seatList.focus_first_empty()

    def _on_seat_edited(self) -> None:
        self.form.seatList.order_tabs(self.form.sectionTabWidget, self.form.addSeatButton)
        self._show_rules()

    def _on_panel_chosen(self) -> None:
        box = self.form.panelComboBox
        if not self.show_panel(str(box.currentData())):
            box.setCurrentIndex(box.findData(self._panel_id))

    def _on_add_asked(self) -> None:
        if self._data is None or self.locked or (self.unsaved and not self._may_forget()):
            return
        self.form.seatList.forget()
        added = ask_new_panel(self.context, self._data, parent=self)
        if added is not None:
            self.show_panel(added)
            self.form.sectionTabWidget.setCurrentWidget(self.form.seatsPage)
            self.form.seatList.focus_first_empty()
        elif self._data is not None:
            self.show_data(self._data)

    def _on_name_asked(self) -> None:
        if self.panel is not None and not self.locked:
            ask_panel_name(self.context, self.panel, parent=self)

    def _on_remove_asked(self) -> None:
        if self._data is None or self.panel is None or self.locked:
            return
        if remove_one_panel(self.context, self._data, self.panel, parent=self):
            self.told.emit(self.tr("Jury supprimé ; « Annuler » le rétablit."))

    def _on_register_asked(self) -> None:
        if self._data is None:
            return
        dialog = JurorRegisterDialog(self.context, day=self._data.session.starts, parent=self)
        self.context.messages.run_dialog(dialog)
        dialog.deleteLater()

    def _on_codes_asked(self) -> None:
        if self.panel is not None:
            ask_new_codes(self.context, self.panel, self._on_panel_set, self._on_panel_refused, parent=self)

    def _on_panel_set(self, given: list[SeatGiven]) -> None:
        data = self._data
        self._show_rules()
        members = [seat for seat in given if not seat.standby]
        if data is None or not any(seat.code for seat in members):
            self.told.emit(self.tr("Jury enregistré."))
            return
        session = self.tr("{0}, jury {1}").format(
            data.session.centre_name, session_days(data.session.starts, data.session.ends)
        )
        dialog = FirstCodesDialog(members, self.context.messages, session=session, parent=self)
        self.context.messages.run_dialog(dialog)
        dialog.deleteLater()
        new = ", ".join(seat.name for seat in members if seat.code)
        self.told.emit(self.tr("Jury enregistré ; nouveau code pour {0}.").format(new))

    def _on_panel_refused(self, error: CispError) -> None:
        self._show_rules()
        self.context.messages.error(self, error)

    def _on_sheets_asked(self) -> None:
        if self._data is not None:
            export_blank_sheets(self.context, self._data.session.id, parent=self)

    def _on_authority_asked(self) -> None:
        if export_authority(self.context, self):
            self.told.emit(self.tr("Certificat de l’autorité écrit."))
