"""The logo that papers were issued with: kept as they are, whatever becomes of the centre's own.

Must not know how a logo is drawn.
"""

from collections.abc import Mapping
from typing import Any

from cisp_desktop.application.ports import Workspace
from cisp_desktop.domain.registration import Centre


def keep_logo(workspace: Workspace, content: Mapping[str, Any], centre: Centre) -> None:
    """Put the centre's logo where the papers that bear it find it again. Raises ``StorageError``."""
    if centre.logo and not workspace.vault.holds(content["logo"]):
        workspace.vault.store(centre.logo)


def logo_of(workspace: Workspace, content: Mapping[str, Any], centre: Centre) -> bytes | None:
    """Return the logo of an issued paper; the centre's own for one issued before logos were kept.

    Raises ``StorageError("vault.missing")``, ``StorageError("vault.damaged")``.
    """
    if "template" not in content:
        return centre.logo
    return workspace.vault.read(content["logo"]) if content["logo"] else None
