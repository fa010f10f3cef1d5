"""Ready comments: kept in order, and every act has its inverse."""

import pytest

from cisp_desktop.application.comment_templates import (
    MOST,
    add_template,
    change_template,
    move_template,
    remove_template,
)
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.persistence.workspace import SqlWorkspace


def texts(workspace: SqlWorkspace) -> list[str]:
    """The comments as a menu lists them."""
    rows = workspace.queries.comment_templates()
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    return [row.text for row in rows]


@pytest.fixture
def three(workspace: SqlWorkspace) -> SqlWorkspace:
    """A workspace with three of them."""
    for name in "abc":
        add_template(workspace, f"Texte {name}", template_id=name)
    return workspace


def test_a_new_comment_comes_last_and_keeps_its_lines(three: SqlWorkspace) -> None:
    add_template(three, "Une ligne\nl’autre", template_id="d")
    assert texts(three) == ["Texte a", "Texte b", "Texte c", "Une ligne\nl’autre"]


def test_what_was_removed_comes_back_in_its_place(three: SqlWorkspace) -> None:
    text, position = remove_template(three, "b")
    assert texts(three) == ["Texte a", "Texte c"]
    add_template(three, text, template_id="b", position=position)
    assert texts(three) == ["Texte a", "Texte b", "Texte c"]


def test_a_comment_moves_and_moves_back(three: SqlWorkspace) -> None:
    before = move_template(three, "c", position=1)
    assert texts(three) == ["Texte c", "Texte a", "Texte b"]
    move_template(three, "c", position=before)
    assert texts(three) == ["Texte a", "Texte b", "Texte c"]
    assert move_template(three, "a", position=0) == 1


def test_a_comment_changes_and_changes_back(three: SqlWorkspace) -> None:
    before = change_template(three, "a", " Autre texte ")
    assert texts(three)[0] == "Autre texte"
    change_template(three, "a", before)
    assert texts(three)[0] == "Texte a"


def test_an_empty_comment_an_unknown_one_and_one_too_many_are_refused(three: SqlWorkspace) -> None:
    with pytest.raises(RuleError, match=r"template\.empty"):
        add_template(three, "  ", template_id="d")
    for act in (lambda: change_template(three, "x", "y"), lambda: remove_template(three, "x")):
        with pytest.raises(Refused, match=r"template\.not_found"):
            act()
    for number in range(3, MOST):
        add_template(three, "Texte", template_id=str(number))
    with pytest.raises(RuleError, match=r"template\.too_many"):
        add_template(three, "Texte", template_id="d")
