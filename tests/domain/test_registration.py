"""What a registration presents, lacks, and must hand in."""

from datetime import date

import pytest

from cisp_desktop.domain.certification import AccessPath, DossierKind
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.registration import (
    RegistrationWarning,
    check_access,
    registration_warnings,
    required_dossiers,
    resolve_presented,
)
from tests.domain.factories import NOW, certification, registration, session


@pytest.mark.parametrize("path", [AccessPath.STUDENT, AccessPath.INDIVIDUAL])
def test_a_closed_access_path_is_refused(path: AccessPath) -> None:
    with pytest.raises(RuleError) as caught:
        check_access(certification(), path)
    assert caught.value.values == {"path": path, "code": "RNCP36128"}


def test_no_block_named_means_every_block() -> None:
    assert len(resolve_presented(certification(), ())) == 5


def test_blocks_come_in_the_order_of_the_sheet_each_once() -> None:
    found = resolve_presented(certification(), ("BC05", "BC01", "rncp36128bc05"))
    assert [block.short_code for block in found] == ["BC01", "BC05"]


def test_an_unknown_block_is_refused_with_the_known_ones() -> None:
    with pytest.raises(RuleError) as caught:
        resolve_presented(certification(), ("BC01", "BC09"))
    assert caught.value.values["block"] == "BC09"
    assert caught.value.values["known"] == "BC01, BC02, BC03, BC04, BC05"


def test_missing_prerequisites_warn() -> None:
    bound = certification()
    found = registration_warnings(registration(bound), bound, session(bound))
    assert found == [
        RegistrationWarning.PREREQUISITE_LEVEL,
        RegistrationWarning.PREREQUISITE_EXPERIENCE,
        RegistrationWarning.PREREQUISITE_SELECTION,
        RegistrationWarning.NO_SLOT,
    ]


def test_an_apprentice_needs_one_year_and_others_three() -> None:
    bound = certification()
    for path, years in ((AccessPath.APPRENTICESHIP, 1), (AccessPath.CONTINUING_EDUCATION, 3)):
        entered = registration(bound, path=path)
        entered.entry_level, entered.selection_passed, entered.starts_at = 4, True, NOW
        entered.experience_years = years
        assert registration_warnings(entered, bound, session(bound)) == []
        entered.experience_years = years - 1
        found = registration_warnings(entered, bound, session(bound))
        assert found == [RegistrationWarning.PREREQUISITE_EXPERIENCE]


def test_vae_asks_for_the_date_of_admission_instead() -> None:
    bound = certification()
    entered = registration(bound, path=AccessPath.VAE)
    entered.starts_at = NOW
    assert registration_warnings(entered, bound, session(bound)) == [RegistrationWarning.VAE_ADMISSION]
    entered.vae_admissible_on = date(2022, 3, 1)
    assert registration_warnings(entered, bound, session(bound)) == []


def test_an_ended_registration_warns_and_refuses_nothing() -> None:
    bound = certification()
    entered = registration(bound, path=AccessPath.VAE)
    entered.vae_admissible_on, entered.starts_at = date(2022, 3, 1), NOW
    found = registration_warnings(entered, bound, session(bound, starts=date(2026, 12, 14)))
    assert found == [RegistrationWarning.REGISTRATION_ENDED]


def test_a_block_held_elsewhere_warns() -> None:
    bound = certification()
    entered = registration(bound, held=("RNCP16575U1",))
    assert RegistrationWarning.HELD_ELSEWHERE in registration_warnings(entered, bound, session(bound))


def test_the_dossiers_follow_the_blocks_presented() -> None:
    bound = certification()
    assert required_dossiers(bound, registration(bound, presented=("BC05",))) == [
        DossierKind.THESIS,
        DossierKind.RELATIONAL_BOOKLET,
    ]
    assert len(required_dossiers(bound, registration(bound))) == 7


def test_a_vae_candidate_hands_in_the_dossier_de_validation() -> None:
    bound = certification()
    assert required_dossiers(bound, registration(bound, path=AccessPath.VAE)) == [DossierKind.VAE_FILE]
