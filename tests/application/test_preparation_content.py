"""What the papers of a session are given to print."""

import hashlib
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from cisp_desktop.application.dossiers import store_dossier
from cisp_desktop.application.jurors import recuse
from cisp_desktop.application.placing import Place, place_defences
from cisp_desktop.application.ports import DossierFacts
from cisp_desktop.application.preparation_content import merged, print_separately, read_paper_content
from cisp_desktop.application.preparation_papers import PaperContent, PaperKind, paper_set
from cisp_desktop.application.preparation_printing import printing_warnings
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.panel import RecusalGround, Role
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session

TODAY = date(2022, 11, 20)


class Inspector:
    """Takes any file for one page."""

    def inspect(self, content: bytes, *, file_name: str) -> DossierFacts:
        return DossierFacts(1, hashlib.sha256(content).hexdigest(), len(content), ("texte",))


class Renderer:
    """Says what it was asked to draw."""

    def render(self, kind: PaperKind, content: PaperContent, *, only: int | None = None) -> bytes:
        return f"{kind}:{only}".encode()

    def merge(self, papers: list[tuple[str, bytes]]) -> bytes:
        return b"|".join(pdf for _, pdf in papers)


def placed(workspace: SqlWorkspace) -> SessionMade:
    made = make_session(workspace)
    first, second, _ = made.registrations
    place_defences(
        workspace,
        made.id,
        {
            first: Place(made.panel_id, datetime(2022, 12, 14, 14, 0), 60),
            second: Place(made.panel_id, datetime(2022, 12, 14, 9, 0), 60),
        },
    )
    return made


def test_candidates_stand_by_hour_and_who_will_not_come_is_left_out(workspace: SqlWorkspace) -> None:
    made = placed(workspace)
    with workspace.unit_of_work() as work:
        work.registrations.get(made.registrations[2]).attendance = Attendance.EXCUSED
        work.commit()
    content = read_paper_content(workspace.queries, made.id, issued_on=TODAY)
    assert [c.number for c in content.public.candidates] == ["D-0002", "D-0001"]
    (panel,) = content.public.panels
    assert panel.days[0].starts_at == datetime(2022, 12, 14, 9, 0)
    assert panel.days[0].ends_at == datetime(2022, 12, 14, 15, 0)
    assert [span.label for span in panel.breaks] == ["Déjeuner"]
    assert len(content.letters) == 2


def test_a_recused_juror_has_no_sheet_for_that_candidate(workspace: SqlWorkspace) -> None:
    made = placed(workspace)
    seat = made.seats[Role.CENTRE]
    recuse(workspace, made.registrations[0], seat_id=seat, ground=RecusalGround.TRAINED)
    content = read_paper_content(workspace.queries, made.id, issued_on=TODAY)
    centre = next(n for n, (_, s) in enumerate(content.public.jurors) if s.name == "ROUX Hélène")
    heard = [content.public.candidates[n].number for n in content.heard_by(centre)]
    assert heard == ["D-0002", "D-0003"]
    assert len(content.heard_by(0)) == 3


def test_a_letter_greets_by_the_civility_in_full(workspace: SqlWorkspace) -> None:
    made = placed(workspace)
    with workspace.unit_of_work() as work:
        for registration_id, civility in zip(made.registrations, ("Mme", "M.", ""), strict=True):
            registration = work.registrations.get(registration_id)
            work.candidates.get(registration.candidate_id).civility = civility
        work.commit()
    content = read_paper_content(workspace.queries, made.id, issued_on=TODAY)
    greeted = dict(zip((c.number for c in content.public.candidates), content.letters, strict=True))
    assert {n: letter.civility for n, letter in greeted.items()} == {
        "D-0001": "Madame", "D-0002": "Monsieur", "D-0003": "",
    }  # fmt: skip


