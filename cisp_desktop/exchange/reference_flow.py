"""The open data flow of France compétences (XML, V4.1), read as a stream out of its ``.xml`` or ``.zip``.

The whole flow is some 570 MB and 30,000 sheets: one sheet is in memory at a time. A file with a document
type, a sheet of an impossible size, an archive out of proportion or a file that stops short is refused. Must
not know what a sheet's tags mean, nor screens.
"""

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

from lxml import etree

from cisp_desktop.application.ports import Progress
from cisp_desktop.application.reference_drafts import DraftNote, SheetDraft, SheetSummary
from cisp_desktop.domain.errors import RuleError, StorageError
from cisp_desktop.domain.text import folded
from cisp_desktop.exchange.public_sheet import read_public_sheet
from cisp_desktop.exchange.reference_sheet import code_of, draft_of, searched_text, sheet_code, summary_of

MAX_SHEET = 8 * 1024 * 1024
"""Bytes of one sheet; the longest real ones (thousands of partners) stay under 2 MB."""
MAX_RATIO = 200
MAX_PARTS = 100
_MEGABYTE = 1024 * 1024
_ARCHIVE_ERRORS = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, ValueError,
    KeyError,
)  # fmt: skip
"""zipfile says RuntimeError for what is encrypted or packed oddly, ValueError for impossible offsets."""
_LAST_TAG = b"</FICHES>"
_HEAD = 64 * 1024
_VERSION, _MAJOR = "4.1", "4."
_PROLOG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*"
    rb"(?:<\?xml\s[^>]{0,200}?\?>)?"
    rb"(?:\s+|<!--.*?-->|<\?.*?\?>)*",
    re.DOTALL,
)
_ENCODING = re.compile(rb"""^[^<]*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.-]+)["']""")
_ENCODINGS = frozenset((b"utf-8", b"us-ascii", b"iso-8859-1", b"iso-8859-15", b"windows-1252"))


