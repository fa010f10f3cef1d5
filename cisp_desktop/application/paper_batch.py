"""All the papers of a session as one batch: minutes, extracts, issued papers; chosen, in order, printed or
written.

What is due and not issued yet is told, never left out in silence. Must not know how a page is drawn, nor
screens.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from cisp_desktop.application.archiving import WITH_MARKS
from cisp_desktop.application.changes import Change
from cisp_desktop.application.closing_choices import MOST_ORIGINALS, chosen_for
from cisp_desktop.application.exporting import open_export_folder
from cisp_desktop.application.extracts import extract_names, extract_stem, standing_of
from cisp_desktop.application.files import safe_stem, write_file
from cisp_desktop.application.issued_rules import CERTIFICATES
from cisp_desktop.application.issuing import IssuedRow, IssuedSession, PaperRow, read_papers
from cisp_desktop.application.ports import Progress, Workspace
from cisp_desktop.application.queries import MinutesRow
from cisp_desktop.application.queries_minutes import ExtractRow
from cisp_desktop.application.wording import plural, sentence
from cisp_desktop.application.wording_issued import TITLES, file_names, kind_words
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.minutes import Route
from cisp_desktop.domain.text import folded

MINUTES, EXTRACT, DUPLICATE = "MINUTES", "EXTRACT", "DUPLICATE"
"""The kinds of a batch beside ``DocumentKind``."""
MOST_COPIES = MOST_ORIGINALS
LIST_NAME = "Liste des documents.txt"
MOST_NAMED = 100
"""Papers whose codes the journal keeps one by one; of more it keeps the fingerprint of the list."""
_WAITING = frozenset(
    {"issued.no_minutes", "issued.minutes_incomplete", "issued.rectifying", "issued.session_cancelled"}
)
"""Refusals that will pass: the paper may become due."""


@dataclass(frozen=True, slots=True)
class BatchPaper:
    """A paper as it stands in the vault. ``mark`` is its verification code, or the number of minutes and, for
    an extract, of its candidate; ``registration_id`` is empty for minutes and the papers of the jury.

    ``lacks`` says why the file of an extract is not yet what its candidate is owed, empty when it is.
    """

    kind: str
    title: str
    number: str
    subject: str
    mark: str
    pdf_sha256: str
    pages: int
    file_name: str
    registration_id: str = ""
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    """A paper that is in no batch yet: due and not issued (``why`` empty), or waiting for something."""

    kind: str
    number: str
    why: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What a session has to print. ``papers``: minutes, then candidate by candidate (the extract first), then
    the jury's, then duplicates.

    ``superseded`` counts papers that rest on minutes rectified since: they are in no batch. ``remarks`` say
    what else is to be known. ``originals``: in how many the minutes were done, the most of all panels.
    """

    papers: tuple[BatchPaper, ...]
    owed: tuple[Owed, ...]
    superseded: int
    remarks: tuple[str, ...]
    originals: int = 1

    @property
    def kinds(self) -> list[str]:
        """Every kind that has a paper or owes one, in order."""
        found = {one.kind for one in self.papers} | {one.kind for one in self.owed}
        return [kind for kind in _ORDER if kind in found]


@dataclass(frozen=True, slots=True)
class BatchChoice:
    """Which papers, in which order, how many times each.

    ``numbers`` are the N° dossier of the candidates meant, None for all; minutes and the jury's papers go by
    their kind alone. ``copies`` by kind, 1 to ``MOST_COPIES``, 1 where nothing is said.
    """

    kinds: frozenset[str]
    numbers: frozenset[str] | None = None
    by_kind: bool = False
    copies: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


_ORDER = (MINUTES, EXTRACT, *TITLES, DUPLICATE)
UNASKED = frozenset({DUPLICATE, *(kind.value for kind in WITH_MARKS)})
"""Kinds that no batch holds unless asked: what was given again, and papers that show marks."""
_OTHER_TITLES = {MINUTES: "Procès-verbal", EXTRACT: "Extrait du procès-verbal", DUPLICATE: "Duplicatas"}
ON_PAPER = "Signé sur papier\u00a0: l’original est l’exemplaire papier"
"""What the file of an extract lacks whose minutes were signed by hand."""
BY_HAND = frozenset(kind.value for kind in CERTIFICATES)
"""Kinds that the certifier signs by hand: on paper, and in as many originals as the règlement wants."""


def kind_title(kind: str) -> str:
    """Return « Relevé de décision »."""
    return _OTHER_TITLES.get(kind) or TITLES[kind]


def batch_kind_named(text: str) -> str | None:
    """Return the kind called so, by its code or its French title; None when there is none."""
    wanted = folded(text)
    return next((kind for kind in _ORDER if wanted in (folded(kind), folded(kind_title(kind)))), None)


