"""The register of jurors as a table edited cell by cell.

This module must not know the view, nor how a juror is stored.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from cisp_desktop.application.juror_register import Habilitation, JurorDetails, details_of, habilitation_on
from cisp_desktop.application.queries import JurorRow
from cisp_desktop.application.wording import JUROR_CATEGORIES, plural, read_day, short_day
from cisp_desktop.application.wording_panels import habilitation_words
from cisp_desktop.domain.panel import JurorCategory
from cisp_desktop.domain.text import folded
from cisp_desktop.gui.itemmodels.headings import heading
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex
Edit = Callable[[str, JurorDetails, JurorDetails], bool]
"""(juror id, what was shown, what is wanted): whether it was accepted."""
SEXES = (("–", ""), ("Femme", "F"), ("Homme", "M"))


class Column(IntEnum):
    """The columns, in order."""

    NAME = 0
    TITLE = 1
    EMPLOYER = 2
    CATEGORY = 3
    SEX = 4
    HABILITATION = 5
    SESSIONS = 6
    FROM = 7
    UNTIL = 8
    TIES = 9
    EMAIL = 10
    PHONE = 11


class Role(IntEnum):
    """What a cell holds besides its text."""

    SORT = Qt.ItemDataRole.UserRole
    JUROR_ID = Qt.ItemDataRole.UserRole + 1
    STATE = Qt.ItemDataRole.UserRole + 2


TEXTS = {
    Column.NAME: "name",
    Column.TITLE: "title",
    Column.EMPLOYER: "employer",
    Column.TIES: "ties",
    Column.EMAIL: "email",
    Column.PHONE: "phone",
}
DAYS = {Column.FROM: "habilitated_from", Column.UNTIL: "habilitated_until"}
READ_ONLY = frozenset((Column.HABILITATION, Column.SESSIONS))


class JurorTableModel(QAbstractTableModel):
    """One juror a line; ``day`` is the one that habilitations are judged on.

    An edit that cannot be read (a date of no calendar) leaves the cell as it was and is told by ``misread``.
    """

    def __init__(
        self, edit: Edit, misread: Callable[[str], None], *, day: date, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._edit = edit
        self._misread = misread
        self._day = day
        self._rows: list[JurorRow] = []
        self._titles = (
            self.tr("Nom et prénom"), self.tr("Titre"), self.tr("Employeur"), self.tr("Catégorie"),
            self.tr("Sexe"), self.tr("Habilitation"), self.tr("Sessions"), self.tr("Habilité du"),
            self.tr("Jusqu’au"), self.tr("Liens déclarés"), self.tr("Adresse électronique"),
            self.tr("Téléphone"),
        )  # fmt: skip

    @property
    def rows(self) -> Sequence[JurorRow]:
        """What is shown."""
        return self._rows

    def show_jurors(self, rows: Sequence[JurorRow]) -> None:
        """Show another state of the register; the selection survives when the same ones stand."""
        if rows and [row.id for row in rows] == [row.id for row in self._rows]:
            self._rows = list(rows)
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(Column) - 1))
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def searched(self, line: int) -> str:
        """Return what a text filter looks through."""
        row = self._rows[line]
        return f"{row.name} {row.title} {row.employer} {self._text(row, Column.CATEGORY)} {row.ties}"

    def _text(self, row: JurorRow, column: Column) -> str:
        if column in TEXTS:
            return str(getattr(row, TEXTS[column]))
        if column in DAYS:
            day: date | None = getattr(row, DAYS[column])
            return short_day(day) if day is not None else ""
        if column is Column.CATEGORY:
            return JUROR_CATEGORIES[row.category] if row.category else ""
        if column is Column.SEX:
            return next(words for words, sex in SEXES if sex == row.sex) if row.sex else ""
        if column is Column.HABILITATION:
            return habilitation_words(row, self._day)
        return plural(row.sessions, self.tr("session"), self.tr("sessions")) if row.sessions else "–"

    def _edited(self, row: JurorRow, column: Column) -> Any:
        if column is Column.CATEGORY:
            return row.category.value if row.category else ""
        return row.sex if column is Column.SEX else self._text(row, column)

    def _sort_key(self, row: JurorRow, column: Column) -> Any:
        if column is Column.SESSIONS:
            return row.sessions
        if column in DAYS or column is Column.HABILITATION:
            day = row.habilitated_from if column is Column.FROM else row.habilitated_until
            return day.isoformat() if day is not None else ""
        return folded(self._text(row, column))

    def _state(self, row: JurorRow, column: Column) -> DotState:
        if column is not Column.HABILITATION:
            return DotState.NONE
        return {
            Habilitation.OPEN: DotState.NONE,
            Habilitation.VALID: DotState.DONE,
            Habilitation.NOT_YET: DotState.WAITING,
            Habilitation.EXPIRED: DotState.WARNING,
        }[habilitation_on(row, self._day)]

    def _wanted(self, row: JurorRow, column: Column, value: Any) -> JurorDetails | None:
        """Return what an edit asks for; None when the value is none."""
        known = details_of(row)
        if column in TEXTS:
            texts: dict[str, Any] = {TEXTS[column]: str(value)}
            return replace(known, **texts)
        if column in DAYS:
            text = str(value).strip()
            day = read_day(text)
            if text and day is None:
                self._misread(text)
                return None
            days: dict[str, Any] = {DAYS[column]: day}
            return replace(known, **days)
        if column is Column.CATEGORY:
            return replace(known, category=JurorCategory(value) if value else None)
        return replace(known, sex=str(value or ""))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """One line per juror."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """The columns of ``Column``."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the titles."""
        return heading(self._titles, section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return text, what is edited, the native key, and the state of the habilitation."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return self._edited(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tooltip(self._text(row, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._titles[column]} : {self._text(row, column)}"
        if role == Role.SORT:
            return self._sort_key(row, column)
        if role == Role.JUROR_ID:
            return row.id
        return self._state(row, column) if role == Role.STATE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Everything is edited but what follows from the rest; a name stays once its owner has a seat."""
        flags = super().flags(index)
        if not index.isValid() or Column(index.column()) in READ_ONLY:
            return flags
        seated = bool(self._rows[index.row()].sessions)
        if seated and index.column() == Column.NAME:
            return flags
        return flags | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for the edit; the line changes when the workspace says so."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row = self._rows[index.row()]
        wanted, known = self._wanted(row, Column(index.column()), value), details_of(row)
        return wanted is not None and wanted != known and self._edit(row.id, known, wanted)
