"""What a centre's lists teach about their columns, and the words of a preview."""

from datetime import date

from cisp_desktop.application.candidate_list import HeldClaim
from cisp_desktop.application.import_preview import Absent, ChangedField
from cisp_desktop.application.list_columns import (
    ColumnFound,
    ListColumns,
    ListKind,
    remember_mapping,
    remembered_mapping,
    taught,
)
from cisp_desktop.application.wording_imports import absent_words, change_words
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade


def centre_of(workspace: SqlWorkspace, session: SessionMade) -> str:
    return workspace.queries.session(session.id).centre_id


def test_a_mapping_is_remembered_for_the_centre_and_kind_of_list(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    centre = centre_of(workspace, session)
    assert remember_mapping(workspace, centre, {"ident": "number", "notes": ""}, kind=ListKind.CANDIDATES)
    assert remembered_mapping(workspace, session.id, ListKind.CANDIDATES) == {"ident": "number", "notes": ""}
    assert remembered_mapping(workspace, session.id, ListKind.OUTSIDE_RESULTS) == {}


def test_remembering_adds_to_what_is_known_and_none_forgets(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    centre = centre_of(workspace, session)
    remember_mapping(workspace, centre, {"ident": "number", "notes": ""}, kind=ListKind.CANDIDATES)
    remember_mapping(workspace, centre, {"ident": None, "mail2": "email"}, kind=ListKind.CANDIDATES)
    assert remembered_mapping(workspace, session.id, ListKind.CANDIDATES) == {"notes": "", "mail2": "email"}


def test_remembering_what_is_known_writes_nothing(workspace: SqlWorkspace, session: SessionMade) -> None:
    centre = centre_of(workspace, session)
    remember_mapping(workspace, centre, {"ident": "number"}, kind=ListKind.CANDIDATES)
    events = len(workspace.queries.events())
    assert not remember_mapping(workspace, centre, {"ident": "number"}, kind=ListKind.CANDIDATES)
    assert len(workspace.queries.events()) == events


def test_only_what_differs_from_the_titles_is_taught() -> None:
    found = (
        ColumnFound("ident", "Ident", (), "", "number"),
        ColumnFound("nom", "Nom", (), "birth_name", "birth_name"),
    )
    columns = ListColumns("", 1, found, (), ("",))
    assert taught(columns, {"ident": "number", "nom": "birth_name"}) == {"ident": "number", "nom": None}


def test_changes_are_worded_with_before_and_after() -> None:
    claim = HeldClaim("BC01", date(2022, 6, 24), "PV-1")
    changes = [
        ChangedField("birth_date", date(1991, 4, 12), date(1991, 4, 13)),
        ChangedField("held", (), (claim,)),
        ChangedField("presented", ("BC01", "BC02"), ("BC01",)),
        ChangedField("selection_passed", None, True),  # a value, not a switch
    ]
    assert change_words(changes) == (
        "Date de naissance\u00a0: 12/04/1991 → 13/04/1991 · "
        "Blocs déjà acquis\u00a0: vide → BC01 (24/06/2022, PV-1) · "
        "Blocs présentés\u00a0: BC01, BC02 → BC01 · "
        "Sélection réussie\u00a0: vide → Oui"
    )


def test_a_new_result_is_worded_without_before() -> None:
    assert change_words([ChangedField("points", None, 1250)]) == "Note /20\u00a0: 12,5/20"


def test_the_absent_are_counted_and_the_first_named() -> None:
    absent = [Absent(f"N-{i}", f"NOM{i} Zoé") for i in range(7)]
    words = absent_words(absent)
    assert words.startswith("7\u00a0candidats de la session ne sont pas dans ce fichier")
    assert "NOM4 Zoé (N-4) et 2\u00a0autres" in words
    assert absent_words([]) == ""
