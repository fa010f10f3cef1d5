"""The product's services with keys that cost little to derive: everything else is the real thing."""

from functools import cached_property
from pathlib import Path

from cisp_desktop.bootstrap import ProductServices, local_now
from cisp_desktop.documents.identity import Identities, SealingParameters
from cisp_desktop.persistence.store import SqlWorkspaceStore
from tests.factories import ITERATIONS


class QuickServices(ProductServices):
    """Real storage, keys, certificates, documents and child processes."""

    @cached_property
    def store(self) -> SqlWorkspaceStore:
        """Real storage."""
        return SqlWorkspaceStore(clock=local_now, kdf_iterations=ITERATIONS)

    @cached_property
    def identities(self) -> Identities:
        """Real keys and certificates, sealed by own codes as the product does."""
        return Identities(SealingParameters(passes=1, memory_kib=64, lanes=1))

    def demonstration_path(self) -> Path:
        """Nowhere: no test opens the user's own demonstration."""
        return Path("/nowhere/demonstration")
