"""The child process that talks to a card: requests as lines of JSON on standard input, an answer to each on
standard output.

A PKCS#11 module is somebody else's machine code, chosen by the user: it may crash, hang or write where it
likes, so it never runs in the application's own process, where the workspace lies open. The PIN comes with
the first request, is tried once, and is in no argument, environment or message; the card is opened once for
all that is signed in one act, and logged out at its end. This module must not know what is signed, nor judge
a certificate.
"""

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pkcs11
from asn1crypto import algos
from pkcs11 import MGF, Attribute, Mechanism, ObjectClass, TokenFlag
from pkcs11 import exceptions as cryptoki

from cisp_desktop.exchange.child_limits import limit_this_process, standard_streams

MEMORY_LIMIT = 2 * 1024 * 1024 * 1024
"""Generous: some modules bring a whole run-time along."""
CPU_SECONDS = 300
"""Of a whole act, of thousands of signatures; a module that hangs is ended by the wall clock."""
SALT_LENGTH = 32
_LONGEST_REQUEST = 1 << 20
_MOST_CERTIFICATES = 100
_OFFERED = {
    "PLAIN": (Mechanism.SHA256_RSA_PKCS, Mechanism.RSA_PKCS),
    "SALTED": (Mechanism.SHA256_RSA_PKCS_PSS, Mechanism.RSA_PKCS_PSS),
}
_CURVES = (Mechanism.ECDSA, Mechanism.ECDSA_SHA256)
_SALT = (Mechanism.SHA256, MGF.SHA256, SALT_LENGTH)
_REMOVED = (
    cryptoki.DeviceRemoved, cryptoki.TokenNotPresent, cryptoki.SessionHandleInvalid, cryptoki.SessionClosed,
    cryptoki.SlotIDInvalid, cryptoki.NoSuchToken,
)  # fmt: skip

Loads = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class _Way:
    """How a card is to sign: what it gets, and by which of its mechanisms."""

    mechanism: Mechanism
    data: bytes
    parameter: Any = None


class _RefusedError(Exception):
    """The request cannot be answered; ``meaning`` is what the parent has a sentence for."""

    def __init__(self, meaning: str) -> None:
        super().__init__(meaning)
        self.meaning = meaning


def child_main() -> int:
    """Answer the requests of standard input on standard output; return the process's exit code."""
    limit_this_process(MEMORY_LIMIT, CPU_SECONDS)
    source, out = _own_streams()
    out.write(b"ready\n")
    out.flush()
    for one in answers(_requests(source), loads=pkcs11.lib):
        out.write(json.dumps(one).encode("ascii") + b"\n")
        out.flush()
    # Without saying goodbye to the module: what it does then is no longer our affair, and may hang.
    os._exit(0)


def _own_streams() -> tuple[Any, Any]:
    """Return standard input and output; whatever a module prints goes to standard error instead."""
    source, out = standard_streams()
    own = os.fdopen(os.dup(out.fileno()), "wb")
    os.dup2(2, out.fileno())
    return source, own


def _requests(source: Any) -> Iterator[dict[str, Any]]:
    while line := source.readline(_LONGEST_REQUEST):
        yield json.loads(line)


def answers(requests: Iterator[dict[str, Any]], *, loads: Loads) -> Iterator[dict[str, Any]]:
    """Give what the card answers to each request, last of all ``{"error": meaning}`` when it fails.

    The first reads the certificates, or opens a card to sign; each after that is signed. ``loads`` opens a
    module by its path.
    """
    request = next(requests)
    try:
        module = _loaded(request["module"], loads)
        if request["act"] == "read":
            yield {"certificates": list(_certificates(module))}
        else:
            yield from _signatures(module, request, requests)
    except _RefusedError as refused:
        yield {"error": refused.meaning}
    except _REMOVED:
        yield {"error": "removed"}
    except cryptoki.PKCS11Error as error:
        # The error's name, never its text: a module may quote what it was given.
        yield {"error": "failed", "name": type(error).__name__}


def _loaded(path: str, loads: Loads) -> Any:
    try:
        return loads(path)
    except cryptoki.PKCS11Error as error:
        if type(error) is not cryptoki.PKCS11Error:
            raise  # it is a module, and says why it cannot start
        raise _RefusedError("unreadable") from None


def _tokens(module: Any) -> Iterator[Any]:
    for slot in module.get_slots(token_present=True):
        try:
            token = slot.get_token()
        except (*_REMOVED, cryptoki.TokenNotRecognised, cryptoki.DeviceError):
            continue
        if token.flags & TokenFlag.TOKEN_INITIALIZED or token.flags & TokenFlag.USER_PIN_INITIALIZED:
            yield token


def _certificates(module: Any) -> Iterator[dict[str, Any]]:
    found = False
    for token in _tokens(module):
        found = True
        mechanisms = token.slot.get_mechanisms()
        about = {
            "token": token.label,
            "serial": token.serial.hex(),
            "pin": _pin_state(token),
            "on_reader": bool(token.flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH),
            "paddings": [name for name, ways in _OFFERED.items() if mechanisms.intersection(ways)],
            "curves": bool(mechanisms.intersection(_CURVES)),
        }
        with token.open() as session:
            for one in _stored(session):
                yield {**about, **one}
    if not found:
        raise _RefusedError("none")


