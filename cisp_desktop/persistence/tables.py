"""The tables: every rule of the domain that a schema can hold, so that a bug cannot store an impossible row.

Triggers and the full-text index stand in the migrations: they are SQLite's alone. Over 400 lines because
one schema is read in one place. Must not know the domain's behaviour, only its values.
"""

from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.ext.mutable import MutableDict, MutableList

from cisp_desktop.domain.certification import AccessPath, AssessmentKind, DossierKind, JudgedBy
from cisp_desktop.domain.deliberation import JURY_DECISIONS, DecisionValue
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.equivalence import EquivalenceOrigin
from cisp_desktop.domain.grading import Verdict
from cisp_desktop.domain.hearing_log import IncidentKind, Phase, TimerAct
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.minutes import Ending, Ground, Route
from cisp_desktop.domain.panel import JurorCategory, RecusalGround, Role
from cisp_desktop.domain.reading import NoteColour
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.domain.scoring import MarkStatus, NotEvaluatedReason
from cisp_desktop.persistence.column_types import Day, EnumText, Instant, JsonData, LocalTime, Truth

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _key(name: str = "id") -> Column[str]:
    return Column(name, Text, primary_key=True)


def _ref(name: str, target: str, *, cascade: bool = False, key: bool = False) -> Column[str]:
    foreign = ForeignKey(target, ondelete="CASCADE" if cascade else "RESTRICT")
    return Column(name, Text, foreign, primary_key=key, nullable=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _check(name: str, rule: str) -> CheckConstraint:
    return CheckConstraint(rule, name=name)


def _one_of(column: str, kind: type[StrEnum] | tuple[StrEnum, ...]) -> CheckConstraint:
    values = ", ".join(f"'{member.value}'" for member in kind)
    return _check(column, f"{column} IN ({values})")


def _truth(column: str) -> CheckConstraint:
    return _check(column, f"{column} IN (0, 1)")


def _sha256(column: str) -> CheckConstraint:
    return _check(column, f"length({column}) = 64 AND {column} NOT GLOB '*[^0-9a-f]*'")


def _strict(name: str, *parts: Column[object] | CheckConstraint | object, rowid: bool = True) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True, sqlite_with_rowid=rowid)  # type: ignore[arg-type]  # columns and constraints, as Table wants them


workspace = _strict(
    "workspace",
    Column("singleton", Integer, primary_key=True, autoincrement=False),
    _text("id"),
    Column("created_at", Instant, nullable=False),
    _text("vault_identity"),
    Column("authority_certificate", LargeBinary, nullable=False),
    Column("authority_private_key", LargeBinary, nullable=False),
    _check("singleton", "singleton = 1"),
)

certification = _strict(
    "certification",
    _key(),
    _text("code"),
    _count("version"),
    _text("title"),
    _count("level_national"),
    Column("level_european", Integer),
    _text("certifier_name"),
    _text("certifier_siret"),
    Column("registration_starts", Day),
    Column("registration_ends", Day),
    Column("sheet", MutableDict.as_mutable(JsonData()), nullable=False),
    Column("scheme", MutableDict.as_mutable(JsonData()), nullable=False),
    Column("panel_rules", MutableDict.as_mutable(JsonData()), nullable=False),
    UniqueConstraint("code", "version"),
    _check("version", "version >= 1"),
    _check("titled", "code <> '' AND title <> ''"),
    _check("level_national", "level_national BETWEEN 1 AND 8"),
    _check("level_european", "level_european BETWEEN 1 AND 8"),
    _check("json", "json_valid(sheet) AND json_valid(scheme) AND json_valid(panel_rules)"),
)

equivalence = _strict(
    "equivalence",
    _key(),
    _text("held_certification"),
    _text("held_block"),
    _text("certification_code"),
    _text("block_code"),
    Column("origin", EnumText(EquivalenceOrigin), nullable=False),
    _text("source"),
    Column("validity_years", Integer),
    UniqueConstraint("held_certification", "held_block", "certification_code", "block_code"),
    Index(None, "certification_code"),
    _one_of("origin", EquivalenceOrigin),
    _check("codes", "held_block <> '' AND certification_code <> '' AND block_code <> ''"),
    _check("validity_years", "validity_years BETWEEN 1 AND 99"),
)

