"""The life of minutes: versions, refusals, cancelling, rectifying, scans; and the documents issued after the
jury, with the wording that a centre chose for them.

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

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NEW_TABLES = (
    """CREATE TABLE minutes_scan (
        id TEXT NOT NULL, minutes_id TEXT NOT NULL, sha256 TEXT NOT NULL, file_name TEXT NOT NULL,
        pages INTEGER NOT NULL, attached_at TEXT NOT NULL, attached_by TEXT NOT NULL,
        CONSTRAINT pk_minutes_scan PRIMARY KEY (id),
        CONSTRAINT uq_minutes_scan_minutes_id_sha256 UNIQUE (minutes_id, sha256),
        CONSTRAINT ck_minutes_scan_sha256 CHECK (length(sha256) = 64 AND sha256 NOT GLOB
            '*[^0-9a-f]*'),
        CONSTRAINT ck_minutes_scan_pages CHECK (pages > 0),
        CONSTRAINT fk_minutes_scan_minutes_id FOREIGN KEY(minutes_id) REFERENCES minutes (id) ON
            DELETE RESTRICT
    ) STRICT""",
    """CREATE TABLE rectification (
        id TEXT NOT NULL, session_id TEXT NOT NULL, minutes_id TEXT NOT NULL, ground TEXT NOT NULL,
        reason TEXT NOT NULL, opened_by TEXT NOT NULL, opened_at TEXT NOT NULL, ended_at TEXT,
        CONSTRAINT pk_rectification PRIMARY KEY (id),
        CONSTRAINT ck_rectification_ground CHECK (ground IN ('CLERICAL', 'DECISION')),
        CONSTRAINT ck_rectification_reason CHECK (trim(reason) <> ''),
        CONSTRAINT fk_rectification_session_id FOREIGN KEY(session_id) REFERENCES jury_session
            (id) ON DELETE RESTRICT,
        CONSTRAINT fk_rectification_minutes_id FOREIGN KEY(minutes_id) REFERENCES minutes (id)
            ON DELETE RESTRICT
    ) STRICT""",
    """CREATE UNIQUE INDEX ix_rectification_open ON rectification (session_id) WHERE ended_at IS NULL""",
    """CREATE TABLE issued_document (
        id TEXT NOT NULL, kind TEXT NOT NULL, session_id TEXT NOT NULL, registration_id TEXT,
        seat_id TEXT, block_id TEXT, code TEXT NOT NULL, snapshot TEXT NOT NULL, sha256 TEXT NOT
        NULL, pdf_sha256 TEXT NOT NULL, pages INTEGER NOT NULL, issued_at TEXT NOT NULL,
        duplicate_of TEXT,
        CONSTRAINT pk_issued_document PRIMARY KEY (id),
        CONSTRAINT uq_issued_document_code UNIQUE (code),
        CONSTRAINT ck_issued_document_kind CHECK (kind IN ('DECISION_NOTICE',
            'SUCCESS_ATTESTATION', 'CANDIDATE_PRESENCE', 'JUROR_PRESENCE', 'JUROR_EXPENSES',
            'BLOCK_CERTIFICATE', 'CERTIFICATE', 'ATTENDANCE_LIST', 'INDIVIDUAL_GRIDS',
            'AGREED_GRIDS', 'ACCESS_PACK')),
        CONSTRAINT ck_issued_document_code CHECK (code <> ''),
        CONSTRAINT ck_issued_document_snapshot CHECK (json_valid(snapshot)),
        CONSTRAINT ck_issued_document_pages CHECK (pages > 0),
        CONSTRAINT ck_issued_document_sha256 CHECK (length(sha256) = 64 AND sha256 NOT GLOB
            '*[^0-9a-f]*'),
        CONSTRAINT ck_issued_document_pdf_sha256 CHECK (length(pdf_sha256) = 64 AND pdf_sha256
            NOT GLOB '*[^0-9a-f]*'),
        CONSTRAINT fk_issued_document_session_id FOREIGN KEY(session_id) REFERENCES jury_session
            (id) ON DELETE RESTRICT,
        CONSTRAINT fk_issued_document_registration_id FOREIGN KEY(registration_id) REFERENCES
            registration (id) ON DELETE RESTRICT,
        CONSTRAINT fk_issued_document_seat_id FOREIGN KEY(seat_id) REFERENCES seat (id) ON
            DELETE RESTRICT,
        CONSTRAINT fk_issued_document_block_id FOREIGN KEY(block_id) REFERENCES block (id) ON
            DELETE RESTRICT,
        CONSTRAINT fk_issued_document_duplicate_of FOREIGN KEY(duplicate_of) REFERENCES
            issued_document (id) ON DELETE RESTRICT
    ) STRICT""",
    """CREATE INDEX ix_issued_document_registration_id ON issued_document (registration_id)""",
    """CREATE INDEX ix_issued_document_session_id ON issued_document (session_id)""",
    """CREATE TABLE document_template (
        id TEXT NOT NULL, centre_id TEXT NOT NULL, kind TEXT NOT NULL, content TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        CONSTRAINT pk_document_template PRIMARY KEY (id),
        CONSTRAINT uq_document_template_centre_id_kind UNIQUE (centre_id, kind),
        CONSTRAINT ck_document_template_content CHECK (json_valid(content)),
        CONSTRAINT fk_document_template_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id)
            ON DELETE CASCADE
    ) STRICT""",
)

_CHANGED = (
    """CREATE TABLE jury_session (
        id TEXT NOT NULL, centre_id TEXT NOT NULL, certification_id TEXT NOT NULL, starts TEXT NOT
        NULL, ends TEXT NOT NULL, place TEXT NOT NULL, minutes_number TEXT NOT NULL, scheme TEXT NOT
        NULL, demonstration INTEGER NOT NULL, deliberation_opened_at TEXT, closed_at TEXT,
        panel_rules TEXT NOT NULL, ready_at TEXT, ready_by TEXT NOT NULL, dossiers_due TEXT,
        planning TEXT NOT NULL, cancelled_at TEXT, cancelled_by TEXT NOT NULL, cancelled_why TEXT
        NOT NULL,
        CONSTRAINT pk_jury_session PRIMARY KEY (id),
        CONSTRAINT uq_jury_session_minutes_number UNIQUE (minutes_number),
        CONSTRAINT ck_jury_session_dates CHECK (starts <= ends),
        CONSTRAINT ck_jury_session_cancelled CHECK ((cancelled_at IS NULL) = (cancelled_why =
            '')),
        CONSTRAINT ck_jury_session_minutes_number CHECK (minutes_number <> ''),
        CONSTRAINT ck_jury_session_json CHECK (json_valid(scheme) AND json_valid(panel_rules)
            AND json_valid(planning)),
        CONSTRAINT ck_jury_session_ready CHECK ((ready_at IS NULL) = (ready_by = '')),
        CONSTRAINT ck_jury_session_demonstration CHECK (demonstration IN (0, 1)),
        CONSTRAINT fk_jury_session_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id) ON
            DELETE RESTRICT,
        CONSTRAINT fk_jury_session_certification_id FOREIGN KEY(certification_id) REFERENCES
            certification (id) ON DELETE RESTRICT
    ) STRICT""",
    """CREATE TABLE minutes (
        id TEXT NOT NULL, session_id TEXT NOT NULL, panel_id TEXT NOT NULL, number TEXT NOT NULL,
        snapshot TEXT NOT NULL, sha256 TEXT NOT NULL, closed_pdf_sha256 TEXT NOT NULL, pdf_sha256
        TEXT NOT NULL, pages INTEGER NOT NULL, closed_at TEXT NOT NULL, version INTEGER NOT NULL,
        rectifies_id TEXT, ground TEXT, rectification TEXT NOT NULL, route TEXT, ending TEXT,
        ended_at TEXT, ended_by TEXT NOT NULL, ended_why TEXT NOT NULL,
        CONSTRAINT pk_minutes PRIMARY KEY (id),
        CONSTRAINT uq_minutes_number_version UNIQUE (number, version),
        CONSTRAINT ck_minutes_version CHECK (version >= 1),
        CONSTRAINT ck_minutes_rectifies CHECK ((rectifies_id IS NULL) = (ground IS NULL)),
        CONSTRAINT ck_minutes_ended CHECK ((ending IS NULL) = (ended_at IS NULL) AND (ending IS
            NULL) = (ended_why = '')),
        CONSTRAINT ck_minutes_ground CHECK (ground IN ('CLERICAL', 'DECISION')),
        CONSTRAINT ck_minutes_route CHECK (route IN ('SCREEN', 'PAPER')),
        CONSTRAINT ck_minutes_ending CHECK (ending IN ('REOPENED', 'CANCELLED')),
        CONSTRAINT ck_minutes_snapshot CHECK (json_valid(snapshot)),
        CONSTRAINT ck_minutes_sha256 CHECK (length(sha256) = 64 AND sha256 NOT GLOB
            '*[^0-9a-f]*'),
        CONSTRAINT ck_minutes_closed_pdf_sha256 CHECK (length(closed_pdf_sha256) = 64 AND
            closed_pdf_sha256 NOT GLOB '*[^0-9a-f]*'),
        CONSTRAINT ck_minutes_pdf_sha256 CHECK (length(pdf_sha256) = 64 AND pdf_sha256 NOT GLOB
            '*[^0-9a-f]*'),
        CONSTRAINT ck_minutes_pages CHECK (pages > 0),
        CONSTRAINT fk_minutes_session_id FOREIGN KEY(session_id) REFERENCES jury_session (id) ON
            DELETE RESTRICT,
        CONSTRAINT fk_minutes_panel_id FOREIGN KEY(panel_id) REFERENCES panel (id) ON DELETE
            RESTRICT,
        CONSTRAINT fk_minutes_rectifies_id FOREIGN KEY(rectifies_id) REFERENCES minutes (id) ON
            DELETE RESTRICT
    ) STRICT""",
    """CREATE INDEX ix_minutes_session_id ON minutes (session_id)""",
    """CREATE TABLE minutes_signature (
        id TEXT NOT NULL, minutes_id TEXT NOT NULL, seat_id TEXT NOT NULL, position INTEGER NOT
        NULL, name TEXT NOT NULL, field_name TEXT NOT NULL, signed_at TEXT, pdf_sha256 TEXT,
        refused_at TEXT, refusal TEXT NOT NULL,
        CONSTRAINT pk_minutes_signature PRIMARY KEY (id),
        CONSTRAINT uq_minutes_signature_minutes_id_seat_id UNIQUE (minutes_id, seat_id),
        CONSTRAINT uq_minutes_signature_minutes_id_position UNIQUE (minutes_id, position),
        CONSTRAINT ck_minutes_signature_signed CHECK ((signed_at IS NULL) = (pdf_sha256 IS
            NULL)),
        CONSTRAINT ck_minutes_signature_refused CHECK ((refused_at IS NULL) = (trim(refusal) =
            '')),
        CONSTRAINT ck_minutes_signature_either CHECK (signed_at IS NULL OR refused_at IS NULL),
        CONSTRAINT ck_minutes_signature_pdf_sha256 CHECK (length(pdf_sha256) = 64 AND pdf_sha256
            NOT GLOB '*[^0-9a-f]*'),
        CONSTRAINT fk_minutes_signature_minutes_id FOREIGN KEY(minutes_id) REFERENCES minutes
            (id) ON DELETE RESTRICT,
        CONSTRAINT fk_minutes_signature_seat_id FOREIGN KEY(seat_id) REFERENCES seat (id) ON
            DELETE RESTRICT
    ) STRICT""",
)

_BEFORE = (
    """CREATE TABLE jury_session (
        id TEXT NOT NULL, centre_id TEXT NOT NULL, certification_id TEXT NOT NULL, starts TEXT NOT
        NULL, ends TEXT NOT NULL, place TEXT NOT NULL, minutes_number TEXT NOT NULL, scheme TEXT NOT
        NULL, demonstration INTEGER NOT NULL, deliberation_opened_at TEXT, closed_at TEXT,
        panel_rules TEXT NOT NULL, ready_at TEXT, ready_by TEXT NOT NULL, dossiers_due TEXT,
        planning TEXT NOT NULL,
        CONSTRAINT pk_jury_session PRIMARY KEY (id),
        CONSTRAINT uq_jury_session_minutes_number UNIQUE (minutes_number),
        CONSTRAINT ck_jury_session_dates CHECK (starts <= ends),
        CONSTRAINT ck_jury_session_minutes_number CHECK (minutes_number <> ''),
        CONSTRAINT ck_jury_session_json CHECK (json_valid(scheme) AND json_valid(panel_rules)
            AND json_valid(planning)),
        CONSTRAINT ck_jury_session_ready CHECK ((ready_at IS NULL) = (ready_by = '')),
        CONSTRAINT ck_jury_session_demonstration CHECK (demonstration IN (0, 1)),
        CONSTRAINT fk_jury_session_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id) ON
            DELETE RESTRICT,
        CONSTRAINT fk_jury_session_certification_id FOREIGN KEY(certification_id) REFERENCES
            certification (id) ON DELETE RESTRICT
    ) STRICT""",
    """CREATE TABLE minutes (
        id TEXT NOT NULL, session_id TEXT NOT NULL, panel_id TEXT NOT NULL, number TEXT NOT NULL,
        snapshot TEXT NOT NULL, sha256 TEXT NOT NULL, closed_pdf_sha256 TEXT NOT NULL, pdf_sha256
        TEXT NOT NULL, pages INTEGER NOT NULL, closed_at TEXT NOT NULL,
        CONSTRAINT pk_minutes PRIMARY KEY (id),
        CONSTRAINT uq_minutes_number UNIQUE (number),
        CONSTRAINT ck_minutes_snapshot CHECK (json_valid(snapshot)),
        CONSTRAINT ck_minutes_sha256 CHECK (length(sha256) = 64 AND sha256 NOT GLOB
            '*[^0-9a-f]*'),
        CONSTRAINT ck_minutes_closed_pdf_sha256 CHECK (length(closed_pdf_sha256) = 64 AND
            closed_pdf_sha256 NOT GLOB '*[^0-9a-f]*'),
        CONSTRAINT ck_minutes_pdf_sha256 CHECK (length(pdf_sha256) = 64 AND pdf_sha256 NOT GLOB
            '*[^0-9a-f]*'),
        CONSTRAINT ck_minutes_pages CHECK (pages > 0),
        CONSTRAINT fk_minutes_session_id FOREIGN KEY(session_id) REFERENCES jury_session (id) ON
            DELETE RESTRICT,
        CONSTRAINT fk_minutes_panel_id FOREIGN KEY(panel_id) REFERENCES panel (id) ON DELETE
            RESTRICT
    ) STRICT""",
    """CREATE INDEX ix_minutes_session_id ON minutes (session_id)""",
    """CREATE TABLE minutes_signature (
        id TEXT NOT NULL, minutes_id TEXT NOT NULL, seat_id TEXT NOT NULL, position INTEGER NOT
        NULL, name TEXT NOT NULL, field_name TEXT NOT NULL, signed_at TEXT, pdf_sha256 TEXT,
        CONSTRAINT pk_minutes_signature PRIMARY KEY (id),
        CONSTRAINT uq_minutes_signature_minutes_id_seat_id UNIQUE (minutes_id, seat_id),
        CONSTRAINT uq_minutes_signature_minutes_id_position UNIQUE (minutes_id, position),
        CONSTRAINT ck_minutes_signature_signed CHECK ((signed_at IS NULL) = (pdf_sha256 IS
            NULL)),
        CONSTRAINT ck_minutes_signature_pdf_sha256 CHECK (length(pdf_sha256) = 64 AND pdf_sha256
            NOT GLOB '*[^0-9a-f]*'),
        CONSTRAINT fk_minutes_signature_minutes_id FOREIGN KEY(minutes_id) REFERENCES minutes
            (id) ON DELETE RESTRICT,
        CONSTRAINT fk_minutes_signature_seat_id FOREIGN KEY(seat_id) REFERENCES seat (id) ON
            DELETE RESTRICT
    ) STRICT""",
)

_FILLED = {
    "jury_session": {"cancelled_at": "NULL", "cancelled_by": "''", "cancelled_why": "''"},
    "minutes": {
        "version": "1",
        "rectifies_id": "NULL",
        "ground": "NULL",
        "rectification": "''",
        "route": "CASE WHEN pdf_sha256 <> closed_pdf_sha256 THEN 'SCREEN' END",
        "ending": "NULL",
        "ended_at": "NULL",
        "ended_by": "''",
        "ended_why": "''",
    },
    "minutes_signature": {"refused_at": "NULL", "refusal": "''"},
}
"""What the new columns of each changed table hold for the rows that are there."""

_TRIGGERS = {
    "jury_session_bound": """CREATE TRIGGER jury_session_bound
        BEFORE UPDATE OF certification_id, minutes_number ON jury_session BEGIN
        SELECT RAISE(ABORT, 'jury_session.bound') WHERE (NEW.minutes_number <> OLD.minutes_number
                AND NOT EXISTS (SELECT 1 FROM minutes
                    WHERE number = OLD.minutes_number AND ending = 'CANCELLED'))
            OR (NEW.certification_id <> OLD.certification_id AND (
                (SELECT code FROM certification WHERE id = NEW.certification_id)
                    <> (SELECT code FROM certification WHERE id = OLD.certification_id)
                OR EXISTS (SELECT 1 FROM score_sheet s JOIN registration r ON r.id = s.registration_id
                    WHERE r.session_id = OLD.id))); END""",
    "jury_session_closed_update": """CREATE TRIGGER jury_session_closed_update BEFORE UPDATE ON jury_session
        WHEN OLD.closed_at IS NOT NULL BEGIN
        SELECT RAISE(ABORT, 'jury_session.closed') WHERE NEW.closed_at IS NOT NULL OR NOT (
            EXISTS (SELECT 1 FROM rectification WHERE session_id = OLD.id AND ended_at IS NULL)
            OR (EXISTS (SELECT 1 FROM minutes WHERE session_id = OLD.id)
                AND NOT EXISTS (SELECT 1 FROM minutes WHERE session_id = OLD.id AND ending IS NULL))); END""",
    "minutes_frozen": """CREATE TRIGGER minutes_frozen
        BEFORE UPDATE OF id, session_id, panel_id, number, snapshot, sha256, closed_pdf_sha256, pages,
            closed_at, version, rectifies_id, ground, rectification ON minutes
        BEGIN SELECT RAISE(ABORT, 'minutes.frozen'); END""",
    "minutes_ended": """CREATE TRIGGER minutes_ended BEFORE UPDATE ON minutes WHEN OLD.ending IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'minutes.ended'); END""",
    "minutes_route": """CREATE TRIGGER minutes_route BEFORE UPDATE OF route ON minutes
        WHEN OLD.route IS NOT NULL AND NEW.route IS NOT OLD.route
        BEGIN SELECT RAISE(ABORT, 'minutes.route'); END""",
    "minutes_signature_ended": """CREATE TRIGGER minutes_signature_ended BEFORE UPDATE ON minutes_signature
        BEGIN SELECT RAISE(ABORT, 'minutes_signature.ended') FROM minutes
        WHERE id = OLD.minutes_id AND ending IS NOT NULL; END""",
    "rectification_no_delete": """CREATE TRIGGER rectification_no_delete BEFORE DELETE ON rectification
        BEGIN SELECT RAISE(ABORT, 'rectification.append_only'); END""",
    "rectification_ended": """CREATE TRIGGER rectification_ended BEFORE UPDATE ON rectification
        WHEN OLD.ended_at IS NOT NULL OR NEW.minutes_id <> OLD.minutes_id OR NEW.reason <> OLD.reason
            OR NEW.ground <> OLD.ground
        BEGIN SELECT RAISE(ABORT, 'rectification.append_only'); END""",
    **{
        f"{table}_no_{act.lower()}": f"""CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
        BEGIN SELECT RAISE(ABORT, '{table}.append_only'); END"""
        for table in ("minutes_scan", "issued_document")
        for act in ("UPDATE", "DELETE")
    },
}
"""The triggers that this revision adds, or says anew."""

_TRIGGERS_BEFORE = {
    "jury_session_bound": """CREATE TRIGGER jury_session_bound
        BEFORE UPDATE OF certification_id, minutes_number ON jury_session BEGIN
        SELECT RAISE(ABORT, 'jury_session.bound') WHERE NEW.minutes_number <> OLD.minutes_number
            OR (NEW.certification_id <> OLD.certification_id AND (
                (SELECT code FROM certification WHERE id = NEW.certification_id)
                    <> (SELECT code FROM certification WHERE id = OLD.certification_id)
                OR EXISTS (SELECT 1 FROM score_sheet s JOIN registration r ON r.id = s.registration_id
                    WHERE r.session_id = OLD.id))); END""",
    "jury_session_closed_update": """CREATE TRIGGER jury_session_closed_update BEFORE UPDATE ON jury_session
        WHEN OLD.closed_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'jury_session.closed'); END""",
    "minutes_frozen": """CREATE TRIGGER minutes_frozen
        BEFORE UPDATE OF id, session_id, panel_id, number, snapshot, sha256, closed_pdf_sha256, pages,
            closed_at ON minutes BEGIN SELECT RAISE(ABORT, 'minutes.frozen'); END""",
}


def upgrade() -> None:
    """Make the changed tables anew with their rows, add the new ones, put the triggers back."""
    triggers = take_triggers()
    remake(_CHANGED, _FILLED)
    for statement in _NEW_TABLES:
        run(statement)
    put_triggers(triggers | _TRIGGERS)
    run("PRAGMA user_version = 4")


def downgrade() -> None:
    """Go back; what the old schema cannot hold (two versions under one number) refuses it."""
    triggers = take_triggers()
    drop_tables(_NEW_TABLES)
    remake(_BEFORE, _FILLED)
    kept = {name: sql for name, sql in triggers.items() if name not in _TRIGGERS}
    put_triggers(kept | _TRIGGERS_BEFORE)
    run("PRAGMA user_version = 3")
