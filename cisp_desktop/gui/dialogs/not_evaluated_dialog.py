"""Asks why lines are not evaluated: one reason of the short list, for all of them at once.

This module must not know how a mark is stored.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QDialog, QRadioButton, QWidget

from cisp_desktop.application.wording import NOT_EVALUATED, plural
from cisp_desktop.domain.scoring import NotEvaluatedReason
from cisp_desktop.gui.forms.not_evaluated_dialog import Ui_NotEvaluatedDialog
from cisp_desktop.gui.widgets.points_edit import figure_of


class NotEvaluatedDialog(QDialog):
    """``reason`` is what was chosen.

    The keys 1 to 5 choose and accept; Return accepts the one of last time.
    """

    def __init__(
        self, lines: int, reason: NotEvaluatedReason | None = None, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.form = Ui_NotEvaluatedDialog()
        self.form.setupUi(self)
        said = self.tr("Pourquoi cette ligne n’est-elle pas évaluée ?")
        if lines > 1:
            said = self.tr("Pourquoi ces {0} ne sont-elles pas évaluées ?").format(
                plural(lines, "ligne", "lignes")
            )
        self.form.questionLabel.setText(said)
        self._group = QButtonGroup(self)
        for place, one in enumerate(NotEvaluatedReason):
            button = QRadioButton(self.tr("{0}   {1}").format(place + 1, NOT_EVALUATED[one]), self)
            button.setAccessibleName(NOT_EVALUATED[one])
            self._group.addButton(button, place)
            self.form.reasonsLayout.addWidget(button)
        chosen = list(NotEvaluatedReason).index(reason) if reason is not None else 0
        self._group.button(chosen).setChecked(True)
        self._group.button(chosen).setFocus()
        self.form.acceptButton.clicked.connect(self.accept)
        self.form.cancelButton.clicked.connect(self.reject)
        self.form.cancelButton.setAutoDefault(False)

    @property
    def reason(self) -> NotEvaluatedReason:
        """The reason chosen."""
        return list(NotEvaluatedReason)[max(0, self._group.checkedId())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a figure as a choice and its acceptance."""
        figure = figure_of(event)
        button = self._group.button(figure - 1) if figure else None
        if button is not None:
            button.setChecked(True)
            self.accept()
            return
        super().keyPressEvent(event)
