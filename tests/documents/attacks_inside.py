"""Ways to alter what signed minutes hold: attached data, metadata, fonts, layers, frames, containers.

Beside ``attacks``, which alters the file around them. Each takes the complete file and returns another one.
"""

import re
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO

import pypdf
from asn1crypto import cms, core
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from tests.documents.attacks import Attack, appended, ends, gaps

Change = Callable[[pypdf.PdfWriter], None]


def _by_library(change: Change) -> Attack:
    def attack(pdf: bytes) -> bytes:
        writer = pypdf.PdfWriter(BytesIO(pdf), incremental=True)
        change(writer)
        buffer = BytesIO()
        writer.write(buffer)
        return buffer.getvalue()

    return attack


def _replaced(old: bytes, new: bytes, count: int = 1) -> Attack:
    """Alter bytes in place; the file keeps its length."""

    def attack(pdf: bytes) -> bytes:
        assert old in pdf
        assert len(old) == len(new)
        return pdf.replace(old, new, count)

    return attack


def _stream(data: bytes = b"", entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def _number_of(pdf: bytes, wanted: Callable[[DictionaryObject], bool]) -> int:
    reader = pypdf.PdfReader(BytesIO(pdf))
    for number in range(1, int(reader.trailer["/Size"])):
        found = reader.get_object(number)
        if isinstance(found, DictionaryObject) and wanted(found):
            return number
    raise AssertionError("no such object")


def _object(wanted: Callable[[DictionaryObject], bool], body: bytes) -> Attack:
    return lambda pdf: appended(pdf, {_number_of(pdf, wanted): body})


def _of_type(name: str) -> Callable[[DictionaryObject], bool]:
    return lambda found: found.get("/Type") == name


def _size(pdf: bytes) -> int:
    return max(int(found) for found in re.findall(rb"/Size (\d+)", pdf))


# --- attached data and metadata --------------------------------------------------------------------------


def _data_in_place(pdf: bytes) -> bytes:
    """Put other data of the same length where the attached data lie, by trial."""
    at = pdf.index(b"/EmbeddedFile")
    start = pdf.index(b"stream\n", at) + len(b"stream\n")
    return pdf[: start + 9] + bytes([pdf[start + 9] ^ 0xFF]) + pdf[start + 10 :]


def _without(*keys: str) -> Change:
    """Take entries out of the catalog."""

    def change(writer: pypdf.PdfWriter) -> None:
        for key in keys:
            del writer.root_object[key]

    return change


def _second_data(writer: pypdf.PdfWriter) -> None:
    writer.add_attachment("autre.json", b"{}")


def _author(writer: pypdf.PdfWriter) -> None:
    writer.add_metadata({"/Author": "Un autre centre"})


def _language(writer: pypdf.PdfWriter) -> None:
    writer.root_object[NameObject("/Lang")] = TextStringObject("de")


def _other_data(pdf: bytes) -> bytes:
    content = zlib.compress(b'{"number":"PV-2022-GRE-0007"}')
    body = _stream(content, b"/Type /EmbeddedFile /Filter /FlateDecode")
    return appended(pdf, {_number_of(pdf, _of_type("/EmbeddedFile")): body})


def _other_packet(pdf: bytes) -> bytes:
    packet = pypdf.PdfReader(BytesIO(pdf)).trailer["/Root"]["/Metadata"].get_data()
    other = re.sub(rb"sha256:[0-9a-f]{64}", b"sha256:" + b"0" * 64, packet)
    body = _stream(other, b"/Type /Metadata /Subtype /XML")
    return appended(pdf, {_number_of(pdf, _of_type("/Metadata")): body})


def _fingerprint_in_place(pdf: bytes) -> bytes:
    return re.sub(rb"sha256:[0-9a-f]{64}", b"sha256:" + b"0" * 64, pdf, count=1)


# --- what pages show ----------------------------------------------------------------------------------------


def _layer(writer: pypdf.PdfWriter) -> None:
    group = writer._add_object(
        DictionaryObject(
            {NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject("L")}
        )
    )
    off = DictionaryObject({NameObject("/OFF"): ArrayObject([group])})
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
        {NameObject("/OCGs"): ArrayObject([group]), NameObject("/D"): off}
    )
    writer.pages[0][NameObject("/OC")] = group


