"""The buttons above the page « Référentiels », and when each is of use.

This module must not know what they do.
"""

from collections.abc import Sequence

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from cisp_desktop.gui.icons import Icons


class ReferenceButtons:
    """Children of ``page``; a button that is not of use now is marked for the frame to hide."""

    def __init__(self, icons: Icons, page: QWidget) -> None:
        self.remove_button = QPushButton(page.tr("&Supprimer"), page)
        self.compare_button = QPushButton(page.tr("Com&parer…"), page)
        self.import_button = QPushButton(page.tr("&Importer"), page)
        self.edit_button = QPushButton(page.tr("&Modifier"), page)
        self.discard_button = QPushButton(page.tr("Abandonner"), page)
        self.save_button = QPushButton(page.tr("Enregistrer"), page)
        self.remove_button.setToolTip(page.tr("Supprimer cette version, qu’aucune session n’utilise"))
        self.save_button.setShortcut("Ctrl+S")
        self.save_button.setToolTip(page.tr("Enregistrer la fiche (Ctrl+S)"))
        for button in (self.edit_button, self.save_button):
            button.setProperty("kind", "primary")
        menu = QMenu(self.import_button)
        self.import_action = menu.addAction(page.tr("&Importer une fiche…"))
        self.paste_action = menu.addAction(page.tr("&Coller une fiche publique…"))
        self.new_action = menu.addAction(page.tr("&Nouvelle fiche"))
        self.import_button.setMenu(menu)
        self.import_button.setProperty("hasMenu", True)
        icons.set(self.import_button, "download-simple")
        icons.set(self.edit_button, "pencil-simple", tone="on_accent")
        icons.set(self.compare_button, "columns")
        icons.set(self.remove_button, "trash")

    @property
    def widgets(self) -> Sequence[QPushButton]:
        """In the order of the header, the main ones last."""
        return (
            self.remove_button, self.compare_button, self.import_button, self.edit_button,
            self.discard_button, self.save_button,
        )  # fmt: skip

    def show_use(self, *, editing: bool, several: bool, newest: bool, used: bool) -> None:
        """``newest``: the version chosen is the last of its code. ``used``: a session is bound to it."""
        of_use = {
            self.remove_button: newest and not used and not editing,
            self.compare_button: several and not editing,
            self.import_button: not editing,
            self.edit_button: newest and not editing,
            self.discard_button: editing,
            self.save_button: editing,
        }
        for button, useful in of_use.items():
            button.setProperty("unavailable", not useful)
            button.setEnabled(useful)
            button.setVisible(useful)
