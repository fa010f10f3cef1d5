"""The matrix candidates × dossiers as a table of texts for a spreadsheet, one line per candidate.

Must not know a file format, nor screens.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from cisp_desktop.application.queries import CertificationRow, DossierRow, RegistrationRow
from cisp_desktop.application.wording import ATTENDANCE, DOSSIER_KINDS, person_name
from cisp_desktop.application.wording_dossiers import MISSING, NOT_ASKED, NOT_EXPECTED, received_words
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.registration import dossiers_for


def required_kinds(
    certification: CertificationRow, registrations: Sequence[RegistrationRow]
) -> dict[str, tuple[DossierKind, ...]]:
    """Return, by registration id, the dossiers that each candidate hands in."""
    return {
        row.id: tuple(dossiers_for(certification, row.access_path, presented=row.presented))
        for row in registrations
    }


def shown_kinds(
    certification: CertificationRow,
    required: Mapping[str, Sequence[DossierKind]],
    dossiers: Sequence[DossierRow],
) -> list[DossierKind]:
    """Return the matrix's columns: what the sheet asks for, then what else is owed or handed in."""
    counted = Counter(kind for kinds in required.values() for kind in kinds)
    counted.update(row.kind for row in dossiers)
    asked = [a.dossier_kind for b in certification.blocks for a in b.assessments if a.dossier_kind]
    return list(dict.fromkeys([*asked, *(kind for kind in DossierKind if counted[kind])]))


def dossier_table(
    certification: CertificationRow,
    registrations: Sequence[RegistrationRow],
    dossiers: Sequence[DossierRow],
) -> list[list[str]]:
    """Return the table: per kind when it was received, or why it was not, its pages and its versions."""
    required = required_kinds(certification, registrations)
    kinds = shown_kinds(certification, required, dossiers)
    received = {(row.registration_id, row.kind): row for row in dossiers}
    titles = ["N° dossier", "Candidat", "Présence", "Pièces manquantes"]
    for kind in kinds:
        name = DOSSIER_KINDS[kind]
        titles += [name, f"{name}, pages", f"{name}, versions"]
    table = [titles]
    for row in registrations:
        cells: list[str] = []
        missing = 0
        for kind in kinds:
            asked = kind in required[row.id]
            found = received.get((row.id, kind))
            missing += asked and found is None and row.attendance.came
            cells += _cells(row, found, asked=asked)
        name = person_name(row.birth_name, row.first_names)
        table.append([row.number, name, ATTENDANCE[row.attendance.value], str(missing), *cells])
    return table


def _cells(row: RegistrationRow, dossier: DossierRow | None, *, asked: bool) -> list[str]:
    if dossier is not None:
        said = received_words(dossier.received_at, late=dossier.late)
        return [said, str(dossier.pages), str(dossier.versions)]
    if not asked:
        return [NOT_ASKED, "", ""]
    return [MISSING if row.attendance.came else NOT_EXPECTED, "", ""]
