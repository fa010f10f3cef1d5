"""The facts of a certification: code, title, level, certifier, dates, access paths, prerequisites.

Each field follows the typing and is one step of the desk. This module must not know blocks, nor how a sheet
is saved.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from cisp_desktop.application.certification_draft import CertificationDraft, with_facts
from cisp_desktop.application.wording import read_day, short_day
from cisp_desktop.application.wording_minutes import access_path_words
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.gui.certification_desk import CertificationDesk
from cisp_desktop.gui.forms.certification_facts import Ui_CertificationFacts
from cisp_desktop.gui.theme import restyle
from cisp_desktop.gui.widgets.fields import indent_numbers
from cisp_desktop.gui.widgets.flat_text import typed_text
from cisp_desktop.gui.widgets.labels import literal_caption

LEVELS = range(1, 9)
SIRET_DIGITS = 14
TEXT_LINES = 3


class CertificationFacts(QWidget):
    """A form over the desk's facts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk: CertificationDesk | None = None
        self.form = Ui_CertificationFacts()
        self.form.setupUi(self)
        indent_numbers(self)
        self.path_boxes: dict[AccessPath, QCheckBox] = {}
        self._make_paths()
        self._fill_levels()
        for area in (self.form.nsfEdit, self.form.prerequisiteTextEdit):
            area.setFixedHeight(area.fontMetrics().lineSpacing() * TEXT_LINES + 16)
        self._connect()

    def take_desk(self, desk: CertificationDesk | None) -> None:
        """Work on another draft."""
        self._desk = desk

    def show_draft(self, draft: CertificationDraft) -> None:
        """Show the facts; a field that already says so is left alone, with its cursor."""
        form, facts = self.form, draft.facts
        certifier: Mapping[str, Any] = facts.get("certifier") or {}
        asked: Mapping[str, Any] = facts.get("prerequisites") or {}
        fixed = draft.base_id is not None
        form.codeEdit.setReadOnly(fixed)
        form.codeEdit.setToolTip(self.tr("Le code d’une fiche enregistrée ne change plus.") if fixed else "")
        _show_line(form.codeEdit, draft.code)
        form.titleEdit.show_text(str(facts.get("title") or ""))
        _show_choice(form.levelComboBox, facts.get("level_national"))
        _show_choice(form.europeanComboBox, facts.get("level_european"))
        _show_line(form.certifierEdit, str(certifier.get("name") or ""))
        _show_line(form.siretEdit, str(certifier.get("siret") or ""))
        self._show_days(facts)
        if nsf_entries(typed_text(form.nsfEdit)) != list(facts.get("nsf") or ()):
            _show_area(form.nsfEdit, nsf_text(facts.get("nsf") or ()))
        _show_number(form.validitySpinBox, facts.get("validity_years_of_blocks"))
        _show_number(form.entrySpinBox, asked.get("entry_level"))
        _show_number(form.experienceSpinBox, asked.get("experience_years"))
        _show_number(form.apprenticeSpinBox, asked.get("experience_years_apprenticeship"))
        _check(form.selectionCheckBox, bool(asked.get("selection")))
        _show_area(form.prerequisiteTextEdit, str(asked.get("text") or ""))
        opened = facts.get("access_paths") or {}
        for path, box in self.path_boxes.items():
            _check(box, bool(opened.get(path.value)))
        self._judge()

    def _show_days(self, facts: Mapping[str, Any]) -> None:
        for edit, name in (
            (self.form.startsEdit, "registration_starts"),
            (self.form.endsEdit, "registration_ends"),
        ):
            day = read_day(str(facts.get(name) or ""))
            if read_day(edit.text()) != day:
                _show_line(edit, short_day(day) if day else "")

    def _judge(self) -> None:
        """Mark what cannot be right; it does not stop the typing."""
        form = self.form
        for edit in (form.startsEdit, form.endsEdit):
            _mark(edit, wrong=bool(edit.text().strip()) and read_day(edit.text()) is None)
        digits = form.siretEdit.text().replace(" ", "")
        sound = not digits or (digits.isdecimal() and len(digits) == SIRET_DIGITS)
        _mark(form.siretEdit, wrong=not sound)
        words = "" if sound else self.tr("Un SIRET compte 14 chiffres.")
        form.siretEdit.setToolTip(words)

    def unread_day(self) -> str:
        """Return what is typed in a date field and is no date; empty when both can be read."""
        for edit in (self.form.startsEdit, self.form.endsEdit):
            if edit.text().strip() and read_day(edit.text()) is None:
                return edit.text().strip()
        return ""

    def _make_paths(self) -> None:
        for number, path in enumerate(AccessPath):
            words = access_path_words(path.value)
            box = QCheckBox(literal_caption(words[:1].upper() + words[1:]), self.form.scrollContents)
            box.setObjectName(f"{path.value.casefold()}CheckBox")
            box.toggled.connect(self._on_path_toggled)
            self.form.pathsLayout.addWidget(box, number // 2, number % 2)
            self.path_boxes[path] = box
        before: QWidget = self.form.validitySpinBox
        for box in self.path_boxes.values():
            QWidget.setTabOrder(before, box)
            before = box

    def _fill_levels(self) -> None:
        for box, none in (
            (self.form.levelComboBox, self.tr("à choisir")),
            (self.form.europeanComboBox, self.tr("aucun")),
        ):
            box.addItem(none, None)
            for level in LEVELS:
                box.addItem(str(level), level)

    def _connect(self) -> None:
        form = self.form
        form.codeEdit.textEdited.connect(self._on_code_edited)
        form.titleEdit.edited.connect(self._on_title_edited)
        form.levelComboBox.activated.connect(self._on_levels_chosen)
        form.europeanComboBox.activated.connect(self._on_levels_chosen)
        form.certifierEdit.textEdited.connect(self._on_certifier_edited)
        form.siretEdit.textEdited.connect(self._on_certifier_edited)
        form.startsEdit.textEdited.connect(self._on_days_edited)
        form.endsEdit.textEdited.connect(self._on_days_edited)
        form.nsfEdit.textChanged.connect(self._on_nsf_edited)
        form.validitySpinBox.valueChanged.connect(self._on_validity_changed)
        for box in (form.entrySpinBox, form.experienceSpinBox, form.apprenticeSpinBox):
            box.valueChanged.connect(self._on_prerequisites_changed)
        form.selectionCheckBox.toggled.connect(self._on_prerequisites_changed)
        form.prerequisiteTextEdit.textChanged.connect(self._on_prerequisites_changed)

    def _apply(self, words: str, field: str, **facts: Any) -> None:
        if self._desk is not None:
            self._desk.apply(words, with_facts(self._desk.draft, **facts), field=field)

    def _facts(self) -> Mapping[str, Any]:
        return self._desk.draft.facts if self._desk is not None else {}

    def _on_code_edited(self, text: str) -> None:
        self._apply(self.tr("Code"), "code", code=text.strip())

    def _on_title_edited(self, text: str) -> None:
        self._apply(self.tr("Intitulé"), "title", title=text)

    def _on_levels_chosen(self) -> None:
        self._apply(
            self.tr("Niveau"),
            "",
            level_national=self.form.levelComboBox.currentData(),
            level_european=self.form.europeanComboBox.currentData(),
        )

    def _on_certifier_edited(self) -> None:
        certifier = {
            **(self._facts().get("certifier") or {}),
            "name": self.form.certifierEdit.text(),
            "siret": self.form.siretEdit.text().replace(" ", ""),
        }
        self._apply(self.tr("Certificateur"), "certifier", certifier=certifier)
        self._judge()

    def _on_days_edited(self) -> None:
        starts, ends = (read_day(edit.text()) for edit in (self.form.startsEdit, self.form.endsEdit))
        self._apply(
            self.tr("Dates"),
            "days",
            registration_starts=starts.isoformat() if starts else None,
            registration_ends=ends.isoformat() if ends else None,
        )
        self._judge()

    def _on_nsf_edited(self) -> None:
        self._apply(self.tr("Codes NSF"), "nsf", nsf=nsf_entries(typed_text(self.form.nsfEdit)))

    def _on_validity_changed(self, years: int) -> None:
        self._apply(self.tr("Validité des blocs"), "validity", validity_years_of_blocks=years or None)

    def _on_path_toggled(self) -> None:
        opened = {path.value: box.isChecked() for path, box in self.path_boxes.items()}
        self._apply(self.tr("Voies d’accès"), "", access_paths=opened)

    def _on_prerequisites_changed(self) -> None:
        form = self.form
        typed = {
            "entry_level": form.entrySpinBox.value(),
            "experience_years": form.experienceSpinBox.value(),
            "experience_years_apprenticeship": form.apprenticeSpinBox.value(),
            "selection": form.selectionCheckBox.isChecked(),
            "text": typed_text(form.prerequisiteTextEdit),
        }
        before = self._facts().get("prerequisites") or {}
        kept = {name: value for name, value in before.items() if name not in typed}
        asked = {**kept, **{name: value for name, value in typed.items() if value}}
        self._apply(self.tr("Prérequis"), "prerequisites", prerequisites=asked)


def nsf_text(entries: Sequence[Mapping[str, str]]) -> str:
    """Return NSF codes as typed: one per line, the code first."""
    return "\n".join(f"{one.get('code', '')} {one.get('title', '')}".strip() for one in entries)


def nsf_entries(text: str) -> list[dict[str, str]]:
    """Read NSF codes typed one per line."""
    lines = [line.strip().partition(" ") for line in text.splitlines() if line.strip()]
    return [{"code": code, "title": title.strip()} for code, _, title in lines]


def _show_line(edit: QLineEdit, text: str) -> None:
    if edit.text() != text and edit.text().strip() != text:
        edit.setText(text)
        edit.setCursorPosition(0)


def _show_area(edit: QPlainTextEdit, text: str) -> None:
    if typed_text(edit) != text:
        with QSignalBlocker(edit):
            edit.setPlainText(text)


def _show_number(box: QSpinBox, value: int | None) -> None:
    with QSignalBlocker(box):
        box.setValue(value or 0)


def _show_choice(box: QComboBox, value: int | None) -> None:
    box.setCurrentIndex(max(box.findData(value), 0))


def _check(box: QCheckBox, checked: bool) -> None:
    with QSignalBlocker(box):
        box.setChecked(checked)


def _mark(edit: QLineEdit, *, wrong: bool) -> None:
    kind = "invalid" if wrong else ""
    if (edit.property("kind") or "") != kind:
        edit.setProperty("kind", kind)
        restyle(edit)
