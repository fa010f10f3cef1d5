"""What follows the signature: what is owed to whom and by when. It offers nothing that it cannot do.

This module must not know how a document is made.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.wording import plural, short_day
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.sequel_page import Ui_SequelPage
from cisp_desktop.gui.layouts import clear_layout
from cisp_desktop.gui.pages.page import Page, Waiting
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import PlainLabel
from cisp_desktop.gui.widgets.panels import Tone
from cisp_desktop.gui.widgets.state_dot import StateDot

NOTICE_DAYS = 15
"""Days within which a VAE candidate is told the decision."""
DECLARATION_MONTHS = 3
"""Months within which holders are declared to the Caisse des Dépôts."""


class SequelPage(Page):
    """Waits for the signed minutes, then lists what is owed, with its dates."""

    concerns = Change.MINUTES | Change.SESSIONS

    def __init__(self, context: GuiContext) -> None:
        super().__init__(context)
        self.form = Ui_SequelPage()
        self.form.setupUi(self)
        self.form.banner.activated.connect(self._on_minutes_asked)

    @property
    def title(self) -> str:
        """Where the user is."""
        return self.tr("Suites")

    def waiting_for(self) -> Waiting | None:
        """Wait for every signature."""
        session_id = self.context.session_id
        if session_id is None:
            return Waiting(
                self.tr("Aucune session pour l’instant"),
                self.tr("Les suites viennent après la signature du procès-verbal d’une session."),
                self.tr("Créer une session"),
                action=self.context.new_session_requested.emit,
            )
        minutes = self.context.queries.minutes_of_session(session_id)
        unsigned = [
            (one.number, left)
            for one in minutes
            if (left := sum(line.signed_at is None for line in one.signatures))
        ]
        if minutes and not unsigned:
            return None
        if not minutes:
            text = self.tr(
                "Relevés de décision, attestations, parchemins et déclaration à la Caisse des Dépôts partent "
                "du procès-verbal signé. Celui de cette session n’est pas encore établi."
            )
        else:
            text = "\n".join(
                self.tr("Le procès-verbal {0} attend encore {1}.").format(
                    number, plural(left, "signature", "signatures")
                )
                for number, left in unsigned
            )
        return Waiting(self.tr("Après la signature"), text, self.tr("Voir le procès-verbal"), page="minutes")

    def refresh(self, changes: Changes | None) -> None:
        """Work out the dates again."""
        del changes
        session_id = self.context.session_id
        minutes = self.context.queries.minutes_of_session(session_id) if session_id else ()
        if session_id is None or not minutes:
            return
        self.form.banner.show_text(
            Tone.INFO,
            self.tr(
                "Cette version établit et signe le procès-verbal ; elle ne produit pas encore les documents "
                "ci-dessous. Voici ce qui est dû, et pour quand."
            ),
            button=self.tr("Voir le procès-verbal"),
        )
        closed = minutes[0].closed_at.date()
        rows = self.context.queries.registrations(session_id)
        vae = sum(row.access_path is AccessPath.VAE for row in rows)
        clear_layout(self.form.stepsListLayout)
        for title, text in self._owed(closed, vae):
            self.form.stepsListLayout.addWidget(OwedRow(title, text))

    def panes(self) -> Sequence[QWidget]:
        """The list."""
        return (self.form.stepsFrame,)

    def _owed(self, closed: date, vae: int) -> list[tuple[str, str]]:
        notice = self.tr("À remettre à chaque candidat.")
        if vae:
            notice = self.tr("À remettre à chaque candidat ; pour la VAE, avant le {0} ({1}).").format(
                short_day(closed + timedelta(days=NOTICE_DAYS)), plural(vae, "candidat", "candidats")
            )
        declaration = self.tr("Titulaires seulement, avant le {0}.").format(
            short_day(months_after(closed, DECLARATION_MONTHS))
        )
        return [
            (self.tr("Relevés de décision"), notice),
            (
                self.tr("Attestations de bloc et parchemins"),
                self.tr("À établir par le certificateur à partir du procès-verbal."),
            ),
            (self.tr("Déclaration à la Caisse des Dépôts"), declaration),
            (
                self.tr("Registre et statistiques"),
                self.tr("Le procès-verbal signé et le journal de cet espace de travail font foi."),
            ),
        ]

    def _on_minutes_asked(self) -> None:
        self.context.open_page("minutes")


class OwedRow(QWidget):
    """One document that is owed, and by when."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        dot = StateDot(self, side=16)
        dot.set_state(DotState.TO_DO, self.tr("à faire"))
        name = PlainLabel(title, self)
        name.setProperty("kind", "strong")
        words = PlainLabel(text, self)
        words.setProperty("kind", "muted")
        words.setWordWrap(True)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(name)
        column.addWidget(words)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(t.SPACE_M)
        layout.addWidget(dot)
        layout.addLayout(column, 1)


def months_after(day: date, months: int) -> date:
    """Return the same day ``months`` later, or the last of that month when it is shorter."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("unreachable: every month has a 28th")
