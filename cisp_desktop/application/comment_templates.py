"""Comments ready to insert, kept in the workspace for whoever writes: added, changed, removed, put in order.

Each act returns what its inverse takes. Must not know screens.
"""

from collections.abc import Sequence

from cisp_desktop.application.changes import Change
from cisp_desktop.application.ports import Workspace
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.reading import CommentTemplate
from cisp_desktop.domain.text import COMMENT_LENGTH, entry_text

MOST = 200
"""Ready comments a workspace keeps: more would not be found again in a menu."""


def add_template(workspace: Workspace, text: str, *, template_id: str, position: int | None = None) -> str:
    """Keep ``text`` under ``template_id``, at ``position`` from 1 or last; returns the id.

    Raises ``RuleError``: ``text.*``, ``template.empty``, ``template.too_many``.
    """
    clean = _text(text)
    with workspace.unit_of_work() as work:
        known = list(work.readings.templates())
        if len(known) >= MOST:
            raise RuleError("template.too_many", limit=MOST)
        new = CommentTemplate(template_id, clean, work.readings.next_template_position())
        work.readings.add_template(new)
        if position is not None:
            known.insert(position - 1, new)
            _number(known)
        work.note("SITE", "template.added", subject=template_id)
        work.changed(Change.TEMPLATES, template_id)
        work.commit()
    return template_id


def change_template(workspace: Workspace, template_id: str, text: str) -> str:
    """Give a ready comment another text; returns the text before. Raises as ``add_template``, and
    ``Refused("template.not_found")``.
    """
    clean = _text(text)
    with workspace.unit_of_work() as work:
        template = _get(work.readings.templates(), template_id)
        before = template.text
        if clean != before:
            template.text = clean
            work.note("SITE", "template.changed", subject=template_id)
            work.changed(Change.TEMPLATES, template_id)
            work.commit()
    return before


def remove_template(workspace: Workspace, template_id: str) -> tuple[str, int]:
    """Forget a ready comment; returns its text and position. ``Refused("template.not_found")``."""
    with workspace.unit_of_work() as work:
        known = list(work.readings.templates())
        template = _get(known, template_id)
        place = known.index(template)
        text = template.text
        work.readings.remove_template(template)
        del known[place]
        _number(known)
        work.note("SITE", "template.removed", subject=template_id)
        work.changed(Change.TEMPLATES, template_id)
        work.commit()
    return text, place + 1


def move_template(workspace: Workspace, template_id: str, *, position: int) -> int:
    """Put a ready comment at ``position`` from 1 (the ends are kept); returns the position before.

    ``Refused("template.not_found")``.
    """
    with workspace.unit_of_work() as work:
        known = list(work.readings.templates())
        template = _get(known, template_id)
        before = known.index(template)
        after = min(max(position - 1, 0), len(known) - 1)
        if after != before:
            known.insert(after, known.pop(before))
            _number(known)
            work.note("SITE", "template.moved", subject=template_id)
            work.changed(Change.TEMPLATES, template_id)
            work.commit()
    return before + 1


def _text(text: str) -> str:
    clean = entry_text(text, field="template.text", limit=COMMENT_LENGTH, multiline=True)
    if not clean:
        raise RuleError("template.empty")
    return clean


def _get(templates: Sequence[CommentTemplate], template_id: str) -> CommentTemplate:
    for template in templates:
        if template.id == template_id:
            return template
    raise Refused("template.not_found")


def _number(templates: Sequence[CommentTemplate]) -> None:
    for place, template in enumerate(templates, start=1):
        template.position = place
