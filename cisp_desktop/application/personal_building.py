"""Makes the frozen content of the papers of one person: individual grids, agreed grids, access pack.

Must not know how a paper is drawn nor kept.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from cisp_desktop.application.access_building import AccessBuilder
from cisp_desktop.application.grids_building import GridsBuilder, others_of
from cisp_desktop.application.issued_building import Choices, content_of, holder_and_common
from cisp_desktop.application.issued_content import HolderContent, IssuedContent, NoticeBlock
from cisp_desktop.application.issued_rules import PERSONAL_KINDS, Paper
from cisp_desktop.application.issued_sources import IssuedSources
from cisp_desktop.application.others_names import OthersNames
from cisp_desktop.application.personal_content import (
    AccessPackContent,
    AgreedGridsContent,
    DecisionContent,
    IndividualGridsContent,
    RequestContent,
)
from cisp_desktop.application.personal_sources import PersonalSources, read_personal_sources
from cisp_desktop.application.ports import UnitOfWork
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.issued import DocumentKind


def read_personal(
    work: UnitOfWork, sources: IssuedSources, kinds: Collection[DocumentKind]
) -> PersonalSources | None:
    """Return what papers of these kinds rest on beside the minutes; None where they need nothing else."""
    if not kinds or not set(kinds) <= set(PERSONAL_KINDS):
        return None
    return read_personal_sources(work, sources, whole=DocumentKind.ACCESS_PACK in kinds)


def any_content(
    sources: IssuedSources,
    personal: PersonalSources | None,
    paper: Paper,
    choices: Choices,
    *,
    now: datetime,
) -> IssuedContent:
    """Return the content of a paper, a person's where ``personal`` was read. Raises as both builders."""
    if personal is None:
        return content_of(sources, paper, choices, now=now)
    return personal_content(sources, personal, paper, choices, now=now)


def personal_content(
    sources: IssuedSources, personal: PersonalSources, paper: Paper, choices: Choices, *, now: datetime
) -> IssuedContent:
    """Return the frozen content of one paper of a person.

    Raises ``RuleError``: ``issued.no_sheet`` where nobody sealed, ``access.made_by`` for a pack of which
    nobody says who makes it, ``access.asked_on`` for a request of a day to come.
    """
    registration = sources.registrations[paper.registration_id or ""]
    names = others_of(personal, sources, registration)
    grids = GridsBuilder(sources, personal, paper, names)
    holder, common = holder_and_common(sources, paper, choices, now=now)
    if paper.kind is DocumentKind.INDIVIDUAL_GRIDS:
        sealed = grids.grids()
        if not sealed:
            raise RuleError("issued.no_sheet", number=paper.number)
        individual: IndividualGridsContent = {
            **common, "holder": holder, "scheme": grids.scheme(), "grids": sealed, "withheld": names.withheld,
        }  # fmt: skip
        return individual
    if paper.kind is DocumentKind.AGREED_GRIDS:
        agreed: AgreedGridsContent = {
            **common, "holder": holder, "scheme": grids.scheme(), "agreed": grids.agreed(), "withheld": 0,
        }  # fmt: skip
        agreed["withheld"] = names.withheld
        return agreed
    return _access_pack(grids, holder, common, choices, now=now)


def _access_pack(
    grids: GridsBuilder, holder: HolderContent, common: IssuedContent, choices: Choices, *, now: datetime
) -> AccessPackContent:
    request, sources, paper = choices.request, grids.sources, grids.paper
    if request is None or not request.made_by:
        raise RuleError("access.made_by")
    if request.asked_on is not None and request.asked_on > now.date():
        raise RuleError("access.asked_on")
    own, access = sources.panels[paper.panel_id].candidates[paper.number], AccessBuilder(grids)
    asked: RequestContent = {
        "made_by": request.made_by,
        "made_at": now.isoformat(timespec="seconds"),
        "answered_to": request.answered_to,
        "asked_on": request.asked_on.isoformat() if request.asked_on is not None else None,
    }
    blocks = {one.id: one for one in sources.certification.blocks}
    presented = (blocks[one] for one in grids.registration.presented if one in blocks)
    content: AccessPackContent = {
        **common,
        "holder": holder,
        "request": asked,
        "scheme": grids.scheme(),
        "identity": access.identity(),
        "registration": access.registration(),
        "presented": [{"code": one.code, "title": one.title} for one in presented],
        "held": own["held"],
        "dossiers": access.dossiers(),
        "presence": access.presence(),
        "absences": access.absences(),
        "grids": grids.grids(),
        "agreed": grids.agreed(),
        "notice": _decision(grids, now=now),
        "incidents": access.incidents(),
        "notes": access.notes(),
        "papers": access.papers(),
        "journal": access.journal(),
        "withheld": 0,
    }
    content["withheld"] = grids.names.withheld
    return content


def _decision(grids: GridsBuilder, *, now: datetime) -> DecisionContent:
    """Return what the decision notice says; its texts are counted once, with the agreed grids."""
    paper = replace(grids.paper, kind=DocumentKind.DECISION_NOTICE)
    notice = content_of(grids.sources, paper, Choices(), now=now)
    names = others_of(grids.personal, grids.sources, grids.registration)
    return {
        "outcome": notice["outcome"],  # type: ignore[typeddict-item]  # of the kind that was asked for
        "blocks": [_without(one, names) for one in notice["blocks"]],  # type: ignore[typeddict-item]  # same
        "notify_by": notice["notify_by"],  # type: ignore[typeddict-item]  # as above
        "appeal": notice["appeal"],  # type: ignore[typeddict-item]  # as above
    }


def _without(block: NoticeBlock, names: OthersNames) -> NoticeBlock:
    return {
        **block,
        "reason": names.without(block["reason"]),
        "recommendation": names.without(block["recommendation"]),
        "conditions": names.without(block["conditions"]),
    }
