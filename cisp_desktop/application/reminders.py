"""Reminders of missing dossiers: who owes what, a text per candidate, messages to send from elsewhere.

Nothing is sent: the texts are copied, listed, or written as files that a mail program opens. Must not know
the format of a message, nor screens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cisp_desktop.application.candidate_fields import form_of_address
from cisp_desktop.application.draft_message import (
    DraftMessage,
    MessageWriter,
    address_of,
    filled_line,
    filled_text,
    single_names,
    unknown_names,
)
from cisp_desktop.application.exporting import write_each
from cisp_desktop.application.files import safe_stem
from cisp_desktop.application.ports import Progress
from cisp_desktop.application.preparation_findings import missing_dossiers
from cisp_desktop.application.queries import (
    CentreRow,
    CertificationRow,
    DossierRow,
    RegistrationRow,
    SessionRow,
)
from cisp_desktop.application.wording import DOSSIER_KINDS, person_name, session_days, short_day
from cisp_desktop.application.wording_dossiers import kind_list
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.domain.certification import DossierKind

BLANKS = ("salutation", "candidat", "pièces", "délai", "certification", "session", "signataire", "centre")
"""What stands between braces in a model and is filled in for each candidate."""
SUBJECT = f"Pièces à remettre{NBSP}: {{certification}}"
TEXT = f"""{{salutation}},

Vous passez devant le jury de la certification «{NBSP}{{certification}}{NBSP}», session {{session}}. \
Il nous manque{NBSP}:

{{pièces}}

Merci de nous les remettre au format PDF {{délai}}.

{{signataire}}
{{centre}}
"""


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


@dataclass(frozen=True, slots=True)
class ReminderModel:
    """The text to send, with blanks to fill in: see ``BLANKS``."""

    subject: str = SUBJECT
    text: str = TEXT


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """What every message of a session says; ``sender`` is the centre's address, or empty."""

    certification: str
    session: str
    due: date | None
    centre: str
    signatory: str
    sender: str


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


def reminder_facts(session: SessionRow, centre: CentreRow) -> ReminderFacts:
    """Return what the messages of a session say."""
    return ReminderFacts(
        session.certification_title, session_days(session.starts, session.ends), session.dossiers_due,
        centre.name, centre.signatory, address_of(centre.email),
    )  # fmt: skip


def fill_reminder(
    model: ReminderModel, candidate: Owing, facts: ReminderFacts, *, today: date
) -> DraftMessage:
    """Fill the model for one candidate; a blank of another name stays as typed, as do braces in names."""
    values = {
        "salutation": _salutation(candidate.civility),
        "candidat": candidate.name,
        "pièces": "\n".join(f"– {DOSSIER_KINDS[kind]}" for kind in candidate.kinds),
        "délai": _term(facts.due, today),
        "certification": facts.certification,
        "session": facts.session,
        "signataire": facts.signatory,
        "centre": facts.centre,
    }
    return DraftMessage(
        candidate.name, candidate.address, facts.centre, facts.sender,
        filled_line(model.subject, values), filled_text(model.text, values),
    )  # fmt: skip


def unknown_blanks(model: ReminderModel) -> list[str]:
    """Return what stands between braces in a model and nobody fills in."""
    return unknown_names(f"{model.subject}\n{model.text}", BLANKS)


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


def _salutation(civility: str) -> str:
    return form_of_address(civility) or "Madame, Monsieur"


def _term(due: date | None, today: date) -> str:
    if due is None:
        return "dès que possible"
    if today > due:
        return f"dès que possible{NBSP}: la date limite du {short_day(due)} est passée"
    return f"au plus tard le {short_day(due)}"
