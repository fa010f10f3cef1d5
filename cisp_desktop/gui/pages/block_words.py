"""What « Délibérer » says besides the sheets: results outside the panel, held blocks, recusals.

This module must not know widgets.
"""

from PySide6.QtCore import QCoreApplication

from cisp_desktop.application.queries import BlockRow, DeliberationDetail, HeldRow
from cisp_desktop.application.wording import short_day


def facts_besides(detail: DeliberationDetail, block: BlockRow) -> list[str]:
    """Return what counts besides the sheets on ``block``, one sentence each."""
    facts = []
    results = {result.assessment_id: result for result in detail.outside_results}
    for assessment in block.assessments:
        result = results.get(assessment.id)
        if result is not None:
            verdict = _tr("favorable") if result.favourable else _tr("défavorable")
            said = f"{verdict} ({result.evaluator}, {short_day(result.judged_on)})"
        elif assessment.judged_by.outside_panel and "OUTSIDE_RESULT" in detail.cell.doubts:
            said = _tr("résultat manquant")
        else:
            continue
        facts.append(_tr("Hors jury, {0}\u00a0: {1}").format(assessment.title, said))
    if detail.held:
        facts.append(_tr("Déjà acquis\u00a0: {0}").format(", ".join(map(_held_words, detail.held))))
    if detail.recused:
        facts.append(_tr("Récusé pour ce candidat\u00a0: {0}").format(", ".join(detail.recused)))
    return facts


def _held_words(held: HeldRow) -> str:
    """« U1 (14/12/2019, valable jusqu’au 14/12/2024) »."""
    parts = [short_day(held.obtained_on)] if held.obtained_on else []
    if held.valid_until is not None:
        parts.append(_tr("valable jusqu’au {0}").format(short_day(held.valid_until)))
    name = held.counts_for or held.code
    return f"{name} ({', '.join(parts)})" if parts else name


def _tr(text: str) -> str:
    return QCoreApplication.translate("DeliberatePage", text)
