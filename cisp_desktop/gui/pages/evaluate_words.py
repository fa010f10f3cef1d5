"""What the page « Évaluer » says beside its grids: who is heard, what it waits for, its keys.

This module must not know widgets.
"""

from PySide6.QtCore import QCoreApplication

from cisp_desktop.application.queries import Queries
from cisp_desktop.application.wording_minutes import ACCESS_PATHS
from cisp_desktop.gui.itemmodels.candidate_list_model import CandidateLine
from cisp_desktop.gui.pages.page import ShortcutLine, Waiting


def waiting_for(queries: Queries, session_id: str | None) -> Waiting | None:
    """Return what evaluating takes and the session lacks: a session, a jury, candidates."""
    if session_id is None:
        return Waiting(
            _tr("Aucune session ouverte"),
            _tr("Créez une session ou choisissez-en une : ses candidats s’évaluent ici."),
            button=_tr("Aller au tableau de bord"),
            page="dashboard",
        )
    if not any(panel.seats for panel in queries.panels(session_id)):
        return Waiting(
            _tr("Le jury n’est pas composé"),
            _tr("Nommez les membres : chacun reçoit un code personnel et remplit ses propres grilles."),
            button=_tr("Composer le jury"),
            page="prepare",
            target="tab:panel",
        )
    if not queries.session(session_id).registrations:
        return Waiting(
            _tr("Aucun candidat inscrit"),
            _tr("Importez ou ajoutez les candidats : ils apparaîtront ici dans l’ordre de leur passage."),
            button=_tr("Préparer les candidats"),
            page="prepare",
            target="tab:candidates",
        )
    return None


def candidate_words(line: CandidateLine) -> str:
    """Return who is being heard: name, number, access path, accommodations."""
    row = line.registration
    parts = [line.name, _tr("N° {0}").format(row.number), ACCESS_PATHS[row.access_path]]
    if row.accommodations:
        parts.append(_tr("aménagement : {0}").format(row.accommodations))
    return " · ".join(parts)


def shortcut_lines() -> tuple[ShortcutLine, ...]:
    """Return the page's keys, as the sheet of keys shows them."""
    return (
        ShortcutLine("↑ ↓", _tr("Grille : ligne précédente, ligne suivante")),
        ShortcutLine(_tr("Début  Fin"), _tr("Grille : première ligne, dernière ligne")),
        ShortcutLine("0 1 2 …", _tr("Grille : donner un niveau, ou des points si le barème en demande")),
        ShortcutLine("N", _tr("Grille : non évalué, avec un motif ; Maj+↑ ↓ choisit plusieurs lignes")),
        ShortcutLine("C", _tr("Grille : commenter la ligne ; Échap revient à la grille")),
        ShortcutLine("S", _tr("Grille : noter à la suite, de ligne en ligne puis de bloc en bloc")),
        ShortcutLine("D", _tr("Grille : montrer ou cacher ce que disent les niveaux")),
        ShortcutLine(_tr("Suppr"), _tr("Grille : effacer la note de la ligne")),
        ShortcutLine("S", _tr("Pièce : surligner")),
        ShortcutLine("N", _tr("Pièce : écrire une note")),
        ShortcutLine("+ −", _tr("Pièce : agrandir, réduire")),
        ShortcutLine("Ctrl+F", _tr("Chercher dans la pièce ; Entrée va à la page suivante, Échap ferme")),
        ShortcutLine("Ctrl+Maj+F", _tr("Chercher dans toutes les pièces du candidat")),
        ShortcutLine("F11", _tr("Pièces en plein écran ; Échap en sort")),
        ShortcutLine("Alt+S  Alt+T", _tr("Sceller la grille ; sceller toutes celles du candidat")),
        ShortcutLine("Ctrl+" + _tr("Espace"), _tr("Insérer un commentaire type, dans un commentaire")),
        ShortcutLine("Ctrl+← →", _tr("Bloc précédent, bloc suivant")),
        ShortcutLine("Alt+↑ ↓", _tr("Candidat précédent, candidat suivant")),
        ShortcutLine("F6", _tr("Volet suivant")),
        ShortcutLine(_tr("Espace"), _tr("Démarrer ou mettre en pause le chronomètre choisi")),
        ShortcutLine("Ctrl+Z  Ctrl+Y", _tr("Annuler, rétablir une note")),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("EvaluatePage", text)
