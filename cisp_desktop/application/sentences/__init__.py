"""The French sentence of every error code: what, where, how to mend it. One module per activity."""

from collections.abc import Mapping
from types import MappingProxyType

from cisp_desktop.application.sentences import (
    candidates,
    deliberation,
    documents,
    dossiers,
    evaluating,
    exchange,
    gui,
    hearing,
    imports,
    incidents,
    jury,
    minutes,
    minutes_life,
    naming,
    panels,
    papers,
    planning,
    preparation,
    readiness,
    reading,
    reference,
    referentiel,
    rescue,
    schemes,
    workspace,
)

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        **jury.SENTENCES,
        **hearing.SENTENCES,
        **evaluating.SENTENCES,
        **deliberation.SENTENCES,
        **incidents.SENTENCES,
        **minutes.SENTENCES,
        **minutes_life.SENTENCES,
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
        **reading.SENTENCES,
        **reference.SENTENCES,
        **referentiel.SENTENCES,
        **rescue.SENTENCES,
        **schemes.SENTENCES,
        **gui.SENTENCES,
        **planning.SENTENCES,
    }
)
