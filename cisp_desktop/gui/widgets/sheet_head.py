"""What stands over a grid: the block, its round, how many lines are settled, results from outside, what
levels mean.

It counts lines and never tells a result, which no scheme lets a juror see while scoring. This module must not
know use cases nor how a mark is given.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from cisp_desktop.application.queries import ScoreSheetView
from cisp_desktop.application.wording import plural
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.theme import tabular
from cisp_desktop.gui.widgets.labels import PlainLabel
from cisp_desktop.gui.widgets.level_scale import LevelScale


class SheetHead(QWidget):
    """``in_a_row`` says whether a mark leads to the next line: one juror's choice, which ends with the juror.

    ``left`` asks for the focus to go back to the grid.
    """

    left = Signal()

    def __init__(self, settings: Settings, icons: Icons, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.title_label = PlainLabel(self)
        self.title_label.setProperty("kind", "strong")
        self.title_label.setWordWrap(True)
        self.counter_label = PlainLabel(self)
        self.counter_label.setProperty("kind", "muted")
        self.counter_label.setFont(tabular(self.counter_label.font()))
        self.row_button = QToolButton(self)
        icons.set(self.row_button, "caret-double-down", tone="muted")
        self.row_button.setAccessibleName(self.tr("Saisie à la suite"))
        self.row_button.setToolTip(self.tr("Chaque note mène à la ligne suivante, puis au bloc suivant (S)"))
        self.row_button.setCheckable(True)
        self.outside_label = PlainLabel(self)
        self.outside_label.setProperty("kind", "small")
        self.outside_label.setWordWrap(True)
        self.scale = LevelScale(self)
        self.scale.unfold(settings.level_scale)
        self.scale.left.connect(self.left)
        row = QHBoxLayout()
        row.setSpacing(t.SPACE_M)
        row.addWidget(self.title_label, 1)
        row.addWidget(self.counter_label)
        row.addWidget(self.row_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(t.SPACE_S, t.SPACE_S, t.SPACE_S, 0)
        layout.setSpacing(t.SPACE_XS)
        layout.addLayout(row)
        layout.addWidget(self.outside_label)
        layout.addWidget(self.scale)

    @property
    def in_a_row(self) -> bool:
        """Whether a mark leads to the next line."""
        return self.row_button.isChecked()

    def end_row(self) -> None:
        """Let a mark stay where it is again: somebody else is at the keyboard."""
        self.row_button.setChecked(False)

    def show_block(self, title: str, *, view: ScoreSheetView | None, outside: Sequence[str] = ()) -> None:
        """Head the grid of a block; an empty title and no view for none."""
        self.title_label.setText(title)
        told = [*self._round_lines(view), *outside] if view is not None else []
        self.outside_label.setText("\n".join(told))
        self.outside_label.setVisible(bool(told))
        self.scale.show_scheme(view.scheme if view is not None else None)

    def _round_lines(self, view: ScoreSheetView) -> list[str]:
        """Say that this sheet is a new one; the grid bears the own marks of the last round."""
        if view.round == 1:
            return []
        words = self.tr(
            "Tour {0}\u00a0: une grille nouvelle, ouverte par le jury. La précédente reste scellée."
        )
        return [words.format(view.round)]

    def show_count(self, settled: int, items: int, *, overall_missing: bool) -> None:
        """Count what is settled; never what it is worth."""
        words = f"{settled}/{items}"
        if settled == items and overall_missing:
            words = self.tr("{0} · niveau global à donner").format(words)
        self.counter_label.setText(words)
        self.counter_label.setAccessibleName(self.tr("Lignes notées\u00a0: {0}").format(words))
        left = items - settled
        self.counter_label.setToolTip(
            self.tr("Il reste {0} à noter").format(plural(left, self.tr("ligne"), self.tr("lignes")))
            if left
            else ""
        )

    def clear(self) -> None:
        """Hold nothing of a sheet."""
        self.show_block("", view=None)
        self.counter_label.clear()
        self.counter_label.setAccessibleName("")

    def toggle_scale(self) -> None:
        """Show what levels mean, or hide it."""
        unfolded = not self._settings.level_scale
        self._settings.level_scale = unfolded
        self.scale.unfold(unfolded)
