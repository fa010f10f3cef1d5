"""The French words of what a session under preparation lacks, and of a session declared ready.

Shared by the window and the commands. Must not know a widget or a command.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from cisp_desktop.application.findings import Finding, FindingCode
from cisp_desktop.application.panel_advice import CandidateFinding, JurorFinding
from cisp_desktop.application.preparation_addresses import LACKING_WORDS, Lacking
from cisp_desktop.application.preparation_papers import SHORT_NOTICE_DAYS
from cisp_desktop.application.queries import PanelRow, SessionRow
from cisp_desktop.application.two_rooms import TwoRooms
from cisp_desktop.application.wording import WARNINGS, person_name, plural, sentence_of, short_day
from cisp_desktop.application.wording_minutes import NBSP, long_date
from cisp_desktop.application.wording_panels import (
    candidate_finding_words,
    juror_finding_words,
    panel_words,
    rule_words,
    seat_words,
)
from cisp_desktop.application.wording_planning import PlanningNames, conflict_sentence, period_words
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.panel_rules import RuleFinding
from cisp_desktop.domain.planning import Conflict

MOST_NAMES = 5
"""Candidates named in one finding; more are counted."""


def finding_words(finding: Finding) -> str:
    """Return what is found, as one sentence without its full stop; ``page`` says where it is mended."""
    return _WORDS[finding.code](finding).rstrip(".")


def counts_words(found: Iterable[Finding]) -> str:
    """« 2 points bloquent, 3 avertissent », or that nothing does."""
    listed = list(found)
    blocking = sum(finding.blocks for finding in listed)
    warning = len(listed) - blocking
    if not listed:
        return "Rien ne bloque et rien n’avertit."
    if not blocking:
        return f"Rien ne bloque, {plural(warning, 'point avertit', 'points avertissent')}."
    words = plural(blocking, "point bloque", "points bloquent")
    return f"{words}, {plural(warning, 'avertit', 'avertissent')}." if warning else f"{words}."


def ready_words(session: SessionRow, *, review: bool = False) -> str:
    """« Prête depuis le 3 décembre 2026, par DUPUIS Marc »; empty while under preparation.

    ``review`` says that something changed since (``preparation_findings.to_review``): « à revoir ».
    """
    if session.ready_at is None:
        return ""
    declared = f"depuis le {long_date(session.ready_at.date().isoformat())}, par {session.ready_by}"
    return f"Prête {declared}, à revoir" if review else f"Prête {declared}"


def notice_words(days: int, starts: date) -> str:
    """What summons sent ``days`` before the first day deserve to be told."""
    if days < 0:
        return f"La session a commencé le {short_day(starts)}{NBSP}: les convocations partiraient après."
    if days == 0:
        return "La session commence aujourd’hui : les convocations partiraient trop tard."
    return sentence_of("papers.short_notice", {"least": SHORT_NOTICE_DAYS, "days": days})


def _candidates(count: int) -> str:
    return plural(count, "candidat", "candidats")


def _before(panel: object) -> str:
    """« Jury 2 : », before what is said of one panel among several."""
    return f"{panel_words(panel.name, panel.position)}{NBSP}: " if isinstance(panel, PanelRow) else ""


def _seat(finding: Finding) -> str:
    role, rank = finding.values["role"], finding.values["rank"]
    seat = seat_words(role, rank) if isinstance(role, Role) and isinstance(rank, int) else ""
    return f"{_before(finding.values.get('panel'))}Siège vide{NBSP}: {seat}"


def _panel_empty(finding: Finding) -> str:
    heard = plural(finding.count, "candidat passe", "candidats passent")
    return f"{_before(finding.values.get('panel'))}{heard} devant ce jury, qui n’a aucun membre"


def _rule(finding: Finding) -> str:
    rule = finding.values["rule"]
    if not isinstance(rule, RuleFinding):
        return ""
    words = rule_words(rule)
    source = f" ({words.source})" if words.source else ""
    return f"{_before(finding.values.get('panel'))}{words.asks}{NBSP}: {words.has}{source}"


def _candidate(finding: Finding) -> str:
    one = finding.values["candidate"]
    words = candidate_finding_words(one) if isinstance(one, CandidateFinding) else ""
    return f"Candidat {finding.values['number']}{NBSP}: {words}"


def _nothing(finding: Finding) -> str:
    block = finding.values.get("block")
    if block:
        return f"Le bloc {block} n’a ni compétence ni épreuve à noter"
    return "Le référentiel n’a rien à noter : aucune compétence, aucune épreuve"


def _conflict(finding: Finding) -> str:
    conflict, names = finding.values["conflict"], finding.values["names"]
    if isinstance(conflict, Conflict) and isinstance(names, PlanningNames):
        return conflict_sentence(conflict, names)
    return ""


def _two_rooms(finding: Finding) -> str:
    one = finding.values["juror"]
    if not isinstance(one, TwoRooms):
        return ""
    places = " et ".join(
        f"{presence.room}{f' (session {presence.session})' if presence.session else ''} "
        f"{period_words(presence.starts, presence.ends)}"
        for presence in (one.first, one.second)
    )
    return (
        f"{one.juror}, dont une fois comme suppléant, est convoqué à deux endroits à la fois{NBSP}: {places}"
    )


def _names(finding: Finding) -> str:
    """« DUPONT Zoé, MARTIN Paul et 3 autres », of the (birth name, first names) that a finding holds."""
    held = finding.values["names"]
    names = [person_name(*pair) for pair in held] if isinstance(held, tuple) else []
    left = len(names) - MOST_NAMES
    return (
        f"{', '.join(names[:MOST_NAMES])} et {plural(left, 'autre', 'autres')}"
        if left > 0
        else ", ".join(names)
    )


def _changed(finding: Finding) -> str:
    return (
        f"Depuis que la session a été déclarée prête, l’horaire ou le jury a changé pour "
        f"{_candidates(finding.count)}{NBSP}: {_names(finding)}"
    )


def _outdated(finding: Finding) -> str:
    return (
        f"Les convocations déjà imprimées ou enregistrées ne correspondent plus pour "
        f"{_candidates(finding.count)}{NBSP}: {_names(finding)}"
    )


def _missing(finding: Finding) -> str:
    people = finding.values["people"]
    count = plural(finding.count, "dossier manquant", "dossiers manquants")
    return f"{count} chez {_candidates(people if isinstance(people, int) else 0)}"


def _registration(finding: Finding) -> str:
    return f"{WARNINGS[str(finding.values['warning'])]}{NBSP}: {_candidates(finding.count)}"


def _juror(finding: Finding) -> str:
    one = finding.values["juror"]
    return juror_finding_words(one) if isinstance(one, JurorFinding) else ""


def _version(finding: Finding) -> str:
    values = finding.values
    return (
        f"La version {values['latest']} du référentiel {values['code']} existe ; la session suit la version "
        f"{values['version']}"
    )


def _notice(finding: Finding) -> str:
    days, starts = finding.values["days"], finding.values["starts"]
    return notice_words(days, starts) if isinstance(days, int) and isinstance(starts, date) else ""


def _late(finding: Finding) -> str:
    return plural(finding.count, "pièce reçue", "pièces reçues") + " après la date limite"


def _suggested(finding: Finding) -> str:
    return (
        plural(finding.count, "récusation suggérée", "récusations suggérées")
        + " et non déclarée"
        + ("s" if finding.count > 1 else "")
    )


def _duplicates(finding: Finding) -> str:
    return plural(finding.count, "doublon probable", "doublons probables") + " parmi les candidats"


def _lacking(finding: Finding) -> str:
    one = finding.values["lacking"]
    return LACKING_WORDS[one] if isinstance(one, Lacking) else ""


def _outside(finding: Finding) -> str:
    return f"Résultats hors jury incomplets{NBSP}: {_candidates(finding.count)}"


_WORDS: Mapping[FindingCode, Callable[[Finding], str]] = {
    FindingCode.NO_CANDIDATE: lambda _finding: "Aucun candidat inscrit",
    FindingCode.SEAT_EMPTY: _seat,
    FindingCode.PANEL_EMPTY: _panel_empty,
    FindingCode.RULE_BROKEN: _rule,
    FindingCode.NO_QUORUM: _candidate,
    FindingCode.NOTHING_TO_SCORE: _nothing,
    FindingCode.CONFLICT: _conflict,
    FindingCode.TWO_ROOMS: _two_rooms,
    FindingCode.CHANGED_SINCE_READY: _changed,
    FindingCode.SUMMONS_OUTDATED: _outdated,
    FindingCode.DOSSIERS_MISSING: _missing,
    FindingCode.DOSSIERS_LATE: _late,
    FindingCode.REGISTRATION: _registration,
    FindingCode.RECUSAL_SUGGESTED: _suggested,
    FindingCode.DUPLICATES: _duplicates,
    FindingCode.SHARE_AFTER_RECUSALS: _candidate,
    FindingCode.JUROR: _juror,
    FindingCode.NEWER_VERSION: _version,
    FindingCode.CENTRE_SIRET: lambda _finding: "Le SIRET du centre n’est pas renseigné",
    FindingCode.CENTRE_SIGNATORY: lambda _finding: (
        "Le signataire du centre n’est pas renseigné : convocations et nominations l’attendent"
    ),
    FindingCode.CENTRE_ADDRESS: _lacking,
    FindingCode.SHORT_NOTICE: _notice,
    FindingCode.OUTSIDE_RESULTS: _outside,
}
