"""What the page « Délibérer » says beside its matrix: what it waits for, its keys.

This module must not know widgets.
"""

from PySide6.QtCore import QCoreApplication

from cisp_desktop.application.queries import Queries
from cisp_desktop.gui.pages.page import ShortcutLine, Waiting


def waiting_for(queries: Queries, session_id: str | None, *, ready: bool) -> Waiting | None:
    """Return what deliberating takes and the session lacks: a session, a sealed sheet, somebody to decide.

    ``ready``: somebody sealed, or nobody has to.
    """
    if session_id is None:
        return Waiting(
            _tr("Aucune session"),
            _tr("Créez une session et préparez-la\u00a0: la délibération viendra après les grilles."),
            _tr("Aller au tableau de bord"),
            "dashboard",
        )
    if not ready:
        return Waiting(
            _tr("Aucune grille n’est encore scellée"),
            _tr(
                "La délibération s’ouvre candidat par candidat, quand tous les jurés qui devaient "
                "l’évaluer ont scellé leurs grilles. Jusque-là personne ne voit celles des autres."
            ),
            _tr("Aller aux évaluations"),
            "evaluate",
        )
    if not any(panel.seats for panel in queries.panels(session_id)):
        return Waiting(
            _tr("Le jury n’est pas composé"),
            _tr("Nommez les membres\u00a0: chacun reçoit un code personnel et ouvre ainsi la délibération."),
            _tr("Composer le jury"),
            "prepare",
            "tab:panel",
        )
    return None


def shortcut_lines() -> tuple[ShortcutLine, ...]:
    """Return the keys of the matrix and of the page, as the sheet of keys shows them."""
    return (
        ShortcutLine("← ↑ ↓ →", _tr("Bloc et candidat, dans le tableau")),
        ShortcutLine("V · N · D", _tr("Valider, ne pas valider, différer le bloc choisi")),
        ShortcutLine("Suppr", _tr("Retirer la décision\u00a0: le bloc est de nouveau à décider")),
        ShortcutLine("Entrée", _tr("Écrire le motif")),
        ShortcutLine("Alt+V · Alt+N · Alt+D", _tr("Les mêmes décisions, depuis le motif")),
        ShortcutLine("F8", _tr("Bloc suivant à décider")),
        ShortcutLine("Alt+↑ · Alt+↓", _tr("Candidat précédent, suivant")),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("DeliberatePage", text)
