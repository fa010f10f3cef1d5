"""Registering what a list holds: whole, updated, never twice."""

from dataclasses import replace
from pathlib import Path

import pytest

from cisp_desktop.application.candidate_import import import_candidates
from cisp_desktop.application.candidate_list import CandidateList, HeldClaim, LineError
from cisp_desktop.domain.registration import RegistrationWarning
from cisp_desktop.exchange.candidates import read_candidates
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session, score


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
