"""Messages that carry a candidate's papers: whom, which, in which words; written as files, never sent.

A message holds the papers of the one to whom it is addressed, and of nobody else. Must not know the format of
a message, nor screens.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cisp_desktop.application.draft_message import (
    Attachment,
    DraftMessage,
    MessageWriter,
    address_of,
    single_names,
)
from cisp_desktop.application.exporting import write_each
from cisp_desktop.application.files import safe_stem
from cisp_desktop.application.mail_wording import MailFacts, MailModel, filled_mail
from cisp_desktop.application.paper_batch import Batch, BatchPaper
from cisp_desktop.application.ports import Progress, Workspace
from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.application.wording import person_name, plural
from cisp_desktop.domain.text import folded


@dataclass(frozen=True, slots=True)
class Addressee:
    """A candidate and the papers chosen of them. ``address`` is empty where the e-mail given is none."""

    registration_id: str
    number: str
    name: str
    civility: str
    email: str
    address: str
    papers: tuple[BatchPaper, ...]


def addressees(
    batch: Batch, registrations: Sequence[RegistrationRow], kinds: Collection[str]
) -> list[Addressee]:
    """Return each candidate who has papers of these kinds, with those papers, in the session's order.

    A file that is not what the candidate is owed stays behind: ``kept_back_words`` says so.
    """
    papers: dict[str, list[BatchPaper]] = {}
    for one in batch.papers:
        if one.kind in kinds and one.registration_id and not one.lacks:
            papers.setdefault(one.registration_id, []).append(one)
    return [
        Addressee(
            row.id, row.number, person_name(row.birth_name, row.first_names), row.civility,
            row.email, address_of(row.email), tuple(papers[row.id]),
        )
        for row in registrations
        if row.id in papers
    ]  # fmt: skip


def mail_kinds(batch: Batch) -> list[str]:
    """Return the kinds of the candidates' own papers, in order."""
    found = {one.kind for one in batch.papers if one.registration_id}
    return [kind for kind in batch.kinds if kind in found]


def kept_back_words(
    batch: Batch, kinds: Collection[str], numbers: Collection[str] | None = None
) -> list[str]:
    """Return which extracts no message takes and why; ``numbers`` as in ``BatchChoice``."""
    lacking = Counter(
        one.lacks
        for one in batch.papers
        if one.lacks and one.kind in kinds and (numbers is None or one.number in numbers)
    )
    return [
        f"{plural(count, 'extrait ne part pas', 'extraits ne partent pas')} par courriel. {lacks}."
        for lacks, count in lacking.items()
    ]


def shared_addresses(people: Sequence[Addressee]) -> list[str]:
    """Return the addresses that several candidates gave, even where case does not count."""
    owners: dict[str, set[str]] = {}
    for one in people:
        if one.address:
            owners.setdefault(folded(one.address), set()).add(one.registration_id)
    return sorted({one.address for one in people if len(owners.get(folded(one.address), ())) > 1})


def fill_mail(model: MailModel, person: Addressee, facts: MailFacts) -> DraftMessage:
    """Fill the model for one candidate, without attachments."""
    papers = "\n".join(f"– {one.title}" for one in person.papers)
    return filled_mail(model, person, facts, {"documents": papers})


def mail_names(people: Sequence[Addressee]) -> list[str]:
    """Return the file name of each message; no two are the same, even where case does not count."""
    return single_names((safe_stem(f"Courriel {one.number} {one.name}", most=200) for one in people), ".eml")


def write_mails(
    workspace: Workspace,
    folder: Path,
    people: Sequence[Addressee],
    *,
    model: MailModel,
    facts: MailFacts,
    writer: MessageWriter,
    stamp: datetime,
    progress: Progress | None = None,
    replaces: bool = False,
) -> list[str]:
    """Write one ``.eml`` per candidate who has an address into ``folder``, which may be made.

    Returns the names. A file that is there already refuses them all, unless ``replaces``. Raises what
    ``exporting.write_each`` raises, and ``StorageError("vault.*")``.
    """
    reached = [one for one in people if one.address]
    names = mail_names(reached)

    def content(one: Addressee) -> bytes:
        files = tuple(Attachment(p.file_name, workspace.vault.read(p.pdf_sha256)) for p in one.papers)
        whole = replace(fill_mail(model, one, facts), attachments=files)
        return writer.message(whole, stamp=stamp)

    write_each(folder, names, map(content, reached), progress=progress, replaces=replaces)
    return names
