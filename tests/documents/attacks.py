"""Ways to alter signed minutes. Each takes the complete file (and what an insider has) and returns another
one.

Written by hand where a library would refuse: an attacker has no scruples about the format.
"""

import re
from collections.abc import Callable
from io import BytesIO

import pypdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

Attack = Callable[[bytes], bytes]


def gaps(pdf: bytes) -> list[tuple[int, int]]:
    """Return where each signature's contents lie, brackets included, in the order of the file."""
    return [match.span(1) for match in re.finditer(rb"/Contents (<[0-9A-F]{1000,}>)", pdf)]


def ends(pdf: bytes) -> list[int]:
    """Return where each revision ends."""
    return [match.end() for match in re.finditer(rb"%%EOF\n?", pdf)]


def appended(pdf: bytes, objects: dict[int, bytes], *, trailer: bytes = b"") -> bytes:
    """Append a well-formed revision that replaces or adds ``objects`` (number → body)."""
    previous = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    root = re.findall(rb"/Root (\d+ 0 R)", pdf)[-1]
    size = max(int(found) for found in re.findall(rb"/Size (\d+)", pdf))
    out = bytearray(pdf)
    if not out.endswith(b"\n"):
        out += b"\n"
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n"
    for number, place in sorted(places.items()):
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    size = max(size, *(number + 1 for number in objects)) if objects else size
    out += b"trailer\n<< /Size %d /Root %s /Prev %d %s >>\n" % (size, root, previous, trailer)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def _first_page(pdf: bytes) -> tuple[int, dict[str, str]]:
    page = pypdf.PdfReader(BytesIO(pdf)).pages[0]
    return page.indirect_reference.idnum, {key: str(page.raw_get(key)) for key in page}


def _reference(pdf: bytes, kind: str) -> int:
    """Return the number of the last object of that kind that the file knows."""
    reader = pypdf.PdfReader(BytesIO(pdf))
    if kind == "root":
        return reader.trailer.raw_get("/Root").idnum
    if kind == "contents":
        return reader.pages[0].raw_get("/Contents").idnum
    fields = reader.trailer["/Root"]["/AcroForm"]["/Fields"]
    if kind == "field":
        return fields[0].idnum
    if kind == "appearance":
        return fields[0].get_object()["/AP"].raw_get("/N").idnum
    if kind == "last signature":
        return max(field.get_object().raw_get("/V").idnum for field in fields)
    raise AssertionError(kind)


def _incremental(pdf: bytes, change: Callable[[pypdf.PdfWriter], None]) -> bytes:
    writer = pypdf.PdfWriter(BytesIO(pdf), incremental=True)
    change(writer)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _by_library(change: Callable[[pypdf.PdfWriter], None]) -> Attack:
    return lambda pdf: _incremental(pdf, change)


def _annotate(writer: pypdf.PdfWriter) -> None:
    writer.add_annotation(0, FreeText(text="V", rect=(300, 200, 340, 220), font_size="9pt"))


def _overlay(writer: pypdf.PdfWriter) -> None:
    page = writer.pages[0]
    stream = DecodedStreamObject()
    stream.set_data(b"q 1 1 1 rg 300 200 200 20 re f Q")
    page[NameObject("/Contents")] = ArrayObject([page.raw_get("/Contents"), writer._add_object(stream)])


def _open_action(writer: pypdf.PdfWriter) -> None:
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")}
    )
    writer.root_object[NameObject("/OpenAction")] = action


def _move_field(writer: pypdf.PdfWriter) -> None:
    field = writer.root_object["/AcroForm"]["/Fields"][0].get_object()
    field[NameObject("/Rect")] = ArrayObject([pypdf.generic.FloatObject(n) for n in (0, 0, 500, 500)])


def _drop_value(writer: pypdf.PdfWriter) -> None:
    del writer.root_object["/AcroForm"]["/Fields"][2].get_object()["/V"]


def _drop_form(writer: pypdf.PdfWriter) -> None:
    del writer.root_object["/AcroForm"]


def _drop_permissions(writer: pypdf.PdfWriter) -> None:
    del writer.root_object["/Perms"]


