"""The draft of a certification: edits that lose nothing, and data that come back the same."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.application import certification_draft as drafts
from cisp_desktop.application.certification_draft import (
    ROOT,
    CertificationDraft,
    draft_as_data,
    draft_from_data,
)
from cisp_desktop.application.certification_editing import certification_to_data
from cisp_desktop.application.certifications import shipped_certifications
from cisp_desktop.exchange.reference_flow import ReferenceFlowReader

CODE = "RNCP36128"
EXTRACT = Path(__file__).parent.parent / "data" / "reference" / "extrait-fiches-rncp.xml"


@pytest.fixture
def data() -> dict[str, Any]:
    return certification_to_data(next(one for one in shipped_certifications() if one.code == CODE))


@pytest.fixture
def draft(data: dict[str, Any]) -> CertificationDraft:
    return draft_from_data(data)


def wordings(draft: CertificationDraft, block: int = 0) -> list[str]:
    return [one.wording for one in draft.blocks[block].competences]


def letters(draft: CertificationDraft) -> str:
    """Every letter of the competences, order and spaces left out."""
    text = "".join(one.wording for block in draft.blocks for one in block.competences)
    return "".join(sorted("".join(text.split())))


def test_a_draft_that_nobody_edited_gives_the_same_data(
    draft: CertificationDraft, data: dict[str, Any]
) -> None:
    assert draft_as_data(draft) == data


def test_an_imported_sheet_keeps_its_official_texts_beside_each_block() -> None:
    reader = ReferenceFlowReader()
    sheet = reader.load(EXTRACT, "RNCP40344")
    draft = drafts.draft_from_sheet(sheet)
    assert draft.imported
    assert [b.competence_source for b in draft.blocks] == [b.competence_source for b in sheet.blocks]
    assert draft.correspondences == sheet.correspondences
    json.dumps(draft_as_data(draft))


def test_a_sheet_without_blocks_is_a_draft_like_any_other() -> None:
    draft = draft_from_data({"code": "RS1234", "title": "Une habilitation"})
    assert draft.blocks == ()
    grown, key = drafts.with_new_block(draft)
    grown, line = drafts.with_new_line(grown, key, assessment=True)
    assert [block["code"] for block in draft_as_data(grown)["blocks"]] == ["RS1234BC01"]
    assert grown.line(line) is not None


def test_splitting_then_merging_gives_the_competence_back(draft: CertificationDraft) -> None:
    key = draft.blocks[0].competences[2].key
    wording = draft.blocks[0].competences[2].wording
    place = wording.index(" ", len(wording) // 2)
    parted, second = drafts.split(draft, key, place)
    assert wordings(parted)[2:4] == [wording[:place], wording[place + 1 :]]
    assert second != key
    assert wordings(drafts.merged(parted, key)) == wordings(draft)


def test_a_cut_at_the_edge_of_a_competence_changes_nothing(draft: CertificationDraft) -> None:
    key = draft.blocks[0].competences[0].key
    assert drafts.split(draft, key, 0) == (draft, key)
    assert drafts.split(draft, key, 10_000) == (draft, key)


def test_the_last_competence_has_none_to_be_joined_to(draft: CertificationDraft) -> None:
    assert drafts.merged(draft, draft.blocks[0].competences[-1].key) is draft


def test_a_competence_moved_down_from_the_end_enters_the_next_block(draft: CertificationDraft) -> None:
    last = draft.blocks[0].competences[-1]
    moved = drafts.shifted(draft, last.key, 1)
    assert moved.blocks[1].competences[0] == last
    assert drafts.shifted(moved, last.key, -1) == draft


def test_the_very_first_line_cannot_go_higher(draft: CertificationDraft) -> None:
    assert drafts.shifted(draft, draft.blocks[0].competences[0].key, -1) is draft


def test_a_line_that_moves_keeps_its_weight(draft: CertificationDraft) -> None:
    line = draft.blocks[0].competences[0]
    weighted = draft_from_data(
        draft_as_data(draft) | {"scheme": {"weights": {f"{CODE}BC01/C01": 3.0}, "eliminatory": []}}
    )
    moved = drafts.moved(weighted, line.key, weighted.blocks[0].key, 4)
    assert draft_as_data(moved)["scheme"]["weights"] == {f"{CODE}BC01/C05": 3.0}
    gone = drafts.without(weighted, line.key)
    assert draft_as_data(gone)["scheme"]["weights"] == {}


def test_renaming_reaches_title_block_competence_and_assessment(draft: CertificationDraft) -> None:
    block = draft.blocks[1]
    for key in (ROOT, block.key, block.competences[0].key, block.assessments[0].key):
        draft = drafts.renamed(draft, key, f"texte {key}")
    assert draft.facts["title"] == "texte root"
    block = draft.blocks[1]
    assert block.title == f"texte {block.key}"
    assert block.competences[0].wording == f"texte {block.competences[0].key}"
    assert block.assessments[0].title == f"texte {block.assessments[0].key}"


@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(("split", "merge", "up", "down", "block")),
            st.integers(0, 60),
            st.integers(0, 200),
        ),
        max_size=25,
    )
)
def test_cutting_joining_and_moving_lose_no_letter_and_no_key(steps: list[tuple[str, int, int]]) -> None:
    draft = draft_from_data(certification_to_data(shipped_certifications()[0]))
    before = letters(draft)
    for act, which, place in steps:
        keys = [one.key for block in draft.blocks for one in block.competences]
        key = keys[which % len(keys)]
        if act == "split":
            draft, _ = drafts.split(draft, key, place)
        elif act == "merge":
            draft = drafts.merged(draft, key)
        elif act == "block":
            draft = drafts.moved(draft, key, draft.blocks[place % len(draft.blocks)].key, which)
        else:
            draft = drafts.shifted(draft, key, -1 if act == "up" else 1)
    assert letters(draft) == before
    keys = [one.key for block in draft.blocks for one in block.lines]
    assert len(keys) == len(set(keys))
