"""Harmonisation from « Délibérer »: computed in the worker, shown in a dialog, kept as a PDF or a table.

This module must not know how agreement is computed.
"""

from functools import partial

from PySide6.QtWidgets import QWidget

from cisp_desktop.application.harmonisation import Harmonisation, harmonise
from cisp_desktop.application.harmonisation_table import Criteria, harmonisation_table
from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.queries import BlockRow, Queries
from cisp_desktop.application.wording_harmonisation import NEVER_CHANGES
from cisp_desktop.domain.agreement_intervals import Resampling
from cisp_desktop.domain.errors import CispError, StorageError
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.harmonisation_dialog import HarmonisationDialog
from cisp_desktop.gui.harmonisation_paper import write_charts
from cisp_desktop.gui.tasks import Progress


def show_harmonisation(context: GuiContext, parent: QWidget) -> None:
    """Compute the agreement of the session's jurors, and of all sessions, and show it."""
    session_id, queries = context.session_id, context.queries
    if session_id is None:
        return
    juror = context.current_juror
    least, resampling = context.settings.least_lines, Resampling(context.settings.resamples)

    def work(progress: Progress) -> tuple[Harmonisation, Criteria]:
        found = harmonise(queries, session_id, least=least, progress=progress, resampling=resampling)
        return found, criteria_words(queries, session_id)

    context.tasks.run(
        work,
        partial(_show, context, parent, juror),
        title=parent.tr("Calcul de l’harmonisation"),
        owner=parent,
    )


def criteria_words(queries: Queries, session_id: str) -> Criteria:
    """Return the words of every line of the session's blocks: « BC01 · Concevoir … »."""
    certification = queries.certification(queries.session(session_id).certification_id)
    return {key: words for block in certification.blocks for key, words in _lines(block)}


def _lines(block: BlockRow) -> list[tuple[tuple[str, str], str]]:
    found = [(one.id, one.wording) for one in block.competences]
    found += [(one.id, one.title) for one in block.assessments]
    return [((block.id, item), f"{block.short_code} · {words}") for item, words in found]


def _show(
    context: GuiContext,
    parent: QWidget,
    juror: IdentifiedJuror | None,
    result: tuple[Harmonisation, Criteria],
) -> None:
    """Show what was computed, unless the juror who asked has left meanwhile."""
    if context.session_id is None or context.current_juror is not juror:
        return
    found, criteria = result
    number = context.queries.session(context.session_id).minutes_number
    title = parent.tr("Harmonisation, {0}").format(number)
    dialog = HarmonisationDialog(found, criteria, title=title, parent=parent.window())
    dialog.save_asked.connect(partial(_save, context, dialog, title))
    dialog.export_asked.connect(partial(_export, context, dialog, result, number))
    context.messages.run_dialog(dialog)
    dialog.deleteLater()


def _export(
    context: GuiContext, dialog: HarmonisationDialog, result: tuple[Harmonisation, Criteria], number: str
) -> None:
    """Ask where to write the figures, and write them."""
    juror = context.current_juror
    path = context.messages.save_file(
        dialog, dialog.tr("Exporter les chiffres"), suggested=f"harmonisation-{number}.xlsx",
        filters=dialog.tr("Classeur ({0});;Texte ({1})").format("*.xlsx", "*.csv"),
    )  # fmt: skip
    if path is None or context.current_juror is not juror:
        return
    try:
        context.services.candidate_writer.write(path, harmonisation_table(*result), sheet="Harmonisation")
    except CispError as error:
        context.messages.error(dialog, error)
        return
    context.messages.inform(
        dialog, dialog.tr("Harmonisation"), dialog.tr("Écrit\u00a0: {0}").format(path.name)
    )


def _save(context: GuiContext, dialog: HarmonisationDialog, title: str) -> None:
    juror = context.current_juror
    path = context.messages.save_file(
        dialog, dialog.tr("Harmonisation"), suggested="harmonisation.pdf",
        filters=dialog.tr("Documents PDF (*.pdf)"),
    )  # fmt: skip
    if path is None or context.current_juror is not juror:
        return
    try:
        write_charts(path, title=title, note=NEVER_CHANGES, sections=dialog.sections(), font=dialog.font())
    except StorageError as error:
        context.messages.error(dialog, error)
        return
    words = dialog.tr("Écrit\u00a0: {0}").format(path.name)
    context.messages.inform(dialog, title, words)
