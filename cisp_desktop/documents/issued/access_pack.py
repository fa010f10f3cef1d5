"""« Dossier d’accès »: all that is kept about one candidate of a session, part by part behind a cover.

This module must not know where the data comes from.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cisp_desktop.application.issuing import DrawnPaper
from cisp_desktop.application.paper_fields import holder_name
from cisp_desktop.application.wording import (
    DOSSIER_KINDS,
    FIELDS,
    RECUSAL_GROUNDS,
    plural,
)
from cisp_desktop.application.wording_agreement import attended
from cisp_desktop.application.wording_incidents import INCIDENT_KINDS
from cisp_desktop.application.wording_issued import TITLES
from cisp_desktop.application.wording_journal import action_words, actor_words
from cisp_desktop.application.wording_minutes import (
    BLOCK_WORDS,
    NBSP,
    agreed,
    hour,
    long_date,
    outcome_words,
    short_date,
)
from cisp_desktop.application.wording_personal import (
    LEFT_OUT,
    PHASES,
    RIGHTS,
    SEALED_AS_IS,
    at_words,
    juror_words,
    size_words,
    spaced,
    spent_words,
    withheld_words,
)
from cisp_desktop.documents.fonts import REGULAR, SEMIBOLD
from cisp_desktop.documents.issued.grids import put_agreed, put_grids, put_scale, source_facts
from cisp_desktop.documents.issued.parts import (
    put_facts,
    put_letterhead,
    put_signatory,
    put_title,
)
from cisp_desktop.documents.issued.personal import PersonalPaper, strong
from cisp_desktop.documents.ruled_table import Cell, Piece
from cisp_desktop.domain.certification import short_code

_NONE = "Néant."
_HASH = 32
"""Letters of a fingerprint on one line of its column."""
_Put = Callable[[PersonalPaper], None]


def draw_access_pack(content: Mapping[str, Any], logo: bytes | None) -> DrawnPaper:
    """Return the access pack of one candidate."""
    paper = PersonalPaper(content)
    put_letterhead(paper, logo)
    _cover(paper)
    for number, (title, _told, put) in enumerate(_parts(content), 1):
        if number == 1:
            paper.flow.new_page()
        paper.section(f"{number}. {title}")
        put(paper)
    put_signatory(paper)
    return paper.document()


def _parts(content: Mapping[str, Any]) -> list[tuple[str, str, _Put]]:
    """Return each part: its title, how much it holds, what sets it."""
    sheets = sum(len(block["sheets"]) for block in content["grids"])
    facts, sex = len(content["identity"]) + len(content["registration"]), content["holder"]["sex"]
    return [
        ("Données personnelles et inscription", _many(facts, "donnée", "données"), _data),
        ("Blocs présentés et acquis", _blocks_told(content), _held),
        ("Documents déposés", _many(len(content["dossiers"]), "fichier", "fichiers"), _dossiers),
        ("Présence et horaires", _attended(content), _presence),
        ("Grilles individuelles", _many(sheets, "grille scellée", "grilles scellées"), _grids),
        ("Grilles du jury", _many(len(content["agreed"]["blocks"]), "bloc", "blocs"), _agreed),
        ("Relevé de décision", outcome_words(content["notice"]["outcome"], sex=sex), _notice),
        ("Incidents", _many(len(content["incidents"]), "incident", "incidents"), _incidents),
        ("Notes de lecture partagées", _many(len(content["notes"]), "note", "notes"), _notes),
        ("Documents déjà émis", _many(len(content["papers"]), "document", "documents"), _papers),
        ("Extrait du journal", _many(len(content["journal"]), "ligne", "lignes"), _journal),
        ("Contester, faire rectifier, réclamer", "", _rights),
    ]


def _many(count: int, singular: str, many: str) -> str:
    return plural(count, singular, many) if count else "néant"


def _blocks_told(content: Mapping[str, Any]) -> str:
    presented = plural(len(content["presented"]), "présenté", "présentés")
    held = len(content["held"])
    return f"{presented}, {plural(held, 'acquis', 'acquis')}" if held else presented


def _attended(content: Mapping[str, Any]) -> str:
    return attended(content["presence"]["attendance"], sex=content["holder"]["sex"])


# --- cover ------------------------------------------------------------------------------------------------


def _cover(paper: PersonalPaper) -> None:
    content = paper.content
    request = content["request"]
    put_title(paper, paper.title)
    put_facts(
        paper,
        [
            *source_facts(content),
            ("Établi", f"{at_words(request['made_at'])}, par {request['made_by']}"),
            ("Demande du", long_date(request["asked_on"]) if request["asked_on"] else ""),
            ("Remis à", request["answered_to"] or holder_name(content["holder"])),
        ],
    )
    paper.heading("Ce que ce dossier contient")
    lines = [(str(number), title, told) for number, (title, told, _put) in enumerate(_parts(content), 1)]
    paper.table((("", 0.07), ("Partie", 0.53), ("", 0.4)), lines)
    paper.small(
        "Les données elles-mêmes sont jointes à ce fichier PDF (JSON). Les fichiers déposés par le candidat "
        "accompagnent ce document lorsqu’il est remis avec eux.",
        after=6,
    )
    paper.heading("Ce qu’il ne contient pas, et pourquoi")
    paper.points([spaced(line) for line in LEFT_OUT])
    said = withheld_words(content["withheld"])
    if said:
        paper.points([f"Dans ce dossier, {said}"])


# --- parts ------------------------------------------------------------------------------------------------


def _data(paper: PersonalPaper) -> None:
    for key in ("identity", "registration"):
        facts = paper.content[key]
        put_facts(paper, [(FIELDS[one["field"]], one["value"]) for one in facts])


def _held(paper: PersonalPaper) -> None:
    content = paper.content
    heads = (("Bloc présenté", 0.24), ("Intitulé", 0.76))
    if content["presented"]:
        paper.table(heads, [(strong(one["code"]), one["title"]) for one in content["presented"]])
    if content["held"]:
        earlier = (
            ("Bloc acquis", 0.24),
            ("Obtenu sous le code", 0.26),
            ("Le", 0.16),
            ("Procès-verbal", 0.34),
        )
        paper.table(earlier, [_earlier(one) for one in content["held"]])


def _earlier(held: Mapping[str, Any]) -> tuple[Cell | str, ...]:
    until = held.get("valid_until")
    minutes = held["minutes_number"] or ""
    if until:
        minutes = ", ".join(part for part in (minutes, f"valable jusqu’au {short_date(until)}") if part)
    return strong(held["block"]), held["code"], short_date(held["date"]) if held["date"] else "", minutes


def _dossiers(paper: PersonalPaper) -> None:
    dossiers = paper.content["dossiers"]
    if not dossiers:
        paper.small(_NONE)
        return
    heads = (("Document", 0.2), ("Fichier, empreinte SHA-256", 0.5), ("Pages, taille", 0.13), ("Reçu", 0.17))
    paper.table(heads, [_dossier(one) for one in dossiers])


def _dossier(one: Mapping[str, Any]) -> tuple[Cell | str, ...]:
    digits = one["sha256"]
    pieces = [Piece(one["name"], SEMIBOLD)]
    pieces += [Piece(digits[at : at + _HASH], REGULAR) for at in range(0, len(digits), _HASH)]
    pages = plural(one["pages"], "page", "pages")
    received = [Piece(at_words(one["received_at"]), REGULAR)]
    if one["replaced_at"]:
        received.append(Piece(f"remplacé {at_words(one['replaced_at'])}", REGULAR))
    sizes = (Piece(pages, REGULAR), Piece(size_words(one["size"]), REGULAR))
    return DOSSIER_KINDS[one["kind"]], tuple(pieces), sizes, tuple(received)


def _presence(paper: PersonalPaper) -> None:
    presence = paper.content["presence"]
    slot = presence["slot"]
    minutes = f", {presence['minutes']}{NBSP}min" if slot and presence["minutes"] else ""
    put_facts(
        paper,
        [
            ("Présence", _attended(paper.content)),
            ("Passage prévu", f"{at_words(slot)}{minutes}" if slot else ""),
            ("Arrivée notée", at_words(presence["arrived_at"]) if presence["arrived_at"] else ""),
            ("Départ noté", at_words(presence["left_at"]) if presence["left_at"] else ""),
            ("Excuse ou motif", presence["excuse"]),
            ("Justificatif", presence["document"]),
            ("Identité vérifiée par", presence["identity_checked_by"]),
        ],
    )
    if presence["timers"]:
        heads = (("Épreuve", 0.44), ("Temps", 0.16), ("De, à", 0.22), ("Durée comptée", 0.18))
        paper.table(heads, [_timer(one) for one in presence["timers"]])
    lines = [_absence(one) for one in paper.content["absences"]]
    if lines:
        paper.small("Membres du jury qui n’ont pas entendu le candidat, ou pas en entier" + f"{NBSP}:")
        paper.points(lines)


def _timer(one: Mapping[str, Any]) -> tuple[str, ...]:
    hours = [hour(one[key]) for key in ("began", "ended") if one[key]]
    return one["assessment"], PHASES[one["phase"]], " – ".join(hours), spent_words(one["seconds"])


def _absence(one: Mapping[str, Any]) -> str:
    said = juror_words(one, "name")
    if one["ground"]:
        ground = RECUSAL_GROUNDS[one["ground"]]
        said += f"{NBSP}: récusé ({ground[:1].lower()}{ground[1:]})"
    elif one["at"]:
        said += f"{NBSP}: absent {at_words(one['at'])}"
    return f"{said}, remplacé par {one['substitute']}" if one["substitute"] else said


def _grids(paper: PersonalPaper) -> None:
    if not paper.content["grids"]:
        paper.small(_NONE)
        return
    paper.small(SEALED_AS_IS)
    put_scale(paper)
    put_grids(paper, paper.content["grids"])


def _agreed(paper: PersonalPaper) -> None:
    put_agreed(paper, paper.content["agreed"])


def _notice(paper: PersonalPaper) -> None:
    notice, sex = paper.content["notice"], paper.content["holder"]["sex"]
    validated = [short_code(one["code"]) for one in notice["blocks"] if one["decision"] == "VALIDATED"]
    paper.small(f"Le relevé de décision porte{NBSP}: {outcome_words(notice['outcome'], validated, sex=sex)}.")
    if notice["notify_by"]:
        paper.small(f"Décision à notifier au plus tard le {long_date(notice['notify_by'])}.")
    heads = (("Bloc", 0.22), ("Intitulé", 0.5), ("Décision", 0.28))
    paper.table(heads, [_decided(one, sex) for one in notice["blocks"]])
    if any(one["reason"] or one["recommendation"] or one["conditions"] for one in notice["blocks"]):
        paper.small(
            "Il porte aussi les motifs des refus, les recommandations et les conditions d’une nouvelle "
            "présentation, tels qu’à la partie 6."
        )


def _decided(one: Mapping[str, Any], sex: str) -> tuple[Cell | str, ...]:
    words = agreed(BLOCK_WORDS[one["decision"]], sex=sex)
    return strong(one["code"]), one["title"], words[:1].upper() + words[1:]


def _incidents(paper: PersonalPaper) -> None:
    if not paper.content["incidents"]:
        paper.small(_NONE)
    for one in paper.content["incidents"]:
        kind = INCIDENT_KINDS[one["kind"]]
        paper.say(f"{kind}, {at_words(one['happened_at'])}", paper.styles.strong, after=1)
        paper.small(one["account"])
        if one["decision"]:
            paper.small(f"Décision de la présidence{NBSP}: {one['decision']}", after=6)


def _notes(paper: PersonalPaper) -> None:
    _listed(
        paper, "notes", (("Auteur", 0.24), ("Document, page", 0.28), ("Note", 0.48)),
        lambda one: (one["author"], f"{one['file']}, page {one['page']}", one["text"]),
    )  # fmt: skip


def _papers(paper: PersonalPaper) -> None:
    _listed(
        paper, "papers", (("Document", 0.44), ("Code de vérification", 0.32), ("Émis", 0.24)),
        lambda one: (
            f"{TITLES[one['kind']]} {one['block']}".strip(), one["code"], at_words(one["issued_at"]),
        ),
    )  # fmt: skip


def _journal(paper: PersonalPaper) -> None:
    _listed(paper, "journal", (("Quand", 0.24), ("Par", 0.2), ("Acte", 0.3), ("Objet, détails", 0.26)), _act)


def _act(one: Mapping[str, Any]) -> tuple[Cell | str, ...]:
    when = [Piece(at_words(one["at"]).removeprefix("le "), REGULAR)]
    if one["times"] > 1:
        when.append(Piece(f"{one['times']} fois, jusqu’à{NBSP}{hour(one['until'])}", REGULAR))
    about = " · ".join(part for part in (one["about"], one["details"]) if part)
    return tuple(when), actor_words(one["actor"], {}), action_words(one["action"]), about


def _listed(
    paper: PersonalPaper,
    key: str,
    heads: Sequence[tuple[str, float]],
    line: Callable[[Mapping[str, Any]], Sequence[Cell | str]],
) -> None:
    """Set a list as a table, « Néant » where it is empty."""
    found = paper.content[key]
    if found:
        paper.table(heads, [line(one) for one in found])
    else:
        paper.small(_NONE)


def _rights(paper: PersonalPaper) -> None:
    appeal = paper.content["notice"]["appeal"]
    where = ", ".join(part for part in (appeal["addressee"], appeal["address"]) if part)
    paper.small(
        f"Dans un délai de {appeal['months']}{NBSP}mois à compter de sa notification, la décision peut faire "
        "l’objet d’un recours gracieux, motivé et écrit, adressé au président du jury ou au certificateur"
        f"{NBSP}: {where}. La juridiction compétente peut être saisie dans le même délai, qui court à "
        "nouveau à compter de la réponse au recours gracieux."
    )
    if appeal["procedure"]:
        paper.small(appeal["procedure"])
    for line in RIGHTS:
        paper.small(spaced(line))
