"""Words and colour of a centre's papers and messages: their list, their texts, and how they look.

This module must not know how a template is kept, nor how a paper is drawn.
"""

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap, QShowEvent
from PySide6.QtWidgets import QListWidgetItem, QMenu, QVBoxLayout, QWidget

from cisp_desktop.application.mail_wording import MAILS, sample_mail
from cisp_desktop.application.paper_wording import WORDED, paragraphs_of
from cisp_desktop.application.wording import decimal, sentence
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.paper_template import (
    LEAST_CONTRAST,
    CentreTemplates,
    checked_accent,
    checked_words,
    contrast_with_white,
)
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.paper_templates_dialog import Ui_PaperTemplatesDialog
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.page_images import PageSet
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.form_values import FieldValues
from cisp_desktop.gui.widgets.labels import PlainLabel
from cisp_desktop.gui.widgets.wording_editor import WordingEditor

_SWATCH = 14
_KIND = Qt.ItemDataRole.UserRole


class PaperTemplatesDialog(FormDialog):
    """``templates`` holds what is typed. ``preview_wanted`` follows each change and each paper chosen;
    ``centre_asked`` wants the centre's own settings.
    """

    preview_wanted = Signal()
    centre_asked = Signal()

    def __init__(
        self,
        centre: str,
        known: CentreTemplates,
        *,
        tasks: TaskRunner,
        icons: Icons,
        parent: QWidget | None = None,
    ) -> None:
        """``known`` are the templates as they are kept."""
        super().__init__(parent)
        self.form = form = Ui_PaperTemplatesDialog()
        form.setupUi(self)
        self.compose(form.acceptButton, form.cancelButton, problem_label=form.problemLabel)
        form.titleLabel.setText(self.tr("Modèles des documents · {0}").format(centre))
        self._typed: dict[str, dict[str, str]] = {}
        self.editors: list[WordingEditor] = []
        form.previewViewer.set_up(tasks, icons)
        if form.previewViewer.area is not None:
            form.previewViewer.area.setAccessibleName(self.tr("Aperçu du document, page par page"))
        self._offer_colours()
        self._offer_resets()
        for kind, title in WORDED.items():
            QListWidgetItem(title, form.papersListWidget).setData(_KIND, kind)
        self._centre = centre
        for button in (form.centreButton, form.resetButton):
            button.setAutoDefault(False)
        form.papersListWidget.currentRowChanged.connect(self._on_paper_chosen)
        form.colourEdit.textChanged.connect(self._on_colour_typed)
        form.colourComboBox.activated.connect(self._on_colour_chosen)
        form.centreButton.clicked.connect(self.centre_asked)
        self.show_templates(known)
        form.papersListWidget.setCurrentRow(0)
        fit_dialog(self)

    # --- what is typed --------------------------------------------------------------------------------

    @property
    def kind(self) -> str:
        """The paper or message being worded."""
        item = self.form.papersListWidget.currentItem()
        return str(item.data(_KIND)) if item is not None else next(iter(WORDED))

    @property
    def words_mail(self) -> bool:
        """Whether it is a message, which no paper shows."""
        return self.kind in MAILS

    @property
    def templates(self) -> CentreTemplates:
        """What is typed, as far as it differs from the origin."""
        papers = {
            kind: {
                key: text for key, text in texts.items() if text.strip() != paragraphs_of(kind)[key].origin
            }
            for kind, texts in self._typed.items()
        }
        accent = self.form.colourEdit.text().strip()
        return CentreTemplates(accent, {kind: texts for kind, texts in papers.items() if texts})

    def show_templates(self, templates: CentreTemplates) -> None:
        """Show other templates; the paper being worded stays."""
        for kind in WORDED:
            self._typed[kind] = {
                key: _or(templates.words(kind, key), paragraph.origin)
                for key, paragraph in paragraphs_of(kind).items()
            }
        self.form.colourEdit.setText(templates.accent)
        self._show_colour()
        self._mark_papers()
        self._show_paper()

    def typed(self) -> FieldValues:
        """Return what is typed, of every paper."""
        return {"templates": self.templates}

    def put_back(self, values: FieldValues) -> None:
        """Fill every paper as it was when it was interrupted, and say so."""
        self.show_templates(cast(CentreTemplates, values["templates"]))
        super().put_back({})

    def problem(self) -> str:
        """Return what cannot be kept, and show the paper where it is."""
        try:
            checked_accent(self.form.colourEdit.text())
        except RuleError as error:
            return self.point_out(self.form.colourEdit, sentence(error))
        for row, (kind, title) in enumerate(WORDED.items()):
            for key, paragraph in paragraphs_of(kind).items():
                try:
                    checked_words(self._typed[kind][key], paragraph.rule)
                except RuleError as error:
                    self.form.papersListWidget.setCurrentRow(row)
                    faulty = next(one.edit for one in self.editors if one.paragraph.key == key)
                    words = self.tr("{0}\u00a0: {1}").format(title, sentence(error))
                    return self.point_out(faulty, words)
        return ""

    # --- the preview ----------------------------------------------------------------------------------

    def show_preview(self, pages: PageSet, *, sample: bool) -> None:
        """Show how the paper looks; ``sample`` says that its data is invented."""
        self.form.previewViewer.show_pages(pages)
        if self.words_mail:
            return
        invented = self.tr("Aperçu sur un exemple inventé\u00a0: rien n’est émis.")
        real = self.tr("Aperçu sur le premier document de la session\u00a0: rien n’est émis.")
        self.form.previewLabel.setText(invented if sample else real)

    def hold_preview(self, why: str) -> None:
        """Say in one sentence why the preview does not follow; what it shows stays."""
        if self.words_mail:
            return
        first, dot, _rest = why.partition(". ")
        self.form.previewLabel.setText(self.tr("L’aperçu attend. {0}").format(first + dot.strip()))

    def _want_preview(self) -> None:
        """Show how a message reads at once; a paper is drawn behind."""
        mail = self.words_mail
        self.form.previewViewer.setVisible(not mail)
        self.form.mailPreviewEdit.setVisible(mail)
        if not mail:
            self.preview_wanted.emit()
            return
        message = sample_mail(self.templates, self.kind, centre=self._centre)
        subject = self.tr("Objet\u00a0: {0}").format(message.subject)
        self.form.mailPreviewEdit.setPlainText(f"{subject}\n\n{message.text}")
        said = self.tr("Aperçu pour un candidat inventé\u00a0: rien n’est envoyé.")
        self.form.previewLabel.setText(said)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the titles that wrap the height that they need in this width."""
        super().showEvent(event)
        model = self.form.papersListWidget.model()
        model.dataChanged.emit(model.index(0, 0), model.index(model.rowCount() - 1, 0))

    def done(self, result: int) -> None:
        """Close, and forget the pages."""
        self.form.previewViewer.show_pages(None)
        super().done(result)

    # --- texts ----------------------------------------------------------------------------------------

    def _on_paper_chosen(self) -> None:
        self._show_paper()

    def _show_paper(self) -> None:
        """Show the texts of the paper chosen."""
        area, kind = self.form.wordingScrollArea, self.kind
        host = QWidget()
        host.setObjectName("scrollContents")
        layout = QVBoxLayout(host)
        layout.setContentsMargins(0, 0, t.SPACE_S, 0)
        layout.setSpacing(t.SPACE_L)
        self.editors = []
        for key, paragraph in paragraphs_of(kind).items():
            editor = WordingEditor(paragraph, self._typed[kind][key], host)
            editor.changed.connect(self._on_text_changed)
            layout.addWidget(editor)
            self.editors.append(editor)
        if not self.editors:
            layout.addWidget(self._fixed(host))
        layout.addStretch(1)
        area.setWidget(host)
        self._follow_tab_order()
        self._want_preview()

    def _fixed(self, host: QWidget) -> PlainLabel:
        label = PlainLabel(
            self.tr(
                "Ce document porte les mentions que la réglementation veut, et aucune autre\u00a0: seule sa "
                "couleur se règle. C’est le certificateur qui le délivre\u00a0: il ne porte pas le logo du "
                "centre."
            ),
            host,
        )
        label.setWordWrap(True)
        label.setProperty("kind", "muted")
        return label

    def _follow_tab_order(self) -> None:
        before: QWidget = self.form.papersListWidget
        for editor in self.editors:
            for one in (editor.edit, editor.field_button, editor.origin_button):
                self.setTabOrder(before, one)
                before = one
        self.setTabOrder(before, self.form.colourComboBox)

    def _on_text_changed(self) -> None:
        kind = self.kind
        for editor in self.editors:
            self._typed[kind][editor.paragraph.key] = editor.text
        self._mark_papers()
        self._want_preview()

    def _mark_papers(self) -> None:
        """Say in the list which papers are not as at the origin."""
        changed, papers = self.templates.papers, self.form.papersListWidget
        for row in range(papers.count()):
            item = papers.item(row)
            title = WORDED[item.data(_KIND)]
            item.setText(self.tr("{0} · modifié").format(title) if item.data(_KIND) in changed else title)

    def _offer_resets(self) -> None:
        menu = QMenu(self.form.resetButton)
        menu.addAction(self.tr("Ce document")).triggered.connect(self._on_paper_reset)
        menu.addAction(self.tr("Tous les documents, et la couleur")).triggered.connect(self._on_all_reset)
        self.form.resetButton.setMenu(menu)

    def _on_paper_reset(self) -> None:
        for editor in self.editors:
            editor.go_back()

    def _on_all_reset(self) -> None:
        self.show_templates(CentreTemplates())

    # --- colour ---------------------------------------------------------------------------------------

    def _offer_colours(self) -> None:
        box = self.form.colourComboBox
        for colour, name in self._colours().items():
            box.addItem(_swatch(colour or "#000000"), name, colour)
        box.addItem(self.tr("Autre"), None)

    def _colours(self) -> Mapping[str, str]:
        return {
            "": self.tr("Noir (d’origine)"),
            "#1F3A5F": self.tr("Bleu nuit"),
            "#1A5276": self.tr("Bleu"),
            "#1E5631": self.tr("Vert sapin"),
            "#7A1F2B": self.tr("Bordeaux"),
            "#5B2C6F": self.tr("Violet"),
            "#6E3B00": self.tr("Brun"),
        }

    def _on_colour_chosen(self, place: int) -> None:
        colour = self.form.colourComboBox.itemData(place)
        if colour is None:
            self.form.colourEdit.setFocus()
            self.form.colourEdit.selectAll()
        else:
            self.form.colourEdit.setText(colour)

    def _on_colour_typed(self) -> None:
        self._show_colour()
        self._want_preview()

    def _show_colour(self) -> None:
        """Say how the colour typed reads, and show it in the list."""
        box, label = self.form.colourComboBox, self.form.contrastLabel
        try:
            accent = checked_accent(self.form.colourEdit.text())
        except RuleError as error:
            box.setCurrentIndex(box.count() - 1)
            label.setText(sentence(error))
            return
        place = box.findData(accent)
        box.setCurrentIndex(place if place >= 0 else box.count() - 1)
        contrast = decimal(int(contrast_with_white(accent or "#000000") * 10) / 10)
        words = self.tr("Contraste avec le blanc\u00a0: {0} (au moins {1}).")
        label.setText(words.format(contrast, decimal(LEAST_CONTRAST)))


def _or(text: str | None, origin: str) -> str:
    return origin if text is None else text


def _swatch(colour: str) -> QIcon:
    picture = QPixmap(_SWATCH, _SWATCH)
    picture.fill(QColor(colour))
    return QIcon(picture)
