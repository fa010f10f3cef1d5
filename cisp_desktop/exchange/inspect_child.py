"""The child process that opens a PDF first: bytes on standard input, its findings as JSON on standard output.

A file of two kilobytes can ask a renderer for two gigabytes: memory and time are limited here, and only what
passes reaches a viewer. Sizes of all pages are looked at, texts are read and pages drawn small while time
remains. Imports only what it needs, to start fast. This module must not know whose dossier it opens.
"""

import ctypes
import json
import re
import sys
import time
from typing import Any, BinaryIO

import pypdfium2
from pypdfium2 import raw

from cisp_desktop.exchange.child_limits import MAX_PAGES, limit_this_process, standard_streams

MAX_PAGE_POINTS = 14_400  # 200 inches: the largest page that PDF 1.7 knows
MAX_PAGE_TEXT = 20_000
MAX_TEXT = 4_000_000
TEXT_SECONDS = 3.0
DRAWING_SECONDS = 3.5
_DRAWN_PIXELS = 150
_CHUNK = 1 << 20
_CONTROLS = {code: " " for code in [*range(32), 127, *range(128, 160)] if code != 10}
_JOINED = {0x02: "", 0xAD: "", 0xFFFE: ""}
"""What the engine puts where a word goes on in the next line, and the soft hyphen."""
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u2010]\n(?=[^\W\d_])")
"""A hyphen at the end of a line, within a word."""


class _RefusedError(Exception):
    """The PDF is refused; the only argument is the end of the error's code."""


def child_main() -> int:
    """Inspect the PDF on standard input; return the process's exit code (0 also for a refusal)."""
    limit_this_process()
    source, out = standard_streams()
    out.write(b"ready\n")
    out.flush()
    try:
        document = _inspected(_everything(source))
    except _RefusedError as refusal:
        document = {"error": str(refusal)}
    except MemoryError:
        document = {"error": "too_costly"}
    out.write(json.dumps(document).encode("ascii") + b"\n")
    out.flush()
    return 0


def _everything(source: BinaryIO) -> bytearray:
    """Read to the end with one buffer that grows in place: 200 MB must not be held twice."""
    content = bytearray()
    while chunk := source.read(_CHUNK):
        content += chunk
    return content


def _inspected(content: bytearray) -> dict[str, Any]:
    started = time.monotonic()
    if b"%PDF-" not in content[:1024]:
        raise _RefusedError("not_pdf")
    memory = (ctypes.c_ubyte * len(content)).from_buffer(content)
    try:
        document = pypdfium2.PdfDocument(memory)
        pages = len(document)
        if pages == 0:
            raise _RefusedError("empty")
        if pages > MAX_PAGES:
            raise _RefusedError("too_long")
        for index in range(pages):
            if max(document.get_page_size(index)) > MAX_PAGE_POINTS:
                raise _RefusedError("too_costly")
        _draw(document, 0)
        texts = _texts(document, pages, deadline=started + TEXT_SECONDS)
        for index in range(1, pages):
            if time.monotonic() > started + DRAWING_SECONDS:
                break
            _draw(document, index)
    except pypdfium2.PdfiumError as error:
        raise _RefusedError(_meaning(error)) from error
    return {"pages": pages, "texts": texts}


def _meaning(error: pypdfium2.PdfiumError) -> str:
    """Return the end of the code that an error of the engine stands for."""
    code = getattr(error, "err_code", None)
    if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return "encrypted"
    # A document without pages does not load, and no error is said to have happened.
    return "empty" if code == raw.FPDF_ERR_SUCCESS else "damaged"


def _texts(document: pypdfium2.PdfDocument, pages: int, *, deadline: float) -> list[str]:
    """Return one text per page, cleaned of control characters; empty once time or room is used up."""
    texts: list[str] = []
    size = 0
    for index in range(pages):
        text = ""
        if size < MAX_TEXT and time.monotonic() < deadline:
            page = document[index]
            textpage = page.get_textpage()
            count = min(textpage.count_chars(), MAX_PAGE_TEXT)
            text = _clean(textpage.get_text_range(0, count)) if count > 0 else ""
            textpage.close()
            page.close()
        size += len(text)
        texts.append(text)
    return texts


def _clean(text: str) -> str:
    """Return a text that any encoding and any table takes: no lone surrogate, no control character.

    Words are whole, as one looks for them: neither broken at the end of a line nor written with ligatures.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    whole = whole.replace("\r\n", "\n").translate({**_CONTROLS, **_JOINED, **_LIGATURES})
    return _BROKEN.sub("", whole)


def _draw(document: pypdfium2.PdfDocument, index: int) -> None:
    """Draw a page at the size of a thumbnail: what its pictures and patterns cost shows here."""
    page = document[index]
    width, height = page.get_size()
    if width > 0 and height > 0:
        page.render(scale=_DRAWN_PIXELS / max(width, height)).close()
    page.close()


if __name__ == "__main__":
    sys.exit(child_main())
