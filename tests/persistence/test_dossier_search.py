"""A search in several dossiers: œ and oe, hyphens and breaks, the line of each hit, no syntax."""

from datetime import UTC, datetime

import pytest

from cisp_desktop.application.queries import SearchHit
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.dossier import Dossier
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade

PAGES = {
    "d1": ["Une œuvre de longue haleine\nDes cœurs vaillants", "La souspréfecture et l’arc-en-ciel"],
    "d2": ["Main d’OEUVRE qualifiée\nLA MÉDIATION À L’ÉCOLE", "vide", "sous la préfecture"],
}


def found(workspace: SqlWorkspace, session: SessionMade, words: str) -> list[tuple[str, int]]:
    """Search both dossiers of the first candidate, the second one first."""
    return [(hit.dossier_id, hit.page) for hit in hits(workspace, session, words)]


def hits(workspace: SqlWorkspace, session: SessionMade, words: str) -> list[SearchHit]:
    """Search both dossiers of the first candidate, the second one first."""
    received = datetime(2022, 12, 1, tzinfo=UTC)
    with workspace.unit_of_work() as work:
        for place, (dossier_id, texts) in enumerate(PAGES.items()):
            kind = list(DossierKind)[place]
            work.dossiers.add(
                Dossier(dossier_id, session.registrations[0], kind, "d.pdf", "0" * 64, 1, 9, received)
            )
            work.dossiers.index_text(dossier_id, texts)
        work.commit()
    return list(workspace.queries.search_dossiers(["d2", "d1"], words))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("oeuvre", [("d2", 0), ("d1", 0)]),
        ("Œuvre", [("d2", 0), ("d1", 0)]),
        ("COEUR vaill", [("d1", 0)]),
        ("sous-préf", [("d1", 1), ("d2", 2)]),
        ("souspref", [("d1", 1)]),
        ("arc-en-ciel", [("d1", 1)]),
        ("l’ecole mediat", [("d2", 0)]),
        ("oeuvre OR vide", []),
        ("(vide", [("d2", 1)]),
        ('vide" OR "sous', []),
        ("vide -sous", []),
        ("- ’", []),
        ("vide " * 500, [("d2", 1)]),
    ],
)
def test_words_are_found_as_one_types_them(
    workspace: SqlWorkspace, session: SessionMade, words: str, expected: list[tuple[str, int]]
) -> None:
    assert sorted(found(workspace, session, words)) == sorted(expected)


def test_each_hit_has_its_line_in_the_order_of_the_dossiers_asked(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    assert hits(workspace, session, "oeuvre") == [
        SearchHit("d2", 0, "Main d’OEUVRE qualifiée"),
        SearchHit("d1", 0, "Une œuvre de longue haleine"),
    ]
