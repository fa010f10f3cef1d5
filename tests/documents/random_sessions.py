"""Random sessions, frozen: minutes of each panel and the papers that rest on them. The same seed gives the
same data; names and titles may be as long as the application takes them.
"""

import random
from collections.abc import Iterator, Mapping
from typing import Any

from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.minutes import canonical_json, fingerprint
from cisp_desktop.domain.text import NAME_LENGTH
from tests.documents.factories import snapshot

TITLE_LENGTH = 300
MOST_BLOCKS = 12
_PIECES = (
    "Élodie", "de La Tour", "N’Guyen", "Œuvrard", "García Muñoz", "d’Été", "Ștefan", "Anne-Sophie",
    "Le Goff", "Hœlderlin", "Zoé", "Saint-Étienne", "Văn Minh", "Inês Filipa", "ÇELIK", "Ünal",
    "BÉNARD & FILS", "MC KAY", "Żółć", "Ðorđe", "Maëlle", "O’BRIEN", "François-Xavier", "Coordination",
    "insertion", "l’accompagnement", "parcours (niveau 5)", "diagnostic : besoins", "« réseau »",
    "50 % au moins", "territoire",
)  # fmt: skip
_DECISIONS = ("VALIDATED", "NOT_VALIDATED", "HELD", "NOT_PRESENTED")
_ROLES = ("PRESIDENT", "PROFESSIONAL", "CENTRE", "TRAINER", "PROFESSIONAL")
PUBLIC_KINDS = (
    DocumentKind.DECISION_NOTICE, DocumentKind.SUCCESS_ATTESTATION, DocumentKind.CANDIDATE_PRESENCE,
    DocumentKind.BLOCK_CERTIFICATE, DocumentKind.CERTIFICATE, DocumentKind.JUROR_PRESENCE,
    DocumentKind.JUROR_EXPENSES, DocumentKind.ATTENDANCE_LIST,
)  # fmt: skip
"""The papers that show no mark."""


