"""Sessions in which every value of every candidate is one of a kind: what leaks from one to another is found.

Each candidate has private data, a dossier, comments of every juror that name another candidate, a sheet
copied from paper, hours, an incident that names others, notes shared and kept, reasons and
advice; the first one a second round.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from random import Random

from pypdf import PdfReader

from cisp_desktop.application.advising import AdviceText, advise
from cisp_desktop.application.deliberating import Ruling, decide, open_deliberation
from cisp_desktop.application.incidents import IncidentEntry, record_incident
from cisp_desktop.application.issued_building import AccessRequest, Choices
from cisp_desktop.application.issuing import IssuedRow, issue_papers, read_papers
from cisp_desktop.application.reading_notes import NoteContent, NoteDraft, add_note, share_note
from cisp_desktop.application.rounds import open_round
from cisp_desktop.application.scoring import MarkValue, give_marks, seal_sheets
from cisp_desktop.documents.issued.renderer import IssuedRenderer
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.dossier import Dossier
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.domain.hearing_log import IncidentKind, Presence
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.reading import Area, NoteColour
from cisp_desktop.domain.scoring import GLOBAL_ITEM, NotEvaluatedReason, Transcription, scored_items
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.issued_scenes import close_and_sign
from tests.documents.reading import squeezed, whole_text
from tests.factories import SessionMade, make_session, make_workspace

MADE_BY = "ROUX Hélène"
REQUEST = AccessRequest(MADE_BY, "", date(2022, 12, 1))
HOSTILE = "<b>Gras</b> & {0} %s \\n «\u00a0=1+1\u00a0» <img src='x'/>"
KEPT = "Zibelinekept"


@dataclass
class Person:
    """One candidate's values: ``names`` may be written by others, ``values`` by nobody; ``own`` must show."""

    registration_id: str
    number: str
    names: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)


@dataclass
class Scene:
    """A session whose minutes are complete, and its persons in order."""

    workspace: SqlWorkspace
    made: SessionMade
    people: list[Person]


def make_scene(folder: Path, seed: int, *, candidates: int = 3) -> Scene:
    """Make one; the same seed gives the same values."""
    random = Random(seed)  # names, not secrets
    workspace = make_workspace(folder)
    made = make_session(workspace, candidates=candidates)
    people = [_describe(workspace, made, place, random) for place in range(candidates)]
    for place, person in enumerate(people):
        _score(workspace, made, person, people[(place + 1) % candidates], random)
    open_deliberation(workspace, made.id)
    _again(workspace, made, people[0])
    for place, person in enumerate(people):
        _decide(workspace, made, person, people[(place + 1) % candidates], random)
    close_and_sign(workspace, made)
    return Scene(workspace, made, people)


def _word(random: Random) -> str:
    return "Z" + "".join(random.choices("bcdfghjkmnpqrstvwxz", k=9))


def _describe(workspace: SqlWorkspace, made: SessionMade, place: int, random: Random) -> Person:
    registration_id = made.registrations[place]
    family, usage, given = (_word(random) for _ in range(3))
    number = f"N{random.randrange(10**7, 10**8)}"
    person = Person(registration_id, number, [family, usage, given, number])
    phone = f"06{random.randrange(10**7, 10**8)}"
    texts = [_word(random) for _ in range(8)]
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(registration_id)
        candidate = work.candidates.get(registration.candidate_id)
        candidate.birth_name, candidate.usage_name, candidate.first_names = family, usage, given
        candidate.email, candidate.phone = f"{texts[0].lower()}@example.org", phone
        candidate.birth_place, candidate.birth_country = texts[1], texts[2]
        registration.number, registration.employer, registration.companion = number, texts[3], texts[4]
        registration.referent_trainer, registration.accommodations = texts[5], f"tiers temps {texts[6]}"
        content = f"dossier {texts[7]}".encode()
        stored = workspace.vault.store(content)
        received = datetime(2022, 12, 1, tzinfo=UTC)
        work.dossiers.add(
            Dossier(
                f"d{place}", registration_id, DossierKind.THESIS, f"{texts[7]}.pdf", stored, len(content), 3,
                received,
            )
        )  # fmt: skip
        arrived = workspace.clock()
        work.hearings.add_presence(Presence(registration_id, arrived_at=arrived))
        work.commit()
    person.values += [candidate.email, phone, *texts[1:], sha256(content).hexdigest(), registration_id]
    return person


