"""The register of jurors: adding, editing under compare-and-set, removing, habilitation."""

from dataclasses import replace
from datetime import date

import pytest

from cisp_desktop.application.juror_register import (
    Habilitation,
    JurorDetails,
    add_juror,
    details_of,
    edit_juror,
    habilitation_on,
    remove_juror,
)
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.panel import JurorCategory
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade

WHOLE = JurorDetails(
    "ÉTIENNE <b>Rose</b>", "Maîtresse de conférences", "UGA", JurorCategory.ACADEMIC, "F", "rose@uga.example",
    "04 76 00 00 00", date(2020, 1, 1), date(2024, 12, 31), "A formé DUPONT1 Zoé",
)  # fmt: skip


def test_a_juror_is_kept_as_typed_in_every_field(workspace: SqlWorkspace) -> None:
    juror_id = add_juror(workspace, WHOLE)
    (row,) = workspace.queries.jurors()
    assert (row.id, details_of(row), row.sessions) == (juror_id, WHOLE, 0)


@pytest.mark.parametrize("name", ["etienne b rose b", "ROSE <b>Étienne</b>"])
def test_the_same_words_in_any_order_are_one_juror(workspace: SqlWorkspace, name: str) -> None:
    add_juror(workspace, WHOLE)
    with pytest.raises(RuleError, match=r"juror\.exists"):
        add_juror(workspace, JurorDetails(name))
    assert len(workspace.queries.jurors()) == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"name": "  "}, "text.missing"), ({"email": "rose"}, "juror.email"),
     ({"email": "a b@c"}, "juror.email"), ({"ties": "a\u202eb"}, "text.character"),
     ({"habilitated_until": date(2019, 1, 1)}, "juror.habilitation"),
     ({"phone": "0" * 300}, "text.too_long")],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_stored(
    workspace: SqlWorkspace, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(RuleError) as caught:
        add_juror(workspace, replace(WHOLE, **changes))  # type: ignore[arg-type]  # as parametrized
    assert caught.value.code == code
    assert workspace.queries.jurors() == []


def test_an_edit_from_a_stale_view_overwrites_nothing(workspace: SqlWorkspace) -> None:
    juror_id = add_juror(workspace, WHOLE)
    edit_juror(workspace, juror_id, before=WHOLE, after=replace(WHOLE, employer="CNAM"))
    with pytest.raises(Refused, match=r"juror\.changed_meanwhile"):
        edit_juror(workspace, juror_id, before=WHOLE, after=replace(WHOLE, title="Professeure"))
    (row,) = workspace.queries.jurors()
    assert (row.employer, row.title) == ("CNAM", WHOLE.title)


def test_an_edit_and_its_inverse_leave_the_register_as_it_was(workspace: SqlWorkspace) -> None:
    juror_id = add_juror(workspace, WHOLE)
    stored = edit_juror(
        workspace, juror_id, before=WHOLE, after=replace(WHOLE, name=" ÉTIENNE Rosa ", phone="")
    )
    assert stored.name == "ÉTIENNE Rosa"
    edit_juror(workspace, juror_id, before=stored, after=WHOLE)
    assert details_of(workspace.queries.jurors()[0]) == WHOLE


def test_who_has_a_seat_keeps_name_and_line(workspace: SqlWorkspace, session: SessionMade) -> None:
    row = next(row for row in workspace.queries.jurors() if row.name == "ROUX Hélène")
    known = details_of(row)
    with pytest.raises(Refused, match=r"juror\.name_seated"):
        edit_juror(workspace, row.id, before=known, after=replace(known, name="ROUX Helena"))
    with pytest.raises(Refused, match=r"juror\.seated"):
        remove_juror(workspace, row.id)
    edit_juror(workspace, row.id, before=known, after=replace(known, sex="F"))
    assert next(r for r in workspace.queries.jurors() if r.id == row.id).sex == "F"


def test_a_removed_juror_comes_back_with_the_same_id(workspace: SqlWorkspace) -> None:
    juror_id = add_juror(workspace, WHOLE)
    said = remove_juror(workspace, juror_id)
    assert workspace.queries.jurors() == []
    assert add_juror(workspace, said, juror_id=juror_id) == juror_id
    assert details_of(workspace.queries.jurors()[0]) == WHOLE


def test_the_journal_names_no_private_data(workspace: SqlWorkspace) -> None:
    juror_id = add_juror(workspace, WHOLE)
    edit_juror(workspace, juror_id, before=WHOLE, after=replace(WHOLE, email="", phone=""))
    details = [e.details for e in workspace.queries.events() if e.subject == juror_id]
    assert len(details) == 2
    assert not any("rose" in one or "ÉTIENNE" in one or "04 76" in one for one in details)


@pytest.mark.parametrize(
    ("starts", "ends", "state"),
    [(None, None, Habilitation.OPEN), (date(2022, 12, 14), date(2022, 12, 14), Habilitation.VALID),
     (None, date(2022, 12, 13), Habilitation.EXPIRED), (date(2022, 12, 15), None, Habilitation.NOT_YET),
     (date(2020, 1, 1), None, Habilitation.VALID)],
)  # fmt: skip
def test_both_days_of_a_habilitation_count(
    starts: date | None, ends: date | None, state: Habilitation
) -> None:
    details = JurorDetails("X", habilitated_from=starts, habilitated_until=ends)
    assert habilitation_on(details, date(2022, 12, 14)) is state
