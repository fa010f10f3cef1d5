"""What is told of a session among others, in French. Must not know a widget or a command."""

from cisp_desktop.application.queries import SessionRow
from cisp_desktop.application.wording import moment_words, session_days
from cisp_desktop.application.wording_minutes import NBSP


def cancelling_words(session: SessionRow) -> str:
    """« Session annulée le … par … : motif. »; empty for any other."""
    if session.cancelled_at is None:
        return ""
    who = f"Session annulée le {moment_words(session.cancelled_at)} par {session.cancelled_by}"
    why = " ".join(session.cancelled_why.split()).rstrip(".")
    return f"{who}{NBSP}: {why}."


def cancelled_words(session: SessionRow) -> str:
    """« Session annulée le … par … : motif. Elle se lit, rien n’y change. »; empty for any other."""
    told = cancelling_words(session)
    return f"{told} Elle se lit ; rien n’y change." if told else ""


def alike_words(session: SessionRow) -> str:
    """Say that a session of the same title, centre, days and place is there already."""
    days = session_days(session.starts, session.ends)
    return (
        f"Une session identique existe déjà{NBSP}: {session.minutes_number}, {session.certification_code}, "
        f"{session.centre_name}, {days}."
    )
