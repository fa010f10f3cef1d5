"""The French words that screens, commands and papers share: codes, names, dates, numbers, sentences.

The dictionary is the table of the domain page §1. Must not know a widget, a page or a command.
"""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction

from cisp_desktop.application.sentences import SENTENCES
from cisp_desktop.application.wording_minutes import (
    ACCESS_PATHS,
    BLOCK_ABBREVIATIONS,
    BLOCK_WORDS,
    NBSP,
    OUTCOMES,
    ROLES,
)
from cisp_desktop.application.wording_templates import TEMPLATE_FIELDS
from cisp_desktop.domain.errors import CispError
from cisp_desktop.domain.text import begin_words, beginnings, folded

DOSSIER_KINDS: Mapping[str, str] = {
    "TERRITORY_SURVEY": "Enquête de territoire",
    "MONOGRAPH": "Monographie",
    "PROJECT_FILE": "Dossier de projet",
    "WORK_ANALYSIS": "APST",
    "THESIS": "Mémoire",
    "RELATIONAL_BOOKLET": "Livret des capacités relationnelles",
    "NETWORK_MAP": "Cartographie",
    "VAE_FILE": "Dossier de validation (VAE)",
    "PROFESSIONAL_FILE": "Dossier professionnel",
    "OTHER_FILE": "Autre pièce",
}
ASSESSMENT_KINDS: Mapping[str, str] = {
    "ANALYSIS": "Analyse",
    "DOSSIER": "Dossier",
    "DOSSIER_AND_ORAL": "Dossier et soutenance",
    "ORAL": "Oral",
    "SIMULATION": "Mise en situation",
}
JUDGED_BY: Mapping[str, str] = {
    "CERTIFICATION_JURY": "Jury de certification",
    "EVALUATION_JURY": "Jury d’évaluation",
    "TRAINER": "Formateur",
    "JURY": "Jury",
    "UNSPECIFIED": "Non précisé par la fiche",
}
ATTENDANCE: Mapping[str, str] = {
    "EXPECTED": "Attendu",
    "PRESENT": "Présent",
    "ABSENT": "Absent",
    "EXCUSED": "Excusé",
    "WITHDRAWN": "Abandon",
}
NOT_EVALUATED: Mapping[str, str] = {
    "NOT_ADDRESSED": "Non abordée pendant la soutenance",
    "NO_DOCUMENT": "Pièce absente du dossier",
    "NO_TIME": "Temps insuffisant",
    "OUTSIDE_MY_FIELD": "Hors de mon champ",
    "JUDGED_ELSEWHERE": "Évaluée par ailleurs",
}
RECUSAL_GROUNDS: Mapping[str, str] = {
    "TRAINED": "A formé le candidat",
    "ACCOMPANIED": "A accompagné le candidat",
    "SAME_EMPLOYER": "Même employeur, actuel ou passé",
    "PERSONAL_TIE": "Lien familial ou personnel",
}
DOUBTS: Mapping[str, str] = {
    "NO_SHEET": "Aucune grille scellée",
    "COVERAGE": "Moins de deux tiers des compétences évaluées sur une grille",
    "ZEROS": "Plus d’un quart des compétences au niveau le plus bas sur une grille",
    "MAJORITY": "La moyenne et la majorité des jurés divergent",
    "GLOBAL_LEVEL": "Un niveau global contredit le résultat de sa grille",
    "OUTSIDE_RESULT": "Résultat hors jury manquant ou défavorable",
    "FLOOR": "Une compétence est sous son plancher",
}
WARNINGS: Mapping[str, str] = {
    "PREREQUISITE_LEVEL": "Niveau d’entrée absent ou inférieur à celui que demande la fiche",
    "PREREQUISITE_EXPERIENCE": "Expérience absente ou inférieure à celle que demande la fiche",
    "PREREQUISITE_SELECTION": "Réussite à la sélection non renseignée",
    "VAE_ADMISSION": "Date de recevabilité VAE non renseignée",
    "REGISTRATION_ENDED": "L’enregistrement de la certification a pris fin : le motif du candidat "
    "(code du travail, L6113-9) sera demandé pour le parchemin",
    "HELD_ELSEWHERE": "Bloc acquis sous un autre code : il ne compte pas sans équivalence enregistrée",
    "HELD_EXPIRED": "Bloc acquis dont la durée de validité était écoulée au jour de la session",
    "BIRTH_SEX": "Sexe non renseigné : la déclaration des titulaires le demandera",
    "BIRTH_PLACE": "Commune de naissance sans code INSEE ni code postal : la déclaration des titulaires en "
    "demandera un",
    "BIRTH_COUNTRY": "Naissance à l’étranger sans code INSEE du pays (99…) : la déclaration des titulaires "
    "le demandera",
    "NO_SLOT": "Aucun horaire de passage",
}
SHEET_STATES: Mapping[str, str] = {
    "EMPTY": "Vide",
    "DRAFT": "Brouillon",
    "COMPLETE": "Complète",
    "SEALED": "Scellée",
}
MINUTES_STATES: Mapping[str, str] = {
    "CLOSED": "Clos, à signer",
    "PARTLY_SIGNED": "Signatures en cours",
    "COMPLETE": "Signatures complètes",
    "REOPENED": "Rouvert avant signature",
    "CANCELLED": "Annulé",
}
ROUTES: Mapping[str, str] = {"SCREEN": "à l’écran", "PAPER": "sur papier"}
GROUNDS: Mapping[str, str] = {"CLERICAL": "Erreur matérielle", "DECISION": "Décision du jury"}
ENDINGS: Mapping[str, str] = {"REOPENED": "rouverte", "CANCELLED": "annulée"}
PROPOSALS: Mapping[str, str] = {"VALIDATED": "Validé", "NOT_VALIDATED": "Non validé"}
NO_PROPOSAL = "À délibérer"
GLOBAL_LEVEL = "Niveau global du bloc"
NOT_EVALUATED_LABEL = "Non évalué"
FIELDS: Mapping[str, str] = {
    "centre.name": "Nom du centre",
    "centre.address": "Adresse du centre",
    "session.place": "Lieu",
    "panel.secretary": "Secrétaire de séance",
    "panel.representative": "Représentant du certificateur",
    "seat.remote": "Moyen de siéger à distance",
    "not_sitting.by": "Constaté par",
    "not_sitting.reason": "Motif de la constatation",
    "session.cancelled_by": "Annulée par",
    "session.cancelling_reason": "Motif de l’annulation",
    "session.ready_by": "Déclarée prête par",
    "session.reopen_reason": "Motif de la réouverture",
    "code_reset.witness": "Témoin du centre",
    "code_reset.reason": "Motif du nouveau code",
    "centre.phone": "Téléphone du centre",
    "centre.email": "Courriel du centre",
    "centre.signatory": "Signataire",
    "centre.signatory_title": "Qualité du signataire",
    "note.text": "Note de lecture",
    "incident.account": "Faits",
    "incident.people": "Personnes présentes",
    "incident.decision": "Décision du président",
    "unavailability.label": "Motif de l’indisponibilité",
    "planning.break": "Nom de la pause",
    "scheme.level": "Libellé du niveau",
    "scheme.descriptor": "Descripteur du niveau",
    "panel_rules.who": "Qui occupe le siège",
    "panel_rules.source": "Source de la règle",
    "equivalence.certification": "Code de l’ancienne certification",
    "equivalence.block": "Code de l’ancien bloc",
    "equivalence.source": "Source de l’équivalence",
    "seat.PRESIDENT": "Président",
    "seat.PROFESSIONAL": "Professionnel",
    "seat.CENTRE": "Représentant du centre",
    "seat.TRAINER": "Formateur",
    "seat.ACADEMIC": "Universitaire",
    "seat.MEMBER": "Membre du jury",
    "panel.name": "Nom du jury",
    "panel.room": "Salle",
    "juror.name": "Nom du juré",
    "juror.email": "Adresse électronique du juré",
    "juror.phone": "Téléphone du juré",
    "juror.ties": "Liens déclarés du juré",
    "juror.title": "Titre du juré",
    "juror.employer": "Employeur du juré",
    "recusal.detail": "Précision de la récusation",
    "advice.recommendation": "Recommandations au candidat",
    "advice.conditions": "Conditions d’une nouvelle présentation",
    "template.text": "Commentaire type",
    **TEMPLATE_FIELDS,
    "registration.identity": "Identité vérifiée par",
    "candidate.number": "N° dossier",
    "candidate.civility": "Civilité",
    "candidate.sex": "Sexe",
    "candidate.birth_name": "Nom de naissance",
    "candidate.usage_name": "Nom d’usage",
    "candidate.first_names": "Prénoms",
    "candidate.birth_date": "Date de naissance",
    "candidate.birth_place": "Commune de naissance",
    "candidate.birth_insee": "Code INSEE de naissance",
    "candidate.birth_postcode": "Code postal de naissance",
    "candidate.birth_country": "Pays de naissance",
    "candidate.email": "Courriel",
    "candidate.phone": "Téléphone",
    "candidate.access_path": "Voie d’accès",
    "candidate.presented": "Blocs présentés",
    "candidate.held": "Blocs déjà acquis",
    "candidate.entry_level": "Niveau d’entrée",
    "candidate.experience_years": "Années d’expérience",
    "candidate.selection_passed": "Sélection réussie",
    "candidate.entered_on": "Entrée en formation",
    "candidate.vae_admissible_on": "Recevabilité VAE",
    "candidate.accommodations": "Aménagements",
    "candidate.extra_time_percent": "Temps supplémentaire",
    "candidate.minutes": "Durée du passage",
    "candidate.referent_trainer": "Formateur référent",
    "candidate.employer": "Employeur ou structure de stage",
    "candidate.companion": "Tuteur ou accompagnateur VAE",
    "outside_result.evaluator": "Évaluateur",
    "certification.code": "Code de la fiche",
    "certification.title": "Intitulé de la fiche",
    "certification.certifier": "Certificateur",
    "certification.siret": "SIRET du certificateur",
    "block.code": "Code du bloc",
    "block.title": "Intitulé du bloc",
    "competence.wording": "Compétence ou épreuve",
    "dossier.file_name": "Nom du fichier",
    "mark.comment": "Commentaire",
    "round.reason": "Motif du second tour",
    "stand_in.reason": "Motif du départ",
    "minutes.refusal": "Motif du refus de signer",
    "minutes.scan": "Nom du document numérisé",
    "minutes.attached_by": "Nom de qui joint le document",
    "minutes.ending": "Motif",
    "minutes.ended_by": "Nom de qui le demande",
    "rectification.reason": "Objet de la rectification",
    "rectification.by": "Nom de qui la demande",
    "rectification.for_certifier": "Pour le certificateur",
    "sheet.set_aside_reason": "Motif de la mise à l’écart",
    "presence.excuse": "Motif de l’excuse ou de l’abandon",
    "presence.document": "Nom du justificatif",
    "transcription.typed_by": "Saisie par",
    "transcription.checked_by": "Vérifiée par",
    "decision.reason": "Motif",
    "issued.signatory": "Signataire",
    "issued.signatory_title": "Qualité du signataire",
    "issued.ground": "Motif de la délivrance",
    "access.made_by": "Établi par",
    "access.answered_to": "Remis à",
}


