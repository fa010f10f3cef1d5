"""A juror's notes in the dossiers: who may write, who may read, what undo gives back."""

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cisp_desktop.application.dossier_versions import remove_dossier, restore_dossiers
from cisp_desktop.application.queries_reading import NoteRow, PlaceRow
from cisp_desktop.application.reading_notes import (
    NoteContent,
    NoteDraft,
    add_note,
    change_note,
    keep_place,
    remove_note,
    share_note,
)
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.dossier import Dossier
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.panel import Recusal, RecusalGround, Role
from cisp_desktop.domain.reading import Area, NoteColour
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session, make_store, score, score_by_all

HERE = Area(100, 200, 500, 260)
SECRET = "Chiffres à vérifier à l’oral"


@pytest.fixture
def dossier(workspace: SqlWorkspace, session: SessionMade) -> str:
    """A dossier of nine pages of the first candidate."""
    return file_dossier(workspace, session.registrations[0], "d1")


def file_dossier(workspace: SqlWorkspace, registration_id: str, id: str) -> str:
    """Store a dossier without its file; returns its id."""
    received = datetime(2022, 12, 1, tzinfo=UTC)
    with workspace.unit_of_work() as work:
        work.dossiers.add(Dossier(id, registration_id, DossierKind.THESIS, "d.pdf", "0" * 64, 1, 9, received))
        work.commit()
    return id


def recuse(workspace: SqlWorkspace, session: SessionMade) -> None:
    """Recuse the third juror for the first candidate."""
    seat_id = session.seats[Role.CENTRE]
    with workspace.unit_of_work() as work:
        work.recusals.add(Recusal("x", session.registrations[0], seat_id, RecusalGround.TRAINED))
        work.commit()


def a_note(
    dossier_id: str, *, id: str = "n1", page: int = 3, text: str = SECRET, item: str = ""
) -> NoteDraft:
    """A highlight with a text."""
    return NoteDraft(id, dossier_id, page, NoteContent(NoteColour.GREEN, text, item), (HERE,))


def read(
    workspace: SqlWorkspace, session: SessionMade, role: Role = Role.PRESIDENT, dossier_id: str = "d1"
) -> list[NoteRow]:
    """What a juror reads."""
    return list(workspace.queries.reading_notes(session.seats[role], [dossier_id]))


def test_a_note_is_read_back_by_its_author_after_a_restart(
    workspace: SqlWorkspace, session: SessionMade, dossier: str
) -> None:
    item = session.certification.blocks[0].competences[0].id
    add_note(workspace, session.juror(), a_note(dossier, item=item))
    workspace.close()
    again = make_store().open(workspace.path, "quatre pommes à l’école")
    (note,) = again.queries.reading_notes(session.seats[Role.PRESIDENT], [dossier])
    again.abandon()
    assert (note.page, note.areas, note.colour, note.text, note.item) == (
        3, (HERE,), NoteColour.GREEN, SECRET, item,
    )  # fmt: skip
    assert note.own
    assert note.author == "MARTIN Anne"


def test_nobody_else_reads_a_note_shared_or_not_before_every_sheet_is_sealed(
    workspace: SqlWorkspace, session: SessionMade, dossier: str
) -> None:
    add_note(workspace, session.juror(), a_note(dossier))
    add_note(workspace, session.juror(), a_note(dossier, id="n2", text="Partagée"))
    share_note(workspace, session.juror(), "n2", shared=True)
    for role in (Role.PRESIDENT, Role.PROFESSIONAL):
        score(workspace, session, session.registrations[0], role=role)
    assert read(workspace, session, Role.CENTRE) == []
    assert read(workspace, session, Role.PROFESSIONAL) == []
    score(workspace, session, session.registrations[0], role=Role.CENTRE)
    seen = read(workspace, session, Role.CENTRE)
    assert [(note.text, note.own, note.author) for note in seen] == [("Partagée", False, "MARTIN Anne")]
    assert len(read(workspace, session)) == 2


