"""Score sheets that travel as spreadsheets: filled away from the application, taken back whole.

Must not know spreadsheets (``SheetFiles`` reads and writes them), nor other jurors' marks.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cisp_desktop.application.candidate_list import LineError
from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.queries import (
    BlockRow,
    PanelRow,
    RegistrationRow,
    SeatRow,
    SheetLine,
    SheetStateRow,
)
from cisp_desktop.application.scoring import MarkValue, append_marks, append_seals
from cisp_desktop.application.sheet_rows import SheetFile, SheetRow
from cisp_desktop.application.wording import GLOBAL_LEVEL, NOT_EVALUATED, person_name, plural
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.domain.errors import CispError, Refused
from cisp_desktop.domain.grading import GradingScheme, ScoringMode
from cisp_desktop.domain.scoring import GLOBAL_ITEM, NotEvaluatedReason, SheetState
from cisp_desktop.domain.text import folded

NUMBER, BLOCK, COMPETENCE, LEVEL = "N° dossier", "Bloc", "Compétence", "Niveau"


class SheetFiles(Protocol):
    """Writes and reads the jurors' spreadsheets."""

    def write(self, folder: Path, *, role: str, name: str, rows: Sequence[SheetRow], prompt: str) -> Path:
        """Write ``<ROLE> <NOM Prénom>.xlsx`` into ``folder`` (made when missing) and return its path.

        ``prompt`` says at each cell what can be written there.
        """
        ...

    def read(self, path: Path, *, labels: Mapping[str, int], points: bool) -> SheetFile:
        """Read a spreadsheet back; ``labels`` maps a level's word to its value."""
        ...


@dataclass(frozen=True, slots=True)
class SheetImport:
    """What taking a sheet back did. ``marks`` counts rows appended; with an error nothing is written."""

    marks: int
    unchanged: int
    sealed: int
    errors: tuple[LineError, ...]


@dataclass(frozen=True, slots=True)
class SheetExport:
    """The spreadsheets written, and how many sheets they leave out because they are sealed."""

    paths: tuple[Path, ...]
    sealed: int


def export_sheets(workspace: Workspace, session_id: str, folder: Path, *, files: SheetFiles) -> SheetExport:
    """Write one empty spreadsheet per juror: the candidates of the own panel, blocks and lines to score.

    No mark is written into it, whoever asks; what is sealed is left out: nothing of it can be taken back.
    Raises ``Refused``: ``sheets.no_panel`` without jurors, ``sheets.all_sealed``.
    """
    queries = workspace.queries
    panels = queries.panels(session_id)
    if not any(panel.seats for panel in panels):
        raise Refused("sheets.no_panel")
    certification = queries.certification(queries.session(session_id).certification_id)
    registrations = queries.registrations(session_id)
    scheme = queries.scheme(session_id)
    names, prompt = _owners(panels), marks_in_words(scheme)
    sealed, tables = 0, []
    for seat in (seat for panel in panels for seat in panel.seats):
        closed = _sealed(queries.sheet_states(session_id, seat.id))
        rows = _empty_rows(seat, registrations, certification.blocks, scheme=scheme, sealed=closed)
        sealed += len(closed)
        if rows or not closed:
            tables.append((seat, rows))
    if not tables:
        raise Refused("sheets.all_sealed")
    written = [
        files.write(folder, role=seat.role.value, name=names[seat.id], rows=rows, prompt=prompt)
        for seat, rows in tables
    ]
    return SheetExport(tuple(written), sealed)


def left_out_words(sealed: int) -> str:
    """Say that sealed sheets are not in the spreadsheets."""
    return plural(
        sealed, "grille est scellée et n’est pas écrite.", "grilles sont scellées et ne sont pas écrites."
    )


def _sealed(states: Iterable[SheetStateRow]) -> set[tuple[str, str]]:
    return {(one.registration_id, one.block_id) for one in states if one.state is SheetState.SEALED}


