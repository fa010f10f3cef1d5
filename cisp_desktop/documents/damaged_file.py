"""What a damaged file still shows of itself: its title, the frames made for signatures, and whose they are.

All of it comes from the file's first part, before any signature: it is what the file says, never a proof.
This module must not know certificates.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from cisp_desktop.application.ports import Problem, SignatureReport, VerificationReport
from cisp_desktop.documents.frozen_content import modest_data
from cisp_desktop.documents.identity import AUTHORITY_ROLE
from cisp_desktop.documents.minutes_titles import stated_number
from cisp_desktop.documents.pdf_structure import MeteredStream, base_information, first_end, problem
from cisp_desktop.documents.signature_frames import signature_field, signing_seats
from cisp_desktop.documents.text import capped, printable

AUTHORITY_CALLED = "l’autorité de l’espace de travail"
_MOST_FRAMES = 24
_LONGEST = 120
_CUT, _EXTRACT, _MISSING, _UNSIGNED = (
    "verification.cut_revision",
    "verification.extract",
    "verification.missing_signature",
    "verification.unsigned",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """Title and keywords of a file before any signature, and its frames as signatures nobody can verify."""

    title: str = ""
    keywords: str = ""
    frames: tuple[SignatureReport, ...] = ()

    @property
    def names(self) -> Mapping[str, str]:
        """Whose frame each field is."""
        return {frame.field: frame.name for frame in self.frames}


def shown_in(pdf: bytes) -> Shown:
    """Read the first part of a file. Raises whatever a foreign file makes its reader raise."""
    reader = PdfFileReader(MeteredStream(pdf[: first_end(pdf)]), strict=True)
    title, keywords = base_information(reader, 0)
    if stated_number(title) is None:
        return Shown(title, keywords)
    return Shown(title, keywords, _frames(modest_data(reader)))


def _frames(data: bytes | None) -> tuple[SignatureReport, ...]:
    """Return the frames of the seats that frozen data name; none when they cannot be told."""
    if data is None:
        return ()
    try:
        seats = signing_seats(json.loads(data)["panel"]["seats"])[:_MOST_FRAMES]
        return tuple(map(_frame, seats))
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError):
        return ()  # altered data: whatever they are, they name nobody


def _frame(seat: Mapping[str, Any]) -> SignatureReport:
    name, role = (capped(printable(seat[key]), _LONGEST) for key in ("name", "role"))
    sex = "F" if seat.get("sex") == "F" else ""
    return SignatureReport(name, role, None, None, None, field=signature_field(seat["id"]), sex=sex)


def with_names(
    found: Iterable[Problem], names: Mapping[str, str], reports: Iterable[SignatureReport]
) -> list[Problem]:
    """Name whose signature a problem is of: by its frame, else by its certificate, at worst by its field."""
    known = {
        report.field: AUTHORITY_CALLED if report.role == AUTHORITY_ROLE else report.name for report in reports
    } | dict(names)
    return [
        Problem(one.code, {"name": known.get(str(one.values["field"]), one.values["field"])})
        if "field" in one.values
        else one
        for one in found
    ]


def damaged(
    report: VerificationReport, found: Iterable[Problem], frames: Iterable[SignatureReport]
) -> VerificationReport:
    """Return what is said of a file whose last whole part is worth ``report``, and whose end is not whole.

    It is never intact, and is no extract of anything. Once all have signed nothing more is to come: what
    follows was added. Otherwise the file was cut, and of the signatures that are not there nothing can be
    said.
    """
    codes = {one.code for one in report.problems}
    complete = bool(report.signatures) and not codes & {_MISSING, _UNSIGNED}
    ends = [
        problem("trailing_bytes", **one.values) if complete and one.code == _CUT else one for one in found
    ]
    kept = tuple(one for one in report.problems if one.code != _EXTRACT)
    if all(one.code != _CUT for one in ends):
        return replace(report, intact=False, extract=None, problems=(*ends, *kept))
    there = {one.field for one in report.signatures}
    lost = tuple(frame for frame in frames if frame.field not in there)
    kept = tuple(one for one in kept if not (lost and one.code in {_MISSING, _UNSIGNED}))
    trusted = None if lost and report.trusted else report.trusted
    return replace(
        report,
        intact=False,
        extract=None,
        trusted=trusted,
        problems=(*ends, *kept),
        signatures=(*report.signatures, *lost),
    )
