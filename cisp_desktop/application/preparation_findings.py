"""What a session under preparation lacks: what blocks « Session prête », and what only warns.

Pure: from rows to findings, each with the page where it is mended; ``wording_readiness`` words them. The
window, the commands and the dashboard share them. Must not know screens or storage.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cisp_desktop.application.candidate_merging import pairs_apart
from cisp_desktop.application.duplicates import likely_duplicates
from cisp_desktop.application.findings import Finding, FindingCode, Severity, blockers
from cisp_desktop.application.juror_register import Habilitation, habilitation_on
from cisp_desktop.application.panel_advice import FindingCode as AdviceCode
from cisp_desktop.application.panel_advice import JurorFinding, PanelReport, panel_report
from cisp_desktop.application.panel_rules import session_rules
from cisp_desktop.application.planning import PlanningScene, read_scene
from cisp_desktop.application.planning_view import PlanningView
from cisp_desktop.application.preparation_addresses import lacking_addresses
from cisp_desktop.application.preparation_papers import summons_warning
from cisp_desktop.application.queries import (
    BlockRow,
    CentreRow,
    CertificationRow,
    DossierRow,
    JurorRow,
    PanelRow,
    Queries,
    RegistrationRow,
    SessionRow,
)
from cisp_desktop.application.recusal_advice import all_suggested
from cisp_desktop.application.slot_marks import READY, SUMMONED, marks_kept, marks_of
from cisp_desktop.application.two_rooms import two_rooms
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.grading import GradingScheme, ScoringMode
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.registration import RegistrationWarning, dossiers_for


@dataclass(frozen=True, slots=True)
class PreparationData:
    """All that the findings rest on, as read; ``today`` is the local day."""

    scene: PlanningScene
    scheme: GradingScheme
    dossiers: tuple[DossierRow, ...]
    jurors: tuple[JurorRow, ...]
    centre: CentreRow
    today: date


def read_preparation(queries: Queries, session_id: str, *, today: date) -> PreparationData:
    """Read a session as far as its preparation goes. Raises ``Refused`` when the session is gone."""
    scene = read_scene(queries, session_id)
    return PreparationData(
        scene,
        queries.scheme(session_id),
        tuple(queries.dossiers(session_id)),
        tuple(queries.jurors()),
        queries.centre(scene.session.centre_id),
        today,
    )


def preparation_findings(data: PreparationData) -> list[Finding]:
    """Return what blocks, then what warns, each in the order of the page's tabs."""
    scene = data.scene
    certification, session, rows = scene.certification, scene.session, scene.registrations
    reports = _reports(data)
    found = [
        *_basics(data, reports),
        *registration_warnings(rows),
        *_duplicate_warnings(session, rows),
        *_outside_warnings(certification.blocks, rows),
        *dossier_warnings(missing_dossiers(certification, rows, data.dossiers)),
        *_late_warnings(data.dossiers),
        *_recusal_warnings(data),
        *_juror_warnings(data, reports),
        *_planning_warnings(scene),
        *_changed_warnings(scene),
        *_version_warnings(session),
        *centre_warnings(session.centre_id, siret=data.centre.siret),
        *_signatory_warnings(data.centre),
        *_address_warnings(data.centre),
        *_notice_warnings(session, data.today),
    ]
    return sorted(_once(found), key=lambda finding: not finding.blocks)


def _once(found: Sequence[Finding]) -> list[Finding]:
    """Return the findings without those that say the same again."""
    kept: dict[FindingCode, list[Finding]] = {}
    for finding in found:
        if finding not in (alike := kept.setdefault(finding.code, [])):
            alike.append(finding)
    return [finding for alike in kept.values() for finding in alike]


def blocking_findings(data: PreparationData) -> list[Finding]:
    """Return what blocks alone; the longer looks (duplicates, conflicts) are left out."""
    return blockers(_basics(data, _reports(data)))


def missing_dossiers(
    certification: CertificationRow, registrations: Sequence[RegistrationRow], dossiers: Sequence[DossierRow]
) -> list[tuple[str, DossierKind]]:
    """Return (registration id, kind) for each dossier that an expected candidate owes and nobody handed in.

    A VAE candidate hands in the dossier de validation instead of the others.
    """
    held = {(row.registration_id, row.kind) for row in dossiers}
    return [
        (row.id, kind)
        for row in registrations
        if row.attendance.came
        for kind in dossiers_for(certification, row.access_path, presented=row.presented)
        if (row.id, kind) not in held
    ]


def _basics(data: PreparationData, reports: Sequence[tuple[PanelRow, PanelReport]]) -> Iterator[Finding]:
    """Everything that may block: candidates, what is scored, seats, rules, quorum."""
    scene = data.scene
    rules = session_rules(scene.session.panel_rules, scene.certification)
    yield from candidate_blockers(scene.registrations)
    yield from scoring_blockers(scene.certification.blocks, data.scheme)
    yield from seat_blockers(scene.panels, rules.required_places)
    yield from _panel_findings(data, reports)


# --- what blocks --------------------------------------------------------------------------------------------


