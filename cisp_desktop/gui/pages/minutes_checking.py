"""Verifying any PDF, or the minutes shown, against an authority or none.

This module must not know how a file is verified.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.files import read_small_file
from cisp_desktop.application.ports import VerificationReport
from cisp_desktop.application.queries import MinutesRow
from cisp_desktop.application.wording import sentence
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.verify_dialog import Comparison, VerifyDialog

PDF_LIMIT = 64 * 1024 * 1024
CERTIFICATE_LIMIT = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    content: bytes


class MinutesChecking(QObject):
    """Opens the dialog and answers it from the worker."""

    def __init__(self, context: GuiContext, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._window = parent
        self._file: _File | None = None
        self._minutes: MinutesRow | None = None

    def ask(self, minutes: MinutesRow | None) -> None:
        """Let the user choose a file; ``minutes`` are this session's, to compare with."""
        dialog = self._dialog(minutes)
        self._context.messages.run_dialog(dialog)
        dialog.deleteLater()

    def check(self, minutes: MinutesRow, pdf: bytes) -> None:
        """Verify the minutes shown, against this workspace's authority."""
        dialog = self._dialog(minutes)
        dialog.compare_with(Comparison.WORKSPACE)
        self._file = _File(self.tr("{0}, tel qu’enregistré ici").format(minutes.number), pdf)
        self._judge(dialog)
        self._context.messages.run_dialog(dialog)
        dialog.deleteLater()

    def _dialog(self, minutes: MinutesRow | None) -> VerifyDialog:
        self._file, self._minutes = None, minutes
        dialog = VerifyDialog(self._window.window())
        dialog.file_asked.connect(lambda: self._choose_file(dialog))
        dialog.authority_asked.connect(lambda: self._choose_authority(dialog))
        dialog.comparison_changed.connect(lambda: self._judge(dialog))
        return dialog

    def _choose_file(self, dialog: VerifyDialog) -> None:
        filters = self.tr("Documents PDF (*.pdf);;Tous les fichiers (*)")
        path = self._context.messages.open_file(dialog, self.tr("Procès-verbal à vérifier"), filters=filters)
        if path is None:
            return
        dialog.show_waiting(path.name, busy=True)

        def read(content: bytes) -> None:
            self._file = _File(path.name, content)
            self._judge(dialog)

        self._read(path, PDF_LIMIT, dialog=dialog, done=read)

    def _choose_authority(self, dialog: VerifyDialog) -> None:
        filters = self.tr("Certificats (*.crt *.pem *.cer);;Tous les fichiers (*)")
        title = self.tr("Certificat de l’autorité")
        path = self._context.messages.open_file(dialog, title, filters=filters)
        if path is None:
            dialog.compare_with(Comparison.NOBODY)
            self._judge(dialog)
            return

        def read(content: bytes) -> None:
            dialog.compare_with(Comparison.FILE, name=path.name, pem=content)
            self._judge(dialog)

        self._read(path, CERTIFICATE_LIMIT, dialog=dialog, done=read)

    def _read(self, path: Path, limit: int, *, dialog: VerifyDialog, done: Callable[[bytes], None]) -> None:
        self._context.tasks.run(
            lambda _progress: read_small_file(path, limit=limit),
            done,
            lambda error: dialog.show_failure(sentence(error)),
            title=self.tr("Lecture de {0}").format(path.name),
            owner=dialog,
            quiet=True,
        )

    def _judge(self, dialog: VerifyDialog) -> None:
        file, minutes = self._file, self._minutes
        if file is None:
            return
        authority = {
            Comparison.NOBODY: None,
            Comparison.WORKSPACE: self._context.workspace.authority.certificate_pem,
            Comparison.FILE: dialog.authority_pem,
        }[dialog.comparison]
        verifier = self._context.services.verifier
        dialog.show_waiting(file.name, busy=True)

        def judged(report: VerificationReport) -> None:
            known = report.sha256 == minutes.sha256 if minutes is not None else None
            dialog.show_report(report, known_here=known)

        def failed(error: CispError) -> None:
            dialog.show_failure(sentence(error))

        self._context.tasks.run(
            lambda _progress: verifier.verify(file.content, authority_pem=authority),
            judged, failed, title=self.tr("Vérification"), owner=dialog, quiet=True,
        )  # fmt: skip
