"""Content that was frozen as canonical JSON, read back and held to its fingerprint.

Must not know what the content says, nor where it is stored.
"""

import json
from typing import Any

from cisp_desktop.domain.errors import StorageError
from cisp_desktop.domain.minutes import fingerprint


def frozen_data(text: str, sha256: str, altered: StorageError) -> dict[str, Any]:
    """Return the frozen content; raises ``altered`` unless ``text`` has the fingerprint ``sha256``."""
    if fingerprint(text) != sha256:
        raise altered
    data: dict[str, Any] = json.loads(text)
    return data
