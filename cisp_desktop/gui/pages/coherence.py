"""What does not hold together in the decisions: the lines of « Délibérer »’s strip.

This module must not know widgets, nor how a decision is recorded.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from cisp_desktop.application.queries import BlockRow, DeliberationCell, DeliberationRow
from cisp_desktop.application.queries_discussion import QuorumRow
from cisp_desktop.application.wording import decision_words, person_name, plural
from cisp_desktop.domain.deliberation import DecisionValue, reason_required
from cisp_desktop.gui.itemmodels.deliberation_model import CellState, cell_state, differs
from cisp_desktop.gui.pages.block_shown import Asked, Key
from cisp_desktop.gui.widgets.check_strip import Flaw

SHOWN = (CellState.PROPOSED, CellState.OPEN, CellState.DECIDED)


def flaws(
    rows: Sequence[DeliberationRow],
    blocks: Sequence[BlockRow],
    *,
    without_quorum: Sequence[QuorumRow],
    unreasoned: Mapping[Key, Asked],
) -> list[Flaw]:
    """Return the candidates without quorum, then each decision without the reason it needs.

    ``unreasoned``: decisions asked for and not recorded, their reason lacking then.
    """
    codes = {block.id: block.short_code for block in blocks}
    lacking = {row.registration_id: row for row in without_quorum}
    found = []
    for row in rows:
        states = {cell_state(cell) for cell in row.cells}
        quorum = lacking.get(row.registration_id)
        if quorum is not None and states & set(SHOWN):
            found.append(_without_quorum(row, quorum))
        for cell in row.cells:
            text = _words(cell, unreasoned.get((row.registration_id, cell.block_id)))
            if text:
                where = f"{_name(row)}, {codes.get(cell.block_id, '')}"
                target = f"reason:{row.registration_id}:{cell.block_id}"
                found.append(Flaw(f"{where}\u00a0: {text}", target))
    return found


def _words(cell: DeliberationCell, asked: Asked | None) -> str:
    if asked is not None and cell_state(cell) in SHOWN and cell.decision != asked.value:
        words = _tr("«\u00a0{0}\u00a0» attend son motif, rien n’est enregistré")
        if asked.reason_kept:
            words = _tr("motif enregistré, la décision «\u00a0{0}\u00a0» reste à prendre")
        return words.format(decision_words(asked.value))
    if not cell.by_jury or cell.decision is None or cell.reason:
        return ""
    if not reason_required(cell.decision, cell.proposal, casting_vote=cell.casting_vote):
        return ""
    if cell.decision is DecisionValue.NOT_VALIDATED:
        return _tr("bloc refusé sans motif")
    return _tr("décision contre la proposition, sans motif") if differs(cell) else _tr("motif manquant")


def _without_quorum(row: DeliberationRow, quorum: QuorumRow) -> Flaw:
    present = plural(quorum.present, _tr("membre peut décider"), _tr("membres peuvent décider"))
    text = _tr("{0}\u00a0: quorum non atteint, {1}").format(_name(row), present)
    if quorum.lacking == "panel.no_president":
        text = _tr("{0}\u00a0: personne ne préside, le jury ne peut pas décider").format(_name(row))
    return Flaw(text, f"registration:{row.registration_id}")


def _name(row: DeliberationRow) -> str:
    return person_name(row.birth_name, row.first_names)


def _tr(text: str) -> str:
    return QCoreApplication.translate("DeliberatePage", text)
