"""The open data flow: a search through 30,000 sheets, its speed and the memory that it takes."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from cisp_desktop.exchange.reference_flow import ReferenceFlowReader
from tests.benchmarks.measure import Figure, faster, in_turn
from tests.exchange.reference_files import EXTRACT

SHEETS = 30_000
MEMORY = 300
"""Megabytes that a search may take."""
WANTED = "coordinateur insertion introuvable"
CHILD = """
import sys
from pathlib import Path
from cisp_desktop.exchange.reference_flow import ReferenceFlowReader
act, path = sys.argv[1:]
if act == "search":
    assert not ReferenceFlowReader().search(Path(path), "coordinateur insertion introuvable")
else:
    assert ReferenceFlowReader().load(Path(path), "RNCP900029999").blocks
print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""
"""Linux: what the process itself took at most, in kilobytes, not what it was forked from."""


def large_flow(path: Path) -> int:
    """Write 30,000 sheets made of those of the extract, each with its own code; return the megabytes.

    One sheet of fifty keeps its partners (up to 578), which gives about the size of the real flow (570 MB).
    """
    sheets = []
    parser = etree.XMLParser(remove_blank_text=True)
    for sheet in etree.parse(EXTRACT, parser).getroot().iterfind("FICHE"):
        code = str(sheet.findtext("NUMERO_FICHE"))
        whole = etree.tostring(sheet, encoding="utf-8")
        for partners in sheet.findall("PARTENAIRES"):
            sheet.remove(partners)
        sheets.append((code.encode(), whole, etree.tostring(sheet, encoding="utf-8")))
    with path.open("wb") as stream:
        stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<FICHES>\n<VERSION_FLUX>4.1</VERSION_FLUX>\n')
        for i in range(SHEETS):
            code, whole, bare = sheets[i // 50 % len(sheets)] if i % 50 == 0 else sheets[1 + i % 5]
            stream.write((whole if i % 50 == 0 else bare).replace(code, b"RNCP9%08d" % i))
        stream.write(b"</FICHES>\n")
    return path.stat().st_size // 1_000_000


def bare_parse(path: Path) -> int:
    """Count the sheets with nothing but lxml, each freed after it was read."""
    count = 0
    for _, sheet in etree.iterparse(str(path), events=("end",), tag="FICHE"):
        count += 1
        sheet.clear()
        while sheet.getprevious() is not None:
            del sheet.getparent()[0]
    return count


def reference_flow(folder: Path) -> Iterator[Figure]:
    """A search of 30,000 sheets against a bare parse of the same file, and its peak memory."""
    path = folder / "export-fiches.xml"
    megabytes = large_flow(path)
    assert bare_parse(path) == SHEETS
    reader = ReferenceFlowReader()

    def ours() -> None:
        assert reader.search(path, WANTED) == []

    mine, base = in_turn(ours, lambda: bare_parse(path), rounds=3)
    yield faster(
        f"Chercher dans {SHEETS:,} fiches".replace(",", "\u00a0"), megabytes / mine, megabytes / base,
        unit="Mo/s", least=0.5, note=f"flux de {megabytes} Mo, face à lxml.iterparse seul",
    )  # fmt: skip
    if sys.platform != "linux":
        return
    for act, name in (("search", "… mémoire au plus haut"), ("load", "… et pour en charger la dernière")):
        command = [sys.executable, "-c", CHILD, act, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        peak = int(done.stdout) / 1000
        yield Figure(
            name, f"{peak:.0f} Mo", f"{MEMORY} Mo", peak / MEMORY, "≤ 1 ×", peak <= MEMORY,
            "processus entier, Python compris",
        )  # fmt: skip


FIGURES = (reference_flow,)
"""Every figure of this module, in the order of the table."""
