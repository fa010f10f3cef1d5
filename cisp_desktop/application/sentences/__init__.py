"""The French sentence of every error code: what, where, how to mend it. One module per activity."""

from collections.abc import Mapping
from types import MappingProxyType

from cisp_desktop.application.sentences import documents, exchange, gui, jury, workspace

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        **jury.SENTENCES,
        **workspace.SENTENCES,
        **exchange.SENTENCES,
        **documents.SENTENCES,
        **gui.SENTENCES,
    }
)