def _rotated(writer: pypdf.PdfWriter) -> None:
    writer.pages[0].rotate(180)


def _cropped(writer: pypdf.PdfWriter) -> None:
    box = ArrayObject([FloatObject(side) for side in (0, 0, 300, 300)])
    writer.pages[0][NameObject("/CropBox")] = box


def _reversed(writer: pypdf.PdfWriter) -> None:
    kids = writer.root_object["/Pages"]["/Kids"]
    kids[:] = list(reversed(kids))


def _page_dropped(writer: pypdf.PdfWriter) -> None:
    pages = writer.root_object["/Pages"]
    del pages["/Kids"][-1]
    pages[NameObject("/Count")] = NumberObject(len(pages["/Kids"]))


def _page_twice(writer: pypdf.PdfWriter) -> None:
    pages = writer.root_object["/Pages"]
    pages["/Kids"].append(pages["/Kids"][0])
    pages[NameObject("/Count")] = NumberObject(len(pages["/Kids"]))


def _hidden_pages(writer: pypdf.PdfWriter) -> None:
    """The shadow attack « replace »: another tree of pages, which the catalog names now."""
    page = DictionaryObject(
        {NameObject("/Type"): NameObject("/Page"), NameObject("/Contents"): NameObject("/N")}
    )
    stream = DecodedStreamObject()
    stream.set_data(b"0 0 50 50 re f")
    page[NameObject("/Contents")] = writer._add_object(stream)
    page[NameObject("/MediaBox")] = ArrayObject([NumberObject(n) for n in (0, 0, 595, 842)])
    tree = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Pages"),
            NameObject("/Count"): NumberObject(1),
            NameObject("/Kids"): ArrayObject([writer._add_object(page)]),
        }
    )
    writer.root_object[NameObject("/Pages")] = writer._add_object(tree)


def _own_resources(writer: pypdf.PdfWriter) -> None:
    """The shadow attack « hide and replace »: fonts of a page under other names."""
    page = writer.pages[0]
    resources = DictionaryObject(page["/Resources"].get_object())
    resources[NameObject("/Font")] = DictionaryObject()
    page[NameObject("/Resources")] = resources


def _freed(pdf: bytes) -> bytes:
    number = _number_of(pdf, _of_type("/Font"))
    changed = appended(pdf, {number: b"null"})
    return re.sub(rb"(xref\n%d 1\n)\d{10} 00000 n" % number, rb"\g<1>0000000000 00001 f", changed)


def _older_object(pdf: bytes) -> bytes:
    """Let the table point at the information as it stood before any signature."""
    number = int(re.findall(rb"/Info (\d+) 0 R", pdf)[-1])
    first = pdf.index(b"%d 0 obj" % number)
    changed = appended(pdf, {number: b"<< >>"})
    return re.sub(rb"(xref\n%d 1\n)\d{10}" % number, rb"\g<1>%010d" % first, changed)


# --- frames -----------------------------------------------------------------------------------------------


def _fields(writer: pypdf.PdfWriter) -> ArrayObject:
    return writer.root_object["/AcroForm"]["/Fields"]


def _widget_over(writer: pypdf.PdfWriter) -> None:
    frame = _fields(writer)[0].get_object()
    form = DecodedStreamObject()
    form.set_data(b"1 1 1 rg 0 0 300 100 re f")
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject([NumberObject(n) for n in (0, 0, 300, 100)])
    widget = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("cache"),
            NameObject("/Rect"): frame["/Rect"],
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(form)}),
        }
    )
    page = writer.pages[-1]
    page[NameObject("/Annots")] = ArrayObject([*page.get("/Annots", []), writer._add_object(widget)])


def _stamp(writer: pypdf.PdfWriter) -> None:
    stamp = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Stamp"),
            NameObject("/Name"): NameObject("/Approved"),
            NameObject("/Rect"): ArrayObject([NumberObject(n) for n in (100, 100, 300, 160)]),
        }
    )
    page = writer.pages[0]
    page[NameObject("/Annots")] = ArrayObject([*page.get("/Annots", []), writer._add_object(stamp)])


def _other_value(writer: pypdf.PdfWriter) -> None:
    first, second = (_fields(writer)[place].get_object() for place in (0, 1))
    first[NameObject("/V")] = second.raw_get("/V")


