"""Snapshots for the tests of the documents: believable, of any size, never random."""

from typing import Any

BLOCKS = [
    {"code": f"RNCP36128BC0{n}", "title": title, "short": f"BC0{n}"}
    for n, title in enumerate(
        (
            "Analyse des besoins sociaux et du territoire d'intervention",
            "Coordination d'actions d'insertion",
            "Accompagnement des parcours",
            "Animation d'un réseau de partenaires",
            "Conduite de projet",
        ),
        start=1,
    )
]
NAMES = (
    ("AUBERT", "", "Léa Marie", "F", "GRENOBLE"),
    ("BENALI", "", "Karim", "M", "LYON 3E"),
    ("COSTA", "COSTA-VIDAL", "Inês Filipa", "F", "PORTO"),
    ("DIALLO", "", "Mamadou", "M", "ÉCHIROLLES"),
    ("D'ANGELO", "", "Chiara", "F", "TORINO"),
    ("ÉTIENNE", "", "François-Xavier", "M", "SAINT-ÉTIENNE"),
    ("FERRAND", "LE GOFF", "Maëlle", "F", "QUIMPER"),
    ("GARCÍA MUÑOZ", "", "José Luis", "M", "SEVILLA"),
    ("HŒLDERLIN", "", "Anne-Sophie", "F", "STRASBOURG"),
    ("IVANOV", "", "Ștefan", "M", "IAȘI"),
    ("JOLY", "", "Océane", "F", "VOIRON"),
    ("N'GUYEN", "", "Văn Minh", "M", "HÔ CHI MINH-VILLE"),
)
SEATS = (
    ("seat-1", "PRESIDENT", "MARTIN Alice", "Maîtresse de conférences", "Université Grenoble Alpes"),
    ("seat-2", "PROFESSIONAL", "ROUSSEL Bernard", "Coordinateur de parcours", "Mission locale du Voironnais"),
    ("seat-3", "CENTRE", "TARDY Nicole", "Responsable de formation", "Centre Ressources AROBASE"),
)


def candidate(index: int, *, blocks: list[dict[str, str]]) -> dict[str, Any]:
    """Return the candidate number ``index`` (from 0): the outcomes take turns."""
    birth, usage, first, sex, place = NAMES[index % len(NAMES)]
    codes = [block["code"] for block in blocks]
    turn = index % 4
    decisions: dict[str, str | None] = dict.fromkeys(codes, "VALIDATED")
    outcome, reasons = "CERTIFIED", []
    if turn == 1:
        decisions[codes[-1]] = "NOT_VALIDATED"
        outcome = "PARTIAL"
        reasons = [
            {
                "block": codes[-1],
                "reason": "Le diagnostic reste descriptif ; la conduite du projet n'est pas démontrée.",
                "kind": "REFUSAL",
            }
        ]
    if turn == 2:
        decisions[codes[0]] = "HELD"
    if turn == 3 and index % 8 == 3:
        decisions = dict.fromkeys(codes, "ABSENT")
        outcome = "ABSENT"
    return {
        "number": f"GRE-22-{index + 1:03d}",
        "birth_name": birth,
        "usage_name": usage,
        "first_names": first,
        "sex": sex,
        "birth_date": f"19{70 + index % 30:02d}-{index % 12 + 1:02d}-{index % 28 + 1:02d}",
        "birth_place": place,
        "identity_checked_by": "ROCHAS Alain",
        "access_path": "VAE" if turn == 2 else "CONTINUING_EDUCATION",
        "decisions": decisions,
        "proposals": dict.fromkeys(codes, "VALIDATED"),
        "outcome": outcome,
        "reasons": reasons,
        "held": [
            {"block": codes[0], "code": codes[0], "date": "2022-06-24", "minutes_number": "PV-2022-GRE-0003"}
        ]
        if turn == 2
        else [],
        "second_round": [codes[-1]] if index % 10 == 4 else [],
        "casting_vote": [],
    }


def seat(seat_id: str, role: str, name: str, *, title: str = "", employer: str = "") -> dict[str, Any]:
    """Return a seat that is present and recused for nobody."""
    return {
        "id": seat_id,
        "role": role,
        "name": name,
        "title": title,
        "employer": employer,
        "attendance": "PRESENT",
        "at": None,
        "recused_for": [],
    }


def snapshot(candidates: int = 12, *, blocks: int = 5, **changes: Any) -> dict[str, Any]:
    """Return a whole snapshot with so many candidates and blocks; ``changes`` replace top-level keys."""
    columns = [
        BLOCKS[n]
        if n < len(BLOCKS)
        else {"code": f"RNCP36128BC{n + 1:02d}", "title": "Bloc", "short": f"BC{n + 1:02d}"}
        for n in range(blocks)
    ]
    rows = [candidate(n, blocks=columns) for n in range(candidates)]
    seats = [seat(i, role, name, title=title, employer=employer) for i, role, name, title, employer in SEATS]
    if candidates > 3:
        seats[2]["recused_for"] = [rows[3]["number"]]
    absent = sum(1 for row in rows if row["outcome"] == "ABSENT")
    content: dict[str, Any] = {
        "schema_version": 1,
        "number": "PV-2022-GRE-0007",
        "state": "SEALED",
        "certifier": {
            "name": "CENTRE RESSOURCES AROBASE",
            "siret": "42370591200057",
            "address": "12 rue des Exemples\n75011 PARIS",
        },
        "centre": {"name": "CISP Grenoble", "siret": "", "address": "3 place du Marché, 38000 GRENOBLE"},
        "certification": {
            "code": "RNCP36128",
            "title": "Coordinateur de parcours d’insertion sociale et professionnelle",
            "level_national": 5,
            "level_european": 5,
            "nsf": [{"code": "332t", "title": "Aide, conseil, orientation, soutien socio-éducatif"}],
            "registration_starts": "2020-01-26",
            "registration_ends": "2023-01-26",
        },
        "session": {
            "id": "session-1",
            "starts": "2022-12-14T09:00:00+01:00",
            "ends": "2022-12-15T17:30:00+01:00",
            "place": "salle Vercors, 3 place du Marché, Grenoble",
        },
        "panel": {"id": "panel-1", "name": "Salle A", "seats": seats},
        "certifier_representative": None,
        "secretary": "OLIVE Marc",
        "counts": {
            "registered": candidates,
            "presented": candidates - absent,
            "absent": absent,
            "excused": 0,
        },
        "blocks": columns,
        "candidates": rows,
        "unanimous": True,
        "incidents": [],
        "quorum": {
            "required": 3,
            "present": 3,
            "president_present": True,
            "met": True,
            "external": 2,
            "external_least_percent": 50,
            "women": 2,
            "men": 1,
            "reduced_for": [{"number": rows[3]["number"], "members": 2}] if candidates > 3 else [],
        },
        "deliberation": {"starts": "2022-12-15T16:00:00+01:00", "ends": "2022-12-15T17:20:00+01:00"},
        "done_at": {"place": "Grenoble", "date": "2022-12-15"},
        "originals": 3,
        "warnings": [],
        "demonstration": False,
        "journal_head": "9f" * 32,
        "scheme": "niveaux 0 à 3, moyenne sur 20 des membres, seuil 10/20",
        "reasons_annex": True,
    }
    content.update(changes)
    return content
