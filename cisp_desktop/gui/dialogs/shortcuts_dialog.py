"""The sheet of keys (F1): those that hold everywhere, then the page's own.

This module must not know any page.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHeaderView, QTableWidgetItem, QWidget

from cisp_desktop.gui.forms.shortcuts_dialog import Ui_ShortcutsDialog
from cisp_desktop.gui.pages.page import ShortcutLine


class ShortcutsDialog(QDialog):
    """``sections`` holds (title, lines); a section without lines is left out."""

    def __init__(
        self, sections: Sequence[tuple[str, Sequence[ShortcutLine]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.form = Ui_ShortcutsDialog()
        self.form.setupUi(self)
        self.form.closeButton.clicked.connect(self.accept)
        table = self.form.shortcutsTableWidget
        table.horizontalHeader().hide()
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for title, lines in sections:
            if lines:
                self._add_title(title)
                for line in lines:
                    self._add_line(line)

    def _add_title(self, title: str) -> None:
        table = self.form.shortcutsTableWidget
        row = table.rowCount()
        table.insertRow(row)
        item = QTableWidgetItem(title)
        font = item.font()
        font.setBold(True)
        item.setFont(font)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        table.setItem(row, 0, item)
        table.setSpan(row, 0, 1, 2)

    def _add_line(self, line: ShortcutLine) -> None:
        table = self.form.shortcutsTableWidget
        row = table.rowCount()
        table.insertRow(row)
        table.setItem(row, 0, QTableWidgetItem(line.keys))
        table.setItem(row, 1, QTableWidgetItem(line.words))


def common_lines(owner: QWidget) -> list[ShortcutLine]:
    """Return the keys that hold on every page."""
    return [
        ShortcutLine("Ctrl+1 … Ctrl+5", owner.tr("Les cinq étapes de la session")),
        ShortcutLine(owner.tr("Alt+Début"), owner.tr("Tableau de bord")),
        ShortcutLine("Ctrl+Z", owner.tr("Annuler le dernier geste")),
        ShortcutLine("Ctrl+Y", owner.tr("Le rétablir")),
        ShortcutLine("F6", owner.tr("Volet suivant")),
        ShortcutLine("Tab, Maj+Tab", owner.tr("Champ suivant, champ précédent")),
        ShortcutLine("Ctrl+F", owner.tr("Chercher dans la page")),
        ShortcutLine("Ctrl+L", owner.tr("Verrouiller le poste")),
        ShortcutLine("Ctrl++, Ctrl+-, Ctrl+0", owner.tr("Agrandir, réduire, remettre le texte")),
        ShortcutLine("F1", owner.tr("Cette liste")),
    ]
