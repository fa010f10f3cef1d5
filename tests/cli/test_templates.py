"""``template list | show | set | reset | preview``: the wording of papers and messages without a screen."""

import json
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests.application.issued_scenes import open_completed
from tests.cli.command import PASSPHRASE, command
from tests.documents.reading import squeezed, whole_text
from tests.journeys.quick_services import QuickServices

WORDS = "Le jury réuni {jury_reuni} a examiné votre candidature."


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, str, str]:
    """A closed workspace, its session with complete minutes, and the centre's name."""
    workspace, made = open_completed(tmp_path)
    name = workspace.queries.centres()[0].name
    workspace.close()
    return workspace.path, made.id, name


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A template that words a notice and colours everything."""
    path = tmp_path / "modele.json"
    data = {"accent": "#1f3a5f", "papers": {"Relevé de décision": {"opening": WORDS}}}
    path.write_text(json.dumps(data), "utf-8")
    return path


def test_a_file_words_the_papers_that_are_issued_next(
    services: QuickServices, place: tuple[Path, str, str], file: Path, tmp_path: Path
) -> None:
    folder, session, centre = place
    answer = command(services, "template", "set", folder, centre, file, "--json")
    assert answer.data == {"accent": "#1F3A5F", "changed": {"DECISION_NOTICE": ["opening"]}}, answer.stderr
    out = tmp_path / "out"
    issued = command(
        services,
        "documents",
        "issue",
        folder,
        session,
        "--kind",
        "Relevé de décision",
        "--out",
        out,
        "--json",
    )
    assert issued.code == 0, issued.stderr
    for pdf in out.iterdir():
        assert squeezed("a examiné votre candidature") in squeezed(whole_text(pdf.read_bytes()))


def test_list_and_show_tell_texts_fields_and_what_was_changed(
    services: QuickServices, place: tuple[Path, str, str], file: Path
) -> None:
    folder, _session, centre = place
    command(services, "template", "set", folder, centre, file)
    listed = command(services, "template", "list", folder, centre, "--json").data
    notice = next(one for one in listed["papers"] if one["kind"] == "DECISION_NOTICE")
    texts = {one["text"]: one for one in notice["texts"]}
    assert texts["opening"]["changed"]
    assert not texts["closing"]["changed"]
    assert "titulaire" in texts["opening"]["fields"]
    said = command(services, "template", "list", folder, centre).stdout
    assert "{titulaire} : NOM Prénom du candidat" in said
    shown = command(
        services, "template", "show", folder, centre, "--kind", "Relevé de décision", "--json"
    ).data
    assert list(shown["papers"]) == ["DECISION_NOTICE"]
    assert shown["papers"]["DECISION_NOTICE"]["opening"] == WORDS
    assert WORDS in command(services, "template", "show", folder, centre).stdout


def test_what_show_writes_set_takes_back(
    services: QuickServices, place: tuple[Path, str, str], file: Path, tmp_path: Path
) -> None:
    folder, _session, centre = place
    command(services, "template", "set", folder, centre, file)
    saved = tmp_path / "garde.json"
    assert command(services, "template", "show", folder, centre, "--out", saved).code == 0
    again = command(services, "template", "show", folder, centre, "--out", saved, "--json")
    assert again.refusal == "export.exists"
    command(services, "template", "reset", folder, centre)
    back = command(services, "template", "set", folder, centre, saved, "--json")
    assert back.data == {"accent": "#1F3A5F", "changed": {"DECISION_NOTICE": ["opening"]}}


def test_a_text_a_paper_or_all_goes_back_to_the_origin(
    services: QuickServices, place: tuple[Path, str, str], file: Path
) -> None:
    folder, _session, centre = place
    command(services, "template", "set", folder, centre, file)
    one = command(
        services,
        "template",
        "reset",
        folder,
        centre,
        "--kind",
        "DECISION_NOTICE",
        "--text",
        "opening",
        "--json",
    )
    assert one.data == {"accent": "#1F3A5F", "changed": {}}
    assert command(services, "template", "reset", folder, centre, "--json").data["accent"] == ""
    assert command(services, "template", "reset", folder, centre, "--text", "opening").code == 2


def test_a_preview_is_a_file_that_says_so(
    services: QuickServices, place: tuple[Path, str, str], tmp_path: Path
) -> None:
    folder, session, centre = place
    out = tmp_path / "apercu.pdf"
    arguments = (
        "template",
        "preview",
        folder,
        centre,
        "--kind",
        "Relevé de décision",
        "--out",
        out,
        "--json",
    )
    assert command(services, *arguments).data["sample"] is True
    real = command(services, *arguments, "--session", session, "--force")
    assert real.data["sample"] is False
    assert "APERÇU" in whole_text(out.read_bytes())


def test_a_centre_s_words_are_those_of_the_messages_that_take_papers_to_candidates(
    services: QuickServices, place: tuple[Path, str, str], tmp_path: Path
) -> None:
    folder, session, centre = place
    workspace = services.open_workspace(folder, PASSPHRASE)
    with workspace.unit_of_work() as work:
        for candidate in work.candidates.of_session(session).values():
            candidate.email = "zoe@exemple.fr"
        work.commit()
    workspace.close()
    assert command(services, "documents", "issue", folder, session, "--kind", "Relevé de décision").code == 0
    path = tmp_path / "courriel.json"
    worded = {"subject": "Jury {session}", "body": "Bonjour {candidat},\n\n{documents}\n\nÀ bientôt."}
    path.write_text(json.dumps({"papers": {"Courriel d’envoi des documents": worded}}), "utf-8")
    answer = command(services, "template", "set", folder, centre, path, "--json")
    assert answer.data["changed"] == {"PAPERS_MAIL": ["body", "subject"]}, answer.stderr
    listed = command(services, "template", "list", folder, centre, "--json").data
    mail = next(one for one in listed["papers"] if one["kind"] == "PAPERS_MAIL")
    assert [one["text"] for one in mail["texts"]] == ["subject", "body"]
    assert "{documents} : Documents joints" in command(services, "template", "list", folder, centre).stdout
    asked = ("--candidate", "D-0001", "--json")
    made = command(services, "documents", "mail", folder, session, tmp_path / "courriels", *asked)
    message = message_from_bytes(Path(made.data["files"][0]).read_bytes(), policy=default)
    assert str(message["Subject"]).startswith("Jury ")
    body = message.get_body()
    assert body is not None
    text = body.get_content()
    assert text.startswith("Bonjour DUPONT1")
    assert "– Relevé de décision" in text
    own = command(
        services,
        "documents",
        "mail",
        folder,
        session,
        tmp_path / "autres",
        *asked,
        "--subject",
        "Autre objet",
    )
    again = message_from_bytes(Path(own.data["files"][0]).read_bytes(), policy=default)
    assert str(again["Subject"]) == "Autre objet"


def test_a_message_is_looked_at_as_a_file_for_an_invented_candidate(
    services: QuickServices, place: tuple[Path, str, str], tmp_path: Path
) -> None:
    folder, _session, centre = place
    arguments = ("template", "preview", folder, centre, "--kind", "Courriel de relance des pièces", "--json")
    assert command(services, *arguments, "--out", tmp_path / "apercu.pdf").refusal == "export.ending"
    out = tmp_path / "apercu.eml"
    answer = command(services, *arguments, "--out", out)
    assert (answer.code, answer.data["sample"], answer.data["pages"]) == (0, True, None)
    message = message_from_bytes(out.read_bytes(), policy=default)
    body = message.get_body()
    assert body is not None
    assert "– Mémoire" in body.get_content()
    assert message["To"] is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[]", "paper_template.file"),
        ("{", "paper_template.file"),
        ("[" * 100_000, "paper_template.file"),
        ('{"papers": {"DECISION_NOTICE": {"opening": 3}}}', "paper_template.file"),
        ('{"papers": {"PV": {}}}', "paper_template.paper"),
        ('{"papers": {"DECISION_NOTICE": {"opening": "{"}}}', "paper_template.unbalanced"),
        ('{"papers": {"DECISION_NOTICE": {"milieu": "a"}}}', "paper_template.paragraph"),
        ('{"accent": "#FFFFFF"}', "paper_template.pale"),
        ('{"papers": {"PAPERS_MAIL": {"body": "Sans les documents"}}}', "paper_template.field_missing"),
        ('{"papers": {"PAPERS_MAIL": {"subject": "a\\nb"}}}', "paper_template.too_many_lines"),
        ('{"papers": {"REMINDER_MAIL": {"subject": "{documents}"}}}', "paper_template.unknown_field"),
    ],
)
def test_a_file_that_is_no_template_is_refused_and_nothing_changes(
    services: QuickServices, place: tuple[Path, str, str], tmp_path: Path, text: str, code: str
) -> None:
    folder, _session, centre = place
    path = tmp_path / "faux.json"
    path.write_text(text, "utf-8")
    answer = command(services, "template", "set", folder, centre, path, "--json")
    assert (answer.code, answer.refusal) == (1, code)
    assert command(services, "template", "reset", folder, centre, "--json").data == {
        "accent": "",
        "changed": {},
    }
