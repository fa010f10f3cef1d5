"""The French words of a verification: the verdict on an unsigned file, what each revision of a signed one
changes, and by whom it was signed.

Must not know how a file is verified.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cisp_desktop.application.minutes_known import Known
from cisp_desktop.application.ports import (
    RevisionChange,
    RevisionReport,
    SignatureReport,
    VerificationReport,
)
from cisp_desktop.application.wording import moment_words, role_name
from cisp_desktop.application.wording_minutes import NBSP, grouped_fingerprint

_AUTHORITY = "AUTHORITY"
_SHORT = 16
CHANGES: Mapping[RevisionChange, str] = {
    RevisionChange.FRAMES: "les cadres de signature sont créés",
    RevisionChange.PAGE: "des pages sont modifiées",
    RevisionChange.FIELD: "d’autres cadres ou annotations sont modifiés",
    RevisionChange.SIGNATURE: "une signature déjà posée est modifiée",
    RevisionChange.FILE: "les données jointes sont modifiées",
    RevisionChange.FONT: "des polices sont remplacées",
    RevisionChange.DATA: "les métadonnées sont modifiées",
    RevisionChange.CATALOG: "le catalogue du document est modifié",
    RevisionChange.OBJECT: "d’autres parties du document sont remplacées",
    RevisionChange.REMOVED: "des parties du document sont retirées",
}

_UNSIGNED = frozenset({"verification.unsigned", "verification.unsigned_paper"})


@dataclass(frozen=True, slots=True)
class UnsignedVerdict:
    """What is said in one line of a file that nobody signed; ``same`` is None when nothing can be said."""

    same: bool | None
    words: str


def unsigned_verdict(report: VerificationReport, known: Known | None) -> UnsignedVerdict | None:
    """Return the verdict on a file without signatures; None for any other, or a broken one."""
    if report.signatures:
        return None
    if report.intact and known is not None:
        if known.counts:
            return UnsignedVerdict(True, "Identique à ce que cet espace de travail a enregistré.")
        words = f"Identique à ce qui a été enregistré, mais ne vaut plus{NBSP}: lisez pourquoi."
        return UnsignedVerdict(None, words)
    cut = known is not None and any(one.code == "verification.file_cut" for one in known.said)
    if known is not None and not known.agrees and known.contradicted and not cut:
        return UnsignedVerdict(
            False, f"Ce n’est pas le document délivré{NBSP}: ne vous fiez pas à ce fichier."
        )
    if all(one.code in _UNSIGNED for one in report.problems):
        words = f"Non signé{NBSP}: rien dans ce fichier ne prouve qu’il est tel qu’il a été délivré."
        return UnsignedVerdict(None, words)
    return None


def trust_words(report: VerificationReport) -> str:
    """Return what is known of the signers' identities, in one line with the verdict: in a file that is not
    intact, only a signature that holds proves anybody.
    """
    if report.trusted is not None:
        return "identité reconnue" if report.trusted else "identité non reconnue"
    return "identité inconnue" if report.intact else "identité non vérifiée"


def signature_words(signature: SignatureReport, *, intact: bool = True) -> str:
    """Return what a signature is worth: « signature valide », « signature NON VALIDE », « signature non
    vérifiable »; one that holds in a file that is not ``intact`` covers a part of it alone.
    """
    if signature.valid is None:
        return "signature non vérifiable"
    if not signature.valid:
        return "signature NON VALIDE"
    return "signature valide" if intact else "signature valide, mais pas pour tout le fichier"


def file_words(report: VerificationReport) -> str:
    """Return what a file calls itself: « Procès-verbal PV-… », « Extrait du procès-verbal PV-… : dossier …,
    NOM Prénom »; nothing when it states no number.
    """
    if report.number is None:
        return ""
    if report.extract is not None:
        of = f"dossier {report.extract.candidate}, {report.extract.name}"
        return f"Extrait du procès-verbal {report.number}{NBSP}: {of}"
    kind = "Extrait du procès-verbal" if report.titled_extract else "Procès-verbal"
    return f"{kind} {report.number}"


def revision_words(revision: RevisionReport, *, intact: bool = True) -> str:
    """Return one line: « Révision 3 : signature de NOM Prénom, président du jury, le … ; rien d’autre ne
    change. »

    Of a file that is not ``intact`` nothing is said to be as it was: what is written over earlier bytes is no
    revision.
    """
    head = f"Révision {revision.number} : "
    signature = revision.signature
    if revision.number == 1 and signature is None:
        said = "le procès-verbal tel que clos" if intact else "la première partie du fichier"
        return f"{head}{said}, avant toute signature."
    told = ", ".join(CHANGES[change] for change in revision.changes)
    changes = f"{NBSP}; {told or 'rien d’autre ne change'}" if told or intact else ""
    if signature is None:
        return f"{head}aucune signature{changes}."
    at = f", le {moment_words(signature.at)}" if signature.at is not None else ""
    if signature.role == _AUTHORITY:
        return f"{head}certification par l’autorité de l’espace de travail{at}{changes}."
    role = role_name(signature.role, sex=signature.sex)
    quality = f", {role[:1].lower()}{role[1:]}" if role else ""
    worth = "signature" if signature.valid else "signature non valide"
    return f"{head}{worth} de {signature.name}{quality}{at}{changes}."


def certificate_words(signature: SignatureReport) -> str:
    """Return which certificate signed: whom it names, who issued it, the start of its fingerprint."""
    holder = f"au nom de {signature.holder}, " if signature.holder else ""
    short = grouped_fingerprint(signature.fingerprint[:_SHORT])
    return f"{holder}émis par {signature.issuer}, empreinte {short}…"
