"""The French words of a planning: what is wrong with a slot, which constraints clash, how long a defence is.

Must not know how a planning is found, nor a screen.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from cisp_desktop.application.placing import Move, Place
from cisp_desktop.application.planning import PlanningScene, PlanningSettings, extra_minutes
from cisp_desktop.application.wording import clock, person_name, plural, short_day
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.domain.planning import Break, Conflict, ConflictCode
from cisp_desktop.domain.planning_clash import ConstraintKind, ConstraintRef

NAMED = 3
"""Candidates named one by one in a sentence; more are counted."""


@dataclass(frozen=True, slots=True)
class PlanningNames:
    """How candidates (by registration), jurors and rooms (by panel) are called.

    ``extra`` holds the minutes of extra time of the candidates who have some.
    """

    people: Mapping[str, str]
    jurors: Mapping[str, str]
    rooms: Mapping[str, str]
    extra: Mapping[str, int] = field(default_factory=dict)


def names_of(scene: PlanningScene) -> PlanningNames:
    """Return the names of all that a planning's constraints speak of."""
    return PlanningNames(
        {row.id: person_name(row.birth_name, row.first_names) for row in scene.registrations},
        {seat.juror_id: seat.name for panel in scene.panels for seat in (*panel.seats, *panel.substitutes)},
        {panel.id: panel_words(panel.name, panel.position, room=panel.room) for panel in scene.panels},
        {
            row.id: extra_minutes(scene, row)
            for row in scene.registrations
            if row.extra_time_percent and row.attendance.came
        },
    )


def hour_words(hour: time) -> str:
    """« 14 h 30 », of a time of the day."""
    return f"{hour.hour}{NBSP}h{NBSP}{hour.minute:02d}"


def minutes_words(minutes: int) -> str:
    """« 60 min »."""
    return f"{minutes}{NBSP}min"


def period_words(starts: datetime, ends: datetime) -> str:
    """« le 14/12/2022 de 9 h 00 à 12 h 00 », or from day to day."""
    if starts.date() == ends.date():
        return f"le {short_day(starts.date())} de {clock(starts)} à {clock(ends)}"
    return f"du {short_day(starts.date())} à {clock(starts)} au {short_day(ends.date())} à {clock(ends)}"


def break_words(one: Break) -> str:
    """« Déjeuner de 12 h 30 à 13 h 30 », with its day when it has one."""
    day = f" le {short_day(one.day)}" if one.day is not None else ""
    return f"{one.label or 'Pause'}{day} de {hour_words(one.starts)} à {hour_words(one.ends)}"


def settings_words(settings: PlanningSettings) -> str:
    """« De 9 h 00 à 18 h 00 · 60 min · 10 min de pause · Déjeuner de 12 h 30 à 13 h 30 »."""
    words = [
        f"De {hour_words(settings.first)} à {hour_words(settings.last)}",
        f"{minutes_words(settings.minutes)} par défaut",
        f"{minutes_words(settings.pause)} entre deux passages" if settings.pause else "sans intervalle",
        *map(break_words, settings.breaks),
    ]
    return " · ".join(words)


def move_lines(moves: Sequence[Move], names: PlanningNames) -> list[str]:
    """« DUPONT Zoé : Jury 1 → Jury 2 », or from hour to hour for who stays before the same panel."""
    lines = []
    for move in moves:
        if move.leaves_panel:
            places = [names.rooms.get(place.panel_id, "?") for place in (move.before, move.after)]
        else:
            places = [_slot_words(move.before), _slot_words(move.after)]
        lines.append(f"{names.people.get(move.registration_id, '?')}{NBSP}: {' → '.join(places)}")
    return lines


def _slot_words(place: Place) -> str:
    if place.starts_at is None:
        return "sans horaire"
    length = f" ({minutes_words(place.minutes)})" if place.minutes is not None else ""
    return f"{short_day(place.starts_at.date())} à {clock(place.starts_at)}{length}"


def moves_words(moves: Sequence[Move]) -> str:
    """« 2 candidats changeraient de jury et 3 d’horaire »."""
    leaving = sum(move.leaves_panel for move in moves)
    staying = len(moves) - leaving
    words = []
    if leaving:
        words.append(plural(leaving, "candidat changerait", "candidats changeraient") + " de jury")
    if staying:
        words.append(plural(staying, "candidat changerait", "candidats changeraient") + " d’horaire")
    return " et ".join(words)


