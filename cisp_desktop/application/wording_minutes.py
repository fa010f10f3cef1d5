"""The French words of the minutes: codes to words, dates, hours, names, statements.

Sources: the words of the domain (block decisions, outcomes, roles), French typographic use (no-break spaces,
« 14 h 30 », « 1er »). This module must not know how a page is drawn.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

NBSP = "\u00a0"
NARROW_NBSP = "\u202f"

BLOCK_ABBREVIATIONS: Mapping[str, str] = {
    "VALIDATED": "V",
    "NOT_VALIDATED": "NV",
    "HELD": "ACQ",
    "NOT_PRESENTED": "NP",
    "ABSENT": "ABS",
    "EXCUSED": "EXC",
    "WITHDRAWN": "ABD",
    "DEFERRED": "DIF",
}

BLOCK_WORDS: Mapping[str, str] = {
    "VALIDATED": "bloc validé",
    "NOT_VALIDATED": "bloc non validé",
    "HELD": "bloc acquis antérieurement",
    "NOT_PRESENTED": "bloc non présenté",
    "ABSENT": "absent",
    "EXCUSED": "excusé",
    "WITHDRAWN": "abandon",
    "DEFERRED": "décision différée",
}

ROLES: Mapping[str, tuple[str, str]] = {
    "PRESIDENT": ("Président du jury", "Présidente du jury"),
    "PROFESSIONAL": ("Professionnel du métier visé", "Professionnelle du métier visé"),
    "CENTRE": ("Représentant du centre de formation", "Représentante du centre de formation"),
    "ACADEMIC": ("Universitaire", "Universitaire"),
    "TRAINER": ("Consultant-formateur", "Consultante-formatrice"),
    "MEMBER": ("Membre du jury", "Membre du jury"),
    "SUBSTITUTE": ("Suppléant", "Suppléante"),
    "AUTHORITY": ("Autorité de l’espace de travail", "Autorité de l’espace de travail"),
}

OUTCOMES: Mapping[str, str] = {
    "CERTIFIED": "Certification délivrée",
    "PARTIAL": "Validation partielle",
    "BLOCKS_VALIDATED": "Bloc(s) présenté(s) validé(s)",
    "NO_NEW_BLOCK": "Aucun nouveau bloc validé",
    "ABSENT": "Absent",
    "EXCUSED": "Excusé",
    "WITHDRAWN": "Abandon",
    "DEFERRED": "Décision différée",
    "NOT_EXAMINED": "Non examiné",
}

ACCESS_PATHS: Mapping[str, str] = {
    "STUDENT": "Statut d’étudiant",
    "APPRENTICESHIP": "Apprentissage",
    "CONTINUING_EDUCATION": "Formation continue",
    "PROFESSIONALISATION_CONTRACT": "Contrat de professionnalisation",
    "INDIVIDUAL": "Candidature individuelle",
    "VAE": "VAE",
}

REASON_KINDS: Mapping[str, str] = {
    "REFUSAL": "refus",
    "STATED": "motif",
    "DIFFERS": "décision différente de la proposition",
    "CASTING_VOTE": "voix prépondérante",
}

WARNINGS: Mapping[str, str] = {
    "registration_ended": (
        "Session tenue après la fin d’enregistrement de la certification : une délivrance suppose un des cas "
        "prévus par l’article L6113-9 du code du travail, à justifier pour chaque candidat."
    ),
    "certifier_siret_missing": "SIRET du certificateur non renseigné.",
    "centre_siret_missing": "SIRET du centre non renseigné.",
    "outside_session_days": "Actes enregistrés hors des jours de la session.",
    "seat_empty": "Siège prévu par la règle du jury resté vide.",
    "members_present": "Membres présents en nombre inférieur à la règle.",
    "professionals_share": "Part de professionnels du métier visé inférieure à la règle.",
    "external_share": "Part de membres extérieurs au certificateur et au centre inférieure à la règle.",
    "seat_empty_wished": "Siège facultatif resté vide.",
    "members_present_wished": "Membres présents en nombre inférieur à celui qui est souhaité.",
    "professionals_share_wished": "Part de professionnels du métier visé inférieure à la part souhaitée.",
    "external_share_wished": (
        "Part de membres extérieurs au certificateur et au centre inférieure à la part souhaitée."
    ),
    "gender_balance": "Composition du jury non équilibrée entre femmes et hommes.",
}

RECTIFIED: Mapping[str, str] = {
    "CLERICAL": " (erreur matérielle)",
    "DECISION": " (décision du jury réuni à nouveau)",
}
"""What rectifying minutes say of their ground."""
NOBODY_FOR_CERTIFIER = "il ne nomme personne pour le certificateur, dont l’accord est à recueillir à part."
NUMBER_TO_COME = "à attribuer"
"""In place of the number of minutes that none is reserved for yet."""

_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)

MEMBER_ATTENDANCE: Mapping[str, str] = {
    "PRESENT": "Présent",
    "LATE": "Arrivé en retard",
    "LEFT": "Parti avant la fin",
    "REPLACED": "Remplacé",
    "ABSENT": "Absent",
}
_AGREEING = frozenset(("présent", "absent", "excusé", "attendu", "arrivé", "parti", "non examiné"))
"""Words of a person that take an « e » of a woman."""


def abbreviation(decision: str | None) -> str:
    """Return the printed letters of a block decision, a dash when none was taken."""
    return BLOCK_ABBREVIATIONS[decision] if decision is not None else "–"


def legend(*, examined: bool = True) -> str:
    """Return the legend of the table, on one line; of a panel that could not sit when nobody was examined."""
    if not examined:
        told = {code: BLOCK_ABBREVIATIONS[code] for code in ("HELD", "NOT_PRESENTED")}
        words = [f"{letters}{NBSP}: {BLOCK_WORDS[code]}" for code, letters in told.items()]
        return " · ".join([f"{abbreviation(None)}{NBSP}: bloc non examiné", *words])
    words = [f"{letters}{NBSP}: {BLOCK_WORDS[code]}" for code, letters in BLOCK_ABBREVIATIONS.items()]
    return " · ".join(words)


def remote_words(seats: Sequence[Mapping[str, Any]]) -> str:
    """Return who sat from a distance and by what means, as a sentence."""
    told = [
        f"{seat['name']} ({seat['remote_by']})" if seat.get("remote_by") else str(seat["name"])
        for seat in seats
        if seat.get("remote") and seat["attendance"] != "ABSENT"
    ]
    if not told:
        return "Aucun membre n’a siégé à distance."
    return f"Membres ayant siégé à distance{NBSP}: {', '.join(told)}."


def role_words(role: str, *, sex: str = "") -> str:
    """Return a seat's role in words; a role that a rule named itself is printed as it stands."""
    words = ROLES.get(role)
    if words is None:
        return role
    return words[1] if sex == "F" else words[0]


