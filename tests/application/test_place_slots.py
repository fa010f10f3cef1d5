"""Slots placed one by one, and brought back by undo."""

from datetime import datetime
from pathlib import Path

import pytest

from cisp_desktop.application.preparing import place_slots
from cisp_desktop.domain.errors import Refused, RuleError
from tests.factories import make_session, make_workspace

NINE = datetime(2022, 12, 14, 9, 0)


def test_placing_returns_what_stood_before_and_its_inverse_restores_it(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    made = make_session(workspace)
    first = made.registrations[0]
    before = place_slots(workspace, made.id, slots={first: (NINE, 45)})
    assert before == {first: None}
    assert place_slots(workspace, made.id, slots=before) == {first: (NINE, 45)}
    assert workspace.queries.registration(first).starts_at is None
    workspace.abandon()


def test_a_length_out_of_range_and_a_stranger_are_refused_and_change_nothing(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    made = make_session(workspace)
    with pytest.raises(RuleError, match=r"slots\.length"):
        place_slots(workspace, made.id, slots={made.registrations[0]: (NINE, 4)})
    with pytest.raises(Refused, match=r"registration\.not_found"):
        place_slots(workspace, made.id, slots={made.registrations[0]: (NINE, 45), "stranger": None})
    assert workspace.queries.registration(made.registrations[0]).starts_at is None
    workspace.abandon()


def test_nothing_is_written_when_nothing_changes(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    made = make_session(workspace)
    place_slots(workspace, made.id, slots={made.registrations[0]: (NINE, 45)})
    events = len(workspace.queries.events())
    place_slots(workspace, made.id, slots={made.registrations[0]: (NINE, 45)})
    assert len(workspace.queries.events()) == events
    workspace.abandon()
