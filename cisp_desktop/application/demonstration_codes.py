"""The codes of the demonstration's jurors, public on purpose: its window and its commands tell them.

Must not know how the demonstration is made.
"""

from cisp_desktop.application.queries import Queries
from cisp_desktop.application.wording import role_short
from cisp_desktop.domain.panel import Role

CODES = {Role.PRESIDENT: "DEMO-PRES", Role.PROFESSIONAL: "DEMO-PROF", Role.CENTRE: "DEMO-CTRE"}


def told_codes(queries: Queries, session_id: str | None) -> str:
    """Return what a visitor of the demonstration is told of its codes; empty for any real session."""
    if session_id is None or not queries.session(session_id).demonstration:
        return ""
    codes = ", ".join(f"{code} ({role_short(role).lower()})" for role, code in CODES.items())
    return f"Démonstration, codes des jurés\u00a0: {codes}."
