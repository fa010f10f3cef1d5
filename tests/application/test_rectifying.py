"""Rectifying complete minutes: what may change on which ground, what the new minutes say, giving up."""

from datetime import timedelta

import pytest

from cisp_desktop.application.candidate_editing import FieldChange, edit_registration
from cisp_desktop.application.closing_choices import ClosingChoices
from cisp_desktop.application.deliberating import Ruling, decide
from cisp_desktop.application.minutes import (
    ClosingPrevented,
    close_session,
    closing_blockers,
    draft_minutes,
    read_minutes,
    snapshot_of,
)
from cisp_desktop.application.minutes_differences import differences
from cisp_desktop.application.minutes_life import cancel_minutes, reopen_closing
from cisp_desktop.application.rectifying import (
    give_up_rectification,
    open_rectification,
    rectification_differences,
)
from cisp_desktop.application.wording_minutes import NBSP, long_date
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.minutes import Ground, MinutesState
from cisp_desktop.domain.panel import Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.test_minutes_life import close, decided, sign
from tests.application.test_rooms import PlainSigner
from tests.documents.reading import whole_text
from tests.factories import SessionMade


@pytest.fixture
def complete(workspace: SqlWorkspace, session: SessionMade) -> str:
    """Minutes signed by all; returns their id."""
    decided(workspace, session)
    closed = close(workspace, session)
    sign(workspace, session, closed.id)
    return closed.id


def opened(workspace: SqlWorkspace, minutes_id: str, ground: Ground = Ground.CLERICAL) -> None:
    open_rectification(workspace, minutes_id, ground=ground, reason="Nom mal orthographié", by="MARTIN Anne")


def renamed(workspace: SqlWorkspace, session: SessionMade, name: str = "DURAND") -> None:
    registration_id = session.registrations[0]
    row = workspace.queries.registration(registration_id)
    edit_registration(workspace, registration_id, changes={"birth_name": FieldChange(row.birth_name, name)})


def test_a_name_is_rectified_under_a_new_number_and_both_minutes_stand(
    workspace: SqlWorkspace, session: SessionMade, complete: str
) -> None:
    opened(workspace, complete)
    renamed(workspace, session)
    (found,) = rectification_differences(workspace, session.id)
    assert found.where.startswith("D-0001 – ")
    assert found.where.endswith("nom de naissance")
    assert (found.before, found.after, found.decides) == ("DUPONT1", "DURAND", False)
    again = close(workspace, session)
    snapshot = snapshot_of(workspace, again.id)
    earlier = workspace.queries.minutes(complete)
    assert snapshot["rectifies"]["number"] == earlier.number != again.number
    assert snapshot["rectifies"]["differences"][0]["after"] == "DURAND"
    row = workspace.queries.minutes(again.id)
    assert (row.rectifies_id, row.ground) == (complete, Ground.CLERICAL)
    assert row.rectification == "Nom mal orthographié"
    assert earlier.state is MinutesState.COMPLETE
    assert workspace.queries.rectification(session.id) is None
    assert workspace.check() == []


def test_the_draft_says_what_it_rectifies_and_what_changes(
    workspace: SqlWorkspace, session: SessionMade, complete: str
) -> None:
    opened(workspace, complete)
    renamed(workspace, session)
    text = whole_text(draft_minutes(workspace, session.id, renderer=MinutesRenderer()).pdf)
    assert "rectificatif" in text
    assert "Nom mal orthographié" in text
    assert "DUPONT1" in text
    assert "DURAND" in text


def test_a_clerical_rectification_changes_no_decision(
    workspace: SqlWorkspace, session: SessionMade, complete: str
) -> None:
    opened(workspace, complete)
    ruling = Ruling(DecisionValue.NOT_VALIDATED, "relu")
    decide(workspace, session.registrations[0], block_id=session.blocks[0], ruling=ruling)
    codes = {blocker.code for blocker in closing_blockers(workspace, session.id)}
    assert codes == {"rectification.beyond"}
    with pytest.raises(ClosingPrevented):
        close(workspace, session)


def test_the_panel_reconvened_rectifies_a_decision(
    workspace: SqlWorkspace, session: SessionMade, complete: str
) -> None:
    opened(workspace, complete, Ground.DECISION)
    ruling = Ruling(DecisionValue.NOT_VALIDATED, "relu")
    decide(workspace, session.registrations[0], block_id=session.blocks[0], ruling=ruling)
    again = close(workspace, session)
    told = snapshot_of(workspace, again.id)["rectifies"]["differences"]
    who = "D-0001 – DUPONT1 Zoé Ève"
    assert told == [
        {"where": f"{who} · décision · BC01", "before": "bloc validé", "after": "bloc non validé"},
        {"where": f"{who} · résultat", "before": "Certification délivrée", "after": "Validation partielle"},
        {"where": f"{who} · motifs", "before": "(rien)", "after": "relu"},
    ]
    sign(workspace, session, again.id)
    opened(workspace, again.id)
    with pytest.raises(Refused, match=r"rectification\.open"):
        opened(workspace, again.id)