def _other_label(writer: pypdf.PdfWriter) -> None:
    _fields(writer)[0].get_object()[NameObject("/TU")] = TextStringObject("Signature – Secrétaire")


def _other_field_name(writer: pypdf.PdfWriter) -> None:
    _fields(writer)[0].get_object()[NameObject("/T")] = TextStringObject("signature-autre")


def _hidden_frame(writer: pypdf.PdfWriter) -> None:
    _fields(writer)[0].get_object()[NameObject("/F")] = NumberObject(2)


def _empty_appearance(writer: pypdf.PdfWriter) -> None:
    _fields(writer)[0].get_object()[NameObject("/AP")] = DictionaryObject()


def _unlocked_frame(writer: pypdf.PdfWriter) -> None:
    del _fields(writer)[0].get_object()["/Lock"]


def _field_dropped(writer: pypdf.PdfWriter) -> None:
    del _fields(writer)[0]


def _needs_appearances(writer: pypdf.PdfWriter) -> None:
    writer.root_object["/AcroForm"][NameObject("/NeedAppearances")] = BooleanObject(True)


def _xfa(writer: pypdf.PdfWriter) -> None:
    stream = DecodedStreamObject()
    stream.set_data(b"<xdp:xdp/>")
    writer.root_object["/AcroForm"][NameObject("/XFA")] = writer._add_object(stream)


def _bookmark(writer: pypdf.PdfWriter) -> None:
    writer.root_object["/Outlines"]["/First"][NameObject("/Title")] = TextStringObject("Annexe secrète")


# --- the chain of the file ------------------------------------------------------------------------------


def _stream_table(pdf: bytes) -> bytes:
    """Append a revision whose cross-reference is a stream."""
    previous = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    root = re.findall(rb"/Root (\d+ 0 R)", pdf)[-1]
    number, place = _size(pdf), len(pdf)
    data = b"\x01" + place.to_bytes(4, "big") + b"\x00"
    entries = b"/Type /XRef /W [1 4 1] /Index [%d 1] /Size %d /Root %s /Prev %d" % (
        number, number + 1, root, previous,
    )  # fmt: skip
    return pdf + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, _stream(data, entries), place)


def _object_stream(pdf: bytes) -> bytes:
    """Append a revision that keeps another information dictionary in an object stream."""
    number = int(re.findall(rb"/Info (\d+) 0 R", pdf)[-1])
    previous = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    root = re.findall(rb"/Root (\d+ 0 R)", pdf)[-1]
    size, place = _size(pdf), len(pdf)
    head = b"%d 0 " % number
    holder = b"%d 0 obj\n%s\nendobj\n" % (
        size, _stream(head + b"<< /Title (x) >>", b"/Type /ObjStm /N 1 /First %d" % len(head)),
    )  # fmt: skip
    start = place + len(holder)
    data = b"\x02" + size.to_bytes(4, "big") + b"\x00" + b"\x01" + place.to_bytes(4, "big") + b"\x00"
    entries = b"/Type /XRef /W [1 4 1] /Index [%d 1 %d 1] /Size %d /Root %s /Info %d 0 R /Prev %d" % (
        number, size, size + 2, root, number, previous,
    )  # fmt: skip
    table = b"%d 0 obj\n%s\nendobj\n" % (size + 1, _stream(data, entries))
    return pdf + holder + table + b"startxref\n%d\n%%%%EOF\n" % start


def _two_starts(pdf: bytes) -> bytes:
    place = pdf.rfind(b"startxref")
    return pdf[:place] + b"startxref\n0\n" + pdf[place:]


def _hash_name(pdf: bytes) -> bytes:
    return pdf[: ends(pdf)[-2]] + pdf[ends(pdf)[-2] :].replace(b"/Prev ", b"/Pre#76 ")


def _truncated_at(share: float) -> Attack:
    return lambda pdf: pdf[: int(len(pdf) * share)]


def _cut_before(what: bytes) -> Attack:
    return lambda pdf: pdf[: pdf.rfind(what)]


# --- containers -----------------------------------------------------------------------------------------


