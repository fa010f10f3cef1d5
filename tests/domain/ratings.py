"""Tables of ratings for tests of agreement."""

from collections.abc import Sequence

from cisp_desktop.domain.agreement import RatedLine, Ratings


def line(number: int, item: str = "c1", block: str = "BC01") -> RatedLine:
    return RatedLine(f"r{number}", block, 1, item)


def ratings(rows: Sequence[Sequence[int | None]], jurors: str = "ABCDEFGH") -> Ratings:
    """One row for each line, one column for each juror."""
    return {line(number): dict(zip(jurors[: len(row)], row, strict=True)) for number, row in enumerate(rows)}


def cross_table(counts: Sequence[Sequence[int]]) -> Ratings:
    """Two jurors: ``counts[i][j]`` lines marked i by the first and j by the second."""
    return ratings(
        [(i, j) for i, row in enumerate(counts) for j, count in enumerate(row) for _ in range(count)]
    )
