"""The bytes of a signed PDF: where signatures lie, what they cover, what was appended.

These checks stand beside pyHanko's, which accepts junk after the end and anything in a signature's padding.
Every byte of a signed file belongs to the base or to the revision of one signature. This module must not know
certificates.
"""

import re
from dataclasses import dataclass
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature

from cisp_desktop.application.ports import Problem
from cisp_desktop.documents.cms_container import der_length

SIZE_LIMIT = 32 * 1024 * 1024
READ_LIMIT = 800_000
"""Reads that a file may cost: minutes of 5,000 candidates take 300,000, and this many take a few seconds."""
REVISION_LIMIT = 64
_END = re.compile(rb"%%EOF(\r\n|\n|\r)?\Z")
_ENDS = re.compile(rb"%%EOF(?:\r\n|\n|\r)?")
_BEGUN = re.compile(rb"\s*\d{1,10}(?:\s+\d{1,5}\s+obj\b|[\d\sobj]*\Z)")
"""How a revision begins, perhaps cut within its first words."""
_HEXADECIMAL = re.compile(rb"<[0-9A-F]*>")
_TAIL = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")
_SECTION = re.compile(rb"xref\s[0-9nf\s]+trailer\s*<<([^#]*)>>\s*")
_PREVIOUS = re.compile(rb"/Prev\s+(\d{1,10})\b")
_NO_PLAIN_TRAILER = (b"<<", b"/XRefStm", b"/Encrypt", b"/Type")


class ReadingTooLongError(Exception):
    """A file made its reader work beyond ``READ_LIMIT``."""


class MeteredStream(BytesIO):
    """A file in memory that stops its reader after ``READ_LIMIT`` reads: a hostile file costs no more than
    that.

    Counted, not timed: the verdict is the same on a slow machine.
    """

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self._left = READ_LIMIT

    def read(self, size: int | None = -1, /) -> bytes:
        """Read as ``BytesIO`` does. Raises ``ReadingTooLongError``."""
        self._left -= 1
        if self._left < 0:
            raise ReadingTooLongError
        return super().read(size)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The bytes of one signature: the gap of its contents, and where its revision ends."""

    field: str
    gap_start: int
    gap_end: int
    end: int


def problem(code: str, **values: object) -> Problem:
    """Return a problem of verification; ``code`` without its prefix."""
    return Problem(f"verification.{code}", dict(values))


def file_problems(pdf: bytes) -> list[Problem]:
    """Check what needs no parsing: size, first and last bytes, number of revisions."""
    if len(pdf) > SIZE_LIMIT:
        return [problem("too_large", limit=SIZE_LIMIT // (1024 * 1024))]
    if not pdf.startswith(b"%PDF-"):
        return [problem("not_pdf")]
    if _END.search(pdf) is None:
        last = last_end(pdf)
        if not last:
            return [problem("cut")]
        code = "cut_revision" if _BEGUN.match(pdf, last) else "trailing_bytes"
        return [problem(code, count=len(pdf) - last)]
    if max(pdf.count(b"%%EOF"), pdf.count(b"startxref")) > REVISION_LIMIT:
        return [problem("too_many_revisions", limit=REVISION_LIMIT)]
    return []


def first_end(pdf: bytes) -> int:
    """Return where the first part of a file ends, its base; 0 without any end."""
    found = _ENDS.search(pdf)
    return 0 if found is None else found.end()


def last_end(pdf: bytes) -> int:
    """Return where the last whole part of a file ends; 0 without any end."""
    last = pdf.rfind(b"%%EOF")
    found = None if last < 0 else _ENDS.match(pdf, last)
    return 0 if found is None else found.end()


def table_problems(pdf: bytes) -> list[Problem]:
    """Check that the file is chained as the application writes it: one plain cross-reference table for each
    revision, which names the one before and nothing else. A file without any end is left to its reader.
    """
    previous: list[int] = []
    for tail in _TAIL.finditer(pdf):
        at = int(tail[1])
        section = _SECTION.fullmatch(pdf, at, tail.start()) if at < tail.start() else None
        if section is None or any(word in section[1] for word in _NO_PLAIN_TRAILER):
            return [problem("structure")]
        if [int(found) for found in _PREVIOUS.findall(section[1])] != previous:
            return [problem("structure")]
        previous = [at]
    return []


def coverage_of(signature: EmbeddedPdfSignature) -> Coverage | None:
    """Return what a signature's byte range says, or ``None`` when it is not two plain ranges from the
    first byte.
    """
    numbers = [int(number) for number in signature.byte_range]
    if len(numbers) != 4 or numbers[0] != 0 or min(numbers) < 0:
        return None
    _, first, second, length = numbers
    if not 0 < first < second or not length:
        return None
    return Coverage(signature.field_name, first, second, second + length)


def coverage_problems(
    pdf: bytes, reader: PdfFileReader, signatures: list[EmbeddedPdfSignature]
) -> list[Problem]:
    """Check that signatures and revisions answer one another, from the base to the last byte."""
    found: list[Problem] = []
    revisions = reader.xrefs.total_revisions
    ends = pdf.count(b"%%EOF")
    if revisions != len(signatures) + 1 or ends != revisions or pdf.count(b"startxref") != revisions:
        found.append(problem("revisions", found=max(revisions, ends), expected=len(signatures) + 1))
    previous, plain = 0, True
    for position, signature in enumerate(signatures, start=1):
        cover = coverage_of(signature)
        plain = cover is not None and _whole(pdf, cover, previous)
        if cover is None or not plain:
            found.append(problem("byte_range", field=signature.field_name))
            continue
        previous = cover.end
        if not _padding_is_zero(pdf, cover):
            found.append(problem("padding", field=signature.field_name))
        if signature.signed_revision != position:
            found.append(problem("byte_range", field=signature.field_name))
    if plain and previous != len(pdf):
        found.append(problem("not_whole_file"))
    return found


def _whole(pdf: bytes, cover: Coverage, previous: int) -> bool:
    """Whether the gap holds one hexadecimal string and nothing else, and the range ends where a revision
    ends.
    """
    if not previous < cover.gap_start < cover.gap_end < cover.end <= len(pdf):
        return False
    if _HEXADECIMAL.fullmatch(pdf, cover.gap_start, cover.gap_end) is None:
        return False
    # The « < » of the gap must be the value of /Contents, not a string hidden elsewhere.
    if not pdf[max(0, cover.gap_start - 32) : cover.gap_start].rstrip().endswith(b"/Contents"):
        return False
    return _END.search(pdf[max(0, cover.end - 16) : cover.end]) is not None


def _padding_is_zero(pdf: bytes, cover: Coverage) -> bool:
    content = bytes.fromhex(pdf[cover.gap_start + 1 : cover.gap_end - 1].decode("ascii"))
    length = der_length(content)
    return length is not None and not content[length:].strip(b"\0")


def base_information(reader: PdfFileReader, revision: int) -> tuple[str, str]:
    """Return the title and the keywords as they stood in a revision (from 0)."""
    resolver = reader.get_historical_resolver(revision)
    information = resolver.trailer_view.get("/Info", None)
    if isinstance(information, generic.IndirectObject):
        information = information.get_object()  # type: ignore[no-untyped-call]  # pyHanko: untyped
    if not isinstance(information, generic.DictionaryObject):
        return "", ""
    return str(information.get("/Title", "")), str(information.get("/Keywords", ""))