def _owners(panels: Sequence[PanelRow]) -> dict[str, str]:
    """Return the name on each seat's file, by seat id: two of one role and name also bear their panel."""
    seats = [(seat, panel) for panel in panels for seat in panel.seats]
    alike = Counter((seat.role, folded(seat.name)) for seat, _ in seats)
    return {
        seat.id: seat.name
        if alike[seat.role, folded(seat.name)] == 1
        else f"{seat.name} ({panel_words(panel.name, panel.position)})"
        for seat, panel in seats
    }


def _empty_rows(
    seat: SeatRow,
    registrations: Sequence[RegistrationRow],
    blocks: Sequence[BlockRow],
    *,
    scheme: GradingScheme,
    sealed: Collection[tuple[str, str]],
) -> list[SheetRow]:
    rows: list[SheetRow] = []
    for registration in registrations:
        if registration.panel_id != seat.panel_id or not registration.attendance.came:
            continue
        if seat.id in registration.recused_seat_ids:
            continue
        name = person_name(registration.birth_name, registration.first_names)
        for block in blocks:
            if block.id not in registration.presented or (registration.id, block.id) in sealed:
                continue
            lines = [wording for _, wording in block_lines(scheme, block)]
            if scheme.global_level_required:
                lines.append(GLOBAL_LEVEL)
            for item in lines:
                rows.append(SheetRow(len(rows) + 2, registration.number, name, block.code, item))
    return rows


def block_lines(scheme: GradingScheme, block: BlockRow) -> list[tuple[str, str]]:
    """Return the (item, wording) of each line of a sheet, as ``domain.scoring.scored_items`` orders them."""
    if scheme.mode is ScoringMode.LEVELS and block.competences:
        return [(line.id, line.wording) for line in block.competences]
    return [(line.id, line.title) for line in block.assessments]


def marks_in_words(scheme: GradingScheme) -> str:
    """Return what can be written beside a line: the scheme's levels by figure, or points; and « N »."""
    given = "Les points de 0 à 20, par demi-point"
    if scheme.mode is ScoringMode.LEVELS:
        given = "Le niveau en chiffres ("
        given += ", ".join(f"{level.value}{NBSP}: {level.label}" for level in scheme.levels) + ")"
    return f"{given}, ou N pour «{NBSP}non évalué{NBSP}»."


def level_labels(scheme: GradingScheme) -> dict[str, int]:
    """Return the level that each of the scheme's words stands for."""
    return {level.label: level.value for level in scheme.levels}


def import_sheet(
    workspace: Workspace, juror: IdentifiedJuror, path: Path, *, files: SheetFiles, seal: bool = False
) -> SheetImport:
    """Take a filled spreadsheet as the juror's marks, whole or not at all; ``seal`` then seals each sheet.

    Every error is told by line and column. An empty level is an error unless that row was marked before.
    """
    scheme = workspace.queries.scheme(juror.session_id)
    file = files.read(path, labels=level_labels(scheme), points=scheme.mode is ScoringMode.POINTS)
    reading = _Reading(workspace, juror, scheme)
    for row in file.rows:
        reading.take(row)
    errors = sorted([*file.errors, *reading.errors], key=lambda error: error.line)
    if errors:
        return SheetImport(0, 0, 0, tuple(errors))
    return reading.write(seal=seal)


