"""The first schema: tables, triggers, full-text index.

Self-contained: what ``persistence.tables`` says later changes nothing here. Over 400 lines because it is
one schema, written out. Triggers repeat the rules that a CHECK cannot hold: history is appended, a sealed
sheet, frozen minutes and a closed session stand still, an impossible line is no mark.
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPLICATION_ID = 0x43495350  # "CISP"

TABLES = (
    """CREATE TABLE audit_event (
        sequence INTEGER NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
        subject TEXT NOT NULL, details TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL,
        CONSTRAINT pk_audit_event PRIMARY KEY (sequence),
        CONSTRAINT ck_audit_event_sequence CHECK (sequence >= 1),
        CONSTRAINT ck_audit_event_details CHECK (json_valid(details)),
        CONSTRAINT ck_audit_event_previous CHECK (length(previous) = 64 AND previous NOT GLOB '*[^0-9a-f]*'),
        CONSTRAINT ck_audit_event_hash CHECK (length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*')
    ) STRICT""",
    """CREATE TABLE candidate (
        id TEXT NOT NULL, civility TEXT NOT NULL, sex TEXT NOT NULL, birth_name TEXT NOT NULL,
        usage_name TEXT NOT NULL, first_names TEXT NOT NULL, birth_date TEXT NOT NULL,
        birth_place TEXT NOT NULL, birth_insee TEXT NOT NULL, birth_postcode TEXT NOT NULL,
        birth_country TEXT NOT NULL, email TEXT NOT NULL, phone TEXT NOT NULL,
        CONSTRAINT pk_candidate PRIMARY KEY (id),
        CONSTRAINT ck_candidate_sex CHECK (sex IN ('M', 'F', '')),
        CONSTRAINT ck_candidate_names CHECK (length(birth_name) BETWEEN 1 AND 200 AND length(first_names)
            BETWEEN 1 AND 200)
    ) STRICT""",
    """CREATE TABLE centre (
        id TEXT NOT NULL, name TEXT NOT NULL, code TEXT NOT NULL, address TEXT NOT NULL,
        siret TEXT NOT NULL,
        CONSTRAINT pk_centre PRIMARY KEY (id),
        CONSTRAINT uq_centre_code UNIQUE (code),
        CONSTRAINT ck_centre_name CHECK (length(name) BETWEEN 1 AND 200),
        CONSTRAINT ck_centre_siret CHECK (siret = '' OR (length(siret) = 14 AND siret NOT GLOB '*[^0-9]*'))
    ) STRICT""",
    """CREATE TABLE certification (
        id TEXT NOT NULL, code TEXT NOT NULL, version INTEGER NOT NULL, title TEXT NOT NULL,
        level_national INTEGER NOT NULL, level_european INTEGER, certifier_name TEXT NOT NULL,
        certifier_siret TEXT NOT NULL, registration_starts TEXT, registration_ends TEXT,
        sheet TEXT NOT NULL, scheme TEXT NOT NULL,
        CONSTRAINT pk_certification PRIMARY KEY (id),
        CONSTRAINT uq_certification_code_version UNIQUE (code, version),
        CONSTRAINT ck_certification_version CHECK (version >= 1),
        CONSTRAINT ck_certification_titled CHECK (code <> '' AND title <> ''),
        CONSTRAINT ck_certification_level_national CHECK (level_national BETWEEN 1 AND 8),
        CONSTRAINT ck_certification_level_european CHECK (level_european BETWEEN 1 AND 8),
        CONSTRAINT ck_certification_json CHECK (json_valid(sheet) AND json_valid(scheme))
    ) STRICT""",
    """CREATE TABLE juror (
        id TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL, employer TEXT NOT NULL,
        CONSTRAINT pk_juror PRIMARY KEY (id),
        CONSTRAINT ck_juror_name CHECK (length(name) BETWEEN 1 AND 200)
    ) STRICT""",
    """CREATE TABLE workspace (
        singleton INTEGER NOT NULL, id TEXT NOT NULL, created_at TEXT NOT NULL,
        vault_identity TEXT NOT NULL, authority_certificate BLOB NOT NULL,
        authority_private_key BLOB NOT NULL,
        CONSTRAINT pk_workspace PRIMARY KEY (singleton),
        CONSTRAINT ck_workspace_singleton CHECK (singleton = 1)
    ) STRICT""",
    """CREATE TABLE block (
        id TEXT NOT NULL, certification_id TEXT NOT NULL, code TEXT NOT NULL, title TEXT NOT NULL,
        position INTEGER NOT NULL,
        CONSTRAINT pk_block PRIMARY KEY (id),
        CONSTRAINT uq_block_certification_id_position UNIQUE (certification_id, position),
        CONSTRAINT uq_block_certification_id_code UNIQUE (certification_id, code),
        CONSTRAINT ck_block_position CHECK (position >= 1),
        CONSTRAINT fk_block_certification_id FOREIGN KEY(certification_id) REFERENCES certification (id) ON
            DELETE RESTRICT
    ) STRICT""",
    """CREATE TABLE jury_session (
        id TEXT NOT NULL, centre_id TEXT NOT NULL, certification_id TEXT NOT NULL, starts TEXT NOT NULL,
        ends TEXT NOT NULL, place TEXT NOT NULL, minutes_number TEXT NOT NULL, scheme TEXT NOT NULL,
        demonstration INTEGER NOT NULL, deliberation_opened_at TEXT, closed_at TEXT,
        CONSTRAINT pk_jury_session PRIMARY KEY (id),
        CONSTRAINT uq_jury_session_minutes_number UNIQUE (minutes_number),
        CONSTRAINT ck_jury_session_dates CHECK (starts <= ends),
        CONSTRAINT ck_jury_session_minutes_number CHECK (minutes_number <> ''),
        CONSTRAINT ck_jury_session_scheme CHECK (json_valid(scheme)),
        CONSTRAINT ck_jury_session_demonstration CHECK (demonstration IN (0, 1)),
        CONSTRAINT fk_jury_session_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id) ON DELETE RESTRICT,
        CONSTRAINT fk_jury_session_certification_id FOREIGN KEY(certification_id) REFERENCES certification
            (id) ON DELETE RESTRICT
    ) STRICT""",
    """CREATE TABLE assessment (
        id TEXT NOT NULL, block_id TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL,
        title TEXT NOT NULL, dossier_kind TEXT, judged_by TEXT NOT NULL,
        CONSTRAINT pk_assessment PRIMARY KEY (id),
        CONSTRAINT uq_assessment_block_id_position UNIQUE (block_id, position),
        CONSTRAINT ck_assessment_position CHECK (position >= 1),
        CONSTRAINT ck_assessment_kind CHECK (kind IN ('ANALYSIS', 'DOSSIER', 'DOSSIER_AND_ORAL', 'ORAL',
            'SIMULATION')),
        CONSTRAINT ck_assessment_dossier_kind CHECK (dossier_kind IN ('TERRITORY_SURVEY', 'MONOGRAPH',
            'PROJECT_FILE', 'WORK_ANALYSIS', 'THESIS', 'RELATIONAL_BOOKLET', 'NETWORK_MAP', 'VAE_FILE')),
        CONSTRAINT ck_assessment_judged_by CHECK (judged_by IN ('CERTIFICATION_JURY', 'EVALUATION_JURY',
            'TRAINER', 'JURY', 'UNSPECIFIED')),
        CONSTRAINT fk_assessment_block_id FOREIGN KEY(block_id) REFERENCES block (id) ON DELETE RESTRICT
    ) STRICT""",
    """CREATE TABLE competence (
        id TEXT NOT NULL, block_id TEXT NOT NULL, position INTEGER NOT NULL, wording TEXT NOT NULL,
        CONSTRAINT pk_competence PRIMARY KEY (id),
        CONSTRAINT uq_competence_block_id_position UNIQUE (block_id, position),
        CONSTRAINT ck_competence_position CHECK (position >= 1),
        CONSTRAINT ck_competence_wording CHECK (wording <> ''),
        CONSTRAINT fk_competence_block_id FOREIGN KEY(block_id) REFERENCES block (id) ON DELETE RESTRICT
    ) STRICT""",
    """CREATE TABLE panel (
        id TEXT NOT NULL, session_id TEXT NOT NULL, name TEXT NOT NULL, room TEXT NOT NULL,
        CONSTRAINT pk_panel PRIMARY KEY (id),
        CONSTRAINT uq_panel_session_id_id UNIQUE (session_id, id),
        CONSTRAINT fk_panel_session_id FOREIGN KEY(session_id) REFERENCES jury_session (id) ON DELETE RESTRICT
    ) STRICT""",
    """CREATE TABLE minutes (
        id TEXT NOT NULL, session_id TEXT NOT NULL, panel_id TEXT NOT NULL, number TEXT NOT NULL,
        snapshot TEXT NOT NULL, sha256 TEXT NOT NULL, closed_pdf_sha256 TEXT NOT NULL,
        pdf_sha256 TEXT NOT NULL, pages INTEGER NOT NULL, closed_at TEXT NOT NULL,
        CONSTRAINT pk_minutes PRIMARY KEY (id),
        CONSTRAINT uq_minutes_number UNIQUE (number),
        CONSTRAINT ck_minutes_snapshot CHECK (json_valid(snapshot)),
        CONSTRAINT ck_minutes_sha256 CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
        CONSTRAINT ck_minutes_closed_pdf_sha256 CHECK (length(closed_pdf_sha256) = 64 AND closed_pdf_sha256
            NOT GLOB '*[^0-9a-f]*'),
        CONSTRAINT ck_minutes_pdf_sha256 CHECK (length(pdf_sha256) = 64 AND pdf_sha256 NOT GLOB
            '*[^0-9a-f]*'),
        CONSTRAINT ck_minutes_pages CHECK (pages > 0),
        CONSTRAINT fk_minutes_session_id FOREIGN KEY(session_id) REFERENCES jury_session (id) ON DELETE
            RESTRICT,
        CONSTRAINT fk_minutes_panel_id FOREIGN KEY(panel_id) REFERENCES panel (id) ON DELETE RESTRICT
    ) STRICT""",
    """CREATE INDEX ix_minutes_session_id ON minutes (session_id)""",
    """CREATE TABLE registration (
        id TEXT NOT NULL, session_id TEXT NOT NULL, panel_id TEXT NOT NULL, candidate_id TEXT NOT NULL,
        number TEXT NOT NULL, position INTEGER NOT NULL, access_path TEXT NOT NULL,
        presented TEXT NOT NULL, entry_level INTEGER, experience_years INTEGER,
        selection_passed INTEGER, entered_on TEXT, vae_admissible_on TEXT, accommodations TEXT NOT NULL,
        referent_trainer TEXT NOT NULL, employer TEXT NOT NULL, companion TEXT NOT NULL,
        attendance TEXT NOT NULL, identity_checked_by TEXT NOT NULL, starts_at TEXT, minutes INTEGER,
        CONSTRAINT pk_registration PRIMARY KEY (id),
        CONSTRAINT fk_registration_session_id FOREIGN KEY(session_id, panel_id) REFERENCES panel (session_id,
            id) ON DELETE RESTRICT,
        CONSTRAINT uq_registration_session_id_number UNIQUE (session_id, number),
        CONSTRAINT ck_registration_access_path CHECK (access_path IN ('STUDENT', 'APPRENTICESHIP',
            'CONTINUING_EDUCATION', 'PROFESSIONALISATION_CONTRACT', 'INDIVIDUAL', 'VAE')),
        CONSTRAINT ck_registration_attendance CHECK (attendance IN ('EXPECTED', 'PRESENT', 'ABSENT',
            'EXCUSED', 'WITHDRAWN')),
        CONSTRAINT ck_registration_number CHECK (length(number) BETWEEN 1 AND 200),
        CONSTRAINT ck_registration_presented CHECK (json_valid(presented) AND json_type(presented) = 'array'),
        CONSTRAINT ck_registration_slot CHECK (minutes IS NULL OR minutes > 0),
        CONSTRAINT ck_registration_selection_passed CHECK (selection_passed IN (0, 1)),
        CONSTRAINT fk_registration_session_id FOREIGN KEY(session_id) REFERENCES jury_session (id) ON DELETE
            RESTRICT,
        CONSTRAINT fk_registration_candidate_id FOREIGN KEY(candidate_id) REFERENCES candidate (id) ON DELETE
            RESTRICT
    ) STRICT""",
    """CREATE INDEX ix_registration_candidate_id ON registration (candidate_id)""",
    """CREATE TABLE seat (
        id TEXT NOT NULL, panel_id TEXT NOT NULL, juror_id TEXT NOT NULL, role TEXT NOT NULL,
        left_at TEXT,
        CONSTRAINT pk_seat PRIMARY KEY (id),
        CONSTRAINT ck_seat_role CHECK (role IN ('PRESIDENT', 'PROFESSIONAL', 'CENTRE')),
        CONSTRAINT fk_seat_panel_id FOREIGN KEY(panel_id) REFERENCES panel (id) ON DELETE RESTRICT,
        CONSTRAINT fk_seat_juror_id FOREIGN KEY(juror_id) REFERENCES juror (id) ON DELETE RESTRICT
    ) STRICT""",
    """CREATE UNIQUE INDEX uq_seat_sitting_role ON seat (panel_id, role) WHERE left_at IS NULL""",
    """CREATE TABLE credential (
        seat_id TEXT NOT NULL, certificate BLOB NOT NULL, sealed_key BLOB NOT NULL, salt BLOB NOT NULL,
        parameters TEXT NOT NULL, failures INTEGER NOT NULL, locked_until TEXT, used_at TEXT,
        first_code INTEGER NOT NULL,
        CONSTRAINT pk_credential PRIMARY KEY (seat_id),
        CONSTRAINT ck_credential_failures CHECK (failures >= 0),
        CONSTRAINT ck_credential_sealed CHECK (length(certificate) > 0 AND length(sealed_key) > 0 AND
            length(salt) >= 8),
        CONSTRAINT ck_credential_first_code CHECK (first_code IN (0, 1)),
        CONSTRAINT fk_credential_seat_id FOREIGN KEY(seat_id) REFERENCES seat (id) ON DELETE CASCADE
    ) STRICT""",
    """CREATE TABLE decision (
        registration_id TEXT NOT NULL, block_id TEXT NOT NULL, sequence INTEGER NOT NULL, value TEXT,
        reason TEXT NOT NULL, casting_vote INTEGER NOT NULL, decided_at TEXT NOT NULL,
        CONSTRAINT pk_decision PRIMARY KEY (registration_id, block_id, sequence),
        CONSTRAINT ck_decision_value CHECK (value IN ('VALIDATED', 'NOT_VALIDATED', 'DEFERRED')),
        CONSTRAINT ck_decision_sequence CHECK (sequence >= 1),
        CONSTRAINT ck_decision_reasoned CHECK (value IS NULL OR trim(reason) <> '' OR (value <>
            'NOT_VALIDATED' AND casting_vote = 0)),
        CONSTRAINT ck_decision_casting_vote CHECK (casting_vote IN (0, 1)),
        CONSTRAINT fk_decision_registration_id FOREIGN KEY(registration_id) REFERENCES registration (id) ON
            DELETE RESTRICT,
        CONSTRAINT fk_decision_block_id FOREIGN KEY(block_id) REFERENCES block (id) ON DELETE RESTRICT
    ) WITHOUT ROWID, STRICT""",
    """CREATE TABLE dossier (
        id TEXT NOT NULL, registration_id TEXT NOT NULL, kind TEXT NOT NULL, file_name TEXT NOT NULL,
        sha256 TEXT NOT NULL, size INTEGER NOT NULL, pages INTEGER NOT NULL, received_at TEXT NOT NULL,
        replaced_at TEXT,
        CONSTRAINT pk_dossier PRIMARY KEY (id),
        CONSTRAINT ck_dossier_kind CHECK (kind IN ('TERRITORY_SURVEY', 'MONOGRAPH', 'PROJECT_FILE',
            'WORK_ANALYSIS', 'THESIS', 'RELATIONAL_BOOKLET', 'NETWORK_MAP', 'VAE_FILE')),
        CONSTRAINT ck_dossier_sha256 CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
        CONSTRAINT ck_dossier_extent CHECK (size > 0 AND pages > 0),
        CONSTRAINT fk_dossier_registration_id FOREIGN KEY(registration_id) REFERENCES registration (id) ON
            DELETE CASCADE
    ) STRICT""",
    """CREATE INDEX ix_dossier_registration_id ON dossier (registration_id)""",
    """CREATE TABLE held_block (
        id TEXT NOT NULL, registration_id TEXT NOT NULL, code TEXT NOT NULL, block_id TEXT,
        obtained_on TEXT, minutes_number TEXT NOT NULL,
        CONSTRAINT pk_held_block PRIMARY KEY (id),
        CONSTRAINT ck_held_block_code CHECK (code <> ''),
        CONSTRAINT fk_held_block_registration_id FOREIGN KEY(registration_id) REFERENCES registration (id) ON
            DELETE CASCADE,
        CONSTRAINT fk_held_block_block_id FOREIGN KEY(block_id) REFERENCES block (id) ON DELETE RESTRICT
    ) STRICT""",
    """CREATE INDEX ix_held_block_registration_id ON held_block (registration_id)""",
    """CREATE TABLE minutes_signature (
        id TEXT NOT NULL, minutes_id TEXT NOT NULL, seat_id TEXT NOT NULL, position INTEGER NOT NULL,
        name TEXT NOT NULL, field_name TEXT NOT NULL, signed_at TEXT, pdf_sha256 TEXT,
        CONSTRAINT pk_minutes_signature PRIMARY KEY (id),
        CONSTRAINT uq_minutes_signature_minutes_id_seat_id UNIQUE (minutes_id, seat_id),
        CONSTRAINT uq_minutes_signature_minutes_id_position UNIQUE (minutes_id, position),
        CONSTRAINT ck_minutes_signature_signed CHECK ((signed_at IS NULL) = (pdf_sha256 IS NULL)),
        CONSTRAINT ck_minutes_signature_pdf_sha256 CHECK (length(pdf_sha256) = 64 AND pdf_sha256 NOT GLOB
            '*[^0-9a-f]*'),
        CONSTRAINT fk_minutes_signature_minutes_id FOREIGN KEY(minutes_id) REFERENCES minutes (id) ON DELETE
            RESTRICT,
        CONSTRAINT fk_minutes_signature_seat_id FOREIGN KEY(seat_id) REFERENCES seat (id) ON DELETE RESTRICT
    ) STRICT""",
    """CREATE TABLE outside_result (
        id TEXT NOT NULL, registration_id TEXT NOT NULL, assessment_id TEXT NOT NULL,
        favourable INTEGER NOT NULL, evaluator TEXT NOT NULL, judged_on TEXT NOT NULL,
        CONSTRAINT pk_outside_result PRIMARY KEY (id),
        CONSTRAINT uq_outside_result_registration_id_assessment_id UNIQUE (registration_id, assessment_id),
        CONSTRAINT ck_outside_result_favourable CHECK (favourable IN (0, 1)),
        CONSTRAINT fk_outside_result_registration_id FOREIGN KEY(registration_id) REFERENCES registration (id)
            ON DELETE CASCADE,
        CONSTRAINT fk_outside_result_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id) ON
            DELETE RESTRICT
    ) STRICT""",
    """CREATE TABLE proposal (
        registration_id TEXT NOT NULL, block_id TEXT NOT NULL, round INTEGER NOT NULL, verdict TEXT,
        reasons TEXT NOT NULL, result_numerator INTEGER, result_denominator INTEGER,
        straddles INTEGER NOT NULL, gaps INTEGER NOT NULL, frozen_at TEXT NOT NULL,
        CONSTRAINT pk_proposal PRIMARY KEY (registration_id, block_id, round),
        CONSTRAINT ck_proposal_verdict CHECK (verdict IN ('VALIDATED', 'NOT_VALIDATED')),
        CONSTRAINT ck_proposal_round CHECK (round >= 1),
        CONSTRAINT ck_proposal_doubt CHECK ((verdict IS NULL) = (reasons <> '')),
        CONSTRAINT ck_proposal_result CHECK ((result_numerator IS NULL) = (result_denominator IS NULL) AND
            (result_numerator IS NULL OR (result_denominator > 0 AND result_numerator BETWEEN 0 AND 20 *
            result_denominator))),
        CONSTRAINT ck_proposal_straddles CHECK (straddles IN (0, 1)),
        CONSTRAINT ck_proposal_gaps CHECK (gaps >= 0),
        CONSTRAINT fk_proposal_registration_id FOREIGN KEY(registration_id) REFERENCES registration (id) ON
            DELETE RESTRICT,
        CONSTRAINT fk_proposal_block_id FOREIGN KEY(block_id) REFERENCES block (id) ON DELETE RESTRICT
    ) WITHOUT ROWID, STRICT""",
    """CREATE TABLE recusal (
        id TEXT NOT NULL, registration_id TEXT NOT NULL, seat_id TEXT NOT NULL, ground TEXT NOT NULL,
        detail TEXT NOT NULL,
        CONSTRAINT pk_recusal PRIMARY KEY (id),
        CONSTRAINT uq_recusal_registration_id_seat_id UNIQUE (registration_id, seat_id),
        CONSTRAINT ck_recusal_ground CHECK (ground IN ('TRAINED', 'ACCOMPANIED', 'SAME_EMPLOYER',
            'PERSONAL_TIE')),
        CONSTRAINT fk_recusal_registration_id FOREIGN KEY(registration_id) REFERENCES registration (id) ON
            DELETE CASCADE,
        CONSTRAINT fk_recusal_seat_id FOREIGN KEY(seat_id) REFERENCES seat (id) ON DELETE RESTRICT
    ) STRICT""",
    """CREATE TABLE score_sheet (
        id TEXT NOT NULL, registration_id TEXT NOT NULL, seat_id TEXT NOT NULL, block_id TEXT NOT NULL,
        round INTEGER NOT NULL, last_sequence INTEGER NOT NULL, sealed_at TEXT,
        set_aside_reason TEXT NOT NULL, result_numerator INTEGER, result_denominator INTEGER,
        result_assessed INTEGER NOT NULL, result_zeros INTEGER NOT NULL, result_items INTEGER NOT NULL,
        result_global INTEGER,
        CONSTRAINT pk_score_sheet PRIMARY KEY (id),
        CONSTRAINT uq_score_sheet_place UNIQUE (registration_id, seat_id, block_id, round),
        CONSTRAINT ck_score_sheet_round CHECK (round >= 1),
        CONSTRAINT ck_score_sheet_last_sequence CHECK (last_sequence >= 0),
        CONSTRAINT ck_score_sheet_sealed CHECK (CASE WHEN sealed_at IS NULL THEN result_numerator IS NULL AND
            result_global IS NULL AND result_assessed = 0 AND result_zeros = 0 AND result_items = 0 ELSE
            set_aside_reason = '' AND result_items > 0 AND last_sequence > 0 END),
        CONSTRAINT ck_score_sheet_result CHECK ((result_numerator IS NULL) = (result_denominator IS NULL) AND
            (result_numerator IS NULL) = (result_assessed = 0) AND (result_numerator IS NULL OR
            (result_denominator > 0 AND result_numerator BETWEEN 0 AND 20 * result_denominator))),
        CONSTRAINT ck_score_sheet_counts CHECK (result_zeros BETWEEN 0 AND result_assessed AND result_assessed
            <= result_items AND (result_global IS NULL OR result_global BETWEEN 0 AND 9)),
        CONSTRAINT fk_score_sheet_registration_id FOREIGN KEY(registration_id) REFERENCES registration (id) ON
            DELETE CASCADE,
        CONSTRAINT fk_score_sheet_seat_id FOREIGN KEY(seat_id) REFERENCES seat (id) ON DELETE RESTRICT,
        CONSTRAINT fk_score_sheet_block_id FOREIGN KEY(block_id) REFERENCES block (id) ON DELETE RESTRICT
    ) STRICT""",
    """CREATE INDEX ix_score_sheet_seat_id ON score_sheet (seat_id)""",
    """CREATE TABLE dossier_page (
        id INTEGER NOT NULL, dossier_id TEXT NOT NULL, page INTEGER NOT NULL, content TEXT NOT NULL,
        CONSTRAINT pk_dossier_page PRIMARY KEY (id),
        CONSTRAINT uq_dossier_page_dossier_id_page UNIQUE (dossier_id, page),
        CONSTRAINT ck_dossier_page_page CHECK (page >= 0),
        CONSTRAINT fk_dossier_page_dossier_id FOREIGN KEY(dossier_id) REFERENCES dossier (id) ON DELETE
            CASCADE
    ) STRICT""",
    """CREATE TABLE mark (
        sheet_id TEXT NOT NULL, sequence INTEGER NOT NULL, item TEXT NOT NULL, status TEXT NOT NULL,
        level INTEGER, points INTEGER, reason TEXT, comment TEXT NOT NULL, given_at TEXT NOT NULL,
        CONSTRAINT pk_mark PRIMARY KEY (sheet_id, sequence),
        CONSTRAINT ck_mark_sequence CHECK (sequence >= 1),
        CONSTRAINT ck_mark_status CHECK (status IN ('GIVEN', 'NOT_EVALUATED', 'WITHDRAWN')),
        CONSTRAINT ck_mark_reason CHECK (reason IN ('NOT_ADDRESSED', 'NO_DOCUMENT', 'NO_TIME',
            'OUTSIDE_MY_FIELD', 'JUDGED_ELSEWHERE')),
        CONSTRAINT ck_mark_level CHECK (level BETWEEN 0 AND 9),
        CONSTRAINT ck_mark_points CHECK (points BETWEEN 0 AND 2000),
        CONSTRAINT ck_mark_coherent CHECK (CASE status WHEN 'GIVEN' THEN (level IS NULL) <> (points IS NULL)
            AND reason IS NULL WHEN 'NOT_EVALUATED' THEN level IS NULL AND points IS NULL AND reason IS NOT
            NULL ELSE level IS NULL AND points IS NULL AND reason IS NULL END),
        CONSTRAINT ck_mark_whole_block CHECK (item <> 'GLOBAL' OR (points IS NULL AND status <>
            'NOT_EVALUATED')),
        CONSTRAINT ck_mark_comment CHECK (length(comment) <= 10000),
        CONSTRAINT fk_mark_sheet_id FOREIGN KEY(sheet_id) REFERENCES score_sheet (id) ON DELETE RESTRICT
    ) WITHOUT ROWID, STRICT""",
)

DROP_ORDER = (
    "mark",
    "dossier_page",
    "score_sheet",
    "recusal",
    "proposal",
    "outside_result",
    "minutes_signature",
    "held_block",
    "dossier",
    "decision",
    "credential",
    "seat",
    "registration",
    "minutes",
    "panel",
    "competence",
    "assessment",
    "jury_session",
    "block",
    "workspace",
    "juror",
    "certification",
    "centre",
    "candidate",
    "audit_event",
)


def _append_only(table: str) -> tuple[str, ...]:
    """Rows of these tables are history: nothing changes or goes."""
    return (
        f"""CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
        BEGIN SELECT RAISE(ABORT, '{table}.append_only'); END""",
        f"""CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
        BEGIN SELECT RAISE(ABORT, '{table}.append_only'); END""",
    )


def _closed(table: str) -> tuple[str, ...]:
    """What belongs to a registration stands still once its session's minutes are frozen."""
    return tuple(
        f"""CREATE TRIGGER {table}_closed_{act.lower()} BEFORE {act} ON {table} BEGIN
        SELECT RAISE(ABORT, '{table}.session_closed') FROM registration r
        JOIN jury_session j ON j.id = r.session_id
        WHERE r.id = {row}.registration_id AND j.closed_at IS NOT NULL; END"""
        for act, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
    )


