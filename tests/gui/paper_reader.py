"""A reader with a card made of paper, whose PIN counts."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from cisp_desktop.application.own_cards import CardContent, Padding, Signs
from cisp_desktop.domain.errors import RuleError
from tests.documents.paper_card import PaperCard

PIN = "271828"
MODULE = Path("/cartes/opensc-pkcs11.so")


class Cards(PaperCard):
    """Two certificates of one key, and a PIN that counts."""

    def __init__(self, **more: Any) -> None:
        super().__init__(ec.generate_private_key(ec.SECP256R1()))
        self.more = more
        self.tried: list[str] = []
        self.fails: RuleError | None = None

    def modules(self) -> list[Path]:
        """One is installed."""
        return [MODULE]

    def read(self, module: Path) -> list[CardContent]:
        """Return both certificates, or fail."""
        if self.fails is not None:
            raise self.fails
        return [self.content(name, module=module, **self.more) for name in ("Alice Martin", "Bob")]

    @contextmanager
    def opened(self, content: CardContent, pin: str, *, padding: Padding | None) -> Iterator[Signs]:
        """Open for the right PIN."""
        self.tried.append(pin)
        if pin != PIN:
            raise RuleError("card.pin_wrong", token=content.token)
        with super().opened(content, pin, padding=padding) as signs:
            yield signs
