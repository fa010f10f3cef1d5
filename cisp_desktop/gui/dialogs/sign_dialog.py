"""« Signer »: the member, the signature drawn, given as a picture or typed, and the member's own code.

This module must not know how a picture is made nor how minutes are signed.
"""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.own_cards import CardCertificate, PinState
from cisp_desktop.application.own_certificates import OwnCertificate, is_of_somebody_else
from cisp_desktop.application.queries import SignatureRow
from cisp_desktop.application.wording import role_name, short_day
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.sign_dialog import Ui_SignDialog
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.signature_pad import Stroke


class Method(StrEnum):
    """How the signature comes to be."""

    DRAWN = "DRAWN"
    IMAGE = "IMAGE"
    TYPED = "TYPED"


_PIN_PROBLEMS = ("card.pin_wrong", "card.pin_last", "card.pin_missing", "card.pin_length")


class SignDialog(FormDialog):
    """Holds what was entered once ``submitted`` was emitted.

    ``image_asked`` asks for a file, ``typed_asked(name)`` for the picture of a name: whoever listens answers
    with ``show_image`` and ``show_typed``. ``certificate_asked`` asks for a member's own certificate,
    answered with ``ask_password``; ``certificate_opened`` asks to open it: ``show_certificate``.
    ``card_asked`` asks for a certificate on a card: ``show_card``; its PIN is in ``password``.
    """

    image_asked = Signal()
    certificate_asked = Signal()
    certificate_opened = Signal()
    card_asked = Signal()
    typed_asked = Signal(str)

    def __init__(
        self, number: str, unsigned: Sequence[SignatureRow], *, seat_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.form = Ui_SignDialog()
        self.form.setupUi(self)
        self._names = {row.seat_id: row.name for row in unsigned}
        self._image: bytes | None = None
        self._certificate_file = b""
        self._certificate: OwnCertificate | None = None
        self._card: CardCertificate | None = None
        self.compose(
            self.form.acceptButton, self.form.cancelButton,
            problem_label=self.form.problemLabel, wait_bar=self.form.waitBar,
            fields={
                "identity.code.wrong": self.form.codeEdit,
                "certificate.password": self.form.passwordEdit,
                **dict.fromkeys(_PIN_PROBLEMS, self.form.passwordEdit),
            },
        )  # fmt: skip
        self.form.titleLabel.setText(self.tr("Procès-verbal {0}").format(number))
        for row in unsigned:
            self.form.seatComboBox.addItem(f"{row.name} · {role_name(row.role, sex=row.sex)}", row.seat_id)
        self.form.seatComboBox.setCurrentIndex(max(0, self.form.seatComboBox.findData(seat_id)))
        self.form.seatComboBox.currentIndexChanged.connect(self._on_seat_changed)
        self._pages = {
            Method.DRAWN: (self.form.drawRadioButton, self.form.drawPage),
            Method.IMAGE: (self.form.imageRadioButton, self.form.imagePage),
            Method.TYPED: (self.form.typedRadioButton, self.form.typedPage),
        }
        for radio, _ in self._pages.values():
            radio.toggled.connect(self._on_method_toggled)
        self._connect_buttons()
        self._on_pad_changed()
        self.show_image(None)
        self.form.typedPreview.show_picture(None, "")
        fit_dialog(self)

    def _connect_buttons(self) -> None:
        self.form.signaturePad.changed.connect(self._on_pad_changed)
        for typed in (self.form.codeEdit, self.form.passwordEdit):
            typed.textEdited.connect(self.forget_problem)
        self.form.signaturePad.changed.connect(self.forget_problem)
        self.keep_problem_room()
        self.form.undoStrokeButton.clicked.connect(self.form.signaturePad.take_back)
        self.form.clearButton.clicked.connect(self.form.signaturePad.clear)
        self.form.chooseImageButton.clicked.connect(self.image_asked)
        self.form.certificateButton.clicked.connect(self.certificate_asked)
        self.form.cardButton.clicked.connect(self.card_asked)
        self.form.dropCertificateButton.clicked.connect(self.drop_certificate)
        self.form.openCertificateButton.clicked.connect(self._on_open_clicked)
        for button in (
            self.form.undoStrokeButton, self.form.clearButton, self.form.chooseImageButton,
            self.form.certificateButton, self.form.cardButton, self.form.dropCertificateButton,
            self.form.openCertificateButton,
        ):  # fmt: skip
            button.setAutoDefault(False)
        self.drop_certificate()

    @property
    def seat_id(self) -> str:
        """Who signs."""
        return str(self.form.seatComboBox.currentData() or "")

    @property
    def name(self) -> str:
        """The member's name."""
        return self._names.get(self.seat_id, "")

    @property
    def method(self) -> Method:
        """How the signature comes to be."""
        return next((m for m, (radio, _) in self._pages.items() if radio.isChecked()), Method.DRAWN)

    @property
    def strokes(self) -> list[Stroke]:
        """The drawn strokes."""
        return self.form.signaturePad.strokes()

    @property
    def image(self) -> bytes | None:
        """The picture chosen, checked, as PNG."""
        return self._image

    @property
    def code(self) -> str:
        """The code as typed."""
        return self.form.codeEdit.text()

    @property
    def certificate(self) -> OwnCertificate | None:
        """The member's own certificate, opened, if one is to sign."""
        return self._certificate

    @property
    def certificate_file(self) -> bytes:
        """The file of the own certificate, not opened yet."""
        return self._certificate_file

    @property
    def password(self) -> str:
        """The password of the own certificate or the card's PIN, as typed."""
        return self.form.passwordEdit.text()

    @property
    def card(self) -> CardCertificate | None:
        """The certificate of a card, if one is to sign."""
        return self._card

    def drop_certificate(self) -> None:
        """Forget the own certificate and all that was typed for it."""
        self._take(self.tr("Clé de cet espace de travail"))
        self.form.dropCertificateButton.setVisible(False)

    def ask_password(self, name: str, content: bytes) -> None:
        """Ask for the password of a file that was chosen."""
        self._take(name, content=content)
        self.show_problem("")
        self._show_secret(self.tr("Mot de &passe du certificat"), opens=True)

    def show_certificate(self, certificate: OwnCertificate) -> None:
        """Name the certificate that will sign."""
        self._take(self._words(certificate))
        self._certificate = certificate
        self.show_problem("")

    def show_card(self, card: CardCertificate) -> None:
        """Name the card's certificate that will sign, and ask for its PIN."""
        parts = [self.tr("{0}, sur «\u00a0{1}\u00a0»").format(self._words(card), card.content.token)]
        if card.content.on_reader:
            parts.append(self.tr("Vous taperez le code PIN sur le lecteur."))
        if card.content.pin is PinState.LAST:
            parts.append(self.tr("Attention\u00a0: il ne reste qu’un essai du code PIN."))
        self._take(". ".join(part.rstrip(".") for part in parts) + ("." if len(parts) > 1 else ""))
        self._card = card
        self.show_problem("")
        if not card.content.on_reader:
            self._show_secret(self.tr("Code &PIN de la carte"), opens=False)

    def _words(self, certificate: OwnCertificate | CardCertificate) -> str:
        words = self.tr("{0}, émis par {1}, valable jusqu’au {2}").format(
            certificate.name, certificate.issuer, short_day(certificate.expires.date())
        )
        if is_of_somebody_else(certificate.name, self.name):
            words += self.tr(". Attention\u00a0: ce n’est pas le nom de {0}").format(self.name)
        return words

    def _take(self, words: str, *, content: bytes = b"") -> None:
        """Say what signs; of what was chosen before, nothing stays."""
        form = self.form
        self._certificate_file, self._certificate, self._card = content, None, None
        form.certificateLabel.setText(words)
        form.passwordEdit.clear()
        for widget in (form.passwordLabel, form.passwordEdit, form.openCertificateButton):
            widget.setVisible(False)
        form.dropCertificateButton.setVisible(True)

    def _show_secret(self, label: str, *, opens: bool) -> None:
        form = self.form
        form.passwordLabel.setText(label)
        form.passwordEdit.setAccessibleName(label.replace("&", ""))
        form.passwordLabel.setVisible(True)
        form.passwordEdit.setVisible(True)
        form.openCertificateButton.setVisible(opens)
        form.passwordEdit.setFocus()

    def _on_open_clicked(self) -> None:
        if self.password:
            self.certificate_opened.emit()
        else:
            self.show_problem(
                self.point_out(self.form.passwordEdit, self.tr("Tapez le mot de passe du certificat."))
            )

    def show_image(self, png: bytes | None) -> None:
        """Show the picture that was checked."""
        self._image = png
        words = self.tr("Image de la signature") if png else self.tr("Aucune image choisie")
        self.form.imagePreview.show_picture(png, words)
        if png:
            self.show_problem("")

    def show_typed(self, png: bytes) -> None:
        """Show the name as it will be written."""
        self.form.typedPreview.show_picture(png, self.name)

    def problem(self) -> str:
        """Ask for a signature and a code."""
        if self.method is Method.DRAWN and self.form.signaturePad.empty:
            return self.point_out(
                self.form.signaturePad,
                self.tr("Dessinez votre signature dans le cadre, ou choisissez «\u00a0Nom tapé\u00a0»."),
            )
        if self.method is Method.IMAGE and self._image is None:
            return self.point_out(
                self.form.chooseImageButton, self.tr("Choisissez l’image de votre signature.")
            )
        if self._certificate_file:
            return self.point_out(
                self.form.passwordEdit,
                self.tr(
                    "Ouvrez votre certificat avec son mot de passe, ou choisissez «\u00a0Signer sans\u00a0»."
                ),
            )
        if self._card is not None and not self._card.content.on_reader and not self.password:
            return self.point_out(self.form.passwordEdit, self.tr("Tapez le code PIN de la carte."))
        return "" if self.code else self.point_out(self.form.codeEdit, self.tr("Tapez votre code personnel."))

    def _on_seat_changed(self) -> None:
        """Another member: nothing of the first one stays."""
        self.form.codeEdit.clear()
        self.drop_certificate()
        self.form.signaturePad.clear()
        self.show_image(None)
        self.show_problem("")
        self._on_method_toggled()

    def _on_method_toggled(self) -> None:
        method = self.method
        self.form.methodStack.setCurrentWidget(self._pages[method][1])
        if method is Method.TYPED:
            self.typed_asked.emit(self.name)

    def _on_pad_changed(self) -> None:
        drawn = self.form.signaturePad.stroke_count > 0
        self.form.undoStrokeButton.setEnabled(drawn)
        self.form.clearButton.setEnabled(drawn)
