"""The journal in words: every act has some, and every panel's people are named."""

import ast
from pathlib import Path

from cisp_desktop.application.issuing import issue_duplicate, read_papers
from cisp_desktop.application.journal_reading import JournalFilter
from cisp_desktop.application.jurors import SeatChoice, set_panel
from cisp_desktop.application.lineage import EquivalenceEntry, record_equivalence
from cisp_desktop.application.panels import add_panel
from cisp_desktop.application.wording_issued import TITLES
from cisp_desktop.application.wording_journal import ACTIONS, read_names
from cisp_desktop.documents.issued.renderer import IssuedRenderer
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.panel import Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.issued_scenes import issue, open_completed
from tests.factories import SessionMade
from tests.fakes import FakeIdentities
from tests.journal import read_journal

PRODUCT = Path(__file__).parents[2] / "cisp_desktop"


def noted() -> set[str]:
    """The acts that the product writes into its journal."""
    calls = [
        node
        for file in PRODUCT.rglob("*.py")
        if ".note(" in (source := file.read_text("utf-8"))
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "note"
    ]
    acts = [call.args[1] for call in calls if len(call.args) > 1]
    return {str(act.value) for act in acts if isinstance(act, ast.Constant)}


def test_every_act_of_the_journal_has_words() -> None:
    acts = noted()
    assert len(acts) > 40
    assert acts - set(ACTIONS) == set()


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
    names = read_names(workspace.queries).words
    assert names[panel] == "Jury B"
    assert [names[seat.id] for seat in (*row.seats, *row.substitutes)] == [one.name for one in choices]


def test_an_equivalence_and_a_centre_are_named(workspace: SqlWorkspace, session: SessionMade) -> None:
    entry = EquivalenceEntry("RNCP6133", "U1", "RNCP36128", "BC01")
    recorded = record_equivalence(workspace, entry)
    line = read_journal(workspace, JournalFilter(act="equivalence.recorded"))[-1]
    assert (line.act, line.subject) == ("Équivalence enregistrée", "U1 → RNCP36128BC01")
    names = read_names(workspace.queries).words
    assert names[recorded] == "U1 → RNCP36128BC01"
    assert names["centre"] == "CISP Grenoble"
    assert workspace.queries.check_journal().broken is None


def test_each_issued_paper_is_named_with_its_holder_its_block_and_its_code(tmp_path: Path) -> None:
    workspace, made = open_completed(tmp_path)
    issue(workspace, made, DocumentKind.BLOCK_CERTIFICATE, DocumentKind.CERTIFICATE)
    documents = read_papers(workspace, made.id).documents
    (first,) = [one for one in documents if one.kind is DocumentKind.CERTIFICATE]
    issue_duplicate(workspace, first.id, renderer=IssuedRenderer())
    lines = read_journal(workspace, JournalFilter(act="document."))
    said = [(line.act, line.subject, line.details) for line in lines]
    assert len(said) == len(documents) + 1
    for one in documents:
        block = f" · {one.block}" if one.block else ""
        assert ("Document émis", one.number, f"{TITLES[one.kind]}{block} · code {one.code}") in said
    last = read_papers(workspace, made.id).documents[-1]
    assert said[-1] == ("Duplicata émis", first.number, f"Parchemin · code {last.code}")
    workspace.abandon()
