"""The site manager's first acts at the window: official sheet, list, table, doubles, dossiers.

What is stored is read after each act.
"""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.application.queries import RegistrationRow, SessionRow
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.gui.itemmodels.candidate_columns import Column
from cisp_desktop.gui.widgets.flat_text import typed_text
from tests.journeys.in_the_window import User, choose, press, type_text

CODE = "RNCP40344"
FLOW = Path(__file__).parents[1] / "data" / "reference" / "extrait-fiches-rncp.xml"
DAY = date.today() + timedelta(days=60)
LIST = """\
N° dossier;Civilité;Nom de naissance;Prénoms;Date de naissance;Commune de naissance;Code INSEE naissance;\
Pays de naissance;Voie d'accès;Aménagements;Formateur référent;Recevabilité VAE
V-01;Mme;AUBERT;Léa;12/04/1991;GRENOBLE;38185;FRANCE;Contrat de professionnalisation;;ROUX Sophie;
V-02;M.;BENALI;Karim;30/11/1987;GRENOBLE;38185;FRANCE;Contrat de professionnalisation;Tiers temps;;
V-03;Mme;CHEVALIER;Inès;02/02/1980;GRENOBLE;38185;FRANCE;VAE;;;05/03/2026
"""
PASTED = "V-04\tCHEVALLIER\tInés\t02/02/1980\tVAE\nV-05\tFABRE\tTom\t09/09/1999\tContrat d'apprentissage\n"
"""Two lines of a spreadsheet: the first is the third candidate, spelled otherwise."""
TITLE = "Accueillir et conseiller la clientèle"
KEYS = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def candidates(user: User) -> list[RegistrationRow]:
    """Who is stored, by number."""
    return sorted(user.context.queries.registrations(session(user).id), key=lambda row: row.number)


def session(user: User) -> SessionRow:
    """The session as stored."""
    assert user.context.session_id is not None
    return user.context.queries.session(user.context.session_id)


# --- the référentiel ------------------------------------------------------------------------------------


def import_a_sheet(user: User) -> None:
    """Find a sheet in the flow by words of its title, correct a block's title, save it with its lineage."""
    user.go_to("reference")
    page = user.page

    def find(dialog: Any) -> None:
        type_text(dialog.form.searchEdit, "auxiliaire vétérinaire")
        press(dialog.form.searchButton)
        user.wait(lambda: bool(dialog.form.foundLabel.text()))
        assert dialog.form.foundLabel.text() == "1\u00a0fiche trouvée"
        press(dialog.form.acceptButton)

    user.answers(find, paths=[FLOW])
    page.buttons.import_button.menu().actions()[0].trigger()
    user.settle()
    user.all_answered()
    assert "Rien n’est encore enregistré" in user.sees()
    assert CODE not in {row.code for row in user.context.queries.certifications()}
    retitle(user, TITLE)
    user.answers(lambda dialog: press(dialog.form.acceptButton))
    user.click(page.buttons.save_button)
    user.settle()
    user.all_answered()
    saved = user.context.queries.certification(f"{CODE}/1")
    assert [len(block.competences) for block in saved.blocks] == [6, 6, 5, 7]
    assert saved.blocks[0].title == TITLE
    assert {e.held_certification for e in user.context.queries.equivalences(CODE)} == {"RNCP37507"}


def retitle(user: User, title: str) -> None:
    """Walk to the first block in the tree, and type another title."""
    structure = user.page.editor.structure
    structure.form.structureTreeView.setFocus()
    user.keys(KEYS.Key_Home, KEYS.Key_Down)
    field = structure.node.form.blockTitleEdit
    field.setFocus()
    field.selectAll()
    type_text(field, title)
    assert typed_text(field) == title


# --- candidates -----------------------------------------------------------------------------------------


def import_the_list(user: User, folder: Path) -> None:
    """Read what each line would do, then import."""
    path = folder / "candidats.csv"
    path.write_text(LIST, "utf-8-sig")

    def read(dialog: Any) -> None:
        assert candidates(user) == []
        assert [tile.figure_label.text() for tile in (dialog.form.newTile, dialog.form.refusedTile)] == [
            "3",
            "0",
        ]
        press(dialog.form.importButton)

    user.answers(read, paths=[path])
    user.click(user.page.next_button)
    user.settle()
    user.all_answered()
    assert [row.number for row in candidates(user)] == ["V-01", "V-02", "V-03"]
    assert candidates(user)[1].extra_time_percent == 33


