"""The first steps at the window: workspace, session, candidates, dossiers, jury, who is absent."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.domain.registration import Attendance
from tests.journeys.in_the_window import User, choose, press, write

PASSPHRASE = "quatre pommes mûres au marché"
JURORS = {"PRESIDENT": "LÉVÊQUE Anne", "PROFESSIONAL": "PETIT Karim", "CENTRE": "ROUX Sophie"}
HOSTILE = "<b>ÉVE & =SOMME(A1)</b>"
"""A birth name: shown as typed on every screen, and on the page that is signed."""


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


def create_the_session(
    user: User, *, certification: str = "RNCP36128", starts: date = date(2022, 12, 14)
) -> None:
    """Create a session of two days from the empty page."""
    ends, saved = starts + timedelta(days=1), user.saved
    user.go_to("prepare")
    holder = user.frame.holder("prepare")
    assert holder.waiting

    def fill(dialog: Any) -> None:
        choose(dialog.form.certificationComboBox, certification)
        write(dialog.form.centreComboBox.lineEdit(), "CISP Grenoble & Cie")
        for edit, digits in (
            (dialog.form.startsDateEdit, f"{starts:%d%m%Y}"),
            (dialog.form.endsDateEdit, f"{ends:%d%m%Y}"),
        ):
            edit.setFocus()
            edit.setSelectedSection(edit.Section.DaySection)
            QTest.keyClicks(edit, digits)
        assert (dialog.starts, dialog.ends) == (starts, ends)
        write(dialog.form.placeEdit, "Grenoble")
        press(dialog.form.acceptButton)

    assert user.saved == saved
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
    for card in page.panel.cards.values():
        write(card.name_edit, JURORS[card.role.value])
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
