"""Whose dossier and of which kind, from a file's name; nothing is guessed between two."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.application.sentences import SENTENCES
from cisp_desktop.application.services import FoundFile, Person
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.errors import RuleError, StorageError
from cisp_desktop.exchange import dossier_folder
from cisp_desktop.exchange.dossier_folder import DossierFolderReader
from cisp_desktop.exchange.dossier_names import recognise

PEOPLE = [
    Person(number, number, birth, usage, first)
    for number, birth, usage, first in (
        ("GRE-22-001", "AUBERT", "", "Léa Marie"),
        ("GRE-22-003", "COSTA", "COSTA-VIDAL", "Inês Filipa"),
        ("GRE-22-005", "D'ANGELO", "", "Chiara"),
        ("GRE-22-006", "ÉTIENNE", "", "François-Xavier"),
        ("GRE-22-007", "FERRAND", "LE GOFF", "Maëlle"),
        ("GRE-22-008", "GARCÍA MUÑOZ", "", "José Luis"),
        ("GRE-22-009", "HŒLDERLIN", "", "Anne-Sophie"),
        ("GRE-22-010", "IVANOV", "", "Ștefan"),
        ("GRE-22-012", "N'GUYEN", "", "Văn Minh"),
        ("GRE-22-020", "MARTIN", "", "Paul"),
        ("GRE-22-021", "MARTIN", "", "Pierre"),
        ("GRE-22-022", "MARTIN DUPONT", "", "Paul"),
        ("12", "LY", "", "Mai"),
    )
]


def told(name: str) -> tuple[str | None, DossierKind | None]:
    one = recognise([name], PEOPLE)[0]
    return one.person.number if one.person else None, one.kind


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("GRE-22-001_memoire.pdf", "GRE-22-001"),
        ("Mémoire GRE22001.pdf", "GRE-22-001"),
        ("gre 22 001 memoire.pdf", "GRE-22-001"),
        ("AUBERT Léa - Mémoire.pdf", "GRE-22-001"),
        ("lea_aubert_memoire_final_v2.pdf", "GRE-22-001"),
        ("MemoireAubertLea.pdf", "GRE-22-001"),
        ("Memoire_COSTA.pdf", "GRE-22-003"),
        ("memoire Inês Costa Vidal.pdf", "GRE-22-003"),
        ("DAngelo Chiara mémoire.pdf", "GRE-22-005"),
        ("d'angelo_memoire.pdf", "GRE-22-005"),
        ("dangelo memoire.pdf", "GRE-22-005"),
        ("Etienne François Xavier memoire.pdf", "GRE-22-006"),
        ("legoff_memoire.pdf", "GRE-22-007"),
        ("Ferrand Maelle memoire.pdf", "GRE-22-007"),
        ("memoire garcia munoz.pdf", "GRE-22-008"),
        ("memoire Garcia José.pdf", "GRE-22-008"),
        ("HOELDERLIN memoire.pdf", "GRE-22-009"),
        ("Hœlderlin memoire.pdf", "GRE-22-009"),
        ("IVANOV Stefan memoire.pdf", "GRE-22-010"),
        ("NGuyen memoire.pdf", "GRE-22-012"),
        ("n_guyen_van_minh_memoire.pdf", "GRE-22-012"),
        ("MARTIN Pierre memoire.pdf", "GRE-22-021"),
        ("MARTIN DUPONT memoire.pdf", "GRE-22-022"),
        ("MARTIN DUPONT Paul memoire.pdf", "GRE-22-022"),
        ("12 memoire.pdf", "12"),
        ("memoire dossier 12.pdf", "12"),
        ("LY Mai memoire.pdf", "12"),
        ("AUBERT Léa/memoire.pdf", "GRE-22-001"),
        ("Mémoires/2022/GRE-22-006.pdf", "GRE-22-006"),
    ],
)
def test_a_candidate_is_recognised(name: str, number: str) -> None:
    assert told(name) == (number, DossierKind.THESIS)
    assert told(unicodedata.normalize("NFD", name)) == (number, DossierKind.THESIS)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Enquête de territoire", DossierKind.TERRITORY_SURVEY),
        ("ENQUETE", DossierKind.TERRITORY_SURVEY),
        ("monographie", DossierKind.MONOGRAPH),
        ("Dossier de projet", DossierKind.PROJECT_FILE),
        ("projet_social_v3", DossierKind.PROJECT_FILE),
        ("APST", DossierKind.WORK_ANALYSIS),
        ("Analyse pratique en situation de travail", DossierKind.WORK_ANALYSIS),
        ("analyse_de_pratique", DossierKind.WORK_ANALYSIS),
        ("Mémoire professionnel", DossierKind.THESIS),
        ("Mémoire projet d'accompagnement", DossierKind.THESIS),
        ("livret", DossierKind.RELATIONAL_BOOKLET),
        ("Livret des capacités relationnelles", DossierKind.RELATIONAL_BOOKLET),
        ("cartographie du réseau de partenaires", DossierKind.NETWORK_MAP),
        ("carto", DossierKind.NETWORK_MAP),
        ("Dossier de validation", DossierKind.VAE_FILE),
        ("Livret 2 VAE", DossierKind.VAE_FILE),
        ("livret2", DossierKind.VAE_FILE),
        ("dossier VAE", DossierKind.VAE_FILE),
        ("Dossier professionnel", DossierKind.PROFESSIONAL_FILE),
        ("DP", DossierKind.PROFESSIONAL_FILE),
        ("Autre pièce", DossierKind.OTHER_FILE),
        ("annexes", DossierKind.OTHER_FILE),
        ("annexes du mémoire", DossierKind.THESIS),
    ],
)
def test_a_kind_is_recognised(words: str, kind: DossierKind) -> None:
    assert told(f"{words} AUBERT.pdf") == ("GRE-22-001", kind)
    assert told(f"{words}/AUBERT Léa.pdf") == ("GRE-22-001", kind)


@pytest.mark.parametrize(
    ("name", "number", "kind"),
    [
        ("MARTIN memoire.pdf", None, DossierKind.THESIS),
        ("MARTIN P memoire.pdf", None, DossierKind.THESIS),
        ("GRE-22-001 COSTA memoire.pdf", None, DossierKind.THESIS),
        ("memoire.pdf", None, DossierKind.THESIS),
        ("memoire du 12 decembre.pdf", None, DossierKind.THESIS),
        ("AUBERT monographie et memoire.pdf", "GRE-22-001", None),
        ("AUBERT.pdf", "GRE-22-001", None),
        ("AUBERT livret 1.pdf", "GRE-22-001", None),
        ("Léa memoire.pdf", None, DossierKind.THESIS),
        ("LYON memoire.pdf", None, DossierKind.THESIS),
        ("scan0001.pdf", None, None),
        (".pdf", None, None),
    ],
)
def test_what_a_name_leaves_open_is_not_guessed(
    name: str, number: str | None, kind: DossierKind | None
) -> None:
    assert told(name) == (number, kind)


NAME = st.text(st.characters(categories=("Lu", "Ll"), max_codepoint=0x24F), min_size=3, max_size=10)


@given(NAME, NAME, st.sampled_from(["_", " ", "-", ".", "__"]), st.booleans())
def test_names_in_either_order_are_recognised(birth: str, first: str, sign: str, first_last: bool) -> None:
    person = Person("id", "X-1", birth, "", first)
    parts = [birth, first] if first_last else [first, birth]
    name = sign.join([*parts, "mémoire"]) + ".pdf"
    one = recognise([name], [person])[0]
    assert one.person == person


# --- folders ---------------------------------------------------------------------------------------


def found(folder: Path) -> dict[str, FoundFile]:
    return {
        one.path.relative_to(folder).as_posix(): one for one in DossierFolderReader().scan(folder, PEOPLE)
    }


def test_a_folder_is_read_whole_and_each_file_stands_once(tmp_path: Path) -> None:
    for name in (
        "AUBERT memoire.pdf", "sous/dossier/COSTA monographie.PDF", "inconnu.pdf", "AUBERT.docx", "photo.jpg",
        "tout.zip", "COSTA.odp", "COSTA.ods", "COSTA.xyz",
        ".DS_Store", "Thumbs.db", "desktop.ini", "~$AUBERT.docx", ".cache/x.pdf",
        "__MACOSX/y.pdf",
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"%PDF-1.7")
    files = found(tmp_path)
    assert {name: (one.problem, one.refused) for name, one in files.items()} == {
        "AUBERT memoire.pdf": (None, False),
        "sous/dossier/COSTA monographie.PDF": (None, False),
        "inconnu.pdf": ("dossier.name.unknown", False),
        "AUBERT.docx": ("dossier.name.text", True),
        "photo.jpg": ("dossier.name.image", True),
        "tout.zip": ("dossier.name.archive", True),
        "COSTA.odp": ("dossier.name.slides", True),
        "COSTA.ods": ("dossier.name.table", True),
        "COSTA.xyz": ("dossier.name.not_pdf", True),
    }
    assert files["AUBERT memoire.pdf"].registration_id == "GRE-22-001"
    assert all(one.problem is None or one.problem in SENTENCES for one in files.values())


def test_links_are_never_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "AUBERT memoire.pdf").write_bytes(b"%PDF")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "lien").symlink_to(outside)
    (folder / "COSTA memoire.pdf").symlink_to(outside / "AUBERT memoire.pdf")
    (folder / "boucle").symlink_to(folder)
    assert {name: (one.problem, one.refused) for name, one in found(folder).items()} == {
        "lien": ("dossier.name.link", True),
        "COSTA memoire.pdf": ("dossier.name.link", True),
        "boucle": ("dossier.name.link", True),
    }


def test_two_files_for_one_place_are_both_left_to_the_user(tmp_path: Path) -> None:
    for name in ("AUBERT memoire.pdf", "AUBERT memoire v2.pdf", "AUBERT monographie.pdf"):
        (tmp_path / name).write_bytes(b"%PDF")
    files = found(tmp_path)
    assert [files[name].problem for name in sorted(files)] == [
        "dossier.name.twice",
        "dossier.name.twice",
        None,
    ]
    assert files["AUBERT memoire.pdf"].kind is None


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("MARTIN memoire.pdf", "dossier.name.several_candidates"),
        ("memoire.pdf", "dossier.name.unknown_candidate"),
        ("AUBERT memoire monographie.pdf", "dossier.name.several_kinds"),
        ("AUBERT.pdf", "dossier.name.unknown_kind"),
        ("x.pdf", "dossier.name.unknown"),
    ],
)
def test_what_is_open_is_said_by_a_sentence(name: str, problem: str) -> None:
    one = DossierFolderReader().recognise([Path("/dropped") / name], PEOPLE)[0]
    assert (one.problem, one.refused) == (problem, False)
    assert SENTENCES[problem]


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as failure:
        DossierFolderReader().scan(tmp_path / "absent", PEOPLE)
    assert failure.value.code == "exchange.folder.unreadable"


def test_a_folder_with_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dossier_folder, "MAX_FILES", 3)
    for number in range(4):
        (tmp_path / f"{number}.pdf").write_bytes(b"%PDF")
    with pytest.raises(RuleError) as refusal:
        DossierFolderReader().scan(tmp_path, PEOPLE)
    assert refusal.value.code == "dossier.folder.too_many"
