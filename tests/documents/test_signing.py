"""Signatures in minutes: fields, order, locks, what is refused."""

from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pypdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm

from cisp_desktop.documents.signing import AUTHORITY_FIELD, MinutesSigner, pending_fields
from cisp_desktop.domain.errors import Refused, RuleError
from tests.documents.conftest import WHEN, Signed
from tests.documents.factories import SEATS


def _sign(signed: Signed, pdf: bytes, position: int = 0, **changes: object) -> bytes:
    arguments: dict[str, object] = {
        "field_name": signed.rendered.frames[position].field_name,
        "key": signed.keys[position],
        "image": None,
        "name": SEATS[position][2],
        "role": SEATS[position][1],
        "when": WHEN,
        "last": False,
    }
    return MinutesSigner().sign(pdf, **{**arguments, **changes})


def test_every_field_exists_before_the_first_signature(signed: Signed) -> None:
    fields = pypdf.PdfReader(BytesIO(signed.prepared)).get_fields()
    assert set(fields) == {*(frame.field_name for frame in signed.rendered.frames), AUTHORITY_FIELD}
    assert pending_fields(signed.prepared) == tuple(frame.field_name for frame in signed.rendered.frames)


def test_the_authority_certifies_and_allows_only_filling(signed: Signed) -> None:
    (signature,) = PdfFileReader(BytesIO(signed.prepared)).embedded_signatures
    assert signature.field_name == AUTHORITY_FIELD
    assert signature.docmdp_level is MDPPerm.FILL_FORMS


def test_each_signature_is_an_addition_to_the_file(signed: Signed) -> None:
    assert signed.prepared.startswith(signed.rendered.pdf)
    for shorter, longer in pairwise(signed.states):
        assert longer.startswith(shorter)


def test_the_last_signature_locks_every_field(signed: Signed) -> None:
    signatures = PdfFileReader(BytesIO(signed.complete)).embedded_signatures
    locks = [signature.fieldmdp for signature in signatures[1:]]
    assert [lock.action.value for lock in locks] == ["/Include", "/Include", "/All"]
    assert signatures[-1].sig_object["/Reference"][0]["/TransformParams"]["/P"] == 1


def test_members_may_sign_in_any_order(signed: Signed) -> None:
    pdf = signed.prepared
    for position in (2, 0, 1):
        pdf = _sign(signed, pdf, position)
    assert pending_fields(pdf) == ()
    last = PdfFileReader(BytesIO(pdf)).embedded_signatures[-1]
    assert last.field_name == signed.rendered.frames[1].field_name
    assert last.fieldmdp.action.value == "/All"


def test_the_signing_time_is_the_one_given(signed: Signed) -> None:
    signature = PdfFileReader(BytesIO(_sign(signed, signed.prepared))).embedded_signatures[-1]
    assert signature.self_reported_timestamp == WHEN
    assert signature.sig_object["/Name"] == SEATS[0][2]


def test_nobody_signs_twice(signed: Signed) -> None:
    with pytest.raises(Refused) as refused:
        _sign(signed, signed.states[1])
    assert refused.value.code == "signing.already_signed"


def test_nobody_signs_without_a_frame(signed: Signed) -> None:
    with pytest.raises(Refused) as refused:
        _sign(signed, signed.prepared, field_name="signature-nobody")
    assert refused.value.code == "signing.field_unknown"


def test_minutes_without_a_member_are_not_prepared(signed: Signed) -> None:
    with pytest.raises(Refused, match=r"signing\.no_member"):
        MinutesSigner().prepare(replace(signed.rendered, frames=()), authority=signed.authority)


@pytest.mark.parametrize("pdf", [b"", b"junk", b"%PDF-1.7\ntrailer\n%%EOF"])
def test_a_file_that_cannot_be_read_is_refused(signed: Signed, pdf: bytes) -> None:
    with pytest.raises(RuleError, match=r"signing\.unreadable"):
        _sign(signed, pdf)
    with pytest.raises(RuleError, match=r"signing\.unreadable"):
        pending_fields(pdf)


def test_a_key_of_another_maker_is_refused(signed: Signed) -> None:
    with pytest.raises(RuleError, match=r"signing\.key_foreign"):
        _sign(signed, signed.prepared, key=signed.authority)


def test_a_picture_that_is_none_is_refused_before_anything_is_signed(signed: Signed) -> None:
    with pytest.raises(RuleError, match=r"signature\.image\.unreadable"):
        _sign(signed, signed.prepared, image=b"GIF89a")
