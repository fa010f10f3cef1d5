"""What is read of the files that were given out, by what they hold or by their code.

Must not know how they are stored.
"""

from dataclasses import dataclass
from datetime import datetime

from cisp_desktop.domain.issued import DocumentKind


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """A paper as issued: ``snapshot`` is its frozen content (canonical JSON), ``sha256`` the fingerprint of
    it, ``pdf_sha256`` that of the file.
    """

    kind: DocumentKind
    session_id: str
    code: str
    snapshot: str
    sha256: str
    pdf_sha256: str
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class KeptBeside:
    """What is kept beside the PDF of minutes: a scan of them, attached ``at``, or their frozen data.

    ``candidate`` is the number of the one whose extract has this data, empty for that of the minutes.
    """

    minutes_id: str
    session_id: str
    candidate: str = ""
    at: datetime | None = None
