"""``documents issue | list | duplicate | check``: the papers after the jury, without a screen."""

from datetime import timedelta
from pathlib import Path

import pytest

from cisp_desktop.domain.issued import verification_code
from cisp_desktop.domain.panel import Role
from tests.application.issued_scenes import completed_session, open_completed
from tests.application.test_minutes_life import close, sign
from tests.application.test_rectified_papers import moved
from tests.cli.command import command
from tests.documents.reading import squeezed, whole_text
from tests.factories import PASSPHRASE, make_store
from tests.journeys.quick_services import QuickServices

MENTIONS = (
    "--signatory", "DURAND Claire", "--signatory-title", "Directrice", "--decision-date", "26/01/2018",
)  # fmt: skip
PRIVATE = (
    "zoe.prive@example.org",
    "06 11 22 33 44",
    "tiers temps dyslexie",
    "Employeur discret",
    "note secrète",
)


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, str]:
    """A closed workspace, and the session whose minutes are complete; its candidates have private data."""
    workspace, made = open_completed(tmp_path)
    mail, phone, rest, employer, _ = PRIVATE
    with workspace.unit_of_work() as work:
        for candidate in work.candidates.of_session(made.id).values():
            candidate.email, candidate.phone = mail, phone
        for registration in work.registrations.of_session(made.id):
            registration.accommodations, registration.employer = rest, employer
        work.commit()
    workspace.close()
    return workspace.path, made.id


def test_papers_are_issued_once_and_written_again_as_the_same_files(
    services: QuickServices, place: tuple[Path, str], tmp_path: Path
) -> None:
    folder, session = place
    out = tmp_path / "out"
    answer = command(services, "documents", "issue", folder, session, "--out", out, *MENTIONS, "--json")
    assert answer.code == 0, answer.stderr
    assert (answer.data["already"], answer.data["issued"]) == (0, len(answer.data["papers"]))
    files = {file.name: file.read_bytes() for file in out.iterdir()}
    assert len(files) == answer.data["issued"]
    assert "Parchemin - D-0001 - DUPONT1 Zoé Ève.pdf" in files
    for pdf in files.values():
        text = squeezed(whole_text(pdf))
        for private in PRIVATE:
            assert squeezed(private) not in text
            assert private.encode() not in pdf
    again = command(services, "documents", "issue", folder, session, "--out", out, "--json")
    assert again.refusal == "export.exists_inside"
    again = command(services, "documents", "issue", folder, session, "--out", out, "--force", "--json")
    assert again.data["issued"] == 0
    assert {file.name: file.read_bytes() for file in out.iterdir()} == files


def test_a_kind_and_a_candidate_are_chosen_and_what_is_refused_says_why(
    services: QuickServices, place: tuple[Path, str]
) -> None:
    folder, session = place
    answer = command(
        services, "documents", "issue", folder, session, "--kind", "Parchemin", "--candidate", "D-0002",
        *MENTIONS, "--json",
    )  # fmt: skip
    assert answer.code == 1
    assert answer.refusal == "issued.nothing"
    (why,) = answer.data["error"]["prevented"]
    assert (why["number"], why["code"]) == ("D-0002", "issued.not_certified")
    unknown = command(services, "documents", "issue", folder, session, "--candidate", "D-9", "--json")
    assert unknown.refusal == "issued.candidate_unknown"
    assert command(services, "documents", "issue", folder, session, "--kind", "Diplôme").code == 2
    bare = command(services, "documents", "issue", folder, session, "--kind", "CERTIFICATE", "--json")
    assert [one["code"] for one in bare.data["error"]["prevented"] if one["number"] == "D-0001"] == [
        "issued.signatory"
    ]


