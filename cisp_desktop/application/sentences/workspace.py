"""French sentences."""

SENTENCES: dict[str, str] = {}
