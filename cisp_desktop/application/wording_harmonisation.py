"""The French words of agreement: estimates with their interval, and why there is none.

Must not know a screen.
"""

from collections.abc import Mapping

from cisp_desktop.application.wording import decimal, plural
from cisp_desktop.domain.agreement_intervals import Estimate, NoEstimate

NEVER_CHANGES = (
    "L’harmonisation décrit la manière de noter des jurés. Elle ne change jamais une note, un niveau ni une "
    "décision."
)
REASONS: Mapping[NoEstimate, str] = {
    NoEstimate.NO_MARK: "aucune note à comparer",
    NoEstimate.ONE_RATER: "un seul juré a noté",
    NoEstimate.NO_PAIR: "aucune ligne n’a été notée par deux jurés",
    NoEstimate.NO_COMPLETE_LINE: "aucune ligne n’a été notée par tous les jurés",
    NoEstimate.TOO_FEW: "effectif insuffisant",
    NoEstimate.CONSTANT: "toutes les notes sont égales\u00a0: rien à estimer",
    NoEstimate.DEGENERATE: "les notes varient trop peu pour estimer cette valeur",
}


def reason_words(estimate: Estimate, *, least: int) -> str:
    """Say why there is no value, with the count and the floor where they say it."""
    if estimate.reason is None:
        return ""
    words = REASONS[estimate.reason]
    if estimate.reason is NoEstimate.TOO_FEW:
        return f"{words} ({plural(estimate.n, 'ligne', 'lignes')}, {least} au moins)"
    return words


def estimate_words(estimate: Estimate, *, least: int, points: bool = False, signed: bool = False) -> str:
    """« 0,72 [0,61 ; 0,80], 240 lignes », or the reason.

    ``points``: the value is in hundredths of a point, shown in points. ``signed`` shows a plus.
    """
    if estimate.value is None:
        return reason_words(estimate, least=least)
    text = number_words(estimate.value, points=points, signed=signed)
    if estimate.interval is not None:
        low = number_words(estimate.interval.low, points=points, signed=signed)
        high = number_words(estimate.interval.high, points=points, signed=signed)
        text += f" [{low}\u00a0; {high}]"
    return f"{text}, {plural(estimate.n, 'ligne', 'lignes')}"


def number_words(value: float, *, points: bool = False, signed: bool = False) -> str:
    """« 0,72 », « +0,31 », « −0,4 »: at most two decimals, hundredths of a point shown in points."""
    shown = round(value / 100 if points else value, 2) + 0.0
    sign = "−" if shown < 0 else "+" if signed and shown > 0 else ""
    return f"{sign}{decimal(abs(shown))}"


def share_words(estimate: Estimate, *, least: int) -> str:
    """« 62 % », or the reason."""
    if estimate.value is None:
        return reason_words(estimate, least=least)
    return f"{round(estimate.value * 100)}\u00a0%"
