"""Which certificate of which card is meant."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cisp_desktop.application.own_cards import CardCertificate, CardContent, PinState, chosen_certificate
from cisp_desktop.application.own_certificates import is_of_somebody_else
from cisp_desktop.domain.errors import Refused


def card(name: str, token: str, fingerprint: str) -> CardCertificate:
    content = CardContent(Path("m.so"), token, "01", "01", b"", (), PinState.FREE, False, (), True)
    return CardCertificate(name, "Autorité", datetime(2030, 1, 1, tzinfo=UTC), fingerprint, content)


CARDS = [
    card("Alice Martin", "Bleue", "ab12"),
    card("Alice Roux", "Bleue", "ab34"),
    card("Bob", "Verte", "cd"),
]


@pytest.mark.parametrize(
    ("token", "certificate", "found"),
    [
        ("Verte", "", 2),
        ("verte", "", 2),
        ("", "martin", 0),
        ("Bleue", "ROUX", 1),
        ("", "AB:34", 1),
        ("", " bob ", 2),
    ],
)
def test_a_label_a_name_or_a_fingerprint_leads_to_one(token: str, certificate: str, found: int) -> None:
    assert chosen_certificate(CARDS, token=token, certificate=certificate) is CARDS[found]


def test_a_single_certificate_needs_no_name() -> None:
    assert chosen_certificate(CARDS[:1]) is CARDS[0]


@pytest.mark.parametrize(
    ("token", "certificate", "code"),
    [
        ("", "", "card.several"),
        ("Bleue", "Alice", "card.several"),
        ("Rouge", "", "card.not_found"),
        ("Verte", "Alice", "card.not_found"),
        ("", ":", "card.not_found"),
    ],
)
def test_none_or_several_are_refused(token: str, certificate: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        chosen_certificate(CARDS, token=token, certificate=certificate)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("holder", "member", "other"),
    [
        ("Anne MARTIN", "MARTIN Anne", False),
        ("MARTIN Anne-Laure Élise", "MARTIN Anne", False),
        ("MÜLLER Élodie 12345", "Muller Elodie", False),
        ("Anne Martin épouse Durand", "DURAND Anne Marie", False),
        ("Alice Martin", "MARTIN Anne", True),
        ("Anne Durand", "MARTIN Anne", True),
        ("Bruno Petit", "MARTIN Anne", True),
        ("", "MARTIN Anne", True),
        ("Anne", "Anne", False),
    ],
)
def test_a_certificate_is_somebody_else_s_without_two_names_in_common(
    holder: str, member: str, other: bool
) -> None:
    assert is_of_somebody_else(holder, member) is other
