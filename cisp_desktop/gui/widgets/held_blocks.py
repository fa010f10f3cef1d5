"""The held blocks of one candidate: what counts, why, until when; add, change, take away.

This module must not know how a claim is stored.
"""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QHeaderView, QPushButton, QTableView

from cisp_desktop.application.candidate_editing import FieldChanges, claims_of, edit_held, edit_registration
from cisp_desktop.application.candidate_list import HeldClaim
from cisp_desktop.application.lineage import standing_of_claim
from cisp_desktop.application.queries import HeldRow, RegistrationRow
from cisp_desktop.application.wording import short_day
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.delegates.state_text_delegate import StateTextDelegate
from cisp_desktop.gui.dialogs.form_dialog import Act, submit_dialog
from cisp_desktop.gui.dialogs.held_block_dialog import HeldBlockDialog
from cisp_desktop.gui.itemmodels.text_table_model import Role, TextLine, TextTableModel
from cisp_desktop.gui.session_data import SessionData, name_of
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.drawing import DotState


class HeldBlocks(QObject):
    """Fills ``view`` and wires its buttons: add, edit, remove."""

    def __init__(
        self, context: GuiContext, view: QTableView, buttons: tuple[QPushButton, QPushButton, QPushButton]
    ) -> None:
        super().__init__(view)
        self._context = context
        self._view = view
        self._row: RegistrationRow | None = None
        self._data: SessionData | None = None
        self._add, self._edit, self._remove = buttons
        titles = (
            self.tr("Code obtenu"), self.tr("Compte pour"), self.tr("Obtenu"), self.tr("Pourquoi"),
            self.tr("Valable"),
        )  # fmt: skip
        self.model = TextTableModel(titles, self, state_column=1)
        view.setModel(self.model)
        ColumnWidths(view, {0: 135, 1: 115, 2: 245, 4: 150}, stretch=3)
        view.setItemDelegate(StateTextDelegate(Role.STATE, view))
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        view.selectionModel().selectionChanged.connect(self._on_chosen)
        view.doubleClicked.connect(self._on_edit_asked)
        for button, slot in (
            (self._add, self._on_add_asked), (self._edit, self._on_edit_asked),
            (self._remove, self._on_remove_asked),
        ):  # fmt: skip
            button.clicked.connect(slot)
            button.setAutoDefault(False)

    def show_row(self, row: RegistrationRow, data: SessionData) -> None:
        """Show the held blocks of a candidate."""
        self._row, self._data = row, data
        self.model.show_lines(held_lines(row, data.session.starts))
        self._add.setEnabled(not data.locked)
        self._on_chosen()

    def _chosen(self) -> int | None:
        index = self._view.currentIndex()
        return index.row() if index.isValid() and self._view.selectionModel().hasSelection() else None

    def _on_chosen(self) -> None:
        able = self._chosen() is not None and self._data is not None and not self._data.locked
        self._edit.setEnabled(able)
        self._remove.setEnabled(able)

    def _on_add_asked(self) -> None:
        self._ask(None)

    def _on_edit_asked(self) -> None:
        if self._edit.isEnabled():
            self._ask(self._chosen())

    def _on_remove_asked(self) -> None:
        line = self._chosen()
        if self._row is None or line is None:
            return
        before = claims_of(self._row)
        act = self._act(self._row, before, (*before[:line], *before[line + 1 :]))
        self._context.operations.run(act.do, text=act.text, undo=act.undo, parent=self._view)

    def _ask(self, line: int | None) -> None:
        """Ask for a claim: a new one, or the one of a line again."""
        row, data = self._row, self._data
        if row is None or data is None:
            return
        before = claims_of(row)
        known = before[line] if line is not None else None
        dialog = HeldBlockDialog(name_of(row), known, standing=self._standing_words, parent=self._view)

        def asked() -> Act[FieldChanges]:
            claim = dialog.claim
            return self._act(row, before, (*before, claim) if line is None else replaced(before, line, claim))

        submit_dialog(self._context, dialog, asked)

    def _act(
        self, row: RegistrationRow, before: tuple[HeldClaim, ...], after: tuple[HeldClaim, ...]
    ) -> Act[FieldChanges]:
        workspace = self._context.workspace
        return Act(
            lambda: edit_held(workspace, row.id, before=before, after=after),
            text=self.tr("les blocs acquis de {0}").format(name_of(row)),
            undo=lambda inverse: edit_registration(workspace, row.id, changes=inverse),
        )

    def _standing_words(self, claim: HeldClaim) -> str:
        if self._data is None:
            return ""
        found = standing_of_claim(
            self._context.workspace, self._data.session.id, code=claim.code, obtained_on=claim.on
        )
        if found is None:
            return self.tr("Ne compte pour aucun bloc de {0} sans équivalence enregistrée.").format(
                self._data.certification.code
            )
        words = self.tr("Compte pour {0}").format(found.block)
        if found.through:
            words += self.tr(", par équivalence de {0}").format(found.through)
        return f"{words} ; {validity_words(found.valid_until, self._data.session.starts).lower()}."


def replaced(claims: Sequence[HeldClaim], line: int, claim: HeldClaim) -> tuple[HeldClaim, ...]:
    """Return the claims with another one in a line."""
    return (*claims[:line], claim, *claims[line + 1 :])


def held_lines(row: RegistrationRow, session_day: date) -> list[TextLine]:
    """Return what each held block counts for, why, and until when."""
    return [
        TextLine(
            f"{position}:{held.code}",
            (
                held.code,
                held.counts_for or _tr("aucun bloc"),
                _obtained(held),
                _why(held),
                validity_words(held.valid_until, session_day) if held.counts_for else "",
            ),
            state=_state(held, session_day),
        )
        for position, held in enumerate(row.held)
    ]


def validity_words(until: date | None, session_day: date) -> str:
    """« Sans limite », « Jusqu’au 24/06/2026 », « Expiré depuis le 24/06/2021 »."""
    if until is None:
        return _tr("Sans limite")
    if until < session_day:
        return _tr("Expiré depuis le {0}").format(short_day(until))
    return _tr("Jusqu’au {0}").format(short_day(until))


def _state(held: HeldRow, session_day: date) -> DotState:
    if held.counts_for is None or (held.valid_until and held.valid_until < session_day):
        return DotState.WARNING
    return DotState.DONE


def _obtained(held: HeldRow) -> str:
    day = _tr("le {0}").format(short_day(held.obtained_on)) if held.obtained_on else ""
    return ", ".join(part for part in (day, held.minutes_number) if part)


def _why(held: HeldRow) -> str:
    if held.counts_for is None:
        return _tr("Autre code, aucune équivalence enregistrée")
    if held.through is None:
        return _tr("Bloc de cette certification")
    words = _tr("Équivalence de {0} {1}").format(held.through.held_certification, held.through.held_block)
    return f"{words} ({held.through.source})" if held.through.source else words


def _tr(text: str) -> str:
    return QCoreApplication.translate("HeldBlocks", text)
