"""Minutes as PDF/A-3a: metadata twice alike, the frozen data inside.

What an independent validator says of them, and of every other paper: ``test_archival_papers``.
"""

import hashlib
import re
from io import BytesIO

import pytest
from defusedxml.ElementTree import fromstring
from pypdf import PdfReader

from cisp_desktop.documents.archival import colour_profile, with_ended_streams
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.domain.minutes import canonical_json
from tests.documents.factories import snapshot


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return MinutesRenderer().render(snapshot(), draft=False).pdf


def attached(pdf: bytes) -> dict[str, bytes]:
    return {name: content[0] for name, content in PdfReader(BytesIO(pdf)).attachments.items()}


def test_the_frozen_data_goes_with_the_pages_and_bears_their_fingerprint(pdf: bytes) -> None:
    files = attached(pdf)
    assert list(files) == ["PV-2022-GRE-0007.json"]
    content = files["PV-2022-GRE-0007.json"]
    assert content.decode() == canonical_json(snapshot())
    keywords = PdfReader(BytesIO(pdf)).metadata["/Keywords"]  # type: ignore[index]  # written by us
    assert keywords == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_a_draft_carries_no_data(pdf: bytes) -> None:
    draft = MinutesRenderer().render(snapshot(), draft=True).pdf
    assert attached(draft) == {}
    assert attached(pdf)


def test_the_metadata_say_the_same_twice(pdf: bytes) -> None:
    reader = PdfReader(BytesIO(pdf))
    root = reader.trailer["/Root"]
    packet = root["/Metadata"].get_data().decode()  # type: ignore[index]  # a dictionary
    told = fromstring(re.sub(r"<\?xpacket.*?\?>", "", packet))
    texts = ["".join(one.itertext()).strip() for one in told.iter()]
    information = reader.metadata
    assert information is not None
    for said in (information.title, information.author, information.subject, information["/Keywords"]):
        assert said in texts
    assert "<pdfaid:part>3</pdfaid:part>" in packet
    assert "2022-12-15T17:20:00+01:00" in texts
    assert str(root["/Lang"]) == "fr-FR"  # type: ignore[index]  # a dictionary


def test_markup_in_a_name_stays_text_in_the_metadata() -> None:
    content = snapshot()
    content["certifier"]["name"] = 'A & <B> "C" ]]>'
    packet = PdfReader(BytesIO(MinutesRenderer().render(content, draft=False).pdf)).trailer["/Root"]
    data = packet["/Metadata"].get_data().decode()  # type: ignore[index]  # a dictionary
    told = fromstring(re.sub(r"<\?xpacket.*?\?>", "", data))
    assert 'A & <B> "C" ]]>' in ["".join(one.itertext()) for one in told.iter()]


def test_every_stream_ends_with_a_line_and_the_table_leads_to_every_object(pdf: bytes) -> None:
    assert pdf.count(b"endstream\nendobj") == pdf.count(b"\nendstream\nendobj")
    at = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    assert pdf[at:].startswith(b"xref\n")
    offsets = [int(number) for number in re.findall(rb"(?m)^(\d{10}) \d{5} n", pdf[at:])]
    assert all(re.match(rb"%d 0 obj" % number, pdf[start:]) for number, start in enumerate(offsets, 1))


def test_a_file_of_two_tables_is_not_touched(pdf: bytes) -> None:
    with pytest.raises(ValueError, match="cross-reference"):
        with_ended_streams(pdf.replace(b"xref\n0 ", b"xref\n1 "))


def test_the_colour_profile_is_the_same_on_every_day() -> None:
    assert colour_profile()[24:36] == bytes((7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
    assert colour_profile()[36:40] == b"acsp"
