"""The tools over a dossier: panels, highlights and notes, two side by side, page field, zoom. It only asks.

This module must not know documents.
"""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QIntValidator, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from cisp_desktop.application.wording import decimal
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.application.wording_reading import NOTE_COLOURS
from cisp_desktop.domain.reading import NoteColour
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.widgets.dossier_finder import Panel
from cisp_desktop.gui.widgets.labels import PlainLabel
from cisp_desktop.gui.widgets.note_look import swatch


class DossierToolbar(QWidget):
    """``page_entered(page)`` counts from 0; ``zoom_asked`` is 1 or −1; the panels exclude each other.

    ``finder_asked`` follows their toggles. ``highlight_asked(checked)`` comes with ``colour`` set.
    """

    page_entered = Signal(int)
    zoom_asked = Signal(int)
    width_asked = Signal()
    finder_asked = Signal()
    highlight_asked = Signal(bool)
    note_asked = Signal()
    beside_asked = Signal(bool)
    full_asked = Signal()

    def __init__(self, icons: Icons, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.outline_button = self._toggle("list-bullets", self.tr("Plan de la pièce"))
        self.search_button = self._toggle("magnifying-glass", self.tr("Chercher dans la pièce (Ctrl+F)"))
        self.thumbnails_button = self._toggle("squares-four", self.tr("Vignettes des pages"))
        self.notes_button = self._toggle("notepad", self.tr("Notes de lecture"))
        self._panels = {
            Panel.SEARCH: self.search_button,
            Panel.OUTLINE: self.outline_button,
            Panel.THUMBNAILS: self.thumbnails_button,
            Panel.NOTES: self.notes_button,
        }
        self.colour = NoteColour.YELLOW
        self._make_note_tools()
        self.page_edit = QLineEdit(self)
        self.page_edit.setAccessibleName(self.tr("Page"))
        self.page_edit.setToolTip(self.tr("Aller à la page (Entrée)"))
        self.page_edit.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._range = QIntValidator(1, 1, self)
        self.page_edit.setValidator(self._range)
        self.page_edit.returnPressed.connect(self._on_page_entered)
        self.count_label = _muted(self)
        self.out_button = self._tool("magnifying-glass-minus", self.tr("Réduire (−)"))
        self.out_button.clicked.connect(self._on_zoom_out_clicked)
        self.zoom_label = _muted(self)
        self.in_button = self._tool("magnifying-glass-plus", self.tr("Agrandir (+)"))
        self.in_button.clicked.connect(self._on_zoom_in_clicked)
        self.fit_button = self._tool("arrows-out-line-horizontal", self.tr("Ajuster à la largeur"))
        self.fit_button.setCheckable(True)
        self.fit_button.clicked.connect(self.width_asked)
        self._captions = (
            (self.notes_button, self.tr("Notes")),
            (self.highlight_button, self.tr("Surligner")),
            (self.note_button, self.tr("Annoter")),
        )
        self._lay_out()

    def _make_note_tools(self) -> None:
        self.highlight_button = self._tool(
            "highlighter-circle",
            self.tr("Surligner la sélection ou le mot trouvé, ou un rectangle à tracer (S)"),
        )
        self.highlight_button.setCheckable(True)
        self.highlight_button.clicked.connect(self.highlight_asked)
        self.highlight_button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.highlight_button.setMenu(self._colour_menu())
        self.note_button = self._tool("note-pencil", self.tr("Note sur la page ou la sélection (N)"))
        self.note_button.clicked.connect(self.note_asked)
        self.beside_button = self._tool("columns", self.tr("Deux pièces côte à côte"))
        self.beside_button.setCheckable(True)
        self.beside_button.clicked.connect(self.beside_asked)
        self.full_button = self._tool("corners-out", self.tr("Plein écran (F11)"))
        self.full_button.clicked.connect(self.full_asked)

    @property
    def panel(self) -> Panel | None:
        """The panel asked for; None for none."""
        return next((panel for panel, button in self._panels.items() if button.isChecked()), None)

    def check(self, panel: Panel) -> None:
        """Ask for a panel."""
        self._panels[panel].setChecked(True)

    def allow_notes(self, allowed: bool) -> None:
        """Offer highlights and notes, or not: nobody takes notes while a session is prepared."""
        for button in (self.highlight_button, self.note_button, self.notes_button):
            button.setVisible(allowed)

    def ask_highlight(self) -> None:
        """Highlight, by key."""
        if self.highlight_button.isEnabled() and self.highlight_button.isVisibleTo(self):
            self.highlight_button.click()

    def ask_note(self) -> None:
        """Write a note, by key."""
        if self.note_button.isEnabled() and self.note_button.isVisibleTo(self):
            self.note_button.click()

    def show_count(self, pages: int) -> None:
        """Say how many pages there are; 0 for no document, whose tools are of no use."""
        self._range.setRange(1, max(1, pages))
        self.count_label.setText(f"/{NBSP}{pages}" if pages else "")
        if not pages:
            self.page_edit.clear()
        for tool in self.findChildren(QToolButton):
            tool.setEnabled(pages > 0)
        self.page_edit.setEnabled(pages > 0)

    def show_page(self, page: int) -> None:
        """Show the page in the middle, from 0."""
        self.page_edit.setText(str(page + 1))

    def show_zoom(self, scale: float, *, fits_width: bool) -> None:
        """Show the zoom in effect: 1 is 100 %."""
        self.zoom_label.setText(f"{decimal(scale * 100, 0)}{NBSP}%")
        self.fit_button.setChecked(fits_width)

    def _tool(self, icon: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setIconSize(QSize(18, 18))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._icons.set(button, icon)
        return button

    def _toggle(self, icon: str, words: str) -> QToolButton:
        button = self._tool(icon, words)
        button.setCheckable(True)
        button.toggled.connect(self._on_finder_toggled)
        return button

    def _colour_menu(self) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for colour, name in NOTE_COLOURS.items():
            action = menu.addAction(swatch(colour), name)
            action.setCheckable(True)
            action.setChecked(colour is self.colour)
            action.setData(colour.value)
            group.addAction(action)
        group.triggered.connect(self._on_colour_chosen)
        return menu

    def _lay_out(self) -> None:
        tools, places = QHBoxLayout(), QHBoxLayout()
        for row in (tools, places):
            row.setSpacing(t.SPACE_XS)
        for button in self._panels.values():
            tools.addWidget(button)
        tools.addStretch(1)
        for button in (self.highlight_button, self.note_button, self.beside_button, self.full_button):
            tools.addWidget(button)
        places.addWidget(self.page_edit)
        places.addWidget(self.count_label)
        places.addStretch(1)
        for widget in (self.out_button, self.zoom_label, self.in_button, self.fit_button):
            places.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(t.SPACE_XS, t.SPACE_XS, t.SPACE_XS, t.SPACE_XS)
        layout.setSpacing(t.SPACE_XS)
        layout.addLayout(tools)
        layout.addLayout(places)
        for button, words in self._captions:
            button.setText(words)
        self._size_fields()

    def _name_tools(self) -> None:
        """Write beside the icons of notes what they do, as far as there is room; tooltips say it anyway."""
        room = self.width() - self.minimumSizeHint().width()
        for button, words in self._captions:
            room -= self.fontMetrics().horizontalAdvance(words) + t.SPACE_S
            style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            button.setToolButtonStyle(style if room >= 0 else Qt.ToolButtonStyle.ToolButtonIconOnly)

    def _least_width(self) -> int:
        """Return the width of the icons alone."""
        tools = [*self._panels.values(), self.highlight_button, self.note_button]
        tools += [self.beside_button, self.full_button]
        shown = sum(one.isVisibleTo(self) for one in tools)
        icon = self.outline_button.sizeHint().width()  # never has a word beside it
        arrow = t.SPACE_L  # of the colours' menu
        return shown * (icon + t.SPACE_XS) + arrow + t.SPACE_S

    def minimumSizeHint(self) -> QSize:
        """Room for the icons alone, whether words stand beside them or not."""
        return QSize(self._least_width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the tools that there is room for."""
        super().resizeEvent(event)
        self._name_tools()

    def _size_fields(self) -> None:
        metrics = self.fontMetrics()
        self.page_edit.setFixedWidth(metrics.horizontalAdvance("0000") + 2 * t.SPACE_M)
        self.zoom_label.setMinimumWidth(metrics.horizontalAdvance(f"400{NBSP}%"))

    def _on_page_entered(self) -> None:
        self.page_entered.emit(int(self.page_edit.text()) - 1)
        self.page_edit.selectAll()

    def _on_zoom_out_clicked(self) -> None:
        self.zoom_asked.emit(-1)

    def _on_zoom_in_clicked(self) -> None:
        self.zoom_asked.emit(1)

    def _on_finder_toggled(self, shown: bool) -> None:
        for other in self._panels.values():
            if shown and other is not self.sender() and other.isChecked():
                other.blockSignals(True)
                other.setChecked(False)
                other.blockSignals(False)
        self.finder_asked.emit()

    def _on_colour_chosen(self, action: QAction) -> None:
        self.colour = NoteColour(action.data())
        self.highlight_button.setChecked(False)
        self.highlight_button.click()

    def changeEvent(self, event: QEvent) -> None:
        """Size the fields for the present text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "zoom_label"):
            self._size_fields()


def _muted(parent: QWidget) -> PlainLabel:
    label = PlainLabel(parent)
    label.setProperty("kind", "muted")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
