"""Minutes as PDF/A-3b: metadata twice alike, the frozen data inside, the word of an independent validator."""

import hashlib
import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from pypdf import PdfReader

from cisp_desktop.documents.archival import colour_profile, with_ended_streams
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.domain.minutes import canonical_json
from tests.documents.factories import snapshot

JARS = ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api")
ONLY_IN_PART_1 = {
    "1.4.7",  # files may be attached from part 3 on
    "1.2.9",  # the same
    "2.1.6",  # profiles of version 4 are allowed from part 2 on
    "7.11.2",  # the part is 3
}
"""What the validator of part 1 says of any file of part 3."""


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


# --- the validator ------------------------------------------------------------------------------------


def complaints(pdf: bytes, folder: Path) -> set[str]:
    """Return the codes of what Apache Preflight says against a file as PDF/A-1b."""
    jars = [Path("/usr/share/java") / f"{name}.jar" for name in JARS]
    if shutil.which("java") is None or not all(jar.exists() for jar in jars):
        pytest.skip("Apache Preflight is not installed: make robustness installs it")
    file = folder / "minutes.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(
        ["java", "-cp", ":".join(map(str, jars)), "org.apache.pdfbox.preflight.Validator_A1b", str(file)],
        capture_output=True, check=False, text=True, timeout=300,
    )  # fmt: skip
    assert "PDF/A-1b" in done.stdout, done.stderr
    return set(re.findall(r"(?m)^(\d+(?:\.\d+)+) :", done.stdout))


@pytest.mark.robustness
@pytest.mark.parametrize("candidates", [1, 12, 100])
def test_an_independent_validator_finds_nothing_but_what_part_3_allows(
    tmp_path: Path, candidates: int
) -> None:
    pdf = MinutesRenderer().render(snapshot(candidates), draft=False).pdf
    assert complaints(pdf, tmp_path) <= ONLY_IN_PART_1


@pytest.mark.robustness
@pytest.mark.parametrize(
    "broken",
    [(b"\nendstream", b"endstream "), (b"/OutputIntents", b"/OutputIntentz"), (b"/Metadata ", b"/Metadatz ")],
)
def test_the_control_that_breaks_a_rule_is_caught(
    tmp_path: Path, pdf: bytes, broken: tuple[bytes, bytes]
) -> None:
    assert complaints(pdf.replace(*broken), tmp_path) - ONLY_IN_PART_1
