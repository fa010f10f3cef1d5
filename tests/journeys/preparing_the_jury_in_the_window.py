"""The site manager's work at the window once candidates are there: jury, planning, papers, « Prête ? ».

What is stored is read after each act.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication

from cisp_desktop.application.preparation_papers import PaperKind
from cisp_desktop.application.queries import PanelRow, RegistrationRow
from cisp_desktop.domain.panel import RecusalGround
from cisp_desktop.gui.itemmodels import juror_table_model
from tests.journeys.in_the_window import User, choose, press, type_text, write
from tests.journeys.preparing_candidates_in_the_window import (
    CODE,
    DAY,
    KEYS,
    TITLE,
    candidates,
    retitle,
    session,
)

FIRST = ("LÉVÊQUE Anne", "PETIT Karim", "ROUX Sophie")
SECOND = ("GARNIER Paul", "LEROY Samir", "MOREL Lise")
REASON = "Un candidat de plus s’est inscrit."
MOVED_TO = time(14)


def panels(user: User) -> Sequence[PanelRow]:
    """Which panels are stored."""
    return user.context.queries.panels(session(user).id)


# --- the jury -------------------------------------------------------------------------------------------


def add_to_the_register(user: User) -> None:
    """Add a juror to the register, with an employer typed in the table."""
    user.tab(user.page.panel)

    def add(dialog: Any) -> None:
        form = dialog.form
        write(form.newNameEdit, "LEROY Samir")
        press(form.addButton)
        view = form.jurorTableView
        view.setCurrentIndex(dialog.proxy.index(0, juror_table_model.Column.EMPLOYER))
        view.setFocus()
        QTest.keyClick(view, KEYS.Key_F2)
        editor = view.viewport().focusWidget() or QApplication.focusWidget()
        type_text(editor, "Clinique du Lac")
        QTest.keyClick(editor, KEYS.Key_Return)
        QApplication.processEvents()
        press(form.closeButton)

    user.answers(add)
    user.click(user.page.panel.form.registerButton)
    user.settle()
    user.all_answered()
    assert [(j.name, j.employer) for j in user.context.queries.jurors()] == [
        ("LEROY Samir", "Clinique du Lac")
    ]


def compose(user: User, names: Sequence[str]) -> None:
    """Name a panel's members and hand over their first codes."""
    tab = user.page.panel
    user.attend()
    for card, name in zip(tab.cards.values(), names, strict=True):
        write(card.name_edit, name)
        QTest.keyClick(card.name_edit, KEYS.Key_Tab)

    def read(dialog: Any) -> None:
        press(dialog.form.handedCheckBox)
        press(dialog.form.closeButton)

    user.answers(read)
    user.click(tab.form.composeButton)
    user.settle()
    user.all_answered()


def seat_two_panels(user: User) -> None:
    """Compose the panel, add a room, compose the second one with a juror of the register."""
    compose(user, FIRST)
    tab = user.page.panel

    def name_it(dialog: Any) -> None:
        write(dialog.form.nameEdit, "Jury & FILS")
        write(dialog.form.roomEdit, "Salle 2")
        press(dialog.form.acceptButton)

    user.answers(name_it)
    tab.form.manageButton.menu().actions()[0].trigger()
    user.settle()
    user.all_answered()
    compose(user, SECOND)
    first, second = panels(user)
    assert tuple(seat.name for seat in first.seats) == FIRST
    assert [(seat.name, seat.employer) for seat in second.seats][1] == ("LEROY Samir", "Clinique du Lac")
    assert (second.name, second.room) == ("Jury & FILS", "Salle 2")


def declare_the_recusals(user: User) -> None:
    """Declare what the list says: the centre's representative trained a candidate."""
    tab = user.page.panel
    choose(tab.form.panelComboBox, panels(user)[0].id)
    tab.form.panelComboBox.activated.emit(0)
    user.settle()
    user.tab(tab.form.recusalsPage)
    user.click(tab.recusals.form.declareAllButton)
    user.settle()
    (recusal,) = panels(user)[0].recusals
    assert (recusal.registration_id, recusal.ground) == (candidates(user)[0].id, RecusalGround.TRAINED)


# --- the planning ---------------------------------------------------------------------------------------


def propose_the_planning(user: User) -> None:
    """Let a planning be found: everybody has an hour, extra time counts, nobody is in two places."""
    user.tab(user.page.planning)
    user.settle()
    user.click(user.page.planning.form.proposeButton)
    user.settle()
    rows = candidates(user)
    assert [row.minutes for row in rows] == [60, 80, 60, 60]
    assert {row.starts_at.date() for row in rows if row.starts_at} <= {DAY, DAY + timedelta(days=1)}
    assert_apart(rows)
    assert session(user).planning.get("kept", []) == []


def assert_apart(rows: Sequence[RegistrationRow]) -> None:
    """No panel hears two at once."""
    placed = sorted(
        (row.panel_id, row.starts_at, row.minutes) for row in rows if row.starts_at and row.minutes
    )
    assert len(placed) == len(rows)
    for (panel, begins, minutes), (other, follows, _) in pairwise(placed):
        assert panel != other or begins + timedelta(minutes=minutes) <= follows


