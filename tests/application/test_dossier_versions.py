"""Versions of a dossier: which one counts, moved, taken out, put back; the last day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cisp_desktop.application.dossier_versions import (
    count_version,
    put_back,
    reassign_dossier,
    remove_dossier,
    remove_dossiers,
    restore_dossiers,
)
from cisp_desktop.application.dossiers import set_dossiers_due, store_dossier
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session, make_workspace
from tests.gui.preparing import PDF, FakeInspector

THESIS = DossierKind.THESIS


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    opened = make_workspace(tmp_path)
    yield opened
    opened.abandon()


@pytest.fixture
def made(workspace: SqlWorkspace) -> SessionMade:
    return make_session(workspace)


def store(workspace: SqlWorkspace, registration_id: str, content: str, kind: DossierKind = THESIS) -> str:
    return store_dossier(
        workspace, registration_id, kind=kind, file_name=f"{content}.pdf", content=PDF + content.encode(),
        inspector=FakeInspector(),
    )  # fmt: skip


def counting(workspace: SqlWorkspace, registration_id: str) -> dict[DossierKind, tuple[str, int]]:
    return {row.kind: (row.id, row.versions) for row in workspace.queries.dossiers_of(registration_id)}


def actions(workspace: SqlWorkspace) -> list[str]:
    return [row.action for row in workspace.queries.events()]


def everything(workspace: SqlWorkspace, made: SessionMade) -> list[tuple[object, ...]]:
    return [
        (registration, kind, row.id, row.file_name, row.received_at, row.replaced_at is None)
        for registration in made.registrations
        for kind in DossierKind
        for row in workspace.queries.dossier_versions(registration, kind)
    ]


def test_the_last_version_counts_all_are_kept_and_the_journal_tells(
    workspace: SqlWorkspace, made: SessionMade
) -> None:
    first = made.registrations[0]
    old, new = store(workspace, first, "old"), store(workspace, first, "new")
    versions = workspace.queries.dossier_versions(first, THESIS)
    assert [(row.id, row.replaced_at is None) for row in versions] == [(new, True), (old, False)]
    assert "dossier.replaced" in actions(workspace)


def test_an_earlier_version_counts_again_and_that_can_be_undone(
    workspace: SqlWorkspace, made: SessionMade
) -> None:
    first = made.registrations[0]
    old, new = store(workspace, first, "old"), store(workspace, first, "new")
    before = everything(workspace, made)
    placings = count_version(workspace, old)
    assert counting(workspace, first) == {THESIS: (old, 2)}
    put_back(workspace, placings)
    assert everything(workspace, made) == before
    assert counting(workspace, first) == {THESIS: (new, 2)}
    assert "dossier.version_chosen" in actions(workspace)


def test_choosing_the_version_that_counts_changes_nothing(workspace: SqlWorkspace, made: SessionMade) -> None:
    only = store(workspace, made.registrations[0], "only")
    events = len(actions(workspace))
    assert count_version(workspace, only) == ()
    assert len(actions(workspace)) == events


def test_the_version_that_counted_last_takes_the_place_of_a_removed_one(
    workspace: SqlWorkspace, made: SessionMade
) -> None:
    first = made.registrations[0]
    old, middle = store(workspace, first, "old"), store(workspace, first, "middle")
    count_version(workspace, old)
    new = store(workspace, first, "new")
    removed = remove_dossier(workspace, new)
    assert counting(workspace, first) == {THESIS: (old, 2)}
    restore_dossiers(workspace, removed)
    assert counting(workspace, first) == {THESIS: (new, 3)}
    del middle


def test_a_removed_dossier_comes_back_with_its_searchable_pages(
    workspace: SqlWorkspace, made: SessionMade
) -> None:
    only = store(workspace, made.registrations[0], "only")
    removed = remove_dossier(workspace, only)
    assert workspace.queries.dossiers_of(made.registrations[0]) == []
    restore_dossiers(workspace, removed)
    row = workspace.queries.dossiers_of(made.registrations[0])[0]
    assert workspace.vault.read(row.sha256) == PDF + b"only"
    assert [hit.page for hit in workspace.queries.search_dossier(only, "texte")] == [0]


def test_what_came_in_together_goes_out_and_comes_back_together(
    workspace: SqlWorkspace, made: SessionMade
) -> None:
    store(workspace, made.registrations[0], "before")
    ids = [store(workspace, registration, "file") for registration in made.registrations]
    shown = everything(workspace, made)
    removed = remove_dossiers(workspace, ids)
    assert [row.file_name for row in workspace.queries.dossiers(made.id)] == ["before.pdf"]
    assert restore_dossiers(workspace, removed) == tuple(ids)
    assert everything(workspace, made) == shown


def test_a_dossier_is_not_restored_over_another_that_counts(
    workspace: SqlWorkspace, made: SessionMade
) -> None:
    first = made.registrations[0]
    removed = remove_dossier(workspace, store(workspace, first, "old"))
    store(workspace, first, "meanwhile")
    with pytest.raises(Refused) as refusal:
        restore_dossiers(workspace, removed)
    assert refusal.value.code == "dossier.place_taken"


def test_a_reassigned_dossier_leaves_its_place_to_the_version_before_it(
    workspace: SqlWorkspace, made: SessionMade
) -> None:
    first, second, _ = made.registrations
    old, new = store(workspace, first, "old"), store(workspace, first, "new")
    before = everything(workspace, made)
    placings = reassign_dossier(workspace, new, registration_id=second, kind=DossierKind.OTHER_FILE)
    assert counting(workspace, first) == {THESIS: (old, 1)}
    assert counting(workspace, second) == {DossierKind.OTHER_FILE: (new, 1)}
    put_back(workspace, placings)
    assert everything(workspace, made) == before


def test_an_undo_that_would_let_two_versions_count_is_refused(
    workspace: SqlWorkspace, made: SessionMade
) -> None:
    first, second, _ = made.registrations
    moved = store(workspace, first, "moved")
    placings = reassign_dossier(workspace, moved, registration_id=second, kind=THESIS)
    store(workspace, first, "meanwhile")
    with pytest.raises(Refused) as refusal:
        put_back(workspace, placings)
    assert refusal.value.code == "dossier.versions_changed"
    assert counting(workspace, second) == {THESIS: (moved, 1)}


def test_an_occupied_place_takes_no_reassigned_dossier(workspace: SqlWorkspace, made: SessionMade) -> None:
    first, second, _ = made.registrations
    moved = store(workspace, first, "moved")
    store(workspace, second, "there")
    with pytest.raises(Refused) as refusal:
        reassign_dossier(workspace, moved, registration_id=second, kind=THESIS)
    assert refusal.value.code == "dossier.place_taken"


ACTS = st.lists(
    st.tuples(st.sampled_from(["store", "count", "move", "remove"]), st.integers(0, 5)), max_size=7
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_undoing_every_act_in_turn_gives_back_what_was_there(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int]]
) -> None:
    workspace = make_workspace(tmp_path_factory.mktemp("w"))
    made = make_session(workspace)
    undos = []
    for place, (act, number) in enumerate(acts):
        shown = everything(workspace, made)
        ids = [str(row[2]) for row in shown]
        registration = made.registrations[number % 2]
        if act == "store":
            stored = store(workspace, registration, f"file {place}")
            undos.append((shown, lambda stored=stored: remove_dossiers(workspace, [stored])))
        elif ids and act == "count":
            placings = count_version(workspace, ids[number % len(ids)])
            undos.append((shown, lambda placings=placings: put_back(workspace, placings)))
        elif ids and act == "remove":
            removed = remove_dossier(workspace, ids[number % len(ids)])
            undos.append((shown, lambda removed=removed: restore_dossiers(workspace, removed)))
        elif ids and act == "move":
            kind = list(DossierKind)[place]
            placings = reassign_dossier(
                workspace, ids[number % len(ids)], registration_id=made.registrations[2], kind=kind
            )
            undos.append((shown, lambda placings=placings: put_back(workspace, placings)))
        for row in workspace.queries.dossiers(made.id):
            versions = workspace.queries.dossier_versions(row.registration_id, row.kind)
            assert [one.replaced_at for one in versions].count(None) == 1
    for shown, undo in reversed(undos):
        undo()
        assert everything(workspace, made) == shown
    workspace.abandon()


def test_what_comes_after_the_last_day_is_late(workspace: SqlWorkspace, made: SessionMade) -> None:
    store(workspace, made.registrations[0], "a")  # received on 14/12/2022
    assert set_dossiers_due(workspace, made.id, date(2022, 12, 13), None) is None
    assert workspace.queries.dossiers(made.id)[0].late
    assert set_dossiers_due(workspace, made.id, date(2022, 12, 14), date(2022, 12, 13)) == date(2022, 12, 13)
    assert not workspace.queries.dossiers(made.id)[0].late
    assert workspace.queries.session(made.id).dossiers_due == date(2022, 12, 14)


def test_a_last_day_changed_meanwhile_or_after_the_session_is_refused(
    workspace: SqlWorkspace, made: SessionMade
) -> None:
    with pytest.raises(Refused) as stale:
        set_dossiers_due(workspace, made.id, None, date(2022, 12, 1))
    with pytest.raises(RuleError) as after:
        set_dossiers_due(workspace, made.id, date(2023, 1, 1), None)
    assert stale.value.code == "dossier.due_changed_meanwhile"
    assert after.value.code == "dossier.due_after_session"
