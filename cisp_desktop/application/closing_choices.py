"""What is chosen when minutes are closed and frozen with their content: how many originals, reasons printed.

By default what the panel's minutes said before; else one original, and the annex of reasons. A choice is no
difference of substance between minutes and those that rectify them. Source: DOMAIN.md §6. Must not know how
a page is drawn or printed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cisp_desktop.application.frozen import frozen_data
from cisp_desktop.application.ports import Workspace
from cisp_desktop.domain.errors import RuleError, StorageError
from cisp_desktop.domain.minutes import Minutes
from cisp_desktop.domain.text import NAME_LENGTH, entry_text

MOST_ORIGINALS = 9


@dataclass(frozen=True, slots=True)
class Chosen:
    """« en N originaux »; whether the annex of reasons is printed."""

    originals: int = 1
    reasons: bool = True


DEFAULTS = Chosen()


@dataclass(frozen=True, slots=True)
class ClosingChoices:
    """What is asked for at a closing; None: as before. ``for_certifier`` names who rectifies a clerical error
    for the certifier (« NOM Prénom, qualité »), empty where nobody is named.
    """

    originals: int | None = None
    reasons: bool | None = None
    for_certifier: str = ""

    def check(self) -> None:
        """Raise ``RuleError("minutes.originals")`` unless 1 ≤ ``originals`` ≤ ``MOST_ORIGINALS``, ``text.*``
        for a name that cannot be kept.
        """
        entry_text(self.for_certifier, field="rectification.for_certifier", limit=NAME_LENGTH)
        if self.originals is not None and not 1 <= self.originals <= MOST_ORIGINALS:
            raise RuleError("minutes.originals", given=self.originals, most=MOST_ORIGINALS)

    def after(self, before: Minutes | None) -> Chosen:
        """Return what holds for minutes that follow ``before`` (None: nothing)."""
        said = chosen_in(json.loads(before.snapshot)) if before is not None else DEFAULTS
        return Chosen(
            said.originals if self.originals is None else self.originals,
            said.reasons if self.reasons is None else self.reasons,
        )


def chosen_in(content: Mapping[str, Any]) -> Chosen:
    """Return what a frozen content says; the defaults where it says nothing."""
    return Chosen(int(content.get("originals", 1)), bool(content.get("reasons_annex", True)))


def chosen_for(workspace: Workspace, minutes_id: str) -> Chosen:
    """Return what closed minutes say.

    Long for thousands of candidates: in the worker. Raises ``StorageError("minutes.altered")`` for a content
    that does not match its fingerprint.
    """
    minutes = workspace.queries.minutes(minutes_id)
    text = workspace.queries.snapshot_texts(minutes.session_id)[minutes_id]
    altered = StorageError("minutes.altered", number=minutes.number)
    return chosen_in(frozen_data(text, minutes.sha256, altered))
