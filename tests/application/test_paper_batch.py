"""All the papers of a session as one batch: nothing left out in silence, each candidate's papers alone."""

import hashlib
import json
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from cisp_desktop.application.files import read_small_file
from cisp_desktop.application.issued_rules import CANDIDATE_KINDS
from cisp_desktop.application.issuing import issue_duplicate, read_papers
from cisp_desktop.application.mail_wording import (
    PAPERS_MAIL,
    MailFacts,
    MailModel,
    mail_facts,
    mail_model,
    unknown_blanks,
)
from cisp_desktop.application.paper_batch import (
    DUPLICATE,
    EXTRACT,
    LIST_NAME,
    MINUTES,
    MOST_NAMED,
    Batch,
    BatchChoice,
    BatchPaper,
    Owed,
    batch_kind_named,
    chosen_papers,
    folder_names,
    left_out_words,
    read_batch,
    record_printing,
    write_batch,
)
from cisp_desktop.application.paper_mails import (
    addressees,
    fill_mail,
    kept_back_words,
    mail_kinds,
    shared_addresses,
    write_mails,
)
from cisp_desktop.application.wording_journal import detail_words
from cisp_desktop.documents.issued.renderer import IssuedRenderer
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.paper_template import CentreTemplates
from cisp_desktop.exchange.draft_messages import DraftMessages
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.issued_scenes import completed_session, issue, open_completed
from tests.factories import SessionMade

ORIGIN = mail_model(CentreTemplates(), PAPERS_MAIL)
FACTS = MailFacts("Coordinateur", "14/12/2022", None, "CISP Grenoble", "", "cisp@exemple.fr")
NOTICE, PRESENCE, CERTIFICATE = "DECISION_NOTICE", "CANDIDATE_PRESENCE", "CERTIFICATE"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlWorkspace]:
    """A session whose papers are issued but for the parchemin; two candidates have an address."""
    workspace, made = open_completed(tmp_path_factory.mktemp("issued"))
    kinds = [one for one in DocumentKind if one is not DocumentKind.CERTIFICATE]
    issue(workspace, made, *kinds)
    notice = next(one for one in read_papers(workspace, made.id).documents if one.kind.value == NOTICE)
    issue_duplicate(workspace, notice.id, renderer=IssuedRenderer())
    with workspace.unit_of_work() as work:
        people = work.candidates.of_session(made.id)
        owners = {one.candidate_id: one.number for one in work.registrations.of_session(made.id)}
        for candidate in people.values():
            number = owners[candidate.id]
            candidate.email = "" if number == "D-0003" else f"{number.lower()}@exemple.fr"
        work.commit()
    yield workspace
    workspace.abandon()


@pytest.fixture
def made(issued: SqlWorkspace) -> SessionMade:
    del issued
    return completed_session()


@pytest.fixture
def batch(issued: SqlWorkspace, made: SessionMade) -> Batch:
    return read_batch(issued, made.id)


def paper(kind: str, number: str, *, mark: str = "C", pages: int = 1) -> BatchPaper:
    return BatchPaper(
        kind, kind, number, "DUPONT", f"{mark}-{number}", "0" * 64, pages, f"{kind} {number}.pdf", number
    )


def test_a_batch_holds_minutes_first_then_each_candidate_then_the_jury(batch: Batch) -> None:
    assert batch.papers[0].kind == MINUTES
    numbers = [one.number for one in batch.papers if one.registration_id and one.kind != DUPLICATE]
    assert numbers == sorted(numbers)
    assert batch.kinds[0] == MINUTES
    assert batch.kinds[-1] == DUPLICATE
    assert len({one.file_name.casefold() for one in batch.papers}) == len(batch.papers)


def test_what_is_due_and_not_issued_is_told(batch: Batch) -> None:
    assert [(one.kind, one.number) for one in batch.owed if not one.why] == [(CERTIFICATE, "D-0001")]
    words = left_out_words(batch, BatchChoice(frozenset(batch.kinds)))
    assert words[0] == "1\u00a0document à émettre n’est pas du lot\u00a0: Parchemin (1)."
    assert left_out_words(batch, BatchChoice(frozenset({NOTICE}))) == []
    assert left_out_words(batch, BatchChoice(frozenset({CERTIFICATE}), frozenset({"D-0002"}))) == []


