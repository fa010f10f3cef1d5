"""Any file under verification: the very bytes of a paper, a scan or frozen data are told, nothing else is."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DecodedStreamObject, NameObject, StreamObject, TextStringObject

from cisp_desktop.application.archiving import archive_session
from cisp_desktop.application.issuing import IssuedRow, issue_duplicate, read_paper, read_papers
from cisp_desktop.application.minutes import close_session, sign_minutes
from cisp_desktop.application.minutes_known import Known
from cisp_desktop.application.papers_known import verify_file
from cisp_desktop.application.ports import DossierFacts, Problem, VerificationReport
from cisp_desktop.application.rectifying import open_rectification
from cisp_desktop.application.wording import sentence_of
from cisp_desktop.application.wording_verification import unsigned_verdict
from cisp_desktop.documents.issued.renderer import IssuedRenderer
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.documents.verification import MinutesVerifier
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.minutes import Ground, MinutesScan
from cisp_desktop.domain.panel import Role
from cisp_desktop.exchange.dossier_inspection import LimitedInspector
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.issued_scenes import issue, open_completed
from tests.application.test_rooms import PlainSigner
from tests.documents.reading import page_texts
from tests.factories import SessionMade, make_workspace

KIND = DocumentKind
Judged = tuple[VerificationReport, Known | None]


class PlainInspector:
    """Reads pages in this process: what is inspected here is ours."""

    def inspect(self, content: bytes, *, file_name: str) -> DossierFacts:
        """Return the texts of the pages."""
        try:
            texts = tuple(page_texts(content))
        except Exception:  # a reader breaks in any way on an altered file
            raise RuleError("dossier.pdf.damaged", name=file_name) from None
        return DossierFacts(len(texts), sha256(content).hexdigest(), len(content), texts)


@dataclass(frozen=True)
class Given:
    """A workspace whose session gave out every paper, and the papers by kind."""

    workspace: SqlWorkspace
    made: SessionMade
    papers: tuple[IssuedRow, ...]

    def of(self, kind: DocumentKind) -> list[IssuedRow]:
        return [one for one in self.papers if one.kind is kind]

    def pdf(self, row: IssuedRow) -> bytes:
        return read_paper(self.workspace, row)


@pytest.fixture(scope="module")
def given_out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Given]:
    workspace, made = open_completed(tmp_path_factory.mktemp("given"))
    issue(workspace, made)
    first = read_papers(workspace, made.id).documents[0]
    issue_duplicate(workspace, first.id, renderer=IssuedRenderer())
    yield Given(workspace, made, read_papers(workspace, made.id).documents)
    workspace.close()


def judge(pdf: bytes, workspace: SqlWorkspace | None) -> Judged:
    return verify_file(
        pdf, verifier=MinutesVerifier(), authority_pem=None, workspace=workspace, inspector=PlainInspector()
    )


def codes(found: Known | None) -> list[str]:
    return [] if found is None else [one.code.removeprefix("verification.") for one in found.said]


def words(problems: tuple[Problem, ...]) -> str:
    return "\n".join(sentence_of(one.code, one.values) for one in problems)


def same(judged: Judged) -> bool | None:
    """Whether a file is said to be what was given out; None when nothing is said."""
    verdict = unsigned_verdict(*judged)
    return False if verdict is None else verdict.same


def test_every_paper_as_it_was_given_out_is_told_with_whom_when_and_code(given_out: Given) -> None:
    assert len({one.kind for one in given_out.papers}) == 8
    for row in given_out.papers:
        report, known = judge(given_out.pdf(row), given_out.workspace)
        assert known is not None
        assert (report.intact, known.agrees, known.counts, report.problems) == (True, True, True, ())
        assert same((report, known))
        said = words(known.said)
        assert "octet pour octet" in said
        assert row.code in said
        if row.number:
            assert row.subject in said
        assert ("duplicata n°\u00a01" in said) is bool(row.first_code)


def test_without_a_workspace_only_the_register_can_confirm_a_paper(given_out: Given) -> None:
    for row in given_out.papers:
        report, known = judge(given_out.pdf(row), None)
        assert known is None
        assert (report.intact, report.code, report.trusted) == (False, row.code, None)
        assert [one.code for one in report.problems] == ["verification.unsigned_paper"]
        assert row.code in words(report.problems)
        assert same((report, known)) is None


def test_another_workspace_does_not_know_the_code(given_out: Given, tmp_path: Path) -> None:
    other = make_workspace(tmp_path)
    row = given_out.of(KIND.CERTIFICATE)[0]
    report, known = judge(given_out.pdf(row), other)
    assert codes(known) == ["paper_unknown"]
    assert known is not None
    assert (known.agrees, known.contradicted, report.intact) == (False, False, False)
    assert row.code in words(known.said)
    other.close()


def test_what_was_added_after_a_paper_is_said_to_be_added(given_out: Given) -> None:
    row = given_out.of(KIND.CERTIFICATE)[0]
    pdf = given_out.pdf(row)
    report, known = judge(pdf + b"\njunk", given_out.workspace)
    assert not report.intact
    assert "verification.trailing_bytes" in {one.code for one in report.problems}
    assert codes(known) == ["paper_other", "paper_added"]
    assert known is not None
    assert known.said[1].values == {"count": 5}


# --- attacks ----------------------------------------------------------------------------------------------


def rewritten(pdf: bytes, change: Callable[[PdfWriter], None]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def with_data(pdf: bytes, data: bytes) -> bytes:
    """The same pages and properties with other data attached."""

    def change(writer: PdfWriter) -> None:
        names = writer.root_object["/Names"]["/EmbeddedFiles"]["/Names"]  # type: ignore[index]
        stream = DecodedStreamObject()
        stream.set_data(data)
        reference = writer._add_object(stream)
        file = names[1].get_object()["/EF"]
        file[NameObject("/F")] = file[NameObject("/UF")] = reference

    return rewritten(pdf, change)


def with_text(pdf: bytes, text: str) -> bytes:
    """The same data with a line more on the first page."""

    def change(writer: PdfWriter) -> None:
        page = writer.pages[0]
        content = page.get_contents()
        assert content is not None
        stream = StreamObject()
        # What a page writes in its own fonts is glyphs: a plain font of the reader says the rest.
        writer.add_annotation(0, FreeText(text="x", rect=(0, 0, 1, 1)))
        fonts = page["/Resources"]["/Font"]  # type: ignore[index]
        fonts[NameObject("/Fx")] = writer._add_object(_helvetica())
        drawn = f"\nBT /Fx 14 Tf 60 40 Td ({text}) Tj ET\n".encode("latin-1")
        stream.set_data(content.get_data() + drawn)
        page[NameObject("/Contents")] = writer._add_object(stream)

    return rewritten(pdf, change)


def _helvetica() -> DecodedStreamObject:
    font = DecodedStreamObject()
    for key, value in (("/Type", "/Font"), ("/Subtype", "/Type1"), ("/BaseFont", "/Helvetica")):
        font[NameObject(key)] = NameObject(value)
    return font


def contradicted(judged: Judged, row: IssuedRow) -> str:
    """Check that a file is said not to be a paper; return what is said of it."""
    report, known = judged
    assert known is not None
    assert (report.intact, known.agrees, known.counts) == (False, False, False)
    assert same(judged) is False
    assert "paper_other" in codes(known)
    said = words(known.said)
    assert f"Ce n’est pas le document délivré sous le code {row.code}" in said
    return said


def data_of(pdf: bytes) -> dict[str, object]:
    ((content, *_),) = PdfReader(BytesIO(pdf)).attachments.values()
    found: dict[str, object] = json.loads(content)
    return found


def test_altered_data_is_told_field_by_field(given_out: Given) -> None:
    row = given_out.of(KIND.CERTIFICATE)[0]
    pdf = given_out.pdf(row)
    content = data_of(pdf)
    holder = dict(content["holder"])  # type: ignore[call-overload]
    content["holder"] = {**holder, "birth_name": "USURPATEUR"}
    judged = judge(with_data(pdf, json.dumps(content).encode()), given_out.workspace)
    said = contradicted(judged, row)
    assert "nom de naissance\u00a0: on lit ici «\u00a0USURPATEUR\u00a0», le document délivré dit" in said
    assert holder["birth_name"] in said
    assert "verification.data_altered" in {one.code for one in judged[0].problems}
    assert same(judge(with_data(pdf, json.dumps(content).encode()), None)) is False


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[1]",
        b"null",
        b'{"holder": 3, "blocks": [3]}',
        b'{"blocks": {"a": 1}}',
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_data_of_no_shape_is_told_as_other_data(given_out: Given, data: bytes) -> None:
    row = given_out.of(KIND.BLOCK_CERTIFICATE)[0]
    contradicted(judge(with_data(given_out.pdf(row), data), given_out.workspace), row)


def test_an_altered_page_with_the_original_data_is_told_with_its_line(given_out: Given) -> None:
    row = given_out.of(KIND.CERTIFICATE)[0]
    judged = judge(with_text(given_out.pdf(row), "Mention TRES HONORABLE"), given_out.workspace)
    said = contradicted(judged, row)
    assert "Page 1" in said
    assert "TRES HONORABLE" in said


def test_another_candidate_s_code_makes_a_paper_neither_one_s(given_out: Given) -> None:
    first, second = given_out.of(KIND.DECISION_NOTICE)[:2]
    forged = with_text(given_out.pdf(first), f"Code de verification : {second.code}")
    said = contradicted(judge(forged, given_out.workspace), first)
    assert f"Ce n’est pas le document délivré sous le code {second.code}" in said

    def swap(writer: PdfWriter) -> None:
        writer.add_metadata({"/Keywords": f"sha256:{second.sha256}"})

    contradicted(judge(rewritten(forged, swap), given_out.workspace), second)


def test_a_file_without_its_properties_is_told_by_the_code_on_its_pages(given_out: Given) -> None:
    row = given_out.of(KIND.DECISION_NOTICE)[0]

    def strip(writer: PdfWriter) -> None:
        writer.add_metadata({"/Keywords": TextStringObject("")})

    said = contradicted(judge(rewritten(given_out.pdf(row), strip), given_out.workspace), row)
    assert "Le texte des pages et les données jointes sont les mêmes, mais pas le fichier" in said


def test_a_revision_appended_is_told_even_without_a_workspace(given_out: Given) -> None:
    row = given_out.of(KIND.SUCCESS_ATTESTATION)[0]
    reader = PdfReader(BytesIO(given_out.pdf(row)))
    writer = PdfWriter(reader, incremental=True)
    writer.add_annotation(0, FreeText(text="Avec les félicitations", rect=(100, 100, 300, 130)))
    out = BytesIO()
    writer.write(out)
    report, _known = judged = judge(out.getvalue(), None)
    assert same(judged) is False
    assert "verification.paper_revised" in {one.code for one in report.problems}
    contradicted(judge(out.getvalue(), given_out.workspace), row)


def test_a_duplicate_changed_is_told_as_the_duplicate_alone(given_out: Given) -> None:
    (row,) = [one for one in given_out.papers if one.first_code]
    judged = judge(with_text(given_out.pdf(row), "Admis"), given_out.workspace)
    contradicted(judged, row)
    assert codes(judged[1]).count("paper_other") == 1


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_no_altered_byte_leaves_a_paper_the_same(given_out: Given, data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(given_out.papers))
    pdf = given_out.pdf(row)
    place = data.draw(st.integers(0, len(pdf) - 1))
    other = data.draw(st.integers(1, 255))
    altered = pdf[:place] + bytes([pdf[place] ^ other]) + pdf[place + 1 :]
    for workspace in (given_out.workspace, None):
        report, known = judge(altered, workspace)
        assert not report.intact
        assert same((report, known)) is not True
        assert known is None or not known.agrees


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_no_cut_or_lengthened_file_is_the_same(given_out: Given, data: st.DataObject) -> None:
    pdf = given_out.pdf(data.draw(st.sampled_from(given_out.papers)))
    altered = data.draw(
        st.one_of(
            st.integers(0, len(pdf) - 1).map(lambda length: pdf[:length]),
            st.binary(min_size=1, max_size=40).map(lambda more: pdf + more),
        )
    )
    report, known = judge(altered, given_out.workspace)
    assert not report.intact
    assert same((report, known)) is not True


# --- what is kept beside papers ---------------------------------------------------------------------------


@pytest.fixture
def completed(tmp_path: Path) -> Iterator[tuple[SqlWorkspace, SessionMade]]:
    workspace, made = open_completed(tmp_path)
    yield workspace, made
    workspace.close()


def test_a_scan_the_frozen_data_and_the_list_of_an_archive_are_told(
    completed: tuple[SqlWorkspace, SessionMade], tmp_path: Path
) -> None:
    workspace, made = completed
    issue(workspace, made, KIND.DECISION_NOTICE)
    (minutes,) = workspace.queries.minutes_history(made.id)
    scan = MinutesScan(
        "scan", minutes.id, workspace.vault.store(b"%PDF-1.7 scan"), "s.pdf", 1, workspace.clock(), "ROUX"
    )
    with workspace.unit_of_work() as work:
        work.minutes.add_scan(scan)
        work.commit()
    archive_session(workspace, made.id, tmp_path / "archives")
    beside = {"LISEZMOI.txt", "index.txt", "glossaire.txt", "journal.jsonl", "autorite.crt"}
    found: dict[str, list[str]] = {}
    for file in (tmp_path / "archives").rglob("*"):
        if file.is_file():
            judged = judge(file.read_bytes(), workspace)
            kind = file.parent.name + file.suffix if file.parent.name != "archives" else file.name
            found.setdefault(kind, []).extend(codes(judged[1]))
            assert same(judged) is (file.name not in beside) or (
                file.parent.name == "proces-verbaux" and file.suffix == ".pdf"  # signed: not judged here
            )
    assert found["numerisations.pdf"] == ["scan_same"]
    assert found["proces-verbaux.json"] == ["minutes_data"]
    assert set(found["documents.pdf"]) == {"paper_same"}
    assert set(found["documents.json"]) == {"paper_data"}
    assert found["empreintes.txt"] == ["archive_list"]


def test_a_paper_whose_minutes_were_rectified_is_the_same_and_counts_until_that_is_signed(
    completed: tuple[SqlWorkspace, SessionMade], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, made = completed
    issue(workspace, made, KIND.DECISION_NOTICE)
    row = read_papers(workspace, made.id).documents[0]
    (minutes,) = workspace.queries.minutes_history(made.id)
    open_rectification(workspace, minutes.id, ground=Ground.CLERICAL, reason="nom", by="ROUX Hélène")
    with workspace.unit_of_work() as work:
        registration = work.registrations.of_session(made.id)[0]
        work.candidates.get(registration.candidate_id).birth_place = "Voreppe"
        work.commit()
    later = workspace.clock() + timedelta(minutes=1)
    monkeypatch.setattr(workspace, "_clock", lambda: later)
    (closed,) = close_session(workspace, made.id, renderer=MinutesRenderer(), signer=PlainSigner())
    report, known = judge(read_paper(workspace, row), workspace)
    assert known is not None
    assert (report.intact, known.agrees, known.counts) == (True, True, True)
    assert codes(known) == ["paper_same", "rectified", "paper_stays"]
    president = made.juror(Role.PRESIDENT)
    sign_minutes(workspace, closed.id, juror=president, image=None, signer=PlainSigner())
    judged = report, known = judge(read_paper(workspace, row), workspace)
    assert known is not None
    assert (report.intact, known.agrees, known.counts) == (True, True, False)
    assert codes(known) == ["paper_same", "rectified", "paper_ended"]
    assert same(judged) is None
    issue(workspace, made, KIND.DECISION_NOTICE)
    _report, known = judge(read_paper(workspace, row), workspace)
    assert known is not None
    assert codes(known) == ["paper_same", "rectified", "paper_replaced"]


def test_the_limited_child_reads_the_code_of_a_foreign_file(given_out: Given) -> None:
    row = given_out.of(KIND.CERTIFICATE)[0]
    forged = with_text(given_out.pdf(row), "Admis")
    judged = verify_file(
        forged, verifier=MinutesVerifier(), authority_pem=None, workspace=given_out.workspace,
        inspector=LimitedInspector(),
    )  # fmt: skip
    assert "Admis" in contradicted(judged, row)