class _Reading:
    """A spreadsheet being understood, row by row."""

    def __init__(self, workspace: Workspace, juror: IdentifiedJuror, scheme: GradingScheme) -> None:
        queries = workspace.queries
        session = queries.session(juror.session_id)
        certification = queries.certification(session.certification_id)
        self._workspace = workspace
        self._juror = juror
        self._registrations = {folded(r.number): r for r in queries.registrations(session.id)}
        self._blocks = {folded(block.code): block for block in certification.blocks}
        self._blocks |= {folded(block.short_code): block for block in certification.blocks}
        self._items = {
            block.id: {folded(wording): item for item, wording in block_lines(scheme, block)}
            | {folded(GLOBAL_LEVEL): GLOBAL_ITEM}
            for block in certification.blocks
        }
        self._states = {
            (row.registration_id, row.block_id): row
            for row in queries.sheet_states(session.id, juror.seat_id)
        }
        self._views: dict[tuple[str, str], dict[str, SheetLine]] = {}
        self._values: dict[tuple[str, str], dict[str, tuple[int, MarkValue]]] = {}
        self.errors: list[LineError] = []

    def take(self, row: SheetRow) -> None:
        """Understand one row, or note what is wrong with it."""
        registration = self._registrations.get(folded(row.number))
        if registration is None:
            return self._wrong(row, NUMBER, "decision.unknown_number", number=row.number)
        block = self._blocks.get(folded(row.block))
        if block is None or (registration.id, block.id) not in self._states:
            return self._wrong(row, BLOCK, "sheets.block_not_yours", block=row.block, number=row.number)
        item = self._items[block.id].get(folded(row.item))
        if item is None:
            return self._wrong(row, COMPETENCE, "sheets.unknown_line", block=row.block)
        key = (registration.id, block.id)
        values = self._values.setdefault(key, {})
        if item in values:
            return self._wrong(row, COMPETENCE, "sheets.line_twice", other=values[item][0])
        value = self._value(row, item)
        if value is None:
            if not self._marked(key, item):
                self._wrong(row, LEVEL, "sheets.level_missing")
            return None
        values[item] = (row.line, value)
        return None

    def _value(self, row: SheetRow, item: str) -> MarkValue | None:
        if row.not_evaluated:
            return MarkValue.not_evaluated(_reason(row.comment), row.comment)
        if row.points is not None and item != GLOBAL_ITEM:
            return MarkValue.of_points(round(row.points * 100), row.comment)
        if row.level is not None:
            return MarkValue.of_level(row.level, row.comment)
        return None

    def _marked(self, key: tuple[str, str], item: str) -> bool:
        if key not in self._views:
            view = self._workspace.queries.score_sheet(key[0], self._juror.seat_id, block_id=key[1])
            self._views[key] = {line.item: line for line in (*view.lines, view.overall)}
        line = self._views[key].get(item)
        return line is not None and line.status is not None and line.status.value != "WITHDRAWN"

    def _wrong(self, row: SheetRow, column: str, code: str, **values: object) -> None:
        self.errors.append(LineError(row.line, column, code, values))

    def write(self, *, seal: bool) -> SheetImport:
        """Append every mark and seal, in one transaction; a refusal names its line and writes nothing."""
        marks = total = sealed = 0
        with self._workspace.unit_of_work() as work:
            for (registration_id, block_id), values in self._values.items():
                state = self._states[registration_id, block_id].state
                first_line = min(line for line, _ in values.values()) if values else 0
                total += len(values)
                try:
                    if state is not SheetState.SEALED or values:
                        marks += len(
                            append_marks(
                                self._workspace, work, self._juror, registration_id=registration_id,
                                block_id=block_id, values=[(item, v) for item, (_, v) in values.items()],
                            ).before
                        )  # fmt: skip
                    if seal and state is not SheetState.SEALED:
                        sealed += len(
                            append_seals(
                                self._workspace, work, self._juror, registration_id=registration_id,
                                block_ids=[block_id],
                            )
                        )  # fmt: skip
                except CispError as error:
                    self.errors.append(LineError(first_line, LEVEL, error.code, error.values))
            if self.errors:
                return SheetImport(0, 0, 0, tuple(self.errors))
            if marks or sealed:
                work.commit()
        return SheetImport(marks, total - marks, sealed, ())


def _reason(comment: str) -> NotEvaluatedReason:
    """Return the reason that the comment words, else the commonest one."""
    wanted = folded(comment)
    for code, words in NOT_EVALUATED.items():
        if wanted and folded(words) == wanted:
            return NotEvaluatedReason(code)
    return NotEvaluatedReason.NOT_ADDRESSED