def _score(workspace: SqlWorkspace, made: SessionMade, person: Person, other: Person, random: Random) -> None:
    scheme = GradingScheme.from_data(made.certification.scheme)
    for role in made.seats:
        juror, comment = made.juror(role), _word(random)
        person.values.append(comment)
        for block in made.certification.blocks:
            items = scored_items(scheme, block)
            said = f"{comment} {HOSTILE} mieux que {other.names[2]} {other.names[0]} ({other.number})"
            values = [(item, MarkValue.of_level(2)) for item in items]
            values[0] = (items[0], MarkValue.of_level(random.randrange(1, 4), said))
            values[1] = (items[1], MarkValue.not_evaluated(NotEvaluatedReason.NO_TIME, "trop court"))
            values.append((GLOBAL_ITEM, MarkValue.of_level(2, f"{comment} dans l’ensemble")))
            give_marks(
                workspace, juror, registration_id=person.registration_id, block_id=block.id, values=values
            )
        if role is Role.CENTRE:
            _copy_from_paper(workspace, person, made.seats[role])
        seal_sheets(workspace, juror, registration_id=person.registration_id, block_ids=made.blocks)
    _note(workspace, made, person, random)
    account = _word(random)
    person.values.append(account)
    at = workspace.clock() - timedelta(minutes=1)
    record_incident(
        workspace,
        made.panel_id,
        IncidentEntry(
            IncidentKind.DISTURBANCE, at,
            f"{account}: {other.names[0].lower()} est entré, Gertrude Zimmerli l’a fait sortir",
            f"Mme Zimmerli, {other.names[0]}", f"Suspension de cinq minutes, dit MARTIN Anne ({account})",
            person.registration_id,
        ),
    )  # fmt: skip


def _copy_from_paper(workspace: SqlWorkspace, person: Person, seat_id: str) -> None:
    with workspace.unit_of_work() as work:
        first = next(s for s in work.sheets.of_registration(person.registration_id) if s.seat_id == seat_id)
        at = workspace.clock()
        work.hearings.add_transcription(Transcription(first.id, "SAISIE Paul", "RELUE Zoé", at))
        work.commit()


def _note(workspace: SqlWorkspace, made: SessionMade, person: Person, random: Random) -> None:
    dossier = f"d{made.registrations.index(person.registration_id)}"
    shared = _word(random)
    person.values.append(shared)
    juror = made.juror(Role.PRESIDENT)
    for name, text in (("s", shared), ("k", f"{KEPT}{dossier}")):
        content = NoteContent(NoteColour.PINK, text)
        add_note(workspace, juror, NoteDraft(f"{name}-{dossier}", dossier, 1, content, (Area(1, 1, 9, 9),)))
    share_note(workspace, juror, f"s-{dossier}", shared=True)


def _again(workspace: SqlWorkspace, made: SessionMade, person: Person) -> None:
    """Open a second round on the first block, and score it."""
    block = made.certification.blocks[0]
    open_round(workspace, person.registration_id, block.id, reason="Écart de deux niveaux")
    scheme = GradingScheme.from_data(made.certification.scheme)
    for role in made.seats:
        values = [(item, MarkValue.of_level(3, "revu")) for item in scored_items(scheme, block)]
        values.append((GLOBAL_ITEM, MarkValue.of_level(3)))
        give_marks(
            workspace, made.juror(role), registration_id=person.registration_id, block_id=block.id,
            values=values,
        )  # fmt: skip
        seal_sheets(workspace, made.juror(role), registration_id=person.registration_id, block_ids=[block.id])
    open_deliberation(workspace, made.id)


def _decide(
    workspace: SqlWorkspace, made: SessionMade, person: Person, other: Person, random: Random
) -> None:
    reason, told = _word(random), _word(random)
    person.values += [reason, told]
    refused = Ruling(DecisionValue.NOT_VALIDATED, f"{reason}, contrairement à {other.names[0]}")
    for place, block in enumerate(made.blocks):
        ruling = refused if place == 1 else Ruling(DecisionValue.VALIDATED, "Vu l’ensemble")
        decide(workspace, person.registration_id, block_id=block, ruling=ruling)
    advice = AdviceText(f"{told}, voir avec {other.names[2]}", "Le bloc seul")
    advise(workspace, person.registration_id, block_id=made.blocks[1], advice=advice)


def issue_personal(scene: Scene) -> list[IssuedRow]:
    """Issue every paper that holds marks."""
    issue_papers(
        scene.workspace, scene.made.id, wanted=lambda _paper: True, choices=Choices(request=REQUEST),
        renderer=IssuedRenderer(), personal=True,
    )  # fmt: skip
    return list(read_papers(scene.workspace, scene.made.id).personal_documents)


def said_by(pdf: bytes) -> str:
    """Return everything that a PDF says, squeezed: pages, outline, metadata, attachments, raw bytes."""
    reader = PdfReader(BytesIO(pdf))
    parts = [whole_text(pdf), json.dumps(dict(reader.metadata or {}), ensure_ascii=False)]
    parts += [data.decode() for held in reader.attachments.values() for data in held]
    parts += [*reader.attachments, pdf.decode("latin-1")]
    parts += [bytes(one).decode("latin-1") for one in _streams(reader)]
    return squeezed("\n".join(parts))


def _streams(reader: PdfReader) -> Iterator[bytes]:
    for number in range(1, len(reader.xref[0]) + 1 if reader.xref else 1):
        found = reader.get_object(number)
        if found is not None and hasattr(found, "get_data"):
            yield found.get_data()


def leaks(said: str, people: list[Person], mine: Person) -> list[str]:
    """Return every value of another candidate that ``said`` holds, however it is written."""
    lowered = said.casefold()
    return [
        value
        for one in people
        if one is not mine
        for value in (*one.names, *one.values)
        if squeezed(value).casefold() in lowered
    ]
