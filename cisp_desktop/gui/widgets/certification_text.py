"""The official text of a certification or of one of its blocks, to read.

This module must not know how a certification is chosen, edited or imported.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from cisp_desktop.application.queries import BlockRow, CertificationRow
from cisp_desktop.application.wording import ASSESSMENT_KINDS, DOSSIER_KINDS, JUDGED_BY, plural, short_day
from cisp_desktop.application.wording_minutes import NBSP, access_path_words
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.certification_words import use_words
from cisp_desktop.gui.layouts import clear_layout
from cisp_desktop.gui.widgets.labels import PlainLabel
from cisp_desktop.gui.widgets.panels import Banner, Tone


class CertificationText:
    """Fills ``layout`` of ``host`` with what is chosen."""

    def __init__(self, host: QWidget, layout: QVBoxLayout) -> None:
        self._host = host
        self._layout = layout

    def show(self, row: CertificationRow, block: BlockRow | None) -> None:
        """Show a block, or the certification when there is none."""
        clear_layout(self._layout)
        if block is None:
            self._show_certification(row)
        else:
            self._show_block(block)
        self._layout.addStretch(1)

    def _show_certification(self, row: CertificationRow) -> None:
        self._add(row.title, "section")
        self._add_facts(
            [
                (self._tr("Code"), row.code),
                (self._tr("Version"), use_words(row)),
                (self._tr("Niveau"), str(row.level_national)),
                (self._tr("Certificateur"), row.certifier_name or "–"),
                (self._tr("Enregistrée"), self._dates(row)),
                (self._tr("Voies d’accès"), _paths(row) or self._tr("aucune n’est ouverte")),
                (self._tr("Validité des blocs"), self._validity(row)),
            ]
        )
        for defect in row.sheet.get("source_defects", ()):
            banner = Banner(self._host)
            banner.show_text(Tone.WARNING, str(defect))
            self._layout.addWidget(banner)
        self._add(self._tr("Blocs"), "strong")
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
                self._tr("La fiche ne liste pas de compétences : chaque épreuve est notée sur 20."), "muted"
            )
        self._add(plural(len(block.assessments), "modalité d’évaluation", "modalités d’évaluation"), "strong")
        for assessment in block.assessments:
            parts = [ASSESSMENT_KINDS[assessment.kind], JUDGED_BY[assessment.judged_by]]
            if assessment.dossier_kind is not None:
                parts.insert(1, DOSSIER_KINDS[assessment.dossier_kind])
            if assessment.oral_minutes is not None:
                parts.append(self._tr("exposé {0}").format(f"{assessment.oral_minutes}{NBSP}min"))
            if assessment.interview_minutes is not None:
                parts.append(self._tr("entretien {0}").format(f"{assessment.interview_minutes}{NBSP}min"))
            words = f"{assessment.title}\n{' · '.join(parts)}"
            self._add_facts([(str(assessment.position), words)])

    def _dates(self, row: CertificationRow) -> str:
        if row.registration_ends is None:
            return self._tr("sans date de fin connue")
        ends = self._tr("jusqu’au {0}").format(short_day(row.registration_ends))
        if row.registration_starts is None:
            return ends
        return self._tr("du {0} {1}").format(short_day(row.registration_starts), ends)

    def _validity(self, row: CertificationRow) -> str:
        years = row.sheet.get("validity_years_of_blocks")
        return plural(int(years), self._tr("an"), self._tr("ans")) if years else self._tr("sans limite dite")

    def _add(self, text: str, kind: str) -> None:
        label = PlainLabel(text, self._host)
        label.setWordWrap(True)
        label.setProperty("kind", kind)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._layout.addWidget(label)

    def _add_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        host = QWidget(self._host)
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
        self._layout.addWidget(host)

    def _tr(self, text: str) -> str:
        return self._host.tr(text)


def _paths(row: CertificationRow) -> str:
    opened = row.sheet.get("access_paths", {})
    return ", ".join(access_path_words(path) for path, is_open in opened.items() if is_open)
