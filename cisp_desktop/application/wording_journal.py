"""The journal in words: what was done, whom a line is about, and how much of what.

Must not know a mark: the journal holds counts and codes only. Must not know a screen.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cisp_desktop.application.queries import Queries, SessionRow
from cisp_desktop.application.wording import (
    ATTENDANCE,
    DOSSIER_KINDS,
    GROUNDS,
    RECUSAL_GROUNDS,
    decision_words,
    person_name,
    plural,
)
from cisp_desktop.application.wording_incidents import INCIDENT_KINDS
from cisp_desktop.application.wording_issued import TITLES
from cisp_desktop.application.wording_panels import panel_words

ACTORS: Mapping[str, str] = {"SITE": "Centre", "PANEL": "Jury"}
"""Who acts without being a juror by name."""
SHORT = 8
"""Letters of a fingerprint that are shown."""


@dataclass(frozen=True, slots=True)
class JournalNames:
    """What the identifiers of the journal mean: ``words`` shows them, ``people`` names the candidates that a
    filter may look for and that no line shows, ``scopes`` lists what belongs to each session.
    """

    words: Mapping[str, str]
    people: Mapping[str, str]
    scopes: Mapping[str, frozenset[str]]


def read_names(queries: Queries) -> JournalNames:
    """Return what every identifier that the journal may name means. Reads each session: in the worker."""
    certifications, people, scopes = queries.certifications(), dict[str, str](), {}
    words = {row.id: f"{row.code}, version {row.version}" for row in certifications}
    words |= {row.id: row.name for row in queries.centres()}
    words |= {row.id: row.name for row in queries.jurors()}
    for code in {row.code for row in certifications}:
        words |= {one.id: f"{one.held_block} → {one.block_code}" for one in queries.equivalences(code)}
    for session in queries.sessions():
        certification = queries.certification(session.certification_id)
        blocks = {block.id: block.short_code for block in certification.blocks}
        own = _session_names(queries, session, blocks, people)
        scopes[session.id] = frozenset(own)
        words |= blocks | own
    return JournalNames(words, people, scopes)


def session_scope(queries: Queries, session_id: str) -> frozenset[str]:
    """Return the identifiers of all that belongs to a session, its own among them."""
    return frozenset(_session_names(queries, queries.session(session_id), {}, {}))


def _session_names(
    queries: Queries, session: SessionRow, blocks: Mapping[str, str], people: dict[str, str]
) -> dict[str, str]:
    """Return the words of what belongs to a session, and add its candidates to ``people``."""
    registrations = queries.registrations(session.id)
    numbers = {row.id: row.number for row in registrations}
    people |= {row.id: person_name(row.birth_name, row.first_names) for row in registrations}
    names = {session.id: session.minutes_number} | numbers
    for dossier in queries.dossiers(session.id):
        kind = DOSSIER_KINDS[dossier.kind.value]
        names[dossier.id] = f"{numbers.get(dossier.registration_id, '')} · {kind}"
        people[dossier.id] = people.get(dossier.registration_id, "")
    panels = queries.panels(session.id)
    for seat in (seat for panel in panels for seat in (*panel.seats, *panel.substitutes)):
        names[seat.id] = seat.name
        for sheet in queries.sheet_states(session.id, seat.id):
            if sheet.sheet_id is not None:
                number, block = numbers.get(sheet.registration_id, ""), blocks.get(sheet.block_id, "")
                names[sheet.sheet_id] = f"{number} · {block}"
                people[sheet.sheet_id] = people.get(sheet.registration_id, "")
    names |= {panel.id: panel_words(panel.name, panel.position) for panel in panels}
    names |= {minutes.id: minutes.number for minutes in queries.minutes_history(session.id)}
    return names


def actor_words(actor: str, names: Mapping[str, str]) -> str:
    """Return who acted: the centre's staff, the jury, or a juror by name."""
    return ACTORS.get(actor) or names.get(actor, actor)


def action_words(action: str) -> str:
    """Return the French words of an action; an unknown one shows as its code."""
    return ACTIONS.get(action, action)


def subject_words(subject: str, names: Mapping[str, str]) -> str:
    """Return whom or what a line is about; what is not known any more shows as its identifier."""
    if subject == "workspace":
        return "Espace de travail"
    return names.get(subject, subject)


def detail_words(details: str, names: Mapping[str, str]) -> str:
    """Return the details of a line, parts separated by « · »; fingerprints are shortened.

    Which paper was issued comes first; who only typed what the jury decided last: « saisie par NOM Prénom ».
    """
    try:
        data = json.loads(details)
    except ValueError:
        return details
    if not isinstance(data, dict):
        return details
    ordered = sorted(data.items(), key=lambda one: (one[0] != "paper", one[0] in _WHO))
    return " · ".join(words for key, value in ordered if (words := _part(key, value, names)))


