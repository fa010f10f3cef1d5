"""What is to be known before the papers of a session are printed, and how many papers there are of each kind.

Must not know how a page is drawn, nor screens.
"""

from collections import Counter
from collections.abc import Collection, Sequence

from cisp_desktop.application.preparation_addresses import LACKING_WORDS, Lacking, lacking_addresses
from cisp_desktop.application.preparation_papers import (
    Paper,
    PaperContent,
    PaperKind,
    paper_set,
    summons_warning,
)
from cisp_desktop.application.slot_marks import slot_mark
from cisp_desktop.application.wording import plural, sentence_of
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.application.wording_papers import TITLES
from cisp_desktop.application.wording_readiness import notice_words
from cisp_desktop.domain.text import folded

SUMMONS = frozenset({PaperKind.SUMMONS_CANDIDATES, PaperKind.SUMMONS_JURORS})
DATED = SUMMONS | {PaperKind.NOMINATION}
"""Papers that say where and when they were made."""
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
    if public.session.cancelled:
        return [sentence_of("papers.session_cancelled", {})]
    words = _memberless(content)
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
    lacking = lacking_addresses(address=public.centre.address, place=public.centre.place)
    wanted = {Lacking.STREET: SUMMONS, Lacking.TOWN: DATED}
    words += [f"{LACKING_WORDS[one]}." for one in lacking if not wanted[one].isdisjoint(kinds)]
    return list(dict.fromkeys(words))


def _memberless(content: PaperContent) -> list[str]:
    """Return one sentence for each panel before which candidates pass and that has no member."""
    public, summoned = content.public, set(content.summoned)
    left = Counter(one.panel for n, one in enumerate(public.candidates) if n not in summoned)
    return [
        f"{panel_words(public.panels[position].name, position + 1)} n’a aucun membre : "
        f"{plural(count, 'candidat n’est pas convoqué', 'candidats ne sont pas convoqués')}."
        for position, count in sorted(left.items())
    ]


def summons_said(content: PaperContent, printed: Sequence[Paper | PaperKind]) -> dict[str, str]:
    """Return what the candidates’ summons among ``printed`` say of each slot, by N° dossier."""
    told: dict[str, str] = {}
    for paper in printed:
        kind, only = (paper.kind, paper.only) if isinstance(paper, Paper) else (paper, None)
        if kind is PaperKind.SUMMONS_CANDIDATES:
            for place in content.summoned:
                if only in (None, place):
                    candidate = content.public.candidates[place]
                    panel = content.public.panels[candidate.panel]
                    label = panel_words(panel.name, candidate.panel + 1)
                    minutes = content.letters[place].minutes
                    mark = slot_mark(candidate.starts_at, minutes, panel=label, room=panel.room)
                    told[candidate.number] = mark
    return told


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
