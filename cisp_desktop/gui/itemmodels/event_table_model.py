"""The journal as a table: one row per event, newest first.

This module must not know where events come from.
"""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from cisp_desktop.application.queries import EventRow
from cisp_desktop.application.wording import clock_seconds, short_day
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.gui.journal_words import detail_words, subject_words
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns, from left to right."""

    SEQUENCE = 0
    AT = 1
    ACTOR = 2
    ACTION = 3
    SUBJECT = 4
    DETAILS = 5


class Role(IntEnum):
    """Native values to sort by, and the text to filter on."""

    SORT = Qt.ItemDataRole.UserRole
    FILTER = Qt.ItemDataRole.UserRole + 1


class EventTableModel(QAbstractTableModel):
    """Frozen rows of the journal. ``names`` words the identifiers of actors, subjects and details."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[EventRow] = []
        self._names: Mapping[str, str] = {}

    def show_rows(self, rows: Sequence[EventRow], names: Mapping[str, str]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self._rows = list(rows)
        self._names = names
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """One row per event."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """One column per member of ``Column``."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Column titles; the rows bear their own numbers."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            titles = (
                self.tr("N°"), self.tr("Date"), self.tr("Par"), self.tr("Acte"), self.tr("Objet"),
                self.tr("Détails"),
            )  # fmt: skip
            return titles[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words to show, native values to sort by."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tooltip(self._words(row, column))
        if role == Role.SORT:
            return row.sequence if column in (Column.SEQUENCE, Column.AT) else self._words(row, column)
        if role == Role.FILTER:
            return " ".join(self._words(row, each) for each in Column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column is Column.SEQUENCE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _words(self, row: EventRow, column: Column) -> str:
        if column is Column.SEQUENCE:
            return str(row.sequence)
        if column is Column.AT:
            return f"{short_day(row.at.date())}{NBSP}{clock_seconds(row.at)}"
        if column is Column.ACTOR:
            return self._names.get(row.actor, row.actor)
        if column is Column.ACTION:
            return action_words(row.action)
        if column is Column.SUBJECT:
            return subject_words(row.subject, self._names)
        return detail_words(row.details, self._names)


def action_words(action: str) -> str:
    """Return the French words of a journal's action; an unknown one shows as its code."""
    words = _ACTIONS.get(action)
    return QCoreApplication.translate("Journal", words) if words else action


_ACTIONS = {
    "workspace.created": "Espace de travail créé",
    "workspace.restored": "Espace de travail restauré",
    "certification.imported": "Certification importée",
    "certification.saved": "Version de certification enregistrée",
    "certification.changed": "Certification modifiée",
    "certification.restored": "Certification rétablie",
    "certification.removed": "Version de certification retirée",
    "equivalence.recorded": "Équivalence enregistrée",
    "equivalence.changed": "Équivalence modifiée",
    "equivalence.removed": "Équivalence retirée",
    "session.created": "Session créée",
    "session.closed": "Session close, procès-verbal figé",
    "session.ready": "Session déclarée prête",
    "session.reopened": "Préparation rouverte",
    "session.version_adopted": "Nouvelle version du référentiel prise",
    "session.from_template": "Session créée d’après une autre",
    "centre.edited": "Réglages d’un centre modifiés",
    "candidates.imported": "Candidats importés",
    "candidates.import_undone": "Import de candidats annulé",
    "outside_results.imported": "Résultats hors jury importés",
    "outside_results.import_undone": "Import de résultats hors jury annulé",
    "centre.mapping_learnt": "Colonnes des listes du centre retenues",
    "registration.changed": "Inscription modifiée",
    "registration.removed": "Inscription retirée",
    "panel.set": "Jury composé",
    "panel.added": "Jury ajouté",
    "panel.edited": "Nom ou salle d’un jury modifié",
    "panel.removed": "Jury supprimé",
    "panel.restored": "Jury rétabli",
    "candidates.moved": "Candidats passés devant un autre jury",
    "juror.added": "Juré ajouté au registre",
    "juror.edited": "Fiche d’un juré modifiée",
    "juror.removed": "Juré retiré du registre",
    "juror.code_wrong": "Code personnel refusé",
    "juror.identified": "Juré identifié",
    "juror.code_changed": "Code personnel changé",
    "juror.code_kept": "Premier code gardé",
    "recusal.declared": "Récusation déclarée",
    "recusal.withdrawn": "Récusation retirée",
    "slots.assigned": "Passages répartis",
    "slots.placed": "Passages placés",
    "planning.settings": "Réglages du planning changés",
    "planning.kept": "Passages épinglés",
    "unavailability.recorded": "Indisponibilité notée",
    "unavailability.changed": "Indisponibilité modifiée",
    "unavailability.removed": "Indisponibilité retirée",
    "attendance.set": "Présence notée",
    "identity.checked": "Identité vérifiée",
    "outside_result.recorded": "Résultat hors jury noté",
    "dossier.stored": "Dossier ajouté",
    "dossier.replaced": "Version de dossier remplacée",
    "dossier.version_chosen": "Version de dossier choisie",
    "dossier.put_back": "Rangement de dossier annulé",
    "dossier.restored": "Dossier remis",
    "session.dossiers_due": "Date limite des dossiers",
    "dossier.reassigned": "Dossier réattribué",
    "dossier.removed": "Dossier retiré",
    "mark.given": "Niveau donné",
    "sheet.sealed": "Grilles scellées",
    "sheets.sealed": "Grilles scellées",
    "sheet.set_aside": "Grille écartée",
    "deliberation.opened": "Délibération ouverte",
    "proposals.frozen": "Propositions figées",
    "decision.taken": "Décision prise",
    "decisions.accepted": "Propositions reprises en décisions",
    "decision.withdrawn": "Décision retirée",
    "minutes.signed": "Procès-verbal signé",
}
