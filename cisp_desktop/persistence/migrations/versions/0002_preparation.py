"""Preparation: panel rules, equivalences, register of jurors, several panels, readiness, planning.

Self-contained: what ``persistence.tables`` says later changes nothing here. Over 400 lines because the tables
that change are written out, as they were and as they become. A changed table is copied, dropped and made anew
under its own name; triggers are taken away meanwhile and put back, so that none fires on a copy.
"""

from cisp_desktop.persistence.migrations.remaking import (
    drop_tables,
    put_triggers,
    remake,
    run,
    take_triggers,
)

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NEW_TABLES = (
    """CREATE TABLE equivalence (
        id TEXT NOT NULL, held_certification TEXT NOT NULL, held_block TEXT NOT NULL, certification_code
        TEXT NOT NULL, block_code TEXT NOT NULL, origin TEXT NOT NULL, source TEXT NOT NULL,
        validity_years INTEGER,
        CONSTRAINT pk_equivalence PRIMARY KEY (id),
        CONSTRAINT uq_equivalence_held_certification_held_block_certification_code_block_code UNIQUE
            (held_certification, held_block, certification_code, block_code),
        CONSTRAINT ck_equivalence_origin CHECK (origin IN ('IMPORTED', 'TYPED')),
        CONSTRAINT ck_equivalence_codes CHECK (held_block <> '' AND certification_code <> '' AND
            block_code <> ''),
        CONSTRAINT ck_equivalence_validity_years CHECK (validity_years BETWEEN 1 AND 99)
    ) STRICT""",
    """CREATE INDEX ix_equivalence_certification_code ON equivalence (certification_code)""",
    """CREATE TABLE unavailability (
        id TEXT NOT NULL, session_id TEXT NOT NULL, starts_at TEXT NOT NULL, ends_at TEXT NOT NULL,
        label TEXT NOT NULL, registration_id TEXT, juror_id TEXT, panel_id TEXT,
        CONSTRAINT pk_unavailability PRIMARY KEY (id),
        CONSTRAINT ck_unavailability_period CHECK (starts_at < ends_at),
        CONSTRAINT ck_unavailability_who CHECK ((registration_id IS NOT NULL) + (juror_id IS NOT NULL) +
            (panel_id IS NOT NULL) = 1),
        CONSTRAINT fk_unavailability_session_id FOREIGN KEY(session_id) REFERENCES jury_session (id) ON
            DELETE CASCADE,
        CONSTRAINT fk_unavailability_registration_id FOREIGN KEY(registration_id) REFERENCES
            registration (id) ON DELETE CASCADE,
        CONSTRAINT fk_unavailability_juror_id FOREIGN KEY(juror_id) REFERENCES juror (id) ON DELETE
            CASCADE,
        CONSTRAINT fk_unavailability_panel_id FOREIGN KEY(panel_id) REFERENCES panel (id) ON DELETE
            CASCADE
    ) STRICT""",
    """CREATE INDEX ix_unavailability_session_id ON unavailability (session_id)""",
)

