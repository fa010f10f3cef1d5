"""The French sentence of every error code: what, where, how to mend it. One module per activity."""

from collections.abc import Mapping
from types import MappingProxyType

from cisp_desktop.application.sentences import (
    candidates,
    documents,
    dossiers,
    exchange,
    gui,
    hearing,
    imports,
    jury,
    minutes,
    naming,
    panels,
    papers,
    planning,
    preparation,
    readiness,
    reference,
    referentiel,
    schemes,
    workspace,
)

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        **jury.SENTENCES,
        **hearing.SENTENCES,
        **minutes.SENTENCES,
        **candidates.SENTENCES,
        **workspace.SENTENCES,
        **exchange.SENTENCES,
        **imports.SENTENCES,
        **naming.SENTENCES,
        **documents.SENTENCES,
        **dossiers.SENTENCES,
        **panels.SENTENCES,
        **papers.SENTENCES,
        **preparation.SENTENCES,
        **readiness.SENTENCES,
        **reference.SENTENCES,
        **referentiel.SENTENCES,
        **schemes.SENTENCES,
        **gui.SENTENCES,
        **planning.SENTENCES,
    }
)
