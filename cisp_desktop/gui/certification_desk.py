"""What is being edited of a certification, step by step, before anything is saved.

The steps are the editor's own: undoing one never touches the workspace. This module must not know a widget.
"""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from cisp_desktop.application.certification_draft import CertificationDraft, draft_as_data


class CertificationDesk(QObject):
    """One draft and its earlier states. ``changed`` follows each step, undone and redone ones too."""

    changed = Signal()

    def __init__(self, draft: CertificationDraft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._start = draft_as_data(draft)
        self._step = 0
        self.undo_stack = QUndoStack(self)

    @property
    def draft(self) -> CertificationDraft:
        """The draft as it stands."""
        return self._draft

    @property
    def modified(self) -> bool:
        """Whether something would be lost: an edit, or an imported sheet that was never saved."""
        fresh = self._draft.base_id is None and bool(self._draft.blocks)
        return fresh or draft_as_data(self._draft) != self._start

    def apply(self, text: str, draft: CertificationDraft, *, field: str = "") -> bool:
        """Take one step to ``draft``; ``text`` names it for « Annuler ».

        Steps on the same ``field`` in a row are undone together. False: nothing changed, there is no step.
        """
        if draft == self._draft:
            return False
        name = f"{self._step}:{field}" if field else ""
        self.undo_stack.push(_Step(self, text, before=self._draft, after=draft, field=name))
        return True

    def end_step(self) -> None:
        """What is typed next is undone apart."""
        self._step += 1

    def show(self, draft: CertificationDraft) -> None:
        """Show a state of the draft; for the steps alone."""
        self._draft = draft
        self.changed.emit()


class _Step(QUndoCommand):
    """From one state to another; typing in one field makes one step."""

    def __init__(
        self,
        desk: CertificationDesk,
        text: str,
        *,
        before: CertificationDraft,
        after: CertificationDraft,
        field: str,
    ) -> None:
        super().__init__(text)
        self._desk = desk
        self._before, self._after = before, after
        self._field = field

    def redo(self) -> None:
        """Show the later state."""
        self._desk.show(self._after)

    def undo(self) -> None:
        """Show the earlier state."""
        self._desk.show(self._before)

    def id(self) -> int:
        """Steps that may be merged share a number."""
        return 1 if self._field else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take a later step on the same field in."""
        if not isinstance(other, _Step) or other._field != self._field:
            return False
        self._after = other._after
        return True
