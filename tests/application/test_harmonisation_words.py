"""The words of agreement: each figure read in one sentence, by thresholds whose source is named."""

import pytest

from cisp_desktop.application.wording_harmonisation import (
    RELIABLE,
    TENTATIVE,
    alpha_reading,
    icc_reading,
    kappa_reading,
)
from cisp_desktop.domain.agreement_intervals import Estimate, Interval, NoEstimate


def estimate(value: float, low: float | None = None) -> Estimate:
    """A value over 240 lines, its interval from ``low``."""
    interval = Interval(low, 0.99, resamples=2000, left_out=0) if low is not None else None
    return Estimate(240, value, interval=interval)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1.0, "accord fiable"),
        (RELIABLE, "accord fiable"),
        (0.7999, "accord acceptable"),
        (TENTATIVE, "accord acceptable"),
        (0.6669, "accord trop faible pour conclure"),
        (0.01, "accord trop faible pour conclure"),
        (0.0, "pas meilleur que le hasard"),
        (-0.4, "pas meilleur que le hasard"),
    ],
)
def test_alpha_is_read_by_the_two_thresholds_that_the_sentence_names(value: float, words: str) -> None:
    said = alpha_reading(estimate(value))
    assert words in said
    assert "0,667 et 0,800" in said
    assert said.endswith(").")


def test_an_interval_below_the_threshold_reached_asks_for_more_lines() -> None:
    assert alpha_reading(estimate(0.72, low=0.61)) == (
        "α\u00a0= 0,72\u00a0: accord acceptable, pour des conclusions prudentes (seuils de "
        "Krippendorff\u00a0: 0,667 et 0,800)\u00a0; l’intervalle descend sous ce seuil, il faut plus de "
        "lignes pour l’affirmer."
    )
    assert "l’intervalle" not in alpha_reading(estimate(0.72, low=0.667))
    assert "l’intervalle" not in alpha_reading(estimate(0.5, low=0.1))


def test_kappa_and_the_correlations_are_read_as_shares() -> None:
    assert "65\u00a0% du chemin" in kappa_reading(estimate(0.65))
    assert "pas mieux que le hasard" in kappa_reading(estimate(-0.1))
    said = icc_reading(estimate(0.33), estimate(0.6))
    assert "33\u00a0% de ce qui distingue les notes d’un juré" in said
    assert "60\u00a0% de ce qui distingue les moyennes du jury" in said
    assert "plus que les prestations" in icc_reading(estimate(-0.02), estimate(-0.1))


def test_what_has_no_value_is_not_read() -> None:
    none = Estimate(12, reason=NoEstimate.TOO_FEW)
    assert (alpha_reading(none), kappa_reading(none), icc_reading(none, none)) == ("", "", "")
