"""A panel as it is being typed, in the shape that the rules judge.

This module must not know widgets.
"""

from collections.abc import Sequence
from dataclasses import replace

from cisp_desktop.application.jurors import SeatChoice
from cisp_desktop.application.queries import JurorRow, PanelRow, SeatRow
from cisp_desktop.domain.text import person_key


def typed_panel(panel: PanelRow, choices: Sequence[SeatChoice], jurors: Sequence[JurorRow]) -> PanelRow:
    """Return ``panel`` with the seats that ``choices`` name; ``jurors`` is the register.

    A juror who sits already keeps the seat's id wherever the name is typed, so that recusals follow.
    """
    known = {person_key(juror.name): juror for juror in jurors}
    seated = {person_key(seat.name): seat for seat in (*panel.seats, *panel.substitutes)}
    rows = [_seat(panel, choice, known, seated) for choice in choices if choice.name.strip()]
    return replace(
        panel,
        seats=tuple(row for row in rows if not row.standby),
        substitutes=tuple(row for row in rows if row.standby),
    )


def _seat(
    panel: PanelRow,
    choice: SeatChoice,
    known: dict[tuple[str, ...], JurorRow],
    seated: dict[tuple[str, ...], SeatRow],
) -> SeatRow:
    name = person_key(choice.name)
    juror, held = known.get(name), seated.get(name)
    return SeatRow(
        id=held.id if held is not None else f"typed:{choice.role}:{choice.rank}:{choice.standby}",
        panel_id=panel.id,
        role=choice.role,
        rank=choice.rank,
        juror_id=juror.id if juror is not None else "",
        name=choice.name.strip(),
        title=choice.title,
        employer=choice.employer,
        category=choice.category or (juror.category if juror is not None else None),
        sex=juror.sex if juror is not None else "",
        standby=choice.standby,
        first_code=False,
        used=False,
        locked_until=None,
    )
