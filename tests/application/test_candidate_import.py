"""Registering what a list holds: whole, updated, never twice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cisp_desktop.application.candidate_editing import (
    FieldChange,
    edit_registration,
    edit_registrations,
)
from cisp_desktop.application.candidate_import import import_candidates, preview_candidates
from cisp_desktop.application.candidate_import_undo import undo_import
from cisp_desktop.application.candidate_list import CandidateLine, CandidateList, HeldClaim, LineError
from cisp_desktop.application.import_preview import LineState, PreviewLine
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.registration import RegistrationWarning
from cisp_desktop.exchange.candidates import read_candidates
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session, score
from tests.lists import a_line


@pytest.fixture(scope="module")
def sample(data_folder: Path) -> CandidateList:
    return read_candidates(data_folder / "candidats-grenoble-2022-12.xlsx")


@pytest.fixture
def empty(workspace: SqlWorkspace) -> SessionMade:
    return make_session(workspace, candidates=0)


def edited(sample: CandidateList, index: int, **changes: object) -> CandidateList:
    lines = list(sample.lines)
    lines[index] = lines[index]._replace(**changes)
    return replace(sample, lines=tuple(lines))


def test_the_sample_registers_its_twelve_candidates(
    workspace: SqlWorkspace, empty: SessionMade, sample: CandidateList
) -> None:
    report = import_candidates(workspace, empty.id, sample)
    assert (report.imported, report.updated, report.refused, report.written) == (12, 0, 0, True)
    rows = workspace.queries.registrations(empty.id)
    assert [row.number for row in rows] == [f"GRE-22-0{i:02d}" for i in range(1, 13)]
    assert (rows[4].birth_name, rows[11].first_names) == ("D'ANGELO", "Văn Minh")


def test_held_blocks_are_understood_and_a_foreign_code_counts_for_nothing(
    workspace: SqlWorkspace, empty: SessionMade, sample: CandidateList
) -> None:
    report = import_candidates(workspace, empty.id, sample)
    held = workspace.queries.registrations(empty.id)[6].held
    assert [(h.code, h.counts_for) for h in held] == [
        ("RNCP16575U1", None),
        ("RNCP36128BC02", "BC02"),
        ("RNCP36128BC03", "BC03"),
        ("RNCP36128BC04", "BC04"),
    ]  # fmt: skip
    assert held[1].minutes_number == "PV-2022-LYO-0011"
    assert [(w.number, w.warning) for w in report.warnings] == [
        ("GRE-22-007", RegistrationWarning.HELD_ELSEWHERE),
        ("GRE-22-010", RegistrationWarning.PREREQUISITE_EXPERIENCE),
    ]


def test_a_second_import_changes_nothing(
    workspace: SqlWorkspace, empty: SessionMade, sample: CandidateList
) -> None:
    import_candidates(workspace, empty.id, sample)
    events = len(workspace.queries.events())
    again = import_candidates(workspace, empty.id, sample)
    assert (again.imported, again.updated, again.unchanged, again.written) == (0, 0, 12, False)
    assert len(workspace.queries.events()) == events


@pytest.mark.parametrize(
    "changes",
    [{"first_names": "Léa-Marie"}, {"email": "autre@exemple.invalid"}, {"presented": ("BC01",)},
     {"access_path": "VAE"}, {"held": (HeldClaim("BC01", None, None),)}, {"entry_level": None}],
)  # fmt: skip
def test_a_changed_line_updates_and_never_duplicates(
    workspace: SqlWorkspace, empty: SessionMade, sample: CandidateList, changes: dict[str, object]
) -> None:
    import_candidates(workspace, empty.id, sample)
    report = import_candidates(workspace, empty.id, edited(sample, 0, **changes))
    assert (report.imported, report.updated, report.unchanged) == (0, 1, 11)
    assert len(workspace.queries.registrations(empty.id)) == 12
    again = import_candidates(workspace, empty.id, edited(sample, 0, **changes))
    assert (again.updated, again.unchanged) == (0, 12)


def test_a_closed_access_path_refuses_the_whole_file(
    workspace: SqlWorkspace, empty: SessionMade, sample: CandidateList
) -> None:
    report = import_candidates(workspace, empty.id, edited(sample, 2, access_path="INDIVIDUAL"))
    assert [(e.line, e.code) for e in report.errors] == [(4, "registration.access_closed")]
    assert not report.written
    assert workspace.queries.registrations(empty.id) == []


def test_the_sound_lines_are_taken_when_the_user_says_so(
    workspace: SqlWorkspace, empty: SessionMade, sample: CandidateList
) -> None:
    listed = replace(
        edited(sample, 2, presented=("BC09",)), errors=(LineError(99, "Date de naissance", "x", {}),)
    )
    report = import_candidates(workspace, empty.id, listed, take_sound_lines=True)
    assert (report.imported, report.refused, report.written) == (11, 2, True)
    assert len(workspace.queries.registrations(empty.id)) == 11


def test_a_trial_writes_nothing(workspace: SqlWorkspace, empty: SessionMade, sample: CandidateList) -> None:
    report = import_candidates(workspace, empty.id, sample, dry_run=True)
    assert (report.imported, report.written) == (12, False)
    assert workspace.queries.registrations(empty.id) == []


def test_blocks_of_a_candidate_with_marks_do_not_change_by_import(
    workspace: SqlWorkspace, empty: SessionMade, sample: CandidateList
) -> None:
    import_candidates(workspace, empty.id, sample)
    first = workspace.queries.registrations(empty.id)[0].id
    score(workspace, empty, first, blocks=empty.blocks[:1], seal=False)
    report = import_candidates(workspace, empty.id, edited(sample, 0, presented=("BC05",)))
    assert [e.code for e in report.errors] == ["registration.blocks_scored"]


def preview_of(workspace: SqlWorkspace, made: SessionMade, listed: CandidateList) -> dict[int, PreviewLine]:
    return {line.line: line for line in preview_candidates(workspace, made.id, listed).lines}


def test_the_preview_tells_new_changed_unchanged_and_refused_lines_and_writes_nothing(
    workspace: SqlWorkspace, empty: SessionMade, sample: CandidateList
) -> None:
    import_candidates(workspace, empty.id, replace(sample, lines=sample.lines[:3]))
    listed = edited(edited(sample, 0, email="lea@exemple.invalid"), 4, access_path="INDIVIDUAL")
    before = workspace.queries.registrations(empty.id)
    states = [line.state for line in preview_candidates(workspace, empty.id, listed).lines]
    assert states == ["CHANGED", "UNCHANGED", "UNCHANGED", "NEW", "REFUSED", *["NEW"] * 7]
    assert workspace.queries.registrations(empty.id) == before


def test_a_changed_line_names_each_field_with_before_and_after(
    workspace: SqlWorkspace, empty: SessionMade, sample: CandidateList
) -> None:
    import_candidates(workspace, empty.id, sample)
    claims = (HeldClaim("BC01", date(2022, 6, 24), "PV-1"),)
    listed = edited(sample, 0, email="lea@exemple.invalid", presented=("BC02", "BC01"), held=claims)
    line = preview_of(workspace, empty, listed)[2]
    assert {change.field: (change.before, change.after) for change in line.changes} == {
        "email": (sample.lines[0].email, "lea@exemple.invalid"),
        "presented": (("BC01", "BC02", "BC03", "BC04", "BC05"), ("BC01", "BC02")),
        "held": ((), claims),
    }


def test_a_line_is_refused_for_every_reason_by_column(
    workspace: SqlWorkspace, empty: SessionMade, sample: CandidateList
) -> None:
    listed = edited(sample, 0, access_path="INDIVIDUAL", presented=("BC09",))
    errors = preview_of(workspace, empty, listed)[2].errors
    assert [(error.column, error.code) for error in errors] == [
        ("Voie d'accès", "registration.access_closed"),
        ("Blocs présentés", "registration.block_unknown"),
    ]


def test_lines_that_could_not_be_read_are_refused_lines_with_their_number_and_name(
    workspace: SqlWorkspace, empty: SessionMade, data_folder: Path
) -> None:
    listed = read_candidates(data_folder / "candidats-avec-erreurs.xlsx")
    lines = preview_of(workspace, empty, listed)
    refused = [line for line in lines.values() if line.state is LineState.REFUSED]
    assert len(refused) == import_candidates(workspace, empty.id, listed, dry_run=True).refused
    assert lines[2].name == listed.refused[2][1] != ""


def test_candidates_who_are_not_in_the_file_are_named_and_stay(
    workspace: SqlWorkspace, empty: SessionMade, sample: CandidateList
) -> None:
    import_candidates(workspace, empty.id, sample)
    part = replace(sample, lines=sample.lines[:10])
    absent = preview_candidates(workspace, empty.id, part).absent
    assert [one.number for one in absent] == ["GRE-22-011", "GRE-22-012"]
    import_candidates(workspace, empty.id, part)
    assert len(workspace.queries.registrations(empty.id)) == 12


def test_a_column_that_the_file_lacks_changes_nothing(
    workspace: SqlWorkspace, empty: SessionMade, sample: CandidateList
) -> None:
    import_candidates(workspace, empty.id, sample)
    columns = {title: name for title, name in sample.columns.items() if name not in ("email", "held")}
    bare = replace(edited(edited(sample, 0, email=""), 2, held=()), columns=columns)
    assert import_candidates(workspace, empty.id, bare).unchanged == 12
    assert workspace.queries.registrations(empty.id)[0].email == sample.lines[0].email


def test_extra_time_follows_the_accommodations_unless_somebody_set_it(
    workspace: SqlWorkspace, empty: SessionMade, sample: CandidateList
) -> None:
    import_candidates(workspace, empty.id, sample)
    listed = edited(sample, 0, accommodations="Tiers temps")
    import_candidates(workspace, empty.id, listed)
    row = workspace.queries.registrations(empty.id)[0]
    assert row.extra_time_percent == 33
    edit_registration(workspace, row.id, changes={"extra_time_percent": FieldChange(33, 50)})
    import_candidates(workspace, empty.id, edited(sample, 0, accommodations=""))
    assert workspace.queries.registrations(empty.id)[0].extra_time_percent == 50


def test_only_the_accepted_lines_are_written(
    workspace: SqlWorkspace, empty: SessionMade, sample: CandidateList
) -> None:
    lines = preview_of(workspace, empty, sample)
    report = import_candidates(workspace, empty.id, sample, accepted=[lines[3], lines[5]])
    assert report.imported == 2
    assert [r.number for r in workspace.queries.registrations(empty.id)] == ["GRE-22-002", "GRE-22-004"]


def test_a_line_that_would_do_something_else_than_previewed_refuses_the_import(
    workspace: SqlWorkspace, empty: SessionMade, sample: CandidateList
) -> None:
    import_candidates(workspace, empty.id, sample)
    listed = edited(sample, 0, phone="06 00 00 00 09")
    accepted = preview_candidates(workspace, empty.id, listed).writable
    row = workspace.queries.registrations(empty.id)[0]
    edit_registration(workspace, row.id, changes={"phone": FieldChange(row.phone, "06 99 00 00 99")})
    with pytest.raises(Refused, match=r"import\.changed_meanwhile"):
        import_candidates(workspace, empty.id, listed, accepted=accepted)
    assert workspace.queries.registration(row.id).phone == "06 99 00 00 99"


def test_an_edit_since_the_last_import_is_told_on_its_line(
    workspace: SqlWorkspace, empty: SessionMade, sample: CandidateList
) -> None:
    import_candidates(workspace, empty.id, sample)
    row = workspace.queries.registrations(empty.id)[0]
    edit_registration(workspace, row.id, changes={"email": FieldChange(row.email, "a@exemple.invalid")})
    lines = preview_of(workspace, empty, edited(sample, 1, email="b@exemple.invalid"))
    assert [line.line for line in lines.values() if line.edited] == [2]
    assert lines[3].state is LineState.CHANGED


def test_after_a_paste_every_changed_line_may_be_the_older_one(
    workspace: SqlWorkspace, empty: SessionMade, sample: CandidateList
) -> None:
    import_candidates(workspace, empty.id, sample)
    row = workspace.queries.registrations(empty.id)[0]
    changes = {row.id: {"email": FieldChange(row.email, "a@exemple.invalid")}}
    edit_registrations(workspace, empty.id, changes)
    lines = preview_of(workspace, empty, edited(sample, 1, email="b@exemple.invalid"))
    assert [line.line for line in lines.values() if line.edited] == [2, 3]


# --- taking an import back ----------------------------------------------------------------------------


def test_undoing_an_import_leaves_the_session_as_it_was(
    workspace: SqlWorkspace, empty: SessionMade, sample: CandidateList
) -> None:
    import_candidates(workspace, empty.id, replace(sample, lines=sample.lines[:6]))
    before = workspace.queries.registrations(empty.id)
    claims = (HeldClaim("BC01", date(2022, 6, 24), "PV-1"),)
    listed = edited(edited(sample, 0, held=claims, presented=("BC02",)), 1, accommodations="Tiers temps")
    report = import_candidates(workspace, empty.id, listed)
    assert (report.imported, report.updated) == (6, 2)
    undo_import(workspace, empty.id, report.done)
    assert workspace.queries.registrations(empty.id) == before


def test_an_import_whose_candidate_was_edited_since_is_not_undone(
    workspace: SqlWorkspace, empty: SessionMade, sample: CandidateList
) -> None:
    report = import_candidates(workspace, empty.id, sample)
    row = workspace.queries.registrations(empty.id)[5]
    edit_registration(workspace, row.id, changes={"email": FieldChange(row.email, "a@exemple.invalid")})
    with pytest.raises(Refused, match=r"import\.undo_changed"):
        undo_import(workspace, empty.id, report.done)
    assert len(workspace.queries.registrations(empty.id)) == 12


def test_an_import_whose_candidate_was_marked_since_is_not_undone(
    workspace: SqlWorkspace, empty: SessionMade, sample: CandidateList
) -> None:
    report = import_candidates(workspace, empty.id, sample)
    first = workspace.queries.registrations(empty.id)[0].id
    score(workspace, empty, first, blocks=empty.blocks[:1], seal=False)
    with pytest.raises(Refused, match=r"import\.undo_used"):
        undo_import(workspace, empty.id, report.done)


# --- for any list -------------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=12)
DAYS = st.dates(date(1950, 1, 1), date(2005, 1, 1))
CODES = ("RNCP36128BC02", "BC01", "RNCP16575U1")
CLAIMS = st.lists(
    st.builds(HeldClaim, st.sampled_from(CODES), st.none() | DAYS, st.none()),
    max_size=3, unique_by=lambda claim: claim.code,
).map(tuple)  # fmt: skip


def lines_of(draw: Any, numbers: Sequence[str]) -> tuple[CandidateLine, ...]:
    return tuple(
        a_line(
            row, number,
            birth_name=draw(WORDS), first_names=draw(WORDS), birth_date=draw(DAYS),
            email=draw(WORDS | st.just("")),
            sex=draw(st.sampled_from(["M", "F", None])),
            access_path=draw(st.sampled_from(["CONTINUING_EDUCATION", "VAE"])),
            presented=draw(st.sampled_from([(), ("BC01",), ("BC03", "bc02")])), held=draw(CLAIMS),
            accommodations=draw(st.sampled_from(["", "Tiers temps", "25 %"])),
            experience_years=draw(st.none() | st.integers(0, 40)),
        )
        for row, number in enumerate(numbers, start=2)
    )  # fmt: skip


@st.composite
def two_lists(draw: Any) -> tuple[CandidateList, CandidateList]:
    """Two lists of a centre, some of whose candidates are the same."""
    numbers = draw(st.lists(WORDS, min_size=1, max_size=6, unique=True))
    first = lines_of(draw, numbers)
    second = lines_of(draw, draw(st.lists(st.sampled_from([*numbers, "AUTRE"]), min_size=1, unique=True)))
    return CandidateList(first, (), {}), CandidateList(second, (), {})


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lists=two_lists())
def test_any_list_imported_twice_changes_nothing_and_any_import_can_be_taken_back(
    workspace: SqlWorkspace, lists: tuple[CandidateList, CandidateList]
) -> None:
    first, second = lists
    empty = make_session(workspace, candidates=0, name=f"S{len(workspace.queries.sessions())}")
    made = import_candidates(workspace, empty.id, first)
    stored = workspace.queries.registrations(empty.id)
    again = import_candidates(workspace, empty.id, first)
    assert (again.imported, again.updated, again.unchanged) == (0, 0, len(first.lines))
    assert workspace.queries.registrations(empty.id) == stored
    report = import_candidates(workspace, empty.id, second)
    assert import_candidates(workspace, empty.id, second).unchanged == len(second.lines)
    undo_import(workspace, empty.id, report.done)
    assert workspace.queries.registrations(empty.id) == stored
    undo_import(workspace, empty.id, made.done)
    assert workspace.queries.registrations(empty.id) == []
