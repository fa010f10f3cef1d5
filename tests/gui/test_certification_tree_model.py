"""The tree model of the certification editor: it mirrors the draft, and tells the views only what differs."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cisp_desktop.application import certification_draft as drafts
from cisp_desktop.application.certification_draft import ROOT, CertificationDraft, draft_from_data
from cisp_desktop.application.certification_editing import certification_to_data
from cisp_desktop.application.certifications import shipped_certifications
from cisp_desktop.gui.itemmodels.certification_tree_model import CertificationTreeModel, Role


def a_draft() -> CertificationDraft:
    return draft_from_data(certification_to_data(shipped_certifications()[0]))


def keys(model: QAbstractItemModel, parent: QModelIndex | None = None) -> Any:
    """Return the keys of the tree, as nested lists."""
    above = parent or QModelIndex()
    rows = [model.index(row, 0, above) for row in range(model.rowCount(above))]
    return [(index.data(Role.KEY), keys(model, index)) for index in rows]


def expected(draft: CertificationDraft) -> Any:
    return [(ROOT, [(b.key, [(line.key, []) for line in b.lines]) for b in draft.blocks])]


@pytest.fixture
def model(qapp: QApplication) -> CertificationTreeModel:
    made = CertificationTreeModel()
    made.show_draft(a_draft())
    return made


def test_the_tree_mirrors_the_draft(model: CertificationTreeModel, qtmodeltester: ModelTester) -> None:
    assert keys(model) == expected(a_draft())
    qtmodeltester.check(model)


def test_a_row_says_its_number_and_its_words(model: CertificationTreeModel) -> None:
    block = a_draft().blocks[0]
    assert model.index_of(block.key).data() == f"BC01 · {block.title}"
    second = block.competences[1]
    assert model.index_of(second.key).data() == f"2. {second.wording}"
    assert model.index_of(second.key).data(Qt.ItemDataRole.EditRole) == second.wording


def test_an_index_follows_its_row_when_others_go(model: CertificationTreeModel) -> None:
    draft = a_draft()
    kept = draft.blocks[0].competences[3]
    followed = QPersistentModelIndex(model.index_of(kept.key))
    model.show_draft(drafts.without(draft, draft.blocks[0].competences[0].key))
    assert followed.row() == 2
    assert followed.data() == f"3. {kept.wording}"


def test_renaming_in_the_tree_asks_and_changes_nothing_by_itself(
    model: CertificationTreeModel, qtbot: QtBot
) -> None:
    key = a_draft().blocks[0].competences[0].key
    index = model.index_of(key)
    before = index.data()
    with qtbot.waitSignal(model.rename_asked) as asked:
        assert model.setData(index, "Autre <b>texte</b>")
    assert asked.args == [key, "Autre <b>texte</b>"]
    assert index.data() == before


@pytest.mark.parametrize(("row", "position"), [(-1, 13), (0, 0), (5, 4)])
def test_dropping_a_competence_asks_for_its_place(
    model: CertificationTreeModel, qtbot: QtBot, row: int, position: int
) -> None:
    draft = a_draft()
    block = draft.blocks[0]
    key = block.competences[1].key
    target = model.index_of(block.key)
    with qtbot.waitSignal(model.move_asked) as asked:
        assert model.dropMimeData(
            model.mimeData([model.index_of(key)]), Qt.DropAction.MoveAction, row, 0, target
        )
    wanted = len(block.competences) - 1 if row < 0 else position
    assert asked.args == [key, block.key, wanted]


def test_dropping_a_block_on_another_takes_its_place(model: CertificationTreeModel, qtbot: QtBot) -> None:
    draft = a_draft()
    dragged, target = draft.blocks[4].key, draft.blocks[1].key
    with qtbot.waitSignal(model.move_asked) as asked:
        data = model.mimeData([model.index_of(dragged)])
        assert model.dropMimeData(data, Qt.DropAction.MoveAction, -1, 0, model.index_of(target))
    moved = drafts.moved(draft, *asked.args)
    assert [b.key for b in moved.blocks].index(dragged) == 1


def test_a_line_is_not_dropped_on_the_certification(model: CertificationTreeModel) -> None:
    data = model.mimeData([model.index_of(a_draft().blocks[0].competences[0].key)])
    assert not model.dropMimeData(data, Qt.DropAction.MoveAction, -1, 0, model.index_of(ROOT))


@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(("split", "merge", "shift", "move", "remove", "add", "block")),
            st.integers(0, 80),
            st.integers(0, 40),
        ),
        min_size=1,
        max_size=15,
    )
)
def test_the_tree_mirrors_the_draft_after_any_edits_and_back(steps: list[tuple[str, int, int]]) -> None:
    first = a_draft()
    model = CertificationTreeModel()
    model.show_draft(first)
    draft = first
    for act, which, place in steps:
        lines = [line.key for block in draft.blocks for line in block.lines] or [ROOT]
        key = lines[which % len(lines)]
        if act == "split":
            draft, _ = drafts.split(draft, key, place)
        elif act == "merge":
            draft = drafts.merged(draft, key)
        elif act == "shift":
            draft = drafts.shifted(draft, key, 1 if place % 2 else -1)
        elif act == "move":
            draft = drafts.moved(draft, key, draft.blocks[place % len(draft.blocks)].key, which)
        elif act == "remove":
            draft = drafts.without(draft, key)
        elif act == "add":
            draft, _ = drafts.with_new_line(draft, key, assessment=bool(place % 2))
        else:
            draft = drafts.moved(draft, draft.blocks[which % len(draft.blocks)].key, ROOT, place)
        model.show_draft(draft)
        assert keys(model) == expected(draft)
    model.show_draft(first)
    assert keys(model) == expected(first)
