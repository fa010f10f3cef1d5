"""A centre's settings, and a session made from an earlier one."""

from dataclasses import replace
from datetime import date, time

import pytest

from cisp_desktop.application.centres import CentreSettings, edit_centre
from cisp_desktop.application.planning import PlanningSettings, read_scene, set_settings
from cisp_desktop.application.preparing import create_session
from cisp_desktop.application.session_templates import new_session_like
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.panel import Panel
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import make_session
from tests.fakes import FakeIdentities

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def stored(workspace: SqlWorkspace) -> CentreSettings:
    return CentreSettings.of_row(workspace.queries.centre("centre"))


def test_what_was_typed_is_kept_and_taken_back(workspace: SqlWorkspace) -> None:
    make_session(workspace)
    before = stored(workspace)
    wanted = replace(
        before, code="gren", signatory="DUPUIS Marc", signatory_title="Directeur", logo=PNG,
        siret="423 705 912 00057", planning=PlanningSettings(first=time(8, 0), minutes=50),
    )  # fmt: skip
    returned = edit_centre(workspace, "centre", wanted, before=before)
    assert stored(workspace) == replace(wanted, code="GREN", siret="42370591200057")
    edit_centre(workspace, "centre", returned, before=stored(workspace))
    assert stored(workspace) == before


def test_two_windows_never_overwrite_in_silence(workspace: SqlWorkspace) -> None:
    make_session(workspace)
    seen = stored(workspace)
    edit_centre(workspace, "centre", replace(seen, place="Grenoble"), before=seen)
    with pytest.raises(Refused, match="changed_meanwhile"):
        edit_centre(workspace, "centre", replace(seen, place="Lyon"), before=seen)
    assert stored(workspace).place == "Grenoble"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "text.missing"),
        ({"code": "É1"}, "centre.code"),
        ({"code": "ABCDEF"}, "centre.code"),
        ({"code": "LYO"}, "centre.code_taken"),
        ({"siret": "123"}, "session.siret"),
        ({"logo": b"GIF89a"}, "centre.logo"),
        ({"logo": PNG + b"0" * 2_000_000}, "centre.logo"),
        ({"signatory": "\u202eNOM"}, "text.character"),
    ],
)
def test_a_bad_setting_is_refused(workspace: SqlWorkspace, changes: dict[str, object], code: str) -> None:
    make_session(workspace)
    create_session(workspace, certification="RNCP36128", centre="CISP Lyon", starts=date(2022, 12, 1))
    before = stored(workspace)
    with pytest.raises(RuleError) as caught:
        edit_centre(workspace, "centre", replace(before, **changes), before=before)
    assert caught.value.code == code
    assert stored(workspace) == before


def test_a_new_session_takes_rooms_jury_and_hours_from_an_earlier_one(workspace: SqlWorkspace) -> None:
    made = make_session(workspace)
    with workspace.unit_of_work() as work:
        work.panels.add(Panel(new_id(), made.id, "Jury B", "Salle 2", 2))
        work.commit()
    settings = PlanningSettings(first=time(8, 15))
    set_settings(workspace, made.id, settings)
    given = new_session_like(
        workspace, made.id, starts=date(2023, 6, 5), ends=date(2023, 6, 6), identities=FakeIdentities()
    )
    row = workspace.queries.session(given.id)
    assert (row.starts, row.ends, row.place, row.registrations) == (
        date(2023, 6, 5), date(2023, 6, 6), "Grenoble", 0,
    )  # fmt: skip
    assert row.minutes_number.startswith("PV-2023-GRE-")
    old, new = workspace.queries.panels(made.id), workspace.queries.panels(given.id)
    assert [(p.name, p.room) for p in new] == [(p.name, p.room) for p in old]
    assert [seat.name for seat in new[0].seats] == [seat.name for seat in old[0].seats]
    assert all(seat.code for seat in given.seats)
    assert read_scene(workspace.queries, given.id).settings == settings


def test_a_new_session_may_leave_the_jury_out(workspace: SqlWorkspace) -> None:
    made = make_session(workspace)
    given = new_session_like(
        workspace, made.id, starts=date(2023, 6, 5), identities=FakeIdentities(), keep_jury=False
    )
    assert given.seats == ()
    assert workspace.queries.panel(given.id).seats == ()