def candidate_blockers(registrations: Sequence[RegistrationRow]) -> Iterator[Finding]:
    """Nobody is registered."""
    if not registrations:
        yield Finding(Severity.BLOCKS, FindingCode.NO_CANDIDATE, target="tab:candidates")


def seat_blockers(panels: Sequence[PanelRow], required: Sequence[tuple[Role, int]]) -> Iterator[Finding]:
    """Seats that the rules require and nobody holds; ``panel`` is None where there is but one."""
    for panel in panels:
        held = {(seat.role, seat.rank) for seat in panel.seats}
        for role, rank in required:
            if (role, rank) not in held:
                values = {"role": role, "rank": rank, "panel": panel if len(panels) > 1 else None}
                yield Finding(Severity.BLOCKS, FindingCode.SEAT_EMPTY, values, target="tab:panel")


def scoring_blockers(blocks: Sequence[BlockRow], scheme: GradingScheme) -> Iterator[Finding]:
    """A certification on which a jury could score nothing, or a block of it (``block`` is its short code)."""
    levels = scheme.mode is ScoringMode.LEVELS
    bare = [b for b in blocks if not b.assessments and not (levels and b.competences)]
    if not blocks or len(bare) == len(blocks):
        yield Finding(Severity.BLOCKS, FindingCode.NOTHING_TO_SCORE, {"block": ""}, page="reference")
    else:
        for block in bare:
            values = {"block": block.short_code}
            yield Finding(Severity.BLOCKS, FindingCode.NOTHING_TO_SCORE, values, page="reference")


# --- panels -------------------------------------------------------------------------------------------------


def _reports(data: PreparationData) -> list[tuple[PanelRow, PanelReport]]:
    scene = data.scene
    rules = session_rules(scene.session.panel_rules, scene.certification)
    return [
        (panel, panel_report(panel, scene.registrations, rules=rules, session=scene.session,
                             certification=scene.certification, jurors=data.jurors, others=scene.panels))
        for panel in scene.panels
    ]  # fmt: skip


def _panel_findings(
    data: PreparationData, reports: Sequence[tuple[PanelRow, PanelReport]]
) -> Iterator[Finding]:
    several = len(reports) > 1
    numbers = {row.id: row.number for row in data.scene.registrations}
    heard = Counter(row.panel_id for row in data.scene.registrations if row.attendance.came)
    for panel, report in reports:
        values: dict[str, object] = {"panel": panel if several else None}
        if not panel.seats and heard[panel.id]:
            yield _of_panel(FindingCode.PANEL_EMPTY, values, blocks=True, count=heard[panel.id])
        for judged in report.rules:
            if judged.warns and judged.finding.role is None:
                rule = values | {"rule": judged.finding}
                yield _of_panel(FindingCode.RULE_BROKEN, rule, blocks=judged.finding.blocks)
        for one in report.candidates:
            code = FindingCode.NO_QUORUM if one.blocks else FindingCode.SHARE_AFTER_RECUSALS
            candidate = {"number": numbers.get(one.registration_id, ""), "candidate": one}
            yield _of_panel(code, candidate, blocks=one.blocks)


def _of_panel(code: FindingCode, values: Mapping[str, object], *, blocks: bool, count: int = 1) -> Finding:
    severity = Severity.BLOCKS if blocks else Severity.WARNS
    return Finding(severity, code, values, target="tab:panel", count=count)


def _juror_warnings(
    data: PreparationData, reports: Sequence[tuple[PanelRow, PanelReport]]
) -> Iterator[Finding]:
    """Jurors who sit twice, or whose habilitation does not cover every day of the session."""
    register = {juror.id: juror for juror in data.jurors}
    session = data.scene.session
    for panel, report in reports:
        found = list(report.jurors)
        told = {one.juror for one in found}
        for seat in (*panel.seats, *panel.substitutes):
            juror = register.get(seat.juror_id)
            if juror is None or seat.name in told:
                continue
            if habilitation_on(juror, session.ends) is Habilitation.EXPIRED:
                expired = AdviceCode.HABILITATION_EXPIRED
                found.append(JurorFinding(seat.name, expired, juror.habilitated_until))
        for one in found:
            yield Finding(Severity.WARNS, FindingCode.JUROR, {"juror": one}, target="tab:panel")


def _recusal_warnings(data: PreparationData) -> Iterator[Finding]:
    scene = data.scene
    count = len(all_suggested(scene.panels, scene.registrations, data.jurors))
    if count:
        yield Finding(Severity.WARNS, FindingCode.RECUSAL_SUGGESTED, target="tab:panel", count=count)


# --- candidates and dossiers --------------------------------------------------------------------------------


def registration_warnings(registrations: Sequence[RegistrationRow]) -> Iterator[Finding]:
    """One finding per kind of warning; ``count`` is how many candidates have it."""
    return counted_warnings(Counter(warning for row in registrations for warning in row.warnings))


