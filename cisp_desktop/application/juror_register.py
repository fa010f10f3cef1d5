"""The register of jurors: persons kept from session to session, their habilitation and declared links.

E-mail and phone are private: they stand in the register alone. Must not know seats, codes or screens.
"""

from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from cisp_desktop.application.changes import Change
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.panel import Juror, JurorCategory
from cisp_desktop.domain.text import LINE_LENGTH, entry_text, person_key, required_text


@dataclass(frozen=True, slots=True)
class JurorDetails:
    """What the register says of one juror, as typed; see ``domain.panel.Juror`` for each field."""

    name: str
    title: str = ""
    employer: str = ""
    category: JurorCategory | None = None
    sex: str = ""
    email: str = ""
    phone: str = ""
    habilitated_from: date | None = None
    habilitated_until: date | None = None
    ties: str = ""


class KnownJuror(Protocol):
    """A juror, or a row that shows one."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def employer(self) -> str: ...
    @property
    def category(self) -> JurorCategory | None: ...
    @property
    def sex(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def habilitated_from(self) -> date | None: ...
    @property
    def habilitated_until(self) -> date | None: ...
    @property
    def ties(self) -> str: ...


def details_of(juror: KnownJuror) -> JurorDetails:
    """Return what the register says of a juror."""
    return JurorDetails(**{field.name: getattr(juror, field.name) for field in fields(JurorDetails)})


class Habilitation(StrEnum):
    """Where a juror's habilitation stands on one day; without dates it is ``OPEN``."""

    OPEN = "OPEN"
    VALID = "VALID"
    NOT_YET = "NOT_YET"
    EXPIRED = "EXPIRED"


class Habilitated(Protocol):
    """A juror, as far as the habilitation goes."""

    @property
    def habilitated_from(self) -> date | None: ...
    @property
    def habilitated_until(self) -> date | None: ...


def habilitation_on(juror: Habilitated, day: date) -> Habilitation:
    """Return where the habilitation stands on ``day``; both of its days are included."""
    first, last = juror.habilitated_from, juror.habilitated_until
    if first is None and last is None:
        return Habilitation.OPEN
    if last is not None and last < day:
        return Habilitation.EXPIRED
    return Habilitation.NOT_YET if first is not None and day < first else Habilitation.VALID


def add_juror(workspace: Workspace, details: JurorDetails, *, juror_id: str | None = None) -> str:
    """Add a juror to the register and return the id (``juror_id`` where an undone act gives it back).

    Raises ``RuleError``: ``juror.exists`` (the same words in any order), ``juror.habilitation``,
    ``juror.email``, ``text.*``.
    """
    checked = _checked(details)
    with workspace.unit_of_work() as work:
        _check_name_free(work, checked.name, apart_from="")
        juror = Juror(juror_id or new_id(), *_values(checked).values())
        work.jurors.add(juror)
        work.note("SITE", "juror.added", subject=juror.id)
        work.changed(Change.PANEL, juror.id)
        work.commit()
        return juror.id


def edit_juror(
    workspace: Workspace, juror_id: str, *, before: JurorDetails, after: JurorDetails
) -> JurorDetails:
    """Replace what the register says and return it as stored; ``before`` is what the user saw.

    Raises like ``add_juror``, and ``Refused``: ``juror.changed_meanwhile`` when the register says something
    else than ``before``, ``juror.name_seated`` for another name of who has or had a seat (codes and minutes
    bear the name).
    """
    checked = _checked(after)
    with workspace.unit_of_work() as work:
        juror = work.jurors.get(juror_id)
        if details_of(juror) != before:
            raise Refused("juror.changed_meanwhile", juror=juror.name)
        if checked == before:
            return checked
        if checked.name != juror.name:
            if work.jurors.seated(juror_id):
                raise Refused("juror.name_seated", juror=juror.name)
            _check_name_free(work, checked.name, apart_from=juror_id)
        changed = [name for name, value in _values(checked).items() if getattr(juror, name) != value]
        for name in changed:
            setattr(juror, name, getattr(checked, name))
        work.note("SITE", "juror.edited", subject=juror_id, fields=changed)
        work.changed(Change.PANEL, juror_id)
        work.commit()
        return checked


def remove_juror(workspace: Workspace, juror_id: str) -> JurorDetails:
    """Take a juror out of the register; returns what it said (for undo, with ``add_juror``).

    Raises ``Refused("juror.seated")`` for who has or had a seat: sheets and minutes name that person.
    """
    with workspace.unit_of_work() as work:
        juror = work.jurors.get(juror_id)
        if work.jurors.seated(juror_id):
            raise Refused("juror.seated", juror=juror.name)
        said = details_of(juror)
        work.jurors.remove(juror)
        work.note("SITE", "juror.removed", subject=juror_id)
        work.changed(Change.PANEL, juror_id)
        work.commit()
        return said


def _values(details: JurorDetails) -> dict[str, Any]:
    return asdict(details)  # in the order of a juror's own fields


def _checked(details: JurorDetails) -> JurorDetails:
    email = entry_text(details.email, field="juror.email")
    if email and (email.count("@") != 1 or email.startswith("@") or email.endswith("@") or " " in email):
        raise RuleError("juror.email", email=email)
    first, last = details.habilitated_from, details.habilitated_until
    if first is not None and last is not None and last < first:
        raise RuleError("juror.habilitation", starts=first, ends=last)
    return JurorDetails(
        required_text(details.name, field="juror.name"),
        entry_text(details.title, field="juror.title"),
        entry_text(details.employer, field="juror.employer"),
        details.category,
        details.sex,
        email,
        entry_text(details.phone, field="juror.phone"),
        first,
        last,
        entry_text(details.ties, field="juror.ties", limit=LINE_LENGTH),
    )


def _check_name_free(work: UnitOfWork, name: str, *, apart_from: str) -> None:
    wanted = person_key(name)
    for juror in work.jurors.all():
        if juror.id != apart_from and person_key(juror.name) == wanted:
            raise RuleError("juror.exists", juror=juror.name)
