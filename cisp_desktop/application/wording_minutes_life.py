"""French words on what became of closed minutes: who is awaited, why they ended, what they rectify.

Must not know a screen nor a command.
"""

from collections.abc import Sequence

from cisp_desktop.application.queries import MinutesRow, Queries, RectificationRow, SessionRow
from cisp_desktop.application.queries_minutes import RefusalRow
from cisp_desktop.application.scans import ScanLook, foreign_words
from cisp_desktop.application.wording import GROUNDS, MINUTES_STATES, ROUTES, moment_words, plural
from cisp_desktop.application.wording_papers import listed

REOPENED = "rouverte"
RECTIFYING = "rectification en cours"


def tracker_words(minutes: MinutesRow) -> str:
    """« Se signe sur papier, pour tous. 2 signatures manquent : … et … »; empty before the first signature
    when nobody is awaited.
    """
    awaited = [row.name for row in minutes.signatures if row.awaited]
    words = []
    if minutes.route is not None:
        route = ROUTES[minutes.route]
        words.append(f"Se signe {route}, pour tous." if awaited else f"Signé {route}.")
    if awaited and minutes.ended_at is None:
        missing = plural(len(awaited), "signature manque", "signatures manquent")
        words.append(f"{missing} : {listed(tuple(awaited))}.")
    return " ".join(words)


def rectifies_words(minutes: MinutesRow, history: Sequence[MinutesRow]) -> str:
    """« Rectifie le procès-verbal … (erreur matérielle) : … »; empty for minutes that rectify none."""
    earlier = next((one for one in history if one.id == minutes.rectifies_id), None)
    if earlier is None or minutes.ground is None:
        return ""
    ground = GROUNDS[minutes.ground].lower()
    return f"Rectifie le procès-verbal {earlier.number} ({ground}) : {minutes.rectification}"


def standing_words(minutes: MinutesRow, history: Sequence[MinutesRow]) -> str:
    """« Signatures complètes · rectifié par … »: the state, and what counts instead."""
    words = MINUTES_STATES[minutes.state]
    later = [one.number for one in history if one.rectifies_id == minutes.id and one.ended_at is None]
    return f"{words} · rectifié par {listed(tuple(later))}" if later else words


def refusal_words(refusal: RefusalRow) -> str:
    """« A refusé de signer le … (saisi par …) : motif », and when it was taken back, if it was."""
    words = f"A refusé de signer le {moment_words(refusal.at)}{_entered(refusal.entered_by)}"
    if refusal.reason:
        words += f" : {refusal.reason}"
    if refusal.withdrawn_at is None:
        return words
    when = f"{moment_words(refusal.withdrawn_at)}{_entered(refusal.withdrawn_by)}"
    return f"{words.rstrip('.')}. Refus retiré le {when}."


def _entered(by: str) -> str:
    return f" (saisi par {by})" if by else ""


def why_words(minutes: MinutesRow, history: Sequence[MinutesRow], refusals: Sequence[RefusalRow] = ()) -> str:
    """Why a version ended and what it rectifies, in full; who is awaited otherwise; and who refused to sign,
    also when that was taken back.
    """
    words = [rectifies_words(minutes, history)]
    if minutes.ended_at is not None:
        state = MINUTES_STATES[minutes.state]
        when = moment_words(minutes.ended_at)
        words.append(f"{state} le {when} à la demande de {minutes.ended_by} : {minutes.ended_why}")
    else:
        words.append(tracker_words(minutes))
    words += [
        f"{one.name} : {refusal_words(one)[0].lower()}{refusal_words(one)[1:]}"
        for one in refusals
        if one.minutes_id == minutes.id
    ]
    return "\n".join(text for text in words if text)


def rectifying_words(found: RectificationRow) -> str:
    """« Rectification du procès-verbal … en cours (erreur matérielle), demandée par … le … : … »."""
    return (
        f"Rectification du procès-verbal {found.number} en cours ({GROUNDS[found.ground].lower()}), demandée "
        f"par {found.opened_by} le {moment_words(found.opened_at)}\u00a0: {found.reason}"
    )


def open_again_words(queries: Queries, session: SessionRow) -> str:
    """« rectification en cours » or « rouverte » for a session that had been closed; empty for any other."""
    if session.locked:
        return ""
    if queries.rectification(session.id) is not None:
        return RECTIFYING
    history = queries.minutes_history(session.id)
    return REOPENED if any(one.ended_at is not None for one in history) else ""


def pages_words(pages: Sequence[int]) -> str:
    """« pages 2 et 5 », « page 3 »."""
    word = "page" if len(pages) == 1 else "pages"
    return f"{word} {listed(tuple(str(page) for page in pages))}"


def scan_doubts(number: str, look: ScanLook) -> str:
    """What does not fit on a scan, in sentences: pages of other minutes, pages not recognised, no code."""
    words = []
    if look.foreign:
        words.append(
            f"Ce document montre des pages d’un autre procès-verbal, ou d’une autre version ("
            f"{foreign_words(look.foreign)})."
        )
    if look.missing and look.shown:
        words.append(f"Du procès-verbal {number} manquent : {pages_words(look.missing)}.")
    elif look.missing:
        words.append(f"Aucune page du procès-verbal {number} n’a été reconnue à son code.")
    if look.unread:
        read = plural(look.unread, "page n’a pas de code lisible", "pages n’ont pas de code lisible")
        words.append(f"{read[0].upper()}{read[1:]}.")
    words.append("Relisez-le avant de le joindre.")
    return "\n".join(words)
