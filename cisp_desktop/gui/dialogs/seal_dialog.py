"""Asks once before sheets are sealed: what they hold, what they lack, and the juror's own code.

This module must not know how a code is checked nor how a sheet is sealed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cisp_desktop.application.queries import BlockRow, ScoreSheetView
from cisp_desktop.application.wording import plural
from cisp_desktop.domain.scoring import GLOBAL_ITEM, MarkStatus
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.seal_dialog import Ui_SealDialog
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import PlainLabel
from cisp_desktop.gui.widgets.state_dot import StateDot


@dataclass(frozen=True, slots=True)
class SheetToSeal:
    """One sheet as it stands."""

    block: BlockRow
    view: ScoreSheetView

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.view.missing


class SealDialog(FormDialog):
    """Complete sheets: ``code`` holds what was typed once ``submitted``.

    Else ``goal`` is (block id, item) to lead to.
    """

    def __init__(
        self, candidate: str, sheets: Sequence[SheetToSeal], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._sheets = tuple(sheets)
        self.goal: tuple[str, str] | None = None
        self.form = Ui_SealDialog()
        self.form.setupUi(self)
        self.compose(
            self.form.acceptButton, self.form.cancelButton,
            problem_label=self.form.problemLabel, wait_bar=self.form.waitBar,
        )  # fmt: skip
        many = len(self._sheets) > 1
        title = self.tr("Sceller mes {0} grilles : {1}") if many else self.tr("Sceller ma grille {2} : {1}")
        first = self._sheets[0].block.short_code
        title = title.format(len(self._sheets), candidate, first)
        if not many and self._sheets[0].view.round > 1:
            title = self.tr("{0} ({1})").format(title, round_words(self._sheets[0].view.round))
        self.form.titleLabel.setText(title)
        for sheet in self._sheets:
            self.form.sheetsLayout.addWidget(self._row(sheet))
        if self.complete:
            self._ask_code(many=many)
        else:
            self._say_what_lacks(many=many)
        self.form.dialogLayout.activate()
        self.resize(self.width(), self.form.dialogLayout.totalHeightForWidth(self.width()))

    @property
    def complete(self) -> bool:
        """Whether every sheet can be sealed."""
        return all(sheet.complete for sheet in self._sheets)

    @property
    def code(self) -> str:
        """The own code as typed."""
        return self.form.codeEdit.text()

    def show_problem(self, text: str) -> None:
        """Say what is wrong, and select the code to be typed again."""
        super().show_problem(text)
        if text:
            self.form.codeEdit.selectAll()
            self.form.codeEdit.setFocus()

    def problem(self) -> str:
        """Ask for at least something."""
        return "" if self.code else self.tr("Tapez votre code personnel.")

    def _ask_code(self, *, many: bool) -> None:
        text = self.tr(
            "Scellée, une grille est définitive : elle se relit et ne change plus, même en cas d’erreur. "
            "Votre code personnel le confirme."
        )
        if many:
            text = self.tr(
                "Scellées, ces grilles sont définitives : elles se relisent et ne changent plus, "
                "même en cas d’erreur. "
                "Votre code personnel le confirme."
            )
        if any(sheet.view.round > 1 for sheet in self._sheets):
            text += "\n" + self.tr(
                "La grille du tour précédent ne change pas\u00a0: elle reste scellée et montrée à côté."
            )
        self.form.textLabel.setText(text)
        self.form.codeEdit.setFocus()

    def _say_what_lacks(self, *, many: bool) -> None:
        text = self.tr("Cette grille n’est pas complète : voici ce qui manque avant de la sceller.")
        if many:
            text = self.tr("Elles se scellent ensemble ou pas du tout : voici ce qui manque.")
        self.form.textLabel.setText(text)
        self.form.codeArea.hide()
        self.form.waitBar.hide()
        policy = self.form.waitBar.sizePolicy()
        policy.setRetainSizeWhenHidden(False)
        self.form.waitBar.setSizePolicy(policy)
        self.form.acceptButton.setText(self.tr("&Compléter"))
        self.form.acceptButton.setAccessibleName(self.tr("Aller à la première ligne qui manque"))
        self.form.acceptButton.clicked.disconnect()
        lacking = next(sheet for sheet in self._sheets if not sheet.complete)
        self.form.acceptButton.clicked.connect(lambda: self._lead_to(lacking))
        self.form.acceptButton.setFocus()

    def _row(self, sheet: SheetToSeal) -> QFrame:
        frame = QFrame(self)
        dot = StateDot(frame)
        dot.set_state(DotState.READY if sheet.complete else DotState.WARNING)
        parts = [sheet.block.short_code, sheet.block.title]
        if sheet.view.round > 1:
            parts.insert(1, round_words(sheet.view.round))
        title = PlainLabel(" · ".join(parts), frame)
        title.setProperty("kind", "strong")
        title.setWordWrap(True)
        detail = PlainLabel(self._lacking(sheet) if not sheet.complete else self._summary(sheet), frame)
        detail.setProperty("kind", "muted" if sheet.complete else "warning")
        detail.setWordWrap(True)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(title)
        texts.addWidget(detail)
        layout = QHBoxLayout(frame)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(t.SPACE_S)
        layout.addWidget(dot, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)
        if not sheet.complete:
            button = QPushButton(self.tr("Y aller"), frame)
            button.setProperty("kind", "link")
            button.setAutoDefault(False)
            button.setAccessibleName(self.tr("Aller à la grille {0}").format(sheet.block.short_code))
            button.clicked.connect(lambda: self._lead_to(sheet))
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return frame

    def _lead_to(self, sheet: SheetToSeal) -> None:
        self.goal = (sheet.block.id, sheet.view.missing[0])
        self.reject()

    def _lacking(self, sheet: SheetToSeal) -> str:
        lines = len([item for item in sheet.view.missing if item != GLOBAL_ITEM])
        parts = [plural(lines, self.tr("note"), self.tr("notes"))] if lines else []
        if GLOBAL_ITEM in sheet.view.missing:
            parts.append(self.tr("le niveau global du bloc"))
        return self.tr("Il reste à donner {0}.").format(self.tr(" et ").join(parts))

    def _summary(self, sheet: SheetToSeal) -> str:
        lines = sheet.view.lines
        given = sum(line.status is MarkStatus.GIVEN for line in lines)
        parts = [plural(given, "ligne notée", "lignes notées")]
        if given < len(lines):
            parts.append(plural(len(lines) - given, "non évaluée", "non évaluées"))
        overall = sheet.view.overall.level
        if overall is not None:
            parts.append(self.tr("niveau global {0} – {1}").format(overall, sheet.view.scheme.label(overall)))
        return " · ".join(parts)


def round_words(number: int) -> str:
    """« second tour », « 3e tour »."""
    words = QCoreApplication.translate("SealDialog", "second tour" if number == 2 else "{0}e tour")
    return words.format(number)
