"""What minutes say of a panel (secretary, certifier's representative, members at a distance, a panel that
could not sit), the extracts signed with them, and the numbers that were reserved and will never serve.

Self-contained: what ``persistence.tables`` says later changes nothing here.
"""

from cisp_desktop.persistence.migrations.remaking import (
    drop_tables,
    put_triggers,
    remake,
    run,
    take_triggers,
)

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NEW_TABLES = (
    """CREATE TABLE minutes_extract (
        id TEXT NOT NULL, minutes_id TEXT NOT NULL, registration_id TEXT NOT NULL, snapshot TEXT NOT
        NULL, sha256 TEXT NOT NULL, closed_pdf_sha256 TEXT NOT NULL, pdf_sha256 TEXT NOT NULL, pages
        INTEGER NOT NULL,
        CONSTRAINT pk_minutes_extract PRIMARY KEY (id),
        CONSTRAINT uq_minutes_extract_minutes_id_registration_id
            UNIQUE (minutes_id, registration_id),
        CONSTRAINT ck_minutes_extract_snapshot CHECK (json_valid(snapshot)),
        CONSTRAINT ck_minutes_extract_sha256 CHECK (length(sha256) = 64 AND sha256 NOT GLOB
            '*[^0-9a-f]*'),
        CONSTRAINT ck_minutes_extract_closed_pdf_sha256 CHECK (length(closed_pdf_sha256) = 64
            AND closed_pdf_sha256 NOT GLOB '*[^0-9a-f]*'),
        CONSTRAINT ck_minutes_extract_pdf_sha256 CHECK (length(pdf_sha256) = 64 AND pdf_sha256
            NOT GLOB '*[^0-9a-f]*'),
        CONSTRAINT ck_minutes_extract_pages CHECK (pages > 0),
        CONSTRAINT fk_minutes_extract_minutes_id FOREIGN KEY(minutes_id) REFERENCES minutes (id)
            ON DELETE RESTRICT,
        CONSTRAINT fk_minutes_extract_registration_id FOREIGN KEY(registration_id) REFERENCES
            registration (id) ON DELETE RESTRICT
    ) STRICT""",
    """CREATE TABLE cancelled_number (
        number TEXT NOT NULL, session_id TEXT NOT NULL, cancelled_at TEXT NOT NULL, cancelled_by
        TEXT NOT NULL, why TEXT NOT NULL,
        CONSTRAINT pk_cancelled_number PRIMARY KEY (number),
        CONSTRAINT ck_cancelled_number_number CHECK (number <> ''),
        CONSTRAINT ck_cancelled_number_why CHECK (trim(why) <> ''),
        CONSTRAINT fk_cancelled_number_session_id FOREIGN KEY(session_id) REFERENCES
            jury_session (id) ON DELETE RESTRICT
    ) STRICT""",
)

_CHANGED = (
    """CREATE TABLE panel (
        id TEXT NOT NULL, session_id TEXT NOT NULL, name TEXT NOT NULL, room TEXT NOT NULL, position
        INTEGER NOT NULL, minutes_number TEXT NOT NULL, secretary TEXT NOT NULL, representative TEXT
        NOT NULL, could_not_sit_at TEXT, could_not_sit_why TEXT NOT NULL,
        CONSTRAINT pk_panel PRIMARY KEY (id),
        CONSTRAINT uq_panel_session_id_id UNIQUE (session_id, id),
        CONSTRAINT uq_panel_session_id_position UNIQUE (session_id, position),
        CONSTRAINT ck_panel_position CHECK (position >= 1),
        CONSTRAINT ck_panel_could_not_sit CHECK ((could_not_sit_at IS NULL) = (could_not_sit_why
            = '')),
        CONSTRAINT fk_panel_session_id FOREIGN KEY(session_id) REFERENCES jury_session (id) ON
            DELETE RESTRICT
    ) STRICT""",
    """CREATE TABLE seat (
        id TEXT NOT NULL, panel_id TEXT NOT NULL, juror_id TEXT NOT NULL, role TEXT NOT NULL,
        left_at TEXT, rank INTEGER NOT NULL, standby INTEGER NOT NULL, remote TEXT NOT NULL,
        CONSTRAINT pk_seat PRIMARY KEY (id),
        CONSTRAINT ck_seat_role CHECK (role IN ('PRESIDENT', 'PROFESSIONAL', 'TRAINER',
            'ACADEMIC', 'CENTRE', 'MEMBER')),
        CONSTRAINT ck_seat_rank CHECK (rank BETWEEN 1 AND 12),
        CONSTRAINT ck_seat_standby CHECK (standby IN (0, 1)),
        CONSTRAINT fk_seat_panel_id FOREIGN KEY(panel_id) REFERENCES panel (id) ON DELETE
            RESTRICT,
        CONSTRAINT fk_seat_juror_id FOREIGN KEY(juror_id) REFERENCES juror (id) ON DELETE
            RESTRICT
    ) STRICT""",
    """CREATE UNIQUE INDEX uq_seat_sitting_role ON seat (panel_id, role, rank) WHERE left_at IS NULL
        AND standby = 0""",
)

