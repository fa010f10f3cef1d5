"""The foundation's own pages: welcome, dashboard, reference, register, settings, sequel."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cisp_desktop.application.deliberating import open_deliberation
from cisp_desktop.application.queries import MinutesRow, SignatureRow
from cisp_desktop.domain.minutes import MinutesState, Route
from cisp_desktop.domain.panel import Role
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.issues import Severity, session_issues
from cisp_desktop.gui.pages.dashboard_page import DashboardPage
from cisp_desktop.gui.pages.reference_page import ReferencePage
from cisp_desktop.gui.pages.sequel_page import SequelPage, months_after
from cisp_desktop.gui.pages.settings_page import SettingsPage
from cisp_desktop.gui.pages.welcome_page import WelcomePage
from cisp_desktop.gui.session_status import Step, StepState, read_status
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.theme import ThemeMode
from tests.factories import THREE_SEATS, SessionMade, make_session, score_by_all, score_everything
from tests.gui.checks import check_page
from tests.gui.fakes import RecordedMessages

Idle = Callable[[TaskRunner], None]


def words(page: Any) -> str:
    """Every text of the labels that are shown."""
    QApplication.processEvents()
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


# --- welcome ---------------------------------------------------------------------------------------


def test_the_welcome_page_teaches_when_nothing_was_opened_yet(qtbot: QtBot, settings: Settings) -> None:
    page = WelcomePage(settings)
    qtbot.addWidget(page)
    page.show()
    check_page(page)
    assert page.form.recentEmptyLabel.isVisible()
    assert not page.form.recentListWidget.isVisible()


def test_the_welcome_page_opens_and_forgets_a_recent_workspace(qtbot: QtBot, settings: Settings) -> None:
    settings.remember_workspace(Path("/a/Premier"))
    settings.remember_workspace(Path("/a/<b>Second & fils"))
    page = WelcomePage(settings)
    qtbot.addWidget(page)
    page.show()
    check_page(page)
    asked: list[str] = []
    page.open_asked.connect(asked.append)
    qtbot.keyClick(page.form.recentListWidget, Qt.Key.Key_Return)
    assert asked == ["/a/<b>Second & fils"]
    page.form.forgetButton.click()
    assert settings.recent_workspaces == ("/a/Premier",)
    page.form.openRecentButton.click()
    assert asked[-1] == "/a/Premier"


# --- dashboard -------------------------------------------------------------------------------------


@pytest.fixture
def dashboard(qtbot: QtBot, session_context: GuiContext, idle: Idle) -> DashboardPage:
    idle(session_context.tasks)
    page = DashboardPage(session_context)
    qtbot.addWidget(page)
    page.resize(1000, 600)
    page.show()
    page.refresh(None)
    return page


def test_the_dashboard_counts_and_leads_to_the_next_step(
    dashboard: DashboardPage, session_context: GuiContext, made: SessionMade
) -> None:
    asked: list[tuple[str, str]] = []
    session_context.page_requested.connect(lambda key, target: asked.append((key, target)))
    check_page(dashboard)
    assert dashboard.form.candidatesTile.figure_label.text() == "3"
    assert dashboard.form.sheetsTile.figure_label.text() == "0 / 45"
    assert dashboard.next_button.text() == "Évaluer DUPONT1 Zoé"
    dashboard.next_button.click()
    assert asked == [("evaluate", f"registration:{made.registrations[0]}")]
    session_context.set_juror(made.juror())
    assert dashboard.next_button.text() == "Reprendre l’évaluation"
    dashboard.next_button.click()
    assert asked[-1] == ("evaluate", "")


def test_every_issue_is_a_link_to_where_it_is_mended(
    dashboard: DashboardPage, session_context: GuiContext, made: SessionMade
) -> None:
    asked: list[tuple[str, str]] = []
    session_context.page_requested.connect(lambda key, target: asked.append((key, target)))
    links = [b for b in dashboard.findChildren(QPushButton) if b.accessibleName().startswith("Régler\xa0:")]
    assert links
    for link in links:
        link.click()
    assert ("evaluate", f"seat:{made.seats[Role.PRESIDENT]}") in asked
    assert ("prepare", "tab:dossiers") in asked


def test_the_dashboard_follows_the_scoring_in_counts_only(
    dashboard: DashboardPage, session_context: GuiContext, workspace: Any, made: SessionMade, idle: Idle
) -> None:
    score_by_all(workspace, made, made.registrations[0], level=3)
    idle(session_context.tasks)
    assert dashboard.form.sheetsTile.figure_label.text() == "15 / 45"
    assert "5 / 15" in words(dashboard)
    assert "Maîtrisé" not in words(dashboard)


def test_a_workspace_on_a_removable_drive_is_warned_of(
    dashboard: DashboardPage, session_context: GuiContext
) -> None:
    session_context.workspace.notices.append("workspace.on_removable")
    dashboard.refresh(None)
    assert "amovible" in dashboard.form.banner.label.text()
    assert dashboard.form.banner.isVisible()


def test_an_empty_workspace_offers_to_create_a_session(qtbot: QtBot, context: GuiContext) -> None:
    page = DashboardPage(context)
    qtbot.addWidget(page)
    waiting = page.waiting_for()
    assert waiting is not None
    asked: list[int] = []
    context.new_session_requested.connect(lambda: asked.append(1))
    assert waiting.action is not None
    waiting.action()
    assert asked == [1]


# --- status and issues -----------------------------------------------------------------------------


def test_a_new_session_asks_for_seats_and_candidates(workspace: Any) -> None:
    made = make_session(workspace, candidates=0, roles=())
    status = read_status(workspace.queries, made.id)
    assert status.steps[Step.PREPARE].state is StepState.TO_DO
    assert status.steps[Step.EVALUATE].state is StepState.WAITING
    blockers = [i.text for i in session_issues(status) if i.severity is Severity.BLOCKER]
    assert len(blockers) == len(THREE_SEATS) + 1


def test_scoring_opens_the_deliberation_and_closes_the_evaluation(workspace: Any, made: SessionMade) -> None:
    score_everything(workspace, made)
    status = read_status(workspace.queries, made.id)
    assert status.steps[Step.EVALUATE].state is StepState.DONE
    assert status.steps[Step.DELIBERATE].state is StepState.TO_DO
    assert status.steps[Step.DELIBERATE].missing == 15
    open_deliberation(workspace, made.id)
    assert read_status(workspace.queries, made.id).decided == 0


def test_a_vae_candidate_owes_the_dossier_of_validation_only(workspace: Any, made: SessionMade) -> None:
    from cisp_desktop.application.preparation_findings import missing_dossiers
    from cisp_desktop.domain.certification import AccessPath, DossierKind

    certification = workspace.queries.certification(made.certification.id)
    rows = [replace(row, access_path=AccessPath.VAE) for row in workspace.queries.registrations(made.id)[:1]]
    missing = missing_dossiers(certification, rows, [])
    assert missing == [(rows[0].id, DossierKind.VAE_FILE)]


# --- reference -------------------------------------------------------------------------------------


@pytest.fixture
def reference(qtbot: QtBot, session_context: GuiContext) -> ReferencePage:
    page = ReferencePage(session_context)
    qtbot.addWidget(page)
    page.resize(1000, 600)
    page.show()
    page.refresh(None)
    return page


def test_the_reference_shows_the_certification_and_its_defects(reference: ReferencePage) -> None:
    check_page(reference)
    shown = words(reference)
    assert "26/01/2023" in shown
    assert "CENTRE RESSOURCES AROBASE" in shown
    assert "notamment" in shown
    assert "UNSPECIFIED" not in shown


def test_the_reference_gives_the_official_wording_in_full(
    reference: ReferencePage, workspace: Any, made: SessionMade
) -> None:
    tree = reference.form.certificationTreeWidget
    root = tree.topLevelItem(0)
    assert root is not None
    tree.setCurrentItem(root.child(4))
    block = workspace.queries.certification(made.certification.id).blocks[4]
    shown = words(reference)
    for competence in block.competences:
        assert competence.wording in shown
    for assessment in block.assessments:
        assert assessment.title in shown


def test_a_sheet_without_competences_says_how_it_is_marked(reference: ReferencePage) -> None:
    tree = reference.form.certificationTreeWidget
    root = tree.topLevelItem(1)
    assert root is not None
    tree.setCurrentItem(root.child(0))
    assert "sur 20" in words(reference)


# --- settings --------------------------------------------------------------------------------------


@pytest.fixture
def settings_page(qtbot: QtBot, session_context: GuiContext) -> SettingsPage:
    page = SettingsPage(session_context)
    qtbot.addWidget(page)
    page.resize(1000, 600)
    page.show()
    page.refresh(None)
    return page


def test_settings_hold_at_once(settings_page: SettingsPage, session_context: GuiContext) -> None:
    check_page(settings_page)
    theme, combo = session_context.theme, settings_page.form.themeComboBox
    try:
        combo.setCurrentIndex(combo.findData(ThemeMode.DARK.value))
        assert theme.tokens.dark
        assert session_context.settings.theme is ThemeMode.DARK
        settings_page.form.scaleSpinBox.setValue(120)
        assert theme.text_scale == 120
    finally:
        theme.apply(ThemeMode.LIGHT)
    settings_page.form.lockSpinBox.setValue(30)
    settings_page.form.soundCheckBox.setChecked(True)
    assert session_context.settings.lock_minutes == 30
    assert session_context.settings.timer_sounds
    assert settings_page.form.lockSpinBox.text() == "30 min"


def test_a_sound_workspace_is_said_sound(
    settings_page: SettingsPage, session_context: GuiContext, idle: Idle
) -> None:
    settings_page.form.checkButton.click()
    idle(session_context.tasks)
    assert "intacts" in settings_page.form.checkBanner.label.text()


@pytest.mark.parametrize(
    ("damage", "word"),
    [("journal:12", "ligne 12"), ("database:page 3", "page 3"), ("vault.missing:abc", "manque")],
)
def test_damage_is_told_in_french(
    settings_page: SettingsPage,
    session_context: GuiContext,
    idle: Idle,
    monkeypatch: pytest.MonkeyPatch,
    damage: str,
    word: str,
) -> None:
    monkeypatch.setattr(type(session_context.workspace), "check", lambda _self: [damage] * 7)
    settings_page.form.checkButton.click()
    idle(session_context.tasks)
    told = settings_page.form.checkBanner.label.text()
    assert word in told
    assert told.endswith("… et 2 autres.")


def test_the_authority_certificate_is_written_where_asked(
    settings_page: SettingsPage, messages: RecordedMessages, tmp_path: Path, session_context: GuiContext
) -> None:
    messages.answers.append(True)
    messages.paths.append(tmp_path / "autorite.crt")
    settings_page.form.certificateButton.click()
    written = (tmp_path / "autorite.crt").read_bytes()
    assert written == session_context.workspace.authority.certificate_pem
    messages.assert_silent()


def test_a_folder_that_is_gone_is_told_and_nothing_is_half_written(
    settings_page: SettingsPage, messages: RecordedMessages, tmp_path: Path
) -> None:
    (tmp_path / "fichier").write_text("x")
    messages.answers.append(True)
    messages.paths.append(tmp_path / "fichier" / "autorite.crt")
    settings_page.form.certificateButton.click()
    assert [error.code for error in messages.errors] == ["file.no_folder"]


def test_a_whole_copy_is_written_where_asked(
    settings_page: SettingsPage,
    messages: RecordedMessages,
    tmp_path: Path,
    session_context: GuiContext,
    idle: Idle,
) -> None:
    target = tmp_path / "copie.cisp-copie"
    messages.paths.append(target)
    settings_page.form.backupButton.click()
    idle(session_context.tasks)
    assert target.stat().st_size > 0
    messages.assert_silent()


# --- sequel ----------------------------------------------------------------------------------------


def test_the_sequel_waits_for_the_minutes_and_says_so(qtbot: QtBot, session_context: GuiContext) -> None:
    page = SequelPage(session_context)
    qtbot.addWidget(page)
    waiting = page.waiting_for()
    assert waiting is not None
    assert waiting.page == "minutes"
    assert "pas encore établi" in waiting.text


def test_the_sequel_gives_the_dates_that_are_owed(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = SignatureRow("s", Role.PRESIDENT, "MARTIN Anne", session_context.workspace.clock())
    closed = session_context.workspace.clock().replace(year=2026, month=11, day=30)
    row = MinutesRow(
        "m", made.id, "PV-1", "a" * 64, "b" * 64, 2, closed, MinutesState.COMPLETE, (signed,), "p", "", 1,
        1, Route.SCREEN, None, "", "", None, None, "",
    )  # fmt: skip
    session = replace(session_context.queries.session(made.id), closed=True)
    monkeypatch.setattr(type(session_context.queries), "session", lambda _self, _id: session)
    monkeypatch.setattr(type(session_context.queries), "minutes_of_session", lambda _self, _id: [row])
    page = SequelPage(session_context)
    qtbot.addWidget(page)
    page.show()
    assert page.waiting_for() is None
    page.refresh(None)
    check_page(page)
    assert "28/02/2027" in words(page)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2023, 11, 30), date(2024, 2, 29)),
        (date(2026, 1, 31), date(2026, 4, 30)),
        (date(2026, 9, 15), date(2026, 12, 15)),
    ],
)
def test_three_months_later_stays_within_its_month(day: date, expected: date) -> None:
    assert months_after(day, 3) == expected
