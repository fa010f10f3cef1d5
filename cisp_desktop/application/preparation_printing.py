"""What is to be known before the papers of a session are printed, and how many papers there are of each kind.

Must not know how a page is drawn, nor screens.
"""

from collections import Counter
from collections.abc import Collection

from cisp_desktop.application.preparation_papers import (
    Paper,
    PaperContent,
    PaperKind,
    paper_set,
    summons_warning,
)
from cisp_desktop.application.wording import plural
from cisp_desktop.application.wording_papers import TITLES
from cisp_desktop.application.wording_readiness import notice_words
from cisp_desktop.domain.text import folded

SUMMONS = frozenset({PaperKind.SUMMONS_CANDIDATES, PaperKind.SUMMONS_JURORS})
HOURLY = SUMMONS | {PaperKind.PLANNING, PaperKind.ATTENDANCE_SHEET, PaperKind.CANDIDATE_LIST}
"""Papers that print the hours of defences."""


def papers_by_kind(content: PaperContent) -> dict[PaperKind, list[Paper]]:
    """Return the papers of each kind that has some, in the order in which a set is put together."""
    found: dict[PaperKind, list[Paper]] = {}
    for paper in paper_set(content):
        found.setdefault(paper.kind, []).append(paper)
    return found


def printing_warnings(content: PaperContent, kinds: Collection[PaperKind]) -> list[str]:
    """Return what papers of these kinds will lack or come too late for, one sentence each."""
    public = content.public
    words = []
    waiting = Counter(candidate.starts_at is None for candidate in public.candidates)[True]
    if waiting and not HOURLY.isdisjoint(kinds):
        without = plural(waiting, "candidat n’a pas d’horaire", "candidats n’ont pas d’horaire")
        words.append(f"{without} : ces documents ne diront pas quand ils passent.")
    if not SUMMONS.isdisjoint(kinds):
        days = summons_warning(public.issued_on, public.session.starts)
        if days is not None:
            words.append(notice_words(days, public.session.starts))
        if not public.centre.signatory:
            words.append("Le signataire du centre n’est pas renseigné : sa place reste vide.")
    return words


def kind_named(text: str) -> PaperKind | None:
    """Return the kind called so, by its code or its French title; None when there is none."""
    wanted = folded(text)
    for kind in PaperKind:
        if wanted in (folded(kind.value), folded(title_of(kind))):
            return kind
    return None


def title_of(kind: PaperKind) -> str:
    """« Convocations des candidats »."""
    return TITLES[kind.value]
