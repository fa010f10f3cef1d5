"""Handing an access pack over: the PDF, the data and the candidate's own dossiers, as a folder or an archive.

In the worker. This module must not know the page that asks.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.access_folders import ZIP, HandedOver, pack_name, write_access_pack
from cisp_desktop.application.issuing import IssuedRow
from cisp_desktop.application.wording import plural
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.widgets.panels import Tone

Say = Callable[[Tone, str], None]


class AccessActs(QObject):
    """``say`` shows a line on the page."""

    def __init__(self, context: GuiContext, *, say: Say, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._say, self._window = context, say, parent

    def hand_over(self, row: IssuedRow) -> None:
        """Ask for a folder or an archive, and write the pack there."""
        title = self.tr("Remettre un dossier d’accès")
        words = self.tr(
            "Le dossier d’accès de {0}, ses données et les fichiers que ce candidat a déposés. Rien n’y est "
            "chiffré\u00a0: remettez-le en main propre, ou par une voie sûre."
        ).format(row.subject)
        choices = [self.tr("Un fichier ZIP…"), self.tr("Un dossier…")]
        chosen = self._context.messages.choose(self._window, title, text=words, choices=choices)
        if chosen is None:
            return
        target = self._archive(row, title) if chosen == 0 else self._folder(row, title)
        if target is None:
            return
        workspace = self._context.workspace
        self._context.tasks.run(
            lambda progress: write_access_pack(
                workspace, row.id, target, replaces=chosen == 0, progress=progress
            ),
            self._on_written,
            title=title,
            owner=self,
            writes=True,
        )

    def _archive(self, row: IssuedRow, title: str) -> Path | None:
        return self._context.messages.save_file(
            self._window, title, suggested=f"{pack_name(row.number, row.subject)}{ZIP}",
            filters=self.tr("Archives ZIP (*.zip)"),
        )  # fmt: skip

    def _folder(self, row: IssuedRow, title: str) -> Path | None:
        parent = self._context.messages.open_folder(self._window, title)
        return parent / pack_name(row.number, row.subject) if parent is not None else None

    def _on_written(self, done: HandedOver) -> None:
        words = self.tr("{0} dans «\u00a0{1}\u00a0». Ils ne sont pas chiffrés.")
        files = plural(done.files, self.tr("fichier écrit"), self.tr("fichiers écrits"))
        self._say(Tone.SUCCESS, words.format(files, done.target))
