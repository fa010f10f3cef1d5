"""The French of the minutes: dates, hours, plurals, names, statements."""

from datetime import datetime, timedelta, timezone

import pytest

from cisp_desktop.application import wording_minutes as words
from cisp_desktop.application.wording_quorum import quorum_statement
from cisp_desktop.domain.deliberation import DecisionValue, Outcome
from cisp_desktop.domain.panel import Role


def plain(text: str) -> str:
    return text.replace(words.NBSP, " ")


@pytest.mark.parametrize(
    ("iso", "expected"),
    [
        ("2022-12-14", "14 décembre 2022"),
        ("2026-08-01", "1er août 2026"),
        ("2022-12-14T14:30:00+01:00", "14 décembre 2022"),
    ],
)
def test_dates_are_written_out(iso: str, expected: str) -> None:
    assert plain(words.long_date(iso)) == expected


def test_hours_keep_the_offset_that_they_carry() -> None:
    assert plain(words.hour("2022-12-14T09:05:00+01:00")) == "9 h 05"
    assert plain(words.moment("2022-12-14T14:30:00+11:00")) == "14 décembre 2022 à 14 h 30"
    assert plain(words.moment("2022-12-14")) == "14 décembre 2022"


def test_a_signature_tells_day_and_hour() -> None:
    when = datetime(2022, 12, 15, 17, 5, tzinfo=timezone(timedelta(hours=1)))
    assert plain(words.signing_moment(when)) == "le 15/12/2022 à 17 h 05"


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ("2022-12-14", None, "le 14 décembre 2022"),
        ("2022-12-14", "2022-12-14", "le 14 décembre 2022"),
        ("2022-12-14", "2022-12-15", "les 14 et 15 décembre 2022"),
        ("2022-12-14", "2022-12-16", "du 14 au 16 décembre 2022"),
        ("2022-11-30", "2022-12-01", "les 30 novembre et 1er décembre 2022"),
        ("2022-11-30", "2022-12-02", "du 30 novembre au 2 décembre 2022"),
        ("2022-12-31", "2023-01-01", "les 31 décembre 2022 et 1er janvier 2023"),
        ("2022-12-14T09:00:00", "2022-12-14T17:30:00", "le 14 décembre 2022, de 9 h 00 à 17 h 30"),
    ],
)
def test_a_session_lasts_a_day_or_more(starts: str, ends: str | None, expected: str) -> None:
    assert plain(words.period(starts, ends)) == expected


@pytest.mark.parametrize(("number", "expected"), [(0, "0 candidat"), (1, "1 candidat"), (2, "2 candidats")])
def test_the_french_plural_starts_at_two(number: int, expected: str) -> None:
    assert plain(words.count(number, "candidat", "candidats")) == expected


def test_names_are_never_recased() -> None:
    assert words.full_name("d'Angelo", "chiara") == "d'Angelo chiara"
    assert plain(words.full_name("COSTA", "Inês", usage_name="VIDAL")) == "COSTA (nom d’usage : VIDAL) Inês"
    assert words.full_name("COSTA", "Inês", usage_name="COSTA") == "COSTA Inês"


def test_every_code_of_the_domain_has_its_words() -> None:
    assert (
        set(words.BLOCK_ABBREVIATIONS) == set(words.BLOCK_WORDS) == {value.value for value in DecisionValue}
    )
    assert set(words.OUTCOMES) == {value.value for value in Outcome}
    assert set(words.ROLES) >= {value.value for value in Role}


def test_the_legend_explains_every_abbreviation() -> None:
    assert plain(words.legend()).startswith(
        "V : bloc validé · NV : bloc non validé · ACQ : bloc acquis antérieurement"
    )
    assert all(letters in words.legend() for letters in ("NP", "ABS", "EXC", "ABD", "DIF"))


def test_a_role_that_a_rule_named_is_printed_as_it_stands() -> None:
    assert words.role_words("Expert invité") == "Expert invité"
    assert words.role_words("PRESIDENT", sex="F") == "Présidente du jury"


def test_a_siret_is_grouped_only_when_it_is_one() -> None:
    assert plain(words.siret("42370591200057")) == "423 705 912 00057"
    assert words.siret("12 34") == "12 34"


def test_the_grading_scheme_is_summed_up() -> None:
    assert "seuil de proposition 12,5/20" in words.scheme_words("NIVEAUX:12.5/20")
    assert words.scheme_words("POINTS:10/20").startswith("notes sur 20")
    assert words.scheme_words("barème maison") == "barème maison"


def test_a_replaced_member_is_told_with_hour_and_successor() -> None:
    seat = {"attendance": "REPLACED", "at": "2022-12-14T11:00:00+01:00", "replaced_by": "ROCHE Paul"}
    assert plain(words.attendance_words(seat)) == "Remplacé à 11 h 00 par ROCHE Paul"
    assert (
        words.attendance_words({"attendance": "PRESENT", "at": None, "remote": True}) == "Présent à distance"
    )


def test_a_quorum_that_fails_is_said() -> None:
    quorum = {
        "required": 3,
        "present": 1,
        "president_present": False,
        "met": False,
        "external": 0,
        "external_least_percent": 0,
        "women": None,
        "men": None,
        "reduced_for": [],
    }
    text = plain(quorum_statement(quorum))
    assert text.startswith(
        "3 membres requis, 1 membre présent, président absent. Le quorum n’est pas atteint."
    )
