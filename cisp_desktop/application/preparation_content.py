"""From a session as read to what its papers print, and a set of papers on its way to a folder or one file.

Takes nothing private beyond what a letter needs. Must not know how a page is drawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from cisp_desktop.application import preparation_papers as papers
from cisp_desktop.application import wording, wording_minutes
from cisp_desktop.application.candidate_fields import form_of_address
from cisp_desktop.application.exporting import open_export_folder
from cisp_desktop.application.files import write_file
from cisp_desktop.application.panel_rules import session_rules
from cisp_desktop.application.planning import PlanningScene, read_scene
from cisp_desktop.application.ports import Progress
from cisp_desktop.application.preparation_papers import PaperContent, PaperKind, PaperRenderer
from cisp_desktop.application.queries import (
    BlockRow,
    CentreRow,
    CertificationRow,
    DossierRow,
    PanelRow,
    Queries,
    RegistrationRow,
    SeatRow,
)
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.grading import GradingScheme, ScoringMode
from cisp_desktop.domain.planning import Break
from cisp_desktop.domain.registration import dossiers_for


def read_paper_content(queries: Queries, session_id: str, *, issued_on: date) -> PaperContent:
    """Read all that the papers of a session print; candidates by panel, then by hour, then as listed."""
    scene = read_scene(queries, session_id)
    centre = queries.centre(scene.session.centre_id)
    dossiers = queries.dossiers(session_id)
    return _content_of(scene, centre, queries.scheme(session_id), dossiers=dossiers, issued_on=issued_on)


def _content_of(
    scene: PlanningScene,
    centre: CentreRow,
    scheme: GradingScheme,
    *,
    dossiers: Sequence[DossierRow],
    issued_on: date,
) -> PaperContent:
    received = {(one.registration_id, one.kind): one.received_at.date() for one in dossiers}
    places = {panel.id: number for number, panel in enumerate(scene.panels)}
    expected = sorted(
        (row for row in scene.registrations if row.attendance.came),
        key=lambda row: (places[row.panel_id], row.starts_at or datetime.max, row.position),  # noqa: DTZ901
    )
    public = papers.PublicContent(
        centre=_centre(centre),
        title=_title(scene.certification),
        session=papers.Session(
            scene.session.starts,
            scene.session.ends,
            scene.session.place,
            scene.session.minutes_number,
            scene.session.demonstration,
            scene.session.cancelled,
        ),
        panels=tuple(_panel(scene, panel) for panel in scene.panels),
        candidates=tuple(_candidate(scene, row, places) for row in expected),
        issued_on=issued_on,
    )
    return PaperContent(
        public=public,
        letters=tuple(_letter(scene, row, received) for row in expected),
        sittings=tuple(_sittings(scene.certification.blocks)),
        dossiers_due=scene.session.dossiers_due,
        grid=_grid(scene.certification.blocks, scheme),
        rules=tuple(_rules(scene)),
        recused=frozenset(_recused(scene, expected)),
        sexes=tuple(seat.sex for panel in scene.panels for seat in _seats(panel)),
    )


def _title(row: CertificationRow) -> papers.Title:
    return papers.Title(row.code, row.title, row.level_national, row.certifier_name)


def _centre(row: CentreRow) -> papers.Centre:
    return papers.Centre(
        row.name, row.address, row.siret, row.place, row.signatory, row.signatory_title, row.logo
    )


def _seats(panel: PanelRow) -> tuple[SeatRow, ...]:
    return (*panel.seats, *panel.substitutes)


def _panel(scene: PlanningScene, panel: PanelRow) -> papers.Panel:
    seats = tuple(
        papers.Seat(
            wording_minutes.role_words(seat.role.value, sex=seat.sex),
            seat.name,
            seat.title,
            seat.employer,
            seat.standby,
        )
        for seat in _seats(panel)
    )
    days = _days(scene, panel)
    breaks = tuple(span for day in days for span in _breaks(scene.settings.breaks, day))
    return papers.Panel(panel.name, panel.room, seats, days, breaks)


def _days(scene: PlanningScene, panel: PanelRow) -> tuple[papers.Span, ...]:
    """Return a panel's days, from its first start to its last end."""
    by_day: dict[date, list[tuple[datetime, datetime]]] = {}
    for row in scene.registrations:
        if row.panel_id == panel.id and row.attendance.came and row.starts_at and row.minutes:
            ends = row.starts_at + timedelta(minutes=row.minutes)
            by_day.setdefault(row.starts_at.date(), []).append((row.starts_at, ends))
    return tuple(
        papers.Span(min(starts for starts, _ in hours), max(ends for _, ends in hours))
        for _, hours in sorted(by_day.items())
    )


def _breaks(breaks: Sequence[Break], day: papers.Span) -> list[papers.Span]:
    """Return the breaks that fall within a panel's day."""
    today = day.starts_at.date()

    def at(hour: time) -> datetime:
        return datetime.combine(today, hour)

    return [
        papers.Span(at(one.starts), at(one.ends), one.label)
        for one in breaks
        if one.day in (None, today) and day.starts_at < at(one.ends) and at(one.starts) < day.ends_at
    ]


