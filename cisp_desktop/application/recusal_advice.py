"""Which recusals the files already suggest: who trained, accompanied, employs or is a relative.

Advice only: nothing here declares or refuses anything. Must not know screens or storage.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cisp_desktop.application.queries import JurorRow, PanelRow, RegistrationRow, SeatRow
from cisp_desktop.domain.panel import RecusalGround
from cisp_desktop.domain.text import folded


@dataclass(frozen=True, slots=True)
class SuggestedRecusal:
    """A tie that the files show between a juror and a candidate; ``detail`` quotes what was compared."""

    registration_id: str
    seat_id: str
    ground: RecusalGround
    detail: str


def suggested_recusals(
    panel: PanelRow, registrations: Sequence[RegistrationRow], jurors: Sequence[JurorRow] = ()
) -> tuple[SuggestedRecusal, ...]:
    """Return the ties not yet declared between the panel's jurors, substitutes too, and these candidates.

    Trained or accompanied the candidate, same employer or placement, declared by the juror in the register
    (``jurors``), same family name. One suggestion at most per juror and candidate, the strongest first.
    """
    declared = {(recusal.registration_id, recusal.seat_id) for recusal in panel.recusals}
    ties = {juror.id: juror.ties for juror in jurors if juror.ties}
    seated = [_Seated(seat, ties) for seat in (*panel.seats, *panel.substitutes)]
    words: dict[str, str] = {}
    found = []
    for registration in registrations:
        candidate = _Candidate(registration, words)
        for juror in seated:
            tie = juror.tie(candidate)
            if tie is not None and (registration.id, juror.seat_id) not in declared:
                found.append(SuggestedRecusal(registration.id, juror.seat_id, *tie))
    return tuple(found)


def all_suggested(
    panels: Sequence[PanelRow], registrations: Sequence[RegistrationRow], jurors: Sequence[JurorRow]
) -> tuple[SuggestedRecusal, ...]:
    """Return what the files propose in a whole session: each panel for the candidates that it hears."""
    return tuple(
        suggestion
        for panel in panels
        for suggestion in suggested_recusals(
            panel, [row for row in registrations if row.panel_id == panel.id], jurors
        )
    )


class _Candidate:
    """A candidate's words for comparison; texts that many candidates share are folded once."""

    def __init__(self, row: RegistrationRow, words: dict[str, str]) -> None:
        def known(text: str) -> str:
            if text and text not in words:
                words[text] = folded(text)
            return words[text] if text else ""

        self.row = row
        self.trainer = known(row.referent_trainer)
        self.companion = known(row.companion)
        self.employer = known(row.employer)
        self.families = [
            (typed, known(typed)) for typed in (row.birth_name, row.usage_name) if typed and known(typed)
        ]

    @property
    def first_name(self) -> str:
        """The first of the first names, folded."""
        return next(iter(folded(self.row.first_names).split()), "")


class _Seated:
    """A juror of the panel, as far as ties go."""

    def __init__(self, seat: SeatRow, ties: Mapping[str, str]) -> None:
        self.seat_id = seat.id
        self._words = frozenset(folded(seat.name).split())
        self._name = folded(seat.name)
        self._family = _family_name(seat.name)
        self._employer = folded(seat.employer)
        self._ties = ties.get(seat.juror_id, "")
        self._tie_words = f" {folded(self._ties)} "

    def tie(self, candidate: _Candidate) -> tuple[RecusalGround, str] | None:
        """Return the strongest tie to a candidate with the words that show it, or None."""
        row = candidate.row
        if self._named_in(candidate.trainer):
            return RecusalGround.TRAINED, row.referent_trainer
        if self._named_in(candidate.companion):
            return RecusalGround.ACCOMPANIED, row.companion
        if candidate.employer and candidate.employer == self._employer:
            return RecusalGround.SAME_EMPLOYER, row.employer
        if self._ties and self._declared(candidate):
            return RecusalGround.PERSONAL_TIE, self._ties
        for typed, family in candidate.families:
            if self._bears(family):
                return RecusalGround.PERSONAL_TIE, typed
        return None

    def _named_in(self, text: str) -> bool:
        """Whether a field names the juror, perhaps among others; a single word must be the whole field."""
        if not text or not self._words:
            return False
        named = frozenset(text.split())
        return self._words == named or (len(self._words) > 1 and self._words <= named)

    def _bears(self, family: str) -> bool:
        if self._family:
            return self._family == family
        return self._name.startswith(f"{family} ")

    def _declared(self, candidate: _Candidate) -> bool:
        """Whether the declared ties name the candidate: the name in capitals, or with the first name."""
        for typed, family in candidate.families:
            if f" {family} " not in self._tie_words:
                continue
            if (typed.isupper() and typed in self._ties) or f" {candidate.first_name} " in self._tie_words:
                return True
        return False


def _family_name(name: str) -> str:
    """Return the words in capitals of « NOM Prénom », folded; empty when the typing does not tell."""
    words = name.split()
    capitals = [word for word in words if word.isupper()]
    return folded(" ".join(capitals)) if 0 < len(capitals) < len(words) else ""
