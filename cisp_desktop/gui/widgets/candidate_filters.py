"""The line of filters over the table of candidates: words, chips, access path, panel.

This module must not know the table, nor how anything is edited.
"""

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from cisp_desktop.application.wording_minutes import ACCESS_PATHS
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.gui.forms.prepare_candidates import Ui_PrepareCandidates
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.itemmodels.candidate_filter import CandidateFilter, Wanted
from cisp_desktop.gui.session_data import SessionData


class CandidateFilters(QObject):
    """Wires the form's filters to ``model`` and says how many lines are left."""

    def __init__(
        self, form: Ui_PrepareCandidates, model: CandidateFilter, icons: Icons, *, owner: QWidget
    ) -> None:
        super().__init__(owner)
        self._form = form
        self._model = model
        self._icons = icons
        form.searchField.search_changed.connect(self._on_search_changed)
        form.searchField.listen(owner)
        for button in self._chips:
            button.toggled.connect(self._on_filter_changed)
        for box in self._boxes:
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.activated.connect(self._on_filter_changed)

    @property
    def _chips(self) -> tuple[QPushButton, ...]:
        return self._form.toCheckButton, self._form.withoutSlotButton, self._form.absentButton

    @property
    def _boxes(self) -> tuple[QComboBox, ...]:
        return self._form.pathComboBox, self._form.panelComboBox

    def show_data(self, data: SessionData, panels: Mapping[str, str]) -> None:
        """Say how many each filter would leave, and offer the paths and panels that there are."""
        tally = data.tally
        words = self.tr("À &vérifier  {0}"), self.tr("&Sans passage  {0}"), self.tr("A&bsents  {0}")
        counts = (tally.to_check, tally.without_slot, tally.absent)
        for button, text, count in zip(self._chips, words, counts, strict=True):
            button.setText(text.format(count))
            button.setEnabled(count > 0 or button.isChecked())
        paths = {path.value: ACCESS_PATHS[path] for path in AccessPath if tally.paths[path] > 0}
        _offer(self._form.pathComboBox, self.tr("Toutes les voies"), paths)
        _offer(self._form.panelComboBox, self.tr("Tous les jurys"), panels)
        self.show_count()

    def forget(self) -> None:
        """Ask for nothing any more: every line shows."""
        self._form.searchField.clear()
        for button in self._chips:
            button.setChecked(False)
        for box in self._boxes:
            box.setCurrentIndex(0)
        self._on_filter_changed()

    def show_count(self) -> None:
        """Say how many lines show."""
        label = self._form.countLabel
        label.setText(self._model.count_words())
        needed = label.sizeHint()
        if needed.width() > label.width() or needed.height() > label.height():
            # Of a fixed size, another count repaints the label, not the page; it only ever grows.
            label.setFixedSize(needed.expandedTo(label.size()))

    def _on_search_changed(self, text: str) -> None:
        self._model.set_words(text)
        self.show_count()

    def _on_filter_changed(self) -> None:
        for button in self._chips:
            if button.isChecked():
                self._icons.set(button, "check")
            else:
                button.setIcon(QIcon())
        to_check_too, without_slot, absent = (button.isChecked() for button in self._chips)
        path, panel = (str(box.currentData() or "") for box in self._boxes)
        words = self._model.wanted.words
        self._model.set_wanted(Wanted(words, to_check_too, without_slot, absent, path, panel))
        self.show_count()


def _offer(box: QComboBox, every: str, choices: Mapping[str, str]) -> None:
    """Offer the choices after « all »; a choice that is not there any more counts as all."""
    wanted = [("", every), *choices.items()]
    if [(box.itemData(i), box.itemText(i)) for i in range(box.count())] != wanted:
        chosen = box.currentData()
        box.clear()
        for value, words in wanted:
            box.addItem(words, value)
        box.setCurrentIndex(max(box.findData(chosen), 0))
    box.setVisible(len(choices) > 1)
