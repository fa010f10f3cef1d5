"""Where each paper of a session stands: issued, to issue, or not due and why; which one it replaces.

A paper issued from minutes that were rectified since stays the one that counts, as long as the new minutes
would have it say the same. Must not know how a paper is drawn nor kept.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from cisp_desktop.application.issued_building import Choices, content_of
from cisp_desktop.application.issued_content import ReplacedContent
from cisp_desktop.application.issued_rules import (
    CANDIDATE_KINDS,
    JUROR_KINDS,
    PERSONAL_KINDS,
    Paper,
    not_due,
)
from cisp_desktop.application.issued_sources import IssuedSources, PanelMinutes, read_sources, subject_key
from cisp_desktop.application.ports import UnitOfWork
from cisp_desktop.application.wording_minutes import full_name
from cisp_desktop.domain.candidate import Candidate
from cisp_desktop.domain.errors import CispError, Refused
from cisp_desktop.domain.issued import DocumentKind, IssuedDocument
from cisp_desktop.domain.minutes import MinutesState
from cisp_desktop.domain.registration import Registration

_ANY = Choices("–", "–", date.min, "–")
"""What the two papers that are compared say alike of what no minutes hold."""
_NEVER = datetime.min.replace(tzinfo=UTC)
_OF_THE_MINUTES = frozenset({"minutes", "notify_by"})
"""What names the minutes, or counts from their day: no difference between what two papers say."""
_HOURS = frozenset({"hours"})
_OF_THE_SIGNING = frozenset({"signs", "signed_at", "refused"})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a paper stands: issued (``document``), not due (``refusal`` says why), else to issue.

    ``earlier`` was issued for the same subject and counts no more: its minutes were rectified.
    """

    paper: Paper
    document: IssuedDocument | None
    refusal: CispError | None
    earlier: IssuedDocument | None = None

    @property
    def to_issue(self) -> bool:
        """Whether it is due and was not issued yet."""
        return self.document is None and self.refusal is None


def standings(sources: IssuedSources, candidates: Mapping[str, Candidate]) -> Iterator[Standing]:
    """Give every paper of a session, candidate by candidate, then juror by juror, then panel by panel.

    ``candidates`` name those whom no minutes name yet, by candidate id.
    """
    for registration in sources.registrations.values():
        for kind in CANDIDATE_KINDS:
            for paper in _of_candidate(sources, registration, candidates, kind):
                yield _standing(sources, paper)
    for panel_id, panel in sources.panels.items():
        for seat_id, seat in panel.seats.items():
            for kind in JUROR_KINDS:
                yield _standing(sources, Paper(kind, panel_id, seat["name"], seat_id=seat_id))
        name = panel.snapshot["panel"]["name"]
        yield _standing(sources, Paper(DocumentKind.ATTENDANCE_LIST, panel_id, name))


def personal_standings(sources: IssuedSources, candidates: Mapping[str, Candidate]) -> Iterator[Standing]:
    """Give the papers of one person, candidate by candidate; ``candidates`` as in ``standings``."""
    for registration in sources.registrations.values():
        for kind in PERSONAL_KINDS:
            for paper in _of_candidate(sources, registration, candidates, kind):
                yield _standing(sources, paper)


def _of_candidate(
    sources: IssuedSources,
    registration: Registration,
    candidates: Mapping[str, Candidate],
    kind: DocumentKind,
) -> Iterator[Paper]:
    person = candidates[registration.candidate_id]
    name = full_name(person.birth_name, person.first_names, usage_name=person.usage_name)
    panel = sources.panels.get(registration.panel_id)
    row = panel.candidates.get(registration.number) if panel is not None else None
    if row is not None:
        name = full_name(row["birth_name"], row["first_names"], usage_name=row["usage_name"])
    blocks = [block.id for block in sources.certification.blocks]
    for block_id in blocks if kind is DocumentKind.BLOCK_CERTIFICATE else [None]:
        yield Paper(
            kind, registration.panel_id, name, registration.number, registration.id, block_id=block_id
        )


