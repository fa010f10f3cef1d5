"""No access pack of the demonstration tells what is kept of another candidate, nor what is a juror's own.

Every value of every other candidate is searched for in the whole file, and others' names also where somebody
wrote them into a free text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from sqlalchemy import Connection, select

from cisp_desktop.application.demonstration import PASSPHRASE, make_demonstration, run_headless
from cisp_desktop.application.demonstration_codes import CODES
from cisp_desktop.application.issued_building import AccessRequest, Choices
from cisp_desktop.application.issuing import issue_papers, read_paper, read_papers
from cisp_desktop.application.others_names import MENTION
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.documents.reading import squeezed, whole_text
from tests.documents.searching import Place, leaks, places_of, plain
from tests.robustness.test_public_papers import PRIVATE, SHORTEST, QuickDossiers, _fill

CANDIDATES = (
    "candidate",
    "registration",
    "mark",
    "dossier",
    "dossier_page",
    "outside_result",
    "presence",
    "score_sheet",
)
"""Tables of ``PRIVATE`` whose values are one candidate's; those of the others are nobody's to read."""
MORE = {
    "registration": ("number",),
    "presence": ("excuse",),
    "decision": ("reason",),
    "advice": ("recommendation", "conditions"),
    "score_sheet": ("id",),
    "dossier": ("sha256",),
}
"""What is no secret on a public paper, and another candidate's all the same."""
PLANTED = "Moins précis que {name}, du dossier {number}, et que {family} surtout"


@dataclass(frozen=True)
class Person:
    """One candidate: by what others may be named, and every value kept of this one alone."""

    number: str
    name: str
    family: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Packs:
    """The papers that hold marks, the candidates, and what is a juror's own or nobody's."""

    papers: tuple[tuple[DocumentKind, str, bytes], ...]
    people: Mapping[str, Person]
    kept: Mapping[str, str]


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Packs:
    """The demonstration to its end, free texts that name others, then every pack."""
    folder, services = tmp_path_factory.mktemp("packs"), QuickDossiers()
    path = folder / "workspace"
    workspace = make_demonstration(services, path, progress=lambda _done, _total: None)
    _fill(workspace, services)
    workspace.close()
    run_headless(services, path, folder, say=lambda _words: None)
    workspace = services.open_workspace(path, PASSPHRASE)
    assert isinstance(workspace, SqlWorkspace)
    (session,) = workspace.queries.sessions()
    _name_others(workspace)
    issue_papers(
        workspace, session.id, wanted=lambda _paper: True, renderer=services.issued, personal=True,
        choices=Choices(request=AccessRequest("ROUX Hélène")),
    )  # fmt: skip
    with workspace._reading.connect() as connection:
        people, kept = _people(connection), _kept(connection)
    papers = tuple(
        (row.kind, row.number, read_paper(workspace, row))
        for row in read_papers(workspace, session.id).personal_documents
    )
    workspace.close()
    return Packs(papers, people, kept)


def _name_others(workspace: SqlWorkspace) -> None:
    """Let the first comment of each sheet, and what was arranged, name the next candidate in full, by number
    and by the name alone.
    """
    t = tables
    with workspace._writing.begin() as connection:
        _let_marks_change(connection)
        people = list(_people(connection).values())
        for own, other in zip(people, [*people[1:], people[0]], strict=True):
            said = PLANTED.format(name=other.name, number=other.number, family=other.family)
            mine = t.registration.c.number == own.number
            sheets = select(t.score_sheet.c.id).join(t.registration).where(mine)
            first = t.mark.c.sheet_id.in_(sheets) & (t.mark.c.sequence == 1)
            connection.execute(t.mark.update().where(first).values(comment=said))
            connection.execute(
                t.registration.update().where(mine).values(accommodations=f"Tiers temps. {said}")
            )


def _let_marks_change(connection: Connection) -> None:
    """Take away what refuses to rewrite a mark: this workspace is the test's own."""
    found = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%mark.append_only%'"
    for (name,) in connection.exec_driver_sql(found).all():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def _people(connection: Connection) -> dict[str, Person]:
    r, c = tables.registration.c, tables.candidate.c
    wanted = select(r.id, r.number, c.id, c.birth_name, c.first_names).join(
        tables.candidate, c.id == r.candidate_id
    )
    return {
        row.number: Person(
            row.number, f"{row.birth_name} {row.first_names}", row.birth_name,
            dict(_values(connection, row.id, row[2])),
        )
        for row in connection.execute(wanted.order_by(r.number)).all()
    }  # fmt: skip


