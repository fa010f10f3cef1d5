"""« Référentiels »: the certifications with their versions to read, and the editor of one of them.

This module must not know how a certification is imported, edited or saved.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from cisp_desktop.application.certification_draft import CertificationDraft, new_draft
from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.queries import CertificationRow
from cisp_desktop.application.wording import plural, sentence
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.gui import reference_acts as acts
from cisp_desktop.gui.certification_words import use_words
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.reference_page import Ui_ReferencePage
from cisp_desktop.gui.pages.page import Page, ShortcutLine, Waiting
from cisp_desktop.gui.widgets.certification_editor import CertificationEditor
from cisp_desktop.gui.widgets.certification_text import CertificationText
from cisp_desktop.gui.widgets.equivalence_panel import EquivalencePanel
from cisp_desktop.gui.widgets.labels import literal_tooltip
from cisp_desktop.gui.widgets.panels import Tone
from cisp_desktop.gui.widgets.reference_buttons import ReferenceButtons

CERTIFICATION_ROLE = Qt.ItemDataRole.UserRole
BLOCK_ROLE = Qt.ItemDataRole.UserRole + 1


class ReferencePage(Page):
    """Two states: reading (a tree of versions and blocks, the official text beside) and editing a draft.

    Targets of ``focus_on``: ``certification:<id>``.
    """

    concerns = Change.CERTIFICATIONS | Change.SESSIONS

    def __init__(self, context: GuiContext) -> None:
        super().__init__(context)
        self._rows: dict[str, CertificationRow] = {}
        self._told_of = ""
        self.form = Ui_ReferencePage()
        self.form.setupUi(self)
        self.editor = CertificationEditor(context, self)
        self.form.modeStack.addWidget(self.editor)
        self._text = CertificationText(self.form.scrollContents, self.form.detailListLayout)
        self.equivalences = EquivalencePanel(context, self)
        self.form.equivalencesLayout.addWidget(self.equivalences)
        self.buttons = ReferenceButtons(context.icons, self)
        self._connect()
        self.form.treeSplitter.setSizes([360, 720])
        self.form.treeSplitter.restoreState(context.settings.splitter_state("reference"))
        self._show_mode()

    def _connect(self) -> None:
        self.form.treeSplitter.splitterMoved.connect(self._on_splitter_moved)
        self.form.certificationTreeWidget.currentItemChanged.connect(self._on_item_chosen)
        self.form.subjectTabWidget.currentChanged.connect(self._show_equivalences)
        self.equivalences.certification_wanted.connect(lambda wanted: self._choose(wanted, ""))
        self.editor.modified.connect(self.header_changed)
        buttons = self.buttons
        buttons.import_action.triggered.connect(self._on_import_asked)
        buttons.paste_action.triggered.connect(self._on_paste_asked)
        buttons.new_action.triggered.connect(self._on_new_asked)
        buttons.remove_button.clicked.connect(self._on_removal_asked)
        buttons.compare_button.clicked.connect(self._on_comparison_asked)
        buttons.edit_button.clicked.connect(self._on_edit_asked)
        buttons.discard_button.clicked.connect(self._on_discard_asked)
        buttons.save_button.clicked.connect(self._on_save_asked)

    @property
    def title(self) -> str:
        """Where the user is."""
        return self.tr("Référentiels")

    @property
    def editing(self) -> bool:
        """Whether a draft is open."""
        return self.editor.desk is not None

    def subtitle(self) -> str:
        """How many there are, or what is edited."""
        desk = self.editor.desk
        if desk is None:
            codes = {row.code for row in self._rows.values()}
            return plural(len(codes), self.tr("certification"), self.tr("certifications"))
        code = desk.draft.code or self.tr("nouvelle fiche")
        return self.tr("{0} · modifications non enregistrées").format(code) if desk.modified else code

    def header_widgets(self) -> Sequence[QWidget]:
        """Reading: what can be done with a version. Editing: discard or save."""
        return self.buttons.widgets

    def waiting_for(self) -> Waiting | None:
        """A workspace always holds the shipped certifications."""
        return None

    def refresh(self, changes: Changes | None) -> None:
        """Read the certifications again; the choice stays, and so does a draft."""
        del changes
        chosen = self._chosen()
        rows = sorted(self.context.queries.certifications(), key=lambda row: (row.code, -row.version))
        self._rows = {row.id: row for row in rows}
        self._fill_tree(rows)
        self._choose(*(chosen or (self._session_certification(), "")))
        self._show_mode()

    def focus_on(self, target: str) -> None:
        """Choose the certification ``certification:<id>``."""
        kind, _, key = target.partition(":")
        if kind == "certification" and (not self.editing or self.leave()):
            self._choose(key, "")

    def panes(self) -> Sequence[QWidget]:
        """Tree, then text; in the editor: tree, node."""
        if self.editing:
            return (self.editor.structure.form.structureTreeView, self.editor.structure.node)
        return (self.form.certificationTreeWidget, self.form.subjectTabWidget)

    def shortcut_lines(self) -> Sequence[ShortcutLine]:
        """The editor's own keys."""
        return (
            ShortcutLine("F2", self.tr("renommer dans l’arbre")),
            ShortcutLine("Alt+↑  Alt+↓", self.tr("déplacer le bloc, la compétence ou l’épreuve")),
            ShortcutLine(self.tr("Suppr"), self.tr("supprimer ce qui est choisi dans l’arbre")),
            ShortcutLine(self.tr("Ctrl+Entrée"), self.tr("couper la compétence au curseur")),
            ShortcutLine("Ctrl+Z  Ctrl+Y", self.tr("annuler, rétablir dans la fiche modifiée")),
        )

    def leave(self) -> bool:
        """A draft that is not saved is saved, given up on purpose, or keeps the page."""
        desk = self.editor.desk
        if desk is None or not desk.modified:
            self._close_editor()
            return True
        answer = self.context.messages.choose(
            self,
            self.tr("La fiche n’est pas enregistrée"),
            text=self.tr("Les modifications de {0} ne sont pas encore enregistrées.").format(
                desk.draft.code or self.tr("la nouvelle fiche")
            ),
            choices=[self.tr("Enregistrer"), self.tr("Abandonner les modifications")],
        )
        if answer == 0:
            return self.save()
        if answer == 1:
            self._close_editor()
            return True
        return False

    def edit(self, draft: CertificationDraft, *, notice: str = "") -> None:
        """Open the editor on a draft, unless one is open that must stay."""
        if not self.leave():
            return
        self.editor.open(draft, notice=notice)
        self._show_mode()
        self.editor.structure.form.structureTreeView.setFocus()

    def save(self) -> bool:
        """Save the draft and go back to reading; False when it was refused or given up."""
        desk = self.editor.desk
        if desk is None:
            return True
        unread = self.editor.structure.node.facts.unread_day()
        if unread:
            self.context.messages.error(self, RuleError("certification.day_unreadable", value=unread))
            return False
        draft = desk.draft
        saved = acts.save_draft(self.context, draft, self)
        if saved is None:
            return False
        self._close_editor()
        self._choose(saved.id, "")
        self._tell(acts.outcome_words(self.context.queries, saved, draft.code))
        return True

    def _tell(self, words: str) -> None:
        """Say how an act ended, until another version is chosen."""
        row = self._row()
        self._told_of = row.id if row is not None else ""
        self.form.toldBanner.show_text(Tone.SUCCESS, words)

    def _show_mode(self) -> None:
        editing = self.editing
        self.form.modeStack.setCurrentWidget(self.editor if editing else self.form.browseMode)
        row = self._row()
        self.buttons.show_use(
            editing=editing,
            several=len(self._rows) > 1,
            newest=row is not None and self._newest(row),
            used=row is not None and row.sessions > 0,
        )
        self.header_changed.emit()

    def _close_editor(self) -> None:
        if self.editing:
            self.editor.close_draft()
            self._show_mode()

    # --- reading -----------------------------------------------------------------------------------------

    def _fill_tree(self, rows: Sequence[CertificationRow]) -> None:
        tree = self.form.certificationTreeWidget
        tree.clear()
        for row in rows:
            item = QTreeWidgetItem(tree, [f"{row.code} · {row.title}\n{use_words(row)}"])
            item.setToolTip(0, literal_tooltip(row.title))
            item.setData(0, CERTIFICATION_ROLE, row.id)
            for block in row.blocks:
                child = QTreeWidgetItem(item, [f"{block.short_code} · {block.title}"])
                child.setToolTip(0, literal_tooltip(block.title))
                child.setData(0, CERTIFICATION_ROLE, row.id)
                child.setData(0, BLOCK_ROLE, block.id)
            item.setExpanded(self._newest(row))

    def _show_equivalences(self) -> None:
        row = self._row()
        if row is not None and self.form.subjectTabWidget.currentWidget() is self.form.equivalencesTab:
            self.equivalences.show_certification(row, self._rows.values())

    def _newest(self, row: CertificationRow) -> bool:
        return all(row.version >= one.version for one in self._rows.values() if one.code == row.code)

    def _session_certification(self) -> str:
        session_id = self.context.session_id
        return self.context.queries.session(session_id).certification_id if session_id else ""

    def _chosen(self) -> tuple[str, str] | None:
        item = self.form.certificationTreeWidget.currentItem()
        if item is None:
            return None
        return str(item.data(0, CERTIFICATION_ROLE)), str(item.data(0, BLOCK_ROLE) or "")

    def _row(self) -> CertificationRow | None:
        chosen = self._chosen()
        return self._rows.get(chosen[0]) if chosen is not None else None

    def _choose(self, certification_id: str, block_id: str) -> None:
        tree = self.form.certificationTreeWidget
        found = tree.topLevelItem(0)
        for index in range(tree.topLevelItemCount()):
            item = tree.topLevelItem(index)
            if item is None or item.data(0, CERTIFICATION_ROLE) != certification_id:
                continue
            found = item
            for number in range(item.childCount()):
                child = item.child(number)
                if child is not None and block_id and child.data(0, BLOCK_ROLE) == block_id:
                    found = child
        if found is not None:
            tree.setCurrentItem(found)

    # --- what the user does --------------------------------------------------------------------------------

    def _on_item_chosen(self) -> None:
        row, chosen = self._row(), self._chosen()
        if row is None or chosen is None:
            return
        self._text.show(row, next((b for b in row.blocks if b.id == chosen[1]), None))
        self.form.detailScrollArea.verticalScrollBar().setValue(0)
        self._show_equivalences()
        if row.id != self._told_of:
            self._tell("")
        self._show_mode()

    def _on_splitter_moved(self) -> None:
        self.context.settings.set_splitter_state("reference", self.form.treeSplitter.saveState())

    def _on_edit_asked(self) -> None:
        row = self._row()
        if row is None:
            return
        notice = ""
        if row.sessions:
            used = plural(row.sessions, self.tr("session s’en sert"), self.tr("sessions s’en servent"))
            notice = self.tr(
                "La version {0} est figée : {1}. Ce que vous changez sera enregistré comme version {2}."
            ).format(row.version, used, row.version + 1)
        self.edit(acts.draft_of(row), notice=notice)

    def _on_import_asked(self) -> None:
        self._edit_imported(acts.ask_draft(self.context, self))

    def _on_paste_asked(self) -> None:
        self._edit_imported(acts.ask_pasted_draft(self.context, self))

    def _on_new_asked(self) -> None:
        self.edit(
            new_draft(), notice=self.tr("Donnez le code, l’intitulé et le niveau, puis ajoutez un bloc.")
        )

    def _edit_imported(self, draft: CertificationDraft | None) -> None:
        if draft is None:
            return
        notice = self.tr(
            "Le découpage et la forme des épreuves sont des propositions : relisez-les à côté du texte "
            "officiel. Rien n’est encore enregistré."
        )
        if not draft.blocks:
            notice = sentence(RuleError("reference.no_blocks"))
        self.edit(draft, notice=notice)

    def _on_comparison_asked(self) -> None:
        row = self._row()
        rows = sorted(self._rows.values(), key=lambda one: (one.code, one.version))
        if row is not None and sum(one.code == row.code for one in rows) > 1:
            rows = [one for one in rows if one.code == row.code]
        acts.compare(self.context, rows, row.id if row is not None else "", self)

    def _on_removal_asked(self) -> None:
        row = self._row()
        if row is not None and acts.remove_version(self.context, row, self):
            words = self.tr("{0}, version {1}, est supprimée ; Ctrl+Z la rétablit.")
            self._tell(words.format(row.code, row.version))

    def _on_discard_asked(self) -> None:
        desk = self.editor.desk
        if desk is None or not desk.modified or self.context.messages.confirm(
            self,
            self.tr("Abandonner les modifications ?"),
            text=self.tr("Ce qui a été modifié depuis l’ouverture de la fiche sera perdu."),
            accept=self.tr("Abandonner"),
            destructive=True,
        ):  # fmt: skip
            self._close_editor()

    def _on_save_asked(self) -> None:
        self.save()
