"""The whole main job in the real window, by keys and clicks: from nothing to signed and verified minutes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys import closing_in_the_window as closing
from tests.journeys import preparing_in_the_window as preparing
from tests.journeys import scoring_in_the_window as scoring
from tests.journeys.in_the_window import User


def test_from_the_first_window_to_signed_minutes(
    start: Callable[[], User], tmp_path: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = start()
    preparing.create_the_workspace(user, tmp_path)
    preparing.create_the_session(user)
    preparing.import_the_candidates(user, preparing.a_list(data_folder, tmp_path))
    preparing.add_the_dossiers(user, preparing.a_folder_of_dossiers(tmp_path))
    codes = preparing.compose_the_jury(user)
    replaced = codes["PRESIDENT"]
    preparing.note_who_is_absent(user)

    scoring.score_as_president(user, codes, monkeypatch)
    scoring.score_as(user, "PROFESSIONAL", codes, level="3", others_said="Avis de la présidente")
    scoring.score_as(user, "CENTRE", codes, level="2", others_said="Avis de PETIT Karim")

    closing.deliberate(user, codes["PRESIDENT"])
    number = closing.close_the_session(user)
    closing.sign_three_times(user, codes, replaced=replaced)
    saved = closing.save_and_verify(user, tmp_path, number)
    user.leave()

    again = start()
    closing.everything_is_still_there(again, number, saved)
    again.leave()
