"""« Registre »: the journal, the numbers of minutes, what was awarded.

This module must not know how any of it is read.
"""

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton, QWidget

from cisp_desktop.application.changes import Changes
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.register_page import Ui_RegisterPage
from cisp_desktop.gui.pages.minutes_checking import MinutesChecking
from cisp_desktop.gui.pages.page import Page
from cisp_desktop.gui.widgets.awards_panel import AwardsPanel
from cisp_desktop.gui.widgets.journal_panel import JournalPanel
from cisp_desktop.gui.widgets.numbers_panel import NumbersPanel

Panel = JournalPanel | NumbersPanel | AwardsPanel


class RegisterPage(Page):
    """Three tabs, each read when it is looked at.

    Targets of ``focus_on``: ``tab:journal``, ``tab:numbers``, ``tab:awards``.
    """

    def __init__(self, context: GuiContext) -> None:
        super().__init__(context)
        self.form = Ui_RegisterPage()
        self.form.setupUi(self)
        self.journal = JournalPanel(context, self)
        self.numbers = NumbersPanel(context, self)
        self.awards = AwardsPanel(context, self)
        self.checking = MinutesChecking(context, parent=self)
        self.verify_button = QPushButton(self.tr("Vérif&ier un document…"), self)
        self.verify_button.clicked.connect(self.checking.ask)
        self._tabs: dict[str, Panel] = {
            "journal": self.journal, "numbers": self.numbers, "awards": self.awards,
        }  # fmt: skip
        titles = (self.tr("Journal"), self.tr("Numéros"), self.tr("Délivrances"))
        for panel, words in zip(self._tabs.values(), titles, strict=True):
            self.form.registerTabWidget.addTab(panel, words)
        self._stale: set[Panel] = set(self._tabs.values())
        self.form.registerTabWidget.currentChanged.connect(self._on_tab_changed)

    @property
    def title(self) -> str:
        """Where the user is."""
        return self.tr("Registre")

    def subtitle(self) -> str:
        """What the tab holds."""
        said = {
            self.journal: self.tr("Qui a fait quoi, et quand"),
            self.numbers: self.tr("Ce qu’est devenu chaque numéro de procès-verbal"),
            self.awards: self.tr("D’après les seuls procès-verbaux complets"),
        }
        return said[self._current]

    def header_widgets(self) -> Sequence[QWidget]:
        """« Vérifier un document… »."""
        return (self.verify_button,)

    def refresh(self, changes: Changes | None) -> None:
        """Read the tab that is shown again; the others when they are."""
        del changes
        self._stale = set(self._tabs.values())
        self._read_current()

    def focus_on(self, target: str) -> None:
        """Show a tab."""
        panel = self._tabs.get(target.removeprefix("tab:"))
        if panel is not None:
            self.form.registerTabWidget.setCurrentWidget(panel)

    def panes(self) -> Sequence[QWidget]:
        """Those of the tab that is shown."""
        return self._current.panes()

    @property
    def _current(self) -> Panel:
        shown = self.form.registerTabWidget.currentWidget()
        return next((panel for panel in self._tabs.values() if panel is shown), self.journal)

    def _on_tab_changed(self) -> None:
        self.header_changed.emit()
        self._read_current()

    def _read_current(self) -> None:
        panel = self._current
        if panel in self._stale:
            self._stale.discard(panel)
            panel.refresh()
