"""The room's screen: a timer, a name, nothing else, whatever the jurors do at the keyboard."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cisp_desktop.application.room_screen import RoomMoment, UsualMinutes, room_moment
from cisp_desktop.application.timers import (
    TimerKey,
    assessments_to_time,
    pause_timer,
    start_timer,
    stop_timer,
)
from cisp_desktop.domain.hearing_log import Phase
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.public_view import PublicView, RoomScreen, left_words, show_room_screen
from tests.factories import SessionMade, score
from tests.gui.fakes import FakeServices

USUAL = UsualMinutes(20, 30)


def words_of(view: QWidget) -> set[str]:
    """Every text that a widget of the window holds, shown or only told."""
    found = set()
    for widget in (view, *view.findChildren(QWidget)):
        meta = widget.metaObject()
        for place in range(meta.propertyCount()):
            value = meta.property(place).read(widget)
            name = meta.property(place).name()
            if isinstance(value, str) and name not in ("objectName", "styleSheet"):
                found.add(value)
    return found - {""}


def moment(context: GuiContext, made: SessionMade, chosen: int | str) -> RoomMoment | None:
    """What the screen shows for a candidate."""
    certification = context.queries.certification(made.certification.id)
    return room_moment(
        made.registrations[chosen] if isinstance(chosen, int) else chosen,
        context.queries.registrations(made.id),
        certification.blocks,
        context.queries.timer_events(made.id),
        usual=USUAL,
    )


@pytest.fixture
def key(session_context: GuiContext, made: SessionMade) -> TimerKey:
    """The first candidate's first exposé."""
    blocks = session_context.queries.certification(made.certification.id).blocks
    return TimerKey(made.registrations[0], assessments_to_time(blocks, made.blocks)[0].id, Phase.PRESENTATION)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Whatever window the screen belongs to."""
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.show()
    return shown


@pytest.fixture
def screen(session_context: GuiContext, window: QWidget) -> RoomScreen:
    """The room's screen, open."""
    kept = RoomScreen(session_context, window)
    kept.open()
    return kept


def view_of(screen: RoomScreen) -> PublicView:
    assert screen.view is not None
    return screen.view


def test_the_screen_shows_the_timer_and_the_name_and_nothing_else(
    screen: RoomScreen, session_context: GuiContext, made: SessionMade, key: TimerKey
) -> None:
    score(session_context.workspace, made, made.registrations[0], seal=False)  # type: ignore[arg-type]  # the real one
    start_timer(session_context.workspace, key, actor="SITE")

    screen.follow(made.registrations[0])

    view = view_of(screen)
    told = words_of(view) - {view.time_label.text()}
    assert told == {"Écran de la salle", "DUPONT1 Zoé", "Exposé", "Temps restant"}
    assert view.time_label.text() in ("19\u00a0min\u00a059\u00a0s", "20\u00a0min\u00a000\u00a0s")
    screen.follow("")


def test_the_screen_is_blank_without_a_candidate(screen: RoomScreen) -> None:
    assert words_of(view_of(screen)) == {"Écran de la salle"}


def test_the_screen_is_blank_while_a_juror_scores_another_than_who_is_heard(
    screen: RoomScreen, session_context: GuiContext, made: SessionMade, key: TimerKey
) -> None:
    start_timer(session_context.workspace, key, actor="SITE")

    screen.follow(made.registrations[1])

    assert words_of(view_of(screen)) == {"Écran de la salle"}


def test_a_pause_is_told_and_the_clock_stands(
    screen: RoomScreen, session_context: GuiContext, made: SessionMade, key: TimerKey
) -> None:
    start_timer(session_context.workspace, key, actor="SITE")
    pause_timer(session_context.workspace, key, actor="SITE")
    screen.follow(made.registrations[0])

    assert view_of(screen).state_label.text() == "En pause"


def test_time_that_is_over_is_told_in_words_and_counted_up(
    screen: RoomScreen,
    session_context: GuiContext,
    services: FakeServices,
    made: SessionMade,
    key: TimerKey,
) -> None:
    start_timer(session_context.workspace, key, actor="SITE")
    known = moment(session_context, made, 0)
    assert known is not None
    assert known.timer.began is not None

    view_of(screen).show_moment(known, known.timer.began + timedelta(minutes=22, seconds=5))

    assert view_of(screen).time_label.text() == "+ 2\u00a0min\u00a005\u00a0s"
    assert view_of(screen).state_label.text() == "Temps dépassé"


def test_after_the_presentation_comes_the_interview_and_after_all_a_blank_screen(
    session_context: GuiContext, made: SessionMade, key: TimerKey
) -> None:
    workspace = session_context.workspace
    start_timer(workspace, key, actor="SITE")
    stop_timer(workspace, key, actor="SITE")
    following = moment(session_context, made, 0)
    assert following is not None
    assert (following.phase, following.minutes) == (Phase.INTERVIEW, 30)

    blocks = session_context.queries.certification(made.certification.id).blocks
    for assessment in assessments_to_time(blocks, made.blocks):
        for phase in Phase:
            one = TimerKey(made.registrations[0], assessment.id, phase)
            start_timer(workspace, one, actor="SITE")
            stop_timer(workspace, one, actor="SITE")
    assert moment(session_context, made, 0) is None


def test_extra_time_lengthens_what_is_left(session_context: GuiContext, made: SessionMade) -> None:
    with session_context.workspace.unit_of_work() as work:
        work.registrations.get(made.registrations[0]).extra_time_percent = 33
        work.commit()
    lengthened = moment(session_context, made, 0)
    assert lengthened is not None
    assert lengthened.minutes == 30


def test_escape_leaves_full_screen_first_and_then_closes(screen: RoomScreen) -> None:
    view = view_of(screen)
    view.show()
    QTest.keyClick(view, Qt.Key.Key_F11)
    assert view.isFullScreen()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.isFullScreen()
    assert view.isVisible()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert screen.view is None


def test_the_title_names_nobody(screen: RoomScreen, session_context: GuiContext, made: SessionMade) -> None:
    screen.follow(made.registrations[0])
    assert view_of(screen).windowTitle() == "Écran de la salle"
    assert view_of(screen).name_label.text() == "DUPONT1 Zoé"


def test_every_page_opens_one_screen_and_nobody_chosen_shows_who_is_heard(
    session_context: GuiContext, window: QWidget, made: SessionMade, key: TimerKey
) -> None:
    start_timer(session_context.workspace, key, actor="SITE")
    screen = show_room_screen(session_context, window)
    session_context.room_screen_requested.emit()
    first = view_of(screen)
    session_context.room_screen_requested.emit()
    assert view_of(screen) is first
    assert first.name_label.text() == "DUPONT1 Zoé"
    session_context.candidate_followed.emit(made.registrations[1])
    assert first.name_label.text() == ""  # another of the same jury is being heard


@pytest.mark.parametrize(
    ("seconds", "words"), [(5, "0 min 05 s"), (697, "11 min 37 s"), (3727, "1 h 02 min 07 s")]
)
def test_what_is_left_is_never_taken_for_an_hour_of_the_day(seconds: int, words: str) -> None:
    assert left_words(seconds).replace("\u00a0", " ") == words
