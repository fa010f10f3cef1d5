"""A card made of paper for the tests: its key lies in memory, no reader is needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from cisp_desktop.application.own_cards import CardContent, Padding, PinState, Signs
from tests.documents.own_files import Key, certificate


class PaperCard:
    """A card whose key lies in memory; tells how it was asked, and answers ``lie`` where one is given."""

    def __init__(self, key: Key, *, high: bool = False, lie: bytes | None = None) -> None:
        self.key, self.high, self.lie = key, high, lie
        self.asked: list[tuple[str, Padding | None]] = []
        self.opens: list[str] = []
        """The PINs with which it was opened; each was let go since unless ``is_open``."""
        self.is_open = False

    def content(self, name: str = "Alice Martin", **more: Any) -> CardContent:
        """Return its one certificate; what is left over goes into the certificate."""
        fields = {
            field: more.pop(field) for field in tuple(more) if field in CardContent.__dataclass_fields__
        }
        own = certificate(self.key, name=name, **more).public_bytes(serialization.Encoding.DER)
        whole = {
            "module": Path("m.so"), "token": "Carte", "serial": "01", "key_id": "07", "certificate": own,
            "others": (), "pin": PinState.FREE, "on_reader": False, "paddings": tuple(Padding),
            "signs_on_curves": True,
        }  # fmt: skip
        return CardContent(**(whole | fields))

    def modules(self) -> list[Path]:
        """No computer, no module."""
        return []

    def read(self, module: Path) -> list[CardContent]:
        """Return the one certificate."""
        return [self.content()]

    @contextmanager
    def opened(self, content: CardContent, pin: str, *, padding: Padding | None) -> Iterator[Signs]:
        """Sign, for as long as it is open."""
        assert not self.is_open
        self.opens.append(pin)
        self.is_open = True
        try:
            yield lambda data: self.sign(pin, data, padding=padding)
        finally:
            self.is_open = False

    def sign(self, pin: str, data: bytes, *, padding: Padding | None) -> bytes:
        """Sign as cards do: r and s side by side on a curve."""
        assert self.is_open
        self.asked.append((pin, padding))
        if self.lie is not None:
            return self.lie
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, _SCHEMES[padding], hashes.SHA256())
        assert isinstance(self.key, ec.EllipticCurvePrivateKey)
        r, s = decode_dss_signature(self.key.sign(data, ec.ECDSA(hashes.SHA256())))
        order = self.key.curve.group_order
        s = max(s, order - s) if self.high else min(s, order - s)
        size = (order.bit_length() + 7) // 8
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")


_SCHEMES: dict[Padding | None, Any] = {
    Padding.PLAIN: padding.PKCS1v15(),
    Padding.SALTED: padding.PSS(padding.MGF1(hashes.SHA256()), 32),
}
