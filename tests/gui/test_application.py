"""Start: the first paint imports little, the rest follows; messages are plain text; crashes are told once."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QFileInfo, QLocale, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QFileIconProvider, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from cisp_desktop.domain.errors import RuleError
from cisp_desktop.gui import messages as messages_module
from cisp_desktop.gui.application import GuiOptions, Start
from cisp_desktop.gui.controller import Controller
from cisp_desktop.gui.crash_dialog import CrashDialog, CrashReporter
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.messages import DesktopMessages, completed
from cisp_desktop.gui.pages.registry import page_specs
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.theme import Theme, ThemeMode
from tests.gui.fakes import FakeServices

FORBIDDEN = [
    "sqlalchemy",
    "alembic",
    "sqlcipher3",
    "reportlab",
    "pyhanko",
    "qtawesome",
    "cryptography",
    "openpyxl",
    "lxml",
    "pypdf",
]


def test_the_first_paint_imports_no_adapter(project_folder: Path) -> None:
    code = (
        "import sys, cisp_desktop.gui.application\n"
        f"print([m for m in {FORBIDDEN!r} if m in sys.modules])\n"
        "print(sorted(m for m in sys.modules if m.startswith('cisp_desktop.application.')))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=project_folder, capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines() == ["[]", "[]"]


def test_the_window_paints_first_and_is_furnished_then(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, theme: Theme
) -> None:
    services = FakeServices(tmp_path)
    loaded: list[bool] = []

    def load() -> type[Controller]:
        loaded.append(start.window._painted)
        return Controller

    start = Start(qapp, services, GuiOptions(tmp_path / "s.ini"), load_controller=load)  # type: ignore[arg-type]  # a fake
    qtbot.addWidget(start.window)
    start.window.show()
    qtbot.waitUntil(lambda: start.controller is not None, timeout=10_000)
    assert loaded == [True]
    start.furnish()
    assert loaded == [True]
    assert not start.window.welcome_page.form.logoLabel.pixmap().isNull()
    theme.apply(ThemeMode.LIGHT)
    start.window.close()


def test_what_nobody_catches_is_shown_once_it_is_watched(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(
        CrashDialog, "exec", lambda dialog: shown.append(dialog.form.reportEdit.toPlainText())
    )
    watched: list[Path] = []  # the runner keeps its own watch on the interpreter
    monkeypatch.setattr("cisp_desktop.gui.crash_dialog.record_faults", watched.append)
    reporter = CrashReporter()
    undo = reporter.watch(tmp_path)
    try:
        thread = threading.Thread(target=lambda: 1 // 0)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: bool(shown))
    finally:
        undo()
    assert "ZeroDivisionError" in shown[0]
    assert watched == [tmp_path]


def test_the_style_is_fusion_everywhere(project_folder: Path) -> None:
    code = (
        "from cisp_desktop.gui.application import make_application\n"
        "print(make_application(['x']).style().objectName())"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=project_folder, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "fusion"


def test_dates_and_buttons_are_french(theme: Theme) -> None:
    assert QLocale().language() is QLocale.Language.French
    box = QMessageBox()
    box.setStandardButtons(QMessageBox.StandardButton.Cancel)
    assert box.button(QMessageBox.StandardButton.Cancel).text() == "Annuler"
    box.deleteLater()


def test_every_page_has_an_icon_of_the_family(theme: Theme, icons: Icons) -> None:
    specs = page_specs()
    assert len({spec.key for spec in specs}) == len(specs)
    for spec in specs:
        assert not icons.icon(spec.icon).isNull()


# --- message boxes ---------------------------------------------------------------------------------


@pytest.fixture
def desktop(settings: Settings, theme: Theme) -> DesktopMessages:
    return DesktopMessages(
        settings, sentence=lambda error: f"<b>{error.code}</b>", report_bug=lambda _e: None
    )


def answer(qtbot: QtBot, press: str | None = None) -> list[QMessageBox]:
    """Press a button of the next box (Escape when None); return the boxes seen."""
    seen: list[QMessageBox] = []

    def act() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.append(box)
        assert box.textFormat() is Qt.TextFormat.PlainText
        if press is None:
            box.reject()
        else:
            next(b for b in box.buttons() if b.text() == press).click()

    QTimer.singleShot(50, act)
    return seen


def test_an_error_shows_its_sentence_as_plain_text(qtbot: QtBot, desktop: DesktopMessages) -> None:
    seen = answer(qtbot)
    desktop.error(None, RuleError("a.b"))
    assert len(seen) == 1


def test_a_question_names_the_act_on_its_button(qtbot: QtBot, desktop: DesktopMessages) -> None:
    answer(qtbot, press="Retirer && garder")
    assert desktop.confirm(None, "Retirer", text="<i>X</i>", accept="Retirer & garder")
    answer(qtbot)
    assert not desktop.confirm(None, "Retirer", text="X", accept="Retirer", destructive=True)


def test_a_choice_gives_its_index_or_nothing(qtbot: QtBot, desktop: DesktopMessages) -> None:
    answer(qtbot, press="Deux")
    assert desktop.choose(None, "Choix", text="?", choices=["Un", "Deux"]) == 1
    answer(qtbot)
    assert desktop.choose(None, "Choix", text="?", choices=["Un", "Deux"]) is None


def test_file_dialogs_remember_the_folder(
    desktop: DesktopMessages, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("x")
    started: list[str] = []

    def ask(_parent: object, _title: str, folder: str, _filters: str) -> tuple[str, str]:
        started.append(folder)
        return str(file), ""

    monkeypatch.setattr(messages_module.QFileDialog, "getOpenFileName", ask)
    monkeypatch.setattr(messages_module.QFileDialog, "getSaveFileName", ask)
    assert desktop.open_file(None, "Ouvrir", filters="*.csv") == file
    assert desktop.save_file(None, "Écrire", suggested="b.csv", filters="*.csv") == file
    assert started[1] == str(tmp_path / "b.csv")
    assert settings.last_folder == str(tmp_path)


@pytest.mark.parametrize(
    ("typed", "chosen", "expected"),
    [
        ("liste", "Texte (*.csv)", "liste.csv"),
        ("liste", "", "liste.xlsx"),
        ("liste.v2", "Classeur (*.xlsx)", "liste.v2.xlsx"),
        ("Liste.CSV", "Classeur (*.xlsx)", "Liste.CSV"),
    ],
)
def test_a_missing_extension_is_that_of_the_chosen_filter(typed: str, chosen: str, expected: str) -> None:
    filters = "Classeur (*.xlsx);;Texte (*.csv)"
    assert completed(Path(typed), filters, chosen) == Path(expected)


def test_a_file_that_only_the_completed_name_meets_is_asked_about(
    desktop: DesktopMessages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_text("à garder")
    asked: list[str] = []

    def refuse(*_args: object, text: str, **_more: object) -> bool:
        asked.append(text)
        return False

    monkeypatch.setattr(desktop, "confirm", refuse)
    monkeypatch.setattr(
        messages_module.QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "a"), "*.csv")
    )
    assert desktop.save_file(None, "Écrire", suggested="a.csv", filters="*.csv") is None
    assert "a.csv" in asked[0]


# --- crashes ---------------------------------------------------------------------------------------


def test_a_crash_is_logged_and_shown_once_without_its_values(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, theme: Theme
) -> None:
    shown: list[str] = []

    def record(dialog: CrashDialog) -> int:
        shown.append(dialog.form.reportEdit.toPlainText())
        return 0

    monkeypatch.setattr(CrashDialog, "exec", record)
    reporter = CrashReporter()

    def fail() -> None:
        try:
            raise ValueError("DUPONT Jeanne")
        except ValueError as error:
            reporter.report(error)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(shown))
    assert "ValueError" in shown[0]
    assert "DUPONT" not in shown[0]
    assert "unforeseen error" in caplog.text
    QApplication.processEvents()
    assert len(shown) == 1


def test_the_dialogs_of_qt_speak_french_to_the_last_word(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    del theme
    (tmp_path / "dossier").mkdir()
    dialog = QFileDialog(None, "Choisir", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    dialog.show()
    said = {label.text().replace("&", "") for label in dialog.findChildren(QLabel)}
    assert {"Chercher dans\u00a0:", "Types de fichiers\u00a0:"} <= said
    assert not [text for text in said if "Look" in text or "Files of" in text]
    assert QFileIconProvider().type(QFileInfo(str(tmp_path / "dossier"))) == "Dossier"
    words = QCoreApplication.translate
    assert words("QPrintSettingsOutput", "Page &Set:") == "&Ensemble de pages\u00a0:"
    assert words("QPageSetupWidget", "Pages &per sheet:") == "&Pages par feuille\u00a0:"
