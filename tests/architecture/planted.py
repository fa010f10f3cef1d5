"""Small trees with one violation each, to see that a rule bites."""

from pathlib import Path


def plant(root: Path, files: dict[str, str]) -> Path:
    """Write ``files`` (path → text) under ``root`` and return ``root``."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root
