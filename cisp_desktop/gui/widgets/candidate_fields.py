"""Two small tables of one candidate's data, edited in place: who, and by which path.

This module must not know how an edit is stored.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.application.wording import sentence
from cisp_desktop.application.wording_minutes import ACCESS_PATHS
from cisp_desktop.domain.errors import CispError
from cisp_desktop.domain.planning import lengthened
from cisp_desktop.gui.candidate_edits import edit_field, open_paths, sheet_of
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.delegates.cell_delegate import TextCellDelegate
from cisp_desktop.gui.delegates.choice_delegate import ChoiceDelegate, Index
from cisp_desktop.gui.delegates.state_text_delegate import StateTextDelegate
from cisp_desktop.gui.itemmodels.candidate_field_model import CandidateFieldModel, Column, Role
from cisp_desktop.gui.session_data import SessionData
from cisp_desktop.gui.widgets.candidate_delegates import ANSWERS, SEXES
from cisp_desktop.gui.widgets.cell_table_view import CellTableView
from cisp_desktop.gui.widgets.column_widths import ColumnWidths

IDENTITY = (
    "number", "civility", "sex", "birth_name", "usage_name", "first_names", "birth_date", "birth_place",
    "birth_insee", "birth_postcode", "birth_country", "email", "phone",
)  # fmt: skip
PATH = (
    "access_path", "entered_on", "vae_admissible_on", "entry_level", "experience_years", "selection_passed",
    "referent_trainer", "companion", "employer", "accommodations", "extra_time_percent",
)  # fmt: skip
USUAL_SLOT = 60
"""Minutes, to say what an extra time does before there is a slot."""


class CandidateFields(QObject):
    """``refused(sentence)`` says why a value was not taken; empty once one was."""

    refused = Signal(str)

    def __init__(self, context: GuiContext, *, identity: CellTableView, path: CellTableView) -> None:
        super().__init__(identity)
        self._context = context
        self._row: RegistrationRow | None = None
        self._data: SessionData | None = None
        self.identity_model = CandidateFieldModel(IDENTITY, self._edit, self)
        self.path_model = CandidateFieldModel(PATH, self._edit, self)
        for view, model in ((identity, self.identity_model), (path, self.path_model)):
            view.setModel(model)
            ColumnWidths(view, {Column.FIELD: 216}, stretch=Column.VALUE, least=140)
            typed = FieldDelegate(view)
            for line, field in enumerate(model.fields):
                view.setItemDelegateForRow(line, self._choices(field, view) or typed)
            view.selectionModel().setCurrentIndex(
                model.index(0, Column.VALUE), view.selectionModel().SelectionFlag.NoUpdate
            )

    def show_row(self, row: RegistrationRow, data: SessionData) -> None:
        """Show a candidate."""
        self._row, self._data = row, data
        sheet = sheet_of(self._context, data)
        for model in (self.identity_model, self.path_model):
            model.show_row(row, sheet, locked=data.locked)

    def extra_time_words(self) -> str:
        """Say what the accommodations do to the slot."""
        row = self._row
        if row is None or not (row.extra_time_percent or row.accommodations):
            return ""
        private = self.tr("Les aménagements ne figurent sur aucun papier public.")
        if not row.extra_time_percent:
            return private
        if row.minutes is not None:
            words = self.tr("Avec {0} % de temps en plus, le passage prévu dure {1} min.")
            return f"{words.format(row.extra_time_percent, row.minutes)} {private}"
        words = self.tr("Avec {0} % de temps en plus, un passage de {1} min en dure {2}.")
        longer = lengthened(USUAL_SLOT, row.extra_time_percent)
        return f"{words.format(row.extra_time_percent, USUAL_SLOT, longer)} {private}"

    def _choices(self, field: str, view: CellTableView) -> QStyledItemDelegate | None:
        """Return the delegate of a line whose value is chosen."""

        def paths(_index: Index) -> Sequence[tuple[str, Any]]:
            found = open_paths(self._data) if self._data is not None else []
            return [(ACCESS_PATHS[path], path.value) for path in found]

        choices = {
            "sex": lambda _index: SEXES,
            "selection_passed": lambda _index: ANSWERS,
            "access_path": paths,
        }.get(field)
        return ChoiceDelegate(choices, state_role=Role.STATE, parent=view) if choices is not None else None

    def _edit(self, field: str, value: Any) -> bool:
        if self._row is None or self._data is None:
            return False
        sheet = sheet_of(self._context, self._data)
        done = edit_field(
            self._context, sheet, self._row, field=field, value=value, on_error=self._on_refused
        )
        if done:
            self.refused.emit("")
        return done

    def _on_refused(self, error: CispError) -> None:
        self.refused.emit(sentence(error))


class FieldDelegate(TextCellDelegate):
    """A value typed as text, with the state of what is asked for before it."""

    def __init__(self, parent: CellTableView) -> None:
        super().__init__(parent)
        self._drawn = StateTextDelegate(Role.STATE, parent)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the state, then the text."""
        self._drawn.paint(painter, option, index)