_CHANGED = (
    """CREATE TABLE certification (
        id TEXT NOT NULL, code TEXT NOT NULL, version INTEGER NOT NULL, title TEXT NOT NULL,
        level_national INTEGER NOT NULL, level_european INTEGER, certifier_name TEXT NOT NULL,
        certifier_siret TEXT NOT NULL, registration_starts TEXT, registration_ends TEXT, sheet TEXT NOT
        NULL, scheme TEXT NOT NULL, panel_rules TEXT NOT NULL,
        CONSTRAINT pk_certification PRIMARY KEY (id),
        CONSTRAINT uq_certification_code_version UNIQUE (code, version),
        CONSTRAINT ck_certification_version CHECK (version >= 1),
        CONSTRAINT ck_certification_titled CHECK (code <> '' AND title <> ''),
        CONSTRAINT ck_certification_level_national CHECK (level_national BETWEEN 1 AND 8),
        CONSTRAINT ck_certification_level_european CHECK (level_european BETWEEN 1 AND 8),
        CONSTRAINT ck_certification_json CHECK (json_valid(sheet) AND json_valid(scheme) AND
            json_valid(panel_rules))
    ) STRICT""",
    """CREATE TABLE assessment (
        id TEXT NOT NULL, block_id TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, title
        TEXT NOT NULL, dossier_kind TEXT, judged_by TEXT NOT NULL, oral_minutes INTEGER,
        interview_minutes INTEGER,
        CONSTRAINT pk_assessment PRIMARY KEY (id),
        CONSTRAINT uq_assessment_block_id_position UNIQUE (block_id, position),
        CONSTRAINT ck_assessment_position CHECK (position >= 1),
        CONSTRAINT ck_assessment_kind CHECK (kind IN ('ANALYSIS', 'DOSSIER', 'DOSSIER_AND_ORAL', 'ORAL',
            'SIMULATION')),
        CONSTRAINT ck_assessment_dossier_kind CHECK (dossier_kind IN ('TERRITORY_SURVEY', 'MONOGRAPH',
            'PROJECT_FILE', 'WORK_ANALYSIS', 'THESIS', 'RELATIONAL_BOOKLET', 'NETWORK_MAP', 'VAE_FILE',
            'PROFESSIONAL_FILE', 'OTHER_FILE')),
        CONSTRAINT ck_assessment_judged_by CHECK (judged_by IN ('CERTIFICATION_JURY', 'EVALUATION_JURY',
            'TRAINER', 'JURY', 'UNSPECIFIED')),
        CONSTRAINT ck_assessment_durations CHECK (oral_minutes BETWEEN 0 AND 480 AND interview_minutes
            BETWEEN 0 AND 480),
        CONSTRAINT fk_assessment_block_id FOREIGN KEY(block_id) REFERENCES block (id) ON DELETE RESTRICT
    ) STRICT""",
    """CREATE TABLE centre (
        id TEXT NOT NULL, name TEXT NOT NULL, code TEXT NOT NULL, address TEXT NOT NULL, siret TEXT NOT
        NULL, place TEXT NOT NULL, phone TEXT NOT NULL, email TEXT NOT NULL, signatory TEXT NOT NULL,
        signatory_title TEXT NOT NULL, logo BLOB, defaults TEXT NOT NULL, column_mappings TEXT NOT NULL,
        CONSTRAINT pk_centre PRIMARY KEY (id),
        CONSTRAINT uq_centre_code UNIQUE (code),
        CONSTRAINT ck_centre_name CHECK (length(name) BETWEEN 1 AND 200),
        CONSTRAINT ck_centre_siret CHECK (siret = '' OR (length(siret) = 14 AND siret NOT GLOB
            '*[^0-9]*')),
        CONSTRAINT ck_centre_json CHECK (json_valid(defaults) AND json_valid(column_mappings)),
        CONSTRAINT ck_centre_logo CHECK (length(logo) BETWEEN 1 AND 2000000)
    ) STRICT""",
    """CREATE TABLE jury_session (
        id TEXT NOT NULL, centre_id TEXT NOT NULL, certification_id TEXT NOT NULL, starts TEXT NOT NULL,
        ends TEXT NOT NULL, place TEXT NOT NULL, minutes_number TEXT NOT NULL, scheme TEXT NOT NULL,
        demonstration INTEGER NOT NULL, deliberation_opened_at TEXT, closed_at TEXT, panel_rules TEXT
        NOT NULL, ready_at TEXT, ready_by TEXT NOT NULL, dossiers_due TEXT, planning TEXT NOT NULL,
        CONSTRAINT pk_jury_session PRIMARY KEY (id),
        CONSTRAINT uq_jury_session_minutes_number UNIQUE (minutes_number),
        CONSTRAINT ck_jury_session_dates CHECK (starts <= ends),
        CONSTRAINT ck_jury_session_minutes_number CHECK (minutes_number <> ''),
        CONSTRAINT ck_jury_session_json CHECK (json_valid(scheme) AND json_valid(panel_rules) AND
            json_valid(planning)),
        CONSTRAINT ck_jury_session_ready CHECK ((ready_at IS NULL) = (ready_by = '')),
        CONSTRAINT ck_jury_session_demonstration CHECK (demonstration IN (0, 1)),
        CONSTRAINT fk_jury_session_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id) ON DELETE
            RESTRICT,
        CONSTRAINT fk_jury_session_certification_id FOREIGN KEY(certification_id) REFERENCES
            certification (id) ON DELETE RESTRICT
    ) STRICT""",
    """CREATE TABLE panel (
        id TEXT NOT NULL, session_id TEXT NOT NULL, name TEXT NOT NULL, room TEXT NOT NULL, position
        INTEGER NOT NULL, minutes_number TEXT NOT NULL,
        CONSTRAINT pk_panel PRIMARY KEY (id),
        CONSTRAINT uq_panel_session_id_id UNIQUE (session_id, id),
        CONSTRAINT uq_panel_session_id_position UNIQUE (session_id, position),
        CONSTRAINT ck_panel_position CHECK (position >= 1),
        CONSTRAINT fk_panel_session_id FOREIGN KEY(session_id) REFERENCES jury_session (id) ON DELETE
            RESTRICT
    ) STRICT""",
    """CREATE TABLE juror (
        id TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL, employer TEXT NOT NULL, category
        TEXT, sex TEXT NOT NULL, email TEXT NOT NULL, phone TEXT NOT NULL, habilitated_from TEXT,
        habilitated_until TEXT, ties TEXT NOT NULL,
        CONSTRAINT pk_juror PRIMARY KEY (id),
        CONSTRAINT ck_juror_name CHECK (length(name) BETWEEN 1 AND 200),
        CONSTRAINT ck_juror_category CHECK (category IN ('ACADEMIC', 'INSTITUTIONAL', 'PROFESSIONAL',
            'TRAINER', 'CENTRE_STAFF', 'OTHER')),
        CONSTRAINT ck_juror_sex CHECK (sex IN ('M', 'F', '')),
        CONSTRAINT ck_juror_habilitation CHECK (habilitated_from <= habilitated_until)
    ) STRICT""",
    """CREATE TABLE seat (
        id TEXT NOT NULL, panel_id TEXT NOT NULL, juror_id TEXT NOT NULL, role TEXT NOT NULL, left_at
        TEXT, rank INTEGER NOT NULL, standby INTEGER NOT NULL,
        CONSTRAINT pk_seat PRIMARY KEY (id),
        CONSTRAINT ck_seat_role CHECK (role IN ('PRESIDENT', 'PROFESSIONAL', 'TRAINER', 'ACADEMIC',
            'CENTRE', 'MEMBER')),
        CONSTRAINT ck_seat_rank CHECK (rank BETWEEN 1 AND 12),
        CONSTRAINT ck_seat_standby CHECK (standby IN (0, 1)),
        CONSTRAINT fk_seat_panel_id FOREIGN KEY(panel_id) REFERENCES panel (id) ON DELETE RESTRICT,
        CONSTRAINT fk_seat_juror_id FOREIGN KEY(juror_id) REFERENCES juror (id) ON DELETE RESTRICT
    ) STRICT""",
    """CREATE UNIQUE INDEX uq_seat_sitting_role ON seat (panel_id, role, rank) WHERE left_at IS NULL
        AND standby = 0""",
    """CREATE TABLE registration (
        id TEXT NOT NULL, session_id TEXT NOT NULL, panel_id TEXT NOT NULL, candidate_id TEXT NOT NULL,
        number TEXT NOT NULL, position INTEGER NOT NULL, access_path TEXT NOT NULL, presented TEXT NOT
        NULL, entry_level INTEGER, experience_years INTEGER, selection_passed INTEGER, entered_on TEXT,
        vae_admissible_on TEXT, accommodations TEXT NOT NULL, referent_trainer TEXT NOT NULL, employer
        TEXT NOT NULL, companion TEXT NOT NULL, attendance TEXT NOT NULL, identity_checked_by TEXT NOT
        NULL, starts_at TEXT, minutes INTEGER, extra_time_percent INTEGER NOT NULL,
        CONSTRAINT pk_registration PRIMARY KEY (id),
        CONSTRAINT fk_registration_session_id FOREIGN KEY(session_id, panel_id) REFERENCES panel
            (session_id, id) ON DELETE RESTRICT,
        CONSTRAINT uq_registration_session_id_number UNIQUE (session_id, number),
        CONSTRAINT ck_registration_access_path CHECK (access_path IN ('STUDENT', 'APPRENTICESHIP',
            'CONTINUING_EDUCATION', 'PROFESSIONALISATION_CONTRACT', 'INDIVIDUAL', 'VAE')),
        CONSTRAINT ck_registration_attendance CHECK (attendance IN ('EXPECTED', 'PRESENT', 'ABSENT',
            'EXCUSED', 'WITHDRAWN')),
        CONSTRAINT ck_registration_number CHECK (length(number) BETWEEN 1 AND 200),
        CONSTRAINT ck_registration_presented CHECK (json_valid(presented) AND json_type(presented) =
            'array'),
        CONSTRAINT ck_registration_slot CHECK (minutes IS NULL OR minutes > 0),
        CONSTRAINT ck_registration_extra_time_percent CHECK (extra_time_percent BETWEEN 0 AND 100),
        CONSTRAINT ck_registration_selection_passed CHECK (selection_passed IN (0, 1)),
        CONSTRAINT fk_registration_session_id FOREIGN KEY(session_id) REFERENCES jury_session (id) ON
            DELETE RESTRICT,
        CONSTRAINT fk_registration_candidate_id FOREIGN KEY(candidate_id) REFERENCES candidate (id) ON
            DELETE RESTRICT
    ) STRICT""",
    """CREATE INDEX ix_registration_candidate_id ON registration (candidate_id)""",
    """CREATE TABLE outside_result (
        id TEXT NOT NULL, registration_id TEXT NOT NULL, assessment_id TEXT NOT NULL, favourable INTEGER
        NOT NULL, evaluator TEXT NOT NULL, judged_on TEXT NOT NULL, points INTEGER,
        CONSTRAINT pk_outside_result PRIMARY KEY (id),
        CONSTRAINT uq_outside_result_registration_id_assessment_id UNIQUE (registration_id, assessment_id),
        CONSTRAINT ck_outside_result_favourable CHECK (favourable IN (0, 1)),
        CONSTRAINT ck_outside_result_points CHECK (points BETWEEN 0 AND 2000),
        CONSTRAINT fk_outside_result_registration_id FOREIGN KEY(registration_id) REFERENCES
            registration (id) ON DELETE CASCADE,
        CONSTRAINT fk_outside_result_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id)
            ON DELETE RESTRICT
    ) STRICT""",
    """CREATE TABLE dossier (
        id TEXT NOT NULL, registration_id TEXT NOT NULL, kind TEXT NOT NULL, file_name TEXT NOT NULL,
        sha256 TEXT NOT NULL, size INTEGER NOT NULL, pages INTEGER NOT NULL, received_at TEXT NOT NULL,
        replaced_at TEXT,
        CONSTRAINT pk_dossier PRIMARY KEY (id),
        CONSTRAINT ck_dossier_kind CHECK (kind IN ('TERRITORY_SURVEY', 'MONOGRAPH', 'PROJECT_FILE',
            'WORK_ANALYSIS', 'THESIS', 'RELATIONAL_BOOKLET', 'NETWORK_MAP', 'VAE_FILE',
            'PROFESSIONAL_FILE', 'OTHER_FILE')),
        CONSTRAINT ck_dossier_sha256 CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
        CONSTRAINT ck_dossier_extent CHECK (size > 0 AND pages > 0),
        CONSTRAINT fk_dossier_registration_id FOREIGN KEY(registration_id) REFERENCES registration (id)
            ON DELETE CASCADE
    ) STRICT""",
    """CREATE INDEX ix_dossier_registration_id ON dossier (registration_id)""",
)

