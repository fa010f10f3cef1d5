"""What a block obtained under an older code counts for, and until when."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.application.certifications import shipped_certifications
from cisp_desktop.domain.certification import Certification
from cisp_desktop.domain.equivalence import Equivalence, EquivalenceOrigin, standing_of, valid_until

OLD = Equivalence(
    "e", "RNCP6133", "U1", "RNCP36128", "RNCP36128BC01", EquivalenceOrigin.TYPED, "Décision du certificateur"
)
YEARS = {"RNCP6133": 5, "RNCP36128": None}


@pytest.fixture(scope="module")
def today() -> Certification:
    return next(c for c in shipped_certifications() if c.code == "RNCP36128")


def test_a_block_of_the_own_sheet_counts_for_good(today: Certification) -> None:
    standing = standing_of(today, [], code="BC02", obtained_on=date(2020, 1, 1), validity_years=YEARS)
    assert standing is not None
    assert (standing.block.short_code, standing.through, standing.valid_until) == ("BC02", None, None)


def test_a_block_under_another_code_counts_for_nothing_without_an_equivalence(today: Certification) -> None:
    assert standing_of(today, [], code="RNCP6133U1", obtained_on=None, validity_years=YEARS) is None


@pytest.mark.parametrize("code", ["U1", "RNCP6133U1", "rncp 6133 u1", "RNCP6133-U1"])
def test_an_equivalence_is_found_however_the_code_is_typed(today: Certification, code: str) -> None:
    standing = standing_of(today, [OLD], code=code, obtained_on=date(2010, 6, 30), validity_years=YEARS)
    assert standing is not None
    assert standing.block.short_code == "BC01"
    assert standing.through is OLD
    assert standing.valid_until == date(2015, 6, 30)


def test_the_validity_typed_with_an_equivalence_comes_before_the_old_sheet(today: Certification) -> None:
    longer = Equivalence(
        "e", "RNCP6133", "U1", "RNCP36128", "RNCP36128BC01", EquivalenceOrigin.IMPORTED, "", 20
    )
    standing = standing_of(today, [longer], code="U1", obtained_on=date(2010, 6, 30), validity_years=YEARS)
    assert standing is not None
    assert standing.valid_until == date(2030, 6, 30)


def test_an_equivalence_of_another_title_does_not_count(today: Certification) -> None:
    other = Equivalence("e", "RNCP6133", "U1", "RNCP41885", "RNCP36128BC01", EquivalenceOrigin.TYPED)
    assert standing_of(today, [other], code="U1", obtained_on=None, validity_years=YEARS) is None


def test_a_leap_day_ends_on_the_28th() -> None:
    assert valid_until(date(2012, 2, 29), 5) == date(2017, 2, 28)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 99))
def test_validity_is_whole_years(obtained: date, years: int) -> None:
    until = valid_until(obtained, years)
    assert until is not None
    assert until.year == obtained.year + years
    assert (until.month, until.day) in ((obtained.month, obtained.day), (2, 28))
