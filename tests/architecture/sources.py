"""Rules about Python sources, as functions from a project's root to the list of what breaks them.

They read syntax trees and import nothing, so that each can be tried on a small planted tree.
"""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = "cisp_desktop"
GENERATED = ("cisp_desktop/gui/forms/",)
MODULE_LINES, CLASS_LINES, FUNCTION_LINES = 400, 300, 40
EXCUSES = ("taille", "lines because")

STANDARD_LIBRARY_ONLY = {
    "domain": {"domain"},
    "application": {"application", "domain"},
    "diagnostics": {"diagnostics"},
}
"""Rooms without any third-party package, and what of the application they may import."""

BROAD_EXCEPT_PLACES = ("gui/operations", "gui/tasks", "diagnostics", "cli/", "documents/verif")
"""Where ``except Exception`` may stand, once in each (excepthook, command line and foreign PDF included)."""

BOXES = frozenset({"QMessageBox", "QFileDialog", "QInputDialog", "QErrorMessage"})
UNFINISHED = re.compile(r"\b(TOD[O]|FIXM[E]|XX[X]|raise NotImplementedErro[r])\b")


@cache
def modules(root: Path) -> tuple[tuple[str, ast.Module], ...]:
    """Return every module of the application with its path relative to ``root``, generated ones left out."""
    names = [path.relative_to(root).as_posix() for path in sorted((root / PACKAGE).rglob("*.py"))]
    return tuple(
        (name, ast.parse((root / name).read_text("utf-8"), name))
        for name in names
        if not name.startswith(GENERATED)
    )


def oversized(root: Path) -> list[str]:
    """Modules over 400 lines, classes over 300, functions over 40 (docstrings apart) that do not say why."""
    found = []
    for name, tree in modules(root):
        lines = len((root / name).read_text("utf-8").splitlines())
        if lines > MODULE_LINES and not _excused(tree):
            found.append(f"{name}: {lines} lines")
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                limit = CLASS_LINES
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                limit = FUNCTION_LINES
            else:
                continue
            length = _length(node)
            if length > limit and not _excused(node):
                found.append(f"{name}:{node.lineno} {node.name}: {length} lines")
    return found


def foreign_imports(root: Path) -> list[str]:
    """Imports of third-party packages, or of other rooms, in the rooms that may have none."""
    found = []
    for name, tree in modules(root):
        room = Path(name).relative_to(PACKAGE).parts[0].removesuffix(".py")
        allowed = STANDARD_LIBRARY_ONLY.get(room)
        if allowed is None:
            continue
        for line, module in _imports(tree):
            parts = module.split(".")
            inside = parts[0] == PACKAGE and len(parts) > 1 and parts[1] in allowed
            if not inside and parts[0] not in sys.stdlib_module_names:
                found.append(f"{name}:{line} imports {module}")
    return found


def broad_excepts(root: Path) -> list[str]:
    """Handlers that catch everything outside the five places, or twice in one of them."""
    found: list[str] = []
    places_used: dict[str, str] = {}
    for name, tree in modules(root):
        for node in ast.walk(tree):
            if not _catches_everything(node):
                continue
            where = f"{name}:{node.lineno}"
            inside = name.removeprefix(f"{PACKAGE}/")
            place = next((one for one in BROAD_EXCEPT_PLACES if inside.startswith(one)), None)
            if place is None:
                found.append(where)
            elif place in places_used:
                found.append(f"{where} (beside {places_used[place]})")
            else:
                places_used[place] = where
    return found


def inline_imports(root: Path) -> list[str]:
    """Imports inside functions, which only the composition root may have."""
    return [
        f"{name}:{inner.lineno}"
        for name, tree in modules(root)
        if name != f"{PACKAGE}/bootstrap.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]


def undocumented(root: Path) -> list[str]:
    """Modules and public classes without a docstring; an empty package needs none."""
    found = []
    for name, tree in modules(root):
        if tree.body and ast.get_docstring(tree) is None:
            found.append(name)
        found += [
            f"{name}:{node.lineno} {node.name}"
            for node in tree.body
            if isinstance(node, ast.ClassDef | ast.FunctionDef)
            and not node.name.startswith("_")
            and ast.get_docstring(node) is None
        ]
    return found


def stray_message_boxes(root: Path) -> list[str]:
    """Message boxes and file dialogs outside of the one module that may open them."""
    return [
        f"{name}:{node.lineno} {found}"
        for name, tree in modules(root)
        if name != f"{PACKAGE}/gui/messages.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute)
        for found in _names(node) & BOXES
    ]


def unfinished_marks(root: Path) -> list[str]:
    """Code that says of itself that it is not done."""
    return [
        f"{name}:{number}"
        for name, _tree in modules(root)
        for number, line in enumerate((root / name).read_text("utf-8").splitlines(), 1)
        if UNFINISHED.search(line)
    ]


def _excused(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    docstring = ast.get_docstring(node) or ""
    return any(excuse in docstring for excuse in EXCUSES)


def _length(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    length = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node) is not None:
        length -= (first.end_lineno or first.lineno) - first.lineno + 1
    return length


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if module == PACKAGE:
                for alias in node.names:
                    yield node.lineno, f"{module}.{alias.name}"
            else:
                yield node.lineno, "." * node.level + module


def _catches_everything(node: ast.AST) -> bool:
    if isinstance(node, ast.ExceptHandler):
        names = _names(node.type)
        if node.type is not None and "Exception" not in names and "BaseException" not in names:
            return False
        # Cleaning up and raising again hides nothing.
        cleans_up = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
        return not (cleans_up and "BaseException" in names)
    if isinstance(node, ast.Call) and _names(node.func) & {"suppress"}:
        return any(_names(argument) & {"Exception", "BaseException"} for argument in node.args)
    return False


def _names(node: ast.expr | None) -> set[str]:
    if isinstance(node, ast.Tuple):
        return set().union(*(_names(element) for element in node.elts))
    if isinstance(node, ast.Name):
        return {node.id}
    return {node.attr} if isinstance(node, ast.Attribute) else set()
