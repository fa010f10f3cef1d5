"""A workspace of every released schema still opens, whole (F20).

``tests/data/released/schema-N.cisp-sauvegarde`` are backups written by the version that released schema N.
"""

from datetime import date
from pathlib import Path

import pytest

from cisp_desktop.application.deliberating import open_deliberation
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.persistence import schema
from tests.factories import PASSPHRASE, make_store

RELEASED = sorted((Path(__file__).parent.parent / "data" / "released").glob("schema-*.cisp-sauvegarde"))


def test_every_older_schema_has_its_workspace() -> None:
    assert [int(path.stem.removeprefix("schema-")) for path in RELEASED] == list(range(1, schema.HEAD))


@pytest.mark.parametrize("stored", RELEASED, ids=lambda path: path.stem)
def test_a_released_workspace_opens_with_all_that_it_held(stored: Path, tmp_path: Path) -> None:
    store = make_store()
    store.restore(stored, tmp_path / "workspace", passphrase=PASSPHRASE)
    workspace = store.open(tmp_path / "workspace", PASSPHRASE)
    queries = workspace.queries
    session, closed = (next(s for s in queries.sessions() if s.id == key) for key in ("S1", "S2"))
    assert (session.closed, closed.closed) == (False, True)
    assert session.ready_at is None
    assert queries.scheme("S1").levels[3].label == "Maîtrisé"
    first, second, third = queries.registrations("S1")
    assert [r.birth_name for r in (first, second, third)] == ["DUPONT1", "DUPONT2", "DUPONT3"]
    assert first.outside_results[0].evaluator == "FORMATRICE Zoé"
    assert len(second.recused_seat_ids) == 1
    assert third.held[0].code == "RNCP6133U1"
    if stored.stem != "schema-1":  # preparation came with schema 2
        assert third.held[0].counts_for == "BC01"
        assert [one.label for one in queries.unavailabilities("S1")] == ["train"]
    assert third.held[0].obtained_on == date(2011, 6, 1)
    assert [row.kind for row in queries.dossiers_of(first.id)] == [DossierKind.THESIS]
    assert queries.search_dossier(queries.dossiers_of(first.id)[0].id, "territoire")
    if stored.stem not in ("schema-1", "schema-2", "schema-3"):  # refusals and papers came with schema 4
        lines = queries.minutes_of_session("S2")[0].signatures
        assert [line.refusal for line in lines] == ["", "En désaccord avec une décision", ""]
        with workspace.unit_of_work() as work:
            assert [one.kind for one in work.issued.of_session("S2")] == [DocumentKind.ATTENDANCE_LIST]
    decided = {cell.decision for cell in queries.deliberation("S1")[0].cells}
    assert decided == {DecisionValue.VALIDATED}
    assert workspace.check() == []
    assert [panel.position for panel in queries.panels("S1")] == [1]
    open_deliberation(workspace, "S1")
    workspace.close()
