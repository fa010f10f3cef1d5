"""The papers after the jury in words: what they are called, on paper, in a column, in a file's name.

Must not know a screen nor a page.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Protocol

from cisp_desktop.application.files import safe_stem
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.text import folded

TITLES: Mapping[str, str] = {
    "DECISION_NOTICE": "Relevé de décision",
    "SUCCESS_ATTESTATION": "Attestation provisoire de réussite",
    "CANDIDATE_PRESENCE": "Attestation de présence",
    "JUROR_PRESENCE": "Attestation de participation au jury",
    "JUROR_EXPENSES": "État de frais",
    "BLOCK_CERTIFICATE": "Attestation de bloc",
    "CERTIFICATE": "Parchemin",
    "ATTENDANCE_LIST": "État des présences",
    "INDIVIDUAL_GRIDS": "Grilles individuelles",
    "AGREED_GRIDS": "Grilles du jury",
    "ACCESS_PACK": "Dossier d’accès",
}
SHORT_TITLES: Mapping[str, str] = {
    **TITLES,
    "SUCCESS_ATTESTATION": "Réussite",
    "CANDIDATE_PRESENCE": "Présence",
    "DECISION_NOTICE": "Relevé",
    "JUROR_PRESENCE": "Participation",
    "ATTENDANCE_LIST": "Présences",
}


def kind_words(kind: DocumentKind, block: str = "") -> str:
    """Return « Attestation de bloc BC01 »."""
    return f"{TITLES[kind.value]} {block}".strip()


def kind_named(text: str) -> DocumentKind | None:
    """Return the kind called so, by its code or its French title; None when there is none."""
    wanted = folded(text)
    for kind in DocumentKind:
        if wanted in (folded(kind.value), folded(TITLES[kind.value])):
            return kind
    return None


class NamedPaper(Protocol):
    """A paper as issued, as far as its file's name goes."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> DocumentKind: ...
    @property
    def block(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def first_code(self) -> str: ...


class JudgedPaper(Protocol):
    """An issued paper: whether it is still the valid one, else the code of the one that replaces it."""

    @property
    def counts(self) -> bool: ...
    @property
    def replaced_by(self) -> str: ...
    @property
    def minutes_number(self) -> str: ...


def annulled_words(row: JudgedPaper) -> str:
    """Say that a paper is no longer the valid one, and which is; empty for one that is."""
    if row.counts:
        return ""
    said = f"Ce document ne vaut plus{NBSP}: le procès-verbal {row.minutes_number} a été rectifié"
    if row.replaced_by:
        return f"{said}. Il est annulé et remplacé par le document {row.replaced_by}."
    return f"{said}, et aucun autre document ne le remplace à ce jour."


def file_names(papers: Iterable[NamedPaper]) -> dict[str, str]:
    """Return by id « Attestation de bloc BC01 - D-0001 - NOM Prénom.pdf », each name once.

    Two papers of one name (a later one after a rectification, two persons of one name) get their codes too.
    """
    papers = list(papers)
    stems = {one.id: _stem(one) for one in papers}
    counted = Counter(stem.casefold() for stem in stems.values())
    return {
        one.id: f"{stems[one.id]} - {one.code}.pdf"
        if counted[stems[one.id].casefold()] > 1
        else f"{stems[one.id]}.pdf"
        for one in papers
    }


def _stem(paper: NamedPaper) -> str:
    parts = [
        kind_words(paper.kind, paper.block), paper.number, safe_stem(paper.subject, most=120),
        "duplicata" if paper.first_code else "",
    ]  # fmt: skip
    return safe_stem(" - ".join(part for part in parts if part), most=200)
