"""The pages, in the order of the navigation. Imported late, by the composition root alone.

A page is added here by one line: key, title, icon (Phosphor), class.
"""

from PySide6.QtCore import QCoreApplication

from cisp_desktop.gui.pages.dashboard_page import DashboardPage
from cisp_desktop.gui.pages.deliberate_page import DeliberatePage
from cisp_desktop.gui.pages.evaluate_page import EvaluatePage
from cisp_desktop.gui.pages.minutes_page import MinutesPage
from cisp_desktop.gui.pages.prepare_page import PreparePage
from cisp_desktop.gui.pages.reference_page import ReferencePage
from cisp_desktop.gui.pages.register_page import RegisterPage
from cisp_desktop.gui.pages.sequel_page import SequelPage
from cisp_desktop.gui.pages.settings_page import SettingsPage
from cisp_desktop.gui.session_frame import PageSpec


def page_specs() -> list[PageSpec]:
    """Return every page; titles are in the user's words."""
    return [
        PageSpec("dashboard", _tr("Tableau de bord"), "squares-four", DashboardPage, shortcut="Alt+Home"),
        PageSpec("prepare", _tr("1  Préparer"), "users-three", PreparePage, shortcut="Ctrl+1"),
        PageSpec("evaluate", _tr("2  Évaluer"), "pencil-line", EvaluatePage, shortcut="Ctrl+2"),
        PageSpec("deliberate", _tr("3  Délibérer"), "scales", DeliberatePage, shortcut="Ctrl+3"),
        PageSpec("minutes", _tr("4  Procès-verbal"), "file-text", MinutesPage, shortcut="Ctrl+4"),
        PageSpec("sequel", _tr("5  Suites"), "paper-plane-tilt", SequelPage, shortcut="Ctrl+5"),
        PageSpec("reference", _tr("Référentiels"), "books", ReferencePage, group=2),
        PageSpec("register", _tr("Registre"), "clock-counter-clockwise", RegisterPage, group=2),
        PageSpec("settings", _tr("Réglages"), "gear-six", SettingsPage, group=2),
    ]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Pages", text)
