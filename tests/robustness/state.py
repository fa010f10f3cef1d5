"""Everything that a workspace holds, to compare before and after: rows of all tables, files of the vault."""

from pathlib import Path

from sqlalchemy import select

from cisp_desktop.persistence import tables
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import PASSPHRASE, make_store

Rows = dict[str, list[tuple[object, ...]]]


def rows_of(workspace: SqlWorkspace) -> Rows:
    """Return every row of every table; the vault's hashes as one more table."""
    found: Rows = {}
    with workspace._reading.connect() as connection:
        for table in tables.metadata.sorted_tables:
            found[table.name] = sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
    found["vault"] = [(path.name,) for path in workspace.vault.files()]
    return found


def state_of(folder: Path) -> Rows:
    """Open the workspace as the next start would, and return its rows; fails when it is not sound."""
    workspace = make_store().open(folder, PASSPHRASE)
    try:
        assert workspace.check() == []
        return rows_of(workspace)
    finally:
        workspace.abandon()


def without(state: Rows, *names: str) -> Rows:
    """Leave tables out of a comparison: what a refused act may well write (a wrong code is counted)."""
    return {name: rows for name, rows in state.items() if name not in names}
