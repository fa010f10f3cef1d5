"""What the papers after the jury rest on: the latest minutes of each panel, and what they froze.

Read once within one transaction. Must not know what a paper prints.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cisp_desktop.application.frozen import frozen_data
from cisp_desktop.application.paper_wording import paragraphs_of
from cisp_desktop.application.ports import UnitOfWork
from cisp_desktop.application.rectifying import standing_minutes
from cisp_desktop.domain.certification import Certification
from cisp_desktop.domain.discussion import Advice
from cisp_desktop.domain.errors import Refused, StorageError
from cisp_desktop.domain.issued import IssuedDocument
from cisp_desktop.domain.minutes import Minutes, MinutesState
from cisp_desktop.domain.paper_template import COMMON, CentreTemplates
from cisp_desktop.domain.registration import Centre, JurySession, Registration


@dataclass(frozen=True, slots=True)
class PanelMinutes:
    """The latest minutes of a panel and their frozen content; ``refusal`` says why no paper rests on them.

    ``candidates`` are the frozen rows by N° dossier, ``seats`` those of the panel by seat.
    """

    minutes: Minutes
    snapshot: Mapping[str, Any]
    refusal: Refused | None
    candidates: Mapping[str, Mapping[str, Any]]
    seats: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class IssuedSources:
    """A session as its papers see it. ``standing`` finds a paper already issued by its ``paper_key``;
    ``templates`` are what the centre changed of their wording.
    """

    session: JurySession
    centre: Centre
    certification: Certification
    registrations: Mapping[str, Registration]
    panels: Mapping[str, PanelMinutes]
    advice: Mapping[tuple[str, str], Advice]
    issued: tuple[IssuedDocument, ...]
    standing: Mapping[tuple[str, ...], IssuedDocument] = field(default_factory=dict)
    templates: CentreTemplates = field(default_factory=CentreTemplates)


def read_sources(work: UnitOfWork, session_id: str) -> IssuedSources:
    """Read a session's sources.

    Raises ``StorageError("minutes.altered")``, ``Refused("session.not_found")``.
    """
    session = work.sessions.get(session_id)
    issued = tuple(work.issued.of_session(session_id))
    return IssuedSources(
        session=session,
        centre=work.centres.get(session.centre_id),
        certification=work.certifications.get(session.certification_id),
        registrations={one.id: one for one in work.registrations.of_session(session_id)},
        panels=_panels(work, session),
        advice=work.discussions.advice_of_session(session_id),
        issued=issued,
        standing={document_key(one): one for one in issued if one.duplicate_of is None},
        templates=centre_templates(work, session.centre_id),
    )


def centre_templates(work: UnitOfWork, centre_id: str) -> CentreTemplates:
    """Return what a centre changed of its papers; words of a paragraph that no paper has are left out."""
    rows = {one.kind: one.content for one in work.paper_templates.of_centre(centre_id)}
    accent = str(rows.pop(COMMON, {}).get("accent", ""))
    papers = {kind: _known(kind, content["paragraphs"]) for kind, content in rows.items()}
    return CentreTemplates(accent, {kind: words for kind, words in papers.items() if words})


def _known(kind: str, words: Mapping[str, str]) -> dict[str, str]:
    known = paragraphs_of(kind)
    return {key: text for key, text in words.items() if key in known}


def paper_key(kind: str, minutes_sha256: str, *subjects: str | None) -> tuple[str, ...]:
    """Return what tells a paper from any other: kind, minutes that it rests on, whom and what it is about."""
    return (kind, minutes_sha256, *(subject or "" for subject in subjects))


def document_key(document: IssuedDocument) -> tuple[str, ...]:
    """Return the ``paper_key`` of a paper that was issued."""
    minutes = str(json.loads(document.snapshot)["minutes"]["sha256"])
    return paper_key(
        document.kind.value, minutes, document.registration_id, document.seat_id, document.block_id
    )


def _panels(work: UnitOfWork, session: JurySession) -> dict[str, PanelMinutes]:
    rectified = work.minutes.rectification(session.id) is not None
    latest = standing_minutes(work, session.id)
    return {one.panel_id: _panel(one, session, rectified=rectified) for one in latest}


def _panel(minutes: Minutes, session: JurySession, *, rectified: bool) -> PanelMinutes:
    altered = StorageError("minutes.altered", number=minutes.number)
    snapshot = frozen_data(minutes.snapshot, minutes.sha256, altered)
    return PanelMinutes(
        minutes,
        snapshot,
        _refusal(minutes, session, rectified=rectified),
        {row["number"]: row for row in snapshot["candidates"]},
        {seat["id"]: seat for seat in snapshot["panel"]["seats"]},
    )


def _refusal(minutes: Minutes, session: JurySession, *, rectified: bool) -> Refused | None:
    if session.cancelled:
        return Refused("issued.session_cancelled")
    if rectified:
        return Refused("issued.rectifying", number=minutes.number)
    if minutes.state is not MinutesState.COMPLETE:
        return Refused("issued.minutes_incomplete", number=minutes.number)
    return None