class RandomSession:
    """One session drawn from a seed: ``minutes`` of each panel, and ``papers`` of every kind."""

    def __init__(self, seed: int) -> None:
        self._chance = chance = random.Random(seed)
        self.number = f"PV-20{22 + seed % 8}-GRE-{1 + seed % 9000:04d}"
        self._blocks = [
            {"code": f"RNCP36128BC{n:02d}", "title": self._text(TITLE_LENGTH), "short": f"BC{n:02d}"}
            for n in range(1, chance.choice((1, 3, 4, 5, 8, MOST_BLOCKS)) + 1)
        ]
        self._head = {
            "certifier": self._organisation("42370591200057"),
            "centre": self._organisation(""),
            "title": self._text(TITLE_LENGTH),
            "nsf": [{"code": "332t", "title": self._text(80)}],
            "session": {
                "id": "s", "starts": "2022-12-14T09:00:00+01:00", "ends": "2022-12-15T17:30:00+01:00",
                "place": self._text(120),
            },
        }  # fmt: skip
        panels = chance.choice((1, 1, 2, 3))
        self.minutes = tuple(self._panel(position, panels) for position in range(panels))

    def _text(self, most: int) -> str:
        """Return a text, often short, sometimes as long as may be; no space at its ends."""
        length = self._chance.choice((most // 8, most // 5, most // 3, most))
        words: list[str] = []
        while sum(map(len, words)) + len(words) < length:
            words.append(self._chance.choice(_PIECES))
        return " ".join(words)[:most].strip()

    def _organisation(self, siret: str) -> dict[str, str]:
        return {"name": self._text(90), "siret": siret, "address": self._text(120)}

    def _day(self) -> str:
        year, month = self._chance.randrange(1950, 2006), self._chance.randrange(1, 13)
        return f"{year}-{month:02d}-{self._chance.randrange(1, 29):02d}"

    def _panel(self, position: int, panels: int) -> dict[str, Any]:
        chance = self._chance
        content = snapshot(chance.choice((1, 2, 7, 16, 30)), blocks=len(self._blocks))
        certification = {**content["certification"], "title": self._head["title"], "nsf": self._head["nsf"]}
        seats = [self._seat(rank) for rank in range(chance.randrange(2, 6))]
        candidates = [self._candidate(rank, position) for rank in range(len(content["candidates"]))]
        content |= {
            "number": self.number if not position else f"{self.number[:-4]}{9000 + position}",
            "certifier": self._head["certifier"],
            "centre": self._head["centre"],
            "certification": certification,
            "session": self._head["session"],
            "blocks": self._blocks,
            "panel": {"id": f"p{position}", "name": f"Jury {position + 1} {self._text(40)}", "seats": seats},
            "candidates": candidates,
            "secretary": self._text(NAME_LENGTH),
            "incidents": [self._text(200) for _ in range(chance.randrange(3))],
        }
        content["quorum"] |= {"reduced_for": []}
        if panels == 1 and chance.random() < 0.5:
            content["panel"]["name"] = ""
        return content

    def _seat(self, rank: int) -> dict[str, Any]:
        return {
            "id": f"seat-{rank}", "role": _ROLES[rank], "name": f"{self._text(NAME_LENGTH - 9)} {rank}",
            "title": self._text(60), "employer": self._text(80), "attendance": "PRESENT", "at": None,
            "recused_for": [],
        }  # fmt: skip

    def _candidate(self, rank: int, position: int) -> dict[str, Any]:
        chance = self._chance
        codes = [block["code"] for block in self._blocks]
        decisions = {code: chance.choice(_DECISIONS) for code in codes}
        refused = [code for code in codes if decisions[code] == "NOT_VALIDATED"]
        held = [code for code in codes if decisions[code] == "HELD"]
        return {
            "number": f"GRE-{position + 1}-{rank + 1:03d}",
            "birth_name": self._text(NAME_LENGTH),
            "usage_name": self._text(NAME_LENGTH) if chance.random() < 0.3 else "",
            "first_names": self._text(NAME_LENGTH),
            "sex": chance.choice(("F", "M", "")),
            "birth_date": self._day(),
            "birth_place": self._text(80),
            "identity_checked_by": self._text(60),
            "access_path": chance.choice(("VAE", "CONTINUING_EDUCATION", "APPRENTICESHIP")),
            "decisions": decisions,
            "proposals": dict.fromkeys(codes, "VALIDATED"),
            "outcome": "CERTIFIED" if not refused else chance.choice(("PARTIAL", "NO_NEW_BLOCK")),
            "reasons": [{"block": code, "reason": self._text(250), "kind": "REFUSAL"} for code in refused],
            "held": [
                {"block": code, "code": code, "date": self._day(), "minutes_number": "PV-2020-LYO-0003"}
                for code in held
            ],
            "second_round": [],
            "casting_vote": [],
            "attendance": "PRESENT",
        }  # fmt: skip

    # --- papers that rest on them ---------------------------------------------------------------------

    def papers(self) -> Iterator[dict[str, Any]]:
        """Give the content of one paper of every kind for each panel."""
        for minutes in self.minutes:
            for kind in PUBLIC_KINDS:
                yield self._paper(minutes, kind)

    def _paper(self, minutes: Mapping[str, Any], kind: DocumentKind) -> dict[str, Any]:
        chance, certification = self._chance, minutes["certification"]
        content: dict[str, Any] = {
            "schema_version": 1, "kind": kind.value, "demonstration": chance.random() < 0.2, "logo": "",
            "certifier": minutes["certifier"], "centre": minutes["centre"],
            "certification": {
                "code": certification["code"], "title": certification["title"], "level_national": 5,
                "level_european": 5, "nsf": certification["nsf"], "registration_decided_on": self._day(),
                "registration_ends": None,
            },
            "session": minutes["session"],
            "minutes": {
                "number": minutes["number"], "date": "2022-12-15",
                "sha256": fingerprint(canonical_json(minutes)),
            },
            "place": self._text(60), "issued_on": "2022-12-20",
            "signatory": {
                "name": self._text(NAME_LENGTH), "title": self._text(60), "organisation": self._text(90),
            },
        }  # fmt: skip
        return content | self._own(minutes, kind)

    def _own(self, minutes: Mapping[str, Any], kind: DocumentKind) -> dict[str, Any]:
        if kind is DocumentKind.ATTENDANCE_LIST:
            return _attended(minutes)
        if kind in (DocumentKind.JUROR_PRESENCE, DocumentKind.JUROR_EXPENSES):
            seat = self._chance.choice(minutes["panel"]["seats"])
            kept = ("name", "title", "employer", "role", "attendance", "at")
            return {"member": {key: seat[key] for key in kept} | {"remote": False, "heard": 12}}
        one = self._chance.choice(minutes["candidates"])
        kept = (
            "number", "birth_name", "usage_name", "first_names", "sex", "birth_date", "birth_place",
            "access_path",
        )  # fmt: skip
        own: dict[str, Any] = {"holder": {key: one[key] for key in kept}}
        if kind is DocumentKind.CANDIDATE_PRESENCE:
            own["defence"] = None
        if kind is DocumentKind.DECISION_NOTICE:
            own |= self._notice(one)
        if kind in (DocumentKind.BLOCK_CERTIFICATE, DocumentKind.CERTIFICATE):
            own["ground"] = self._chance.choice(("", self._text(NAME_LENGTH)))
        if kind is DocumentKind.BLOCK_CERTIFICATE:
            block = self._chance.choice(self._blocks)
            own["block"] = {"code": block["code"], "title": block["title"]}
        return own

    def _notice(self, one: Mapping[str, Any]) -> dict[str, Any]:
        reasons = {reason["block"]: reason["reason"] for reason in one["reasons"]}
        held = {earlier["block"]: earlier for earlier in one["held"]}
        blocks = [
            {
                "code": block["code"], "title": block["title"], "decision": one["decisions"][block["code"]],
                "reason": reasons.get(block["code"], ""),
                "recommendation": self._text(200) if self._chance.random() < 0.3 else "",
                "conditions": self._text(200) if self._chance.random() < 0.3 else "",
                "held": held.get(block["code"]),
            }
            for block in self._blocks
        ]  # fmt: skip
        appeal = {
            "addressee": self._text(90), "address": self._text(120), "months": 2,
            "procedure": self._text(300),
        }  # fmt: skip
        notified = "2022-12-30" if one["access_path"] == "VAE" else None
        return {"outcome": one["outcome"], "blocks": blocks, "notify_by": notified, "appeal": appeal}


def _attended(minutes: Mapping[str, Any]) -> dict[str, Any]:
    candidates = [
        {
            "number": one["number"], "name": f"{one['birth_name']} {one['first_names']}",
            "attendance": "PRESENT", "arrived_at": None, "left_at": None,
            "identity_checked_by": one["identity_checked_by"],
        }
        for one in minutes["candidates"]
    ]  # fmt: skip
    members = [
        {
            "name": seat["name"], "role": seat["role"], "attendance": "PRESENT", "at": None,
            "signed_at": "2022-12-15T17:05:00+01:00", "refused": False,
        }
        for seat in minutes["panel"]["seats"]
    ]  # fmt: skip
    return {"panel": minutes["panel"]["name"], "candidates": candidates, "members": members}
