"""Every picture that is taken: one line per page, state of a page, and dialog.

A shot's ``make`` prepares the stage and returns the dialog to take, or None to take the window as it stands.
Page engineers add their lines to ``SHOTS``; the name is the file's name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QDialog

from cisp_desktop.application.demonstration_steps import WORDS, MakingStep
from cisp_desktop.diagnostics import describe
from cisp_desktop.gui.crash_dialog import CrashDialog
from cisp_desktop.gui.dialogs.change_code_dialog import ChangeCodeDialog
from cisp_desktop.gui.dialogs.create_workspace_dialog import CreateWorkspaceDialog
from cisp_desktop.gui.dialogs.identify_juror_dialog import IdentifyJurorDialog
from cisp_desktop.gui.dialogs.new_session_dialog import NewSessionDialog
from cisp_desktop.gui.dialogs.open_workspace_dialog import OpenWorkspaceDialog
from cisp_desktop.gui.dialogs.shortcuts_dialog import ShortcutsDialog, common_lines
from tests.screenshots import candidate_shots as candidate
from tests.screenshots import day_shots as day
from tests.screenshots import deliberation_shots as deliberation
from tests.screenshots import dossier_shots as dossier
from tests.screenshots import evaluate_shots as evaluate
from tests.screenshots import incident_shots as incident
from tests.screenshots import jury_shots as jury
from tests.screenshots import minutes_shots as minutes
from tests.screenshots import not_held_shots as not_held
from tests.screenshots import panel_shots as panel
from tests.screenshots import planning_shots as planning
from tests.screenshots import prepare_shots as prepare
from tests.screenshots import problem_shots as problem
from tests.screenshots import readiness_shots as readiness
from tests.screenshots import reference_shots as reference
from tests.screenshots import register_shots as register
from tests.screenshots import rescue_shots as rescue
from tests.screenshots import room_shots as rooms
from tests.screenshots import scheme_shots as scheme
from tests.screenshots import sequel_shots as sequel
from tests.screenshots import size_shots as size
from tests.screenshots import template_shots as template
from tests.screenshots import verify_shots as verify
from tests.screenshots.stage import Stage

Make = Callable[[Stage], QDialog | None]


@dataclass(frozen=True)
class Shot:
    """One picture. ``before_opening`` shots are taken on the welcome page, without a workspace."""

    name: str
    make: Make
    before_opening: bool = False


def page(key: str, target: str = "") -> Make:
    """Take a page as it stands."""

    def make(stage: Stage) -> None:
        stage.show_page(key, target)

    return make


def _welcome(stage: Stage) -> None:
    for name in ("Jurys Chambéry 2025", "Jurys Grenoble 2026"):
        stage.start.settings.remember_workspace(Path("/home/martin/Documents") / name)
    stage.window.welcome_page.show_recent()


def _welcome_making(stage: Stage) -> None:
    """The demonstration half made."""
    _first_welcome(stage)
    page = stage.window.welcome_page
    page.show_waiting("Préparation de la session de démonstration\u00a0: une minute environ, une seule fois")
    page.show_step(WORDS[MakingStep.DOSSIERS], 47, 100, cancellable=True)


def _first_welcome(stage: Stage) -> None:
    stage.window.welcome_page.end_waiting()
    stage.start.settings.recent_workspaces = ()
    stage.window.welcome_page.show_recent()


def _create(stage: Stage) -> QDialog:
    dialog = CreateWorkspaceDialog(stage.controller.desk.messages, Path.home(), parent=stage.window)
    dialog.form.nameEdit.setText("Jurys Grenoble 2026")
    dialog.form.passphraseEdit.setText("quatre pommes vertes")
    return dialog


def _open(stage: Stage) -> QDialog:
    dialog = OpenWorkspaceDialog(Path("/home/martin/Documents/Jurys Grenoble 2026"), stage.window)
    dialog.show_problem("La phrase de passe ne correspond pas à cet espace de travail.")
    return dialog


def _new_session(stage: Stage) -> QDialog:
    queries = stage.context.queries
    return NewSessionDialog(
        queries.certifications(), queries.sessions(), today=date(2026, 12, 14), centres=queries.centres(),
        parent=stage.window,
    )  # fmt: skip


def _identify(stage: Stage) -> QDialog:
    assert stage.context.session_id is not None
    panels = stage.context.queries.panels(stage.context.session_id)
    return IdentifyJurorDialog(panels, panels[0].seats[1].id, parent=stage.window)


def _change_code(stage: Stage) -> QDialog:
    return ChangeCodeDialog("MARTIN Anne", known_code="premier", first=True, parent=stage.window)


def _shortcuts(stage: Stage) -> QDialog:
    sections = [("Partout", common_lines(stage.window))]
    if stage.page.shortcut_lines():
        sections.insert(0, (stage.page.title, list(stage.page.shortcut_lines())))
    return ShortcutsDialog(sections, stage.window)


def _crash(stage: Stage) -> QDialog:
    try:
        raise ZeroDivisionError
    except ZeroDivisionError as error:
        return CrashDialog(describe(error), parent=stage.window)


SHOTS: list[Shot] = [
    Shot("welcome-making", _welcome_making, before_opening=True),
    Shot("welcome-first", _first_welcome, before_opening=True),
    Shot("welcome", _welcome, before_opening=True),
    Shot("dialog-create-workspace", _create, before_opening=True),
    Shot("dialog-open-workspace", _open, before_opening=True),
    Shot("dialog-open-copy", rescue.open_copy, before_opening=True),
    Shot("dashboard", page("dashboard")),
    Shot("prepare-candidates", prepare.candidates),
    Shot("prepare-candidates-one", candidate.one),
    Shot("prepare-candidates-200", candidate.two_hundred),
    Shot("prepare-candidates-columns", candidate.more_columns),
    Shot("prepare-candidates-duplicates", candidate.duplicates),
    Shot("prepare-candidates-paste", candidate.paste),
    Shot("prepare-candidates-add", candidate.add),
    Shot("prepare-candidates-held", candidate.held),
    Shot("prepare-candidates-held-block", candidate.held_block),
    Shot("prepare-dossiers", prepare.dossiers),
    Shot("prepare-panel", prepare.panel),
    Shot("prepare-panel-candidates", panel.candidates),
    Shot("prepare-panel-recusals", panel.recusals),
    Shot("prepare-panel-dialog-add", panel.add_dialog),
    Shot("prepare-panel-dialog-said", panel.said_dialog),
    Shot("prepare-panel-register", panel.register),
    Shot("prepare-panel-two", panel.two_panels),
    Shot("prepare-panel-older", panel.older),
    Shot("prepare-planning", planning.twelve),
    Shot("prepare-planning-list", planning.as_list),
    Shot("prepare-planning-conflict", planning.conflict),
    Shot("prepare-planning-no-solution", planning.no_solution),
    Shot("prepare-planning-dialog-settings", planning.settings),
    Shot("prepare-planning-dialog-absences", planning.absences),
    Shot("prepare-planning-dialog-absence", planning.absence),
    Shot("prepare-empty-candidates", prepare.candidates_empty),
    Shot("prepare-empty-dossiers", prepare.dossiers_empty),
    Shot("prepare-empty-panel", prepare.panel_empty),
    Shot("prepare-empty-planning", prepare.planning_empty),
    Shot("prepare-dialog-import-errors", prepare.import_errors),
    Shot("prepare-dialog-import-unchanged", prepare.import_sound),
    Shot("prepare-dialog-import-changes", prepare.import_changes),
    Shot("prepare-dialog-import-columns", prepare.import_columns),
    Shot("prepare-dialog-import-done", prepare.import_done),
    Shot("prepare-dialog-candidate", prepare.candidate),
    Shot("prepare-dialog-candidate-blocks", prepare.candidate_blocks),
    Shot("prepare-dialog-candidate-recusals", prepare.candidate_recusals),
    Shot("prepare-dialog-outside-result", prepare.outside_result),
    Shot("prepare-dialog-recusal", prepare.recusal),
    Shot("prepare-dialog-reassign", prepare.reassign),
    Shot("prepare-dialog-assign", dossier.review),
    Shot("prepare-dialog-versions", dossier.versions),
    Shot("prepare-dialog-reminders", dossier.reminders),
    Shot("prepare-dossiers-late", dossier.late),
    Shot("prepare-dossiers-200", dossier.two_hundred),
    Shot("prepare-dialog-first-codes", prepare.first_codes),
    Shot("prepare-ready-blocked", readiness.blocked),
    Shot("prepare-ready-warned", readiness.warned),
    Shot("prepare-ready-declared", readiness.declared),
    Shot("prepare-documents", readiness.documents),
    Shot("prepare-dialog-declare-ready", readiness.declare_dialog),
    Shot("dialog-centre", readiness.centre),
    Shot("dialog-centre-papers", readiness.centre_papers),
    Shot("dialog-centre-hours", readiness.centre_hours),
    Shot("dialog-new-session-like", readiness.like_another),
    *(Shot(name, make) for name, make in size.shots()),
    Shot("evaluate", evaluate.grid),
    Shot("evaluate-search", evaluate.search),
    Shot("evaluate-reading-everywhere", evaluate.search_everywhere),
    Shot("evaluate-reading-thumbnails", evaluate.thumbnails),
    Shot("evaluate-reading-beside", evaluate.beside),
    Shot("evaluate-reading-notes", evaluate.notes),
    Shot("evaluate-reading-full", evaluate.full_screen),
    Shot("evaluate-reading-dialog", evaluate.reading_note),
    Shot("evaluate-outline", evaluate.outline),
    Shot("evaluate-sealed", evaluate.sealed),
    Shot("evaluate-masked", evaluate.masked),
    Shot("evaluate-recused", evaluate.recused),
    Shot("rooms-evaluate-masked", rooms.gate),
    Shot("rooms-evaluate-three-levels", rooms.three_levels),
    Shot("rooms-deliberate", rooms.matrix),
    Shot("rooms-deliberate-four", rooms.four_jurors),
    Shot("rooms-minutes", rooms.minutes),
    Shot("evaluate-absent", evaluate.absent),
    Shot("evaluate-points", evaluate.points),
    Shot("evaluate-descriptors", evaluate.descriptors),
    Shot("evaluate-dialog-seal-incomplete", evaluate.seal_incomplete),
    Shot("evaluate-dialog-seal", evaluate.seal),
    Shot("evaluate-dialog-not-evaluated", evaluate.not_evaluated),
    Shot("day-timer-forgotten", day.timer_forgotten),
    Shot("day-timer-forgotten-locked", day.timer_forgotten_locked),
    Shot("day-timers", day.timers),
    Shot("day-timers-elsewhere", day.timers_elsewhere),
    Shot("day-block-filled", day.block_filled),
    Shot("day-presence-menu", day.presence_menu),
    Shot("day-dialog-withdrawn", day.withdrawn),
    Shot("day-dialog-excused", day.excused),
    Shot("day-dialog-departure", day.departure),
    Shot("day-dialog-departure-resumed", day.departure_resumed),
    Shot("day-dialog-proof", day.proof),
    Shot("day-dialog-receipts", day.receipts),
    Shot("day-paper", day.paper),
    Shot("day-dialog-templates", day.templates),
    Shot("day-disk-full", day.disk_full),
    Shot("deliberate", jury.deliberate),
    Shot("deliberate-masked", deliberation.masked),
    Shot("deliberate-disagreement", jury.disagreement),
    Shot("deliberate-awaited", jury.awaited),
    Shot("deliberate-dialog-accept", jury.accept_proposals),
    Shot("deliberate-vote", deliberation.vote),
    Shot("deliberate-vote-tie", deliberation.tie),
    Shot("deliberate-advice", deliberation.advice),
    Shot("deliberate-second-round", deliberation.second_round),
    Shot("deliberate-two-rounds", deliberation.two_rounds),
    Shot("deliberate-checks", deliberation.checks),
    Shot("deliberate-harmonisation", deliberation.harmonisation_session),
    Shot("deliberate-harmonisation-pooled", deliberation.harmonisation_pooled),
    Shot("deliberate-harmonisation-few", deliberation.harmonisation_few),
    Shot("minutes-draft", jury.draft),
    Shot("minutes-dialog-closing-blocked", jury.closing_blocked),
    Shot("minutes-dialog-closing", jury.closing),
    Shot("minutes-partly-signed", jury.partly_signed),
    Shot("minutes-dialog-sign", jury.sign),
    Shot("minutes-dialog-sign-card", jury.sign_with_a_card),
    Shot("minutes-dialog-card", jury.choose_card),
    Shot("minutes-dialog-card-none", jury.no_card),
    Shot("minutes-dialog-verify", jury.verify),
    Shot("minutes-dialog-verify-known", jury.verify_known),
    Shot("minutes-dialog-verify-altered", jury.verify_altered),
    Shot("minutes-dialog-verify-cut", jury.verify_cut),
    Shot("minutes-dialog-verify-paper", verify.paper),
    Shot("minutes-dialog-verify-forged", verify.forged),
    Shot("minutes-dialog-print-preview", jury.print_preview),
    Shot("minutes-life-closed", minutes.closed),
    Shot("minutes-life-dialog-refusal", minutes.refusal),
    Shot("minutes-life-dialog-reopen", minutes.reopen),
    Shot("minutes-life-dialog-paper", minutes.paper),
    Shot("minutes-life-reopened", minutes.reopened),
    Shot("minutes-life-dashboard", minutes.dashboard),
    Shot("minutes-life-dialog-cancel", minutes.cancel),
    Shot("minutes-life-complete", minutes.complete),
    Shot("minutes-life-dialog-rectify", minutes.rectify),
    Shot("minutes-life-rectifying", minutes.rectifying),
    Shot("minutes-life-rectifying-prepare", minutes.rectifying_prepare),
    Shot("minutes-life-dialog-close-rectifying", minutes.close_rectifying),
    Shot("minutes-life-dialog-extracts", minutes.extracts),
    Shot("minutes-life-dialog-history", minutes.history),
    Shot("not-held-dialog-ask", not_held.ask),
    Shot("not-held-minutes", not_held.stated),
    Shot("not-held-cancelled", not_held.cancelled),
    Shot("sequel", page("sequel")),
    Shot("sequel-papers", sequel.papers),
    Shot("sequel-extracts", sequel.extracts),
    Shot("sequel-jury", sequel.jury),
    Shot("sequel-dialog-mentions", sequel.mentions),
    Shot("sequel-personal", sequel.personal),
    Shot("sequel-dialog-access", sequel.access_request),
    Shot("sequel-dialog-batch", sequel.batch),
    Shot("sequel-dialog-saving", sequel.saving),
    Shot("sequel-dialog-mails", sequel.mails),
    Shot("template-dialog-origin", template.origin),
    Shot("template-dialog-changed", template.changed),
    Shot("template-dialog-certificate", template.certificate),
    Shot("template-dialog-mail", template.mail),
    Shot("template-dialog-wrong", template.wrong),
    Shot("reference", reference.reading),
    Shot("reference-block", reference.block),
    Shot("reference-edit-facts", reference.facts),
    Shot("reference-edit-imported", reference.imported),
    Shot("reference-edit-block", reference.edited_block),
    Shot("reference-edit-competence", reference.competence),
    Shot("reference-edit-assessment", reference.assessment),
    Shot("reference-edit-new", reference.new_sheet),
    Shot("reference-dialog-find", reference.find_sheet),
    Shot("reference-dialog-paste", reference.paste_sheet),
    Shot("reference-dialog-save", reference.save_equivalences),
    Shot("reference-dialog-compare", reference.compare),
    Shot("scheme-rules", scheme.rules),
    Shot("scheme-levels", scheme.levels),
    Shot("scheme-acquired", scheme.acquired),
    Shot("scheme-points", scheme.points),
    Shot("scheme-lines", scheme.lines),
    Shot("scheme-invalid", scheme.invalid),
    Shot("scheme-panel-rules", scheme.panel_rules),
    Shot("scheme-session", scheme.session_scheme),
    Shot("scheme-equivalences", scheme.equivalences),
    Shot("scheme-equivalence-dialog", scheme.new_equivalence),
    Shot("register", page("register")),
    Shot("register-verified", register.journal),
    Shot("register-broken", register.broken),
    Shot("register-numbers", register.numbers),
    Shot("register-awards", register.awards),
    Shot("register-no-award", register.no_award),
    Shot("settings", page("settings")),
    Shot("dialog-new-session", _new_session),
    Shot("dialog-identify-juror", _identify),
    Shot("dialog-reset-code", rescue.reset_code),
    Shot("rescue-unchosen", rescue.unchosen),
    Shot("rescue-absent", rescue.absent),
    Shot("rescue-back", rescue.back),
    Shot("rescue-settings", rescue.settings),
    Shot("rescue-settings-absent", rescue.settings_absent),
    Shot("incidents-listed", incident.listed),
    Shot("incidents-noted", incident.noted),
    Shot("room-screen", incident.room_screen),
    Shot("room-screen-over", incident.room_screen_over),
    Shot("dialog-change-code", _change_code),
    *(Shot(name, make) for name, make in problem.shots()),
    Shot("dialog-shortcuts", _shortcuts),
    Shot("dialog-crash", _crash),
]