class _Flow:
    """The bytes of a flow: tells progress, watches the size of each sheet, remembers its end."""

    def __init__(self, stream: IO[bytes], total: int, *, name: str, progress: Progress | None) -> None:
        self.name = name
        self.last_code = ""
        self.at_end = False
        self.tail = b""
        self._stream, self._total, self._progress = stream, total, progress
        self._done = self._since_sheet = self._untold = 0
        self._head = self._next(_HEAD)

    @property
    def after(self) -> str:
        """Where the reading stands, for sentences."""
        return f"la fiche {self.last_code}" if self.last_code else "son début"

    @property
    def stops_short(self) -> bool:
        """Whether all was read and the flow's last tag is not there."""
        return self.at_end and _LAST_TAG not in self.tail

    def check_head(self) -> None:
        """Refuse what is no flow, or declares a document type, before anything is parsed."""
        encoding = _ENCODING.match(self._head)
        if encoding is not None and encoding[1].lower() not in _ENCODINGS:
            raise RuleError("reference.not_flow", name=self.name)
        prolog = _PROLOG.match(self._head)
        rest = self._head[prolog.end() if prolog else 0 :]
        if rest.startswith((b"<!DOCTYPE", b"<!ENTITY")):
            raise RuleError("reference.entities", name=self.name)
        if not re.match(rb"<FICHES[\s/>]", rest):
            raise RuleError("reference.not_flow", name=self.name)

    def sheet_ended(self, code: str) -> None:
        """A sheet is complete: the next one has its whole allowance."""
        self.last_code, self._since_sheet = code, 0

    def read(self, size: int = _MEGABYTE) -> bytes:
        """Return the next bytes; what ``progress`` raises passes through."""
        chunk, self._head = (self._head, b"") if self._head else (self._next(size), b"")
        self.at_end = not chunk
        self.tail = (self.tail + chunk)[-4096:]
        self._done += len(chunk)
        self._since_sheet += len(chunk)
        self._untold += len(chunk)
        if self._progress is not None and (self._untold >= _MEGABYTE or self.at_end):
            self._untold = 0
            self._progress(min(self._done, self._total), self._total)
        if self._since_sheet > MAX_SHEET:
            raise RuleError(
                "reference.sheet_too_large", name=self.name, after=self.after, limit=MAX_SHEET // _MEGABYTE
            )
        return chunk

    def _next(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except _ARCHIVE_ERRORS as error:
            raise RuleError("reference.archive_damaged", name=self.name) from error

    def check_end(self) -> None:
        """Read on to the end without parsing; refuse a file whose end is missing."""
        while self.read():
            self._since_sheet = 0
        if self.stops_short:
            raise RuleError("reference.cut", name=self.name)


class ReferenceFlowReader:
    """``application.reference_drafts.ReferenceFlows``."""

    def search(
        self,
        path: Path,
        text: str = "",
        codes: Sequence[str] = (),
        *,
        limit: int = 200,
        progress: Progress | None = None,
    ) -> list[SheetSummary]:
        """Return the sheets that match, in the file's order, ``limit`` at most."""
        wanted = {sheet_code(code) for code in codes if code.strip()}
        words = [f" {word}" for word in folded(text).split()]
        found: list[SheetSummary] = []
        with _opened(path, progress) as flow:
            for sheet, _ in _sheets(flow):
                if _matches(sheet, wanted, words):
                    found.append(summary_of(sheet))
                    if len(found) >= limit:
                        break
        return found

    def load(self, path: Path, code: str, *, progress: Progress | None = None) -> SheetDraft:
        """Return the first sheet of that code, once the file is known to be whole."""
        wanted = sheet_code(code)
        with _opened(path, progress) as flow:
            for sheet, version in _sheets(flow):
                if wanted and sheet_code(code_of(sheet)) == wanted:
                    draft = draft_of(sheet)
                    flow.check_end()
                    return _with_version(draft, version)
        raise RuleError("reference.unknown_code", code=wanted, name=path.name)

    def pasted(self, text: str) -> SheetDraft:
        """Return the sheet of a public page's text."""
        return read_public_sheet(text)


def _matches(sheet: etree._Element, wanted: set[str], words: Sequence[str]) -> bool:
    if wanted and sheet_code(code_of(sheet)) in wanted:
        return True
    if not words:
        return not wanted
    looked_into = searched_text(sheet)
    return all(word in looked_into for word in words)


def _with_version(draft: SheetDraft, version: str) -> SheetDraft:
    if version == _VERSION:
        return draft
    note = DraftNote("reference.version_unsaid", {"version": version or "?"})
    return replace(draft, notes=(note, *draft.notes))


def _sheets(flow: _Flow) -> Iterator[tuple[etree._Element, str]]:
    """Give each sheet in turn with the flow's version; a sheet is emptied when the next one is asked for."""
    flow.check_head()
    version = ""
    parser = etree.iterparse(
        flow, events=("end",), tag=("FICHE", "VERSION_FLUX"), resolve_entities=False, load_dtd=False,
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for _, element in parser:
            if element.getroottree().docinfo.internalDTD is not None:
                raise RuleError("reference.entities", name=flow.name)
            if element.tag == "VERSION_FLUX":
                version = version or _known_version(element, flow)
                continue
            flow.sheet_ended(code_of(element) or "sans numéro")
            yield element, version
            _forget(element)
        if not flow.last_code:
            raise RuleError("reference.not_flow", name=flow.name)
    except etree.XMLSyntaxError as error:
        if flow.stops_short:
            raise RuleError("reference.truncated", name=flow.name, after=flow.after) from error
        line = error.lineno or 0
        raise RuleError("reference.damaged", name=flow.name, line=line, after=flow.after) from error


def _known_version(element: etree._Element, flow: _Flow) -> str:
    version = (element.text or "").strip()[:20]
    if version and not version.startswith(_MAJOR):
        raise RuleError("reference.version_refused", name=flow.name, version=version)
    return version


def _forget(element: etree._Element) -> None:
    """Free a sheet and everything that stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


@contextmanager
def _opened(path: Path, progress: Progress | None) -> Iterator[_Flow]:
    """Open a flow, or the one inside an archive; told from the content, never from the name."""
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
            stream.seek(0)
            source: IO[bytes]
            source, size = stream, path.stat().st_size
            if start.startswith(b"PK"):
                source, size = _unpacked(stream, path.name)
            yield _Flow(source, size, name=path.name, progress=progress)
    except FileNotFoundError as error:
        raise StorageError("exchange.file.missing", name=path.name) from error
    except OSError as error:
        raise StorageError("exchange.file.unreadable", name=path.name) from error


def _unpacked(stream: IO[bytes], name: str) -> tuple[IO[bytes], int]:
    """Return the only XML file of an archive and its unpacked size."""
    try:
        archive = zipfile.ZipFile(stream)
        parts = archive.infolist()
        flows = [part for part in parts if part.filename.lower().endswith(".xml")]
        if len(parts) > MAX_PARTS or any(_out_of_proportion(part) for part in flows):
            raise RuleError("reference.archive_bomb", name=name)
        if len(flows) != 1:
            raise RuleError("reference.archive_without_flow", name=name, count=len(flows))
        return archive.open(flows[0]), flows[0].file_size
    except _ARCHIVE_ERRORS as error:
        raise RuleError("reference.archive_damaged", name=name) from error


def _out_of_proportion(part: zipfile.ZipInfo) -> bool:
    return part.file_size > MAX_RATIO * max(part.compress_size, 1) and part.file_size > _MEGABYTE