_BEFORE = (
    """CREATE TABLE panel (
        id TEXT NOT NULL, session_id TEXT NOT NULL, name TEXT NOT NULL, room TEXT NOT NULL, position
        INTEGER NOT NULL, minutes_number TEXT NOT NULL,
        CONSTRAINT pk_panel PRIMARY KEY (id),
        CONSTRAINT uq_panel_session_id_id UNIQUE (session_id, id),
        CONSTRAINT uq_panel_session_id_position UNIQUE (session_id, position),
        CONSTRAINT ck_panel_position CHECK (position >= 1),
        CONSTRAINT fk_panel_session_id FOREIGN KEY(session_id) REFERENCES jury_session (id) ON
            DELETE RESTRICT
    ) STRICT""",
    """CREATE TABLE seat (
        id TEXT NOT NULL, panel_id TEXT NOT NULL, juror_id TEXT NOT NULL, role TEXT NOT NULL,
        left_at TEXT, rank INTEGER NOT NULL, standby INTEGER NOT NULL,
        CONSTRAINT pk_seat PRIMARY KEY (id),
        CONSTRAINT ck_seat_role CHECK (role IN ('PRESIDENT', 'PROFESSIONAL', 'TRAINER',
            'ACADEMIC', 'CENTRE', 'MEMBER')),
        CONSTRAINT ck_seat_rank CHECK (rank BETWEEN 1 AND 12),
        CONSTRAINT ck_seat_standby CHECK (standby IN (0, 1)),
        CONSTRAINT fk_seat_panel_id FOREIGN KEY(panel_id) REFERENCES panel (id) ON DELETE
            RESTRICT,
        CONSTRAINT fk_seat_juror_id FOREIGN KEY(juror_id) REFERENCES juror (id) ON DELETE
            RESTRICT
    ) STRICT""",
    """CREATE UNIQUE INDEX uq_seat_sitting_role ON seat (panel_id, role, rank) WHERE left_at IS NULL
        AND standby = 0""",
)

_FILLED = {
    "panel": {
        "secretary": "''",
        "representative": "''",
        "could_not_sit_at": "NULL",
        "could_not_sit_why": "''",
    },
    "seat": {"remote": "''"},
}
"""What the new columns of each changed table hold for the rows that are there."""

_TRIGGERS = {
    "minutes_extract_frozen": """CREATE TRIGGER minutes_extract_frozen
        BEFORE UPDATE OF id, minutes_id, registration_id, snapshot, sha256, closed_pdf_sha256, pages
            ON minutes_extract
        BEGIN SELECT RAISE(ABORT, 'minutes_extract.frozen'); END""",
    "minutes_extract_ended": """CREATE TRIGGER minutes_extract_ended BEFORE UPDATE ON minutes_extract
        BEGIN SELECT RAISE(ABORT, 'minutes_extract.ended') FROM minutes
        WHERE id = OLD.minutes_id AND ending IS NOT NULL; END""",
    "minutes_extract_no_delete": """CREATE TRIGGER minutes_extract_no_delete BEFORE DELETE ON minutes_extract
        BEGIN SELECT RAISE(ABORT, 'minutes_extract.append_only'); END""",
    **{
        f"cancelled_number_no_{act.lower()}": f"""CREATE TRIGGER cancelled_number_no_{act.lower()}
        BEFORE {act} ON cancelled_number BEGIN SELECT RAISE(ABORT, 'cancelled_number.append_only'); END"""
        for act in ("UPDATE", "DELETE")
    },
}
"""The triggers that this revision adds."""


def upgrade() -> None:
    """Make the changed tables anew with their rows, add the new ones, put the triggers back."""
    triggers = take_triggers()
    remake(_CHANGED, _FILLED)
    for statement in _NEW_TABLES:
        run(statement)
    put_triggers(triggers | _TRIGGERS)
    run("PRAGMA user_version = 5")


def downgrade() -> None:
    """Go back: what the old schema has no place for is lost, as the backup made before says."""
    triggers = take_triggers()
    drop_tables(_NEW_TABLES)
    remake(_BEFORE, _FILLED)
    put_triggers({name: sql for name, sql in triggers.items() if name not in _TRIGGERS})
    run("PRAGMA user_version = 4")