def drag_one_defence(user: User) -> None:
    """Drag one defence to the afternoon of its day."""
    board, row = user.page.planning.board, candidates(user)[3]
    assert row.starts_at is not None
    was = row.starts_at.hour * 60 + row.starts_at.minute
    geometry = board.geometry_now()
    start: QPoint = board.block_place(row.id).center().toPoint()
    end = start + QPointF(0, geometry.y_of(MOVED_TO.hour * 60) - geometry.y_of(was)).toPoint() + QPoint(0, 1)
    QTest.mousePress(board.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step in (1, 2, 3):
        QTest.mouseMove(board.viewport(), start + (end - start) * step / 3)
        QApplication.processEvents()
    QTest.mouseRelease(board.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    user.settle()
    moved = candidates(user)[3]
    assert moved.starts_at == datetime.combine(row.starts_at, MOVED_TO)
    assert moved.panel_id == row.panel_id


# --- papers and readiness -------------------------------------------------------------------------------


def save_the_papers(user: User, folder: Path) -> None:
    """Save every paper as a file of its own, after a word about what they lack."""
    out = folder / "papiers"
    out.mkdir()
    user.tab(user.page.documents)
    user.settle()
    tab = user.page.documents
    assert set(tab.ticked) == set(PaperKind)
    user.messages.answers += [True, 0]
    user.answers(paths=[out])
    user.click(tab.form.saveAllButton)
    user.settle()
    user.all_answered()
    assert "signataire" in user.messages.asked[-2]
    files = {file.name: file for file in out.iterdir()}
    assert len(files) == 4 + 6 + 6 + 4  # summons of 4 and 6, grids of 6, four papers of the whole session
    text = pypdf.PdfReader(files["Convocation - V-05 - FABRE Tom.pdf"]).pages[0].extract_text()
    assert "14 h 00" in text.replace("\u00a0", " ")
    assert str(out) in tab.form.writtenBanner.label.text()


def declare_ready(user: User) -> None:
    """Read what is left, then declare."""
    tab = user.page.ready
    user.tab(tab)
    user.settle()
    user.wait(lambda: tab.findings is not None)
    assert [finding for finding in tab.findings if finding.blocks] == []
    assert "Le signataire du centre" in user.sees()

    def say_who(dialog: Any) -> None:
        write(dialog.form.answerEdit, "DUPUIS Marc")
        press(dialog.form.acceptButton)

    user.answers(say_who)
    user.click(tab.form.declareButton)
    user.settle()
    user.all_answered()
    assert (session(user).ready_by, session(user).ready_at is not None) == ("DUPUIS Marc", True)
    assert session(user).panel_rules["seats"]
    assert "par DUPUIS Marc" in tab.form.stateLabel.text()


def the_sheet_is_frozen(user: User) -> None:
    """Changing the sheet makes the next version, which the ready session does not take."""
    user.go_to("reference")
    page = user.page
    page.focus_on(f"certification:{CODE}/1")
    user.click(page.buttons.edit_button)
    assert "La version 1 est figée" in page.editor.form.stateBanner.label.text()
    retitle(user, f"{TITLE}, autrement")
    user.click(page.buttons.save_button)
    user.settle()
    assert user.context.queries.certification(f"{CODE}/2").blocks[0].title == f"{TITLE}, autrement"
    user.go_to("prepare")
    banner = user.page.ready.form.versionBanner
    assert "déclarée prête, garde la version 1" in banner.label.text()
    assert session(user).certification_id == f"{CODE}/1"


def the_scheme_is_read_only(user: User) -> None:
    """The session's scheme is shown, and no number of it can be typed."""
    user.tab(user.page.panel)
    shown: list[str] = []

    def read(dialog: Any) -> None:
        fields = dialog.scheme.rules.findChildren(QAbstractSpinBox)
        assert fields
        assert not any(field.isEnabled() for field in fields)
        shown.append(dialog.windowTitle())
        dialog.reject()

    user.answers(read)
    user.page.panel.form.manageButton.menu().actions()[-1].trigger()
    user.settle()
    user.all_answered()
    assert len(shown) == 1
    user.tab(user.page.ready)


def take_the_next_version(user: User) -> None:
    """Once open again, the session may follow the new version; nothing that was prepared is lost."""
    before = [(row.number, row.starts_at, row.panel_id) for row in candidates(user)]
    user.messages.answers.append(True)
    user.click(user.page.ready.form.versionBanner.button)
    user.settle()
    assert "BC01" in user.messages.asked[-1], user.messages.asked[-1]
    assert session(user).certification_id == f"{CODE}/2"
    assert [(row.number, row.starts_at, row.panel_id) for row in candidates(user)] == before
    blocks = {block.id for block in user.context.queries.certification(f"{CODE}/2").blocks}
    assert all(set(row.presented) == blocks for row in candidates(user))


def reopen(user: User) -> None:
    """Open the preparation again, which asks for a reason."""
    tab = user.page.ready

    def say_why(dialog: Any) -> None:
        press(dialog.form.acceptButton)
        assert "motif" in dialog.form.problemLabel.text()
        write(dialog.form.answerEdit, REASON)
        press(dialog.form.acceptButton)

    user.answers(say_why)
    user.click(tab.form.reopenButton)
    user.settle()
    user.all_answered()
    assert session(user).ready_at is None
    assert any(
        event.action == "session.reopened" and REASON in event.details
        for event in user.context.queries.events()
    )


def everything_stored(user: User) -> tuple[object, ...]:
    """What the workspace holds of the session, to compare before and after."""
    queries, found = user.context.queries, session(user)
    return (
        found, candidates(user), list(panels(user)), list(queries.jurors()),
        list(queries.dossiers(found.id)), list(queries.certifications()),
    )  # fmt: skip


def open_again(user: User, passphrase: str) -> None:
    """Open the workspace from the list of recent ones."""

    def open_it(dialog: Any) -> None:
        write(dialog.form.passphraseEdit, passphrase)
        press(dialog.form.acceptButton)

    user.answers(open_it)
    user.click(user.window.welcome_page.form.openRecentButton)
    user.settle()
    user.all_answered()
