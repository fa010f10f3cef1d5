"""Files that are no honest flow: each is refused with its sentence, before it costs anything."""

import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cisp_desktop.application.wording import sentence
from cisp_desktop.domain.errors import CispError, RuleError
from cisp_desktop.exchange import reference_flow
from cisp_desktop.exchange.reference_flow import ReferenceFlowReader
from tests.exchange.reference_files import DECLARED, EXTRACT, flow, small_sheet, zipped

READER = ReferenceFlowReader()
LAUGHS = (
    '<!DOCTYPE FICHES [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE FICHES [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def lying_about_its_size() -> bytes:
    content = bytearray(zipped(("f.xml", flow(small_sheet()))))
    entry = content.rfind(b"PK\x01\x02")
    struct.pack_into("<I", content, entry + 24, 4)
    return bytes(content)


def of_an_unknown_compression() -> bytes:
    content = bytearray(zipped(("f.xml", flow(small_sheet()))))
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", content, content.find(signature) + offset, 99)
    return bytes(content)


def with_a_password() -> bytes:
    content = bytearray(zipped(("f.xml", flow(small_sheet()))))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", content, content.find(signature) + offset, 1)
    return bytes(content)


def damaged_inside() -> bytes:
    content = bytearray(zipped(("f.xml", EXTRACT.read_bytes())))
    struct.pack_into("<I", content, content.rfind(b"PK\x01\x02") + 16, 0)
    return bytes(content)


def cut_inside_its_archive() -> bytes:
    return zipped(("f.xml", EXTRACT.read_bytes()[:-2000]))


def bomb() -> bytes:
    return zipped(("f.xml", b"<FICHES>" + b" " * (50 << 20)))


CASES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "entity bomb": ("reference.entities", lambda: flow(small_sheet(title="&c;"), head=DECLARED + LAUGHS)),
    "entity bomb behind a comment": (
        "reference.entities", lambda: flow(small_sheet(title="&c;"), head=f"{DECLARED}<!-- > -->{LAUGHS}"),
    ),
    "external entity": (
        "reference.entities", lambda: flow(small_sheet(title="&x;"), head=DECLARED + OUTSIDE),
    ),
    "external subset": (
        "reference.entities", lambda: flow(small_sheet(), head='<!DOCTYPE FICHES SYSTEM "x.dtd">'),
    ),
    "undeclared entity": ("reference.damaged", lambda: flow(small_sheet(title="a&nbsp;b"))),
    "another root": ("reference.not_flow", lambda: b"<html><body>FICHES</body></html>"),
    "a root that begins alike": ("reference.not_flow", lambda: b"<FICHES_RS></FICHES_RS>"),
    "no sheet": ("reference.not_flow", lambda: flow()),
    "sheets of another vocabulary": (
        "reference.not_flow", lambda: b"<FICHES xmlns='urn:x'><FICHE><ACTIF>Oui</ACTIF></FICHE></FICHES>",
    ),
    "UTF-16": ("reference.not_flow", lambda: flow(small_sheet()).decode().encode("utf-16")),
    "UTF-7": ("reference.not_flow", lambda: flow(head='<?xml version="1.0" encoding="UTF-7"?>')),
    "a workbook": ("reference.archive_without_flow", lambda: zipped(("xl/styles.bin", b"x"))),
    "two flows": ("reference.archive_without_flow", lambda: zipped(("a.xml", b"x"), ("b.XML", b"y"))),
    "empty": ("reference.not_flow", lambda: b""),
    "bytes": ("reference.not_flow", lambda: bytes(range(256))),
    "an old version": ("reference.version_refused", lambda: flow(small_sheet(), version="3.0")),
    "truncated": ("reference.truncated", lambda: EXTRACT.read_bytes()[:-2000]),
    "truncated in a tag": ("reference.truncated", lambda: EXTRACT.read_bytes()[:-60]),
    "malformed": (
        "reference.damaged", lambda: flow(small_sheet(), "<FICHE><A></B></FICHE>", small_sheet("RNCP2")),
    ),
    "a sheet without an end": (
        "reference.sheet_too_large", lambda: b"<FICHES><FICHE>" + b"<A/>" * (3 << 20),
    ),
    "zip bomb": ("reference.archive_bomb", bomb),
    "an archive of many parts": (
        "reference.archive_bomb", lambda: zipped(*((f"{i}.xml", b"x") for i in range(200))),
    ),
    "half an archive": (
        "reference.archive_damaged", lambda: zipped(("f.xml", EXTRACT.read_bytes()))[:50_000],
    ),
    "a damaged archive": ("reference.archive_damaged", damaged_inside),
    "an archive with a password": ("reference.archive_damaged", with_a_password),
    "an archive that lies": ("reference.archive_damaged", lying_about_its_size),
    "an archive packed oddly": ("reference.archive_damaged", of_an_unknown_compression),
    "a flow cut inside its archive": ("reference.truncated", cut_inside_its_archive),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_no_sound_flow_is_refused_with_a_sentence(case: str, tmp_path: Path) -> None:
    code, make = CASES[case]
    file = tmp_path / "export.xml"
    file.write_bytes(make())
    with pytest.raises(RuleError) as caught:
        READER.search(file)
    assert caught.value.code == code
    words = sentence(caught.value)
    assert "export.xml" in words
    assert "{" not in words


def test_a_truncated_file_says_after_which_sheet(tmp_path: Path) -> None:
    file = tmp_path / "export.xml"
    file.write_bytes(EXTRACT.read_bytes()[:-2000])
    with pytest.raises(RuleError) as caught:
        READER.search(file)
    assert "la fiche RNCP37674" in sentence(caught.value)


@pytest.mark.parametrize("make", [lambda: EXTRACT.read_bytes()[:-2000], cut_inside_its_archive])
def test_a_sheet_that_stands_before_the_cut_is_refused_all_the_same(
    make: Callable[[], bytes], tmp_path: Path
) -> None:
    file = tmp_path / "export.xml"
    file.write_bytes(make())
    with pytest.raises(RuleError) as caught:
        READER.load(file, "RNCP34762")
    assert caught.value.code == "reference.cut"


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(CispError) as caught:
        READER.search(tmp_path / "rien.xml")
    assert caught.value.code == "exchange.file.missing"


def test_a_code_that_is_not_there_is_named() -> None:
    with pytest.raises(RuleError) as caught:
        READER.load(EXTRACT, "36128")
    assert "RNCP36128" in sentence(caught.value)


def test_a_sheet_of_endless_texts_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "export.xml"
    block = (
        f"<BLOC_COMPETENCES><LISTE_COMPETENCES>{'Lire. ' * 200_000}</LISTE_COMPETENCES></BLOC_COMPETENCES>"
    )
    file.write_bytes(flow(small_sheet(more=f"<BLOCS_COMPETENCES>{block}</BLOCS_COMPETENCES>")))
    assert READER.search(file)[0].blocks == 1
    with pytest.raises(RuleError) as caught:
        READER.load(file, "RNCP1")
    assert caught.value.code == "reference.texts_too_long"
    assert "RNCP1" in sentence(caught.value)


def test_an_external_entity_is_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    file = tmp_path / "export.xml"
    outside = f'<!DOCTYPE FICHES [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    file.write_bytes(flow(small_sheet(title="&x;"), head=outside))
    with pytest.raises(RuleError) as caught:
        READER.load(file, "RNCP1")
    assert "SECRET" not in sentence(caught.value)


CHILD = """
import sys
from pathlib import Path
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.exchange.reference_flow import ReferenceFlowReader
try:
    ReferenceFlowReader().search(Path(sys.argv[1]))
except RuleError as error:
    status = Path("/proc/self/status").read_text()
    print(error.code, status.split("VmHWM:")[1].split()[0])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells the peak there")
@pytest.mark.parametrize("case", ["a sheet without an end", "zip bomb", "entity bomb"])
def test_a_hostile_file_costs_less_than_500_megabytes(case: str, tmp_path: Path) -> None:
    file = tmp_path / "export.xml"
    file.write_bytes(CASES[case][1]())
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(file)], capture_output=True, text=True, check=True
    )
    code, kilobytes = done.stdout.split()
    assert code == CASES[case][0]
    assert int(kilobytes) < 500_000


def test_the_greatest_sheet_allowed_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "export.xml"
    partners = "<P>x</P>" * 40_000
    file.write_bytes(flow(*(small_sheet(f"RNCP{i}", more=partners) for i in range(4))))
    monkeypatch.setattr(reference_flow, "MAX_SHEET", 500_000)
    assert len(READER.search(file)) == 4
