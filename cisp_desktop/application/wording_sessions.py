"""What is told of a session among others, in French. Must not know a widget or a command."""

from cisp_desktop.application.queries import SessionRow
from cisp_desktop.application.wording import session_days
from cisp_desktop.application.wording_minutes import NBSP


def alike_words(session: SessionRow) -> str:
    """Say that a session of the same title, centre, days and place is there already."""
    days = session_days(session.starts, session.ends)
    return (
        f"Une session identique existe déjà{NBSP}: {session.minutes_number}, {session.certification_code}, "
        f"{session.centre_name}, {days}."
    )
