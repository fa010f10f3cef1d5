"""Who signs minutes, besides the members who decided: who was there when a panel could not sit, and the
president alone where a clerical error is rectified.

Sources: DOMAIN.md §3 (constatation) and §6 (a clerical error is rectified by president and certifier, whose
authority seals every file). Must not know how a page is drawn.
"""

from collections.abc import Collection, Iterable, Mapping

from cisp_desktop.application.minutes_snapshot import ConstatationContent, MinutesSnapshot, SeatContent
from cisp_desktop.domain.hearing import Hearing
from cisp_desktop.domain.minutes import Ground
from cisp_desktop.domain.panel import Panel, Role, Seat


def not_there(panel: Panel, hearings: Iterable[Hearing]) -> Collection[str]:
    """Return the seats whose holders were there for none of these candidates."""
    away = [{seat.id for seat in hearing.seats if seat.absent} for hearing in hearings]
    return {seat.id for seat in panel.sitting if away and all(seat.id in gone for gone in away)}


def there(panel: Panel, hearings: Mapping[str, Hearing]) -> list[Seat]:
    """Return who was there of a panel that could not sit, in the order of the sheet."""
    away = not_there(panel, hearings.values())
    return [seat for seat in panel.sitting if seat.id not in away]


def constatation_of(panel: Panel) -> ConstatationContent | None:
    """Return what was stated of a panel that could not sit; None for one that sits."""
    if panel.could_not_sit_at is None:
        return None
    return {"at": panel.could_not_sit_at.isoformat(timespec="seconds"), "why": panel.could_not_sit_why}


def states_and_signs(seat: SeatContent, *, there: bool) -> SeatContent:
    """Return a seat of a panel that could not sit: present and signing, or absent; it left nobody."""
    told = seat.copy()
    told["attendance"], told["at"], told["signs"] = "PRESENT" if there else "ABSENT", None, there
    told.pop("absent_for", None)
    return told


def president_alone(content: MinutesSnapshot) -> None:
    """Leave the president as the only one to sign minutes that rectify a clerical error.

    Where no president signs (a substitute of another role presided), everybody who decided still does.
    """
    rectifies = content.get("rectifies")
    if rectifies is None or rectifies.get("ground") != Ground.CLERICAL:
        return
    seats = content["panel"]["seats"]
    presides = [one["role"] == Role.PRESIDENT and one.get("signs", True) for one in seats]
    if any(presides):
        rectifies["signed_by"] = Role.PRESIDENT.value
        for one, signs in zip(seats, presides, strict=True):
            one["signs"] = signs