def agreed(word: str, *, sex: str) -> str:
    """« Présente », « excusée » of a woman (``sex`` « F »); a word that is no adjective stays as it is."""
    return f"{word}e" if sex == "F" and word.casefold() in _AGREEING else word


def outcome_words(outcome: str | None, blocks: Sequence[str] = (), *, sex: str = "") -> str:
    """Return a candidate's outcome, « Absente » of a woman; a partial one lists the ``blocks`` validated
    (short codes).
    """
    if outcome is None:
        return "En attente de décision"
    words = agreed(OUTCOMES[outcome], sex=sex)
    if outcome in ("PARTIAL", "BLOCKS_VALIDATED") and blocks:
        return f"{words}{NBSP}: {', '.join(blocks)}"
    return words


def access_path_words(path: str) -> str:
    """Return an access path in words; an unknown one as it stands."""
    return ACCESS_PATHS.get(path, path)


def full_name(birth_name: str, first_names: str, *, usage_name: str = "") -> str:
    """Return « NOM Prénom », or « NOM (nom d’usage : USAGE) Prénom »; nothing is re-cased."""
    if usage_name and usage_name != birth_name:
        return f"{birth_name} (nom d’usage{NBSP}: {usage_name}) {first_names}"
    return f"{birth_name} {first_names}"


def long_date(iso: str) -> str:
    """Return « 14 décembre 2022 » (« 1er » for the first day) from an ISO date or date-time."""
    day = date.fromisoformat(iso[:10])
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{_MONTHS[day.month - 1]}{NBSP}{day.year:04d}"


