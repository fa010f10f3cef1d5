"""The build hook: forms, resources, translations and data, rebuilt when stale and only then."""

import importlib.util
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import pytest

from tests.architecture.planted import plant

FORM = """<?xml version="1.0" encoding="UTF-8"?>
<ui version="4.0"><class>PanelPage</class><widget class="QWidget" name="PanelPage">
<property name="windowTitle"><string>{title}</string></property></widget><resources/></ui>
"""
TRANSLATION = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS>
<TS version="2.1" language="fr_FR"><context>
<name>PanelPage</name><message><source>Jury</source><translation>Jury</translation></message>
</context></TS>
"""
QRC = '<RCC><qresource prefix="/cisp"><file>icons/seal.svg</file></qresource></RCC>\n'


@pytest.fixture(scope="module")
def hook(project_folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "build_hook", project_folder / "packaging" / "build_hook.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_hook"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return plant(
        tmp_path,
        {
            "ui/panel_page.ui": FORM.format(title="Jury"),
            "resources/cisp.qrc": QRC,
            "resources/icons/seal.svg": "<svg/>",
            "resources/translations/cisp_fr.ts": TRANSLATION,
            "resources/data/certifications/X1.json": "{}",
            "resources/fonts/OFL.txt": "licence",
        },
    )


def test_everything_that_has_a_source_is_built(hook: ModuleType, project: Path) -> None:
    hook.build(project)
    assert "class Ui_PanelPage" in (project / "cisp_desktop/gui/forms/panel_page.py").read_text("utf-8")
    assert "qInitResources" in (project / "cisp_desktop/gui/forms/cisp_rc.py").read_text("utf-8")
    assert (project / "cisp_desktop/gui/forms/__init__.py").is_file()
    assert (project / "cisp_desktop/data/translations/cisp_fr.qm").stat().st_size > 0
    assert (project / "cisp_desktop/data/certifications/X1.json").read_text("utf-8") == "{}"
    assert (project / "cisp_desktop/data/fonts/OFL.txt").read_text("utf-8") == "licence"


def test_a_second_build_does_nothing(hook: ModuleType, project: Path) -> None:
    assert hook.build(project)
    assert hook.build(project) == []
    assert hook.main(["--check", "--root", str(project)]) == 0


def test_an_empty_project_builds_only_the_package_of_forms(hook: ModuleType, tmp_path: Path) -> None:
    assert [path.name for path in hook.build(tmp_path)] == ["__init__.py"]


@pytest.mark.parametrize(
    ("source", "text", "output"),
    [
        ("ui/panel_page.ui", FORM.format(title="Salle"), "cisp_desktop/gui/forms/panel_page.py"),
        ("resources/icons/seal.svg", "<svg></svg>", "cisp_desktop/gui/forms/cisp_rc.py"),
        ("resources/data/certifications/X1.json", "[]", "cisp_desktop/data/certifications/X1.json"),
        ("cisp_desktop/gui/forms/panel_page.py", "edited = True", "cisp_desktop/gui/forms/panel_page.py"),
    ],
)
def test_what_changed_is_stale_until_it_is_built_again(
    hook: ModuleType, project: Path, source: str, text: str, output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    hook.build(project)
    plant(project, {source: text})
    assert hook.main(["--check", "--root", str(project)]) == 1
    assert f"stale: {output}" in capsys.readouterr().err
    assert [path.as_posix() for path in hook.build(project)] == [output]
    assert hook.main(["--check", "--root", str(project)]) == 0


def test_a_form_that_is_gone_does_not_stay_importable(hook: ModuleType, project: Path) -> None:
    hook.build(project)
    (project / "ui/panel_page.ui").unlink()
    assert hook.main(["--check", "--root", str(project)]) == 1
    hook.build(project)
    assert not (project / "cisp_desktop/gui/forms/panel_page.py").exists()


def test_a_damaged_form_stops_the_build_and_is_named(hook: ModuleType, project: Path) -> None:
    plant(project, {"ui/panel_page.ui": "<ui><widget"})
    with pytest.raises(SystemExit, match=r"uic refused .*panel_page\.ui"):
        hook.build(project)


def test_the_hook_runs_as_a_plain_script(project: Path, project_folder: Path) -> None:
    script = project_folder / "packaging" / "build_hook.py"
    done = subprocess.run(
        [sys.executable, str(script), "--root", str(project)], capture_output=True, text=True, check=True
    )
    assert "built cisp_desktop/gui/forms/panel_page.py" in done.stdout


@pytest.mark.parametrize("name", ["certifications/RNCP36128.json", "certifications/RNCP6133.json"])
def test_the_certifications_are_package_data(name: str, project_folder: Path) -> None:
    packaged = files("cisp_desktop").joinpath("data", *name.split("/"))
    assert packaged.read_bytes() == (project_folder / "resources" / "data" / name).read_bytes()


@pytest.mark.parametrize("weight", ["Regular", "Semibold", "Bold", "It", "BoldIt"])
def test_the_fonts_are_truetype_and_package_data(weight: str) -> None:
    content = files("cisp_desktop").joinpath("data", "fonts", f"SourceSansPro-{weight}.ttf").read_bytes()
    assert content[:4] == b"\x00\x01\x00\x00"
