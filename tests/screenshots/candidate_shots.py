"""Pictures of the candidates' table at work: one and two hundred lines, every dialog it opens."""

from datetime import date
from typing import cast

from PySide6.QtWidgets import QDialog

from cisp_desktop.application.candidate_editing import Addition, edit_held, paste_cells
from cisp_desktop.application.candidate_list import HeldClaim
from cisp_desktop.application.candidate_table import copied_cells, plan_paste
from cisp_desktop.application.lineage import EquivalenceEntry, record_equivalence
from cisp_desktop.application.preparing import create_session
from cisp_desktop.application.wording import plural
from cisp_desktop.gui.candidate_edits import open_paths, sheet_of
from cisp_desktop.gui.dialogs.add_candidate_dialog import AddCandidateDialog
from cisp_desktop.gui.dialogs.candidate_dialog import CandidateDialog
from cisp_desktop.gui.dialogs.duplicates_dialog import DuplicatesDialog
from cisp_desktop.gui.dialogs.held_block_dialog import HeldBlockDialog
from cisp_desktop.gui.dialogs.paste_dialog import PasteDialog
from cisp_desktop.gui.duplicate_acts import find_twins
from cisp_desktop.gui.itemmodels.candidate_columns import Column
from cisp_desktop.gui.pages.prepare_page import PreparePage
from cisp_desktop.gui.session_data import SessionData, read_session_data
from tests.screenshots.stage import Stage

NAMES = ("AUBERT", "BENALI", "COSTA-VIDAL", "DIALLO", "D'ANGELO", "ÉTIENNE", "FAURE", "GARCIA", "HŒLDERLIN")
FIRST = ("Léa", "Karim", "Inês", "Awa", "Marco", "Zoé", "Hélène", "Luis", "Anne-Sophie", "Jean")


def session_of(stage: Stage, count: int) -> str:
    """Make a session of ``count`` candidates, once, and go there."""
    workspace = stage.context.workspace
    centre = f"Centre de {plural(count, 'candidat', 'candidats')}"
    known = next((row.id for row in workspace.queries.sessions() if row.centre_name == centre), None)
    if known is not None:
        stage.context.set_session(known)
        return known
    session_id = create_session(
        workspace, certification="RNCP36128", centre=centre, starts=date(2022, 12, 16)
    )
    additions = [
        Addition(
            f"{session_id}-{i:04d}",
            f"{session_id}-c{i:04d}",
            {
                "number": f"VOI-22-{i + 1:03d}",
                "civility": ("Mme", "M.")[i % 2],
                "birth_name": NAMES[i % len(NAMES)] + ("" if i < len(NAMES) else f" {chr(65 + i % 26)}"),
                "first_names": FIRST[i % len(FIRST)],
                "birth_date": date(1970 + i % 30, 1 + i % 12, 1 + i % 28),
                "birth_place": "Grenoble" if i % 3 else "",
                "birth_insee": "38185" if i % 3 else "",
                "access_path": ("CONTINUING_EDUCATION", "VAE", "PROFESSIONALISATION_CONTRACT")[i % 3],
                "entry_level": 4,
                "experience_years": 3,
                "selection_passed": True,
                "accommodations": "Tiers temps" if i % 17 == 0 else "",
            },
        )
        for i in range(count)
    ]
    paste_cells(workspace, session_id, additions=additions)
    stage.context.set_session(session_id)
    return session_id


def _page(stage: Stage) -> PreparePage:
    page = cast(PreparePage, stage.show_page("prepare", "tab:candidates"))
    page.candidates.filters.forget()
    return page


def _data(stage: Stage) -> SessionData:
    assert stage.context.session_id is not None
    return read_session_data(stage.context.queries, stage.context.session_id)


def one(stage: Stage) -> None:
    """A table of one."""
    session_of(stage, 1)
    _page(stage)
    stage.settle(50)


def two_hundred(stage: Stage) -> None:
    """Two hundred, filtered to those to check, a refused cell said."""
    session_of(stage, 200)
    page = _page(stage)
    page.candidates.form.toCheckButton.click()
    model = page.candidates.model
    model.setData(model.index(0, Column.BIRTH), "31/02/1990")
    stage.settle(50)


