"""« Préparer », the site manager's page: candidates, dossiers, jury, planning, documents, readiness.

This module must not know how anything is stored, nor what the tabs do inside.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QWidget

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.wording import plural, session_days
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.prepare_page import Ui_PreparePage
from cisp_desktop.gui.pages.page import Page, ShortcutLine, Waiting, primary_button
from cisp_desktop.gui.session_data import SessionData, read_session_data
from cisp_desktop.gui.widgets.panels import Tone
from cisp_desktop.gui.widgets.prepare_candidates import PrepareCandidates
from cisp_desktop.gui.widgets.prepare_documents import PrepareDocuments
from cisp_desktop.gui.widgets.prepare_dossiers import PrepareDossiers
from cisp_desktop.gui.widgets.prepare_panel import PreparePanel
from cisp_desktop.gui.widgets.prepare_planning import PreparePlanning
from cisp_desktop.gui.widgets.prepare_ready import PrepareReady
from cisp_desktop.gui.widgets.prepare_tab import PrepareTab

TOLD_FOR = 6_000
"""Milliseconds that « 12 candidats ajoutés » stays; a warning stays until it is mended."""


class PreparePage(Page):
    """Six tabs over one reading of the session. The main button says what comes next.

    Targets of ``focus_on``: ``tab:candidates``, ``tab:dossiers``, ``tab:panel``, ``tab:planning``,
    ``tab:documents``, ``tab:ready``, ``version``, ``registration:<id>``, ``warning:<code>``,
    ``dossier:<registration id>:<kind>``.
    """

    concerns = (
        Change.CANDIDATES | Change.DOSSIERS | Change.PANEL | Change.SESSIONS | Change.SHEETS | Change.MINUTES
        | Change.CERTIFICATIONS
    )  # fmt: skip

    def __init__(self, context: GuiContext, *, parent: QWidget | None = None) -> None:
        super().__init__(context, parent=parent)
        self._data: SessionData | None = None
        self._next: Callable[[], None] = self._open_evaluation
        self.form = Ui_PreparePage()
        self.form.setupUi(self)
        self.candidates = PrepareCandidates(context, self)
        self.dossiers = PrepareDossiers(context, self)
        self.panel = PreparePanel(context, self)
        self.planning = PreparePlanning(context, self)
        self.documents = PrepareDocuments(context, self)
        self.ready = PrepareReady(context, self)
        self._stale: set[PrepareTab] = set()
        self.tabs: dict[str, PrepareTab] = {
            "candidates": self.candidates,
            "dossiers": self.dossiers,
            "panel": self.panel,
            "planning": self.planning,
            "documents": self.documents,
            "ready": self.ready,
        }
        for tab in self.tabs.values():
            self.form.subjectTabWidget.addTab(tab, "")
            tab.told.connect(self._on_told)
        self.next_button = primary_button("", self)
        self.next_button.clicked.connect(self._on_next_clicked)
        self._told = ""
        self._forget = QTimer(self, singleShot=True, interval=TOLD_FOR)
        self._forget.timeout.connect(self._on_told_enough)
        self.dossiers.candidates_wanted.connect(self._show_candidates)
        self.form.subjectTabWidget.currentChanged.connect(self._on_tab_changed)
        self.form.closedBanner.activated.connect(self._open_minutes)

    @property
    def title(self) -> str:
        """Where the user is."""
        return self.tr("Préparer")

    def subtitle(self) -> str:
        """What was just done, else which session this is."""
        data = self._data
        if self._told or data is None:
            return self._told
        days = session_days(data.session.starts, data.session.ends)
        words = f"{data.certification.code} · {data.session.centre_name} · {days}"
        ready = data.session.ready_at is not None and not data.locked
        return self.tr("{0} · prête").format(words) if ready else words

    def header_widgets(self) -> Sequence[QPushButton]:
        """The main button."""
        return (self.next_button,)

    def waiting_for(self) -> Waiting | None:
        """Without a session there is nothing to prepare."""
        if self.context.session_id is not None:
            return None
        return Waiting(
            self.tr("Aucune session dans cet espace de travail"),
            self.tr("Une session réunit un centre, une certification, un jury et des candidats. Créez-la, "
                    "puis importez la liste du centre."),
            button=self.tr("Créer une session…"),
            action=self.context.new_session_requested.emit,
        )  # fmt: skip

    def refresh(self, changes: Changes | None) -> None:
        """Read what changed and show it in every tab."""
        session_id = self.context.session_id
        if session_id is None:
            return
        other = self._data is None or self._data.session.id != session_id
        data = read_session_data(self.context.queries, session_id, known=self._data, changes=changes)
        self._data = data
        if other:
            self._told = ""
        self._stale = set(self.tabs.values())
        self._show_current_tab()
        self._name_tabs(data)
        self._show_closed(data)
        self._choose_next(data)
        self.header_changed.emit()

    def focus_on(self, target: str) -> None:
        """Show what ``target`` names."""
        kind, _, rest = target.partition(":")
        if kind == "tab" and rest in self.tabs:
            self.form.subjectTabWidget.setCurrentWidget(self.tabs[rest])
        elif kind == "version":
            self.form.subjectTabWidget.setCurrentWidget(self.ready)
        elif kind == "registration":
            self._show_candidates()
            self.candidates.show_registration(rest)
        elif kind == "warning" and self._data is not None:
            self._show_candidates()
            concerned = [row.id for row in self._data.registrations if rest in row.warnings]
            if concerned:
                self.candidates.show_registration(concerned[0])
        elif kind == "dossier":
            registration_id, _, dossier_kind = rest.partition(":")
            self.form.subjectTabWidget.setCurrentWidget(self.dossiers)
            if dossier_kind in DossierKind.__members__:
                self.dossiers.select(registration_id, DossierKind(dossier_kind))

    def panes(self) -> Sequence[QWidget]:
        """The tabs' bar, then the tab shown."""
        current = self.form.subjectTabWidget.currentWidget()
        return (self.form.subjectTabWidget.tabBar(), *([current] if current is not None else []))

    def shortcut_lines(self) -> Sequence[ShortcutLine]:
        """The page's own keys."""
        return (
            ShortcutLine("Ctrl+Tab", self.tr("onglet suivant")),
            ShortcutLine("Ctrl+F", self.tr("filtrer les candidats")),
            ShortcutLine(
                self.tr("Entrée"),
                self.tr("ouvrir la fiche, lire ou ajouter la pièce, déclarer la suggestion"),
            ),
            ShortcutLine("F2", self.tr("modifier la présence, ou un horaire")),
            ShortcutLine("↑ ↓", self.tr("planning : avancer ou retarder un passage ; avec Ctrl, sa durée")),
            ShortcutLine("Ctrl+← →", self.tr("planning : changer un passage de jury")),
            ShortcutLine("Maj+↑ ↓", self.tr("planning : échanger deux passages qui se suivent")),
            ShortcutLine(self.tr("Espace"), self.tr("planning : épingler un passage")),
            ShortcutLine(
                self.tr("Suppr"), self.tr("retirer un candidat, une pièce, une récusation, un horaire")
            ),
        )

    def leave(self) -> bool:
        """A panel typed and not composed would be forgotten: ask."""
        if not self.panel.unsaved or (self._data is not None and self._data.locked):
            return True
        if not self.context.messages.confirm(
            self,
            self.tr("Le jury n’est pas enregistré"),
            text=self.tr("Les noms saisis dans l’onglet Jury ne sont pas encore enregistrés."),
            accept=self.tr("Quitter sans enregistrer"),
            destructive=True,
        ):
            self.form.subjectTabWidget.setCurrentWidget(self.panel)
            return False
        self.panel.forget_edits()
        return True

    def _name_tabs(self, data: SessionData) -> None:
        missing = data.tally.owed
        counts = {
            "candidates": str(len(data.registrations)) if data.registrations else "",
            "dossiers": plural(missing, self.tr("manquante"), self.tr("manquantes")) if missing else "",
            "panel": plural(data.empty_seats, self.tr("siège vide"), self.tr("sièges vides"))
            if data.empty_seats
            else "",
            "planning": self.tr("{0} sans horaire").format(data.without_slot) if data.without_slot else "",
            "documents": "",
            "ready": "",
        }
        names = {
            "candidates": self.tr("Candidats"),
            "dossiers": self.tr("Pièces"),
            "panel": self.tr("Jury"),
            "planning": self.tr("Planning"),
            "documents": self.tr("Documents"),
            "ready": self.tr("Prête ?") if data.session.ready_at is None else self.tr("Prête"),
        }
        for key, tab in self.tabs.items():
            text = f"{names[key]}  ·  {counts[key]}" if counts[key] else names[key]
            index = self.form.subjectTabWidget.indexOf(tab)
            if self.form.subjectTabWidget.tabText(index) != text:  # a new text lays everything out again
                self.form.subjectTabWidget.setTabText(index, text)

    def _show_closed(self, data: SessionData) -> None:
        words = self.tr("La session est close : son procès-verbal est figé, plus rien ne change ici.")
        button = self.tr("Voir le procès-verbal")
        self.form.closedBanner.show_text(Tone.INFO, words if data.locked else "", button=button)

    def _choose_next(self, data: SessionData) -> None:
        """Let the main button say what comes next."""
        if data.locked or data.rectifying:
            words, act = self.tr("Voir le procès-verbal"), self._open_minutes
        elif not data.registrations:
            words, act = self.tr("Importer une liste…"), self._import_list
        elif data.empty_seats:
            words, act = self.tr("Nommer le jury"), self._name_panel
        elif data.without_slot:
            words, act = self.tr("Planifier les passages"), self._plan
        elif not data.dossiers:
            words, act = self.tr("Ajouter les pièces…"), self._add_dossiers
        elif data.session.ready_at is None:
            words, act = self.tr("Déclarer la session prête…"), self._declare_ready
        else:
            words, act = self.tr("Passer à l’évaluation"), self._open_evaluation
        self._next = act
        here = act == self._declare_ready and self.form.subjectTabWidget.currentWidget() is self.ready
        self.next_button.setProperty("unavailable", here)
        self.next_button.setText(words)
        self.next_button.setAccessibleName(self.tr("Étape suivante : {0}").format(words))

    def _import_list(self) -> None:
        self._show_candidates()
        self.candidates.choose_file()

    def _name_panel(self) -> None:
        self.form.subjectTabWidget.setCurrentWidget(self.panel)
        self.panel.focus_first_empty()

    def _plan(self) -> None:
        if self.form.subjectTabWidget.currentWidget() is self.planning:
            self.planning.propose()
        else:
            self.form.subjectTabWidget.setCurrentWidget(self.planning)
            self.planning.form.proposeButton.setFocus()

    def _add_dossiers(self) -> None:
        self.form.subjectTabWidget.setCurrentWidget(self.dossiers)
        self.dossiers.choose_folder()

    def _declare_ready(self) -> None:
        self.form.subjectTabWidget.setCurrentWidget(self.ready)

    def _open_evaluation(self) -> None:
        self.context.open_page("evaluate")

    def _open_minutes(self) -> None:
        self.context.open_page("minutes")

    def _show_candidates(self) -> None:
        self.form.subjectTabWidget.setCurrentWidget(self.candidates)

    def _on_next_clicked(self) -> None:
        self._next()

    def _show_current_tab(self) -> None:
        """Hand the data to the tab that is shown; the others wait until they are."""
        tab = self.form.subjectTabWidget.currentWidget()
        if self._data is not None and isinstance(tab, PrepareTab) and tab in self._stale:
            self._stale.discard(tab)
            tab.show_data(self._data)

    def _on_tab_changed(self) -> None:
        self._show_current_tab()
        if self._data is not None:
            self._choose_next(self._data)
            self.header_changed.emit()

    def _on_told(self, words: str) -> None:
        self._told = words
        self._forget.start()
        self.header_changed.emit()

    def _on_told_enough(self) -> None:
        self._told = ""
        self.header_changed.emit()
