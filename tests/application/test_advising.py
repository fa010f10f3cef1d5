"""What the candidate is told of a block: written once the sheets show, changed, taken back."""

import pytest

from cisp_desktop.application.advising import AdviceText, advise
from cisp_desktop.application.deliberating import open_deliberation
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, score_by_all

SAID = AdviceText("Approfondir l’évaluation.", "Nouvel entretien dans les six mois.")


def standing(workspace: SqlWorkspace, session: SessionMade) -> AdviceText:
    with workspace.unit_of_work() as work:
        advice = work.discussions.advice(session.registrations[0]).get(session.blocks[0])
    return AdviceText(advice.recommendation, advice.conditions) if advice else AdviceText()


def write(workspace: SqlWorkspace, session: SessionMade, advice: AdviceText) -> AdviceText:
    return advise(workspace, session.registrations[0], block_id=session.blocks[0], advice=advice)


@pytest.fixture
def shown(workspace: SqlWorkspace, session: SessionMade) -> None:
    """The first candidate's sheets are all sealed."""
    score_by_all(workspace, session, session.registrations[0])
    open_deliberation(workspace, session.id)


@pytest.mark.usefixtures("shown")
def test_advice_is_kept_and_an_empty_one_takes_it_back(workspace: SqlWorkspace, session: SessionMade) -> None:
    assert write(workspace, session, SAID) == AdviceText()
    assert standing(workspace, session) == SAID
    assert write(workspace, session, AdviceText(" ", "")) == SAID
    assert standing(workspace, session) == AdviceText()


@pytest.mark.usefixtures("shown")
def test_what_undo_gives_back_restores_the_advice(workspace: SqlWorkspace, session: SessionMade) -> None:
    write(workspace, session, SAID)
    before = write(workspace, session, AdviceText("Autre chose"))
    write(workspace, session, before)
    assert standing(workspace, session) == SAID


@pytest.mark.usefixtures("shown")
def test_the_same_advice_writes_nothing(workspace: SqlWorkspace, session: SessionMade) -> None:
    write(workspace, session, SAID)
    events = len(workspace.queries.events())
    write(workspace, session, SAID)
    assert len(workspace.queries.events()) == events


def test_no_advice_before_all_have_sealed(workspace: SqlWorkspace, session: SessionMade) -> None:
    with pytest.raises(Refused, match=r"advice\.not_open"):
        write(workspace, session, SAID)


@pytest.mark.usefixtures("shown")
def test_a_text_out_of_measure_is_refused(workspace: SqlWorkspace, session: SessionMade) -> None:
    with pytest.raises(RuleError, match=r"text\.too_long"):
        write(workspace, session, AdviceText("x" * 10_001))
