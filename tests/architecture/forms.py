"""Rules about the Designer forms in ``ui/``, read as XML."""

import ast
import re
from pathlib import Path
from xml.etree.ElementTree import Element, parse

GUI = "cisp_desktop/gui"
DEFAULT_NAME = re.compile(
    r"(pushButton|toolButton|label|lineEdit|textEdit|plainTextEdit|comboBox|checkBox|radioButton|spinBox|groupBox|"
    r"tableView|treeView|listView|tableWidget|widget|frame|splitter|tabWidget|stackedWidget|scrollArea|dateEdit|"
    r"progressBar|page|tab)(_\d+)?|\w+_\d+"
)
MNEMONIC = re.compile(r"&(?!&)")


def forms(root: Path) -> list[Path]:
    """Return every form of the project."""
    return sorted((root / "ui").glob("*.ui"))


def without_module(root: Path) -> list[str]:
    """Forms that no module of the same name composes, or whose class does not bear that name."""
    found = []
    for form in forms(root):
        expected = "".join(word.capitalize() for word in form.stem.split("_"))
        if _text(parse(form).getroot(), "class") != expected:
            found.append(f"{form.name}: its class is not {expected}")
        candidates = [
            path
            for path in (root / GUI).rglob(f"{form.stem}.py")
            if "forms" not in path.relative_to(root).parts
        ]
        if not any(_composes(path, form.stem, expected) for path in candidates):
            found.append(f"{form.name}: no module {form.stem}.py with a class {expected} that uses the form")
    return found


def unnamed_widgets(root: Path) -> list[str]:
    """Widgets that kept Designer's own name: a name is the role and the kind, ``sealButton``."""
    return [
        f"{form.name}: {name}"
        for form in forms(root)
        for widget in parse(form).getroot().iter("widget")
        if DEFAULT_NAME.fullmatch(name := widget.get("name", ""))
    ]


def stray_ampersands(root: Path) -> list[str]:
    """Texts whose ``&`` is no mnemonic: a sign that stands for itself is written ``&&`` there."""
    found = []
    for form in forms(root):
        for widget in parse(form).getroot().iter("widget"):
            for place in ("text", "title"):
                text = _property(widget, place).replace("&&", "")
                marks = MNEMONIC.findall(text)
                if len(marks) > 1 or re.search(r"&(?!\w)", text):
                    found.append(f"{form.name}: {widget.get('name')} « {text} »")
    return found


def rich_labels(root: Path) -> list[str]:
    """Labels that Qt may take for rich text: what shows data must be plain, so every label says so.

    The caption of a field (a label with a buddy) shows no data and is left alone.
    """
    return [
        f"{form.name}: {widget.get('name')}"
        for form in forms(root)
        for widget in parse(form).getroot().iter("widget")
        if widget.get("class") == "QLabel"
        and not _property(widget, "buddy")
        and not _property(widget, "textFormat").endswith("PlainText")
    ]


def _composes(path: Path, stem: str, expected: str) -> bool:
    tree = ast.parse(path.read_text("utf-8"))
    defines = any(isinstance(node, ast.ClassDef) and node.name == expected for node in ast.walk(tree))
    return defines and f"Ui_{expected}" in path.read_text("utf-8")


def _property(widget: Element, name: str) -> str:
    for one in widget.findall("property"):
        if one.get("name") == name and len(one):
            return one[0].text or ""
    return ""


def _text(element: Element, name: str) -> str:
    return element.findtext(name, default="")