def go(user: User, line: int, column: Column) -> QModelIndex:
    """Click a cell of the table."""
    tab = user.page.candidates
    view, index = tab.form.candidateTableView, tab.filter.index(line, column)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    assert view.currentIndex() == index
    view.setFocus()
    return index


def edit_a_cell(user: User) -> None:
    """Type in a cell; take it back and do it again by keys."""
    go(user, 0, Column.FIRST_NAMES)
    user.keys("M")
    editor = user.page.candidates.form.candidateTableView.viewport().focusWidget()
    assert isinstance(editor, QLineEdit)
    type_text(editor, "arie-Léa")
    QTest.keyClick(editor, KEYS.Key_Return)
    user.settle()
    assert candidates(user)[0].first_names == "Marie-Léa"
    user.keys(KEYS.Key_Z, modifier=CONTROL)
    user.settle()
    assert candidates(user)[0].first_names == "Léa"
    user.keys(KEYS.Key_Y, modifier=CONTROL)
    user.settle()
    assert candidates(user)[0].first_names == "Marie-Léa"


def paste_two_candidates(user: User) -> None:
    """Paste two lines below the last one."""
    go(user, 2, Column.NUMBER)
    user.page.candidates.form.candidateTableView.clearSelection()
    QGuiApplication.clipboard().setText(PASTED)

    def read(dialog: Any) -> None:
        assert dialog.form.summaryLabel.text() == "2\u00a0candidats inscrits"
        press(dialog.form.acceptButton)

    user.answers(read)
    user.keys(KEYS.Key_V, modifier=CONTROL)
    user.settle()
    user.all_answered()
    assert [(row.number, row.birth_name) for row in candidates(user)[3:]] == [
        ("V-04", "CHEVALLIER"), ("V-05", "FABRE"),
    ]  # fmt: skip


def unite_the_twins(user: User) -> None:
    """Unite the two registrations of one person that the page proposes."""
    banner = user.page.candidates.form.duplicatesBanner
    user.wait(banner.isVisible)
    user.answers(lambda dialog: press(dialog.form.acceptButton))
    user.click(banner.button)
    user.settle()
    user.all_answered()
    assert [row.number for row in candidates(user)] == ["V-01", "V-02", "V-03", "V-05"]
    assert candidates(user)[2].birth_name == "CHEVALIER"


# --- dossiers -------------------------------------------------------------------------------------------


def a_pdf(text: str) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.drawString(72, 700, text)
    canvas.save()
    return stream.getvalue()


def take_the_dossiers(user: User, folder: Path) -> None:
    """Review a folder: one recognised, one assigned by hand, one that is no PDF and is refused."""
    source = folder / "pièces"
    source.mkdir()
    (source / "V-03 dossier de validation VAE.pdf").write_bytes(a_pdf("VAE"))
    (source / "scan.pdf").write_bytes(a_pdf("scan"))
    (source / "V-01 dossier.docx").write_bytes(b"PK\x03\x04")
    user.tab(user.page.dossiers)
    lea = candidates(user)[0]

    def review(dialog: Any) -> None:
        form, model = dialog.form, dialog.filter
        assert [line.found.path.name for line in dialog.taken] == ["V-03 dossier de validation VAE.pdf"]
        assert "1\u00a0refusé" in form.summaryBanner.label.text()
        line = next(n for n in range(model.rowCount()) if "scan" in str(model.index(n, 0).data()))
        form.fileTableView.selectRow(line)
        choose(form.candidateComboBox, lea.id)
        choose(form.kindComboBox, DossierKind.PROFESSIONAL_FILE.value)
        press(form.applyButton)
        press(form.acceptButton)

    user.answers(review, paths=[source])
    user.click(user.page.dossiers.form.folderButton)
    user.settle()
    user.all_answered()
    stored = {(row.registration_id, row.kind) for row in user.context.queries.dossiers(session(user).id)}
    assert stored == {
        (lea.id, DossierKind.PROFESSIONAL_FILE), (candidates(user)[2].id, DossierKind.VAE_FILE),
    }  # fmt: skip
