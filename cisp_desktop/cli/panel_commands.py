"""``panel``: who sits, in which room; and what the rules say of it, for ``session show`` too."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NoReturn

import typer

from cisp_desktop.application.juror_codes import renew_codes
from cisp_desktop.application.jurors import SeatChoice, SeatGiven, set_panel
from cisp_desktop.application.panel_advice import JudgedRule, PanelReport, panel_report
from cisp_desktop.application.panel_rules import session_rules
from cisp_desktop.application.panels import add_panel, remove_panel
from cisp_desktop.application.queries import HeldRow, PanelRow, Queries, RegistrationRow
from cisp_desktop.application.wording import person_name, plural, sentence_of, short_day
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.application.wording_panels import (
    candidate_finding_words,
    panel_words,
    quorum_words,
    report_lines,
    rule_words,
    said_lines,
    seat_words,
)
from cisp_desktop.cli.console import REFUSED, Console
from cisp_desktop.cli.not_held_commands import PANEL_COMMANDS, said_data
from cisp_desktop.cli.parameters import (
    Folder,
    Json,
    PanelNumber,
    Secret,
    Session,
    Yes,
    console_of,
    opened,
    panel_numbered,
)
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.text import same_person

panel_app = typer.Typer()
for _name, _command in PANEL_COMMANDS.items():
    panel_app.command(_name)(_command)

Names = list[str]


def _members(option: str, who: str) -> Any:
    return typer.Option(option, metavar="NOM", help=f"« NOM Prénom » {who} ; peut être répétée.")


@panel_app.command("set")
def set_seats(
    context: typer.Context,
    folder: Folder,
    session: Session,
    president: Annotated[str, typer.Option(metavar="NOM", help="« NOM Prénom » du président.")],
    professional: Annotated[Names, _members("--professional", "d’un professionnel du métier visé")],
    trainer: Annotated[Names | None, _members("--trainer", "d’un consultant-formateur")] = None,
    academic: Annotated[Names | None, _members("--academic", "d’un universitaire")] = None,
    centre: Annotated[Names | None, _members("--centre", "d’un représentant du centre")] = None,
    member: Annotated[Names | None, _members("--member", "d’un autre membre")] = None,
    substitute: Annotated[
        Names | None,
        typer.Option(metavar="RÔLE:NOM", help="Un suppléant, par exemple « PRESIDENT:NOM Prénom »."),
    ] = None,
    panel: PanelNumber = None,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Compose un jury et donne un premier code à chaque nouveau juré.

    Qui garde son siège garde son code : la casse, les accents et l’ordre des mots ne comptent pas. Un code
    perdu se remplace par « panel codes ». Sans changement, rien n’est écrit et le code de sortie est 0.
    """
    console = console_of(context)
    named = {
        Role.PRESIDENT: [president], Role.PROFESSIONAL: professional, Role.TRAINER: trainer or [],
        Role.ACADEMIC: academic or [], Role.CENTRE: centre or [], Role.MEMBER: member or [],
    }  # fmt: skip
    choices = _choices(named, substitute or [])
    with opened(console, folder, secret) as workspace:
        chosen = panel_numbered(workspace, session, panel) or workspace.queries.panel(session).id
        known = _as_registered(workspace.queries, choices)
        before = _holders(workspace.queries, session, chosen)
        given = set_panel(
            workspace, session, choices=known, identities=console.services.identities, panel_id=chosen
        )
        row = next(row for row in workspace.queries.panels(session) if row.id == chosen)
        warnings = panel_warnings(workspace.queries, session, row)
        unchanged = before == _holders(workspace.queries, session, chosen)
    if unchanged and not any(seat.code for seat in given):
        console.note("Rien n’a changé : chacun garde son siège et son code.")
    _tell_panel(console, row, given, warnings)


def _holders(queries: Queries, session_id: str, panel_id: str) -> list[str]:
    panel = next(row for row in queries.panels(session_id) if row.id == panel_id)
    return [seat.id for seat in (*panel.seats, *panel.substitutes)]


def _tell_panel(console: Console, row: PanelRow, given: Sequence[SeatGiven], warnings: Sequence[str]) -> None:
    _tell_codes(console, given)
    for warning in warnings:
        console.note(f"Attention, {warning}")
    members = [seat for seat in given if not seat.standby]
    standby = [seat for seat in given if seat.standby]
    console.result(
        {
            "panel": row.position,
            "seats": [{**_given(seat), "code": seat.code} for seat in members],
            "substitutes": [_given(seat) for seat in standby],
            "new_codes": [seat.name for seat in members if seat.code],
            "warnings": list(warnings),
        },
        [f"{seat_words(seat.role, seat.rank)} : {seat.name}  {_code_words(seat.code)}" for seat in members]
        + [f"{seat_words(seat.role, seat.rank, standby=True)} : {seat.name}" for seat in standby],
    )


