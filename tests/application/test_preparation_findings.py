"""What a session under preparation lacks: blockers first, each told once, with where it is mended."""

from collections.abc import Iterable
from datetime import date, datetime

import pytest

from cisp_desktop.application.findings import Finding, FindingCode, Severity, blockers
from cisp_desktop.application.jurors import recuse
from cisp_desktop.application.outside_results import OutsideEntry, record_outside_result
from cisp_desktop.application.panels import add_panel
from cisp_desktop.application.placing import Place, place_defences
from cisp_desktop.application.preparation_findings import (
    preparation_findings,
    read_preparation,
    scoring_blockers,
)
from cisp_desktop.application.readiness import declare_ready
from cisp_desktop.application.wording_readiness import counts_words, finding_words, notice_words
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.panel import RecusalGround, Role
from cisp_desktop.domain.registration import Attendance, RegistrationWarning
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.test_readiness import newer_version
from tests.factories import THREE_SEATS, make_session

TODAY = date(2022, 11, 1)


def findings(workspace: SqlWorkspace, session_id: str, *, today: date = TODAY) -> list[Finding]:
    return preparation_findings(read_preparation(workspace.queries, session_id, today=today))


def codes(found: Iterable[Finding]) -> list[FindingCode]:
    return [finding.code for finding in found]


def of(found: Iterable[Finding], code: FindingCode) -> Finding:
    return next(finding for finding in found if finding.code is code)


def test_an_empty_session_is_blocked_by_its_candidates_and_its_seats(workspace: SqlWorkspace) -> None:
    made = make_session(workspace, candidates=0, roles=())
    found = blockers(findings(workspace, made.id))
    assert codes(found) == [FindingCode.NO_CANDIDATE, *[FindingCode.SEAT_EMPTY] * len(THREE_SEATS)]
    assert [finding.target for finding in found] == ["tab:candidates", *["tab:panel"] * 3]
    assert finding_words(found[1]) == "Siège vide\u00a0: Président du jury"


def test_blockers_come_before_warnings(workspace: SqlWorkspace) -> None:
    made = make_session(workspace, roles=(Role.PRESIDENT,))
    severities = [finding.severity for finding in findings(workspace, made.id)]
    assert severities == sorted(severities)
    assert {*severities} == {Severity.BLOCKS, Severity.WARNS}


def test_a_candidate_in_a_room_without_members_blocks(workspace: SqlWorkspace) -> None:
    made = make_session(workspace)
    room = add_panel(workspace, made.id)
    with workspace.unit_of_work() as work:
        work.registrations.get(made.registrations[0]).panel_id = room
        work.commit()
    found = of(findings(workspace, made.id), FindingCode.PANEL_EMPTY)
    assert (found.blocks, found.count) == (True, 1)
    assert finding_words(found).startswith("Jury\u00a02\u00a0: 1\u00a0candidat passe")


def test_a_candidate_whose_president_is_recused_blocks_and_refuses(workspace: SqlWorkspace) -> None:
    made = make_session(workspace)
    recuse(workspace, made.registrations[1], seat_id=made.seats[Role.PRESIDENT], ground=RecusalGround.TRAINED)
    found = of(findings(workspace, made.id), FindingCode.NO_QUORUM)
    words = "Candidat D-0002\u00a0: pas de quorum, le président est récusé (MARTIN Anne)"
    assert finding_words(found) == words
    with pytest.raises(Refused) as caught:
        declare_ready(workspace, made.id, by="DURAND Léa")
    assert (caught.value.code, caught.value.values) == ("readiness.no_quorum", {"number": "D-0002"})


def test_a_block_without_anything_to_score_blocks(workspace: SqlWorkspace) -> None:
    made = make_session(workspace)
    row = workspace.queries.certification(made.certification.id)
    assert list(scoring_blockers(row.blocks, row.scheme)) == []
    (nothing,) = scoring_blockers((), row.scheme)
    assert nothing.page == "reference"


def test_dossiers_and_registrations_are_counted_in_one_line_each(workspace: SqlWorkspace) -> None:
    made = make_session(workspace)
    found = findings(workspace, made.id)
    dossiers = of(found, FindingCode.DOSSIERS_MISSING)
    assert (dossiers.count, dossiers.values["people"]) == (21, 3)
    warnings = {f.values["warning"]: f for f in found if f.code is FindingCode.REGISTRATION}
    assert warnings[RegistrationWarning.NO_SLOT].target == "tab:planning"
    assert warnings[RegistrationWarning.NO_SLOT].count == 3