def _part(key: str, value: Any, names: Mapping[str, str]) -> str:
    counted = _COUNTED.get(key)
    if counted is not None and isinstance(value, int | list):
        return plural(value if isinstance(value, int) else len(value), *counted)
    if key == "sequence" or value in (None, "", False):
        return ""
    if key in _FINGERPRINTS and isinstance(value, str):
        return f"{_FINGERPRINTS[key]} {value[:SHORT]}…"
    if key == "number" and isinstance(value, str):
        return value  # that of minutes, no round's
    if key in _NAMED:
        return f"{_NAMED[key]} {value}"
    if key == "entered_by":
        return f"saisi par {names.get(str(value), value)}"
    if key == "reason":
        return f"motif : {' '.join(str(value).split())}"
    if key == "by":
        return f"saisie par {names.get(str(value), value)}"
    if isinstance(value, str):
        return names.get(value) or _CODES.get(value) or _decision(value)
    if isinstance(value, Sequence):
        return ", ".join(names.get(str(one)) or _CODES.get(str(one), str(one)) for one in value)
    return f"{key} {value}"


def _decision(value: str) -> str:
    return decision_words(value) if value in _DECISIONS else value


_WHO = ("by", "entered_by")
_FINGERPRINTS = {
    "sha256": "empreinte",
    "extracts_sha256": "empreinte des extraits",
    "old_certificate": "ancien certificat",
    "new_certificate": "nouveau certificat",
}
_NAMED = {"witness": "témoin", "made_by": "par", "number": "tour", "code": "code", "replaces": "remplace"}
_DECISIONS = frozenset({"VALIDATED", "NOT_VALIDATED", "DEFERRED"})
_OF_THE_DAY = {"LATE": "en retard", "PRESENTATION": "exposé", "INTERVIEW": "entretien"}
_CODES = {
    **_OF_THE_DAY,
    **GROUNDS,
    **DOSSIER_KINDS,
    **ATTENDANCE,
    **RECUSAL_GROUNDS,
    **INCIDENT_KINDS,
    **TITLES,
    "MINUTES": "Procès-verbal",
    "EXTRACT": "Extrait du procès-verbal",
    "DUPLICATE": "Duplicatas",
}
_COUNTED = {
    "extracts": ("extrait", "extraits"),
    "rows": ("ligne", "lignes"),
    "sheets": ("grille", "grilles"),
    "seats": ("siège", "sièges"),
    "placed": ("passage", "passages"),
    "count": ("proposition", "propositions"),
    "failures": ("essai manqué", "essais manqués"),
    "imported": ("inscrit", "inscrits"),
    "added": ("ajouté", "ajoutés"),
    "removed": ("retiré", "retirés"),
    "updated": ("mis à jour", "mis à jour"),
    "ballots": ("voix", "voix"),
    "printed": ("document imprimé", "documents imprimés"),
    "copies": ("exemplaire de chacun", "exemplaires de chacun"),
}
ACTIONS: Mapping[str, str] = {
    "workspace.created": "Espace de travail créé",
    "workspace.taken_over": "Reprise d’une copie de secours sur cet ordinateur",
    "certification.imported": "Certification importée",
    "certification.saved": "Version de certification enregistrée",
    "certification.changed": "Certification modifiée",
    "certification.restored": "Certification rétablie",
    "certification.removed": "Version de certification retirée",
    "equivalence.recorded": "Équivalence enregistrée",
    "equivalence.changed": "Équivalence modifiée",
    "equivalence.removed": "Équivalence retirée",
    "session.created": "Session créée",
    "session.closed": "Session close, procès-verbal figé",
    "session.ready": "Session déclarée prête",
    "session.reopened": "Préparation rouverte",
    "session.version_adopted": "Nouvelle version du référentiel prise",
    "session.from_template": "Session créée d’après une autre",
    "centre.edited": "Réglages d’un centre modifiés",
    "candidates.imported": "Candidats importés",
    "candidates.import_undone": "Import de candidats annulé",
    "outside_results.imported": "Résultats hors jury importés",
    "outside_results.import_undone": "Import de résultats hors jury annulé",
    "centre.mapping_learnt": "Colonnes des listes du centre retenues",
    "candidates.pasted": "Candidats collés d’un tableur",
    "candidates.paste_reverted": "Collage de candidats annulé",
    "registration.edited": "Inscription modifiée",
    "registration.merged": "Inscriptions réunies",
    "registration.unmerged": "Réunion d’inscriptions annulée",
    "registration.set_apart": "Inscriptions dites de deux personnes",
    "registration.restored": "Inscription remise",
    "registration.removed": "Inscription retirée",
    "panel.set": "Jury composé",
    "panel.codes_renewed": "Premiers codes d’un jury renouvelés",
    "panel.added": "Jury ajouté",
    "panel.edited": "Ce qui est dit d’un jury modifié",
    "panel.could_not_sit": "Constaté qu’un jury n’a pas pu siéger",
    "panel.can_sit": "Constatation retirée : le jury siège",
    "session.cancelled": "Session annulée",
    "session.taken_up": "Session annulée reprise",
    "panel.removed": "Jury supprimé",
    "panel.restored": "Jury rétabli",
    "summons.printed": "Convocations imprimées ou enregistrées",
    "papers.printed": "Documents imprimés",
    "candidates.moved": "Candidats passés devant un autre jury",
    "juror.added": "Juré ajouté au registre",
    "juror.edited": "Fiche d’un juré modifiée",
    "juror.removed": "Juré retiré du registre",
    "juror.code_wrong": "Code personnel refusé",
    "juror.identified": "Juré identifié",
    "juror.code_changed": "Code personnel changé",
    "juror.code_kept": "Premier code gardé",
    "juror.code_reset": "Code oublié remplacé, clé nouvelle",
    "recusal.declared": "Récusation déclarée",
    "recusal.withdrawn": "Récusation retirée",
    "recusal.restored": "Retrait d’une récusation annulé",
    "slots.placed": "Passages placés",
    "planning.settings": "Réglages du planning changés",
    "planning.kept": "Passages épinglés",
    "unavailability.recorded": "Indisponibilité notée",
    "unavailability.changed": "Indisponibilité modifiée",
    "unavailability.removed": "Indisponibilité retirée",
    "attendance.set": "Présence notée",
    "identity.checked": "Identité vérifiée",
    "outside_result.recorded": "Résultat hors jury noté",
    "dossier.stored": "Dossier ajouté",
    "dossier.replaced": "Version de dossier remplacée",
    "dossier.version_chosen": "Version de dossier choisie",
    "dossier.put_back": "Rangement de dossier annulé",
    "dossier.restored": "Dossier remis",
    "session.dossiers_due": "Date limite des dossiers",
    "dossier.reassigned": "Dossier réattribué",
    "dossier.removed": "Dossier retiré",
    "mark.given": "Saisie dans une grille",
    "timer.started": "Chronomètre démarré",
    "timer.paused": "Chronomètre en pause",
    "timer.stopped": "Chronomètre arrêté",
    "timer.reset": "Chronomètre remis à zéro",
    "template.added": "Commentaire type ajouté",
    "template.changed": "Commentaire type modifié",
    "template.removed": "Commentaire type retiré",
    "template.moved": "Commentaire type déplacé",
    "sheet.sealed": "Grilles scellées",
    "sheet.set_aside": "Grille écartée",
    "sheet.taken_up": "Grille écartée reprise",
    "transcription.started": "Grille copiée du papier",
    "transcription.stopped": "Copie du papier annulée",
    "transcription.checked": "Copie du papier vérifiée",
    "transcription.unchecked": "Vérification de la copie annulée",
    "juror.left": "Départ d’un juré",
    "juror.came_back": "Départ d’un juré annulé",
    "substitute.called": "Suppléant appelé",
    "substitute.dismissed": "Appel d’un suppléant annulé",
    "round.opened": "Second tour ouvert",
    "round.cancelled": "Second tour annulé",
    "proposals.frozen": "Propositions figées",
    "incident.recorded": "Incident noté",
    "incident.unrecorded": "Note d’incident annulée",
    "incident.amended": "Incident modifié",
    "incident.withdrawn": "Incident retiré",
    "incident.restored": "Incident rétabli",
    "discussion.kept": "Motif ou voix notés avant la décision",
    "decision.taken": "Décision du jury",
    "decision.withdrawn": "Décision du jury retirée",
    "votes.recorded": "Voix des jurés notées",
    "advice.given": "Avis au candidat écrit",
    "advice.withdrawn": "Avis au candidat retiré",
    "note.added": "Note de lecture ajoutée",
    "note.changed": "Note de lecture modifiée",
    "note.removed": "Note de lecture retirée",
    "note.shared": "Partage d’une note de lecture changé",
    "minutes.signed": "Procès-verbal signé",
    "minutes.signed_on_paper": "Signature constatée sur le papier numérisé",
    "minutes.scan_attached": "Document numérisé joint au procès-verbal",
    "minutes.refused": "Signature refusée",
    "minutes.refusal_withdrawn": "Refus de signer retiré",
    "minutes.cancelled": "Procès-verbal annulé entre deux signatures, session rouverte",
    "session.closing_reopened": "Session rouverte avant toute signature",
    "extracts.written": "Extraits du procès-verbal écrits dans un dossier",
    "document.issued": "Document émis",
    "document.duplicated": "Duplicata émis",
    "access.written": "Dossier d’accès écrit avec les dossiers du candidat",
    "paper_template.edited": "Modèles des documents modifiés",
    "paper_template.reset": "Modèles des documents remis à l’origine",
    "rectification.opened": "Rectification d’un procès-verbal ouverte",
    "session.archived": "Dossier d’archives de la session écrit",
    "rectification.given_up": "Rectification abandonnée, rien n’a changé",
}
