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
RELIABLE, TENTATIVE = 0.800, 0.667
"""From which values of α Krippendorff holds data for reliable, and for fit for tentative conclusions.

Source: K. Krippendorff, « Content Analysis. An Introduction to Its Methodology », Sage, 2nd edition, 2004,
chapter 11, p. 241: « α ≥ .800 », and « tentative conclusions » where « α ≥ .667 ».
"""
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
    return _percent(estimate.value)


def alpha_reading(estimate: Estimate) -> str:
    """« α = 0,72 : accord acceptable… », by Krippendorff's two thresholds; empty without a value.

    Where the interval goes below the threshold that the value reaches, the sentence says so.
    """
    value = estimate.value
    if value is None:
        return ""
    reached = next((least for least in (RELIABLE, TENTATIVE) if value >= least), None)
    words = {
        RELIABLE: "accord fiable",
        TENTATIVE: "accord acceptable, pour des conclusions prudentes",
        None: "accord trop faible pour conclure" if value > 0 else "accord pas meilleur que le hasard",
    }[reached]
    text = f"α\u00a0= {number_words(value)}\u00a0: {words} (seuils de Krippendorff\u00a0: 0,667 et 0,800)"
    if reached is not None and estimate.interval is not None and estimate.interval.low < reached:
        text += "\u00a0; l’intervalle descend sous ce seuil, il faut plus de lignes pour l’affirmer"
    return f"{text}."


def kappa_reading(estimate: Estimate) -> str:
    """What a weighted κ says: where two jurors stand between chance (0) and perfect agreement (1)."""
    value = estimate.value
    if value is None:
        return ""
    text = f"κ\u00a0= {number_words(value)}\u00a0: "
    if value <= 0:
        return text + "deux jurés ne s’accordent pas mieux que le hasard."
    return (
        f"{text}entre le hasard et l’accord parfait, deux jurés font {_percent(value)} du chemin, les écarts "
        "proches comptant moins que les grands."
    )


def icc_reading(single: Estimate, average: Estimate) -> str:
    """What CCI(A,1) and CCI(A,k) say: the share of the differences between marks that the performances make,
    for one juror's marks and for the mean of the jury.
    """
    if single.value is None or average.value is None:
        return ""
    one, mean = number_words(single.value), number_words(average.value)
    names = f"CCI(A,1)\u00a0= {one}, CCI(A,k)\u00a0= {mean}\u00a0: "
    if single.value <= 0:
        return names + "les notes distinguent les jurés plus que les prestations."
    return (
        f"{names}la prestation explique {_percent(single.value)} de ce qui distingue les notes d’un juré, et "
        f"{_percent(average.value)} de ce qui distingue les moyennes du jury\u00a0; le reste tient aux jurés."
    )


def _percent(share: float) -> str:
    return f"{round(share * 100)}\u00a0%"
