"""« Carte à puce ou clé (PKCS#11) » in the window: the module, the certificate, the PIN, the signature."""

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from cisp_desktop.application.own_cards import PinState
from cisp_desktop.application.queries import SignatureRow
from cisp_desktop.documents.card_certificate import CardCertificates
from cisp_desktop.domain.panel import Role
from cisp_desktop.gui.dialogs.card_dialog import CardDialog
from cisp_desktop.gui.dialogs.sign_dialog import SignDialog
from tests.gui.checks import check_page
from tests.gui.paper_reader import MODULE, PIN, Cards


def shown(cards: Cards, qtbot: QtBot) -> SignDialog:
    """A dialog in which a card's certificate was chosen."""
    dialog = SignDialog("PV-1", [SignatureRow("a", Role.PRESIDENT, "MARTIN Anne", None)], seat_id="a")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.show_card(CardCertificates(cards).read(MODULE)[0])
    return dialog


def test_the_pin_is_asked_for_masked_and_needed(qtbot: QtBot) -> None:
    dialog = shown(Cards(), qtbot)
    form = dialog.form
    assert "Alice Martin" in form.certificateLabel.text()
    assert "Carte" in form.certificateLabel.text()
    assert "ce n’est pas le nom de MARTIN Anne" in form.certificateLabel.text()
    assert form.passwordLabel.text() == "Code &PIN de la carte"
    assert form.passwordEdit.echoMode() is QLineEdit.EchoMode.Password
    assert not form.openCertificateButton.isVisible()
    check_page(dialog)
    form.typedRadioButton.setChecked(True)
    form.codeEdit.setText("CODE")
    form.acceptButton.click()
    assert form.problemLabel.text() == "Tapez le code PIN de la carte."
    form.dropCertificateButton.click()
    assert dialog.card is None
    assert not form.passwordEdit.isVisible()


def test_nothing_of_a_card_stays_for_another_member(qtbot: QtBot) -> None:
    rows = [SignatureRow("a", Role.PRESIDENT, "A", None), SignatureRow("b", Role.TRAINER, "B", None)]
    dialog = SignDialog("PV-1", rows, seat_id="a")
    qtbot.addWidget(dialog)
    dialog.show_card(CardCertificates(Cards()).read(MODULE)[0])
    dialog.form.passwordEdit.setText(PIN)
    dialog.form.seatComboBox.setCurrentIndex(1)
    assert (dialog.card, dialog.password) == (None, "")


def test_a_reader_with_keys_asks_for_no_pin_here_and_the_last_try_is_told(qtbot: QtBot) -> None:
    dialog = shown(Cards(on_reader=True, pin=PinState.LAST), qtbot)
    assert not dialog.form.passwordEdit.isVisible()
    assert "sur le lecteur" in dialog.form.certificateLabel.text()
    assert "qu’un essai" in dialog.form.certificateLabel.text()


def test_a_dialog_without_module_or_certificate_says_what_to_do(qtbot: QtBot) -> None:
    dialog = CardDialog([])
    qtbot.addWidget(dialog)
    dialog.show()
    check_page(dialog)
    dialog.form.acceptButton.click()
    assert "Choisissez le module" in dialog.form.problemLabel.text()
    dialog.form.readButton.click()
    assert "Choisissez le module" in dialog.form.problemLabel.text()
    dialog.show_modules((), MODULE)
    dialog.form.acceptButton.click()
    assert "Lisez la carte" in dialog.form.problemLabel.text()
