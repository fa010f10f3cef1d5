"""Saving an edited certification, taking it back, and comparing two versions."""

import json
from copy import deepcopy
from typing import Any

import pytest

from cisp_desktop.application.certification_comparison import (
    ChangeKind,
    ComparedKind,
    align_certifications,
    compare_certifications,
)
from cisp_desktop.application.certification_editing import (
    SaveOutcome,
    certification_to_data,
    remove_certification,
    save_certification,
    undo_save,
)
from cisp_desktop.application.certifications import certification_from_data, shipped_certifications
from cisp_desktop.application.lineage import EquivalenceEntry
from cisp_desktop.application.panel_rules import rules_of
from cisp_desktop.domain.equivalence import EquivalenceOrigin
from cisp_desktop.domain.errors import CispError, Refused, RuleError
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import make_session

CODE = "RNCP36128"
BASE = f"{CODE}/1"


def data_of(workspace: SqlWorkspace, certification_id: str = BASE) -> dict[str, Any]:
    return certification_to_data(workspace.queries.certification(certification_id))


def edited(workspace: SqlWorkspace, **facts: Any) -> dict[str, Any]:
    return deepcopy(data_of(workspace)) | facts


# --- data ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("certification", shipped_certifications(), ids=lambda one: one.code)
def test_a_certification_goes_to_data_and_comes_back_the_same(certification: Any) -> None:
    data = certification_to_data(certification)
    json.dumps(data)
    again = certification_from_data(data)
    assert certification_to_data(again) == data
    assert [b.id for b in again.blocks] == [b.id for b in certification.blocks]
    assert again.sheet == certification.sheet
    assert again.scheme == certification.scheme


def test_a_row_gives_the_same_data_as_the_certification(workspace: SqlWorkspace) -> None:
    shipped = next(one for one in shipped_certifications() if one.code == CODE)
    assert data_of(workspace) == certification_to_data(shipped)


def test_the_lines_of_a_scheme_are_named_without_their_version() -> None:
    certification = shipped_certifications()[0]
    line = certification.blocks[0].competences[1].id
    certification.scheme = GradingScheme(weights={line: 2.0}, eliminatory=(line,)).to_data()
    data = certification_to_data(certification)
    assert data["scheme"]["weights"] == {f"{CODE}BC01/C02": 2.0}
    assert data["scheme"]["eliminatory"] == [f"{CODE}BC01/C02"]
    next_one = certification_from_data(data, version=4)
    assert next_one.scheme["weights"] == {f"{CODE}BC01/4/C02": 2.0}


def test_a_scheme_that_names_a_line_which_is_not_there_is_refused(workspace: SqlWorkspace) -> None:
    data = edited(workspace)
    data["scheme"]["floors"] = {f"{CODE}BC01/C99": 1.0}
    with pytest.raises(RuleError, match=r"certification\.scheme_line"):
        save_certification(workspace, data, base_id=BASE)


# --- saving ----------------------------------------------------------------------------------------


def test_saving_what_did_not_change_writes_nothing(workspace: SqlWorkspace) -> None:
    before = len(workspace.queries.events())
    saved = save_certification(workspace, data_of(workspace), base_id=BASE)
    assert (saved.id, saved.outcome) == (BASE, SaveOutcome.UNCHANGED)
    assert len(workspace.queries.events()) == before


def test_a_version_without_a_session_is_changed_in_its_place(workspace: SqlWorkspace) -> None:
    saved = save_certification(workspace, edited(workspace, title="Autre intitulé"), base_id=BASE)
    assert (saved.id, saved.outcome) == (BASE, SaveOutcome.CHANGED)
    assert workspace.queries.certification(BASE).title == "Autre intitulé"
    assert workspace.queries.events()[0].action == "certification.changed"


def test_a_version_that_a_session_uses_stays_and_the_next_one_is_made(workspace: SqlWorkspace) -> None:
    make_session(workspace)
    before = data_of(workspace)
    saved = save_certification(workspace, edited(workspace, title="Autre intitulé"), base_id=BASE)
    assert (saved.id, saved.outcome) == (f"{CODE}/2", SaveOutcome.NEXT_VERSION)
    assert data_of(workspace) == before
    assert workspace.queries.certification(saved.id).title == "Autre intitulé"


@pytest.mark.parametrize("field", ["level_national", "scheme", "panel_rules", "minutes"])
def test_a_change_of_level_scheme_rules_or_duration_counts(workspace: SqlWorkspace, field: str) -> None:
    row = workspace.queries.certification(BASE)
    data = edited(workspace)
    if field == "level_national":
        data["level_national"] = 6
    elif field == "scheme":
        data["scheme"]["threshold"] = 12.0
    elif field == "panel_rules":
        data["panel_rules"] = rules_of(row).to_data()
    else:
        data["blocks"][0]["assessments"][0]["oral_minutes"] = 20
    saved = save_certification(workspace, data, base_id=BASE)
    assert saved.outcome is SaveOutcome.CHANGED
    assert data_of(workspace) == data


