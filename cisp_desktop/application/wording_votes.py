"""The French words of votes and of what they carry.

Must not know a screen.
"""

from collections import Counter
from collections.abc import Mapping

from cisp_desktop.application.wording import plural
from cisp_desktop.domain.discussion import Ballot, Count

BALLOTS: Mapping[Ballot, str] = {
    Ballot.FOR: "Valider",
    Ballot.AGAINST: "Ne pas valider",
    Ballot.DEFER: "Différer",
}


def vote_words(
    count: Count | None, ballots: Mapping[str, Ballot], *, missing: int, casting_rule: bool
) -> str:
    """Say how a vote stands: nobody voted, somebody is awaited, majority, or tie and what then."""
    if count is None:
        return "Le vote n’est pas obligatoire\u00a0: donnez la voix de chacun si le jury a voté."
    tally = _tally(ballots)
    if missing:
        return f"{tally} · encore {plural(missing, 'voix', 'voix')} à donner"
    if count.carried is None:
        if casting_rule:
            return f"Égalité ({tally})\u00a0: cochez la voix prépondérante si le président l’emploie."
        return f"Égalité ({tally}), sans voix prépondérante au règlement\u00a0: reprenez la discussion."
    carried = BALLOTS[count.carried].lower()
    if count.casting_vote:
        return (
            f"Le vote emporte «\u00a0{carried}\u00a0» par la voix prépondérante du président\u00a0: {tally}"
        )
    if count.unanimous:
        return f"Le vote emporte «\u00a0{carried}\u00a0» à l’unanimité\u00a0: {tally}"
    return f"Le vote emporte «\u00a0{carried}\u00a0» à la majorité\u00a0: {tally}"


def _tally(ballots: Mapping[str, Ballot]) -> str:
    counted = Counter(ballots.values())
    return ", ".join(
        f"{plural(counted[ballot], 'voix', 'voix')} pour «\u00a0{words.lower()}\u00a0»"
        for ballot, words in BALLOTS.items()
        if counted[ballot]
    )
