"""A laptop that will die: three jurors score and seal candidates with rescue copies going to a key.

Made to be killed while the third candidate is being marked.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from cisp_desktop.application.jurors import IdentifiedJuror, identify_juror
from cisp_desktop.application.queries import BlockRow, CertificationRow
from cisp_desktop.application.scoring import MarkValue, give_mark, give_marks, seal_sheets
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.scoring import GLOBAL_ITEM
from cisp_desktop.gui.context import Desk, GuiContext
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.theme import Theme
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import PASSPHRASE, make_store
from tests.gui.fakes import FakeServices, RecordedMessages
from tests.gui.jury_day import CODES, give_documents

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Heard:
    """Who judges whom, by identifiers alone: it passes from one process to another."""

    seats: tuple[tuple[Role, str], ...]
    registrations: tuple[str, ...]


def level_of(role_place: int, item_place: int) -> int:
    """Return the level that the child gives: known to who checks it, different from line to line."""
    return (role_place + item_place) % 4


def hear_three(path: str, place: str, heard: Heard, channel: Connection, early: bool) -> None:
    """Let all jurors judge two candidates, then mark the third for ever; tell each step on ``channel``.

    ``early`` is the broken variant that copies before the seals instead of after them: the test's control.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication([])
    workspace = make_store().open(Path(path), PASSPHRASE)
    context = _context(app, workspace, Path(path).parent / "settings.ini")
    if early:
        context.operations.changed.disconnect(context.rescue.note_changes)
        context.juror_leaving.disconnect(context.rescue.copy_if_changed)
    context.rescue.choose(Path(place))
    _wait(app, context)

    def tell(words: str) -> None:
        channel.send_bytes(words.encode())

    identities = give_documents(context.services)  # type: ignore[arg-type]  # the fake of the tests
    queries = workspace.queries
    certification = queries.certification(queries.sessions()[0].certification_id)
    jurors = [
        identify_juror(workspace, seat, code=CODES[role], identities=identities) for role, seat in heard.seats
    ]
    for registration_id in heard.registrations[:2]:
        for place_of, juror in enumerate(jurors):
            _judge(context, certification, juror, registration_id, role_place=place_of)
            _wait(app, context)
        tell(f"sealed {registration_id}")
    _mark_for_ever(context, certification.blocks[0], jurors[0], heard.registrations[2], tell)


def _context(app: QApplication, workspace: SqlWorkspace, settings: Path) -> GuiContext:
    theme = Theme(app)
    messages = RecordedMessages()
    desk = Desk(
        FakeServices(settings.parent), Settings(settings), theme, Icons(theme), messages,  # type: ignore[arg-type]  # fakes
        TaskRunner(messages),
    )  # fmt: skip
    context = GuiContext(desk, workspace)
    context.set_session(workspace.queries.sessions()[0].id)
    return context


def _wait(app: QApplication, context: GuiContext) -> None:
    """Let the copy under way end, as it does while people talk."""
    app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    while context.rescue.state.running or context.rescue.busy:
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def _judge(
    context: GuiContext,
    certification: CertificationRow,
    juror: IdentifiedJuror,
    registration_id: str,
    *,
    role_place: int,
) -> None:
    workspace = context.workspace
    context.set_juror(juror)
    for block in certification.blocks:
        values = [
            (line.id, MarkValue.of_level(level_of(role_place, n))) for n, line in enumerate(block.competences)
        ]
        values.append((GLOBAL_ITEM, MarkValue.of_level(2, f"Observations sur {block.short_code}")))
        give = partial(
            give_marks, workspace, juror, registration_id=registration_id, block_id=block.id, values=values
        )
        assert context.operations.run(give) is not None
    blocks = [block.id for block in certification.blocks]
    seal = partial(seal_sheets, workspace, juror, registration_id=registration_id, block_ids=blocks)
    assert context.operations.run(seal) is not None
    context.set_juror(None)


def _mark_for_ever(
    context: GuiContext, block: BlockRow, juror: IdentifiedJuror, registration_id: str, tell: Tell
) -> None:
    given = 0
    while True:
        value = MarkValue.of_level(given // len(block.competences) % 4)
        item = block.competences[given % len(block.competences)].id
        give_mark(
            context.workspace, juror, registration_id=registration_id, block_id=block.id, item=item,
            value=value,
        )  # fmt: skip
        given += 1
        tell(f"marked {given}")
