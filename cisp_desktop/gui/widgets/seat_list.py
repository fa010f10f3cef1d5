"""The seats of one panel, one card each: those that the rules ask for, others, and substitutes.

This module must not know how a seat is stored, nor what the rules say of the members.
"""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from cisp_desktop.application.jurors import SeatChoice
from cisp_desktop.application.queries import JurorRow, PanelRow, SeatRow
from cisp_desktop.application.wording import role_name
from cisp_desktop.domain.panel import ROLE_ORDER, Role
from cisp_desktop.domain.panel_rules import MOST_SEATS, PanelRules
from cisp_desktop.domain.text import person_key
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.widgets.seat_card import Place, SeatCard


class SeatList(QScrollArea):
    """``edited`` follows every letter typed, every seat added or taken away.

    What is typed stays until ``forget`` or until the workspace holds something else at that place.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        contents = QWidget(self)
        contents.setObjectName("scrollContents")
        self._layout = QVBoxLayout(contents)
        self._layout.setContentsMargins(0, 0, t.SPACE_XS, 0)
        self._layout.setSpacing(t.SPACE_S)
        self._layout.addStretch(1)
        self.setWidget(contents)
        self.cards: dict[Place, SeatCard] = {}
        self._names = QStringListModel(self)
        self._jurors: dict[tuple[str, ...], JurorRow] = {}
        self._rules = PanelRulesShown()
        self._added: list[Place] = []
        self._removed: set[Place] = set()
        self._held: dict[Place, SeatRow] = {}
        self._locked = False

    @property
    def choices(self) -> list[SeatChoice]:
        """What is typed, in the order of the sheet, places without a name left out."""
        return [card.choice for card in self.cards.values() if card.choice.name.strip()]

    @property
    def unsaved(self) -> bool:
        """Whether something was typed, added or taken away that is not composed yet."""
        return bool(self._removed) or any(card.changed for card in self.cards.values())

    def juror_named(self, name: str) -> JurorRow | None:
        """Return the register's juror of that name; case, accents and the order of the words ignored."""
        return self._jurors.get(person_key(name))

    def show_panel(
        self, panel: PanelRow, rules: PanelRules, jurors: Sequence[JurorRow], *, locked: bool
    ) -> None:
        """Show the panel's seats under these rules."""
        self._rules = PanelRulesShown(rules)
        self._jurors = {person_key(juror.name): juror for juror in jurors}
        names = [juror.name for juror in jurors]
        if names != self._names.stringList():
            self._names.setStringList(names)
        self._locked = locked
        self._held = {(s.role, s.rank, s.standby): s for s in (*panel.seats, *panel.substitutes)}
        self._added = [place for place in self._added if place not in self._held]
        self._removed &= self._held.keys()
        self._rebuild()

    def forget(self) -> None:
        """Drop what was typed, added and taken away."""
        self._added.clear()
        self._removed.clear()
        for card in self.cards.values():
            card.forget()

    def menu(self, parent: QWidget) -> QMenu:
        """Return the menu of the seats and substitutes that can be added."""
        menu = QMenu(parent)
        seats, substitutes = menu.addMenu(self.tr("Un &membre")), menu.addMenu(self.tr("Un &suppléant"))
        for role in Role:
            if role is not Role.PRESIDENT:  # a panel has one
                seats.addAction(self._adding(role, standby=False, parent=menu))
            substitutes.addAction(self._adding(role, standby=True, parent=menu))
        return menu

    def add(self, role: Role, *, standby: bool) -> None:
        """Add an empty seat, or a substitute's, and put the cursor there."""
        taken = {rank for known, rank, spare in self.cards if (known, spare) == (role, standby)}
        rank = next((rank for rank in range(1, MOST_SEATS + 1) if rank not in taken), None)
        if rank is None or self._locked:
            return
        place = (role, rank, standby)
        self._removed.discard(place)
        if place not in self._held:
            self._added.append(place)
        self._rebuild()
        card = self.cards[place]
        # Once it has its place: the first turn of the events lays out, the second one wraps the texts.
        QTimer.singleShot(0, card, lambda: QTimer.singleShot(0, card, lambda: self.ensureWidgetVisible(card)))
        card.name_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def focus_first_empty(self) -> None:
        """Put the cursor where a name is missing."""
        empty = (card for card in self.cards.values() if not card.choice.name.strip())
        card = next(empty, next(iter(self.cards.values()), None))
        if card is not None:
            card.name_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def order_tabs(self, before: QWidget, after: QWidget) -> None:
        """Let Tab go from ``before`` through the cards to ``after``."""
        fields = [field for card in self.cards.values() for field in card.fields()]
        for first, second in zip([before, *fields], [*fields, after], strict=True):
            self.setTabOrder(first, second)

    def _adding(self, role: Role, *, standby: bool, parent: QMenu) -> QAction:
        action = QAction(role_name(role), parent)
        action.triggered.connect(lambda: self.add(role, standby=standby))
        return action

    def _places(self) -> list[Place]:
        shown = {*self._rules.places, *self._held, *self._added} - self._removed
        return sorted(shown, key=lambda place: (place[2], ROLE_ORDER.index(place[0]), place[1]))

    def _rebuild(self) -> None:
        places = self._places()
        if places != list(self.cards):
            for place in self.cards.keys() - set(places):
                card = self.cards.pop(place)
                self._layout.removeWidget(card)
                card.hide()
                card.deleteLater()
            kept = self.cards
            self.cards = {place: kept.get(place) or self._card(place) for place in places}
            for position, card in enumerate(self.cards.values()):
                self._layout.insertWidget(position, card)
                card.show()  # at once: the layout alone would wait for the next events
        for place, card in self.cards.items():
            card.explain(self._rules.who(place))
            card.show_seat(self._held.get(place), locked=self._locked)

    def _card(self, place: Place) -> SeatCard:
        optional = place not in self._rules.places
        card = SeatCard(place, self._names, optional=optional, parent=self.widget())
        card.edited.connect(self.edited)
        card.name_finished.connect(lambda name: self._on_name_finished(card, name))
        card.removal_asked.connect(lambda: self._on_removal_asked(card))
        return card

    def finish_names(self) -> None:
        """Take over what the register says of a name that the cursor has not left yet."""
        for card in self.cards.values():
            if card.renamed:
                self._on_name_finished(card, card.choice.name)

    def _on_name_finished(self, card: SeatCard, name: str) -> None:
        juror = self.juror_named(name)
        if juror is not None and card.bare:
            card.take_over(juror)
        elif juror is None and card.renamed and card.bare:
            card.empty_details()

    def _on_removal_asked(self, card: SeatCard) -> None:
        place = card.place
        if place in self._held:
            self._removed.add(place)
        if place in self._added:
            self._added.remove(place)
        self._rebuild()
        self.focus_first_empty()
        self.edited.emit()


class PanelRulesShown:
    """The places that the rules ask for, and who they want there."""

    def __init__(self, rules: PanelRules | None = None) -> None:
        self._rules = rules
        places = rules.places if rules is not None else ()
        self.places: frozenset[Place] = frozenset((role, rank, False) for role, rank in places)

    def who(self, place: Place) -> str:
        """Return the source's own description of a seat, empty for one that it does not ask for."""
        seat = self._rules.seat(place[0]) if self._rules is not None and place in self.places else None
        return seat.who if seat is not None else ""
