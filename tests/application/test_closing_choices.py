"""How many originals, and whether the reasons are printed: chosen at each closing, frozen, proposed again."""

import json

import pytest

from cisp_desktop.application.closing_choices import (
    DEFAULTS,
    Chosen,
    ClosingChoices,
    chosen_for,
    chosen_in,
)
from cisp_desktop.application.deliberating import Ruling, decide
from cisp_desktop.application.minutes import (
    MinutesClosed,
    close_session,
    draft_minutes,
    read_minutes,
    snapshot_of,
)
from cisp_desktop.application.minutes_life import reopen_closing
from cisp_desktop.application.paper_batch import read_batch
from cisp_desktop.application.rectifying import (
    give_up_rectification,
    open_rectification,
    rectification_differences,
)
from cisp_desktop.application.wording import sentence
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.minutes import Ground
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.test_minutes_life import decided, sign
from tests.application.test_rooms import PlainSigner
from tests.documents.reading import whole_text
from tests.factories import SessionMade
from tests.fakes import FakeClock

AS_BEFORE = ClosingChoices()
REFUSED = Ruling(DecisionValue.NOT_VALIDATED, "Analyse trop sommaire")


def closed(
    workspace: SqlWorkspace, made: SessionMade, choices: ClosingChoices = AS_BEFORE, *,
    extracts: bool = False,
) -> MinutesClosed:  # fmt: skip
    (one,) = close_session(
        workspace, made.id, renderer=MinutesRenderer(), signer=PlainSigner(), choices=choices,
        extracts=extracts,
    )  # fmt: skip
    return one


def text_of(workspace: SqlWorkspace, minutes: MinutesClosed) -> str:
    return whole_text(read_minutes(workspace, minutes.id))


def drafted(workspace: SqlWorkspace, made: SessionMade, choices: ClosingChoices) -> str:
    draft = draft_minutes(workspace, made.id, renderer=MinutesRenderer(), choices=choices)
    return whole_text(draft.pdf)


@pytest.fixture
def refusing(workspace: SqlWorkspace, session: SessionMade) -> SessionMade:
    """A session that can be closed, with one reason to print."""
    decided(workspace, session)
    decide(workspace, session.registrations[0], block_id=session.blocks[0], ruling=REFUSED)
    return session


def test_one_original_and_the_reasons_unless_asked_otherwise(
    workspace: SqlWorkspace, refusing: SessionMade
) -> None:
    minutes = closed(workspace, refusing)
    assert chosen_for(workspace, minutes.id) == DEFAULTS == Chosen(1, reasons=True)
    assert "en 1 original." in text_of(workspace, minutes)
    assert REFUSED.reason in text_of(workspace, minutes)


def test_what_is_chosen_is_frozen_printed_on_minutes_and_extracts_and_proposed_to_the_printer(
    workspace: SqlWorkspace, refusing: SessionMade
) -> None:
    minutes = closed(workspace, refusing, ClosingChoices(2, reasons=False), extracts=True)
    assert snapshot_of(workspace, minutes.id)["originals"] == 2
    assert "en 2 originaux." in text_of(workspace, minutes)
    assert REFUSED.reason not in text_of(workspace, minutes)
    extract = workspace.queries.minutes_extracts(minutes.id)[0]
    assert "en 2 originaux." in whole_text(workspace.vault.read(extract.pdf_sha256))
    assert read_batch(workspace, refusing.id).originals == 2


def test_a_closing_after_a_reopening_is_proposed_what_the_one_before_said(
    workspace: SqlWorkspace, refusing: SessionMade
) -> None:
    closed(workspace, refusing, ClosingChoices(3, reasons=False))
    reopen_closing(workspace, refusing.id, by="ROUX Hélène", why="erreur de saisie")
    assert "en 3 originaux" in drafted(workspace, refusing, ClosingChoices())
    assert "en 2 originaux" in drafted(workspace, refusing, ClosingChoices(2))
    again = closed(workspace, refusing, ClosingChoices(reasons=True))
    assert chosen_for(workspace, again.id) == Chosen(3, reasons=True)


