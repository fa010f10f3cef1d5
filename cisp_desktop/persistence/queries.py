"""The reads of a workspace: frozen rows, filled by plain selects on snapshots.

``SqlQueries`` opens a reading connection per call and hands it to the module of the subject. Must not
hand out a mapped instance.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine

from cisp_desktop.application.queries import (
    CentreRow,
    CertificationRow,
    DeliberationDetail,
    DeliberationRow,
    DossierRow,
    DossierVersionRow,
    EquivalenceRow,
    JurorRow,
    MinutesRow,
    PanelRow,
    ProgressRow,
    RectificationRow,
    RegistrationRow,
    ScoreSheetView,
    SearchHit,
    SessionRow,
    SheetStateRow,
    UnavailabilityRow,
)
from cisp_desktop.application.queries_agreement import RatedMarkRow
from cisp_desktop.application.queries_discussion import DiscussionRow, QuorumRow
from cisp_desktop.application.queries_evaluating import (
    CommentTemplateRow,
    PresenceRow,
    SealedRow,
    StandInRow,
    TranscriptionRow,
)
from cisp_desktop.application.queries_incidents import IncidentRow
from cisp_desktop.application.queries_kept import KeptBeside, KeptPaper
from cisp_desktop.application.queries_minutes import ExtractRow, RefusalRow, ScanRow
from cisp_desktop.application.queries_reading import NoteRow, PlaceRow
from cisp_desktop.application.queries_registers import (
    EventRow,
    FrozenRow,
    JournalVerdict,
    LinkRow,
    LinksWanted,
    NumberRow,
)
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.domain.hearing_log import TimerEvent
from cisp_desktop.persistence.failures import told
from cisp_desktop.persistence.reading import (
    agreement,
    certifications,
    deliberation,
    discussion,
    dossiers,
    evaluating,
    extracts,
    incidents,
    journal,
    kept,
    notes,
    panels,
    records,
    refusals,
    registers,
    registrations,
    scans,
    sessions,
    sheets,
)


class SqlQueries:
    """The reads of one workspace; safe from any thread."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self._path = path

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told(self._path), self._engine.connect() as connection:
            yield connection

    def certifications(self) -> Sequence[CertificationRow]:
        """Return every certification, by code and version."""
        with self._reading() as connection:
            return certifications.rows(connection)

    def certification(self, certification_id: str) -> CertificationRow:
        """Return one; ``Refused("certification.not_found")``."""
        with self._reading() as connection:
            return certifications.row(connection, certification_id)

    def sessions(self) -> Sequence[SessionRow]:
        """Return every session, the latest first."""
        with self._reading() as connection:
            return sessions.rows(connection)

    def session(self, session_id: str) -> SessionRow:
        """Return one; ``Refused("session.not_found")``."""
        with self._reading() as connection:
            return sessions.row(connection, session_id)

    def scheme(self, session_id: str) -> GradingScheme:
        """Return the session's own scheme."""
        with self._reading() as connection:
            return sessions.scheme(connection, session_id)

    def registrations(self, session_id: str) -> Sequence[RegistrationRow]:
        """Return the session's registrations by position."""
        with self._reading() as connection:
            return registrations.rows(connection, session_id)

    def registration(self, registration_id: str) -> RegistrationRow:
        """Return one; ``Refused("registration.not_found")``."""
        with self._reading() as connection:
            return registrations.row(connection, registration_id)

    def dossiers(self, session_id: str) -> Sequence[DossierRow]:
        """Return the dossiers that count, by registration and kind."""
        with self._reading() as connection:
            return dossiers.rows(connection, session_id=session_id)

    def dossiers_of(self, registration_id: str) -> Sequence[DossierRow]:
        """Return one candidate's dossiers that count."""
        with self._reading() as connection:
            return dossiers.rows(connection, registration_id=registration_id)

    def dossier_versions(self, registration_id: str, kind: DossierKind) -> Sequence[DossierVersionRow]:
        """Return every version of one dossier, the newest first."""
        with self._reading() as connection:
            return dossiers.versions(connection, registration_id, kind)

    def search_dossier(self, dossier_id: str, text: str) -> Sequence[SearchHit]:
        """Return the pages where a word begins with each word of ``text``; accents and case ignored."""
        with self._reading() as connection:
            return dossiers.search(connection, [dossier_id], text)

    def search_dossiers(self, dossier_ids: Sequence[str], text: str) -> Sequence[SearchHit]:
        """``search_dossier`` over several at once, dossiers in the order given."""
        with self._reading() as connection:
            return dossiers.search(connection, dossier_ids, text)

    def reading_notes(self, seat_id: str, dossier_ids: Sequence[str]) -> Sequence[NoteRow]:
        """Return the juror's own notes, and the others' shared ones once sheets are revealed, by page."""
        with self._reading() as connection:
            return notes.rows(connection, seat_id, dossier_ids)

    def reading_places(self, seat_id: str, dossier_ids: Sequence[str]) -> Mapping[str, PlaceRow]:
        """Return where the juror's reading of each dossier stood."""
        with self._reading() as connection:
            return notes.places(connection, seat_id, dossier_ids)

    def panel(self, session_id: str) -> PanelRow:
        """Return the session's first panel: sitting seats, recusals."""
        with self._reading() as connection:
            return panels.row(connection, session_id)

    def panels(self, session_id: str) -> Sequence[PanelRow]:
        """Return the session's panels in order."""
        with self._reading() as connection:
            return panels.rows(connection, session_id)

    def jurors(self) -> Sequence[JurorRow]:
        """Return the register of jurors, by name."""
        with self._reading() as connection:
            return panels.register(connection)

    def centres(self) -> Sequence[CentreRow]:
        """Return the centres, by name."""
        with self._reading() as connection:
            return sessions.centres(connection)

    def centre(self, centre_id: str) -> CentreRow:
        """Return one; ``Refused("centre.not_found")``."""
        with self._reading() as connection:
            return sessions.centre(connection, centre_id)

    def equivalences(self, certification_code: str) -> Sequence[EquivalenceRow]:
        """Return what counts for blocks of this certification, by older code."""
        with self._reading() as connection:
            return certifications.equivalences(connection, certification_code)

    def unavailabilities(self, session_id: str) -> Sequence[UnavailabilityRow]:
        """Return who cannot be there, by time."""
        with self._reading() as connection:
            return sessions.unavailabilities(connection, session_id)

    def progress(self, session_id: str) -> Sequence[ProgressRow]:
        """Return how far each sitting juror is."""
        with self._reading() as connection:
            return sheets.progress(connection, session_id)

    def sheet_states(self, session_id: str, seat_id: str) -> Sequence[SheetStateRow]:
        """Return where each sheet stands that this seat must fill; ``Refused("seat.not_found")``."""
        with self._reading() as connection:
            return sheets.states(connection, session_id, seat_id)

    def score_sheet(self, registration_id: str, seat_id: str, *, block_id: str) -> ScoreSheetView:
        """Return this seat's own sheet; ``Refused``: ``juror.other_panel``, ``juror.recused``."""
        with self._reading() as connection:
            return sheets.view(connection, registration_id, seat_id, block_id=block_id)

    def deliberation(
        self, session_id: str, *, registrations: Collection[str] | None = None
    ) -> Sequence[DeliberationRow]:
        """Return the matrix; what is not sealed by all shows ``unsealed`` and nothing else."""
        with self._reading() as connection:
            return deliberation.matrix(connection, session_id, registrations=registrations)

    def deliberation_detail(self, registration_id: str, block_id: str) -> DeliberationDetail:
        """Return the sealed sheets side by side; ``Refused("deliberation.sheets_unsealed", missing=…)``."""
        with self._reading() as connection:
            return deliberation.detail(connection, registration_id, block_id)

    def discussion(self, registration_id: str, block_id: str) -> DiscussionRow:
        """Return who decides, rounds, votes and advice; nothing of a block before sheets are revealed."""
        with self._reading() as connection:
            return discussion.row(connection, registration_id, block_id)

    def without_quorum(self, session_id: str) -> Sequence[QuorumRow]:
        """Return the candidates for whom nobody can decide now."""
        with self._reading() as connection:
            return discussion.without_quorum(connection, session_id)

    def rated_marks(self, session_ids: Sequence[str]) -> Sequence[RatedMarkRow]:
        """Return the first round's marks on lines whose proposals were shown."""
        with self._reading() as connection:
            return agreement.rated_marks(connection, session_ids)

    def incidents(self, session_id: str) -> Sequence[IncidentRow]:
        """Return a session's incidents, the withdrawn ones too, by hour."""
        with self._reading() as connection:
            return incidents.rows(connection, session_id)

    def timer_events(self, session_id: str) -> Sequence[TimerEvent]:
        """Return every act on the timers of the session's candidates, in order."""
        with self._reading() as connection:
            return evaluating.timer_events(connection, session_id)

    def presences(self, session_id: str) -> Sequence[PresenceRow]:
        """Return what is known of the coming of the session's candidates."""
        with self._reading() as connection:
            return evaluating.presences(connection, session_id)

    def stand_ins(self, session_id: str) -> Sequence[StandInRow]:
        """Return who is gone or replaced for the session's candidates, by hour."""
        with self._reading() as connection:
            return evaluating.stand_ins(connection, session_id)

    def transcription(self, sheet_id: str) -> TranscriptionRow | None:
        """Return who typed and checked a sheet copied from paper; None for any other."""
        with self._reading() as connection:
            return evaluating.transcription(connection, sheet_id)

    def sealed_sheets(self, session_id: str, seat_id: str) -> Sequence[SealedRow]:
        """Return this seat's own sealed sheets, the latest first."""
        with self._reading() as connection:
            return evaluating.sealed_sheets(connection, session_id, seat_id)

    def comment_templates(self) -> Sequence[CommentTemplateRow]:
        """Return the comments ready to insert, in order."""
        with self._reading() as connection:
            return evaluating.comment_templates(connection)

    def minutes(self, minutes_id: str) -> MinutesRow:
        """Return one; ``Refused("minutes.not_found")``."""
        with self._reading() as connection:
            return records.minutes(connection, minutes_id)

    def minutes_of(self, session_id: str) -> MinutesRow | None:
        """Return the minutes of the first of the session's panels that has some, if any."""
        return next(iter(self.minutes_of_session(session_id)), None)

    def minutes_history(self, session_id: str) -> Sequence[MinutesRow]:
        """Return every minutes ever closed in the session, ended and rectified ones too, the oldest first."""
        with self._reading() as connection:
            return records.minutes_history(connection, session_id)

    def rectification(self, session_id: str) -> RectificationRow | None:
        """Return the rectification under way, if any."""
        with self._reading() as connection:
            return records.rectification(connection, session_id)

    def minutes_scans(self, minutes_id: str) -> Sequence[ScanRow]:
        """Return the scans attached to minutes, the oldest first."""
        with self._reading() as connection:
            return scans.minutes_scans(connection, minutes_id)

    def minutes_refusals(self, session_id: str) -> Sequence[RefusalRow]:
        """Return every refusal to sign minutes of a session, also those taken back, the oldest first."""
        with self._reading() as connection:
            return refusals.minutes_refusals(connection, session_id)

    def minutes_extracts(self, minutes_id: str) -> Sequence[ExtractRow]:
        """Return the extracts signed with minutes, in the order of their candidates."""
        with self._reading() as connection:
            return extracts.minutes_extracts(connection, minutes_id)

    def extract_texts(self, minutes_id: str) -> Sequence[tuple[str, str]]:
        """Return (id, frozen data) of each extract of minutes, in the same order."""
        with self._reading() as connection:
            return extracts.extract_texts(connection, minutes_id)

    def kept_papers(self, sha256: str, codes: Collection[str]) -> Sequence[KeptPaper]:
        """Return the issued papers whose file or frozen content has a fingerprint, or that bear a code."""
        with self._reading() as connection:
            return kept.papers(connection, sha256, codes)

    def kept_beside(self, sha256: str) -> KeptBeside | None:
        """Return the scan or the frozen data of minutes that has this fingerprint, if any."""
        with self._reading() as connection:
            return kept.beside_minutes(connection, sha256)

    def minutes_of_session(self, session_id: str) -> Sequence[MinutesRow]:
        """Return the latest minutes of each panel, in the panels' order."""
        with self._reading() as connection:
            return records.minutes_of_session(connection, session_id)

    def events(self, *, limit: int = 1000) -> Sequence[EventRow]:
        """Return the latest events of the journal, newest first."""
        with self._reading() as connection:
            return records.events(connection, limit)

    def links(self, wanted: LinksWanted) -> Sequence[LinkRow]:
        """Return the links of the journal that are asked for, the oldest first, with their hashes."""
        with self._reading() as connection:
            return journal.links(connection, wanted)

    def journal_parties(self) -> tuple[Sequence[str], Sequence[str]]:
        """Return every actor and every action that the journal names, each once."""
        with self._reading() as connection:
            return journal.parties(connection)

    def link_of_head(self, head: str) -> LinkRow | None:
        """Return the link whose hash is, or begins with, ``head``."""
        with self._reading() as connection:
            return journal.link_of_head(connection, head)

    def check_journal(self, heads: Mapping[str, int] | None = None) -> JournalVerdict:
        """Check every link, against the heads that minutes carry and those given (hash → sequence or 0)."""
        with self._reading() as connection:
            return journal.verdict(connection, heads or {})

    def numbers(self) -> Sequence[NumberRow]:
        """Return every bearer of a number of minutes: reserved, then closed by hour."""
        with self._reading() as connection:
            return registers.numbers(connection)

    def frozen_minutes(self) -> Sequence[FrozenRow]:
        """Return the minutes that did not end with their frozen data, in the order of their closing."""
        with self._reading() as connection:
            return registers.frozen(connection)

    def snapshot_texts(self, session_id: str) -> Mapping[str, str]:
        """Return the frozen data of every minutes of a session, ended ones too, by minutes."""
        with self._reading() as connection:
            return registers.snapshot_texts(connection, session_id)
