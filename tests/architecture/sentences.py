"""Rules about error codes and the French sentences that stand for them, read from syntax trees."""

import ast
import re
import string
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.architecture.sources import modules

ROOTS = frozenset({"CispError", "RuleError", "Refused", "StorageError"})
ERRORS_MODULE = "cisp_desktop/domain/errors.py"
FOLDER = "cisp_desktop/application/sentences/"
CODE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")
MISSET = (
    r"[^\s\u00a0\u202f:;?!/{}\d][:;?!](?=\s|$)",  # no space before a high sign
    r" [:;?!»]|« ",  # a space where the line may break
    r"«(?=[^\u00a0\u202f])|(?<=[^\u00a0\u202f])»",  # no space inside the quotation marks
    r"\.\.\.",
)
TYPOGRAPHY = re.compile("|".join(MISSET))


@dataclass(frozen=True)
class Raised:
    """One place that makes an error: its code (None when it is computed) and the values that it gives."""

    place: str
    code: str | None
    values: frozenset[str]
    open_ended: bool


@cache
def raised(root: Path) -> list[Raised]:
    """Find every call of an error class of the application, its own subclasses included.

    A subclass with an ``__init__`` of its own chooses its code there, not where it is raised.
    """
    trees = list(modules(root))
    classes = [node for _, tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    kinds = set(ROOTS)
    for _ in range(3):  # subclasses of subclasses of subclasses
        kinds |= {node.name for node in classes if {_called(base) for base in node.bases} & kinds}
    choosing = {node.name for node in classes if node.name in kinds and _own_init(node)}
    inside = {id(inner) for node in classes if node.name in choosing for inner in ast.walk(node)}
    found = []
    for name, tree in trees:
        if name == ERRORS_MODULE:
            continue
        functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = _called(node.func)
            if (called in kinds - choosing) or (called == "__init__" and id(node) in inside):
                found += _raised_by(node, f"{name}:{node.lineno}", functions)
    return found


@cache
def templates(root: Path) -> tuple[dict[str, str], list[str]]:
    """Return code → sentence from every ``SENTENCES``, and the codes that two files claim."""
    known: dict[str, str] = {}
    twice = []
    for name, tree in modules(root):
        if not name.startswith(FOLDER):
            continue
        for node in tree.body:
            if _assigned(node) != "SENTENCES" or not isinstance(node.value, ast.Dict):
                continue
            for key, value in zip(node.value.keys, node.value.values, strict=True):
                code, text = ast.literal_eval(key), ast.literal_eval(value)
                if code in known:
                    twice.append(f"{name}: {code}")
                known[code] = text
    return known, twice


def computed_codes(root: Path) -> list[str]:
    """Places whose code is not written out: no reader, and no test, could follow them."""
    return [one.place for one in raised(root) if one.code is None]


def misshapen_codes(root: Path) -> list[str]:
    """Codes that are not dotted and lower case."""
    return [f"{one.place} {one.code}" for one in raised(root) if one.code and not CODE.fullmatch(one.code)]


def codes_without_sentence(root: Path) -> list[str]:
    """Codes that would reach the user as they are. Nothing is owed before the first sentence exists."""
    known, _ = templates(root)
    if not known:
        return []
    return [f"{one.place} {one.code}" for one in raised(root) if one.code and one.code not in known]


def sentences_without_value(root: Path) -> list[str]:
    """Sentences that ask for a value which a place raising their code does not give."""
    known, _ = templates(root)
    found = []
    for one in raised(root):
        if one.code in known and not one.open_ended:
            missing = _fields(known[one.code]) - one.values
            if missing:
                found.append(f"{one.place} {one.code} lacks {', '.join(sorted(missing))}")
    return found


def claimed_twice(root: Path) -> list[str]:
    """Codes for which two files hold a sentence."""
    return templates(root)[1]


def misset_sentences(root: Path) -> list[str]:
    """Sentences that break French typography: no-break spaces, the one-letter ellipsis."""
    return [
        f"{code}: {text}"
        for code, text in templates(root)[0].items()
        if TYPOGRAPHY.search(re.sub(r"\{[^}]*\}", "x", text))
    ]


def _own_init(node: ast.ClassDef) -> bool:
    return any(isinstance(one, ast.FunctionDef) and one.name == "__init__" for one in node.body)


def _raised_by(call: ast.Call, place: str, functions: dict[str, ast.FunctionDef]) -> list[Raised]:
    values = frozenset(keyword.arg for keyword in call.keywords if keyword.arg)
    open_ended = any(keyword.arg is None for keyword in call.keywords)
    codes = _literal_codes(call.args[0], functions) if call.args else [None]
    return [Raised(place, code, values, open_ended) for code in codes]


def _literal_codes(node: ast.expr, functions: dict[str, ast.FunctionDef]) -> list[str | None]:
    """Return the codes written out: a literal, a choice of two, or a function that returns literals."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return _literal_codes(node.body, functions) + _literal_codes(node.orelse, functions)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions:
        returns = [
            one for one in ast.walk(functions[node.func.id]) if isinstance(one, ast.Return) and one.value
        ]
        return [code for one in returns if one.value for code in _literal_codes(one.value, {})] or [None]
    return [None]


def _called(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def _assigned(node: ast.stmt) -> str:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return ""


def _fields(template: str) -> set[str]:
    names = {field for _, field, _, _ in string.Formatter().parse(template) if field}
    return {re.split(r"[.\[]", name)[0] for name in names}
