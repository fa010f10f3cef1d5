"""The register of awards: who was certified or got which block, by which minutes.

From the frozen data of complete minutes alone. When minutes were rectified, the latest complete ones count
and what they say otherwise is told. Public fields only: what the minutes print of a candidate. Must not know
a screen, nor how a register is drawn.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cisp_desktop.application.frozen import frozen_data
from cisp_desktop.application.queries import Queries
from cisp_desktop.application.queries_registers import FrozenRow
from cisp_desktop.domain.errors import StorageError
from cisp_desktop.domain.minutes import MinutesState
from cisp_desktop.domain.text import folded

Snapshot = Mapping[str, Any]
_FIELDS = ("birth_name", "usage_name", "first_names", "birth_date", "birth_place", "access_path")
"""What the register says of a candidate beside what was obtained."""


@dataclass(frozen=True, slots=True)
class Award:
    """What one candidate obtained by one set of minutes. Dates are ISO.

    ``certified``: the whole certification; ``blocks`` are the short codes of those validated by these
    minutes. ``change`` tells what rectified minutes had said, None when they said the same; ``withdrawn``:
    they had awarded something, these award nothing. ``pending``: later minutes rectify these and wait for
    signatures.
    """

    birth_name: str
    usage_name: str
    first_names: str
    birth_date: str | None
    birth_place: str
    number: str
    certified: bool
    blocks: tuple[str, ...]
    on: str
    minutes_number: str
    certification: str
    title: str
    access_path: str
    centre: str
    demonstration: bool
    rectifies: str = ""
    change: "Earlier | None" = None
    pending: str = ""

    @property
    def withdrawn(self) -> bool:
        """Whether nothing is left of what was awarded before."""
        return not self.certified and not self.blocks

    @property
    def year(self) -> int:
        """The year of the decision."""
        return int(self.on[:4])


@dataclass(frozen=True, slots=True)
class Earlier:
    """What minutes that were rectified had said of a candidate: what was obtained, and ``fields``, the others
    of the register that they said otherwise, by name.
    """

    minutes_number: str
    certified: bool
    blocks: tuple[str, ...]
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AwardRegister:
    """The awards asked for, by year, certification and name; and what there is to choose from."""

    awards: tuple[Award, ...]
    years: tuple[int, ...]
    centres: tuple[str, ...]
    certifications: tuple[str, ...]


def award_register(
    queries: Queries, *, year: int | None = None, centre: str = "", certification: str = ""
) -> AwardRegister:
    """Return the register of awards. ``centre`` is a centre's name, ``certification`` a code.

    Raises ``StorageError("minutes.altered")`` for frozen data that does not match its fingerprint.
    """
    everything = sorted(_awards(queries.frozen_minutes()), key=_order)
    chosen = tuple(
        one
        for one in everything
        if year in (None, one.year)
        and folded(centre) in ("", folded(one.centre))
        and folded(certification) in ("", folded(one.certification))
    )
    return AwardRegister(
        chosen,
        tuple(sorted({one.year for one in everything}, reverse=True)),
        tuple(sorted({one.centre for one in everything})),
        tuple(sorted({one.certification for one in everything})),
    )


def _order(award: Award) -> tuple[int, str, str, str, str]:
    name = folded(f"{award.birth_name} {award.first_names}")
    return -award.year, award.certification, name, award.minutes_number, award.number


def _awards(rows: Sequence[FrozenRow]) -> Iterator[Award]:
    by_id = {row.id: row for row in rows}
    rectifying = {row.rectifies_id: row for row in rows if row.rectifies_id is not None}
    for row in rows:
        if row.state is not MinutesState.COMPLETE:
            continue
        later = rectifying.get(row.id)
        if later is not None and later.state is MinutesState.COMPLETE:
            continue
        yield from _of_minutes(row, list(_rectified(row, by_id)), pending=later.number if later else "")


def _rectified(row: FrozenRow, by_id: Mapping[str, FrozenRow]) -> Iterator[FrozenRow]:
    """Give the minutes that these rectify, the nearest first."""
    while row.rectifies_id is not None and row.rectifies_id in by_id:
        row = by_id[row.rectifies_id]
        yield row


def _of_minutes(row: FrozenRow, earlier: Sequence[FrozenRow], *, pending: str) -> Iterator[Award]:
    snapshot = _checked(row)
    before = [_Said.by(one) for one in earlier]
    obtained = _obtained(snapshot)
    for candidate in snapshot["candidates"]:
        own = obtained[candidate["number"]]
        change = _change(candidate, own, before)
        if any(own) or (change is not None and (change.certified or change.blocks)):
            yield _award(row, snapshot, candidate, own, change, pending)
    known = set(obtained)
    for one in earlier[:1]:
        yield from _gone(row, snapshot, one, known, pending)


def _gone(
    row: FrozenRow, snapshot: Snapshot, earlier: FrozenRow, known: set[str], pending: str
) -> Iterator[Award]:
    """Give those to whom rectified minutes awarded something, and whom these do not name any more."""
    said = _checked(earlier)
    for candidate in said["candidates"]:
        own = _obtained(said)[candidate["number"]]
        if candidate["number"] not in known and any(own):
            yield _award(row, snapshot, candidate, (False, ()), Earlier(earlier.number, *own), pending)


Obtained = tuple[bool, tuple[str, ...]]
"""Certified or not, and the short codes of the blocks validated."""


def _obtained(snapshot: Snapshot) -> dict[str, Obtained]:
    """Return what each candidate obtained, by number."""
    short = {block["code"]: block["short"] for block in snapshot["blocks"]}
    return {
        one["number"]: (
            one["outcome"] == "CERTIFIED",
            tuple(short[code] for code in short if one["decisions"].get(code) == "VALIDATED"),
        )
        for one in snapshot["candidates"]
    }


@dataclass(frozen=True, slots=True)
class _Said:
    """What rectified minutes had said: what each candidate obtained and who each was, by number."""

    minutes_number: str
    obtained: Mapping[str, Obtained]
    candidates: Mapping[str, Snapshot]

    @classmethod
    def by(cls, row: FrozenRow) -> "_Said":
        snapshot = _checked(row)
        return cls(row.number, _obtained(snapshot), {one["number"]: one for one in snapshot["candidates"]})


def _change(candidate: Snapshot, own: Obtained, before: Iterable[_Said]) -> Earlier | None:
    """Return what the nearest rectified minutes that said otherwise had said."""
    number = candidate["number"]
    for said in before:
        if number not in said.obtained:
            continue
        earlier = said.candidates[number]
        fields = tuple((key, str(earlier[key] or "")) for key in _FIELDS if earlier[key] != candidate[key])
        if fields or said.obtained[number] != own:
            return Earlier(said.minutes_number, *said.obtained[number], fields)
    return None


def _award(
    row: FrozenRow,
    snapshot: Snapshot,
    candidate: Snapshot,
    own: Obtained,
    change: Earlier | None,
    pending: str,
) -> Award:
    certification, rectifies = snapshot["certification"], snapshot.get("rectifies")
    return Award(
        candidate["birth_name"], candidate["usage_name"], candidate["first_names"], candidate["birth_date"],
        candidate["birth_place"], candidate["number"], *own, snapshot["done_at"]["date"], row.number,
        certification["code"], certification["title"], candidate["access_path"], snapshot["centre"]["name"],
        snapshot["demonstration"], rectifies["number"] if rectifies else "", change, pending,
    )  # fmt: skip


def _checked(row: FrozenRow) -> Snapshot:
    return frozen_data(row.snapshot, row.sha256, StorageError("minutes.altered", number=row.number))
