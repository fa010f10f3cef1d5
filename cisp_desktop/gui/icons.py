"""Icons of one family (Phosphor, through qtawesome), loaded after the first paint and coloured by the theme.

A page asks ``icons.set(button, "plus")``: before the family is loaded nothing shows, afterwards the icon
appears and follows the theme. Names are those of Phosphor without prefix. This module must not know any page.
"""

from typing import Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QColor, QIcon, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication
from qtawesome.iconic_font import IconicFont

from cisp_desktop.gui.theme import Theme
from cisp_desktop.gui.tokens import Tokens

FAMILY = ("ph", "phosphor-1.3.0.ttf", "phosphor-charmap-1.3.0.json")

Bearer = QAbstractButton | QAction


class Icons(QObject):
    """The icons of one application.

    ``tone`` names a token: ``text``, ``muted``, ``accent``, ``on_accent``, ``danger``.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._font: Any = IconicFont(FAMILY)
        self._bearers: WeakKeyDictionary[Bearer, tuple[str, str]] = WeakKeyDictionary()
        theme.changed.connect(self._on_theme_changed)

    def icon(self, name: str, *, tone: str = "text") -> QIcon:
        """Return an icon in today's colours; disabled ones are drawn in the disabled colour."""
        tokens: Tokens = self._theme.tokens
        disabled = QApplication.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
        colour = QColor(getattr(tokens, tone))
        icon: QIcon = self._font.icon(f"ph.{name}", color=colour, color_disabled=disabled)
        return icon

    def set(self, bearer: Bearer, name: str, *, tone: str = "text") -> None:
        """Give ``bearer`` an icon that follows the theme."""
        self._bearers[bearer] = (name, tone)
        bearer.setIcon(self.icon(name, tone=tone))

    def _on_theme_changed(self) -> None:
        for bearer, (name, tone) in list(self._bearers.items()):
            try:
                bearer.setIcon(self.icon(name, tone=tone))
            except RuntimeError:  # the widget was deleted by Qt while Python still held its wrapper
                del self._bearers[bearer]
