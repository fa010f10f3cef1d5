"""The outline of minutes: every candidate is found, whatever their number."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.documents.minutes_table import FLAT_BOOKMARKS, OWN_BOOKMARKS, CandidateTable, marked
from tests.documents.factories import snapshot


def decisions(candidates: int) -> list[Any]:
    """Return what stands in the outline under « Décisions », nested as the reader shows it."""
    pdf = MinutesRenderer().render(snapshot(candidates, blocks=2), draft=False).pdf
    outline = PdfReader(BytesIO(pdf)).outline
    titles = [getattr(one, "title", one) for one in outline]
    return [_told(one) for one in titles[titles.index("Décisions") + 1]]


def _told(entry: Any) -> Any:
    return [_told(one) for one in entry] if isinstance(entry, list) else entry.title


def test_a_few_candidates_stand_side_by_side() -> None:
    found = decisions(3)
    assert len(found) == 3
    assert found[0].startswith("GRE-22-001 ")


def test_many_candidates_stand_by_hundreds_each_with_a_bookmark() -> None:
    found = decisions(FLAT_BOOKMARKS + 5)
    heads, groups = found[::2], found[1::2]
    assert [head.split("\u00a0")[0] for head in heads] == ["1 à 100", "101 à 125"]
    assert [len(group) for group in groups] == [100, 25]
    assert groups[1][-1].startswith("GRE-22-125 ")


@pytest.mark.parametrize("count", [OWN_BOOKMARKS + 1, 5_000])
def test_thousands_of_candidates_stand_by_tens_within_their_hundred(count: int) -> None:
    people = snapshot(3)["candidates"]
    candidates = [people[at % 3] for at in range(count)]
    table = CandidateTable(snapshot(1)["blocks"], 500)
    row = table.table.row(table._cells(people[0]))
    rows = marked([row] * count, candidates)
    named = [one for one in rows if one.bookmark]
    assert len(named) == -(-count // 10)
    assert len([one for one in rows if one.group]) == -(-count // 100)
    assert named[1].bookmark.startswith("11 à 20\u00a0: ")
    assert named[-1].bookmark.split("\u00a0")[0].endswith(f" à {count}")
