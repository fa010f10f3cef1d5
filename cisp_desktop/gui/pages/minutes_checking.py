"""Verifying any file, or the minutes shown, against an authority or none.

This module must not know how a file is verified.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.files import read_small_file
from cisp_desktop.application.minutes_known import Known
from cisp_desktop.application.papers_known import verify_file
from cisp_desktop.application.ports import VerificationReport
from cisp_desktop.application.queries import MinutesRow
from cisp_desktop.application.wording import sentence
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.verify_dialog import Comparison, VerifyDialog
from cisp_desktop.gui.tasks import Progress

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

    def ask(self) -> None:
        """Let the user choose a file, compared with this workspace unless the user wants otherwise."""
        dialog = self._dialog()
        dialog.compare_with(Comparison.WORKSPACE)
        self._context.messages.run_dialog(dialog)
        dialog.deleteLater()

    def check(self, minutes: MinutesRow, pdf: bytes) -> None:
        """Verify the minutes shown, against this workspace's authority."""
        dialog = self._dialog()
        dialog.compare_with(Comparison.WORKSPACE)
        self._file = _File(self.tr("{0}, tel qu’enregistré ici").format(minutes.number), pdf)
        self._judge(dialog)
        self._context.messages.run_dialog(dialog)
        dialog.deleteLater()

    def _dialog(self) -> VerifyDialog:
        self._file = None
        dialog = VerifyDialog(self._window.window())
        dialog.file_asked.connect(lambda: self._choose_file(dialog))
        dialog.authority_asked.connect(lambda: self._choose_authority(dialog))
        dialog.comparison_changed.connect(lambda: self._judge(dialog))
        return dialog

    def _choose_file(self, dialog: VerifyDialog) -> None:
        filters = self.tr("Documents PDF (*.pdf);;Tous les fichiers (*)")
        path = self._context.messages.open_file(dialog, self.tr("Document à vérifier"), filters=filters)
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
            dialog.compare_with(Comparison.WORKSPACE)
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
        file, workspace = self._file, self._context.workspace
        if file is None:
            return
        authority = {
            Comparison.NOBODY: None,
            Comparison.WORKSPACE: workspace.authority.certificate_pem,
            Comparison.FILE: dialog.authority_pem,
        }[dialog.comparison]
        services = self._context.services
        dialog.show_waiting(file.name, busy=True)

        def work(_progress: Progress) -> tuple[VerificationReport, Known | None]:
            return verify_file(
                file.content, verifier=services.verifier, authority_pem=authority, workspace=workspace,
                inspector=services.inspector,
            )  # fmt: skip

        def judged(answer: tuple[VerificationReport, Known | None]) -> None:
            report, known = answer
            dialog.show_report(report, known=known)

        def failed(error: CispError) -> None:
            dialog.show_failure(sentence(error))

        self._context.tasks.run(
            work, judged, failed, title=self.tr("Vérification"), owner=dialog, quiet=True,
        )  # fmt: skip
