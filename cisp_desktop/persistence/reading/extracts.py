"""Reads the extracts of minutes. Must not know who asks."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, func, literal_column, select

from cisp_desktop.application.queries_minutes import ExtractRow
from cisp_desktop.persistence import tables


def minutes_extracts(connection: Connection, minutes_id: str) -> list[ExtractRow]:
    """Return the extracts of minutes, in the order of the candidates on them."""
    t = tables.minutes_extract
    name = _own("birth_name") + literal_column("' '") + _own("first_names")
    wanted = select(
        t.c.id, t.c.minutes_id, t.c.registration_id, _own("number"), name, t.c.sha256, t.c.pdf_sha256,
        t.c.pages,
    )  # fmt: skip
    return [ExtractRow(*row) for row in connection.execute(_of(wanted, minutes_id))]


def extract_texts(connection: Connection, minutes_id: str) -> list[tuple[str, str]]:
    """Return (id, frozen data) of each extract of minutes, in the same order."""
    t = tables.minutes_extract
    return [(row[0], row[1]) for row in connection.execute(_of(select(t.c.id, t.c.snapshot), minutes_id))]


def _own(field: str) -> ColumnElement[str]:
    snapshot = tables.minutes_extract.c.snapshot
    found: ColumnElement[str] = func.json_extract(snapshot, f"$.candidates[0].{field}", type_=Text)
    return found


def _of(wanted: Select[Any], minutes_id: str) -> Select[Any]:
    own = wanted.where(tables.minutes_extract.c.minutes_id == minutes_id)
    return own.order_by(literal_column("minutes_extract.rowid"))
