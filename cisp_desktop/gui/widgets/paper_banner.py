"""Says for as long as it lasts that a sheet is copied from paper: who typed it, who compared it.

This module must not know the grid.
"""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from cisp_desktop.application.queries import ScoreSheetView
from cisp_desktop.application.queries_evaluating import TranscriptionRow
from cisp_desktop.domain.scoring import SheetState
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.transcription_acts import ask_checker, ask_typist, stop_typing
from cisp_desktop.gui.widgets.panels import Banner, Tone


class PaperBanner(Banner):
    """Shows nothing for a sheet that is filled on screen. ``store`` puts away what is typed; False stops."""

    def __init__(
        self, context: GuiContext, store: Callable[[], bool], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._store = context, store
        self._view: ScoreSheetView | None = None
        self._paper: TranscriptionRow | None = None
        self.activated.connect(self._on_check_asked)

    def show_sheet(self, view: ScoreSheetView | None) -> None:
        """Say what is known of this sheet; None for none."""
        self._view = view
        self._paper = view.transcription if view is not None else None
        self._show()

    def _show(self) -> None:
        paper, view = self._paper, self._view
        sealed = view is not None and view.state is SheetState.SEALED
        if paper is None:
            self.show_text(Tone.NEUTRAL, "")
        elif not paper.checked:
            text = self.tr("Grille papier saisie par {0}. Une autre personne la relit avant le sceau.")
            if paper.checked_by:
                text = self.tr("Grille papier saisie par {0}, changée depuis sa relecture\u00a0: relisez-la.")
            button = "" if sealed else self.tr("Relue…")
            self.show_text(Tone.WARNING, text.format(paper.typed_by), button=button)
        else:
            text = self.tr("Grille papier saisie par {0}, relue par {1}.")
            self.show_text(Tone.INFO, text.format(paper.typed_by, paper.checked_by))

    def note_marked(self) -> None:
        """A mark was given: it asks for a new check."""
        if self._paper is not None and self._paper.checked:
            self._paper = replace(self._paper, checked=False)
            self._show()

    def say_none(self) -> None:
        """Say that no sheet shown can be copied from paper."""
        self._context.messages.inform(
            self,
            self.tr("Grille papier"),
            self.tr(
                "Il n’y a pas de grille à remplir ici\u00a0: elle est scellée, ou ce candidat n’est pas à "
                "évaluer. Choisissez un autre bloc ou un autre candidat."
            ),
        )

    def ask(self) -> None:
        """Begin to copy the sheet shown from paper, or stop."""
        view, paper = self._view, self._paper
        if view is None:
            return
        if paper is None:
            ask_typist(self._context, view.registration_id, view.block_id, parent=self)
            return
        text = self.tr(
            "Cette grille est saisie d’après le papier par {0}. Si vous arrêtez, les notes restent."
        )
        if self._context.messages.confirm(
            self,
            self.tr("Saisie papier en cours"),
            text=text.format(paper.typed_by),
            accept=self.tr("Arrêter la saisie papier"),
        ):
            stop_typing(self._context, paper, view.registration_id, view.block_id, parent=self)

    def _on_check_asked(self) -> None:
        if self._paper is not None and self._store():
            ask_checker(self._context, self._paper, parent=self)