def length_lines(scene: PlanningScene) -> list[str]:
    """« BC05 · Mémoire : 20 min d’exposé + 30 min d’entretien »: the lengths that the référentiel says."""
    lines = []
    for block in scene.certification.blocks:
        for assessment in block.assessments:
            parts = [
                f"{minutes_words(minutes)} {what}"
                for minutes, what in (
                    (assessment.oral_minutes, "d’exposé"),
                    (assessment.interview_minutes, "d’entretien"),
                )
                if minutes
            ]
            if parts and not assessment.judged_by.outside_panel:
                said = " + ".join(parts)
                lines.append(f"{block.short_code} · {assessment.title}{NBSP}: {said}")
    return lines


def read_hour(text: str) -> time | None:
    """Read « 9:00 », « 9 h 30 », « 14h »; None when it is no time of the day."""
    found = _HOUR.fullmatch(text.strip())
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return time(int(found[1]), int(found[2] or 0))


_HOUR = re.compile(r"(\d{1,2})\s*[:hH]\s*(\d{2})?")


# --- conflicts --------------------------------------------------------------------------------------------


def conflict_sentence(conflict: Conflict, names: PlanningNames) -> str:
    """Return what is wrong, with whom, in one sentence."""
    return _CONFLICTS[conflict.code].format_map(_worded(conflict, names))


def _worded(conflict: Conflict, names: PlanningNames) -> dict[str, str]:
    who = [names.people.get(one, "?") for one in conflict.candidate_ids]
    values = conflict.values
    label = str(values.get("label") or "")
    words = {
        "who": who[0] if who else "?",
        "other": who[1] if len(who) > 1 else "",
        "room": names.rooms.get(str(values.get("room_id")), "?"),
        "juror": names.jurors.get(str(values.get("juror_id")), "?"),
        "where": _where(values, names),
        "minutes": str(values.get("minutes", "")),
        "wanted": names.rooms.get(str(values.get("wanted")), str(values.get("wanted", ""))),
        "label": f" ({label})" if label else "",
        "named": f" «{NBSP}{label}{NBSP}»" if label else "",
    }
    longer = names.extra.get(conflict.candidate_ids[0], 0) if conflict.candidate_ids else 0
    words["extra"] = f", dont {minutes_words(longer)} de temps majoré" if longer else ""
    words["other_room"] = names.rooms.get(str(values.get("other_room_id")), "?")
    for key in ("starts", "ends", "other_starts"):
        moment = values.get(key)
        if isinstance(moment, datetime):
            words[key] = clock(moment)
            words["day"] = short_day(moment.date())
    starts, ends = values.get("starts"), values.get("ends")
    if isinstance(starts, datetime) and isinstance(ends, datetime):
        words["period"] = period_words(starts, ends)
    return words


def _where(values: Mapping[str, object], names: PlanningNames) -> str:
    if "juror_id" in values:
        return names.jurors.get(str(values["juror_id"]), "?")
    return names.rooms.get(str(values.get("room_id")), "?")


