"""No private field on a public page: every paper that leaves the demonstration is searched for each of them.

Public: minutes, their draft and extracts, every issued paper but those that show marks, registers, the
archive folder. The workspace keeps no candidate's postal address; were there one, only the own notice could
bear it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DecodedStreamObject, NameObject, TextStringObject
from sqlalchemy import Text, select

from cisp_desktop.application.archiving import WITH_MARKS, archive_session
from cisp_desktop.application.awards import award_register
from cisp_desktop.application.demonstration import PASSPHRASE, UNDER_WAY, make_demonstration, run_headless
from cisp_desktop.application.demonstration_codes import CODES
from cisp_desktop.application.extract_content import extract_of
from cisp_desktop.application.issued_building import Choices
from cisp_desktop.application.issued_rules import ISSUED_KINDS
from cisp_desktop.application.issuing import issue_duplicate, issue_papers, read_paper, read_papers
from cisp_desktop.application.juror_register import details_of, edit_juror
from cisp_desktop.application.jurors import identify_juror
from cisp_desktop.application.minutes import draft_minutes, read_minutes, snapshot_of
from cisp_desktop.application.ports import DossierFacts, Workspace
from cisp_desktop.application.reading_notes import NoteContent, NoteDraft, add_note
from cisp_desktop.application.register_papers import award_paper, number_paper
from cisp_desktop.application.registers import number_register
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.domain.reading import Area, NoteColour
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.documents.archival_validator import validator
from tests.documents.factories import snapshot
from tests.documents.reading import page_texts
from tests.documents.searching import Place, leaks, places_of, plain, read_as_text
from tests.journeys.quick_services import QuickServices

PRIVATE = {
    "candidate": ("email", "phone"),
    "registration": ("accommodations", "referent_trainer", "employer", "companion"),
    "juror": ("email", "phone", "ties"),
    "mark": ("comment",),
    "reading_note": ("text",),
    "comment_template": ("text",),
    "recusal": ("detail",),
    "outside_result": ("evaluator",),
    "unavailability": ("label",),
    "dossier": ("file_name",),
    "dossier_page": ("content",),
    "credential": ("first_code",),
    "workspace": ("authority_private_key", "vault_identity"),
    "presence": ("document_name",),
    "score_sheet": ("set_aside_reason",),
    "stand_in": ("reason",),
}
"""What no public paper says, by table. Enumerated values and numbers are not searched for as text."""
KNOWN_PUBLIC = {("centre", "email"), ("centre", "phone")}
"""Columns whose names sound private and are not: the centre's own."""
SOUNDS_PRIVATE = re.compile(
    r"e?mail|phone|comment|ties|accommodation|detail|first_code|private|street|postal"
)
SHORTEST = 7
"""Letters of a value that is searched for: « Stage » stands anywhere."""
SHOWING_MARKS = re.compile(r"\d+,\d\d?(?!\d)|\d+ ?/ ?20(?!\d)")


class QuickDossiers(QuickServices):
    """Dossiers of one bare page each, taken as they come: they are not what is searched."""

    @cached_property
    def dossier_writer(self) -> "QuickDossiers":
        """Itself."""
        return self

    @cached_property
    def inspector(self) -> "QuickDossiers":
        """Itself."""
        return self

    def write_dossier(self, kind: str, *, candidate_name: str, centre: str, seed: int, pages: int) -> bytes:
        """Return what passes for a dossier."""
        return f"%PDF-1.7 {kind} {candidate_name} {centre} {seed} {pages}".encode()

    def inspect(self, content: bytes, *, file_name: str) -> DossierFacts:
        """Let everything pass."""
        return DossierFacts(
            1, sha256(content).hexdigest(), len(content), (f"Mémoire confidentiel {file_name}",)
        )


def _fill(workspace: Workspace, services: QuickServices) -> None:
    """Write what the demonstration leaves empty: registers of jurors, arrangements, ties, a reading note."""
    queries = workspace.queries
    (session,) = queries.sessions()
    for place, row in enumerate(queries.jurors()):
        before = details_of(row)
        after = replace(
            before, email=f"jure.{place}@prive.invalid", phone=f"06 12 34 56 7{place}",
            ties=f"Ancienne voisine de la famille Zibeline, lien {place}",
        )  # fmt: skip
        edit_juror(workspace, row.id, before=before, after=after)
    with workspace.unit_of_work() as work:
        for place, row in enumerate(queries.registrations(session.id)):
            registration = work.registrations.get(row.id)
            registration.accommodations = f"Tiers temps pour dyslexie, attestation {place}"
        work.commit()
    (recused,) = [row for row in queries.registrations(session.id) if row.recused_seat_ids]
    with workspace._writing.begin() as connection:  # type: ignore[attr-defined]  # the real one
        ties = tables.recusal.update().where(tables.recusal.c.registration_id == recused.id)
        connection.execute(ties.values(detail="Ont vécu ensemble à Voreppe"))
    seat = queries.panel(session.id).seats[0]
    juror = identify_juror(workspace, seat.id, code=CODES[seat.role], identities=services.identities)
    wanted = next(row for row in queries.registrations(session.id) if row.number == UNDER_WAY)
    dossier = next(row for row in queries.dossiers(session.id) if row.registration_id == wanted.id)
    content = NoteContent(NoteColour.PINK, "Plan confus, à faire préciser")
    add_note(workspace, juror, NoteDraft("n1", dossier.id, 0, content, (Area(1, 1, 9, 9),)))