def test_a_rectification_gone_wrong_is_cancelled_and_goes_on_under_another_number(
    workspace: SqlWorkspace, session: SessionMade, complete: str
) -> None:
    opened(workspace, complete, Ground.DECISION)
    renamed(workspace, session)
    wrong = close(workspace, session)
    sign(workspace, session, wrong.id, Role.PRESIDENT)
    ended = cancel_minutes(workspace, session.id, by="ROUX Hélène", why="encore faux")
    assert (ended.numbers, ended.reserved) == ((wrong.number,), ())
    under_way = workspace.queries.rectification(session.id)
    assert under_way is not None
    assert (under_way.minutes_id, under_way.reason) == (complete, "Nom mal orthographié")
    again = close(workspace, session)
    assert again.number not in (wrong.number, workspace.queries.minutes(complete).number)
    reopen_closing(workspace, session.id, by="ROUX Hélène", why="et encore")
    renamed(workspace, session, "DUPONT1")
    give_up_rectification(workspace, session.id)
    states = [one.state for one in workspace.queries.minutes_history(session.id)]
    assert states == [MinutesState.COMPLETE, MinutesState.CANCELLED, MinutesState.REOPENED]


def test_a_clerical_error_is_signed_by_the_president_alone_and_the_page_says_who_acted_and_whose_seal_it_has(
    workspace: SqlWorkspace, session: SessionMade, complete: str
) -> None:
    opened(workspace, complete)
    renamed(workspace, session)
    again = close(workspace, session)
    row = workspace.queries.minutes(again.id)
    assert [line.seat_id for line in row.signatures] == [session.seats[Role.PRESIDENT]]
    told = " ".join(whole_text(read_minutes(workspace, again.id)).split())
    assert "à la demande de MARTIN Anne, sans nouvelle délibération. Le président signe" in told
    assert "ne nomme personne pour le certificateur" in told
    assert "sceau de l’autorité de l’espace de travail, qui n’est pas le certificateur" in told
    sign(workspace, session, again.id, Role.PRESIDENT)
    assert workspace.queries.minutes(again.id).state is MinutesState.COMPLETE


def test_who_rectified_for_the_certifier_is_kept_and_printed(
    workspace: SqlWorkspace, session: SessionMade, complete: str
) -> None:
    opened(workspace, complete)
    renamed(workspace, session)
    named = ClosingChoices(for_certifier=" DURAND Claire, directrice ")
    (again,) = close_session(
        workspace, session.id, renderer=MinutesRenderer(), signer=PlainSigner(), choices=named
    )
    said = snapshot_of(workspace, again.id)["rectifies"]
    assert (said["for_certifier"], said["asked_by"]) == ("DURAND Claire, directrice", "MARTIN Anne")
    told = " ".join(whole_text(read_minutes(workspace, again.id)).split())
    assert "pour le certificateur : DURAND Claire, directrice." in told
    assert "personne" not in told


