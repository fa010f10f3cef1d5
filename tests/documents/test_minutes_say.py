"""What minutes owe to their readers, item by item: read back from the pages of a session that went
through the use cases. The list is ``docs/minutes.md``.
"""

import atexit
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from cisp_desktop.application.attending import Coming, attend
from cisp_desktop.application.closing_choices import ClosingChoices
from cisp_desktop.application.deliberating import Ruling, decide, open_deliberation
from cisp_desktop.application.incidents import IncidentEntry, record_incident
from cisp_desktop.application.jurors import recuse
from cisp_desktop.application.minutes import (
    close_session,
    draft_minutes,
    read_minutes,
    sign_minutes,
    snapshot_of,
)
from cisp_desktop.application.panels import PanelSaid, describe_panel
from cisp_desktop.application.preparing import check_identity
from cisp_desktop.application.rounds import open_round
from cisp_desktop.application.stand_ins import leave
from cisp_desktop.application.timers import TimerKey, start_timer, stop_timer
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.hearing_log import IncidentKind, Phase
from cisp_desktop.domain.panel import RecusalGround, Role
from cisp_desktop.domain.registration import Attendance, HeldBlock
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.test_minutes_of_hearings import made, replaced
from tests.application.test_rooms import PlainSigner
from tests.documents.factories import snapshot
from tests.documents.reading import page_texts, whole_text
from tests.factories import SessionMade, make_session, make_workspace, score, score_by_all
from tests.fakes import FakeClock

__all__ = ["made"]
V = Ruling(DecisionValue.VALIDATED)
REASON = "Enquête de territoire sans analyse des besoins"
CASTING = "Le dossier de validation emporte la conviction"
EXCUSE = "Hospitalisée pour une appendicite"
PRIVATE = ("0611223344", "zoe@exemple.fr", "Tiers temps, dyslexie", "12 rue des Lilas")
PAIR = (Role.PRESIDENT, Role.PROFESSIONAL)