def test_marks_on_twenty_ask_for_assessments(workspace: SqlWorkspace) -> None:
    made = make_session(workspace, certification="RNCP6133", name="S2")
    content = read_paper_content(workspace.queries, made.id, issued_on=TODAY)
    assert content.grid.levels == ()
    assert [len(block.items) for block in content.grid.blocks] == [1, 1, 1, 1]


def test_papers_go_out_one_by_one_or_as_one_file(workspace: SqlWorkspace, tmp_path: Path) -> None:
    made = placed(workspace)
    content = read_paper_content(workspace.queries, made.id, issued_on=TODAY)
    told: list[tuple[int, int]] = []
    kinds = (PaperKind.PLANNING, PaperKind.SUMMONS_CANDIDATES)
    printed = print_separately(
        Renderer(), content, tmp_path, kinds=kinds, progress=lambda done, total: told.append((done, total))
    )
    assert [path.read_bytes() for path in printed.files] == [
        b"SUMMONS_CANDIDATES:0", b"SUMMONS_CANDIDATES:1", b"SUMMONS_CANDIDATES:2", b"PLANNING:None",
    ]  # fmt: skip
    assert told[0] == (0, 4)
    assert told[-1] == (4, 4)
    whole = merged(Renderer(), content, kinds=kinds)
    assert whole.split(b"|") == [path.read_bytes() for path in printed.files]


def test_a_usage_name_is_in_the_letter_and_nowhere_else(workspace: SqlWorkspace) -> None:
    made = placed(workspace)
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(made.registrations[0])
        person = work.candidates.get(registration.candidate_id)
        person.usage_name = "VIDAL"
        work.commit()
    content = read_paper_content(workspace.queries, made.id, issued_on=TODAY)
    place = next(n for n, one in enumerate(content.public.candidates) if one.number == "D-0001")
    assert content.public.candidates[place].name == "DUPONT1 Zoé"
    assert content.letters[place].full_name == "DUPONT1 (nom d’usage\u00a0: VIDAL) Zoé Ève"
    names = [paper.file_name for paper in paper_set(content, [PaperKind.SUMMONS_CANDIDATES])]
    assert "Convocation - D-0001 - DUPONT1 Zoé.pdf" in names
    assert not any("_" in name for name in names)


def test_a_dossier_handed_in_is_dated_and_no_longer_owed(workspace: SqlWorkspace) -> None:
    made = placed(workspace)
    before = read_paper_content(workspace.queries, made.id, issued_on=TODAY).letters[0]
    first = read_paper_content(workspace.queries, made.id, issued_on=TODAY).public.candidates[0].number
    row = next(row for row in workspace.queries.registrations(made.id) if row.number == first)
    store_dossier(
        workspace, row.id, kind=DossierKind.THESIS, file_name="m.pdf", content=b"%PDF", inspector=Inspector(),
    )  # fmt: skip
    after = read_paper_content(workspace.queries, made.id, issued_on=TODAY).letters[0]
    assert set(before.dossiers) - set(after.dossiers) == {"Mémoire"}
    assert after.received == (("Mémoire", workspace.clock().date()),)


@pytest.mark.parametrize(
    ("kind", "lacking"),
    [
        (PaperKind.SUMMONS_CANDIDATES, ["adresse", "ville"]),
        (PaperKind.NOMINATION, ["ville"]),
        (PaperKind.PLANNING, []),
    ],
)
def test_what_a_centre_s_address_lacks_is_told_of_the_papers_that_print_it(
    workspace: SqlWorkspace, kind: PaperKind, lacking: list[str]
) -> None:
    made = placed(workspace)
    content = read_paper_content(workspace.queries, made.id, issued_on=TODAY)
    bare = replace(content.public, centre=replace(content.public.centre, address="", place=""))
    told = printing_warnings(replace(content, public=bare), [kind])
    assert [word for word in ("adresse", "ville") if any(word in one for one in told)] == lacking
    assert len(told) == len(set(told))
