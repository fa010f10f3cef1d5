"""A registration in words: the captions, values and lines that the candidate's file shows.

This module must not know widgets.
"""

from datetime import date

from PySide6.QtCore import QCoreApplication

from cisp_desktop.application.queries import (
    AssessmentRow,
    BlockRow,
    CertificationRow,
    HeldRow,
    PanelRow,
    RegistrationRow,
)
from cisp_desktop.application.wording import (
    JUDGED_BY,
    RECUSAL_GROUNDS,
    decimal,
    short_day,
)
from cisp_desktop.application.wording_seats import seat_words
from cisp_desktop.gui.itemmodels.text_table_model import TextLine
from cisp_desktop.gui.widgets.drawing import DotState


def block_lines(row: RegistrationRow, certification: CertificationRow, session_day: date) -> list[TextLine]:
    """Return every block of the title, then what was obtained under another code."""
    held = {known.counts_for: known for known in row.held if known.counts_for}
    lines = []
    for block in certification.blocks:
        known = held.get(block.short_code)
        if known is not None:
            words, state = _tr("Acquis{0}").format(_obtained(known)), DotState.DONE
            if known.valid_until is not None and known.valid_until < session_day:
                words, state = _tr("Acquis expiré{0}").format(_obtained(known)), DotState.WARNING
        elif block.id in row.presented:
            words, state = _tr("Présenté"), DotState.UNDER_WAY
        else:
            words, state = _tr("Non présenté"), DotState.NONE
        lines.append(TextLine(block.id, (block.short_code, block.title, words), state=state))
    for known in row.held:
        if known.counts_for is None:
            words = _tr("Ne compte pas sans équivalence")
            title = _tr("Autre certification{0}").format(_obtained(known))
            lines.append(TextLine(f"held:{known.code}", (known.code, title, words), state=DotState.WARNING))
    return lines


def _obtained(held: HeldRow) -> str:
    day = _tr(" le {0}").format(short_day(held.obtained_on)) if held.obtained_on else ""
    return f"{day}, {held.minutes_number}" if held.minutes_number else day


def outside_assessments(
    row: RegistrationRow, certification: CertificationRow
) -> list[tuple[BlockRow, AssessmentRow]]:
    """Return the assessments of the blocks presented that the sheet gives to somebody else than the jury."""
    return [
        (block, assessment)
        for block in certification.blocks
        if block.id in row.presented
        for assessment in block.assessments
        if assessment.judged_by.outside_panel
    ]


def outside_lines(row: RegistrationRow, certification: CertificationRow) -> list[TextLine]:
    """Return these assessments with their results, or that the result is missing."""
    known = {result.assessment_id: result for result in row.outside_results}
    lines = []
    for block, assessment in outside_assessments(row, certification):
        result = known.get(assessment.id)
        if result is None:
            words, by, state = _tr("Manquant"), "", DotState.WARNING
        else:
            words = _tr("Favorable") if result.favourable else _tr("Défavorable")
            if result.points is not None:
                words = f"{words}, {decimal(result.points / 100)}/20"
            by = f"{result.evaluator}, {short_day(result.judged_on)}"
            state = DotState.DONE if result.favourable else DotState.BLOCKED
        texts = (block.short_code, assessment.title, JUDGED_BY[assessment.judged_by], words, by)
        lines.append(TextLine(assessment.id, texts, state=state))
    return lines


def recusal_lines(row: RegistrationRow, panel: PanelRow) -> list[TextLine]:
    """Return the recusals of one candidate."""
    seats = {seat.id: seat for seat in (*panel.seats, *panel.substitutes)}
    return [
        TextLine(
            recusal.id,
            (
                seat_words(seats[recusal.seat_id]),
                RECUSAL_GROUNDS[recusal.ground],
                recusal.detail,
            ),
        )
        for recusal in panel.recusals
        if recusal.registration_id == row.id and recusal.seat_id in seats
    ]


def _tr(text: str) -> str:
    return QCoreApplication.translate("CandidateDialog", text)