def at(hour: int, minute: int = 0, *, day: int = 14) -> datetime:
    return datetime(2022, 12, day, hour, minute, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """The minutes of one session: the draft's pages, those of the closed file, its bytes and data."""

    draft: list[str]
    pages: list[str]
    pdf: bytes
    data: dict[str, Any]

    @property
    def text(self) -> str:
        return " ".join(self.pages)


def prepare(workspace: SqlWorkspace, session: SessionMade) -> None:
    """Six candidates over two days: late member, VAE with a recusal, earlier block, absent, excused, gone."""
    with workspace.unit_of_work() as work:
        work.certifications.get(session.certification.id).registration_starts = date(2020, 1, 27)
        own = [work.registrations.get(one) for one in session.registrations]
        first, vae, third = own[:3]
        third.starts_at, third.minutes = datetime(2022, 12, 15, 14), 90
        first.accommodations = PRIVATE[2]
        vae.access_path, vae.vae_admissible_on = AccessPath.VAE, date(2022, 3, 1)
        held = session.blocks[4]
        third.presented = [block for block in session.blocks if block != held]
        third.held = [HeldBlock("h", third.id, "RNCP36128BC05", held, date(2021, 6, 30), "PV-2021-GRE-0003")]
        person = work.candidates.get(first.candidate_id)
        person.usage_name, person.phone, person.email = "DE LA TOUR", PRIVATE[0], PRIVATE[1]
        for seat in work.panels.get(session.panel_id).seats:
            if seat.juror is not None and seat.role is not Role.PROFESSIONAL:
                seat.juror.sex = "F"
            if seat.juror is not None:
                seat.juror.title, seat.juror.phone = f"Fonction de {seat.juror.name}", PRIVATE[0]
        work.commit()
    remote = {session.seats[Role.PROFESSIONAL]: "par visioconférence"}
    describe_panel(workspace, session.panel_id, PanelSaid("", "", "BLANC Luc", "Mme NOIR, AROBASE", remote))


def hear(workspace: SqlWorkspace, session: SessionMade, clock: FakeClock) -> None:
    first, vae, third, absent, excused, gone = session.registrations
    centre = session.seats[Role.CENTRE]
    recuse(workspace, vae, seat_id=centre, ground=RecusalGround.TRAINED)
    for registration_id in (first, vae, third):
        check_identity(workspace, registration_id, by="ROUX Hélène")
        attend(workspace, registration_id, Coming(Attendance.PRESENT))
    attend(workspace, absent, Coming(Attendance.ABSENT))
    attend(workspace, excused, Coming(Attendance.EXCUSED, excuse=EXCUSE))
    clock.now = at(9, 30)
    key = TimerKey(first, session.certification.blocks[0].assessments[0].id, Phase.PRESENTATION)
    start_timer(workspace, key, actor="SITE")
    clock.now = at(10, 20)
    stop_timer(workspace, key, actor="SITE")
    attend(workspace, gone, Coming(Attendance.WITHDRAWN, left_at=at(10)))
    entry = IncidentEntry(
        IncidentKind.TECHNICAL,
        at(9, 45),
        "Coupure de courant",
        decision="Exposé repris",
        registration_id=first,
    )
    record_incident(workspace, session.panel_id, entry)
    for role in PAIR:
        score(workspace, session, vae, role=role)
    for role in session.seats:
        score(workspace, session, first, role=role)
        score(workspace, session, third, role=role, blocks=session.blocks[:4])


def deliberate(workspace: SqlWorkspace, session: SessionMade, clock: FakeClock) -> None:
    first, vae, third = session.registrations[:3]
    clock.now = at(16, day=15)
    open_deliberation(workspace, session.id)
    open_round(workspace, third, session.blocks[0], reason="Écart")
    for role in session.seats:
        score(workspace, session, third, role=role, blocks=session.blocks[:1], level=3)
    open_deliberation(workspace, session.id)
    for block in session.blocks:
        decide(workspace, first, block_id=block, ruling=V)
    for block in session.blocks[1:]:
        decide(workspace, vae, block_id=block, ruling=V)
    tie = dict(zip((session.seats[role] for role in PAIR), (Ballot.FOR, Ballot.AGAINST), strict=True))
    ruling = Ruling(DecisionValue.VALIDATED, CASTING, casting_vote=True)
    decide(workspace, vae, block_id=session.blocks[0], ruling=ruling, ballots=tie)
    for block in session.blocks[:4]:
        refused = block == session.blocks[1]
        decide(
            workspace, third, block_id=block,
            ruling=Ruling(DecisionValue.NOT_VALIDATED, REASON) if refused else V,
        )  # fmt: skip
    clock.now = at(17, 15, day=15)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def workspace(tmp_path: Path, clock: FakeClock) -> Iterator[SqlWorkspace]:
    opened = make_workspace(tmp_path, clock=clock)
    yield opened
    opened.close()


@cache
def said_of(*, reasons: bool = True) -> Said:
    """Make the session once, close it in two originals and let the members sign."""
    folder, clock = Path(tempfile.mkdtemp(prefix="cisp-said-")), FakeClock()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    workspace = make_workspace(folder, clock=clock)
    try:
        return closed_and_signed(workspace, clock, reasons=reasons)
    finally:
        workspace.close()


def closed_and_signed(workspace: SqlWorkspace, clock: FakeClock, *, reasons: bool) -> Said:
    session = make_session(workspace, candidates=6)
    prepare(workspace, session)
    hear(workspace, session, clock)
    deliberate(workspace, session, clock)
    renderer = MinutesRenderer()
    draft = draft_minutes(workspace, session.id, renderer=renderer).pdf
    (closed,) = close_session(
        workspace, session.id, renderer=renderer, signer=PlainSigner(),
        choices=ClosingChoices(2, reasons),
    )  # fmt: skip
    for role in session.seats:
        sign_minutes(workspace, closed.id, juror=session.juror(role), image=None, signer=PlainSigner())
    pdf, data = read_minutes(workspace, closed.id), dict(snapshot_of(workspace, closed.id))
    return Said(page_texts(draft), page_texts(pdf), pdf, data)


@pytest.fixture
def said() -> Said:
    return said_of()


# --- the head -------------------------------------------------------------------------------------------


def test_certifier_and_centre_have_their_names_siret_and_address(said: Said) -> None:
    head = said.pages[0]
    assert "Centre organisateur CISP Grenoble 10 rue Alsace Lorraine SIRET : 423 705 912 00057" in head
    certifier = said.data["certifier"]
    assert re.search(rf"Organisme certificateur {re.escape(certifier['name'])}", head)
    assert "SIRET" in head


def test_the_title_and_the_unique_number_head_the_page(said: Said) -> None:
    assert "Procès-verbal de jury N° PV-2022-GRE-S1" in said.pages[0]


def test_the_certification_has_title_code_levels_nsf_and_the_dates_of_its_registration(said: Said) -> None:
    head, title = said.pages[0], said.data["certification"]
    assert title["title"] in head
    for words in ("Fiche RNCP36128", "niveau 5 du cadre national", "niveau 5 du cadre européen", "NSF "):
        assert words in head
    assert "enregistrée le 27 janvier 2020" in head
    assert "fin d’enregistrement le 26 janvier 2023" in head


def test_the_session_has_its_days_its_place_and_the_hours_at_which_candidates_were_heard(said: Said) -> None:
    head = said.pages[0]
    assert "Session : les 14 et 15 décembre 2022, Grenoble" in head
    heard = "le 14 décembre 2022 de 9 h 30 à 10 h 20 ; le 15 décembre 2022 de 14 h 00 à 15 h 30"
    assert f"Horaires : {heard}" in head


# --- the panel ------------------------------------------------------------------------------------------


def test_each_member_has_name_title_employer_and_a_role_that_agrees(said: Said) -> None:
    head = said.pages[0]
    assert "Présidente du jury MARTIN Anne Fonction de MARTIN Anne Employeur Présente" in head
    assert "PETIT Karim Fonction de PETIT Karim Employeur Présent à distance, par visioconférence" in head


def test_a_member_who_came_late_or_left_is_told_with_the_candidates_missed(
    workspace: SqlWorkspace, made: SessionMade
) -> None:
    first, _, third = made.registrations
    leave(workspace, first, made.seats[Role.CENTRE], reason="Train en retard", at=at(8))
    leave(workspace, third, made.seats[Role.PROFESSIONAL], reason="Malaise", at=at(11, 30))
    text = whole_text(draft_minutes(workspace, made.id, renderer=MinutesRenderer()).pdf)
    assert "Arrivé en retard, absent pour : D-0001" in text
    assert "Parti avant la fin à 11 h 30, absent pour : D-0003" in text
    assert "Pour le candidat D-0003, après un départ, le jury a délibéré à 2 membres." in text
    assert "Train en retard" not in text


def test_a_recused_member_is_told_with_the_candidate(said: Said) -> None:
    assert "Récusée pour : D-0002 (à 8 h 00)" in said.pages[0]
    listed = "ROUX Hélène, représentante du centre de formation, n’a ni évalué ni délibéré pour : D-0002 – "
    assert f"{listed}DUPONT2 Zoé Ève (récusation déclarée le 14/12/2022 à 8 h 00)." in said.text


def test_a_replaced_member_and_the_substitute_are_told(workspace: SqlWorkspace, made: SessionMade) -> None:
    replaced(workspace, made)
    text = whole_text(draft_minutes(workspace, made.id, renderer=MinutesRenderer()).pdf)
    assert "Remplacé à 10 h 20 par NOEL Jean, absent pour : D-0002, D-0003" in text
    assert "Présent, suppléant de ROUX Hélène pour : D-0002, D-0003" in text


def test_the_certifiers_representative_and_the_secretary_have_no_voice(said: Said) -> None:
    assert "Représentant du certificateur : Mme NOIR, AROBASE (présent, ne délibère pas)" in said.text
    assert "Secrétaire de séance (sans voix) : BLANC Luc." in said.text


# --- the candidates -------------------------------------------------------------------------------------


def test_registered_present_absent_and_excused_are_counted(said: Said) -> None:
    assert "Candidats : 6 inscrits, 4 présents, 1 absent, 1 excusé" in said.text


def test_a_row_names_the_candidate_by_every_name_birth_and_who_checked_the_identity(said: Said) -> None:
    row = (
        "D-0001 DUPONT1 nom d’usage : DE LA TOUR Zoé Ève 02/01/1990 Grenoble ROUX Hélène Formation continue "
        "V V V V V Certification délivrée"
    )
    assert row in said.text


def test_a_row_tells_access_path_blocks_and_outcome(said: Said) -> None:
    assert re.search(r"D-0002 DUPONT2 .{0,60} VAE V V V V V Certification délivrée", said.text)
    assert re.search(
        r"D-0003 DUPONT3 .{0,80} V NV V V ACQ Validation partielle : BC01, BC03, BC04", said.text
    )
    assert re.search(r"D-0004 DUPONT4 .{0,80} ABS ABS ABS ABS ABS Absent", said.text)
    assert re.search(r"D-0005 DUPONT5 .{0,80} EXC EXC EXC EXC EXC Excusé", said.text)
    assert re.search(r"D-0006 DUPONT6 .{0,80} ABD ABD ABD ABD ABD Abandon", said.text)


def test_the_legend_says_what_the_letters_mean(said: Said) -> None:
    for words in ("V : bloc validé", "NV : bloc non validé", "ACQ : bloc acquis", "DIF : décision différée"):
        assert words in said.text


def test_a_block_held_earlier_has_its_date_and_minutes(said: Said) -> None:
    assert "BC05 le 30 juin 2021, procès-verbal PV-2021-GRE-0003" in said.text


# --- what was decided, and how --------------------------------------------------------------------------


def test_reasons_stand_in_an_annex_with_what_the_scheme_proposed(said: Said) -> None:
    assert "Motifs des décisions" in said.text
    assert re.search(rf"BC02 – NV \(proposition : \w+\), .{{5,60}} : {REASON}", said.text)


def test_the_annex_of_reasons_can_be_left_out_when_the_jury_closes() -> None:
    left_out = said_of(reasons=False)
    assert "Motifs des décisions" not in left_out.text
    assert REASON not in left_out.text
    assert "D-0003" in left_out.text


def test_second_rounds_and_casting_votes_are_told(said: Said) -> None:
    assert "Second tour de notation : D-0003 (BC01)." in said.text
    assert "Voix prépondérante de la présidente : D-0002 (BC01)." in said.text


def test_a_casting_vote_makes_the_decisions_those_of_a_majority(said: Said) -> None:
    assert "Décisions prises : à la majorité." in said.text


@pytest.mark.parametrize(
    ("ballots", "words"),
    [((Ballot.FOR,) * 3, "à l’unanimité."), (None, "par le jury en délibération, sans relevé de votes.")],
)
def test_unanimity_is_told_where_it_was_recorded(
    workspace: SqlWorkspace, made: SessionMade, ballots: tuple[Ballot, ...] | None, words: str
) -> None:
    first = made.registrations[0]
    score_by_all(workspace, made, first)
    open_deliberation(workspace, made.id)
    given = dict(zip(made.seats.values(), ballots, strict=True)) if ballots else None
    decide(workspace, first, block_id=made.blocks[0], ruling=V, ballots=given)
    text = whole_text(draft_minutes(workspace, made.id, renderer=MinutesRenderer()).pdf)
    assert f"Décisions prises : {words}" in text


def test_incidents_are_told_and_their_absence_too(
    said: Said, workspace: SqlWorkspace, made: SessionMade
) -> None:
    told = "Incidents : le 14/12/2022 à 9 h 45, incident technique, D-0001 – DUPONT1"
    assert told in said.text
    assert "Coupure de courant. Décision du président : Exposé repris." in said.text
    nothing = whole_text(draft_minutes(workspace, made.id, renderer=MinutesRenderer()).pdf)
    assert "Incidents : néant." in nothing


def test_quorum_composition_and_who_sat_at_a_distance_are_stated(said: Said) -> None:
    assert (
        "3 membres requis, 3 membres présents, sous la présidence prévue. Le quorum est atteint." in said.text
    )
    assert "Pour le candidat D-0002, après récusation, le jury a délibéré à 2 membres." in said.text
    assert "Membres ayant siégé à distance : PETIT Karim (par visioconférence)." in said.text


def test_the_deliberation_has_its_hours(said: Said) -> None:
    assert "Délibération : le 15 décembre 2022, de 16 h 00 à 17 h 15, à huis clos." in said.text


# --- the end --------------------------------------------------------------------------------------------


def test_it_is_done_somewhere_on_a_day_in_so_many_originals(said: Said) -> None:
    assert "Fait à Grenoble, le 15 décembre 2022, en 2 originaux." in said.text


def test_each_member_has_a_frame_on_the_page_where_the_table_ends(said: Said) -> None:
    (page,) = [text for text in said.pages if "Fait à Grenoble" in text]
    assert "D-0006" in page
    frames = page[page.index("Fait à Grenoble") :]
    for words in ("Présidente du jury MARTIN Anne", "PETIT Karim", "ROUX Hélène"):
        assert words in frames


def test_attendance_is_an_annex(said: Said) -> None:
    assert "Présence des membres du jury et des candidats" in said.text
    assert "DUPONT1 (nom d’usage : DE LA TOUR) Zoé Ève Présente soutenance de 9 h 30 à 10 h 20" in said.text
    assert "Abandon départ noté à 10 h 00" in said.text


def test_each_page_has_number_place_fingerprint_and_a_box_for_initials(said: Said) -> None:
    for number, text in enumerate(said.pages, 1):
        assert f"page {number} / {len(said.pages)}" in text
        assert "Paraphes" in text
        assert "Procès-verbal de jury n° PV-2022-GRE-S1" in text
    (short,) = {
        found for text in said.pages for found in re.findall(r"empreinte ((?:\w{4} ){3}\w{4}) ·", text)
    }
    assert short.replace(" ", "") in said.pages[0].split("contenu figé : ")[1]


def test_projet_stands_across_each_page_until_the_minutes_are_frozen(said: Said) -> None:
    assert all("PROJET" in text for text in said.draft)
    assert "PROJET" not in said.text


def test_five_blocks_turn_the_page(said: Said) -> None:
    from_page = PdfReader(BytesIO(said.pdf)).pages[0].mediabox
    assert from_page.width > from_page.height


def test_nothing_private_is_on_the_pages(said: Said) -> None:
    for value in (*PRIVATE, EXCUSE):
        assert value not in said.text


# --- from one candidate to thousands --------------------------------------------------------------------


@pytest.mark.parametrize("candidates", [1, 3, 5, 6, 7, 9, 13, 17, 22, 24, 31])
def test_no_page_bears_a_lonely_head_and_no_signature_stands_without_a_row(candidates: int) -> None:
    pages = page_texts(MinutesRenderer().render(snapshot(candidates), draft=False).pdf)
    for text in pages:
        if "N° dossier Candidat" in text:
            assert re.search(r"GRE-22-\d{3} [A-ZÉÈ]", text.split("N° dossier Candidat", 1)[1])
    (signed,) = [text for text in pages if "Fait à Grenoble" in text]
    assert f"GRE-22-{candidates:03d}" in signed


def test_two_thousand_candidates_are_all_there_in_order_with_the_signatures_under_the_last() -> None:
    content = snapshot(2_000)
    rendered = MinutesRenderer().render(content, draft=False)
    pages = page_texts(rendered.pdf)
    (last,) = {frame.page_index for frame in rendered.frames}
    numbers = [candidate["number"] for candidate in content["candidates"]]
    table = " ".join(pages[: last + 1])
    found = re.findall(r"GRE-22-\d+", table[table.index(numbers[0]) :])
    assert found[:2_000] == numbers
    assert numbers[-1] in pages[last]
    assert all("N° dossier" in text for text in pages[:last])
