"""The archive folder: whole or not at all, and verified with the tools of the system and Python alone."""

import json
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from cisp_desktop.application.archiving import archive_name, archive_session
from cisp_desktop.application.journal_reading import look_for_head
from cisp_desktop.application.minutes import snapshot_of
from cisp_desktop.application.minutes_life import attach_scan, cancel_minutes, reopen_closing
from cisp_desktop.application.session_cancelling import cancel_session
from cisp_desktop.domain.errors import Refused, RuleError, StorageError
from cisp_desktop.domain.issued import DocumentKind, IssuedDocument, verification_code
from cisp_desktop.domain.minutes import canonical_json, fingerprint
from cisp_desktop.domain.panel import Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.issued_scenes import issue as issue_all
from tests.application.issued_scenes import open_completed
from tests.application.test_minutes_life import close, decided, sign
from tests.documents.reading import whole_text
from tests.factories import SessionMade


@pytest.fixture
def kept(workspace: SqlWorkspace, session: SessionMade, tmp_path: Path) -> Path:
    """The archive folder of a session closed twice, with a cancelled version and a scan."""
    decided(workspace, session)
    close(workspace, session)
    reopen_closing(workspace, session.id, by="ROUX Hélène", why="oubli")
    wrong = close(workspace, session)
    sign(workspace, session, wrong.id, Role.PRESIDENT)
    cancel_minutes(workspace, session.id, by="ROUX Hélène", why="nom faux")
    right = close(workspace, session)
    attach_scan(workspace, right.id, b"%PDF-1.7 scan", file_name="scan.pdf", pages=1, by="ROUX Hélène")
    issue(workspace, session, DocumentKind.DECISION_NOTICE)
    issue(workspace, session, DocumentKind.INDIVIDUAL_GRIDS)
    folder = tmp_path / "dehors" / archive_name("PV 1")
    folder.parent.mkdir()
    assert archive_session(workspace, session.id, folder).left_out == 1
    return folder


def issue(workspace: SqlWorkspace, session: SessionMade, kind: DocumentKind) -> None:
    """Put an issued paper into the workspace."""
    text = canonical_json({"kind": kind.value})
    pdf = workspace.vault.store(b"%PDF-1.7 " + kind.value.encode())
    digest = fingerprint(text)
    with workspace.unit_of_work() as work:
        work.issued.add(
            IssuedDocument(
                kind.value,
                kind,
                session.id,
                session.registrations[0],
                None,
                None,
                verification_code(digest),
                text,
                digest,
                pdf,
                1,
                workspace.clock(),
            )
        )
        work.commit()


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_the_folder_holds_every_version_scan_paper_and_what_verifies_them(
    kept: Path, workspace: SqlWorkspace, session: SessionMade
) -> None:
    first, second = "PV-2022-GRE-S1", workspace.queries.session(session.id).minutes_number
    found = names(kept)
    assert {
        f"proces-verbaux/{first}-rouvert.pdf", f"proces-verbaux/{first}-v2-annule.json",
        f"proces-verbaux/{second}.pdf", f"proces-verbaux/{second}.json",
        f"numerisations/{second}-scan-1.pdf", "LISEZMOI.txt", "empreintes.txt", "journal.jsonl",
        "autorite.crt",
    } <= found  # fmt: skip
    papers = [name for name in found if name.startswith("documents/")]
    assert len(papers) == 2
    assert all("Relevé de décision" in name for name in papers)
    assert (kept / "autorite.crt").read_bytes() == workspace.authority.certificate_pem


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum here")
def test_sha256sum_alone_finds_every_file_whole_and_sees_one_that_is_not(kept: Path) -> None:
    check = ("sha256sum", "--strict", "--quiet", "-c", "empreintes.txt")
    assert subprocess.run(check, cwd=kept, capture_output=True, check=False).returncode == 0
    listed = {line.split("  ", 1)[1] for line in (kept / "empreintes.txt").read_text("utf-8").splitlines()}
    assert listed == names(kept) - {"empreintes.txt"}
    changed = next(kept.glob("proces-verbaux/*.json"))
    changed.write_bytes(changed.read_bytes() + b" ")
    assert subprocess.run(check, cwd=kept, capture_output=True, check=False).returncode == 1


