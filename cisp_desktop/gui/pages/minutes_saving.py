"""Saving the minutes shown, or the authority's certificate, as files of the user's choice.

This module must not know how minutes are drawn.
"""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.files import safe_stem, write_file
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.widgets.panels import Banner, Tone


class MinutesSaving(QObject):
    """From the button to the file; ``banner`` says that it was written, in clear."""

    def __init__(self, context: GuiContext, banner: Banner, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._banner = banner
        self._window = parent

    def save_minutes(self, pdf: bytes, name: str, *, draft: bool) -> None:
        """Ask where, and write the pages as they are shown."""
        stem = safe_stem(name)
        suggested = f"{stem}-projet.pdf" if draft else f"{stem}.pdf"
        title, filters = self.tr("Enregistrer le procès-verbal"), self.tr("Document PDF (*.pdf)")
        self._save(pdf, title, suggested=suggested, filters=filters)

    def save_authority(self) -> None:
        """Ask where, and write the public certificate that a verification can be compared with."""
        content = self._context.workspace.authority.certificate_pem
        title, filters = self.tr("Exporter le certificat de l’autorité"), self.tr("Certificat (*.crt)")
        suggested = "autorite-de-l-espace-de-travail.crt"
        self._save(content, title, suggested=suggested, filters=filters, shared=True)

    def _save(
        self, content: bytes, title: str, *, suggested: str, filters: str, shared: bool = False
    ) -> None:
        path = self._context.messages.save_file(self._window, title, suggested=suggested, filters=filters)
        if path is None:
            return
        self._context.tasks.run(
            lambda _progress: write_file(path, content, shared=shared),
            lambda _none: self._banner.show_text(
                Tone.SUCCESS, self.tr("{0} est enregistré. Ce fichier n’est pas chiffré.").format(path.name)
            ),
            title=self.tr("Écriture de {0}").format(path.name), owner=self, quiet=True,
        )  # fmt: skip
