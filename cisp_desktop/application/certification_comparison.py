"""Two versions of a certification side by side: which facts, blocks, competences and assessments differ.

Lines are matched by their words, then by likeness, so that a correction is not taken for a removal and an
addition. Pure: must not know a workspace, nor how a difference is shown.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from cisp_desktop.application.certification_editing import certification_to_data
from cisp_desktop.application.queries import CertificationRow
from cisp_desktop.domain.certification import Certification
from cisp_desktop.domain.text import folded

ALIKE = 0.6
"""Share of common words above which two lines are one line reworded."""

FACTS = (
    "title", "level_national", "level_european", "certifier", "registration_starts", "registration_ends",
    "nsf", "formacode", "rome", "access_paths", "prerequisites", "validity_years_of_blocks", "replaces",
    "replaced_by", "panel",
)  # fmt: skip
"""The facts of a sheet that are compared, in the order of showing."""
SCHEME_PARTS = (
    "mode", "levels", "threshold", "least_coverage", "most_zeros", "global_level_required",
    "global_level_passing", "wide_gap", "outside_results", "weights", "floors", "eliminatory",
    "outside_weights",
)  # fmt: skip


class ComparedKind(StrEnum):
    """What a line of the comparison is about."""

    FACT = "FACT"
    BLOCK = "BLOCK"
    COMPETENCE = "COMPETENCE"
    ASSESSMENT = "ASSESSMENT"
    SCHEME = "SCHEME"
    RULES = "RULES"


class ChangeKind(StrEnum):
    """How the two sides of a line differ."""

    SAME = "SAME"
    CHANGED = "CHANGED"
    MOVED = "MOVED"
    ADDED = "ADDED"
    REMOVED = "REMOVED"


@dataclass(frozen=True, slots=True)
class Difference:
    """One line. ``block`` is the code that it stands under (empty for facts, scheme and rules).

    ``name`` is the fact's or the scheme's field. ``before`` and ``after`` are the values as JSON data has
    them, None on the side where the line is not. ``moved_from`` is a position from 1, or « CODE:position ».
    """

    kind: ComparedKind
    change: ChangeKind
    block: str
    name: str
    before: Any
    after: Any
    moved_from: str = ""


def compare_certifications(
    a: Certification | CertificationRow, b: Certification | CertificationRow
) -> list[Difference]:
    """Return what differs from ``a`` to ``b``, in the order of ``align_certifications``."""
    return [line for line in align_certifications(a, b) if line.change is not ChangeKind.SAME]


def align_certifications(
    a: Certification | CertificationRow,
    b: Certification | CertificationRow,
    *,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[Difference]:
    """Return every line of both, the same ones too: facts, then block by block as in ``b``, then the rest.

    What only ``a`` has stands where ``a`` has it. ``progress`` hears of each block and may raise to stop.
    """
    one, other = certification_to_data(a), certification_to_data(b)
    lines = [_fact(ComparedKind.FACT, name, one.get(name), other.get(name)) for name in FACTS]
    moved = _Moves(one["blocks"], other["blocks"])
    pairs = _paired(one["blocks"], other["blocks"], _same_block, likeness=_likeness)
    for done, (i, j) in enumerate(pairs):
        progress(done, len(pairs))
        before, after = None if i is None else one["blocks"][i], None if j is None else other["blocks"][j]
        lines += _block_lines(before, after, moved)
    scheme, rules = ComparedKind.SCHEME, ComparedKind.RULES
    lines += [
        _fact(scheme, name, one["scheme"].get(name), other["scheme"].get(name)) for name in SCHEME_PARTS
    ]
    lines.append(_fact(rules, "panel_rules", one["panel_rules"], other["panel_rules"]))
    return lines


def _fact(kind: ComparedKind, name: str, before: Any, after: Any) -> Difference:
    # An absent fact and an empty one say the same.
    same = before == after or not (before or after)
    return Difference(kind, ChangeKind.SAME if same else ChangeKind.CHANGED, "", name, before, after)


class _Moves:
    """Where each wording stands in both versions, to tell a line that went to another block."""

    def __init__(self, before: Sequence[Any], after: Sequence[Any]) -> None:
        self._before = _places(before)
        self._after = _places(after)

    def source(self, wording: str) -> str:
        """Return the code of the only block that had this line before, or an empty text."""
        return self._elsewhere(self._before, self._after, wording)

    def target(self, wording: str) -> str:
        """Return the code of the only block that has this line now, or an empty text."""
        return self._elsewhere(self._after, self._before, wording)

    @staticmethod
    def _elsewhere(wanted: Mapping[str, list[str]], other: Mapping[str, list[str]], wording: str) -> str:
        there, here = wanted.get(wording, []), other.get(wording, [])
        return there[0] if len(there) == 1 and len(here) == 1 and there != here else ""


def _places(blocks: Sequence[Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for block in blocks:
        for wording in block["competences"]:
            found.setdefault(wording, []).append(block["code"])
    return found


def _block_lines(before: Any, after: Any, moves: _Moves) -> list[Difference]:
    code = (after or before)["code"]
    old = (before["code"], before["title"]) if before else None
    new = (after["code"], after["title"]) if after else None
    lines = [Difference(ComparedKind.BLOCK, _change(old, new), code, "", old, new)]
    lines += _lines(
        ComparedKind.COMPETENCE, code, before["competences"] if before else [],
        after["competences"] if after else [], moves,
    )  # fmt: skip
    lines += _lines(
        ComparedKind.ASSESSMENT, code, before["assessments"] if before else [],
        after["assessments"] if after else [], None,
    )  # fmt: skip
    return lines


def _change(before: Any, after: Any) -> ChangeKind:
    if before is None:
        return ChangeKind.ADDED
    if after is None:
        return ChangeKind.REMOVED
    return ChangeKind.SAME if before == after else ChangeKind.CHANGED


def _lines(
    kind: ComparedKind, block: str, before: Sequence[Any], after: Sequence[Any], moves: _Moves | None
) -> list[Difference]:
    pairs = _paired(before, after, lambda x, y: bool(x == y), likeness=_likeness)
    stayed = _in_order(pairs)
    lines = []
    for pair in pairs:
        i, j = pair
        old: Any = None if i is None else before[i]
        new: Any = None if j is None else after[j]
        change, moved_from = _change(old, new), ""
        if change is ChangeKind.SAME and pair not in stayed and i is not None:
            change, moved_from = ChangeKind.MOVED, str(i + 1)
        elif change is ChangeKind.ADDED and moves and (source := moves.source(new)):
            change, moved_from = ChangeKind.MOVED, source
        elif change is ChangeKind.REMOVED and moves and moves.target(old):
            continue  # it shows in the block where it went
        lines.append(Difference(kind, change, block, "", old, new, moved_from))
    return lines


_Pair = tuple[int | None, int | None]


def _paired(
    before: Sequence[Any],
    after: Sequence[Any],
    same: Callable[[Any, Any], bool],
    *,
    likeness: Callable[[Any, Any], float],
) -> list[_Pair]:
    """Match what is the same, then the most alike; return pairs of places in the order of ``after``.

    What only ``before`` has stands after the line that it followed.
    """
    partner: dict[int, int] = {}
    free = list(range(len(before)))
    for j, new in enumerate(after):
        found = next((i for i in free if same(before[i], new)), None)
        if found is not None:
            partner[j] = found
            free.remove(found)
    left = [j for j in range(len(after)) if j not in partner]
    scored = [(likeness(before[i], after[j]), i, j) for i in free for j in left]
    for score, i, j in sorted(scored, key=lambda one: -one[0]):
        if score >= ALIKE and i in free and j not in partner:
            partner[j] = i
            free.remove(i)
    pairs: list[_Pair] = [(partner.get(j), j) for j in range(len(after))]
    for i in free:
        place = next((n for n, pair in enumerate(pairs, 1) if pair[0] == i - 1), 0)
        pairs.insert(place, (i, None))
    return pairs


def _in_order(pairs: Sequence[_Pair]) -> set[_Pair]:
    """Return the pairs that kept their order: a longest run that rises on both sides.

    Read from the end, each run is kept by the place that leaves most room before it (patience sorting).
    """
    both = [(i, j) for i, j in pairs if i is not None and j is not None]
    ends: list[int] = []  # of each length, minus the highest place that a run begins with
    heads: list[int] = []  # and where that run begins in ``both``
    following: dict[int, int | None] = {}
    for n in reversed(range(len(both))):
        length = bisect_left(ends, -both[n][0])
        following[n] = heads[length - 1] if length else None
        ends[length : length + 1], heads[length : length + 1] = [-both[n][0]], [n]
    found: set[_Pair] = set()
    at = heads[-1] if heads else None
    while at is not None:
        found.add(both[at])
        at = following[at]
    return found


def _same_block(before: Any, after: Any) -> bool:
    return folded(before["code"]) == folded(after["code"])


def _likeness(before: Any, after: Any) -> float:
    if isinstance(before, str):
        return _words_alike(before, after)
    return _words_alike(before["title"], after["title"])


def _words_alike(one: str, other: str) -> float:
    return SequenceMatcher(None, folded(one).split(), folded(other).split(), autojunk=False).ratio()
