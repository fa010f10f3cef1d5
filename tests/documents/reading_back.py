"""Frozen data found again on the pages of the final file: each value in its place, in the order of the page.

What is read are the pages alone; what is expected comes from the frozen data alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pypdfium2

from cisp_desktop.application.wording_minutes import (
    BLOCK_WORDS,
    abbreviation,
    access_path_words,
    long_date,
    outcome_words,
    period,
    role_words,
    short_date,
)
from cisp_desktop.domain.certification import short_code
from cisp_desktop.domain.issued import verification_code
from cisp_desktop.domain.minutes import canonical_json, fingerprint

_FOOT = re.compile(r"Procès-verbal de jury n° ?PV-|Code de vérification ?: ")


def letters(text: str) -> str:
    """Return a text without its spaces: where a line breaks tells nothing."""
    return re.sub(r"\s", "", text.replace("\ufffe", "-"))


def read_pages(pdf: bytes) -> tuple[str, ...]:
    """Return the letters of each page in the order in which it was drawn, but for its foot."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        text = page.get_textpage().get_text_range().replace("\ufffe", "-")
        text = " ".join(text.split())
        feet = [match.start() for match in _FOOT.finditer(text)]
        found.append(letters(text[: feet[-1]] if feet else text))
    document.close()
    return tuple(found)


class ReadBack:
    """Pages read from the first to the last: a value found is left behind, so that the next one must follow.

    ``missing`` holds what was not found there, with where it should stand.
    """

    def __init__(self, pages: Sequence[str]) -> None:
        self._text, self._at = "".join(pages), 0
        self.missing: list[tuple[str, str]] = []
        self.found = 0

    def expect(self, where: str, *values: str | None) -> None:
        """Look for each value after the one before."""
        for value in values:
            if not value:
                continue
            place = self._text.find(letters(value), self._at)
            if place < 0:
                self.missing.append((where, value))
            else:
                self._at, self.found = place + len(letters(value)), self.found + 1

    def expect_rows(self, where: str, rows: Sequence[Sequence[str]]) -> None:
        """Look for the values of each row between its beginning, which is its first two values in a run, and
        the beginning of the next.
        """
        starts = [letters(row[0] + row[1]) for row in rows]
        for number, row in enumerate(rows):
            place = self._text.find(starts[number], self._at)
            if place < 0:
                self.missing.append((where, f"{row[0]} {row[1]}"))
                continue
            after = place + len(starts[number])
            last = number + 1 == len(rows)
            end = len(self._text) if last else self._text.find(starts[number + 1], after)
            inside = ReadBack([self._text[after : end if end >= 0 else len(self._text)]])
            inside.expect(f"{where} {row[0]}", *row[2:])
            self.missing += inside.missing
            self.found += inside.found + 2
            self._at = after + inside._at


def minutes_read_back(pdf: bytes, data: Mapping[str, Any]) -> ReadBack:
    """Look for the frozen data of minutes on their pages."""
    read = ReadBack(read_pages(pdf))
    certifier, centre, title = data["certifier"], data["centre"], data["certification"]
    read.expect("certifier", certifier["name"], certifier["address"])
    read.expect("centre", centre["name"], centre["address"])
    read.expect("number", data["number"])
    read.expect("certification", title["title"], title["code"])
    read.expect("certification", *(f"{one['code']} – {one['title']}" for one in title["nsf"]))
    read.expect(
        "registration", long_date(title["registration_starts"]), long_date(title["registration_ends"])
    )
    read.expect("session", _held(data["session"]), data["session"]["place"])
    read.expect("panel", data["panel"]["name"])
    for seat in data["panel"]["seats"]:
        read.expect(
            "member",
            role_words(seat["role"], sex=seat.get("sex", "")),
            seat["name"],
            seat["title"],
            seat["employer"],
        )
    read.expect_rows("candidate", list(_candidate_rows(data)))
    read.expect("incident", *(data["incidents"] if sum(map(len, data["incidents"])) < 400 else ()))
    read.expect("secretary", data["secretary"])
    read.expect("done at", data["done_at"]["place"], long_date(data["done_at"]["date"]))
    for seat in data["panel"]["seats"]:
        read.expect("frame", role_words(seat["role"], sex=seat.get("sex", "")), seat["name"])
    labels = {block["code"]: block["short"] for block in data["blocks"]}
    for one in data["candidates"]:
        for reason in one["reasons"]:
            read.expect("reason", labels[reason["block"]], reason["reason"])
    for one in data["candidates"]:
        for earlier in one["held"]:
            read.expect(
                "held", labels[earlier["block"]], long_date(earlier["date"]), earlier["minutes_number"]
            )
    return read


def _held(session: Mapping[str, Any]) -> str:
    return period(session["starts"], session["ends"])


