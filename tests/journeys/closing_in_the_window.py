"""The last acts at the window: deciding, closing, signing, saving and verifying; then opening again."""

import subprocess
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from cisp_desktop.application.minutes import read_minutes
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.minutes import MinutesState
from tests.journeys.in_the_window import (
    User,
    choose,
    draw_signature,
    press,
    type_text,
    until_said,
    write,
)
from tests.journeys.preparing_in_the_window import HOSTILE, JURORS, PASSPHRASE
from tests.journeys.scoring_in_the_window import Codes

REASON = "Les attendus du bloc ne sont pas atteints : =1+1 & <i>rien</i>."
KEYS = Qt.Key


def unmask(user: User, code: str) -> None:
    """Open the masked page as the president, with the own code."""

    def type_code(dialog: Any) -> None:
        write(dialog.form.codeEdit, code)
        press(dialog.form.acceptButton)

    gate = user.page.form.gateArea
    assert user.page.form.stateStack.currentWidget() is gate
    user.answers(type_code)
    user.click(next(button for button in gate.buttons if JURORS["PRESIDENT"] in button.text()))
    user.wait(lambda: not user.messages.scripts)
    user.settle()
    assert user.context.current_juror.name == JURORS["PRESIDENT"]


def deliberate(user: User, code: str) -> None:
    """Decide by keys: one block validated, one refused with its reason; the rest as proposed, at once.

    The page is masked until the president's ``code`` opens it.
    """
    user.go_to("deliberate")
    user.context.set_juror(None)  # somebody else was at the keyboard
    assert "Avis de la présidente" not in user.sees()
    unmask(user, code)
    page, form = user.page, user.page.form
    user.wait(lambda: page.matrix.view.model().rowCount() == 3)
    assert "Avis de la présidente" in user.sees()  # all sealed: the sheets stand side by side
    page.matrix.view.setFocus()
    user.keys(KEYS.Key_V)
    user.settle()
    while "GRE-22-007" not in form.candidateLabel.text():
        user.keys(KEYS.Key_F8)
    assert form.detailStack.currentWidget() is form.blockDetail
    assert "Non validé" in form.proposalLabel.text()
    user.keys(KEYS.Key_N)
    assert "motif" in form.problemLabel.text()
    assert form.reasonEdit.hasFocus()
    type_text(form.reasonEdit, REASON)
    user.keys(KEYS.Key_N, modifier=Qt.KeyboardModifier.AltModifier)
    user.wait(lambda: REASON in reasons(user))  # a button's own key is animated
    user.settle()
    user.answers(lambda dialog: press(dialog.form.acceptButton))
    user.click(page.accept_button)
    user.settle()
    user.all_answered()
    rows = {row.number: row for row in user.context.queries.deliberation(user.context.session_id)}
    assert {cell.decision for cell in rows["GRE-22-001"].cells} == {DecisionValue.VALIDATED}
    refused = [c for c in rows["GRE-22-007"].cells if c.decision is DecisionValue.NOT_VALIDATED]
    assert [cell.reason for cell in refused] == [REASON]
    assert {cell.decision for cell in rows["GRE-22-012"].cells} >= {DecisionValue.ABSENT}


def reasons(user: User) -> list[str]:
    """Every reason recorded so far."""
    rows = user.context.queries.deliberation(user.context.session_id)
    return [cell.reason for row in rows for cell in row.cells]


def close_the_session(user: User) -> str:
    """Read the draft, close; return the number."""
    user.click(user.page.minutes_button)
    user.settle()
    assert user.frame.current_key == "minutes"
    page = user.page
    assert page.form.minutesViewer.page_set is not None
    assert not page.sign_button.isVisible()
    user.answers(lambda dialog: press(dialog.form.acceptButton))
    user.click(page.close_button)
    user.settle()
    user.all_answered()
    minutes = user.context.queries.minutes_of(user.context.session_id)
    assert minutes.state is MinutesState.CLOSED
    assert not page.close_button.isVisible()
    return str(minutes.number)


