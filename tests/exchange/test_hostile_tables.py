"""Files that are no honest table: each is refused with its own sentence, at a bounded cost."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cisp_desktop.application.sentences.exchange import SENTENCES
from cisp_desktop.domain.errors import CispError, RuleError, StorageError
from cisp_desktop.exchange import limited_child
from cisp_desktop.exchange.candidates import read_candidates
from tests.exchange.factories import AUBERT, HEADER, TODAY, csv_text, ods, with_cells, with_part, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
INLINE = b'<c r="%s" t="inlineStr"><is><t>x</t></is></c>'


def archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()


def sound() -> bytes:
    return xlsx([HEADER, AUBERT])


def far_corner() -> bytes:
    return with_cells(
        b'<row r="1">' + INLINE % b"A1" + b'</row><row r="1048576">' + INLINE % b"XFD1048576" + b"</row>"
    )


def bomb() -> bytes:
    return with_part(sound(), "xl/worksheets/sheet1.xml", lambda content: content + b" " * (101 << 20))


def billion_laughs() -> bytes:
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'

    def laugh(content: bytes) -> bytes:
        head, rest = (
            content.split(b">", 1) if content.startswith(b"<?xml") else (b"<?xml version='1.0'?", content)
        )
        return head + b">" + entities + rest

    return with_part(sound(), "xl/worksheets/sheet1.xml", laugh)


def encrypted_ods() -> bytes:
    return with_part(
        ods([HEADER, AUBERT]),
        "META-INF/manifest.xml",
        lambda content: content.replace(
            b"</manifest:manifest>", b"<!-- encryption-data --></manifest:manifest>"
        ),
    )


def repeated_ods() -> bytes:
    cells = (
        b'<table:table-row table:number-rows-repeated="60000"><table:table-cell'
        b' office:value-type="string" table:number-columns-repeated="1000"><text:p>x</text:p>'
        b"</table:table-cell></table:table-row></table:table>"
    )
    return with_part(
        ods([HEADER, AUBERT]), "content.xml", lambda content: content.replace(b"</table:table>", cells, 1)
    )


def lying_size() -> bytes:
    content = bytearray(sound())
    content[-40:] = b"\xff" * 40
    return bytes(content)


HOSTILE: list[tuple[str, Callable[[], bytes]]] = [
    ("table.empty", lambda: b""),
    ("table.empty", lambda: b"\r\n \t\r\n"),
    ("table.old_workbook", lambda: OLE + "Workbook".encode("utf-16-le")),
    ("table.password", lambda: OLE + "EncryptedPackage".encode("utf-16-le")),
    ("table.document", lambda: OLE + "WordDocument".encode("utf-16-le")),
    ("table.document", lambda: archive(word__document_dot_xml=b"<x/>")),
    ("table.document", lambda: archive(content_dot_xml=b"<x/>", mimetype=b"application/x.text")),
    ("table.document", lambda: b"{\\rtf1 bonjour}"),
    ("table.archive", lambda: archive(photo_dot_jpg=b"x")),
    ("table.archive", lambda: b"Rar!\x1a\x07\x00"),
    ("table.binary_workbook", lambda: archive(xl__workbook_dot_bin=b"x")),
    ("table.pdf", lambda: b"%PDF-1.7\n"),
    ("table.image", lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 50),
    ("table.image", lambda: b"\xff\xd8\xff\xe0" + b"\x00" * 50),
    ("table.html", lambda: b"<html><table><tr><td>N</td></tr></table></html>"),
    ("table.html", lambda: b"\xef\xbb\xbf\n<!DOCTYPE html><p>"),
    ("table.xml", lambda: b'<?xml version="1.0"?><Workbook/>'),
    ("table.unknown", lambda: bytes(range(256)) * 20),
    ("table.damaged", lambda: sound()[:-100]),
    ("table.damaged", lambda: b"PK\x03\x04junk"),
    ("table.damaged", lying_size),
    ("table.damaged", lambda: with_part(sound(), "xl/worksheets/sheet1.xml", lambda c: c[: len(c) // 2])),
    ("table.entities", billion_laughs),
    ("table.bomb", bomb),
    ("table.password", encrypted_ods),
    ("table.too_costly", far_corner),
    ("table.too_costly", repeated_ods),
    (
        "table.too_many_columns",
        lambda: xlsx([[*HEADER, *(f"c{n}" for n in range(200))], [*AUBERT, *range(200)]]),
    ),
    (
        "table.too_many_columns",
        lambda: csv_text([[*HEADER, *(f"c{n}" for n in range(200))], AUBERT]).encode(),
    ),
    ("table.too_many_lines", lambda: csv_text([HEADER, *([AUBERT] * 20_001)]).encode()),
    ("table.too_many_lines", lambda: csv_text([HEADER, *([AUBERT] * 100_100)]).encode()),
    ("table.too_large", lambda: b"a;b\n" + b"x" * (51 << 20)),
]


@pytest.mark.parametrize(
    ("code", "make"), HOSTILE, ids=[f"{n}-{code}" for n, (code, _) in enumerate(HOSTILE)]
)
def test_a_file_that_is_no_table_is_refused_with_its_own_sentence(
    code: str, make: Callable[[], bytes]
) -> None:
    with pytest.raises(RuleError) as refusal:
        read_candidates(make(), "liste.xlsx", today=TODAY)
    assert refusal.value.code == code
    assert SENTENCES[code].format(**refusal.value.values)


def test_a_workbook_without_a_sheet_that_holds_anything_is_empty() -> None:
    with pytest.raises(RuleError) as refusal:
        read_candidates(xlsx([[]]), "a.xlsx", today=TODAY)
    assert refusal.value.code == "table.empty"


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "dossier.xlsx").mkdir()
    with pytest.raises(StorageError) as failure:
        read_candidates(tmp_path / "dossier.xlsx")
    assert failure.value.code == "exchange.file.unreadable"


def test_a_cut_workbook_is_never_read_in_part() -> None:
    """Cut anywhere, a workbook is refused: what is missing is not taken for what was never there."""
    whole = sound()
    for length in range(0, len(whole), max(1, len(whole) // 40)):
        with pytest.raises(CispError):
            read_candidates(whole[:length], "a.xlsx", today=TODAY)


def test_a_child_that_cannot_start_is_told_as_such_not_as_a_bad_file() -> None:
    for command in (["/nowhere/python"], ["false"]):
        with pytest.raises(StorageError) as failure:
            read_candidates(sound(), "a.xlsx", today=TODAY, command=command)
        assert failure.value.code == "exchange.child.failed"


def child(code: str) -> list[str]:
    import sys

    return [sys.executable, "-c", f"print('ready', flush=True)\n{code}"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("while True: pass", limited_child.TooCostlyError),
        ("import time; time.sleep(60)", limited_child.TooCostlyError),
        ("while True: print('\"' + 'x' * 1000000 + '\"')", limited_child.TooCostlyError),
        ("print('no JSON')", limited_child.ChildDiedError),
        ("print('[' * 100000)", limited_child.ChildDiedError),
        ("import os; os.abort()", limited_child.TooCostlyError),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", limited_child.ChildDiedError),
        ("raise SystemExit(3)", limited_child.ChildDiedError),
    ],
)
def test_a_child_that_misbehaves_is_ended(code: str, expected: type[Exception]) -> None:
    with pytest.raises(expected):
        limited_child.documents_from(child(code), b"", seconds=1.0)


def test_a_child_that_reads_nothing_does_not_block_its_parent() -> None:
    documents = limited_child.documents_from(child("print('{}')"), b"x" * (4 << 20))
    assert documents == [{}]
