"""Pictures of the jury's tab: seats and rules, an older title, two panels, candidates, recusals, register."""

from dataclasses import replace
from datetime import date
from typing import cast

from PySide6.QtWidgets import QDialog, QWidget

from cisp_desktop.application.juror_register import JurorDetails, add_juror
from cisp_desktop.application.jurors import SeatChoice, set_panel
from cisp_desktop.application.panels import PanelSaid, add_panel, move_candidates
from cisp_desktop.application.preparing import create_session
from cisp_desktop.domain.panel import JurorCategory, Role
from cisp_desktop.gui.dialogs.juror_register_dialog import JurorRegisterDialog
from cisp_desktop.gui.dialogs.panel_dialog import PanelDialog
from cisp_desktop.gui.pages.prepare_page import PreparePage
from cisp_desktop.gui.widgets.prepare_panel import PreparePanel
from tests.screenshots.stage import Stage

OLDER_CENTRE = "Centre de formation de Romans"
OLDER = (
    SeatChoice(Role.PRESIDENT, "GARNIER Paul", "Professeur", "Université Savoie Mont Blanc"),
    SeatChoice(Role.PROFESSIONAL, "LEROY Samir", "Chef de projet", "Métropole de Lyon"),
    SeatChoice(Role.PROFESSIONAL, "NGUYEN Minh", "Directrice", "Régie de quartier", rank=2),
    SeatChoice(Role.TRAINER, "BRUN Luc", "Formateur", "Indépendant"),
    SeatChoice(Role.PRESIDENT, "DURAND Éva", standby=True),
)
SECOND = (
    SeatChoice(Role.PRESIDENT, "GARNIER Paul", "Professeur", "Université Savoie Mont Blanc"),
    SeatChoice(Role.PROFESSIONAL, "LEROY Samir", "Chef de projet", "Métropole de Lyon"),
    SeatChoice(Role.CENTRE, "TARDY Nicole", "Responsable de site", "CISP"),
)


def _tab(stage: Stage, section: str) -> PreparePanel:
    page = cast(PreparePage, stage.show_page("prepare", "tab:panel"))
    panel = page.panel
    shown: dict[str, QWidget] = {
        "seats": panel.form.seatsPage,
        "candidates": panel.form.candidatesPage,
        "recusals": panel.form.recusalsPage,
    }
    panel.form.sectionTabWidget.setCurrentWidget(shown[section])
    stage.settle(50)
    return panel


def seats(stage: Stage) -> None:
    """Three seats and their rules."""
    _tab(stage, "seats")


def recusals(stage: Stage) -> None:
    """Declared and suggested."""
    _tab(stage, "recusals")


def candidates(stage: Stage) -> None:
    """Who hears whom, and the quorum."""
    _tab(stage, "candidates").candidates.table.selectRow(2)
    stage.settle(50)


def older(stage: Stage) -> None:
    """The older title: four seats, both shares, a substitute, one more seat being typed."""
    context = stage.context
    known = next((row.id for row in context.queries.sessions() if row.centre_name == OLDER_CENTRE), None)
    if known is None:
        known = create_session(
            context.workspace, certification="RNCP6133", centre=OLDER_CENTRE, starts=date(2022, 12, 17)
        )
        set_panel(context.workspace, known, choices=OLDER, identities=stage.services.identities)
    context.set_session(known)
    tab = _tab(stage, "seats")
    tab.form.seatList.add(Role.ACADEMIC, standby=False)
    stage.settle(50)


def two_panels(stage: Stage) -> None:
    """A second room with half of the candidates."""
    context = stage.context
    assert context.session_id is not None
    panels = context.queries.panels(context.session_id)
    if len(panels) < 2:
        second = add_panel(context.workspace, context.session_id, name="Jury du matin", room="Salle B")
        set_panel(
            context.workspace, context.session_id, panel_id=second, choices=SECOND,
            identities=stage.services.identities,
        )  # fmt: skip
        rows = context.queries.registrations(context.session_id)
        unscored = [row.id for row in rows if not any(_scored(stage, row.id))]
        move_candidates(context.workspace, unscored, panel_id=second)
        panels = context.queries.panels(context.session_id)
    context.set_session(context.session_id)
    _tab(stage, "seats").show_panel(panels[1].id)
    stage.settle(50)


def _scored(stage: Stage, registration_id: str) -> list[bool]:
    with stage.context.workspace.unit_of_work() as work:
        return [True for _ in work.sheets.of_registration(registration_id)]


def register(stage: Stage) -> QDialog:
    """The register: one habilitation over, one line chosen."""
    workspace = stage.context.workspace
    if not any(row.name == "ZOLA Renée" for row in stage.context.queries.jurors()):
        ended = JurorDetails(
            "ZOLA Renée", "Coordinatrice", "Maison des habitants", JurorCategory.PROFESSIONAL, "F",
            "renee.zola@exemple.fr", "04 76 00 00 00", date(2018, 1, 1), date(2021, 12, 31),
            "Marraine de GARCIA MUÑOZ Inès",
        )  # fmt: skip
        add_juror(workspace, ended)
    _tab(stage, "seats")
    return JurorRegisterDialog(stage.context, day=date(2022, 12, 14), parent=stage.window)


def add_dialog(stage: Stage) -> QDialog:
    """A second room."""
    dialog = PanelDialog("Ajouter un jury", parent=stage.window)
    dialog.show_problem("Un autre jury de la session s’appelle « Jury du matin ». Donnez un autre nom.")
    return dialog


def said_dialog(stage: Stage) -> QDialog:
    """What the minutes will say of a panel."""
    _tab(stage, "seats")
    context = stage.context
    assert context.session_id is not None
    panel = context.queries.panels(context.session_id)[0]
    said = PanelSaid(
        panel.name, "Salle Vercors", "BLANC Luc", "Mme NOIR Zoé, Centre Ressources AROBASE",
        {panel.seats[1].id: "par visioconférence"},
    )  # fmt: skip
    seats = [replace(seat, remote=said.remote.get(seat.id, "")) for seat in panel.seats]
    title = "Jury 1 : nom, salle et mentions"
    return PanelDialog(title, said=said, seats=[*seats, *panel.substitutes], parent=stage.window)
