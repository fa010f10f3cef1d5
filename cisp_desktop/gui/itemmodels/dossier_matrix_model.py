"""Candidates × kinds of dossiers: what is there, what is missing, what nobody asks for.

This module must not know the view, nor how a dossier is stored.
"""

from collections import Counter
from enum import IntEnum, StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cisp_desktop.application.queries import DossierRow, RegistrationRow
from cisp_desktop.application.wording import DOSSIER_KINDS, moment_words, plural
from cisp_desktop.application.wording_dossiers import LATE
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.gui.session_data import SessionData, name_of
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex

SHORT_KINDS = {
    DossierKind.RELATIONAL_BOOKLET: "Livret",
    DossierKind.VAE_FILE: "Dossier VAE",
    DossierKind.TERRITORY_SURVEY: "Enquête",
    DossierKind.PROJECT_FILE: "Projet",
    DossierKind.PROFESSIONAL_FILE: "Dossier pro.",
}
"""Headings of narrow columns; the tooltip and every other place say the kind in full."""


class DossierState(StrEnum):
    """What one cell says. ``LATE``: there, and received after the last day; ``NOT_EXPECTED``: owed, but the
    candidate does not come.
    """

    PRESENT = "PRESENT"
    LATE = "LATE"
    MISSING = "MISSING"
    NOT_REQUIRED = "NOT_REQUIRED"
    NOT_EXPECTED = "NOT_EXPECTED"


class Role(IntEnum):
    """What a cell holds besides its text. ``DOSSIER`` is the row that counts, or None."""

    STATE = Qt.ItemDataRole.UserRole
    DOSSIER = Qt.ItemDataRole.UserRole + 1
    REGISTRATION_ID = Qt.ItemDataRole.UserRole + 2
    KIND = Qt.ItemDataRole.UserRole + 3
    VERSIONS = Qt.ItemDataRole.UserRole + 4


class DossierMatrixModel(QAbstractTableModel):
    """One line per candidate, one column per kind."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[RegistrationRow, ...] = ()
        self._kinds: list[DossierKind] = []
        self._required: dict[str, frozenset[DossierKind]] = {}
        self._dossiers: dict[tuple[str, DossierKind], DossierRow] = {}
        self._missing: Counter[DossierKind] = Counter()

    def show_data(self, data: SessionData) -> None:
        """Show another state of the session; the selection survives when lines and columns are the same."""
        kinds = data.kinds_shown()
        same = kinds == self._kinds and [r.id for r in data.registrations] == [r.id for r in self._rows]
        if not same:
            self.beginResetModel()
        self._rows, self._kinds = data.registrations, kinds
        self._required = {key: frozenset(value) for key, value in data.required.items()}
        self._dossiers = {(row.registration_id, row.kind): row for row in data.dossiers}
        self._missing = Counter(kind for owed in data.missing_dossiers().values() for kind in owed)
        if not same:
            self.endResetModel()
        elif self._rows and self._kinds:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._kinds) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._kinds) - 1)

    def is_complete(self, line: int) -> bool:
        """Whether nothing that is awaited from a candidate is missing."""
        row = self._rows[line]
        return all(self.state(row, kind) is not DossierState.MISSING for kind in self._kinds)

    def searched(self, line: int) -> str:
        """Return what a text filter looks through."""
        row = self._rows[line]
        return f"{row.number} {row.birth_name} {row.usage_name} {row.first_names}"

    def index_of(self, registration_id: str, kind: DossierKind) -> QModelIndex:
        """Return the cell of a candidate and a kind; an invalid index when it is not shown."""
        line = next((i for i, row in enumerate(self._rows) if row.id == registration_id), None)
        if line is None or kind not in self._kinds:
            return QModelIndex()
        return self.index(line, self._kinds.index(kind))

    def state(self, registration: RegistrationRow, kind: DossierKind) -> DossierState:
        """Return what the cell of a candidate and a kind says."""
        dossier = self._dossiers.get((registration.id, kind))
        if dossier is not None:
            return DossierState.LATE if dossier.late else DossierState.PRESENT
        if kind not in self._required.get(registration.id, frozenset()):
            return DossierState.NOT_REQUIRED
        return DossierState.MISSING if registration.attendance.came else DossierState.NOT_EXPECTED

    def _text(self, dossier: DossierRow | None, state: DossierState) -> str:
        if dossier is not None:
            pages = self.tr("{0} p.").format(dossier.pages)
            return f"{pages} · {LATE}" if dossier.late else pages
        if state is DossierState.MISSING:
            return self.tr("Manquant")
        return self.tr("Absent") if state is DossierState.NOT_EXPECTED else self.tr("Non requis")

    def _tooltip(self, dossier: DossierRow | None, state: DossierState, kind: DossierKind) -> str:
        if dossier is None:
            words = {
                DossierState.MISSING: self.tr("Manquant : déposez un PDF ici, ou appuyez sur Entrée"),
                DossierState.NOT_EXPECTED: self.tr("Le candidat ne se présente pas : pièce non attendue"),
            }.get(state, self.tr("Non requis pour les blocs présentés"))
            return f"{DOSSIER_KINDS[kind]}\n{words}"
        lines = [
            DOSSIER_KINDS[kind],
            dossier.file_name,
            plural(dossier.pages, "page", "pages"),
            self.tr("Reçu le {0}").format(moment_words(dossier.received_at)),
        ]
        if dossier.late:
            lines.append(self.tr("Après la date limite\u00a0: en retard"))
        if dossier.versions > 1:
            lines.append(self.tr("{0} versions, toutes conservées").format(dossier.versions))
        return literal_tooltip("\n".join(lines))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """One line per candidate."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """One column per kind."""
        return 0 if parent.isValid() else len(self._kinds)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the kinds with what is missing of each, and the candidates."""
        if orientation is Qt.Orientation.Horizontal:
            return self._kind_heading(section, role) if 0 <= section < len(self._kinds) else None
        if not 0 <= section < len(self._rows):
            return None
        row = self._rows[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.number}   {name_of(row)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tooltip(f"{row.number} {row.birth_name} {row.first_names}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def _kind_heading(self, section: int, role: int) -> Any:
        kind = self._kinds[section]
        missing = self._missing[kind]
        count = plural(missing, "manquant", "manquants") if missing else self.tr("complet")
        if role == Qt.ItemDataRole.DisplayRole:
            short = count if missing < 10 else self.tr("{0}\u00a0manq.").format(missing)
            return f"{SHORT_KINDS.get(kind, DOSSIER_KINDS[kind])}\n{short}"
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{DOSSIER_KINDS[kind]} : {count}"
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says, and what stands behind it."""
        if not index.isValid() or index.row() >= len(self._rows) or index.column() >= len(self._kinds):
            return None
        row, kind = self._rows[index.row()], self._kinds[index.column()]
        if role == Role.REGISTRATION_ID:
            return row.id
        if role == Role.KIND:
            return kind
        dossier = self._dossiers.get((row.id, kind))
        if role == Role.DOSSIER:
            return dossier
        if role == Role.VERSIONS:
            return dossier.versions if dossier else 0
        state = self.state(row, kind)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(dossier, state)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(dossier, state, kind)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name_of(row)}, {DOSSIER_KINDS[kind]} : {self._text(dossier, state)}"
        return state if role == Role.STATE else None
