"""``deliberate --decide N°:BLOC=DÉCISION[:motif]``: numbers, blocks and reasons that hold ``:`` and ``=``."""

import shutil
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.cli.scoring_commands import _ruling
from cisp_desktop.domain.deliberation import DecisionValue
from tests.cli.command import PASSPHRASE, command
from tests.factories import SessionMade, score_by_all
from tests.journeys.quick_services import QuickServices


@pytest.mark.parametrize(
    ("typed", "number", "block", "value", "reason"),
    [
        ("D-1:BC01=VALIDATED", "D-1", "BC01", "VALIDATED", ""),
        ("D-1:BC01=DEFERRED", "D-1", "BC01", "DEFERRED", ""),
        ("D-1:BC01=NOT_VALIDATED", "D-1", "BC01", "NOT_VALIDATED", "motif commun"),
        ("D-1:BC01=NOT_VALIDATED:", "D-1", "BC01", "NOT_VALIDATED", ""),
        ("D-1:BC01=VALIDATED:", "D-1", "BC01", "VALIDATED", ""),
        ("GRE:22:001:BC01=VALIDATED", "GRE:22:001", "BC01", "VALIDATED", ""),
        ("N=7:BC01=VALIDATED", "N=7", "BC01", "VALIDATED", ""),
        ("a:b=c:BC01=VALIDATED:x", "a:b=c", "BC01", "VALIDATED", "x"),
        (" D-1 : BC01 =VALIDATED", "D-1", "BC01", "VALIDATED", ""),
        ("D-1:BC01=NOT_VALIDATED:à 12:30, x=1", "D-1", "BC01", "NOT_VALIDATED", "à 12:30, x=1"),
        (
            "D-1:BC01=NOT_VALIDATED:voir D-2:BC02=VALIDATED", "D-1", "BC01", "NOT_VALIDATED",
            "voir D-2:BC02=VALIDATED",
        ),
        ("D-1:BC01=NOT_VALIDATED:deux\nlignes", "D-1", "BC01", "NOT_VALIDATED", "deux\nlignes"),
        ("D-1:RNCP36128BC01=VALIDATED:<b> & = :", "D-1", "RNCP36128BC01", "VALIDATED", "<b> & = :"),
    ],
)  # fmt: skip
def test_a_ruling_is_read(typed: str, number: str, block: str, value: str, reason: str) -> None:
    found = _ruling(typed, "motif commun")
    assert (found[0], found[1], found[2].value, found[2].reason) == (
        number,
        block,
        DecisionValue(value),
        reason,
    )


@pytest.mark.parametrize(
    "typed",
    ["", ":", "=", "D-1", "D-1:BC01", "D-1:BC01=", "D-1=VALIDATED", ":BC01=VALIDATED", "D-1:=VALIDATED",
     "D-1:BC01=validated", "D-1:BC01=HELD", "D-1:BC01=VALIDATEDx", "D-1:BC01=NOT_VALIDATED motif"],
)  # fmt: skip
def test_what_is_no_ruling_is_told_with_its_form(typed: str) -> None:
    with pytest.raises(typer.BadParameter) as refusal:
        _ruling(typed, "")
    assert "N°:BLOC=VALIDATED" in refusal.value.message


VALUES = ("VALIDATED", "NOT_VALIDATED", "DEFERRED")


@given(
    number=st.text(min_size=1, max_size=20).filter(lambda text: text.strip() == text and "=" not in text),
    block=st.text("ABCDEFUNRP0123456789 .-_", min_size=1, max_size=15).filter(lambda t: t.strip() == t),
    value=st.sampled_from(VALUES),
    reason=st.none() | st.text(max_size=60),
)
def test_any_number_and_any_reason_come_back(number: str, block: str, value: str, reason: str | None) -> None:
    typed = f"{number}:{block}={value}" + ("" if reason is None else f":{reason}")
    found = _ruling(typed, "")
    assert (found[0], found[1], found[2].value) == (number, block, DecisionValue(value))
    assert found[2].reason == (reason or "")


@pytest.fixture(scope="module")
def scored_template(
    services: QuickServices, template: tuple[Path, SessionMade], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """One candidate scored by all: levels 2, everything proposed as validated."""
    path = tmp_path_factory.mktemp("notes") / "workspace"
    shutil.copytree(template[0], path)
    workspace = services.open_workspace(path, PASSPHRASE)
    score_by_all(workspace, template[1], template[1].registrations[0])  # type: ignore[arg-type]  # the real one
    workspace.close()
    return path


@pytest.fixture
def scored(scored_template: Path, tmp_path: Path) -> Path:
    """A copy for this test alone."""
    shutil.copytree(scored_template, tmp_path / "workspace")
    return tmp_path / "workspace"


def test_a_reason_with_colons_is_stored_as_typed(
    services: QuickServices, scored: Path, made: SessionMade
) -> None:
    reason = "Oral du 14/12 à 9:30 : =SOMME & <b>hors sujet</b>"
    decided = command(
        services, "deliberate", scored, made.id, "--decide", f"D-0001:BC01=NOT_VALIDATED:{reason}", "--json"
    )
    assert decided.code == 0, decided
    cell = decided.data["candidates"][0]["blocks"]["RNCP36128BC01"]
    assert (cell["proposal"], cell["decision"], cell["reason"]) == ("VALIDATED", "NOT_VALIDATED", reason)


@pytest.mark.parametrize(
    ("rulings", "refusal"),
    [
        (["D-0001:BC01=NOT_VALIDATED"], "decision.reason_missing"),
        (["D-0001:BC01=NOT_VALIDATED:  "], "decision.reason_missing"),
        (["D-0001:BC09=VALIDATED"], "registration.block_unknown"),
        (["D-9999:BC01=VALIDATED"], "decision.unknown_number"),
        (["D-0002:BC01=VALIDATED"], "deliberation.not_open"),
        (["D-0001:BC02=VALIDATED", "D-9999:BC01=VALIDATED"], "decision.unknown_number"),
        (["D-0001:BC01=NOT_VALIDATED:a\u202eb"], "text.character"),
        (["D-0001:BC01=NOT_VALIDATED:" + "x" * 10_001], "text.too_long"),
    ],
)
def test_a_refused_ruling_records_nothing_at_all(
    services: QuickServices, scored: Path, made: SessionMade, rulings: list[str], refusal: str
) -> None:
    options = [part for ruling in rulings for part in ("--decide", ruling)]
    answer = command(services, "deliberate", scored, made.id, *options, "--json")
    assert (answer.code, answer.refusal) == (1, refusal), answer
    number, _, rest = rulings[-1].partition(":")
    assert number in answer.stderr or rest.partition("=")[0] in answer.stderr
    shown = command(services, "deliberate", scored, made.id, "--json").data["candidates"]
    assert {cell["decision"] for row in shown for cell in row["blocks"].values()} == {None}
