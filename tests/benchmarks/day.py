"""A day of twelve candidates: what the process holds at its end, beside what it held after the second."""

from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.desktop import open_window
from tests.benchmarks.measure import Figure
from tests.benchmarks.switching import a_dossier, store_dossiers
from tests.factories import make_session, make_workspace
from tests.robustness.whole_day import Held, WholeDay

CANDIDATES = 12
GROWTH = 1.10


def whole_day(folder: Path) -> Iterator[Figure]:
    """Three jurors score, seal and lock for each candidate, then the jury decides; a copy after each seal."""
    workspace = make_workspace(folder)
    made = make_session(workspace, candidates=CANDIDATES)
    content = a_dossier()
    for registration_id in made.registrations:
        store_dossiers(workspace, made, registration_id, content)
    place = folder / "clé"
    place.mkdir()
    with open_window(folder, workspace) as opened:
        opened.context.rescue.choose(place)
        day = WholeDay(opened, made, typed=len(made.blocks), presented=len(made.blocks))
        held = []
        for number in range(CANDIDATES):
            day.hear(number)
            held.append(day.held())
        assert not day.undecided
    yield from growth(held[1], held[-1])


def growth(second: Held, last: Held) -> Iterator[Figure]:
    """Compare the end of the day with what two candidates had made the process hold."""
    ratio = last.memory / second.memory
    yield Figure(
        "Journée de 12 candidats : mémoire à la fin", f"{last.memory / 1e6:.0f} Mo",
        f"{second.memory / 1e6:.0f} Mo", ratio, f"≤ {GROWTH:g} ×", ratio <= GROWTH,
        "face à la mémoire après le deuxième candidat",
    )  # fmt: skip
    kinds = ("threads", "timers", "descriptors", "objects")
    now, before = (tuple(getattr(one, kind) for kind in kinds) for one in (last, second))
    yield Figure(
        "… fils, minuteurs, fichiers ouverts, objets de Qt", "/".join(map(str, now)),
        "/".join(map(str, before)), sum(now) / sum(before), "≤ 1 ×",
        all(late <= early for late, early in zip(now, before, strict=True)),
    )  # fmt: skip


FIGURES = (whole_day,)
"""Every figure of this module, in the order of the table."""
