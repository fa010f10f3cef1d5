"""How a centre words and colours its papers and messages: read, changed, put back to the origin, looked at.

What was issued never changes: a paper keeps the words of its day. Must not know screens or storage.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cisp_desktop.application.changes import Change
from cisp_desktop.application.issued_building import content_of, last_choices
from cisp_desktop.application.issued_sources import centre_templates, read_sources
from cisp_desktop.application.issuing import DrawnPaper, IssuedRenderer
from cisp_desktop.application.mail_wording import MAILS, MailModel, mail_model
from cisp_desktop.application.paper_sample import sample_content
from cisp_desktop.application.paper_standings import standings
from cisp_desktop.application.paper_wording import WORDED, paragraphs_of, with_template
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.domain.errors import CispError, Refused, RuleError, StorageError
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.paper_template import (
    COMMON,
    CentreTemplates,
    PaperTemplate,
    checked_accent,
    checked_words,
)
from cisp_desktop.domain.registration import Centre

_LETTERHEAD = ("name", "siret", "address", "signatory", "signatory_title")


@dataclass(frozen=True, slots=True)
class PreviewSource:
    """What a preview draws: a content without template, its logo, and whether it is invented (``sample``)."""

    content: Mapping[str, Any]
    logo: bytes | None
    sample: bool


def read_templates(workspace: Workspace, centre_id: str) -> CentreTemplates:
    """Return what a centre changed. Raises ``Refused("centre.not_found")``."""
    with workspace.unit_of_work() as work:
        work.centres.get(centre_id)
        return centre_templates(work, centre_id)


def session_mail(workspace: Workspace, session_id: str, kind: str) -> MailModel:
    """Return how the centre of a session words a kind of message."""
    with workspace.unit_of_work() as work:
        return mail_model(centre_templates(work, work.sessions.get(session_id).centre_id), kind)


def checked_templates(wanted: CentreTemplates) -> CentreTemplates:
    """Return templates fit to be kept; what reads as at the origin is left out.

    Raises ``RuleError``: ``paper_template.*``, ``text.*``.
    """
    papers: dict[str, dict[str, str]] = {}
    for kind, paragraphs in wanted.papers.items():
        known = _paragraphs(kind)
        for key, text in paragraphs.items():
            if key not in known:
                names = ", ".join(known) or "–"
                raise RuleError("paper_template.paragraph", paper=WORDED[kind], paragraph=key, known=names)
            words = checked_words(text, known[key].rule)
            if words != known[key].origin:
                papers.setdefault(kind, {})[key] = words
    return CentreTemplates(checked_accent(wanted.accent), papers)


def _paragraphs(kind: str) -> Mapping[str, Any]:
    if kind not in WORDED:
        raise RuleError("paper_template.paper", paper=kind, known=", ".join(WORDED.values()))
    return paragraphs_of(kind)


def edit_templates(
    workspace: Workspace,
    centre_id: str,
    wanted: CentreTemplates,
    *,
    before: CentreTemplates,
    renderer: IssuedRenderer,
) -> CentreTemplates:
    """Change a centre's templates, all of them at once; returns those that stood before (for undo).

    Each paper whose words change is drawn once before anything is kept: what cannot be printed is refused
    here. Raises ``Refused("paper_template.changed_meanwhile")`` unless the stored ones are as ``before``,
    ``RuleError``: ``paper_template.*``, ``text.*``, ``document.glyph_missing``.
    """
    wanted = checked_templates(wanted)
    with workspace.unit_of_work() as work:
        centre = work.centres.get(centre_id)
        stored = centre_templates(work, centre_id)
        if stored != before:
            raise Refused("paper_template.changed_meanwhile")
        kinds = [
            kind for kind in _kinds(stored, wanted) if stored.papers.get(kind) != wanted.papers.get(kind)
        ]
        for kind in kinds:
            if kind not in MAILS:  # a message is not drawn
                _draw_once(centre, kind, wanted, renderer)
        if wanted != stored:
            changed = [*kinds, *([COMMON] if wanted.accent != stored.accent else [])]
            _keep(work, centre_id, wanted, changed, now=workspace.clock())
            origin = wanted == CentreTemplates()
            action = "paper_template.reset" if origin else "paper_template.edited"
            work.note("SITE", action, subject=centre_id, papers=kinds)
            work.changed(Change.TEMPLATES, centre_id)
            work.commit()
        return stored


def _kinds(*templates: CentreTemplates) -> list[str]:
    named = {kind for one in templates for kind in one.papers}
    return [kind for kind in WORDED if kind in named]


def _draw_once(centre: Centre, kind: str, wanted: CentreTemplates, renderer: IssuedRenderer) -> None:
    source = _sample(centre, DocumentKind(kind))
    draw_preview(source, wanted, renderer=renderer)


def _keep(
    work: UnitOfWork, centre_id: str, wanted: CentreTemplates, kinds: list[str], *, now: datetime
) -> None:
    """Write the rows of ``kinds``; one that says nothing any more is taken out."""
    rows = {one.kind: one for one in work.paper_templates.of_centre(centre_id)}
    for kind in kinds:
        content: dict[str, Any] = {}
        if kind == COMMON and wanted.accent:
            content = {"accent": wanted.accent}
        elif kind in wanted.papers:
            content = {"paragraphs": dict(wanted.papers[kind])}
        row = rows.get(kind)
        if row is not None and content:
            row.content, row.updated_at = content, now
        elif row is not None:
            work.paper_templates.remove(row)
        elif content:
            work.paper_templates.add(PaperTemplate(f"{centre_id}:{kind}", centre_id, kind, content, now))


def reset_templates(
    templates: CentreTemplates, *, kind: str | None = None, paragraph: str | None = None
) -> CentreTemplates:
    """Return templates with a paragraph, a paper, or everything (the colour too) back to the origin.

    Raises ``RuleError("paper_template.paper")``, ``RuleError("paper_template.paragraph")``.
    """
    if kind is None:
        return CentreTemplates()
    known = _paragraphs(kind)
    if paragraph is not None and paragraph not in known:
        names = ", ".join(known) or "–"
        raise RuleError("paper_template.paragraph", paper=WORDED[kind], paragraph=paragraph, known=names)
    own = {} if paragraph is None else dict(templates.papers.get(kind, {}))
    own.pop(paragraph or "", None)
    papers = {one: words for one, words in templates.papers.items() if one != kind}
    return replace(templates, papers={**papers, kind: own} if own else papers)


def preview_source(
    workspace: Workspace, centre_id: str, kind: DocumentKind, *, session_id: str | None = None
) -> PreviewSource:
    """Return what a preview of a kind draws: the session's first such paper due, else an invented one.

    Long for many candidates: in the worker.
    """
    with workspace.unit_of_work() as work:
        centre = work.centres.get(centre_id)
        own = session_id is not None and work.sessions.get(session_id).centre_id == centre_id
        real = _first_due(work, session_id, kind, workspace) if own and session_id is not None else None
        return real or _sample(centre, kind)


def _first_due(
    work: UnitOfWork, session_id: str, kind: DocumentKind, workspace: Workspace
) -> PreviewSource | None:
    sources = read_sources(work, session_id)
    found = standings(sources, work.candidates.of_session(session_id))
    paper = next((one.paper for one in found if one.paper.kind is kind and one.refusal is None), None)
    if paper is None:
        return None
    try:
        content = content_of(sources, paper, last_choices(sources), now=workspace.clock())
    except StorageError:
        raise
    except CispError:
        return None  # a certificate whose mentions nobody gave yet
    return PreviewSource(content, sources.centre.logo, sample=False)


def _sample(centre: Centre, kind: DocumentKind) -> PreviewSource:
    head = {name: getattr(centre, name) for name in _LETTERHEAD}
    logo = hashlib.sha256(centre.logo).hexdigest() if centre.logo else ""
    content = sample_content(kind, head, logo=logo, place=centre.place)
    return PreviewSource(content, centre.logo, sample=True)


def draw_preview(source: PreviewSource, wanted: CentreTemplates, *, renderer: IssuedRenderer) -> DrawnPaper:
    """Draw a paper with templates that are not kept, « APERÇU » across it and without a code.

    Raises ``RuleError``: ``paper_template.*``, ``text.*``, ``document.glyph_missing``, ``papers.logo``.
    """
    content = with_template(source.content, checked_templates(wanted))
    return renderer.render({**content, "preview": True}, logo=source.logo)
