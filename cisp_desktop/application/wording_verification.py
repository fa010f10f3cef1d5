"""The French words of a verification: what each revision of a signed file changes, and by whom it was signed.

Must not know how a file is verified.
"""

from collections.abc import Mapping

from cisp_desktop.application.ports import RevisionChange, RevisionReport, SignatureReport
from cisp_desktop.application.wording import moment_words, role_name
from cisp_desktop.application.wording_minutes import grouped_fingerprint

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


def revision_words(revision: RevisionReport) -> str:
    """Return one line: « Révision 3 : signature de NOM Prénom, président du jury, le … ; rien d’autre ne
    change. »
    """
    head = f"Révision {revision.number} : "
    signature = revision.signature
    if revision.number == 1 and signature is None:
        return f"{head}le procès-verbal tel que clos, avant toute signature."
    changes = ", ".join(CHANGES[change] for change in revision.changes) or "rien d’autre ne change"
    if signature is None:
        return f"{head}aucune signature ; {changes}."
    at = f", le {moment_words(signature.at)}" if signature.at is not None else ""
    if signature.role == _AUTHORITY:
        return f"{head}certification par l’autorité de l’espace de travail{at} ; {changes}."
    role = role_name(signature.role)
    quality = f", {role[:1].lower()}{role[1:]}" if role else ""
    return f"{head}signature de {signature.name}{quality}{at} ; {changes}."


def certificate_words(signature: SignatureReport) -> str:
    """Return which certificate signed: whom it names, who issued it, the start of its fingerprint."""
    holder = f"au nom de {signature.holder}, " if signature.holder else ""
    short = grouped_fingerprint(signature.fingerprint[:_SHORT])
    return f"{holder}émis par {signature.issuer}, empreinte {short}…"
