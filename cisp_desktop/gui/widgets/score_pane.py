"""The right-hand pane: the blocks as tabs, the grid of one of them, and what is written about a line.

It shows one juror's own sheet, or says why there is nothing to score. This module must not know other
candidates, dossiers nor pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.queries import BlockRow, ScoreSheetView
from cisp_desktop.application.wording import moment_words, plural, sentence
from cisp_desktop.domain.scoring import GLOBAL_ITEM, NotEvaluatedReason
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.not_evaluated_dialog import NotEvaluatedDialog
from cisp_desktop.gui.giving_up import gives_up
from cisp_desktop.gui.itemmodels.score_keeping import Refusal
from cisp_desktop.gui.itemmodels.score_sheet_model import ScoreSheetModel
from cisp_desktop.gui.template_acts import manage_templates
from cisp_desktop.gui.widgets.block_tabs import BlockTabs
from cisp_desktop.gui.widgets.citation_line import CitationLine
from cisp_desktop.gui.widgets.comment_editor import CommentEditor
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.flat_text import typed_text
from cisp_desktop.gui.widgets.panels import Banner, EmptyState, Tone
from cisp_desktop.gui.widgets.paper_banner import PaperBanner
from cisp_desktop.gui.widgets.score_grid import ScoreGrid
from cisp_desktop.gui.widgets.sheet_head import SheetHead


@dataclass(frozen=True, slots=True)
class _Left:
    """Where a juror was when the screen locked; ``text`` is what could not be stored, None for nothing."""

    seat_id: str
    registration_id: str
    block_id: str
    item: str
    text: str | None


RETRY = 5000
"""Milliseconds between two tries to store what the disk refused."""
LEAST_WIDTH, LEAST_LETTERS = 420, 40
"""How wide the pane stays at least, in pixels and in letters of the present size of the text."""


class ScorePane(QFrame):
    """One sheet, a reason why there is none, or nothing at all (``clear``).

    ``model.marked`` follows each mark; ``block_finished`` one given in a row that leaves none to give here.
    """

    block_finished = Signal()

    def __init__(self, context: GuiContext, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._last_reason: NotEvaluatedReason | None = None
        self._juror: IdentifiedJuror | None = None
        self._left: _Left | None = None
        self.model = ScoreSheetModel(context, parent=self)
        self.tabs = BlockTabs(self)
        self.head = SheetHead(context.settings, context.icons, parent=self)
        self.title_label, self.counter_label = self.head.title_label, self.head.counter_label
        self.banner = Banner(self)
        self._retry = QTimer(self, interval=RETRY)
        self.paper_banner = PaperBanner(context, self.store, parent=self)
        self.grid = ScoreGrid(self)
        self.grid.show_model(self.model)
        self.editor = CommentEditor(context.queries.comment_templates, parent=self)
        context.icons.set(self.editor.templates_button, "chat-text", tone="muted")
        self.citations = CitationLine(self)
        self.empty_state = EmptyState(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.grid)
        self._lay_out()
        self._connect()

    @property
    def can_seal(self) -> bool:
        """Whether a sheet is shown that is not sealed yet."""
        return self.model.view is not None and not self.model.sealed

    def show_sheet(
        self, view: ScoreSheetView, juror: IdentifiedJuror, *, block: BlockRow, outside: Sequence[str]
    ) -> None:
        """Show ``juror``'s own sheet; the current line stays when it is the sheet shown already."""
        before = self.model.view
        same = before is not None and (before.registration_id, before.block_id) == (
            view.registration_id,
            view.block_id,
        )
        row = self.grid.current_row if same else -1
        if not same:
            self.editor.clear()
        self._juror = juror
        self.model.show_sheet(view, juror)
        if self.model.refusal is None:
            self._retry.stop()
        else:
            self._retry.start()
        left, self._left = self._left, None
        if left is not None and left == replace(
            left, seat_id=juror.seat_id, registration_id=view.registration_id, block_id=view.block_id
        ):
            row = self.model.row_of(left.item)
        else:
            left = None
        self.head.show_block(block.title, view=view, outside=outside)
        self._stack.setCurrentWidget(self._sheet)
        self.grid.go_to(max(row if row >= 0 else self.model.first_missing(), 0))
        self._show_line()
        self._show_state()
        self.paper_banner.show_sheet(view)
        if left is not None and left.text is not None and not self.model.read_only:
            self.editor.editor.setPlainText(left.text)

    def store_and_keep_place(self) -> None:
        """Store what is typed before the screen locks; its juror finds the line again, and what the disk
        refused, unless somebody else comes first.
        """
        view, line = self.model.view, self.model.line(self.grid.current_row)
        self._left = None
        if view is None or line is None or self._juror is None:
            return
        stored = self.store()
        text = typed_text(self.editor.editor) if not stored and self.editor.pending else None
        place = self._juror.seat_id, view.registration_id, view.block_id
        self._left = _Left(*place, line.item, text)

    def show_reason(self, title: str, text: str, *, state: DotState = DotState.NONE) -> None:
        """Say why there is nothing to score."""
        self._forget_sheet()
        self.empty_state.show_text(title, text, state=state)
        self._stack.setCurrentWidget(self.empty_state)

    def clear(self) -> None:
        """Show nothing and hold nothing."""
        self._forget_sheet()
        self._last_reason = None
        self.tabs.show_blocks((), "")
        self.empty_state.show_text("", "", state=DotState.NONE)
        self._stack.setCurrentWidget(self.empty_state)

    def store(self, *, undoable: bool = True) -> bool:
        """Store what is typed; False when something typed is not stored. A juror who left has no undo."""
        if undoable:
            self.grid.commit_open_editor()
            self.editor.store()
        elif self.editor.pending and self.model.view is not None:
            text = typed_text(self.editor.editor)
            if self.model.give_comment(self.editor.item, text, undoable=False):
                self.editor.note_stored()
        return not self.editor.unsaved and self.model.refusal is None

    def store_or_abandon(self) -> bool:
        """Store what is typed; ask before what cannot be stored is given up. False: it is not."""
        if self.store():
            return True
        abandon = gives_up(self._context.messages, self)
        if abandon:
            self.model.abandon()
            self.editor.clear()
        return abandon

    def go_to(self, row: int) -> None:
        """Make a line the current one, ready for the keys."""
        self.grid.go_to(row)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_item(self, item: str) -> None:
        """Make the line of ``item`` the current one."""
        row = self.model.row_of(item)
        if row >= 0:
            self.go_to(row)

    def minimumSizeHint(self) -> QSize:
        """Room for the marks and a readable wording, at any size of the text."""
        hint = super().minimumSizeHint()
        letters = LEAST_LETTERS * self.fontMetrics().averageCharWidth()
        return QSize(max(hint.width(), letters, LEAST_WIDTH), hint.height())

    def _forget_sheet(self) -> None:
        self._retry.stop()
        self.editor.clear()
        self.model.clear()
        self.head.clear()
        self.paper_banner.show_sheet(None)
        self.banner.show_text(Tone.NEUTRAL, "")

    def _lay_out(self) -> None:
        self._sheet = QWidget(self)
        layout = QVBoxLayout(self._sheet)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(t.SPACE_S)
        layout.addWidget(self.head)
        layout.addWidget(self.paper_banner)
        layout.addWidget(self.banner)
        layout.addWidget(self.grid, 1)
        layout.addWidget(self.citations)
        layout.addWidget(self.editor)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._sheet)
        self._stack.addWidget(self.empty_state)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.tabs)
        outer.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.grid.line_changed.connect(self._on_line_changed)
        self.grid.not_evaluated_asked.connect(self._on_not_evaluated_asked)
        self.grid.comment_asked.connect(self._on_comment_asked)
        self.grid.mark_typed.connect(self._on_mark_typed)
        self.grid.row_asked.connect(self.head.row_button.toggle)
        self.grid.scale_asked.connect(self.head.toggle_scale)
        self.head.left.connect(self.grid.setFocus)
        self.editor.text_ready.connect(self._on_text_ready)
        self.editor.left.connect(self.grid.setFocus)
        self.editor.templates_asked.connect(self._on_templates_asked)
        self.model.dataChanged.connect(self._on_data_changed)
        self.model.marked.connect(self._show_state)
        self.model.entry_refused.connect(self._on_entry_refused)
        self.model.keeping_changed.connect(self._on_keeping_changed)
        self.banner.activated.connect(self.model.retry)
        self._retry.timeout.connect(self.model.retry)
        self.model.marked.connect(self.paper_banner.note_marked)

    def _show_line(self) -> None:
        line = self.model.line(self.grid.current_row)
        if line is None:
            return
        self.citations.show_item(line.item)
        if line.item == GLOBAL_ITEM:
            caption = self.tr("Observations sur le bloc")
        else:
            caption = self.tr("Commentaire de la ligne {0}").format(line.position)
        refusal = self.model.refusal
        kept = dict(refusal.values).get(line.item) if refusal is not None else None
        self.editor.show_text(
            line.item,
            kept.comment if kept is not None else line.comment,
            caption=caption,
            editable=not self.model.read_only,
            waiting=kept is not None and kept.comment != line.comment,
        )

    def _show_state(self) -> None:
        view = self.model.view
        if view is None:
            return
        self.head.show_count(*self.model.counts, overall_missing=self.model.overall_missing)
        refusal = self.model.refusal
        if refusal is not None:
            self.banner.show_text(Tone.DANGER, refusal_words(refusal), button=self.tr("Réessayer"))
        elif view.sealed_at is not None:
            text = self.tr("Grille scellée le {0} : elle se lit et ne change plus.")
            self.banner.show_text(Tone.SUCCESS, text.format(moment_words(view.sealed_at)))
        elif self.banner.isVisibleTo(self):
            self.banner.show_text(Tone.NEUTRAL, "")

    def say_complete(self) -> None:
        """Say that every sheet of the candidate can be sealed."""
        self.banner.show_text(
            Tone.INFO,
            self.tr("Toutes vos grilles de ce candidat sont remplies : il reste à les sceller (Alt+T)."),
        )

    def say_next(self, done: str, here: str) -> None:
        """Say that a block is filled and which one is shown now, until its first mark."""
        words = self.tr("{0} est rempli. Vous notez maintenant {1}, ligne {2}.")
        line = self.model.line(self.grid.current_row)
        self.banner.show_text(Tone.INFO, words.format(done, here, line.position if line else 1))

    def ask_paper(self) -> None:
        """Begin to copy the sheet shown from paper, or stop; say so when there is none to fill."""
        if not self.can_seal:
            self.paper_banner.say_none()
        elif self.store():
            self.paper_banner.ask()

    def _on_keeping_changed(self) -> None:
        """Close the sheet, or open it again, as the disk answers."""
        refused = self.model.refusal is not None
        if refused and not self._retry.isActive():
            self._retry.start()
        elif not refused:
            self._retry.stop()
            self.banner.show_text(Tone.NEUTRAL, "")
        self._show_line()
        self._show_state()
        self.grid.viewport().update()

    # --- slots ------------------------------------------------------------------------------------

    def _on_line_changed(self, row: int) -> None:
        if row >= 0:
            self._show_line()

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.row() <= self.grid.current_row <= last.row():
            self._show_line()

    def _on_mark_typed(self, row: int) -> None:
        """Lead to the line that is to be marked next, when marks are given in a row."""
        if not self.head.in_a_row:
            return
        following = self.model.following(row)
        if following >= 0:
            self.grid.go_to(following)
        else:
            self.block_finished.emit()

    def _on_comment_asked(self, row: int) -> None:
        self.grid.go_to(row)
        self._show_line()
        self.editor.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_text_ready(self, item: str, text: str) -> None:
        if self.model.give_comment(item, text):
            self.editor.note_stored()
        else:
            self.editor.note_refused()

    def _on_templates_asked(self) -> None:
        if self.store():
            manage_templates(self._context, parent=self)

    def _on_entry_refused(self, words: str) -> None:
        self.banner.show_text(Tone.WARNING, words)

    def _on_not_evaluated_asked(self, rows: list[int]) -> None:
        if self.model.read_only or self.model.view is None:
            return
        rows = [row for row in rows if (line := self.model.line(row)) and line.item != GLOBAL_ITEM]
        if not rows:
            self.banner.show_text(
                Tone.WARNING,
                self.tr("Le niveau global du bloc se donne toujours : il ne peut pas être « non évalué »."),
            )
            return
        dialog = NotEvaluatedDialog(len(rows), self._last_reason, parent=self)
        accepted = self._context.messages.run_dialog(dialog)
        reason = dialog.reason
        dialog.deleteLater()
        if accepted and reason is not None and self.model.mark_not_evaluated(rows, reason):
            self._last_reason = reason
            self._on_mark_typed(rows[-1])


def refusal_words(refusal: Refusal) -> str:
    """Say that the sheet is read-only, why, and what waits."""
    count = len(refusal.values)
    text = _tr("{0} La grille se lit seulement\u00a0: {1} enregistrées dès que le disque répond.")
    if count == 1:
        text = _tr("{0} La grille se lit seulement\u00a0: {1} enregistrée dès que le disque répond.")
    waits = plural(count, _tr("saisie attend et sera"), _tr("saisies attendent et seront"))
    return text.format(sentence(refusal.error), waits)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ScorePane", text)
