"""Find the header of a table and say which of its columns is what, however the words are written.

Headers match regardless of case, accents, spaces and the shape of apostrophes; a mapping that somebody chose
goes before what the words say. This module must not know what the fields are for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cisp_desktop.application.cells import Cell, key
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.exchange.tables import Sheet

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
        return max((self._named(row, {}) for row in rows[:SEARCHED_LINES]), default=0)

    def _named(self, row: Sequence[Cell], mapping: Mapping[str, str]) -> int:
        keys = (key(cell) for cell in row if isinstance(cell, str) and len(cell) < 100)
        named = {mapping.get(k) or self._strong.get(k) or self._weak.get(k) for k in keys}
        return len({name for name in named if name in self._fields})

    @property
    def required(self) -> list[FieldSpec]:
        """The fields that a table cannot do without."""
        return [spec for spec in self._fields.values() if spec.required]

    def read(self, sheet: Sheet, mapping: Mapping[str, str] | None = None) -> Header:
        """Return the header of ``sheet``; ``mapping`` gives by column key the field that it fills, or none.

        Raises ``RuleError``: ``table.header_missing`` (no line looks like one),
        ``table.columns_missing`` (with the required ones missing and the headers found),
        ``table.columns_twice`` (two columns mean the same).
        """
        mapping = mapping or {}
        rows = sheet.rows[:SEARCHED_LINES]
        index, best = self._header_line(rows, mapping)
        if best < min(2, len(self.required)):
            found = next((row for row in rows if any(row)), ())
            raise RuleError(
                "table.header_missing",
                wanted=_listed([spec.label for spec in self.required]),
                found=_listed([str(cell) for cell in found if cell != ""]),
            )
        titles = _titles(rows[index])
        columns, twice = self._assigned(titles, mapping)
        if twice is not None:
            raise RuleError("table.columns_twice", first=twice[0], second=twice[1])
        missing = [spec.label for spec in self.required if spec.name not in columns]
        if missing:
            raise RuleError(
                "table.columns_missing",
                missing=_listed(missing),
                count=len(missing),
                line=index + 1,
                found=_listed(list(titles.values())),
            )
        used = set(columns.values())
        ignored = tuple(title for position, title in titles.items() if position not in used)
        return Header(index, columns, titles, ignored)

    def proposed(self, sheet: Sheet, mapping: Mapping[str, str] | None = None) -> Header:
        """Return the likeliest header, whatever it lacks: a column claimed twice fills its field once.

        Without any known title it is the first line of which two cells or more hold something.
        """
        mapping = mapping or {}
        rows = sheet.rows[:SEARCHED_LINES]
        index, best = self._header_line(rows, mapping)
        if not best:
            filled = [sum(cell != "" for cell in row) for row in rows]
            index = next((line for line, count in enumerate(filled) if count > 1), 0)
        titles = _titles(rows[index]) if rows else {}
        columns, _ = self._assigned(titles, mapping)
        used = set(columns.values())
        return Header(index, columns, titles, tuple(t for p, t in titles.items() if p not in used))

    def _header_line(self, rows: Sequence[Sequence[Cell]], mapping: Mapping[str, str]) -> tuple[int, int]:
        scores = [self._named(row, mapping) for row in rows]
        best = max(scores, default=0)
        return (scores.index(best) if scores else 0), best

    def _assigned(
        self, titles: Mapping[int, str], mapping: Mapping[str, str]
    ) -> tuple[dict[str, int], tuple[str, str] | None]:
        """Return the columns by field, and the first two titles that claim the same one.

        What the mapping says goes first, then strong titles, then weak ones as far as nobody took the field.
        """
        columns: dict[str, int] = {}
        twice: tuple[str, str] | None = None
        keys = column_keys(titles)
        chosen = {p: mapping[k] for p, k in keys.items() if k in mapping}
        strong = {p: self._strong.get(key(t), "") for p, t in titles.items() if p not in chosen}
        weak = {p: self._weak.get(key(t), "") for p, t in titles.items() if p not in chosen and not strong[p]}
        for claims in (chosen, strong, weak):
            taken = set(columns)
            for position, name in claims.items():
                if name not in self._fields or name in taken:
                    continue
                if name not in columns:
                    columns[name] = position
                elif claims is not weak and twice is None:
                    twice = titles[columns[name]], titles[position]
        return columns, twice


def column_keys(titles: Mapping[int, str]) -> dict[int, str]:
    """Return what each title is remembered by: folded, with a number where it repeats another."""
    keys: dict[int, str] = {}
    seen: dict[str, int] = {}
    for position, title in titles.items():
        folded_title = key(title)
        seen[folded_title] = seen.get(folded_title, 0) + 1
        keys[position] = folded_title if seen[folded_title] == 1 else f"{folded_title}#{seen[folded_title]}"
    return keys


def _titles(row: Sequence[Cell]) -> dict[int, str]:
    return {
        position: cell.strip() for position, cell in enumerate(row) if isinstance(cell, str) and cell.strip()
    }


def _listed(titles: Sequence[str]) -> str:
    """Return at most 40 titles in French quotes, each cut at 60 characters."""
    shown = ", ".join(f"«\u00a0{title[:60]}\u00a0»" for title in titles[:40])
    return shown or "aucun"
