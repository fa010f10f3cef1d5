"""What « Délibérer » says of a block: why it is closed, its proposal, what counts besides the sheets.

This module must not know widgets.
"""

from PySide6.QtCore import QCoreApplication

from cisp_desktop.application.queries import BlockRow, DeliberationCell, DeliberationDetail, HeldRow
from cisp_desktop.application.wording import (
    decision_words,
    proposal_words,
    result_words,
    sentence,
    short_day,
)
from cisp_desktop.domain.errors import Refused


def closed_words(*, standing: bool, missing: int, barred: bool) -> str:
    """Return why a block shows no sheet: who asks is recused, nothing is to decide, sheets are awaited."""
    if barred:
        return _tr(
            "Une récusation vous tient à l’écart de ce candidat\u00a0: vous n’assistez pas à sa "
            "délibération. Verrouillez le poste\u00a0; un autre membre du jury s’identifie pour la suite."
        )
    if standing:
        return _tr("Rien à décider\u00a0: cela découle de l’inscription ou de la présence.")
    awaited = sentence(Refused("deliberation.sheets_unsealed", missing=missing))
    return f"{awaited}\n" + _tr(
        "Avant cela, ni note, ni commentaire, ni total ne se voit, et rien ne se décide."
    )


def proposal_text(cell: DeliberationCell) -> str:
    """Return the proposal with its result, below the decision once there is one."""
    result = f" · {result_words(cell.result)}" if cell.result is not None else ""
    text = _tr("Proposition\u00a0: {0}").format(f"{proposal_words(cell.proposal)}{result}")
    if cell.decision is None:
        return text
    return _tr("Décision\u00a0: {0}").format(decision_words(cell.decision)) + f"\n{text}"


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