def _used(table: str, certification: str) -> tuple[str, ...]:
    """A version of a certification never changes once a session is bound to it."""
    return tuple(
        f"""CREATE TRIGGER {table}_used_{act.lower()} BEFORE {act} ON {table} BEGIN
        SELECT RAISE(ABORT, '{table}.used') WHERE EXISTS (
            SELECT 1 FROM jury_session WHERE certification_id = {certification}); END"""
        for act in ("UPDATE", "DELETE")
    )


_OF_BLOCK = "(SELECT certification_id FROM block WHERE id = OLD.block_id)"

_REGISTRATION_BLOCKS = tuple(
    f"""CREATE TRIGGER registration_blocks_{act.split()[0].lower()} BEFORE {act} ON registration BEGIN
        SELECT RAISE(ABORT, 'registration.unknown_block') FROM json_each(NEW.presented) AS chosen
        WHERE NOT EXISTS (SELECT 1 FROM jury_session j JOIN block b ON b.certification_id = j.certification_id
            WHERE j.id = NEW.session_id AND b.id = chosen.value); END"""
    for act in ("INSERT", "UPDATE OF presented, session_id")
)

_REGISTRATION_RULES = (
    *_REGISTRATION_BLOCKS,
    """CREATE TRIGGER registration_closed_insert BEFORE INSERT ON registration BEGIN
        SELECT RAISE(ABORT, 'registration.session_closed') FROM jury_session
        WHERE id = NEW.session_id AND closed_at IS NOT NULL; END""",
    """CREATE TRIGGER registration_closed_update
        BEFORE UPDATE OF session_id, panel_id, candidate_id, number, access_path, presented, attendance
        ON registration BEGIN
        SELECT RAISE(ABORT, 'registration.session_closed') FROM jury_session
        WHERE id = OLD.session_id AND closed_at IS NOT NULL; END""",
    """CREATE TRIGGER registration_closed_delete BEFORE DELETE ON registration BEGIN
        SELECT RAISE(ABORT, 'registration.session_closed') FROM jury_session
        WHERE id = OLD.session_id AND closed_at IS NOT NULL; END""",
)

