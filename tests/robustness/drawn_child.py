"""A process of its own that draws every kind of paper of random sessions and prints what each file hashes to:
``python -m tests.robustness.drawn_child SEED …``.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO

from PIL import Image

from cisp_desktop.application.extract_content import extract_of
from cisp_desktop.application.preparation_papers import paper_set
from cisp_desktop.application.register_paper import RegisterPaper
from cisp_desktop.documents.issued.renderer import IssuedRenderer
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.documents.preparation.renderer import PreparationRenderer
from cisp_desktop.documents.registers import RegisterRenderer
from cisp_desktop.domain.minutes import canonical_json, fingerprint
from tests.documents.papers import content
from tests.documents.random_sessions import RandomSession


def drawn(seed: int) -> Iterator[tuple[str, bytes]]:
    """Give every paper of a session by name, with and without a logo where it may have one."""
    session = RandomSession(seed)
    for data in session.minutes:
        yield f"minutes {data['number']}", MinutesRenderer().render(data, draft=False).pdf
        yield f"draft {data['number']}", MinutesRenderer().render(data, draft=True).pdf
        one = extract_of(data, data["candidates"][0]["number"], of=fingerprint(canonical_json(data)))
        yield f"extract {data['number']}", MinutesRenderer().render(one, draft=False).pdf
    for place, data in enumerate(session.papers()):
        yield f"{data['kind']} {place}", IssuedRenderer().render(data, logo=None).pdf
        yield f"{data['kind']} {place} with a logo", IssuedRenderer().render(data, logo=_logo()).pdf
    yield "register", RegisterRenderer().render(_register(seed))
    whole = content(2)
    for one in paper_set(whole):
        yield f"{one.kind} {one.only}", PreparationRenderer().render(one.kind, whole, only=one.only)


def _logo() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (60, 30), (20, 70, 140)).save(buffer, "PNG")
    return buffer.getvalue()


def _register(seed: int) -> RegisterPaper:
    rows = tuple((f"PV-{n}", f"Session {n * seed}") for n in range(40))
    return RegisterPaper(
        "Registre", "tout", ("Numéro", "Session"), (1.0, 3.0), rows, ("Rien ne manque.",),
        datetime(2023, 1, 2, 9, 30, tzinfo=UTC), True, "ab" * 32, 12, '{"lines":[]}',
    )  # fmt: skip


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        for name, pdf in drawn(int(wanted)):
            print(wanted, sha256(pdf).hexdigest(), name, sep="\t")
