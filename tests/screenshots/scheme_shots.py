"""Pictures of the scheme, of the panel's rules and of equivalences, in « Référentiels »."""

from PySide6.QtWidgets import QDialog

from cisp_desktop.application.lineage import EquivalenceEntry, record_equivalence
from cisp_desktop.application.scheme_editing import with_line_value, with_preset, with_scheme
from cisp_desktop.application.scheme_presets import SchemePreset
from cisp_desktop.domain.equivalence import EquivalenceOrigin
from cisp_desktop.gui.dialogs.equivalence_dialog import EquivalenceDialog
from cisp_desktop.gui.dialogs.session_scheme_dialog import SessionSchemeDialog
from cisp_desktop.gui.pages.reference_page import ReferencePage
from cisp_desktop.gui.widgets.scheme_editor import SchemeEditor
from tests.screenshots.reference_shots import reference_page
from tests.screenshots.stage import Stage

CODE, OLDER = "RNCP36128", "RNCP6133"


def _editing(stage: Stage, code: str, part: int) -> ReferencePage:
    page = reference_page(stage)
    page.focus_on(f"certification:{code}/1")
    page.buttons.edit_button.click()
    page.editor.form.partTabWidget.setCurrentIndex(part)
    stage.settle()
    return page


def _scheme(stage: Stage, *, code: str = CODE, tab: int = 0) -> SchemeEditor:
    editor = _editing(stage, code, 1).editor.scheme
    editor.form.schemeTabWidget.setCurrentIndex(tab)
    stage.settle()
    return editor


def rules(stage: Stage) -> None:
    """The rules, four levels, an example that validates."""
    _scheme(stage)


def levels(stage: Stage) -> None:
    """The levels, and an example left to the jury."""
    editor = _scheme(stage, tab=1)
    editor.form.levelTable.choose(1)
    for row in range(5):
        editor.example._on_cell_edited(row, 2, 0)
    stage.settle()


def acquired(stage: Stage) -> None:
    """Acquis, partiellement acquis, non acquis."""
    editor = _scheme(stage, tab=1)
    assert editor.desk is not None
    editor.desk.apply("", with_preset(editor.desk.draft, SchemePreset.ACQUIRED))
    editor.example._on_cell_edited(0, 1, 0)
    editor.example._on_cell_edited(1, 2, 1)
    stage.settle()


def points(stage: Stage) -> None:
    """Marks on 20 by assessment: RNCP6133's own scheme."""
    editor = _scheme(stage, code=OLDER)
    editor.example._on_cell_edited(0, 1, 8.0)
    stage.settle()


def lines(stage: Stage) -> None:
    """Weights, floors and a weight outside the panel."""
    editor = _scheme(stage, tab=2)
    assert editor.desk is not None
    block = editor.desk.draft.blocks[0]
    first, second = block.competences[0].key, block.competences[1].key
    draft = with_line_value(editor.desk.draft, "weights", first, 2)
    draft = with_line_value(draft, "floors", second, 1.5)
    outside = next(one.key for one in block.assessments if one.judged_by.outside_panel)
    draft = with_line_value(draft, "outside_weights", outside, 0.25)
    editor.desk.apply("", with_scheme(draft, eliminatory=[second]))
    stage.settle()


def invalid(stage: Stage) -> None:
    """A share that is none, said under its field."""
    editor = _scheme(stage)
    editor.rules.form.coveragePartSpinBox.setValue(5)
    stage.settle()


def panel_rules(stage: Stage) -> None:
    """The rules of RNCP6133: half of professionals, three quarters for VAE."""
    _editing(stage, OLDER, 2)


def session_scheme(stage: Stage) -> QDialog:
    """What a session goes by, to read."""
    page = reference_page(stage)
    queries = stage.context.queries
    session = queries.session(stage.context.session_id or "")
    return SessionSchemeDialog(
        stage.context, session, queries.certification(session.certification_id), parent=page
    )


def _with_equivalences(stage: Stage) -> ReferencePage:
    page = reference_page(stage)
    if not stage.context.queries.equivalences(CODE):
        for number, origin in ((1, EquivalenceOrigin.IMPORTED), (2, EquivalenceOrigin.TYPED)):
            entry = EquivalenceEntry(
                OLDER, f"{OLDER}U{number}", CODE, f"{CODE}BC0{number}",
                "Décision du certificateur du 12/01/2026", 5 if number == 1 else None, origin,
            )  # fmt: skip
            record_equivalence(stage.context.workspace, entry)
    page.refresh(None)
    page.focus_on(f"certification:{CODE}/1")
    page.form.subjectTabWidget.setCurrentWidget(page.form.equivalencesTab)
    stage.settle(300)
    return page


def equivalences(stage: Stage) -> None:
    """What blocks of older titles count for."""
    _with_equivalences(stage).equivalences.form.equivalenceTable.choose(1)
    stage.settle()


def new_equivalence(stage: Stage) -> QDialog:
    """A new equivalence."""
    page = reference_page(stage)
    row = stage.context.queries.certification(f"{CODE}/1")
    return EquivalenceDialog(row, ("RNCP16575",), page)
