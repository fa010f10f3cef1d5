"""What the page « Évaluer » reads of a session for one juror, and how its blocks are told.

Nothing here reads a mark, or a sheet of anybody but the juror. This module must not know widgets' layouts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from PySide6.QtCore import QCoreApplication

from cisp_desktop.application.changes import Change
from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.queries import (
    BlockRow,
    CertificationRow,
    DossierRow,
    HeldRow,
    PanelRow,
    Queries,
    RegistrationRow,
    SessionRow,
    SheetStateRow,
)
from cisp_desktop.application.queries_evaluating import PresenceRow, StandInRow
from cisp_desktop.application.wording import RECUSAL_GROUNDS, SHEET_STATES, short_day
from cisp_desktop.application.wording_agreement import attended
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.panel import RecusalGround
from cisp_desktop.domain.registration import dossiers_for
from cisp_desktop.domain.scoring import SheetState
from cisp_desktop.gui.itemmodels.candidate_list_model import CandidateLine
from cisp_desktop.gui.stand_in_acts import Sitting, sitting_of
from cisp_desktop.gui.widgets.block_tabs import BlockTab
from cisp_desktop.gui.widgets.drawing import DotState

SHEET_DOTS: Mapping[SheetState, DotState] = {
    SheetState.EMPTY: DotState.TO_DO,
    SheetState.DRAFT: DotState.UNDER_WAY,
    SheetState.COMPLETE: DotState.READY,
    SheetState.SEALED: DotState.DONE,
}


@dataclass(frozen=True)
class Evaluation:
    """One session as one juror may see it.

    ``registrations`` are those of the juror's own panel, ``states`` the own sheets', ``recusals`` the own.
    """

    session: SessionRow
    certification: CertificationRow
    registrations: Sequence[RegistrationRow]
    states: Sequence[SheetStateRow]
    recusals: Mapping[str, RecusalGround]
    dossiers: Sequence[DossierRow]
    panels: Sequence[PanelRow]
    presences: Mapping[str, PresenceRow]
    stand_ins: Sequence[StandInRow]

    @classmethod
    def read(cls, queries: Queries, juror: IdentifiedJuror) -> Self:
        """Read everything."""
        session, panels = queries.session(juror.session_id), queries.panels(juror.session_id)
        return cls(
            session,
            queries.certification(session.certification_id),
            _heard(queries, juror),
            queries.sheet_states(session.id, juror.seat_id),
            _recusals(panels, juror),
            queries.dossiers(session.id),
            panels,
            _presences(queries, session.id),
            queries.stand_ins(session.id),
        )

    def read_again(self, queries: Queries, juror: IdentifiedJuror, *, flags: Change) -> Self:
        """Read what ``flags`` say is out of date."""
        session_id = self.session.id
        if flags & (Change.SESSIONS | Change.CERTIFICATIONS | Change.MINUTES):
            return self.read(queries, juror)
        fresh = replace(self, states=queries.sheet_states(session_id, juror.seat_id))
        if flags & (Change.CANDIDATES | Change.PANEL):
            panels = queries.panels(session_id)
            fresh = replace(
                fresh,
                registrations=_heard(queries, juror),
                recusals=_recusals(panels, juror),
                panels=panels,
                presences=_presences(queries, session_id),
            )
        if flags & (Change.CANDIDATES | Change.PANEL | Change.SHEETS):
            fresh = replace(fresh, stand_ins=queries.stand_ins(session_id))
        if flags & (Change.DOSSIERS | Change.CANDIDATES):
            fresh = replace(fresh, dossiers=queries.dossiers(session_id))
        return fresh

    def block(self, block_id: str) -> BlockRow | None:
        """Return a block of the certification."""
        return next((block for block in self.certification.blocks if block.id == block_id), None)

    def away(self, juror: IdentifiedJuror) -> set[str]:
        """Return the candidates whom a juror does not hear: gone, or a substitute who was not called."""
        gone = {one.registration_id for one in self.stand_ins if one.seat_id == juror.seat_id and one.reason}
        if not juror.standby:
            return gone
        called = {one.registration_id for one in self.stand_ins if one.substitute_id == juror.seat_id}
        return gone | {row.id for row in self.registrations if row.id not in called}

    def sitting(self, line: CandidateLine) -> Sitting | None:
        """Return who sits before a candidate."""
        row = line.registration
        return sitting_of(
            self.panels, self.stand_ins,
            panel_id=row.panel_id, registration_id=row.id, candidate=line.name,
        )  # fmt: skip

    def dossiers_of(self, registration_id: str) -> list[DossierRow]:
        """Return a candidate's dossiers in the order of the sheet, others last."""
        order = [kind for block in self.certification.blocks for kind in self.kinds_of(block)]
        rows = [row for row in self.dossiers if row.registration_id == registration_id]
        return sorted(rows, key=lambda row: order.index(row.kind) if row.kind in order else len(order))

    def dossiers_after(self, registration_id: str) -> list[DossierRow]:
        """Return the dossiers of the next candidate whom the juror judges; none after the last."""
        ids = [row.id for row in self.registrations]
        later = ids[ids.index(registration_id) + 1 :] if registration_id in ids else []
        following = next((one for one in later if one not in self.recusals), "")
        return self.dossiers_of(following)

    def missing_of(self, registration: RegistrationRow) -> list[DossierKind]:
        """Return the dossiers that a candidate should have handed in and did not."""
        held = {row.kind for row in self.dossiers if row.registration_id == registration.id}
        wanted = dossiers_for(self.certification, registration.access_path, presented=registration.presented)
        return [kind for kind in wanted if kind not in held]

    def kinds_of(self, block: BlockRow) -> list[DossierKind]:
        """Return the dossiers that a block's assessments ask for."""
        return [a.dossier_kind for a in block.assessments if a.dossier_kind is not None]


