"""A process that gives marks for ever, telling its parent of each one once stored; made to be killed."""

from multiprocessing.connection import Connection
from pathlib import Path

from cisp_desktop.application.scoring import MarkValue, give_mark
from cisp_desktop.domain.panel import Role
from tests.factories import JURORS, PASSPHRASE, IdentifiedJuror, make_store
from tests.fakes import FakeKey


def score_for_ever(
    path: str, session_id: str, registration_id: str, channel: Connection, early: bool
) -> None:
    """Give the marks 0 1 2 3 0 … to every line of a block in turn, each acknowledged on ``channel``.

    ``early`` is the broken variant that acknowledges before COMMIT: the control of the test.
    """
    workspace = make_store().open(Path(path), PASSPHRASE)
    queries = workspace.queries
    panel = queries.panel(session_id)
    seat = next(seat.id for seat in panel.seats if seat.role is Role.PRESIDENT)
    juror = IdentifiedJuror(
        seat, session_id, panel.id, Role.PRESIDENT, JURORS[Role.PRESIDENT], False, FakeKey(b"")
    )
    block = queries.certification(queries.session(session_id).certification_id).blocks[0]
    rows = [line.rows for line in queries.score_sheet(registration_id, seat, block_id=block.id).lines]
    given = sum(rows)
    while True:
        item = block.competences[given % len(block.competences)].id
        level = (given // len(block.competences)) % 4
        given += 1
        if early:
            channel.send_bytes(b"%d" % given)
        give_mark(
            workspace, juror, registration_id=registration_id, block_id=block.id, item=item,
            value=MarkValue.of_level(level),
        )  # fmt: skip
        if not early:
            channel.send_bytes(b"%d" % given)