def _text_field(writer: pypdf.PdfWriter) -> None:
    field = DictionaryObject(
        {
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("note"),
            NameObject("/V"): TextStringObject("V"),
        }
    )
    writer.root_object["/AcroForm"]["/Fields"].append(writer._add_object(field))


def _keywords(writer: pypdf.PdfWriter) -> None:
    writer.add_metadata({"/Keywords": "sha256:" + "0" * 64})


def _title(writer: pypdf.PdfWriter) -> None:
    writer.add_metadata({"/Title": "Procès-verbal de jury PV-2022-GRE-0008"})


def _extra_page(writer: pypdf.PdfWriter) -> None:
    writer.add_blank_page(595, 842)


def _rewritten(pdf: bytes) -> bytes:
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf))
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _encrypted(pdf: bytes) -> bytes:
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _page_replaced(pdf: bytes) -> bytes:
    number, entries = _first_page(pdf)
    size = max(int(found) for found in re.findall(rb"/Size (\d+)", pdf))
    page = dict(entries)
    page["/Contents"] = f"{size} 0 R"
    body = "<< " + " ".join(
        f"{key} {value.replace('IndirectObject(', '').split(',')[0]} 0 R"
        if value.startswith("Indirect")
        else f"{key} {value}"
        for key, value in page.items()
        if key in ("/Type", "/Parent", "/Contents")
    )
    body += " /MediaBox [0 0 842 596] /Resources << >> >>"
    return appended(pdf, {number: body.encode(), size: _stream(b"0 0 100 100 re f")})


def _object_replaced(kind: str, body: bytes) -> Attack:
    return lambda pdf: appended(pdf, {_reference(pdf, kind): body})


