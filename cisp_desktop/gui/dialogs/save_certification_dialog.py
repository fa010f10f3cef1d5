"""Asks which correspondences of an imported sheet are recorded as equivalences when it is saved.

This module must not know how they are recorded.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.certification_draft import CertificationDraft
from cisp_desktop.application.lineage import EquivalenceEntry
from cisp_desktop.application.reference_drafts import Correspondence
from cisp_desktop.application.wording import plural
from cisp_desktop.domain.equivalence import EquivalenceOrigin
from cisp_desktop.domain.text import folded
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.save_certification_dialog import Ui_SaveCertificationDialog
from cisp_desktop.gui.widgets.fields import fit_dialog


@dataclass(frozen=True, slots=True)
class OfferedEquivalence:
    """``advised``: the other title is one that this sheet replaces."""

    entry: EquivalenceEntry
    advised: bool


def offered_equivalences(draft: CertificationDraft, source: str) -> tuple[list[OfferedEquivalence], int]:
    """Return what can be recorded block by block, and how many correspondences cannot.

    An older block stands for a block of this sheet when it does so alone: several that only count together,
    and correspondences of whole titles, are left to the certifier. ``source`` says where it is written.
    """
    codes = {folded(block.code): block.code for block in draft.blocks}
    older = set(draft.facts.get("replaces") or ())
    newer = set(draft.facts.get("replaced_by") or ())
    offered: dict[tuple[str, str, str], OfferedEquivalence] = {}
    left_out = 0
    for one in draft.correspondences:
        own = [codes[folded(code)] for code in one.sources if folded(code) in codes]
        if not _recordable(one, newer) or len(own) != len(one.sources):
            left_out += 1
            continue
        for block in own:
            entry = EquivalenceEntry(
                one.certification, one.blocks[0], draft.code, block, source, None, EquivalenceOrigin.IMPORTED
            )
            key = (entry.held_certification, entry.held_block, block)
            offered[key] = OfferedEquivalence(entry, one.certification in older)
    return list(offered.values()), left_out


def _recordable(one: Correspondence, newer: set[str]) -> bool:
    return len(one.blocks) == 1 and bool(one.sources) and one.certification not in newer


class SaveCertificationDialog(FormDialog):
    """``chosen`` are the equivalences that are ticked."""

    def __init__(
        self, offered: Sequence[OfferedEquivalence], *, left_out: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._offered = tuple(offered)
        self.form = Ui_SaveCertificationDialog()
        self.form.setupUi(self)
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        self.model = QStandardItemModel(self)
        for one in self._offered:
            entry = one.entry
            item = QStandardItem(
                self.tr("{0} ({1}) vaut {2}").format(
                    entry.held_block, entry.held_certification, entry.block_code
                )
            )
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setCheckState(Qt.CheckState.Checked if one.advised else Qt.CheckState.Unchecked)
            self.model.appendRow(item)
        self.form.equivalenceListView.setModel(self.model)
        words = self.tr(
            "Laissées de côté : {0}. Ce qui porte sur un titre entier, ou sur plusieurs blocs ensemble, se "
            "décide candidat par candidat."
        )
        counted = plural(left_out, self.tr("correspondance"), self.tr("correspondances"))
        self.form.leftOutLabel.setText(words.format(counted) if left_out else "")
        self.form.leftOutLabel.setVisible(bool(left_out))
        self.submitted.connect(self.accept)
        fit_dialog(self)

    @property
    def chosen(self) -> list[EquivalenceEntry]:
        """What is ticked."""
        return [
            one.entry
            for row, one in enumerate(self._offered)
            if self.model.item(row).checkState() is Qt.CheckState.Checked
        ]
