"""Sheets out of the open data flow: the six of the extract to the letter, and any other without a crash."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cisp_desktop.application.reference_drafts import SheetDraft, draft_to_data
from cisp_desktop.application.sentences import SENTENCES
from cisp_desktop.domain.certification import AccessPath, AssessmentKind, JudgedBy
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.exchange import reference_flow
from cisp_desktop.exchange.reference_flow import ReferenceFlowReader
from tests.exchange.reference_files import CODES, EXTRACT, flow, sheets_by_code, small_sheet, zipped

READER = ReferenceFlowReader()
SHEETS = sheets_by_code()


def loaded(path: Path, content: bytes, code: str = "RNCP1") -> SheetDraft:
    file = path / "flux.xml"
    file.write_bytes(content)
    return READER.load(file, code)


def words_of(text: str | None) -> str:
    return "".join((text or "").split())


@pytest.mark.parametrize("code", CODES)
def test_a_sheet_of_the_extract_gives_its_exact_blocks(code: str) -> None:
    wanted = SHEETS[code].findall("BLOCS_COMPETENCES/BLOC_COMPETENCES")
    found = READER.load(EXTRACT, code).blocks
    assert [(b.code, b.title) for b in found] == [
        (one.findtext("CODE"), one.findtext("LIBELLE")) for one in wanted
    ]
    assert [b.competence_source for b in found] == [one.findtext("LISTE_COMPETENCES") for one in wanted]
    assert [b.assessment_source for b in found] == [one.findtext("MODALITES_EVALUATION") for one in wanted]


COMPETENCES = {
    "RNCP34762": (7, 10, 10, 8, 6),
    "RNCP35809": (9, 20, 6, 14),
    "RNCP40344": (6, 6, 5, 7),
    "RNCP36612": (9, 9, 8, 7),
    "RNCP37674": (4, 4),
    "RNCP35959": (12, 11, 9, 11, 12),
}
"""Counted by hand in the extract; the introduction of RNCP34762BC05 is a line of its own."""


@pytest.mark.parametrize("code", CODES)
def test_the_competences_proposed_are_those_that_a_reader_counts(code: str) -> None:
    blocks = READER.load(EXTRACT, code).blocks
    assert tuple(len(block.competences) for block in blocks) == COMPETENCES[code]
    for block in blocks:
        kept = words_of("".join(block.competences))
        assert [c for c in kept if c.isalnum()] == [c for c in block.competence_source if c.isalnum()]


@pytest.mark.parametrize("code", CODES)
def test_a_sheet_of_the_extract_gives_its_exact_correspondences(code: str) -> None:
    wanted = [
        (
            tuple(b.findtext("CODE") for b in one.findall("SOURCE/BLOC_COMPETENCES")),
            one.findtext("DESTINATION/NUMERO_FICHE"),
            tuple(b.findtext("CODE") for b in one.findall("DESTINATION/BLOC_COMPETENCES")),
        )
        for one in SHEETS[code].findall("CORRESPONDANCES/CORRESPONDANCE")
    ]
    found = READER.load(EXTRACT, code).correspondences
    assert [(one.sources, one.certification, one.blocks) for one in found] == wanted


def test_correspondences_of_several_blocks_say_that_they_count_together() -> None:
    data = draft_to_data(READER.load(EXTRACT, "RNCP35959"))["correspondences"]
    both = [one for one in data if one["certification"] == "RNCP38436" and "together" in one]
    assert [one["block"] for one in both] == ["RNCP35959BC02", "RNCP35959BC05"]
    assert all(one["together"] == ["RNCP35959BC02", "RNCP35959BC05"] for one in both)
    four = next(one for one in data if one["certification"] == "RNCP31899")
    assert four["blocks"] == [f"RNCP31899BC0{i}" for i in (3, 4, 5, 6)]
    assert "together" not in four


def test_a_correspondence_without_a_source_is_one_of_the_whole_title() -> None:
    first = draft_to_data(READER.load(EXTRACT, "RNCP37674"))["correspondences"][0]
    assert first == {"block": "", "certification": "RNCP31114", "blocks": []}


@pytest.mark.parametrize("code", CODES)
def test_access_paths_and_compositions_are_those_of_the_sheet(code: str) -> None:
    draft = READER.load(EXTRACT, code)
    tags = {
        "FI": AccessPath.STUDENT, "CA": AccessPath.APPRENTICESHIP, "FC": AccessPath.CONTINUING_EDUCATION,
        "CQ": AccessPath.PROFESSIONALISATION_CONTRACT, "CL": AccessPath.INDIVIDUAL, "VAE": AccessPath.VAE,
    }  # fmt: skip
    for tag, path in tags.items():
        node = SHEETS[code].find(f"SI_JURY_{tag}")
        assert node is not None
        assert draft.access_paths[path] is (node.findtext("ACTIF") == "Oui")
        assert draft.compositions.get(path) == node.findtext("COMPOSITION")


@pytest.mark.parametrize("code", CODES)
def test_head_and_lineage_are_those_of_the_sheet(code: str) -> None:
    sheet, draft = SHEETS[code], READER.load(EXTRACT, code)
    assert draft.title == sheet.findtext("INTITULE")
    assert f"NIV{draft.level_national}" == sheet.findtext("NOMENCLATURE_EUROPE/NIVEAU")
    assert draft.active is (sheet.findtext("ACTIF") == "Oui")
    assert [(n.code, n.title) for n in draft.nsf] == [
        (one.findtext("CODE"), one.findtext("LIBELLE")) for one in sheet.findall("CODES_NSF/NSF")
    ]
    for found, path in ((draft.rome, "CODES_ROME/ROME"), (draft.formacode, "FORMACODES/FORMACODE")):
        assert [one.code for one in found] == [one.findtext("CODE") for one in sheet.findall(path)]
    assert list(draft.replaces) == [e.text for e in sheet.iter("ID_FICHE_ANCIENNE_CERTIFICATION")]
    assert list(draft.replaced_by) == [e.text for e in sheet.iter("ID_FICHE_NOUVELLE_CERTIFICATION")]


def test_dates_are_read_and_the_registration_starts_where_its_length_counts_from() -> None:
    draft = READER.load(EXTRACT, "RNCP40344")
    assert (draft.decided_on, draft.registration_starts) == (date(2025, 3, 28), date(2025, 3, 28))
    assert (draft.registration_ends, draft.last_delivery) == (date(2028, 3, 28), date(2032, 3, 28))
    assert READER.load(EXTRACT, "RNCP37674").registration_starts == date(2023, 9, 1)


def test_the_certifier_that_still_is_one_comes_first() -> None:
    certifiers = READER.load(EXTRACT, "RNCP36612").certifiers
    assert [(one.siret, one.active) for one in certifiers] == [
        ("18750002000073", True), ("18750002000065", False),
    ]  # fmt: skip


def test_a_certifier_without_siret_is_kept() -> None:
    assert ("SNVEL", "") in [(one.name, one.siret) for one in READER.load(EXTRACT, "RNCP40344").certifiers]


def test_guesses_say_who_judges_only_when_the_sheet_does() -> None:
    blocks = READER.load(EXTRACT, "RNCP40344").blocks
    assert [(a.title, a.kind, a.judged_by) for a in blocks[1].assessments] == [
        ("Etude de cas complexe avec restitution orale", AssessmentKind.ORAL, JudgedBy.UNSPECIFIED),
        ("Entretien avec le jury", AssessmentKind.ORAL, JudgedBy.JURY),
    ]
    assert not any(a.dossier_kind for block in blocks for a in block.assessments)


# --- searching ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("développeur WEB", ["RNCP37674", "RNCP35959"]),
        ("veterinaire", ["RNCP40344"]),
        ("36612", ["RNCP36612"]),
        ("rncp36612", ["RNCP36612"]),
        ("bts", ["RNCP35809"]),
        ("ressources humaines assistant", ["RNCP36612"]),
        ("sources", []),
        ("", list(CODES)),
    ],
)
def test_a_search_takes_words_of_code_and_title(text: str, codes: list[str]) -> None:
    assert [one.code for one in READER.search(EXTRACT, text)] == codes


def test_a_search_by_codes_takes_them_as_people_write_them() -> None:
    found = READER.search(EXTRACT, codes=["rncp 37674", "34762", "RS9"])
    assert [one.code for one in found] == ["RNCP34762", "RNCP37674"]


def test_a_search_stops_at_its_limit() -> None:
    assert [one.code for one in READER.search(EXTRACT, limit=2)] == list(CODES[:2])


def test_a_summary_says_level_state_blocks_and_end() -> None:
    first = READER.search(EXTRACT, limit=1)[0]
    assert (first.level, first.active, first.kind, first.blocks) == (7, False, "RNCP", 5)
    assert first.registration_ends == date(2024, 8, 31)


def test_progress_goes_to_the_whole_file_and_can_stop_the_reading() -> None:
    told: list[tuple[int, int]] = []
    READER.search(EXTRACT, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (EXTRACT.stat().st_size,) * 2

    class Cancelled(Exception):  # noqa: N818
        pass

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        READER.search(EXTRACT, progress=stop)


def test_an_archive_gives_the_same_sheet_as_its_file(tmp_path: Path) -> None:
    archive = tmp_path / "export.zip"
    archive.write_bytes(
        zipped(("lisez-moi.txt", b"x"), ("export_fiches_RNCP_V4_1.xml", EXTRACT.read_bytes()))
    )
    assert READER.load(archive, "RNCP35959") == READER.load(EXTRACT, "RNCP35959")
    assert READER.search(archive) == READER.search(EXTRACT)


# --- odd sheets -----------------------------------------------------------------------------------


def test_a_sheet_without_blocks_is_said_to_be_so(tmp_path: Path) -> None:
    more = "<CAPACITES_ATTESTEES>- Animer\n- Former</CAPACITES_ATTESTEES>"
    content = flow(small_sheet("RS5616", "CléA", more))
    draft = loaded(tmp_path, content, "RS5616")
    assert (draft.kind, draft.blocks, draft.level_national) == ("RS", (), None)
    assert draft.general_competences == ("Animer", "Former")
    assert {"reference.no_blocks", "reference.no_level"} <= {note.code for note in draft.notes}


def test_an_empty_sheet_is_a_draft_full_of_notes(tmp_path: Path) -> None:
    draft = loaded(tmp_path, flow("<FICHE><NUMERO_FICHE>RNCP1</NUMERO_FICHE></FICHE>"))
    assert {note.code for note in draft.notes} == {
        "reference.title_missing", "reference.no_level", "reference.no_certifier", "reference.no_nsf",
        "reference.no_end", "reference.access_unsaid", "reference.no_blocks",
    }  # fmt: skip


def test_block_codes_that_are_missing_or_repeated_become_unique(tmp_path: Path) -> None:
    block = "<BLOC_COMPETENCES><CODE>{}</CODE><LIBELLE>{}</LIBELLE></BLOC_COMPETENCES>"
    blocks = "".join(
        block.format(code, title) for code, title in (("01", "A"), ("01", "B"), ("", "C"), ("02", ""))
    )
    more = f"<BLOCS_COMPETENCES>{blocks}</BLOCS_COMPETENCES>"
    draft = loaded(tmp_path, flow(small_sheet(more=more)))
    assert [(b.code, b.title) for b in draft.blocks] == [
        ("01", "A"), ("RNCP1BC02", "B"), ("RNCP1BC03", "C"), ("02", "02"),
    ]  # fmt: skip
    assert {
        "reference.block_code_repeated",
        "reference.block_code_missing",
        "reference.block_title_missing",
    } <= {note.code for note in draft.notes}


def test_blocks_inside_correspondences_are_not_blocks_of_the_sheet(tmp_path: Path) -> None:
    inside = "<SOURCE><BLOC_COMPETENCES><CODE>X</CODE></BLOC_COMPETENCES></SOURCE>"
    target = "<DESTINATION><NUMERO_FICHE>RNCP2</NUMERO_FICHE></DESTINATION>"
    more = f"<CORRESPONDANCES><CORRESPONDANCE>{inside}{target}</CORRESPONDANCE></CORRESPONDANCES>"
    assert loaded(tmp_path, flow(small_sheet(more=more))).blocks == ()


def test_a_repeated_tag_keeps_its_first_value_and_says_so(tmp_path: Path) -> None:
    more = "<DATE_EFFET>01/09/2021</DATE_EFFET><DATE_EFFET>01/09/2022</DATE_EFFET>"
    draft = loaded(tmp_path, flow(small_sheet(more=more)))
    assert draft.effective_on == date(2021, 9, 1)
    assert [n.values["tag"] for n in draft.notes if n.code == "reference.tag_repeated"] == ["DATE_EFFET"]


def test_an_impossible_date_is_left_empty_and_quoted(tmp_path: Path) -> None:
    draft = loaded(tmp_path, flow(small_sheet(more="<DATE_EFFET>31/02/2021</DATE_EFFET>")))
    assert draft.effective_on is None
    assert any("31/02/2021" in note.words for note in draft.notes)


def test_a_sheet_sans_niveau_has_no_level(tmp_path: Path) -> None:
    more = "<NOMENCLATURE_EUROPE><NIVEAU>SANS</NIVEAU><LIBELLE>Sans niveau</LIBELLE></NOMENCLATURE_EUROPE>"
    assert loaded(tmp_path, flow(small_sheet(more=more))).level_national is None


def test_another_version_of_the_flow_is_noted(tmp_path: Path) -> None:
    for version in ("4.2", None):
        draft = loaded(tmp_path, flow(small_sheet(), version=version))
        assert draft.notes[0].code == "reference.version_unsaid"


def test_every_note_has_a_sentence_that_its_values_fill(tmp_path: Path) -> None:
    for code in CODES:
        for note in READER.load(EXTRACT, code).notes:
            assert note.code in SENTENCES
            assert "{" not in note.words


def test_every_code_that_a_reader_of_sheets_names_has_a_sentence() -> None:
    folder = Path(reference_flow.__file__).parent
    sources = [*folder.glob("reference_*.py"), *folder.glob("public_sheet*.py")]
    named = {
        code for one in sources for code in re.findall(r'"(reference\.[a-z_.]+)"', one.read_text("utf-8"))
    }
    assert len(named) > 25
    assert named <= set(SENTENCES)


TAGS = sorted({element.tag for sheet in SHEETS.values() for element in sheet.iter()} - {"PARTENAIRE"})
BLANK = st.sampled_from(("", " ", "\n", "-", "SANS", "Oui", "31/02/2020", "<p>x</p>", "•", "𝒳 ; \u0085"))
Act = Callable[[ET.Element, ET.Element, str], None]


def _drop(parent: ET.Element, child: ET.Element, _text: str) -> None:
    parent.remove(child)


def _repeat(parent: ET.Element, child: ET.Element, _text: str) -> None:
    parent.append(child)


def _empty(_parent: ET.Element, child: ET.Element, text: str) -> None:
    child.clear()
    child.text = text


def _nest(parent: ET.Element, child: ET.Element, _text: str) -> None:
    inner = ET.SubElement(parent, child.tag)
    inner.append(ET.fromstring(ET.tostring(child)))


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    code=st.sampled_from(("RNCP35809", "RNCP35959", "RNCP36612")),
    acts=st.lists(
        st.tuples(st.sampled_from((_drop, _repeat, _empty, _nest)), st.sampled_from(TAGS), BLANK), max_size=8
    ),
)
def test_a_sheet_with_tags_dropped_emptied_repeated_or_nested_never_crashes(
    tmp_path: Path, code: str, acts: list[tuple[Act, str, str]]
) -> None:
    sheet = ET.fromstring(ET.tostring(SHEETS[code]))
    for act, tag, text in acts:
        pairs = [(parent, child) for parent in sheet.iter() for child in parent if child.tag == tag]
        for parent, child in pairs[:2]:
            act(parent, child, text)
    file = tmp_path / "flux.xml"
    file.write_bytes(flow(ET.tostring(sheet, encoding="unicode")))
    summaries = READER.search(file)
    assert len(summaries) == 1
    if summaries[0].code != code:
        with pytest.raises(RuleError, match=r"reference\.unknown_code"):
            READER.load(file, code)
        return
    draft = READER.load(file, code)
    data = draft_to_data(draft)
    codes = [block["code"] for block in data["blocks"]]
    assert len(codes) == len(set(codes))
    assert all(block["code"] and block["title"] for block in data["blocks"])