def test_a_sheet_of_a_known_code_without_a_base_makes_the_next_version(workspace: SqlWorkspace) -> None:
    saved = save_certification(workspace, edited(workspace, title="Importé à nouveau"))
    assert saved.outcome is SaveOutcome.NEXT_VERSION
    assert saved.id == f"{CODE}/2"


def test_a_new_code_makes_a_new_certification(workspace: SqlWorkspace) -> None:
    saved = save_certification(workspace, edited(workspace, code="RNCP99999"))
    assert (saved.id, saved.outcome) == ("RNCP99999/1", SaveOutcome.CREATED)


def test_somebody_elses_later_version_is_never_overwritten(workspace: SqlWorkspace) -> None:
    make_session(workspace)
    save_certification(workspace, edited(workspace, title="La première"), base_id=BASE)
    with pytest.raises(Refused, match=r"certification\.changed_meanwhile"):
        save_certification(workspace, edited(workspace, title="La seconde"), base_id=BASE)


def test_a_base_changed_in_its_place_meanwhile_is_never_overwritten(workspace: SqlWorkspace) -> None:
    base = data_of(workspace)
    save_certification(workspace, edited(workspace, title="La première"), base_id=BASE)
    with pytest.raises(Refused, match=r"certification\.changed_meanwhile"):
        save_certification(workspace, base | {"title": "La seconde"}, base_id=BASE, base_data=base)
    assert workspace.queries.certification(BASE).title == "La première"


def _untitled(data: dict[str, Any]) -> None:
    data["title"] = "  "


def _no_level(data: dict[str, Any]) -> None:
    data["level_national"] = None


def _same_codes(data: dict[str, Any]) -> None:
    data["blocks"][1]["code"] = data["blocks"][0]["code"].lower()


def _untitled_block(data: dict[str, Any]) -> None:
    data["blocks"][1]["title"] = ""


def _empty_block(data: dict[str, Any]) -> None:
    data["blocks"][0] |= {"competences": [], "assessments": []}


def _no_block(data: dict[str, Any]) -> None:
    data["blocks"] = []


def _too_long(data: dict[str, Any]) -> None:
    data["blocks"][0]["assessments"][0]["interview_minutes"] = 481


def _empty_line(data: dict[str, Any]) -> None:
    data["blocks"][0]["competences"][0] = " "


def _hidden(data: dict[str, Any]) -> None:
    data["blocks"][0]["competences"][0] = "sens\u202einverse"


def _backwards(data: dict[str, Any]) -> None:
    data |= {"registration_starts": "2026-01-01", "registration_ends": "2025-01-01"}


def _crowd(data: dict[str, Any]) -> None:
    data["blocks"][0]["competences"] = ["encore"] * 300


def _many(data: dict[str, Any]) -> None:
    data["blocks"] = [data["blocks"][0] | {"code": f"B{i}"} for i in range(61)]


def _other_code(data: dict[str, Any]) -> None:
    data["code"] = "RNCP1"


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_untitled, "reference.no_title"),
        (_no_level, "reference.level_needed"),
        (_same_codes, "reference.block_twice"),
        (_untitled_block, "reference.block_unnamed"),
        (_empty_block, "certification.block_empty"),
        (_no_block, "certification.no_blocks"),
        (_too_long, "certification.minutes"),
        (_empty_line, "certification.line_empty"),
        (_hidden, "text.character"),
        (_backwards, "certification.dates"),
        (_crowd, "certification.too_many_lines"),
        (_many, "certification.too_many_blocks"),
        (_other_code, "certification.code_fixed"),
    ],
)
def test_what_could_serve_no_jury_is_refused(workspace: SqlWorkspace, spoil: Any, code: str) -> None:
    data = edited(workspace)
    spoil(data)
    with pytest.raises(CispError) as refusal:
        save_certification(workspace, data, base_id=BASE)
    assert refusal.value.code == code
    assert len(workspace.queries.certifications()) == 2


# --- taking back -----------------------------------------------------------------------------------


def test_undoing_a_change_in_place_brings_the_earlier_data_back(workspace: SqlWorkspace) -> None:
    before = data_of(workspace)
    saved = save_certification(workspace, edited(workspace, title="Autre intitulé"), base_id=BASE)
    undo_save(workspace, saved)
    assert data_of(workspace) == before


def test_undoing_a_new_version_removes_it_with_its_equivalences(workspace: SqlWorkspace) -> None:
    entry = EquivalenceEntry(
        "RNCP1", "RNCP1BC01", CODE, f"{CODE}BC01", "fiche", None, EquivalenceOrigin.IMPORTED
    )
    make_session(workspace)
    saved = save_certification(
        workspace, edited(workspace, title="Autre"), base_id=BASE, equivalences=[entry]
    )
    assert [one.held_block for one in workspace.queries.equivalences(CODE)] == ["RNCP1BC01"]
    undo_save(workspace, saved)
    assert workspace.queries.equivalences(CODE) == []
    assert [row.id for row in workspace.queries.certifications()] == [BASE, "RNCP6133/1"]