def _candidate_rows(data: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    codes = [block["code"] for block in data["blocks"]]
    labels = {block["code"]: block["short"] for block in data["blocks"]}
    for one in data["candidates"]:
        decisions = one["decisions"]
        validated = [labels[code] for code in codes if decisions[code] == "VALIDATED"]
        decided = "".join(abbreviation(decisions[code]) for code in codes)
        yield (
            one["number"], one["birth_name"], one["usage_name"], one["first_names"],
            short_date(one["birth_date"]), one["birth_place"], one["identity_checked_by"],
            access_path_words(one["access_path"]),
            decided + outcome_words(one["outcome"], validated, sex=one["sex"]),
        )  # fmt: skip


def paper_read_back(pdf: bytes, data: Mapping[str, Any]) -> ReadBack:
    """Look for the frozen data of an issued paper on its pages."""
    read, kind = ReadBack(read_pages(pdf)), data["kind"]
    if kind in ("BLOCK_CERTIFICATE", "CERTIFICATE"):
        _certificate(read, data)
    else:
        read.expect("centre", data["centre"]["name"], data["centre"]["address"])
        read.expect("certification", data["certification"]["title"], data["certification"]["code"])
        _OWN[kind](read, data)
    read.expect("done at", data["place"], long_date(data["issued_on"]))
    read.expect("signatory", *(data["signatory"][key] for key in ("name", "title", "organisation")))
    if kind == "DECISION_NOTICE":
        read.expect("appeal", *(data["appeal"][key] for key in ("addressee", "address", "procedure")))
    return read


def code_of(data: Mapping[str, Any]) -> str:
    """Return the verification code of frozen data."""
    return verification_code(fingerprint(canonical_json(data)))


def _holder(read: ReadBack, holder: Mapping[str, Any], *, number: bool = True) -> None:
    read.expect("holder", holder["birth_name"], holder["usage_name"], holder["first_names"])
    read.expect("birth", long_date(holder["birth_date"]), holder["birth_place"])
    read.expect("number", holder["number"] if number else "")


def _source(read: ReadBack, data: Mapping[str, Any]) -> None:
    read.expect("minutes", data["minutes"]["number"], long_date(data["minutes"]["date"]))


def _certificate(read: ReadBack, data: Mapping[str, Any]) -> None:
    title, block = data["certification"], data.get("block")
    read.expect("certifier", data["certifier"]["name"])
    if block is not None:
        read.expect("block", block["code"], block["title"])
    read.expect("certification", title["title"], title["code"], long_date(title["registration_decided_on"]))
    read.expect("levels", f"niveau {title['level_national']} ", f"niveau {title['level_european']} ")
    read.expect("speciality", *(f"{one['code']} {one['title']}" for one in title["nsf"]))
    _source(read, data)
    _holder(read, data["holder"], number=False)
    read.expect("ground", data["ground"])


def _notice(read: ReadBack, data: Mapping[str, Any]) -> None:
    _holder(read, data["holder"])
    read.expect("path", access_path_words(data["holder"]["access_path"]))
    read.expect("certifier", data["certifier"]["name"])
    read.expect("place", data["session"]["place"])
    _source(read, data)
    for block in data["blocks"]:
        held = block["held"] or {"code": "", "date": "", "minutes_number": ""}
        words = BLOCK_WORDS[block["decision"]]
        read.expect("block", block["code"], block["title"], words[:1].upper() + words[1:], held["code"])
        read.expect("held", short_date(held["date"]) if held["date"] else "", held["minutes_number"])
    for key in ("reason", "recommendation", "conditions"):
        for block in data["blocks"]:
            read.expect(key, *((short_code(block["code"]), block[key]) if block[key] else ()))
    read.expect("notified by", long_date(data["notify_by"]) if data["notify_by"] else "")


def _success(read: ReadBack, data: Mapping[str, Any]) -> None:
    _holder(read, data["holder"])
    _source(read, data)
    read.expect("statement", data["certification"]["title"], data["certifier"]["name"])


def _presence(read: ReadBack, data: Mapping[str, Any]) -> None:
    _holder(read, data["holder"])
    read.expect("session", _held(data["session"]), data["session"]["place"])
    read.expect("statement", data["certification"]["title"])


def _member(read: ReadBack, data: Mapping[str, Any]) -> None:
    member = data["member"]
    read.expect(
        "member",
        member["name"],
        member["title"],
        member["employer"],
        role_words(member["role"], sex=member.get("sex", "")),
    )
    read.expect("session", _held(data["session"]), data["session"]["place"])
    read.expect("heard", f"{member['heard']} candidats")
    _source(read, data)


def _attendance(read: ReadBack, data: Mapping[str, Any]) -> None:
    read.expect("panel", data["panel"])
    read.expect("place", data["session"]["place"])
    _source(read, data)
    for one in data["members"]:
        read.expect(
            "member",
            one["name"],
            role_words(one["role"], sex=one.get("sex", "")),
            short_date(one["signed_at"][:10]),
        )
    rows = [(one["number"], one["name"], one["identity_checked_by"]) for one in data["candidates"]]
    read.expect_rows("candidate", rows)


_OWN = {
    "DECISION_NOTICE": _notice,
    "SUCCESS_ATTESTATION": _success,
    "CANDIDATE_PRESENCE": _presence,
    "JUROR_PRESENCE": _member,
    "JUROR_EXPENSES": _member,
    "ATTENDANCE_LIST": _attendance,
}
