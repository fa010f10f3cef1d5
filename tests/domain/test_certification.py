"""Certifications as data, with their official wording."""

from datetime import date

import pytest

from cisp_desktop.application.certifications import certification_from_data, shipped_certifications
from cisp_desktop.domain.certification import AccessPath, DossierKind, JudgedBy
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.grading import GradingScheme, ScoringMode
from cisp_desktop.domain.scoring import scored_items
from tests.domain.factories import certification


def test_rncp36128_has_its_blocks_competences_and_assessments() -> None:
    bound = certification()
    assert [block.code for block in bound.blocks] == [f"RNCP36128BC0{i}" for i in range(1, 6)]
    assert [len(block.competences) for block in bound.blocks] == [11, 16, 12, 9, 11]
    assert sum(len(block.assessments) for block in bound.blocks) == 10


def test_rncp6133_has_four_units_scored_on_twenty_by_assessment() -> None:
    bound = certification("RNCP6133")
    scheme = GradingScheme.from_data(bound.scheme)
    assert len(bound.blocks) == 4
    assert scheme.mode is ScoringMode.POINTS
    assert not scheme.global_level_required
    assert scored_items(scheme, bound.blocks[0]) == ["RNCP6133U1/1/E01"]


def test_both_certifications_ship_with_their_known_defects() -> None:
    shipped = shipped_certifications()
    assert [c.code for c in shipped] == ["RNCP36128", "RNCP6133"]
    assert all(c.source_defects for c in shipped)


@pytest.mark.parametrize("typed", ["BC01", "bc01", "RNCP36128BC01", " rncp36128bc01 "])
def test_a_block_answers_to_its_full_and_short_code(typed: str) -> None:
    found = certification().block(typed)
    assert found is not None
    assert found.code == "RNCP36128BC01"


@pytest.mark.parametrize("typed", ["", "BC9", "1", "RNCP16575U1", "U1"])
def test_a_foreign_code_names_no_block(typed: str) -> None:
    assert certification().block(typed) is None


def test_closed_access_paths_are_closed() -> None:
    bound = certification()
    assert bound.open_to(AccessPath.VAE)
    assert not bound.open_to(AccessPath.STUDENT)
    assert not bound.open_to(AccessPath.INDIVIDUAL)


def test_the_dossiers_come_from_the_assessments_in_order() -> None:
    assert certification().dossier_kinds == [
        DossierKind.NETWORK_MAP,
        DossierKind.TERRITORY_SURVEY,
        DossierKind.MONOGRAPH,
        DossierKind.PROJECT_FILE,
        DossierKind.WORK_ANALYSIS,
        DossierKind.THESIS,
        DossierKind.RELATIONAL_BOOKLET,
    ]


def test_only_the_trainer_and_the_evaluation_jury_judge_outside_the_panel() -> None:
    outside = [
        a.judged_by for b in certification().blocks for a in b.assessments if a.judged_by.outside_panel
    ]
    assert outside == [JudgedBy.EVALUATION_JURY, JudgedBy.TRAINER]


def test_the_registration_ended_the_day_after_its_last_day() -> None:
    bound = certification()
    assert not bound.ended_on(date(2023, 1, 26))
    assert bound.ended_on(date(2023, 1, 27))


@pytest.mark.parametrize("missing", ["code", "title", "blocks", "certifier", "level_national"])
def test_a_sheet_that_lacks_a_field_is_refused_by_its_name(missing: str) -> None:
    data = {
        "code": "RNCP1", "title": "Titre", "level_national": 5, "certifier": {"name": "C"},
        "blocks": [{"code": "B1", "title": "Un"}],
    }  # fmt: skip
    del data[missing]
    with pytest.raises(RuleError) as caught:
        certification_from_data(data)
    assert caught.value.values["field"] == missing


def test_a_sheet_without_blocks_is_refused() -> None:
    data = {"code": "RS1", "title": "T", "level_national": 5, "certifier": {"name": "C"}, "blocks": []}
    with pytest.raises(RuleError, match=r"certification\.no_blocks"):
        certification_from_data(data)
