"""How values of the domain stand in SQLite's STRICT tables: everything is TEXT, INTEGER or BLOB.

Must not know any table.
"""

import json
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import Dialect, Integer, Row, Text
from sqlalchemy.types import TypeDecorator

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row of any shape."""


class EnumText(TypeDecorator[Any]):
    """A ``StrEnum`` as its value; the table's CHECK lists the values."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """A text that is no value of the enumeration is a bug: ``ValueError``."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        """Give the member back."""
        return None if value is None else self.kind(value)


class Instant(TypeDecorator[datetime]):
    """An aware moment as ISO text with its own offset, so that it reads back letter for letter."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Refuse a naive moment (``ValueError``): a bug, never the user's."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("a moment without its offset")
        return value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Give the moment back with the offset that it was stored with."""
        return None if value is None else datetime.fromisoformat(value)


class LocalTime(TypeDecorator[datetime]):
    """A local clock time (a slot) as ISO text without offset."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Refuse an aware moment (``ValueError``): a slot is what the wall clock shows."""
        if value is None:
            return None
        if value.tzinfo is not None:
            raise ValueError("a slot with an offset")
        return value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Give the naive moment back."""
        return None if value is None else datetime.fromisoformat(value)


class Day(TypeDecorator[date]):
    """A date as ISO text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Refuse a date with a time (``ValueError``)."""
        if isinstance(value, datetime):
            raise ValueError("a date with a time")
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Give the date back."""
        return None if value is None else date.fromisoformat(value)


class Truth(TypeDecorator[bool]):
    """A boolean as 0 or 1; the table's CHECK allows nothing else."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        """Store 0, 1 or NULL."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        """Give the boolean back."""
        return None if value is None else bool(value)


class JsonData(TypeDecorator[Any]):
    """A list or a dictionary as JSON text, in the order given."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write compact JSON; NaN is refused (``ValueError``)."""
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read it back."""
        return None if value is None else json.loads(value)