@pytest.fixture
def rectified(workspace: SqlWorkspace, refusing: SessionMade) -> SessionMade:
    """Complete minutes in two originals without reasons, which are being rectified months later."""
    minutes = closed(workspace, refusing, ClosingChoices(2, reasons=False))
    sign(workspace, refusing, minutes.id)
    assert isinstance(workspace.clock, FakeClock)
    workspace.clock.advance(days=90)
    open_rectification(workspace, minutes.id, ground=Ground.CLERICAL, reason="Nom mal écrit", by="ROUX")
    return refusing


def test_neither_is_a_difference_between_minutes_and_those_that_rectify_them(
    workspace: SqlWorkspace, rectified: SessionMade
) -> None:
    assert rectification_differences(workspace, rectified.id) == []
    give_up_rectification(workspace, rectified.id)


def test_rectifying_minutes_carry_what_the_earlier_ones_said_and_their_hours_of_deliberation(
    workspace: SqlWorkspace, rectified: SessionMade
) -> None:
    before = snapshot_of(workspace, workspace.queries.minutes_of_session(rectified.id)[0].id)
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(rectified.registrations[0])
        work.candidates.get(registration.candidate_id).birth_place = "Saint-Égrève"
        work.commit()
    minutes = closed(workspace, rectified)
    after = snapshot_of(workspace, minutes.id)
    assert chosen_in(after) == Chosen(2, reasons=False)
    assert after["deliberation"] == before["deliberation"]
    assert after["done_at"] == before["done_at"]
    assert after["rectifies"]["closed_at"][:10] > before["done_at"]["date"]
    assert [one["where"] for one in after["rectifies"]["differences"]] == [
        "D-0001 – DUPONT1 Zoé Ève · lieu de naissance"
    ]


def test_a_decision_taken_again_has_the_hours_of_the_panel_that_was_reconvened(
    workspace: SqlWorkspace, refusing: SessionMade
) -> None:
    minutes = closed(workspace, refusing)
    sign(workspace, refusing, minutes.id)
    assert isinstance(workspace.clock, FakeClock)
    workspace.clock.advance(days=90)
    open_rectification(workspace, minutes.id, ground=Ground.DECISION, reason="Pièce omise", by="ROUX")
    began = workspace.clock().isoformat(timespec="seconds")
    workspace.clock.advance(minutes=50)
    first = refusing.registrations[0]
    decide(workspace, first, block_id=refusing.blocks[0], ruling=Ruling(DecisionValue.VALIDATED))
    hours = snapshot_of(workspace, closed(workspace, refusing).id)["deliberation"]
    assert hours == {"starts": began, "ends": workspace.clock().isoformat(timespec="seconds")}


@pytest.mark.parametrize("wanted", [0, -1, 10, 10**9])
def test_a_number_out_of_range_is_refused_with_a_sentence_and_closes_nothing(
    workspace: SqlWorkspace, refusing: SessionMade, wanted: int
) -> None:
    with pytest.raises(RuleError, match=r"minutes\.originals") as raised:
        closed(workspace, refusing, ClosingChoices(wanted))
    assert f"de 1 à 9 originaux, pas {wanted}" in sentence(raised.value)
    assert not workspace.queries.session(refusing.id).closed


def test_a_content_of_before_says_one_original_with_reasons_and_draws_as_it_did(
    workspace: SqlWorkspace, refusing: SessionMade
) -> None:
    said = dict(snapshot_of(workspace, closed(workspace, refusing).id))
    older = {key: value for key, value in said.items() if key != "originals"}
    assert chosen_in(json.loads(json.dumps(older))) == DEFAULTS
    assert "en 1 original." in whole_text(MinutesRenderer().render(older, draft=False).pdf)
