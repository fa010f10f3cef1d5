"""A new juror at the demonstration: from the first window to the first stored mark, every act counted."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from cisp_desktop.application.demonstration_codes import CODES
from cisp_desktop.application.ports import DossierFacts
from cisp_desktop.domain.panel import Role
from tests.gui.dossiers import a_pdf
from tests.journeys.in_the_window import User

MOST_CLICKS = 4
"""The demonstration, « Évaluer … », the own seat; one to spare."""
MOST_KEYS = 12
"""The told code, Return, the mark; one to spare."""


class OnePdf:
    """Stands for the writer of dossiers: their making is measured elsewhere."""

    def __init__(self) -> None:
        self._content = a_pdf(pages=3)

    def write_dossier(self, kind: str, **_given: object) -> bytes:
        """Return the same short PDF."""
        return self._content


class NoChild:
    """Stands for the child process that looks at PDFs."""

    def inspect(self, content: bytes, *, file_name: str) -> DossierFacts:
        """Return what is known of the short PDF."""
        return DossierFacts(3, hashlib.sha256(content).hexdigest(), len(content), ("un", "deux", "trois"))


class Acts:
    """Counts what the hands do."""

    def __init__(self, user: User) -> None:
        self._user = user
        self.clicks = self.keys = 0

    def click(self, button: QAbstractButton) -> None:
        """One click."""
        self.clicks += 1
        self._user.click(button)

    def press(self, target: Any, *keys: Qt.Key) -> None:
        """One key each."""
        for key in keys:
            self.keys += 1
            QTest.keyClick(target, key)

    def type_text(self, target: Any, text: str) -> None:
        """One key a character."""
        self.keys += len(text)
        QTest.keyClicks(target, text)


def test_the_first_mark_of_the_demonstration_takes_few_acts(
    start: Callable[[], User], tmp_path: Path
) -> None:
    user = start()
    user.services.__dict__.update(dossier_writer=OnePdf(), inspector=NoChild())
    user.services.demonstration_path = lambda: tmp_path / "CISP démonstration"  # type: ignore[method-assign]
    acts = Acts(user)

    acts.click(user.window.welcome_page.form.demonstrationButton)
    user.settle()
    user.wait(lambda: user.page.next_button.isVisible())
    name = user.page.next_button.accessibleName().removeprefix("Évaluer ")

    acts.click(user.page.next_button)
    user.settle()
    gate = user.page.form.gateArea
    assert CODES[Role.PROFESSIONAL] in gate.hint_label.text()  # the screen alone tells the code
    assert gate.hint_label.isVisible()

    def type_code(dialog: Any) -> None:
        acts.type_text(dialog.focusWidget(), CODES[Role.PROFESSIONAL])
        acts.press(dialog.focusWidget(), Qt.Key.Key_Return)

    user.answers(type_code)
    acts.click(gate.buttons[1])
    user.all_answered()
    user.settle()
    page = user.page
    user.wait(lambda: user.window.focusWidget() is page.pane.grid)
    assert page.subtitle().startswith(name)  # whom the dashboard named
    line, view = page.pane.model.line(page.pane.grid.current_row), page.pane.model.view
    assert line.level is None
    assert page.pane.model.first_missing() == page.pane.grid.current_row

    acts.press(user.window.focusWidget(), Qt.Key.Key_2)
    user.settle()
    sheet = user.context.queries.score_sheet(view.registration_id, view.seat_id, block_id=view.block_id)
    assert next(one.level for one in sheet.lines if one.item == line.item) == 2
    assert user.messages.dialogs == ["IdentifyJurorDialog"]  # nothing else stood between
    assert acts.clicks <= MOST_CLICKS
    assert acts.keys <= MOST_KEYS
    user.leave()
