"""The code printed on each page of minutes: which minutes, which version, which page.

A scan of the signed paper is told by it. Must not know how a code is drawn or read from a picture.
"""

import re
from dataclasses import dataclass

from cisp_desktop.application.minutes_snapshot import SHORT_FINGERPRINT_LENGTH

_MARK = "CISP"
_CODE = re.compile(
    rf"{_MARK}:(?P<number>[^:]{{1,200}}):(?P<version>\d{{1,4}}):(?P<page>\d{{1,5}})/(?P<pages>\d{{1,5}})"
    rf":(?P<fingerprint>[0-9A-F]{{{SHORT_FINGERPRINT_LENGTH}}})"
)


@dataclass(frozen=True, slots=True)
class PageCode:
    """What the code of one page says; ``page`` counts from 1, ``fingerprint`` is the start of that of the
    frozen content, in small letters.
    """

    number: str
    version: int
    page: int
    pages: int
    fingerprint: str

    @property
    def text(self) -> str:
        """What is printed: in capitals, so that the picture stays small."""
        number = self.number.replace(":", "-")
        return (
            f"{_MARK}:{number}:{self.version}:{self.page}/{self.pages}"
            f":{self.fingerprint[:SHORT_FINGERPRINT_LENGTH].upper()}"
        )


def read_page_code(text: str) -> PageCode | None:
    """Return what a code says, None for a code of anything else."""
    found = _CODE.fullmatch(text)
    if found is None:
        return None
    return PageCode(
        found["number"], int(found["version"]), int(found["page"]), int(found["pages"]),
        found["fingerprint"].lower(),
    )  # fmt: skip
