"""Minutes, page by page, with their bar: page x / y, previous and next, zoom, width of the window.

This module must not know what the minutes say.
"""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.page_images import PageSet
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.theme import tabular
from cisp_desktop.gui.widgets.labels import PlainLabel
from cisp_desktop.gui.widgets.page_area import PageArea


class MinutesViewer(QWidget):
    """The pages with their bar: page x / y, previous and next, zoom, width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.area: PageArea | None = None
        self.page_label = PlainLabel(self)
        self.page_label.setFont(tabular(self.font()))
        self.zoom_label = PlainLabel(self)
        self.zoom_label.setProperty("kind", "muted")
        self.previous_button = self._button(self.tr("Page précédente"))
        self.next_button = self._button(self.tr("Page suivante"))
        self.smaller_button = self._button(self.tr("Réduire (-)"))
        self.larger_button = self._button(self.tr("Agrandir (+)"))
        self.width_button = self._button(self.tr("Ajuster à la largeur (L)"))
        self.width_button.setCheckable(True)
        bar = QHBoxLayout()
        bar.setSpacing(t.SPACE_XS)
        for widget in (self.previous_button, self.next_button, self.page_label):
            bar.addWidget(widget)
        bar.addStretch(1)
        for widget in (self.smaller_button, self.zoom_label, self.larger_button, self.width_button):
            bar.addWidget(widget)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(t.SPACE_XS)
        self._layout.addLayout(bar)

    def set_up(self, tasks: TaskRunner, icons: Icons) -> None:
        """Give the viewer its worker and icons; called once (a form makes widgets with a parent alone)."""
        area = PageArea(tasks, self)
        area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.area = area
        self._layout.addWidget(area, 1)
        self.setFocusProxy(area)
        area.place_changed.connect(self._on_place_changed)
        for button, icon in (
            (self.previous_button, "caret-up"), (self.next_button, "caret-down"),
            (self.smaller_button, "minus"), (self.larger_button, "plus"),
            (self.width_button, "arrows-out-line-horizontal"),
        ):  # fmt: skip
            icons.set(button, icon)
        self.previous_button.clicked.connect(lambda: area.show_page(area.current_page - 1))
        self.next_button.clicked.connect(lambda: area.show_page(area.current_page + 1))
        self.smaller_button.clicked.connect(lambda: area.zoom_step(-1))
        self.larger_button.clicked.connect(lambda: area.zoom_step(1))
        self.width_button.clicked.connect(area.fit_width)
        self._on_place_changed()

    def show_pages(self, pages: PageSet | None, *, lent: bool = False) -> None:
        """Show a file, or nothing; a ``lent`` one is left open afterwards."""
        if self.area is not None:
            self.area.set_pages(pages, lent=lent)

    def show_frames(self) -> None:
        """Bring the signature frames into view."""
        if self.area is not None:
            self.area.show_frames()

    @property
    def page_set(self) -> PageSet | None:
        """What is shown."""
        return self.area.page_set if self.area is not None else None

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _on_place_changed(self) -> None:
        area = self.area
        if area is None:
            return
        count = area.page_set.count if area.page_set else 0
        place = area.current_page
        self.page_label.setText(self.tr("Page {0} / {1}").format(place + 1, count) if count else "")
        self.zoom_label.setText(self.tr("{0} %").format(round(area.zoom * 100)))
        self.previous_button.setEnabled(place > 0)
        self.next_button.setEnabled(place + 1 < count)
        self.width_button.setChecked(area.fits_width)
