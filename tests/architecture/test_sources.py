"""Sizes, imports, broad excepts and docstrings of the application's sources."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import sources
from tests.architecture.planted import plant

Rule = Callable[[Path], list[str]]
RULES: list[Rule] = [
    sources.oversized,
    sources.foreign_imports,
    sources.broad_excepts,
    sources.inline_imports,
    sources.undocumented,
    sources.stray_message_boxes,
    sources.unfinished_marks,
]

MODULE = '"""A module."""\n'
SWALLOW = "try:\n    pass\nexcept Exception:\n    pass\n"
VIOLATIONS: list[tuple[Rule, str, str]] = [
    (sources.oversized, "cisp_desktop/domain/long.py", MODULE + "x = 1\n" * 400),
    (sources.oversized, "cisp_desktop/cli/long.py", MODULE + "def f():\n" + "    x = 1\n" * 40),
    (sources.oversized, "cisp_desktop/gui/long.py", MODULE + "class C:\n" + "    x = 1\n" * 300),
    (sources.foreign_imports, "cisp_desktop/domain/a.py", "import sqlalchemy\n"),
    (sources.foreign_imports, "cisp_desktop/domain/b.py", "from cisp_desktop.application import ports\n"),
    (sources.foreign_imports, "cisp_desktop/application/c.py", "from cisp_desktop import gui\n"),
    (sources.foreign_imports, "cisp_desktop/application/d.py", "from typer import echo\n"),
    (sources.foreign_imports, "cisp_desktop/diagnostics.py", "import cisp_desktop.domain.errors\n"),
    (sources.broad_excepts, "cisp_desktop/gui/pages/a.py", SWALLOW),
    (sources.broad_excepts, "cisp_desktop/gui/tasks.py", SWALLOW + SWALLOW),
    (sources.broad_excepts, "cisp_desktop/domain/a.py", "try:\n    pass\nexcept:\n    pass\n"),
    (
        sources.broad_excepts,
        "cisp_desktop/domain/b.py",
        "try:\n    pass\nexcept (ValueError, Exception):\n    pass\n",
    ),
    (sources.broad_excepts, "cisp_desktop/domain/c.py", "with contextlib.suppress(Exception):\n    pass\n"),
    (sources.broad_excepts, "cisp_desktop/domain/d.py", "try:\n    pass\nexcept BaseException:\n    x = 1\n"),
    (sources.inline_imports, "cisp_desktop/gui/a.py", "def f():\n    import json\n"),
    (sources.undocumented, "cisp_desktop/gui/a.py", "x = 1\n"),
    (sources.stray_message_boxes, "cisp_desktop/gui/a.py", "QMessageBox.question(None, 'a', 'b')\n"),
    (sources.stray_message_boxes, "cisp_desktop/gui/b.py", "QtWidgets.QFileDialog.getOpenFileName()\n"),
    (sources.unfinished_marks, "cisp_desktop/gui/a.py", "x = 1  # TO" + "DO later\n"),
    (sources.undocumented, "cisp_desktop/gui/b.py", MODULE + "class Page:\n    x = 1\n"),
]

ALLOWED: list[tuple[Rule, str, str]] = [
    (sources.oversized, "cisp_desktop/a.py", '"""Longer than 400 lines because …"""\n' + "x = 1\n" * 500),
    (
        sources.foreign_imports,
        "cisp_desktop/domain/a.py",
        "import json\nfrom cisp_desktop.domain import errors\n",
    ),
    (sources.broad_excepts, "cisp_desktop/gui/operations.py", SWALLOW),
    (
        sources.broad_excepts,
        "cisp_desktop/a.py",
        "try:\n    pass\nexcept BaseException:\n    x = 1\n    raise\n",
    ),
    (sources.inline_imports, "cisp_desktop/bootstrap.py", "def f():\n    import json\n"),
    (sources.oversized, "cisp_desktop/gui/forms/long.py", "x = 1\n" * 500),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_tree_keeps_the_rule(rule: Rule, project_folder: Path) -> None:
    found = rule(project_folder)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("rule", "name", "text"), VIOLATIONS)
def test_a_planted_violation_is_found(rule: Rule, name: str, text: str, tmp_path: Path) -> None:
    found = rule(plant(tmp_path, {name: text}))
    assert [one for one in found if one.startswith(name)]


@pytest.mark.parametrize(("rule", "name", "text"), ALLOWED)
def test_what_is_allowed_is_not_reported(rule: Rule, name: str, text: str, tmp_path: Path) -> None:
    assert rule(plant(tmp_path, {name: text})) == []
