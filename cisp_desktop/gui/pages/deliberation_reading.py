"""What « Délibérer » has read of a session: all of it once, then again the candidates that are decided.

This module must not know widgets.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.queries import BlockRow, DeliberationRow, PanelRow, Queries, SessionRow
from cisp_desktop.application.queries_discussion import QuorumRow
from cisp_desktop.application.wording import plural
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.gui.itemmodels.deliberation_model import CellState, cell_state

FEW = 20
"""Candidates that are read again by themselves; more are read with all the others."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reading of the session gave."""

    session: SessionRow
    blocks: tuple[BlockRow, ...]
    panels: tuple[PanelRow, ...]
    rows: tuple[DeliberationRow, ...]
    scheme: GradingScheme
    without_quorum: tuple[QuorumRow, ...]

    @property
    def panel_labels(self) -> dict[str, str]:
        """The names of the panels that hear candidates, by id, when they are several."""
        heard = {row.panel_id for row in self.rows}
        labels = {p.id: panel_words(p.name, p.position) for p in self.panels if p.id in heard}
        return labels if len(labels) > 1 else {}

    def barred(self, juror: IdentifiedJuror | None) -> frozenset[str]:
        """The candidates for whom a juror is recused: no part in their deliberation."""
        recusals = [one for panel in self.panels for one in panel.recusals]
        seat_id = juror.seat_id if juror is not None else ""
        return frozenset(one.registration_id for one in recusals if one.seat_id == seat_id)

    def open_to(self, juror: IdentifiedJuror | None, *, panel_id: str) -> list[DeliberationRow]:
        """The candidates of a panel (empty: of all) in whose deliberation a juror has a part."""
        barred = self.barred(juror)
        rows = (row for row in self.rows if panel_id in ("", row.panel_id))
        return [row for row in rows if row.registration_id not in barred]

    def with_rows(self, rows: Sequence[DeliberationRow]) -> "Reading":
        """Return the same with these candidates' rows read again."""
        read = {row.registration_id: row for row in rows}
        return replace(self, rows=tuple(read.get(row.registration_id, row) for row in self.rows))


def read_session(queries: Queries, session_id: str) -> Reading:
    """Read all that the page shows."""
    session = queries.session(session_id)
    certification = queries.certification(session.certification_id)
    rows = tuple(queries.deliberation(session_id))
    panels, scheme = tuple(queries.panels(session_id)), queries.scheme(session_id)
    quorum = () if session.locked else tuple(queries.without_quorum(session_id))
    return Reading(session, certification.blocks, panels, rows, scheme, quorum)


def decided_alone(changes: Changes | None, reading: Reading | None) -> frozenset[str]:
    """Return the few candidates that a change concerns when it is of their decisions alone, else nobody."""
    if changes is None or reading is None or changes.flags != Change.DECISIONS:
        return frozenset()
    known = changes.ids & {row.registration_id for row in reading.rows}
    alone = changes.ids - known <= {reading.session.id}
    return known if alone and len(known) <= FEW else frozenset()


def progress_words(rows: Sequence[DeliberationRow]) -> str:
    """« 6 blocs décidés · 12 à décider · 7 candidats attendent des grilles »."""
    states = [cell_state(cell) for row in rows for cell in row.cells]
    decided = states.count(CellState.DECIDED)
    to_decide = states.count(CellState.PROPOSED) + states.count(CellState.OPEN)
    waiting = sum(any(cell_state(cell) is CellState.WAITING for cell in row.cells) for row in rows)
    if not states:
        return ""
    parts = [plural(decided, _tr("bloc décidé"), _tr("blocs décidés"))]
    if to_decide:
        parts.append(_tr("{0} à décider").format(to_decide))
    if waiting:
        words = plural(waiting, _tr("candidat attend"), _tr("candidats attendent"))
        parts.append(_tr("{0} des grilles").format(words))
    return " · ".join(parts)


def _tr(text: str) -> str:
    return QCoreApplication.translate("DeliberatePage", text)