def test_two_candidates_at_one_hour_are_a_conflict_in_words(workspace: SqlWorkspace) -> None:
    made = make_session(workspace)
    first, second, _ = made.registrations
    place = Place(made.panel_id, datetime(2022, 12, 14, 9, 0), 60)
    place_defences(workspace, made.id, {first: place, second: place})
    found = of(findings(workspace, made.id), FindingCode.CONFLICT)
    assert "passent en même temps" in finding_words(found)
    assert found.target == "tab:planning"


def test_outside_results_lack_only_once_some_are_recorded(workspace: SqlWorkspace) -> None:
    made = make_session(workspace)
    assert FindingCode.OUTSIDE_RESULTS not in codes(findings(workspace, made.id))
    assessment = next(
        one.id
        for block in made.certification.blocks
        for one in block.assessments
        if one.judged_by.outside_panel
    )
    entry = OutsideEntry(favourable=True, evaluator="Formatrice", judged_on=date(2022, 12, 1))
    record_outside_result(workspace, made.registrations[0], assessment_id=assessment, entry=entry)
    assert of(findings(workspace, made.id), FindingCode.OUTSIDE_RESULTS).count >= 2


def test_who_will_not_come_owes_nothing(workspace: SqlWorkspace) -> None:
    made = make_session(workspace)
    with workspace.unit_of_work() as work:
        for registration_id in made.registrations:
            work.registrations.get(registration_id).attendance = Attendance.WITHDRAWN
        work.commit()
    assert FindingCode.DOSSIERS_MISSING not in codes(findings(workspace, made.id))


def test_a_newer_version_is_told_until_the_session_is_ready(workspace: SqlWorkspace) -> None:
    made = make_session(workspace)
    newer_version(workspace)
    found = of(findings(workspace, made.id), FindingCode.NEWER_VERSION)
    assert (found.values["version"], found.values["latest"], found.target) == (1, 2, "version")
    declare_ready(workspace, made.id, by="DURAND Léa")
    assert FindingCode.NEWER_VERSION not in codes(findings(workspace, made.id))


def test_the_juror_whose_habilitation_ends_before_the_last_day_is_named(workspace: SqlWorkspace) -> None:
    made = make_session(workspace)
    session = workspace.queries.session(made.id)
    with workspace.unit_of_work() as work:
        juror = work.jurors.by_name("ROUX Hélène")
        assert juror is not None
        juror.habilitated_until = session.starts
        work.sessions.get(made.id).ends = date(2022, 12, 20)
        work.commit()
    told = [finding_words(f) for f in findings(workspace, made.id) if f.code is FindingCode.JUROR]
    assert told == ["ROUX Hélène\u00a0: habilitation finie le 14/12/2022"]


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2022, 12, 20), "a commencé le 14/12/2022"),
        (date(2022, 12, 14), "commence aujourd’hui"),
        (date(2022, 12, 1), "jours restants\u00a0: 13"),
    ],
)
def test_a_short_notice_says_how_short(workspace: SqlWorkspace, today: date, words: str) -> None:
    made = make_session(workspace)
    found = of(findings(workspace, made.id, today=today), FindingCode.SHORT_NOTICE)
    assert words in finding_words(found)
    assert notice_words(3, today)


def test_in_time_nobody_warns_of_the_notice(workspace: SqlWorkspace) -> None:
    made = make_session(workspace)
    assert FindingCode.SHORT_NOTICE not in codes(findings(workspace, made.id, today=date(2022, 11, 1)))


def test_the_counts_are_one_sentence(workspace: SqlWorkspace) -> None:
    made = make_session(workspace, candidates=0, roles=())
    found = findings(workspace, made.id)
    assert counts_words(found).startswith("4\u00a0points bloquent, ")
    assert counts_words([]) == "Rien ne bloque et rien n’avertit."


def test_every_finding_of_a_session_has_words_and_a_place(workspace: SqlWorkspace) -> None:
    made = make_session(workspace, roles=(Role.PRESIDENT,))
    for finding in findings(workspace, made.id):
        assert finding_words(finding).strip()
        assert finding.page
