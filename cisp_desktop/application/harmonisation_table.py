"""The figures of harmonisation as a table: one line each, with interval and lines, or why there is none.

Marks in points are given in points. Must not know screens, nor how a table is written.
"""

from collections.abc import Mapping

from cisp_desktop.application.harmonisation import Harmonisation
from cisp_desktop.application.wording_harmonisation import reason_words
from cisp_desktop.domain.agreement import AgreementShares
from cisp_desktop.domain.agreement_intervals import Estimate

Criteria = Mapping[tuple[str, str], str]
"""(block id, item) → the criterion's words."""
Line = list[str | float]
TITLES: tuple[str, ...] = (
    "Étendue", "Mesure", "Objet", "Valeur", "Borne basse (95\u00a0%)", "Borne haute (95\u00a0%)", "Tirages",
    "Lignes", "Paires", "Écart le plus grand", "Remarque",
)  # fmt: skip
SESSION, POOLED = "Cette session", "Toutes les sessions"


def harmonisation_table(found: Harmonisation, criteria: Criteria) -> list[Line]:
    """Return the titles, then this session's figures and those of all sessions, one line each."""
    table = _Table(found.points, found.least)
    session, pooled = found.session, found.pooled
    table.shares(SESSION, session.shares, least=1)
    for gap in session.gaps:
        label = criteria.get((gap.block, gap.item), gap.item)
        table.add(SESSION, "Écart moyen", label, gap.mean, marks=True, pairs=gap.pairs, widest=gap.widest)
    table.shares(POOLED, pooled.shares, least=found.least)
    table.add(POOLED, "α de Krippendorff, ordinal", "", pooled.alpha)
    table.add(POOLED, "κ pondéré, moyenne des paires", "", pooled.kappa.mean)
    table.add(POOLED, "CCI(A,1)", "un juré", pooled.icc.single)
    table.add(POOLED, "CCI(A,k)", "moyenne du jury", pooled.icc.average)
    for one in pooled.severities:
        table.add(POOLED, "Sévérité", one.name, one.severity, marks=True)
    return table.lines


class _Table:
    """Collects the lines."""

    def __init__(self, points: bool, least: int) -> None:
        self._unit = 100 if points else 1
        self._least = least
        self.lines: list[Line] = [list(TITLES)]

    def shares(self, where: str, shares: AgreementShares, *, least: int) -> None:
        """Add the shares of exact and of adjacent agreement, 0 to 1."""
        for words, estimate in (("Accord exact", shares.exact), ("Accord à un près", shares.adjacent)):
            self.add(where, words, "part des paires", estimate, pairs=shares.pairs, least=least)

    def add(
        self,
        where: str,
        measure: str,
        of: str,
        estimate: Estimate,
        *,
        marks: bool = False,
        pairs: int | None = None,
        widest: int | None = None,
        least: int | None = None,
    ) -> None:
        """Add one figure; ``marks``: it is in the unit of the marks."""
        unit = self._unit if marks else 1
        interval = estimate.interval
        values: Line = ["", "", "", ""]
        if estimate.value is not None:
            values[0] = estimate.value / unit
        if interval is not None:
            values[1:] = [interval.low / unit, interval.high / unit, interval.resamples]
        self.lines.append(
            [
                where, measure, of, *values, estimate.n,
                "" if pairs is None else pairs,
                "" if widest is None else widest / unit,
                reason_words(estimate, least=self._least if least is None else least),
            ]
        )  # fmt: skip