def sentence(error: CispError) -> str:
    """Return the French sentence of an error, its values worded; never raises."""
    return sentence_of(error.code, error.values)


def sentence_of(code: str, values: Mapping[str, object]) -> str:
    """Return the French sentence of a code: what, where, how to mend it.

    A code without a sentence, or a value that is missing, gives the code itself: a test keeps that
    from happening.
    """
    template = SENTENCES.get(code)
    if template is None:
        return f"Refusé ({code})."
    try:
        return template.format_map({key: _worded(key, value) for key, value in values.items()})
    except (KeyError, ValueError, IndexError):
        return template


_OF_MINUTES = {"route": ROUTES, "ending": ENDINGS}


def _worded(key: str, value: object) -> object:
    if key == "field" and isinstance(value, str):
        return FIELDS.get(value, value)
    if key == "attendance" and isinstance(value, str):
        return ATTENDANCE.get(value, value)
    if key in _OF_MINUTES and isinstance(value, str):
        return _OF_MINUTES[key].get(value, value)
    if value == "OVERALL_TOO":
        return ", et le niveau global du bloc"
    if isinstance(value, datetime):
        return moment_words(value)
    if isinstance(value, date):
        return short_day(value)
    if isinstance(value, float):
        return decimal(value)
    if isinstance(value, str):
        words = ROLES.get(value)
        return words[0] if words else OUTCOMES.get(value) or ACCESS_PATHS.get(value) or value
    if isinstance(value, int):
        return _Count(value)
    return value


