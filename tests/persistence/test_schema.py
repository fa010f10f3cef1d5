from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CheckConstraint, CreateIndex, CreateTable

from cisp_desktop.domain.errors import StorageError
from cisp_desktop.persistence import schema
from cisp_desktop.persistence.engine import writing_engine
from cisp_desktop.persistence.header import Key
from cisp_desktop.persistence.tables import metadata
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, score_by_all


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """A connection to an empty encrypted database."""
    engine = writing_engine(tmp_path / "empty.db", Key(b"k" * 32, b"s" * 16))
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def objects(connection: Connection) -> dict[str, str]:
    """Every table, index and trigger with its SQL, spaces apart."""
    rows = connection.execute(
        text("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'dossier_text%'")
    ).all()
    connection.rollback()
    return {name: _flat(sql) for name, sql in rows}


def _flat(sql: str) -> str:
    return " ".join(sql.split()).replace("( ", "(").replace(" )", ")")


def test_head_is_the_last_revision() -> None:
    scripts = ScriptDirectory(str(Path(schema.__file__).with_name("migrations")))
    assert scripts.get_heads() == [schema.revision_of(schema.HEAD)]
    assert [r.revision for r in scripts.walk_revisions()] == [
        schema.revision_of(version) for version in range(schema.HEAD, 0, -1)
    ]


def test_the_migrations_make_what_the_tables_say(connection: Connection) -> None:
    schema.migrate(connection)
    context = MigrationContext.configure(
        connection,
        opts={
            "compare_type": True,
            "include_name": lambda name, kind, _: not (name or "").startswith("dossier_text"),
        },
    )
    assert compare_metadata(context, metadata) == []
    inspector = inspect(connection)
    for table in metadata.sorted_tables:
        found = {str(c["name"]): _flat(c["sqltext"]) for c in inspector.get_check_constraints(table.name)}
        said = {
            str(c.name): _flat(str(c.sqltext)) for c in table.constraints if isinstance(c, CheckConstraint)
        }
        assert found == said


def test_the_migrations_make_each_table_letter_for_letter(connection: Connection) -> None:
    schema.migrate(connection)
    made = objects(connection)
    dialect = sqlite.dialect()  # type: ignore[no-untyped-call]
    for table in metadata.sorted_tables:
        assert made[table.name] == _flat(str(CreateTable(table).compile(dialect=dialect)))
        for index in table.indexes:
            assert made[str(index.name)] == _flat(str(CreateIndex(index).compile(dialect=dialect)))


def test_every_table_is_strict(connection: Connection) -> None:
    schema.migrate(connection)
    lax = connection.execute(
        text(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0"
            " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'dossier_text%'"
        )
    ).scalars()
    assert set(lax) == {"alembic_version"}


def test_down_and_up_again_gives_the_same_schema(connection: Connection) -> None:
    schema.migrate(connection)
    first = objects(connection)
    assert schema.versions(connection) == (schema.APPLICATION_ID, schema.HEAD)
    schema.migrate(connection, to=0)
    assert set(objects(connection)) == {"alembic_version"}
    assert schema.versions(connection) == (0, 0)
    schema.migrate(connection)
    assert objects(connection) == first


def test_a_migration_with_data_keeps_every_row(workspace: SqlWorkspace, session: SessionMade) -> None:
    score_by_all(workspace, session, session.registrations[0])
    with workspace._writing.connect() as opened:
        before = schema._row_counts(opened)
        opened.rollback()
        schema.migrate(opened)
        assert schema._row_counts(opened) == before
        opened.rollback()
        schema.migrate(opened, to=0)
        assert schema.versions(opened) == (0, 0)


def test_the_backup_comes_before_the_migration_and_only_then(connection: Connection) -> None:
    seen: list[int] = []
    schema.migrate(connection, before=lambda: seen.append(schema.versions(connection)[1]))
    schema.migrate(connection, before=lambda: seen.append(99))
    assert seen == [0]


def test_a_migration_that_fails_leaves_the_old_schema(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise StorageError("workspace.migration", detail="rows:candidate")

    monkeypatch.setattr(schema, "_check", broken)
    with pytest.raises(StorageError):
        schema.migrate(connection)
    assert objects(connection) == {}
    assert schema._pragma(connection, "foreign_keys") == 1


@pytest.mark.parametrize(
    ("damage", "detail"),
    [
        ("DELETE FROM outside_result", "rows:outside_result"),
        ("INSERT INTO held_block VALUES ('h', 'nobody', 'BC01', NULL, NULL, '')", "foreign_key:held_block"),
    ],
)
def test_lost_rows_and_orphans_are_found_before_commit(
    workspace: SqlWorkspace, session: SessionMade, damage: str, detail: str
) -> None:
    assessment = session.certification.blocks[0].assessments[0].id
    with workspace._writing.connect() as opened:
        opened.execute(
            text("INSERT INTO outside_result VALUES ('o', :r, :a, 1, 'Formatrice', '2022-12-01', NULL)"),
            {"r": session.registrations[0], "a": assessment},
        )
        opened.commit()
        schema._pragma(opened, "foreign_keys = OFF")
        with opened.begin():
            counts = schema._row_counts(opened)
            opened.exec_driver_sql(damage)
            with pytest.raises(StorageError) as caught:
                schema._check(opened, counts, to=schema.HEAD)
            assert caught.value.values == {"detail": detail}
            opened.rollback()