_SESSION_RULES = (
    """CREATE TRIGGER jury_session_closed_update BEFORE UPDATE ON jury_session
        WHEN OLD.closed_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'jury_session.closed'); END""",
    """CREATE TRIGGER jury_session_closed_delete BEFORE DELETE ON jury_session
        WHEN OLD.closed_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'jury_session.closed'); END""",
    """CREATE TRIGGER jury_session_bound BEFORE UPDATE OF certification_id, minutes_number ON jury_session
        WHEN NEW.certification_id <> OLD.certification_id OR NEW.minutes_number <> OLD.minutes_number
        BEGIN SELECT RAISE(ABORT, 'jury_session.bound'); END""",
    """CREATE TRIGGER jury_session_scheme BEFORE UPDATE OF scheme ON jury_session
        WHEN NEW.scheme <> OLD.scheme BEGIN
        SELECT RAISE(ABORT, 'jury_session.scheme_in_use') WHERE EXISTS (
            SELECT 1 FROM score_sheet s JOIN registration r ON r.id = s.registration_id
            WHERE r.session_id = OLD.id); END""",
)

_SHEET_RULES = (
    """CREATE TRIGGER score_sheet_insert BEFORE INSERT ON score_sheet BEGIN
        SELECT RAISE(ABORT, 'score_sheet.other_panel') WHERE NOT EXISTS (
            SELECT 1 FROM registration r JOIN seat s ON s.panel_id = r.panel_id
            WHERE r.id = NEW.registration_id AND s.id = NEW.seat_id);
        SELECT RAISE(ABORT, 'score_sheet.block_not_presented') WHERE NOT EXISTS (
            SELECT 1 FROM registration r, json_each(r.presented) AS chosen
            WHERE r.id = NEW.registration_id AND chosen.value = NEW.block_id);
        SELECT RAISE(ABORT, 'score_sheet.juror_recused') FROM recusal
        WHERE registration_id = NEW.registration_id AND seat_id = NEW.seat_id; END""",
    """CREATE TRIGGER score_sheet_identity
        BEFORE UPDATE OF id, registration_id, seat_id, block_id, round, last_sequence ON score_sheet
        WHEN NEW.id <> OLD.id OR NEW.registration_id <> OLD.registration_id OR NEW.seat_id <> OLD.seat_id
            OR NEW.block_id <> OLD.block_id OR NEW.round <> OLD.round OR NEW.last_sequence < OLD.last_sequence
        BEGIN SELECT RAISE(ABORT, 'score_sheet.identity'); END""",
    """CREATE TRIGGER score_sheet_sealed_update BEFORE UPDATE ON score_sheet WHEN OLD.sealed_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'score_sheet.sealed'); END""",
    """CREATE TRIGGER score_sheet_marked_delete BEFORE DELETE ON score_sheet
        WHEN OLD.sealed_at IS NOT NULL OR EXISTS (SELECT 1 FROM mark WHERE sheet_id = OLD.id)
        BEGIN SELECT RAISE(ABORT, 'score_sheet.marked'); END""",
    """CREATE TRIGGER mark_insert BEFORE INSERT ON mark BEGIN
        SELECT RAISE(ABORT, 'mark.sheet_sealed') FROM score_sheet
        WHERE id = NEW.sheet_id AND sealed_at IS NOT NULL;
        SELECT RAISE(ABORT, 'mark.impossible_item') WHERE NEW.item <> 'GLOBAL' AND NOT EXISTS (
            SELECT 1 FROM competence c JOIN score_sheet s ON s.block_id = c.block_id
            WHERE c.id = NEW.item AND s.id = NEW.sheet_id
            UNION ALL SELECT 1 FROM assessment a JOIN score_sheet s ON s.block_id = a.block_id
            WHERE a.id = NEW.item AND s.id = NEW.sheet_id);
        SELECT RAISE(ABORT, 'mark.juror_recused') FROM score_sheet s
        JOIN recusal x ON x.registration_id = s.registration_id AND x.seat_id = s.seat_id
        WHERE s.id = NEW.sheet_id;
        SELECT RAISE(ABORT, 'mark.session_closed') FROM score_sheet s
        JOIN registration r ON r.id = s.registration_id JOIN jury_session j ON j.id = r.session_id
        WHERE s.id = NEW.sheet_id AND j.closed_at IS NOT NULL; END""",
    """CREATE TRIGGER recusal_insert BEFORE INSERT ON recusal BEGIN
        SELECT RAISE(ABORT, 'recusal.other_panel') WHERE NOT EXISTS (
            SELECT 1 FROM registration r JOIN seat s ON s.panel_id = r.panel_id
            WHERE r.id = NEW.registration_id AND s.id = NEW.seat_id);
        SELECT RAISE(ABORT, 'recusal.sealed') FROM score_sheet
        WHERE registration_id = NEW.registration_id AND seat_id = NEW.seat_id
            AND sealed_at IS NOT NULL; END""",
)

