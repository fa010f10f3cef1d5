"""The fictitious dossiers: their length, their outline, what they say."""

from io import BytesIO

import pypdf
import pypdfium2
import pytest

from cisp_desktop.documents.demonstration import FICTITIOUS, DossierWriter
from cisp_desktop.documents.fonts import missing_glyphs
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.errors import RuleError


def _write(kind: str, *, seed: int = 1, pages: int = 9, name: str = "AUBERT Léa") -> bytes:
    return DossierWriter().write_dossier(
        kind, candidate_name=name, centre="CISP Grenoble", seed=seed, pages=pages
    )


@pytest.mark.parametrize("kind", list(DossierKind))
def test_every_kind_has_the_pages_asked_for_and_says_that_it_is_fictitious(kind: DossierKind) -> None:
    document = pypdfium2.PdfDocument(_write(kind, pages=11))
    assert len(document) == 11
    for page in document:
        assert FICTITIOUS in page.get_textpage().get_text_range()
    assert "AUBERT Léa" in document[0].get_textpage().get_text_range()
    document.close()


def test_the_outline_leads_to_chapters_with_a_zoom() -> None:
    reader = pypdf.PdfReader(BytesIO(_write("THESIS", pages=20)))
    entries = [entry for entry in reader.outline if not isinstance(entry, list)]
    assert [entry["/Type"] for entry in entries] == ["/XYZ"] * len(entries)
    assert all(entry["/Zoom"] == 1 for entry in entries)
    assert len(entries) == 10
    assert reader.get_destination_page_number(entries[-1]) > 15


def test_pictures_are_inside() -> None:
    reader = pypdf.PdfReader(BytesIO(_write("MONOGRAPH", pages=14)))
    assert sum(len(page.images) for page in reader.pages) >= 2


def test_the_same_seed_gives_the_same_bytes_and_another_candidate_another_text() -> None:
    assert _write("NETWORK_MAP") == _write("NETWORK_MAP")
    assert _write("NETWORK_MAP") != _write("NETWORK_MAP", seed=2)
    assert _write("NETWORK_MAP") != _write("NETWORK_MAP", name="BENALI Karim")


@pytest.mark.parametrize("pages", [0, 5, 60])
def test_short_and_long_dossiers_are_written(pages: int) -> None:
    document = pypdfium2.PdfDocument(_write("VAE_FILE", pages=pages))
    assert len(document) == max(5, pages)
    document.close()


def test_every_character_can_be_drawn() -> None:
    document = pypdfium2.PdfDocument(_write("VAE_FILE", pages=20))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert missing_glyphs(text) == set()


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(RuleError, match=r"document\.dossier_kind"):
        _write("NOVEL")
