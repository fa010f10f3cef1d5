"""A document that a candidate handed in. Its bytes lie in the vault under their SHA-256."""

from dataclasses import dataclass
from datetime import datetime

from cisp_desktop.domain.certification import DossierKind


@dataclass(eq=False)
class Dossier:
    """One version of one dossier; the latest received of a kind counts, earlier ones are kept.

    ``size`` is in bytes; ``sha256`` is that of the clear file, in hexadecimal.
    """

    id: str
    registration_id: str
    kind: DossierKind
    file_name: str
    sha256: str
    size: int
    pages: int
    received_at: datetime
    replaced_at: datetime | None = None