def test_another_panel_and_a_recused_juror_never_read_a_shared_note(
    workspace: SqlWorkspace, session: SessionMade, dossier: str
) -> None:
    other = make_session(workspace, name="S2")
    recuse(workspace, session)
    add_note(workspace, session.juror(), a_note(dossier))
    share_note(workspace, session.juror(), "n1", shared=True)
    for role in (Role.PRESIDENT, Role.PROFESSIONAL):
        score(workspace, session, session.registrations[0], role=role)
    assert read(workspace, session, Role.PROFESSIONAL) != []
    assert read(workspace, session, Role.CENTRE) == []
    assert list(workspace.queries.reading_notes(other.seats[Role.PRESIDENT], [dossier])) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"page": 9}, "note.page"),
        ({"page": -1}, "note.page"),
        ({"areas": (Area(500, 0, 400, 10),)}, "note.area"),
        ({"areas": (Area(0, 0, 1001, 10),)}, "note.area"),
        ({"areas": (HERE,) * 401}, "note.area"),
        ({"areas": (), "content": NoteContent(NoteColour.BLUE, "   ")}, "note.empty"),
        ({"content": NoteContent(NoteColour.BLUE, "x", "another")}, "note.item"),
        ({"content": NoteContent(NoteColour.BLUE, "a\u202eb")}, "text.character"),
        ({"content": NoteContent(NoteColour.BLUE, "x" * 10_001)}, "text.too_long"),
    ],
)
def test_a_note_that_makes_no_sense_is_refused(
    workspace: SqlWorkspace, session: SessionMade, dossier: str, change: dict[str, object], code: str
) -> None:
    with pytest.raises(RuleError) as refused:
        add_note(workspace, session.juror(), replace(a_note(dossier), **change))  # type: ignore[arg-type]  # by case
    assert refused.value.code == code
    assert read(workspace, session) == []


def test_only_its_author_changes_shares_or_removes_a_note(
    workspace: SqlWorkspace, session: SessionMade, dossier: str
) -> None:
    add_note(workspace, session.juror(), a_note(dossier))
    other = session.juror(Role.CENTRE)
    for act in (
        lambda: change_note(workspace, other, "n1", NoteContent(NoteColour.PINK, "autre")),
        lambda: share_note(workspace, other, "n1", shared=True),
        lambda: remove_note(workspace, other, "n1"),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "note.not_author"
    assert read(workspace, session)[0].text == SECRET


def test_a_recused_juror_and_one_of_another_session_note_nothing(
    workspace: SqlWorkspace, session: SessionMade, dossier: str
) -> None:
    other = make_session(workspace, name="S2")
    with pytest.raises(Refused) as elsewhere:
        add_note(workspace, other.juror(), a_note(dossier))
    recuse(workspace, session)
    with pytest.raises(Refused) as recused:
        add_note(workspace, session.juror(Role.CENTRE), a_note(dossier))
    assert (elsewhere.value.code, recused.value.code) == ("juror.other_session", "juror.recused")


def test_the_journal_says_that_a_note_was_written_and_nothing_of_it(
    workspace: SqlWorkspace, session: SessionMade, dossier: str
) -> None:
    item = session.certification.blocks[0].competences[0].id
    add_note(workspace, session.juror(), a_note(dossier, item=item))
    change_note(workspace, session.juror(), "n1", NoteContent(NoteColour.PINK, SECRET + " bis", item))
    with workspace.unit_of_work() as work:
        events = list(work.journal.all())
    assert [event.action for event in events][-2:] == ["note.added", "note.changed"]
    assert all(SECRET not in event.details and item not in event.details for event in events[-2:])


def test_a_shared_note_stays_readable_when_the_panel_scored_all(
    workspace: SqlWorkspace, session: SessionMade, dossier: str
) -> None:
    score_by_all(workspace, session, session.registrations[0])
    add_note(workspace, session.juror(), a_note(dossier))
    assert read(workspace, session, Role.CENTRE) == []
    share_note(workspace, session.juror(), "n1", shared=True)
    assert len(read(workspace, session, Role.CENTRE)) == 1
    share_note(workspace, session.juror(), "n1", shared=False)
    assert read(workspace, session, Role.CENTRE) == []


def test_the_place_of_each_juror_in_each_dossier_is_kept_without_an_act(
    workspace: SqlWorkspace, session: SessionMade, dossier: str
) -> None:
    other = file_dossier(workspace, session.registrations[1], "d2")
    with workspace.unit_of_work() as work:
        before = len(list(work.journal.all()))
    keep_place(workspace, session.juror(), dossier, PlaceRow(4, 250, 0))
    keep_place(workspace, session.juror(), dossier, PlaceRow(7, 10, 125))
    keep_place(workspace, session.juror(Role.CENTRE), dossier, PlaceRow(1))
    with pytest.raises(RuleError):
        keep_place(workspace, session.juror(), other, PlaceRow(9))
    seat = session.seats[Role.PRESIDENT]
    assert workspace.queries.reading_places(seat, [dossier, other]) == {dossier: PlaceRow(7, 10, 125)}
    with workspace.unit_of_work() as work:
        assert len(list(work.journal.all())) == before


def test_a_dossier_put_back_has_the_notes_and_places_of_every_juror_again(
    workspace: SqlWorkspace, session: SessionMade, dossier: str
) -> None:
    add_note(workspace, session.juror(), a_note(dossier))
    share_note(workspace, session.juror(), "n1", shared=True)
    add_note(workspace, session.juror(Role.CENTRE), a_note(dossier, id="n2", text="À moi seule"))
    keep_place(workspace, session.juror(), dossier, PlaceRow(7, 10, 125))
    seat = session.seats[Role.PRESIDENT]
    before = [read(workspace, session, role) for role in session.seats]
    for _redone in range(2):
        removed = remove_dossier(workspace, dossier)
        assert [read(workspace, session, role) for role in session.seats] == [[], [], []]
        assert workspace.queries.reading_places(seat, [dossier]) == {}
        assert SECRET not in repr(removed)
        restore_dossiers(workspace, removed)
        assert [read(workspace, session, role) for role in session.seats] == before
        assert workspace.queries.reading_places(seat, [dossier]) == {dossier: PlaceRow(7, 10, 125)}
    assert [note.id for note in before[0]] == ["n1"]
    assert read(workspace, session, Role.PROFESSIONAL) == []


@pytest.mark.parametrize("text", ["<b>gras</b> & <img src=x>", "=1+1", "﷽" * 900, "a" * 10_000, "🙂\n\té́"])
def test_a_note_that_looks_hostile_is_kept_as_it_was_typed(
    workspace: SqlWorkspace, session: SessionMade, dossier: str, text: str
) -> None:
    add_note(workspace, session.juror(), a_note(dossier, text=text))
    assert [note.text for note in read(workspace, session)] == [unicodedata.normalize("NFC", text)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x" * 200_000, "text.too_long"),
        ("a\u202eb", "text.character"),
        ("a\x00b", "text.character"),
        ("a\ud800b", "text.character"),
        ("a\u2066b", "text.character"),
    ],
)
def test_a_change_that_cannot_be_kept_is_refused_and_the_note_stays(
    workspace: SqlWorkspace, session: SessionMade, dossier: str, text: str, code: str
) -> None:
    add_note(workspace, session.juror(), a_note(dossier))
    with pytest.raises(RuleError) as refused:
        change_note(workspace, session.juror(), "n1", NoteContent(NoteColour.PINK, text))
    assert refused.value.code == code
    assert [note.text for note in read(workspace, session)] == [SECRET]


