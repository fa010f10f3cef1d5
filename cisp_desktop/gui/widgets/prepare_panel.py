"""« Préparer », third tab: the three seats, the recusals, and what leaves for the jurors.

This module must not know how a code is made or a seat stored, nor the other tabs.
"""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from cisp_desktop.application.jurors import SeatChoice, SeatGiven, set_panel
from cisp_desktop.application.panel_advice import (
    external_members,
    same_person,
    share_is_low,
)
from cisp_desktop.application.sheet_files import export_sheets
from cisp_desktop.application.wording import plural, role_short, session_days
from cisp_desktop.domain.errors import CispError
from cisp_desktop.domain.panel import ROLE_ORDER, Role
from cisp_desktop.gui.authority_export import export_authority
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.first_codes_dialog import FirstCodesDialog
from cisp_desktop.gui.forms.prepare_panel import Ui_PreparePanel
from cisp_desktop.gui.session_data import SessionData
from cisp_desktop.gui.widgets.panels import Tone
from cisp_desktop.gui.widgets.prepare_recusals import PrepareRecusals
from cisp_desktop.gui.widgets.prepare_tab import PrepareTab
from cisp_desktop.gui.widgets.seat_card import SeatCard


class PreparePanel(PrepareTab):
    """Seats above, recusals below."""

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.form = Ui_PreparePanel()
        self.form.setupUi(self)
        captions = {
            Role.PRESIDENT: (self.tr("&Nom"), self.tr("&Titre"), self.tr("Em&ployeur")),
            Role.PROFESSIONAL: (self.tr("No&m"), self.tr("T&itre"), self.tr("Emp&loyeur")),
            Role.CENTRE: (self.tr("N&om"), self.tr("Titr&e"), self.tr("Employe&ur")),
        }
        self.cards = {role: SeatCard(role, captions[role], self) for role in ROLE_ORDER}
        for card in self.cards.values():
            card.edited.connect(self._on_seat_edited)
            self.form.seatsLayout.addWidget(card, 1)
        self._order_tabs()
        self.recusals = PrepareRecusals(context, self)
        self.form.recusalsLayout.addWidget(self.recusals)
        self._compose_tools()

    @property
    def choices(self) -> list[SeatChoice]:
        """What is typed, in the order of the sheet."""
        return [self.cards[role].choice for role in ROLE_ORDER]

    @property
    def unsaved(self) -> bool:
        """Whether something typed was not composed yet."""
        return any(card.changed for card in self.cards.values())

    def show_data(self, data: SessionData) -> None:
        """Show another state of the session; what is being typed stays."""
        other = self._data is None or self._data.session.id != data.session.id
        self._data = data
        seats = {seat.role: seat for seat in data.panel.seats}
        asked = {str(s.get("role")): str(s.get("who", "")) for s in _asked_seats(data)}
        for role, card in self.cards.items():
            if other:
                card.forget()
            card.explain(asked.get(role.value, ""))
            card.show_seat(seats.get(role), locked=data.locked)
        self.recusals.show_data(data)
        self._sheets_action.setEnabled(bool(data.panel.seats and data.registrations))
        self.form.composeButton.setVisible(not data.locked)
        self._show_rules()

    def compose(self) -> None:
        """Set the panel in the worker, then show the first codes."""
        data = self._data
        if data is None or data.locked or self.context.operations.refuse_while_writing(self):
            return
        if self._problem()[1]:
            self._focus_problem()
            return
        workspace, services, choices = self.context.workspace, self.context.services, self.choices
        session_id = data.session.id
        self.form.composeButton.setEnabled(False)
        self.context.tasks.run(
            lambda _progress: set_panel(
                workspace, session_id, choices=choices, identities=services.identities
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
        data = self._data
        for card in self.cards.values():
            card.forget()
        if data is not None:
            self.show_data(data)

    def focus_first_empty(self) -> None:
        """Put the cursor where a name is missing."""
        card = next((c for c in self.cards.values() if not c.choice.name.strip()), self.cards[Role.PRESIDENT])
        card.name_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _order_tabs(self) -> None:
        fields = [
            edit
            for role in ROLE_ORDER
            for edit in (
                self.cards[role].name_edit,
                self.cards[role].title_edit,
                self.cards[role].employer_edit,
            )
        ]
        for before, after in zip([*fields], [*fields[1:], self.form.exportButton], strict=True):
            self.setTabOrder(before, after)

    def _compose_tools(self) -> None:
        form, icons = self.form, self.context.icons
        form.composeButton.clicked.connect(self.compose)
        menu = QMenu(self)
        self._sheets_action = menu.addAction(
            self.tr("&Grilles vierges en classeurs, une par juré…"), self._on_sheets_asked
        )
        menu.addAction(self.tr("&Certificat de l’autorité de l’espace de travail…"), self._on_authority_asked)
        form.exportButton.setMenu(menu)
        icons.set(form.exportButton, "export")
        icons.set(form.composeButton, "users-three")

    def _problem(self) -> tuple[Tone, str]:
        """Return what keeps the panel from being composed; an empty sentence when nothing does."""
        named = [choice for choice in self.choices if choice.name.strip()]
        for position, choice in enumerate(named):
            twin = next((c for c in named[:position] if same_person(c.name, choice.name)), None)
            if twin is not None:
                words = self.tr(
                    "« {0} » occupe deux sièges. Un juré n’en tient qu’un : nommez une autre personne."
                )
                return Tone.DANGER, words.format(choice.name.strip())
        if len(named) < len(ROLE_ORDER):
            missing = ", ".join(role_short(c.role).lower() for c in self.choices if not c.name.strip())
            return Tone.INFO, self.tr("Il reste à nommer : {0}.").format(missing)
        return Tone.SUCCESS, ""

    def _show_rules(self) -> None:
        data = self._data
        if data is None:
            return
        (tone, problem), choices = self._problem(), self.choices
        named = [choice for choice in choices if choice.name.strip()]
        for role, card in self.cards.items():
            twins = [
                c for c in named if c.role is not role and same_person(c.name, self.cards[role].choice.name)
            ]
            card.mark_invalid(bool(twins))
        external = external_members(
            choices, centre=data.session.centre_name, certifier=data.certification.certifier_name
        )
        banner, composing = self.form.rulesBanner, self.context.tasks.writing is not None
        if problem:
            banner.show_text(tone, problem)
        elif share_is_low(external, len(ROLE_ORDER)):
            words = self.tr(
                "{0} sur {1} est extérieur au certificateur et au centre : moins que la moitié souhaitée. "
                "C’est un avertissement, le procès-verbal le dira."
            ).format(plural(external, self.tr("membre"), self.tr("membres")), len(ROLE_ORDER))
            banner.show_text(Tone.WARNING, words)
        else:
            banner.show_text(Tone.SUCCESS, self.tr("Le jury répond à la règle de la fiche."))
        self.form.composeButton.setEnabled(not problem and not composing and self._may_compose)

    @property
    def _may_compose(self) -> bool:
        """Whether composing would do something: new names, or new first codes for those never used."""
        data = self._data
        return data is not None and (self.unsaved or any(not seat.used for seat in data.panel.seats))

    def _focus_problem(self) -> None:
        invalid = next((c for c in self.cards.values() if c.name_edit.property("kind") == "invalid"), None)
        if invalid is not None:
            invalid.name_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_first_empty()

    def _on_seat_edited(self) -> None:
        self._show_rules()

    def _on_panel_set(self, given: list[SeatGiven]) -> None:
        data = self._data
        self._show_rules()
        if data is None or not any(seat.code for seat in given):
            self.told.emit(self.tr("Jury enregistré."))
            return
        session = self.tr("{0}, jury {1}").format(
            data.session.centre_name, session_days(data.session.starts, data.session.ends)
        )
        dialog = FirstCodesDialog(given, self.context.messages, session=session, parent=self)
        self.context.messages.run_dialog(dialog)
        dialog.deleteLater()
        self.told.emit(self.tr("Jury composé : chaque juré a son premier code."))

    def _on_panel_refused(self, error: CispError) -> None:
        self._show_rules()
        self.context.messages.error(self, error)

    def _on_sheets_asked(self) -> None:
        data = self._data
        if data is None:
            return
        folder = self.context.messages.open_folder(self, self.tr("Où écrire les grilles vierges"))
        if folder is None:
            return
        workspace, services = self.context.workspace, self.context.services
        self.context.tasks.run(
            lambda _progress: export_sheets(workspace, data.session.id, folder, files=services.sheet_files),
            self._on_sheets_written,
            title=self.tr("Export des grilles vierges"),
            owner=self,
            cancellable=False,
        )

    def _on_sheets_written(self, paths: list[Path]) -> None:
        names = "\n".join(f"• {path.name}" for path in paths)
        words = self.tr(
            "Écrits dans {0} :\n{1}\n\nCes classeurs ne sont pas chiffrés et portent les noms des candidats."
        ).format(paths[0].parent if paths else "", names)
        self.context.messages.inform(self, self.tr("Grilles exportées"), words)

    def _on_authority_asked(self) -> None:
        if export_authority(self.context, self):
            self.told.emit(self.tr("Certificat de l’autorité écrit."))


def _asked_seats(data: SessionData) -> list[dict[str, object]]:
    """Return what the official sheet says of each seat."""
    panel = data.certification.sheet.get("panel") or {}
    return [seat for seat in panel.get("seats", ()) if isinstance(seat, dict)]
