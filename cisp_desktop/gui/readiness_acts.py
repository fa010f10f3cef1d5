"""Declaring a session ready, opening its preparation again, taking the newest version of its référentiel.

This module must not know the tab that asks, nor how anything is stored.
"""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.certification_comparison import Difference, compare_certifications
from cisp_desktop.application.queries import CertificationRow, Queries, SessionRow
from cisp_desktop.application.readiness import (
    Readiness,
    adopt_latest_version,
    declare_ready,
    reopen_preparation,
)
from cisp_desktop.application.wording import plural
from cisp_desktop.gui.certification_words import change_words, line_name
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.ask_text_dialog import AskTextDialog
from cisp_desktop.gui.dialogs.form_dialog import Act, submit_dialog

MOST_DIFFERENCES = 8
"""Differences named before a version is taken; more are counted."""


def last_declarer(queries: Queries) -> str:
    """Return who declared a session ready last; empty when nobody did."""
    declared = [(row.ready_at, row.ready_by) for row in queries.sessions() if row.ready_at is not None]
    return max(declared)[1] if declared else ""


def ask_declare(context: GuiContext, session: SessionRow, *, parent: QWidget) -> None:
    """Ask who declares the session ready, and do it."""
    dialog = AskTextDialog(
        _tr("Déclarer la session prête"),
        intro=_tr(
            "Le référentiel, le barème, les règles et les membres des jurys ne changeront plus. Rouvrir la "
            "préparation reste possible, avec un motif."
        ),
        label=_tr("Déclarée &par"),
        missing=_tr("Donnez le nom de la personne qui déclare la session prête."),
        accept=_tr("&Déclarer prête"),
        text=last_declarer(context.queries),
        parent=parent,
    )
    workspace = context.workspace

    def asked() -> Act[Readiness]:
        by = dialog.text
        return Act(lambda: declare_ready(workspace, session.id, by=by))

    submit_dialog(context, dialog, asked)


def ask_reopen(context: GuiContext, session: SessionRow, *, parent: QWidget) -> None:
    """Ask why the preparation is opened again, and do it."""
    dialog = AskTextDialog(
        _tr("Rouvrir la préparation"),
        intro=_tr(
            "La session suivra de nouveau les règles de jury de son référentiel. Le motif reste au registre."
        ),
        label=_tr("&Motif"),
        missing=_tr("Donnez le motif de la réouverture."),
        accept=_tr("&Rouvrir"),
        parent=parent,
    )
    workspace = context.workspace

    def asked() -> Act[None]:
        reason = dialog.text
        return Act(lambda: reopen_preparation(workspace, session.id, reason=reason))

    submit_dialog(context, dialog, asked)


def ask_adopt(context: GuiContext, session: SessionRow, *, parent: QWidget) -> bool:
    """Say what the newest version changes, and take it when confirmed; return whether it was taken.

    Earlier acts cannot be undone after it: they speak of the blocks of the older version.
    """
    bound = context.queries.certification(session.certification_id)
    newest = latest_version(context.queries, bound)
    text = "\n".join(
        [
            _tr("La session passe de la version {0} à la version {1} de {2}. Ce qui change :").format(
                bound.version, newest.version, bound.code
            ),
            *difference_lines(compare_certifications(bound, newest)),
            _tr("Les blocs suivent par leur code. Ce qui a été fait avant ne s’annulera plus."),
        ]
    )
    if not context.messages.confirm(
        parent,
        _tr("Prendre la version {0}").format(newest.version),
        text=text,
        accept=_tr("Prendre la version {0}").format(newest.version),
    ):
        return False
    workspace = context.workspace
    done = context.operations.run(
        lambda: adopt_latest_version(workspace, session.id), clears_undo=True, parent=parent
    )
    return done is not None


def latest_version(queries: Queries, bound: CertificationRow) -> CertificationRow:
    """Return the newest version of a certification."""
    versions = [row for row in queries.certifications() if row.code == bound.code]
    return max(versions, key=lambda row: row.version, default=bound)


def difference_lines(differences: list[Difference]) -> list[str]:
    """Name the first differences, « BC01 · compétence : ≠ modifié », and count the rest."""
    lines = [f"– {line_name(line)} : {change_words(line)}" for line in differences[:MOST_DIFFERENCES]]
    left = len(differences) - len(lines)
    if left > 0:
        lines.append(_tr("… et {0}").format(plural(left, _tr("autre différence"), _tr("autres différences"))))
    return lines or [_tr("– rien de ce qui est comparé")]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Readiness", text)
