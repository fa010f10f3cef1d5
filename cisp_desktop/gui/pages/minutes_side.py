"""The side of « Procès-verbal » and its banner: what prevents closing, who signed, what can be done now.

This module must not know how any of it is done.
"""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtGui import QFont

from cisp_desktop.application.queries import MinutesRow, PanelRow
from cisp_desktop.application.queries_minutes import RefusalRow
from cisp_desktop.application.wording import (
    MINUTES_STATES,
    moment_words,
    plural,
    sentence,
)
from cisp_desktop.application.wording_minutes import grouped_fingerprint
from cisp_desktop.application.wording_minutes_life import rectifies_words, rectifying_words, tracker_words
from cisp_desktop.domain.minutes import Ground, MinutesState, Route
from cisp_desktop.gui.delegates.state_delegate import LeadingLineDelegate
from cisp_desktop.gui.forms.minutes_page import Ui_MinutesPage
from cisp_desktop.gui.itemmodels.blocker_model import BlockerModel, Role, advice_words
from cisp_desktop.gui.pages.minutes_reading import MinutesReading
from cisp_desktop.gui.theme import tabular
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.panels import Tone
from cisp_desktop.gui.widgets.signature_line import SignatureLine

_DOTS = {
    MinutesState.CLOSED: DotState.TO_DO,
    MinutesState.PARTLY_SIGNED: DotState.UNDER_WAY,
    MinutesState.COMPLETE: DotState.DONE,
}