def test_the_printed_fingerprint_is_that_of_the_json(kept: Path) -> None:
    checked = 0
    for data in kept.glob("proces-verbaux/*.json"):
        digest = sha256(data.read_bytes()).hexdigest()
        assert digest in whole_text(data.with_suffix(".pdf").read_bytes())
        checked += 1
    assert checked == 3


def test_the_program_of_the_text_verifies_the_journal_and_sees_a_change(kept: Path) -> None:
    text = (kept / "LISEZMOI.txt").read_text("utf-8")
    program = [line[4:] for line in text.splitlines() if line.startswith("    ")]
    start = program.index("import hashlib, json")
    end = next(n for n, line in enumerate(program) if n > start and line.startswith("print("))
    source = "\n".join(program[start : end + 1])

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            (sys.executable, "-I", "-X", "utf8", "-c", source), cwd=kept, capture_output=True, text=True,
            check=False,
        )  # fmt: skip

    assert "intacte" in run().stdout
    journal = kept / "journal.jsonl"
    journal.write_text(journal.read_text("utf-8").replace("oubli", "ennui", 1), "utf-8")
    assert run().returncode != 0


def test_the_journals_extract_ends_with_its_head_which_the_workspace_still_knows(
    kept: Path, workspace: SqlWorkspace, session: SessionMade
) -> None:
    *lines, head = [json.loads(one) for one in (kept / "journal.jsonl").read_text("utf-8").splitlines()]
    assert {"session.closed", "minutes.cancelled", "minutes.signed"} <= {line["action"] for line in lines}
    assert "workspace.created" not in {line["action"] for line in lines}
    answer = look_for_head(workspace.queries, head["journal_head"])
    assert (answer.holds, answer.link and answer.link.sequence) == (True, head["sequence"])
    assert head["journal_head"] in (kept / "LISEZMOI.txt").read_text("utf-8")
    noted = [event for event in workspace.queries.events() if event.action == "session.archived"]
    assert sha256((kept / "empreintes.txt").read_bytes()).hexdigest() in noted[0].details


def test_no_private_key_is_in_the_folder(kept: Path) -> None:
    for path in kept.rglob("*"):
        assert not path.is_file() or b"PRIVATE KEY" not in path.read_bytes()


def test_papers_with_marks_come_when_asked(kept: Path, workspace: SqlWorkspace, session: SessionMade) -> None:
    other = kept.with_name("tout")
    done = archive_session(workspace, session.id, other, marks=True)
    assert done.left_out == 0
    assert sum("Grilles individuelles" in name for name in names(other)) == 2


def test_a_folder_that_is_there_is_never_replaced(
    kept: Path, workspace: SqlWorkspace, session: SessionMade
) -> None:
    before = {name: (kept / name).read_bytes() for name in names(kept)}
    with pytest.raises(RuleError, match=r"archive\.exists"):
        archive_session(workspace, session.id, kept)
    assert {name: (kept / name).read_bytes() for name in names(kept)} == before
    with pytest.raises(RuleError, match=r"export\.no_folder"):
        archive_session(workspace, session.id, kept / "a" / "b")


