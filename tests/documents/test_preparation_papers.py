"""What holds for every document of preparation: the same bytes, black on white, nothing cut or obeyed."""

import re
from dataclasses import replace
from io import BytesIO

import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cisp_desktop.application.preparation_papers import PaperContent, PaperKind, paper_set
from cisp_desktop.documents.fonts import REGULAR, missing_glyphs, typeface
from cisp_desktop.documents.minutes_style import EDGE
from cisp_desktop.documents.page_furniture import DEMONSTRATION_BANNER, fitted
from cisp_desktop.documents.preparation.renderer import PreparationRenderer
from cisp_desktop.domain.errors import RuleError
from tests.documents.papers import CENTRE, SEATS, TITLE, content, logo, points_content
from tests.documents.reading import page_texts, squeezed, whole_text

HOSTILE = "<b>O'BRIEN & FILS</b> =1+1 &amp; <img src='x'/> <para>"
PUBLIC_KINDS = (
    PaperKind.ATTENDANCE_SHEET,
    PaperKind.PLANNING,
    PaperKind.CANDIDATE_LIST,
    PaperKind.NOMINATION,
)


def render(kind: PaperKind, whole: PaperContent, *, only: int | None = None) -> bytes:
    return PreparationRenderer().render(kind, whole, only=only)


def longest(blocks: int = 12) -> PaperContent:
    """Return a session in which every text is as long as it may be."""
    whole = content(3, blocks=blocks)
    name = " ".join(["ABCDEFGHI"] * 20)
    seats = tuple(replace(seat, name=f"{name} {n}", title="T" * 200, employer="E" * 200)
                  for n, seat in enumerate((*SEATS, SEATS[1])))  # fmt: skip
    public = replace(
        whole.public,
        centre=replace(
            CENTRE, name="Centre " * 28, address="Rue " * 120, signatory=name, signatory_title=name
        ),
        title=replace(TITLE, title="Titre " * 50, certifier="Certificateur " * 14),
        panels=(replace(whole.public.panels[0], name="Jury " * 30, room="Salle " * 30, seats=seats),),
        candidates=tuple(
            replace(one, name=f"{name} {one.number}", number=f"{one.number}{'N' * 40}")
            for one in whole.public.candidates
        ),
    )
    return replace(whole, public=public)


@pytest.mark.parametrize("kind", PaperKind)
def test_the_same_content_gives_the_same_bytes(kind: PaperKind) -> None:
    pictured = replace(CENTRE, logo=logo())
    assert render(kind, content(3, centre=pictured)) == render(kind, content(3, centre=pictured))


@pytest.mark.parametrize("kind", PaperKind)
def test_every_page_is_numbered_within_its_part(kind: PaperKind) -> None:
    expected = 1
    for text in page_texts(render(kind, content(20, panels=2))):
        found = re.search(r"page (\d+) / (\d+)", text)
        assert found is not None
        number, count = map(int, found.groups())
        assert number == expected
        expected = 1 if number == count else number + 1
    assert expected == 1


@pytest.mark.parametrize("kind", PaperKind)
def test_a_demonstration_says_so_on_every_page(kind: PaperKind) -> None:
    plain = content(9)
    session = replace(plain.public.session, demonstration=True)
    shown = replace(plain, public=replace(plain.public, session=session))
    assert all(DEMONSTRATION_BANNER in text for text in page_texts(render(kind, shown)))
    assert DEMONSTRATION_BANNER not in whole_text(render(kind, plain))


@pytest.mark.parametrize("kind", PaperKind)
def test_the_document_tells_readers_what_it_is(kind: PaperKind) -> None:
    reader = pypdf.PdfReader(BytesIO(render(kind, content(3))))
    assert reader.metadata.title.endswith("– PV-2026-GRE-0007")
    assert reader.metadata.author == "CISP Grenoble"
    assert reader.metadata.subject == f"RNCP36128 – {TITLE.title}"
    assert reader.root_object["/Lang"] == "fr-FR"
    assert reader.outline


@pytest.mark.parametrize("kind", PaperKind)
def test_nothing_is_grey_and_every_font_is_embedded(kind: PaperKind) -> None:
    for page in pypdf.PdfReader(BytesIO(render(kind, content(3)))).pages:
        operators = page.get_contents().get_data().decode("latin-1")
        colours = set(re.findall(r"^([\d. ]+) (?:rg|g|RG|G)$", operators, re.MULTILINE))
        assert colours <= {"0 0 0", "0"}
        for font in page["/Resources"]["/Font"].values():
            assert "/FontFile2" in font["/FontDescriptor"]


@pytest.mark.parametrize("kind", PaperKind)
def test_the_longest_texts_are_printed_whole_and_inside_the_margins(kind: PaperKind) -> None:
    whole = longest()
    pdf = render(kind, whole)
    text = squeezed(whole_text(pdf))
    people = {
        PaperKind.SUMMONS_JURORS: [seat.name for _, seat in whole.public.jurors],
        PaperKind.NOMINATION: [seat.name for _, seat in whole.public.jurors],
    }.get(kind, [one.name for one in whole.public.candidates])
    for name in people:
        assert squeezed(name) in text
    assert squeezed(whole.public.title.title) in text
    _check_margins(pdf)


def _check_margins(pdf: bytes) -> None:
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        width, height = page.get_size()
        text = page.get_textpage()
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            assert left >= EDGE - 0.5
            assert bottom >= EDGE - 0.5
            assert right <= width - EDGE + 0.5 or right == left
            assert top <= height - EDGE + 0.5
    document.close()


