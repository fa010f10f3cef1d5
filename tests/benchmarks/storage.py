"""Storage: an import of candidates, the vault, and the bare database that others are compared with."""

import io
import os
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyrage
import python_calamine
import sqlcipher3

from cisp_desktop.application.candidate_import import import_candidates
from cisp_desktop.exchange.candidates import read_candidates
from cisp_desktop.persistence.engine import set_pragmas
from cisp_desktop.persistence.vault import AgeVault, new_identity
from tests.benchmarks.measure import Figure, faster, in_turn, slower
from tests.factories import make_session, make_workspace

FRAME = 1 / 60
CANDIDATES = 10_000


def raw_database(path: Path) -> Any:
    """A bare SQLCipher database with the same pragmas as a workspace, and no derivation of its key."""
    raw = sqlcipher3.connect(str(path), isolation_level=None)
    raw.execute(f"PRAGMA key = \"x'{os.urandom(32).hex()}'\"")
    set_pragmas(raw)
    return raw


HEADERS = (
    "N° dossier", "Civilité", "Nom de naissance", "Nom d'usage", "Prénoms", "Date de naissance",
    "Commune de naissance", "Code INSEE naissance", "Code postal naissance", "Pays de naissance", "Courriel",
    "Téléphone", "Voie d'accès", "Niveau d'entrée", "Années d'expérience", "Sélection réussie",
    "Entrée en formation", "Blocs présentés", "Blocs déjà acquis", "Aménagements", "Formateur référent",
    "Employeur ou structure de stage", "Tuteur ou accompagnateur VAE", "Recevabilité VAE",
)  # fmt: skip


def large_list(path: Path) -> None:
    """A workbook of 10,000 fictitious candidates, every column filled."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Candidats")
    sheet.append(HEADERS)
    for i in range(CANDIDATES):
        sheet.append(
            (f"GRE-{i:05d}", "Mme" if i % 2 else "M.", f"NOM{i}", f"USAGE{i}" if i % 5 == 0 else None,
             f"Prénom{i} Zoé", date(1970 + i % 30, 1 + i % 12, 1 + i % 28), f"COMMUNE {i % 300}", "38185",
             "38000", "FRANCE", f"personne{i}@exemple.invalid", "06 00 00 00 01", "Formation continue", 4,
             3 + i % 9, "Oui", date(2021, 9, 13), "BC01, BC02, BC03, BC04, BC05", None, None,
             f"FORMATEUR Nom{i % 9}", f"Structure {i % 90}", None, None)
        )  # fmt: skip
    book.save(path)


def candidate_import(folder: Path) -> Iterator[Figure]:
    """Importing 10,000 candidates against calamine plus one raw executemany of the same cells."""
    source = folder / "liste.xlsx"
    large_list(source)
    workspace = make_workspace(folder)
    sessions = [make_session(workspace, candidates=0, name=f"B{i}").id for i in range(3)]
    raw = raw_database(folder / "raw.db")
    raw.execute(f"CREATE TABLE line ({', '.join(f'c{i} TEXT' for i in range(len(HEADERS)))})")

    def ours() -> None:
        report = import_candidates(workspace, sessions.pop(), read_candidates(source))
        assert report.imported == CANDIDATES, report.errors[:3]

    def baseline() -> None:
        rows = python_calamine.CalamineWorkbook.from_path(str(source)).get_sheet_by_index(0).to_python()
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("DELETE FROM line")
        marks = ", ".join("?" * len(HEADERS))
        raw.executemany(f"INSERT INTO line VALUES ({marks})", [[str(cell) for cell in row] for row in rows])
        raw.execute("COMMIT")

    mine, base = in_turn(ours, baseline, rounds=3)
    raw.close()
    workspace.close()
    yield slower("Importer 10 000 candidats (.xlsx)", mine, base, most=2)


def vault(folder: Path) -> Iterator[Figure]:
    """Storing 200 MB in ten files against pyrage encrypting the same bytes into files, synced."""
    files = [os.urandom(20_000_000) for _ in range(10)]
    identity = new_identity()
    recipient = pyrage.x25519.Identity.from_str(identity).to_public()

    def ours() -> None:
        place = Path(tempfile.mkdtemp(dir=folder))
        own = AgeVault(place, identity)
        for content in files:
            own.store(content)

    def baseline() -> None:
        place = Path(tempfile.mkdtemp(dir=folder))
        for i, content in enumerate(files):
            with (place / f"{i}.age").open("wb") as stream:
                pyrage.encrypt_io(io.BytesIO(content), stream, [recipient])
                stream.flush()
                os.fsync(stream.fileno())

    mine, base = in_turn(ours, baseline, rounds=3)
    yield faster("Coffre : ranger 200 Mo", 200 / mine, 200 / base, unit="Mo/s", least=0.7)


FIGURES = (candidate_import, vault)
"""Every figure of this module, in the order of the table."""