CONTENTS = st.builds(NoteContent, st.sampled_from(NoteColour), st.sampled_from(["", "un", "deux\nlignes"]))
ACTS = st.lists(
    st.tuples(st.sampled_from(["add", "change", "remove", "share"]), CONTENTS, st.integers(0, 8)),
    min_size=1, max_size=8,
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_undoing_every_act_gives_back_what_stood_before(
    workspace: SqlWorkspace, session: SessionMade, dossier: str, acts: list[tuple[str, NoteContent, int]]
) -> None:
    juror = session.juror()
    states = [read(workspace, session)]
    inverses = []
    for place, (act, content, which) in enumerate(acts):
        known = read(workspace, session)
        if act == "add" or not known:
            note_id = f"n{len(states[0])}-{place}-{which}"
            add_note(workspace, juror, NoteDraft(note_id, dossier, which, content, (HERE,)))
            inverses.append(lambda i=note_id: remove_note(workspace, juror, i))
        else:
            note_id = known[which % len(known)].id
            if act == "change":
                before = change_note(workspace, juror, note_id, content)
                inverses.append(lambda i=note_id, b=before: change_note(workspace, juror, i, b))
            elif act == "share":
                was = share_note(workspace, juror, note_id, shared=which % 2 == 0)
                inverses.append(lambda i=note_id, b=was: share_note(workspace, juror, i, shared=b))
            else:
                kept = remove_note(workspace, juror, note_id)
                inverses.append(lambda k=kept: add_note(workspace, juror, k))
        states.append(read(workspace, session))
    for inverse, before_it in zip(reversed(inverses), reversed(states[:-1]), strict=True):
        inverse()
        assert read(workspace, session) == before_it
