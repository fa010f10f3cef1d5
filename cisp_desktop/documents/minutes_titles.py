"""What minutes and their extracts are called: in the properties of the file, at the head of each page.

Whoever verifies a file reads it back. This module must not know how a page is drawn.
"""

from collections.abc import Mapping
from typing import Any

from cisp_desktop.application import wording_minutes as words
from cisp_desktop.documents.text import printable

TITLE_PREFIX = "Procès-verbal de jury "
EXTRACT_PREFIX = "Extrait du procès-verbal de jury "
_CANDIDATE = ", candidat "


def file_title(content: Mapping[str, Any]) -> str:
    """Return the title of the file: which minutes, and of an extract for which candidate."""
    number = printable(content["number"])
    extract = content.get("extract")
    if not extract:
        return f"{TITLE_PREFIX}{number}"
    return f"{EXTRACT_PREFIX}{number}{_CANDIDATE}{printable(extract['candidate'])}"


def stated_number(title: str) -> str | None:
    """Return the number of the minutes that a title names, None for a title of anything else."""
    if title.startswith(TITLE_PREFIX):
        return title.removeprefix(TITLE_PREFIX)
    if title.startswith(EXTRACT_PREFIX) and _CANDIDATE in title:
        return title.removeprefix(EXTRACT_PREFIX).rpartition(_CANDIDATE)[0]
    return None


def is_extract_title(title: str) -> bool:
    """Whether a title is that of an extract."""
    return title.startswith(EXTRACT_PREFIX)


def page_heading(content: Mapping[str, Any]) -> str:
    """Return what stands at the head of every page: an extract names its candidate."""
    number = printable(content["number"])
    if not content.get("extract"):
        return f"{page_title(content)} n° {number}"
    return f"{EXTRACT_PREFIX}n° {number}{_CANDIDATE}{printable(content['extract']['candidate'])}"


def page_title(content: Mapping[str, Any]) -> str:
    """Return the large title of the first page: rectifying minutes say that they are."""
    rectifies = "closed_at" in (content.get("rectifies") or {})
    return "Procès-verbal rectificatif de jury" if rectifies else TITLE_PREFIX.strip()


def data_name(content: Mapping[str, Any]) -> str:
    """Return the name of the file of frozen data that goes with the pages."""
    extract = content.get("extract")
    candidate = f"-extrait-{printable(extract['candidate'])}" if extract else ""
    return f"{printable(content['number'])}{candidate}.json"


def candidate_name(content: Mapping[str, Any]) -> str:
    """Return « NOM Prénom » of the one candidate of an extract."""
    (own,) = content["candidates"]
    return words.full_name(own["birth_name"], own["first_names"], usage_name=own["usage_name"])
