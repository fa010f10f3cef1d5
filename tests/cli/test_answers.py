"""What a program reads: one JSON object whatever the exit code, French sentences, and never a question."""

import getpass
import io
import logging
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
import typer

from cisp_desktop import __version__
from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.cli import minutes_commands
from cisp_desktop.cli.app import build
from cisp_desktop.cli.command_places import PLACES
from cisp_desktop.cli.console import Console
from cisp_desktop.domain.registration import Attendance
from tests.cli.command import PASSPHRASE, Answer, command
from tests.factories import SessionMade, make_store, score, score_by_all
from tests.journeys.quick_services import QuickServices

ENGLISH = (
    "missing",
    "no such",
    "got unexpected",
    "invalid",
    "usage:",
    "try '",
    "error:",
    "required",
    "requires",
)
"""What the library under the commands says when nobody translates it."""

WRONG_USAGES = [
    ("inconnue",),
    ("--inconnue",),
    ("workspace",),
    ("workspace", "create"),
    ("session", "create", "W"),
    ("session", "create", "W", "--centre"),
    ("session", "list", "W", "--inconnue"),
    ("session", "list", "W", "de trop"),
    ("session", "list", "W", "--json=3"),
    ("panel", "set", "W", "S", "--president", "A"),
    ("minutes", "sign", "W", "M"),
    ("deliberate", "W", "S", "--decide", "n’importe quoi"),
    ("deliberate", "W", "S", "--decide", "D-0001:BC01=PEUT-ÊTRE"),
    ("session", "create", "W", "--certification", "RNCP36128", "--centre", "C", "--starts", "31/02/2022"),
    ("session", "create", "W", "--certification", "RNCP36128", "--centre", "C", "--starts", "demain"),
]


@pytest.mark.parametrize("arguments", WRONG_USAGES, ids=" ".join)
def test_a_wrong_usage_is_one_json_object_in_french(
    services: QuickServices, arguments: tuple[str, ...]
) -> None:
    plain = command(services, *arguments)
    answer = command(services, *arguments, "--json")
    assert (plain.code, answer.code, plain.stdout) == (2, 2, "")
    assert set(answer.data["error"]) >= {"code", "message"}
    for said in (plain.stderr, answer.stderr, answer.data["error"]["message"]):
        assert said.strip()
        assert not [word for word in ENGLISH if word in said.lower()], said
        assert "Traceback" not in said


def test_a_missing_value_and_a_missing_command_are_named(services: QuickServices) -> None:
    assert "--centre" in command(services, "session", "create", "W", "--centre").stderr
    assert "commande" in command(services, "workspace").stderr


def test_a_command_misspelt_is_told_with_those_that_look_like_it(services: QuickServices) -> None:
    assert command(services, "sesion").stderr.startswith(
        "Commande inconnue : sesion. Peut-être\u00a0: session. Voyez"
    )
    assert command(services, "session", "liste").stderr.startswith(
        "Commande inconnue : liste. Peut-être\u00a0: list. Voyez"
    )
    assert command(services, "l’un ou l'autre").stderr.startswith(
        "Commande inconnue : l’un ou l'autre. Voyez"
    )


def test_a_refusal_is_one_json_object_with_its_sentence(services: QuickServices, folder: Path) -> None:
    cases: list[tuple[tuple[str | Path, ...], str]] = [
        (("session", "list", folder.parent / "rien"), "workspace.missing"),
        (("session", "list", folder.parent), "workspace.not_one"),
        (("session", "show", folder, "nulle-part"), "session.not_found"),
        (("workspace", "create", folder), "workspace.folder_not_empty"),
        (("workspace", "restore", folder / "absent", folder.parent / "neuf"), "backup.missing"),
        (("certification", "show", folder, "RNCP1"), "certification.unknown"),
        (("candidates", "import", folder, "S1", folder / "absent.xlsx"), "exchange.file.missing"),
        (("dossiers", "import", folder, "S1", folder / "absent"), "exchange.folder.unreadable"),
        (("minutes", "print", folder, "nul"), "minutes.not_found"),
        (("minutes", "build", folder, "S1"), "minutes.prevented"),
    ]
    for arguments, code in cases:
        answer = command(services, *arguments, "--json")
        assert (answer.code, answer.refusal) == (1, code), answer
        assert answer.data["error"]["message"].splitlines()[0] in answer.stderr


