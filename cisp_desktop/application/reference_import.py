"""Saving a draft as a certification: the checks that a person can mend, then the next version of its code.

Must not know where the draft comes from, nor who corrected it.
"""

import re
from collections import Counter
from collections.abc import Sequence

from cisp_desktop.application.certifications import Imported, import_data
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.reference_drafts import SheetDraft
from cisp_desktop.application.reference_renewal import sheet_data
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.text import COMMENT_LENGTH, LINE_LENGTH, folded

MOST_LINES = 1_000
"""Competences, or assessments, of one block: more is no official list."""
_CODE = re.compile(r"[\w.-]{1,40}")


def check_draft(draft: SheetDraft) -> None:
    """Refuse a draft that could serve no jury.

    Raises ``RuleError``: ``reference.no_code``, ``reference.no_title``, ``certification.no_blocks``,
    ``reference.level_needed``, ``reference.block_unnamed``, ``reference.block_twice``,
    ``reference.lines_too_many`` or ``reference.line_too_long``.
    """
    if not _CODE.fullmatch(draft.code):
        raise RuleError("reference.no_code")
    if not 0 < len(draft.title.strip()) <= LINE_LENGTH:
        raise RuleError("reference.no_title", code=draft.code)
    if not draft.blocks:
        raise RuleError("certification.no_blocks", code=draft.code)
    if draft.level_national is None or not 1 <= draft.level_national <= 8:
        raise RuleError("reference.level_needed", code=draft.code)
    for position, block in enumerate(draft.blocks, 1):
        if not (block.code.strip() and block.title.strip()):
            raise RuleError("reference.block_unnamed", position=position)
        _check_lines(block.code, (block.code, block.title), most=2, longest=LINE_LENGTH)
        _check_lines(block.code, block.competences, most=MOST_LINES, longest=COMMENT_LENGTH)
        titles = [one.title for one in block.assessments]
        _check_lines(block.code, titles, most=MOST_LINES, longest=COMMENT_LENGTH)
    for key, count in Counter(folded(block.code) for block in draft.blocks).items():
        if count > 1:
            block = next(block for block in draft.blocks if folded(block.code) == key)
            raise RuleError("reference.block_twice", block=block.code)


def _check_lines(block: str, lines: Sequence[str], *, most: int, longest: int) -> None:
    if len(lines) > most:
        raise RuleError("reference.lines_too_many", block=block[:40], count=len(lines), limit=most)
    for line in lines:
        if len(line) > longest:
            raise RuleError(
                "reference.line_too_long", block=block[:40], start=line[:40], length=len(line), limit=longest
            )


def import_draft(workspace: Workspace, draft: SheetDraft) -> Imported:
    """Save a draft as a certification.

    A code that is there already gets the next version, unless nothing differs; that one keeps what no public
    sheet says (``reference_renewal``). Raises what ``check_draft`` raises.
    """
    check_draft(draft)
    return import_data(workspace, sheet_data(draft, workspace.queries.certifications()))