def read_batch(workspace: Workspace, session_id: str) -> Batch:
    """Return the batch of a session. Long for many candidates: in the worker."""
    read = read_papers(workspace, session_id)
    minutes = workspace.queries.minutes_of_session(session_id)
    issued = [one for one in read.rows if one.issued is not None]
    standing = {one.issued.id for one in issued if one.issued is not None}
    duplicates = _standing_duplicates(read, standing)
    names = file_names([one.issued for one in issued if one.issued is not None] + duplicates)
    owners = {one.issued.code: one.paper.registration_id for one in issued if one.issued is not None}
    order = list(dict.fromkeys(one.paper.registration_id or "" for one in read.rows))
    places = {registration_id: place for place, registration_id in enumerate(order)}
    own = list(_extracts(workspace, minutes))
    own += [_paper(one.issued, names, owners) for one in issued if one.issued is not None]
    own.sort(key=lambda one: places.get(one.registration_id, len(places)))
    papers = (
        *(minutes_paper(one) for one in minutes),
        *own,
        *(_paper(one, names, owners) for one in duplicates),
    )
    superseded = len(read.documents) - len(standing) - len(duplicates)
    originals = max((chosen_for(workspace, one.id).originals for one in minutes), default=1)
    return Batch(papers, tuple(_owed(read.rows)), superseded, tuple(_remarks(minutes)), originals)


def read_extracts(workspace: Workspace, session_id: str) -> list[BatchPaper]:
    """Return the extracts of the minutes that count, panel by panel, candidate by candidate."""
    return list(_extracts(workspace, workspace.queries.minutes_of_session(session_id)))


def _extracts(workspace: Workspace, minutes: Sequence[MinutesRow]) -> Iterator[BatchPaper]:
    for row in minutes:
        extracts = workspace.queries.minutes_extracts(row.id)
        lacks = standing_of(row, minutes) or (ON_PAPER if row.route is Route.PAPER else "")
        for one, name in zip(extracts, extract_names(row, extracts), strict=True):
            yield replace(extract_paper(row, one), file_name=name, lacks=lacks)


def extract_paper(row: MinutesRow, one: ExtractRow) -> BatchPaper:
    """Return an extract of closed minutes as one paper of a batch."""
    return BatchPaper(
        EXTRACT, f"Extrait du procès-verbal {row.number}", one.number, one.name, f"{row.number}/{one.number}",
        one.pdf_sha256, one.pages, f"{extract_stem(row, one)}.pdf", one.registration_id,
    )  # fmt: skip


def _standing_duplicates(read: IssuedSession, standing: Collection[str]) -> list[IssuedRow]:
    codes = {one.code for one in read.documents if one.id in standing}
    return [one for one in read.documents if one.first_code in codes]


def minutes_paper(row: MinutesRow) -> BatchPaper:
    """Return closed minutes as one paper of a batch."""
    return BatchPaper(
        MINUTES, f"Procès-verbal {row.number}", "", row.panel_name, row.number, row.pdf_sha256,
        row.pages, f"{safe_stem(f'Procès-verbal {row.number}')}.pdf",
    )  # fmt: skip


def batch_paper(row: IssuedRow) -> BatchPaper:
    """Return an issued paper as one of a batch, whosever it is."""
    return _paper(row, file_names([row]), {})


def _paper(row: IssuedRow, names: Mapping[str, str], owners: Mapping[str, str | None]) -> BatchPaper:
    kind = DUPLICATE if row.first_code else row.kind.value
    title = kind_words(row.kind, row.block) + (", duplicata" if row.first_code else "")
    return BatchPaper(
        kind, title, row.number, row.subject, row.code, row.pdf_sha256, row.pages, names[row.id],
        owners.get(row.first_code or row.code) or "",
    )  # fmt: skip


def _owed(rows: Sequence[PaperRow]) -> Iterator[Owed]:
    for one in rows:
        if one.paper.kind.value in UNASKED:
            continue
        if one.to_issue:
            yield Owed(one.paper.kind.value, one.paper.number, "")
        elif one.issued is None and one.refusal is not None and one.refusal.code in _WAITING:
            yield Owed(one.paper.kind.value, one.paper.number, sentence(one.refusal))


def _remarks(minutes: Sequence[MinutesRow]) -> Iterator[str]:
    for row in minutes:
        left = sum(line.awaited for line in row.signatures)
        if left:
            words = plural(left, "signature", "signatures")
            yield f"Le procès-verbal {row.number} attend encore {words}."


def chosen_papers(batch: Batch, choice: BatchChoice) -> list[BatchPaper]:
    """Return the papers of a choice in its order; each stands as many times as it has copies."""
    papers = [one for one in batch.papers if one.kind in choice.kinds and _meant(one.number, choice)]
    if choice.by_kind:
        papers.sort(key=lambda one: _ORDER.index(one.kind))
    return [one for one in papers for _ in range(choice.copies.get(one.kind, 1))]


def _meant(number: str, choice: BatchChoice) -> bool:
    return not number or choice.numbers is None or number in choice.numbers


