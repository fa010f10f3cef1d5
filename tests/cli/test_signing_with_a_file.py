"""``minutes sign --p12``: a member's own certificate of a file signs, and what stops it is told."""

import subprocess
from datetime import timedelta
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.cli.command import Answer, command
from tests.cli.conftest import CODE
from tests.documents.own_files import PASSWORD, START, certificate, packed
from tests.journeys.quick_services import QuickServices

READERS = which("pdfsig") is not None and which("qpdf") is not None


def own_file(folder: Path, *, name: str = "Anne MARTIN", **more: Any) -> Path:
    """Write a certificate with its key under ``PASSWORD``."""
    key, path = ec.generate_private_key(ec.SECP256R1()), folder / "moi.p12"
    path.write_bytes(packed(key, certificate(key, name=name, **more), []))
    return path


def sign(
    services: QuickServices, folder: Path, minutes: str, file: Path, *more: str | Path,
    password: str | None = PASSWORD,
) -> Answer:  # fmt: skip
    arguments = ("minutes", "sign", folder, minutes, "--juror", "MARTIN Anne", "--p12", file, "--json", *more)
    return command(services, *arguments, code=CODE, password=password)


def signed(services: QuickServices, folder: Path, minutes: str) -> list[str]:
    return list(command(services, "minutes", "show", folder, minutes, "--json").data["signed"])


@pytest.mark.skipif(not READERS, reason="needs pdfsig and qpdf")
def test_a_file_signs_minutes_and_extracts_that_independent_readers_accept(
    services: QuickServices, folder: Path, signable: str, tmp_path: Path
) -> None:
    out = tmp_path / "signe.pdf"
    answer = sign(services, folder, signable, own_file(tmp_path), "--out", out)
    assert (answer.code, answer.data["signed"]) == (0, ["MARTIN Anne"]), answer.stderr
    assert PASSWORD not in answer.stdout + answer.stderr
    given = command(services, "minutes", "extract", folder, signable, "--out", tmp_path / "E", "--json").data
    for path in (out, *(Path(one["path"]) for one in given["extracts"])):
        report = command(services, "minutes", "verify", path, "--json", passphrase=None).data
        assert report["intact"]
        assert report["signatures"][-1]["holder"] == "Anne MARTIN"
        told = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout
        assert told.count("Signature is Valid") == 2  # the authority's and the member's
        assert (
            subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False).returncode == 0
        )


def test_the_password_may_lie_in_a_file(
    services: QuickServices, folder: Path, signable: str, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    missing = ("--p12-passphrase-file", secret)
    refused = sign(services, folder, signable, own_file(tmp_path), *missing, password=None)
    assert (refused.code, refused.refusal) == (1, "passphrase.file")
    secret.write_text(f"{PASSWORD}\n", "utf-8")
    assert sign(services, folder, signable, own_file(tmp_path), *missing, password=None).code == 0


@pytest.mark.parametrize(
    ("change", "password", "code", "words"),
    [
        ({}, "trois pommes", "certificate.password", "n’ouvre pas le certificat"),
        ({"ends": START + timedelta(days=1)}, PASSWORD, "certificate.expired", "a expiré le 02/01/2020"),
        ({"signs": False}, PASSWORD, "certificate.usage", "n’est pas fait pour signer"),
        ({"name": "Bruno PETIT"}, PASSWORD, "certificate.other_name", "au nom de Bruno PETIT, pas de MARTIN"),
    ],
)
def test_a_certificate_that_may_not_sign_leaves_the_minutes_unsigned(
    services: QuickServices, folder: Path, signable: str, tmp_path: Path, change: dict[str, Any],
    password: str, code: str, words: str,
) -> None:  # fmt: skip
    answer = sign(services, folder, signable, own_file(tmp_path, **change), password=password)
    assert (answer.code, answer.refusal) == (1, code)
    assert words in answer.stderr
    assert signed(services, folder, signable) == []


def test_another_name_is_taken_once_it_is_said_to_be_the_member_s(
    services: QuickServices, folder: Path, signable: str, tmp_path: Path
) -> None:
    assert sign(services, folder, signable, own_file(tmp_path, name="Anne DURAND"), "--yes").code == 0


def test_what_is_no_certificate_or_not_there_or_without_password_is_told(
    services: QuickServices, folder: Path, signable: str, tmp_path: Path
) -> None:
    text = tmp_path / "texte.p12"
    text.write_text("Je suis un texte.")
    assert sign(services, folder, signable, text).refusal == "certificate.unreadable"
    assert sign(services, folder, signable, tmp_path / "rien.p12").code == 1
    answer = sign(services, folder, signable, text, password=None)
    assert (answer.code, answer.refusal) == (2, "secret.missing")
    answer = sign(services, folder, signable, text, "--pkcs11", "m.so")
    assert (answer.code, answer.refusal) == (2, "certificate.two")