class _Count(int):
    """A number of a sentence: « {count:point|points} » writes it with the word that agrees."""

    def __format__(self, words: str) -> str:
        one, separator, many = words.partition("|")
        return plural(self, one, many) if separator else format(int(self), words)


_SHORT_ROLES: Mapping[str, tuple[str, str]] = {
    "PRESIDENT": ("Président", "Présidente"),
    "PROFESSIONAL": ("Professionnel", "Professionnelle"),
    "TRAINER": ("Formateur", "Formatrice"),
    "ACADEMIC": ("Universitaire", "Universitaire"),
    "CENTRE": ("Centre", "Centre"),
    "MEMBER": ("Membre", "Membre"),
}
JUROR_CATEGORIES: Mapping[str, str] = {
    "ACADEMIC": "Universitaire",
    "INSTITUTIONAL": "Personnalité institutionnelle",
    "PROFESSIONAL": "Professionnel du métier visé",
    "TRAINER": "Consultant formateur",
    "CENTRE_STAFF": "Salarié du centre",
    "OTHER": "Autre",
}
"""What a juror is in professional life."""


def role_name(role: str, *, sex: str = "") -> str:
    """« Présidente du jury »; ``sex`` as a juror's."""
    return ROLES[role][sex == "F"] if role in ROLES else role


