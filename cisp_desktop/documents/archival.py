"""What makes a PDF fit to be kept: PDF/A-3a (ISO 19005-3) – output intent, XMP metadata, attached data.

Fonts are embedded and nothing is transparent already (``fonts``, ``page_furniture``); what pages are made of
is told as they are drawn (``tagging``). The colour profile is made once by littleCMS, its date left out, so
that the same content gives the same bytes. This module must not know what the pages show.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import md5
from xml.sax.saxutils import escape

from PIL import ImageCms
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFStream,
    PDFString,
)

from cisp_desktop.documents.page_furniture import PRODUCT
from cisp_desktop.documents.tagging import PaperCanvas

FINGERPRINT_KEYWORD = "sha256:"
"""What stands before the fingerprint of the frozen content, among a file's keywords."""
PART = 3
"""Of ISO 19005: 3 lets any file be attached; conformance level A, for the structure is tagged."""
_PROFILE = "sRGB IEC61966-2.1"
_PROFILE_DATE = slice(24, 36)
"""Where an ICC header keeps the hour at which it was made (ICC.1:2010, 7.2.8)."""
_EPOCH = b"".join(number.to_bytes(2, "big") for number in (2000, 1, 1, 0, 0, 0))
_LANGUAGE = "fr-FR"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the PDF: what it holds is the data of the pages (``AFRelationship`` Data)."""

    name: str
    content: bytes
    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class Described:
    """What the metadata say, twice alike: in the information dictionary and in XMP. ``made`` is aware."""

    title: str
    author: str
    subject: str
    keywords: str
    made: datetime


def make_archival(canvas: PaperCanvas, described: Described, attached: Sequence[Attached] = ()) -> None:
    """Give a canvas, before its first page, all that PDF/A-3a asks beside its pages."""
    canvas.begin_structure()
    document = canvas._doc
    document._timeStamp = _Moment(described.made)
    canvas.setTitle(described.title)
    canvas.setAuthor(described.author)
    canvas.setSubject(described.subject)
    canvas.setKeywords(described.keywords)
    catalog = document.Catalog
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents", "AF"]
    profile = PDFStream(PDFDictionary({"N": 3}), colour_profile())
    intent = PDFDictionary(
        {
            "Type": PDFName("OutputIntent"),
            "S": PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": PDFString(_PROFILE),
            "Info": PDFString(_PROFILE),
            "DestOutputProfile": document.Reference(profile),
        }
    )
    catalog.OutputIntents = PDFArray([intent])
    metadata = PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")})
    catalog.Metadata = _Plain(metadata, xmp(described).encode())
    if attached:
        files = [(one.name, document.Reference(_file(document, one, described.made))) for one in attached]
        names = PDFArray([part for name, file in files for part in (PDFString(name), file)])
        catalog.Names = PDFDictionary({"EmbeddedFiles": PDFDictionary({"Names": names})})
        catalog.AF = PDFArray([file for _name, file in files])


def _file(document: object, attached: Attached, made: datetime) -> PDFDictionary:
    facts = {
        "Size": len(attached.content),
        "ModDate": PDFString(_pdf_date(made)),
        "CheckSum": PDFString(md5(attached.content, usedforsecurity=False).digest()),
    }
    kind = PDFDictionary(
        {
            "Type": PDFName("EmbeddedFile"),
            "Subtype": "/" + attached.kind.replace("/", "#2F"),  # PDFName would escape the sign itself
            "Params": PDFDictionary(facts),
        }
    )
    stream = document.Reference(PDFStream(kind, attached.content))  # type: ignore[attr-defined]  # untyped
    return PDFDictionary(
        {
            "Type": PDFName("Filespec"),
            "F": PDFString(attached.name),
            "UF": PDFString(attached.name),
            "Desc": PDFString(attached.description),
            "AFRelationship": PDFName("Data"),
            "EF": PDFDictionary({"F": stream, "UF": stream}),
        }
    )


@cache
def colour_profile() -> bytes:
    """Return the sRGB profile, the same bytes on every computer and day."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_PROFILE_DATE] = _EPOCH
    return bytes(profile)


def xmp(described: Described) -> str:
    """Return the XMP packet (ISO 16684-1) of a described document."""
    title, author, subject, keywords = (
        escape(text) for text in (described.title, described.author, described.subject, described.keywords)
    )
    made = described.made.isoformat(timespec="seconds")
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>{PART}</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>{_LANGUAGE}</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<pdf:Keywords>{keywords}</pdf:Keywords>
<pdf:Producer>{PRODUCT}</pdf:Producer>
<xmp:CreatorTool>{PRODUCT}</xmp:CreatorTool>
<xmp:CreateDate>{made}</xmp:CreateDate>
<xmp:ModifyDate>{made}</xmp:ModifyDate>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def with_ended_streams(pdf: bytes) -> bytes:
    """Return what ReportLab wrote with an end of line before each ``endstream``, which ISO 19005-3, 6.1.7.1
    asks for and ReportLab leaves out; the one cross-reference table follows.
    """
    at = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    head, table = pdf[:at], pdf[at:]
    first, count = (int(number) for number in table.splitlines()[1].split())
    offsets = [int(number) for number in re.findall(rb"(?m)^(\d{10}) \d{5} n", table)]
    if first != 0 or len(offsets) != count - 1:
        raise ValueError("not one cross-reference table")
    starts = sorted(offsets)
    moved: dict[int, int] = {}
    parts, length = [head[: starts[0]]], starts[0]
    for start, end in zip(starts, [*starts[1:], at], strict=True):
        moved[start] = length
        body = head[start:end]
        if body.endswith(_ENDED):
            body = body.removesuffix(_ENDED) + b"\n" + _ENDED
        parts.append(body)
        length += len(body)
    table = re.sub(rb"(?m)^(\d{10})( \d{5} n)", lambda m: b"%010d%s" % (moved[int(m[1])], m[2]), table)
    table = table.replace(b"startxref\n%d\n" % at, b"startxref\n%d\n" % length)
    return b"".join((*parts, table))


_ENDED = b"endstream\nendobj\n"


class _Plain(PDFStream):  # type: ignore[misc]  # ReportLab leaves its classes untyped
    """A stream that any reader of text finds: no filter, as metadata are kept."""

    def format(self, document: object) -> bytes:
        self.dictionary["Length"] = len(self.content)
        said: bytes = self.dictionary.format(document)
        content: bytes = self.content
        return said + b"\nstream\n" + content + b"endstream\n"


class _Moment:
    """When the content was frozen, as ReportLab reads the hour at which a document is made."""

    def __init__(self, made: datetime) -> None:
        offset = made.utcoffset()
        minutes = 0 if offset is None else int(offset.total_seconds()) // 60
        self.t = made.timestamp()
        self.YMDhms = made.timetuple()[:6]
        self.dhh, self.dmm = int(minutes / 60), abs(minutes) % 60


def _pdf_date(moment: datetime) -> str:
    one = _Moment(moment)
    return f"D:{moment:%Y%m%d%H%M%S}{one.dhh:+03d}'{one.dmm:02d}'"