_CONFLICTS: Mapping[ConflictCode, str] = {
    ConflictCode.UNKNOWN_CANDIDATE: "Un passage est celui d’un candidat qui n’est plus attendu.",
    ConflictCode.UNKNOWN_ROOM: "{who} passe devant un jury qui n’est plus dans la session.",
    ConflictCode.CANDIDATE_TWICE: "{who} a deux passages.",
    ConflictCode.TOO_SHORT: "{who} a {minutes}\u00a0min ; il en faut {wanted}{extra}.",
    ConflictCode.OTHER_ROOM: "{who} doit passer devant {wanted}.",
    ConflictCode.BARRED_ROOM: "{who} ne peut pas passer devant {room} : les récusations y ôtent le quorum.",
    ConflictCode.NOT_AS_FIXED: "{who} : passage épinglé à {starts}, {room}.",
    ConflictCode.OTHER_DAY: "{who} passe le {day}, hors des jours de la session.",
    ConflictCode.BEFORE_FIRST: "{who} passe avant {starts}, première heure de la journée.",
    ConflictCode.AFTER_LAST: "{who} finit après {ends}, dernière heure de la journée.",
    ConflictCode.BREAK: "{who} passe pendant la pause{named}, de {starts} à {ends}.",
    ConflictCode.CANDIDATE_UNAVAILABLE: "{who} n’est pas disponible {period}{label}.",
    ConflictCode.JUROR_UNAVAILABLE: "{who} : {juror} n’est pas disponible {period}{label}.",
    ConflictCode.ROOM_UNAVAILABLE: "{who} : {room} n’est pas libre {period}{label}.",
    ConflictCode.ROOM_OVERLAP: "{who} et {other} passent en même temps devant {room}.",
    ConflictCode.JUROR_OVERLAP: (
        "{who} ({room} à {starts}) et {other} ({other_room} à {other_starts}) passent en même temps devant "
        "{juror}, qui siège dans ces deux jurys."
    ),
    ConflictCode.PAUSE_TOO_SHORT: (
        "{minutes}\u00a0min entre {who} et {other} devant {where} ; il en faut {wanted}."
    ),
}


# --- clashes ----------------------------------------------------------------------------------------------


class Remedy(StrEnum):
    """Where a constraint is changed."""

    SETTINGS = "SETTINGS"
    ABSENCES = "ABSENCES"
    PINS = "PINS"
    ROOMS = "ROOMS"
    PANEL = "PANEL"


REMEDIES: Mapping[ConstraintKind, Remedy] = {
    ConstraintKind.HEARD: Remedy.SETTINGS,
    ConstraintKind.DAY: Remedy.SETTINGS,
    ConstraintKind.BREAK: Remedy.SETTINGS,
    ConstraintKind.PAUSE: Remedy.SETTINGS,
    ConstraintKind.GRID: Remedy.SETTINGS,
    ConstraintKind.UNAVAILABLE: Remedy.ABSENCES,
    ConstraintKind.FIXED: Remedy.PINS,
    ConstraintKind.ROOM: Remedy.ROOMS,
    ConstraintKind.BARRED: Remedy.PANEL,
    ConstraintKind.ONE_ROOM: Remedy.PANEL,
}

ADVICE: Mapping[ConstraintKind, str] = {
    ConstraintKind.HEARD: "Raccourcissez les passages, ou ajoutez un jour ou un jury.",
    ConstraintKind.DAY: "Allongez la journée.",
    ConstraintKind.BREAK: "Raccourcissez ou déplacez la pause.",
    ConstraintKind.PAUSE: "Raccourcissez l’intervalle.",
    ConstraintKind.GRID: "Prenez un pas plus fin.",
    ConstraintKind.UNAVAILABLE: "Convenez d’autres heures.",
    ConstraintKind.FIXED: "Libérez ce passage.",
    ConstraintKind.ROOM: "Laissez les candidats changer de jury.",
    ConstraintKind.BARRED: "Revoyez les récusations, ou faites siéger un suppléant.",
    ConstraintKind.ONE_ROOM: "Faites siéger un suppléant dans l’un des jurys.",
}


def clash_sentence(ref: ConstraintRef, names: PlanningNames) -> str:
    """Return one of the constraints that clash, in words, without a full stop."""
    return _CLASHES[ref.kind](ref, names)


def _people(ref: ConstraintRef, names: PlanningNames) -> str:
    if len(ref.candidate_ids) > NAMED:
        return plural(len(ref.candidate_ids), "candidat", "candidats")
    return _listed([names.people.get(one, "?") for one in ref.candidate_ids])


def _rooms(ref: ConstraintRef, names: PlanningNames) -> str:
    return _listed([names.rooms.get(one, "?") for one in ref.room_ids])


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} et {words[-1]}" if words else "?"


def _heard(ref: ConstraintRef, names: PlanningNames) -> str:
    each = " chacun" if len(ref.candidate_ids) > 1 else ""
    return f"{_people(ref, names)} à entendre, {minutes_words(ref.minutes or 0)}{each}{_extra(ref, names)}"


