"""Hearings: presence, timers, stand-ins, incidents, rounds, votes, advice, reading notes, ready comments.

Self-contained: what ``persistence.tables`` says later changes nothing here. Only tables and triggers are
added; no row of the earlier schema changes.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NEW_TABLES = (
    """CREATE TABLE presence (
        registration_id TEXT NOT NULL, arrived_at TEXT, left_at TEXT, excuse TEXT NOT NULL,
        document_name TEXT NOT NULL, document_sha256 TEXT,
        CONSTRAINT pk_presence PRIMARY KEY (registration_id),
        CONSTRAINT ck_presence_document CHECK ((document_sha256 IS NULL) = (document_name = '')),
        CONSTRAINT ck_presence_document_sha256 CHECK (length(document_sha256) = 64 AND document_sha256
            NOT GLOB '*[^0-9a-f]*'),
        CONSTRAINT fk_presence_registration_id FOREIGN KEY(registration_id) REFERENCES registration (id)
            ON DELETE CASCADE
    ) STRICT""",
    """CREATE TABLE timer_event (
        registration_id TEXT NOT NULL, sequence INTEGER NOT NULL, assessment_id TEXT NOT NULL, phase
        TEXT NOT NULL, act TEXT NOT NULL, at TEXT NOT NULL,
        CONSTRAINT pk_timer_event PRIMARY KEY (registration_id, sequence),
        CONSTRAINT ck_timer_event_sequence CHECK (sequence >= 1),
        CONSTRAINT ck_timer_event_phase CHECK (phase IN ('PRESENTATION', 'INTERVIEW')),
        CONSTRAINT ck_timer_event_act CHECK (act IN ('START', 'PAUSE', 'STOP', 'RESET')),
        CONSTRAINT fk_timer_event_registration_id FOREIGN KEY(registration_id) REFERENCES registration
            (id) ON DELETE RESTRICT,
        CONSTRAINT fk_timer_event_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id) ON
            DELETE RESTRICT
    ) WITHOUT ROWID, STRICT""",
    """CREATE TABLE stand_in (
        id TEXT NOT NULL, registration_id TEXT NOT NULL, seat_id TEXT NOT NULL, substitute_id TEXT, at
        TEXT NOT NULL, reason TEXT NOT NULL,
        CONSTRAINT pk_stand_in PRIMARY KEY (id),
        CONSTRAINT uq_stand_in_registration_id_seat_id UNIQUE (registration_id, seat_id),
        CONSTRAINT uq_stand_in_registration_id_substitute_id UNIQUE (registration_id, substitute_id),
        CONSTRAINT ck_stand_in_other CHECK (substitute_id IS NULL OR substitute_id <> seat_id),
        CONSTRAINT fk_stand_in_registration_id FOREIGN KEY(registration_id) REFERENCES registration (id)
            ON DELETE CASCADE,
        CONSTRAINT fk_stand_in_seat_id FOREIGN KEY(seat_id) REFERENCES seat (id) ON DELETE RESTRICT,
        CONSTRAINT fk_stand_in_substitute_id FOREIGN KEY(substitute_id) REFERENCES seat (id) ON DELETE
            RESTRICT
    ) STRICT""",
    """CREATE TABLE incident (
        id TEXT NOT NULL, panel_id TEXT NOT NULL, kind TEXT NOT NULL, happened_at TEXT NOT NULL, account
        TEXT NOT NULL, people TEXT NOT NULL, decision TEXT NOT NULL, registration_id TEXT, withdrawn_at
        TEXT,
        CONSTRAINT pk_incident PRIMARY KEY (id),
        CONSTRAINT ck_incident_kind CHECK (kind IN ('FRAUD', 'DISTURBANCE', 'TECHNICAL', 'OTHER')),
        CONSTRAINT ck_incident_account CHECK (trim(account) <> ''),
        CONSTRAINT fk_incident_panel_id FOREIGN KEY(panel_id) REFERENCES panel (id) ON DELETE RESTRICT,
        CONSTRAINT fk_incident_registration_id FOREIGN KEY(registration_id) REFERENCES registration (id)
            ON DELETE RESTRICT
    ) STRICT""",
    """CREATE INDEX ix_incident_panel_id ON incident (panel_id)""",
    """CREATE TABLE scoring_round (
        registration_id TEXT NOT NULL, block_id TEXT NOT NULL, number INTEGER NOT NULL, reason TEXT NOT
        NULL, opened_at TEXT NOT NULL,
        CONSTRAINT pk_scoring_round PRIMARY KEY (registration_id, block_id, number),
        CONSTRAINT ck_scoring_round_number CHECK (number BETWEEN 2 AND 9),
        CONSTRAINT fk_scoring_round_registration_id FOREIGN KEY(registration_id) REFERENCES registration
            (id) ON DELETE RESTRICT,
        CONSTRAINT fk_scoring_round_block_id FOREIGN KEY(block_id) REFERENCES block (id) ON DELETE
            RESTRICT
    ) WITHOUT ROWID, STRICT""",
    """CREATE TABLE vote (
        registration_id TEXT NOT NULL, block_id TEXT NOT NULL, sequence INTEGER NOT NULL, seat_id TEXT
        NOT NULL, ballot TEXT NOT NULL,
        CONSTRAINT pk_vote PRIMARY KEY (registration_id, block_id, sequence, seat_id),
        CONSTRAINT fk_vote_registration_id FOREIGN KEY(registration_id, block_id, sequence) REFERENCES
            decision (registration_id, block_id, sequence) ON DELETE RESTRICT,
        CONSTRAINT ck_vote_ballot CHECK (ballot IN ('FOR', 'AGAINST', 'DEFER')),
        CONSTRAINT fk_vote_seat_id FOREIGN KEY(seat_id) REFERENCES seat (id) ON DELETE RESTRICT
    ) WITHOUT ROWID, STRICT""",
    """CREATE TABLE advice (
        registration_id TEXT NOT NULL, block_id TEXT NOT NULL, sequence INTEGER NOT NULL, recommendation
        TEXT NOT NULL, conditions TEXT NOT NULL, given_at TEXT NOT NULL,
        CONSTRAINT pk_advice PRIMARY KEY (registration_id, block_id, sequence),
        CONSTRAINT ck_advice_sequence CHECK (sequence >= 1),
        CONSTRAINT ck_advice_length CHECK (length(recommendation) <= 10000 AND length(conditions) <=
            10000),
        CONSTRAINT fk_advice_registration_id FOREIGN KEY(registration_id) REFERENCES registration (id)
            ON DELETE RESTRICT,
        CONSTRAINT fk_advice_block_id FOREIGN KEY(block_id) REFERENCES block (id) ON DELETE RESTRICT
    ) WITHOUT ROWID, STRICT""",
    """CREATE TABLE transcription (
        sheet_id TEXT NOT NULL, typed_by TEXT NOT NULL, checked_by TEXT NOT NULL, checked_at TEXT,
        CONSTRAINT pk_transcription PRIMARY KEY (sheet_id),
        CONSTRAINT ck_transcription_named CHECK (typed_by <> '' AND (checked_at IS NULL) = (checked_by =
            '')),
        CONSTRAINT ck_transcription_two CHECK (checked_by <> typed_by),
        CONSTRAINT fk_transcription_sheet_id FOREIGN KEY(sheet_id) REFERENCES score_sheet (id) ON DELETE
            CASCADE
    ) STRICT""",
    """CREATE TABLE reading_note (
        id TEXT NOT NULL, seat_id TEXT NOT NULL, dossier_id TEXT NOT NULL, page INTEGER NOT NULL, areas
        TEXT NOT NULL, colour TEXT NOT NULL, text TEXT NOT NULL, item TEXT NOT NULL, shared INTEGER NOT
        NULL, written_at TEXT NOT NULL,
        CONSTRAINT pk_reading_note PRIMARY KEY (id),
        CONSTRAINT ck_reading_note_colour CHECK (colour IN ('YELLOW', 'GREEN', 'BLUE', 'PINK')),
        CONSTRAINT ck_reading_note_page CHECK (page >= 0),
        CONSTRAINT ck_reading_note_areas CHECK (json_valid(areas) AND json_type(areas) = 'array'),
        CONSTRAINT ck_reading_note_said CHECK (text <> '' OR areas <> '[]'),
        CONSTRAINT ck_reading_note_length CHECK (length(text) <= 10000),
        CONSTRAINT ck_reading_note_shared CHECK (shared IN (0, 1)),
        CONSTRAINT fk_reading_note_seat_id FOREIGN KEY(seat_id) REFERENCES seat (id) ON DELETE CASCADE,
        CONSTRAINT fk_reading_note_dossier_id FOREIGN KEY(dossier_id) REFERENCES dossier (id) ON DELETE
            CASCADE
    ) STRICT""",
    """CREATE INDEX ix_reading_note_dossier_id_seat_id ON reading_note (dossier_id, seat_id)""",
    """CREATE TABLE reading_place (
        seat_id TEXT NOT NULL, dossier_id TEXT NOT NULL, page INTEGER NOT NULL, "offset" INTEGER NOT
        NULL, zoom INTEGER NOT NULL,
        CONSTRAINT pk_reading_place PRIMARY KEY (seat_id, dossier_id),
        CONSTRAINT ck_reading_place_place CHECK (page >= 0 AND "offset" BETWEEN 0 AND 1000 AND zoom
            BETWEEN 0 AND 1000),
        CONSTRAINT fk_reading_place_seat_id FOREIGN KEY(seat_id) REFERENCES seat (id) ON DELETE CASCADE,
        CONSTRAINT fk_reading_place_dossier_id FOREIGN KEY(dossier_id) REFERENCES dossier (id) ON DELETE
            CASCADE
    ) STRICT""",
    """CREATE TABLE comment_template (
        id TEXT NOT NULL, text TEXT NOT NULL, position INTEGER NOT NULL,
        CONSTRAINT pk_comment_template PRIMARY KEY (id),
        CONSTRAINT ck_comment_template_text CHECK (trim(text) <> '' AND length(text) <= 10000),
        CONSTRAINT ck_comment_template_position CHECK (position >= 1)
    ) STRICT""",
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


_ROUND_RULES = (
    """CREATE TRIGGER score_sheet_round BEFORE INSERT ON score_sheet WHEN NEW.round > 1 BEGIN
        SELECT RAISE(ABORT, 'score_sheet.round_not_open') WHERE NOT EXISTS (
            SELECT 1 FROM scoring_round WHERE registration_id = NEW.registration_id
                AND block_id = NEW.block_id AND number = NEW.round); END""",
    """CREATE TRIGGER scoring_round_scored BEFORE DELETE ON scoring_round BEGIN
        SELECT RAISE(ABORT, 'scoring_round.scored') FROM score_sheet
        WHERE registration_id = OLD.registration_id AND block_id = OLD.block_id
            AND round >= OLD.number; END""",
    """CREATE TRIGGER scoring_round_no_update BEFORE UPDATE ON scoring_round
        BEGIN SELECT RAISE(ABORT, 'scoring_round.append_only'); END""",
)

_INCIDENT_RULES = tuple(
    f"""CREATE TRIGGER incident_closed_{act.lower()} BEFORE {act} ON incident BEGIN
        SELECT RAISE(ABORT, 'incident.session_closed') FROM panel p
        JOIN jury_session j ON j.id = p.session_id
        WHERE p.id = {row}.panel_id AND j.closed_at IS NOT NULL; END"""
    for act, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
)

_TRIGGERS = (
    *(rule for table in ("timer_event", "vote", "advice") for rule in _append_only(table)),
    *(
        rule
        for table in ("presence", "timer_event", "stand_in", "scoring_round", "advice")
        for rule in _closed(table)
    ),
    *_ROUND_RULES,
    *_INCIDENT_RULES,
)


def upgrade() -> None:
    """Add the tables, then their triggers."""
    for statement in (*_NEW_TABLES, *_TRIGGERS):
        _run(statement)
    _run("PRAGMA user_version = 3")


def downgrade() -> None:
    """Take the tables away with what they hold."""
    _run("DROP TRIGGER score_sheet_round")
    for statement in reversed(_NEW_TABLES):
        if statement.startswith("CREATE TABLE"):
            _run(f"DROP TABLE {statement.split()[2]}")
    _run("PRAGMA user_version = 2")


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)