def test_what_waits_for_minutes_and_what_was_superseded_are_told() -> None:
    waiting = Owed(NOTICE, "1", "Le procès-verbal attend.")
    batch = Batch((), (waiting, replace(waiting, number="2")), 3, ("Une remarque.",))
    words = left_out_words(batch, BatchChoice(frozenset({NOTICE, MINUTES})))
    assert words == [
        "Le procès-verbal attend. (2\u00a0documents)",
        "3\u00a0documents remplacés depuis une rectification\u00a0: hors du lot.",
        "Une remarque.",
    ]


def test_a_choice_orders_and_repeats() -> None:
    papers = (paper(MINUTES, ""), paper(NOTICE, "1"), paper(PRESENCE, "1"), paper(NOTICE, "2"))
    batch = Batch(papers, (), 0, ())
    kinds = frozenset({MINUTES, NOTICE, PRESENCE})
    by_candidate = chosen_papers(batch, BatchChoice(kinds, copies={MINUTES: 2}))
    assert by_candidate == [papers[0], *papers]
    by_kind = chosen_papers(batch, BatchChoice(kinds, by_kind=True))
    assert by_kind == [papers[0], papers[1], papers[3], papers[2]]
    assert chosen_papers(batch, BatchChoice(kinds, frozenset({"2"}))) == [papers[0], papers[3]]


def test_kinds_are_called_by_code_or_title() -> None:
    assert batch_kind_named("procès-verbal") == MINUTES
    assert batch_kind_named("relevé de décision") == NOTICE
    assert batch_kind_named("DUPLICATE") == DUPLICATE
    assert batch_kind_named("Diplôme") is None


def test_a_folder_holds_the_stored_files_and_a_list_that_checks_them(
    issued: SqlWorkspace, batch: Batch, tmp_path: Path
) -> None:
    papers = chosen_papers(batch, BatchChoice(frozenset({MINUTES, NOTICE}), copies={MINUTES: 2}))
    folder = tmp_path / "Documents"
    files = write_batch(issued, papers, folder, number="PV-1")
    assert sorted(file.name for file in folder.iterdir()) == sorted(folder_names(papers))
    assert files[-1].name == LIST_NAME
    for one in papers:
        assert hashlib.sha256((folder / one.file_name).read_bytes()).hexdigest() == one.pdf_sha256
    text = (folder / LIST_NAME).read_text(encoding="utf-8")
    assert "2\u00a0exemplaires" in text
    assert text.count(".pdf") == len(set(papers))
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", LIST_NAME], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    with pytest.raises(RuleError) as caught:
        write_batch(issued, papers, folder, number="PV-1")
    assert caught.value.code == "export.exists_inside"


def test_printing_is_noted_with_what_and_how_often(
    issued: SqlWorkspace, batch: Batch, made: SessionMade
) -> None:
    papers = chosen_papers(batch, BatchChoice(frozenset({MINUTES, NOTICE}), copies={MINUTES: 2}))
    record_printing(issued, made.id, papers, copies=3)
    with issued.unit_of_work() as work:
        newest = work.journal.last()
    assert newest is not None
    assert (newest.action, newest.subject) == ("papers.printed", made.id)
    told = json.loads(newest.details)
    assert told["papers"] == list(dict.fromkeys(one.mark for one in papers))
    assert (told["copies"], told["printed"], told["kinds"]) == (3, len(papers), [MINUTES, NOTICE])
    words = detail_words(newest.details, {})
    assert f"{len(papers)}\u00a0documents imprimés" in words
    assert "Procès-verbal, Relevé de décision" in words
    assert all(one.subject not in newest.details for one in papers if one.subject)


