"""What an import or a comparison of certifications tells, in French.

Must not know whether a window or a command asks.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from cisp_desktop.application.certification_comparison import (
    ChangeKind,
    ComparedKind,
    Difference,
    compare_certifications,
)
from cisp_desktop.application.queries import CertificationRow
from cisp_desktop.application.wording import plural
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.domain.errors import RuleError

_COUNTED = {
    ComparedKind.BLOCK: ("bloc", "blocs"),
    ComparedKind.COMPETENCE: ("compétence", "compétences"),
    ComparedKind.ASSESSMENT: ("épreuve", "épreuves"),
    ComparedKind.FACT: ("champ de la fiche", "champs de la fiche"),
}


def differences_words(lines: Sequence[Difference]) -> str:
    """« 1 bloc, 3 compétences, le barème »: how much differs between two versions."""
    counts = Counter(line.kind for line in lines)
    words = [plural(counts[kind], *forms) for kind, forms in _COUNTED.items() if counts[kind]]
    if counts[ComparedKind.SCHEME]:
        words.append("le barème")
    if counts[ComparedKind.RULES]:
        words.append("les règles de jury")
    return ", ".join(words) or "des champs annexes de la fiche"


def up_to_date_words(code: str, version: int) -> str:
    """« RNCP36128, version 1 : déjà à jour, rien n’a changé. »"""
    return f"{code}, version {version}{NBSP}: déjà à jour, rien n’a changé."


def next_version_words(before: CertificationRow, after: CertificationRow) -> str:
    """Why a version was made: what differs from the one before."""
    differ = differences_words(compare_certifications(before, after))
    return (
        f"{after.code}{NBSP}: version {after.version} créée, parce que la fiche diffère de la version "
        f"{before.version} ({differ})."
    )


_CHANGES = {
    ChangeKind.ADDED: "ajouté",
    ChangeKind.REMOVED: "retiré",
    ChangeKind.CHANGED: "changé",
    ChangeKind.MOVED: "déplacé",
    ChangeKind.SAME: "inchangé",
}
_KINDS = {
    ComparedKind.BLOCK: "bloc",
    ComparedKind.COMPETENCE: "compétence",
    ComparedKind.ASSESSMENT: "épreuve",
    ComparedKind.FACT: "fiche",
    ComparedKind.SCHEME: "barème",
    ComparedKind.RULES: "règles de jury",
}


def difference_line(line: Difference) -> str:
    """« RNCP36128BC01 · compétence · changé : … → … »."""
    where = " · ".join(filter(None, (line.block, _KINDS[line.kind], line.name, _CHANGES[line.change])))
    sides = [_side(side) for side in (line.before, line.after) if side is not None]
    if line.change is ChangeKind.MOVED:
        return f"{where} (de {line.moved_from}){NBSP}: {sides[-1]}"
    return f"{where}{NBSP}: {' → '.join(sides)}"


def _side(value: Any) -> str:
    if isinstance(value, dict) and "title" in value:
        return str(value["title"])
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return str(value)


def two_versions(
    rows: Iterable[CertificationRow], code: str, *, first: int | None, last: int | None
) -> tuple[CertificationRow, CertificationRow]:
    """Return the versions ``first`` and ``last`` of a title; by default its last two, or its only one twice.

    Raises ``RuleError``: ``certification.unknown``, ``certification.version_unknown``.
    """
    every = list(rows)
    versions = {row.version: row for row in every if row.code == code.strip().upper()}
    if not versions:
        known = ", ".join(sorted({row.code for row in every}))
        raise RuleError("certification.unknown", code=code, known=known)
    order = sorted(versions)
    wanted = (first or order[max(len(order) - 2, 0)], last or order[-1])
    for number in wanted:
        if number not in versions:
            raise RuleError(
                "certification.version_unknown", code=code, version=number, known=", ".join(map(str, order))
            )
    return versions[wanted[0]], versions[wanted[1]]