def _short_codes(scene: PlanningScene, row: RegistrationRow) -> tuple[str, ...]:
    return tuple(b.short_code for b in scene.certification.blocks if b.id in row.presented)


def _candidate(scene: PlanningScene, row: RegistrationRow, places: Mapping[str, int]) -> papers.Candidate:
    return papers.Candidate(
        row.number,
        wording.person_name(row.birth_name, row.first_names),
        wording_minutes.access_path_words(row.access_path.value),
        _short_codes(scene, row),
        places[row.panel_id],
        row.starts_at,
    )


def _letter(
    scene: PlanningScene, row: RegistrationRow, received: Mapping[tuple[str, DossierKind], date]
) -> papers.Letter:
    kinds = dossiers_for(scene.certification, row.access_path, presented=row.presented)
    owed = tuple(wording.DOSSIER_KINDS[kind.value] for kind in kinds if (row.id, kind) not in received)
    there = tuple(
        (wording.DOSSIER_KINDS[kind.value], received[row.id, kind])
        for kind in kinds
        if (row.id, kind) in received
    )
    name = wording_minutes.full_name(row.birth_name, row.first_names, usage_name=row.usage_name)
    return papers.Letter(form_of_address(row.civility), row.minutes, owed, there, name)


def _sittings(blocks: Sequence[BlockRow]) -> list[papers.Sitting]:
    return [
        papers.Sitting(block.short_code, one.title, one.oral_minutes, one.interview_minutes)
        for block in blocks
        for one in block.assessments
        if not one.judged_by.outside_panel
    ]


def _grid(blocks: Sequence[BlockRow], scheme: GradingScheme) -> papers.Grid:
    by_points = scheme.mode is ScoringMode.POINTS
    return papers.Grid(
        tuple(papers.GridBlock(b.short_code, b.title, _items(b, by_points=by_points)) for b in blocks),
        () if by_points else tuple(papers.GridLevel(level.label, level.shape) for level in scheme.levels),
        scheme.global_level_required,
    )


def _items(block: BlockRow, *, by_points: bool) -> tuple[str, ...]:
    """Return what a juror marks in a block, as ``domain.scoring.scored_items`` has it."""
    if block.competences and not by_points:
        return tuple(competence.wording for competence in block.competences)
    return tuple(assessment.title for assessment in block.assessments)


def _rules(scene: PlanningScene) -> list[papers.PanelRule]:
    rules = session_rules(scene.session.panel_rules, scene.certification)
    found = (
        papers.PanelRule(
            f"{wording_minutes.role_words(seat.role.value)}{f' : {seat.who}' if seat.who else ''}",
            seat.source,
        )
        for seat in rules.seats
    )
    return list(dict.fromkeys(found))


def _recused(scene: PlanningScene, expected: Sequence[RegistrationRow]) -> list[tuple[int, int]]:
    seats = [seat.id for panel in scene.panels for seat in _seats(panel)]
    return [
        (juror, candidate)
        for candidate, row in enumerate(expected)
        for juror, seat_id in enumerate(seats)
        if seat_id in row.recused_seat_ids
    ]


@dataclass(frozen=True, slots=True)
class Printed:
    """What printing wrote: the files, in order."""

    files: tuple[Path, ...]


def print_separately(
    renderer: PaperRenderer,
    content: PaperContent,
    folder: Path,
    *,
    kinds: Sequence[PaperKind] = tuple(PaperKind),
    progress: Progress | None = None,
    replaces: bool = False,
) -> Printed:
    """Write each paper as a file of its own into ``folder``, which may be made.

    A file that is there already refuses them all, unless ``replaces``. Raises ``RuleError`` (``papers.*``,
    ``document.*``, ``export.*``) or a ``StorageError`` of the folder.
    """
    written = []
    chosen = papers.paper_set(content, kinds)
    open_export_folder(folder, [paper.file_name for paper in chosen], replaces=replaces)
    for done, paper in enumerate(chosen):
        if progress is not None:
            progress(done, len(chosen))
        pdf = renderer.render(paper.kind, content, only=paper.only)
        target = folder / paper.file_name
        write_file(target, pdf)
        written.append(target)
    if progress is not None:
        progress(len(chosen), len(chosen))
    return Printed(tuple(written))


def merged(
    renderer: PaperRenderer,
    content: PaperContent,
    *,
    kinds: Sequence[PaperKind] = tuple(PaperKind),
    progress: Progress | None = None,
) -> bytes:
    """Return one PDF of the chosen papers, in order, with a bookmark for each."""
    chosen = papers.paper_set(content, kinds)
    parts = []
    for done, paper in enumerate(chosen):
        if progress is not None:
            progress(done, len(chosen) + 1)
        parts.append((paper.title, renderer.render(paper.kind, content, only=paper.only)))
    if progress is not None:
        progress(len(chosen), len(chosen) + 1)
    return renderer.merge(parts)