_RECORD_RULES = (
    """CREATE TRIGGER decision_reasoned BEFORE INSERT ON decision
        WHEN NEW.value IS NOT NULL AND trim(NEW.reason) = '' BEGIN
        SELECT RAISE(ABORT, 'decision.reason_missing') FROM (
            SELECT verdict FROM proposal
            WHERE registration_id = NEW.registration_id AND block_id = NEW.block_id
            ORDER BY round DESC LIMIT 1)
        WHERE verdict IS NOT NULL AND verdict <> NEW.value; END""",
    """CREATE TRIGGER minutes_frozen
        BEFORE UPDATE OF id, session_id, panel_id, number, snapshot, sha256, closed_pdf_sha256, pages,
            closed_at ON minutes BEGIN SELECT RAISE(ABORT, 'minutes.frozen'); END""",
    """CREATE TRIGGER minutes_no_delete BEFORE DELETE ON minutes
        BEGIN SELECT RAISE(ABORT, 'minutes.frozen'); END""",
    """CREATE TRIGGER minutes_signature_signed BEFORE UPDATE ON minutes_signature
        WHEN OLD.signed_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'minutes_signature.signed'); END""",
    """CREATE TRIGGER minutes_signature_no_delete BEFORE DELETE ON minutes_signature
        BEGIN SELECT RAISE(ABORT, 'minutes_signature.signed'); END""",
    """CREATE TRIGGER audit_event_chain BEFORE INSERT ON audit_event BEGIN
        SELECT RAISE(ABORT, 'audit_event.chain')
        WHERE NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM audit_event)
            OR NEW.previous <> coalesce(
                (SELECT hash FROM audit_event ORDER BY sequence DESC LIMIT 1), printf('%064d', 0)); END""",
)

