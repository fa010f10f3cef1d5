"""What reading a list of candidates found, before anything is written.

This module must not know how the list was read, nor write anything.
"""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QDialog, QHeaderView, QTableView, QWidget

from cisp_desktop.application.candidate_import import ImportReport
from cisp_desktop.application.wording import WARNINGS, plural, sentence_of
from cisp_desktop.gui.delegates.state_text_delegate import StateTextDelegate
from cisp_desktop.gui.forms.import_report_dialog import Ui_ImportReportDialog
from cisp_desktop.gui.itemmodels.text_table_model import Role, TextLine, TextTableModel
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.panels import Tone


class ImportChoice(StrEnum):
    """What the user decided."""

    NOTHING = "NOTHING"
    EVERYTHING = "EVERYTHING"
    SOUND_LINES = "SOUND_LINES"


class ImportReportDialog(QDialog):
    """Counts, errors by line and column, warnings; ``choice`` says what to do once it closed."""

    def __init__(
        self,
        file_name: str,
        report: ImportReport,
        *,
        ignored: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.choice = ImportChoice.NOTHING
        self._report = report
        self.form = Ui_ImportReportDialog()
        self.form.setupUi(self)
        self.form.titleLabel.setText(self.tr("Lecture de {0}").format(file_name))
        self._show_counts()
        self._show_verdict()
        self._show_errors()
        self._show_warnings()
        self._show_columns(ignored)
        fit_dialog(self)
        self.form.importButton.clicked.connect(self._on_import_asked)
        self.form.soundButton.clicked.connect(self._on_sound_lines_asked)
        self.form.cancelButton.clicked.connect(self.reject)

    @property
    def _fresh(self) -> int:
        return self._report.imported + self._report.updated

    def _show_counts(self) -> None:
        report, form = self._report, self.form
        form.newTile.show_figure(str(report.imported), self.tr("à ajouter"))
        form.updatedTile.show_figure(str(report.updated), self.tr("à mettre à jour"))
        form.unchangedTile.show_figure(str(report.unchanged), self.tr("inchangés"))
        refused = self.tr("ligne refusée") if report.refused < 2 else self.tr("lignes refusées")
        tone = Tone.DANGER if report.refused else Tone.NEUTRAL
        form.refusedTile.show_figure(str(report.refused), refused, tone=tone)

    def _show_verdict(self) -> None:
        report, form = self._report, self.form
        sound = plural(self._fresh, self.tr("ligne saine"), self.tr("lignes saines"))
        if not report.refused and self._fresh:
            form.verdictBanner.show_text(Tone.SUCCESS, self.tr("Tout est lisible. Rien n’est encore écrit."))
        elif not report.refused:
            form.verdictBanner.show_text(
                Tone.INFO, self.tr("Tous ces candidats sont déjà inscrits tels quels.")
            )
        elif self._fresh:
            form.verdictBanner.show_text(
                Tone.WARNING,
                self.tr(
                    "Rien n’est encore écrit. Corrigez le fichier et relisez-le, "
                    "ou importez seulement les {0}."
                ).format(sound),
            )
        else:
            form.verdictBanner.show_text(
                Tone.DANGER, self.tr("Aucune ligne ne peut être importée. Corrigez le fichier et relisez-le.")
            )
        form.importButton.setVisible(not report.refused and self._fresh > 0)
        form.soundButton.setVisible(bool(report.refused) and self._fresh > 0)
        form.soundButton.setText(self.tr("Importer les {0}").format(sound).replace("saines", "&saines"))
        if self._fresh and not report.refused:
            form.importButton.setDefault(True)
        else:
            form.cancelButton.setDefault(True)
        if not self._fresh:
            form.cancelButton.setText(self.tr("&Fermer"))
            form.cancelButton.setAccessibleName(self.tr("Fermer"))

    def _show_errors(self) -> None:
        titles = (self.tr("Ligne"), self.tr("Colonne"), self.tr("Ce qui ne va pas"))
        lines = [
            TextLine(
                str(position),
                (str(error.line), error.column, sentence_of(error.code, error.values)),
                (error.line, error.column, error.code),
                DotState.BLOCKED,
            )
            for position, error in enumerate(self._report.errors)
        ]
        self.error_model = _fill(self.form.errorTableView, titles, lines, widths=(84, 180))
        self._name_tab(self.form.errorsTab, self.tr("&Erreurs ({0})").format(len(lines)), shown=bool(lines))

    def _show_warnings(self) -> None:
        titles = (self.tr("Ligne"), self.tr("N° dossier"), self.tr("À vérifier, sans empêcher l’import"))
        lines = [
            TextLine(
                str(position),
                (str(found.line), found.number, WARNINGS[found.warning]),
                (found.line, found.number, found.warning.value),
                DotState.WARNING,
            )
            for position, found in enumerate(self._report.warnings)
        ]
        self.warning_model = _fill(self.form.warningTableView, titles, lines, widths=(84, 180))
        self._name_tab(
            self.form.warningsTab, self.tr("À &vérifier ({0})").format(len(lines)), shown=bool(lines)
        )
        self.form.detailsTabWidget.setVisible(bool(lines or self._report.errors))
        if not self.form.detailsTabWidget.isVisibleTo(self):
            self.adjustSize()

    def _name_tab(self, tab: QWidget, text: str, *, shown: bool) -> None:
        tabs = self.form.detailsTabWidget
        tabs.setTabText(tabs.indexOf(tab), text)
        tabs.setTabVisible(tabs.indexOf(tab), shown)

    def _show_columns(self, ignored: Sequence[str]) -> None:
        words = self.tr("Colonnes non reconnues, laissées de côté : {0}.").format(" · ".join(ignored))
        self.form.columnsLabel.setText(words if ignored else "")
        self.form.columnsLabel.setVisible(bool(ignored))

    def _on_import_asked(self) -> None:
        self.choice = ImportChoice.EVERYTHING
        self.accept()

    def _on_sound_lines_asked(self) -> None:
        self.choice = ImportChoice.SOUND_LINES
        self.accept()


def _fill(
    view: QTableView, titles: Sequence[str], lines: Sequence[TextLine], *, widths: Sequence[int]
) -> TextTableModel:
    """Show ``lines`` in ``view``, sorted by their native keys; return the model."""
    model = TextTableModel(titles, view, state_column=0)
    model.show_lines(lines)
    proxy = QSortFilterProxyModel(view)
    proxy.setSortRole(Role.SORT)
    proxy.setSourceModel(model)
    view.setModel(proxy)
    view.setItemDelegateForColumn(0, StateTextDelegate(Role.STATE, view))
    ColumnWidths(view, dict(enumerate(widths)), stretch=len(widths), least=320)
    view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    # A sentence is read in full; measuring thousands of lines at once would freeze the window.
    if len(lines) <= MEASURED_LINES:
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    return model


MEASURED_LINES = 300
