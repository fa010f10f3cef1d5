"""Reminders of missing dossiers: who owes what, a text per candidate, messages to send from elsewhere.

Nothing is sent: the texts are copied, listed, or written as files that a mail program opens. Must not know
the format of a message, nor screens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cisp_desktop.application.draft_message import DraftMessage, MessageWriter, address_of, single_names
from cisp_desktop.application.exporting import write_each
from cisp_desktop.application.files import safe_stem
from cisp_desktop.application.mail_wording import MailFacts, MailModel, filled_mail
from cisp_desktop.application.ports import Progress
from cisp_desktop.application.preparation_findings import missing_dossiers
from cisp_desktop.application.queries import CertificationRow, DossierRow, RegistrationRow
from cisp_desktop.application.wording import DOSSIER_KINDS, person_name, short_day
from cisp_desktop.application.wording_dossiers import kind_list
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.domain.certification import DossierKind


@dataclass(frozen=True, slots=True)
class Owing:
    """A candidate who owes dossiers. ``address`` is empty where the e-mail given is no address."""

    registration_id: str
    number: str
    name: str
    civility: str
    email: str
    address: str
    kinds: tuple[DossierKind, ...]


def owing(
    certification: CertificationRow, registrations: Sequence[RegistrationRow], dossiers: Sequence[DossierRow]
) -> list[Owing]:
    """Return the expected candidates who owe dossiers, in the session's order."""
    missing: dict[str, list[DossierKind]] = {}
    for registration_id, kind in missing_dossiers(certification, registrations, dossiers):
        missing.setdefault(registration_id, []).append(kind)
    return [
        Owing(
            row.id, row.number, person_name(row.birth_name, row.first_names),
            row.civility, row.email, address_of(row.email), tuple(missing[row.id]),
        )
        for row in registrations
        if row.id in missing
    ]  # fmt: skip


def fill_reminder(model: MailModel, candidate: Owing, facts: MailFacts, *, today: date) -> DraftMessage:
    """Fill the model for one candidate."""
    kinds = "\n".join(f"– {DOSSIER_KINDS[kind]}" for kind in candidate.kinds)
    return filled_mail(model, candidate, facts, {"pièces": kinds, "délai": _term(facts.due, today)})


def reminder_table(candidates: Sequence[Owing], due: date | None) -> list[list[str]]:
    """Return who owes what as a table of texts, titles first."""
    day = short_day(due) if due is not None else ""
    titles = ["N° dossier", "Candidat", "Courriel", "Pièces manquantes", "À remettre au plus tard le"]
    return [titles, *([one.number, one.name, one.email, kind_list(one.kinds), day] for one in candidates)]


def reminder_names(messages: Sequence[tuple[Owing, DraftMessage]]) -> list[str]:
    """Return the file name of each message; no two are the same, even where case does not count."""
    stems = (safe_stem(f"Relance {candidate.number} {candidate.name}", most=200) for candidate, _ in messages)
    return single_names(stems, ".eml")


def write_reminders(
    folder: Path,
    messages: Sequence[tuple[Owing, DraftMessage]],
    *,
    writer: MessageWriter,
    stamp: datetime,
    progress: Progress | None = None,
    replaces: bool = False,
) -> list[str]:
    """Write one ``.eml`` per candidate into ``folder``, which may be made; returns the names.

    A file that is there already refuses them all, unless ``replaces``. Raises what
    ``exporting.write_each`` raises.
    """
    names = reminder_names(messages)
    contents = (writer.message(message, stamp=stamp) for _, message in messages)
    write_each(folder, names, contents, progress=progress, replaces=replaces)
    return names


def _term(due: date | None, today: date) -> str:
    if due is None:
        return "dès que possible"
    if today > due:
        return f"dès que possible{NBSP}: la date limite du {short_day(due)} est passée"
    return f"au plus tard le {short_day(due)}"
