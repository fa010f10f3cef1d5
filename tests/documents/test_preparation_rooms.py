"""Attendance sheets, plannings, the list of candidates and the nomination."""

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pypdf
import pytest

from cisp_desktop.application.preparation_papers import Candidate, PaperContent, PaperKind
from cisp_desktop.documents.preparation.renderer import PreparationRenderer
from cisp_desktop.documents.preparation.rooms import SIGNATURE_ROW
from tests.documents.papers import SEATS, content, points_content
from tests.documents.reading import page_texts, whole_text


def pages(kind: PaperKind, whole: PaperContent) -> list[str]:
    return page_texts(PreparationRenderer().render(kind, whole))


def with_candidates(whole: PaperContent, *people: Candidate) -> PaperContent:
    return replace(whole, public=replace(whole.public, candidates=people))


def test_each_panel_has_its_attendance_sheet_for_each_day() -> None:
    texts = pages(PaperKind.ATTENDANCE_SHEET, content(20, panels=2))
    heads = [re.search(r"Jury et salle (.+?) Jour (\S+ \d+)", text) for text in texts]
    assert [found.groups() for found in heads if found] == [
        ("Jury A – Salle 12", "lundi 14"),
        ("Jury A – Salle 12", "mardi 15"),
        ("Jury B – Salle 13", "lundi 14"),
        ("Jury B – Salle 13", "mardi 15"),
    ]


def test_the_attendance_sheet_asks_everybody_to_sign() -> None:
    whole = content(4)
    (text,) = pages(PaperKind.ATTENDANCE_SHEET, whole)
    assert "N° dossier Candidat Heure Signature à l’arrivée Signature au départ" in text
    assert "Membre du jury Qualité Signature matin Signature après-midi" in text
    for one in whole.public.candidates:
        assert f"{one.number} {one.name}" in text
    for seat in SEATS:
        assert seat.name in text
    assert "(suppléant)" in text


def _rules(pdf: bytes) -> list[tuple[float, float, float, float]]:
    """Return the straight lines of the first page: x0, y0, x1, y1."""
    content_stream = pypdf.PdfReader(BytesIO(pdf)).pages[0].get_contents().get_data().decode("latin-1")
    found = re.findall(r"([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l", content_stream)
    return [tuple(map(float, line)) for line in found]  # type: ignore[misc]  # four numbers


def test_signature_boxes_are_high_enough_for_a_hand() -> None:
    pdf = PreparationRenderer().render(PaperKind.ATTENDANCE_SHEET, content(4))
    edges = sorted({round(y0, 1) for x0, y0, x1, y1 in _rules(pdf) if y0 == y1 and x1 - x0 > 400})
    heights = [high - low for low, high in pairwise(edges)]
    boxes = [height for height in heights if abs(height - SIGNATURE_ROW) < 0.2]
    assert len(boxes) == 4 + len(SEATS)
    assert SIGNATURE_ROW >= 28


@pytest.mark.parametrize("count", [1, 12, 23, 24, 25, 40, 60])
def test_the_heads_of_the_tables_are_repeated_and_never_alone(count: int) -> None:
    whole = content(count)
    morning = whole.public.candidates[0].starts_at
    people = [replace(one, starts_at=morning) for one in whole.public.candidates]
    texts = pages(PaperKind.ATTENDANCE_SHEET, with_candidates(whole, *people))
    for text in texts:
        assert "Signature à l’arrivée" in text or "Signature matin" in text
        if "Signature matin" in text:
            after = text.split("Signature après-midi", 1)[1]
            assert any(seat.name in after for seat in SEATS)
        if "Signature à l’arrivée" in text:
            assert re.search(r"au départ 2022-\d{3}", text)


@pytest.mark.parametrize("kind", [PaperKind.ATTENDANCE_SHEET, PaperKind.PLANNING])
def test_only_the_hour_of_a_slot_is_posted(kind: PaperKind) -> None:
    whole = content(4)
    longer = replace(whole, letters=tuple(replace(one, minutes=90) for one in whole.letters))
    assert PreparationRenderer().render(kind, whole) == PreparationRenderer().render(kind, longer)