def counted_warnings(counts: Mapping[RegistrationWarning, int]) -> Iterator[Finding]:
    """``registration_warnings`` from counts."""
    for warning, count in counts.items():
        planned = warning is RegistrationWarning.NO_SLOT
        target = "tab:planning" if planned else f"warning:{warning.value}"
        values = {"warning": warning}
        yield Finding(Severity.WARNS, FindingCode.REGISTRATION, values, target=target, count=count)


def dossier_warnings(missing: Collection[tuple[str, DossierKind]]) -> Iterator[Finding]:
    """Dossiers owed; ``people`` is how many candidates owe some."""
    if missing:
        people = len({registration_id for registration_id, _ in missing})
        values, count = {"people": people}, len(missing)
        yield Finding(
            Severity.WARNS, FindingCode.DOSSIERS_MISSING, values, target="tab:dossiers", count=count
        )


def _late_warnings(dossiers: Sequence[DossierRow]) -> Iterator[Finding]:
    late = sum(dossier.late for dossier in dossiers)
    if late:
        yield Finding(Severity.WARNS, FindingCode.DOSSIERS_LATE, target="tab:dossiers", count=late)


def _duplicate_warnings(session: SessionRow, rows: Sequence[RegistrationRow]) -> Iterator[Finding]:
    pairs = likely_duplicates(rows, apart=pairs_apart(session.planning))
    if pairs:
        target = f"registration:{pairs[0].first}"
        yield Finding(Severity.WARNS, FindingCode.DUPLICATES, target=target, count=len(pairs))


def _outside_warnings(blocks: Sequence[BlockRow], rows: Sequence[RegistrationRow]) -> Iterator[Finding]:
    """Results judged outside the panel that lack, once some are recorded; ``count`` counts the candidates."""
    if not any(row.outside_results for row in rows):
        return
    outside = {
        block.id: {one.id for one in block.assessments if one.judged_by.outside_panel} for block in blocks
    }
    lacking = [
        row
        for row in rows
        if row.attendance.came
        and set().union(*(outside.get(block_id, set()) for block_id in row.presented))
        - {result.assessment_id for result in row.outside_results}
    ]
    if lacking:
        target = f"registration:{lacking[0].id}"
        yield Finding(Severity.WARNS, FindingCode.OUTSIDE_RESULTS, target=target, count=len(lacking))


# --- planning, version, centre, notice ----------------------------------------------------------------------


def _planning_warnings(scene: PlanningScene) -> Iterator[Finding]:
    view = PlanningView(scene)
    for conflict in view.conflicts:
        values = {"conflict": conflict, "names": view.names}
        yield Finding(Severity.WARNS, FindingCode.CONFLICT, values, target="tab:planning")

    for one in two_rooms(scene):
        yield Finding(Severity.WARNS, FindingCode.TWO_ROOMS, {"juror": one}, target="tab:panel")


def _changed_warnings(scene: PlanningScene) -> Iterator[Finding]:
    """Slots that are others than when the session was declared ready, or than printed summons say."""
    now = marks_of(scene.registrations, scene.panels)
    names = {row.number: (row.birth_name, row.first_names) for row in scene.registrations}
    planning = scene.session.planning
    said = [(FindingCode.SUMMONS_OUTDATED, marks_kept(planning, SUMMONED), "tab:documents")]
    if scene.session.ready_at is not None:
        said.append((FindingCode.CHANGED_SINCE_READY, marks_kept(planning, READY), "tab:planning"))
    for code, told, target in said:
        changed = [names[number] for number, mark in now.items() if number in told and told[number] != mark]
        if changed:
            values = {"names": tuple(changed)}
            yield Finding(Severity.WARNS, code, values, target=target, count=len(changed))


def _version_warnings(session: SessionRow) -> Iterator[Finding]:
    if session.latest_version > session.certification_version and session.ready_at is None:
        values = {
            "code": session.certification_code,
            "latest": session.latest_version,
            "version": session.certification_version,
        }
        yield Finding(Severity.WARNS, FindingCode.NEWER_VERSION, values, target="version")


def centre_warnings(centre_id: str, *, siret: str) -> Iterator[Finding]:
    """The SIRET that papers and declarations carry."""
    if not siret:
        target = f"centre:{centre_id}"
        yield Finding(Severity.WARNS, FindingCode.CENTRE_SIRET, page="settings", target=target)


def _signatory_warnings(centre: CentreRow) -> Iterator[Finding]:
    if not centre.signatory:
        target = f"centre:{centre.id}"
        yield Finding(Severity.WARNS, FindingCode.CENTRE_SIGNATORY, page="settings", target=target)


def _address_warnings(centre: CentreRow) -> Iterator[Finding]:
    for lacking in lacking_addresses(address=centre.address, place=centre.place):
        values, target = {"lacking": lacking}, f"centre:{centre.id}"
        yield Finding(Severity.WARNS, FindingCode.CENTRE_ADDRESS, values, page="settings", target=target)


def _notice_warnings(session: SessionRow, today: date) -> Iterator[Finding]:
    days = summons_warning(today, session.starts)
    if days is not None:
        values = {"days": days, "starts": session.starts}
        yield Finding(Severity.WARNS, FindingCode.SHORT_NOTICE, values, target="tab:documents")