block = _strict(
    "block",
    _key(),
    _ref("certification_id", "certification.id"),
    _text("code"),
    _text("title"),
    _count("position"),
    UniqueConstraint("certification_id", "position"),
    UniqueConstraint("certification_id", "code"),
    _check("position", "position >= 1"),
)

competence = _strict(
    "competence",
    _key(),
    _ref("block_id", "block.id"),
    _count("position"),
    _text("wording"),
    UniqueConstraint("block_id", "position"),
    _check("position", "position >= 1"),
    _check("wording", "wording <> ''"),
)

assessment = _strict(
    "assessment",
    _key(),
    _ref("block_id", "block.id"),
    _count("position"),
    Column("kind", EnumText(AssessmentKind), nullable=False),
    _text("title"),
    Column("dossier_kind", EnumText(DossierKind)),
    Column("judged_by", EnumText(JudgedBy), nullable=False),
    Column("oral_minutes", Integer),
    Column("interview_minutes", Integer),
    UniqueConstraint("block_id", "position"),
    _check("position", "position >= 1"),
    _one_of("kind", AssessmentKind),
    _one_of("dossier_kind", DossierKind),
    _one_of("judged_by", JudgedBy),
    _check("durations", "oral_minutes BETWEEN 0 AND 480 AND interview_minutes BETWEEN 0 AND 480"),
)

centre = _strict(
    "centre",
    _key(),
    _text("name"),
    _text("code"),
    _text("address"),
    _text("siret"),
    _text("place"),
    _text("phone"),
    _text("email"),
    _text("signatory"),
    _text("signatory_title"),
    Column("logo", LargeBinary),
    Column("defaults", MutableDict.as_mutable(JsonData()), nullable=False),
    Column("column_mappings", MutableDict.as_mutable(JsonData()), nullable=False),
    UniqueConstraint("code"),
    _check("name", "length(name) BETWEEN 1 AND 200"),
    _check("siret", "siret = '' OR (length(siret) = 14 AND siret NOT GLOB '*[^0-9]*')"),
    _check("json", "json_valid(defaults) AND json_valid(column_mappings)"),
    _check("logo", "length(logo) BETWEEN 1 AND 2000000"),
)

jury_session = _strict(
    "jury_session",
    _key(),
    _ref("centre_id", "centre.id"),
    _ref("certification_id", "certification.id"),
    Column("starts", Day, nullable=False),
    Column("ends", Day, nullable=False),
    _text("place"),
    _text("minutes_number"),
    Column("scheme", MutableDict.as_mutable(JsonData()), nullable=False),
    Column("demonstration", Truth, nullable=False),
    Column("deliberation_opened_at", Instant),
    Column("closed_at", Instant),
    Column("panel_rules", MutableDict.as_mutable(JsonData()), nullable=False),
    Column("ready_at", Instant),
    _text("ready_by"),
    Column("dossiers_due", Day),
    Column("planning", MutableDict.as_mutable(JsonData()), nullable=False),
    Column("cancelled_at", Instant),
    _text("cancelled_by"),
    _text("cancelled_why"),
    UniqueConstraint("minutes_number"),
    _check("dates", "starts <= ends"),
    _check("cancelled", "(cancelled_at IS NULL) = (cancelled_why = '')"),
    _check("minutes_number", "minutes_number <> ''"),
    _check("json", "json_valid(scheme) AND json_valid(panel_rules) AND json_valid(planning)"),
    _check("ready", "(ready_at IS NULL) = (ready_by = '')"),
    _truth("demonstration"),
)

panel = _strict(
    "panel",
    _key(),
    _ref("session_id", "jury_session.id"),
    _text("name"),
    _text("room"),
    _count("position"),
    _text("minutes_number"),
    _text("secretary"),
    _text("representative"),
    Column("could_not_sit_at", Instant),
    _text("could_not_sit_why"),
    UniqueConstraint("session_id", "id"),
    UniqueConstraint("session_id", "position"),
    _check("position", "position >= 1"),
    _check("could_not_sit", "(could_not_sit_at IS NULL) = (could_not_sit_why = '')"),
)

