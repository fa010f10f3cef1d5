"""What the tables and triggers refuse, tried with plain SQL as a bug would."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session, make_workspace, score

ABSENT = (
    "INSERT INTO unavailability VALUES ('u', 'S1', '2022-12-14{}', '2022-12-14{}', '', 'S1-r00001', NULL, {})"
)
NOW = "2022-12-14T09:00:00+01:00"
HASH = "a" * 64
SEALED = f"sealed_at = '{NOW}', result_items = 5, result_assessed"


@dataclass
class Sql:
    """A transaction that is never committed, on a scene made once.

    The president marked the first block of the first candidate, and sealed that of the second.
    """

    connection: Connection
    session: SessionMade
    marked: str
    sealed: str

    def run(self, statement: str, **values: object) -> int:
        """Run a statement and return how many rows it touched."""
        return self.connection.execute(text(statement), values).rowcount

    def refused(self, statement: str, **values: object) -> str:
        """Run a statement that must fail, and return what SQLite said."""
        with pytest.raises(DBAPIError) as caught:
            self.run(statement, **values)
        return str(caught.value.orig)

    def scalar(self, statement: str) -> object:
        """Return one value."""
        return self.connection.execute(text(statement)).scalar_one()


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SqlWorkspace, SessionMade]]:
    workspace = make_workspace(tmp_path_factory.mktemp("rules"))
    session = make_session(workspace)
    first, second, _ = session.registrations
    score(workspace, session, first, blocks=session.blocks[:1], seal=False)
    score(workspace, session, second, blocks=session.blocks[:1])
    yield workspace, session
    workspace.abandon()


@pytest.fixture
def sql(scene: tuple[SqlWorkspace, SessionMade]) -> Iterator[Sql]:
    workspace, session = scene
    with workspace._writing.connect() as connection:
        sheets = connection.execute(text("SELECT id FROM score_sheet ORDER BY registration_id")).scalars()
        yield Sql(connection, session, *sheets)
        connection.rollback()


MARK = "INSERT INTO mark VALUES (:sheet, :sequence, :item, :status, :level, :points, :reason, :comment, :at)"


def a_mark(_sheet: str, session: SessionMade, **changes: object) -> dict[str, object]:
    item = session.certification.blocks[0].competences[0].id
    row: dict[str, object] = {
        "sheet": _sheet, "sequence": 99, "item": item, "status": "GIVEN", "level": 2, "points": None,
        "reason": None, "comment": "", "at": NOW,
    }  # fmt: skip
    return {**row, **changes}


def test_a_possible_mark_is_taken(sql: Sql) -> None:
    assert sql.run(MARK, **a_mark(sql.marked, sql.session)) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"level": 10}, "ck_mark_level"),
        ({"level": -1}, "ck_mark_level"),
        ({"level": None}, "ck_mark_coherent"),
        ({"points": 1000}, "ck_mark_coherent"),
        ({"level": None, "points": 2001}, "ck_mark_points"),
        ({"reason": "NO_TIME"}, "ck_mark_coherent"),
        ({"status": "NOT_EVALUATED", "level": None}, "ck_mark_coherent"),
        ({"status": "NOT_EVALUATED", "reason": "NO_TIME"}, "ck_mark_coherent"),
        ({"status": "WITHDRAWN"}, "ck_mark_coherent"),
        ({"status": "GUESSED"}, "ck_mark_status"),
        ({"status": "NOT_EVALUATED", "level": None, "reason": "LAZY"}, "ck_mark_reason"),
        ({"item": "GLOBAL", "level": None, "points": 1000}, "ck_mark_whole_block"),
        ({"item": "nothing"}, "mark.impossible_item"),
        ({"item": "RNCP36128BC02/1/C01"}, "mark.impossible_item"),
        ({"sequence": 0}, "ck_mark_sequence"),
        ({"sequence": 1}, "UNIQUE"),
        ({"sheet": "nowhere"}, ""),
        ({"comment": "x" * 10_001}, "ck_mark_comment"),
        ({"level": "two"}, "cannot store TEXT value in INTEGER column"),
    ],
)
def test_an_impossible_mark_is_refused(sql: Sql, changes: dict[str, object], said: str) -> None:
    assert said in sql.refused(MARK, **a_mark(sql.marked, sql.session, **changes))


def test_a_mark_is_never_changed_nor_deleted(sql: Sql) -> None:
    assert sql.refused("UPDATE mark SET level = 0") == "mark.append_only"
    assert sql.refused("DELETE FROM mark") == "mark.append_only"
    assert (
        sql.refused(
            "INSERT OR REPLACE INTO mark SELECT * FROM mark WHERE sheet_id = :sheet", sheet=sql.marked
        )
        == "mark.append_only"
    )


def test_a_sealed_sheet_refuses_a_mark(sql: Sql) -> None:
    assert sql.refused(MARK, **a_mark(sql.sealed, sql.session)) == "mark.sheet_sealed"


@pytest.mark.parametrize(
    "change",
    ["sealed_at = NULL", "result_numerator = 20", "set_aside_reason = 'x'", "seat_id = 'S1-CENTRE'"],
)
def test_a_sealed_sheet_never_changes(sql: Sql, change: str) -> None:
    assert sql.refused(f"UPDATE score_sheet SET {change} WHERE sealed_at IS NOT NULL") in (
        "score_sheet.sealed",
        "score_sheet.identity",
    )


def test_a_marked_sheet_is_not_deleted(sql: Sql) -> None:
    assert sql.refused("DELETE FROM score_sheet") == "score_sheet.marked"
    assert sql.refused("DELETE FROM registration") == "score_sheet.marked"


@pytest.mark.parametrize(
    "change",
    [
        f"sealed_at = '{NOW}'",
        f"{SEALED} = 6, result_numerator = 1, result_denominator = 1",
        f"{SEALED} = 5, result_numerator = 21, result_denominator = 1",
        f"sealed_at = '{NOW}', result_items = 5, result_assessed = 5, result_numerator = 1",
        f"{SEALED} = 0, result_numerator = 1, result_denominator = 1",
        f"sealed_at = '{NOW}', result_items = 5, set_aside_reason = 'parti'",
        "result_numerator = 1, result_denominator = 1, result_assessed = 1, result_items = 1",
        "result_global = 3",
        "last_sequence = 0",
        "round = 2",
    ],
)
def test_an_incoherent_sheet_is_refused(sql: Sql, change: str) -> None:
    assert "score_sheet" in sql.refused(f"UPDATE score_sheet SET {change} WHERE sealed_at IS NULL")


SHEET = (
    "INSERT INTO score_sheet VALUES"
    " ('new', :registration, :seat, :block, 1, 0, NULL, '', NULL, NULL, 0, 0, 0, NULL)"
)


def test_a_sheet_of_another_panel_or_block_is_refused(sql: Sql) -> None:
    place = {
        "registration": sql.session.registrations[0],
        "seat": "S1-CENTRE",
        "block": sql.session.blocks[0],
    }
    assert sql.refused(SHEET, **{**place, "seat": "nobody"}) == "score_sheet.other_panel"
    assert sql.refused(SHEET, **{**place, "block": "RNCP6133U1/1"}) == "score_sheet.block_not_presented"
    taken = sql.refused(SHEET, **{**place, "seat": "S1-PRESIDENT"})
    assert taken.startswith("UNIQUE constraint failed: score_sheet")
    assert sql.run(SHEET, **place) == 1


def test_a_recused_juror_has_no_sheet_and_gives_no_mark(sql: Sql) -> None:
    recusal = "INSERT INTO recusal VALUES (:id, :registration, :seat, 'TRAINED', '')"
    first = sql.session.registrations[0]
    sql.run(recusal, id="1", registration=first, seat="S1-CENTRE")
    sql.run(recusal, id="2", registration=first, seat="S1-PRESIDENT")
    place = {"registration": first, "seat": "S1-CENTRE", "block": sql.session.blocks[1]}
    assert sql.refused(SHEET, **place) == "score_sheet.juror_recused"
    assert sql.refused(MARK, **a_mark(sql.marked, sql.session)) == "mark.juror_recused"


def test_a_juror_who_sealed_is_not_recused(sql: Sql) -> None:
    recusal = "INSERT INTO recusal VALUES ('1', :registration, 'S1-PRESIDENT', 'TRAINED', '')"
    assert sql.refused(recusal, registration=sql.session.registrations[1]) == "recusal.sealed"


PROPOSAL = "INSERT INTO proposal VALUES (:r, :b, 1, :verdict, :reasons, :n, :d, 0, 0, :at)"
DECISION = "INSERT INTO decision VALUES (:r, :b, :sequence, :value, :reason, :vote, :at)"


def a_proposal(session: SessionMade, **changes: object) -> dict[str, object]:
    row: dict[str, object] = {
        "r": session.registrations[0], "b": session.blocks[0], "verdict": "VALIDATED", "reasons": "",
        "n": 40, "d": 3, "at": NOW,
    }  # fmt: skip
    return {**row, **changes}


def a_decision(session: SessionMade, **changes: object) -> dict[str, object]:
    row: dict[str, object] = {
        "r": session.registrations[0], "b": session.blocks[0], "sequence": 1, "value": "VALIDATED",
        "reason": "", "vote": 0, "at": NOW,
    }  # fmt: skip
    return {**row, **changes}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": "HELD", "reason": "x"}, "ck_decision_value"),
        ({"value": "NOT_VALIDATED"}, "decision.reason_missing"),
        ({"value": "NOT_VALIDATED", "b": "RNCP36128BC02/1", "reason": "  "}, "ck_decision_reasoned"),
        ({"vote": 1}, "ck_decision_reasoned"),
        ({"value": "DEFERRED"}, "decision.reason_missing"),
        ({"vote": 2, "reason": "x"}, "ck_decision_casting_vote"),
    ],
)
def test_a_decision_without_its_reason_is_refused(sql: Sql, changes: dict[str, object], said: str) -> None:
    sql.run(PROPOSAL, **a_proposal(sql.session))
    assert said in sql.refused(DECISION, **a_decision(sql.session, **changes))
    assert sql.run(DECISION, **a_decision(sql.session)) == 1
    assert sql.run(DECISION, **a_decision(sql.session, sequence=2, value=None)) == 1


@pytest.mark.parametrize(
    "changes",
    [{"verdict": None}, {"reasons": "ZEROS"}, {"n": 61}, {"n": None}, {"d": 0}, {"verdict": "DEFERRED"}],
)
def test_an_incoherent_proposal_is_refused(sql: Sql, changes: dict[str, object]) -> None:
    assert "ck_proposal" in sql.refused(PROPOSAL, **a_proposal(sql.session, **changes))


def test_proposals_and_decisions_are_never_rewritten(sql: Sql) -> None:
    sql.run(PROPOSAL, **a_proposal(sql.session))
    sql.run(DECISION, **a_decision(sql.session))
    for table, change in (("proposal", "gaps = 1"), ("decision", "reason = 'x'")):
        assert sql.refused(f"UPDATE {table} SET {change}") == f"{table}.append_only"
        assert sql.refused(f"DELETE FROM {table}") == f"{table}.append_only"


def test_the_journal_is_appended_in_order_only(sql: Sql) -> None:
    assert sql.refused("UPDATE audit_event SET actor = 'x'") == "audit_event.append_only"
    assert sql.refused("DELETE FROM audit_event") == "audit_event.append_only"
    event = "INSERT INTO audit_event VALUES (:sequence, :at, 'a', 'b', 'c', '{}', :previous, :hash)"
    head = sql.scalar("SELECT hash FROM audit_event ORDER BY sequence DESC LIMIT 1")
    following = int(str(sql.scalar("SELECT max(sequence) FROM audit_event"))) + 1
    row = {"sequence": following, "at": NOW, "previous": head, "hash": HASH}
    assert sql.refused(event, **{**row, "sequence": following + 1}) == "audit_event.chain"
    assert sql.refused(event, **{**row, "previous": HASH}) == "audit_event.chain"
    assert sql.run(event, **row) == 1


MINUTES = (
    "INSERT INTO minutes VALUES ('m', 'S1', 'S1-panel', 'PV-2022-GRE-S1', '{}', :h, :h, :h, 2, :at,"
    " 1, NULL, NULL, '', NULL, NULL, NULL, '', '')"
)
LINE = (
    "INSERT INTO minutes_signature VALUES"
    " ('l', 'm', 'S1-PRESIDENT', 1, 'MARTIN Anne', 'f', NULL, NULL, NULL, '')"
)


def test_frozen_minutes_change_by_signatures_only(sql: Sql) -> None:
    sql.run(MINUTES, h=HASH, at=NOW)
    sql.run(LINE)
    for change in ("snapshot = '[]'", "number = 'PV-1'", f"sha256 = '{'b' * 64}'", "pages = 3"):
        assert sql.refused(f"UPDATE minutes SET {change}") == "minutes.frozen"
    assert sql.refused("DELETE FROM minutes") == "minutes.frozen"
    assert sql.run("UPDATE minutes SET pdf_sha256 = :h", h="b" * 64) == 1
    assert "ck_minutes_signature_signed" in sql.refused(
        "UPDATE minutes_signature SET signed_at = :at", at=NOW
    )
    signed = "UPDATE minutes_signature SET signed_at = :at, pdf_sha256 = :h"
    assert sql.run(signed, at=NOW, h=HASH) == 1
    assert sql.refused(signed, at=NOW, h=HASH) == "minutes_signature.signed"
    assert sql.refused("DELETE FROM minutes_signature") == "minutes_signature.signed"


def test_an_extract_changes_by_signatures_only_and_a_cancelled_number_never(sql: Sql) -> None:
    sql.run(
        f"INSERT INTO minutes VALUES ('m', 'S1', 'S1-panel', 'PV-1', '{{}}', '{HASH}', '{HASH}', '{HASH}', 1,"
        f" '{NOW}', 1, NULL, NULL, '', NULL, NULL, NULL, '', '')"
    )
    candidate = sql.session.registrations[0]
    sql.run(
        f"INSERT INTO minutes_extract VALUES ('x', 'm', :who, '{{}}', '{HASH}', '{HASH}', '{HASH}', 1)",
        who=candidate,
    )
    assert sql.run(f"UPDATE minutes_extract SET pdf_sha256 = '{'b' * 64}'") == 1
    assert "minutes_extract.frozen" in sql.refused("UPDATE minutes_extract SET snapshot = '[]'")
    assert "append_only" in sql.refused("DELETE FROM minutes_extract")
    sql.run(
        f"UPDATE minutes SET ending = 'CANCELLED', ended_at = '{NOW}', ended_by = 'A', ended_why = 'erreur'"
    )
    assert "minutes_extract.ended" in sql.refused(f"UPDATE minutes_extract SET pdf_sha256 = '{HASH}'")
    sql.run(f"INSERT INTO cancelled_number VALUES ('PV-2', 'S1', '{NOW}', 'A', 'salle retirée')")
    assert "append_only" in sql.refused("UPDATE cancelled_number SET why = 'autre'")
    assert "append_only" in sql.refused("DELETE FROM cancelled_number")


def test_a_closed_session_stands_still(sql: Sql) -> None:
    sql.run("UPDATE jury_session SET closed_at = :at", at=NOW)
    second = sql.session.registrations[1]
    attempts = {
        "UPDATE jury_session SET closed_at = NULL": "jury_session.closed",
        "UPDATE jury_session SET place = 'Lyon'": "jury_session.closed",
        "DELETE FROM jury_session": "jury_session.closed",
        "UPDATE registration SET attendance = 'ABSENT'": "registration.session_closed",
        "UPDATE registration SET presented = '[]'": "registration.session_closed",
        "DELETE FROM registration": "registration.session_closed",
        "UPDATE score_sheet SET set_aside_reason = 'x' WHERE sealed_at IS NULL": "score_sheet.session_closed",
        f"INSERT INTO recusal VALUES ('1', '{second}', 'S1-CENTRE', 'TRAINED', '')": "recusal.session_closed",
        f"INSERT INTO held_block VALUES ('h', '{second}', 'B', NULL, NULL, '')": "held_block.session_closed",
    }
    for statement, said in attempts.items():
        assert (statement, sql.refused(statement)) == (statement, said)
    assert sql.refused(DECISION, **a_decision(sql.session)) == "decision.session_closed"
    assert sql.refused(PROPOSAL, **a_proposal(sql.session)) == "proposal.session_closed"
    assert sql.refused(MARK, **a_mark(sql.marked, sql.session)) == "mark.session_closed"


def test_a_session_keeps_the_scheme_it_was_scored_with(sql: Sql) -> None:
    assert sql.refused("UPDATE jury_session SET scheme = '[]'") == "jury_session.scheme_in_use"


def test_a_session_keeps_its_certification_and_number(sql: Sql) -> None:
    other = "UPDATE jury_session SET certification_id = 'RNCP6133/1'"
    assert sql.refused(other) == "jury_session.bound"
    assert sql.refused("UPDATE jury_session SET minutes_number = 'PV-1'") == "jury_session.bound"


def test_a_certification_in_use_never_changes(sql: Sql) -> None:
    attempts = {
        "UPDATE certification SET title = 'x' WHERE code = 'RNCP36128'": "certification.used",
        "UPDATE block SET title = 'x' WHERE code = 'RNCP36128BC01'": "block.used",
        "UPDATE competence SET wording = 'x'": "competence.used",
        "DELETE FROM competence": "competence.used",
        "UPDATE assessment SET title = 'x' WHERE block_id = 'RNCP36128BC01/1'": "assessment.used",
    }
    for statement, said in attempts.items():
        assert (statement, sql.refused(statement)) == (statement, said)
    assert sql.run("UPDATE certification SET title = 'x' WHERE code = 'RNCP6133'") == 1


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE registration SET presented = '[\"RNCP6133U1/1\"]'", "registration.unknown_block"),
        ("UPDATE registration SET presented = 'BC01'", ""),
        ("UPDATE registration SET number = 'D-0001'", "UNIQUE"),
        ("UPDATE registration SET number = ''", "ck_registration_number"),
        ("UPDATE registration SET attendance = 'LATE'", "ck_registration_attendance"),
        ("UPDATE registration SET access_path = 'FRIEND'", "ck_registration_access_path"),
        ("UPDATE registration SET minutes = 0", "ck_registration_slot"),
        ("UPDATE registration SET panel_id = 'elsewhere' WHERE id = 'S1-r00003'", "FOREIGN KEY"),
        ("UPDATE registration SET panel_id = 'elsewhere'", "registration.scored"),
        ("UPDATE registration SET extra_time_percent = 101", "ck_registration_extra_time_percent"),
        ("UPDATE jury_session SET ready_at = '2022-12-01T08:00:00+01:00'", "ck_jury_session_ready"),
        ("UPDATE juror SET habilitated_from = '2023-01-01', habilitated_until = '2022-01-01'",
         "ck_juror_habilitation"),
        ("UPDATE juror SET category = 'FRIEND'", "ck_juror_category"),
        ("UPDATE seat SET rank = 0", "ck_seat_rank"),
        ("INSERT INTO equivalence VALUES ('e', 'RNCP6133', '', 'RNCP36128', 'RNCP36128BC01', 'TYPED', '', 5)",
         "ck_equivalence_codes"),
        (ABSENT.format("T09:00:00", "T08:00:00", "NULL"), "ck_unavailability_period"),
        (ABSENT.format("T08:00:00", "T09:00:00", "'S1-panel'"), "ck_unavailability_who"),
        ("UPDATE candidate SET sex = 'X'", "ck_candidate_sex"),
        ("UPDATE candidate SET birth_name = ''", "ck_candidate_names"),
        ("DELETE FROM candidate", "FOREIGN KEY"),
        ("UPDATE centre SET siret = '123'", "ck_centre_siret"),
        ("UPDATE jury_session SET ends = '2022-12-01'", "ck_jury_session_dates"),
        ("UPDATE seat SET role = 'PRESIDENT'", "UNIQUE"),
        ("UPDATE seat SET role = 'FRIEND'", "ck_seat_role"),
        ("UPDATE credential SET failures = -1", "ck_credential_failures"),
        ("DELETE FROM juror", "FOREIGN KEY"),
        ("INSERT INTO workspace SELECT 2, id, created_at, vault_identity, x'00', x'00' FROM workspace",
         "ck_workspace_singleton"),
    ],
)  # fmt: skip
def test_an_impossible_row_is_refused(sql: Sql, statement: str, said: str) -> None:
    assert said in sql.refused(statement)


def test_a_seat_that_ended_leaves_its_role_free(sql: Sql) -> None:
    sql.run("UPDATE seat SET left_at = :at WHERE id = 'S1-CENTRE'", at=NOW)
    again = "INSERT INTO seat VALUES ('new', 'S1-panel', 'juror-CENTRE', 'CENTRE', NULL, 1, 0, '')"
    assert sql.run(again) == 1


def test_a_substitute_stands_beside_the_seat(sql: Sql) -> None:
    sql.run("INSERT INTO juror VALUES ('other', 'NOM Autre', '', '', NULL, '', '', '', NULL, NULL, '')")
    beside = "INSERT INTO seat VALUES ('new', 'S1-panel', 'other', 'CENTRE', NULL, 1, :standby, '')"
    assert "UNIQUE" in sql.refused(beside.replace(":standby", "0"))
    assert sql.run(beside, standby=1) == 1


def test_a_ready_session_keeps_its_scheme_and_rules_until_it_is_reopened(sql: Sql) -> None:
    sql.run("UPDATE jury_session SET ready_at = :at, ready_by = 'SITE'", at=NOW)
    assert "jury_session.ready" in sql.refused("UPDATE jury_session SET panel_rules = '{\"seats\":[]}'")
    both = "UPDATE jury_session SET ready_at = NULL, ready_by = '', panel_rules = '{\"seats\":[]}'"
    assert sql.run(both) == 1


def test_a_session_never_moves_to_another_title(sql: Sql) -> None:
    assert "jury_session.bound" in sql.refused("UPDATE jury_session SET certification_id = 'RNCP6133/1'")


def test_removing_a_registration_takes_its_belongings_along(sql: Sql) -> None:
    first = sql.session.registrations[2]
    sql.run("INSERT INTO recusal VALUES ('1', :r, 'S1-CENTRE', 'TRAINED', '')", r=first)
    sql.run("INSERT INTO held_block VALUES ('h', :r, 'BC01', NULL, NULL, '')", r=first)
    sql.run(
        "INSERT INTO dossier VALUES ('d', :r, 'THESIS', 'a.pdf', :h, 1, 1, :at, NULL)",
        r=first, h=HASH, at=NOW,
    )  # fmt: skip
    sql.run("INSERT INTO dossier_page (dossier_id, page, content) VALUES ('d', 0, 'mot')")
    assert sql.run("DELETE FROM registration WHERE id = :r", r=first) == 1
    for table in ("recusal", "held_block", "dossier", "dossier_page"):
        assert sql.scalar(f"SELECT count(*) FROM {table}") == 0
    assert sql.scalar("SELECT count(*) FROM dossier_text WHERE dossier_text MATCH 'mot'") == 0