def _standing(sources: IssuedSources, paper: Paper) -> Standing:
    panel = sources.panels.get(paper.panel_id)
    if panel is None:
        cancelled = Refused("issued.session_cancelled")
        return Standing(paper, None, cancelled if sources.session.cancelled else Refused("issued.no_minutes"))
    why = not_due(sources, paper, panel)
    refusal = panel.refusal or why
    found = sources.latest.get(
        subject_key(paper.kind, paper.registration_id, paper.seat_id, paper.block_id, panel_id=paper.panel_id)
    )
    if found is None:
        return Standing(paper, None, refusal)
    if _counts(sources, paper, panel, found, due=why is None):
        return Standing(paper, found, refusal)
    return Standing(paper, None, refusal, found)


def _counts(
    sources: IssuedSources, paper: Paper, panel: PanelMinutes, found: IssuedDocument, *, due: bool
) -> bool:
    """Whether a paper is the one that counts: that of these minutes, or of those that they rectify while they
    are not complete, or as long as they say the same.
    """
    rests_on = sources.rests_on[found.id].sha256
    if rests_on == panel.minutes.sha256 or panel.minutes.state is not MinutesState.COMPLETE:
        return True
    earlier = sources.earlier.get(rests_on)
    return due and earlier is not None and unchanged(sources, paper, earlier, panel)


def unchanged(sources: IssuedSources, paper: Paper, earlier: PanelMinutes, panel: PanelMinutes) -> bool:
    """Whether a paper says the same from either minutes, what names them apart."""
    if paper.registration_id is not None:
        old, new = earlier.candidates.get(paper.number), panel.candidates.get(paper.number)
        alike = earlier.said_of_all == panel.said_of_all
        if paper.kind in PERSONAL_KINDS:
            return alike and old == new and _seats(earlier) == _seats(panel)
        if alike and old == new:
            return True
    return _said(sources, paper, earlier) == _said(sources, paper, panel)


def _seats(panel: PanelMinutes) -> list[dict[str, Any]]:
    return [_apart(seat, _OF_THE_SIGNING) for seat in panel.seats.values()]


def _apart(content: Mapping[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if key not in keys}


def _said(sources: IssuedSources, paper: Paper, panel: PanelMinutes) -> object:
    """Return what a paper says when it rests on these minutes, or why it cannot."""
    alone = replace(sources, panels={paper.panel_id: panel})
    try:
        return _without_minutes(content_of(alone, paper, _ANY, now=_NEVER))
    except CispError as error:
        return error.code
    except KeyError:
        return None  # these minutes do not know the subject


def _without_minutes(content: Mapping[str, Any]) -> dict[str, Any]:
    said = _apart(content, _OF_THE_MINUTES)
    said["session"] = _apart(content["session"], _HOURS)
    if "members" in said:
        said["members"] = [_apart(one, _OF_THE_SIGNING) for one in said["members"]]
    return said


def replacing(content: Mapping[str, Any], earlier: IssuedDocument | None) -> dict[str, Any]:
    """Return the content of a new paper, which says which earlier one it replaces, if any."""
    if earlier is None:
        return dict(content)
    before = json.loads(earlier.snapshot)
    mention: ReplacedContent = {
        "code": earlier.code, "issued_on": before["issued_on"], "minutes": before["minutes"]["number"],
    }  # fmt: skip
    return {**content, "replaces": mention}


def check_duplicable(work: UnitOfWork, document: IssuedDocument) -> None:
    """Refuse a duplicate of a paper that counts no more, or may not: ``Refused``: ``issued.rectifying``,
    ``issued.replaced`` (a later one counts), ``issued.superseded`` (none was issued since).
    """
    sources = read_sources(work, document.session_id)
    candidates = work.candidates.of_session(document.session_id)
    alike = personal_standings if document.kind in PERSONAL_KINDS else standings
    found = [one for one in alike(sources, candidates) if one.paper.kind is document.kind]
    own = next((one for one in found if document in (one.document, one.earlier)), None)
    panel = sources.panels.get(own.paper.panel_id) if own is not None else None
    if panel is not None and panel.refusal is not None and panel.refusal.code == "issued.rectifying":
        raise panel.refusal
    if own is not None and own.document is document:
        return
    later = sources.latest.get(sources.key_of(document))
    if later is not None and later is not document:
        raise Refused("issued.replaced", code=document.code, later=later.code)
    raise Refused("issued.superseded", code=document.code)
