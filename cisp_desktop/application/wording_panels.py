"""The French words of panels: their names, their seats, what their rules say.

Shared by the window, the commands and the readiness page. Must not know a widget or a command.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cisp_desktop.application.juror_register import Habilitated, Habilitation, habilitation_on
from cisp_desktop.application.panel_advice import (
    CandidateFinding,
    CandidateQuorum,
    FindingCode,
    JurorFinding,
    PanelReport,
)
from cisp_desktop.application.queries import PanelRow
from cisp_desktop.application.wording import moment_words, plural, role_name, role_short, short_day
from cisp_desktop.application.wording_minutes import ACCESS_PATHS, NBSP
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.panel_rules import RuleFinding, RuleKind

HALF, THREE_QUARTERS = 50, 75


def panel_words(name: str, position: int, *, room: str = "") -> str:
    """« Jury 2 – Salle B »; ``position`` counts from 1, a panel without a name is called by it."""
    words = name or f"Jury{NBSP}{position}"
    return f"{words} – {room}" if room else words


REMOTE_MEANS = ("par visioconférence", "par téléphone")
"""By what means members usually sit from a distance; others are typed."""


def said_lines(panel: PanelRow) -> list[str]:
    """What the minutes will say of a panel besides who sits, a line each."""
    lines = []
    if panel.could_not_sit_at is not None:
        why = " ".join(panel.could_not_sit_why.split())
        lines.append(f"N’a pas pu siéger, constaté le {moment_words(panel.could_not_sit_at)}{NBSP}: {why}")
    if panel.secretary:
        lines.append(f"Secrétaire de séance, sans voix{NBSP}: {panel.secretary}")
    if panel.representative:
        lines.append(f"Représentant du certificateur, ne délibère pas{NBSP}: {panel.representative}")
    far = [seat for seat in (*panel.seats, *panel.substitutes) if seat.remote]
    return lines + [f"{seat.name} siège à distance, {seat.remote}" for seat in far]


def removed_words(name: str, position: int) -> str:
    """Why the number reserved for a panel's minutes will never serve."""
    return f"Jury supprimé avant toute clôture{NBSP}: {panel_words(name, position)}"


def seat_words(role: Role, rank: int, *, standby: bool = False, short: bool = False) -> str:
    """« Professionnel du métier visé 2 », « Suppléant : Président »; the first rank is not told."""
    words = (role_short if short else role_name)(role)
    if rank > 1:
        words = f"{words}{NBSP}{rank}"
    return f"Suppléant{NBSP}: {words[:1].lower()}{words[1:]}" if standby else words


