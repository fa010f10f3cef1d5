"""Sound files with random damage: whatever comes out is a list or a sentence, never a crash."""

import random
import resource
import sys
import time
from collections.abc import Callable

import pytest

from cisp_desktop.application.sentences.exchange import SENTENCES
from cisp_desktop.domain.errors import CispError
from cisp_desktop.exchange.candidates import read_candidates
from cisp_desktop.exchange.dossier_inspection import LimitedInspector
from tests.exchange.factories import AUBERT, COSTA, HEADER, TODAY, csv_text, ods, xlsx
from tests.exchange.test_dossier_inspection import pdf

SEED = 20_261_121


def damaged(content: bytes, chance: random.Random) -> bytes:
    """A copy with a few bytes flipped, a piece cut, doubled or replaced by noise."""
    data = bytearray(content)
    at = chance.randrange(len(data))
    length = chance.randrange(1, 200)
    match chance.randrange(5):
        case 0:
            for _ in range(chance.randrange(1, 20)):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        case 1:
            del data[at:]
        case 2:
            del data[at : at + length]
        case 3:
            data[at:at] = data[at : at + length]
        case _:
            data[at : at + length] = chance.randbytes(length)
    return bytes(data)


def outcome(read: Callable[[], object]) -> str:
    try:
        read()
    except CispError as error:
        assert SENTENCES[error.code].format(**error.values)  # noqa: PT017  # both ends are judged
        return error.code
    return "read"


def _largest_child() -> int:
    """The most memory that a child of this process ever held, in MB; 0 where the system does not say."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024 if sys.platform == "linux" else 0


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv", "pdf"])
def test_a_damaged_file_gives_a_list_or_a_sentence_within_its_limits(
    kind: str, count: Callable[[int, int], int]
) -> None:
    rows = [HEADER, AUBERT, COSTA]
    whole = {
        "xlsx": lambda: xlsx(rows),
        "ods": lambda: ods(rows),
        "csv": lambda: csv_text(rows).encode(),
        "pdf": lambda: pdf("un", "deux"),
    }[kind]()
    chance = random.Random(SEED)
    slowest = 0.0
    earlier = _largest_child()
    for _ in range(count(12, 100)):
        content = damaged(whole, chance)
        started = time.monotonic()
        if kind == "pdf":
            told = outcome(lambda content=content: LimitedInspector().inspect(content, file_name="x.pdf"))
        else:
            told = outcome(lambda content=content: read_candidates(content, "x", today=TODAY))
        slowest = max(slowest, time.monotonic() - started)
        assert told != "exchange.child.failed"
    # The system keeps one high-water mark for all children: those of other tests may stand above it.
    most = _largest_child()
    assert most <= max(500, earlier), f"a child took {most} MB"
    print(f"F11 {kind}: seed {SEED}, {count(12, 100)} files, slowest {slowest:.2f} s")