def short_date(iso: str) -> str:
    """Return « 14/12/2022 » from an ISO date or date-time."""
    day = date.fromisoformat(iso[:10])
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def hour(iso: str) -> str:
    """Return « 14 h 30 » from an ISO date-time, in the offset that it carries."""
    moment = datetime.fromisoformat(iso)
    return f"{moment.hour}{NBSP}h{NBSP}{moment.minute:02d}"


def moment(iso: str) -> str:
    """Return « 14 décembre 2022 à 14 h 30 », or the date alone when ``iso`` has no time."""
    if len(iso) <= len("2022-12-14"):
        return long_date(iso)
    return f"{long_date(iso)} à{NBSP}{hour(iso)}"


def signing_moment(when: datetime) -> str:
    """Return « le 14/12/2022 à 17 h 05 » in the offset of ``when`` (an aware date-time)."""
    iso = when.isoformat()
    return f"le {short_date(iso)} à{NBSP}{hour(iso)}"


def period(starts: str, ends: str | None) -> str:
    """Return the session's dates (and hours when given): « le … », « les 14 et 15 décembre 2022 », « du 14 au
    16 décembre 2022 ».
    """
    if ends is None or ends == starts:
        return f"le {moment(starts)}"
    if starts[:10] == ends[:10]:
        if len(starts) <= len("2022-12-14") or len(ends) <= len("2022-12-14"):
            return f"le {long_date(starts)}"
        return f"le {long_date(starts)}, de {hour(starts)} à {hour(ends)}"
    if len(starts) > len("2022-12-14") or len(ends) > len("2022-12-14"):
        return f"du {moment(starts)} au {moment(ends)}"
    return _days(date.fromisoformat(starts), date.fromisoformat(ends))


def _days(first: date, last: date) -> str:
    """Return two days or more: the month and the year are said once where they are the same."""
    told, whole = long_date(first.isoformat()).split(NBSP), long_date(last.isoformat())
    said = told[: 1 + (first.month != last.month or first.year != last.year) + (first.year != last.year)]
    begin = NBSP.join(said)
    return f"les {begin} et {whole}" if (last - first).days == 1 else f"du {begin} au {whole}"


def hours_words(days: Sequence[Mapping[str, Any]]) -> str:
    """Return « le 14 décembre 2022 de 9 h 00 à 17 h 30 », day by day."""
    told = [f"le {long_date(one['starts'])} de {hour(one['starts'])} à {hour(one['ends'])}" for one in days]
    return f"{NBSP}; ".join(told)


def siret(digits: str) -> str:
    """Return « 423 705 912 00057 », or the text itself when it has not 14 digits."""
    if len(digits) != 14 or not digits.isdigit():
        return digits
    return NBSP.join((digits[:3], digits[3:6], digits[6:9], digits[9:]))


def grouped_fingerprint(digits: str) -> str:
    """Return hexadecimal digits in groups of four, for the eye."""
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def count(number: int, singular: str, plural: str) -> str:
    """Return « 1 candidat », « 2 candidats », « 0 candidat » (French plural starts at two)."""
    return f"{number}{NBSP}{plural if number >= 2 else singular}"


def attendance_words(seat: Mapping[str, Any]) -> str:
    """Return a seat's attendance: « Présent », « Arrivée en retard à 9 h 40 », « Remplacé à … par … ».

    The seat's ``sex`` makes the words agree; unknown, they stay masculine as the forms of the field are.
    """
    words, woman = MEMBER_ATTENDANCE[seat["attendance"]], seat.get("sex") == "F"
    if woman:
        first, _, rest = words.partition(" ")
        words = f"{first}e {rest}".strip()
    if seat.get("remote") and seat["attendance"] in ("PRESENT", "LATE", "LEFT"):
        words = f"{words} à distance"
        words = f"{words}, {seat['remote_by']}" if seat.get("remote_by") else words
    if seat["at"] and seat["attendance"] not in ("PRESENT", "ABSENT"):
        words = f"{words} à{NBSP}{hour(seat['at'])}"
    if seat.get("replaced_by"):
        words = f"{words} par {seat['replaced_by']}"
    if seat.get("stands_in_for"):
        kind = "suppléante" if woman else "suppléant"
        whom = f"pour{NBSP}: {', '.join(seat['sat_for'])}" if seat["sat_for"] else "pour d’autres candidats"
        words = f"{words}, {kind} de {seat['stands_in_for']} {whom}"
    if seat.get("absent_for"):
        away = "absente" if woman else "absent"
        words = f"{words}, {away} pour{NBSP}: {', '.join(seat['absent_for'])}"
    return words