def test_a_known_equivalence_is_passed_over(workspace: SqlWorkspace) -> None:
    entry = EquivalenceEntry("RNCP1", "BC01", CODE, f"{CODE}BC01")
    save_certification(workspace, data_of(workspace), base_id=BASE, equivalences=[entry])
    saved = save_certification(workspace, data_of(workspace), base_id=BASE, equivalences=[entry])
    assert saved.equivalence_ids == ()
    assert len(workspace.queries.equivalences(CODE)) == 1


def test_a_version_that_a_session_uses_by_now_is_not_taken_back(workspace: SqlWorkspace) -> None:
    saved = save_certification(workspace, edited(workspace, title="Autre"), base_id=BASE)
    make_session(workspace)
    with pytest.raises(Refused, match=r"certification\.in_use"):
        undo_save(workspace, saved)
    with pytest.raises(Refused, match=r"certification\.in_use"):
        remove_certification(workspace, BASE)


def test_an_unused_version_can_be_removed_and_put_back(workspace: SqlWorkspace) -> None:
    data = remove_certification(workspace, BASE)
    assert [row.code for row in workspace.queries.certifications()] == ["RNCP6133"]
    assert save_certification(workspace, data).id == BASE


# --- comparing -------------------------------------------------------------------------------------


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str]]:
    found = compare_certifications(certification_from_data(before), certification_from_data(after))
    return [(one.kind.value, one.change.value, one.block or one.name) for one in found]


@pytest.fixture
def sheet() -> dict[str, Any]:
    return certification_to_data(next(one for one in shipped_certifications() if one.code == CODE))


def test_a_version_does_not_differ_from_itself(sheet: dict[str, Any]) -> None:
    assert changes(sheet, deepcopy(sheet)) == []


def test_a_reworded_competence_is_one_change(sheet: dict[str, Any]) -> None:
    other = deepcopy(sheet)
    other["blocks"][0]["competences"][2] += " Et autre chose."
    assert changes(sheet, other) == [("COMPETENCE", "CHANGED", f"{CODE}BC01")]


def test_what_was_added_and_removed_is_told_apart(sheet: dict[str, Any]) -> None:
    other = deepcopy(sheet)
    del other["blocks"][0]["competences"][0]
    other["blocks"][1]["competences"].append("Jouer du violon la nuit.")
    assert changes(sheet, other) == [
        ("COMPETENCE", "REMOVED", f"{CODE}BC01"),
        ("COMPETENCE", "ADDED", f"{CODE}BC02"),
    ]


def test_one_line_that_changed_places_is_the_only_one_moved(sheet: dict[str, Any]) -> None:
    other = deepcopy(sheet)
    lines = other["blocks"][0]["competences"]
    lines.append(lines.pop(0))
    found = compare_certifications(certification_from_data(sheet), certification_from_data(other))
    assert [(one.change, one.moved_from) for one in found] == [(ChangeKind.MOVED, "1")]


def test_a_line_that_went_to_another_block_is_moved_and_not_removed(sheet: dict[str, Any]) -> None:
    other = deepcopy(sheet)
    other["blocks"][2]["competences"].insert(0, other["blocks"][0]["competences"].pop(3))
    found = compare_certifications(certification_from_data(sheet), certification_from_data(other))
    assert [(one.change, one.block, one.moved_from) for one in found] == [
        (ChangeKind.MOVED, f"{CODE}BC03", f"{CODE}BC01")
    ]


def test_facts_scheme_rules_and_assessments_are_compared(sheet: dict[str, Any]) -> None:
    other = deepcopy(sheet)
    other |= {"level_national": 6, "registration_ends": "2027-01-26"}
    other["scheme"]["threshold"] = 12.0
    other["panel_rules"] = rules_of(certification_from_data(sheet)).to_data()
    other["blocks"][1]["assessments"][0]["oral_minutes"] = 30
    assert changes(sheet, other) == [
        ("FACT", "CHANGED", "level_national"),
        ("FACT", "CHANGED", "registration_ends"),
        ("ASSESSMENT", "CHANGED", f"{CODE}BC02"),
        ("SCHEME", "CHANGED", "threshold"),
        ("RULES", "CHANGED", "panel_rules"),
    ]


def test_a_removed_block_takes_its_lines_with_it(sheet: dict[str, Any]) -> None:
    other = deepcopy(sheet)
    gone = other["blocks"].pop(1)
    found = compare_certifications(certification_from_data(sheet), certification_from_data(other))
    assert {one.change for one in found} == {ChangeKind.REMOVED}
    assert len(found) == 1 + len(gone["competences"]) + len(gone["assessments"])


def test_every_line_of_both_versions_is_in_the_side_by_side_view(sheet: dict[str, Any]) -> None:
    other = deepcopy(sheet)
    del other["blocks"][0]["competences"][4:7]
    lines = align_certifications(certification_from_data(sheet), certification_from_data(other))
    shown = [one.before for one in lines if one.kind is ComparedKind.COMPETENCE and one.block.endswith("01")]
    assert shown == sheet["blocks"][0]["competences"]
