"""Cards and keys through PKCS#11: which modules this computer has, what lies on a card, a signature by it.

All is done in a child process (``card_child``), ended when it takes too long. This module must not know what
is signed nor judge a certificate.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from cisp_desktop.application.own_cards import CardContent, Padding, PinState, Signs
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.exchange.limited_child import ChildDiedError, TooCostlyError, child_command, conversation

READING_SECONDS = 30.0
"""Old cards need ten for a handful of certificates."""
SIGNING_SECONDS = 120.0
"""For each signature: time to type a PIN on the reader's own keys."""
CHILD = "use-card"
_LINUX_FOLDERS = ("/usr/lib/{0}-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/local/lib")
_LINUX_NAMES = (
    "opensc-pkcs11.so",  # OpenSC: most cards, PIV, national identity cards
    "pkcs11/opensc-pkcs11.so",
    "libcps3_pkcs11_lux.so",  # CPS, the card of French health professionals
    "libeTPkcs11.so",  # SafeNet eToken, sold with RGS and eIDAS certificates
    "libIDPrimePKCS11.so",  # Thales IDPrime, likewise
    "libidop11.so",  # IDEMIA, IAS-ECC cards of French administrations
    "libykcs11.so",  # YubiKey PIV
    "p11-kit-proxy.so",
)
_MAC_OS = (
    "/Library/OpenSC/lib/opensc-pkcs11.so", "/usr/local/lib/opensc-pkcs11.so",
    "/opt/homebrew/lib/opensc-pkcs11.so", "/usr/local/lib/libcps3_pkcs11_osx.dylib",
    "/usr/local/lib/libeTPkcs11.dylib", "/usr/local/lib/libIDPrimePKCS11.dylib",
    "/usr/local/lib/libykcs11.dylib", "/opt/homebrew/lib/libykcs11.dylib",
)  # fmt: skip
_WINDOWS = (
    "OpenSC Project/OpenSC/pkcs11/opensc-pkcs11.dll", "santesocial/cps/cps3_pkcs11_w64.dll",
    "Yubico/Yubico PIV Tool/bin/libykcs11.dll",
)  # fmt: skip
_WINDOWS_SYSTEM = ("cps3_pkcs11_w64.dll", "eTPKCS11.dll", "IDPrimePKCS1164.dll", "idop11.dll")


_Asked = Callable[[Mapping[str, object]], dict[str, Any]]


class SmartCards:
    """Talks to cards through a child (port ``application.own_cards.CardReader``). Holds no PIN."""

    def __init__(
        self,
        command: Sequence[str] | None = None,
        *,
        reading_seconds: float = READING_SECONDS,
        signing_seconds: float = SIGNING_SECONDS,
    ) -> None:
        """``command`` replaces the child's; the seconds bound the wall clock."""
        self._command = command
        self._reading, self._signing = reading_seconds, signing_seconds

    def modules(self) -> Sequence[Path]:
        """Return the modules of known cards that this computer has, the most general first."""
        found: dict[Path, Path] = {}
        for path in _candidates():
            if path.is_file():
                found.setdefault(path.resolve(), path)
        return tuple(found.values())

    def read(self, module: Path) -> Sequence[CardContent]:
        """Return the certificates of the cards that are inserted; no PIN is asked for.

        Raises ``RuleError``: ``card.module_missing``, ``card.module_unreadable``, ``card.module_failed``,
        ``card.none``, ``card.no_certificate``, ``card.failed``; ``StorageError("exchange.child.failed")``.
        """
        with self._conversation(module, self._reading) as asked, _well_formed(module):
            answer = asked({"module": str(module.absolute()), "act": "read"})
            found = _contents(module, answer["certificates"])
        if not found:
            raise RuleError("card.no_certificate")
        return found

    @contextmanager
    def opened(self, content: CardContent, pin: str, *, padding: Padding | None) -> Iterator[Signs]:
        """Open a card with its PIN and give what signs data (SHA-256) with it; logged out with the block.

        ``padding`` is None for a curve. ``pin`` is tried once; empty, it is typed on the reader. Raises
        ``RuleError``, then or as it signs: as ``read``, and ``card.removed``, ``card.no_key``,
        ``card.pin_wrong``, ``card.pin_last``, ``card.pin_locked``, ``card.pin_length``,
        ``card.pin_expired``, ``card.pin_unset``, ``card.cancelled``.
        """
        module = content.module
        with self._conversation(module, self._signing, content.token) as asked:

            def sign(data: bytes) -> bytes:
                with _well_formed(module):
                    return bytes.fromhex(asked({"data": data.hex()})["signature"])

            asked(
                {
                    "module": str(module.absolute()), "act": "sign", "token": content.token,
                    "serial": content.serial, "id": content.key_id, "pin": pin, "padding": padding,
                }
            )  # fmt: skip
            yield sign

    @contextmanager
    def _conversation(self, module: Path, seconds: float, token: str = "") -> Iterator[_Asked]:
        """Give what sends a request to a child and returns its answer, judged."""
        if not module.is_file():
            raise RuleError("card.module_missing", path=str(module))
        command = self._command or child_command("cisp_desktop.exchange.card_child", CHILD)
        with conversation(command, seconds=seconds) as ask:

            def asked(request: Mapping[str, object]) -> dict[str, Any]:
                try:
                    answer = ask(json.dumps(request).encode("ascii"))
                except (TooCostlyError, ChildDiedError):
                    answer = None
                if not isinstance(answer, dict):
                    raise RuleError("card.module_failed", name=module.name)
                if "error" in answer:
                    _refuse(answer, module, token)
                return answer

            yield asked