def test_no_shared_paper_changes_with_what_is_private() -> None:
    whole = content(4)
    other = replace(
        whole,
        letters=tuple(replace(one, civility="Madame", minutes=7, dossiers=("X",)) for one in whole.letters),
        recused=frozenset({(0, 1)}),
        dossiers_due=None,
    )
    for kind in (PaperKind.ATTENDANCE_SHEET, PaperKind.PLANNING, PaperKind.CANDIDATE_LIST):
        assert PreparationRenderer().render(kind, whole) == PreparationRenderer().render(kind, other)


def test_the_planning_follows_the_hours_with_its_breaks() -> None:
    (text,) = pages(PaperKind.PLANNING, content(8))
    hours = re.findall(r"(\d+) h (\d\d) (?:2022-\d{3}|Déjeuner)", text)
    assert hours == sorted(hours, key=lambda pair: (int(pair[0]), int(pair[1])))
    assert len(hours) == 9
    assert "12 h 30 Déjeuner, jusqu’à 13 h 45 13 h 45 2022-005" in text
    assert "Jury A – Salle 12 lundi 14 décembre 2026" in text


def test_the_planning_of_a_full_day_goes_over_pages_with_its_head() -> None:
    whole = content(70)
    morning = whole.public.candidates[0].starts_at
    people = [replace(one, starts_at=morning) for one in whole.public.candidates]
    texts = pages(PaperKind.PLANNING, with_candidates(whole, *people))
    assert len(texts) > 1
    assert all("Heure N° dossier Candidat" in text for text in texts)
    assert all(one.number in " ".join(texts) for one in people)


def test_candidates_without_a_slot_are_on_a_page_that_says_so() -> None:
    whole = content(3)
    waiting = replace(whole.public.candidates[0], starts_at=None)
    texts = pages(PaperKind.PLANNING, with_candidates(whole, waiting, *whole.public.candidates[1:]))
    assert len(texts) == 2
    assert "horaire à fixer" in texts[1]
    assert waiting.name in texts[1]
    assert waiting.name not in texts[0]


@pytest.mark.parametrize(("candidates", "blocks"), [(1, 1), (12, 5), (200, 12)])
def test_the_list_prints_every_candidate_field_by_field(candidates: int, blocks: int) -> None:
    whole = content(candidates, blocks=blocks, panels=2)
    texts = pages(PaperKind.CANDIDATE_LIST, whole)
    text = " ".join(texts)
    for one in whole.public.candidates:
        start = text.index(f"{one.number} {one.name} {one.access_path}")
        row = text[start : start + 260]
        assert ", ".join(one.blocks) in row
        assert f"Jury {'AB'[one.panel]}" in row
        assert one.starts_at is not None
        assert f"{one.starts_at:%d/%m/%Y} {one.starts_at.hour} h {one.starts_at:%M}" in row
    assert all("N° dossier Candidat Voie d’accès" in page for page in texts)


def test_the_list_says_how_many_are_registered() -> None:
    assert "Inscrits 12 candidats" in whole_text(
        PreparationRenderer().render(PaperKind.CANDIDATE_LIST, content(12))
    )


def test_the_nomination_names_each_seat_and_the_rule_s_source() -> None:
    (text,) = pages(PaperKind.NOMINATION, content(2))
    assert "MARTIN Alice Maîtresse de conférences Université Grenoble Alpes Titulaire" in text
    assert "VIAL Odile Conseillère Cap emploi Suppléant" in text
    assert "(source : fiche RNCP36128)" in text
    assert "Fait à Grenoble, le 21/11/2026. OLIVE Marc Directeur du centre" in text


def test_the_nomination_of_four_seats_states_its_own_rule() -> None:
    (text,) = pages(PaperKind.NOMINATION, points_content())
    assert text.count("Titulaire") == 4
    assert "au moins 50 % de professionnels (75 % pour la VAE) (source : fiche RNCP6133)" in text


def test_a_nomination_without_candidates_is_printed() -> None:
    assert "Sont nommées membres du jury" in pages(PaperKind.NOMINATION, content(0))[0]
