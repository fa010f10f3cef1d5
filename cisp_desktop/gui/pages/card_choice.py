"""Choosing a member's certificate on a card: the module of this computer, the card read in the worker.

This module must not know how minutes are signed.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.own_cards import CardCertificate
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.card_dialog import CardDialog


class CardChoice(QObject):
    """Asks which certificate of which card signs; the module is remembered on this computer."""

    def __init__(self, context: GuiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._window = parent

    def ask(self) -> CardCertificate | None:
        """Return the certificate chosen, fit to sign now; None when none was."""
        known = self._context.settings.card_module
        dialog = CardDialog(
            self._context.services.own_cards.modules(), known=Path(known) if known else None,
            parent=self._window,
        )  # fmt: skip
        dialog.browse_asked.connect(lambda: self._browse(dialog))
        dialog.read_asked.connect(lambda module: self._read(dialog, module))
        dialog.submitted.connect(lambda: self._take(dialog))
        if known:
            dialog.read()
        chosen = dialog.card if self._context.messages.run_dialog(dialog) else None
        dialog.deleteLater()
        return chosen

    def _browse(self, dialog: CardDialog) -> None:
        kinds = {"win32": "*.dll", "darwin": "*.dylib *.so"}.get(sys.platform, "*.so *.so.*")
        filters = self.tr("Modules PKCS#11 ({0});;Tous les fichiers (*)").format(kinds)
        path = self._context.messages.open_file(dialog, self.tr("Module de la carte"), filters=filters)
        if path is not None:
            dialog.show_modules((), path)
            dialog.read()

    def _read(self, dialog: CardDialog, module: Path) -> None:
        cards = self._context.services.own_cards

        def read(found: tuple[CardCertificate, ...]) -> None:
            self._context.settings.card_module = str(module)
            dialog.show_cards(found)

        self._context.tasks.run(
            lambda _progress: tuple(cards.read(module)), read, dialog.show_refusal,
            title=self.tr("Lecture de la carte"), owner=dialog, quiet=True, cancellable=False,
        )  # fmt: skip

    def _take(self, dialog: CardDialog) -> None:
        """Let go only a certificate that can sign: better told here than after the PIN."""
        services, card = self._context.services, dialog.card
        if card is None:
            return
        try:
            services.own_cards.check(card, at=services.clock())
        except RuleError as refused:
            dialog.show_refusal(refused)
        else:
            dialog.accept()
