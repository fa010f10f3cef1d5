"""In which order pages go to the printer."""

from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.gui.sheets import arranged

STARTS = (0, 3, 4)
PAGES = range(6)
"""Three papers: of three pages, of one, of two."""


def test_on_one_side_pages_follow_one_another() -> None:
    assert arranged(PAGES, STARTS, duplex=False) == [0, 1, 2, 3, 4, 5]


def test_in_duplex_each_paper_begins_on_a_sheet_of_its_own() -> None:
    assert arranged(PAGES, STARTS, duplex=True) == [0, 1, 2, None, 3, None, 4, 5]


def test_pages_chosen_of_two_papers_share_no_sheet() -> None:
    assert arranged([2, 3, 5], STARTS, duplex=True) == [2, None, 3, None, 5]
    assert arranged([1, 2], STARTS, duplex=True) == [1, 2]


def test_copies_come_whole_one_after_the_other_and_each_on_new_sheets() -> None:
    assert arranged([0, 1, 2], (0,), duplex=False, copies=2) == [0, 1, 2, 0, 1, 2]
    assert arranged([0, 1, 2], (0,), duplex=True, copies=2) == [0, 1, 2, None, 0, 1, 2]


def test_copies_that_are_not_collated_repeat_each_sheet() -> None:
    assert arranged([0, 1, 2], (0,), duplex=False, copies=2, collate=False) == [0, 0, 1, 1, 2, 2]
    assert arranged([0, 1, 2], (0,), duplex=True, copies=2, collate=False) == [0, 1, 0, 1, 2, None, 2]


def test_a_pile_turned_over_keeps_the_front_of_each_sheet() -> None:
    assert arranged(PAGES, STARTS, duplex=False, last_first=True) == [5, 4, 3, 2, 1, 0]
    assert arranged([0, 1, 2], (0,), duplex=True, last_first=True) == [2, None, 0, 1]


def test_a_printer_that_makes_copies_is_given_whole_sheets() -> None:
    assert arranged([0, 1, 2], (0,), duplex=True, closed=True) == [0, 1, 2, None]


@given(
    lengths=st.lists(st.integers(1, 4), min_size=1, max_size=6), copies=st.integers(1, 3),
    duplex=st.booleans(), collate=st.booleans(), last_first=st.booleans(),
)  # fmt: skip
def test_every_page_comes_as_often_as_asked_and_no_sheet_holds_two_papers(
    lengths: list[int], copies: int, duplex: bool, collate: bool, last_first: bool
) -> None:
    starts = [sum(lengths[:place]) for place in range(len(lengths))]
    owner = [place for place, length in enumerate(lengths) for _ in range(length)]
    sides = arranged(
        range(sum(lengths)), starts, duplex=duplex, copies=copies, collate=collate, last_first=last_first
    )
    assert all(sides.count(page) == copies for page in range(sum(lengths)))
    if duplex:
        for front in range(0, len(sides), 2):
            assert sides[front] is not None
            assert len({owner[side] for side in sides[front : front + 2] if side is not None}) == 1
