"""Everything that a PDF says to somebody who looks for it: pages, attached files, metadata, and what no page
shows. For tests that search papers for what must not be there.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject, TextStringObject

from tests.documents.reading import page_texts


@dataclass(frozen=True)
class Place:
    """A place of a file and the text found there. ``spaced``: spaces are read as they are written, since
    operators and numbers of a page's code would run into each other without them.
    """

    where: str
    text: str
    spaced: bool = False


def plain(text: str) -> str:
    """Return letters and digits alone, without case or accents: where a line breaks and how spaces are
    written tells nothing.
    """
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if letter.isalnum()).casefold()


def _spaced(text: str) -> str:
    return " ".join(text.split()).casefold()


def places_of(pdf: bytes) -> Iterator[Place]:
    """Give each place of a PDF with the text found there."""
    yield Place("pages", " ".join(page_texts(pdf)))
    reader = PdfReader(BytesIO(pdf))
    for name, contents in reader.attachments.items():
        for content in contents:
            yield Place(f"attached {name}", f"{name} {read_as_text(content)}")
    yield Place("information", " ".join(str(value) for value in (reader.metadata or {}).values()))
    for number in range(1, int(reader.trailer["/Size"])):
        found = reader.get_object(number)
        yield Place(f"object {number}", " ".join(_strings(found)))
        if isinstance(found, StreamObject):
            yield Place(f"stream {number}", _stream(found), spaced=True)


def _stream(found: StreamObject) -> str:
    """Return what a stream holds, but for a font's own program and pictures: no text."""
    if "/Length1" in found or found.get("/Subtype") == "/Image":
        return ""
    return read_as_text(found.get_data())


def _strings(found: object) -> Iterator[str]:
    if isinstance(found, TextStringObject):
        yield str(found)
    elif isinstance(found, DictionaryObject):
        for value in found.values():
            yield from _strings(value)
    elif isinstance(found, ArrayObject):
        for value in found:
            yield from _strings(value)


def read_as_text(content: bytes) -> str:
    """Return bytes as the text that they most likely are."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def leaks(places: Iterable[Place], secrets: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return which of ``secrets`` (what each one is, by its text) are told, and where."""
    found = []
    forms = {False: _sought(secrets, plain), True: _sought(secrets, _spaced)}
    for place in places:
        sought, read = forms[place.spaced], _spaced if place.spaced else plain
        found += [(place.where, sought[1][told]) for told in set(sought[0].findall(read(place.text)))]
    return found


def _sought(secrets: Mapping[str, str], form: Callable[[str], str]) -> tuple[re.Pattern[str], dict[str, str]]:
    named = {form(text): f"{what}: {text}" for text, what in secrets.items()}
    return re.compile("|".join(map(re.escape, sorted(named, key=len, reverse=True))) or "$."), named
