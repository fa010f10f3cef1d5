"""What finds its way in a dossier: the pages where a text stands, the outline, the pages in small, the notes.

The text is looked for in the index made at import; Qt only highlights the page shown. This module must not
know pages of the application.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum

from PySide6.QtCore import QLoggingCategory, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtPdf import QPdfBookmarkModel, QPdfDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from cisp_desktop.application.queries import SearchHit
from cisp_desktop.application.wording import plural
from cisp_desktop.domain.text import folded
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.itemmodels.search_hit_model import Role, SearchHitModel
from cisp_desktop.gui.widgets.dossier_thumbnails import ThumbnailStrip
from cisp_desktop.gui.widgets.labels import ElidedLabel, PlainLabel
from cisp_desktop.gui.widgets.note_list import NoteList
from cisp_desktop.gui.widgets.panels import SearchField

LEAST_LETTERS = 2


class Panel(IntEnum):
    """What the finder shows."""

    SEARCH = 0
    OUTLINE = 1
    THUMBNAILS = 2
    NOTES = 3


class DossierFinder(QFrame):
    """Search, outline, pages in small and notes; the search covers one dossier or all of the candidate.

    ``hit_chosen(dossier id, page, word)`` and ``page_chosen(page)`` lead there (from 0); an empty dossier id
    says that nothing is searched for. ``search_left`` is Escape in the search. ``search(text, everywhere)``
    answers.
    """

    hit_chosen = Signal(str, int, str)
    page_chosen = Signal(int)
    search_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search: Callable[[str, bool], Sequence[SearchHit]] = _found_nothing
        self._names: Mapping[str, str] = {}
        self.everywhere_check = QCheckBox(self.tr("Toutes les pièces"), self)
        self.everywhere_check.setToolTip(
            self.tr("Chercher dans toutes les pièces du candidat à la fois (Ctrl+Maj+F)")
        )
        self.everywhere_check.toggled.connect(self.search_again)
        self.thumbnails = ThumbnailStrip(self)
        self.thumbnails.page_chosen.connect(self.page_chosen)
        self.notes_list = NoteList(self)
        self.setProperty("kind", "card")
        self.hits_model = SearchHitModel(self)
        self.outline_model = QPdfBookmarkModel(self)
        self._empty = QPdfDocument(self)
        self.search_field = _FindField(self)
        self.search_field.setPlaceholderText(self.tr("Chercher…"))
        self.search_field.setAccessibleName(self.tr("Chercher dans les pièces"))
        self.search_field.search_changed.connect(self._on_search_changed)
        self.search_field.next_asked.connect(self.next_hit)
        self.search_field.left.connect(self.search_left)
        self.count_label = PlainLabel(self)
        self.count_label.setProperty("kind", "small")
        self.hits_view = QListView(self)
        self.hits_view.setAccessibleName(self.tr("Pages trouvées"))
        self.hits_view.setModel(self.hits_model)
        self.hits_view.setWordWrap(True)
        self.hits_view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hits_view.setResizeMode(QListView.ResizeMode.Adjust)
        self.hits_view.selectionModel().currentChanged.connect(self._on_hit_changed)
        self._make_outline()
        self._lay_out()

    def _make_outline(self) -> None:
        self.outline_view = QTreeView(self)
        self.outline_view.setAccessibleName(self.tr("Plan de la pièce"))
        self.outline_view.setHeaderHidden(True)
        self.outline_view.setModel(self.outline_model)
        self.outline_view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.outline_view.selectionModel().currentChanged.connect(self._on_bookmark_changed)
        self.outline_view.clicked.connect(self._on_bookmark_changed)
        self.no_outline_label = ElidedLabel(self.tr("Cette pièce n’a pas de plan."), self)
        self.no_outline_label.setProperty("kind", "muted")

    @property
    def panel(self) -> Panel:
        """What is shown."""
        return Panel(self._stack.currentIndex())

    @property
    def searching(self) -> bool:
        """Whether the search is shown, rather than the outline."""
        return self.panel is Panel.SEARCH

    def show_names(self, names: Mapping[str, str]) -> None:
        """Name the candidate's dossiers, by id: a search in all of them says where."""
        self._names = names

    def show_panel(self, panel: Panel, document: QPdfDocument | None) -> None:
        """Show one of the panels on ``document``."""
        if panel is Panel.SEARCH:
            self.show_search()
        else:
            self._stack.setCurrentIndex(panel)
        self.set_document(document)

    def set_document(self, document: QPdfDocument | None) -> None:
        """Read what the panel shown needs of ``document``; None forgets it."""
        if self.panel is Panel.OUTLINE or document is None:
            self.set_outline(document)
        self.thumbnails.show_document(document if self.panel is Panel.THUMBNAILS else None)

    def show_search(self, *, everywhere: bool | None = None) -> None:
        """Show the search and go to its field; ``everywhere`` says where to search, None as before."""
        self._stack.setCurrentIndex(Panel.SEARCH)
        if everywhere is not None:
            self.everywhere_check.setChecked(everywhere)
        self.search_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_field.selectAll()

    def set_outline(self, document: QPdfDocument | None) -> None:
        """Read the outline of ``document``; None forgets it."""
        # WORKAROUND(Qt 6.11): one warning in the log for every entry without a zoom, which is most of them.
        QLoggingCategory.setFilterRules("qt.pdf.bookmarks.warning=false")
        self.outline_model.setDocument(document or self._empty)
        QLoggingCategory.setFilterRules("")
        self.outline_view.expandToDepth(0)
        empty = self.outline_model.rowCount(QModelIndex()) == 0
        self.no_outline_label.setVisible(empty)
        self.outline_view.setVisible(not empty)

    def forget(self) -> None:
        """Show no text, no hit, no outline and no page in small."""
        self.forget_search()
        self.set_document(None)

    def forget_search(self) -> None:
        """Show no text and no hit."""
        self.search_field.clear()
        self.hits_model.show_hits(())
        self.count_label.clear()

    def search_again(self) -> None:
        """Look for the same text: another document is shown, or other dossiers are searched."""
        self._on_search_changed(self.search_field.text().strip())

    def next_hit(self, by: int) -> None:
        """Go to the next page found (1) or the one before (−1), round and round."""
        count = self.hits_model.rowCount()
        if count:
            row = (self.hits_view.currentIndex().row() + by) % count
            self.hits_view.setCurrentIndex(self.hits_model.index(row))

    def _lay_out(self) -> None:
        find_page = QWidget(self)
        row = QHBoxLayout()
        row.setSpacing(t.SPACE_S)
        row.addWidget(self.search_field, 1)
        row.addWidget(self.everywhere_check)
        find_layout = QVBoxLayout(find_page)
        find_layout.setContentsMargins(0, 0, 0, 0)
        find_layout.setSpacing(t.SPACE_S)
        find_layout.addLayout(row)
        find_layout.addWidget(self.count_label)
        find_layout.addWidget(self.hits_view, 1)
        outline_page = QWidget(self)
        outline_layout = QVBoxLayout(outline_page)
        outline_layout.setContentsMargins(0, 0, 0, 0)
        outline_layout.addWidget(self.no_outline_label)
        outline_layout.addWidget(self.outline_view, 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(find_page)
        self._stack.addWidget(outline_page)
        self._stack.addWidget(self.thumbnails)
        self._stack.addWidget(self.notes_list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(t.SPACE_S, t.SPACE_S, t.SPACE_S, t.SPACE_S)
        layout.addWidget(self._stack)

    def _on_search_changed(self, text: str) -> None:
        wanted = text if len(text) >= LEAST_LETTERS else ""
        everywhere = self.everywhere_check.isChecked()
        hits = self.search(wanted, everywhere) if wanted else ()
        self.hits_model.show_hits(hits, self._names if everywhere else None)
        self.count_label.setVisible(bool(wanted))
        if not wanted or not hits:
            nowhere = self.tr("Introuvable dans les pièces du candidat")
            here = self.tr("Introuvable dans cette pièce")
            self.count_label.setText((nowhere if everywhere else here) if wanted else "")
            self.hit_chosen.emit("", -1, "")
            return
        words = plural(len(hits), "page", "pages")
        dossiers = len({hit.dossier_id for hit in hits})
        self.count_label.setText(
            self.tr("{0} · {1}").format(words, plural(dossiers, "pièce", "pièces")) if everywhere else words
        )

    def _on_hit_changed(self, index: QModelIndex) -> None:
        if index.isValid():
            word = written_word(str(index.data(Role.EXCERPT)), self.search_field.text())
            self.hit_chosen.emit(str(index.data(Role.DOSSIER)), int(index.data(Role.PAGE)), word)

    def _on_bookmark_changed(self, index: QModelIndex) -> None:
        page = index.data(QPdfBookmarkModel.Role.Page.value) if index.isValid() else None
        if isinstance(page, int) and page >= 0:
            self.page_chosen.emit(page)


class _FindField(SearchField):
    """Return and ↓ go to the next page found, Shift+Return and ↑ to the one before; Escape leaves."""

    next_asked = Signal(int)
    left = Signal()

    def give_up(self) -> None:
        """Search no more."""
        super().give_up()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.next_asked.emit(-1 if back else 1)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.next_asked.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


def _found_nothing(_text: str, _everywhere: bool) -> Sequence[SearchHit]:
    return ()


def written_word(excerpt: str, wanted: str) -> str:
    """Return what of ``wanted`` stands in ``excerpt`` as the page writes it.

    Case and accents of the document. The whole text when it stands there as typed, else the first word of
    the excerpt that one of its words begins.
    """
    if wanted.casefold() in excerpt.casefold():
        return wanted
    parts = folded(wanted).split()
    for word in excerpt.replace("’", "' ").replace("'", "' ").split():
        bare = word.strip(".,;:!?()«»\"'…")
        if bare and any(folded(bare).startswith(part) for part in parts):
            return bare
    return wanted
