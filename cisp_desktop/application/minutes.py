"""Closing a session: what prevents it, the frozen snapshot, the signatures.

One builder makes the data of the minutes, whichever screen or command asks; one renderer draws it.
Must not know how a page is drawn, signed or shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from cisp_desktop.application.changes import Change
from cisp_desktop.application.closing_choices import ClosingChoices
from cisp_desktop.application.extracts import Freezing, extracts_fingerprint, sign_extracts
from cisp_desktop.application.frozen import frozen_data
from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.minutes_blockers import Blocker, blockers_of
from cisp_desktop.application.minutes_content import MinutesContent, Standing
from cisp_desktop.application.minutes_gathering import load_contents
from cisp_desktop.application.ports import (
    MinutesRenderer,
    Progress,
    RenderedMinutes,
    Signer,
    UnitOfWork,
    Workspace,
)
from cisp_desktop.application.preparing import next_minutes_number
from cisp_desktop.application.rectifying import (
    Mended,
    check_certifier,
    held,
    mended,
    prevents_mending,
    standing_minutes,
)
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.errors import CispError, Refused, StorageError
from cisp_desktop.domain.minutes import (
    Minutes,
    MinutesSignature,
    Rectification,
    canonical_json,
    fingerprint,
)


class ClosingPrevented(Refused):
    """The session cannot be closed; ``blockers`` lists every reason."""

    def __init__(self, blockers: list[Blocker]) -> None:
        super().__init__("minutes.prevented", count=len(blockers))
        self.blockers = tuple(blockers)


_AS_BEFORE = ClosingChoices()


@dataclass(frozen=True, slots=True)
class MinutesClosed:
    """The minutes of one panel as frozen: ``sha256`` is that of the canonical JSON."""

    id: str
    number: str
    sha256: str
    pages: int
    panel_id: str


def closing_blockers(workspace: Workspace, session_id: str) -> list[Blocker]:
    """Return everything that prevents closing, panel by panel: seats, then candidates in order."""
    with workspace.unit_of_work() as work:
        contents, rectification = load_contents(work, session_id), work.minutes.rectification(session_id)
        changed = mended(work, contents, rectification, now=workspace.clock())
        return _all_blockers(contents, rectification, changed)


def _all_blockers(
    contents: Sequence[MinutesContent], rectification: Rectification | None, changed: Sequence[Mended]
) -> list[Blocker]:
    """Return what prevents closing; while minutes are rectified, what exceeds that too."""
    found = blockers_of(contents)
    if rectification is not None:
        prevented = prevents_mending(rectification.ground, changed, number=contents[0].number)
        found += [Blocker(code, values) for code, values in prevented]
    return found


def draft_minutes(
    workspace: Workspace,
    session_id: str,
    *,
    renderer: MinutesRenderer,
    panel_id: str | None = None,
    choices: ClosingChoices = _AS_BEFORE,
) -> RenderedMinutes:
    """Render a panel's minutes (the first's by default) as they stand, marked « PROJET »; nothing is frozen
    nor stored. ``choices`` as for ``close_session``. Raises ``Refused("minutes.no_panel")`` for a panel
    that hears nobody, ``RuleError("minutes.originals")``.
    """
    choices.check()
    with workspace.unit_of_work() as work:
        contents = load_contents(work, session_id)
        content = next((c for c in contents if panel_id in (None, c.panel.id)), None)
        if content is None:
            raise Refused("minutes.no_panel")
        now = workspace.clock()
        before = _latest(work.minutes.of_session(session_id), content)
        standing = _draft_of(work, content, now, choices)
        held_at = standing.held_at if standing is not None else None
        snapshot = content.snapshot(
            held_at or now, journal_head=_head(work), standing=standing, chosen=choices.after(before)
        )
        if content.session.cancelled_at is not None:
            snapshot["cancelled"] = {
                "at": content.session.cancelled_at.isoformat(timespec="seconds"),
                "by": content.session.cancelled_by,
                "why": content.session.cancelled_why,
            }
    return renderer.render(snapshot, draft=True)


def _draft_of(
    work: UnitOfWork, content: MinutesContent, now: datetime, choices: ClosingChoices
) -> Standing | None:
    """Return under what a draft stands while minutes are rectified: no number yet, or that of the minutes
    that stand while nothing differs from them.
    """
    rectification = work.minutes.rectification(content.session.id)
    changed = mended(work, [content], rectification, now=now)
    if rectification is None:
        return None
    if not changed:
        standing = {one.panel_id: one for one in standing_minutes(work, content.session.id)}
        return held(standing[content.panel.id], now=now) if content.panel.id in standing else None
    return changed[0].standing(rectification, "", now=now, for_certifier=choices.for_certifier)


def _latest(earlier: Sequence[Minutes], content: MinutesContent) -> Minutes | None:
    """Return the panel's minutes that were closed last, whatever became of them."""
    return next((one for one in reversed(earlier) if one.panel_id == content.panel.id), None)


