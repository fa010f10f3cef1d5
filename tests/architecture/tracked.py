"""What no file under version control may hold: a registry's address, a path of somebody's machine."""

import re
import subprocess
from pathlib import Path

# One letter of each in brackets, or this file would be the first to break its own rule.
REGISTRIES = re.compile(r"py[p]i\.org|python[h]osted|npm[j]s\.(org|com)|deb\.[d]ebian\.|proxy\.[g]olang\.")
NOT_TELLING = {"/", "/tmp", "/home", "/src", "/app", "/opt", "/usr", "/var"}


def tracked_files(root: Path) -> list[Path]:
    """Return what git tracks, or would track, under ``root``; nothing outside of a checkout."""
    command = ["git", "-C", str(root), "ls-files", "-co", "--exclude-standard", "-z"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [path for name in done.stdout.split("\0") if name and (path := root / name).is_file()]


def addresses(files: list[Path], machine: Path) -> list[str]:
    """Return ``file:line`` for every registry's host and every path of this machine in text files."""
    own = {str(machine), str(machine.parent), str(Path.home())} - NOT_TELLING
    paths = re.compile("|".join(rf"(?<![\w./-]){re.escape(one)}/" for one in sorted(own)))
    found = []
    for file in files:
        content = file.read_bytes()
        if b"\0" in content:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            if REGISTRIES.search(line) or paths.search(line):
                found.append(f"{file}:{number}")
    return found
