"""A member's card on the command line: which of its certificates, and its PIN, never among the arguments.

This module must not know how minutes are signed.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from cisp_desktop.application.own_cards import CardCertificate, chosen_certificate
from cisp_desktop.application.own_certificates import OwnCertificate
from cisp_desktop.application.wording import short_day
from cisp_desktop.cli.console import MISUSED, Console
from cisp_desktop.domain.errors import Refused

Module = Annotated[
    Path | None,
    typer.Option(
        "--pkcs11", metavar="MODULE",
        help="Signe avec une carte\u00a0: le module PKCS#11 de son logiciel. Le code PIN est demandé, ou lu "
        "sur l’entrée standard.",
    ),
]  # fmt: skip
Token = Annotated[
    str | None,
    typer.Option("--token", metavar="ÉTIQUETTE", help="Avec --pkcs11\u00a0: la carte, par son étiquette."),
]
Certificate = Annotated[
    str | None,
    typer.Option(
        "--certificate", metavar="NOM",
        help="Avec --pkcs11\u00a0: le certificat, par son nom ou le début de son empreinte.",
    ),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CardWanted:
    """Which card is to sign, as the command line names it."""

    module: Path | None
    token: str | None
    certificate: str | None

    def opened(self, console: Console) -> OwnCertificate | None:
        """Return the card's certificate with its PIN, None when no card is wanted.

        The PIN is asked for only once the certificate is known to be able to sign.
        """
        if self.module is None:
            if self.token is not None or self.certificate is not None:
                console.fail(
                    "card.no_module", "--token et --certificate vont avec --pkcs11 MODULE.", exit_code=MISUSED
                )
            return None
        cards, now = console.services.own_cards, console.services.clock()
        found = cards.read(self.module)
        try:
            card = chosen_certificate(found, token=self.token or "", certificate=self.certificate or "")
        except Refused as refused:
            console.refuse(refused, details=[_line(one) for one in found])
        cards.check(card, at=now)
        pin = "" if card.content.on_reader else console.card_pin(card.content.token)
        return cards.certificate(card, pin=pin, at=now)


def _line(card: CardCertificate) -> str:
    return (
        f"{card.content.token}\u00a0: {card.name}, émis par {card.issuer}, valable jusqu’au "
        f"{short_day(card.expires.date())}, empreinte {card.fingerprint[:16]}"
    )
