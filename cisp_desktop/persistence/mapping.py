"""Ties the domain's plain classes to the tables, once per process.

The rows of histories (marks, proposals, decisions, journal) are not mapped: they are appended and read,
never changed, and a mapped instance costs ten times a plain one. Must not know queries or transactions.
"""

from functools import cache

from sqlalchemy import literal_column
from sqlalchemy.orm import configure_mappers, registry, relationship

from cisp_desktop.domain.availability import Unavailability
from cisp_desktop.domain.candidate import Candidate
from cisp_desktop.domain.certification import Assessment, Block, Certification, Competence
from cisp_desktop.domain.dossier import Dossier
from cisp_desktop.domain.equivalence import Equivalence
from cisp_desktop.domain.hearing_log import Incident, Presence, StandIn
from cisp_desktop.domain.issued import IssuedDocument
from cisp_desktop.domain.minutes import (
    CancelledNumber,
    Minutes,
    MinutesExtract,
    MinutesScan,
    MinutesSignature,
    Rectification,
)
from cisp_desktop.domain.panel import Credential, Juror, Panel, Recusal, Seat
from cisp_desktop.domain.paper_template import PaperTemplate
from cisp_desktop.domain.reading import CommentTemplate, ReadingNote, ReadingPlace
from cisp_desktop.domain.registration import Centre, HeldBlock, JurySession, OutsideResult, Registration
from cisp_desktop.domain.scoring import ScoreSheet, Transcription
from cisp_desktop.persistence import tables

_OWNED = "all, delete-orphan"


@cache
def map_domain() -> None:
    """Map every class that a use case changes, on the one registry of the process; once is enough."""
    mapper = registry(metadata=tables.metadata)
    _map_certifications(mapper)
    _map_panels(mapper)
    _map_registrations(mapper)
    _map_minutes(mapper)
    for cls, table in (
        (Centre, tables.centre),
        (Equivalence, tables.equivalence),
        (Unavailability, tables.unavailability),
        (JurySession, tables.jury_session),
        (Candidate, tables.candidate),
        (OutsideResult, tables.outside_result),
        (Dossier, tables.dossier),
        (Recusal, tables.recusal),
        (ScoreSheet, tables.score_sheet),
        (Transcription, tables.transcription),
        (Presence, tables.presence),
        (StandIn, tables.stand_in),
        (Incident, tables.incident),
        (ReadingNote, tables.reading_note),
        (ReadingPlace, tables.reading_place),
        (CommentTemplate, tables.comment_template),
        (MinutesScan, tables.minutes_scan),
        (MinutesExtract, tables.minutes_extract),
        (CancelledNumber, tables.cancelled_number),
        (Rectification, tables.rectification),
        (IssuedDocument, tables.issued_document),
        (PaperTemplate, tables.document_template),
    ):
        mapper.map_imperatively(cls, table)
    configure_mappers()


def _map_certifications(mapper: registry) -> None:
    mapper.map_imperatively(Competence, tables.competence)
    mapper.map_imperatively(Assessment, tables.assessment)
    mapper.map_imperatively(
        Block,
        tables.block,
        properties={
            "competences": relationship(
                Competence, order_by=tables.competence.c.position, cascade=_OWNED, lazy="selectin"
            ),
            "assessments": relationship(
                Assessment, order_by=tables.assessment.c.position, cascade=_OWNED, lazy="selectin"
            ),
        },
    )
    mapper.map_imperatively(
        Certification,
        tables.certification,
        properties={
            "blocks": relationship(Block, order_by=tables.block.c.position, cascade=_OWNED, lazy="selectin")
        },
    )


def _map_panels(mapper: registry) -> None:
    mapper.map_imperatively(Juror, tables.juror)
    mapper.map_imperatively(Credential, tables.credential)
    mapper.map_imperatively(
        Seat,
        tables.seat,
        properties={
            # ``juror_id`` says who sits; the object beside it is only read.
            "juror": relationship(Juror, lazy="joined", viewonly=True),
            "credential": relationship(
                Credential, uselist=False, cascade=_OWNED, lazy="joined", passive_deletes=True
            ),
        },
    )
    mapper.map_imperatively(
        Panel, tables.panel, properties={"seats": relationship(Seat, cascade=_OWNED, lazy="selectin")}
    )


def _map_registrations(mapper: registry) -> None:
    mapper.map_imperatively(HeldBlock, tables.held_block)
    mapper.map_imperatively(
        Registration,
        tables.registration,
        properties={
            "held": relationship(
                HeldBlock,
                order_by=literal_column("held_block.rowid"),  # as listed
                cascade=_OWNED,
                passive_deletes=True,
            )
        },
    )


def _map_minutes(mapper: registry) -> None:
    mapper.map_imperatively(MinutesSignature, tables.minutes_signature)
    mapper.map_imperatively(
        Minutes,
        tables.minutes,
        properties={
            "signatures": relationship(
                MinutesSignature,
                order_by=tables.minutes_signature.c.position,
                cascade=_OWNED,
                lazy="selectin",
            )
        },
    )