def _stored(session: Any) -> Iterator[dict[str, str]]:
    objects = session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
    for _, one in zip(range(_MOST_CERTIFICATES), objects, strict=False):
        try:
            yield {"certificate": one[Attribute.VALUE].hex(), "id": one[Attribute.ID].hex()}
        except (cryptoki.AttributeTypeInvalid, cryptoki.AttributeSensitive, cryptoki.AttributeValueInvalid):
            continue


def _pin_state(token: Any) -> str:
    flags = token.flags
    if flags & TokenFlag.USER_PIN_LOCKED:
        return "LOCKED"
    if flags & TokenFlag.USER_PIN_FINAL_TRY:
        return "LAST"
    return "TRIED" if flags & TokenFlag.USER_PIN_COUNT_LOW else "FREE"


def _signatures(
    module: Any, request: dict[str, Any], following: Iterator[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Open the card, say so, and sign what follows; the card is logged out when nothing more does."""
    wanted = (request["token"], request["serial"])
    token = next((one for one in _tokens(module) if (one.label, one.serial.hex()) == wanted), None)
    if token is None:
        raise _RefusedError("removed")
    if _pin_state(token) == "LOCKED":
        raise _RefusedError("pin_locked")
    pin = request["pin"]
    if not pin and not token.flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH:
        raise _RefusedError("pin_length")
    with _told(token), token.open(user_pin=pin or pkcs11.PROTECTED_AUTH) as session:
        key = _private_key(session, request["id"])
        again = {"pin": pin} if pin and _asks_again(key) else {}
        mechanisms = token.slot.get_mechanisms()
        yield {"opened": True}
        for one in following:
            way = _way(mechanisms, request["padding"], bytes.fromhex(one["data"]))
            signature = key.sign(way.data, mechanism=way.mechanism, mechanism_param=way.parameter, **again)
            yield {"signature": signature.hex()}


@contextmanager
def _told(token: Any) -> Iterator[None]:
    """Say what the card made of the PIN; after a wrong one it is looked at again, never tried again."""
    try:
        yield
    except (cryptoki.PinIncorrect, cryptoki.PinInvalid):
        state = _pin_state(token.slot.get_token())
        meaning = {"LOCKED": "pin_locked", "LAST": "pin_last"}.get(state, "pin_wrong")
        raise _RefusedError(meaning) from None
    except cryptoki.PinLocked:
        raise _RefusedError("pin_locked") from None
    except cryptoki.PinLenRange:
        raise _RefusedError("pin_length") from None
    except cryptoki.PinExpired:
        raise _RefusedError("pin_expired") from None
    except cryptoki.UserPinNotInitialized:
        raise _RefusedError("pin_unset") from None
    except cryptoki.FunctionCancelled:
        raise _RefusedError("cancelled") from None


def _private_key(session: Any, key_id: str) -> Any:
    wanted: dict[Attribute, Any] = {Attribute.CLASS: ObjectClass.PRIVATE_KEY}
    if key_id:
        wanted[Attribute.ID] = bytes.fromhex(key_id)
    keys = list(session.get_objects(wanted))
    if not keys:
        raise _RefusedError("no_key")
    return keys[0]


def _asks_again(key: Any) -> bool:
    """Whether the card wants its PIN before each signature (« qualified » signatures)."""
    try:
        return bool(key[Attribute.ALWAYS_AUTHENTICATE])
    except cryptoki.PKCS11Error:
        return False


def _way(mechanisms: set[Mechanism], padding: str | None, data: bytes) -> _Way:
    """Return how to sign ``data``: the card hashes where it can, we do where it cannot."""
    digest = hashlib.sha256(data).digest()
    match padding:
        case "SALTED" if Mechanism.SHA256_RSA_PKCS_PSS in mechanisms:
            return _Way(Mechanism.SHA256_RSA_PKCS_PSS, data, _SALT)
        case "SALTED":
            return _Way(Mechanism.RSA_PKCS_PSS, digest, _SALT)
        case "PLAIN" if Mechanism.SHA256_RSA_PKCS in mechanisms:
            return _Way(Mechanism.SHA256_RSA_PKCS, data)
        case "PLAIN":
            return _Way(Mechanism.RSA_PKCS, _digest_info(digest))
        case _ if Mechanism.ECDSA in mechanisms:
            return _Way(Mechanism.ECDSA, digest)
        case _:
            return _Way(Mechanism.ECDSA_SHA256, data)


def _digest_info(digest: bytes) -> bytes:
    """Return what PKCS#1 v1.5 pads (RFC 8017, § 9.2)."""
    content: bytes = algos.DigestInfo({"digest_algorithm": {"algorithm": "sha256"}, "digest": digest}).dump()
    return content


if __name__ == "__main__":
    sys.exit(child_main())
