"""What the papers after the jury rest on: the latest minutes of each panel, and what they froze.

Read once within one transaction. Must not know what a paper prints.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cisp_desktop.application.frozen import frozen_data
from cisp_desktop.application.paper_wording import paragraphs_of
from cisp_desktop.application.ports import UnitOfWork
from cisp_desktop.application.rectifying import standing_minutes
from cisp_desktop.domain.certification import Certification
from cisp_desktop.domain.discussion import Advice
from cisp_desktop.domain.errors import Refused, StorageError
from cisp_desktop.domain.issued import DocumentKind, IssuedDocument
from cisp_desktop.domain.minutes import Ground, Minutes, MinutesSignature, MinutesState
from cisp_desktop.domain.paper_template import COMMON, CentreTemplates
from cisp_desktop.domain.registration import Centre, JurySession, Registration

_OF_ALL = ("certifier", "centre", "certification", "blocks", "demonstration")


@dataclass(frozen=True, slots=True)
class PanelMinutes:
    """The latest minutes of a panel and their frozen content; ``refusal`` says why no paper rests on them.

    ``candidates`` are the frozen rows by N° dossier, ``seats`` those of the panel by seat; ``said_of_all`` is
    what the papers of every candidate say alike.
    """

    minutes: Minutes
    snapshot: Mapping[str, Any]
    refusal: Refused | None
    candidates: Mapping[str, Mapping[str, Any]]
    seats: Mapping[str, Mapping[str, Any]]
    said_of_all: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RestsOn:
    """The minutes that an issued paper names."""

    number: str
    sha256: str


@dataclass(frozen=True, slots=True)
class IssuedSources:
    """A session as its papers see it. ``latest`` finds the paper that was issued last, duplicates apart, by
    its ``subject_key``; ``rests_on`` gives the minutes of each paper by its id. ``earlier`` are the minutes
    that ``panels`` rectify, by the fingerprint of their content, and ``panel_of`` gives the panel of any.
    ``templates`` are what the centre changed of the papers' wording.
    """

    session: JurySession
    centre: Centre
    certification: Certification
    registrations: Mapping[str, Registration]
    panels: Mapping[str, PanelMinutes]
    advice: Mapping[tuple[str, str], Advice]
    issued: tuple[IssuedDocument, ...]
    latest: Mapping[tuple[str, ...], IssuedDocument] = field(default_factory=dict)
    rests_on: Mapping[str, RestsOn] = field(default_factory=dict)
    earlier: Mapping[str, PanelMinutes] = field(default_factory=dict)
    templates: CentreTemplates = field(default_factory=CentreTemplates)
    panel_of: Mapping[str, str] = field(default_factory=dict)

    def key_of(self, document: IssuedDocument) -> tuple[str, ...]:
        """Return the ``subject_key`` of an issued paper."""
        panel_id = self.panel_of.get(self.rests_on[document.id].sha256, "")
        return subject_key(
            document.kind, document.registration_id, document.seat_id, document.block_id, panel_id=panel_id
        )

    def signatures(self, panel: PanelMinutes) -> dict[str, MinutesSignature]:
        """Return who signed what a panel decided, by seat: a clerical error is rectified without the panel,
        whose members signed the minutes before.
        """
        found: dict[str, MinutesSignature] = {}
        if panel.minutes.ground is Ground.CLERICAL:
            before = (one for one in self.earlier.values() if one.minutes.id == panel.minutes.rectifies_id)
            found = next((self.signatures(one) for one in before), {})
        return found | {line.seat_id: line for line in panel.minutes.signatures}


def read_sources(work: UnitOfWork, session_id: str) -> IssuedSources:
    """Read a session's sources.

    Raises ``StorageError("minutes.altered")``, ``Refused("session.not_found")``.
    """
    session = work.sessions.get(session_id)
    issued = tuple(work.issued.of_session(session_id))
    rests_on = {one.id: _rests_on(one) for one in issued}
    minutes = work.minutes.of_session(session_id)
    found = IssuedSources(
        session=session,
        centre=work.centres.get(session.centre_id),
        certification=work.certifications.get(session.certification_id),
        registrations={one.id: one for one in work.registrations.of_session(session_id)},
        panels=_panels(work, session),
        advice=work.discussions.advice_of_session(session_id),
        issued=issued,
        rests_on=rests_on,
        earlier=_earlier(minutes, session),
        templates=centre_templates(work, session.centre_id),
        panel_of={one.sha256: one.panel_id for one in minutes},
    )
    return replace(found, latest={found.key_of(one): one for one in issued if one.duplicate_of is None})


def centre_templates(work: UnitOfWork, centre_id: str) -> CentreTemplates:
    """Return what a centre changed of its papers; words of a paragraph that no paper has are left out."""
    rows = {one.kind: one.content for one in work.paper_templates.of_centre(centre_id)}
    accent = str(rows.pop(COMMON, {}).get("accent", ""))
    papers = {kind: _known(kind, content["paragraphs"]) for kind, content in rows.items()}
    return CentreTemplates(accent, {kind: words for kind, words in papers.items() if words})


def _known(kind: str, words: Mapping[str, str]) -> dict[str, str]:
    known = paragraphs_of(kind)
    return {key: text for key, text in words.items() if key in known}


def subject_key(kind: DocumentKind, *subjects: str | None, panel_id: str) -> tuple[str, ...]:
    """Return what the papers of one kind, about the same, share: those that replace one another. A list of
    attendance is about its panel.
    """
    of_panel = panel_id if kind is DocumentKind.ATTENDANCE_LIST else ""
    return (kind.value, *(subject or "" for subject in subjects), of_panel)


def document_key(document: IssuedDocument) -> tuple[str, ...]:
    """Return what tells an issued paper from any other: kind, minutes that it rests on, what it is about."""
    subjects = (document.registration_id, document.seat_id, document.block_id)
    return (document.kind.value, _rests_on(document).sha256, *(subject or "" for subject in subjects))


def _rests_on(document: IssuedDocument) -> RestsOn:
    minutes = json.loads(document.snapshot)["minutes"]
    return RestsOn(str(minutes["number"]), str(minutes["sha256"]))


def _panels(work: UnitOfWork, session: JurySession) -> dict[str, PanelMinutes]:
    rectified = work.minutes.rectification(session.id) is not None
    latest = standing_minutes(work, session.id)
    return {one.panel_id: _panel(one, session, rectified=rectified) for one in latest}


def _earlier(minutes: Sequence[Minutes], session: JurySession) -> dict[str, PanelMinutes]:
    """Return the minutes that later ones rectify, by fingerprint."""
    rectified = {one.rectifies_id for one in minutes if one.stands}
    return {one.sha256: _panel(one, session, rectified=False) for one in minutes if one.id in rectified}


def _panel(minutes: Minutes, session: JurySession, *, rectified: bool) -> PanelMinutes:
    altered = StorageError("minutes.altered", number=minutes.number)
    snapshot = frozen_data(minutes.snapshot, minutes.sha256, altered)
    return PanelMinutes(
        minutes,
        snapshot,
        _refusal(minutes, session, rectified=rectified),
        {row["number"]: row for row in snapshot["candidates"]},
        {seat["id"]: seat for seat in snapshot["panel"]["seats"]},
        {
            **{key: snapshot[key] for key in _OF_ALL},
            "session": {key: one for key, one in snapshot["session"].items() if key != "hours"},
        },
    )


def _refusal(minutes: Minutes, session: JurySession, *, rectified: bool) -> Refused | None:
    if session.cancelled:
        return Refused("issued.session_cancelled")
    if rectified:
        return Refused("issued.rectifying", number=minutes.number)
    if minutes.state is not MinutesState.COMPLETE:
        return Refused("issued.minutes_incomplete", number=minutes.number)
    return None
