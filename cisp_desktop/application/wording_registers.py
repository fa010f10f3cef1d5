"""The words of the journal's check, of the registers and of the archive folder.

Must not know a widget nor a command.
"""

from collections.abc import Mapping, Sequence

from cisp_desktop.application.awards import Award, AwardRegister
from cisp_desktop.application.journal_reading import HeadAnswer
from cisp_desktop.application.queries_registers import JournalVerdict
from cisp_desktop.application.registers import NumberLine, NumberRegister, NumberState
from cisp_desktop.application.wording import (
    clock_seconds,
    moment_words,
    plural,
    sentence_of,
    session_days,
    short_day,
)
from cisp_desktop.application.wording_minutes import NBSP, access_path_words, full_name, short_date
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.domain.journal import BreakKind, BrokenLink

NUMBER_STATES: Mapping[NumberState, str] = {
    NumberState.RESERVED: "Réservé",
    NumberState.CLOSED: "Clos, à signer",
    NumberState.PARTLY_SIGNED: "Signatures en cours",
    NumberState.COMPLETE: "Complet",
    NumberState.RECTIFIED: "Rectifié",
    NumberState.CANCELLED: "Annulé",
    NumberState.SESSION_CANCELLED: "Session annulée",
    NumberState.MISSING: "Manquant",
}
NUMBER_TITLES = ("Numéro", "Centre", "Session", "Certification", "Jury", "État", "Depuis le", "Précisions")
AWARD_TITLES = (
    "Nom", "Né(e) le", "À", "N° dossier", "Obtenu", "Le", "Procès-verbal", "Précisions", "Certification",
    "Intitulé", "Voie d’accès", "Centre",
)  # fmt: skip
_KINDS: Mapping[BreakKind, str] = {
    BreakKind.CHANGED: "a été modifiée après coup",
    BreakKind.REMOVED: "a été retirée",
    BreakKind.SWAPPED: "a été échangée avec une autre",
    BreakKind.ADDED: "a été ajoutée après coup",
    BreakKind.REWRITTEN: "ne suit pas la précédente : elles ont été réécrites, empreinte comprise",
    BreakKind.CUT: "et les suivantes manquent : le journal a été coupé ou réécrit",
}
MEND = (
    "Restaurez une sauvegarde d’avant cette ligne, et gardez cette copie-ci : elle montre ce qui a été fait."
)


def break_words(broken: BrokenLink, heads: Mapping[str, str]) -> str:
    """« La ligne n° 12 du 14/12/2022 à 14:32:07 a été modifiée après coup. »"""
    at = f" du {short_day(broken.at.date())} à {clock_seconds(broken.at)}" if broken.at is not None else ""
    said = f"La ligne n°{NBSP}{broken.sequence}{at} {_KINDS[broken.kind]}"
    if broken.kind is BreakKind.REMOVED and at:
        said = f"La ligne n°{NBSP}{broken.sequence} a été retirée{NBSP}; la suivante est{at}"
    if broken.head:
        number = heads.get(broken.head)
        kept = f"celle que porte {number}" if number else "celle qui a été donnée"
        said += f" (la tête {broken.head[:8]}…, {kept}, n’y est pas)"
    return f"{said}."


def verdict_words(verdict: JournalVerdict) -> str:
    """One sentence on the whole journal."""
    broken = verdict.broken
    if broken is not None:
        return f"Journal rompu au maillon {broken.sequence}. {break_words(broken, verdict.heads)} {MEND}"
    minutes = plural(len(verdict.heads), "procès-verbal", "procès-verbaux")
    heads = f", et la tête que porte chaque procès-verbal ({minutes}) y figure" if verdict.heads else ""
    return f"Chaîne du journal intacte{NBSP}: {plural(verdict.count, 'ligne', 'lignes')}{heads}."


def head_words(answer: HeadAnswer) -> str:
    """Whether a head written elsewhere stands in the journal, in one or two sentences."""
    if answer.link is None:
        return (
            "Non : cette tête ne figure pas dans le journal. Il a été coupé ou réécrit depuis qu’elle a été "
            "notée, ou elle vient d’un autre espace de travail."
        )
    at = answer.link.at
    found = f"ligne n°{NBSP}{answer.link.sequence}, du {short_day(at.date())} à {clock_seconds(at)}"
    if answer.holds:
        return f"Oui{NBSP}: {found}. Les lignes jusqu’à celle-ci sont telles qu’elles étaient alors."
    return f"Elle y figure ({found}), mais une ligne qui la précède ne tient plus{NBSP}: vérifiez le journal."