def _tell_codes(console: Console, given: Sequence[SeatGiven]) -> None:
    new = [seat.name for seat in given if seat.code]
    if new:
        console.note(f"{plural(len(new), 'nouveau code', 'nouveaux codes')} : {', '.join(new)}.")
        console.note("Remettez à chacun son code, sans témoin ; il peut le changer à sa première ouverture.")


@panel_app.command("codes")
def codes(
    context: typer.Context,
    folder: Folder,
    session: Session,
    juror: Annotated[
        str, typer.Option("--juror", metavar="NOM", help="Ce juré seulement : « NOM Prénom ».")
    ] = "",
    panel: PanelNumber = None,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Donne un nouveau premier code aux jurés d’un jury qui n’ont jamais utilisé le leur.

    Le code remis auparavant ne vaut plus. Si tous ont utilisé leur code, rien n’est écrit et le code de
    sortie est 0.
    """
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        chosen = panel_numbered(workspace, session, panel) or workspace.queries.panel(session).id
        given = renew_codes(workspace, chosen, identities=console.services.identities, juror=juror)
    if given:
        _tell_codes(console, given)
    else:
        console.note("Rien n’a changé : chaque juré a déjà utilisé son code.")
    console.result(
        {"seats": [{**_given(seat), "code": seat.code} for seat in given]},
        [f"{seat_words(seat.role, seat.rank)} : {seat.name}  code {seat.code}" for seat in given],
    )


@panel_app.command("add")
def add(
    context: typer.Context,
    folder: Folder,
    session: Session,
    name: Annotated[str, typer.Option(metavar="NOM", help="Par exemple « Jury du matin ».")] = "",
    room: Annotated[str, typer.Option(metavar="SALLE", help="La salle où il siège.")] = "",
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Ajoute un jury (une salle) à une session et réserve le numéro de son procès-verbal."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        added = add_panel(workspace, session, name=name, room=room)
        row = next(panel for panel in workspace.queries.panels(session) if panel.id == added)
    console.result(
        {"id": row.id, "panel": row.position, "name": row.name, "room": row.room},
        [f"Jury ajouté : {panel_words(row.name, row.position, room=row.room)} (--panel {row.position})"],
    )


@panel_app.command("show")
def show(
    context: typer.Context,
    folder: Folder,
    session: Session,
    panel: PanelNumber = None,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Montre les sièges, les règles et le quorum des candidats ; tous les jurys, ou celui de --panel."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        queries = workspace.queries
        chosen = panel_numbered(workspace, session, panel)
        rows = [row for row in queries.panels(session) if chosen in (None, row.id)]
        registrations = queries.registrations(session)
        told = [
            (row, report_of(queries, session, row), panel_warnings(queries, session, row)) for row in rows
        ]
    console.result(
        {
            "panels": [
                {**panel_data(row, registrations, report), "warnings": warnings}
                for row, report, warnings in told
            ]
        },
        [
            line
            for row, report, warnings in told
            for line in (*panel_lines(row, registrations, report), *(f"! {words}" for words in warnings))
        ],
    )


@panel_app.command("remove")
def remove(
    context: typer.Context,
    folder: Folder,
    session: Session,
    panel: Annotated[int, typer.Option("--panel", min=2, metavar="N", help="Le jury, par son rang.")],
    yes: Yes = False,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Supprime un jury et ses sièges ; refusé si un de ses candidats est noté ou un de ses codes utilisé.

    Si des candidats passent devant lui, les nomme et n’écrit rien sans --yes, qui les confie au premier jury.
    """
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        chosen = panel_numbered(workspace, session, panel) or ""
        first, *others = workspace.queries.panels(session)
        row = next(one for one in others if one.id == chosen)
        heard = [one for one in workspace.queries.registrations(session) if one.panel_id == chosen]
        label, goes_to = (panel_words(one.name, one.position, room=one.room) for one in (row, first))
        names = [f"{one.number}  {person_name(one.birth_name, one.first_names)}" for one in heard]
        if heard and not yes:
            _refuse_heard(console, names, panel=label, first=goes_to)
        remove_panel(workspace, chosen)
    console.result(
        {"panel": panel, "moved": [one.number for one in heard]},
        [f"Jury supprimé : {label}", *(f"{name} passe devant {goes_to}" for name in names)],
    )


def _refuse_heard(console: Console, names: Sequence[str], *, panel: str, first: str) -> NoReturn:
    values = {"panel": panel, "first": first, "candidates": plural(len(names), "candidat", "candidats")}
    console.fail("panel.heard", sentence_of("panel.heard", values), exit_code=REFUSED, details=names)


def _choices(named: Mapping[Role, Sequence[str]], substitutes: Sequence[str]) -> list[SeatChoice]:
    seats = [
        SeatChoice(role, name, rank=rank)
        for role, names in named.items()
        for rank, name in enumerate(names, 1)
    ]
    return seats + _substitutes(substitutes)


def _substitutes(named: Sequence[str]) -> list[SeatChoice]:
    ranks: dict[Role, int] = {}
    choices = []
    for text in named:
        role_text, colon, name = text.partition(":")
        role = role_text.strip().upper()
        if not colon or role not in Role.__members__:
            known = ", ".join(Role)
            raise typer.BadParameter(f"« {text} » ne se comprend pas : RÔLE:NOM Prénom, RÔLE parmi {known}.")
        ranks[Role(role)] = rank = ranks.get(Role(role), 0) + 1
        choices.append(SeatChoice(Role(role), name, rank=rank, standby=True))
    return choices


def _as_registered(queries: Queries, choices: Sequence[SeatChoice]) -> list[SeatChoice]:
    """Keep the title and employer that the register of jurors has."""
    known = queries.jurors()
    found = []
    for choice in choices:
        juror = next((one for one in known if same_person(one.name, choice.name)), None)
        title, employer = (juror.title, juror.employer) if juror is not None else ("", "")
        found.append(
            SeatChoice(choice.role, choice.name, title, employer, rank=choice.rank, standby=choice.standby)
        )
    return found


def _given(seat: SeatGiven) -> dict[str, Any]:
    return {"role": seat.role.value, "rank": seat.rank, "juror": seat.name}


def _code_words(code: str | None) -> str:
    return f"nouveau code {code}" if code else "code inchangé"


def report_of(queries: Queries, session_id: str, panel: PanelRow) -> PanelReport:
    """Return what the rules say of a panel."""
    session = queries.session(session_id)
    certification = queries.certification(session.certification_id)
    return panel_report(
        panel, queries.registrations(session_id), rules=session_rules(session.panel_rules, certification),
        session=session, certification=certification, jurors=queries.jurors(),
        others=queries.panels(session_id),
    )  # fmt: skip


def panel_warnings(queries: Queries, session_id: str, panel: PanelRow) -> list[str]:
    """Return, in words, what a panel leaves to be desired."""
    numbers = {row.id: row.number for row in queries.registrations(session_id)}
    label = panel_words(panel.name, panel.position)
    return [f"{label} : {line}" for line in report_lines(report_of(queries, session_id, panel), numbers)]


def panel_data(
    panel: PanelRow, registrations: Sequence[RegistrationRow], report: PanelReport
) -> dict[str, Any]:
    """Return a panel as JSON data: seats, substitutes, rules, candidates, quorum of those with recusals."""
    quorums = _quorums(report)
    return {
        "id": panel.id,
        "seats": [{"role": s.role.value, "rank": s.rank, "juror": s.name} for s in panel.seats],
        "substitutes": [{"role": s.role.value, "rank": s.rank, "juror": s.name} for s in panel.substitutes],
        **said_data(panel),
        "rules": [_rule_data(judged) for judged in report.rules],
        "candidates": [row.number for row in registrations if row.panel_id == panel.id],
        "quorums": {row.number: quorums[row.id] for row in registrations if row.id in quorums},
    }


def _quorums(report: PanelReport) -> dict[str, str]:
    """Return why each candidate with recusals has a quorum or not, by registration."""
    words = {quorum.registration_id: quorum_words(quorum) for quorum in report.quorums}
    return words | {
        one.registration_id: candidate_finding_words(one) for one in report.candidates if one.blocks
    }


def _rule_data(judged: JudgedRule) -> dict[str, Any]:
    words = rule_words(judged.finding)
    return {
        "rule": words.asks,
        "found": words.has,
        "source": words.source,
        "concerned": judged.concerned,
        "satisfied": judged.finding.satisfied,
        "blocks": judged.finding.blocks,
    }


def panel_lines(panel: PanelRow, registrations: Sequence[RegistrationRow], report: PanelReport) -> list[str]:
    """Return a panel for people, one line per seat, rule and candidate, with the blocks held."""
    lines = [panel_words(panel.name, panel.position, room=panel.room)]
    lines += [
        f"  {seat_words(seat.role, seat.rank, standby=seat.standby)} : {seat.name}"
        for seat in (*panel.seats, *panel.substitutes)
    ]
    lines += [f"  {line}" for line in said_lines(panel)]
    judged = [one.finding for one in report.rules if one.concerned and one.finding.role is None]
    lines += [f"  {words.asks}{NBSP}: {words.has}" for words in map(rule_words, judged)]
    quorums = _quorums(report)
    for row in registrations:
        if row.panel_id == panel.id:
            lines.append(f"  {row.number}  {row.birth_name} {row.first_names}")
            lines += [f"    Quorum{NBSP}: {quorums[row.id]}"] if row.id in quorums else []
            lines += [f"    {_held_words(held)}" for held in row.held]
    return lines


def _held_words(held: HeldRow) -> str:
    if held.counts_for is None:
        return f"{held.code} acquis, sans équivalence{NBSP}: ne compte pas"
    until = f", valable jusqu’au {short_day(held.valid_until)}" if held.valid_until is not None else ""
    return f"{held.counts_for} acquis{until}"
