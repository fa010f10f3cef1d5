"""« Vérifier un document » in the window: a paper as issued, another file under its code, a foreign file."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cisp_desktop.application.issuing import read_paper, read_papers
from cisp_desktop.application.minutes_known import Known
from cisp_desktop.application.ports import ExtractReport, SignatureReport, VerificationReport
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.verify_dialog import Comparison, VerifyDialog
from cisp_desktop.gui.itemmodels.signature_report_model import Column
from cisp_desktop.gui.itemmodels.signature_report_model import Role as ModelRole
from cisp_desktop.gui.pages.minutes_checking import MinutesChecking
from cisp_desktop.gui.pages.register_page import RegisterPage
from cisp_desktop.gui.pages.sequel_page import SequelPage
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.issued_scenes import completed_session, issue, open_completed
from tests.application.test_papers_known import with_text
from tests.factories import SessionMade
from tests.gui.checks import check_page
from tests.gui.fakes import RecordedMessages


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    opened, _made = open_completed(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def made(workspace: SqlWorkspace) -> SessionMade:
    del workspace
    return completed_session()


def _dialog_of(qtbot: QtBot, report: VerificationReport, known: Known | None = None) -> VerifyDialog:
    dialog = VerifyDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.show_report(report, known=known)
    QApplication.processEvents()
    return dialog


def _signed_by(*names: str) -> VerificationReport:
    at = datetime(2022, 12, 15, 17, 30, tzinfo=UTC)
    authority = "Autorité de l’espace de travail (n’est pas le certificateur)"
    signatures = [SignatureReport(authority, "AUTHORITY", at, True, True, "ab" * 32, authority)]
    signatures += [SignatureReport(name, "MEMBER", at, True, True, "cd" * 32, authority) for name in names]
    return VerificationReport(True, True, tuple(signatures), (), "PV-2022-GRE-0001", "a" * 64)


@pytest.mark.parametrize("members", [1, 3, 9])
def test_every_signatory_is_shown_without_scrolling_nor_cutting(qtbot: QtBot, members: int) -> None:
    dialog = _dialog_of(qtbot, _signed_by(*(f"MARTIN-{number} Anne" for number in range(members))))
    view = dialog.form.signaturesTableView
    assert dialog.model.rowCount() == 1 + members
    assert view.verticalScrollBar().maximum() == 0
    assert 0 <= view.viewport().height() - view.verticalHeader().length() <= 4
    metrics = view.fontMetrics()
    for row in range(dialog.model.rowCount()):
        index = dialog.model.index(row, Column.NAME)
        room = view.visualRect(index)
        words = metrics.boundingRect(room.adjusted(8, 0, -8, 0), Qt.TextFlag.TextWordWrap, index.data())
        assert words.height() <= room.height()
        assert index.data() in str(index.data(Qt.ItemDataRole.ToolTipRole))


def test_an_extract_is_headed_as_such_sound_or_not(qtbot: QtBot) -> None:
    whole = _signed_by("MARTIN Anne")
    extract = ExtractReport("b" * 64, "D-0001", "AUBERT Léa")
    heads = {
        "Procès-verbal PV-2022-GRE-0001": whole,
        "Extrait du procès-verbal PV-2022-GRE-0001\u00a0: dossier D-0001, AUBERT Léa": replace(
            whole, extract=extract, titled_extract=True
        ),
        "Extrait du procès-verbal PV-2022-GRE-0001": replace(whole, intact=False, titled_extract=True),
    }
    for head, report in heads.items():
        dialog = _dialog_of(qtbot, report)
        assert dialog.form.factsLabel.text().splitlines()[0] == head


def test_a_signature_that_cannot_be_verified_is_neither_valid_nor_forged(qtbot: QtBot) -> None:
    whole = _signed_by("MARTIN Anne", "TARDY Nicole")
    lost = SignatureReport("TARDY Nicole", "MEMBER", None, None, None)
    cut = replace(whole, intact=False, trusted=None, signatures=(*whole.signatures[:2], lost))
    dialog = _dialog_of(qtbot, cut)
    said = [dialog.model.index(row, Column.VERDICT).data() for row in range(3)]
    assert said == ["Valide en partie", "Valide en partie", "Non vérifiable"]
    states = {dialog.model.index(row, Column.VERDICT).data(ModelRole.STATE) for row in range(3)}
    assert states == {DotState.WARNING}
    assert dialog.form.verdictBanner.label.text().startswith("Non intègre")
    assert "TARDY Nicole" not in dialog.form.problemsEdit.toPlainText()
    sound = _dialog_of(qtbot, whole)
    assert sound.model.index(1, Column.VERDICT).data() == "Valide"
    assert sound.model.index(1, Column.VERDICT).data(ModelRole.STATE) == DotState.DONE


def test_sequel_and_register_verify_any_document_too(
    qtbot: QtBot, session_context: GuiContext, messages: RecordedMessages
) -> None:
    sequel, register = SequelPage(session_context), RegisterPage(session_context)
    compared: list[Comparison] = []

    def script(dialog: Any) -> None:
        compared.append(dialog.comparison)
        dialog.form.closeButton.click()

    for page, button in ((sequel, sequel.form.verifyButton), (register, register.verify_button)):
        qtbot.addWidget(page)
        messages.scripts.append(script)
        button.click()
    assert compared == [Comparison.WORKSPACE] * 2
    assert register.verify_button in register.header_widgets()


def test_a_paper_is_told_from_a_file_that_only_bears_its_code(
    qtbot: QtBot,
    session_context: GuiContext,
    messages: RecordedMessages,
    made: SessionMade,
    workspace: SqlWorkspace,
    idle: Callable[[TaskRunner], None],
    tmp_path: Path,
) -> None:
    issue(workspace, made, DocumentKind.CERTIFICATE)
    row = read_papers(workspace, made.id).documents[0]
    pdf = read_paper(workspace, row)
    files = {"vrai.pdf": pdf, "faux.pdf": with_text(pdf, "Mention tres bien"), "note.txt": b"Bonjour"}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    messages.paths = [tmp_path / name for name in files]
    said: list[tuple[str, str, str]] = []

    def script(dialog: Any) -> None:
        assert dialog.comparison is Comparison.WORKSPACE
        for _file in files:
            dialog.form.chooseFileButton.click()
            idle(session_context.tasks)
            check_page(dialog)
            form = dialog.form
            said.append(
                (form.verdictBanner.label.text(), form.factsLabel.text(), form.problemsEdit.toPlainText())
            )
        dialog.form.closeButton.click()

    host = QWidget()
    qtbot.addWidget(host)
    messages.scripts.append(script)
    MinutesChecking(session_context, parent=host).ask()
    genuine, forged, foreign = said
    assert genuine[0] == "Identique à ce que cet espace de travail a enregistré."
    assert f"document délivré à {row.subject} le" in genuine[1]
    assert row.code in genuine[1]
    assert forged[0].startswith("Ce n’est pas le document délivré\u00a0:")
    assert f"Ce n’est pas le document délivré sous le code {row.code}" in forged[1]
    assert "Mention tres bien" in forged[1] + forged[2]
    assert foreign[0].startswith("Non intègre")
    assert "n’est pas un document PDF" in foreign[2]
