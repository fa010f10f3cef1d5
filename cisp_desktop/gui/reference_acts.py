"""Importing, saving and comparing certifications from the page « Référentiels », with the dialogs it takes.

This module must not know how the page shows anything.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.certification_draft import (
    CertificationDraft,
    draft_as_data,
    draft_from_data,
    draft_from_sheet,
)
from cisp_desktop.application.certification_editing import (
    SavedCertification,
    SaveOutcome,
    certification_to_data,
    remove_certification,
    save_certification,
    undo_save,
    version_that_says,
)
from cisp_desktop.application.files import read_small_file
from cisp_desktop.application.lineage import EquivalenceEntry
from cisp_desktop.application.queries import CertificationRow, Queries
from cisp_desktop.application.reference_drafts import SheetDraft
from cisp_desktop.application.reference_renewal import sheet_data
from cisp_desktop.application.wording_certifications import next_version_words, up_to_date_words
from cisp_desktop.domain.errors import CispError, RuleError
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.compare_versions_dialog import CompareVersionsDialog
from cisp_desktop.gui.dialogs.find_sheet_dialog import FindSheetDialog
from cisp_desktop.gui.dialogs.paste_sheet_dialog import PasteSheetDialog
from cisp_desktop.gui.dialogs.save_certification_dialog import (
    SaveCertificationDialog,
    offered_equivalences,
)

LARGEST = 16 * 1024 * 1024
"""Bytes of a JSON sheet: a thousand times the largest."""


def ask_draft(context: GuiContext, parent: QWidget) -> CertificationDraft | None:
    """Let a file be chosen, and a sheet in it; None when nothing was."""
    filters = _tr("Fiches (*.json *.xml *.zip);;Tous les fichiers (*)")
    path = context.messages.open_file(parent, _tr("Importer une fiche"), filters=filters)
    if path is None:
        return None
    if path.suffix.casefold() == ".json":
        try:
            draft = draft_from_json(path)
        except CispError as error:
            context.messages.error(parent, error)
            return None
        return None if _told_up_to_date(context, draft_as_data(draft), parent) else draft
    dialog = FindSheetDialog(context, path, parent)
    context.messages.run_dialog(dialog)
    sheet = dialog.sheet
    dialog.deleteLater()
    return _draft_of_sheet(context, sheet, parent)


def ask_pasted_draft(context: GuiContext, parent: QWidget) -> CertificationDraft | None:
    """Let the text of a page be pasted; None when nothing came of it."""
    dialog = PasteSheetDialog(context, parent)
    sheet = dialog.sheet if context.messages.run_dialog(dialog) else None
    dialog.deleteLater()
    return _draft_of_sheet(context, sheet, parent)


def _draft_of_sheet(
    context: GuiContext, sheet: SheetDraft | None, parent: QWidget
) -> CertificationDraft | None:
    if sheet is None:
        return None
    data = sheet_data(sheet, context.queries.certifications())
    return None if _told_up_to_date(context, data, parent) else draft_from_sheet(sheet, data)


def _told_up_to_date(context: GuiContext, data: Mapping[str, Any], parent: QWidget) -> bool:
    """Say that a sheet is there already, when nothing of it differs."""
    known = version_that_says(context.queries.certifications(), data)
    if known is None:
        return False
    words = up_to_date_words(known.code, known.version)
    context.messages.inform(parent, _tr("Rien à importer"), words)
    return True


def draft_from_json(path: Path) -> CertificationDraft:
    """Read a sheet's JSON file. Raises ``RuleError``: ``certification.not_json``, ``.data`` or ``file.*``."""
    try:
        data = json.loads(read_small_file(path, limit=LARGEST).decode("utf-8-sig"))
    except ValueError as error:
        raise RuleError("certification.not_json") from error
    if not isinstance(data, dict):
        raise RuleError("certification.not_json")
    try:
        return draft_from_data(data)
    except KeyError as error:
        raise RuleError("certification.data", field=str(error.args[0])) from error
    except (AttributeError, TypeError, ValueError) as error:
        raise RuleError("certification.data", field="?") from error


def draft_of(row: CertificationRow) -> CertificationDraft:
    """Return the draft that starts from a version."""
    return draft_from_data(certification_to_data(row), base_id=row.id)


def save_draft(context: GuiContext, draft: CertificationDraft, parent: QWidget) -> SavedCertification | None:
    """Save a draft, with the equivalences that are ticked; None when it was refused or given up."""
    offered, left_out = offered_equivalences(draft, _tr("Fiche {0}").format(draft.code))
    chosen: Sequence[EquivalenceEntry] = ()
    if offered:
        dialog = SaveCertificationDialog(offered, left_out=left_out, parent=parent)
        accepted = context.messages.run_dialog(dialog)
        chosen = dialog.chosen
        dialog.deleteLater()
        if not accepted:
            return None
    workspace, data = context.workspace, draft_as_data(draft)
    done = context.operations.run(
        lambda: save_certification(
            workspace, data, base_id=draft.base_id, base_data=draft.base_data, equivalences=chosen
        ),
        text=_tr("Enregistrement de {0}").format(draft.code),
        undo=lambda saved: undo_save(workspace, saved),
        parent=parent,
    )
    return done.value if done is not None else None


def remove_version(context: GuiContext, row: CertificationRow, parent: QWidget) -> bool:
    """Remove a version that no session uses; undoing saves it again."""
    workspace = context.workspace

    def put_back(data: Mapping[str, Any]) -> SavedCertification:
        return save_certification(workspace, data)

    done = context.operations.run(
        lambda: remove_certification(workspace, row.id),
        text=_tr("Suppression de {0}, version {1}").format(row.code, row.version),
        undo=put_back,
        parent=parent,
    )
    return done is not None


def compare(context: GuiContext, rows: Sequence[CertificationRow], after_id: str, parent: QWidget) -> None:
    """Show two versions side by side."""
    dialog = CompareVersionsDialog(rows, after_id=after_id, tasks=context.tasks, parent=parent)
    context.messages.run_dialog(dialog)
    dialog.deleteLater()


def outcome_words(queries: Queries, saved: SavedCertification, code: str) -> str:
    """What saving did, in one sentence; a next version says what differs from the one before."""
    row = queries.certification(saved.id)
    if saved.outcome is SaveOutcome.UNCHANGED:
        return up_to_date_words(code, row.version)
    if saved.outcome is SaveOutcome.NEXT_VERSION:
        versions = [one for one in queries.certifications() if one.code == code]
        earlier = [one for one in versions if one.version < row.version]
        why = next_version_words(max(earlier, key=lambda one: one.version), row)
        hint = _tr("Les sessions déjà créées gardent la leur ; « Comparer » montre les deux versions.")
        return f"{why} {hint}"
    words = {
        SaveOutcome.CHANGED: _tr("{0}, version {1}, est enregistrée."),
        SaveOutcome.CREATED: _tr("{0} est enregistrée ; une session peut s’en servir."),
    }[saved.outcome]
    return words.format(code, row.version)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReferenceActs", text)