def test_a_long_printing_is_noted_by_its_fingerprint(issued: SqlWorkspace, made: SessionMade) -> None:
    record_printing(issued, made.id, [paper(NOTICE, str(n)) for n in range(MOST_NAMED + 1)], copies=1)
    with issued.unit_of_work() as work:
        newest = work.journal.last()
    assert newest is not None
    assert len(json.loads(newest.details)["sha256"]) == 64
    assert len(newest.details) < 400


# --- messages -----------------------------------------------------------------------------------------


def read(path: Path) -> EmailMessage:
    message = message_from_bytes(read_small_file(path, limit=10**8), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_each_message_holds_the_papers_of_its_candidate_and_no_others(
    issued: SqlWorkspace, batch: Batch, made: SessionMade, tmp_path: Path
) -> None:
    registrations = issued.queries.registrations(made.id)
    people = addressees(batch, registrations, mail_kinds(batch))
    assert [one.number for one in people] == ["D-0001", "D-0002", "D-0003"]
    names = write_mails(
        issued, tmp_path / "C", people, model=ORIGIN, facts=FACTS, writer=DraftMessages(),
        stamp=issued.clock(),
    )  # fmt: skip
    assert names == ["Courriel D-0001 DUPONT1 Zoé.eml", "Courriel D-0002 DUPONT2 Zoé.eml"]
    stored = {one.pdf_sha256: one.number for one in batch.papers}
    for name, person in zip(names, people, strict=False):
        message = read(tmp_path / "C" / name)
        assert message["X-Unsent"] == "1"
        assert [one.addr_spec for one in message["To"].addresses] == [person.address]
        files = list(message.iter_attachments())
        assert {one.get_content_type() for one in files} == {"application/pdf"}
        assert [one.get_filename() for one in files] == [paper.file_name for paper in person.papers]
        owners = {stored[hashlib.sha256(one.get_payload(decode=True)).hexdigest()] for one in files}  # type: ignore[arg-type]  # bytes
        assert owners == {person.number}
        text = message.get_body().get_content()  # type: ignore[union-attr]  # there is one
        for paper_ in person.papers:
            assert paper_.title in text


def test_only_the_kinds_chosen_are_attached_and_who_has_none_is_no_addressee(
    issued: SqlWorkspace, batch: Batch, made: SessionMade
) -> None:
    registrations = issued.queries.registrations(made.id)
    people = addressees(batch, registrations, [PRESENCE])
    assert [one.number for one in people] == ["D-0001", "D-0002"]
    assert {paper_.kind for one in people for paper_ in one.papers} == {PRESENCE}
    assert set(mail_kinds(batch)) <= {kind.value for kind in DocumentKind} | {DUPLICATE}
    assert {kind.value for kind in CANDIDATE_KINDS if kind.value != CERTIFICATE} <= set(mail_kinds(batch))


def test_a_message_is_filled_from_the_session(issued: SqlWorkspace, batch: Batch, made: SessionMade) -> None:
    session = issued.queries.session(made.id)
    facts = mail_facts(session, issued.queries.centre(session.centre_id))
    person = addressees(batch, issued.queries.registrations(made.id), [NOTICE])[0]
    message = fill_mail(MailModel("{candidat}", "{documents}\n{centre}\n{âge}"), person, facts)
    assert message.subject == person.name
    assert message.text.splitlines()[0] == "– Relevé de décision"
    assert message.text.splitlines()[-1] == "{âge}"
    assert unknown_blanks(MailModel("{candidat}", "{âge}"), PAPERS_MAIL) == ["âge"]


def test_an_address_that_two_candidates_gave_is_told(
    issued: SqlWorkspace, batch: Batch, made: SessionMade
) -> None:
    people = addressees(batch, issued.queries.registrations(made.id), [NOTICE])
    assert shared_addresses(people) == []
    twin = replace(people[1], address="D-0001@EXEMPLE.fr")
    assert shared_addresses([people[0], twin]) == ["D-0001@EXEMPLE.fr", "d-0001@exemple.fr"]


# --- extracts -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def with_extracts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlWorkspace]:
    """A session closed with extracts, signed by all; notices issued, every candidate with an address."""
    workspace, made = open_completed(tmp_path_factory.mktemp("extraits"), extracts=True)
    issue(workspace, made, DocumentKind.DECISION_NOTICE)
    with workspace.unit_of_work() as work:
        for place, candidate in enumerate(work.candidates.of_session(made.id).values()):
            candidate.email = f"c{place}@exemple.fr"
        work.commit()
    yield workspace
    workspace.abandon()


@pytest.fixture
def extracts_batch(with_extracts: SqlWorkspace) -> Batch:
    return read_batch(with_extracts, completed_session(extracts=True).id)


def test_each_candidate_s_extract_stands_before_the_other_papers(extracts_batch: Batch) -> None:
    found = [(one.kind, one.number) for one in extracts_batch.papers]
    assert found[:3] == [(MINUTES, ""), (EXTRACT, "D-0001"), (NOTICE, "D-0001")]
    assert [number for kind, number in found if kind == EXTRACT] == ["D-0001", "D-0002", "D-0003"]
    assert {one.lacks for one in extracts_batch.papers} == {""}
    assert extracts_batch.kinds[:3] == [MINUTES, EXTRACT, NOTICE]
    assert batch_kind_named("extrait du procès-verbal") == EXTRACT


def test_a_folder_holds_the_extracts_as_signed_with_their_fingerprints(
    with_extracts: SqlWorkspace, extracts_batch: Batch, tmp_path: Path
) -> None:
    papers = chosen_papers(extracts_batch, BatchChoice(frozenset({EXTRACT}), frozenset({"D-0002"})))
    write_batch(with_extracts, papers, tmp_path / "E", number="PV-1")
    (one,) = (file for file in (tmp_path / "E").iterdir() if file.suffix == ".pdf")
    assert one.name.endswith("-extrait-D-0002.pdf")
    assert hashlib.sha256(one.read_bytes()).hexdigest() in (tmp_path / "E" / LIST_NAME).read_text("utf-8")


def test_a_message_takes_the_extract_of_its_candidate_alone(
    with_extracts: SqlWorkspace, extracts_batch: Batch, tmp_path: Path
) -> None:
    made = completed_session(extracts=True)
    (minutes,) = with_extracts.queries.minutes_of_session(made.id)
    owned = {
        one.pdf_sha256: one.registration_id for one in with_extracts.queries.minutes_extracts(minutes.id)
    }
    people = addressees(extracts_batch, with_extracts.queries.registrations(made.id), [EXTRACT])
    names = write_mails(
        with_extracts, tmp_path / "C", people, model=MailModel("Objet", "Texte"), facts=FACTS,
        writer=DraftMessages(), stamp=with_extracts.clock(),
    )  # fmt: skip
    assert len(names) == 3
    for name, person in zip(names, people, strict=True):
        (attached,) = read(tmp_path / "C" / name).iter_attachments()
        content = attached.get_payload(decode=True)
        assert owned[hashlib.sha256(content).hexdigest()] == person.registration_id  # type: ignore[arg-type]  # bytes
        assert attached.get_filename().endswith(f"-extrait-{person.number}.pdf")


def test_an_extract_that_is_not_signed_yet_stays_out_of_messages_and_this_is_said(
    with_extracts: SqlWorkspace, extracts_batch: Batch
) -> None:
    lacking = tuple(
        replace(one, lacks="Signatures en cours") if (one.kind, one.number) == (EXTRACT, "D-0002") else one
        for one in extracts_batch.papers
    )
    batch = replace(extracts_batch, papers=lacking)
    registrations = with_extracts.queries.registrations(completed_session(extracts=True).id)
    assert [one.number for one in addressees(batch, registrations, [EXTRACT])] == ["D-0001", "D-0003"]
    said = ["1\u00a0extrait ne part pas par courriel. Signatures en cours."]
    assert kept_back_words(batch, [EXTRACT]) == said
    assert kept_back_words(batch, [EXTRACT], {"D-0001"}) == kept_back_words(batch, [NOTICE]) == []
    assert len(chosen_papers(batch, BatchChoice(frozenset({EXTRACT})))) == 3