def number_cells(line: NumberLine) -> tuple[str, ...]:
    """A line of the register of numbers, in the order of ``NUMBER_TITLES``."""
    last = line.last
    if last is None:
        return (
            line.number,
            line.centre_code,
            "",
            "",
            "",
            NUMBER_STATES[line.state],
            "",
            number_details(line),
        )
    panel = panel_words(last.panel_name, last.panel_position) if last.panels > 1 else ""
    since = moment_words(line.at) if line.at is not None else ""
    days = session_days(last.starts, last.ends)
    state = NUMBER_STATES[line.state]
    return line.number, last.centre, days, last.certification, panel, state, since, number_details(line)


def number_details(line: NumberLine) -> str:
    """Why a number is in its state, and what came before."""
    last, parts = line.last, []
    if last is None:
        return "Porté par rien"
    if line.rectified_by:
        parts.append(f"Rectifié par {line.rectified_by}")
    if last.rectifies:
        parts.append(f"Rectifie {last.rectifies}{NBSP}: {last.rectification}")
    if line.state is NumberState.RESERVED:
        parts.append(_reserved_words(line))
    if last.rectifying and line.state is NumberState.COMPLETE:
        parts.append("Rectification en cours")
    if line.state is NumberState.PARTLY_SIGNED:
        parts.append(f"{plural(last.signed, 'signature', 'signatures')} sur {last.signatures}")
    if line.by and line.why:
        parts.append(f"Par {line.by}{NBSP}: {line.why}")
    elif line.why and not last.rectifies:
        parts.append(line.why)
    if last.version > 1:
        parts.append(f"Version {last.version}")
    return " · ".join(filter(None, parts))


def _reserved_words(line: NumberLine) -> str:
    last = line.last
    if last is not None and last.state is not None:
        return "Rouvert avant toute signature, à clore de nouveau"
    if last is not None and last.session_closed:
        return "Jury sans candidat : aucun procès-verbal"
    return "Session à clore"


def number_table(register: NumberRegister) -> list[tuple[str, ...]]:
    """The register of numbers as a table, titles first."""
    return [NUMBER_TITLES, *map(number_cells, register.lines)]


def anomaly_sentences(register: NumberRegister) -> list[str]:
    """What is wrong with the numbers, in sentences."""
    return [sentence_of(one.code, one.values) for one in register.anomalies]


def obtained_words(certified: bool, blocks: Sequence[str]) -> str:
    """« Certification », « Certification (BC01, BC02) », « BC01 » or « Rien »."""
    if certified:
        return "Certification" + (f" ({', '.join(blocks)})" if blocks else "")
    return ", ".join(blocks) or "Rien"


def award_cells(award: Award) -> tuple[str, ...]:
    """A line of the register of awards, in the order of ``AWARD_TITLES``."""
    name = full_name(award.birth_name, award.first_names, usage_name=award.usage_name)
    born = short_date(award.birth_date) if award.birth_date else ""
    return (
        name, born, award.birth_place, award.number, obtained_words(award.certified, award.blocks),
        short_date(award.on), award.minutes_number, award_details(award), award.certification, award.title,
        access_path_words(award.access_path), award.centre,
    )  # fmt: skip


def award_details(award: Award) -> str:
    """What rectified minutes had said, and what is still to be signed."""
    parts = []
    change = award.change
    if change is not None:
        said = [f"{_FIELD_WORDS[key]} {_field_value(key, before)}" for key, before in change.fields]
        if (change.certified, change.blocks) != (award.certified, award.blocks):
            said.insert(0, obtained_words(change.certified, change.blocks))
        parts.append(f"Rectifie {change.minutes_number}, qui disait{NBSP}: {', '.join(said)}")
    elif award.rectifies:
        parts.append(f"Sans changement depuis {award.rectifies}")
    if award.pending:
        parts.append(f"{award.pending} le rectifie, à signer")
    return " · ".join(parts)


def _field_value(key: str, value: str) -> str:
    if not value:
        return "(rien)"
    if key == "birth_date":
        return short_date(value)
    return access_path_words(value) if key == "access_path" else f"«{NBSP}{value}{NBSP}»"


_FIELD_WORDS: Mapping[str, str] = {
    "birth_name": "nom de naissance",
    "usage_name": "nom d’usage",
    "first_names": "prénoms",
    "birth_date": "naissance le",
    "birth_place": "lieu de naissance",
    "access_path": "voie d’accès",
}


def award_table(register: AwardRegister) -> list[tuple[str, ...]]:
    """The register of awards as a table, titles first."""
    return [AWARD_TITLES, *map(award_cells, register.awards)]


def asked_words(*parts: str) -> str:
    """What a register was asked for: « 2026 · CISP Grenoble », or « Tout »."""
    return " · ".join(part for part in parts if part) or "Toutes les années, tous les centres"
