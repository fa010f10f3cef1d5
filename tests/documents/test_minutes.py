"""The PDF of minutes: what is on the page, in which order, and that it is always the same."""

import re
from io import BytesIO
from itertools import pairwise

import pypdf
import pypdfium2
import pytest

from cisp_desktop.application import wording_minutes as words
from cisp_desktop.application.ports import RenderedMinutes
from cisp_desktop.documents.minutes import DEMONSTRATION_BANNER, MinutesRenderer
from cisp_desktop.documents.minutes_style import EDGE
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.minutes import canonical_json, fingerprint
from tests.documents.factories import SEATS, seat, snapshot


def render(content: dict[str, object], *, draft: bool = False) -> RenderedMinutes:
    return MinutesRenderer().render(content, draft=draft)


def texts(rendered: RenderedMinutes) -> list[str]:
    """Return the text of each page on one line, no-break spaces as spaces."""
    document = pypdfium2.PdfDocument(rendered.pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return [" ".join(re.sub("[\u00a0\u202f\ufffe]", " ", page).split()) for page in pages]


def whole(rendered: RenderedMinutes) -> str:
    return " ".join(texts(rendered))


def test_the_same_snapshot_gives_the_same_bytes() -> None:
    assert render(snapshot(12)).pdf == render(snapshot(12)).pdf


def test_every_page_has_number_pages_and_short_fingerprint() -> None:
    content = snapshot(14)
    rendered = render(content)
    digest = fingerprint(canonical_json(content))
    short = words.grouped_fingerprint(digest[:16])
    for position, text in enumerate(texts(rendered), start=1):
        assert f"PV-2022-GRE-0007 · empreinte {short} · page {position} / {rendered.pages}" in text
        assert "Paraphes" in text
    assert digest in texts(rendered)[0]


def test_the_parts_stand_in_the_order_of_the_domain() -> None:
    content = snapshot(12, certifier_representative="DURAND Paul", warnings=["registration_ended"])
    text = whole(render(content))
    parts = (
        "Organisme certificateur",
        "CENTRE RESSOURCES AROBASE",
        "423 705 912 00057",
        "N° PV-2022-GRE-0007",
        "Coordinateur de parcours",
        "Fiche RNCP36128",
        "NSF 332t",
        "fin d’enregistrement le 26 janvier 2023",
        "Session : du 14 décembre 2022 à 9 h 00 au 15 décembre 2022 à 17 h 30",
        "Qualité au jury",
        "DURAND Paul",
        "12 inscrits, 10 présents, 2 absents, 0 excusé",
        "GRE-22-001",
        "V : bloc validé",
        "Second tour de notation",
        "Voix prépondérante",
        "à l’unanimité",
        "Incidents : néant",
        "Le quorum est atteint",
        "Secrétaire de séance",
        "de 16 h 00 à 17 h 20",
        "L6113-9",
        "Fait à Grenoble, le 15 décembre 2022, en 3 originaux",
        "Date et heure",
        "Motifs des décisions",
        "Présence des membres",
        "Récusations et déports",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_a_row_tells_who_the_candidate_is_and_what_was_decided() -> None:
    text = whole(render(snapshot(12)))
    assert "COSTA nom d’usage : COSTA-VIDAL Inês Filipa 03/03/1972 PORTO ROCHAS Alain VAE ACQ V V V V" in text
    assert "Validation partielle : BC01, BC02, BC03, BC04" in text
    assert "ABS ABS ABS ABS ABS Absent" in text


def test_a_recused_member_is_named_with_the_candidate() -> None:
    text = whole(render(snapshot(12)))
    assert "Récusé pour : GRE-22-004" in text
    assert (
        "TARDY Nicole, représentant du centre de formation, n’a ni évalué ni délibéré pour : GRE-22-004"
        in text
    )
    assert "Pour le candidat GRE-22-004, après récusation, le jury a délibéré à 2 membres." in text


def test_the_annex_of_reasons_can_be_left_out() -> None:
    reason = "Le diagnostic reste descriptif"
    assert reason in whole(render(snapshot(12)))
    assert reason not in whole(render(snapshot(12, reasons_annex=False)))


def test_rectifying_minutes_say_what_they_rectify_and_why() -> None:
    rectifies = {"number": "PV-2022-GRE-0006", "reason": "erreur sur une date de naissance"}
    text = whole(render(snapshot(3, rectifies=rectifies)))
    assert "rectificatif du procès-verbal PV-2022-GRE-0006 : erreur sur une date de naissance" in text


def test_a_draft_says_so_on_every_page_and_minutes_do_not() -> None:
    assert all("PROJET" in text for text in texts(render(snapshot(14), draft=True)))
    assert not any("PROJET" in text for text in texts(render(snapshot(14))))


def test_a_draft_without_decisions_is_drawn() -> None:
    content = snapshot(2)
    for candidate in content["candidates"]:
        candidate["decisions"] = dict.fromkeys(candidate["decisions"])
        candidate["outcome"] = None
    assert "– – – – – En attente de décision" in whole(render(content, draft=True))


def test_a_candidate_who_is_still_expected_is_not_called_present() -> None:
    content = snapshot(2)
    content["candidates"][0] |= {"attendance": "EXPECTED", "decisions": {"RNCP36128BC01": "HELD"}}
    content["candidates"][1]["attendance"] = "EXPECTED"
    text = whole(render(content, draft=True))
    assert "AUBERT Léa Marie Attendu" in text
    assert "BENALI Karim Présent" in text


def test_a_demonstration_says_so_on_every_page() -> None:
    assert all(DEMONSTRATION_BANNER in text for text in texts(render(snapshot(14, demonstration=True))))


@pytest.mark.parametrize("candidates", [1, 2, 5, 6, 8, 9, 12, 13, 17, 21, 22, 23, 24, 30])
def test_the_frames_stand_with_the_end_of_the_table(candidates: int) -> None:
    rendered = render(snapshot(candidates))
    (page,) = {frame.page_index for frame in rendered.frames}
    assert f"GRE-22-{candidates:03d}" in texts(rendered)[page]
    assert "Fait à Grenoble" in texts(rendered)[page]


def test_each_member_has_a_frame_of_the_own_inside_the_margins() -> None:
    rendered = render(snapshot(12))
    document = pypdfium2.PdfDocument(rendered.pdf)
    width, height = document.get_page_size(0)
    document.close()
    assert [(frame.role, frame.seat_id) for frame in rendered.frames] == [
        (role, seat_id) for seat_id, role, *_ in SEATS
    ]
    for frame in rendered.frames:
        assert EDGE < frame.x0 < frame.x1 < width - EDGE
        assert EDGE < frame.y0 < frame.y1 < height - EDGE
        assert frame.x1 - frame.x0 > 120
        assert frame.y1 - frame.y0 > 40
    edges = sorted((frame.x0, frame.x1) for frame in rendered.frames)
    assert all(left[1] < right[0] for left, right in pairwise(edges))


@pytest.mark.parametrize("members", [1, 4, 9, 16, 40])
def test_panels_of_any_size_sign(members: int) -> None:
    content = snapshot(25)
    content["panel"]["seats"] = [seat(f"s{n}", "PROFESSIONAL", f"MEMBRE{n} Prénom") for n in range(members)]
    rendered = render(content)
    assert len({frame.field_name for frame in rendered.frames}) == members
    rectangles = {(frame.page_index, frame.x0, frame.y0) for frame in rendered.frames}
    assert len(rectangles) == members
    assert all(frame.y0 > 70 for frame in rendered.frames)


def test_who_was_absent_has_no_frame() -> None:
    content = snapshot(3)
    content["panel"]["seats"][1]["attendance"] = "ABSENT"
    content["panel"]["seats"][2] |= {"attendance": "LATE", "at": "2022-12-14T09:40:00+01:00"}
    rendered = render(content)
    assert [frame.seat_id for frame in rendered.frames] == ["seat-1", "seat-3"]
    assert "Arrivé en retard à 9 h 40" in whole(rendered)


@pytest.mark.parametrize(("blocks", "landscape"), [(1, False), (4, False), (5, True), (12, True), (24, True)])
def test_the_page_turns_with_the_number_of_blocks(blocks: int, landscape: bool) -> None:
    rendered = render(snapshot(6, blocks=blocks))
    document = pypdfium2.PdfDocument(rendered.pdf)
    width, height = document.get_page_size(0)
    document.close()
    assert (width > height) is landscape
    assert f"BC{blocks:02d}" in whole(rendered)


def test_minutes_without_a_candidate_say_so() -> None:
    assert "Aucun candidat inscrit" in whole(render(snapshot(0)))


def test_long_and_hostile_texts_are_printed_as_typed() -> None:
    content = snapshot(4)
    hostile = "<b>O'BRIEN & FILS</b> =1+1 &amp; <img src='x'/>"
    content["candidates"][0]["birth_name"] = hostile
    content["candidates"][1] |= {"birth_name": "A" * 200, "usage_name": "B" * 200, "first_names": "C " * 100}
    content["candidates"][2]["identity_checked_by"] = "D" * 200
    content["incidents"] = [hostile, "<para>"]
    text = whole(render(content))
    squeezed = text.replace(" ", "")
    assert hostile.replace(" ", "") in squeezed
    assert "<para>" in text
    assert squeezed.count("A" * 20) >= 1


def test_long_mentions_go_to_an_annex_and_nothing_is_lost() -> None:
    content = snapshot(120)
    for candidate in content["candidates"]:
        candidate["second_round"] = ["RNCP36128BC02"]
    content["incidents"] = ["Un incident raconté longuement. " * 60]
    rendered = render(content)
    text = whole(rendered)
    assert "Second tour de notation : voir l’annexe « Mentions »" in text
    assert "Incidents : voir l’annexe « Mentions »" in text
    assert text.count("Un incident raconté longuement.") == 60
    assert all(f"GRE-22-{number:03d} (BC02)" in text for number in (1, 60, 120))


def test_a_character_without_a_glyph_is_reported_and_not_printed_empty() -> None:
    content = snapshot(3)
    content["candidates"][1]["birth_name"] = "王小明"
    with pytest.raises(RuleError) as refused:
        render(content)
    assert refused.value.code == "document.glyph_missing"
    assert refused.value.values["text"] == "王小明"
    assert "U+738B" in str(refused.value.values["characters"])


def test_the_document_tells_readers_what_it_is() -> None:
    content = snapshot(12)
    reader = pypdf.PdfReader(BytesIO(render(content).pdf))
    assert reader.metadata.title == "Procès-verbal de jury PV-2022-GRE-0007"
    assert reader.metadata.author == "CENTRE RESSOURCES AROBASE"
    assert reader.metadata["/Keywords"] == "sha256:" + fingerprint(canonical_json(content))
    assert reader.root_object["/Lang"] == "fr-FR"
    titles = [entry["/Title"] for entry in reader.outline if not isinstance(entry, list)]
    assert titles[:3] == ["Procès-verbal de jury", "Décisions", "Signatures"]


@pytest.mark.parametrize("count", [1, 12, 90])
def test_each_candidate_has_a_bookmark_on_the_own_page(count: int) -> None:
    content = snapshot(count)
    reader = pypdf.PdfReader(BytesIO(render(content).pdf))
    place = next(n for n, entry in enumerate(reader.outline) if entry["/Title"] == "Décisions")
    below = reader.outline[place + 1]
    assert isinstance(below, list)
    for entry, one in zip(below, content["candidates"], strict=True):
        assert entry["/Title"] == f"{one['number']} {one['birth_name']} {one['first_names']}"
        page = reader.pages[reader.get_destination_page_number(entry)]
        assert one["number"] in page.extract_text()


def test_fonts_are_embedded() -> None:
    reader = pypdf.PdfReader(BytesIO(render(snapshot(3)).pdf))
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            assert "/FontFile2" in font["/FontDescriptor"]


def test_nothing_is_filled_with_grey() -> None:
    reader = pypdf.PdfReader(BytesIO(render(snapshot(12), draft=True).pdf))
    for page in reader.pages:
        operators = page.get_contents().get_data().decode("latin-1")
        colours = set(re.findall(r"^([\d. ]+) (?:rg|g|RG|G)$", operators, re.MULTILINE))
        assert colours <= {"0 0 0", "0"}


def test_pages_grow_with_candidates_and_no_faster() -> None:
    few, many = render(snapshot(40)).pages, render(snapshot(400)).pages
    assert many <= 10 * few