@contextmanager
def _well_formed(module: Path) -> Iterator[None]:
    """A module may have written over its process: what that says is not believed to be in form."""
    try:
        yield
    except (KeyError, TypeError, ValueError):
        raise RuleError("card.module_failed", name=module.name) from None


def _contents(module: Path, found: Sequence[Mapping[str, Any]]) -> tuple[CardContent, ...]:
    beside: dict[tuple[str, str], list[bytes]] = {}
    for one in found:
        beside.setdefault((one["token"], one["serial"]), []).append(bytes.fromhex(one["certificate"]))
    contents = []
    for one in found:
        own = bytes.fromhex(one["certificate"])
        others = tuple(other for other in beside[one["token"], one["serial"]] if other != own)
        contents.append(
            CardContent(
                module, one["token"], one["serial"], one["id"], own, others, PinState(one["pin"]),
                bool(one["on_reader"]), tuple(Padding(name) for name in one["paddings"]), bool(one["curves"]),
            )
        )  # fmt: skip
    return tuple(contents)


def _refuse(answer: Mapping[str, str], module: Path, token: str) -> NoReturn:
    match answer["error"]:
        case "unreadable":
            raise RuleError("card.module_unreadable", name=module.name)
        case "none":
            raise RuleError("card.none", name=module.name)
        case "removed":
            raise RuleError("card.removed", token=token)
        case "no_key":
            raise RuleError("card.no_key", token=token)
        case "pin_wrong":
            raise RuleError("card.pin_wrong", token=token)
        case "pin_last":
            raise RuleError("card.pin_last", token=token)
        case "pin_locked":
            raise RuleError("card.pin_locked", token=token)
        case "pin_length":
            raise RuleError("card.pin_length", token=token)
        case "pin_expired":
            raise RuleError("card.pin_expired", token=token)
        case "pin_unset":
            raise RuleError("card.pin_unset", token=token)
        case "cancelled":
            raise RuleError("card.cancelled", token=token)
        case _:
            raise RuleError("card.failed", name=module.name, error=answer.get("name", ""))


def _candidates() -> list[Path]:
    if sys.platform == "win32":
        programs, system = os.environ.get("PROGRAMFILES", ""), os.environ.get("SYSTEMROOT", "")
        return [
            *(Path(programs, name) for name in _WINDOWS if programs),
            *(Path(system, "System32", name) for name in _WINDOWS_SYSTEM if system),
        ]
    if sys.platform == "darwin":
        return [Path(path) for path in _MAC_OS]
    folders = [Path(folder.format(os.uname().machine)) for folder in _LINUX_FOLDERS]
    return [folder / name for name in _LINUX_NAMES for folder in folders]