_BEFORE = (
    """CREATE TABLE certification (
        id TEXT NOT NULL, code TEXT NOT NULL, version INTEGER NOT NULL, title TEXT NOT NULL,
        level_national INTEGER NOT NULL, level_european INTEGER, certifier_name TEXT NOT NULL,
        certifier_siret TEXT NOT NULL, registration_starts TEXT, registration_ends TEXT, sheet TEXT NOT
        NULL, scheme TEXT NOT NULL,
        CONSTRAINT pk_certification PRIMARY KEY (id),
        CONSTRAINT uq_certification_code_version UNIQUE (code, version),
        CONSTRAINT ck_certification_version CHECK (version >= 1),
        CONSTRAINT ck_certification_titled CHECK (code <> '' AND title <> ''),
        CONSTRAINT ck_certification_level_national CHECK (level_national BETWEEN 1 AND 8),
        CONSTRAINT ck_certification_level_european CHECK (level_european BETWEEN 1 AND 8),
        CONSTRAINT ck_certification_json CHECK (json_valid(sheet) AND json_valid(scheme))
    ) STRICT""",
    """CREATE TABLE assessment (
        id TEXT NOT NULL, block_id TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, title
        TEXT NOT NULL, dossier_kind TEXT, judged_by TEXT NOT NULL,
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
    """CREATE TABLE centre (
        id TEXT NOT NULL, name TEXT NOT NULL, code TEXT NOT NULL, address TEXT NOT NULL, siret TEXT NOT
        NULL,
        CONSTRAINT pk_centre PRIMARY KEY (id),
        CONSTRAINT uq_centre_code UNIQUE (code),
        CONSTRAINT ck_centre_name CHECK (length(name) BETWEEN 1 AND 200),
        CONSTRAINT ck_centre_siret CHECK (siret = '' OR (length(siret) = 14 AND siret NOT GLOB
            '*[^0-9]*'))
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
        CONSTRAINT fk_jury_session_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id) ON DELETE
            RESTRICT,
        CONSTRAINT fk_jury_session_certification_id FOREIGN KEY(certification_id) REFERENCES
            certification (id) ON DELETE RESTRICT
    ) STRICT""",
    """CREATE TABLE panel (
        id TEXT NOT NULL, session_id TEXT NOT NULL, name TEXT NOT NULL, room TEXT NOT NULL,
        CONSTRAINT pk_panel PRIMARY KEY (id),
        CONSTRAINT uq_panel_session_id_id UNIQUE (session_id, id),
        CONSTRAINT fk_panel_session_id FOREIGN KEY(session_id) REFERENCES jury_session (id) ON DELETE
            RESTRICT
    ) STRICT""",
    """CREATE TABLE juror (
        id TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL, employer TEXT NOT NULL,
        CONSTRAINT pk_juror PRIMARY KEY (id),
        CONSTRAINT ck_juror_name CHECK (length(name) BETWEEN 1 AND 200)
    ) STRICT""",
    """CREATE TABLE seat (
        id TEXT NOT NULL, panel_id TEXT NOT NULL, juror_id TEXT NOT NULL, role TEXT NOT NULL, left_at
        TEXT,
        CONSTRAINT pk_seat PRIMARY KEY (id),
        CONSTRAINT ck_seat_role CHECK (role IN ('PRESIDENT', 'PROFESSIONAL', 'CENTRE')),
        CONSTRAINT fk_seat_panel_id FOREIGN KEY(panel_id) REFERENCES panel (id) ON DELETE RESTRICT,
        CONSTRAINT fk_seat_juror_id FOREIGN KEY(juror_id) REFERENCES juror (id) ON DELETE RESTRICT
    ) STRICT""",
    """CREATE UNIQUE INDEX uq_seat_sitting_role ON seat (panel_id, role) WHERE left_at IS NULL""",
    """CREATE TABLE registration (
        id TEXT NOT NULL, session_id TEXT NOT NULL, panel_id TEXT NOT NULL, candidate_id TEXT NOT NULL,
        number TEXT NOT NULL, position INTEGER NOT NULL, access_path TEXT NOT NULL, presented TEXT NOT
        NULL, entry_level INTEGER, experience_years INTEGER, selection_passed INTEGER, entered_on TEXT,
        vae_admissible_on TEXT, accommodations TEXT NOT NULL, referent_trainer TEXT NOT NULL, employer
        TEXT NOT NULL, companion TEXT NOT NULL, attendance TEXT NOT NULL, identity_checked_by TEXT NOT
        NULL, starts_at TEXT, minutes INTEGER,
        CONSTRAINT pk_registration PRIMARY KEY (id),
        CONSTRAINT fk_registration_session_id FOREIGN KEY(session_id, panel_id) REFERENCES panel
            (session_id, id) ON DELETE RESTRICT,
        CONSTRAINT uq_registration_session_id_number UNIQUE (session_id, number),
        CONSTRAINT ck_registration_access_path CHECK (access_path IN ('STUDENT', 'APPRENTICESHIP',
            'CONTINUING_EDUCATION', 'PROFESSIONALISATION_CONTRACT', 'INDIVIDUAL', 'VAE')),
        CONSTRAINT ck_registration_attendance CHECK (attendance IN ('EXPECTED', 'PRESENT', 'ABSENT',
            'EXCUSED', 'WITHDRAWN')),
        CONSTRAINT ck_registration_number CHECK (length(number) BETWEEN 1 AND 200),
        CONSTRAINT ck_registration_presented CHECK (json_valid(presented) AND json_type(presented) =
            'array'),
        CONSTRAINT ck_registration_slot CHECK (minutes IS NULL OR minutes > 0),
        CONSTRAINT ck_registration_selection_passed CHECK (selection_passed IN (0, 1)),
        CONSTRAINT fk_registration_session_id FOREIGN KEY(session_id) REFERENCES jury_session (id) ON
            DELETE RESTRICT,
        CONSTRAINT fk_registration_candidate_id FOREIGN KEY(candidate_id) REFERENCES candidate (id) ON
            DELETE RESTRICT
    ) STRICT""",
    """CREATE INDEX ix_registration_candidate_id ON registration (candidate_id)""",
    """CREATE TABLE outside_result (
        id TEXT NOT NULL, registration_id TEXT NOT NULL, assessment_id TEXT NOT NULL, favourable INTEGER
        NOT NULL, evaluator TEXT NOT NULL, judged_on TEXT NOT NULL,
        CONSTRAINT pk_outside_result PRIMARY KEY (id),
        CONSTRAINT uq_outside_result_registration_id_assessment_id UNIQUE (registration_id, assessment_id),
        CONSTRAINT ck_outside_result_favourable CHECK (favourable IN (0, 1)),
        CONSTRAINT fk_outside_result_registration_id FOREIGN KEY(registration_id) REFERENCES
            registration (id) ON DELETE CASCADE,
        CONSTRAINT fk_outside_result_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id)
            ON DELETE RESTRICT
    ) STRICT""",
    """CREATE TABLE dossier (
        id TEXT NOT NULL, registration_id TEXT NOT NULL, kind TEXT NOT NULL, file_name TEXT NOT NULL,
        sha256 TEXT NOT NULL, size INTEGER NOT NULL, pages INTEGER NOT NULL, received_at TEXT NOT NULL,
        replaced_at TEXT,
        CONSTRAINT pk_dossier PRIMARY KEY (id),
        CONSTRAINT ck_dossier_kind CHECK (kind IN ('TERRITORY_SURVEY', 'MONOGRAPH', 'PROJECT_FILE',
            'WORK_ANALYSIS', 'THESIS', 'RELATIONAL_BOOKLET', 'NETWORK_MAP', 'VAE_FILE')),
        CONSTRAINT ck_dossier_sha256 CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
        CONSTRAINT ck_dossier_extent CHECK (size > 0 AND pages > 0),
        CONSTRAINT fk_dossier_registration_id FOREIGN KEY(registration_id) REFERENCES registration (id)
            ON DELETE CASCADE
    ) STRICT""",
    """CREATE INDEX ix_dossier_registration_id ON dossier (registration_id)""",
)

_FILLED = {
    "certification": {"panel_rules": "'{}'"},
    "assessment": {"oral_minutes": "NULL", "interview_minutes": "NULL"},
    "centre": {
        "place": "''", "phone": "''", "email": "''", "signatory": "''", "signatory_title": "''",
        "logo": "NULL", "defaults": "'{}'", "column_mappings": "'{}'",
    },
    "jury_session": {
        "panel_rules": "'{}'", "ready_at": "NULL", "ready_by": "''", "dossiers_due": "NULL",
        "planning": "'{}'",
    },
    "panel": {
        "position": "row_number() OVER (PARTITION BY session_id ORDER BY rowid)", "minutes_number": "''",
    },
    "juror": {
        "category": "NULL", "sex": "''", "email": "''", "phone": "''", "habilitated_from": "NULL",
        "habilitated_until": "NULL", "ties": "''",
    },
    "seat": {"rank": "1", "standby": "0"},
    "registration": {
        "extra_time_percent": "CASE WHEN lower(accommodations) LIKE '%tiers%temps%' THEN 33 ELSE 0 END",
    },
    "outside_result": {"points": "NULL"},
    "dossier": {},
}  # fmt: skip
"""What the new columns of each changed table hold for the rows that are there."""

_TRIGGERS = {
    "jury_session_bound": """CREATE TRIGGER jury_session_bound
        BEFORE UPDATE OF certification_id, minutes_number ON jury_session BEGIN
        SELECT RAISE(ABORT, 'jury_session.bound') WHERE NEW.minutes_number <> OLD.minutes_number
            OR (NEW.certification_id <> OLD.certification_id AND (
                (SELECT code FROM certification WHERE id = NEW.certification_id)
                    <> (SELECT code FROM certification WHERE id = OLD.certification_id)
                OR EXISTS (SELECT 1 FROM score_sheet s JOIN registration r ON r.id = s.registration_id
                    WHERE r.session_id = OLD.id))); END""",
    "jury_session_ready": """CREATE TRIGGER jury_session_ready
        BEFORE UPDATE OF certification_id, scheme, panel_rules ON jury_session
        WHEN OLD.ready_at IS NOT NULL AND NEW.ready_at IS NOT NULL AND (
            NEW.certification_id <> OLD.certification_id OR NEW.scheme <> OLD.scheme
            OR NEW.panel_rules <> OLD.panel_rules)
        BEGIN SELECT RAISE(ABORT, 'jury_session.ready'); END""",
    "recusal_insert": """CREATE TRIGGER recusal_insert BEFORE INSERT ON recusal BEGIN
        SELECT RAISE(ABORT, 'recusal.other_session') WHERE NOT EXISTS (
            SELECT 1 FROM registration r JOIN panel p ON p.session_id = r.session_id
            JOIN seat s ON s.panel_id = p.id
            WHERE r.id = NEW.registration_id AND s.id = NEW.seat_id);
        SELECT RAISE(ABORT, 'recusal.sealed') FROM score_sheet
        WHERE registration_id = NEW.registration_id AND seat_id = NEW.seat_id
            AND sealed_at IS NOT NULL; END""",
    "registration_panel": """CREATE TRIGGER registration_panel BEFORE UPDATE OF panel_id ON registration
        WHEN NEW.panel_id <> OLD.panel_id BEGIN
        SELECT RAISE(ABORT, 'registration.scored') FROM score_sheet WHERE registration_id = OLD.id; END""",
}
"""The triggers that this revision adds, or says anew."""

_TRIGGERS_BEFORE = {
    "jury_session_bound": """CREATE TRIGGER jury_session_bound
        BEFORE UPDATE OF certification_id, minutes_number ON jury_session
        WHEN NEW.certification_id <> OLD.certification_id OR NEW.minutes_number <> OLD.minutes_number
        BEGIN SELECT RAISE(ABORT, 'jury_session.bound'); END""",
    "recusal_insert": """CREATE TRIGGER recusal_insert BEFORE INSERT ON recusal BEGIN
        SELECT RAISE(ABORT, 'recusal.other_panel') WHERE NOT EXISTS (
            SELECT 1 FROM registration r JOIN seat s ON s.panel_id = r.panel_id
            WHERE r.id = NEW.registration_id AND s.id = NEW.seat_id);
        SELECT RAISE(ABORT, 'recusal.sealed') FROM score_sheet
        WHERE registration_id = NEW.registration_id AND seat_id = NEW.seat_id
            AND sealed_at IS NOT NULL; END""",
}  # fmt: skip


def upgrade() -> None:
    """Make the changed tables anew with their rows, add the new ones, put the triggers back."""
    triggers = take_triggers()
    remake(_CHANGED, _FILLED)
    for statement in _NEW_TABLES:
        run(statement)
    put_triggers(triggers | _TRIGGERS)
    run("PRAGMA user_version = 2")


def downgrade() -> None:
    """Go back; rows that the old schema cannot hold (a fourth role, another kind of dossier) refuse it."""
    triggers = take_triggers()
    drop_tables(_NEW_TABLES)
    remake(_BEFORE, _FILLED)
    kept = {name: sql for name, sql in triggers.items() if name not in _TRIGGERS}
    put_triggers(kept | _TRIGGERS_BEFORE)
    run("PRAGMA user_version = 1")
