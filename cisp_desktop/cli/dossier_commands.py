"""``dossiers``: a folder of PDFs taken in, and who still owes what."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from cisp_desktop.application.dossiers import Assignment, KnownFacts, StoreReport, store_dossiers
from cisp_desktop.application.folder_import import (
    FolderFile,
    FolderReview,
    LookedFile,
    people_of,
    review_files,
)
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.reminders import owing
from cisp_desktop.application.wording import DOSSIER_KINDS, person_name, plural, sentence, short_day
from cisp_desktop.application.wording_dossiers import FILE_STATES, file_words, kind_list
from cisp_desktop.cli.console import Console
from cisp_desktop.cli.parameters import DryRun, Folder, Json, Secret, Session, console_of, opened

dossiers_app = typer.Typer()


@dossiers_app.command("import")
def import_folder(
    context: typer.Context,
    folder: Folder,
    session: Session,
    source: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Le dossier des PDF.")],
    dry_run: DryRun = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Range les PDF d’un dossier : candidat et genre reconnus d’après les noms de fichiers."""
    console = console_of(context)
    services = console.services
    with opened(console, folder, secret) as workspace:
        told = _Telling(console, workspace, session, source)
        found = services.dossier_folders.scan(source, people_of(workspace, session))
        review = review_files(
            workspace, session, found, folders=services.dossier_folders, inspector=services.inspector
        )
        report = None if dry_run else _store(console, workspace, review)
    told.tell(review, report)


def _store(console: Console, workspace: Workspace, review: FolderReview) -> StoreReport:
    services = console.services
    assignments = [
        Assignment(FolderFile(services.dossier_folders, file.found.path), file.registration_id, file.kind)
        for file in review.sorted().assigned
        if file.registration_id is not None and file.kind is not None
    ]
    inspector = KnownFacts(services.inspector, review.facts)
    return store_dossiers(workspace, assignments, inspector=inspector)


class _Telling:
    """What an import tells: each file in exactly one of stored, unassigned, refused."""

    def __init__(self, console: Console, workspace: Workspace, session_id: str, source: Path) -> None:
        self._console = console
        self._source = source
        rows = workspace.queries.registrations(session_id)
        self._numbers = {row.id: row.number for row in rows}
        self._names = {row.id: person_name(row.birth_name, row.first_names) for row in rows}

    def tell(self, review: FolderReview, report: StoreReport | None) -> None:
        """Print the result; ``report`` is None on a trial, which then tells every file."""
        lists = review.sorted()
        refused = {self._place(file.found.path): self._words(review, file) for file in lists.refused}
        unassigned = {self._place(file.found.path): self._words(review, file) for file in lists.unassigned}
        stored = len(lists.assigned) + len(lists.stored)
        for item in report.refused if report is not None else ():
            if isinstance(item.file, FolderFile):
                refused[self._place(item.file.path)] = sentence(item.error)
                stored -= 1
        for head, messages in (("Refusé", refused), ("Non rangé", unassigned)):
            for file, message in messages.items():
                self._console.note(f"{head}, {file} : {message}")
        data = {
            "stored": stored,
            "unassigned": list(unassigned),
            "refused": list(refused),
            "messages": refused | unassigned,
            "dry_run": report is None,
        }
        lines = [self._counts(stored, unassigned, refused, trial=report is None)]
        if report is None:
            data["review"] = [self._line_data(review, file) for file in review.files]
            lines += [self._line_words(review, file) for file in review.files]
        self._console.result(data, lines)

    def _counts(
        self, stored: int, unassigned: Mapping[str, str], refused: Mapping[str, str], *, trial: bool
    ) -> str:
        return (
            f"{plural(stored, 'pièce rangée', 'pièces rangées')}, {len(unassigned)} à ranger à la main, "
            f"{plural(len(refused), 'refusée', 'refusées')}"
            f"{' (essai : rien n’a été écrit)' if trial else ''}"
        )

    def _words(self, review: FolderReview, file: LookedFile) -> str:
        return file_words(file, review.as_found(file), names=self._names)

    def _line_data(self, review: FolderReview, file: LookedFile) -> dict[str, Any]:
        verdict = review.as_found(file)
        replaces = verdict.replaces
        return {
            "file": self._place(file.found.path),
            "state": verdict.state.value,
            "number": self._numbers.get(file.registration_id or ""),
            "kind": file.kind.value if file.kind is not None else None,
            "candidates": [self._numbers[one] for one in file.found.people if one in self._numbers],
            "kinds": [kind.value for kind in file.found.kinds],
            "replaces": replaces.received_at.date().isoformat() if replaces is not None else None,
            "message": self._words(review, file),
        }

    def _line_words(self, review: FolderReview, file: LookedFile) -> str:
        number = self._numbers.get(file.registration_id or "", "")
        kind = DOSSIER_KINDS[file.kind] if file.kind is not None else ""
        place = " ".join(filter(None, (number, kind)))
        state = FILE_STATES[review.as_found(file).state]
        target = f" → {place}" if place else ""
        return f"{state}  {self._place(file.found.path)}{target} : {self._words(review, file)}"

    def _place(self, path: Path) -> str:
        """Return a file's path below the folder, or its name."""
        below = path.is_relative_to(self._source)
        return path.relative_to(self._source).as_posix() if below else path.name


@dossiers_app.command("missing")
def missing(
    context: typer.Context, folder: Folder, session: Session, secret: Secret = None, json: Json = False
) -> None:
    """Dit qui doit encore remettre quelles pièces, avec le courriel de chacun."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        queries = workspace.queries
        row = queries.session(session)
        dossiers = queries.dossiers(session)
        candidates = owing(
            queries.certification(row.certification_id), queries.registrations(session), dossiers
        )
    count = sum(len(one.kinds) for one in candidates)
    due = f", à remettre au plus tard le {short_day(row.dossiers_due)}" if row.dossiers_due else ""
    console.result(
        {
            "due": row.dossiers_due.isoformat() if row.dossiers_due is not None else None,
            "count": count,
            "late": sum(dossier.late for dossier in dossiers),
            "missing": [
                {
                    "number": one.number,
                    "name": one.name,
                    "email": one.email,
                    "kinds": [kind.value for kind in one.kinds],
                }
                for one in candidates
            ],
        },
        [
            f"{plural(count, 'pièce manquante', 'pièces manquantes')}{due}",
            *(f"{one.number}  {one.name}  {one.email or '–'}  {kind_list(one.kinds)}" for one in candidates),
        ],
    )
