"""What the tables of the panel rules' editor show: seats, rules, and the members of the example.

Pure: from data to cells. This module must not know how an edit is made.
"""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QCoreApplication

from cisp_desktop.application.panel_rules_editing import ExampleMember
from cisp_desktop.application.wording import JUROR_CATEGORIES, role_name
from cisp_desktop.application.wording_minutes import ACCESS_PATHS, NBSP
from cisp_desktop.application.wording_panels import paths_words, seat_words
from cisp_desktop.application.wording_schemes import PATH_GROUPS, RULE_KINDS, rule_value_words
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.panel import JurorCategory, Role
from cisp_desktop.domain.panel_rules import MOST_SEATS, SHARES, RuleKind
from cisp_desktop.gui.itemmodels.record_table_model import Cell, Numbers


class SeatColumn(IntEnum):
    """Of the table of seats."""

    ROLE = 0
    COUNT = 1
    WHO = 2
    BLOCKS = 3
    SOURCE = 4


class RuleColumn(IntEnum):
    """Of the table of rules."""

    KIND = 0
    VALUE = 1
    PATHS = 2
    BLOCKS = 3
    SOURCE = 4


class MemberColumn(IntEnum):
    """Of the example's members."""

    SEAT = 0
    PRESENT = 1
    CATEGORY = 2
    EXTERNAL = 3
    SEX = 4


SEAT_FIELDS = {
    SeatColumn.ROLE: "role", SeatColumn.COUNT: "count", SeatColumn.WHO: "who", SeatColumn.BLOCKS: "blocks",
    SeatColumn.SOURCE: "source",
}  # fmt: skip
RULE_FIELDS = {
    RuleColumn.KIND: "kind", RuleColumn.VALUE: "value", RuleColumn.PATHS: "paths",
    RuleColumn.BLOCKS: "blocks", RuleColumn.SOURCE: "source",
}  # fmt: skip
MEMBER_FIELDS = {
    MemberColumn.PRESENT: "present", MemberColumn.CATEGORY: "category", MemberColumn.EXTERNAL: "external",
    MemberColumn.SEX: "sex",
}  # fmt: skip


def seat_titles() -> tuple[str, ...]:
    """Return the titles of the seats' columns."""
    return (_tr("Siège"), _tr("Nombre"), _tr("Qui"), _tr("Laissé vide"), _tr("Source"))


def rule_titles() -> tuple[str, ...]:
    """Return the titles of the rules' columns."""
    return (_tr("Règle"), _tr("Valeur"), _tr("Voies d’accès"), _tr("Non respectée"), _tr("Source"))


def member_titles() -> tuple[str, ...]:
    """Return the titles of the example's columns."""
    return (_tr("Siège"), _tr("Présent"), _tr("Catégorie"), _tr("Extérieur"), _tr("Sexe"))


def seat_cells(seats: Sequence[Mapping[str, Any]]) -> list[tuple[Cell, ...]]:
    """Return a line per seat."""
    roles = tuple((role_name(role.value), role.value) for role in Role)
    return [
        (
            Cell(role_name(str(seat["role"])), str(seat["role"]), editable=True, choices=roles),
            Cell(str(seat["count"]), seat["count"], editable=True, numbers=Numbers(1, MOST_SEATS)),
            Cell(str(seat["who"]), seat["who"], editable=True),
            _effect(bool(seat["blocks"])),
            Cell(str(seat["source"]), seat["source"], editable=True),
        )
        for seat in seats
    ]


def rule_cells(rules: Sequence[Mapping[str, Any]]) -> list[tuple[Cell, ...]]:
    """Return a line per rule."""
    kinds = tuple((words, kind.value) for kind, words in RULE_KINDS.items())
    lines: list[tuple[Cell, ...]] = []
    for rule in rules:
        kind = RuleKind(rule["kind"])
        votes = kind is RuleKind.CASTING_VOTE
        lines.append(
            (
                Cell(RULE_KINDS[kind], kind.value, editable=True, choices=kinds),
                _value(kind, int(rule["value"])),
                _paths(tuple(AccessPath(path) for path in rule["paths"])),
                Cell("–", muted=True) if votes else _effect(bool(rule["blocks"])),
                Cell(str(rule["source"]), rule["source"], editable=True),
            )
        )
    return lines


def member_cells(members: Sequence[ExampleMember]) -> list[tuple[Cell, ...]]:
    """Return a line per place of the example."""
    categories = tuple((JUROR_CATEGORIES[category], category.value) for category in JurorCategory)
    sexes = ((_tr("F"), "F"), (_tr("H"), "M"), ("–", ""))
    return [
        (
            Cell(seat_words(one.role, one.rank, short=True)),
            Cell("", editable=True, checked=one.present),
            Cell(
                JUROR_CATEGORIES[one.category], one.category.value, editable=one.present, choices=categories
            ),
            Cell("", editable=one.present, checked=one.external),
            Cell(
                next(words for words, sex in sexes if sex == one.sex),
                one.sex,
                editable=one.present,
                choices=sexes,
            ),
        )
        for one in members
    ]


def paths_of(value: str) -> list[str]:
    """Return the access paths that a cell's value names, as JSON data."""
    return value.split()


def _value(kind: RuleKind, value: int) -> Cell:
    words = rule_value_words(kind, value)
    if kind is RuleKind.CASTING_VOTE:
        return Cell(words, value, editable=True, choices=((_tr("oui"), 1), (_tr("non"), 0)))
    numbers = Numbers(0, 100, suffix=f"{NBSP}%", step=5) if kind in SHARES else Numbers(2, MOST_SEATS)
    return Cell(words, value, editable=True, numbers=numbers)


def _paths(paths: tuple[AccessPath, ...]) -> Cell:
    groups = [(_tr(words), group) for words, group in PATH_GROUPS]
    groups += [(ACCESS_PATHS[path], (path,)) for path in AccessPath if path is not AccessPath.VAE]
    if all(set(paths) != set(group) for _, group in groups):
        groups.append((paths_words(paths), paths))
    words = next(text for text, group in groups if set(group) == set(paths))
    choices = tuple((text, " ".join(path.value for path in group)) for text, group in groups)
    value = next(code for text, code in choices if text == words)
    return Cell(words, value, editable=True, choices=choices)


def _effect(blocks: bool) -> Cell:
    choices = ((_tr("empêche de clore"), True), (_tr("avertit"), False))
    return Cell(choices[0][0] if blocks else choices[1][0], blocks, editable=True, choices=choices)


def _tr(text: str) -> str:
    return QCoreApplication.translate("PanelRulesTables", text)