def _extra(ref: ConstraintRef, names: PlanningNames) -> str:
    """« (temps majoré : +15 min) », naming those who have it where not everybody does.

    Where candidates are only counted, those with extra time who are not among them are said to be apart.
    """
    extra = [one for one in ref.candidate_ids if names.extra.get(one)]
    apart = len(names.extra.keys() - set(ref.candidate_ids))
    if not extra and apart and len(ref.candidate_ids) > NAMED:
        return f" (sans compter {plural(apart, 'candidat', 'candidats')} au temps majoré)"
    if not extra:
        return ""
    longer = sorted({names.extra[one] for one in extra})
    minutes = " ou ".join(f"+{minutes_words(one)}" for one in longer)
    if len(extra) == len(ref.candidate_ids):
        return f" (temps majoré{NBSP}: {minutes})"
    who = _listed([names.people.get(one, "?") for one in extra[:NAMED]])
    if len(extra) > NAMED:
        who = plural(len(extra), "candidat", "candidats")
    return f" (temps majoré de {who}{NBSP}: {minutes})"


def _day(ref: ConstraintRef, names: PlanningNames) -> str:
    del names
    return f"La journée du {_day_of(ref.day)}, de {_hour_of(ref.starts)} à {_hour_of(ref.ends)}"


def _break(ref: ConstraintRef, names: PlanningNames) -> str:
    del names
    named = f" «{NBSP}{ref.label}{NBSP}»" if ref.label else ""
    when = f"le {_day_of(ref.day)}" if ref.day is not None else "chaque jour"
    return f"La pause{named}, {when} de {_hour_of(ref.starts)} à {_hour_of(ref.ends)}"


def _unavailable(ref: ConstraintRef, names: PlanningNames) -> str:
    if ref.candidate_ids:
        who = _people(ref, names)
    elif ref.juror_ids:
        who = names.jurors.get(ref.juror_ids[0], "?")
    else:
        who = _rooms(ref, names)
    label = f" ({ref.label})" if ref.label else ""
    if isinstance(ref.starts, datetime) and isinstance(ref.ends, datetime):
        return f"{who} indisponible {period_words(ref.starts, ref.ends)}{label}"
    return f"{who} indisponible{label}"


def _fixed(ref: ConstraintRef, names: PlanningNames) -> str:
    when = ""
    if isinstance(ref.starts, datetime):
        when = f" le {short_day(ref.starts.date())} à {clock(ref.starts)}"
    return f"Le passage épinglé : {_people(ref, names)},{when}, {_rooms(ref, names)}"


def _room(ref: ConstraintRef, names: PlanningNames) -> str:
    return f"{_people(ref, names)} : seulement {_rooms(ref, names)}"


def _barred(ref: ConstraintRef, names: PlanningNames) -> str:
    return f"{_people(ref, names)} : pas de quorum, à cause des récusations, devant {_rooms(ref, names)}"


def _one_room(ref: ConstraintRef, names: PlanningNames) -> str:
    juror = names.jurors.get(ref.juror_ids[0], "?") if ref.juror_ids else "?"
    return f"{juror} siège dans plusieurs jurys ({_rooms(ref, names)}), un seul à la fois"


def _pause(ref: ConstraintRef, names: PlanningNames) -> str:
    del names
    return f"L’intervalle de {minutes_words(ref.minutes or 0)} entre deux passages"


def _grid(ref: ConstraintRef, names: PlanningNames) -> str:
    del names
    return f"Des débuts toutes les {minutes_words(ref.minutes or 0)}"


def _day_of(day: date | None) -> str:
    return short_day(day) if day is not None else "?"


def _hour_of(hour: datetime | time | None) -> str:
    if isinstance(hour, datetime):
        return clock(hour)
    return hour_words(hour) if hour is not None else "?"


_CLASHES: Mapping[ConstraintKind, Callable[[ConstraintRef, PlanningNames], str]] = {
    ConstraintKind.HEARD: _heard,
    ConstraintKind.DAY: _day,
    ConstraintKind.BREAK: _break,
    ConstraintKind.UNAVAILABLE: _unavailable,
    ConstraintKind.FIXED: _fixed,
    ConstraintKind.ROOM: _room,
    ConstraintKind.BARRED: _barred,
    ConstraintKind.ONE_ROOM: _one_room,
    ConstraintKind.PAUSE: _pause,
    ConstraintKind.GRID: _grid,
}
