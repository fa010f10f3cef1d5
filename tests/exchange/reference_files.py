"""The extract of the flow, flows made of any sheets, and the six sheets read another way."""

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

EXTRACT = Path(__file__).parents[1] / "data" / "reference" / "extrait-fiches-rncp.xml"
PAGES = EXTRACT.parent
CODES = ("RNCP34762", "RNCP35809", "RNCP40344", "RNCP36612", "RNCP37674", "RNCP35959")


def sheets_by_code() -> dict[str, ET.Element]:
    """The sheets of the extract, parsed by the standard library."""
    root = ET.parse(EXTRACT).getroot()
    return {str(sheet.findtext("NUMERO_FICHE")): sheet for sheet in root.iter("FICHE")}


DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'


def flow(*sheets: str, version: str | None = "4.1", head: str = DECLARED) -> bytes:
    """A flow that holds these sheets' XML."""
    said = f"<VERSION_FLUX>{version}</VERSION_FLUX>" if version is not None else ""
    return f"{head}\n<FICHES>{said}{''.join(sheets)}</FICHES>".encode()


def small_sheet(code: str = "RNCP1", title: str = "Titre", more: str = "") -> str:
    """A sheet with hardly anything."""
    return f"<FICHE><NUMERO_FICHE>{code}</NUMERO_FICHE><INTITULE>{title}</INTITULE>{more}</FICHE>"


def zipped(*members: tuple[str, bytes]) -> bytes:
    """An archive with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()
