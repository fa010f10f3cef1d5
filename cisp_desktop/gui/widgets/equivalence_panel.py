"""What blocks of older titles count for here: the lineage, and the equivalences that the certifier decided.

Each edit is saved at once, with undo; it holds for every version of the sheet. This module must not know how
an equivalence is stored.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from cisp_desktop.application.lineage import (
    EquivalenceEntry,
    edit_equivalence,
    record_equivalence,
    remove_equivalence,
    resting_on,
)
from cisp_desktop.application.queries import CertificationRow, EquivalenceRow
from cisp_desktop.application.wording import plural, sentence
from cisp_desktop.domain.equivalence import EquivalenceOrigin
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.certification_words import short
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.equivalence_dialog import EquivalenceDialog
from cisp_desktop.gui.dialogs.form_dialog import Act, submit_dialog
from cisp_desktop.gui.forms.equivalence_panel import Ui_EquivalencePanel
from cisp_desktop.gui.itemmodels.record_table_model import Cell, Numbers
from cisp_desktop.gui.widgets.labels import literal_caption

MOST_YEARS = 99


class Column(IntEnum):
    """The columns, in order."""

    CERTIFICATION = 0
    HELD = 1
    HERE = 2
    YEARS = 3
    SOURCE = 4
    ORIGIN = 5
    CANDIDATES = 6


class EquivalencePanel(QWidget):
    """``certification_wanted(id)``: an older or newer sheet of the lineage was asked for."""

    certification_wanted = Signal(str)

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._row: CertificationRow | None = None
        self._known: Mapping[str, str] = {}
        self._rows: list[EquivalenceRow] = []
        self._resting: Mapping[str, int] = {}
        self._links: list[QPushButton] = []
        self.form = Ui_EquivalencePanel()
        self.form.setupUi(self)
        form = self.form
        titles = (
            self.tr("Certification"), self.tr("Ancien bloc"), self.tr("Vaut ici"),
            self.tr("Validité"), self.tr("Source"), self.tr("Origine"), self.tr("Candidats"),
        )  # fmt: skip
        form.equivalenceTable.compose(
            titles, self._on_cell_edited,
            widths={Column.CERTIFICATION: 102, Column.HELD: 122, Column.HERE: 78, Column.YEARS: 88,
                    Column.ORIGIN: 86, Column.CANDIDATES: 86},
            stretch=Column.SOURCE, least=110,
        )  # fmt: skip
        context.icons.set(form.addEquivalenceButton, "plus")
        form.addEquivalenceButton.clicked.connect(self._on_add_asked)
        form.removeEquivalenceButton.clicked.connect(self._on_removal_asked)
        form.equivalenceTable.model().modelReset.connect(self._show_use)
        form.equivalenceTable.selectionModel().currentChanged.connect(self._show_use)
        form.equivalenceTable.add_key("Del", self._on_removal_asked)

    @property
    def rows(self) -> list[EquivalenceRow]:
        """What is shown."""
        return self._rows

    def show_certification(self, row: CertificationRow, known: Iterable[CertificationRow]) -> None:
        """Show a title's equivalences; ``known`` are the versions that the workspace holds."""
        other = self._row is None or self._row.code != row.code
        self._row = row
        self._known = {one.code: one.id for one in sorted(known, key=lambda one: one.version)}
        if other:
            self._resting = {}
            self._say("")
        self._rows = list(self.context.queries.equivalences(row.code))
        self._show_lineage(row)
        self._show_table()
        self._count()

    # --- showing -------------------------------------------------------------------------------------

    def _show_lineage(self, row: CertificationRow) -> None:
        """« Remplace RNCP16575, remplacée par RNCP37504 », with a link to each sheet that is there."""
        older, newer = _codes(row, "replaces"), _codes(row, "replaced_by")
        parts = []
        if older:
            parts.append(self.tr("remplace {0}").format(", ".join(older)))
        if newer:
            parts.append(self.tr("remplacée par {0}").format(", ".join(newer)))
        words = ", ".join(parts) or self.tr("la fiche ne dit pas ce qu’elle remplace")
        self.form.lineageLabel.setText(f"{row.code} · {words}")
        while self._links:
            link = self._links.pop()
            link.hide()
            link.deleteLater()
        for code in (*older, *newer):
            if code in self._known:
                link = QPushButton(literal_caption(self.tr("Voir {0}").format(code)), self.form.lineageFrame)
                link.setProperty("kind", "link")
                link.setProperty("certificationId", self._known[code])
                link.clicked.connect(self._on_link_clicked)
                self.form.lineageLayout.insertWidget(1 + len(self._links), link)
                self._links.append(link)

    def _show_table(self) -> None:
        form = self.form
        form.equivalenceTable.show_lines([self._line(row) for row in self._rows])
        form.equivalenceTable.setVisible(bool(self._rows))
        form.emptyLabel.setVisible(not self._rows)
        form.addEquivalenceButton.setEnabled(self._row is not None and bool(self._row.blocks))
        self._show_use()

    def _line(self, row: EquivalenceRow) -> tuple[Cell, ...]:
        blocks = self._row.blocks if self._row is not None else ()
        choices = tuple((f"{block.short_code} · {block.title}", block.code) for block in blocks)
        years, resting = row.validity_years, self._resting.get(row.id, 0)
        limit = plural(years, self.tr("an"), self.tr("ans")) if years else self.tr("sans limite")
        imported = row.origin is EquivalenceOrigin.IMPORTED
        return (
            Cell(row.held_certification, row.held_certification, editable=True),
            Cell(row.held_block, row.held_block, editable=True),
            Cell(short(row.block_code), row.block_code, editable=True, choices=choices),
            Cell(
                limit, years or 0, editable=True, muted=not years,
                numbers=Numbers(0, MOST_YEARS, none=self.tr("sans limite")),
            ),
            Cell(row.source, row.source, editable=True),
            Cell(self.tr("importée") if imported else self.tr("saisie")),
            Cell(str(resting) if resting else "–", muted=not resting),
        )  # fmt: skip

    def _count(self) -> None:
        """Count the candidates in the worker: every session is read."""
        row, queries = self._row, self.context.queries
        if row is None or not self._rows:
            return
        code = row.code
        self.context.tasks.run(
            lambda _progress: (code, resting_on(queries, code)),
            self._on_counted,
            title=self.tr("Candidats qui s’appuient sur une équivalence"),
            owner=self,
            quiet=True,
        )

    def _on_counted(self, counted: tuple[str, Mapping[str, int]]) -> None:
        code, resting = counted
        if self._row is not None and self._row.code == code:
            self._resting = resting
            self._show_table()

    def _show_use(self) -> None:
        self.form.removeEquivalenceButton.setEnabled(self._chosen() is not None)

    def _say(self, words: str) -> None:
        self.form.equivalenceProblemLabel.setText(words)
        self.form.equivalenceProblemLabel.setVisible(bool(words))

    def _on_refused(self, error: CispError) -> None:
        self._say(sentence(error))

    # --- editing ---------------------------------------------------------------------------------------

    def _chosen(self) -> EquivalenceRow | None:
        row = self.form.equivalenceTable.row
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def _on_cell_edited(self, row: int, column: int, value: Any) -> None:
        known, workspace = self._rows[row], self.context.workspace
        before = _entry(known)
        field = {
            Column.CERTIFICATION: "held_certification", Column.HELD: "held_block", Column.HERE: "block_code",
            Column.YEARS: "validity_years", Column.SOURCE: "source",
        }[Column(column)]  # fmt: skip
        changed: dict[str, Any] = {field: (value or None) if column == Column.YEARS else value}
        after = replace(before, **changed)
        self._say("")
        self.context.operations.run(
            lambda: edit_equivalence(workspace, known.id, before=before, after=after),
            text=self.tr("Équivalence"),
            undo=lambda stored: edit_equivalence(workspace, known.id, before=stored, after=before),
            parent=self,
            on_error=self._on_refused,
        )

    def _on_add_asked(self) -> None:
        if self._row is None:
            return
        dialog = EquivalenceDialog(self._row, _codes(self._row, "replaces"), self)
        workspace = self.context.workspace

        def asked() -> Act[str]:
            entry = dialog.entry
            return Act(
                lambda: record_equivalence(workspace, entry),
                text=self.tr("Ajout d’une équivalence"),
                undo=lambda recorded: remove_equivalence(workspace, recorded),
            )

        submit_dialog(self.context, dialog, asked)

    def _on_removal_asked(self) -> None:
        known, workspace = self._chosen(), self.context.workspace
        if known is None:
            return
        self._say("")
        self.context.operations.run(
            lambda: remove_equivalence(workspace, known.id),
            text=self.tr("Retrait d’une équivalence"),
            undo=lambda entry: record_equivalence(workspace, entry, equivalence_id=known.id),
            parent=self,
            on_error=self._on_refused,
        )

    def _on_link_clicked(self) -> None:
        link = self.sender()
        if isinstance(link, QPushButton):
            self.certification_wanted.emit(str(link.property("certificationId")))


def _codes(row: CertificationRow, name: str) -> list[str]:
    """Return the codes that the sheet names; data of a file may hold them with their titles."""
    named = row.sheet.get(name) or ()
    return [str(one["code"] if isinstance(one, Mapping) else one) for one in named]


def _entry(row: EquivalenceRow) -> EquivalenceEntry:
    return EquivalenceEntry(
        row.held_certification, row.held_block, row.certification_code, row.block_code, row.source,
        row.validity_years, row.origin,
    )  # fmt: skip