def role_short(role: str, *, sex: str = "") -> str:
    """« Président », « Professionnelle », « Centre »: for tight places; ``sex`` as a juror's."""
    words = _SHORT_ROLES.get(role, (role, role))
    return words[sex == "F"]


def person_name(birth_name: str, first_names: str) -> str:
    """« NOM Prénom », on screens, lists, papers and file names: the birth name, the first of the first names.

    Nothing is re-cased. Minutes and the candidate's own letter bear the usage name too:
    ``wording_minutes.full_name``.
    """
    first = next(iter(first_names.split()), "")
    return f"{birth_name} {first}".strip()


def short_day(day: date) -> str:
    """« 21/11/2026 »."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def clock(moment: datetime) -> str:
    """« 14 h 30 », in the offset that the moment carries."""
    return f"{moment.hour}{NBSP}h{NBSP}{moment.minute:02d}"


def clock_seconds(moment: datetime) -> str:
    """« 14:32:07 », for the save state."""
    return f"{moment.hour:02d}:{moment.minute:02d}:{moment.second:02d}"


def moment_words(moment: datetime) -> str:
    """« 21/11/2026 à 14 h 30 »."""
    return f"{short_day(moment.date())} à {clock(moment)}"


def session_days(starts: date, ends: date) -> str:
    """« 14/12/2022 » or « du 14/12/2022 au 15/12/2022 »."""
    return short_day(starts) if starts == ends else f"du {short_day(starts)} au {short_day(ends)}"


def decimal(value: float | Fraction, digits: int = 2) -> str:
    """« 12,5 »: French decimal comma, at most ``digits`` decimals, no trailing zero."""
    text = f"{float(value):.{digits}f}".rstrip("0").rstrip(".") if digits else f"{float(value):.0f}"
    return text.replace(".", ",")


def result_words(result: Fraction | None) -> str:
    """« 12,35/20 », or a dash."""
    return f"{decimal(result)}/20" if result is not None else "–"


def plural(count: int, singular: str, many: str) -> str:
    """« 1 candidat », « 2 candidats », « 0 candidat »: the French plural starts at two."""
    return f"{count}{NBSP}{many if count >= 2 else singular}"


def decision_letters(decision: str | None) -> str:
    """« V », « NV », « ACQ » …, or an empty text while undecided."""
    return BLOCK_ABBREVIATIONS[decision] if decision is not None else ""


def decision_words(decision: str | None) -> str:
    """« Bloc validé » …, or « À décider »."""
    if decision is None:
        return "À décider"
    words = BLOCK_WORDS[decision]
    return words[0].upper() + words[1:]


def proposal_words(proposal: str | None) -> str:
    """« Validé », « Non validé » or « À délibérer »."""
    return PROPOSALS[proposal] if proposal is not None else NO_PROPOSAL


def outcome_words(outcome: str | None) -> str:
    """« Certification délivrée » …, or « En attente »."""
    return OUTCOMES[outcome] if outcome is not None else "En attente"


def read_day(text: str) -> date | None:
    """Read « 21/11/2026 » or « 2026-11-21 »; None when it is no date of the calendar."""
    text = text.strip()
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None


def matches(text: str, wanted: str) -> bool:
    """Whether every word of ``wanted`` begins a word of ``text``, case and accents ignored (filters)."""
    return begin_words(beginnings(wanted), folded(text))
