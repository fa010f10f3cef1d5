"""Designer forms: one module each, named widgets, plain labels."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import forms
from tests.architecture.planted import plant

Rule = Callable[[Path], list[str]]
RULES: list[Rule] = [forms.without_module, forms.unnamed_widgets, forms.stray_ampersands, forms.rich_labels]

MODULE = "from cisp_desktop.gui.forms.panel_page import Ui_PanelPage\nclass PanelPage:\n    pass\n"
FORM = """<?xml version="1.0" encoding="UTF-8"?>
<ui version="4.0"><class>PanelPage</class><widget class="QWidget" name="PanelPage">{inner}</widget></ui>
"""
PLAIN = '<property name="textFormat"><enum>Qt::TextFormat::PlainText</enum></property>'


def _project(root: Path, inner: str = "", module: str = MODULE) -> Path:
    files = {"ui/panel_page.ui": FORM.format(inner=inner), "cisp_desktop/gui/pages/panel_page.py": module}
    return plant(root, files)


def _widget(kind: str, name: str, properties: str = "") -> str:
    return f'<widget class="{kind}" name="{name}">{properties}</widget>'


def _titled(text: str) -> str:
    return f'<property name="text"><string>{text}</string></property>'


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_tree_keeps_the_rule(rule: Rule, project_folder: Path) -> None:
    found = rule(project_folder)
    assert not found, "\n".join(found)


def test_a_form_without_its_module_is_found(tmp_path: Path) -> None:
    assert forms.without_module(plant(tmp_path, {"ui/panel_page.ui": FORM.format(inner="")}))


def test_a_module_that_does_not_use_its_form_is_found(tmp_path: Path) -> None:
    assert forms.without_module(_project(tmp_path, module="class PanelPage:\n    pass\n"))


def test_a_form_whose_class_has_another_name_is_found(tmp_path: Path) -> None:
    text = FORM.format(inner="").replace("<class>PanelPage", "<class>Form")
    assert forms.without_module(plant(_project(tmp_path), {"ui/panel_page.ui": text}))


@pytest.mark.parametrize("name", ["pushButton", "pushButton_3", "label_2", "sealButton_2"])
def test_a_widget_with_a_default_name_is_found(name: str, tmp_path: Path) -> None:
    assert forms.unnamed_widgets(_project(tmp_path, _widget("QPushButton", name)))


@pytest.mark.parametrize("text", ["Dupont &amp; fils", "&amp;Sceller &amp;tout"])
def test_an_ampersand_that_is_no_mnemonic_is_found(text: str, tmp_path: Path) -> None:
    assert forms.stray_ampersands(_project(tmp_path, _widget("QPushButton", "sealButton", _titled(text))))


@pytest.mark.parametrize("properties", ["", PLAIN.replace("PlainText", "AutoText")])
def test_a_label_that_may_be_rich_is_found(properties: str, tmp_path: Path) -> None:
    assert forms.rich_labels(_project(tmp_path, _widget("QLabel", "nameLabel", properties)))


def test_a_sound_form_is_not_reported(tmp_path: Path) -> None:
    caption = _widget("QLabel", "roomLabel", '<property name="buddy"><cstring>roomEdit</cstring></property>')
    inner = (
        caption
        + _widget("QLabel", "nameLabel", PLAIN)
        + _widget("QPushButton", "sealButton", _titled("&amp;Sceller"))
    )
    assert [found for rule in RULES for found in rule(_project(tmp_path, inner))] == []
