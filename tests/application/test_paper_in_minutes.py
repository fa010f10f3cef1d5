"""Sheets that were copied from paper, on the minutes: whose, typed by whom, checked by whom."""

from cisp_desktop.application.deliberating import open_deliberation
from cisp_desktop.application.scoring import seal_sheets
from cisp_desktop.application.transcribing import check_transcription, start_transcription
from cisp_desktop.documents.minutes_closing import statements
from cisp_desktop.domain.panel import Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.test_minutes_of_hearings import drafted
from tests.factories import SessionMade, score, score_by_all


def copied(workspace: SqlWorkspace, made: SessionMade, *, candidate: int, block: int) -> None:
    """Let the president’s sheet be typed by one person, checked by another, and sealed."""
    registration_id, block_id = made.registrations[candidate], made.blocks[block]
    sheet = start_transcription(
        workspace, made.juror(), registration_id=registration_id, block_id=block_id, typed_by="BLANC Léa"
    )
    score(workspace, made, registration_id, blocks=[block_id], seal=False)
    check_transcription(workspace, made.juror(), sheet, checked_by="NOIR Paul & fils")
    seal_sheets(workspace, made.juror(), registration_id=registration_id, block_ids=[block_id])


def test_the_minutes_name_who_typed_and_who_checked(workspace: SqlWorkspace, session: SessionMade) -> None:
    copied(workspace, session, candidate=1, block=1)
    copied(workspace, session, candidate=0, block=3)
    others = [block for place, block in enumerate(session.blocks) if place != 3]
    score(workspace, session, session.registrations[0], blocks=others)
    for role in (Role.PROFESSIONAL, Role.CENTRE):
        score(workspace, session, session.registrations[0], role=role)
    open_deliberation(workspace, session.id)
    snapshot = drafted(workspace, session)
    numbers = [candidate["number"] for candidate in snapshot["candidates"]]
    by = "MARTIN Anne\u00a0: saisie par BLANC Léa, relue par NOIR Paul & fils."
    assert snapshot["paper_sheets"] == [f"{numbers[0]}, BC04, {by}", f"{numbers[1]}, BC02, {by}"]
    assert ("Grilles remplies sur papier", "\n".join(snapshot["paper_sheets"])) in statements(snapshot)


def test_minutes_without_a_paper_sheet_say_nothing_of_paper(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    sheet = start_transcription(
        workspace, session.juror(), registration_id=session.registrations[0], block_id=session.blocks[0],
        typed_by="BLANC Léa",
    )  # fmt: skip
    assert sheet
    score_by_all(workspace, session, session.registrations[1])
    snapshot = drafted(workspace, session)
    assert "paper_sheets" not in snapshot
    assert not [label for label, _text in statements(snapshot) if "papier" in label]
