"""One command in a process of its own, forked from one that has the product's modules loaded already.

A command starts as on a user's computer but for the second that Python takes to import everything. Must stay
importable without the test runner: the fork server loads it.
"""

import os
import sys
from pathlib import Path

from cisp_desktop import __main__ as product


def run(arguments: list[str], environment: dict[str, str], outputs: tuple[Path, Path]) -> None:
    """Be the command: these arguments, this environment, no terminal, its two outputs into files.

    Ends the process with the command's exit code.
    """
    os.environ.clear()
    os.environ.update(environment)
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    for number, path in enumerate(outputs, start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), number)
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(number, "r" if number == 0 else "w", encoding="utf-8", closefd=False) for number in range(3)
    )
    sys.argv = ["cisp-desktop", *arguments]
    try:
        code = product.main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    sys.stdout.flush()
    sys.stderr.flush()
    sys.exit(code)