def recused_words(seat: Mapping[str, Any]) -> str:
    """Return for whom a seat is recused, and at what hour where that was said on the day: « Récusé pour :
    D-0001 (à 10 h 20), D-0002 »; empty for nobody.
    """
    if not seat["recused_for"]:
        return ""
    hours = seat.get("recused_at", {})
    told = [
        f"{number} (à{NBSP}{hour(hours[number])})" if number in hours else number
        for number in seat["recused_for"]
    ]
    word = "Récusée" if seat.get("sex") == "F" else "Récusé"
    return f"{word} pour{NBSP}: {', '.join(told)}"


def declared_words(iso: str) -> str:
    """Return « récusation déclarée le 14/12/2022 à 10 h 20 »."""
    return f"récusation déclarée le {short_date(iso)} à{NBSP}{hour(iso)}"


def defence_words(defence: Mapping[str, Any] | None) -> str:
    """Return the hours of a defence: « soutenance de 9 h 30 à 10 h 20 », « arrivée notée à 9 h 40 », « départ
    noté à 10 h »; empty without any.
    """
    if not defence:
        return ""
    parts = []
    if defence["arrived_at"]:
        parts.append(f"arrivée notée à{NBSP}{hour(defence['arrived_at'])}")
    if defence["starts"] and defence["ends"]:
        parts.append(f"soutenance de {hour(defence['starts'])} à {hour(defence['ends'])}")
    elif defence["starts"]:
        parts.append(f"soutenance dès {hour(defence['starts'])}")
    if defence["left_at"]:
        parts.append(f"départ noté à{NBSP}{hour(defence['left_at'])}")
    return ", ".join(parts)


def scheme_words(scheme: str) -> str:
    """Return the summary of the grading scheme (« NIVEAUX:10/20 », « POINTS:10/20 ») in words, or as it
    stands.
    """
    mode, _, threshold = scheme.partition(":")
    ways = {
        "NIVEAUX": "niveaux par compétence, moyenne des membres ramenée sur 20",
        "POINTS": "notes sur 20 par modalité d’évaluation, moyenne des membres",
    }
    if mode not in ways or not threshold:
        return scheme
    return f"{ways[mode]}, seuil de proposition {threshold.replace('.', ',')}."


def mended_words(rectifies: Mapping[str, Any], *, presides: str) -> str:
    """Return what minutes that rectify a clerical error say of it: who asked, when, who signs (``presides``,
    « Le président »; empty: all who decided), who acted for the certifier, whose seal the file has.
    """
    asked, when = rectifies["asked_by"], moment(rectifies["closed_at"])
    who = rectifies["for_certifier"]
    certifier = f"pour le certificateur{NBSP}: {who}." if who else NOBODY_FOR_CERTIFIER
    signs = f" {presides} signe, sans les autres membres." if presides else ""
    return (
        f"rectifiée le {when}, à la demande de {asked}, sans nouvelle délibération.{signs} Ce "
        "procès-verbal porte le sceau de l’autorité de l’espace de travail, qui n’est pas le "
        f"certificateur{NBSP}; {certifier}"
    )


def done_words(content: Mapping[str, Any], originals: str) -> str:
    """Return « Fait à Grenoble, le 14 décembre 2022, en 1 original. » ; minutes that rectify a clerical error
    keep the panel's day, and say apart that of their own closing.
    """
    done, rectifies = content["done_at"], content.get("rectifies") or {}
    closed = rectifies.get("closed_at", "") if rectifies.get("ground") == "CLERICAL" else ""
    mended = f"{NBSP}; rectifié le {long_date(closed)}" if closed else ""
    return f"Fait à {done['place']}, le {long_date(done['date'])}{mended}, en {originals}."
