"""A training centre's settings: letterhead, signatory, numbering, and what its new sessions start from.

Must not know screens, pictures or storage.
"""

from dataclasses import dataclass, fields, replace

from cisp_desktop.application.changes import Change
from cisp_desktop.application.planning import PlanningSettings
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.queries import CentreRow
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.text import LINE_LENGTH, entry_text, required_text

LOGO_LIMIT = 2_000_000
"""Bytes of a logo; more is a photograph."""
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True)
class CentreSettings:
    """What a centre's papers and numbers carry, as typed. ``code`` is 2 to 5 letters or figures.

    ``planning`` is what a new session's planning starts from.
    """

    name: str
    code: str
    address: str = ""
    siret: str = ""
    place: str = ""
    phone: str = ""
    email: str = ""
    signatory: str = ""
    signatory_title: str = ""
    logo: bytes | None = None
    planning: PlanningSettings = PlanningSettings()  # noqa: RUF009  # frozen

    @classmethod
    def of_row(cls, row: CentreRow) -> "CentreSettings":
        """Return a centre's settings as stored."""
        own = {f.name: getattr(row, f.name) for f in fields(cls) if f.name != "planning"}
        return cls(**own, planning=PlanningSettings.from_data(row.defaults.get("planning", {})))


def edit_centre(
    workspace: Workspace, centre_id: str, settings: CentreSettings, *, before: CentreSettings
) -> CentreSettings:
    """Change a centre's settings; returns those that stood before (for undo).

    Minutes' numbers already reserved keep their letters. Raises ``Refused("centre.changed_meanwhile")`` when
    the centre is not as ``before`` any more, or ``RuleError``: ``centre.code``, ``centre.code_taken``,
    ``session.siret``, ``centre.logo``, ``text.*``.
    """
    wanted = _checked(settings)
    with workspace.unit_of_work() as work:
        centre = work.centres.get(centre_id)
        if (
            any(getattr(centre, name) != getattr(before, name) for name in _PLAIN)
            or centre.defaults.get("planning", PlanningSettings().to_data()) != before.planning.to_data()
        ):
            raise Refused("centre.changed_meanwhile", centre=centre.name)
        others = [other for other in work.centres.all() if other.id != centre_id]
        if any(other.code == wanted.code for other in others):
            raise RuleError("centre.code_taken", code=wanted.code)
        for name in _PLAIN:
            setattr(centre, name, getattr(wanted, name))
        centre.defaults["planning"] = wanted.planning.to_data()
        work.note("SITE", "centre.edited", subject=centre_id)
        work.changed(Change.SESSIONS, centre_id)
        work.commit()
        return before


_PLAIN = tuple(f.name for f in fields(CentreSettings) if f.name != "planning")


def _checked(settings: CentreSettings) -> CentreSettings:
    siret = "".join(settings.siret.split())
    if siret and not (siret.isdigit() and len(siret) == 14):
        raise RuleError("session.siret", siret=siret)
    code = settings.code.strip().upper()
    if not (code.isascii() and code.isalnum() and 2 <= len(code) <= 5):
        raise RuleError("centre.code", code=code)
    check_logo(settings.logo)
    return replace(
        settings,
        name=required_text(settings.name, field="centre.name"),
        address=entry_text(settings.address, field="centre.address", limit=LINE_LENGTH),
        siret=siret,
        code=code,
        place=entry_text(settings.place, field="session.place"),
        phone=entry_text(settings.phone, field="centre.phone"),
        email=entry_text(settings.email, field="centre.email"),
        signatory=entry_text(settings.signatory, field="centre.signatory"),
        signatory_title=entry_text(settings.signatory_title, field="centre.signatory_title"),
    )


def check_logo(logo: bytes | None) -> None:
    """Refuse what is no PNG or JPEG of at most 2 MB (``RuleError("centre.logo")``)."""
    if logo is None:
        return
    if len(logo) > LOGO_LIMIT or not logo.startswith((_PNG, _JPEG)):
        raise RuleError("centre.logo", limit=LOGO_LIMIT // 1_000_000)