def _values(connection: Connection, registration_id: str, candidate_id: str) -> Iterator[tuple[str, str]]:
    t = tables
    sheets = select(t.score_sheet.c.id).where(t.score_sheet.c.registration_id == registration_id)
    dossiers = select(t.dossier.c.id).where(t.dossier.c.registration_id == registration_id)
    of_own = {
        "candidate": t.candidate.c.id == candidate_id,
        "registration": t.registration.c.id == registration_id,
        "mark": t.mark.c.sheet_id.in_(sheets),
        "dossier_page": t.dossier_page.c.dossier_id.in_(dossiers),
    }
    yield registration_id, "registration.id"
    yield candidate_id, "candidate.id"
    for name in dict.fromkeys((*CANDIDATES, *MORE)):
        table = t.metadata.tables[name]
        where = of_own.get(name)
        if where is None:
            where = table.c.registration_id == registration_id
        for column in (*PRIVATE.get(name, ()), *MORE.get(name, ())):
            for value in connection.execute(select(table.c[column]).where(where).distinct()).scalars():
                for line in str(value or "").splitlines():
                    yield line, f"{name}.{column}"


def _kept(connection: Connection) -> dict[str, str]:
    """Return what no candidate reads: jurors' own data, codes and keys."""
    found = dict.fromkeys(CODES.values(), "code")
    for name in PRIVATE.keys() - set(CANDIDATES):
        for column in PRIVATE[name]:
            for value in connection.execute(select(tables.metadata.tables[name].c[column])).scalars():
                text = value.decode("latin-1") if isinstance(value, bytes) else str(value or "")
                found |= dict.fromkeys(text.splitlines(), f"{name}.{column}")
    return {text: what for text, what in found.items() if len(plain(text)) >= SHORTEST}


def sought(packs: Packs, number: str) -> dict[str, str]:
    """Return what the papers of one candidate may not tell: others' values that are not also the own, others'
    names, and what is kept from every candidate.
    """
    own = {plain(text) for text in packs.people[number].values}
    found = dict(packs.kept)
    for other in packs.people.values():
        if other.number != number:
            found |= other.values
            found |= {other.name: "name", " ".join(reversed(other.name.split(" ", 1))): "name"}
    return {text: what for text, what in found.items() if len(plain(text)) >= 6 and plain(text) not in own}


def test_what_may_not_be_told_is_there_to_be_found(packs: Packs) -> None:
    assert len(packs.people) > 5
    assert {kind for kind, _number, _pdf in packs.papers} == {
        DocumentKind.INDIVIDUAL_GRIDS, DocumentKind.AGREED_GRIDS, DocumentKind.ACCESS_PACK,
    }  # fmt: skip
    for number in packs.people:
        assert {
            "candidate.email", "candidate.phone", "registration.number", "registration.accommodations",
            "registration.id", "mark.comment", "dossier.file_name", "dossier_page.content", "dossier.sha256",
            "score_sheet.id", "name", "juror.email", "juror.phone", "juror.ties", "recusal.detail",
            "reading_note.text", "code",
        } <= set(sought(packs, number).values())  # fmt: skip


def test_no_personal_paper_tells_a_value_of_another_candidate_or_a_juror_s_own(packs: Packs) -> None:
    found = {}
    for kind, number, pdf in packs.papers:
        found[kind.value, number] = leaks(places_of(pdf), sought(packs, number))
    print(f"{len(found)} papers searched")
    assert {paper: told for paper, told in found.items() if told} == {}


def test_names_in_free_texts_are_replaced_and_the_rest_is_kept(packs: Packs) -> None:
    said = squeezed(f"Moins précis que {MENTION}, du dossier {MENTION}, et que {MENTION} surtout")
    for kind, number, pdf in packs.papers:
        text = whole_text(pdf)
        if kind is not DocumentKind.AGREED_GRIDS and "Moins précis" in text:
            assert said in squeezed(text), number


def test_no_other_s_name_alone_is_a_word_of_a_pack(packs: Packs) -> None:
    for kind, number, pdf in packs.papers:
        text, own = whole_text(pdf), packs.people[number]
        for other in packs.people.values():
            if other.family != own.family:
                alone = re.findall(rf"(?<!\w){re.escape(other.family)}(?!\w)", text)
                assert alone == [], (kind, number)


def test_a_pack_tells_the_values_of_its_own_candidate(packs: Packs) -> None:
    """The control: the search finds what stands there."""
    for kind, number, pdf in packs.papers:
        if kind is DocumentKind.ACCESS_PACK:
            own = {text: what for text, what in packs.people[number].values.items() if len(plain(text)) >= 7}
            told = {what.split(": ")[0] for _where, what in leaks(places_of(pdf), own)}
            assert {"candidate.email", "candidate.phone", "dossier.sha256", "registration.number"} <= told


def test_a_name_that_is_not_replaced_is_found(packs: Packs) -> None:
    """The control of the control: a name or number of another candidate would be told."""
    for number in packs.people:
        other = next(one for one in packs.people.values() if one.number != number)
        place = Place("pages", f"Un avis sur {other.name} (dossier {other.number})")
        told = {what.split(": ")[0] for _where, what in leaks([place], sought(packs, number))}
        assert {"name", "registration.number"} <= told
