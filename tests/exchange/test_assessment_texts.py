"""Assessments as the sheets word them: where their texts part, and the durations that they state."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cisp_desktop.application.reference_drafts import AssessmentDraft, draft_to_data
from cisp_desktop.domain.certification import AssessmentKind
from cisp_desktop.exchange.assessment_texts import LONGEST, Durations, durations_in, parts_of
from cisp_desktop.exchange.reference_flow import ReferenceFlowReader
from tests.exchange.reference_files import CODES, EXTRACT

READER = ReferenceFlowReader()
COUNTS = {
    "RNCP34762": (7, 7, 6, 7, 1),
    "RNCP35809": (3, 3, 3, 3),
    "RNCP40344": (3, 2, 3, 3),
    "RNCP36612": (9, 7, 8, 8),
    "RNCP37674": (3, 3),
    "RNCP35959": (1, 1, 1, 1, 1),
}
"""Read by hand in the extract; RNCP35809 words one for each public, RNCP37674 three with a duration each."""


def assessments(code: str) -> list[tuple[AssessmentDraft, ...]]:
    return [block.assessments for block in READER.load(EXTRACT, code).blocks]


@pytest.mark.parametrize("code", CODES)
def test_the_assessments_proposed_are_those_that_a_reader_counts(code: str) -> None:
    assert tuple(map(len, assessments(code))) == COUNTS[code]
    for block in READER.load(EXTRACT, code).blocks:
        kept = "".join(one.title for one in block.assessments)
        wanted = [c for c in block.assessment_source if c.isalnum()]
        assert [c for c in kept if c.isalnum()] == wanted


@pytest.mark.parametrize("code", CODES)
def test_only_one_sheet_of_the_extract_states_durations(code: str) -> None:
    stated = [
        (one.title.partition(" : ")[0], one.oral_minutes, one.interview_minutes)
        for block in assessments(code)
        for one in block
        if one.oral_minutes is not None or one.interview_minutes is not None
    ]
    project = "Présentation d'un projet réalisé en amont de la session"
    wanted: list[object] = [(project, 20, None), ("Entretien technique", None, 30)]
    assert stated == (wanted * 2 if code == "RNCP37674" else [])


def test_what_follows_a_heading_with_a_duration_belongs_to_it() -> None:
    project, interview, written = assessments("RNCP37674")[0]
    assert (project.kind, interview.kind) == (AssessmentKind.DOSSIER_AND_ORAL, AssessmentKind.ORAL)
    assert interview.dossier_kind is None
    assert written.title.startswith("Questionnaire professionnel : 00 h 30 min")
    assert "deux questions ouvertes posées en anglais" in written.title
    assert written.title.endswith("01 h 20 min")
    assert "à relire" in " ".join(draft_to_data(READER.load(EXTRACT, "RNCP37674"))["source_defects"])
    block = draft_to_data(READER.load(EXTRACT, "RNCP37674"))["blocks"][0]
    assert [one["interview_minutes"] for one in block["assessments"]] == [None, 30, None]


@pytest.mark.parametrize(
    ("text", "oral", "interview"),
    [
        ("Soutenance orale 30 min", 30, None),
        ("soutenance orale (30 minutes)", 30, None),
        ("Entretien 20 minutes avec le jury", None, 20),
        ("20 minutes de présentation suivies de 10 minutes d’échange avec le jury", 20, 10),
        ("Soutenance orale (30 min dont 10 min d'entretien)", 30, 10),
        ("Oral (exposé 20’, questions 25’)", 20, 25),
        ("Soutenance d’un mémoire devant un jury : 1h30", 90, None),
        ("Préparation : 1 heure. Oral : 30\u00a0minutes", 30, None),
        ("Mise en situation de 2 heures puis soutenance 20 mn", 20, None),
        ("Épreuve écrite de 4 h", None, None),
        ("Durée : 30 minutes", None, None),
        ("Durée totale de l’épreuve : 1 h 20", None, None),
        ("Une formation de 35 heures à l’oral", None, None),
        ("Soutenance orale de 99 heures", None, None),
        ("Article 30 minoritaire, soutenance", None, None),
    ],
)
def test_durations_are_read_where_the_words_say_what_lasts(
    text: str, oral: int | None, interview: int | None
) -> None:
    assert durations_in(text) == Durations(oral, interview)


WORDS = st.sampled_from(
    ["Entretien technique : 00 h 30 min", "Soutenance : 20 min", "le jury", "CCF", "Ponctuelle écrite",
     "dossier ;", "- deux questions", "Durée totale : 1 h 20", "    ", "  ", "\n", "• oral", "1. ",
     "Présentation : 1h", " "]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(st.lists(WORDS).map("".join), st.text()))
def test_parting_loses_no_letter_and_durations_are_possible(text: str) -> None:
    parts = parts_of(text)
    assert all(part.text.strip() for part in parts)
    assert [c for part in parts for c in part.text if c.isalpha()] == [c for c in text if c.isalpha()]
    for part in parts:
        found = durations_in(part.text)
        assert all(minutes is None or 0 < minutes <= LONGEST for minutes in (found.oral, found.interview))