def test_an_unforeseen_error_says_no_data_and_is_logged(
    services: QuickServices, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_path: Path, _passphrase: str) -> None:
        raise ValueError("DUPONT Jeanne")

    monkeypatch.setattr(services, "create_workspace", fail)
    answer = command(services, "workspace", "create", tmp_path / "w", "--json")
    assert (answer.code, answer.refusal) == (1, "bug")
    assert "DUPONT" not in answer.stdout + answer.stderr
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_an_interruption_is_told_as_such(
    services: QuickServices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_path: Path, _passphrase: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(services, "create_workspace", interrupt)
    answer = command(services, "workspace", "create", tmp_path / "w", "--json")
    assert (answer.code, answer.refusal) == (1, "interrupted")


def test_nothing_is_printed_twice_when_a_command_fails_after_its_result(services: QuickServices) -> None:
    def say_then_fail(console: Console) -> Answer:
        out, err = io.StringIO(), io.StringIO()
        with patch("sys.stdout", out), patch("sys.stderr", err):
            console.result({"fait": 1})
            with pytest.raises(BaseException) as stopped:
                console.fail("trop.tard", "Trop tard.", exit_code=1)
        return Answer(getattr(stopped.value, "exit_code", 0), out.getvalue(), err.getvalue())

    answer = say_then_fail(Console(services, lambda _path: 0, as_json=True))
    assert (answer.code, answer.data) == (1, {"fait": 1})
    assert "Trop tard" in answer.stderr


# --- secrets ------------------------------------------------------------------------------------------


def test_nothing_prompts_without_a_terminal(
    services: QuickServices, folder: Path, made: SessionMade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda _prompt="": pytest.fail("it asked"))
    missing = command(services, "session", "list", folder, "--json", passphrase=None)
    assert (missing.code, missing.refusal) == (2, "secret.missing")
    assert "CISP_PASSPHRASE" in missing.stderr
    arguments = ("sheets", "import", folder, made.id, folder / "absent.xlsx", "--juror", "MARTIN Anne")
    code = command(services, *arguments, "--json")
    assert (code.code, code.refusal) == (2, "secret.missing")
    assert "CISP_JUROR_CODE" in code.stderr
    with patch("sys.stdin", None):  # a program without standard input at all
        console = Console(services, lambda _path: 0, as_json=True)
        with patch("sys.stdout", io.StringIO()), pytest.raises(BaseException) as stopped:
            console.passphrase(None)
        assert getattr(stopped.value, "exit_code", None) == 2


def test_a_terminal_is_asked(services: QuickServices, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return "typed"

    monkeypatch.setattr(getpass, "getpass", answer)
    with patch("sys.stdin", SimpleNamespace(isatty=lambda: True)):
        assert Console(services, lambda _path: 0).passphrase(None) == "typed"
    assert asked == ["Phrase de passe : "]


@pytest.mark.parametrize(
    "content", [b"quatre pommes \xc3\xa0 l\xe2\x80\x99\xc3\xa9cole\r\n", None, b"\xff\xfe\x00"]
)
def test_a_passphrase_file_ends_with_its_line_or_is_refused(
    services: QuickServices, folder: Path, content: bytes | None
) -> None:
    file = folder.parent / "phrase.txt"
    if content is not None:
        file.write_bytes(content)
    answer = command(
        services, "session", "list", folder, "--passphrase-file", file, "--json", passphrase=None
    )
    if content is not None and content.startswith(b"quatre"):
        assert answer.code == 0
    else:
        assert (answer.code, answer.refusal) == (1, "passphrase.file")
        assert "phrase.txt" in answer.stderr


# --- what commands tell -------------------------------------------------------------------------------


def test_the_window_opens_only_when_asked(services: QuickServices, tmp_path: Path) -> None:
    opened: list[Path | None] = []

    def window(path: Path | None) -> int:
        opened.append(path)
        return 7

    assert command(services, window=window).code == 7
    assert command(services, "--version", window=window).stdout == f"cisp-desktop {__version__}\n"
    assert command(services, "session", "list", tmp_path, window=window).code == 1
    assert opened == [None]


def test_nothing_of_a_sheet_shows_before_the_last_seal(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    workspace = make_store().open(folder, PASSPHRASE)
    score(workspace, made, made.registrations[0], level=3)
    workspace.abandon()
    shown = command(services, "session", "show", folder, made.id, "--json")
    assert [line["sealed"] for line in shown.data["progress"]] == [5, 0, 0]
    before = command(services, "deliberate", folder, made.id, "--json").data["candidates"]
    assert {cell["proposal"] for row in before for cell in row["blocks"].values()} == {None}
    assert before[0]["blocks"]["RNCP36128BC01"]["gaps"] == 0
    assert before[0]["blocks"]["RNCP36128BC01"]["doubts"] == []

    workspace = make_store().open(folder, PASSPHRASE)
    score_by_all(workspace, made, made.registrations[1])
    workspace.abandon()
    after = command(services, "deliberate", folder, made.id, "--json").data["candidates"]
    assert {cell["proposal"] for cell in after[1]["blocks"].values()} == {"VALIDATED"}
    assert {cell["proposal"] for cell in after[0]["blocks"].values()} == {None}


def test_a_damaged_workspace_is_not_sound_and_exits_one(services: QuickServices, folder: Path) -> None:
    sound = command(services, "workspace", "check", folder, "--json")
    assert (sound.code, sound.data) == (0, {"sound": True, "problems": []})
    workspace = make_store().open(folder, PASSPHRASE)
    with workspace._writing.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_event_no_update")
        connection.exec_driver_sql("UPDATE audit_event SET actor = 'X' WHERE sequence = 1")
    workspace.abandon()
    answer = command(services, "workspace", "check", folder, "--json")
    assert (answer.code, answer.data) == (1, {"sound": False, "problems": ["journal:1"]})
    assert "restaurez" in answer.stderr


@pytest.mark.parametrize(
    ("spooler", "exit_code", "refusal"),
    [(None, 0, "print.no_spooler"), ("/usr/bin/lp", 1, "print.failed"), ("/usr/bin/lp", 0, None)],
)
def test_printing_tells_what_the_spooler_said(
    services: QuickServices, monkeypatch: pytest.MonkeyPatch, folder: Path, closed_minutes: str,
    spooler: str | None, exit_code: int, refusal: str | None,
) -> None:  # fmt: skip
    sent: list[bytes] = []

    def spool(_command: object, *, input: bytes, **_: object) -> SimpleNamespace:
        sent.append(input)
        return SimpleNamespace(returncode=exit_code)

    monkeypatch.setattr(minutes_commands.shutil, "which", lambda _name: spooler)
    monkeypatch.setattr(minutes_commands.subprocess, "run", spool)
    answer = command(services, "minutes", "print", folder, closed_minutes, "--json")
    assert (answer.code, answer.data.get("error", {}).get("code")) == (1 if refusal else 0, refusal)
    assert all(content.startswith(b"%PDF") for content in sent)


@pytest.fixture
def closed_minutes(services: QuickServices, folder: Path, made: SessionMade) -> str:
    """Minutes of a session in which everybody was absent."""
    workspace = services.open_workspace(folder, PASSPHRASE)
    for registration_id in made.registrations:
        set_attendance(workspace, registration_id, attendance=Attendance.ABSENT)
    workspace.close()
    answer = command(
        services, "minutes", "build", folder, made.id, "--out", folder.parent / "pv.pdf", "--json"
    )
    assert answer.code == 0, answer
    return str(answer.data["id"])


# --- help ---------------------------------------------------------------------------------------------


def every_command() -> list[tuple[str, ...]]:
    """The path of each command and group."""
    root = typer.main.get_command(build())
    context = typer.Context(root)

    def below(group: Any, path: tuple[str, ...]) -> list[tuple[str, ...]]:
        found = []
        for name in group.list_commands(context):
            one = group.get_command(context, name)
            found.append((*path, name))
            if hasattr(one, "list_commands"):
                found += below(one, (*path, name))
        return found

    return [(), *below(root, ())]


@pytest.mark.parametrize("path", every_command(), ids=" ".join)
def test_a_help_page_is_in_french(services: QuickServices, path: tuple[str, ...]) -> None:
    answer = command(services, *path, "--help")
    assert answer.code == 0
    assert answer.stdout.startswith("Usage\u00a0: cisp-desktop")
    assert "Montre cette aide." in answer.stdout
    for english in ("Usage:", "Options:", "Commands", "Show this message", "[required", "default:", "<path>"):
        assert english not in answer.stdout


def test_every_group_is_called_as_the_page_of_all_lists_it(services: QuickServices) -> None:
    listed = " ".join(command(services, "--help").stdout.split())
    for name, place in PLACES.items():
        first_words = " ".join(place.help[:20].split())
        assert f" {name} {first_words}" in listed
        assert first_words in " ".join(command(services, name, "--help").stdout.split())


def test_one_group_of_commands_is_loaded_and_no_other() -> None:
    program = (
        "import sys; sys.argv = ['cisp-desktop', *sys.argv[1:]]\n"
        "from cisp_desktop.__main__ import main\n"
        "main()\n"
        "print(' '.join(name for name in sys.modules if name.endswith('_commands')), file=sys.stderr)"
    )
    for arguments, groups in ((["--help"], ""), (["centre", "--help"], "cisp_desktop.cli.centre_commands")):
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True
        )
        assert done.stderr.strip() == groups


def test_a_question_is_asked_at_a_terminal_alone(services: QuickServices) -> None:
    console = Console(services, lambda _path: 0)
    assert not console.confirms("Encore ?")
    for typed, wanted in (("oui\n", True), ("O\n", True), ("n\n", False), ("\n", False)):
        terminal = SimpleNamespace(isatty=lambda: True, readline=lambda typed=typed: typed)
        with patch("sys.stdin", terminal):
            assert console.confirms("Encore ?") is wanted
            assert not Console(services, lambda _path: 0, as_json=True).confirms("Encore ?")
