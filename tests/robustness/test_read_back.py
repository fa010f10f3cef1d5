"""What a final file says on its pages is what was frozen: field by field, in place, for random sessions."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from cisp_desktop.documents.issued.renderer import IssuedRenderer
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.documents.signing import MinutesSigner
from cisp_desktop.documents.verification import MinutesVerifier
from cisp_desktop.domain.minutes import canonical_json
from tests.documents.conftest import WHEN, Signed, identities, signed  # noqa: F401  # the same keys
from tests.documents.random_sessions import PUBLIC_KINDS, RandomSession
from tests.documents.reading import squeezed, whole_text
from tests.documents.reading_back import code_of, minutes_read_back, paper_read_back
from tests.documents.verdicts import READERS, refused_by_readers

SEED = 36128


def final_minutes(data: Mapping[str, Any], signed: Signed) -> bytes:  # noqa: F811  # the fixture imported
    """Return minutes as they are kept: drawn, certified, signed by every member."""
    rendered = MinutesRenderer().render(data, draft=False)
    pdf = MinutesSigner().prepare(rendered, authority=signed.authority, when=WHEN)
    for place, (frame, seat) in enumerate(zip(rendered.frames, data["panel"]["seats"], strict=True)):
        pdf = MinutesSigner().sign(
            pdf, field_name=frame.field_name, key=signed.keys[place % 3], image=None, name=seat["name"],
            role=seat["role"], when=WHEN, last=frame == rendered.frames[-1],
        )  # fmt: skip
    return pdf


def test_minutes_and_papers_of_random_sessions_say_what_was_frozen(
    signed: Signed,  # noqa: F811
    count: Callable[[int, int], int],
    tmp_path: Path,
) -> None:
    sessions, files, fields, wrong = count(2, 200), 0, 0, []
    for number in range(sessions):
        session = RandomSession(SEED + number)
        for data in session.minutes:
            pdf = final_minutes(data, signed)
            (attached,) = PdfReader(BytesIO(pdf)).attachments.values()
            assert attached[0].decode() == canonical_json(data)
            assert MinutesVerifier().verify(pdf, authority_pem=None).intact
            members = len(data["panel"]["seats"])
            assert not READERS or refused_by_readers(pdf, tmp_path, signatures=1 + members) == []
            read = minutes_read_back(pdf, data)
            files, fields = files + 1, fields + read.found
            wrong += [(SEED + number, data["number"], one) for one in read.missing]
        for data in session.papers():
            pdf = IssuedRenderer().render(data, logo=None).pdf
            read = paper_read_back(pdf, data)
            files, fields = files + 1, fields + read.found
            wrong += [(SEED + number, data["kind"], one) for one in read.missing]
            assert code_of(data) in squeezed(whole_text(pdf))
    print(
        f"read back, seed {SEED}: {sessions} sessions, {files} final files, {fields} fields in their place, "
        f"{len(wrong)} not"
    )
    assert wrong == []


# --- the control: what stands on the page, but not in its place, is not taken for it --------------------


@pytest.fixture(scope="module")
def a_session() -> RandomSession:
    """A session with several candidates."""
    sessions = map(RandomSession, range(100))
    return next(one for one in sessions if len(one.minutes[0]["candidates"]) > 5)


@pytest.mark.parametrize("field", ["birth_name", "first_names", "birth_date", "birth_place", "decisions"])
def test_two_candidates_whose_field_is_swapped_are_seen(a_session: RandomSession, field: str) -> None:
    drawn = a_session.minutes[0]
    pdf = MinutesRenderer().render(drawn, draft=False).pdf
    assert minutes_read_back(pdf, drawn).missing == []
    other = deepcopy(drawn)
    first, second = other["candidates"][1], other["candidates"][4]
    assert first[field] != second[field]
    first[field], second[field] = second[field], first[field]
    assert minutes_read_back(pdf, other).missing


@pytest.mark.parametrize("kind", PUBLIC_KINDS)
def test_a_paper_that_says_another_name_is_seen(a_session: RandomSession, kind: str) -> None:
    drawn = next(one for one in a_session.papers() if one["kind"] == kind)
    pdf = IssuedRenderer().render(drawn, logo=None).pdf
    assert paper_read_back(pdf, drawn).missing == []
    other = deepcopy(drawn)
    named = other.get("holder") or other.get("member") or other["candidates"][0]
    key = "birth_name" if "holder" in other else "name"
    named[key] = named[key][:-1] + ("A" if named[key][-1] != "A" else "B")
    assert paper_read_back(pdf, other).missing
