"""The dashboard: what blocks and what warns, each line a link; how far each juror is, in counts only.

This module must not know a mark.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from cisp_desktop.application.changes import Changes
from cisp_desktop.application.queries import ProgressRow, RegistrationRow
from cisp_desktop.application.wording import person_name, plural, role_name, sentence_of, session_days
from cisp_desktop.application.wording_papers import listed
from cisp_desktop.application.wording_readiness import ready_words
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.dashboard_page import Ui_DashboardPage
from cisp_desktop.gui.issues import Issue, Severity, session_issues
from cisp_desktop.gui.layouts import clear_layout
from cisp_desktop.gui.pages.page import Page, Waiting, primary_button
from cisp_desktop.gui.session_status import SessionStatus, Step, StepState, panels_at_work
from cisp_desktop.gui.widgets.issue_row import IssueRow
from cisp_desktop.gui.widgets.labels import PlainLabel, literal_caption, literal_tooltip
from cisp_desktop.gui.widgets.panels import Tone

WIDEST_NAME = 320
"""Pixels of the main button's text, at most."""


class DashboardPage(Page):
    """Shows the session's status as last read; the header's button leads to the next step."""

    def __init__(self, context: GuiContext) -> None:
        super().__init__(context)
        self.form = Ui_DashboardPage()
        self.form.setupUi(self)
        self._next: Step | None = None
        self._next_target = ""
        self.next_button = primary_button("", self)
        self.next_button.setProperty("unavailable", True)
        self.next_button.clicked.connect(self._on_next_clicked)
        context.status.updated.connect(self._on_status_updated)
        context.juror_changed.connect(self._on_juror_changed)

    @property
    def title(self) -> str:
        """Where the user is."""
        return self.tr("Tableau de bord")

    def subtitle(self) -> str:
        """The session in one line."""
        status = self.context.status.status
        if status is None:
            return ""
        days = session_days(status.session.starts, status.session.ends)
        words = f"{status.session.certification_code} · {days} · {status.session.minutes_number}"
        if status.open_again:
            return f"{words} · {status.open_again}"
        ready = ready_words(status.session)
        return f"{words} · {ready}" if ready and not status.session.locked else words

    def header_widgets(self) -> Sequence[QWidget]:
        """The button to the next step."""
        return (self.next_button,)

    def waiting_for(self) -> Waiting | None:
        """Wait for a first session."""
        if self.context.session_id is not None:
            return None
        return Waiting(
            self.tr("Aucune session pour l’instant"),
            self.tr(
                "Une session réunit un centre, une certification, un jury et des candidats. Tout le reste "
                "suit : dossiers, grilles, délibération, procès-verbal."
            ),
            self.tr("Créer une session"),
            action=self.context.new_session_requested.emit,
        )

    def refresh(self, changes: Changes | None) -> None:
        """Show the status as last read; a fresher one comes with ``status.updated``."""
        del changes
        self._on_status_updated()

    def panes(self) -> Sequence[QWidget]:
        """The list of issues."""
        return (self.form.issuesScrollArea,)

    def _on_status_updated(self) -> None:
        status = self.context.status.status
        if status is not None:
            self._show_tiles(status)
            self._show_issues(session_issues(status))
            self._show_progress(status.progress)
            self._show_next(status)
        self.header_changed.emit()

    def _show_tiles(self, status: SessionStatus) -> None:
        absent = sum(not row.attendance.came for row in status.registrations)
        caption = self.tr("candidats")
        if absent:
            caption = self.tr("candidats, dont {0}").format(plural(absent, "non présent", "non présents"))
        self.form.candidatesTile.show_figure(str(len(status.registrations)), caption)
        self.form.sheetsTile.show_figure(
            _ratio(status.sheets_sealed, status.sheets_expected), self.tr("grilles scellées")
        )
        total = status.decided + status.undecided
        self.form.decisionsTile.show_figure(_ratio(status.decided, total), self.tr("décisions prises"))
        lines = [line for minutes in status.minutes for line in minutes.signatures]
        signed = sum(line.signed_at is not None for line in lines)
        at_work = panels_at_work(status.panels, status.registrations)
        total = len(lines) or sum(len(panel.seats) for panel in at_work)
        self.form.signaturesTile.show_figure(_ratio(signed, total), self.tr("signatures"))

    def _show_issues(self, issues: Sequence[Issue]) -> None:
        layout = self.form.issuesListLayout
        clear_layout(layout)
        blockers = sum(issue.severity is Severity.BLOCKER for issue in issues)
        for issue in issues:
            row = IssueRow(issue)
            row.opened.connect(self.context.open_page)
            layout.addWidget(row)
        if not issues:
            done = PlainLabel(self.tr("Rien ne bloque et rien ne manque."))
            done.setProperty("kind", "muted")
            layout.addWidget(done)
        layout.addStretch(1)
        self.form.issuesTitleLabel.setText(self._issues_title(blockers, len(issues) - blockers))

    def _issues_title(self, blockers: int, warnings: int) -> str:
        """Count the lines below, both kinds, so that nobody counts others."""
        checks = plural(warnings, self.tr("point à vérifier"), self.tr("points à vérifier"))
        if not blockers:
            return checks if warnings else self.tr("Ce qui reste à régler")
        words = plural(
            blockers, self.tr("point à régler avant de clore"), self.tr("points à régler avant de clore")
        )
        return self.tr("{0}, {1}").format(words, checks) if warnings else words

    def _show_progress(self, rows: Sequence[ProgressRow]) -> None:
        layout = self.form.progressListLayout
        clear_layout(layout)
        for row in rows:
            layout.addWidget(JurorProgress(row))
        if not rows:
            label = PlainLabel(self.tr("Le jury n’est pas encore composé."))
            label.setProperty("kind", "muted")
            layout.addWidget(label)

    def _show_next(self, status: SessionStatus) -> None:
        words = {
            Step.PREPARE: self.tr("Continuer la préparation"),
            Step.EVALUATE: self.tr("Évaluer")
            if self.context.current_juror is None
            else self.tr("Reprendre l’évaluation"),
            Step.DELIBERATE: self.tr("Délibérer"),
            Step.MINUTES: self.tr("Établir le procès-verbal"),
            Step.SEQUEL: self.tr("Voir les suites"),
        }
        ready = status.registrations and not status.empty_seats
        order = [step for step in Step if not (step is Step.PREPARE and ready)]
        open_steps = (StepState.TO_DO, StepState.UNDER_WAY)
        last = Step.SEQUEL if status.steps[Step.SEQUEL].state is StepState.DONE else None
        self._next = next((step for step in order if status.steps[step].state in open_steps), last)
        self.next_button.setProperty("unavailable", self._next is None)
        if self._next is not None:
            said = words[self._next]
            heard = self._heard(status)
            if heard is not None:
                said = self.tr("{0} {1}").format(said, person_name(heard.birth_name, heard.first_names))
            self._next_target = f"registration:{heard.id}" if heard is not None else ""
            metrics = self.next_button.fontMetrics()
            shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, WIDEST_NAME)
            self.next_button.setText(literal_caption(shown))
            self.next_button.setAccessibleName(said)
            self.next_button.setToolTip(literal_tooltip(said) if shown != said else "")
        self._show_banner(status)

    def _heard(self, status: SessionStatus) -> RegistrationRow | None:
        """Return whom the main button leads to; a juror at the keyboard finds the own place again instead."""
        if self._next is not Step.EVALUATE or self.context.current_juror is not None:
            return None
        return status.next_to_hear

    def _show_banner(self, status: SessionStatus) -> None:
        notices = [sentence_of(code, {}) for code in self.context.workspace.notices]
        if notices:
            self.form.banner.show_text(Tone.WARNING, "\n".join(notices))
        elif status.minutes and self._next is Step.SEQUEL:
            note = self.tr("Le procès-verbal {0} est signé par tous.")
            if len(status.minutes) > 1:
                note = self.tr("Les procès-verbaux {0} sont signés par tous.")
            note = note.format(listed(tuple(minutes.number for minutes in status.minutes)))
            self.form.banner.show_text(Tone.SUCCESS, note)
        else:
            self.form.banner.show_text(Tone.NEUTRAL, "")

    def _on_juror_changed(self) -> None:
        if self.context.status.status is not None:
            self._show_next(self.context.status.status)

    def _on_next_clicked(self) -> None:
        if self._next is not None:
            self.context.open_page(self._next.value, self._next_target)


class JurorProgress(QWidget):
    """One juror's name, role and count of sealed sheets."""

    def __init__(self, row: ProgressRow) -> None:
        super().__init__()
        name = PlainLabel(row.name, self)
        name.setProperty("kind", "strong")
        count = PlainLabel(_ratio(row.sealed, row.expected), self)
        role = PlainLabel(role_name(row.role, sex=row.sex), self)
        role.setProperty("kind", "small")
        bar = QProgressBar(self)
        bar.setTextVisible(False)
        bar.setRange(0, max(row.expected, 1))
        bar.setValue(row.sealed)
        bar.setProperty("kind", "success" if row.sealed == row.expected else "")
        bar.setAccessibleName(self.tr("Grilles scellées par {0}").format(row.name))
        head = QHBoxLayout()
        head.addWidget(name, 1)
        head.addWidget(count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(t.SPACE_XS)
        layout.addLayout(head)
        layout.addWidget(role)
        layout.addWidget(bar)


def _ratio(done: int, total: int) -> str:
    return f"{done} / {total}" if total else "–"