def test_nobody_is_named_for_the_certifier_where_the_jury_decides(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    decided(workspace, session)
    named = ClosingChoices(for_certifier="DURAND Claire")
    with pytest.raises(RuleError, match=r"rectification\.certifier"):
        close_session(workspace, session.id, renderer=MinutesRenderer(), signer=PlainSigner(), choices=named)


def test_a_clerical_rectification_keeps_the_hours_and_the_day_of_the_jury_and_says_its_own_apart(
    workspace: SqlWorkspace, session: SessionMade, complete: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(workspace, complete)
    renamed(workspace, session)
    before = snapshot_of(workspace, complete)
    later = workspace.clock() + timedelta(days=400, hours=3)
    monkeypatch.setattr(workspace, "_clock", lambda: later)
    again = close(workspace, session)
    after = snapshot_of(workspace, again.id)
    assert [after[key] for key in ("deliberation", "done_at", "warnings")] == [
        before[key] for key in ("deliberation", "done_at", "warnings")
    ]
    assert after["rectifies"]["closed_at"] == later.isoformat(timespec="seconds")
    assert workspace.queries.minutes(again.id).closed_at == later
    told = " ".join(whole_text(read_minutes(workspace, again.id)).split())
    days = [long_date(iso).replace(NBSP, " ") for iso in (before["done_at"]["date"], later.isoformat())]
    assert f"{days[0]} ; rectifié le {days[1]}, en 1 original" in told
    assert "Procès-verbal rectificatif de jury" in told


def test_a_draft_of_which_nothing_differs_yet_has_the_hours_and_the_day_of_the_signed_minutes(
    workspace: SqlWorkspace, session: SessionMade, complete: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(workspace, complete)
    later = workspace.clock() + timedelta(days=400, hours=3)
    monkeypatch.setattr(workspace, "_clock", lambda: later)
    told = whole_text(draft_minutes(workspace, session.id, renderer=MinutesRenderer()).pdf)
    assert long_date(later.isoformat()) not in told
    assert "rectificatif" not in told


def test_a_decision_rectified_has_the_day_of_the_jury_that_met_again(
    workspace: SqlWorkspace, session: SessionMade, complete: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(workspace, complete, Ground.DECISION)
    renamed(workspace, session)
    later = workspace.clock() + timedelta(days=2)
    monkeypatch.setattr(workspace, "_clock", lambda: later)
    again = close(workspace, session)
    assert snapshot_of(workspace, again.id)["done_at"]["date"] == later.date().isoformat()
    told = " ".join(whole_text(read_minutes(workspace, again.id)).split())
    assert "sont inchangées, hors le jour et les heures du jury réuni à nouveau." in told


def test_a_decision_rectified_is_signed_by_the_whole_panel(
    workspace: SqlWorkspace, session: SessionMade, complete: str
) -> None:
    opened(workspace, complete, Ground.DECISION)
    renamed(workspace, session)
    again = close(workspace, session)
    assert len(workspace.queries.minutes(again.id).signatures) == len(session.seats)
    assert "signe seul" not in whole_text(read_minutes(workspace, again.id))


def test_minutes_that_rectify_rectifying_minutes_tell_no_change_of_who_signs(
    workspace: SqlWorkspace, session: SessionMade, complete: str
) -> None:
    opened(workspace, complete)
    renamed(workspace, session)
    again = close(workspace, session)
    sign(workspace, session, again.id)
    opened(workspace, again.id, Ground.DECISION)
    assert rectification_differences(workspace, session.id) == []


def test_nothing_to_rectify_closes_nothing_and_is_given_up(
    workspace: SqlWorkspace, session: SessionMade, complete: str
) -> None:
    opened(workspace, complete)
    assert [blocker.code for blocker in closing_blockers(workspace, session.id)] == [
        "rectification.unchanged"
    ]
    renamed(workspace, session)
    with pytest.raises(Refused, match=r"rectification\.changed"):
        give_up_rectification(workspace, session.id)
    renamed(workspace, session, "DUPONT1")
    give_up_rectification(workspace, session.id)
    assert workspace.queries.session(session.id).closed
    assert workspace.queries.session(session.id).minutes_state is MinutesState.COMPLETE
    with pytest.raises(Refused, match=r"session\.closed"):
        renamed(workspace, session)


def test_only_complete_minutes_that_stand_are_rectified(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    decided(workspace, session)
    closed = close(workspace, session)
    sign(workspace, session, closed.id, Role.PRESIDENT)
    with pytest.raises(Refused, match=r"minutes\.incomplete"):
        opened(workspace, closed.id)
    sign(workspace, session, closed.id, Role.PROFESSIONAL, Role.CENTRE)
    with pytest.raises(RuleError, match=r"rectification\.reason"):
        open_rectification(workspace, closed.id, ground=Ground.CLERICAL, reason=" ", by="X")
    opened(workspace, closed.id)
    renamed(workspace, session)
    again = close(workspace, session)
    sign(workspace, session, again.id)
    with pytest.raises(Refused, match=r"rectification\.superseded"):
        opened(workspace, closed.id)


def test_differences_are_told_in_words(workspace: SqlWorkspace, session: SessionMade, complete: str) -> None:
    before = dict(snapshot_of(workspace, complete))
    candidates = [dict(one) for one in before["candidates"]]
    candidates[0]["birth_date"] = "1999-02-03"
    candidates[0]["decisions"] = {**candidates[0]["decisions"], "RNCP36128BC01": None}
    after = {**before, "candidates": candidates[:-1], "journal_head": "other", "secretary": "NOIR Paul"}
    told = {one.where.rpartition(" · ")[2]: (one.before, one.after) for one in differences(before, after)}
    assert told["date de naissance"][1] == "03/02/1999"
    assert told["Secrétaire de séance"] == ("(rien)", "NOIR Paul")
    assert told["BC01"] == ("bloc validé", "(rien)")
    assert any(where.startswith("D-0003") and values[1] == "(rien)" for where, values in told.items())
