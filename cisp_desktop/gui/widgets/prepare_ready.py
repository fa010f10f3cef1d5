"""« Préparer », whether the session is ready: what blocks, what warns, who declared it.

This module must not know how readiness is stored, nor the other tabs.
"""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cisp_desktop.application.findings import Finding, FindingCode, blockers, to_review
from cisp_desktop.application.preparation_findings import preparation_findings, read_preparation
from cisp_desktop.application.wording import plural
from cisp_desktop.application.wording_readiness import counts_words, ready_words
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.centre_acts import ask_centre
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.prepare_ready import Ui_PrepareReady
from cisp_desktop.gui.issues import Issue, Severity, issue_of
from cisp_desktop.gui.layouts import clear_layout
from cisp_desktop.gui.readiness_acts import ask_adopt, ask_declare, ask_reopen
from cisp_desktop.gui.session_data import SessionData
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.issue_row import IssueRow
from cisp_desktop.gui.widgets.labels import PlainLabel
from cisp_desktop.gui.widgets.panels import Tone
from cisp_desktop.gui.widgets.prepare_tab import PrepareTab

MOST_ALIKE = 5
"""Lines of one kind shown one by one; more are counted in one line."""


class PrepareReady(PrepareTab):
    """The findings are looked for by the worker; until they are known nothing can be declared."""

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.form = Ui_PrepareReady()
        self.form.setupUi(self)
        self.findings: tuple[Finding, ...] | None = None
        self._asked = 0
        self.form.declareButton.clicked.connect(self.declare)
        self.form.reopenButton.clicked.connect(self._on_reopen_clicked)
        self.form.versionBanner.activated.connect(self._on_adopt_asked)

    def show_data(self, data: SessionData) -> None:
        """Show another state of the session; the findings follow."""
        if self._data is None or self._data.session.id != data.session.id:
            self.findings = None
            clear_layout(self.form.findingsLayout)
        super().show_data(data)
        self._show_version(data)
        self._show_state(data)
        self._look(data)

    def declare(self) -> None:
        """Ask who declares the session ready, unless something blocks."""
        data = self._data
        if data is not None and self.form.declareButton.isEnabled():
            ask_declare(self.context, data.session, parent=self)

    def _look(self, data: SessionData) -> None:
        """Let the worker look for what blocks and what warns; only the latest answer counts."""
        self._asked += 1
        number, queries = self._asked, self.context.queries
        session_id, today = data.session.id, self.context.workspace.clock().date()
        self.context.tasks.run(
            lambda _progress: preparation_findings(read_preparation(queries, session_id, today=today)),
            lambda found: self._on_found(number, found),
            title=self.tr("Contrôle de la préparation"),
            owner=self,
            quiet=True,
        )

    def _on_found(self, number: int, found: Sequence[Finding]) -> None:
        if number != self._asked or self._data is None:
            return
        changed = self.findings != tuple(found)
        self.findings = tuple(found)
        self._show_state(self._data)
        if changed:
            self._show_findings()

    def _show_state(self, data: SessionData) -> None:
        found = self.findings
        blocking = len(blockers(found or ()))
        review = to_review(found or ())
        ready, form = ready_words(data.session, review=review), self.form
        form.declareButton.setVisible(not ready and not data.locked and not data.rectifying)
        form.declareButton.setEnabled(found is not None and not blocking)
        form.reopenButton.setVisible(bool(ready) and not data.locked)
        if data.locked:
            state, words, note = DotState.DONE, self.tr("Session close"), self.tr("Plus rien ne se prépare.")
        elif data.rectifying and not ready:
            state, words = DotState.DONE, self.tr("Le jury a délibéré : il n’y a plus rien à déclarer")
            note = self.tr("Voyez dans « Procès-verbal » ce qui est rectifié.")
        elif ready:
            state, words = DotState.DONE, ready
            note = self.tr("Le référentiel, le barème, les règles et les jurys ne changent plus.")
            if review:
                state = DotState.WARNING
                note = self.tr(
                    "Ce qui a changé depuis est dans la liste. Rouvrez la préparation, puis déclarez-la "
                    "prête à nouveau."
                )
        elif blocking:
            state, words = DotState.BLOCKED, self.tr("La session n’est pas encore prête")
            note = self.tr("Réglez d’abord {0} : la session pourra ensuite être déclarée prête.").format(
                plural(blocking, self.tr("point qui bloque"), self.tr("points qui bloquent"))
            )
        else:
            state, words = DotState.UNDER_WAY, self.tr("La session peut être déclarée prête")
            note = self.tr("Déclarer prête fige le référentiel, le barème, les règles et les jurys.")
            if found is None:
                words, note = self.tr("Contrôle de la préparation…"), ""
        form.stateDot.set_state(state, words)
        form.stateLabel.setText(words)
        form.stateNoteLabel.setText(note)
        form.countsLabel.setText(counts_words(found) if found is not None and not data.locked else "")

    def _show_version(self, data: SessionData) -> None:
        session = data.session
        newer = session.latest_version > session.certification_version and not data.locked
        words = self.tr("La version {0} de {1} existe ; la session suit la version {2}.")
        button = self.tr("Prendre la version {0}…").format(session.latest_version)
        if session.ready_at is not None:
            words = self.tr(
                "La version {0} de {1} existe ; la session, déclarée prête, garde la version {2}. Rouvrez la "
                "préparation pour en changer."
            )
            button = ""
        words = words.format(
            session.latest_version, session.certification_code, session.certification_version
        )
        self.form.versionBanner.show_text(Tone.INFO, words if newer else "", button=button)

    def _show_findings(self) -> None:
        layout = self.form.findingsLayout
        clear_layout(layout)
        host = self.form.scrollContents
        issues = listed_issues(self.findings or (), more=self.tr("… et {0} de même sorte"))
        for severity, title in (
            (Severity.BLOCKER, self.tr("Ce qui bloque")),
            (Severity.WARNING, self.tr("Ce qui avertit")),
        ):
            rows = [issue for issue in issues if issue.severity is severity]
            if rows:
                layout.addSpacing(t.SPACE_S if layout.count() else 0)
                label = PlainLabel(title, host)
                label.setProperty("kind", "section")
                layout.addWidget(label)
            for issue in rows:
                row = IssueRow(issue, host)
                row.opened.connect(self._on_opened)
                layout.addWidget(row)
        layout.addStretch(1)

    def _on_opened(self, page: str, target: str) -> None:
        if target == "version":
            self._on_adopt_asked()
        elif target.startswith("centre:"):
            ask_centre(self.context, target.removeprefix("centre:"), parent=self)
        else:
            self.context.open_page(page, target)

    def _on_reopen_clicked(self) -> None:
        if self._data is not None:
            ask_reopen(self.context, self._data.session, parent=self)

    def _on_adopt_asked(self) -> None:
        if self._data is not None and ask_adopt(self.context, self._data.session, parent=self):
            self.told.emit(self.tr("La session suit la nouvelle version du référentiel."))


def listed_issues(found: Sequence[Finding], *, more: str) -> list[Issue]:
    """Return the lines to show: the first ones of each kind, and one that counts the rest.

    ``more`` has a place for the count. What counts candidates in itself is always one line.
    """
    seen: Counter[tuple[bool, FindingCode]] = Counter()
    totals = Counter((finding.blocks, finding.code) for finding in found)
    issues = []
    for finding in found:
        key = (finding.blocks, finding.code)
        seen[key] += 1
        if seen[key] <= MOST_ALIKE or finding.code is FindingCode.REGISTRATION:
            issues.append(issue_of(finding))
        elif seen[key] == MOST_ALIKE + 1:
            issue = issue_of(finding)
            words = more.format(plural(totals[key] - MOST_ALIKE, "autre", "autres"))
            issues.append(Issue(issue.severity, words, issue.page, issue.target))
    return issues
