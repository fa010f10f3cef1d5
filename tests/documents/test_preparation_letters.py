"""Summons: what a candidate and a juror read."""

from dataclasses import replace
from datetime import date, datetime

import pypdfium2
import pytest

from cisp_desktop.application.preparation_papers import PaperContent, PaperKind
from cisp_desktop.documents.preparation.renderer import PreparationRenderer
from cisp_desktop.domain.errors import RuleError
from tests.documents.papers import CENTRE, content, points_content
from tests.documents.reading import page_texts, whole_text


def candidate_letter(whole: PaperContent, index: int = 0) -> str:
    return whole_text(PreparationRenderer().render(PaperKind.SUMMONS_CANDIDATES, whole, only=index))


def juror_letter(whole: PaperContent, index: int = 0) -> str:
    return whole_text(PreparationRenderer().render(PaperKind.SUMMONS_JURORS, whole, only=index))


@pytest.mark.parametrize(
    "part",
    [
        "CISP Grenoble 3 place du Marché, 38000 GRENOBLE SIRET : 423 705 912 00057",
        "Madame AUBERT Léa Dossier n° 2022-001",
        "Grenoble, le 21/11/2026",
        "Objet : convocation devant le jury de certification",
        "Madame, Vous êtes convoquée devant le jury de la certification « Coordinateur de parcours",
        "d’insertion sociale et professionnelle » (RNCP36128), délivrée par CENTRE RESSOURCES AROBASE.",
        "Date lundi 14 décembre 2026",
        "Heure 9 h 00",
        "Lieu salle Vercors, 3 place du Marché, Grenoble Adresse du centre 3 place du Marché, 38000 GRENOBLE",
        "Jury et salle Jury A – Salle 12",
        "Durée prévue 45 min",
        "Voie d’accès Formation continue",
        "Blocs présentés BC01, BC02, BC03, BC04 et BC05",
        "BC05 – Soutenance du mémoire professionnel : présentation 20 min, entretien 25 min.",
        "Dossiers à remettre au centre au plus tard le lundi 30 novembre 2026",
        "– Dossier de projet ; – Mémoire professionnel.",
        "une pièce d’identité en cours de validité",
        "un exemplaire de chacun de vos dossiers",
        "Veuillez recevoir, Madame, nos salutations distinguées.",
        "OLIVE Marc Directeur du centre Signature et cachet",
    ],
)
def test_a_candidate_s_letter_says(part: str) -> None:
    assert part in candidate_letter(content(3))


def test_a_letter_holds_on_one_page() -> None:
    for kind in (PaperKind.SUMMONS_CANDIDATES, PaperKind.SUMMONS_JURORS):
        pages = page_texts(PreparationRenderer().render(kind, content(12)))
        assert all("page 1 / 1" in text for text in pages)


def test_one_letter_names_its_own_candidate_alone() -> None:
    letter = candidate_letter(content(3), 1)
    assert "Monsieur BENALI Karim" in letter
    assert "AUBERT" not in letter
    assert "COSTA" not in letter


def test_all_letters_come_in_the_order_of_the_candidates() -> None:
    whole = content(12)
    pages = page_texts(PreparationRenderer().render(PaperKind.SUMMONS_CANDIDATES, whole))
    assert len(pages) == 12
    for text, one in zip(pages, whole.public.candidates, strict=True):
        assert f"{one.name} Dossier n° {one.number}" in text


def test_a_letter_without_civility_greets_both_ways() -> None:
    whole = content(1)
    letter = candidate_letter(replace(whole, letters=(replace(whole.letters[0], civility=""),)))
    assert "Madame, Monsieur, Vous êtes convoqué(e)" in letter


def test_only_the_assessments_of_the_blocks_presented_are_announced() -> None:
    letter = candidate_letter(content(3), 2)
    assert "Blocs présentés BC01 et BC02" in letter
    assert "Soutenance du mémoire" not in letter


def test_a_candidate_without_a_slot_is_told_that_the_hour_comes_later() -> None:
    whole = content(1)
    person = replace(whole.public.candidates[0], starts_at=None)
    letter = candidate_letter(replace(whole, public=replace(whole.public, candidates=(person,))))
    assert "Heure communiquée ultérieurement" in letter
    assert "le lundi 14 décembre 2026, date communiquée ultérieurement" in letter


def test_a_candidate_without_dossiers_is_asked_for_none() -> None:
    whole = content(1)
    letter = candidate_letter(replace(whole, letters=(replace(whole.letters[0], dossiers=()),)))
    assert "dossiers" not in letter.lower()


def test_a_longer_slot_is_said_without_its_reason() -> None:
    whole = content(1)
    letter = candidate_letter(replace(whole, letters=(replace(whole.letters[0], minutes=60),)))
    assert "Durée prévue 1 h" in letter
    assert "aménagement" not in letter.lower()
    assert "tiers" not in letter.lower()


def test_an_afternoon_hour_is_written_the_french_way() -> None:
    whole = content(1)
    person = replace(whole.public.candidates[0], starts_at=datetime(2026, 12, 14, 14, 30))
    assert "Heure 14 h 30" in candidate_letter(
        replace(whole, public=replace(whole.public, candidates=(person,)))
    )


