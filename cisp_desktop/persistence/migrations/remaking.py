"""Making tables anew within a revision, where SQLite cannot alter them.

A changed table is copied, dropped and made again under its own name, its rows in their order; triggers are
taken away meanwhile and put back, so that none fires on a copy. Must not know what any table says.
"""

from collections.abc import Mapping

from alembic import op

Filled = Mapping[str, Mapping[str, str]]
"""By changed table and new column, the SQL of what a row that is there holds; « rowid » is the row's."""


def take_triggers() -> dict[str, str]:
    """Drop every trigger and return them by name."""
    rows = op.get_bind().exec_driver_sql("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    triggers = {str(name): str(sql) for name, sql in rows.all()}
    for name in triggers:
        run(f"DROP TRIGGER {name}")
    return triggers


def put_triggers(triggers: Mapping[str, str]) -> None:
    """Make the triggers again."""
    for sql in triggers.values():
        run(sql)


def remake(statements: tuple[str, ...], filled: Filled) -> None:
    """Make each table anew, in the order of its rows; its indexes follow it in ``statements``."""
    for statement in statements:
        if not statement.startswith("CREATE TABLE"):
            run(statement)
            continue
        table = table_of(statement)
        before = _columns(table)
        run(f"CREATE TEMP TABLE kept AS SELECT rowid AS kept_order, * FROM {table}")
        run(f"DROP TABLE {table}")
        run(statement)
        named = ", ".join(f'"{name}"' for name in _columns(table))
        values = ", ".join(
            f'"{name}"' if name in before else filled[table][name].replace("rowid", "kept_order")
            for name in _columns(table)
        )
        run(f"INSERT INTO {table} ({named}) SELECT {values} FROM kept ORDER BY kept_order")
        run("DROP TABLE kept")


def drop_tables(statements: tuple[str, ...]) -> None:
    """Drop the tables that ``statements`` made, the last first."""
    for statement in reversed(statements):
        if statement.startswith("CREATE TABLE"):
            run(f"DROP TABLE {table_of(statement)}")


def table_of(statement: str) -> str:
    """Return the name of the table that a statement makes."""
    return statement.split()[2]


def _columns(table: str) -> list[str]:
    rows = op.get_bind().exec_driver_sql(f"SELECT name FROM pragma_table_info('{table}')")
    return [name for (name,) in rows]


def run(statement: str) -> None:
    """Execute one statement as it stands."""
    op.get_bind().exec_driver_sql(statement)