def left_out_words(batch: Batch, choice: BatchChoice) -> list[str]:
    """Return what a choice asks for and the batch does not hold, and what else is to be known of it."""
    owed = [one for one in batch.owed if one.kind in choice.kinds and _meant(one.number, choice)]
    due = Counter(one.kind for one in owed if not one.why)
    words = []
    if due:
        counts = ", ".join(f"{kind_title(kind)} ({due[kind]})" for kind in _ORDER if kind in due)
        count = plural(due.total(), "document à émettre n’est", "documents à émettre ne sont")
        words.append(f"{count} pas du lot : {counts}.")
    for why, waiting in Counter(one.why for one in owed if one.why).items():
        words.append(f"{why} ({plural(waiting, 'document', 'documents')})")
    if batch.superseded:
        count = plural(batch.superseded, "document remplacé", "documents remplacés")
        words.append(f"{count} depuis une rectification : hors du lot.")
    if choice.kinds & {MINUTES, EXTRACT}:
        words += batch.remarks
    return words


# --- files --------------------------------------------------------------------------------------------


def folder_names(papers: Sequence[BatchPaper]) -> list[str]:
    """Return the names of the files that ``write_batch`` writes."""
    return [*dict.fromkeys(one.file_name for one in papers), LIST_NAME]


def write_batch(
    workspace: Workspace,
    papers: Sequence[BatchPaper],
    folder: Path,
    *,
    number: str,
    progress: Progress | None = None,
    replaces: bool = False,
) -> list[Path]:
    """Write each paper once into ``folder``, which may be made, with a list of them; returns the files.

    Nothing is encrypted there. ``number`` names the session. Raises what ``exporting.open_export_folder`` and
    ``files.write_file`` raise, and ``StorageError("vault.*")``.
    """
    copies = Counter(one.file_name for one in papers)
    once = list({one.file_name: one for one in papers}.values())
    open_export_folder(folder, folder_names(papers), replaces=replaces)
    files, lines = [], []
    for done, one in enumerate(once):
        if progress is not None:
            progress(done, len(once))
        pdf = workspace.vault.read(one.pdf_sha256)
        write_file(folder / one.file_name, pdf)
        files.append(folder / one.file_name)
        pages = plural(one.pages, "page", "pages")
        lines.append(f"# {pages}, {plural(copies[one.file_name], 'exemplaire', 'exemplaires')}")
        lines.append(f"{sha256(pdf).hexdigest()}  {one.file_name}")
    write_file(folder / LIST_NAME, _list_text(number, lines, count=len(once)).encode())
    return [*files, folder / LIST_NAME]


def _list_text(number: str, lines: Sequence[str], *, count: int) -> str:
    head = (
        f"# Documents de la session {number} : {plural(count, 'fichier', 'fichiers')}.",
        "# Chaque ligne : l’empreinte SHA-256 d’un fichier, puis son nom.",
        "# Pour vérifier, dans ce dossier : sha256sum -c, suivi du nom de cette liste entre guillemets",
        "# (Windows : certutil -hashfile, le nom du fichier entre guillemets, puis SHA256).",
        "# Ces fichiers ne sont pas chiffrés : effacez-les une fois imprimés.",
        "",
    )
    return "\n".join((*head, *lines)) + "\n"


def check_copies(wanted: int | None) -> None:
    """Raise ``RuleError("batch.copies")`` unless ``wanted`` is 1 to ``MOST_COPIES``, or None."""
    if wanted is not None and not 1 <= wanted <= MOST_COPIES:
        raise RuleError("batch.copies", given=wanted, most=MOST_COPIES)


# --- the journal --------------------------------------------------------------------------------------


def record_printing(
    workspace: Workspace, session_id: str, papers: Sequence[BatchPaper], *, copies: int
) -> None:
    """Note in the journal that papers went to a printer: how many of each kind, which, how many times.

    ``papers`` stand as many times as they were printed; ``copies`` is what the printer was asked beside. Of
    more than ``MOST_NAMED`` papers the fingerprint of the list stands for their codes.
    """
    if not papers:
        return
    marks = list(dict.fromkeys(one.mark for one in papers))
    told: dict[str, object] = {"papers": marks}
    if len(marks) > MOST_NAMED:
        told = {"sha256": sha256("\n".join(marks).encode()).hexdigest()}
    kinds = {one.kind for one in papers}
    with workspace.unit_of_work() as work:
        work.note(
            "SITE", "papers.printed", subject=session_id, printed=len(papers), copies=copies,
            kinds=[kind for kind in _ORDER if kind in kinds], **told,
        )  # fmt: skip
        work.changed(Change.MINUTES, session_id)
        work.commit()


def counting(papers: Sequence[BatchPaper]) -> str:
    """Return « 12 documents, 34 pages »."""
    pages = sum(one.pages for one in papers)
    return f"{plural(len(papers), 'document', 'documents')}, {plural(pages, 'page', 'pages')}"


def readers(workspace: Workspace, papers: Sequence[BatchPaper]) -> list[tuple[str, Callable[[], bytes]]]:
    """Return for each paper what tells its file from others, and what reads it."""
    return [(one.pdf_sha256, partial(workspace.vault.read, one.pdf_sha256)) for one in papers]
