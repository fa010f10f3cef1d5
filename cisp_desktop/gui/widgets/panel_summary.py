"""One sentence over a panel: what keeps it from being composed, or what its rules come to.

This module must not know a widget, nor how a rule is judged.
"""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from cisp_desktop.application.jurors import SeatChoice
from cisp_desktop.application.panel_advice import PanelReport
from cisp_desktop.application.wording import plural
from cisp_desktop.application.wording_panels import report_lines, seat_words
from cisp_desktop.domain.panel_rules import PanelRules
from cisp_desktop.domain.text import same_person
from cisp_desktop.gui.widgets.panels import Tone


def panel_problem(named: Sequence[SeatChoice], rules: PanelRules | None) -> tuple[Tone, str]:
    """Return what keeps these persons from being composed; an empty sentence when nothing does."""
    for position, choice in enumerate(named):
        if any(same_person(earlier.name, choice.name) for earlier in named[:position]):
            words = _tr("« {0} » occupe deux sièges. Un juré n’en tient qu’un : nommez une autre personne.")
            return Tone.DANGER, words.format(choice.name.strip())
    taken = {choice.place for choice in named}
    places = rules.required_places if rules is not None else ()
    missing = [place for place in places if (*place, False) not in taken]
    if missing:
        roles = ", ".join(seat_words(role, rank, short=True).lower() for role, rank in missing)
        return Tone.INFO, _tr("Il reste à nommer : {0}.").format(roles)
    return Tone.SUCCESS, ""


def panel_summary(report: PanelReport) -> tuple[Tone, str]:
    """Return what the rules of a composed panel come to, the gravest first."""
    blocking, warnings = report.blocking, report.warnings
    if blocking:
        words = plural(blocking, _tr("règle empêche"), _tr("règles empêchent"))
        return Tone.DANGER, _tr("{0} de décider ou de clore : voyez la liste.").format(words)
    if warnings == 1:
        (line,) = report_lines(report, {})
        return Tone.WARNING, _tr("{0}. C’est un avertissement, le procès-verbal le dira.").format(line)
    if warnings:
        words = plural(warnings, _tr("avertissement"), _tr("avertissements"))
        return Tone.WARNING, _tr("{0} : le jury peut siéger, voyez la liste.").format(words)
    return Tone.SUCCESS, _tr("Le jury répond à toutes ses règles.")


def _tr(text: str) -> str:
    return QCoreApplication.translate("PanelSummary", text)
