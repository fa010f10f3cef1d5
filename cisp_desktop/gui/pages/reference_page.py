"""The certifications as data: tree, then the official wording of what is chosen, and what the source leaves
open.

This module must not know how a certification is imported.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QTreeWidgetItem, QWidget

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.queries import BlockRow, CertificationRow
from cisp_desktop.application.wording import ASSESSMENT_KINDS, DOSSIER_KINDS, JUDGED_BY, plural, short_day
from cisp_desktop.application.wording_minutes import access_path_words
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.reference_page import Ui_ReferencePage
from cisp_desktop.gui.layouts import clear_layout
from cisp_desktop.gui.pages.page import Page, Waiting
from cisp_desktop.gui.widgets.labels import PlainLabel, literal_tooltip
from cisp_desktop.gui.widgets.panels import Banner, Tone

CERTIFICATION_ROLE = Qt.ItemDataRole.UserRole
BLOCK_ROLE = Qt.ItemDataRole.UserRole + 1


class ReferencePage(Page):
    """A tree of certifications and blocks at the left, the official text at the right."""

    concerns = Change.CERTIFICATIONS

    def __init__(self, context: GuiContext) -> None:
        super().__init__(context)
        self._rows: dict[str, CertificationRow] = {}
        self.form = Ui_ReferencePage()
        self.form.setupUi(self)
        self.form.treeSplitter.setSizes([360, 720])
        self.form.treeSplitter.restoreState(context.settings.splitter_state("reference"))
        self.form.treeSplitter.splitterMoved.connect(self._on_splitter_moved)
        self.form.certificationTreeWidget.currentItemChanged.connect(self._on_item_chosen)

    @property
    def title(self) -> str:
        """Where the user is."""
        return self.tr("Référentiels")

    def subtitle(self) -> str:
        """How many there are."""
        return plural(len(self._rows), "certification", "certifications")

    def waiting_for(self) -> Waiting | None:
        """A workspace always holds the shipped certifications."""
        return None

    def refresh(self, changes: Changes | None) -> None:
        """Read the certifications again; the choice stays."""
        del changes
        tree = self.form.certificationTreeWidget
        chosen = self._chosen()
        rows = self.context.queries.certifications()
        self._rows = {row.id: row for row in rows}
        tree.clear()
        for row in rows:
            item = QTreeWidgetItem(tree, [f"{row.code} · {row.title}"])
            item.setToolTip(0, literal_tooltip(row.title))
            item.setData(0, CERTIFICATION_ROLE, row.id)
            for block in row.blocks:
                child = QTreeWidgetItem(item, [f"{block.short_code} · {block.title}"])
                child.setToolTip(0, literal_tooltip(block.title))
                child.setData(0, CERTIFICATION_ROLE, row.id)
                child.setData(0, BLOCK_ROLE, block.id)
            item.setExpanded(True)
        self._choose(*(chosen or (self._session_certification(), "")))
        self.header_changed.emit()

    def focus_on(self, target: str) -> None:
        """Choose the certification ``certification:<id>``."""
        kind, _, key = target.partition(":")
        if kind == "certification":
            self._choose(key, "")

    def panes(self) -> Sequence[QWidget]:
        """Tree, then text."""
        return (self.form.certificationTreeWidget, self.form.detailScrollArea)

    def _session_certification(self) -> str:
        session_id = self.context.session_id
        return self.context.queries.session(session_id).certification_id if session_id else ""

    def _chosen(self) -> tuple[str, str] | None:
        item = self.form.certificationTreeWidget.currentItem()
        if item is None:
            return None
        return str(item.data(0, CERTIFICATION_ROLE)), str(item.data(0, BLOCK_ROLE) or "")

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

    def _on_item_chosen(self) -> None:
        chosen = self._chosen()
        if chosen is None or chosen[0] not in self._rows:
            return
        certification = self._rows[chosen[0]]
        block = next((b for b in certification.blocks if b.id == chosen[1]), None)
        clear_layout(self.form.detailListLayout)
        if block is None:
            self._show_certification(certification)
        else:
            self._show_block(block)
        self.form.detailListLayout.addStretch(1)
        self.form.detailScrollArea.verticalScrollBar().setValue(0)

    def _on_splitter_moved(self) -> None:
        self.context.settings.set_splitter_state("reference", self.form.treeSplitter.saveState())

    def _show_certification(self, row: CertificationRow) -> None:
        self._add(row.title, "section")
        self._add_facts(
            [
                (self.tr("Code"), row.code),
                (self.tr("Niveau"), _levels(row)),
                (self.tr("Certificateur"), row.certifier_name),
                (self.tr("Enregistrée"), self._dates(row)),
                (self.tr("Voies d’accès"), _paths(row)),
            ]
        )
        for defect in row.sheet.get("source_defects", ()):
            banner = Banner(self.form.scrollContents)
            banner.show_text(Tone.WARNING, str(defect))
            self.form.detailListLayout.addWidget(banner)
        self._add(self.tr("Blocs"), "strong")
        for block in row.blocks:
            counts = plural(len(block.competences), "compétence", "compétences")
            self._add_facts([(block.short_code, f"{block.title}\n{counts}")])

    def _show_block(self, block: BlockRow) -> None:
        self._add(block.title, "section")
        self._add(block.code, "muted")
        if block.competences:
            self._add(plural(len(block.competences), "compétence", "compétences"), "strong")
            self._add_facts([(str(c.position), c.wording) for c in block.competences])
        else:
            self._add(
                self.tr("La fiche ne liste pas de compétences : chaque épreuve est notée sur 20."), "muted"
            )
        self._add(plural(len(block.assessments), "modalité d’évaluation", "modalités d’évaluation"), "strong")
        for assessment in block.assessments:
            parts = [ASSESSMENT_KINDS[assessment.kind], JUDGED_BY[assessment.judged_by]]
            if assessment.dossier_kind is not None:
                parts.insert(1, DOSSIER_KINDS[assessment.dossier_kind])
            words = f"{assessment.title}\n{' · '.join(parts)}"
            self._add_facts([(str(assessment.position), words)])

    def _dates(self, row: CertificationRow) -> str:
        if row.registration_ends is None:
            return self.tr("sans date de fin connue")
        return self.tr("jusqu’au {0}").format(short_day(row.registration_ends))

    def _add(self, text: str, kind: str) -> None:
        label = PlainLabel(text, self.form.scrollContents)
        label.setWordWrap(True)
        label.setProperty("kind", kind)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.form.detailListLayout.addWidget(label)

    def _add_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        host = QWidget(self.form.scrollContents)
        grid = QGridLayout(host)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(t.SPACE_M)
        grid.setVerticalSpacing(t.SPACE_S)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, 24)
        for index, (name, value) in enumerate(facts):
            key = PlainLabel(name, host)
            key.setProperty("kind", "muted")
            text = PlainLabel(value, host)
            text.setWordWrap(True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(key, index, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, index, 1)
        self.form.detailListLayout.addWidget(host)


def _levels(row: CertificationRow) -> str:
    return str(row.level_national)


def _paths(row: CertificationRow) -> str:
    opened = row.sheet.get("access_paths", {})
    return ", ".join(access_path_words(path) for path, is_open in opened.items() if is_open)
