"""Signing on screen: the dialog, the picture, the own code, the signature, one member after the other.

This module must not know how pages are shown.
"""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.files import read_small_file
from cisp_desktop.application.jurors import identify_juror
from cisp_desktop.application.minutes import sign_minutes
from cisp_desktop.application.own_certificates import OwnCertificate
from cisp_desktop.application.queries import MinutesRow
from cisp_desktop.application.wording import sentence
from cisp_desktop.domain.errors import CispError, Refused
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.code_problem import show_code_problem
from cisp_desktop.gui.dialogs.sign_dialog import Method, SignDialog
from cisp_desktop.gui.pages.card_choice import CardChoice
from cisp_desktop.gui.tasks import Progress

PICTURE_LIMIT = 5 * 1024 * 1024
CERTIFICATE_LIMIT = 1024 * 1024


class MinutesSigning(QObject):
    """Asks one member's signature on the minutes that are shown, and no others."""

    def __init__(self, context: GuiContext, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._window = parent

    def ask(self, minutes: MinutesRow, seat_id: str = "") -> None:
        """Let a member sign; ``seat_id`` is chosen first."""
        unsigned = [row for row in minutes.signatures if row.awaited]
        if not unsigned or self._context.operations.refuse_while_writing(self._window):
            return
        juror = self._context.current_juror
        known = seat_id or (juror.seat_id if juror is not None else "")
        dialog = SignDialog(minutes.number, unsigned, seat_id=known, parent=self._window.window())
        dialog.image_asked.connect(lambda: self._read_image(dialog))
        dialog.typed_asked.connect(lambda name: self._write_name(dialog, name))
        dialog.certificate_asked.connect(lambda: self._read_certificate(dialog))
        dialog.certificate_opened.connect(lambda: self._open_certificate(dialog))
        dialog.card_asked.connect(lambda: self._choose_card(dialog))
        dialog.submitted.connect(lambda: self._sign(dialog, minutes))
        self._context.messages.run_dialog(dialog)
        dialog.deleteLater()

    def _read_image(self, dialog: SignDialog) -> None:
        filters = self.tr("Images (*.png *.jpg *.jpeg)")
        path = self._context.messages.open_file(dialog, self.tr("Image de la signature"), filters=filters)
        if path is None:
            return
        pictures = self._context.services.pictures

        def failed(error: CispError) -> None:
            dialog.show_image(None)
            dialog.show_problem(sentence(error))

        self._context.tasks.run(
            lambda _progress: pictures.checked(read_small_file(path, limit=PICTURE_LIMIT)),
            dialog.show_image, failed, title=self.tr("Lecture de l’image"), owner=dialog, quiet=True,
        )  # fmt: skip

    def _read_certificate(self, dialog: SignDialog) -> None:
        filters = self.tr("Certificats avec leur clé (*.p12 *.pfx);;Tous les fichiers (*)")
        path = self._context.messages.open_file(dialog, self.tr("Mon certificat"), filters=filters)
        if path is None:
            return

        def read(content: bytes) -> None:
            dialog.ask_password(path.name, content)

        self._context.tasks.run(
            lambda _progress: read_small_file(path, limit=CERTIFICATE_LIMIT), read,
            lambda error: dialog.show_problem(sentence(error)),
            title=self.tr("Lecture du certificat"), owner=dialog, quiet=True,
        )  # fmt: skip

    def _open_certificate(self, dialog: SignDialog) -> None:
        content, password = dialog.certificate_file, dialog.password
        files, clock = self._context.services.own_certificates, self._context.services.clock

        def refused(error: CispError) -> None:
            dialog.form.passwordEdit.clear()
            dialog.show_refusal(error)

        self._context.tasks.run(
            lambda _progress: files.read(content, password, at=clock()), dialog.show_certificate, refused,
            title=self.tr("Ouverture du certificat"), owner=dialog, quiet=True,
        )  # fmt: skip

    def _choose_card(self, dialog: SignDialog) -> None:
        card = CardChoice(self._context, dialog).ask()
        if card is not None:
            dialog.show_card(card)

    def _write_name(self, dialog: SignDialog, name: str) -> None:
        pictures = self._context.services.pictures
        self._context.tasks.run(
            lambda _progress: pictures.typed(name), dialog.show_typed,
            title=self.tr("Écriture du nom"), owner=dialog, quiet=True,
        )  # fmt: skip

    def _sign(self, dialog: SignDialog, minutes: MinutesRow) -> None:
        """Check the own code, then sign; a wrong code leaves the minutes as they are."""
        services, workspace = self._context.services, self._context.workspace
        method, strokes, name = dialog.method, dialog.strokes, dialog.name
        image = dialog.image if method is Method.IMAGE else None  # without one, the name is written
        seat_id, code, own = dialog.seat_id, dialog.code, dialog.certificate
        card, pin = dialog.card, dialog.password

        def work(progress: Progress) -> None:
            if workspace.queries.minutes(minutes.id).pdf_sha256 != minutes.pdf_sha256:
                raise Refused("gui.minutes_not_shown")
            picture = services.pictures.from_strokes(strokes) if method is Method.DRAWN else image
            juror = identify_juror(workspace, seat_id, code=code, identities=services.identities)
            inserted: AbstractContextManager[OwnCertificate | None] = nullcontext(own)
            if card is not None:
                inserted = services.own_cards.opened(card, pin=pin, at=services.clock())
            with inserted as signing:
                if signing is not None:
                    juror = replace(juror, key=services.own_certificates.vouched(signing, juror.key))
                sign_minutes(
                    workspace, minutes.id, juror=juror, image=picture, signer=services.signer,
                    progress=progress,
                )  # fmt: skip

        def refused(error: CispError) -> None:
            if error.code.startswith("card."):  # the own code was right: it stays
                dialog.form.passwordEdit.clear()
                dialog.show_refusal(error)
                return
            show_code_problem(dialog, error, context=self._context, seat_id=seat_id)

        self._context.tasks.run(
            work, lambda _none: dialog.accept(), refused, title=self.tr("Signature de {0}").format(name),
            owner=dialog, writes=True, cancellable=False,
        )  # fmt: skip