def close_session(
    workspace: Workspace,
    session_id: str,
    *,
    renderer: MinutesRenderer,
    signer: Signer,
    extracts: bool = False,
    choices: ClosingChoices = _AS_BEFORE,
    progress: Progress = lambda done, total: None,
) -> tuple[MinutesClosed, ...]:
    """Freeze the session: for each panel that heard candidates a snapshot, a fingerprint, one PDF certified
    by the workspace's authority. Returns the minutes in the order of the panels.

    With ``extracts``, one for each candidate of these minutes too: every member signs them with the minutes.
    ``choices``: in how many originals, with or without the annex of reasons; by default as before.

    Whole or not at all: the PDFs lie in the vault before the rows that name them are committed.
    Raises ``ClosingPrevented`` with every reason, ``Refused("minutes.exist")``, ``RuleError``:
    ``minutes.originals``, ``rectification.certifier``, ``text.*``.
    """
    choices.check()
    with workspace.unit_of_work() as work:
        if work.sessions.get(session_id).closed:
            raise Refused("minutes.exist")
        contents, now = load_contents(work, session_id), workspace.clock()
        rectification = work.minutes.rectification(session_id)
        check_certifier(choices, rectification)
        changed = mended(work, contents, rectification, now=now)
        blockers = _all_blockers(contents, rectification, changed)
        if blockers:
            raise ClosingPrevented(blockers)
        session, closing = contents[0].session, _Closing(workspace, work, renderer, signer, now, choices)
        if rectification is None:
            frozen = closing.first(contents)
        else:
            frozen = closing.again(changed, rectification)
            rectification.ended_at = now
        session.closed_at = now
        if extracts:
            closing.freeze_extracts(contents, frozen, progress)
        for minutes in frozen:
            work.note(
                "PANEL", "session.closed", subject=session_id, minutes=minutes.id, sha256=minutes.sha256,
                **_extracts_noted(work, minutes),
            )  # fmt: skip
        work.changed(Change.EVERYTHING, session_id, *(minutes.id for minutes in frozen))
        work.commit()
        return tuple(MinutesClosed(m.id, m.number, m.sha256, m.pages, m.panel_id) for m in frozen)


@dataclass(frozen=True, slots=True)
class _Closing:
    """One closing under way, within its transaction."""

    workspace: Workspace
    work: UnitOfWork
    renderer: MinutesRenderer
    signer: Signer
    now: datetime
    choices: ClosingChoices

    def first(self, contents: Sequence[MinutesContent]) -> list[Minutes]:
        """Freeze every panel's minutes, under the numbers reserved for them."""
        earlier = self.work.minutes.of_session(contents[0].session.id)
        for content in contents:
            if not content.number:
                content.panel.minutes_number = self._next_number(content)
        frozen = []
        for content in contents:
            version = 1 + sum(one.number == content.number for one in earlier)
            standing = Standing(content.number, version)
            frozen.append(self._frozen(content, standing, _latest(earlier, content)))
            self.work.minutes.add(frozen[-1])
        return frozen

    def again(self, changed: Sequence[Mended], rectification: Rectification) -> list[Minutes]:
        """Freeze rectifying minutes for each panel whose content differs, each under a number of its own."""
        frozen = []
        for one in changed:
            standing = one.standing(
                rectification, self._next_number(one.content), now=self.now,
                for_certifier=self.choices.for_certifier,
            )  # fmt: skip
            minutes = self._frozen(one.content, standing, one.minutes)
            minutes.rectifies_id, minutes.ground = one.minutes.id, rectification.ground
            minutes.rectification = rectification.reason
            self.work.minutes.add(minutes)  # before the next number is looked for
            frozen.append(minutes)
        return frozen

    def freeze_extracts(
        self, contents: Sequence[MinutesContent], frozen: Sequence[Minutes], progress: Progress
    ) -> None:
        """Freeze one extract of the new minutes for each candidate of their panels whom a jury examined."""
        examined = [content for content in contents if not content.panel.could_not_sit]
        heard = {content.panel.id: content.registrations for content in examined}
        total, done = sum(len(heard.get(minutes.panel_id, ())) for minutes in frozen), 0
        freezing = Freezing(self.workspace, self.renderer, self.signer, progress)
        for minutes in frozen:
            own = heard.get(minutes.panel_id, [])
            done += freezing.freeze(self.work, minutes, own, done=done, total=total)

    def _next_number(self, content: MinutesContent) -> str:
        return next_minutes_number(self.work, content.session.starts.year, content.centre.code)

    def _frozen(self, content: MinutesContent, standing: Standing, before: Minutes | None) -> Minutes:
        snapshot = content.snapshot(
            standing.held_at or self.now, journal_head=_head(self.work), standing=standing,
            chosen=self.choices.after(before),
        )  # fmt: skip
        text = canonical_json(snapshot)
        rendered = self.renderer.render(snapshot, draft=False)
        prepared = self.signer.prepare(rendered, authority=self.workspace.authority)
        pdf_sha256 = self.workspace.vault.store(prepared)
        minutes = Minutes(
            new_id(), content.session.id, content.panel.id, standing.number, text, fingerprint(text),
            pdf_sha256, pdf_sha256, rendered.pages, self.now, standing.version,
        )  # fmt: skip
        names = {seat.id: seat.juror.name if seat.juror else "" for seat in content.panel.seats}
        minutes.signatures = [
            MinutesSignature(new_id(), minutes.id, frame.seat_id, i, names[frame.seat_id], frame.field_name)
            for i, frame in enumerate(rendered.frames, 1)
        ]
        return minutes