juror = _strict(
    "juror",
    _key(),
    _text("name"),
    _text("title"),
    _text("employer"),
    Column("category", EnumText(JurorCategory)),
    _text("sex"),
    _text("email"),
    _text("phone"),
    Column("habilitated_from", Day),
    Column("habilitated_until", Day),
    _text("ties"),
    _check("name", "length(name) BETWEEN 1 AND 200"),
    _one_of("category", JurorCategory),
    _check("sex", "sex IN ('M', 'F', '')"),
    _check("habilitation", "habilitated_from <= habilitated_until"),
)

seat = _strict(
    "seat",
    _key(),
    _ref("panel_id", "panel.id"),
    _ref("juror_id", "juror.id"),
    Column("role", EnumText(Role), nullable=False),
    Column("left_at", Instant),
    _count("rank"),
    Column("standby", Truth, nullable=False),
    _text("remote"),
    _one_of("role", Role),
    _check("rank", "rank BETWEEN 1 AND 12"),
    _truth("standby"),
    Index(
        "uq_seat_sitting_role",
        "panel_id",
        "role",
        "rank",
        unique=True,
        sqlite_where=text("left_at IS NULL AND standby = 0"),
    ),
)

credential = _strict(
    "credential",
    _ref("seat_id", "seat.id", cascade=True, key=True),
    Column("certificate", LargeBinary, nullable=False),
    Column("sealed_key", LargeBinary, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    _text("parameters"),
    _count("failures"),
    Column("locked_until", Instant),
    Column("used_at", Instant),
    Column("first_code", Truth, nullable=False),
    _check("failures", "failures >= 0"),
    _check("sealed", "length(certificate) > 0 AND length(sealed_key) > 0 AND length(salt) >= 8"),
    _truth("first_code"),
)

candidate = _strict(
    "candidate",
    _key(),
    _text("civility"),
    _text("sex"),
    _text("birth_name"),
    _text("usage_name"),
    _text("first_names"),
    Column("birth_date", Day, nullable=False),
    _text("birth_place"),
    _text("birth_insee"),
    _text("birth_postcode"),
    _text("birth_country"),
    _text("email"),
    _text("phone"),
    _check("sex", "sex IN ('M', 'F', '')"),
    _check("names", "length(birth_name) BETWEEN 1 AND 200 AND length(first_names) BETWEEN 1 AND 200"),
)

registration = _strict(
    "registration",
    _key(),
    _ref("session_id", "jury_session.id"),
    Column("panel_id", Text, nullable=False),
    _ref("candidate_id", "candidate.id"),
    _text("number"),
    _count("position"),
    Column("access_path", EnumText(AccessPath), nullable=False),
    Column("presented", MutableList.as_mutable(JsonData()), nullable=False),
    Column("entry_level", Integer),
    Column("experience_years", Integer),
    Column("selection_passed", Truth),
    Column("entered_on", Day),
    Column("vae_admissible_on", Day),
    _text("accommodations"),
    _text("referent_trainer"),
    _text("employer"),
    _text("companion"),
    Column("attendance", EnumText(Attendance), nullable=False),
    _text("identity_checked_by"),
    Column("starts_at", LocalTime),
    Column("minutes", Integer),
    _count("extra_time_percent"),
    ForeignKeyConstraint(["session_id", "panel_id"], ["panel.session_id", "panel.id"], ondelete="RESTRICT"),
    UniqueConstraint("session_id", "number"),
    Index(None, "candidate_id"),
    _one_of("access_path", AccessPath),
    _one_of("attendance", Attendance),
    _check("number", "length(number) BETWEEN 1 AND 200"),
    _check("presented", "json_valid(presented) AND json_type(presented) = 'array'"),
    _check("slot", "minutes IS NULL OR minutes > 0"),
    _check("extra_time_percent", "extra_time_percent BETWEEN 0 AND 100"),
    _truth("selection_passed"),
)

held_block = _strict(
    "held_block",
    _key(),
    _ref("registration_id", "registration.id", cascade=True),
    _text("code"),
    Column("block_id", Text, ForeignKey("block.id", ondelete="RESTRICT")),
    Column("obtained_on", Day),
    _text("minutes_number"),
    Index(None, "registration_id"),
    _check("code", "code <> ''"),
)

outside_result = _strict(
    "outside_result",
    _key(),
    _ref("registration_id", "registration.id", cascade=True),
    _ref("assessment_id", "assessment.id"),
    Column("favourable", Truth, nullable=False),
    _text("evaluator"),
    Column("judged_on", Day, nullable=False),
    Column("points", Integer),
    UniqueConstraint("registration_id", "assessment_id"),
    _truth("favourable"),
    _check("points", "points BETWEEN 0 AND 2000"),
)

unavailability = _strict(
    "unavailability",
    _key(),
    _ref("session_id", "jury_session.id", cascade=True),
    Column("starts_at", LocalTime, nullable=False),
    Column("ends_at", LocalTime, nullable=False),
    _text("label"),
    Column("registration_id", Text, ForeignKey("registration.id", ondelete="CASCADE")),
    Column("juror_id", Text, ForeignKey("juror.id", ondelete="CASCADE")),
    Column("panel_id", Text, ForeignKey("panel.id", ondelete="CASCADE")),
    Index(None, "session_id"),
    _check("period", "starts_at < ends_at"),
    _check("who", "(registration_id IS NOT NULL) + (juror_id IS NOT NULL) + (panel_id IS NOT NULL) = 1"),
)

dossier = _strict(
    "dossier",
    _key(),
    _ref("registration_id", "registration.id", cascade=True),
    Column("kind", EnumText(DossierKind), nullable=False),
    _text("file_name"),
    _text("sha256"),
    _count("size"),
    _count("pages"),
    Column("received_at", Instant, nullable=False),
    Column("replaced_at", Instant),
    Index(None, "registration_id"),
    _one_of("kind", DossierKind),
    _sha256("sha256"),
    _check("extent", "size > 0 AND pages > 0"),
)

dossier_page = _strict(
    "dossier_page",
    Column("id", Integer, primary_key=True),
    _ref("dossier_id", "dossier.id", cascade=True),
    _count("page"),
    _text("content"),
    UniqueConstraint("dossier_id", "page"),
    _check("page", "page >= 0"),
)

recusal = _strict(
    "recusal",
    _key(),
    _ref("registration_id", "registration.id", cascade=True),
    _ref("seat_id", "seat.id"),
    Column("ground", EnumText(RecusalGround), nullable=False),
    _text("detail"),
    UniqueConstraint("registration_id", "seat_id"),
    _one_of("ground", RecusalGround),
)

score_sheet = _strict(
    "score_sheet",
    _key(),
    _ref("registration_id", "registration.id", cascade=True),
    _ref("seat_id", "seat.id"),
    _ref("block_id", "block.id"),
    _count("round"),
    _count("last_sequence"),
    Column("sealed_at", Instant),
    _text("set_aside_reason"),
    Column("result_numerator", Integer),
    Column("result_denominator", Integer),
    _count("result_assessed"),
    _count("result_zeros"),
    _count("result_items"),
    Column("result_global", Integer),
    UniqueConstraint("registration_id", "seat_id", "block_id", "round", name="uq_score_sheet_place"),
    Index(None, "seat_id"),
    _check("round", "round >= 1"),
    _check("last_sequence", "last_sequence >= 0"),
    _check(
        "sealed",
        "CASE WHEN sealed_at IS NULL THEN result_numerator IS NULL AND result_global IS NULL"
        " AND result_assessed = 0 AND result_zeros = 0 AND result_items = 0"
        " ELSE set_aside_reason = '' AND result_items > 0 AND last_sequence > 0 END",
    ),
    _check(
        "result",
        "(result_numerator IS NULL) = (result_denominator IS NULL)"
        " AND (result_numerator IS NULL) = (result_assessed = 0)"
        " AND (result_numerator IS NULL OR"
        " (result_denominator > 0 AND result_numerator BETWEEN 0 AND 20 * result_denominator))",
    ),
    _check(
        "counts",
        "result_zeros BETWEEN 0 AND result_assessed AND result_assessed <= result_items"
        " AND (result_global IS NULL OR result_global BETWEEN 0 AND 9)",
    ),
)

mark = _strict(
    "mark",
    _ref("sheet_id", "score_sheet.id", key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    _text("item"),
    Column("status", EnumText(MarkStatus), nullable=False),
    Column("level", Integer),
    Column("points", Integer),
    Column("reason", EnumText(NotEvaluatedReason)),
    _text("comment"),
    Column("given_at", Instant, nullable=False),
    _check("sequence", "sequence >= 1"),
    _one_of("status", MarkStatus),
    _one_of("reason", NotEvaluatedReason),
    _check("level", "level BETWEEN 0 AND 9"),
    _check("points", "points BETWEEN 0 AND 2000"),
    _check(
        "coherent",
        "CASE status WHEN 'GIVEN' THEN (level IS NULL) <> (points IS NULL) AND reason IS NULL"
        " WHEN 'NOT_EVALUATED' THEN level IS NULL AND points IS NULL AND reason IS NOT NULL"
        " ELSE level IS NULL AND points IS NULL AND reason IS NULL END",
    ),
    _check("whole_block", "item <> 'GLOBAL' OR (points IS NULL AND status <> 'NOT_EVALUATED')"),
    _check("comment", "length(comment) <= 10000"),
    rowid=False,
)

proposal = _strict(
    "proposal",
    _ref("registration_id", "registration.id", key=True),
    _ref("block_id", "block.id", key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("verdict", EnumText(Verdict)),
    _text("reasons"),
    Column("result_numerator", Integer),
    Column("result_denominator", Integer),
    Column("straddles", Truth, nullable=False),
    _count("gaps"),
    Column("frozen_at", Instant, nullable=False),
    _one_of("verdict", Verdict),
    _check("round", "round >= 1"),
    _check("doubt", "(verdict IS NULL) = (reasons <> '')"),
    _check(
        "result",
        "(result_numerator IS NULL) = (result_denominator IS NULL)"
        " AND (result_numerator IS NULL OR"
        " (result_denominator > 0 AND result_numerator BETWEEN 0 AND 20 * result_denominator))",
    ),
    _truth("straddles"),
    _check("gaps", "gaps >= 0"),
    rowid=False,
)

decision = _strict(
    "decision",
    _ref("registration_id", "registration.id", key=True),
    _ref("block_id", "block.id", key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("value", EnumText(DecisionValue)),
    _text("reason"),
    Column("casting_vote", Truth, nullable=False),
    Column("decided_at", Instant, nullable=False),
    _one_of("value", JURY_DECISIONS),
    _check("sequence", "sequence >= 1"),
    _check(
        "reasoned",
        "value IS NULL OR trim(reason) <> '' OR (value <> 'NOT_VALIDATED' AND casting_vote = 0)",
    ),
    _truth("casting_vote"),
    rowid=False,
)

presence = _strict(
    "presence",
    _ref("registration_id", "registration.id", cascade=True, key=True),
    Column("arrived_at", Instant),
    Column("left_at", Instant),
    _text("excuse"),
    _text("document_name"),
    Column("document_sha256", Text),
    _check("document", "(document_sha256 IS NULL) = (document_name = '')"),
    _sha256("document_sha256"),
)

timer_event = _strict(
    "timer_event",
    _ref("registration_id", "registration.id", key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    _ref("assessment_id", "assessment.id"),
    Column("phase", EnumText(Phase), nullable=False),
    Column("act", EnumText(TimerAct), nullable=False),
    Column("at", Instant, nullable=False),
    _check("sequence", "sequence >= 1"),
    _one_of("phase", Phase),
    _one_of("act", TimerAct),
    rowid=False,
)

stand_in = _strict(
    "stand_in",
    _key(),
    _ref("registration_id", "registration.id", cascade=True),
    _ref("seat_id", "seat.id"),
    Column("substitute_id", Text, ForeignKey("seat.id", ondelete="RESTRICT")),
    Column("at", Instant, nullable=False),
    _text("reason"),
    UniqueConstraint("registration_id", "seat_id"),
    UniqueConstraint("registration_id", "substitute_id"),
    _check("other", "substitute_id IS NULL OR substitute_id <> seat_id"),
)

incident = _strict(
    "incident",
    _key(),
    _ref("panel_id", "panel.id"),
    Column("kind", EnumText(IncidentKind), nullable=False),
    Column("happened_at", Instant, nullable=False),
    _text("account"),
    _text("people"),
    _text("decision"),
    Column("registration_id", Text, ForeignKey("registration.id", ondelete="RESTRICT")),
    Column("withdrawn_at", Instant),
    Index(None, "panel_id"),
    _one_of("kind", IncidentKind),
    _check("account", "trim(account) <> ''"),
)

scoring_round = _strict(
    "scoring_round",
    _ref("registration_id", "registration.id", key=True),
    _ref("block_id", "block.id", key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("reason"),
    Column("opened_at", Instant, nullable=False),
    _check("number", "number BETWEEN 2 AND 9"),
    rowid=False,
)

vote = _strict(
    "vote",
    Column("registration_id", Text, primary_key=True, nullable=False),
    Column("block_id", Text, primary_key=True, nullable=False),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    _ref("seat_id", "seat.id", key=True),
    Column("ballot", EnumText(Ballot), nullable=False),
    ForeignKeyConstraint(
        ["registration_id", "block_id", "sequence"],
        ["decision.registration_id", "decision.block_id", "decision.sequence"],
        ondelete="RESTRICT",
    ),
    _one_of("ballot", Ballot),
    rowid=False,
)

advice = _strict(
    "advice",
    _ref("registration_id", "registration.id", key=True),
    _ref("block_id", "block.id", key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    _text("recommendation"),
    _text("conditions"),
    Column("given_at", Instant, nullable=False),
    _check("sequence", "sequence >= 1"),
    _check("length", "length(recommendation) <= 10000 AND length(conditions) <= 10000"),
    rowid=False,
)

transcription = _strict(
    "transcription",
    _ref("sheet_id", "score_sheet.id", cascade=True, key=True),
    _text("typed_by"),
    _text("checked_by"),
    Column("checked_at", Instant),
    _check("named", "typed_by <> '' AND (checked_at IS NULL) = (checked_by = '')"),
    _check("two", "checked_by <> typed_by"),
)

reading_note = _strict(
    "reading_note",
    _key(),
    _ref("seat_id", "seat.id", cascade=True),
    _ref("dossier_id", "dossier.id", cascade=True),
    _count("page"),
    Column("areas", MutableList.as_mutable(JsonData()), nullable=False),
    Column("colour", EnumText(NoteColour), nullable=False),
    _text("text"),
    _text("item"),
    Column("shared", Truth, nullable=False),
    Column("written_at", Instant, nullable=False),
    Index(None, "dossier_id", "seat_id"),
    _one_of("colour", NoteColour),
    _check("page", "page >= 0"),
    _check("areas", "json_valid(areas) AND json_type(areas) = 'array'"),
    _check("said", "text <> '' OR areas <> '[]'"),
    _check("length", "length(text) <= 10000"),
    _truth("shared"),
)

reading_place = _strict(
    "reading_place",
    _ref("seat_id", "seat.id", cascade=True, key=True),
    _ref("dossier_id", "dossier.id", cascade=True, key=True),
    _count("page"),
    _count("offset"),
    _count("zoom"),
    _check("place", 'page >= 0 AND "offset" BETWEEN 0 AND 1000 AND zoom BETWEEN 0 AND 1000'),
)

comment_template = _strict(
    "comment_template",
    _key(),
    _text("text"),
    _count("position"),
    _check("text", "trim(text) <> '' AND length(text) <= 10000"),
    _check("position", "position >= 1"),
)

minutes = _strict(
    "minutes",
    _key(),
    _ref("session_id", "jury_session.id"),
    _ref("panel_id", "panel.id"),
    _text("number"),
    _text("snapshot"),
    _text("sha256"),
    _text("closed_pdf_sha256"),
    _text("pdf_sha256"),
    _count("pages"),
    Column("closed_at", Instant, nullable=False),
    _count("version"),
    Column("rectifies_id", Text, ForeignKey("minutes.id", ondelete="RESTRICT")),
    Column("ground", EnumText(Ground)),
    _text("rectification"),
    Column("route", EnumText(Route)),
    Column("ending", EnumText(Ending)),
    Column("ended_at", Instant),
    _text("ended_by"),
    _text("ended_why"),
    UniqueConstraint("number", "version"),
    Index(None, "session_id"),
    _check("version", "version >= 1"),
    _check("rectifies", "(rectifies_id IS NULL) = (ground IS NULL)"),
    _check("ended", "(ending IS NULL) = (ended_at IS NULL) AND (ending IS NULL) = (ended_why = '')"),
    _one_of("ground", Ground),
    _one_of("route", Route),
    _one_of("ending", Ending),
    _check("snapshot", "json_valid(snapshot)"),
    _sha256("sha256"),
    _sha256("closed_pdf_sha256"),
    _sha256("pdf_sha256"),
    _check("pages", "pages > 0"),
)

minutes_signature = _strict(
    "minutes_signature",
    _key(),
    _ref("minutes_id", "minutes.id"),
    _ref("seat_id", "seat.id"),
    _count("position"),
    _text("name"),
    _text("field_name"),
    Column("signed_at", Instant),
    Column("pdf_sha256", Text),
    Column("refused_at", Instant),
    _text("refusal"),
    UniqueConstraint("minutes_id", "seat_id"),
    UniqueConstraint("minutes_id", "position"),
    _check("signed", "(signed_at IS NULL) = (pdf_sha256 IS NULL)"),
    _check("refused", "(refused_at IS NULL) = (trim(refusal) = '')"),
    _check("either", "signed_at IS NULL OR refused_at IS NULL"),
    _sha256("pdf_sha256"),
)

minutes_scan = _strict(
    "minutes_scan",
    _key(),
    _ref("minutes_id", "minutes.id"),
    _text("sha256"),
    _text("file_name"),
    _count("pages"),
    Column("attached_at", Instant, nullable=False),
    _text("attached_by"),
    UniqueConstraint("minutes_id", "sha256"),
    _sha256("sha256"),
    _check("pages", "pages > 0"),
)

minutes_extract = _strict(
    "minutes_extract",
    _key(),
    _ref("minutes_id", "minutes.id"),
    _ref("registration_id", "registration.id"),
    _text("snapshot"),
    _text("sha256"),
    _text("closed_pdf_sha256"),
    _text("pdf_sha256"),
    _count("pages"),
    UniqueConstraint("minutes_id", "registration_id"),
    _check("snapshot", "json_valid(snapshot)"),
    _sha256("sha256"),
    _sha256("closed_pdf_sha256"),
    _sha256("pdf_sha256"),
    _check("pages", "pages > 0"),
)

cancelled_number = _strict(
    "cancelled_number",
    Column("number", Text, primary_key=True, nullable=False),
    _ref("session_id", "jury_session.id"),
    Column("cancelled_at", Instant, nullable=False),
    _text("cancelled_by"),
    _text("why"),
    _check("number", "number <> ''"),
    _check("why", "trim(why) <> ''"),
)

rectification = _strict(
    "rectification",
    _key(),
    _ref("session_id", "jury_session.id"),
    _ref("minutes_id", "minutes.id"),
    Column("ground", EnumText(Ground), nullable=False),
    _text("reason"),
    _text("opened_by"),
    Column("opened_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("ix_rectification_open", "session_id", unique=True, sqlite_where=text("ended_at IS NULL")),
    _one_of("ground", Ground),
    _check("reason", "trim(reason) <> ''"),
)

issued_document = _strict(
    "issued_document",
    _key(),
    Column("kind", EnumText(DocumentKind), nullable=False),
    _ref("session_id", "jury_session.id"),
    Column("registration_id", Text, ForeignKey("registration.id", ondelete="RESTRICT")),
    Column("seat_id", Text, ForeignKey("seat.id", ondelete="RESTRICT")),
    Column("block_id", Text, ForeignKey("block.id", ondelete="RESTRICT")),
    _text("code"),
    _text("snapshot"),
    _text("sha256"),
    _text("pdf_sha256"),
    _count("pages"),
    Column("issued_at", Instant, nullable=False),
    Column("duplicate_of", Text, ForeignKey("issued_document.id", ondelete="RESTRICT")),
    UniqueConstraint("code"),
    Index(None, "session_id"),
    Index(None, "registration_id"),
    _one_of("kind", DocumentKind),
    _check("code", "code <> ''"),
    _check("snapshot", "json_valid(snapshot)"),
    _check("pages", "pages > 0"),
    _sha256("sha256"),
    _sha256("pdf_sha256"),
)

document_template = _strict(
    "document_template",
    _key(),
    _ref("centre_id", "centre.id", cascade=True),
    _text("kind"),
    Column("content", MutableDict.as_mutable(JsonData()), nullable=False),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("centre_id", "kind"),
    _check("content", "json_valid(content)"),
)

audit_event = _strict(
    "audit_event",
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    _text("actor"),
    _text("action"),
    _text("subject"),
    _text("details"),
    _text("previous"),
    _text("hash"),
    _check("sequence", "sequence >= 1"),
    _check("details", "json_valid(details)"),
    _sha256("previous"),
    _sha256("hash"),
)
