"""What is chosen in the tree of a certification being edited, field by field, and the official text below.

Every edit is a step of the desk. This module must not know the tree, nor how a certification is saved.
"""

from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from cisp_desktop.application import certification_draft as drafts
from cisp_desktop.application.certification_draft import ROOT, AssessmentNode, BlockNode, CompetenceNode
from cisp_desktop.application.wording import ASSESSMENT_KINDS, DOSSIER_KINDS, JUDGED_BY, plural
from cisp_desktop.domain.certification import AssessmentKind, DossierKind, JudgedBy
from cisp_desktop.gui.certification_desk import CertificationDesk
from cisp_desktop.gui.forms.certification_node import Ui_CertificationNode
from cisp_desktop.gui.widgets.certification_facts import CertificationFacts
from cisp_desktop.gui.widgets.fields import indent_numbers
from cisp_desktop.gui.widgets.flat_text import typed_text

UNSAID = -1
"""What a duration's field holds while nobody said one."""


class CertificationNode(QWidget):
    """One node of the desk's draft. ``key_wanted(key)`` asks to choose another one."""

    key_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk: CertificationDesk | None = None
        self._key = ROOT
        self.form = Ui_CertificationNode()
        self.form.setupUi(self)
        indent_numbers(self)
        self.facts = CertificationFacts(self)
        self.form.nodeStack.insertWidget(0, self.facts)
        self.form.detailSplitter.setSizes([400, 200])
        self._fill_choices()
        self._connect()

    def take_desk(self, desk: CertificationDesk | None) -> None:
        """Work on another draft."""
        self.desk = desk
        self.facts.take_desk(desk)

    def _fill_choices(self) -> None:
        form = self.form
        for kind in AssessmentKind:
            form.kindComboBox.addItem(ASSESSMENT_KINDS[kind], kind.value)
        form.dossierComboBox.addItem(self.tr("aucune"), None)
        for dossier in DossierKind:
            form.dossierComboBox.addItem(DOSSIER_KINDS[dossier], dossier.value)
        for judge in JudgedBy:
            form.judgeComboBox.addItem(JUDGED_BY[judge], judge.value)

    def _connect(self) -> None:
        form = self.form
        form.blockCodeEdit.textEdited.connect(self._on_block_code_edited)
        form.blockTitleEdit.edited.connect(self._on_text_edited)
        form.wordingEdit.edited.connect(self._on_text_edited)
        form.wordingEdit.split_asked.connect(self._on_split_asked)
        form.wordingEdit.cursorPositionChanged.connect(self._show_parting)
        form.assessmentTitleEdit.edited.connect(self._on_text_edited)
        form.splitButton.clicked.connect(self._on_split_asked)
        form.mergeButton.clicked.connect(self._on_merge_asked)
        for combo in (form.kindComboBox, form.dossierComboBox, form.judgeComboBox):
            combo.activated.connect(self._on_assessment_edited)
        for box in (form.oralSpinBox, form.interviewSpinBox):
            box.valueChanged.connect(self._on_assessment_edited)

    def show_key(self, key: str) -> None:
        """Show a node as the draft has it now."""
        self._key = key
        if self.desk is None:
            return
        draft, form = self.desk.draft, self.form
        line, block = draft.line(self._key), draft.block(self._key)
        if isinstance(line, CompetenceNode):
            form.nodeStack.setCurrentWidget(form.competencePage)
            form.wordingEdit.show_text(line.wording)
        elif isinstance(line, AssessmentNode):
            form.nodeStack.setCurrentWidget(form.assessmentPage)
            self._show_assessment(line)
        elif block is not None:
            form.nodeStack.setCurrentWidget(form.blockPage)
            self._show_block(block)
        else:
            form.nodeStack.setCurrentWidget(self.facts)
            self.facts.show_draft(draft)
        self._show_source(block, line)
        self._show_parting()

    def _show_block(self, block: BlockNode) -> None:
        form = self.form
        if form.blockCodeEdit.text().strip() != block.code:
            form.blockCodeEdit.setText(block.code)
        form.blockTitleEdit.show_text(block.title)
        form.blockCountLabel.setText(
            self.tr("{0} · {1}").format(
                plural(len(block.competences), self.tr("compétence"), self.tr("compétences")),
                plural(len(block.assessments), self.tr("épreuve"), self.tr("épreuves")),
            )
        )

    def _show_assessment(self, node: AssessmentNode) -> None:
        form = self.form
        form.assessmentTitleEdit.show_text(node.title)
        _choose(form.kindComboBox, node.kind.value)
        _choose(form.dossierComboBox, node.dossier.value if node.dossier else None)
        _choose(form.judgeComboBox, node.judged_by.value)
        _show_minutes(form.oralSpinBox, node.oral_minutes)
        _show_minutes(form.interviewSpinBox, node.interview_minutes)

    def _show_source(self, block: BlockNode | None, line: Any) -> None:
        """Show the official text that the node was proposed from; for the sheet, what its source lacks."""
        if self.desk is None:
            return
        if block is None:
            title, text = self.tr("À relire &dans la source"), "\n".join(self.desk.draft.notes)
        elif isinstance(line, AssessmentNode):
            title, text = self.tr("Texte &officiel des épreuves"), block.assessment_source
        elif line is not None:
            title, text = self.tr("Texte &officiel des compétences"), block.competence_source
        else:
            title = self.tr("Texte &officiel du bloc")
            text = "\n\n".join(part for part in (block.competence_source, block.assessment_source) if part)
        self.form.sourceLabel.setText(title)
        if typed_text(self.form.sourceEdit) != text:
            self.form.sourceEdit.setPlainText(text)
        self.form.sourcePane.setVisible(bool(text.strip()))

    def _show_parting(self) -> None:
        """Say whether the competence can be cut here, and whether one follows that can be joined."""
        if self.desk is None:
            return
        draft, key = self.desk.draft, self._key
        position = self.form.wordingEdit.textCursor().position()
        self.form.splitButton.setEnabled(drafts.split(draft, key, position)[1] != key)
        self.form.mergeButton.setEnabled(drafts.merged(draft, key) != draft)

    def _on_text_edited(self, text: str) -> None:
        if self.desk is not None:
            key = self._key
            self.desk.apply(self.tr("Texte"), drafts.renamed(self.desk.draft, key, text), field=f"text {key}")

    def _on_block_code_edited(self, text: str) -> None:
        if self.desk is not None:
            edited = drafts.with_block(self.desk.draft, self._key, code=text.strip())
            self.desk.apply(self.tr("Code du bloc"), edited, field=f"code {self._key}")

    def _on_assessment_edited(self) -> None:
        form = self.form
        if self.desk is None or not isinstance(self.desk.draft.line(self._key), AssessmentNode):
            return
        dossier = form.dossierComboBox.currentData()
        edited = drafts.with_line(
            self.desk.draft,
            self._key,
            kind=AssessmentKind(form.kindComboBox.currentData()),
            dossier=DossierKind(dossier) if dossier else None,
            judged_by=JudgedBy(form.judgeComboBox.currentData()),
            oral_minutes=_minutes(form.oralSpinBox),
            interview_minutes=_minutes(form.interviewSpinBox),
        )
        self.desk.apply(self.tr("Épreuve"), edited, field=f"assessment {self._key}")

    def _on_split_asked(self) -> None:
        if self.desk is not None:
            position = self.form.wordingEdit.textCursor().position()
            parted, key = drafts.split(self.desk.draft, self._key, position)
            if self.desk.apply(self.tr("Découpage"), parted):
                self.key_wanted.emit(key)

    def _on_merge_asked(self) -> None:
        if self.desk is not None:
            key = self._key
            self.desk.apply(self.tr("Réunion"), drafts.merged(self.desk.draft, key))


def _choose(box: QComboBox, value: str | None) -> None:
    box.setCurrentIndex(max(box.findData(value), 0))


def _show_minutes(box: QSpinBox, minutes: int | None) -> None:
    with QSignalBlocker(box):
        box.setValue(UNSAID if minutes is None else minutes)


def _minutes(box: QSpinBox) -> int | None:
    return None if box.value() == UNSAID else box.value()
