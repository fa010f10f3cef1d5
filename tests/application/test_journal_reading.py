"""The journal in words: every act has some, and every panel's people are named."""

import ast
from pathlib import Path

from cisp_desktop.application.journal_reading import JournalFilter, broken_link, read_journal
from cisp_desktop.application.jurors import SeatChoice, set_panel
from cisp_desktop.application.lineage import EquivalenceEntry, record_equivalence
from cisp_desktop.application.panels import add_panel
from cisp_desktop.application.wording_journal import ACTIONS, journal_names
from cisp_desktop.domain.panel import Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade
from tests.fakes import FakeIdentities

PRODUCT = Path(__file__).parents[2] / "cisp_desktop"


def noted() -> set[str]:
    """The acts that the product writes into its journal."""
    calls = [
        node
        for file in PRODUCT.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "note"
    ]
    acts = [call.args[1] for call in calls if len(call.args) > 1]
    return {str(act.value) for act in acts if isinstance(act, ast.Constant)}


def test_every_act_of_the_journal_has_words() -> None:
    assert len(noted()) > 40
    assert noted() - set(ACTIONS) == set()


def test_a_second_panels_jurors_and_substitutes_are_named(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    panel = add_panel(workspace, session.id, name="Jury B", room="")
    choices = [
        SeatChoice(Role.PRESIDENT, "GARNIER Paul"), SeatChoice(Role.PROFESSIONAL, "LEROY Samir"),
        SeatChoice(Role.CENTRE, "TARDY Nicole"), SeatChoice(Role.PRESIDENT, "DURAND Éva", standby=True),
    ]  # fmt: skip
    set_panel(workspace, session.id, choices=choices, identities=FakeIdentities(), panel_id=panel)
    row = workspace.queries.panels(session.id)[1]
    names = journal_names(workspace.queries)
    assert names[panel] == "Jury B"
    assert [names[seat.id] for seat in (*row.seats, *row.substitutes)] == [one.name for one in choices]


def test_an_equivalence_and_a_centre_are_named(workspace: SqlWorkspace, session: SessionMade) -> None:
    entry = EquivalenceEntry("RNCP6133", "U1", "RNCP36128", "BC01")
    recorded = record_equivalence(workspace, entry)
    line = read_journal(workspace, JournalFilter(act="equivalence.recorded"))[-1]
    assert (line.act, line.subject) == ("Équivalence enregistrée", "U1 → RNCP36128BC01")
    assert journal_names(workspace.queries)[recorded] == "U1 → RNCP36128BC01"
    assert journal_names(workspace.queries)["centre"] == "CISP Grenoble"
    assert broken_link(workspace) is None