def test_a_failure_on_the_way_leaves_nothing(
    workspace: SqlWorkspace, session: SessionMade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(workspace, session)
    close(workspace, session)
    place = tmp_path / "dehors"
    place.mkdir()

    def full(_path: Path, _content: bytes, **_more: object) -> None:
        raise StorageError("file.disk_full", file="x", folder="y")

    monkeypatch.setattr("cisp_desktop.application.archiving.write_file", full)
    with pytest.raises(StorageError, match=r"file\.disk_full"):
        archive_session(workspace, session.id, place / "archives")
    assert list(place.iterdir()) == []
    assert not [event for event in workspace.queries.events() if event.action == "session.archived"]


def test_a_scan_that_the_vault_lost_stops_everything(
    workspace: SqlWorkspace, session: SessionMade, tmp_path: Path
) -> None:
    decided(workspace, session)
    closed = close(workspace, session)
    attach_scan(workspace, closed.id, b"%PDF-1.7 perdu", file_name="s.pdf", pages=1, by="ROUX")
    lost = sha256(b"%PDF-1.7 perdu").hexdigest()
    for path in (workspace.path / "vault").rglob(f"*{lost}*"):
        path.unlink()
    place = tmp_path / "dehors"
    place.mkdir()
    with pytest.raises(StorageError, match=r"vault\.missing"):
        archive_session(workspace, session.id, place / "archives")
    assert list(place.iterdir()) == []
    assert snapshot_of(workspace, closed.id)["number"] == closed.number


def test_a_session_without_minutes_has_nothing_to_archive(
    workspace: SqlWorkspace, session: SessionMade, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match=r"archive\.nothing"):
        archive_session(workspace, session.id, tmp_path / "archives")


def test_the_index_finds_a_candidates_papers_by_name_and_the_glossary_words_every_code(
    tmp_path: Path,
) -> None:
    workspace, made = open_completed(tmp_path, extracts=True)
    issue_all(workspace, made, DocumentKind.DECISION_NOTICE, DocumentKind.JUROR_EXPENSES)
    folder = tmp_path / "archives"
    archive_session(workspace, made.id, folder)
    row = workspace.queries.registrations(made.id)[0]
    workspace.close()
    index = (folder / "index.txt").read_text("utf-8")
    own = index.split(f"({row.number})\n")[1].split("\n\n")[0]
    assert f"{row.birth_name} {row.first_names} ({row.number})" in index
    paths = [line.strip() for line in own.splitlines() if line.startswith(" " * 8)]
    assert any(path.startswith("extraits/") for path in paths)
    assert any(path.startswith("documents/Relevé de décision") for path in paths)
    (notice,) = (path for path in paths if path.startswith("documents/"))
    assert row.birth_name in whole_text((folder / notice).read_bytes())
    assert " (jury)\n    État de frais" in index
    glossary = (folder / "glossaire.txt").read_text("utf-8")
    minutes = json.loads(next((folder / "proces-verbaux").glob("*.json")).read_text("utf-8"))
    used = {value for one in minutes["candidates"] for value in one["decisions"].values() if value}
    used |= {one["outcome"] for one in minutes["candidates"]} | set(minutes["warnings"])
    lines = [json.loads(one) for one in (folder / "journal.jsonl").read_text("utf-8").splitlines()]
    used |= {line["action"] for line in lines if "action" in line}
    worded = {line.split("  ")[2].strip() for line in glossary.splitlines() if line.startswith("    ")}
    assert used <= worded


def test_the_program_of_the_text_finds_the_code_printed_on_a_paper(tmp_path: Path) -> None:
    workspace, made = open_completed(tmp_path)
    issue_all(workspace, made, DocumentKind.DECISION_NOTICE)
    folder = tmp_path / "archives"
    archive_session(workspace, made.id, folder)
    workspace.close()
    data = sorted((folder / "documents").glob("*.json"))[0]
    said = (folder / "LISEZMOI.txt").read_text("utf-8").splitlines()
    program = [line[4:] for line in said if line.startswith("    ")]
    start = program.index("import hashlib")
    end = next(n for n, line in enumerate(program) if n > start and line.startswith("print("))
    source = "\n".join(program[start : end + 1]).replace("NOM_DU_FICHIER.json", f"documents/{data.name}")
    done = subprocess.run(
        (sys.executable, "-I", "-X", "utf8", "-c", source),
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert data.stem.split()[-1].replace("-", "")[:-1] == done.stdout.strip()


def test_the_text_says_both_sentences_of_pdfsig_on_certificates_that_nobody_declared(kept: Path) -> None:
    text = (kept / "LISEZMOI.txt").read_text("utf-8")
    assert "Certificate issuer isn't Trusted." in text
    assert "Unknown issue with Certificate or corrupted data." in text


def test_a_cancelled_session_without_minutes_is_archived_as_what_it_is(
    workspace: SqlWorkspace, session: SessionMade, tmp_path: Path
) -> None:
    cancel_session(workspace, session.id, by="ROUX Hélène", why="Trop peu de candidats")
    folder = tmp_path / "archives"
    archive_session(workspace, session.id, folder)
    text = (folder / "LISEZMOI.txt").read_text("utf-8")
    assert "par ROUX Hélène : Trop peu de candidats." in text
    assert "Elle n’a aucun procès-verbal" in text
    assert '"session.cancelled"' in (folder / "journal.jsonl").read_text("utf-8")
    assert not (folder / "proces-verbaux").exists()
