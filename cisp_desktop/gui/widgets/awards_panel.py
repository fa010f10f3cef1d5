"""The register of awards: who was certified or got which block, by complete minutes.

This module must not know how minutes are frozen.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cisp_desktop.application.awards import AwardRegister, award_register
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.register_paper import RegisterPaper
from cisp_desktop.application.register_papers import award_paper
from cisp_desktop.application.wording_registers import AWARD_TITLES, asked_words, award_cells, award_table
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.itemmodels.text_table_model import TextLine
from cisp_desktop.gui.widgets.journal_panel import fill
from cisp_desktop.gui.widgets.panels import Tone
from cisp_desktop.gui.widgets.register_panel import RegisterPanel, Table

_WIDTHS = (170, 90, 100, 92, 130, 90, 138, 196, 92, 220, 140, 140)


class AwardsPanel(RegisterPanel):
    """The awards of the years, centres and certifications chosen."""

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, AWARD_TITLES, _WIDTHS, file_name="registre-des-delivrances", parent=parent)
        self._register = AwardRegister((), (), (), ())
        self.form.archiveButton.hide()
        self.form.lineTableView.setAccessibleName(self.tr("Registre des délivrances"))

    def refresh(self) -> None:
        """Read the register again."""
        queries, year = self.context.queries, self.year
        centre, code = self._chosen()
        self.run(
            lambda _progress: award_register(queries, year=year, centre=centre, certification=code),
            self._on_read,
        )

    def _chosen(self) -> tuple[str, str]:
        form = self.form
        centre, code = form.centreComboBox.currentData(), form.certificationComboBox.currentData()
        return str(centre or ""), str(code or "")

    def _on_read(self, register: AwardRegister) -> None:
        self._register = register
        form = self.form
        fill(form.yearComboBox, self.tr("Toutes les années"), [(str(y), str(y)) for y in register.years])
        fill(form.centreComboBox, self.tr("Tous les centres"), [(one, one) for one in register.centres])
        fill(
            form.certificationComboBox, self.tr("Toutes les certifications"),
            [(one, one) for one in register.certifications],
        )  # fmt: skip
        self.show_lines(
            [TextLine(f"{one.minutes_number}:{one.number}", award_cells(one)) for one in register.awards]
        )
        nothing = not (register.years or register.awards)
        words = self.tr("Rien n’est délivré tant qu’aucun procès-verbal n’a toutes ses signatures.")
        self.tell(Tone.INFO, words if nothing else "")

    def export_content(self) -> tuple[Table, Callable[[Workspace], RegisterPaper]]:
        """Return the register as chosen, and what draws it."""
        register = self._register
        asked = asked_words(str(self.year or ""), *self._chosen())
        return award_table(register), lambda workspace: award_paper(
            register, workspace.queries.check_journal(), asked=asked, made=workspace.clock()
        )