def sign_three_times(user: User, codes: Codes, *, replaced: str) -> None:
    """The first member draws, the others have their names written; each with the own code."""
    page = user.page

    def drawn(dialog: Any) -> None:
        choose_seat(dialog, "PRESIDENT")
        draw_signature(dialog.form.signaturePad)
        write(dialog.form.codeEdit, replaced)
        press(dialog.form.acceptButton)
        assert "code" in until_said(dialog, dialog.form.problemLabel)
        write(dialog.form.codeEdit, codes["PRESIDENT"])
        press(dialog.form.acceptButton)

    def typed(role: str) -> Any:
        def sign(dialog: Any) -> None:
            choose_seat(dialog, role)
            press(dialog.form.typedRadioButton)
            write(dialog.form.codeEdit, codes[role])
            press(dialog.form.acceptButton)

        return sign

    for signed, script in enumerate((drawn, typed("PROFESSIONAL"), typed("CENTRE")), 1):
        user.answers(script)
        user.click(page.sign_button)
        user.settle()
        user.all_answered()
        minutes = user.context.queries.minutes_of(user.context.session_id)
        assert sum(line.signed_at is not None for line in minutes.signatures) == signed
        assert user.saved.startswith("Enregistré ")
    assert minutes.state is MinutesState.COMPLETE
    assert not page.sign_button.isVisible()


def choose_seat(dialog: Any, role: str) -> None:
    """Choose the member by the name."""
    combo = dialog.form.seatComboBox
    index = next(i for i in range(combo.count()) if JURORS[role] in combo.itemText(i))
    choose(combo, combo.itemData(index))


def save_and_verify(user: User, folder: Path, number: str) -> bytes:
    """Save the PDF; the application, an independent reader and the text of its pages agree."""
    target = folder / "sorties" / "pv.pdf"
    target.parent.mkdir()
    user.answers(paths=[target])
    user.click(user.page.save_button)
    user.settle()
    content = target.read_bytes()
    minutes = user.context.queries.minutes_of(user.context.session_id)
    assert content == read_minutes(user.context.workspace, minutes.id)

    def verified(dialog: Any) -> None:
        assert "Intègre, identités reconnues" in until_said(dialog, dialog.form.verdictBanner.label)
        press(dialog.form.closeButton)

    user.answers(verified)
    user.click(user.page.form.verifyOwnButton)
    user.settle()
    user.all_answered()
    authority = user.context.workspace.authority.certificate_pem
    report = user.services.verifier.verify(content, authority_pem=authority)
    assert (report.intact, report.trusted, report.number, report.problems) == (True, True, number, ())
    said = subprocess.run(["pdfsig", str(target)], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature is Valid.") == 4
    text = subprocess.run(
        ["pdftotext", "-layout", str(target), "-"], capture_output=True, text=True, check=True
    )
    flat = " ".join(text.stdout.split())
    assert HOSTILE.split(maxsplit=1)[0] in flat
    assert "=SOMME(A1)</b>" in flat
    assert number in flat
    assert all(name in flat for name in JURORS.values())
    return content


def everything_is_still_there(user: User, number: str, saved: bytes) -> None:
    """Open the workspace again from the list of recent ones: every page shows what was done."""

    def open_it(dialog: Any) -> None:
        write(dialog.form.passphraseEdit, "une autre phrase")
        press(dialog.form.acceptButton)
        assert "phrase de passe" in until_said(dialog, dialog.form.problemLabel)
        write(dialog.form.passphraseEdit, PASSPHRASE)
        press(dialog.form.acceptButton)

    user.answers(open_it)
    user.click(user.window.welcome_page.form.openRecentButton)
    user.settle()
    user.all_answered()
    assert user.saved == ""
    user.go_to("prepare")
    assert HOSTILE in user.sees()
    user.go_to("evaluate")
    assert "Avis de" not in user.sees()
    user.go_to("deliberate")
    assert REASON in reasons(user)
    assert REASON not in user.sees()
    assert "Avis de" not in user.sees()
    user.go_to("minutes")
    minutes = user.context.queries.minutes_of(user.context.session_id)
    assert (minutes.number, minutes.state) == (number, MinutesState.COMPLETE)
    assert user.page.form.minutesViewer.page_set.pdf == saved
    assert user.context.workspace.check() == []