def _extracts_noted(work: UnitOfWork, minutes: Minutes) -> dict[str, object]:
    """Return what the journal keeps of the extracts of minutes: how many, one fingerprint for all."""
    extracts = work.minutes.extracts(minutes.id)
    return {"extracts": len(extracts), "extracts_sha256": extracts_fingerprint(extracts)} if extracts else {}


def _head(work: UnitOfWork) -> str:
    last = work.journal.last()
    return last.hash if last else ""


def read_minutes(workspace: Workspace, minutes_id: str) -> bytes:
    """Return the minutes' PDF byte for byte, with the signatures so far."""
    return workspace.vault.read(workspace.queries.minutes(minutes_id).pdf_sha256)


def snapshot_of(workspace: Workspace, minutes_id: str) -> Mapping[str, Any]:
    """Return the frozen data; ``StorageError("minutes.altered")`` when it does not match its fingerprint."""
    with workspace.unit_of_work() as work:
        return _checked(work.minutes.get(minutes_id))


def _checked(minutes: Minutes) -> Mapping[str, Any]:
    altered = StorageError("minutes.altered", number=minutes.number)
    return frozen_data(minutes.snapshot, minutes.sha256, altered)


def sign_minutes(
    workspace: Workspace,
    minutes_id: str,
    *,
    juror: IdentifiedJuror,
    image: bytes | None,
    signer: Signer,
    progress: Progress = lambda done, total: None,
) -> str:
    """Add one member's signature, drawn (``image``, PNG or JPEG) or typed, and return the PDF's SHA-256.

    Every extract of the minutes is signed in the same act, by the same key and picture: all or none. The
    last signature locks the files. Raises ``Refused`` as ``Minutes.signature_of``, or ``RuleError`` for an
    image that cannot be used.
    """
    with workspace.unit_of_work() as work:
        minutes = work.minutes.get(minutes_id)
        _checked(minutes)
        line = minutes.signature_of(juror.seat_id)
        last = minutes.is_last(juror.seat_id)
        now = workspace.clock()
        sign = partial(
            signer.sign, field_name=line.field_name, key=juror.key, image=image, name=line.name,
            role=juror.role.value, when=now, last=last,
        )  # fmt: skip
        extracts = work.minutes.extracts(minutes_id)
        progress(0, len(extracts) + 1)
        signed = workspace.vault.store(sign(workspace.vault.read(minutes.pdf_sha256)))
        sign_extracts(workspace, minutes, extracts, sign, progress=progress)
        minutes.pdf_sha256 = signed
        minutes.sign(juror.seat_id, at=now, pdf_sha256=signed)
        with_them: dict[str, object] = {"extracts": len(extracts)} if extracts else {}
        work.note(juror.seat_id, "minutes.signed", subject=minutes_id, sha256=signed, **with_them)
        work.changed(Change.MINUTES, minutes_id, minutes.session_id)
        work.commit()
        return minutes.pdf_sha256


def explain(error: CispError) -> list[Blocker]:
    """Return the list that an error of closing carries; empty for any other."""
    return list(error.blockers) if isinstance(error, ClosingPrevented) else []
