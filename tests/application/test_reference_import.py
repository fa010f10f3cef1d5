"""Saving a draft: what it must hold, its versions, and block codes that another title uses too."""

from dataclasses import replace
from pathlib import Path

import pytest

from cisp_desktop.application.certification_editing import (
    certification_to_data,
    save_certification,
    version_that_says,
)
from cisp_desktop.application.certifications import import_certification
from cisp_desktop.application.panel_rules import rules_of
from cisp_desktop.application.reference_drafts import BlockDraft, SheetDraft, draft_to_data
from cisp_desktop.application.reference_import import import_draft
from cisp_desktop.application.reference_renewal import sheet_data
from cisp_desktop.application.wording import sentence
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.exchange.reference_flow import ReferenceFlowReader
from tests.exchange.reference_files import CODES, EXTRACT, PAGES
from tests.factories import make_workspace

BLOCK = BlockDraft("01", "Un bloc", competences=("Analyser",))
DRAFT = SheetDraft("RNCP1", "Un titre", level_national=5, blocks=(BLOCK,))


def test_the_six_sheets_of_the_extract_are_saved_whole(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    for code in CODES:
        draft = ReferenceFlowReader().load(EXTRACT, code)
        row = workspace.queries.certification(import_draft(workspace, draft).id)
        assert [(b.code, b.title) for b in row.blocks] == [(b.code, b.title) for b in draft.blocks]
        assert [tuple(c.wording for c in b.competences) for b in row.blocks] == [
            b.competences for b in draft.blocks
        ]
        assert row.sheet["correspondences"] == draft_to_data(draft)["correspondences"]
    workspace.close()


def test_a_draft_saved_twice_is_one_version_and_a_corrected_one_the_next(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    assert import_draft(workspace, DRAFT).id == "RNCP1/1"
    assert import_draft(workspace, DRAFT).id == "RNCP1/1"
    assert import_draft(workspace, replace(DRAFT, title="Un autre titre")).id == "RNCP1/2"
    workspace.close()


def test_a_block_code_that_is_not_national_serves_two_titles(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    ids = [import_draft(workspace, replace(DRAFT, code=code)).id for code in ("RNCP1", "RNCP2")]
    blocks = [workspace.queries.certification(one).blocks[0] for one in ids]
    assert [block.code for block in blocks] == ["01", "01"]
    assert blocks[0].id != blocks[1].id
    workspace.close()


def test_a_pasted_page_of_a_shipped_title_is_its_next_version(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    shipped = Path(__file__).parents[2] / "resources" / "data" / "certifications" / "RNCP36128.json"
    first = import_certification(workspace, shipped.read_text("utf-8")).id
    draft = ReferenceFlowReader().pasted((PAGES / "page-RNCP36128.txt").read_text("utf-8"))
    second = import_draft(workspace, draft).id
    assert second != first
    before, after = (workspace.queries.certification(one) for one in (first, second))
    assert [[c.wording for c in b.competences] for b in before.blocks] == [
        [c.wording for c in b.competences] for b in after.blocks
    ]
    workspace.close()


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (replace(DRAFT, code=" "), "reference.no_code"),
        (replace(DRAFT, code="RNCP 1"), "reference.no_code"),
        (replace(DRAFT, title=""), "reference.no_title"),
        (replace(DRAFT, title="x" * 501), "reference.no_title"),
        (replace(DRAFT, blocks=(replace(BLOCK, title="x" * 501),)), "reference.line_too_long"),
        (replace(DRAFT, blocks=(replace(BLOCK, competences=("x" * 10_001,)),)), "reference.line_too_long"),
        (replace(DRAFT, blocks=(replace(BLOCK, competences=("x",) * 1_001),)), "reference.lines_too_many"),
        (replace(DRAFT, blocks=()), "certification.no_blocks"),
        (replace(DRAFT, level_national=None), "reference.level_needed"),
        (replace(DRAFT, level_national=9), "reference.level_needed"),
        (replace(DRAFT, blocks=(BLOCK, replace(BLOCK, code=""))), "reference.block_unnamed"),
        (replace(DRAFT, blocks=(replace(BLOCK, title=" "),)), "reference.block_unnamed"),
        (replace(DRAFT, blocks=(BLOCK, replace(BLOCK, code="01 "))), "reference.block_twice"),
    ],
)
def test_a_draft_that_serves_no_jury_is_refused_and_nothing_is_written(
    draft: SheetDraft, code: str, tmp_path: Path
) -> None:
    workspace = make_workspace(tmp_path)
    known = len(workspace.queries.certifications())
    with pytest.raises(RuleError) as caught:
        import_draft(workspace, draft)
    assert caught.value.code == code
    assert "{" not in sentence(caught.value)
    assert len(workspace.queries.certifications()) == known
    workspace.close()


def test_blank_competences_and_assessments_are_left_out() -> None:
    draft = replace(DRAFT, blocks=(replace(BLOCK, competences=("Analyser", " ", "")),))
    assert draft_to_data(draft)["blocks"][0]["competences"] == ["Analyser"]


def test_the_next_version_keeps_what_no_public_sheet_says(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    draft = ReferenceFlowReader().pasted((PAGES / "page-RNCP6133.txt").read_text("utf-8"))
    second = workspace.queries.certification(import_draft(workspace, draft).id)
    first = workspace.queries.certification("RNCP6133/1")
    assert (second.id, rules_of(second)) == ("RNCP6133/2", rules_of(first))
    assert second.sheet["panel"]["compositions"]
    assert import_draft(workspace, draft).id == second.id
    workspace.close()


def test_a_changed_scheme_follows_the_lines_that_the_next_sheet_words_alike(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    block = replace(BLOCK, competences=("Analyser", "Rédiger"))
    first = workspace.queries.certification(import_draft(workspace, replace(DRAFT, blocks=(block,))).id)
    data = certification_to_data(first)
    data["scheme"] |= {"threshold": 12.0, "weights": {"01/C01": 2.0, "01/C02": 3.0}}
    save_certification(workspace, data, base_id=first.id)
    worded = replace(DRAFT, blocks=(replace(block, competences=("Analyser", "Écrire")),))
    after = workspace.queries.certification(import_draft(workspace, worded).id)
    assert after.scheme.threshold == 12.0
    assert after.scheme.weights == {after.blocks[0].competences[0].id: 2.0}
    workspace.close()


@pytest.mark.parametrize("code", CODES)
def test_a_sheet_that_was_saved_is_known_to_say_the_same(code: str, tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    draft = ReferenceFlowReader().load(EXTRACT, code)
    rows = workspace.queries.certifications
    assert version_that_says(rows(), sheet_data(draft, rows())) is None
    saved = import_draft(workspace, draft)
    known = version_that_says(rows(), sheet_data(draft, rows()))
    assert known is not None
    assert (known.id, saved.previous_id, saved.written) == (saved.id, None, True)
    assert not import_draft(workspace, draft).written
    other = replace(draft, title="Un autre titre")
    assert version_that_says(rows(), sheet_data(other, rows())) is None
    workspace.close()