def more_columns(stage: Stage) -> None:
    """More columns than the page is wide, likely duplicates above."""
    page = _page(stage)
    tab = page.candidates
    rows = _data(stage).registrations
    tab.edits.edit(rows[3], "birth_name", rows[0].birth_name)
    tab.edits.edit(rows[3], "first_names", rows[0].first_names)
    tab.edits.edit(rows[3], "birth_date", f"{rows[0].birth_date:%d/%m/%Y}")
    tab.duplicates.look()
    stage.settle(600)
    for column in (Column.SEX, Column.BIRTH_INSEE, Column.EMAIL, Column.EXTRA_TIME, Column.EMPLOYER):
        tab.columns.show_column(column)
    stage.settle(50)


def duplicates(stage: Stage) -> QDialog:
    """The dialog that compares two; the columns are the usual ones again (settings outlive a workspace)."""
    data = _data(stage)
    page = _page(stage)
    page.candidates.columns._on_usual_asked()
    rows = data.registrations
    tab = page.candidates
    tab.edits.edit(rows[3], "birth_name", rows[0].birth_name + "S")
    tab.edits.edit(rows[3], "first_names", rows[0].first_names)
    tab.edits.edit(rows[3], "birth_date", f"{rows[0].birth_date:%d/%m/%Y}")
    data = _data(stage)
    pairs = find_twins(stage.context.queries, data)
    text = sheet_of(stage.context, data).text
    return DuplicatesDialog(pairs, text=text, parent=stage.window)


def paste(stage: Stage) -> QDialog:
    """A paste with cells refused."""
    data = _data(stage)
    cells = copied_cells(
        "GRE-22-001\tAUBERT\tLéa\t31/02/1991\tPar avion\n"
        "GRE-22-099\tNOUVEAU\tJean\t12/04/1991\tVAE\nGRE-22-098\tSANS DATE\n"
    )
    fields = ("number", "birth_name", "first_names", "birth_date", "access_path")
    plan = plan_paste(cells, data.registrations[:1], fields=fields, sheet=sheet_of(stage.context, data))
    return PasteDialog(plan, parent=stage.window)


def add(stage: Stage) -> QDialog:
    """A new candidate, a date that cannot be read."""
    data = _data(stage)
    sheet = sheet_of(stage.context, data)
    dialog = AddCandidateDialog(sheet, open_paths(data), number="GRE-22-013", parent=stage.window)
    dialog.form.birthNameEdit.setText("NOUVEAU")
    dialog.form.firstNamesEdit.setText("Jean")
    dialog.form.birthDateEdit.setText("12/04/91")
    dialog.form.acceptButton.click()
    return dialog


def held(stage: Stage) -> QDialog:
    """Held blocks: one that counts, one expired, one that counts for nothing."""
    workspace = stage.context.workspace
    row = _data(stage).registrations[1]
    if not any(one.held_block == "U1" for one in stage.context.queries.equivalences("RNCP36128")):
        record_equivalence(
            workspace, EquivalenceEntry("RNCP6133", "U1", "RNCP36128", "BC01", "Décision du 3 mai 2021", 5)
        )
    claims = (
        HeldClaim("RNCP36128BC02", date(2022, 6, 24), "PV-2022-GRE-0003"),
        HeldClaim("RNCP6133 U1", date(2016, 6, 24), "PV-12"),
        HeldClaim("RNCP403BC07", date(2019, 1, 14)),
    )
    before = tuple(HeldClaim(h.code, h.obtained_on, h.minutes_number or None) for h in row.held)
    edit_held(workspace, row.id, before=before, after=claims)
    data = _data(stage)
    order = [one.id for one in data.registrations]
    dialog = CandidateDialog(stage.context, data, registration_id=row.id, order=order, parent=stage.window)
    dialog.form.sectionTabWidget.setCurrentWidget(dialog.form.heldTab)
    return dialog


def held_block(stage: Stage) -> QDialog:
    """One held block asked for."""
    claim = HeldClaim("RNCP6133 U1", date(2016, 6, 24), "PV-12")
    words = "Compte pour BC01, par équivalence de RNCP6133 ; expiré depuis le 24/06/2021."
    return HeldBlockDialog("BENALI Karim", claim, standing=lambda _claim: words, parent=stage.window)
