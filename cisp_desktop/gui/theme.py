"""How the application looks: the shipped family, one palette and the style sheet built from tokens.

``Theme`` switches live between « système », « clair » and « sombre » and scales every text. Qt's own
colour-scheme hint does nothing offscreen, so both palettes are ours. This module must not know any page.
"""

from enum import StrEnum
from importlib.resources import as_file, files

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from cisp_desktop.gui.forms import cisp_rc
from cisp_desktop.gui.style_sheet import build_style_sheet
from cisp_desktop.gui.tokens import DARK, LIGHT, TEXT_POINTS, Tokens

FAMILY = "Source Sans Pro"
FIRST_FONTS = ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf")
LATER_FONTS = ("SourceSansPro-Bold.ttf", "SourceSansPro-It.ttf", "SourceSansPro-BoldIt.ttf")
TEXT_LINE = 18
"""Height of a line of running text at 100 %, in pixels."""
LEAST_SCALE, GREATEST_SCALE, SCALE_STEP = 75, 200, 10
RESOURCES = cisp_rc.__name__
"""Importing the compiled resources registers the pictures that the style sheet names."""


class ThemeMode(StrEnum):
    """What the user chose."""

    SYSTEM = "SYSTEM"
    LIGHT = "LIGHT"
    DARK = "DARK"


class Theme(QObject):
    """The look of one application.

    ``changed`` follows every switch; painters read ``tokens_for(palette())``.
    """

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._mode = ThemeMode.SYSTEM
        self._scale = 100
        self._applied: tuple[bool, int] | None = None
        app.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)

    @property
    def mode(self) -> ThemeMode:
        """What was chosen."""
        return self._mode

    @property
    def text_scale(self) -> int:
        """Percent of the usual text size."""
        return self._scale

    @property
    def tokens(self) -> Tokens:
        """The tokens of the palette shown now."""
        return DARK if self._is_dark() else LIGHT

    def load_first_fonts(self) -> None:
        """Load what the first page is written in; the rest waits for ``load_later_fonts``."""
        _load_fonts(FIRST_FONTS)

    def load_later_fonts(self) -> None:
        """Load bold and italic, after the first paint."""
        _load_fonts(LATER_FONTS)

    def apply(self, mode: ThemeMode, *, text_scale: int = 100) -> None:
        """Switch, live; does nothing when nothing would change. ``text_scale`` is clamped to 75–200 %."""
        self._mode = mode
        self._scale = max(LEAST_SCALE, min(GREATEST_SCALE, text_scale))
        wanted = (self._is_dark(), self._scale)
        if wanted == self._applied:
            return
        self._applied = wanted
        self._app.setFont(text_font(self._scale))
        self._app.setPalette(build_palette(self.tokens))
        self._app.setStyleSheet(build_style_sheet(self.tokens, text_scale=self._scale))
        self.changed.emit()

    def _is_dark(self) -> bool:
        if self._mode is not ThemeMode.SYSTEM:
            return self._mode is ThemeMode.DARK
        hints = QGuiApplication.styleHints()
        return hints.colorScheme() is Qt.ColorScheme.Dark

    def _on_system_scheme_changed(self) -> None:
        if self._mode is ThemeMode.SYSTEM:
            self.apply(self._mode, text_scale=self._scale)


def _load_fonts(names: tuple[str, ...]) -> None:
    folder = files("cisp_desktop") / "data" / "fonts"
    for name in names:
        with as_file(folder / name) as path:
            QFontDatabase.addApplicationFont(str(path))


def fixed_font() -> QFont:
    """Return a font whose figures and letters cannot be taken for one another."""
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)


def text_font(text_scale: int = 100) -> QFont:
    """Return the font of running text."""
    font = QFont(FAMILY)
    font.setPointSizeF(TEXT_POINTS * text_scale / 100)
    return font


def tabular(font: QFont) -> QFont:
    """Return ``font`` with figures of one width, for tables, clocks and counts."""
    figures = QFont(font)
    figures.setFeature(QFont.Tag("tnum"), 1)
    return figures


def scaled(pixels: float, metrics: QFontMetrics) -> int:
    """Return ``pixels``, meant for text at 100 %, grown with the text that is shown (columns, rows)."""
    return round(pixels * max(1.0, metrics.height() / TEXT_LINE))


def restyle(widget: QWidget) -> None:
    """Let the style sheet see a dynamic property that changed after the widget was shown."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def build_palette(tokens: Tokens) -> QPalette:
    """Return Qt's palette of these tokens, disabled group included."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.canvas, role.WindowText: tokens.text, role.Base: tokens.surface,
        role.AlternateBase: tokens.canvas, role.Text: tokens.text, role.Button: tokens.surface,
        role.ButtonText: tokens.text, role.BrightText: tokens.danger, role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text, role.PlaceholderText: tokens.muted, role.Link: tokens.accent,
        role.LinkVisited: tokens.accent, role.Highlight: tokens.selection,
        role.HighlightedText: tokens.on_selection, role.Accent: tokens.accent, role.Light: tokens.raised,
        role.Midlight: tokens.hover, role.Mid: tokens.border, role.Dark: tokens.control, role.Shadow:
        tokens.border, }  # fmt: skip
    palette = QPalette()
    for key, colour in colours.items():
        palette.setColor(key, QColor(colour))
    for key in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(tokens.disabled))
    return palette
