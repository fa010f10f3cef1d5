"""Extracts per candidate: frozen and signed with the minutes, or not at all; given out as they stand."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cisp_desktop.application.archiving import archive_session
from cisp_desktop.application.extracts import (
    extract_numbered,
    extract_stem,
    extracts_fingerprint,
    standing_of,
    write_extracts,
)
from cisp_desktop.application.minutes import MinutesClosed, close_session, sign_minutes
from cisp_desktop.application.minutes_known import Known, known_minutes
from cisp_desktop.application.minutes_life import cancel_minutes, refuse_signature, reopen_closing
from cisp_desktop.application.page_codes import PageCode
from cisp_desktop.application.ports import ExtractReport, VerificationReport
from cisp_desktop.application.queries_minutes import ExtractRow
from cisp_desktop.application.rectifying import open_rectification
from cisp_desktop.application.scans import look_at_scan
from cisp_desktop.application.wording import MINUTES_STATES
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.domain.errors import Refused, RuleError, StorageError
from cisp_desktop.domain.minutes import Ground, MinutesState, fingerprint
from cisp_desktop.domain.panel import Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.test_minutes_life import close, decided, sign
from tests.application.test_rectifying import renamed
from tests.application.test_rooms import PlainSigner
from tests.factories import JURORS, SessionMade


class FailingSigner(PlainSigner):
    """Signs so many files, then fails."""

    def __init__(self, count: int) -> None:
        self.left = count

    def sign(self, pdf: bytes, **rest: object) -> bytes:
        if not self.left:
            raise RuleError("signing.unreadable")
        self.left -= 1
        return super().sign(pdf, **rest)  # type: ignore[arg-type]  # as given


def close_with(workspace: SqlWorkspace, session: SessionMade) -> MinutesClosed:
    (closed,) = close_session(
        workspace, session.id, renderer=MinutesRenderer(), signer=PlainSigner(), extracts=True
    )
    return closed


@pytest.fixture
def closed(workspace: SqlWorkspace, session: SessionMade) -> MinutesClosed:
    decided(workspace, session)
    return close_with(workspace, session)


def rows(workspace: SqlWorkspace, minutes_id: str) -> list[ExtractRow]:
    return list(workspace.queries.minutes_extracts(minutes_id))


def test_closing_makes_no_extract_unless_asked(workspace: SqlWorkspace, session: SessionMade) -> None:
    decided(workspace, session)
    assert rows(workspace, close(workspace, session).id) == []


def test_each_candidate_has_one_that_names_the_whole_minutes(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed
) -> None:
    found = rows(workspace, closed.id)
    assert [row.registration_id for row in found] == session.registrations
    assert [row.number for row in found] == ["D-0001", "D-0002", "D-0003"]
    texts = dict(workspace.queries.extract_texts(closed.id))
    for row in found:
        assert fingerprint(texts[row.id]) == row.sha256
        content = json.loads(texts[row.id])
        assert content["extract"] == {"of": closed.sha256, "candidate": row.number}
        assert [one["number"] for one in content["candidates"]] == [row.number]
        others = {one.number for one in found} - {row.number}
        assert not any(other in texts[row.id] for other in others)
        assert workspace.vault.read(row.pdf_sha256).startswith(b"%PDF")


def test_progress_counts_every_extract(workspace: SqlWorkspace, session: SessionMade) -> None:
    decided(workspace, session)
    told: list[tuple[int, int]] = []
    (made,) = close_session(
        workspace, session.id, renderer=MinutesRenderer(), signer=PlainSigner(), extracts=True,
        progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    assert told == [(0, 3), (1, 3), (2, 3)]
    told.clear()
    sign_minutes(
        workspace, made.id, juror=session.juror(Role.PRESIDENT), image=None, signer=PlainSigner(),
        progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4)]


def test_a_member_signs_them_all_in_one_act(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed
) -> None:
    sign(workspace, session, closed.id, Role.PRESIDENT)
    sign(workspace, session, closed.id, Role.CENTRE)
    for row in rows(workspace, closed.id):
        added = workspace.vault.read(row.pdf_sha256).rpartition(b"%%EOF")[2].decode()
        signed = [role for role, seat in session.seats.items() if f"signature-{seat} {JURORS[role]}" in added]
        assert signed == [role for role in session.seats if role in (Role.PRESIDENT, Role.CENTRE)]
    assert workspace.check() == []


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_signature_that_fails_on_one_leaves_all_as_they_were(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed, count: int
) -> None:
    sign(workspace, session, closed.id, Role.CENTRE)
    before = rows(workspace, closed.id), workspace.queries.minutes(closed.id)
    with pytest.raises(RuleError, match=r"signing\.unreadable"):
        sign_minutes(
            workspace, closed.id, juror=session.juror(Role.PRESIDENT), image=None, signer=FailingSigner(count)
        )
    assert (rows(workspace, closed.id), workspace.queries.minutes(closed.id)) == before
    sign(workspace, session, closed.id, Role.PRESIDENT)


def test_an_altered_extract_is_never_signed(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed
) -> None:
    with workspace._writing.begin() as connection:
        connection.execute(text("DROP TRIGGER minutes_extract_frozen"))
        connection.execute(text("UPDATE minutes_extract SET snapshot = '{}'"))
    with pytest.raises(StorageError, match=r"minutes\.altered"):
        sign(workspace, session, closed.id, Role.PRESIDENT)


def test_the_journal_keeps_how_many_and_one_fingerprint_for_all(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed
) -> None:
    sign(workspace, session, closed.id, Role.PRESIDENT)
    with workspace.unit_of_work() as work:
        told = extracts_fingerprint(work.minutes.extracts(closed.id))
    details = {event.action: json.loads(event.details) for event in workspace.queries.events()}
    assert details["session.closed"]["extracts"] == 3
    assert details["session.closed"]["extracts_sha256"] == told
    assert details["minutes.signed"]["extracts"] == 3


# --- they live as the minutes do ------------------------------------------------------------------------


def test_what_is_reopened_keeps_its_extracts_and_their_names_say_so(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed
) -> None:
    reopen_closing(workspace, session.id, by="ROUX Hélène", why="oubli")
    row = workspace.queries.minutes(closed.id)
    first = rows(workspace, closed.id)[0]
    assert extract_stem(row, first) == f"{row.number}-rouvert-extrait-D-0001"
    assert standing_of(row, [row]) == MINUTES_STATES[MinutesState.REOPENED]
    with pytest.raises(DBAPIError, match=r"minutes_extract\.ended"), workspace._writing.begin() as connection:
        connection.execute(text("UPDATE minutes_extract SET pdf_sha256 = pdf_sha256"))
    again = close_with(workspace, session)
    assert extract_stem(workspace.queries.minutes(again.id), rows(workspace, again.id)[0]).endswith(
        "-v2-extrait-D-0001"
    )


def test_what_is_cancelled_or_incomplete_or_rectified_is_told(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed
) -> None:
    sign(workspace, session, closed.id, Role.PRESIDENT)
    row = workspace.queries.minutes(closed.id)
    assert standing_of(row, [row])
    cancel_minutes(workspace, session.id, by="ROUX Hélène", why="nom faux")
    row = workspace.queries.minutes(closed.id)
    assert extract_stem(row, rows(workspace, closed.id)[0]) == f"{row.number}-annule-extrait-D-0001"
    again = close_with(workspace, session)
    sign(workspace, session, again.id)
    complete = workspace.queries.minutes(again.id)
    assert standing_of(complete, workspace.queries.minutes_history(session.id)) == ""
    open_rectification(workspace, again.id, ground=Ground.CLERICAL, reason="nom", by="MARTIN Anne")
    renamed(workspace, session)
    later = close_with(workspace, session)
    history = workspace.queries.minutes_history(session.id)
    assert later.number in standing_of(complete, history)


def test_rectifying_minutes_have_extracts_of_all_and_tell_each_the_own_changes(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed
) -> None:
    sign(workspace, session, closed.id)
    open_rectification(workspace, closed.id, ground=Ground.CLERICAL, reason="D-0001 mal écrit", by="MARTIN A")
    renamed(workspace, session)
    later = close_with(workspace, session)
    contents = [json.loads(one) for _id, one in workspace.queries.extract_texts(later.id)]
    assert [len(one["rectifies"]["differences"]) for one in contents] == [1, 0, 0]
    assert not any("D-0001" in json.dumps(one) for one in contents[1:])
    sign(workspace, session, later.id, Role.PRESIDENT)
    assert all(b"signature-" in workspace.vault.read(one.pdf_sha256) for one in rows(workspace, later.id))


def test_a_refusal_leaves_them_to_the_others(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed
) -> None:
    seat = session.seats[Role.CENTRE]
    refuse_signature(workspace, closed.id, seat, reason="désaccord", juror=session.juror(Role.CENTRE))
    sign(workspace, session, closed.id, Role.PRESIDENT, Role.PROFESSIONAL)
    for row in rows(workspace, closed.id):
        assert f"signature-{seat} ".encode() not in workspace.vault.read(row.pdf_sha256)[-400:]
    row = workspace.queries.minutes(closed.id)
    assert standing_of(row, [row]) == ""


# --- given out, archived, known ---------------------------------------------------------------------------


def test_they_are_written_one_file_each_and_nothing_is_written_over(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed, tmp_path: Path
) -> None:
    row, found = workspace.queries.minutes(closed.id), rows(workspace, closed.id)
    paths = write_extracts(workspace, row, found, tmp_path)
    assert [path.name for path in paths] == [
        f"{row.number}-extrait-{number}.pdf" for number in ("D-0001", "D-0002", "D-0003")
    ]
    assert paths[1].read_bytes() == workspace.vault.read(found[1].pdf_sha256)
    for path in paths[:2]:
        path.unlink()
    with pytest.raises(RuleError, match=r"export\.exists_inside"):
        write_extracts(workspace, row, found, tmp_path)
    assert not paths[0].exists()
    with pytest.raises(RuleError, match=r"export\.no_folder"):
        write_extracts(workspace, row, found, tmp_path / "nulle part" / "ici")
    write_extracts(workspace, row, found, tmp_path, replaces=True)
    assert paths[0].exists()


def test_one_candidates_is_found_by_number(workspace: SqlWorkspace, closed: MinutesClosed) -> None:
    assert extract_numbered(workspace, closed.id, "D-0002").name == "DUPONT2 Zoé Ève"
    with pytest.raises(Refused, match=r"extract\.none"):
        extract_numbered(workspace, closed.id, "D-9999")


def test_the_archive_folder_holds_them_with_their_data(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed, tmp_path: Path
) -> None:
    folder = tmp_path / "archives"
    archive_session(workspace, session.id, folder)
    for row in rows(workspace, closed.id):
        stem = folder / "extraits" / f"{closed.number}-extrait-{row.number}"
        assert fingerprint(stem.with_suffix(".json").read_text("utf-8")) == row.sha256
        assert stem.with_suffix(".pdf").read_bytes() == workspace.vault.read(row.pdf_sha256)
    assert "extraits/" in (folder / "LISEZMOI.txt").read_text("utf-8")


def known(
    workspace: SqlWorkspace, row: ExtractRow, number: str, pdf: bytes, *, of: str, sha256: str = ""
) -> Known:
    report = VerificationReport(
        True, None, (), (), number, sha256 or row.sha256, extract=ExtractReport(of, row.number, row.name)
    )
    found = known_minutes(workspace, report, pdf)
    assert found is not None
    return found


def said(found: Known) -> list[str]:
    return [one.code.removeprefix("verification.") for one in found.said]


def test_the_workspace_knows_its_extracts_by_the_minutes_that_they_name(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed
) -> None:
    first, second, _third = rows(workspace, closed.id)
    pdf = workspace.vault.read(first.pdf_sha256)
    right = known(workspace, first, closed.number, pdf, of=closed.sha256)
    assert (said(right), right.agrees, right.counts) == (["known_file"], True, True)
    swapped = known(workspace, second, closed.number, pdf, of=closed.sha256)
    assert said(swapped) == ["file_differs"]
    unknown = known(workspace, first, closed.number, pdf, of=closed.sha256, sha256="0" * 64)
    assert (said(unknown), unknown.contradicted) == (["extract_unknown"], True)
    other = known(workspace, first, closed.number, pdf, of="0" * 64)
    assert said(other) == ["content_differs"]
    sign(workspace, session, closed.id, Role.PRESIDENT)
    assert said(known(workspace, first, closed.number, pdf, of=closed.sha256)) == ["known_older"]
    cancel_minutes(workspace, session.id, by="ROUX Hélène", why="nom faux")
    ended = known(workspace, first, closed.number, pdf, of=closed.sha256)
    assert (said(ended), ended.counts) == (["known_older", "cancelled"], False)


def test_pages_of_the_own_extracts_on_a_scan_are_no_strangers(
    workspace: SqlWorkspace, closed: MinutesClosed
) -> None:
    row, found = workspace.queries.minutes(closed.id), rows(workspace, closed.id)
    prints = [row.sha256] * row.pages + [found[0].sha256, "0" * 64]
    places = [*range(1, row.pages + 1), 1, 1]
    texts = [PageCode(row.number, 1, at, 9, one).text for at, one in zip(places, prints, strict=True)]
    drawn = SimpleNamespace(
        page_count=len(texts), page_size=lambda _index: (595.0, 842.0), render=lambda index, _scale: index,
        close=lambda: None,
    )  # fmt: skip
    look = look_at_scan(
        row, b"%PDF", file_name="pile.pdf", extracts=found,
        inspector=SimpleNamespace(inspect=lambda *_a, **_k: SimpleNamespace(pages=len(texts))),  # type: ignore[arg-type]
        drawers=SimpleNamespace(open=lambda _pdf: drawn),  # type: ignore[arg-type]
        codes=SimpleNamespace(texts=lambda index: [texts[index]]),  # type: ignore[arg-type]
    )  # fmt: skip
    assert [code.fingerprint for code in look.extracts] == [found[0].sha256[:16]]
    assert [code.fingerprint for code in look.foreign] == ["0" * 16]
    assert look.missing == ()
