"""Signed minutes for the tests of the documents: made once, never changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import pytest

from cisp_desktop.application.ports import AuthorityMaterial, RenderedMinutes
from cisp_desktop.documents.drawn_signature import demonstration_strokes, strokes_drawing
from cisp_desktop.documents.identity import Identities, JurorKey, SealingParameters
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.documents.signing import MinutesSigner
from tests.documents.factories import SEATS, snapshot

WHEN = datetime(2022, 12, 15, 17, 30, tzinfo=timezone(timedelta(hours=1)))
CODE = "AB12-CD34"


@dataclass(frozen=True)
class Signed:
    """One set of minutes in every state, with the keys that signed it."""

    authority: AuthorityMaterial
    rendered: RenderedMinutes
    keys: tuple[JurorKey, ...]
    states: tuple[bytes, ...]

    @property
    def prepared(self) -> bytes:
        """Certified by the authority, signed by nobody."""
        return self.states[0]

    @property
    def complete(self) -> bytes:
        """Signed by all."""
        return self.states[-1]


@pytest.fixture(scope="session")
def identities() -> Identities:
    """Identities with a sealing that costs nothing."""
    return Identities(SealingParameters(passes=1, memory_kib=64, lanes=1))


@pytest.fixture(scope="session")
def signed(identities: Identities) -> Signed:
    """Minutes of three candidates, signed by three members in turn."""
    authority = identities.create_authority("CISP Grenoble")
    rendered = MinutesRenderer().render(snapshot(3), draft=False)
    signer = MinutesSigner()
    states = [signer.prepare(rendered, authority=authority, when=WHEN)]
    keys = []
    for position, (frame, seat) in enumerate(zip(rendered.frames, SEATS, strict=True)):
        identity = identities.create_juror_identity(authority, name=seat[2], role=seat[1], code=CODE)
        key = identities.unlock(identity, CODE)
        keys.append(key)
        states.append(
            signer.sign(
                states[-1],
                field_name=frame.field_name,
                key=key,
                image=strokes_drawing(demonstration_strokes(position)) if position < 2 else None,
                name=seat[2],
                role=seat[1],
                when=WHEN + timedelta(minutes=position),
                last=position == 2,
            )
        )
    return Signed(authority, rendered, tuple(keys), tuple(states))
