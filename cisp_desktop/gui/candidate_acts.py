"""Opening a list that somebody sent and importing it: candidates, or results of outside the panel.

This module must not know how a file is read, nor the table.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.list_columns import ListFile
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.services import Services
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.import_list_dialog import ImportListDialog
from cisp_desktop.gui.list_imports import ListImport, Looked, candidate_import, result_import
from cisp_desktop.gui.tasks import Progress

FILTERS = "*.xlsx *.ods *.csv"


class ListImportAct(QObject):
    """One kind of list: a file is chosen, looked at in the worker, then shown in its dialog.

    ``told(words)`` says what was imported.
    """

    told = Signal(str)

    def __init__(
        self,
        context: GuiContext,
        owner: QWidget,
        *,
        make: Callable[[Services, Workspace, str], ListImport],
        title: str,
    ) -> None:
        super().__init__(owner)
        self._context = context
        self._owner = owner
        self._make = make
        self._title = title

    def choose_file(self, session_id: str) -> None:
        """Ask for a list and read it."""
        filters = self.tr("Listes ({0})").format(FILTERS)
        path = self._context.messages.open_file(self._owner, self._title, filters=filters)
        if path is not None:
            self.read_file(session_id, path)

    def read_file(self, session_id: str, path: Path) -> None:
        """Read a list and show what it would do; nothing is written before the user said so."""
        if self._context.operations.refuse_while_writing(self._owner):
            return
        importing = self._make(self._context.services, self._context.workspace, session_id)

        def work(progress: Progress) -> tuple[ListFile[Any], Looked]:
            progress(0, 2)
            file = importing.open(path)
            progress(1, 2)
            return file, importing.look(file, mapping=importing.remembered())

        self._context.tasks.run(
            work,
            lambda found: self._show_dialog(importing, path.name, *found),
            title=self.tr("Lecture de {0}").format(path.name),
            owner=self._owner,
            writes=True,
        )

    def _show_dialog(self, importing: ListImport, name: str, file: ListFile[Any], looked: Looked) -> None:
        dialog = ImportListDialog(
            self._context, importing, file, looked=looked, name=name, parent=self._owner
        )
        self._context.messages.run_dialog(dialog)
        words = dialog.told_words
        dialog.deleteLater()
        if words:
            self.told.emit(words)


class CandidateImport(ListImportAct):
    """Imports candidates."""

    def __init__(self, context: GuiContext, owner: QWidget) -> None:
        title = owner.tr("Importer une liste de candidats")
        super().__init__(context, owner, make=candidate_import, title=title)


class ResultImport(ListImportAct):
    """Imports results judged outside the panel."""

    def __init__(self, context: GuiContext, owner: QWidget) -> None:
        title = owner.tr("Importer des résultats jugés hors du jury")
        super().__init__(context, owner, make=result_import, title=title)
