"""The smallest clashing set, against trying every set."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.planning.smallest import smallest_clash

COUNT = 7
Sets = list[frozenset[int]]
CLASHES = st.lists(st.frozensets(st.integers(0, COUNT - 1), min_size=1, max_size=5), min_size=1, max_size=6)


def holds_with(clashes: Sets, chosen: frozenset[int]) -> bool:
    return not any(clash <= chosen for clash in clashes)


@given(CLASHES)
def test_a_smallest_set_is_found_and_known_to_be_one(clashes: Sets) -> None:
    found, proved = smallest_clash(COUNT, lambda chosen: holds_with(clashes, chosen))
    assert proved
    assert not holds_with(clashes, frozenset(found))
    smaller = combinations(range(COUNT), len(found) - 1)
    assert all(holds_with(clashes, frozenset(chosen)) for chosen in smaller)


@given(CLASHES)
def test_no_question_is_asked_whose_answer_follows_from_another(clashes: Sets) -> None:
    asked: list[tuple[frozenset[int], bool]] = []

    def holds(chosen: frozenset[int]) -> bool:
        assert not any(chosen <= known for known, held in asked if held)
        assert not any(chosen >= known for known, held in asked if not held)
        asked.append((chosen, holds_with(clashes, chosen)))
        return asked[-1][1]

    smallest_clash(COUNT, holds)


@given(CLASHES, st.sets(st.integers(0, 40)))
def test_unanswered_questions_leave_a_clash_that_is_not_called_smallest(
    clashes: Sets, unanswered: set[int]
) -> None:
    asked = 0

    def holds(chosen: frozenset[int]) -> bool | None:
        nonlocal asked
        asked += 1
        return None if asked in unanswered else holds_with(clashes, chosen)

    found, proved = smallest_clash(COUNT, holds)
    assert not holds_with(clashes, frozenset(found))
    if proved:
        assert len(found) == min(len(clash) for clash in clashes)