def test_papers_are_saved_for_another_computer_and_what_lacks_is_told(
    services: QuickServices, place: tuple[Path, str], tmp_path: Path
) -> None:
    folder, session = place
    command(services, "documents", "issue", folder, session, "--kind", "DECISION_NOTICE", "--json")
    out = tmp_path / "papiers"
    answer = command(services, "documents", "save", folder, session, out, "--json")
    assert answer.code == 0, answer.stderr
    names = sorted(Path(file).name for file in answer.data["files"])
    assert names == sorted(file.name for file in out.iterdir())
    assert answer.data["papers"] == 4
    assert "Liste des documents.txt" in names
    assert any(name.startswith("Procès-verbal PV-") for name in names)
    assert "à émettre ne sont pas du lot" in answer.data["warnings"][0]
    again = command(services, "documents", "save", folder, session, out, "--json")
    assert again.refusal == "export.exists_inside"
    one = command(
        services, "documents", "save", folder, session, out, "--force", "--kind", "procès-verbal", "--json"
    )
    assert (one.data["papers"], one.data["warnings"]) == (1, [])
    none = command(services, "documents", "save", folder, session, out, "--kind", "Parchemin", "--json")
    assert none.refusal == "batch.nothing"


def test_drafts_of_messages_are_written_and_who_has_no_address_is_listed(
    services: QuickServices, place: tuple[Path, str], tmp_path: Path
) -> None:
    folder, session = place
    command(services, "documents", "issue", folder, session, "--kind", "DECISION_NOTICE", "--json")
    workspace = services.open_workspace(folder, PASSPHRASE)
    with workspace.unit_of_work() as work:
        registrations = {one.candidate_id: one.number for one in work.registrations.of_session(session)}
        for candidate in work.candidates.of_session(session).values():
            candidate.email = "" if registrations[candidate.id] == "D-0002" else PRIVATE[0]
        work.commit()
    workspace.close()
    out, text = tmp_path / "courriels", tmp_path / "texte.txt"
    text.write_text("{salutation}, voici {documents} ({âge})", encoding="utf-8")
    answer = command(services, "documents", "mail", folder, session, out, "--text", text, "--json")
    assert answer.code == 0, answer.stderr
    assert sorted(file.name for file in out.iterdir()) == [
        "Courriel D-0001 DUPONT1 Zoé.eml", "Courriel D-0003 DUPONT3 Zoé.eml",
    ]  # fmt: skip
    assert answer.data["without_address"] == ["D-0002"]
    told = " ".join(answer.data["warnings"])
    assert "Rien ne remplit {âge}." in told
    assert f"Plusieurs candidats ont donné l’adresse {PRIVATE[0]}." in told
    none = command(services, "documents", "mail", folder, session, out, "--candidate", "D-0002", "--json")
    assert none.refusal == "batch.no_mail"


def test_codes_find_papers_and_duplicates(
    services: QuickServices, place: tuple[Path, str], tmp_path: Path
) -> None:
    folder, session = place
    issued = command(
        services, "documents", "issue", folder, session, "--kind", "CERTIFICATE", *MENTIONS, "--json"
    )
    (paper,) = issued.data["papers"]
    assert paper["code"] == verification_code(paper["sha256"])
    found = command(services, "documents", "check", folder, paper["code"].lower(), "--json")
    assert (found.code, found.data["id"], found.data["superseded"]) == (0, paper["id"], False)
    made = command(
        services, "documents", "duplicate", folder, paper["code"], "--out", tmp_path / "d", "--json"
    )
    assert made.data["duplicate_of"] == paper["code"]
    assert "DUPLICATA n° 1" in whole_text(Path(made.data["path"]).read_bytes())
    listed = command(services, "documents", "list", folder, session, "--json").data
    assert [one["code"] for one in listed["duplicates"]] == [made.data["code"]]
    states = {(one["kind"], one["number"]): one["state"] for one in listed["papers"]}
    assert states["CERTIFICATE", "D-0001"] == "ISSUED"
    assert states["CERTIFICATE", "D-0002"] == "NOT_DUE"
    assert states["DECISION_NOTICE", "D-0003"] == "TO_ISSUE"
    wrong = command(services, "documents", "check", folder, "1234", "--json")
    assert wrong.refusal == "issued.code"


