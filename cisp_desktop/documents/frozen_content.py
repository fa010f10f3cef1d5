"""Whether the data attached to minutes is what their fingerprint covers, and what their pages say.

This module must not know signatures.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

import pypdfium2
from defusedxml import ElementTree
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from cisp_desktop.application.ports import ExtractReport, Problem
from cisp_desktop.documents.minutes_titles import candidate_name, file_title, page_heading
from cisp_desktop.documents.pdf_structure import problem

_MOST_PACKED = 128 * 1024
"""Bytes of a compressed attachment that are unpacked of a file which nobody vouches for."""
_PDF_KEYWORDS = "{http://ns.adobe.com/pdf/1.3/}Keywords"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_WHERE = {
    "number": "son numéro",
    "certifier": "le nom du certificateur",
    "certification": "l’intitulé de la certification",
    "member": "un membre du jury",
    "candidate": "un candidat",
    "heading": "son intitulé",
    "whole": "l’empreinte du procès-verbal dont il est l’extrait",
}


def attached_data(reader: PdfFileReader) -> bytes | None:
    """Return the one file attached to minutes, ``None`` when there is none, or anything else."""
    associated = _inside(reader.root, "/AF")
    names = _inside(reader.root, "/Names", "/EmbeddedFiles", "/Names")
    if not isinstance(associated, generic.ArrayObject) or len(associated) != 1:
        return None
    if not isinstance(names, generic.ArrayObject) or len(names) != 2:
        return None
    if names.raw_get(1) != associated.raw_get(0):
        return None
    files = associated[0]["/EF"]
    if files.raw_get("/F") != files.raw_get("/UF"):
        return None
    data: bytes = files["/F"].data
    return data


def _inside(dictionary: generic.DictionaryObject, *keys: str) -> object:
    """Return what lies under ``keys``, one within the other; ``None`` where one is missing."""
    found: object = dictionary
    for key in keys:
        if not isinstance(found, generic.DictionaryObject) or key not in found:
            return None
        found = found[key]
    return found


def modest_data(reader: PdfFileReader) -> bytes | None:
    """Return the one file attached, of a PDF that nobody signed; ``None`` also where it may swell."""
    associated = _inside(reader.root, "/AF")
    if not isinstance(associated, generic.ArrayObject) or len(associated) != 1:
        return None
    stream = _inside(associated[0], "/EF", "/F")
    if not isinstance(stream, generic.StreamObject) or len(stream.encoded_data) > _MOST_PACKED:
        return None
    filters = stream.get("/Filter", generic.ArrayObject())
    named = [str(one) for one in filters] if isinstance(filters, generic.ArrayObject) else [str(filters)]
    if named.count("/FlateDecode") > 1 or not set(named) <= {"/FlateDecode", "/ASCII85Decode"}:
        return None
    return attached_data(reader)


def precedes_archival(reader: PdfFileReader) -> bool:
    """Whether minutes are of the first form: their base holds neither metadata nor attached data.

    The base is what the certifying authority signed; nobody else takes anything out of it.
    """
    base = reader.get_historical_resolver(0).root
    return not {"/Metadata", "/AF", "/Names"} & set(base)


def data_problems(reader: PdfFileReader, *, title: str, keywords: str, digest: str) -> list[Problem]:
    """Check attached data and metadata against the fingerprint that the file states (hexadecimal)."""
    found = []
    data = attached_data(reader)
    if data is None:
        found.append(problem("data_missing"))
    elif sha256(data).hexdigest() != digest:
        found.append(problem("data_altered"))
    if _described(reader) != (title, keywords):
        found.append(problem("metadata_differ"))
    return found


def _described(reader: PdfFileReader) -> tuple[str, str]:
    """Return title and keywords as the XMP metadata state them."""
    root = ElementTree.fromstring(reader.root["/Metadata"].data)
    title = "".join(text for element in root.iter(_TITLE) for text in element.itertext()).strip()
    stated = [element.text or "" for element in root.iter(_PDF_KEYWORDS)]
    stated += [element.attrib[_PDF_KEYWORDS] for element in root.iter() if _PDF_KEYWORDS in element.attrib]
    return title, stated[0] if len(stated) == 1 else ""


def extract_in(reader: PdfFileReader, digest: str | None) -> ExtractReport | None:
    """Return of which minutes and candidate a sound file is the extract, None for minutes themselves."""
    data = attached_data(reader)
    if data is None or sha256(data).hexdigest() != digest:
        return None
    content = json.loads(data)
    extract = content.get("extract")
    if not extract:
        return None
    return ExtractReport(extract["of"], extract["candidate"], candidate_name(content))


def page_problems(pdf: bytes, data: bytes, number: str, *, title: str) -> list[Problem]:
    """Check that the pages say the main fields of the frozen data: number, certifier, title, names; and that
    title and pages call themselves what the data is: minutes, or the extract for one candidate.

    ``pdf`` is whole and signed: its pages are opened for that.
    """
    content = json.loads(data)
    pages, sought = _page_texts(pdf), _plain(number)
    if content["number"] != number or any(sought not in page for page in pages):
        return [problem("pages_differ", what=_WHERE["number"])]
    heading = _plain(page_heading(content))
    if title != file_title(content) or any(heading not in page for page in pages):
        return [problem("pages_differ", what=_WHERE["heading"])]
    text, at = "".join(pages), 0
    for kind, value in _main_fields(content):
        for word in value.split():
            plain = _plain(word)
            place = text.find(plain, at) if kind == "candidate" else -1
            if place >= 0:
                at = place
            elif plain not in text:
                return [problem("pages_differ", what=f"{_WHERE[kind]} ({value})")]
    return []


def _main_fields(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if content.get("extract"):
        yield "whole", content["extract"]["of"]
    yield "certifier", content["certifier"]["name"]
    yield "certification", content["certification"]["title"]
    for seat in content["panel"]["seats"]:
        yield "member", seat["name"]
    for candidate in content["candidates"]:
        yield "candidate", candidate["number"]
        yield "candidate", candidate["birth_name"]
        yield "candidate", candidate["first_names"]


def _page_texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_plain(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def _plain(text: str) -> str:
    """Return letters and digits alone: how lines break and words are cut tells nothing."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text) if letter.isalnum())
