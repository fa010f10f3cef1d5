"""What a vote carries, in words: somebody missing, majority, unanimity, tie, casting vote."""

import pytest

from cisp_desktop.application.wording_votes import vote_words
from cisp_desktop.domain.discussion import Ballot, count_votes

FOR, AGAINST, DEFER = Ballot.FOR, Ballot.AGAINST, Ballot.DEFER


@pytest.mark.parametrize(
    ("given", "missing", "rule", "said"),
    [
        ((FOR,), 2, False, "encore 2\u00a0voix à donner"),
        ((FOR, FOR, FOR), 0, False, "à l’unanimité"),
        ((AGAINST, AGAINST, FOR), 0, False, "«\u00a0ne pas valider\u00a0» à la majorité"),
        ((FOR, AGAINST, DEFER), 0, False, "reprenez la discussion"),
        ((FOR, AGAINST), 0, True, "cochez la voix prépondérante"),
    ],
)
def test_each_count_has_its_words(given: tuple[Ballot, ...], missing: int, rule: bool, said: str) -> None:
    ballots = {str(place): ballot for place, ballot in enumerate(given)}
    count = count_votes(ballots, president="0", casting_vote=False)
    assert said in vote_words(count, ballots, missing=missing, casting_rule=rule)


def test_without_a_vote_nothing_is_asked() -> None:
    assert "pas obligatoire" in vote_words(None, {}, missing=3, casting_rule=False)


def test_the_casting_vote_is_named() -> None:
    ballots = {"a": FOR, "b": AGAINST}
    count = count_votes(ballots, president="a", casting_vote=True)
    assert "voix prépondérante" in vote_words(count, ballots, missing=0, casting_rule=True)
