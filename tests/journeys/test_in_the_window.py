"""The whole main job in the real window, by keys and clicks: from nothing to signed and verified minutes."""

import io
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.application.minutes import read_minutes
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.errors import StorageError
from cisp_desktop.domain.minutes import MinutesState
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.domain.scoring import MarkStatus, SheetState
from cisp_desktop.gui.application import use_french
from cisp_desktop.gui.operations import SaveState, SaveStatus
from cisp_desktop.persistence.unit_of_work import SqlUnitOfWork
from tests.journeys.in_the_window import (
    User,
    choose,
    draw_signature,
    press,
    said_by,
    type_text,
    until_said,
    write,
)

PASSPHRASE = "quatre pommes mûres au marché"
JURORS = {"PRESIDENT": "LÉVÊQUE Anne", "PROFESSIONAL": "PETIT Karim", "CENTRE": "ROUX Sophie"}
HOSTILE = "<b>ÉVE & =SOMME(A1)</b>"
"""A birth name: shown as typed on every screen, and on the page that is signed."""
REASON = "Les attendus du bloc ne sont pas atteints : =1+1 & <i>rien</i>."
KEYS = Qt.Key
CODES: dict[str, str] = {}


def a_list(data_folder: Path, folder: Path) -> Path:
    """Write three candidates: a whole title with a hostile name, one block, and one who will not come."""
    book = openpyxl.load_workbook(data_folder / "candidats-grenoble-2022-12.xlsx")
    sheet = book.worksheets[0]
    for row in range(sheet.max_row, 1, -1):
        if sheet.cell(row, 1).value not in ("GRE-22-001", "GRE-22-007", "GRE-22-012"):
            sheet.delete_rows(row)
    sheet.cell(2, 3).value = HOSTILE
    path = folder / "candidats.xlsx"
    book.save(path)
    return path


def a_folder_of_dossiers(folder: Path) -> Path:
    """Write one PDF whose name tells its candidate and its kind."""
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for page in range(3):
        canvas.drawString(72, 700, f"Mémoire, feuillet {page + 1}")
        canvas.showPage()
    canvas.save()
    target = folder / "pièces"
    target.mkdir()
    (target / "GRE-22-001 mémoire.pdf").write_bytes(stream.getvalue())
    return target


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Callable[[], User]]:
    """Start the application, each time as the same user of this computer."""
    use_french(qapp)
    started: list[User] = []

    def start_one() -> User:
        started.append(User(qtbot, qapp, tmp_path / "settings.ini"))
        return started[-1]

    yield start_one
    for one in started:
        one.put_away()


