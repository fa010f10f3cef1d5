"""The same frozen data give the same bytes, whatever process draws them.

And one file is what is stored, shown, saved, printed, archived and verified.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cisp_desktop.application.archiving import archive_session
from cisp_desktop.application.issuing import read_paper, read_papers
from cisp_desktop.application.minutes import read_minutes
from cisp_desktop.application.ports import VerificationReport
from cisp_desktop.documents.verification import MinutesVerifier
from cisp_desktop.gui.context import Desk
from cisp_desktop.gui.page_images import PageSet
from cisp_desktop.gui.pages.minutes_page import MinutesPage
from tests.application.issued_scenes import issue, open_completed
from tests.cli.command import command
from tests.documents.random_sessions import PUBLIC_KINDS
from tests.gui.conftest import desk, icons, idle, messages, services, settings, tasks, theme  # noqa: F401
from tests.gui.fakes import FakeServices, RecordedMessages
from tests.gui.jury_day import all_decided, open_day
from tests.gui.test_minutes_page import Idle, close, show_page, sign_all
from tests.journeys.quick_services import QuickServices

PROJECT = Path(__file__).parents[2]


def _drawing(seeds: list[str], **environment: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.robustness.drawn_child", *seeds], stdout=subprocess.PIPE, text=True,
        cwd=PROJECT, env={**os.environ, **environment},
    )  # fmt: skip


def test_every_paper_has_the_same_bytes_whatever_process_draws_it(count: Callable[[int, int], int]) -> None:
    seeds = [str(number) for number in range(count(1, 20))]
    with (
        _drawing(seeds, PYTHONHASHSEED="1", TZ="Europe/Paris") as first,
        _drawing(seeds, PYTHONHASHSEED="2", TZ="Pacific/Auckland") as second,
    ):
        one, other = first.communicate()[0].splitlines(), second.communicate()[0].splitlines()
    assert (first.returncode, second.returncode) == (0, 0)
    print(f"same bytes: {len(one)} papers of {len(seeds)} random sessions, drawn in two processes")
    assert [line for line, twin in zip(one, other, strict=True) if line != twin] == []
    for kind in (*PUBLIC_KINDS, "minutes", "draft", "extract", "register"):
        assert any(f"\t{kind}" in line for line in one), kind


@pytest.fixture
def page(
    qtbot: QtBot,
    desk: Desk,  # noqa: F811  # the fixtures imported
    tmp_path: Path,
    services: FakeServices,  # noqa: F811
    idle: Idle,  # noqa: F811
) -> Iterator[MinutesPage]:
    """« Procès-verbal », everything decided."""
    day = open_day(tmp_path, services, prepare=all_decided, candidates=2)
    for shown, _frame in show_page(qtbot, desk, day, idle):
        yield shown


def test_the_minutes_stored_are_those_shown_saved_printed_and_verified(
    page: MinutesPage,
    messages: RecordedMessages,  # noqa: F811
    idle: Idle,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    verified: list[bytes] = []
    printed: list[PageSet] = []

    class Recording(MinutesVerifier):
        def verify(self, pdf: bytes, **more: object) -> VerificationReport:
            verified.append(pdf)
            return super().verify(pdf, **more)  # type: ignore[arg-type]  # passed on as they came

    page.context.services.verifier = Recording()  # type: ignore[misc]
    monkeypatch.setattr(page.printing, "ask", lambda pages, _name, **_more: printed.append(pages))
    close(page, messages, idle)
    sign_all(page, messages, idle)
    workspace = page.context.workspace
    (minutes,) = workspace.queries.minutes_of_session(str(page.context.session_id))
    stored = read_minutes(workspace, minutes.id)
    messages.paths.append(tmp_path / "enregistré.pdf")
    page._on_save_clicked()
    page._on_print_clicked()
    messages.scripts.append(lambda dialog: dialog.reject())
    page._on_verify_own_clicked()
    idle(page.context.tasks)
    shown = page.form.minutesViewer.page_set
    assert shown is not None
    assert sha256(stored).hexdigest() == minutes.pdf_sha256
    assert shown.pdf == stored
    assert (tmp_path / "enregistré.pdf").read_bytes() == stored
    assert [one.pdf for one in printed] == [stored]
    assert set(verified) == {stored}


def test_the_paper_stored_is_the_one_written_and_archived(tmp_path: Path) -> None:
    workspace, made = open_completed(tmp_path)
    issue(workspace, made)
    rows = read_papers(workspace, made.id).documents
    stored = {row.id: read_paper(workspace, row) for row in rows}
    assert all(sha256(stored[row.id]).hexdigest() == row.pdf_sha256 for row in rows)
    archive_session(workspace, made.id, tmp_path / "archives")
    archived = {file.read_bytes() for file in (tmp_path / "archives" / "documents").glob("*.pdf")}
    path = workspace.path
    workspace.close()
    written = tmp_path / "écrits"
    told = command(QuickServices(), "documents", "issue", path, made.id, "--out", written, "--json")
    assert told.code == 0, told.stderr
    out = {file.read_bytes() for file in written.rglob("*.pdf")}
    assert archived == out == set(stored.values())
