"""What a workspace says of a verified file: the same, older, another content, ended or rectified since."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from cisp_desktop.application.minutes_known import Known, known_minutes
from cisp_desktop.application.ports import Problem, SignatureReport, VerificationReport
from cisp_desktop.application.queries import MinutesRow, SignatureRow
from cisp_desktop.application.wording import sentence_of
from cisp_desktop.domain.minutes import MinutesState
from cisp_desktop.domain.panel import Role

WHEN = datetime(2022, 12, 15, 17, 30, tzinfo=UTC)
STORED = b"%PDF first signature, second signature"
ROW = MinutesRow(
    "m1", "s1", "PV-1", "a" * 64, "sha", 3, WHEN, MinutesState.PARTLY_SIGNED,
    (
        SignatureRow("seat-1", Role.PRESIDENT, "MARTIN Anne", WHEN, None, ""),
        SignatureRow("seat-2", Role.CENTRE, "TARDY Nicole", WHEN, None, ""),
    ),
    "p1", "", 1, 1, None, None, "", "", None, None, "",
)  # fmt: skip
SIGNED = SignatureReport("MARTIN Anne", "PRESIDENT", WHEN, True, None)
REPORT = VerificationReport(
    True, None, (replace(SIGNED, role="AUTHORITY"), SIGNED), (), "PV-1", "a" * 64
)  # fmt: skip


def known(
    rows: Sequence[MinutesRow],
    report: VerificationReport = REPORT,
    pdf: bytes = STORED,
    stored: bytes = STORED,
) -> Known | None:
    queries = SimpleNamespace(
        sessions=lambda: [SimpleNamespace(id="s1")], minutes_history=lambda _session: list(rows)
    )
    vault = SimpleNamespace(read=lambda _sha256: stored)
    return known_minutes(SimpleNamespace(queries=queries, vault=vault), report, pdf)  # type: ignore[arg-type]


def said(found: Known | None) -> list[str]:
    assert found is not None
    for one in found.said:
        assert sentence_of(one.code, one.values)
    return [one.code.removeprefix("verification.") for one in found.said]


def test_the_very_file_agrees_and_counts() -> None:
    found = known([ROW])
    assert said(found) == ["known_file"]
    assert found is not None
    assert (found.agrees, found.counts, found.contradicted) == (True, True, False)


def test_an_older_copy_agrees_and_says_how_old() -> None:
    found = known([ROW], pdf=STORED[:20])
    assert said(found) == ["known_older"]
    assert found is not None
    assert found.said[0].values == {"count": 1, "total": 2}
    assert found.agrees


def broken(*found: str) -> VerificationReport:
    problems = tuple(Problem(f"verification.{code}", {"count": 1}) for code in found)
    return replace(REPORT, intact=False, problems=problems)


@pytest.mark.parametrize("guess", ["cut_revision", "trailing_bytes"])
def test_a_cut_copy_is_not_called_older_and_says_how_much_is_left(guess: str) -> None:
    found = known([ROW], broken(guess), pdf=STORED[:20])
    assert said(found) == ["file_cut"]
    assert found is not None
    assert found.said[0].values == {"number": "PV-1", "count": 20, "total": len(STORED)}
    assert (found.agrees, found.contradicted) == (False, True)


def test_what_was_added_after_the_stored_file_is_counted() -> None:
    found = known([ROW], broken("trailing_bytes"), pdf=STORED + b"more")
    assert said(found) == ["file_added"]
    assert found is not None
    assert found.said[0].values["count"] == 4
    assert not found.agrees


def test_a_file_altered_in_place_is_neither_cut_nor_longer() -> None:
    assert said(known([ROW], broken("signature_broken"), pdf=STORED.replace(b"first", b"third"))) == [
        "file_altered"
    ]


def test_a_file_without_any_end_is_found_by_how_it_begins() -> None:
    long = STORED + b"x" * 2000
    nameless = replace(broken("cut"), number=None, sha256=None, signatures=())
    found = known([ROW], nameless, pdf=long[:1500], stored=long)
    assert said(found) == ["file_cut"]
    assert known([ROW], nameless, pdf=long[:900], stored=long) is None
    assert known([ROW], nameless, pdf=b"y" * 1500, stored=long) is None
    assert known([ROW, replace(ROW, pdf_sha256="other")], nameless, pdf=long[:1500], stored=long) is None


def test_the_same_content_in_another_file_is_told() -> None:
    found = known([ROW], pdf=STORED + b"more")
    assert said(found) == ["file_differs"]
    assert found is not None
    assert found.contradicted


def test_a_known_number_with_another_content_is_told() -> None:
    found = known([replace(ROW, sha256="b" * 64)])
    assert said(found) == ["content_differs"]
    assert found is not None
    assert found.contradicted


def test_a_number_unknown_here_contradicts_nothing() -> None:
    found = known([replace(ROW, number="PV-2")])
    assert said(found) == ["unknown_number"]
    assert found is not None
    assert (found.agrees, found.contradicted) == (False, False)


@pytest.mark.parametrize(
    ("state", "code"), [(MinutesState.REOPENED, "reopened"), (MinutesState.CANCELLED, "cancelled")]
)
def test_a_version_that_ended_counts_no_more(state: MinutesState, code: str) -> None:
    ended = replace(ROW, state=state, ended_at=WHEN, ended_by="x", ended_why="erreur de saisie")
    later = replace(ROW, id="m2", sha256="c" * 64, version=2)
    found = known([ended, later])
    assert said(found) == ["known_file", code]
    assert found is not None
    assert (found.agrees, found.counts) == (True, False)


def test_rectified_and_rectifying_minutes_name_one_another() -> None:
    later = replace(ROW, id="m2", number="PV-2", sha256="c" * 64, rectifies_id="m1", rectification="nom")
    assert said(known([ROW, later])) == ["known_file", "rectified"]
    report = replace(REPORT, number="PV-2", sha256="c" * 64)
    found = known([ROW, later], report)
    assert said(found) == ["known_file", "rectifies"]
    assert found is not None
    assert found.counts


def test_a_file_without_a_number_is_compared_with_nothing() -> None:
    assert known([ROW], replace(REPORT, number=None)) is None
