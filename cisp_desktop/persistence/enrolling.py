"""Inserting a list of candidates in bulk, or taking it out: rows straight from the list, no mapped object.

Making 20,000 mapped objects costs more than storing them. Must not know rules.
"""

import json
from collections.abc import Sequence
from datetime import date
from functools import cache

from sqlalchemy import Connection

from cisp_desktop.application.candidate_list import Enrolment
from cisp_desktop.domain.registration import Attendance

CANDIDATE = (
    "id", "civility", "sex", "birth_name", "usage_name", "first_names", "birth_date", "birth_place",
    "birth_insee", "birth_postcode", "birth_country", "email", "phone",
)  # fmt: skip
REGISTRATION = (
    "id", "session_id", "panel_id", "candidate_id", "number", "position", "access_path", "presented",
    "entry_level", "experience_years", "selection_passed", "entered_on", "vae_admissible_on",
    "accommodations", "referent_trainer", "employer", "companion", "attendance", "identity_checked_by",
    "extra_time_percent",
)  # fmt: skip
HELD = ("id", "registration_id", "code", "block_id", "obtained_on", "minutes_number")


def insert_enrolments(connection: Connection, enrolments: Sequence[Enrolment]) -> None:
    """Write candidates, registrations and held blocks, by one executemany a table."""
    if not enrolments:
        return
    day = cache(_day)
    listed = cache(_listed)
    candidates = [
        (e.candidate_id, n.civility, n.sex or "", n.birth_name, n.usage_name, n.first_names,
         day(n.birth_date), n.birth_place, n.birth_insee, n.birth_postcode, n.birth_country, n.email, n.phone)
        for e in enrolments for n in (e.line,)
    ]  # fmt: skip
    registrations = [
        (e.registration_id, e.session_id, e.panel_id, e.candidate_id, n.number, e.position, n.access_path,
         listed(tuple(e.presented)), n.entry_level, n.experience_years,
         None if n.selection_passed is None else int(n.selection_passed), day(n.entered_on),
         day(n.vae_admissible_on), n.accommodations, n.referent_trainer, n.employer, n.companion,
         Attendance.EXPECTED.value, "", e.extra_time_percent)
        for e in enrolments for n in (e.line,)
    ]  # fmt: skip
    held = [
        (h.id, e.registration_id, h.code, h.block_id, day(h.obtained_on), h.minutes_number)
        for e in enrolments for h in e.held
    ]  # fmt: skip
    _insert(connection, "candidate", CANDIDATE, candidates)
    _insert(connection, "registration", REGISTRATION, registrations)
    _insert(connection, "held_block", HELD, held)


def delete_enrolments(connection: Connection, registration_ids: Sequence[str]) -> None:
    """Delete registrations (the schema cascades) and the candidates whom no registration names any more."""
    if not registration_ids:
        return
    ids = [(one,) for one in registration_ids]
    persons = [connection.exec_driver_sql(_PERSON_OF, one).scalar() for one in ids]
    connection.exec_driver_sql("DELETE FROM registration WHERE id = ?", ids)
    connection.exec_driver_sql(_FREE_PERSON, [(person,) for person in dict.fromkeys(persons)])


_PERSON_OF = "SELECT candidate_id FROM registration WHERE id = ?"
_FREE_PERSON = (
    "DELETE FROM candidate WHERE id = ? "
    "AND NOT EXISTS (SELECT 1 FROM registration r WHERE r.candidate_id = candidate.id)"
)


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _listed(ids: tuple[str, ...]) -> str:
    return json.dumps(list(ids), ensure_ascii=False, separators=(",", ":"))


def _insert(
    connection: Connection, table: str, columns: tuple[str, ...], rows: Sequence[tuple[object, ...]]
) -> None:
    if rows:
        marks = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 (schema names)
        connection.exec_driver_sql(statement, list(rows))
