"""What stands over a grid: the block, how many lines are settled, results from outside, what levels mean.

It counts lines and never tells a result, which no scheme lets a juror see while scoring. This module must not
know use cases nor how a mark is given.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from cisp_desktop.application.wording import plural
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.theme import tabular
from cisp_desktop.gui.widgets.labels import PlainLabel
from cisp_desktop.gui.widgets.level_scale import LevelScale


class SheetHead(QWidget):
    """``in_a_row`` says whether a mark leads to the next line; both choices are remembered.

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
        self.row_button.setChecked(settings.in_a_row)
        self.row_button.toggled.connect(self._on_row_toggled)
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

    def show_block(self, title: str, *, scheme: GradingScheme | None, outside: Sequence[str] = ()) -> None:
        """Head the grid of a block; an empty title and no scheme for none."""
        self.title_label.setText(title)
        self.outside_label.setText("\n".join(outside))
        self.outside_label.setVisible(bool(outside))
        self.scale.show_scheme(scheme)

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
        self.show_block("", scheme=None)
        self.counter_label.clear()
        self.counter_label.setAccessibleName("")

    def toggle_scale(self) -> None:
        """Show what levels mean, or hide it."""
        unfolded = not self._settings.level_scale
        self._settings.level_scale = unfolded
        self.scale.unfold(unfolded)

    def _on_row_toggled(self, checked: bool) -> None:
        self._settings.in_a_row = checked