@dataclass(frozen=True)
class Told:
    """The public papers of the demonstration, by name, and the private values, each with what it is."""

    papers: Mapping[str, bytes]
    files: Mapping[str, bytes]
    secrets: Mapping[str, str]
    kinds: frozenset[str]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The demonstration from its list of candidates to its archive folder."""
    folder, services = tmp_path_factory.mktemp("public"), QuickDossiers()
    path = folder / "workspace"
    workspace = make_demonstration(services, path, progress=lambda _done, _total: None)
    _fill(workspace, services)
    (session,) = workspace.queries.sessions()
    draft = draft_minutes(workspace, session.id, renderer=services.renderer).pdf
    workspace.close()
    run_headless(services, path, folder, say=lambda _words: None)
    workspace = services.open_workspace(path, PASSPHRASE)
    assert isinstance(workspace, SqlWorkspace)
    papers = {"projet": draft} | dict(_papers(workspace, services, session.id))
    archive_session(workspace, session.id, folder / "archives")
    files = {
        str(file.relative_to(folder)): file.read_bytes()
        for file in (folder / "archives").rglob("*")
        if file.is_file()
    }
    secrets = _secrets(workspace)
    issued = read_papers(workspace, session.id).documents
    workspace.close()
    return Told(papers, files, secrets, frozenset(one.kind.value for one in issued))


def _papers(workspace: SqlWorkspace, services: QuickServices, session_id: str) -> Iterator[tuple[str, bytes]]:
    for row in workspace.queries.minutes_history(session_id):
        yield row.number, read_minutes(workspace, row.id)
        data = snapshot_of(workspace, row.id)
        for one in data["candidates"]:
            extract = extract_of(data, one["number"], of=row.sha256)
            yield f"extrait {one['number']}", services.renderer.render(extract, draft=False).pdf
    choices = Choices("DURAND Claire", "Directrice générale", date(2018, 1, 26), "entrée avant le terme")
    issue_papers(
        workspace, session_id, wanted=lambda paper: paper.kind not in WITH_MARKS, choices=choices,
        renderer=services.issued,
    )  # fmt: skip
    first = read_papers(workspace, session_id).documents[0]
    issue_duplicate(workspace, first.id, renderer=services.issued)
    for document in read_papers(workspace, session_id).documents:
        yield f"{document.kind} {document.number} {document.code}", read_paper(workspace, document)
    queries, now = workspace.queries, workspace.clock()
    verdict = queries.check_journal()
    numbers = number_paper(number_register(queries), verdict, asked="tout", made=now)
    awards = award_paper(award_register(queries), verdict, asked="tout", made=now)
    yield "numéros", services.registers.render(numbers)
    yield "certifications", services.registers.render(awards)


def _secrets(workspace: SqlWorkspace) -> dict[str, str]:
    """Return every private value with what it is, but for those that are public elsewhere."""
    found = dict.fromkeys(CODES.values(), "code")
    with workspace._reading.connect() as connection:
        for name, columns in PRIVATE.items():
            table = tables.metadata.tables[name]
            for column in columns:
                for value in connection.execute(select(table.c[column]).distinct()).scalars():
                    text = value.decode("latin-1") if isinstance(value, bytes) else str(value or "")
                    found |= dict.fromkeys(text.splitlines(), f"{name}.{column}")
        juror, centre = tables.juror.c, tables.centre.c
        public = {
            plain(one)
            for column in (juror.name, juror.employer, juror.title, centre.name)
            for one in connection.execute(select(column)).scalars()
        }
    # The public key stands at the end of the private one, and in the certificate.
    certificate = plain(workspace.authority.certificate_pem.decode())
    return {
        text: what
        for text, what in found.items()
        if len(plain(text)) >= SHORTEST and plain(text) not in public and plain(text) not in certificate
    }


def test_every_kind_of_private_value_is_there_to_be_found(told: Told) -> None:
    found = set(told.secrets.values())
    assert {
        "candidate.email", "candidate.phone", "registration.accommodations", "juror.email", "juror.phone",
        "juror.ties", "mark.comment", "reading_note.text", "recusal.detail", "code", "dossier_page.content",
        "workspace.authority_private_key",
    } <= found  # fmt: skip
    assert len(told.secrets) > 80


def test_every_public_kind_of_paper_is_among_those_that_are_searched(told: Told) -> None:
    assert told.kinds == {kind.value for kind in ISSUED_KINDS} - {kind.value for kind in WITH_MARKS}
    assert len(told.papers) > 60
    assert len(told.files) > 120


def test_no_private_value_is_on_a_public_paper(told: Told) -> None:
    """Pages, attached data, metadata, bookmarks, and what no page shows."""
    found = {name: leaks(places_of(pdf), told.secrets) for name, pdf in told.papers.items()}
    print(f"{len(told.papers)} papers searched for {len(told.secrets)} private values")
    assert {name: one for name, one in found.items() if one} == {}


def test_no_private_value_is_in_the_archive_folder(told: Told) -> None:
    public = set(told.papers.values())
    found = {}
    for name, content in told.files.items():
        if content in public:
            continue
        places = places_of(content) if name.endswith(".pdf") else [Place(name, read_as_text(content))]
        found[name] = leaks(places, told.secrets)
    assert {name: one for name, one in found.items() if one} == {}


def test_no_public_page_shows_a_mark(told: Told) -> None:
    """The threshold of the scheme is public."""
    shown = {
        (name, mark)
        for name, pdf in told.papers.items()
        for page in page_texts(pdf)
        for mark in SHOWING_MARKS.findall(page)
    }
    assert shown <= {(name, "10/20") for name in told.papers}
    assert SHOWING_MARKS.findall("13,67 sur 20 et 8 / 20") == ["13,67", "8 / 20"]


def test_every_column_that_sounds_private_is_searched_for() -> None:
    sounding = {
        (table.name, column.name)
        for table in tables.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Text) and SOUNDS_PRIVATE.search(column.name)
    }
    declared = {(table, column) for table, columns in PRIVATE.items() for column in columns}
    assert sounding - declared - KNOWN_PUBLIC - {("audit_event", "details")} == set()


# --- the control: leaks planted in each place --------------------------------------------------------------


def _on_a_page(writer: PdfWriter, secret: str) -> None:
    stream = DecodedStreamObject()
    stream.set_data(f"BT ({secret}) Tj ET".encode("latin-1"))
    writer.pages[0][NameObject("/PieceInfo")] = writer._add_object(stream)


def _hidden(writer: PdfWriter, secret: str) -> None:
    writer._root_object[NameObject("/Hidden")] = TextStringObject(secret)


def _on_a_note(writer: PdfWriter, secret: str) -> None:
    writer.add_annotation(0, FreeText(text=secret, rect=(0, 0, 9, 9)))


PLANTED = {
    "in the attached data": lambda writer, secret: writer.add_attachment("a.json", secret.encode()),
    "as an attachment's name": lambda writer, secret: writer.add_attachment(f"{secret}.json", b"{}"),
    "in the information": lambda writer, secret: writer.add_metadata({"/Subject": secret}),
    "as a bookmark": lambda writer, secret: writer.add_outline_item(title=secret, page_number=0),
    "in a stream that no page draws": _on_a_page,
    "on a note": _on_a_note,
    "in the catalog": _hidden,
}


@pytest.mark.robustness
def test_every_paper_of_the_demonstration_and_its_archive_is_archival(told: Told, tmp_path: Path) -> None:
    """In the words of an independent validator: signed minutes, extracts, papers, registers, archive."""
    archive = {name: content for name, content in told.files.items() if name.endswith(".pdf")}
    assert len(archive) > 30
    with validator(tmp_path) as running:
        assert running.all_broken({**told.papers, **archive}) == {}


def test_the_demonstrations_authority_bears_the_name_of_its_workspace(told: Told) -> None:
    subject = x509.load_pem_x509_certificate(told.files["archives/autorite.crt"]).subject
    assert [one.value for one in subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)] == ["workspace"]


def test_a_leak_that_is_planted_is_found(told: Told) -> None:
    for place, plant in PLANTED.items():
        assert _found_where_planted(told, plant), place


def _found_where_planted(told: Told, plant: Callable[[PdfWriter, str], None]) -> bool:
    secret = next(text for text, what in told.secrets.items() if what == "candidate.email")
    (sound,) = [pdf for name, pdf in told.papers.items() if name.startswith("ATTENDANCE_LIST")]
    writer = PdfWriter(clone_from=PdfReader(BytesIO(sound)))
    plant(writer, secret)
    altered = BytesIO()
    writer.write(altered)
    return secret in {
        told.split(": ", 1)[1] for _, told in leaks(places_of(altered.getvalue()), told.secrets)
    }


def test_a_leak_on_a_drawn_page_is_found(told: Told) -> None:
    for what in ("candidate.phone", "juror.ties", "mark.comment", "recusal.detail", "code"):
        _check_drawn(told, what)


def _check_drawn(told: Told, what: str) -> None:
    secret = next(text for text, one in told.secrets.items() if one == what)
    content = snapshot(3, incidents=[f"Le jury note {secret} au dossier."])
    pdf = MinutesRenderer().render(content, draft=True).pdf
    assert any(where == "pages" for where, _ in leaks(places_of(pdf), told.secrets))