TRIGGERS = (
    *(rule for table in ("mark", "proposal", "decision", "audit_event") for rule in _append_only(table)),
    *(
        rule
        for table in ("score_sheet", "held_block", "outside_result", "recusal", "proposal", "decision")
        for rule in _closed(table)
    ),
    *_used("certification", "OLD.id"),
    *_used("block", "OLD.certification_id"),
    *_used("competence", _OF_BLOCK),
    *_used("assessment", _OF_BLOCK),
    *_REGISTRATION_RULES,
    *_SESSION_RULES,
    *_SHEET_RULES,
    *_RECORD_RULES,
)

FULL_TEXT = (
    """CREATE VIRTUAL TABLE dossier_text USING fts5(
        content, content='dossier_page', content_rowid='id', tokenize='unicode61 remove_diacritics 2')""",
    "INSERT INTO dossier_text (dossier_text, rank) VALUES ('secure-delete', 1)",
    """CREATE TRIGGER dossier_page_indexed AFTER INSERT ON dossier_page BEGIN
        INSERT INTO dossier_text (rowid, content) VALUES (NEW.id, NEW.content); END""",
    """CREATE TRIGGER dossier_page_forgotten AFTER DELETE ON dossier_page BEGIN
        INSERT INTO dossier_text (dossier_text, rowid, content)
        VALUES ('delete', OLD.id, OLD.content); END""",
    """CREATE TRIGGER dossier_page_no_update BEFORE UPDATE ON dossier_page
        BEGIN SELECT RAISE(ABORT, 'dossier_page.fixed'); END""",
)


def upgrade() -> None:
    """Create everything and stamp the file as ours."""
    for statement in (*TABLES, *TRIGGERS, *FULL_TEXT):
        _run(statement)
    _run(f"PRAGMA application_id = {APPLICATION_ID}")
    _run("PRAGMA user_version = 1")


def downgrade() -> None:
    """Drop everything; what is left is an empty database that is nobody's."""
    _run("DROP TABLE dossier_text")
    for statement in reversed(TRIGGERS):
        _run(f"DROP TRIGGER {statement.split()[2]}")
    for name in DROP_ORDER:
        _run(f"DROP TABLE {name}")
    _run("PRAGMA user_version = 0")
    _run("PRAGMA application_id = 0")


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)
