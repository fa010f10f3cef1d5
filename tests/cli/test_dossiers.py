"""``dossiers import``: each file of the folder stands in exactly one of stored, unassigned, refused."""

import io
import sys
from pathlib import Path
from typing import Any

import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.domain.errors import RuleError, StorageError
from cisp_desktop.exchange.dossier_folder import DossierFolderReader
from tests.cli.command import PASSPHRASE, command
from tests.factories import SessionMade
from tests.journeys.quick_services import QuickServices

DAMAGED = "D-0002 mémoire.pdf"
LOCKED = "D-0001 APST.pdf"


def a_pdf(text: str = "Mémoire") -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.drawString(72, 700, text)
    canvas.save()
    return stream.getvalue()


def with_password(content: bytes) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt("secret", algorithm="AES-256")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Files of every fate, some below, some hidden (those are not looked at)."""
    folder = tmp_path / "pièces"
    (folder / "D-0003").mkdir(parents=True)
    for name, content in {
        "D-0001 mémoire.pdf": a_pdf(),
        "D-0003/Monographie.pdf": a_pdf("Monographie"),
        "D-0003/enquête de territoire (1).pdf": a_pdf("un"),
        "D-0003/enquête de territoire (2).pdf": a_pdf("deux"),
        "inconnu.pdf": a_pdf(),
        LOCKED: with_password(a_pdf()),
        DAMAGED: b"%PDF-1.7\nrien de plus",
        "D-0002 monographie.pdf": b"",
        "D-0001 enquête.docx": b"PK\x03\x04",
        "photo.jpg": b"\xff\xd8\xff",
        ".caché.pdf": a_pdf(),
        "Thumbs.db": b"x",
    }.items():
        (folder / name).write_bytes(content)
    return folder


def seen(source: Path) -> set[str]:
    """The files that a person would see in the folder."""
    return {
        path.relative_to(source).as_posix()
        for path in source.rglob("*")
        if path.is_file() and not path.name.startswith(".") and path.name != "Thumbs.db"
    }


def stored_files(services: QuickServices, folder: Path, session_id: str) -> dict[str, str]:
    """Give the owner of each stored file."""
    workspace = services.open_workspace(folder, PASSPHRASE)
    try:
        rows = workspace.queries.dossiers(session_id)
        return {row.file_name: row.registration_id for row in rows}
    finally:
        workspace.close()


def test_each_file_is_in_exactly_one_list(
    services: QuickServices, folder: Path, made: SessionMade, source: Path
) -> None:
    answer = command(services, "dossiers", "import", folder, made.id, source, "--json")
    data = answer.data
    assert answer.code == 0
    assert sorted(data["unassigned"]) == [
        "D-0003/enquête de territoire (1).pdf", "D-0003/enquête de territoire (2).pdf", "inconnu.pdf",
    ]  # fmt: skip
    assert sorted(data["refused"]) == sorted(
        ["D-0001 enquête.docx", "photo.jpg", LOCKED, DAMAGED, "D-0002 monographie.pdf"]
    )
    kept = stored_files(services, folder, made.id)
    assert kept == {
        "D-0001 mémoire.pdf": made.registrations[0], "Monographie.pdf": made.registrations[2],
    }  # fmt: skip
    assert data["stored"] == len(kept)
    assert data["stored"] + len(data["unassigned"]) + len(data["refused"]) == len(seen(source))
    assert not set(data["unassigned"]) & set(data["refused"])
    assert set(data["messages"]) == set(data["unassigned"]) | set(data["refused"])
    for file, words in {LOCKED: "mot de passe", DAMAGED: "endommagé", "photo.jpg": "image"}.items():
        assert words in data["messages"][file]
        assert file in answer.stderr


def test_a_trial_tells_the_same_names_and_writes_nothing(
    services: QuickServices, folder: Path, made: SessionMade, source: Path
) -> None:
    trial = command(services, "dossiers", "import", folder, made.id, source, "--dry-run", "--json").data
    assert trial["dry_run"] is True
    assert trial["stored"] + len(trial["unassigned"]) + len(trial["refused"]) == len(seen(source))
    assert stored_files(services, folder, made.id) == {}


def test_the_same_folder_again_stores_the_same(
    services: QuickServices, folder: Path, made: SessionMade, source: Path
) -> None:
    first = command(services, "dossiers", "import", folder, made.id, source, "--json").data
    again = command(services, "dossiers", "import", folder, made.id, source, "--json").data
    assert (again["unassigned"], again["refused"]) == (first["unassigned"], first["refused"])
    assert len(stored_files(services, folder, made.id)) == first["stored"]


@pytest.mark.parametrize(
    "failure",
    [
        StorageError("exchange.file.unreadable", name="D-0001 mémoire.pdf"),
        StorageError("exchange.file.missing", name="D-0001 mémoire.pdf"),
        RuleError("dossier.pdf.too_large", name="D-0001 mémoire.pdf", size=300, limit=200),
    ],
    ids=lambda failure: failure.code,
)
def test_a_file_that_cannot_be_read_is_refused_and_stops_no_other(
    services: QuickServices, folder: Path, made: SessionMade, source: Path,
    monkeypatch: pytest.MonkeyPatch, failure: Any,
) -> None:  # fmt: skip
    real = DossierFolderReader.read

    def read(self: DossierFolderReader, path: Path) -> bytes:
        if path.name == "D-0001 mémoire.pdf":
            raise failure
        return real(self, path)

    monkeypatch.setattr(DossierFolderReader, "read", read)
    answer = command(services, "dossiers", "import", folder, made.id, source, "--json")
    assert answer.code == 0, answer
    assert "D-0001 mémoire.pdf" in answer.data["refused"]
    assert answer.data["stored"] == 1
    assert list(stored_files(services, folder, made.id)) == ["Monographie.pdf"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_is_refused_by_name(
    services: QuickServices, folder: Path, made: SessionMade, source: Path
) -> None:
    (source / "D-0002 APST.pdf").symlink_to(source / "inconnu.pdf")
    data = command(services, "dossiers", "import", folder, made.id, source, "--json").data
    assert "D-0002 APST.pdf" in data["refused"]


def test_a_trial_reviews_every_file(
    services: QuickServices, folder: Path, made: SessionMade, source: Path
) -> None:
    answer = command(services, "dossiers", "import", folder, made.id, source, "--dry-run", "--json")
    lines = {line["file"]: line for line in answer.data["review"]}
    assert set(lines) == seen(source)
    assert lines["D-0001 mémoire.pdf"]["state"] == "RECOGNISED"
    assert lines["D-0001 mémoire.pdf"]["number"] == "D-0001"
    assert lines["D-0001 mémoire.pdf"]["kind"] == "THESIS"
    assert lines["inconnu.pdf"]["state"] == "UNKNOWN"
    assert lines[DAMAGED]["state"] == "DAMAGED"
    assert lines[LOCKED]["state"] == "UNREADABLE"
    assert lines["D-0001 enquête.docx"]["state"] == "REFUSED"
    assert "Exporter en PDF" in lines["D-0001 enquête.docx"]["message"]
    twice = lines["D-0003/enquête de territoire (1).pdf"]
    assert (twice["state"], twice["kinds"]) == ("AMBIGUOUS", ["TERRITORY_SURVEY"])


def test_a_trial_after_an_import_finds_everything_there(
    services: QuickServices, folder: Path, made: SessionMade, source: Path
) -> None:
    command(services, "dossiers", "import", folder, made.id, source)
    (source / "D-0001 mémoire.pdf").write_bytes(a_pdf("Mémoire corrigé"))
    trial = command(services, "dossiers", "import", folder, made.id, source, "--dry-run", "--json").data
    lines = {line["file"]: line for line in trial["review"]}
    assert lines["D-0003/Monographie.pdf"]["state"] == "DUPLICATE"
    assert lines["D-0001 mémoire.pdf"]["state"] == "NEW_VERSION"
    assert lines["D-0001 mémoire.pdf"]["replaces"] is not None
    assert trial["stored"] == 2


def test_who_owes_what_is_told(
    services: QuickServices, folder: Path, made: SessionMade, source: Path
) -> None:
    before = command(services, "dossiers", "missing", folder, made.id, "--json").data
    command(services, "dossiers", "import", folder, made.id, source)
    answer = command(services, "dossiers", "missing", folder, made.id, "--json")
    assert answer.code == 0
    assert before["count"] - answer.data["count"] == 2
    first = answer.data["missing"][0]
    assert first["number"] == "D-0001"
    assert "THESIS" not in first["kinds"]
    assert answer.data["due"] is None
    plain = command(services, "dossiers", "missing", folder, made.id)
    assert plain.stdout.startswith(f"{answer.data['count']}\u00a0pièces manquantes")
    assert "D-0001" in plain.stdout
