"""``minutes build --extracts`` and ``minutes extract``."""

from pathlib import Path

import pytest

from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.domain.registration import Attendance
from tests.cli.command import PASSPHRASE, command
from tests.factories import SessionMade
from tests.journeys.quick_services import QuickServices


@pytest.fixture
def minutes(services: QuickServices, folder: Path, made: SessionMade) -> str:
    """Closed minutes with extracts, of a session to which nobody came."""
    workspace = services.open_workspace(folder, PASSPHRASE)
    for registration_id in made.registrations:
        set_attendance(workspace, registration_id, attendance=Attendance.ABSENT)
    workspace.close()
    out = folder.parent / "pv.pdf"
    answer = command(services, "minutes", "build", folder, made.id, "--extracts", "--out", out, "--json")
    assert answer.code == 0, answer
    return str(answer.data["id"])


def test_extracts_are_listed_then_written_and_verified(
    services: QuickServices, folder: Path, minutes: str, tmp_path: Path
) -> None:
    listed = command(services, "minutes", "extract", folder, minutes, "--json")
    assert [one["number"] for one in listed.data["extracts"]] == ["D-0001", "D-0002", "D-0003"]
    assert {one["path"] for one in listed.data["extracts"]} == {None}
    out = tmp_path / "extraits"
    out.mkdir()
    written = command(services, "minutes", "extract", folder, minutes, "--out", out, "--json")
    assert len(list(out.iterdir())) == 3
    one = Path(written.data["extracts"][1]["path"])
    judged = command(services, "minutes", "verify", one, "--workspace", folder, "--json")
    assert judged.code == 0, judged
    codes = [problem["code"] for problem in judged.data["problems"]]
    assert "verification.extract" in codes
    assert judged.data["extract"]["candidate"] == "D-0002"
    assert judged.data["workspace"]["counts"]
    again = command(services, "minutes", "extract", folder, minutes, "--out", out, "--json")
    assert again.refusal == "export.exists_inside"
    one.write_bytes(b"")
    command(services, "minutes", "extract", folder, minutes, "--out", out, "--force", "--json")
    assert one.read_bytes().startswith(b"%PDF")
    workspace = services.open_workspace(folder, PASSPHRASE)
    noted = [event.details for event in workspace.queries.events() if event.action == "extracts.written"]
    workspace.close()
    assert noted == ['{"extracts":3}', '{"extracts":3}']


def test_one_candidates_alone_is_written_and_what_the_minutes_are_is_said(
    services: QuickServices, folder: Path, made: SessionMade, minutes: str, tmp_path: Path
) -> None:
    why = ("--by", "ROUX Hélène", "--reason", "oubli")
    command(services, "minutes", "reopen", folder, made.id, *why)
    answer = command(
        services, "minutes", "extract", folder, minutes, "--candidate", "D-0002", "--out", tmp_path, "--json"
    )
    (one,) = answer.data["extracts"]
    assert Path(one["path"]).name.endswith("-rouvert-extrait-D-0002.pdf")
    assert "ne valent pas plus" in answer.stderr
    unknown = command(services, "minutes", "extract", folder, minutes, "--candidate", "X", "--json")
    assert unknown.refusal == "extract.none"


def test_a_batch_holds_the_extracts_and_no_message_takes_one_that_is_not_signed(
    services: QuickServices, folder: Path, made: SessionMade, minutes: str, tmp_path: Path
) -> None:
    del minutes
    kind = ("--kind", "Extrait du procès-verbal", "--json")
    saved = command(services, "documents", "save", folder, made.id, tmp_path / "lot", *kind)
    assert saved.code == 0, saved
    assert saved.data["papers"] == 3
    names = {Path(file).name.rpartition("-extrait-")[2] for file in saved.data["files"][:-1]}
    assert names == {"D-0001.pdf", "D-0002.pdf", "D-0003.pdf"}
    assert "attend encore" in saved.stderr
    mailed = command(services, "documents", "mail", folder, made.id, tmp_path / "courriels", *kind)
    assert (mailed.code, mailed.refusal) == (1, "batch.no_mail")
    assert "3\u00a0extraits ne partent pas par courriel. Clos, à signer." in mailed.stderr
    assert not (tmp_path / "courriels").exists()