@pytest.mark.parametrize(
    "part",
    [
        "MARTIN Alice Maîtresse de conférences Université Grenoble Alpes",
        "Objet : convocation en qualité de membre du jury",
        "Session PV-2026-GRE-0007",
        "Qualité au jury Président du jury",
        "Horaires lundi 14 décembre 2026, de 9 h 00 à 16 h 45 mardi 15 décembre 2026, de 9 h 00 à 16 h 45",
        "Jury et salle Jury A – Salle 12",
        "Candidats 12 candidats à entendre",
        "Récusation : vous ne pouvez ni évaluer un candidat ni délibérer sur lui si vous l’avez formé",
        "Déclarez tout lien au centre",
        "Confidentialité",
    ],
)
def test_a_juror_s_letter_says(part: str) -> None:
    assert part in juror_letter(content(12))


def test_a_juror_is_greeted_as_the_register_knows_her_or_him() -> None:
    known = replace(content(3), sexes=("F", "M"))
    assert "Madame, Nous vous remercions" in juror_letter(known)
    assert "Veuillez recevoir, Monsieur, nos" in juror_letter(known, 1)
    assert "Madame, Monsieur, Nous vous remercions" in juror_letter(known, 2)


def test_a_juror_s_letter_names_no_candidate() -> None:
    whole = content(12)
    letter = juror_letter(whole)
    assert not [one for one in whole.public.candidates if one.name in letter or one.number in letter]


def test_recused_candidates_are_not_counted_for_the_juror() -> None:
    whole = replace(content(3), recused=frozenset({(0, 1), (0, 2)}))
    assert "Candidats 1 candidat à entendre" in juror_letter(whole)


def test_a_substitute_is_told_to_stand_by() -> None:
    letter = juror_letter(content(2), 3)
    assert "membre suppléant, au siège « Professionnel du métier visé »" in letter
    assert "Suppléance : tenez-vous disponible" in letter


def test_a_centre_that_filled_in_nothing_gets_a_letter_all_the_same() -> None:
    bare = replace(CENTRE, address="", siret="", place="", signatory="", signatory_title="")
    letter = candidate_letter(content(1, centre=bare))
    assert "Le 21/11/2026" in letter
    assert "Pour CISP Grenoble Signature et cachet" in letter
    assert "SIRET" not in letter


def test_a_letter_is_never_signed_on_a_page_of_its_own() -> None:
    for dossiers in range(1, 25):
        whole = points_content(1)
        letters = (replace(whole.letters[0], dossiers=tuple(f"Dossier {n}" for n in range(dossiers))),)
        pdf = PreparationRenderer().render(PaperKind.SUMMONS_CANDIDATES, replace(whole, letters=letters))
        document = pypdfium2.PdfDocument(pdf)
        assert len(document) <= 2
        document.close()
        last = page_texts(pdf)[-1]
        assert "Signature et cachet" in last
        assert "Présentez-vous à l’accueil" in last


def test_a_dossier_that_was_received_is_not_asked_for_again() -> None:
    whole = content(1)
    letter = replace(whole.letters[0], dossiers=("Mémoire",), received=(("Cartographie", date(2026, 11, 3)),))
    text = candidate_letter(replace(whole, letters=(letter,)))
    assert (
        "30 novembre 2026 – Mémoire. Dossiers que le centre a reçus – Cartographie, reçu le 03/11/2026."
        in text
    )
    text = candidate_letter(replace(whole, letters=(replace(letter, dossiers=()),)))
    assert "Dossiers à remettre" not in text
    assert "un exemplaire de chacun de vos dossiers" in text


def test_a_letter_bears_the_whole_civil_name_and_the_other_papers_the_short_one() -> None:
    whole = content(1)
    name = "AUBERT (nom d’usage : VIDAL) Léa Marie"
    whole = replace(whole, letters=(replace(whole.letters[0], full_name=name),))
    assert f"Madame {name} Dossier" in candidate_letter(whole)
    listed = whole_text(PreparationRenderer().render(PaperKind.CANDIDATE_LIST, whole))
    assert "AUBERT Léa" in listed
    assert "VIDAL" not in listed


def test_nobody_is_summoned_before_a_panel_without_members() -> None:
    whole = content(4, panels=2)
    panels = (whole.public.panels[0], replace(whole.public.panels[1], seats=()))
    whole = replace(whole, public=replace(whole.public, panels=panels))
    pages = page_texts(PreparationRenderer().render(PaperKind.SUMMONS_CANDIDATES, whole))
    assert [number in "".join(pages) for number in ("2022-001", "2022-002", "2022-003", "2022-004")] == [
        True, False, True, False,
    ]  # fmt: skip
    empty = replace(whole, public=replace(whole.public, panels=(panels[1], panels[1])))
    with pytest.raises(RuleError, match=r"papers\.no_juror"):
        PreparationRenderer().render(PaperKind.SUMMONS_CANDIDATES, empty)