@pytest.mark.parametrize("kind", PaperKind)
def test_hostile_texts_are_shown_as_typed(kind: PaperKind) -> None:
    whole = content(2)
    seats = tuple(replace(seat, name=f"{HOSTILE} {n}", title=HOSTILE) for n, seat in enumerate(SEATS))
    public = replace(
        whole.public,
        centre=replace(CENTRE, name=HOSTILE, signatory=HOSTILE),
        panels=(replace(whole.public.panels[0], seats=seats),),
        candidates=tuple(replace(one, name=HOSTILE) for one in whole.public.candidates),
    )
    letters = tuple(replace(letter, dossiers=(HOSTILE,)) for letter in whole.letters)
    assert squeezed(HOSTILE) in squeezed(
        whole_text(render(kind, replace(whole, public=public, letters=letters)))
    )


@settings(max_examples=25)
@given(
    st.text(st.characters(codec="latin-1", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=200)
)
def test_any_name_is_printed_or_reported(name: str) -> None:
    whole = content(1)
    person = replace(whole.public.candidates[0], name=name)
    whole = replace(whole, public=replace(whole.public, candidates=(person,)))
    if missing_glyphs(name):
        with pytest.raises(RuleError, match=r"document\.glyph_missing"):
            render(PaperKind.PLANNING, whole)
        return
    text = whole_text(render(PaperKind.PLANNING, whole))
    assert squeezed(name).replace("\u00ad", "") in squeezed(text)


@pytest.mark.parametrize("kind", PaperKind)
def test_a_character_without_a_glyph_is_reported_and_not_printed_empty(kind: PaperKind) -> None:
    whole = content(2)
    person = replace(whole.public.candidates[1], name="王小明")
    public = replace(whole.public, candidates=(whole.public.candidates[0], person))
    with pytest.raises(RuleError) as refused:
        render(kind, replace(whole, public=public))
    assert refused.value.code == "document.glyph_missing"
    assert refused.value.values["text"] == "王小明"


@pytest.mark.parametrize("kind", PUBLIC_KINDS)
def test_a_shared_paper_is_nobody_s_own(kind: PaperKind) -> None:
    with pytest.raises(ValueError, match="nobody"):
        render(kind, content(2), only=0)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (PaperKind.SUMMONS_CANDIDATES, "papers.no_candidate"),
        (PaperKind.CANDIDATE_LIST, "papers.no_candidate"),
        (PaperKind.PLANNING, "papers.no_candidate"),
        (PaperKind.ATTENDANCE_SHEET, "papers.no_candidate"),
        (PaperKind.BLANK_SHEETS, "papers.no_grid"),
        (PaperKind.SUMMONS_JURORS, "papers.no_juror"),
        (PaperKind.NOMINATION, "papers.no_juror"),
    ],
)
def test_a_paper_with_nobody_on_it_is_refused(kind: PaperKind, code: str) -> None:
    whole = content(0)
    with pytest.raises(RuleError) as refused:
        render(kind, replace(whole, public=replace(whole.public, panels=())))
    assert refused.value.code == code


@pytest.mark.parametrize("picture", [b"", b"no picture", logo()[:-40], b"GIF89a"])
def test_a_logo_that_cannot_be_printed_is_reported(picture: bytes) -> None:
    whole = content(1, centre=replace(CENTRE, logo=picture or b" "))
    with pytest.raises(RuleError) as refused:
        render(PaperKind.SUMMONS_CANDIDATES, whole)
    assert refused.value.code == "papers.logo"


def test_the_logo_stands_on_the_letter() -> None:
    with_logo = render(PaperKind.SUMMONS_CANDIDATES, content(1, centre=replace(CENTRE, logo=logo())))
    (page,) = pypdf.PdfReader(BytesIO(with_logo)).pages
    assert len(page.images) == 1
    (plain,) = pypdf.PdfReader(BytesIO(render(PaperKind.SUMMONS_CANDIDATES, content(1)))).pages
    assert len(plain.images) == 0


def test_papers_are_merged_in_order_with_a_bookmark_each() -> None:
    whole = points_content(2)
    kinds = (PaperKind.NOMINATION, PaperKind.SUMMONS_CANDIDATES, PaperKind.BLANK_SHEETS)
    papers = [(one.title, render(one.kind, whole, only=one.only)) for one in paper_set(whole, kinds)]
    merged = PreparationRenderer().merge(papers)
    reader = pypdf.PdfReader(BytesIO(merged))
    assert [entry.title for entry in reader.outline] == [title for title, _ in papers]
    places = [reader.get_destination_page_number(entry) for entry in reader.outline]
    lengths = [len(pypdf.PdfReader(BytesIO(pdf)).pages) for _, pdf in papers]
    assert places == [sum(lengths[:n]) for n in range(len(lengths))]
    assert page_texts(merged) == [text for _, pdf in papers for text in page_texts(pdf)]
    assert merged == PreparationRenderer().merge(papers)


def test_merged_papers_share_their_fonts() -> None:
    whole = content(8)
    letters = [(str(n), render(PaperKind.SUMMONS_CANDIDATES, whole, only=n)) for n in range(8)]
    merged = PreparationRenderer().merge(letters)
    assert len(merged) < sum(len(pdf) for _, pdf in letters)


def test_what_does_not_fit_a_head_line_ends_with_an_ellipsis() -> None:
    shown = fitted("AUBERT " * 40, REGULAR, 8, width=100)
    assert shown.endswith("…")
    assert typeface(REGULAR).width(shown, 8) <= 100
    assert fitted("AUBERT", REGULAR, 8, width=100) == "AUBERT"
