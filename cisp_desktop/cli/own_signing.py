"""A member's own certificate on the command line, on a card or in a file; its secret is never an argument.

This module must not know how minutes are signed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from cisp_desktop.application.files import read_small_file
from cisp_desktop.application.own_cards import CardCertificate, chosen_certificate
from cisp_desktop.application.own_certificates import OwnCertificate, is_of_somebody_else
from cisp_desktop.application.wording import short_day
from cisp_desktop.cli.console import MISUSED, Console
from cisp_desktop.domain.errors import Refused

FILE_LIMIT = 1024 * 1024
"""Bytes of a certificate's file."""

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
CertificateFile = Annotated[
    Path | None,
    typer.Option(
        "--p12", metavar="FICHIER",
        help="Signe avec un certificat (.p12 ou .pfx). Son mot de passe vient de --p12-passphrase-file, de "
        "CISP_P12_PASSPHRASE, ou est demandé.",
    ),
]  # fmt: skip
CertificateSecret = Annotated[
    Path | None,
    typer.Option(
        "--p12-passphrase-file", metavar="FICHIER", help="Le fichier qui contient le mot de passe du .p12."
    ),
]


@dataclass(frozen=True, slots=True)
class OwnWanted:
    """What is to sign beside the key of the workspace, as the command line names it: a card, a file, nothing.

    ``yes``: a certificate in another name is the member's all the same.
    """

    module: Path | None
    token: str | None
    certificate: str | None
    file: Path | None
    secret: Path | None
    yes: bool

    @contextmanager
    def opened(self, console: Console, member: str) -> Iterator[OwnCertificate | None]:
        """Give the certificate with which ``member`` signs, None when none is wanted.

        A secret is asked for only once what it opens is known to be there; a card is logged out in the end.
        """
        self._check(console)
        if self.module is not None:
            card, now = self._card(console, self.module), console.services.clock()
            self._check_name(console, card.name, member)
            pin = "" if card.content.on_reader else console.card_pin(card.content.token)
            with console.services.own_cards.opened(card, pin=pin, at=now) as own:
                yield own
        elif self.file is not None:
            content = read_small_file(self.file, limit=FILE_LIMIT)
            password = console.certificate_passphrase(self.secret)
            own = console.services.own_certificates.read(content, password, at=console.services.clock())
            self._check_name(console, own.name, member)
            yield own
        else:
            yield None

    def _check(self, console: Console) -> None:
        """Refuse options that do not go together."""
        if self.module is not None and self.file is not None:
            message = "On signe avec une carte (--pkcs11) ou un fichier (--p12), pas les deux."
            console.fail("certificate.two", message, exit_code=MISUSED)
        if self.module is None and (self.token is not None or self.certificate is not None):
            message = "--token et --certificate vont avec --pkcs11 MODULE."
            console.fail("card.no_module", message, exit_code=MISUSED)
        if self.file is None and self.secret is not None:
            message = "--p12-passphrase-file va avec --p12 FICHIER."
            console.fail("certificate.no_file", message, exit_code=MISUSED)

    def _card(self, console: Console, module: Path) -> CardCertificate:
        cards = console.services.own_cards
        found = cards.read(module)
        try:
            card = chosen_certificate(found, token=self.token or "", certificate=self.certificate or "")
        except Refused as refused:
            console.refuse(refused, details=[_line(one) for one in found])
        cards.check(card, at=console.services.clock())
        return card

    def _check_name(self, console: Console, holder: str, member: str) -> None:
        """Refuse a certificate that seems to be somebody else's, unless it is said to be the member's."""
        if self.yes or not is_of_somebody_else(holder, member):
            return
        question = f"Le certificat est au nom de {holder}. Est-ce bien celui de {member}\u00a0?"
        if not console.confirms(question):
            raise Refused("certificate.other_name", holder=holder, member=member)


def _line(card: CardCertificate) -> str:
    return (
        f"{card.content.token}\u00a0: {card.name}, émis par {card.issuer}, valable jusqu’au "
        f"{short_day(card.expires.date())}, empreinte {card.fingerprint[:16]}"
    )