def _container(change: Callable[[cms.ContentInfo], None], position: int = -1) -> Attack:
    """Alter a signature's container and put it back into its gap."""

    def attack(pdf: bytes) -> bytes:
        start, end = gaps(pdf)[position]
        information = cms.ContentInfo.load(bytes.fromhex(pdf[start + 1 : end - 1].decode()))
        change(information)
        written = information.dump(force=True).hex().upper().encode()
        assert len(written) <= end - start - 2
        return pdf[: start + 1] + written.ljust(end - start - 2, b"0") + pdf[end - 1 :]

    return attack


def _signer(information: cms.ContentInfo) -> cms.SignerInfo:
    return information["content"]["signer_infos"][0]


def _malleated(information: cms.ContentInfo) -> None:
    """Turn a signature on a curve into the other one that holds."""
    r, s = decode_dss_signature(_signer(information)["signature"].native)
    opposite = ec.SECP256R1.group_order - s
    _signer(information)["signature"] = encode_dss_signature(r, opposite)


def _unsigned_attribute(information: cms.ContentInfo) -> None:
    _signer(information)["unsigned_attrs"] = [
        {"type": "signing_time", "values": [cms.Time("utc_time", datetime(2030, 1, 1, tzinfo=UTC))]}
    ]


def _stranger_among_certificates(information: cms.ContentInfo) -> None:
    stranger = asn1_x509.Certificate.load(stranger_identity()[1].public_bytes(serialization.Encoding.DER))
    information["content"]["certificates"].append(cms.CertificateChoices("certificate", stranger))


def _swapped_certificate(information: cms.ContentInfo) -> None:
    stranger = asn1_x509.Certificate.load(stranger_identity()[1].public_bytes(serialization.Encoding.DER))
    information["content"]["certificates"] = [cms.CertificateChoices("certificate", stranger)]
    _signer(information)["sid"] = cms.SignerIdentifier(
        "issuer_and_serial_number",
        {"issuer": stranger.issuer, "serial_number": stranger.serial_number},
    )


def _no_certificates(information: cms.ContentInfo) -> None:
    information["content"]["certificates"] = []


def _weaker_digest(information: cms.ContentInfo) -> None:
    _signer(information)["digest_algorithm"] = {"algorithm": "sha1"}


def _second_signer(information: cms.ContentInfo) -> None:
    information["content"]["signer_infos"].append(_signer(information).copy())


def _other_digest(information: cms.ContentInfo) -> None:
    for attribute in _signer(information)["signed_attrs"]:
        if attribute["type"].native == "message_digest":
            attribute["values"] = [core.OctetString(b"\0" * 32)]


