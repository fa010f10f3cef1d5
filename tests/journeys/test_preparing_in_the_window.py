"""A session prepared from nothing in the real window, by keys and mouse, until it is ready."""

from collections.abc import Callable
from pathlib import Path

from tests.journeys import preparing_candidates_in_the_window as preparing
from tests.journeys import preparing_in_the_window as beginning
from tests.journeys import preparing_the_jury_in_the_window as convening
from tests.journeys.in_the_window import User


def test_a_session_is_prepared_from_nothing_and_is_found_again(
    start: Callable[[], User], tmp_path: Path
) -> None:
    user = start()
    beginning.create_the_workspace(user, tmp_path)
    preparing.import_a_sheet(user)
    beginning.create_the_session(user, certification=preparing.CODE, starts=preparing.DAY)
    preparing.import_the_list(user, tmp_path)
    preparing.edit_a_cell(user)
    preparing.paste_two_candidates(user)
    preparing.unite_the_twins(user)
    preparing.take_the_dossiers(user, tmp_path)
    convening.add_to_the_register(user)
    convening.seat_two_panels(user)
    convening.declare_the_recusals(user)
    convening.propose_the_planning(user)
    convening.drag_one_defence(user)
    convening.save_the_papers(user, tmp_path)
    convening.declare_ready(user)
    convening.the_sheet_is_frozen(user)
    convening.the_scheme_is_read_only(user)
    convening.reopen(user)
    convening.take_the_next_version(user)
    stored = convening.everything_stored(user)
    user.leave()

    again = start()
    convening.open_again(again, beginning.PASSPHRASE)
    assert convening.everything_stored(again) == stored
    assert again.context.workspace.check() == []
    again.leave()