def test_while_minutes_are_rectified_the_refusal_says_only_that_and_no_duplicate_leaves(
    services: QuickServices, place: tuple[Path, str]
) -> None:
    folder, session = place
    issued = command(
        services, "documents", "issue", folder, session, "--kind", "CERTIFICATE", *MENTIONS, "--json"
    )
    (paper,) = issued.data["papers"]
    shown = command(services, "session", "show", folder, session, "--json").data
    minutes = shown["all_minutes"][0]["id"]
    assert shown["rectifying"] is None
    command(
        services, "minutes", "rectify", folder, minutes, "--ground", "clerical", "--by", "ROUX Hélène",
        "--reason", "Lieu de naissance",
    )  # fmt: skip
    answer = command(services, "documents", "issue", folder, session, "--kind", "DECISION_NOTICE", "--json")
    assert answer.refusal == "issued.rectifying"
    assert "l’est déjà" not in answer.stderr
    again = command(services, "documents", "duplicate", folder, paper["code"], "--json")
    assert again.refusal == "issued.rectifying"
    told = command(services, "session", "show", folder, session).stdout
    assert "Rectification du procès-verbal" in told
    assert "Close" not in told


def test_the_code_of_a_replaced_paper_is_answered_by_the_one_that_replaces_it(
    services: QuickServices, place: tuple[Path, str]
) -> None:
    folder, session = place
    issue = ("documents", "issue", folder, session, "--kind", "CERTIFICATE", *MENTIONS, "--json")
    (first,) = command(services, *issue).data["papers"]
    minutes = command(services, "session", "show", folder, session, "--json").data["all_minutes"][0]["id"]
    command(
        services, "minutes", "rectify", folder, minutes, "--ground", "clerical", "--by", "ROUX Hélène",
        "--reason", "Lieu de naissance",
    )  # fmt: skip
    workspace = make_store().open(folder, PASSPHRASE)
    later = workspace.clock() + timedelta(minutes=5)
    workspace._clock = lambda: later
    moved(workspace, completed_session())
    closed = close(workspace, completed_session())
    sign(workspace, completed_session(), closed.id, Role.PRESIDENT)
    workspace.close()
    found = command(services, "documents", "check", folder, first["code"], "--json")
    assert (found.code, found.data["superseded"], found.data["replaced_by"]) == (1, True, None)
    listed = command(services, "documents", "list", folder, session, "--json").data["papers"]
    assert first["code"] in [one["replaces"] for one in listed]
    (second,) = command(services, *issue).data["papers"]
    found = command(services, "documents", "check", folder, first["code"], "--json")
    assert (found.code, found.data["replaced_by"]) == (1, second["code"])
    assert second["code"] in found.stderr
    assert command(services, "documents", "check", folder, second["code"], "--json").code == 0


def test_what_is_not_issued_is_told_by_reason_with_its_blocks_and_one_by_one_on_demand(
    services: QuickServices, place: tuple[Path, str]
) -> None:
    folder, session = place
    asked = ("documents", "issue", folder, session)
    told = command(services, *asked).stderr.splitlines()
    prevented = command(services, *asked, "--json").data["prevented"]
    one_by_one = command(services, *asked, "--verbose").stderr.splitlines()
    assert len(told) <= len({one["message"] for one in prevented}) + 1 < len(one_by_one) == len(prevented)
    assert told[-1] == "Un par un : --verbose, ou --json."
    assert any("Attestation de bloc BC01 (" in line for line in told)
    assert any(line.startswith("Attestation de bloc BC01, D-000") for line in one_by_one)
    assert {one["block"] for one in prevented if one["kind"] == "BLOCK_CERTIFICATE"} >= {"BC01"}


def test_a_paper_of_the_whole_jury_is_named_without_an_empty_subject(
    services: QuickServices, place: tuple[Path, str]
) -> None:
    folder, session = place
    issued = command(services, "documents", "issue", folder, session, "--kind", "ATTENDANCE_LIST")
    listed = command(services, "documents", "list", folder, session)
    for line in (*issued.stdout.splitlines(), *listed.stdout.splitlines()):
        assert "· ," not in line
        assert "·  :" not in line
    assert any("État des présences, " in line for line in issued.stdout.splitlines())