@cache
def stranger_identity() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """Return a key, and a certificate that it made for itself in a member's name."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "TARDY Nicole")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=9000))
        .not_valid_after(now + timedelta(days=900))
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def _stranger_signs(pdf: bytes, *, field: str, box: bool = False) -> bytes:
    """Sign in a field, made first where there is none of that name."""
    key, certificate = stranger_identity()
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    signer = signers.SimpleSigner(
        asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        asn1_keys.PrivateKeyInfo.load(private),
        SimpleCertificateStore(),
    )
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    new = field not in {name for name, _, _ in fields.enumerate_sig_fields(writer)}
    place = (50, 50, 200, 100) if box else None
    specification = fields.SigFieldSpec(field, on_page=0, box=place) if new else None
    metadata = signers.PdfSignatureMetadata(field_name=field, subfilter=fields.SigSeedSubFilter.PADES)
    output = BytesIO()
    signers.PdfSigner(metadata, signer, new_field_spec=specification).sign_pdf(writer, output=output)
    return output.getvalue()


def _stranger_in_its_frame(pdf: bytes) -> bytes:
    """Take the last signature off, and sign in the empty frame."""
    field = re.findall(rb"/T \(([^)]*)\)", pdf[ends(pdf)[-2] :])[-1].decode()
    return _stranger_signs(pdf[: ends(pdf)[-2]], field=field)


def _year_later(pdf: bytes) -> bytes:
    return re.sub(rb"(/M \(D\\072202)2", rb"\g<1>3", pdf)


INSIDE_ATTACKS: dict[str, Attack] = {
    "other attached data": _other_data,
    "the attached data taken out": _by_library(_without("/AF", "/Names")),
    "the metadata taken out": _by_library(_without("/Metadata")),
    "the list of attached files taken out": _by_library(_without("/Names")),
    "metadata and data taken out, as minutes once had none": _by_library(
        _without("/Metadata", "/AF", "/Names")
    ),
    "a second attached file": _by_library(_second_data),
    "attached data no longer said to be those of the pages": _by_library(_without("/AF")),
    "attached data altered in place": _data_in_place,
    "another attachment's description": _object(_of_type("/Filespec"), b"<< /Type /Filespec /F (x) >>"),
    "another XMP packet": _other_packet,
    "another fingerprint in place": _fingerprint_in_place,
    "another author": _by_library(_author),
    "another language": _by_library(_language),
    "another colour profile": _by_library(lambda w: w.root_object.__delitem__("/OutputIntents")),
    "a layer that hides": _by_library(_layer),
    "a turned page": _by_library(_rotated),
    "a cropped page": _by_library(_cropped),
    "pages in another order": _by_library(_reversed),
    "a page less": _by_library(_page_dropped),
    "a page twice": _by_library(_page_twice),
    "a shadow tree of pages": _by_library(_hidden_pages),
    "a page's fonts hidden": _by_library(_own_resources),
    "another font": _object(_of_type("/Font"), b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"),
    "another font file": _object(lambda o: "/Length1" in o, _stream(b"\0\1\0\0")),
    "another map from glyphs to text": _object(
        lambda o: isinstance(o, DecodedStreamObject) or ("/Filter" in o and b"begincmap" in o.get_data()),
        _stream(b"begincmap endcmap"),
    ),
    "another form": _object(
        lambda o: o.get("/Subtype") == "/Form", _stream(b"0 0 9 9 re f", b"/Subtype /Form")
    ),
    "a freed object": _freed,
    "an older object brought back": _older_object,
    "a widget over a signature": _by_library(_widget_over),
    "a stamp on a page": _by_library(_stamp),
    "another frame's signature": _by_library(_other_value),
    "another frame's label": _by_library(_other_label),
    "another frame's name": _by_library(_other_field_name),
    "a hidden frame": _by_library(_hidden_frame),
    "a frame without its picture": _by_library(_empty_appearance),
    "a frame without its lock": _by_library(_unlocked_frame),
    "a field dropped from the form": _by_library(_field_dropped),
    "pictures of fields to be made anew": _by_library(_needs_appearances),
    "a form of another kind": _by_library(_xfa),
    "another bookmark": _by_library(_bookmark),
    "a cross-reference stream": _stream_table,
    "an object stream": _object_stream,
    "two starts": _two_starts,
    "a name written otherwise": _hash_name,
    "a cut at a tenth": _truncated_at(0.1),
    "a cut at three quarters": _truncated_at(0.75),
    "a cut before the last table": _cut_before(b"xref\n"),
    "a cut before the last trailer": _cut_before(b"trailer"),
    "an older version of the format": _replaced(b"%PDF-1.7", b"%PDF-1.3"),
    "another hour of signature": _year_later,
    "another kind of signature": _replaced(b"/ETSI.CAdES.detached", b"/adbe.pkcs7.detached", 9),
    "a wider permission": _replaced(b"/P 2", b"/P 3"),
    "a permission renamed": _replaced(b"/DocMDP", b"/DocMDX", 9),
    "a lock renamed": _replaced(b"/FieldMDP", b"/FieldMDX", 9),
    "a signature that holds in its other form": _container(_malleated),
    "an unsigned attribute": _container(_unsigned_attribute),
    "a stranger's certificate beside": _container(_stranger_among_certificates),
    "a stranger's certificate instead": _container(_swapped_certificate),
    "no certificate": _container(_no_certificates),
    "a weaker digest": _container(_weaker_digest),
    "two signers in one container": _container(_second_signer),
    "another digest signed": _container(_other_digest),
    "a stranger's signature after the last": lambda pdf: _stranger_signs(pdf, field="visa"),
    "a stranger's signature that shows": lambda pdf: _stranger_signs(pdf, field="visa", box=True),
    "a stranger's signature between": lambda pdf: _stranger_signs(pdf[: ends(pdf)[-2]], field="visa"),
    "a stranger in a member's frame": _stranger_in_its_frame,
}