def _heard(queries: Queries, juror: IdentifiedJuror) -> list[RegistrationRow]:
    """Return the candidates of the juror's own panel: nobody scores for another one."""
    return [row for row in queries.registrations(juror.session_id) if row.panel_id == juror.panel_id]


def _presences(queries: Queries, session_id: str) -> dict[str, PresenceRow]:
    return {row.registration_id: row for row in queries.presences(session_id)}


def _recusals(panels: Sequence[PanelRow], juror: IdentifiedJuror) -> dict[str, RecusalGround]:
    return {
        recusal.registration_id: recusal.ground
        for panel in panels
        for recusal in panel.recusals
        if recusal.seat_id == juror.seat_id
    }


def block_tabs(line: CandidateLine, data: Evaluation) -> list[BlockTab]:
    """Return one tab a block of the certification; what is not to be scored says why."""
    held = {held.counts_for: held for held in line.registration.held if held.counts_for}
    tabs = []
    for block in data.certification.blocks:
        state = line.sheets.get(block.id)
        if line.to_score and block.id in line.registration.presented:
            shown = state or SheetState.EMPTY
            words = f"{block.title} – {SHEET_STATES[shown].lower()}"
            tabs.append(BlockTab(block.id, block.short_code, SHEET_DOTS[shown], words))
            continue
        earlier = held.get(block.short_code)
        if not line.to_score:
            words = nothing_to_score(line)[0]
        else:
            words = _held_words(earlier) if earlier is not None else _tr("Non présenté")
        tabs.append(
            BlockTab(block.id, block.short_code, DotState.NONE, f"{block.title} – {words}", enabled=False)
        )
    return tabs


def next_to_fill(line: CandidateLine | None, block_id: str) -> str:
    """Return the next block whose sheet is not complete, to the right of ``block_id`` first; "" for none."""
    if line is None:
        return ""
    order = list(line.registration.presented)
    here = order.index(block_id) if block_id in order else 0
    unfilled = (None, SheetState.EMPTY, SheetState.DRAFT)
    others = (*order[here + 1 :], *order[:here])
    return next((one for one in others if line.sheets.get(one) in unfilled), "")


def first_to_fill(line: CandidateLine, block_id: str = "") -> str:
    """Return the first block presented whose sheet is not complete, ``block_id`` before all others.

    Else the first one not sealed, else the first one presented; "" for a candidate who presents none.
    """
    order = list(line.registration.presented)
    order = [one for one in order if one == block_id] + [one for one in order if one != block_id]
    for done in ((SheetState.COMPLETE, SheetState.SEALED), (SheetState.SEALED,), ()):
        for one in order:
            if line.sheets.get(one) not in done:
                return one
    return ""


def _held_words(held: HeldRow) -> str:
    """« Acquis le 14/12/2019, valable jusqu’au 14/12/2024 »."""
    words = _tr("Acquis")
    if held.obtained_on is not None:
        words = _tr("Acquis le {0}").format(short_day(held.obtained_on))
    if held.valid_until is not None:
        words = _tr("{0}, valable jusqu’au {1}").format(words, short_day(held.valid_until))
    return words


def nothing_to_score(line: CandidateLine) -> tuple[str, str]:
    """Return why this juror has nothing to score for a candidate: a title and a sentence."""
    attendance = line.registration.attendance
    if not attendance.came:
        sex = line.registration.sex
        told = _tr("Ce candidat n’est pas évalué. S’il est là, corrigez sa présence en haut de la page.")
        if sex == "F":
            told = _tr(
                "Cette candidate n’est pas évaluée. Si elle est là, corrigez sa présence en haut de la page."
            )
        return _tr("{0} : {1}").format(line.name, attended(attendance, sex=sex).lower()), told
    if line.recusal is not None:
        return (
            _tr("Vous êtes récusé pour {0}").format(line.name),
            _tr(
                "Motif : {0}. Vous ne l’évaluez pas, ne voyez pas ses grilles et ne délibérez pas pour lui."
            ).format(RECUSAL_GROUNDS[line.recusal].lower()),
        )
    if line.away:
        return (
            _tr("Vous ne siégez pas pour {0}").format(line.name),
            _tr("Vous êtes noté parti, ou vous êtes un suppléant que personne n’a appelé pour ce candidat."),
        )
    return (
        _tr("Aucun bloc à évaluer"),
        _tr("Ce candidat ne présente aucun bloc dans cette session."),
    )


def outside_results(registration: RegistrationRow, block: BlockRow) -> list[str]:
    """Return, in words, what was judged outside the panel for this block: an input for the juror."""
    known = {result.assessment_id: result for result in registration.outside_results}
    found = []
    for assessment in block.assessments:
        result = known.get(assessment.id)
        if result is not None:
            verdict = _tr("favorable") if result.favourable else _tr("défavorable")
            found.append(
                _tr("Hors jury : {0} – {1}, {2}, {3}").format(
                    assessment.title, verdict, result.evaluator, short_day(result.judged_on)
                )
            )
        elif assessment.judged_by.outside_panel:
            found.append(_tr("Hors jury : {0} – résultat non renseigné").format(assessment.title))
    return found


def _tr(text: str) -> str:
    return QCoreApplication.translate("EvaluatePage", text)
