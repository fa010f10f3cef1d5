"""The French words of votes and of what they carry.

Must not know a screen.
"""

from collections import Counter
from collections.abc import Mapping

from cisp_desktop.application.wording import plural
from cisp_desktop.application.wording_minutes import role_words
from cisp_desktop.domain.discussion import Ballot, Count
from cisp_desktop.domain.panel import Role

BALLOTS: Mapping[Ballot, str] = {
    Ballot.FOR: "Valider",
    Ballot.AGAINST: "Ne pas valider",
    Ballot.DEFER: "Différer",
}


_PRESIDING = {"F": "la présidente", "M": "le président"}


def presiding(sex: str) -> str:
    """« la présidente », « le président », « la présidence » of whom the register does not tell."""
    return _PRESIDING.get(sex, "la présidence")


def seat_words(role: str, sex: str) -> str:
    """« présidente du jury », « professionnelle du métier visé »; « présidence du jury » when unknown."""
    if role == Role.PRESIDENT and sex not in _PRESIDING:
        return "présidence du jury"
    return role_words(role, sex=sex).lower()


def vote_words(
    count: Count | None, ballots: Mapping[str, Ballot], *, missing: int, casting_rule: bool, sex: str = ""
) -> str:
    """Say how a vote stands: nobody voted, somebody is awaited, majority, or tie and what then.

    ``sex`` is that of who presides.
    """
    if count is None:
        return "Le vote n’est pas obligatoire\u00a0: donnez la voix de chacun si le jury a voté."
    tally = _tally(ballots)
    if missing:
        return f"{tally} · encore {plural(missing, 'voix', 'voix')} à donner"
    if count.carried is None:
        if casting_rule:
            return f"Égalité ({tally})\u00a0: cochez la voix prépondérante si {presiding(sex)} l’emploie."
        return f"Égalité ({tally}), sans voix prépondérante au règlement\u00a0: reprenez la discussion."
    carried = BALLOTS[count.carried].lower()
    how = "à l’unanimité" if count.unanimous else "à la majorité"
    if count.casting_vote:
        by = "du président" if sex == "M" else f"de {presiding(sex)}"
        how = f"par la voix prépondérante {by}"
    return f"Résultat du vote\u00a0: «\u00a0{carried}\u00a0» {how} ({tally})."


def _tally(ballots: Mapping[str, Ballot]) -> str:
    counted = Counter(ballots.values())
    return ", ".join(
        f"{plural(counted[ballot], 'voix', 'voix')} pour «\u00a0{words.lower()}\u00a0»"
        for ballot, words in BALLOTS.items()
        if counted[ballot]
    )
