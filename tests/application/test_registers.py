"""The registers: every number without holes, and who obtained what by complete minutes."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import text

from cisp_desktop.application.awards import award_register
from cisp_desktop.application.candidate_editing import FieldChange, edit_registration
from cisp_desktop.application.deliberating import Ruling, decide
from cisp_desktop.application.minutes import snapshot_of
from cisp_desktop.application.minutes_life import cancel_minutes, reopen_closing
from cisp_desktop.application.queries import Queries
from cisp_desktop.application.queries_registers import NumberRow
from cisp_desktop.application.register_papers import award_paper, number_paper
from cisp_desktop.application.registers import NumberState, number_register
from cisp_desktop.application.wording_registers import (
    anomaly_sentences,
    award_cells,
    award_details,
    number_details,
    number_table,
)
from cisp_desktop.documents.registers import RegisterRenderer
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.errors import StorageError
from cisp_desktop.domain.minutes import Ground, MinutesState
from cisp_desktop.domain.panel import Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.test_minutes_life import close, decided, sign
from tests.application.test_rectifying import opened, renamed
from tests.documents.reading import whole_text
from tests.factories import SessionMade, make_session

NOW = datetime(2022, 12, 16, 18, 0, tzinfo=UTC)


@pytest.fixture
def session(workspace: SqlWorkspace) -> SessionMade:
    """A session of three candidates under a number of its own series."""
    return make_session(workspace, candidates=3, name="0001")


def states(workspace: SqlWorkspace) -> dict[str, NumberState]:
    return {line.number[-4:]: line.state for line in number_register(workspace.queries).lines}


@pytest.fixture
def complete(workspace: SqlWorkspace, session: SessionMade) -> str:
    """Minutes signed by all; returns their id."""
    decided(workspace, session)
    closed = close(workspace, session)
    sign(workspace, session, closed.id)
    return closed.id


# --- numbers ------------------------------------------------------------------------------------------


def test_a_number_is_reserved_closed_signed_and_complete(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    assert states(workspace) == {"0001": NumberState.RESERVED}
    decided(workspace, session)
    closed = close(workspace, session)
    assert states(workspace) == {"0001": NumberState.CLOSED}
    sign(workspace, session, closed.id, Role.PRESIDENT)
    (line,) = number_register(workspace.queries).lines
    assert line.state is NumberState.PARTLY_SIGNED
    assert "1\u00a0signature sur 3" in number_details(line)
    sign(workspace, session, closed.id, Role.PROFESSIONAL, Role.CENTRE)
    assert states(workspace) == {"0001": NumberState.COMPLETE}


def test_a_cancelled_number_is_kept_with_who_and_why_and_the_session_bears_the_next(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    decided(workspace, session)
    closed = close(workspace, session)
    sign(workspace, session, closed.id, Role.PRESIDENT)
    cancel_minutes(workspace, session.id, by="ROUX Hélène", why="nom faux")
    register = number_register(workspace.queries)
    first, second = register.lines
    assert (first.state, first.by, first.why) == (NumberState.CANCELLED, "ROUX Hélène", "nom faux")
    assert "ROUX Hélène" in number_details(first)
    assert (second.state, second.number[-4:]) == (NumberState.RESERVED, "0002")
    assert register.anomalies == ()


def test_a_number_reopened_before_any_signature_is_reserved_again_and_says_so(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    decided(workspace, session)
    close(workspace, session)
    reopen_closing(workspace, session.id, by="ROUX Hélène", why="oubli")
    (line,) = number_register(workspace.queries).lines
    assert (line.state, line.why) == (NumberState.RESERVED, "oubli")
    assert "Rouvert avant toute signature" in number_details(line)
    close(workspace, session)
    (line,) = number_register(workspace.queries).lines
    assert line.state is NumberState.CLOSED
    assert "Version 2" in number_details(line)


def test_rectified_minutes_name_those_that_rectify_them(
    workspace: SqlWorkspace, session: SessionMade, complete: str
) -> None:
    opened(workspace, complete)
    renamed(workspace, session)
    again = close(workspace, session)
    first, second = number_register(workspace.queries).lines
    assert (first.state, first.rectified_by) == (NumberState.RECTIFIED, again.number)
    assert (second.number, second.state) == (again.number, NumberState.CLOSED)
    assert first.number in number_details(second)


def test_a_number_is_complete_since_the_last_signature_and_says_that_it_is_being_rectified(
    workspace: SqlWorkspace, session: SessionMade, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(workspace, session)
    closed = close(workspace, session)
    signed_at = workspace.clock() + timedelta(minutes=6)
    monkeypatch.setattr(workspace, "_clock", lambda: signed_at)
    sign(workspace, session, closed.id)
    (line,) = number_register(workspace.queries).lines
    assert (line.at, number_details(line)) == (signed_at, "")
    opened(workspace, closed.id)
    (line,) = number_register(workspace.queries).lines
    assert (line.state, number_details(line)) == (NumberState.COMPLETE, "Rectification en cours")


ROW = NumberRow(
    "PV-2026-GRE-0001", "one", "CISP Grenoble", "GRE", "RNCP36128", date(2026, 12, 14), date(2026, 12, 15), 1,
    "", 1, False, None, "", "",
)  # fmt: skip


@dataclass
class Borne:
    """Queries that know these bearers and nothing else."""

    rows: list[NumberRow]

    def numbers(self) -> list[NumberRow]:
        return self.rows


def register_of(*rows: NumberRow, **asked: Any) -> Any:
    return number_register(cast(Queries, Borne(list(rows))), **asked)


def test_a_hole_is_a_line_of_the_register_and_is_told() -> None:
    last = replace(ROW, number="PV-2026-GRE-0004", session_id="two")
    register = register_of(ROW, last)
    assert [line.number[-4:] for line in register.lines] == ["0001", "0002", "0003", "0004"]
    assert [line.state for line in register.lines][1:3] == [NumberState.MISSING] * 2
    told = anomaly_sentences(register)
    assert [one.split()[0] for one in told] == ["PV-2026-GRE-0002", "PV-2026-GRE-0003"]
    assert all("porté par rien" in one for one in told)


def test_a_missing_first_number_is_a_hole_too() -> None:
    register = register_of(replace(ROW, number="PV-2026-GRE-0002"))
    assert [line.state for line in register.lines] == [NumberState.MISSING, NumberState.RESERVED]


def test_a_number_borne_by_two_sessions_is_told() -> None:
    register = register_of(ROW, replace(ROW, session_id="two", centre="CISP Lyon"))
    (told,) = anomaly_sentences(register)
    assert "deux fois" in told
    assert "CISP Lyon" in told


def test_each_centre_and_year_counts_from_one_and_a_filter_keeps_the_others_out() -> None:
    lyon = replace(ROW, number="PV-2026-LYO-0001", centre="CISP Lyon", centre_code="LYO", session_id="two")
    older = replace(ROW, number="PV-2025-GRE-0001", session_id="three", starts=date(2025, 6, 1))
    register = register_of(ROW, lyon, older)
    assert [line.number for line in register.lines] == [older.number, ROW.number, lyon.number]
    assert register.years == (2026, 2025)
    assert [line.number for line in register_of(ROW, lyon, older, year=2026, centre="LYO").lines] == [
        lyon.number
    ]


def test_the_number_of_a_cancelled_session_says_why() -> None:
    row = replace(ROW, cancelled_at=NOW, cancelled_by="ROUX Hélène", cancelled_why="Aucun candidat")
    (line,) = register_of(row).lines
    assert (line.state, line.at) == (NumberState.SESSION_CANCELLED, NOW)
    assert "Aucun candidat" in number_details(line)


def test_rectifying_minutes_that_were_reopened_leave_their_number_cancelled() -> None:
    ended = replace(
        ROW, number="PV-2026-GRE-0002", minutes_id="m", state=MinutesState.REOPENED, ended_at=NOW,
        ended_by="ROUX", ended_why="repris", closed_at=NOW,
    )  # fmt: skip
    assert [line.state for line in register_of(ROW, ended).lines] == [
        NumberState.RESERVED, NumberState.CANCELLED,
    ]  # fmt: skip


# --- awards -------------------------------------------------------------------------------------------


def test_nothing_is_awarded_before_the_last_signature(workspace: SqlWorkspace, session: SessionMade) -> None:
    decided(workspace, session)
    closed = close(workspace, session)
    sign(workspace, session, closed.id, Role.PRESIDENT)
    assert award_register(workspace.queries).awards == ()
    sign(workspace, session, closed.id, Role.PROFESSIONAL, Role.CENTRE)
    (award,) = award_register(workspace.queries).awards
    assert (award.birth_name, award.certified, award.minutes_number) == ("DUPONT1", True, closed.number)
    assert award.blocks == ("BC01", "BC02", "BC03", "BC04", "BC05")


def test_the_absent_obtain_nothing_and_stand_nowhere(workspace: SqlWorkspace, complete: str) -> None:
    del complete
    assert [one.number for one in award_register(workspace.queries).awards] == ["D-0001"]


def test_a_decision_rectified_counts_as_it_is_now_and_tells_what_it_was(
    workspace: SqlWorkspace, session: SessionMade, complete: str
) -> None:
    first = workspace.queries.minutes(complete).number
    opened(workspace, complete, Ground.DECISION)
    ruling = Ruling(DecisionValue.NOT_VALIDATED, "relu")
    decide(workspace, session.registrations[0], block_id=session.blocks[0], ruling=ruling)
    again = close(workspace, session)
    (pending,) = award_register(workspace.queries).awards
    assert (pending.certified, pending.minutes_number, pending.pending) == (True, first, again.number)
    sign(workspace, session, again.id)
    (award,) = award_register(workspace.queries).awards
    assert (award.certified, award.blocks) == (False, ("BC02", "BC03", "BC04", "BC05"))
    assert (award.minutes_number, award.rectifies) == (again.number, first)
    assert award_details(award) == (
        f"Rectifie {first}, qui disait\u00a0: Certification (BC01, BC02, BC03, BC04, BC05)"
    )


def test_a_birth_place_rectified_is_told_with_what_it_was_and_the_others_are_unchanged(
    workspace: SqlWorkspace, session: SessionMade, complete: str
) -> None:
    first = workspace.queries.minutes(complete).number
    opened(workspace, complete)
    row = workspace.queries.registration(session.registrations[0])
    edit_registration(workspace, row.id, changes={"birth_place": FieldChange(row.birth_place, "Voreppe")})
    again = close(workspace, session)
    sign(workspace, session, again.id, Role.PRESIDENT)
    (award,) = award_register(workspace.queries).awards
    assert (award.birth_place, award.certified) == ("Voreppe", True)
    before = f"lieu de naissance «\u00a0{row.birth_place}\u00a0»"
    assert award_details(award) == f"Rectifie {first}, qui disait\u00a0: {before}"
    assert award.on == snapshot_of(workspace, complete)["done_at"]["date"]


def test_what_was_awarded_and_is_no_more_is_told(
    workspace: SqlWorkspace, session: SessionMade, complete: str
) -> None:
    opened(workspace, complete, Ground.DECISION)
    ruling = Ruling(DecisionValue.NOT_VALIDATED, "relu")
    for block in session.blocks:
        decide(workspace, session.registrations[0], block_id=block, ruling=ruling)
    sign(workspace, session, close(workspace, session).id)
    (award,) = award_register(workspace.queries).awards
    assert award.withdrawn
    assert award_cells(award)[4] == "Rien"


def test_awards_are_chosen_by_year_centre_and_certification(workspace: SqlWorkspace, complete: str) -> None:
    del complete
    queries = workspace.queries
    assert (
        len(award_register(queries, year=2022, centre="cisp grenoble", certification="rncp36128").awards) == 1
    )
    for other in ({"year": 2021}, {"centre": "CISP Lyon"}, {"certification": "RNCP1"}):
        assert award_register(queries, **other).awards == ()  # type: ignore[arg-type]  # one of three filters


def test_awards_of_altered_minutes_are_refused(workspace: SqlWorkspace, complete: str) -> None:
    with workspace._writing.begin() as connection:
        triggers = connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'minutes'")
        )
        for name in triggers.scalars().all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("UPDATE minutes SET snapshot = replace(snapshot, 'DUPONT1', 'AUTRE')")
    with pytest.raises(StorageError, match=r"minutes\.altered"):
        award_register(workspace.queries)
    del complete


# --- on paper -----------------------------------------------------------------------------------------


def test_a_register_on_paper_says_every_cell_the_head_and_nothing_private(
    workspace: SqlWorkspace, complete: str
) -> None:
    del complete
    verdict = workspace.queries.check_journal()
    register = award_register(workspace.queries)
    paper = award_paper(register, verdict, asked="2022", made=NOW)
    pdf = RegisterRenderer().render(paper)
    assert pdf == RegisterRenderer().render(paper)
    shown = " ".join(whole_text(pdf).split())
    for cell in award_cells(register.awards[0]):
        for word in cell.replace("\u00a0", " ").split():
            assert word in shown
    assert verdict.head in shown
    assert b"pdfaid:part" in pdf
    row = workspace.queries.registrations(workspace.queries.sessions()[0].id)[0]
    assert not any(value and value in shown for value in (row.email, row.phone, row.accommodations))


def test_the_register_of_numbers_on_paper_tells_its_holes(workspace: SqlWorkspace) -> None:
    register = register_of(ROW, replace(ROW, number="PV-2026-GRE-0003", session_id="two"))
    paper = number_paper(register, workspace.queries.check_journal(), asked="Tout", made=NOW)
    shown = " ".join(whole_text(RegisterRenderer().render(paper)).split())
    assert "PV-2026-GRE-0002" in shown
    assert "porté par rien" in shown
    assert len(number_table(register)) == 4
