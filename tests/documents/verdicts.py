"""The verdicts that are compared: ours, the control's, which is pyHanko's own and nothing more, and those of
independent readers.
"""

import logging
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from shutil import which

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from cisp_desktop.documents.verification import MinutesVerifier
from tests.documents.attacks import Attack

READERS = which("pdfsig") is not None and which("qpdf") is not None
"""Whether poppler's ``pdfsig`` and ``qpdf`` are here."""


@dataclass(frozen=True)
class Counted:
    """What became of attacks: how many altered the file, which of them we show as intact, which ones the
    control lets pass.
    """

    tried: int
    silent: tuple[str, ...]
    control: tuple[str, ...]

    def line(self, what: str) -> str:
        """The figure on one line."""
        return (
            f"F10 {what}: {self.tried} attacks, {len(self.silent)} shown as intact; pyHanko alone accepts "
            f"{len(self.control)}: {', '.join(self.control)}"
        )


def accepted_by_library(pdf: bytes) -> bool:
    """Whether pyHanko alone says that every signature holds; a file that it cannot read is refused."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL + 1)
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=False)
        signatures = list(reader.embedded_signatures)
        roots = [signature.signer_cert for signature in signatures]
        context = ValidationContext(trust_roots=roots, allow_fetching=False)
        return bool(signatures) and all(
            validate_pdf_signature(signature, context).bottom_line for signature in signatures
        )
    except (PdfError, SignatureValidationError, ValueError, IndexError, AssertionError, KeyError, TypeError):
        return False
    finally:
        logging.getLogger("pyhanko").setLevel(logging.NOTSET)


def counted(pdf: bytes, attacks: Mapping[str, Attack]) -> Counted:
    """Attack a sound file in every way and judge each result twice."""
    tried, silent, control = 0, [], []
    for name, attack in attacks.items():
        altered = attack(pdf)
        tried += altered != pdf
        if MinutesVerifier().verify(altered, authority_pem=None).intact:
            silent.append(name)
        if accepted_by_library(altered):
            control.append(name)
    return Counted(tried, tuple(silent), tuple(control))


def refused_by_readers(pdf: bytes, folder: Path, *, signatures: int) -> list[str]:
    """Return what ``pdfsig`` and ``qpdf --check`` hold against a file with so many signatures in the form
    that PAdES wants, the last of which covers all of it.
    """
    file = folder / "signed.pdf"
    file.write_bytes(pdf)
    told = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False).stdout
    checked = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
    wrong = [] if checked.returncode == 0 else [checked.stdout + checked.stderr]
    wanted = {
        "Signature is Valid": signatures, "ETSI.CAdES.detached": signatures, "Total document signed": 1,
    }  # fmt: skip
    return wrong + [f"{words}: {told.count(words)}" for words, n in wanted.items() if told.count(words) != n]
