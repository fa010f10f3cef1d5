"""Pictures of « Référentiels »: reading, the editor on each kind of node, every dialog it opens."""

from typing import cast

from PySide6.QtWidgets import QDialog

from cisp_desktop.application.certification_draft import ROOT, draft_from_sheet
from cisp_desktop.application.certification_editing import certification_to_data
from cisp_desktop.application.certifications import certification_from_data
from cisp_desktop.application.queries import CertificationRow
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.gui.dialogs.compare_versions_dialog import CompareVersionsDialog
from cisp_desktop.gui.dialogs.find_sheet_dialog import FindSheetDialog
from cisp_desktop.gui.dialogs.paste_sheet_dialog import PasteSheetDialog
from cisp_desktop.gui.dialogs.save_certification_dialog import SaveCertificationDialog, offered_equivalences
from cisp_desktop.gui.pages.reference_page import ReferencePage
from tests.conftest import DATA
from tests.screenshots.stage import Stage

EXTRACT = DATA / "reference" / "extrait-fiches-rncp.xml"
PAGE = DATA / "reference" / "page-RNCP36128.txt"


def reference_page(stage: Stage) -> ReferencePage:
    """Show the page, reading."""
    page = cast(ReferencePage, stage.show_page("reference"))
    page.editor.close_draft()
    page.refresh(None)
    return page


def reading(stage: Stage) -> None:
    """The list of versions and the facts of one."""
    reference_page(stage)


def block(stage: Stage) -> None:
    """The official text of a block."""
    tree = reference_page(stage).form.certificationTreeWidget
    certification = tree.topLevelItem(0)
    assert certification is not None
    tree.setCurrentItem(certification.child(4))
    stage.settle()


def _editing(stage: Stage, code: str = "") -> ReferencePage:
    page = reference_page(stage)
    if code:
        flows = stage.services.reference_flows
        page._edit_imported(draft_from_sheet(flows.load(EXTRACT, code)))
    else:
        page.buttons.edit_button.click()
    stage.settle(50)
    return page


def facts(stage: Stage) -> None:
    """The facts of a version that a session uses."""
    _editing(stage)


def imported(stage: Stage) -> None:
    """An imported sheet: what its source leaves open."""
    _editing(stage, "RNCP34762")


def competence(stage: Stage) -> None:
    """A proposed competence beside the official text, the cursor inside."""
    structure = _editing(stage, "RNCP34762").editor.structure
    desk = structure.desk
    assert desk is not None
    structure.choose(desk.draft.blocks[0].competences[1].key)
    cursor = structure.node.form.wordingEdit.textCursor()
    cursor.setPosition(12)
    structure.node.form.wordingEdit.setTextCursor(cursor)
    stage.settle(50)


def assessment(stage: Stage) -> None:
    """An assessment, its durations and its source."""
    structure = _editing(stage, "RNCP34762").editor.structure
    desk = structure.desk
    assert desk is not None
    structure.choose(desk.draft.blocks[0].assessments[0].key)
    structure.node.form.oralSpinBox.setValue(20)
    stage.settle(50)


def edited_block(stage: Stage) -> None:
    """A block's own fields."""
    structure = _editing(stage).editor.structure
    desk = structure.desk
    assert desk is not None
    structure.choose(desk.draft.blocks[2].key)
    stage.settle(50)


def new_sheet(stage: Stage) -> None:
    """An empty sheet."""
    page = reference_page(stage)
    page.buttons.new_action.trigger()
    assert page.editor.structure.key == ROOT


def find_sheet(stage: Stage) -> QDialog:
    """The sheets found in a flow."""
    page = reference_page(stage)
    dialog = FindSheetDialog(stage.context, EXTRACT, page)
    dialog.search("")
    stage.settle()
    return dialog


def paste_sheet(stage: Stage) -> QDialog:
    """A page pasted and recognised."""
    page = reference_page(stage)
    dialog = PasteSheetDialog(stage.context, page)
    dialog.form.pageEdit.setPlainText(PAGE.read_text("utf-8"))
    stage.settle(600)
    return dialog


def save_equivalences(stage: Stage) -> QDialog:
    """The correspondences of a sheet, offered as equivalences."""
    page = reference_page(stage)
    draft = draft_from_sheet(stage.services.reference_flows.load(EXTRACT, "RNCP35959"))
    offered, left_out = offered_equivalences(draft, "Fiche RNCP35959")
    return SaveCertificationDialog(offered, left_out=left_out, parent=page)


def compare(stage: Stage) -> QDialog:
    """Two versions side by side."""
    page = reference_page(stage)
    row = stage.context.queries.certifications()[0]
    return CompareVersionsDialog([row, _other_version(row)], tasks=stage.context.tasks, parent=page)


def _other_version(row: CertificationRow) -> CertificationRow:
    """Return a later version that nobody stores."""
    data = certification_to_data(row)
    lines = data["blocks"][0]["competences"]
    lines.append(lines.pop(0))
    lines[2] = lines[2].replace("Utiliser", "Employer")
    data["blocks"][1]["competences"].append("Rendre compte de son action par écrit.")
    del data["blocks"][2]["competences"][0]
    data["blocks"][1]["assessments"][0]["oral_minutes"] = 20
    data |= {"registration_ends": "2028-01-26", "level_european": 6}
    data["scheme"]["threshold"] = 12.0
    later = certification_from_data(data, version=2)
    scheme = GradingScheme.from_data(later.scheme)
    return CertificationRow(
        later.id, later.code, 2, later.title, later.level_national, later.level_european,
        later.certifier_name, later.certifier_siret, later.registration_starts, later.registration_ends,
        later.sheet, scheme, later.panel_rules, 0, tuple(later.blocks),  # type: ignore[arg-type]  # read alike
    )  # fmt: skip