class MinutesSide(QObject):
    """Fills the form. ``lead(page, target)`` is a line of the list; the others name a member's seat."""

    lead = Signal(str, str)
    sign_asked = Signal(str)
    refusal_asked = Signal(str)
    return_asked = Signal(str)

    def __init__(self, form: Ui_MinutesPage, parent: QObject) -> None:
        super().__init__(parent)
        self._form = form
        self.blockers = BlockerModel(self)
        self.lines: list[SignatureLine] = []
        view = form.blockersListView
        view.setModel(self.blockers)
        view.setItemDelegate(LeadingLineDelegate(view, leads=Role.PAGE, state=Role.STATE))
        view.clicked.connect(self._on_line_chosen)
        view.activated.connect(self._on_line_chosen)
        form.fingerprintLabel.setFont(tabular(QFont(form.fingerprintLabel.font())))
        form.rectificationPanel.hide()

    def show_reading(self, reading: MinutesReading) -> None:
        """Show what was read."""
        if reading.minutes is None:
            self._show_open(reading)
        else:
            self._show_closed(reading, reading.minutes)
        self._show_acts(reading)
        self._form.extractsButton.setVisible(bool(reading.extracts))
        self._form.historyButton.setVisible(bool(reading.history))
        self._form.verifyOwnButton.setVisible(reading.minutes is not None)
        self._show_banner(reading)

    def _on_line_chosen(self, index: QModelIndex) -> None:
        if index.isValid() and index.data(Role.PAGE):
            self.lead.emit(str(index.data(Role.PAGE)), str(index.data(Role.TARGET)))

    # --- the session is open ------------------------------------------------------------------------

    def _show_open(self, reading: MinutesReading) -> None:
        form = self._form
        rectifying = reading.rectification is not None
        form.rectificationPanel.setVisible(rectifying)
        if rectifying:
            form.rectificationPanel.show_differences(reading.differences)
        self.blockers.set_blockers(reading.blockers, reading.advice)
        form.blockersListView.setVisible(bool(self.blockers.lines))
        if reading.blockers:
            words = self.tr("{0}.")
            if all(line.page for line in self.blockers.lines):
                words = self.tr("{0}. Chaque ligne mène là où cela se règle.")
            form.openTextLabel.setText(words.format(self.blockers.said))
        elif reading.rectification is not None:
            clerical = reading.rectification.ground is Ground.CLERICAL
            signers = (
                self.tr("la personne qui préside le jury le signera")
                if clerical
                else self.tr("chaque membre le signera")
            )
            form.openTextLabel.setText(
                self.tr(
                    "Relisez le projet\u00a0: le procès-verbal rectificatif dira ce qui change et pourquoi, "
                    "puis {0}. Le premier est gardé."
                ).format(signers)
            )
        else:
            text = self.tr(
                "{0}. Relisez le projet page par page avant de clore\u00a0: le contenu sera alors figé, et "
                "chaque membre signera."
            )
            form.openTextLabel.setText(text.format(advice_words(reading.advice) or self.tr("Tout est prêt")))
        self._show_panel(reading)
        form.sideStack.setCurrentWidget(form.openSide)

    def _show_panel(self, reading: MinutesReading) -> None:
        """Offer what may still be said of the panel: nothing of a cancelled session, nor that it did not sit
        once its minutes are rectified.
        """
        form, panel = self._form, reading.panel
        stated = panel is not None and panel.could_not_sit_at is not None
        state, unstate = self.tr("Constater que le jury n’a pas sié&gé…"), self.tr("Retirer la co&nstatation")
        form.notSittingButton.setText(unstate if stated else state)
        changeable = panel is not None and not reading.session.cancelled
        form.saidButton.setVisible(changeable)
        form.notSittingButton.setVisible(changeable and (stated or reading.rectification is None))

    # --- the session is closed ----------------------------------------------------------------------

    def _show_closed(self, reading: MinutesReading, minutes: MinutesRow) -> None:
        form = self._form
        form.numberLabel.setText(minutes.number)
        if minutes.version > 1:
            text = self.tr("{0}, version {1}").format(minutes.number, minutes.version)
            form.numberLabel.setText(text)
        form.stateDot.set_state(_DOTS[minutes.state], MINUTES_STATES[minutes.state])
        form.stateLabel.setText(MINUTES_STATES[minutes.state])
        pages = plural(minutes.pages, self.tr("page"), self.tr("pages"))
        form.closedAtLabel.setText(self.tr("Clos le {0}, {1}").format(moment_words(minutes.closed_at), pages))
        form.rectifiesLabel.setText(rectifies_words(minutes, reading.history))
        form.rectifiesLabel.setVisible(minutes.rectifies_id is not None)
        form.fingerprintLabel.setText(grouped_fingerprint(minutes.sha256))
        self._show_lines(minutes, reading.refusals)
        form.trackerLabel.setText(tracker_words(minutes))
        form.sideStack.setCurrentWidget(form.closedScrollArea)

    def _show_lines(self, minutes: MinutesRow, refusals: Sequence[RefusalRow]) -> None:
        layout = self._form.signaturesLayout
        for line in self.lines:
            layout.removeWidget(line)
            line.hide()
            line.deleteLater()
        on_screen, open_ = minutes.route is not Route.PAPER, minutes.state is not MinutesState.COMPLETE
        last = {one.seat_id: one for one in refusals if one.minutes_id == minutes.id}
        self.lines = [
            SignatureLine(row, last.get(row.seat_id), on_screen=on_screen, open_=open_)
            for row in minutes.signatures
        ]
        for line in self.lines:
            line.asked.connect(self.sign_asked)
            line.refusal_asked.connect(self.refusal_asked)
            line.return_asked.connect(self.return_asked)
            layout.addWidget(line)

    def _show_acts(self, reading: MinutesReading) -> None:
        """Offer only what is possible now."""
        form, minutes = self._form, reading.minutes
        complete = minutes is not None and minutes.state is MinutesState.COMPLETE
        form.paperButton.setVisible(reading.has_paper)
        form.paperButton.setText(
            self.tr("Documents numéris&és…") if complete else self.tr("Signé sur papi&er…")
        )
        form.reopenButton.setVisible(reading.can_reopen)
        form.cancelButton.setVisible(reading.can_cancel)
        form.rectifyButton.setVisible(reading.can_rectify)

    # --- the banner ---------------------------------------------------------------------------------

    def _show_banner(self, reading: MinutesReading) -> None:
        banner, minutes = self._form.pageBanner, reading.minutes
        if reading.problem is not None:
            banner.show_text(Tone.DANGER, sentence(reading.problem))
        elif minutes is not None and minutes.state is MinutesState.COMPLETE:
            button = self.tr("Passer aux suites") if reading.complete else ""
            banner.show_text(Tone.SUCCESS, self._complete_words(reading, minutes), button=button)
        elif reading.rectification is not None:
            banner.show_text(Tone.WARNING, rectifying_words(reading.rectification))
        elif reading.panel is not None and reading.panel.could_not_sit_at is not None and minutes is None:
            banner.show_text(Tone.WARNING, self._stated_words(reading.panel))
        elif reading.ended is not None:
            banner.show_text(Tone.INFO, self._ended_words(reading, reading.ended))
        else:
            banner.show_text(Tone.INFO, "")

    def _complete_words(self, reading: MinutesReading, minutes: MinutesRow) -> str:
        signed = sum(one.signed_at is not None for one in minutes.signatures)
        refused = len(minutes.signatures) - signed
        members = plural(signed, self.tr("membre"), self.tr("membres"))
        who = self.tr("signé par ses {0}").format(members)
        if minutes.ground is Ground.CLERICAL and signed == 1 and not refused:
            who = self.tr("signé par {0}, qui préside le jury").format(minutes.signatures[0].name)
        elif signed == 1 and not refused:
            who = self.tr("signé par {0}").format(minutes.signatures[0].name)
        elif refused:
            refusals = plural(refused, self.tr("refus motivé"), self.tr("refus motivés"))
            who = self.tr("signé par {0}, avec {1}").format(members, refusals)
        if not reading.complete:
            return self.tr("Ce procès-verbal est {0}\u00a0; un autre jury doit encore signer.").format(who)
        return self.tr("Le procès-verbal est complet\u00a0: {0}, il ne change plus.").format(who)

    def _stated_words(self, panel: PanelRow) -> str:
        at = moment_words(panel.could_not_sit_at) if panel.could_not_sit_at is not None else ""
        text = self.tr(
            "Constaté le {0}\u00a0: ce jury n’a pas pu siéger ({1}). Aucun de ses candidats n’est examiné."
        )
        return text.format(at, " ".join(panel.could_not_sit_why.split()).rstrip("."))

    def _ended_words(self, reading: MinutesReading, ended: MinutesRow) -> str:
        at = moment_words(ended.ended_at) if ended.ended_at is not None else ""
        if ended.state is MinutesState.CANCELLED:
            text = self.tr(
                "Session rouverte\u00a0: le procès-verbal {0} a été annulé le {1} à la demande de {2} ({3}). "
                "Son numéro reste au registre\u00a0; le prochain portera le numéro {4}."
            )
            number = reading.session.minutes_number
            return text.format(ended.number, at, ended.ended_by, ended.ended_why, number)
        text = self.tr(
            "Session rouverte le {0} à la demande de {1} ({2}). Les copies imprimées de {3}, version {4}, "
            "sont à détruire."
        )
        return text.format(at, ended.ended_by, ended.ended_why, ended.number, ended.version)
