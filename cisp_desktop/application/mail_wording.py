"""The texts of the e-mails to candidates: which ones, their words of origin, the fields that they know.

A centre may change subject and body. Nothing is sent. Must not know where a centre's words are kept, nor what
a message carries.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from cisp_desktop.application.candidate_fields import form_of_address
from cisp_desktop.application.draft_message import (
    DraftMessage,
    address_of,
    filled_line,
    filled_text,
    unknown_names,
)
from cisp_desktop.application.paragraph import Paragraph
from cisp_desktop.application.queries import CentreRow, SessionRow
from cisp_desktop.application.wording import session_days
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.domain.paper_template import CentreTemplates, ParagraphRule

REMINDER_MAIL, PAPERS_MAIL = "REMINDER_MAIL", "PAPERS_MAIL"
SUBJECT, BODY = "subject", "body"
MAIL_TITLES: Mapping[str, str] = {
    REMINDER_MAIL: "Courriel de relance des pièces",
    PAPERS_MAIL: "Courriel d’envoi des documents",
}
_BODY_LENGTH, _BODY_LINES = 5_000, 60
_COMMON = ("salutation", "candidat", "certification", "session", "signataire", "centre")
_OF_REMINDERS, _OF_PAPERS = (*_COMMON, "pièces", "délai"), (*_COMMON, "documents")
_REMINDER = f"""{{salutation}},

Vous passez devant le jury de la certification «{NBSP}{{certification}}{NBSP}», session {{session}}. \
Il nous manque{NBSP}:

{{pièces}}

Merci de nous les remettre au format PDF {{délai}}.

{{signataire}}
{{centre}}"""
_PAPERS = f"""{{salutation}},

Vous avez présenté la certification «{NBSP}{{certification}}{NBSP}», session {{session}}. \
Vous trouverez en pièce jointe{NBSP}:

{{documents}}

Gardez ces fichiers tels quels{NBSP}: le code au pied de chaque page permet de les vérifier auprès de nous.

{{signataire}}
{{centre}}"""


def _mail(known: tuple[str, ...], needed: str, subject: str, body: str) -> tuple[Paragraph, Paragraph]:
    return (
        Paragraph(
            SUBJECT, "Objet", "Sur une ligne.", subject,
            ParagraphRule("paper_template.subject", known, lines=1),
        ),
        Paragraph(
            BODY, "Texte", "Un courriel par candidat.", body,
            ParagraphRule(
                "paper_template.body", known, ((needed,),), lines=_BODY_LINES, length=_BODY_LENGTH
            ),
        ),
    )  # fmt: skip


MAILS: Mapping[str, tuple[Paragraph, Paragraph]] = {
    REMINDER_MAIL: _mail(_OF_REMINDERS, "pièces", f"Pièces à remettre{NBSP}: {{certification}}", _REMINDER),
    PAPERS_MAIL: _mail(_OF_PAPERS, "documents", f"Vos documents{NBSP}: {{certification}}", _PAPERS),
}
"""The e-mails that have a text, with their subject and body of origin."""


@dataclass(frozen=True, slots=True)
class MailModel:
    """The text to send, with blanks to fill in."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class MailFacts:
    """What every message of a session says; ``sender`` is the centre's address, or empty."""

    certification: str
    session: str
    due: date | None
    centre: str
    signatory: str
    sender: str


class Recipient(Protocol):
    """To whom a message goes. ``address`` is empty where the e-mail given is no address."""

    @property
    def name(self) -> str: ...
    @property
    def civility(self) -> str: ...
    @property
    def address(self) -> str: ...


def mail_fields(kind: str) -> tuple[str, ...]:
    """Return what stands between braces in the texts of a kind and is filled in for each candidate."""
    return tuple(MAILS[kind][0].rule.known)


def mail_model(templates: CentreTemplates, kind: str) -> MailModel:
    """Return how a centre words a kind of message."""
    subject, body = (
        one.origin if (words := templates.words(kind, one.key)) is None else words for one in MAILS[kind]
    )
    return MailModel(subject, f"{body}\n")


def mail_facts(session: SessionRow, centre: CentreRow) -> MailFacts:
    """Return what the messages of a session say."""
    return MailFacts(
        session.certification_title, session_days(session.starts, session.ends), session.dossiers_due,
        centre.name, centre.signatory, address_of(centre.email),
    )  # fmt: skip


def filled_mail(model: MailModel, to: Recipient, facts: MailFacts, own: Mapping[str, str]) -> DraftMessage:
    """Fill a model for one candidate, without attachments; ``own`` are the fields of its kind.

    A blank of another name stays as typed, as do braces in names.
    """
    values = {
        "salutation": form_of_address(to.civility) or "Madame, Monsieur",
        "candidat": to.name,
        "certification": facts.certification,
        "session": facts.session,
        "signataire": facts.signatory,
        "centre": facts.centre,
        **own,
    }
    return DraftMessage(
        to.name, to.address, facts.centre, facts.sender,
        filled_line(model.subject, values), filled_text(model.text, values),
    )  # fmt: skip


def unknown_blanks(model: MailModel, kind: str) -> list[str]:
    """Return what stands between braces in a model and nobody fills in."""
    return unknown_names(f"{model.subject}\n{model.text}", mail_fields(kind))


@dataclass(frozen=True, slots=True)
class _Sample:
    """An invented candidate."""

    name: str = "MODÈLE Camille"
    civility: str = ""
    address: str = ""


def sample_mail(templates: CentreTemplates, kind: str, *, centre: str) -> DraftMessage:
    """Return how a message reads for an invented candidate."""
    facts = MailFacts("Intitulé de la certification", "14/12/2026", None, centre, "SIGNATAIRE Claude", "")
    own = {
        "pièces": "– Mémoire\n– Dossier professionnel",
        "délai": "au plus tard le 28/11/2026",
        "documents": "– Relevé de décision\n– Attestation de présence",
    }
    return filled_mail(mail_model(templates, kind), _Sample(), facts, own)
