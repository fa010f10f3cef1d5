"""Disks that do not serve: a workspace held by another process, a read-only folder, a full disk."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.cli.command import command
from tests.cli.test_dossiers import a_pdf
from tests.factories import SessionMade
from tests.journeys.quick_services import QuickServices
from tests.robustness.disks import filled, mounted, read_only
from tests.robustness.state import state_of
from tests.robustness.test_bad_input import LINE, table, told


def test_a_workspace_open_in_another_process_is_told_with_its_holder(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from tests.factories import PASSPHRASE, make_store\n"
        f"workspace = make_store().open(Path({str(folder)!r}), PASSPHRASE)\n"
        "print('open', flush=True)\n"
        "sys.stdin.read()\n"
        "workspace.close()\n"
    )
    before = state_of(folder)
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        for arguments in (
            ("session", "list", folder),
            ("workspace", "check", folder),
            ("candidates", "import", folder, made.id, table(folder.parent, LINE)),
        ):
            answer = command(services, *arguments, "--json")
            told(answer, "déjà ouvert", str(holder.pid), "Fermez l’autre fenêtre")
            assert answer.refusal == "workspace.locked"
        holder.communicate("")
    assert command(services, "session", "list", folder).code == 0
    assert state_of(folder) == before


def test_a_read_only_disk_refuses_every_writing_command(
    services: QuickServices, folder: Path, made: SessionMade, tmp_path: Path
) -> None:
    before = state_of(folder)
    with mounted(tmp_path / "disque", size="16m") as disk:
        on_disk = copied(folder, disk)
        older = disk / "pv.pdf"
        older.write_bytes(b"older")
        with read_only(disk):
            cases: list[tuple[tuple[str | Path, ...], str]] = [
                (("workspace", "create", disk / "neuf"), "lecture seule"),
                (("session", "list", on_disk), "lecture seule"),
                (("candidates", "import", on_disk, made.id, table(tmp_path, LINE)), "lecture seule"),
                (("workspace", "backup", folder, disk / "copie.cisp"), "lecture seule"),
                (("minutes", "build", folder, made.id, "--draft", "--out", older), "pv.pdf"),
                (("sheets", "export", folder, made.id, disk / "grilles"), "d’écrire"),
            ]
            for arguments, words in cases:
                told(command(services, *arguments, "--json"), words)
            assert older.read_bytes() == b"older"
        assert state_of(on_disk) == before
    assert state_of(folder) == before


def test_a_full_disk_refuses_what_does_not_fit_and_keeps_the_rest(
    services: QuickServices, folder: Path, made: SessionMade, tmp_path: Path
) -> None:
    source = tmp_path / "pièces"
    source.mkdir()
    (source / "D-0001 mémoire.pdf").write_bytes(a_pdf("x" * 500))
    many = table(tmp_path, *[(f"N-{i}", "NOM" + "X" * 150, *LINE[2:]) for i in range(400)])
    before = state_of(folder)
    with mounted(tmp_path / "disque", size="16m") as disk:
        on_disk = copied(folder, disk)
        older = disk / "pv.pdf"
        older.write_bytes(b"older")
        with filled(disk):
            cases: list[tuple[str | Path, ...]] = [
                ("workspace", "create", disk / "neuf"),
                ("candidates", "import", on_disk, made.id, many),
                ("dossiers", "import", on_disk, made.id, source),
                ("workspace", "backup", folder, disk / "copie.cisp"),
                ("minutes", "build", folder, made.id, "--draft", "--out", older),
                ("sheets", "export", folder, made.id, disk / "grilles"),
            ]
            for arguments in cases:
                told(command(services, *arguments, "--json"), "plein", "Libérez de la place")
            assert older.read_bytes() == b"older"
            left = [path.name for path in disk.rglob("*") if path.is_file() and on_disk not in path.parents]
            assert sorted(left) == ["filler", "pv.pdf"]  # nothing half-written stays
        assert state_of(on_disk) == before
        assert command(services, "candidates", "import", on_disk, made.id, many, "--json").code == 0
    assert state_of(folder) == before


def copied(folder: Path, disk: Path) -> Path:
    """Copy a closed workspace onto a disk."""
    target = disk / "espace"
    shutil.copytree(folder, target)
    return target
