"""Find the header of a table and say which of its columns is what, however the words are written.

Headers match regardless of case, accents, spaces and the shape of apostrophes. This module must not know
what the fields are for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.text import folded
from cisp_desktop.exchange.tables import Cell, Sheet

SEARCHED_LINES = 20


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A wanted field: its ``name``, the French ``label`` for sentences, the headers that mean it.

    ``weak`` headers (such as « Nom ») count only when no other column claims the field.
    """

    name: str
    label: str
    headers: tuple[str, ...]
    weak: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """A header found: ``row`` is its index in the sheet, ``columns`` maps a field to a column index.

    ``titles`` are the headers as written, by column index; ``ignored`` those that mean nothing here.
    """

    row: int
    columns: Mapping[str, int]
    titles: Mapping[int, str]
    ignored: tuple[str, ...]


def key(text: str) -> str:
    """Return what two spellings of one word share: letters and digits, no case, no accents."""
    return folded(text).replace(" ", "")


def _keys(title: str) -> set[str]:
    """Return the keys of a header: « N° » is also written No, Nº, Num, Numéro."""
    spellings = ("N°", "No", "Num", "Numéro") if "N°" in title else ("N°",)
    return {key(title.replace("N°", spelling)) for spelling in spellings}


class HeaderReader:
    """Recognises the header of one kind of table, given its fields."""

    def __init__(self, fields: Sequence[FieldSpec]) -> None:
        self._fields = {spec.name: spec for spec in fields}
        self._strong = {k: spec.name for spec in fields for title in spec.headers for k in _keys(title)}
        self._weak = {k: spec.name for spec in fields for title in spec.weak for k in _keys(title)}

    def score(self, rows: Sequence[Sequence[Cell]]) -> int:
        """Return how many fields the best of the first lines names (0: no header here)."""
        return max((self._named(row) for row in rows[:SEARCHED_LINES]), default=0)

    def _named(self, row: Sequence[Cell]) -> int:
        keys = (key(cell) for cell in row if isinstance(cell, str) and len(cell) < 100)
        return len({self._strong.get(k) or self._weak.get(k) for k in keys} - {None})

    def read(self, sheet: Sheet) -> Header:
        """Return the header of ``sheet``.

        Raises ``RuleError``: ``table.header_missing`` (no line looks like one),
        ``table.columns_missing`` (with the required ones missing and the headers found),
        ``table.columns_twice`` (two columns mean the same).
        """
        rows = sheet.rows[:SEARCHED_LINES]
        scores = [self._named(row) for row in rows]
        best = max(scores, default=0)
        required = [spec for spec in self._fields.values() if spec.required]
        if best < min(2, len(required)):
            found = next((row for row in rows if any(row)), ())
            raise RuleError(
                "table.header_missing",
                wanted=_listed([spec.label for spec in required]),
                found=_listed([str(cell) for cell in found if cell != ""]),
            )
        return self._header(scores.index(best), rows[scores.index(best)])

    def _header(self, index: int, row: Sequence[Cell]) -> Header:
        titles = {
            position: cell.strip()
            for position, cell in enumerate(row)
            if isinstance(cell, str) and cell.strip()
        }
        columns, weak = self._assigned(titles)
        ignored = []
        for position, name in weak:
            if name not in columns:
                columns[name] = position
            else:
                ignored.append(titles[position])
        missing = [s.label for s in self._fields.values() if s.required and s.name not in columns]
        if missing:
            raise RuleError(
                "table.columns_missing",
                missing=_listed(missing),
                count=len(missing),
                line=index + 1,
                found=_listed(list(titles.values())),
            )
        used = set(columns.values())
        ignored += [t for p, t in titles.items() if p not in used and t not in ignored]
        return Header(index, columns, titles, tuple(ignored))

    def _assigned(self, titles: Mapping[int, str]) -> tuple[dict[str, int], list[tuple[int, str]]]:
        columns: dict[str, int] = {}
        weak: list[tuple[int, str]] = []
        for position, title in titles.items():
            folded_title = key(title)
            name = self._strong.get(folded_title)
            if name is None:
                if folded_title in self._weak:
                    weak.append((position, self._weak[folded_title]))
                continue
            if name in columns:
                raise RuleError("table.columns_twice", first=titles[columns[name]], second=title)
            columns[name] = position
        return columns, weak


def _listed(titles: Sequence[str]) -> str:
    """Return at most 40 titles in French quotes, each cut at 60 characters."""
    shown = ", ".join(f"«\u00a0{title[:60]}\u00a0»" for title in titles[:40])
    return shown or "aucun"
