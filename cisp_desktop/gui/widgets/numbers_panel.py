"""The register of numbers, and from it the archive folder of a session.

This module must not know how numbers are given.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cisp_desktop.application.archiving import Archived, archive_name, archive_session, check_archive_target
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.register_paper import RegisterPaper
from cisp_desktop.application.register_papers import number_paper
from cisp_desktop.application.registers import NumberLine, NumberRegister, number_register
from cisp_desktop.application.wording import plural
from cisp_desktop.application.wording_registers import (
    NUMBER_TITLES,
    anomaly_sentences,
    asked_words,
    number_cells,
    number_table,
)
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.itemmodels.text_table_model import TextLine
from cisp_desktop.gui.widgets.journal_panel import fill
from cisp_desktop.gui.widgets.panels import Tone
from cisp_desktop.gui.widgets.register_panel import RegisterPanel, Table

_WIDTHS = (138, 130, 196, 92, 64, 136, 140)


class NumbersPanel(RegisterPanel):
    """Every number of the centres and years chosen; holes are told above."""

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, NUMBER_TITLES, _WIDTHS, file_name="registre-des-numeros", parent=parent)
        self._register = NumberRegister((), (), (), ())
        self.form.certificationComboBox.hide()
        self.form.lineTableView.setAccessibleName(self.tr("Registre des numéros"))
        self.form.archiveButton.clicked.connect(self._on_archive_clicked)
        self.form.lineTableView.selectionModel().currentRowChanged.connect(self._on_line_changed)
        context.icons.set(self.form.archiveButton, "archive-box")
        self._on_line_changed()

    def refresh(self) -> None:
        """Read the register again."""
        queries, year = self.context.queries, self.year
        centre = str(self.form.centreComboBox.currentData() or "")
        self.run(lambda _progress: number_register(queries, year=year, centre=centre), self._on_read)

    def _on_read(self, register: NumberRegister) -> None:
        self._register = register
        fill(self.form.yearComboBox, self.tr("Toutes les années"), [(str(y), str(y)) for y in register.years])
        fill(self.form.centreComboBox, self.tr("Tous les centres"), register.centres)
        self.show_lines([TextLine(line.number, number_cells(line)) for line in register.lines])
        anomalies = anomaly_sentences(register)
        words = ""
        if anomalies:
            count = plural(len(anomalies), self.tr("anomalie"), self.tr("anomalies"))
            words = self.tr("{0}. {1}").format(count, anomalies[0])
        self.tell(Tone.WARNING, words)
        self._on_line_changed()

    def export_content(self) -> tuple[Table, Callable[[Workspace], RegisterPaper]]:
        """Return the register as shown, and what draws it."""
        register = self._register
        centre = self.form.centreComboBox.currentText() if self.form.centreComboBox.currentData() else ""
        asked = asked_words(str(self.year or ""), centre)
        return number_table(register), lambda workspace: number_paper(
            register, workspace.queries.check_journal(), asked=asked, made=workspace.clock()
        )

    # --- the archive folder ------------------------------------------------------------------------------

    def _line(self) -> NumberLine | None:
        return next((line for line in self._register.lines if line.number == self.chosen_line), None)

    def _on_line_changed(self) -> None:
        line = self._line()
        last = line.last if line is not None else None
        self.form.archiveButton.setEnabled(last is not None and last.minutes_id is not None)

    def _on_archive_clicked(self) -> None:
        line = self._line()
        if line is None or line.last is None or self.context.operations.refuse_while_writing(self):
            return
        parent = self.context.messages.open_folder(self, self.tr("Où écrire le dossier d’archives"))
        if parent is None:
            return
        folder, session_id = parent / archive_name(line.number), line.last.session_id
        try:
            check_archive_target(folder)
        except CispError as error:
            self.context.messages.error(self, error)
            return
        if not self.context.messages.confirm(
            self, self.tr("Archiver la session"), text=self._warning(folder), accept=self.tr("Écrire")
        ):
            return
        workspace = self.context.workspace
        self.context.tasks.run(
            lambda progress: archive_session(workspace, session_id, folder, progress=progress),
            self._on_archived, title=self.tr("Dossier d’archives de {0}").format(line.number),
            owner=self, writes=True,
        )  # fmt: skip

    def _warning(self, folder: Path) -> str:
        return self.tr(
            "Le dossier «\u00a0{0}\u00a0» sera écrit en clair, sans chiffrement\u00a0: procès-verbaux, "
            "documents numérisés et émis, extrait du journal. Ceux qui montrent des notes n’y sont pas."
        ).format(folder)

    def _on_archived(self, done: Archived) -> None:
        files = plural(done.files, self.tr("fichier"), self.tr("fichiers"))
        words = self.tr("Archivé en clair\u00a0: «\u00a0{0}\u00a0», {1}. LISEZMOI.txt dit comment vérifier.")
        self.tell_done(words.format(done.folder, files))
