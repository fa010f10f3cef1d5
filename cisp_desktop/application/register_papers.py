"""The registers put on paper: their lines, what they were asked for, the head of the journal.

This module must not know how a page is drawn.
"""

from datetime import datetime

from cisp_desktop.application.awards import AwardRegister
from cisp_desktop.application.queries_registers import JournalVerdict
from cisp_desktop.application.register_paper import RegisterPaper
from cisp_desktop.application.registers import NumberRegister
from cisp_desktop.application.wording_registers import (
    AWARD_TITLES,
    NUMBER_TITLES,
    anomaly_sentences,
    award_cells,
    number_cells,
)
from cisp_desktop.domain.minutes import canonical_json

_NUMBER_WIDTHS = (14.0, 13, 18, 10, 8, 11, 15, 26)
_AWARD_WIDTHS = (18.0, 10.5, 11, 9, 13, 10.5, 16, 14, 11, 21, 12, 13)


def number_paper(
    register: NumberRegister, verdict: JournalVerdict, *, asked: str, made: datetime
) -> RegisterPaper:
    """Return the register of numbers as printed; anomalies are its notes."""
    rows = tuple(map(number_cells, register.lines))
    notes = tuple(anomaly_sentences(register)) or ("Aucun numéro ne manque.",)
    return _paper(
        "Registre des numéros de procès-verbal", asked, (NUMBER_TITLES, _NUMBER_WIDTHS), rows, notes,
        verdict, made, demonstration=False,
    )  # fmt: skip


def award_paper(
    register: AwardRegister, verdict: JournalVerdict, *, asked: str, made: datetime
) -> RegisterPaper:
    """Return the register of awards as printed."""
    rows = tuple(map(award_cells, register.awards))
    note = "D’après les seuls procès-verbaux complets\u00a0; quand l’un a été rectifié, le dernier compte "
    notes = (f"{note}et le changement est dit.",)
    shown = any(one.demonstration for one in register.awards)
    return _paper(
        "Registre des certifications et des blocs délivrés", asked, (AWARD_TITLES, _AWARD_WIDTHS), rows,
        notes, verdict, made, demonstration=shown,
    )  # fmt: skip


def _paper(
    title: str,
    asked: str,
    columns: tuple[tuple[str, ...], tuple[float, ...]],
    rows: tuple[tuple[str, ...], ...],
    notes: tuple[str, ...],
    verdict: JournalVerdict,
    made: datetime,
    *,
    demonstration: bool,
) -> RegisterPaper:
    titles, widths = columns
    data = canonical_json(
        {
            "title": title, "asked": asked, "made": made.isoformat(timespec="seconds"), "notes": list(notes),
            "lines": [dict(zip(titles, row, strict=True)) for row in rows],
            "journal_head": verdict.head, "journal_sequence": verdict.last,
        }
    )  # fmt: skip
    return RegisterPaper(
        title, asked, titles, widths, rows, notes, made, demonstration, verdict.head, verdict.last, data,
    )  # fmt: skip
