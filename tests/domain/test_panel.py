"""Seats and codes."""

from datetime import timedelta

import pytest

from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.panel import check_seats
from tests.domain.factories import NOW, credential, panel


@pytest.mark.parametrize("other", ["MARTIN Anne", "martin anne", "Martin  ANNE", "MARTÎN Anne"])
def test_one_person_never_takes_two_seats(other: str) -> None:
    with pytest.raises(RuleError, match=r"panel\.same_juror"):
        check_seats(["MARTIN Anne", other, "ROUX Bernard"])


def test_a_seat_is_found_by_a_name_typed_otherwise() -> None:
    found = panel("LÉVÊQUE Anne-Marie").seat_of("leveque anne marie")
    assert found is not None
    assert found.role == "PRESIDENT"
    assert panel().seat_of("INCONNU Paul") is None


def test_two_slips_cost_nothing() -> None:
    own = credential()
    own.wrong_try(NOW)
    own.wrong_try(NOW)
    own.check_delay(NOW)


def test_the_delay_grows_and_has_a_ceiling() -> None:
    own = credential()
    waits = []
    for _ in range(14):
        own.wrong_try(NOW)
        waits.append((own.locked_until - NOW).total_seconds() if own.locked_until else 0)
    assert waits[:5] == [0, 0, 5, 10, 20]
    assert waits[-1] == 900


def test_a_try_within_the_delay_is_refused_and_one_after_it_is_not() -> None:
    own = credential()
    for _ in range(3):
        own.wrong_try(NOW)
    with pytest.raises(Refused) as caught:
        own.check_delay(NOW + timedelta(seconds=1))
    assert caught.value.values == {"seconds": 4}
    own.check_delay(NOW + timedelta(seconds=5))


def test_a_right_code_forgets_the_wrong_ones() -> None:
    own = credential()
    for _ in range(5):
        own.wrong_try(NOW)
    own.right_try(NOW)
    assert own.failures == 0
    own.check_delay(NOW)
    assert own.used_at == NOW