def test_from_the_first_window_to_signed_minutes(
    start: Callable[[], User], tmp_path: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = start()
    create_the_workspace(user, tmp_path)
    create_the_session(user)
    import_the_candidates(user, a_list(data_folder, tmp_path))
    add_the_dossiers(user, a_folder_of_dossiers(tmp_path))
    codes = compose_the_jury(user)
    note_who_is_absent(user)

    score_as_president(user, codes["PRESIDENT"], monkeypatch)
    seen_by_the_second = score_as(user, "PROFESSIONAL", codes, level="3", others_said="Avis de la présidente")
    assert "Avis de la présidente" not in seen_by_the_second
    score_as(user, "CENTRE", codes, level="2", others_said="Avis de PETIT Karim")

    deliberate(user)
    number = close_the_session(user)
    sign_three_times(user, codes)
    saved = save_and_verify(user, tmp_path, number)
    user.leave()

    again = start()
    everything_is_still_there(again, number, saved)
    again.leave()


# --- the steps --------------------------------------------------------------------------------------


def create_the_workspace(user: User, folder: Path) -> None:
    """Create a workspace from the welcome page."""

    def fill(dialog: Any) -> None:
        write(dialog.form.nameEdit, "Jurys de décembre")
        write(dialog.form.folderEdit, str(folder))
        write(dialog.form.passphraseEdit, PASSPHRASE)
        write(dialog.form.repeatEdit, "autre chose")
        press(dialog.form.acceptButton)
        assert "diffèrent" in dialog.form.problemLabel.text()
        write(dialog.form.repeatEdit, PASSPHRASE)
        press(dialog.form.acceptButton)

    user.answers(fill)
    user.click(user.window.welcome_page.form.createButton)
    user.settle()
    user.all_answered()
    assert (folder / "Jurys de décembre" / "workspace.db").is_file()
    assert user.saved == ""  # nothing was committed since the window shows this workspace


def create_the_session(user: User) -> None:
    """Create a session of December 2022 from the empty page."""
    user.go_to("prepare")
    holder = user.frame.holder("prepare")
    assert holder.waiting

    def fill(dialog: Any) -> None:
        choose(dialog.form.certificationComboBox, "RNCP36128")
        write(dialog.form.centreEdit, "CISP Grenoble & Cie")
        for edit, digits in (
            (dialog.form.startsDateEdit, "14122022"),
            (dialog.form.endsDateEdit, "15122022"),
        ):
            edit.setFocus()
            edit.setSelectedSection(edit.Section.DaySection)
            QTest.keyClicks(edit, digits)
        assert (dialog.starts, dialog.ends) == (date(2022, 12, 14), date(2022, 12, 15))
        write(dialog.form.placeEdit, "Grenoble")
        press(dialog.form.acceptButton)

    assert user.saved == ""
    user.answers(fill)
    user.click(holder.empty_state.button)
    user.settle()
    user.all_answered()
    assert user.saved.startswith("Enregistré ")
    assert not user.frame.holder("prepare").waiting


def import_the_candidates(user: User, path: Path) -> None:
    """Import the list; its report is read before anything is written."""
    page = user.page

    def read(dialog: Any) -> None:
        assert user.context.queries.registrations(user.context.session_id) == []
        assert dialog.form.newTile.figure_label.text() == "3"
        press(dialog.form.importButton)

    user.answers(read, paths=[path])
    user.click(page.next_button)
    user.settle()
    user.all_answered()
    rows = user.context.queries.registrations(user.context.session_id)
    assert [row.number for row in rows] == ["GRE-22-001", "GRE-22-007", "GRE-22-012"]
    assert rows[0].birth_name == HOSTILE
    assert HOSTILE in user.sees()


def add_the_dossiers(user: User, folder: Path) -> None:
    """Add a folder of PDFs at once."""
    page = user.page
    user.tab(page.dossiers)
    user.answers(lambda dialog: press(dialog.form.acceptButton), paths=[folder])
    user.click(page.dossiers.form.folderButton)
    user.settle()
    user.all_answered()
    (dossier,) = user.context.queries.dossiers(user.context.session_id)
    assert (dossier.file_name, dossier.pages) == ("GRE-22-001 mémoire.pdf", 3)


def compose_the_jury(user: User) -> dict[str, str]:
    """Name three jurors; return the first codes as the dialog shows them."""
    page = user.page
    user.tab(page.panel)
    for role, card in page.panel.cards.items():
        write(card.name_edit, JURORS[role.value])
    codes: dict[str, str] = {}

    def read(dialog: Any) -> None:
        labels = {label.accessibleName(): label.text() for label in dialog.findChildren(QLabel)}
        for role, name in JURORS.items():
            codes[role] = labels[f"Premier code de {name}"]
        press(dialog.form.handedCheckBox)
        press(dialog.form.closeButton)

    user.answers(read)
    user.click(page.panel.form.composeButton)
    user.settle()
    user.all_answered()
    assert len(set(codes.values())) == 3
    assert all(code not in user.sees() for code in codes.values())
    return codes


def note_who_is_absent(user: User) -> None:
    """Note in the table that the third candidate did not come."""
    page = user.page
    user.tab(page.candidates)
    view = page.candidates.form.candidateTableView
    view.selectRow(2)
    menu = page.candidates.form.attendanceButton.menu()
    next(action for action in menu.actions() if action.data() == Attendance.ABSENT.value).trigger()
    user.settle()
    rows = user.context.queries.registrations(user.context.session_id)
    assert [row.attendance for row in rows] == [Attendance.EXPECTED, Attendance.EXPECTED, Attendance.ABSENT]


def identify(user: User, role: str, code: str, *, then: Any) -> None:
    """Choose one's seat on the masked page and type the own code; ``then`` answers the offer to change it."""

    def type_code(dialog: Any) -> None:
        write(dialog.form.codeEdit, "faux-code-9")
        press(dialog.form.acceptButton)
        assert "code" in until_said(dialog, dialog.form.problemLabel)
        write(dialog.form.codeEdit, code)
        press(dialog.form.acceptButton)

    if user.frame.current_key != "evaluate":
        user.go_to("evaluate")
    page = user.page
    assert page.form.stateStack.currentWidget() is page.form.gateArea
    button = next(b for b in page.form.gateArea.buttons if JURORS[role] in b.text())
    user.answers(type_code, then)
    user.click(button)
    user.wait(lambda: not user.messages.scripts)
    user.settle()
    assert user.context.current_juror is not None
    assert user.context.current_juror.name == JURORS[role]
    user.wait(lambda: user.window.focusWidget() is page.pane.grid)


def keep_code(dialog: Any) -> None:
    """Keep the first code."""
    press(dialog.form.keepButton)


def score_as_president(user: User, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Score the first candidate with every kind of key, and watch what « Enregistré » means."""

    def change(dialog: Any) -> None:
        write(dialog.form.newEdit, "Présidence-7421")
        write(dialog.form.repeatEdit, "Présidence-7421")
        press(dialog.form.acceptButton)

    identify(user, "PRESIDENT", code, then=change)
    CODES["PRESIDENT"] = "Présidence-7421"
    page = user.page
    saved_means_stored(user)
    a_refused_write_is_not_called_saved(user, monkeypatch)

    for level in (KEYS.Key_0, KEYS.Key_1, KEYS.Key_3):
        user.keys(KEYS.Key_Down, level)
    user.answers(lambda dialog: QTest.keyClick(dialog, KEYS.Key_2))
    user.keys(KEYS.Key_Down, KEYS.Key_N)  # not evaluated, for the second reason of the list
    user.all_answered()
    assert [line.level for line in page.pane.model.lines[:5]] == [2, 0, 1, 3, None]
    assert page.pane.model.lines[4].status is MarkStatus.NOT_EVALUATED
    user.keys(KEYS.Key_Up, KEYS.Key_Up, KEYS.Key_Up)
    user.keys(KEYS.Key_3)
    user.keys(KEYS.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert page.pane.model.lines[1].level == 0
    user.keys(KEYS.Key_Y, modifier=Qt.KeyboardModifier.ControlModifier)
    assert page.pane.model.lines[1].level == 3
    user.keys(KEYS.Key_C)
    type_text(user.window.focusWidget(), "Avis de la présidente & <b>rien d'autre</b>")
    QTest.keyClick(user.window.focusWidget(), KEYS.Key_Escape)
    user.wait(lambda: user.window.focusWidget() is page.pane.grid)
    give_every_mark(user, "2")
    seal_everything(user, CODES["PRESIDENT"])


def saved_means_stored(user: User) -> None:
    """The header says « Enregistré » once the row can be read by another connection, never before."""
    page = user.page
    view, seat = page.pane.model.view, user.context.current_juror.seat_id
    told: list[int] = []

    def count(state: SaveState) -> None:
        sheet = user.context.queries.score_sheet(view.registration_id, seat, block_id=view.block_id)
        told.append(sum(line.rows for line in sheet.lines))
        assert state.status is SaveStatus.SAVED

    user.context.operations.save_state_changed.connect(count)
    user.keys(KEYS.Key_1, KEYS.Key_2)
    user.context.operations.save_state_changed.disconnect(count)
    assert told == [1, 2]
    assert user.saved.startswith("Enregistré ")


def a_refused_write_is_not_called_saved(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk refuses, the header says so, the cell keeps its value, nothing is on the undo stack."""
    page = user.page
    row, acts = page.pane.grid.current_row, user.context.operations.undo_stack.count()
    before = page.pane.model.lines[row]

    def full(_work: SqlUnitOfWork) -> None:
        raise StorageError("workspace.disk_full", path="disque")

    with monkeypatch.context() as patched:
        patched.setattr(SqlUnitOfWork, "commit", full)
        user.keys(KEYS.Key_3)
    assert [error.code for error in user.messages.errors] == ["workspace.disk_full"]
    user.messages.errors.clear()
    assert user.saved == "Non enregistré"
    assert page.pane.model.lines[row] == before
    assert user.context.operations.undo_stack.count() == acts
    user.settle()


def give_every_mark(user: User, level: str) -> None:
    """Give ``level`` to every line still open of the candidates that can be scored, by keys alone."""
    page = user.page
    for number in ("GRE-22-001", "GRE-22-007"):
        line = next(one for one in page.candidates.lines if one.registration.number == number)
        page.pane.grid.setFocus()
        while user.page._registration_id != line.registration.id:
            user.keys(KEYS.Key_Down, modifier=Qt.KeyboardModifier.AltModifier)
        chosen = level if number == "GRE-22-001" else "1"
        while page.pane.model.view.block_id != line.registration.presented[0]:
            user.keys(KEYS.Key_Left, modifier=Qt.KeyboardModifier.ControlModifier)
        for block in line.registration.presented:
            assert page.pane.model.view.block_id == block
            while (row := page.pane.model.first_missing()) >= 0:
                while page.pane.grid.current_row != row:
                    user.keys(KEYS.Key_Down if page.pane.grid.current_row < row else KEYS.Key_Up)
                user.keys(chosen)
            if block != line.registration.presented[-1]:
                user.keys(KEYS.Key_Right, modifier=Qt.KeyboardModifier.ControlModifier)


def seal_everything(user: User, code: str) -> None:
    """Seal the sheets of both candidates with the own code, asked once each."""

    def confirm(dialog: Any) -> None:
        write(dialog.form.codeEdit, code)
        press(dialog.form.acceptButton)

    page = user.page
    for _ in range(2):
        user.answers(confirm)
        user.click(page.seal_all_button)
        user.settle()
        user.all_answered()
        assert page.pane.model.state is SheetState.SEALED
        assert user.window.focusWidget() is page.pane.grid  # the keys go on where they were
        user.keys(KEYS.Key_Up, modifier=Qt.KeyboardModifier.AltModifier)
    juror = user.context.current_juror
    (progress,) = [p for p in user.context.queries.progress(user.context.session_id) if p.name == juror.name]
    assert (progress.sealed, progress.expected) == (6, 6)


def score_as(user: User, role: str, codes: dict[str, str], *, level: str, others_said: str) -> str:
    """Change juror: the page masks itself first, then shows an empty grid; return all that was to be seen."""
    page = user.page
    CODES[role] = codes[role]
    user.keys(KEYS.Key_L, modifier=Qt.KeyboardModifier.ControlModifier)
    user.settle()
    assert page.form.stateStack.currentWidget() is page.form.gateArea
    assert others_said not in user.sees()
    assert HOSTILE not in "\n".join(said_by(page))
    identify(user, role, codes[role], then=keep_code)
    seen = user.sees()
    assert others_said not in seen
    assert all(line.level is None and not line.comment for line in page.pane.model.lines)
    assert page.pane.counter_label.text().startswith("0/")
    assert page.candidates.progress == (0, 2)
    user.keys(KEYS.Key_C)
    type_text(user.window.focusWidget(), f"Avis de {JURORS[role]}")
    QTest.keyClick(user.window.focusWidget(), KEYS.Key_Escape)
    user.wait(lambda: user.window.focusWidget() is page.pane.grid)
    give_every_mark(user, level)
    seal_everything(user, CODES[role])
    return seen


def deliberate(user: User) -> None:
    """Decide by keys: one block validated, one refused with its reason; the rest as proposed, at once."""
    user.go_to("deliberate")
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


def sign_three_times(user: User, codes: dict[str, str]) -> None:
    """The first member draws, the others have their names written; each with the own code."""
    page = user.page
    assert codes["PRESIDENT"] != CODES["PRESIDENT"]

    def drawn(dialog: Any) -> None:
        choose_seat(dialog, "PRESIDENT")
        draw_signature(dialog.form.signaturePad)
        write(dialog.form.codeEdit, codes["PRESIDENT"])  # the code that was replaced
        press(dialog.form.acceptButton)
        assert "code" in until_said(dialog, dialog.form.problemLabel)
        write(dialog.form.codeEdit, CODES["PRESIDENT"])
        press(dialog.form.acceptButton)

    def typed(role: str) -> Any:
        def sign(dialog: Any) -> None:
            choose_seat(dialog, role)
            press(dialog.form.typedRadioButton)
            write(dialog.form.codeEdit, CODES[role])
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
        assert "phrase secrète" in until_said(dialog, dialog.form.problemLabel)
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
    user.go_to("minutes")
    minutes = user.context.queries.minutes_of(user.context.session_id)
    assert (minutes.number, minutes.state) == (number, MinutesState.COMPLETE)
    assert user.page.form.minutesViewer.page_set.pdf == saved
    assert user.context.workspace.check() == []
