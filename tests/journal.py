"""The journal in words, for tests that ask what it says."""

from cisp_desktop.application.journal_reading import JournalFilter, JournalLine, JournalReader, journal_lines
from cisp_desktop.application.ports import Workspace


def read_journal(workspace: Workspace, wanted: JournalFilter) -> list[JournalLine]:
    """Return the lines that answer ``wanted``, the oldest first, as a screen would show them."""
    reader = JournalReader(workspace.queries)
    reader.refresh()
    return journal_lines(reader.find(wanted))
