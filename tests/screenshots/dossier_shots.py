"""Pictures of « Préparer », the dossiers: the review of a folder, versions, reminders, a matrix of 200."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from PySide6.QtWidgets import QDialog

from cisp_desktop.application.folder_import import FolderReview, LookedFile, StoredVersion
from cisp_desktop.application.mail_wording import REMINDER_MAIL, mail_facts, mail_model
from cisp_desktop.application.queries import DossierVersionRow
from cisp_desktop.application.reminders import owing
from cisp_desktop.application.services import Clue, FoundFile
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.paper_template import CentreTemplates
from cisp_desktop.gui.dialogs.assign_dossiers_dialog import AssignDossiersDialog
from cisp_desktop.gui.dialogs.reminders_dialog import RemindersDialog
from cisp_desktop.gui.dialogs.versions_dialog import VersionsDialog
from tests.screenshots.prepare_shots import prepare_page, session_data
from tests.screenshots.stage import Stage

FOLDER = Path("/home/martin/Pièces")


def late(stage: Stage) -> None:
    """The matrix with a last day, some dossiers late and some in several versions."""
    data = session_data(stage)
    dossiers = tuple(
        replace(row, late=place % 3 == 0, versions=1 + place % 2) for place, row in enumerate(data.dossiers)
    )
    session = replace(data.session, dossiers_due=date(2022, 11, 29))
    page = prepare_page(stage, "tab:dossiers")
    page.dossiers.show_data(replace(data, session=session, dossiers=dossiers))
    stage.settle(50)


def two_hundred(stage: Stage) -> None:
    """The matrix of 200 candidates, the incomplete ones only."""
    data = session_data(stage)
    rows = tuple(
        replace(data.registrations[i % 12], id=f"r{i}", number=f"GRE-22-{i + 1:03d}") for i in range(200)
    )
    required = {row.id: data.required[data.registrations[i % 12].id] for i, row in enumerate(rows)}
    dossiers = tuple(
        replace(
            data.dossiers[0], id=f"d{i}{kind}", registration_id=row.id, kind=kind,
            versions=1 + (i + place) % 3, late=(i + place) % 5 == 0,
        )
        for i, row in enumerate(rows)
        for place, kind in enumerate(required[row.id])
        if (i + place) % 4
    )  # fmt: skip
    shown = replace(data, registrations=rows, dossiers=dossiers, required=required)
    page = prepare_page(stage, "tab:dossiers")
    page.dossiers.show_data(shown)
    page.dossiers.form.incompleteCheckBox.setChecked(True)
    page.dossiers.form.matrixTableView.scrollTo(page.dossiers.model.index(120, 0))
    stage.settle(50)


def review(stage: Stage) -> QDialog:
    """A folder with a file of every state."""
    page = prepare_page(stage, "tab:dossiers")
    page.dossiers.form.incompleteCheckBox.setChecked(False)
    data = session_data(stage)
    rows, kinds = data.registrations, DossierKind
    stored = [
        StoredVersion(rows[3].id, kinds.THESIS, "s1", "a.pdf", datetime(2022, 11, 3, 9, 0), True),
        StoredVersion(rows[4].id, kinds.MONOGRAPH, "s2", "b.pdf", datetime(2022, 11, 4, 9, 0), True),
    ]  # fmt: skip

    def looked(
        name: str, row: int | None = None, kind: DossierKind | None = None, *, sha: str = "",
        people: tuple[int, ...] = (), kind_choices: tuple[DossierKind, ...] = (), problem: str | None = None,
        refused: bool = False, error: RuleError | None = None, clue: Clue = Clue.NUMBER_AND_NAME,
    ) -> LookedFile:  # fmt: skip
        found = FoundFile(
            FOLDER / name, rows[row].id if row is not None else None, kind, problem, refused,
            people=tuple(rows[one].id for one in people), kinds=kind_choices, clue=clue,
        )  # fmt: skip
        return LookedFile(found, found.registration_id, kind, sha or name, 12, error)

    files = [
        looked("GRE-22-001 AUBERT Léa - Mémoire.pdf", 0, kinds.THESIS),
        looked("GRE-22-005 - Monographie définitive.pdf", 4, kinds.MONOGRAPH, clue=Clue.NUMBER),
        looked("ÉTIENNE - APST.pdf", 5, kinds.WORK_ANALYSIS, clue=Clue.NAME),
        looked("COSTA Mémoire.pdf", 3, kinds.THESIS, sha="s1"),
        looked("copie de APST.pdf", 6, kinds.WORK_ANALYSIS, sha="ÉTIENNE - APST.pdf"),
        looked(
            "MARTIN mémoire.pdf", None, kinds.THESIS, people=(6, 7), kind_choices=(kinds.THESIS,),
            problem="dossier.name.several_candidates",
        ),
        looked(
            "GRE-22-008 enquête et monographie.pdf", 7, None, people=(7,),
            kind_choices=(kinds.TERRITORY_SURVEY, kinds.MONOGRAPH), problem="dossier.name.several_kinds",
        ),
        looked("scan 3.pdf", problem="dossier.name.unknown"),
        looked("JOLY - projet.docx", refused=True, problem="dossier.name.text"),
        looked("photo.jpg", refused=True, problem="dossier.name.image"),
        looked(
            "IVANOV mémoire.pdf", 9, kinds.THESIS,
            error=RuleError("dossier.pdf.too_large", name="IVANOV mémoire.pdf", size=312, limit=200),
        ),
        looked(
            "LEROY carto.pdf", 10, kinds.NETWORK_MAP,
            error=RuleError("dossier.pdf.damaged", name="LEROY carto.pdf"),
        ),
        looked(
            "NGUYEN APST.pdf", 11, kinds.WORK_ANALYSIS,
            error=RuleError("dossier.pdf.encrypted", name="NGUYEN APST.pdf"),
        ),
    ]  # fmt: skip
    return AssignDossiersDialog(
        FolderReview(files, stored, {}), data, source=FOLDER.name, parent=stage.window
    )


def versions(stage: Stage) -> QDialog:
    """Three versions, the last one late."""
    times = [datetime(2022, 11, day, 9, 30) for day in (28, 12, 3)]
    rows = [
        DossierVersionRow("3", "AUBERT mémoire final.pdf", "c", 4_200_000, 63, times[0], None, True),
        DossierVersionRow("2", "AUBERT mémoire v2.pdf", "b", 3_900_000, 61, times[1], times[0], False),
        DossierVersionRow("1", "mémoire.pdf", "a", 80_000, 1, times[2], times[1], False),
    ]
    return VersionsDialog("Mémoire · AUBERT Léa", rows, locked=False, parent=stage.window)


def reminders(stage: Stage) -> QDialog:
    """Who owes what; one without an address."""
    data = session_data(stage)
    dossiers = [row for place, row in enumerate(data.dossiers) if place % 3]
    rows = [replace(row, email="") if place == 1 else row for place, row in enumerate(data.registrations)]
    centre = stage.context.queries.centre(data.session.centre_id)
    model = mail_model(CentreTemplates(), REMINDER_MAIL)
    facts = mail_facts(replace(data.session, dossiers_due=date(2022, 11, 29)), centre)
    found = owing(data.certification, rows, dossiers)
    return RemindersDialog(found, facts, model, today=date(2022, 11, 20), parent=stage.window)
