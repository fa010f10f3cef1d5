"""Extracts of minutes, one per candidate: frozen with the minutes, signed with them, given out.

« Session minutes and, where wanted, one extract per candidate signed with it. » An extract lives as its
minutes do: it has no number, no signature nor end of its own. Rectifying minutes have extracts of all their
candidates, so that nobody has to ask which one counts. Must not know how a page is drawn, signed or shown.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cisp_desktop.application.changes import Change
from cisp_desktop.application.draft_message import single_names
from cisp_desktop.application.exporting import write_each
from cisp_desktop.application.extract_content import extract_of
from cisp_desktop.application.files import safe_stem
from cisp_desktop.application.frozen import frozen_data
from cisp_desktop.application.ports import MinutesRenderer, Progress, Signer, UnitOfWork, Workspace
from cisp_desktop.application.queries import MinutesRow
from cisp_desktop.application.queries_minutes import ExtractRow
from cisp_desktop.application.wording_minutes_life import standing_words
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.errors import Refused, StorageError
from cisp_desktop.domain.minutes import Minutes, MinutesExtract, MinutesState, canonical_json, fingerprint
from cisp_desktop.domain.registration import Registration

_ENDED = {MinutesState.REOPENED: "-rouvert", MinutesState.CANCELLED: "-annule"}


@dataclass(frozen=True, slots=True)
class Freezing:
    """With what extracts are frozen at a closing; ``progress`` counts those of all panels."""

    workspace: Workspace
    renderer: MinutesRenderer
    signer: Signer
    progress: Progress

    def freeze(
        self, work: UnitOfWork, minutes: Minutes, registrations: Sequence[Registration], *, done: int,
        total: int,
    ) -> int:  # fmt: skip
        """Freeze an extract of ``minutes`` (added before) for each of its candidates; returns how many.

        ``done`` were frozen before, of ``total``.
        """
        snapshot = json.loads(minutes.snapshot)
        for place, registration in enumerate(registrations):
            self.progress(done + place, total)
            content = extract_of(snapshot, registration.number, of=minutes.sha256)
            text = canonical_json(content)
            rendered = self.renderer.render(content, draft=False)
            pdf = self.signer.prepare(rendered, authority=self.workspace.authority)
            pdf_sha256 = self.workspace.vault.store(pdf)
            work.minutes.add_extract(
                MinutesExtract(
                    new_id(),
                    minutes.id,
                    registration.id,
                    text,
                    fingerprint(text),
                    pdf_sha256,
                    pdf_sha256,
                    rendered.pages,
                )
            )
        return len(registrations)


def sign_extracts(
    workspace: Workspace,
    minutes: Minutes,
    extracts: Sequence[MinutesExtract],
    sign: Callable[[bytes], bytes],
    *,
    progress: Progress,
) -> None:
    """Add a member's signature of ``minutes`` to each of their extracts, within the same transaction.

    ``sign`` takes a file and returns it signed. Raises ``StorageError("minutes.altered")`` when frozen data
    does not match its fingerprint, and what ``sign`` raises.
    """
    altered = StorageError("minutes.altered", number=minutes.number)
    for done, extract in enumerate(extracts):
        progress(done + 1, len(extracts) + 1)
        frozen_data(extract.snapshot, extract.sha256, altered)
        extract.pdf_sha256 = workspace.vault.store(sign(workspace.vault.read(extract.pdf_sha256)))


def extracts_fingerprint(extracts: Sequence[MinutesExtract]) -> str:
    """Return the SHA-256 of the extracts' fingerprints in order, for the journal: one for all."""
    return fingerprint("\n".join(extract.sha256 for extract in extracts))


# --- giving out ------------------------------------------------------------------------------------------


def extract_numbered(workspace: Workspace, minutes_id: str, number: str) -> ExtractRow:
    """Return the extract for the candidate ``number``; ``Refused("extract.none")`` when there is none."""
    rows = workspace.queries.minutes_extracts(minutes_id)
    found = next((row for row in rows if row.number == number), None)
    if found is None:
        raise Refused("extract.none", number=number)
    return found


def extract_stem(minutes: MinutesRow, extract: ExtractRow) -> str:
    """Return a file name for an extract: one of a version that ended says so."""
    version = f"-v{minutes.version}" if minutes.version > 1 else ""
    return safe_stem(f"{minutes.number}{version}{_ENDED.get(minutes.state, '')}-extrait-{extract.number}")


def standing_of(minutes: MinutesRow, history: Sequence[MinutesRow]) -> str:
    """Return what must be said to whom an extract is given, empty for one that is complete and counts.

    « Signatures incomplètes », « Annulé … »: what the minutes are, so are their extracts.
    """
    later = any(one.rectifies_id == minutes.id and one.ended_at is None for one in history)
    if minutes.state is MinutesState.COMPLETE and not later:
        return ""
    return standing_words(minutes, history)


def extract_names(minutes: MinutesRow, extracts: Sequence[ExtractRow]) -> list[str]:
    """Return the file name of each extract; no two are the same, even where case does not count."""
    return single_names((extract_stem(minutes, one) for one in extracts), ".pdf")


def write_extracts(
    workspace: Workspace,
    minutes: MinutesRow,
    extracts: Sequence[ExtractRow],
    folder: Path,
    *,
    progress: Progress | None = None,
    replaces: bool = False,
) -> list[Path]:
    """Write extracts as they are stored into a folder, which may be made, one file each; returns the files.

    ``record_extracts`` notes it. Raises what ``exporting.write_each`` raises, and
    ``StorageError("vault.*")``.
    """
    names = extract_names(minutes, extracts)
    contents = (workspace.vault.read(one.pdf_sha256) for one in extracts)
    write_each(folder, names, contents, progress=progress, replaces=replaces)
    return [folder / name for name in names]


def record_extracts(workspace: Workspace, minutes: MinutesRow, extracts: Sequence[ExtractRow]) -> None:
    """Note in the journal that extracts were written as files: how many, and whose when it is one."""
    whose = {"candidate": extracts[0].number} if len(extracts) == 1 else {}
    with workspace.unit_of_work() as work:
        work.note("SITE", "extracts.written", subject=minutes.id, extracts=len(extracts), **whose)
        work.changed(Change.MINUTES, minutes.id, minutes.session_id)
        work.commit()