def _security_store(pdf: bytes) -> bytes:
    """Add an empty security store: later validation material, which readers let pass."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer.root["/DSS"] = writer.add_object(
        generic.DictionaryObject({generic.pdf_name("/Certs"): generic.ArrayObject()})
    )
    writer.update_root()
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _empty_update(pdf: bytes) -> bytes:
    return appended(pdf, {max(int(n) for n in re.findall(rb"/Size (\d+)", pdf)): b"<< >>"})


def _older_end(pdf: bytes) -> bytes:
    first = re.findall(rb"startxref\s+(\d+)", pdf)[0]
    return pdf + b"startxref\n" + first + b"\n%%EOF\n"


def _second_table(pdf: bytes) -> bytes:
    start = pdf.rfind(b"xref\n", 0, pdf.rfind(b"trailer"))
    copy = pdf[start:]
    return pdf + re.sub(rb"startxref\s+\d+", b"startxref\n%d" % len(pdf), copy)


def _looped_table(pdf: bytes) -> bytes:
    changed = appended(pdf, {1: b"<< >>"})
    last = int(re.findall(rb"startxref\s+(\d+)", changed)[-1])
    previous = re.findall(rb"/Prev (\d+)", changed)[-1]
    return changed[: changed.rfind(b"/Prev")] + changed[changed.rfind(b"/Prev") :].replace(
        previous, b"%d" % last, 1
    )


def _hybrid(pdf: bytes) -> bytes:
    return appended(pdf, {1: b"<< >>"}, trailer=b"/XRefStm 16")


def _padded(position: int) -> Attack:
    def attack(pdf: bytes) -> bytes:
        _, end = gaps(pdf)[position]
        return pdf[: end - 9] + b"DEADBEEF" + pdf[end - 1 :]

    return attack


def _contents(change: Callable[[bytes], bytes]) -> Attack:
    def attack(pdf: bytes) -> bytes:
        start, end = gaps(pdf)[-1]
        changed = change(pdf[start:end])
        assert len(changed) == end - start
        return pdf[:start] + changed + pdf[end:]

    return attack


def _swapped_contents(pdf: bytes) -> bytes:
    (a, b), (c, d) = gaps(pdf)[-2:]
    return pdf[:a] + pdf[c:d] + pdf[b:c] + pdf[a:b] + pdf[d:]


def _byte_range(change: Callable[[list[int]], list[int]]) -> Attack:
    def attack(pdf: bytes) -> bytes:
        match = list(re.finditer(rb"/ByteRange \[([\d ]+)\]", pdf))[-1]
        numbers = change([int(number) for number in match.group(1).split()])
        text = b" ".join(b"%d" % number for number in numbers)
        text = text.ljust(len(match.group(1)))
        return pdf[: match.start(1)] + text[: len(match.group(1))] + pdf[match.end(1) :]

    return attack


def _without_revision(index: int) -> Attack:
    def attack(pdf: bytes) -> bytes:
        places = [0, *ends(pdf)]
        return pdf[: places[index]] + pdf[places[index + 1] :]

    return attack


def _inserted(pdf: bytes) -> bytes:
    place = ends(pdf)[1]
    return pdf[:place] + b"% nothing to see\n" + pdf[place:]


def _replaced_text(pdf: bytes) -> bytes:
    return pdf.replace(b"TARDY Nicole", b"TARDY Nicola")


ATTACKS: dict[str, Attack] = {
    "junk after the end": lambda pdf: pdf + b"junk",
    "a comment after the end": lambda pdf: pdf + b"\n% harmless\n",
    "a second end": lambda pdf: pdf + b"%%EOF\n",
    "zeros after the end": lambda pdf: pdf + b"\0" * 512,
    "a cut of one byte in the end mark": lambda pdf: pdf[: pdf.rfind(b"%%EOF") + 4],
    "a cut in the middle": lambda pdf: pdf[: len(pdf) // 2],
    "a cut in the last signature": lambda pdf: pdf[: gaps(pdf)[-1][0] + 400],
    "a cut down to the header": lambda pdf: pdf[:9],
    "the unsigned base": lambda pdf: pdf[: ends(pdf)[0]],
    "an empty file": lambda _: b"",
    "junk before the header": lambda pdf: b"GIF89a" + pdf,
    "a shifted middle": _inserted,
    "the file twice": lambda pdf: pdf + pdf,
    "without its certification": _without_revision(1),
    "without its second signature": _without_revision(3),
    "rewritten by another program": _rewritten,
    "encrypted": _encrypted,
    "an overlapping annotation": _by_library(_annotate),
    "a white box over the table": _by_library(_overlay),
    "a script at opening": _by_library(_open_action),
    "a moved signature": _by_library(_move_field),
    "a signature taken out": _by_library(_drop_value),
    "the form taken out": _by_library(_drop_form),
    "the certification's permission taken out": _by_library(_drop_permissions),
    "another field": _by_library(_text_field),
    "another fingerprint": _by_library(_keywords),
    "another number": _by_library(_title),
    "another page": _by_library(_extra_page),
    "a replaced page": _page_replaced,
    "a replaced page content": _object_replaced("contents", _stream(b"0 0 9 9 re f")),
    "a replaced catalog": _object_replaced("root", b"<< /Type /Catalog >>"),
    "a replaced drawn signature": _object_replaced("appearance", _stream(b"0 0 9 9 re f")),
    "a replaced signature dictionary": _object_replaced("last signature", b"<< /Type /Sig >>"),
    "an update that changes nothing": _empty_update,
    "a security store": _security_store,
    "an older end": _older_end,
    "a second cross-reference table": _second_table,
    "a cross-reference table that loops": _looped_table,
    "a hybrid cross-reference": _hybrid,
    "something in the last signature's padding": _padded(-1),
    "something in the first signature's padding": _padded(0),
    "lower-case contents": _contents(bytes.lower),
    "empty contents": _contents(lambda gap: b"<" + b"0" * (len(gap) - 2) + b">"),
    "blank contents": _contents(lambda gap: b"<" + b" " * (len(gap) - 2) + b">"),
    "another member's contents": _swapped_contents,
    "a byte range that ends early": _byte_range(lambda n: [n[0], n[1], n[2], n[3] - 40]),
    "a byte range that starts late": _byte_range(lambda n: [9, n[1] - 9, n[2], n[3]]),
    "a byte range with a wider gap": _byte_range(lambda n: [n[0], n[1] - 30, n[2] + 30, n[3] - 30]),
    "a byte range that overlaps": _byte_range(lambda n: [n[0], n[1], n[1], n[3]]),
    "a byte range of two numbers": _byte_range(lambda n: n[:2]),
    "another signer's name": _replaced_text,
}