def paths_words(paths: Sequence[AccessPath]) -> str:
    """« VAE », « hors VAE », or the access paths one by one; empty for all of them."""
    if not paths:
        return ""
    if set(paths) == set(AccessPath) - {AccessPath.VAE}:
        return "hors VAE"
    return ", ".join(ACCESS_PATHS[path] for path in paths)


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule in words: what it asks, what the panel has, where it comes from."""

    asks: str
    has: str
    source: str


def rule_words(finding: RuleFinding) -> RuleWords:
    """« Membres extérieurs … », « 1 sur 3 ; la moitié est souhaitée », « Fiche RNCP36128 »."""
    if finding.role is not None:
        return _seat_rule(finding, finding.role)
    path = paths_words(finding.paths)
    asks = _ASKS[RuleKind(finding.code)] + (f" ({path})" if path else "")
    return RuleWords(asks, _has(finding), finding.source)


def _seat_rule(finding: RuleFinding, role: Role) -> RuleWords:
    asks = role_name(role)
    if finding.needed > 1:
        return RuleWords(asks, f"{finding.actual} sur {finding.needed}", finding.source)
    empty = "siège à pourvoir" if finding.blocks else "siège vide, facultatif"
    return RuleWords(asks, "nommé" if finding.satisfied else empty, finding.source)


def _has(finding: RuleFinding) -> str:
    if finding.code == RuleKind.MEMBERS_PRESENT:
        wished = f"il en faut {finding.needed}"
        return f"{plural(finding.actual, 'membre', 'membres')}{NBSP}; {wished}"
    if finding.code == RuleKind.BALANCE:
        if not finding.whole:
            return "sexe non renseigné au registre des jurés"
        wished = f"{finding.needed}{NBSP}% au moins de chaque sexe"
        return f"{finding.part} sur {finding.whole} du sexe le moins représenté{NBSP}; {wished}"
    wished = _share_words(finding.needed, blocks=finding.blocks)
    return f"{finding.part} sur {finding.whole}{NBSP}; {wished}"


def _share_words(percent: int, *, blocks: bool) -> str:
    verb = "exigé" if blocks else "souhaité"
    if percent == HALF:
        return f"la moitié est {verb}e"
    if percent == THREE_QUARTERS:
        return f"les trois quarts sont {verb}s"
    return f"{percent}{NBSP}% sont {verb}s"


_ASKS = {
    RuleKind.MEMBERS_PRESENT: "Membres présents pour délibérer",
    RuleKind.EXTERNAL_SHARE: "Membres extérieurs au certificateur et au centre",
    RuleKind.PROFESSIONALS_SHARE: "Professionnels du métier visé",
    RuleKind.BALANCE: "Équilibre entre femmes et hommes",
}


def juror_finding_words(finding: JurorFinding) -> str:
    """« ROUX Hélène : habilitation finie le 31/12/2021 »."""
    day = short_day(finding.day) if finding.day is not None else ""
    words = {
        FindingCode.HABILITATION_EXPIRED: f"habilitation finie le {day}",
        FindingCode.HABILITATION_NOT_YET: f"habilitation à partir du {day} seulement",
    }.get(finding.code, "siège aussi dans un autre jury de la session")
    return f"{finding.juror}{NBSP}: {words}"


def candidate_finding_words(finding: CandidateFinding) -> str:
    """Say why a panel cannot decide on a candidate, or which share the recusals cost, and who is recused."""
    recused = f" ({recused_words(finding.recused)})" if finding.recused else ""
    named = f" ({', '.join(finding.recused)})" if finding.recused else ""
    if finding.code is FindingCode.NO_PRESIDENT:
        return f"pas de quorum, le président est récusé{named}"
    if finding.code is FindingCode.NO_QUORUM:
        left = plural(finding.members, "membre reste", "membres restent")
        return f"pas de quorum, {left}{recused}, il en faut {finding.needed}"
    if finding.share is None:
        return ""
    words = rule_words(finding.share)
    return f"{words.asks[:1].lower()}{words.asks[1:]}{NBSP}: {words.has}{recused}"


def recused_words(names: Sequence[str]) -> str:
    """« PETIT Karim récusé », « PETIT Karim, ROUX Hélène récusés »."""
    return f"{', '.join(names)} {'récusés' if len(names) > 1 else 'récusé'}"


def quorum_words(quorum: CandidateQuorum) -> str:
    """« Atteint : 2 membres sur 3 (PETIT Karim récusé), il en faut 2 ; suppléant possible : BRUN Luc »."""
    left = f"{plural(quorum.members, 'membre', 'membres')} sur {quorum.whole}"
    words = f"Atteint{NBSP}: {left} ({recused_words(quorum.recused)}), il en faut {quorum.needed}"
    if not quorum.spare:
        return words
    spare = "suppléants possibles" if len(quorum.spare) > 1 else "suppléant possible"
    return f"{words}{NBSP}; {spare}{NBSP}: {', '.join(quorum.spare)}"


def casting_vote_words(report: PanelReport) -> str:
    """« Voix prépondérante du président : VAE », or that there is none."""
    if set(report.casting_vote) == set(AccessPath):
        return f"Voix prépondérante du président{NBSP}: toutes les voies"
    if not report.casting_vote:
        return "Pas de voix prépondérante du président"
    return f"Voix prépondérante du président{NBSP}: {paths_words(report.casting_vote)}"


def report_lines(report: PanelReport, numbers: dict[str, str]) -> list[str]:
    """Return a sentence per thing that a panel leaves to be desired; ``numbers``: the N° dossier by id."""
    lines = []
    for judged in report.rules:
        if judged.warns:
            words = rule_words(judged.finding)
            lines.append(f"{words.asks}{NBSP}: {words.has} ({words.source})" if words.source else words.asks)
    lines += [juror_finding_words(finding) for finding in report.jurors]
    lines += [
        f"{numbers.get(finding.registration_id, '')}{NBSP}: {candidate_finding_words(finding)}"
        for finding in report.candidates
    ]
    return lines


def habilitation_words(juror: Habilitated, day: date) -> str:
    """« Expirée depuis le 01/01/2022 », « Jusqu’au 31/12/2026 », or an empty text without dates."""
    state = habilitation_on(juror, day)
    if state is Habilitation.OPEN:
        return ""
    if state is Habilitation.EXPIRED and juror.habilitated_until is not None:
        return f"Expirée le {short_day(juror.habilitated_until)}"
    if state is Habilitation.NOT_YET and juror.habilitated_from is not None:
        return f"À partir du {short_day(juror.habilitated_from)}"
    if juror.habilitated_until is not None:
        return f"Jusqu’au {short_day(juror.habilitated_until)}"
    return "Sans date de fin"
