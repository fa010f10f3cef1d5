"""The settings of this computer, and what is done to the open workspace as a whole.

This module must not know how a workspace is checked or copied.
"""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.wording import moment_words, plural, sentence, sentence_of
from cisp_desktop.gui.authority_export import export_authority
from cisp_desktop.gui.centre_acts import ask_centre
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.settings_page import Ui_SettingsPage
from cisp_desktop.gui.pages.page import Page
from cisp_desktop.gui.paper_template_acts import manage_paper_templates
from cisp_desktop.gui.rescue_place import choose_place
from cisp_desktop.gui.theme import ThemeMode
from cisp_desktop.gui.widgets.panels import Tone

CENTRE_ID = Qt.ItemDataRole.UserRole + 1


class SettingsPage(Page):
    """Every change holds at once; there is nothing to confirm.

    Targets of ``focus_on``: ``centre:<id>``, whose settings it opens; ``copies``.
    """

    concerns = Change.SESSIONS

    def __init__(self, context: GuiContext) -> None:
        super().__init__(context)
        self.form = Ui_SettingsPage()
        self.form.setupUi(self)
        words = {
            ThemeMode.SYSTEM: self.tr("Comme le système"),
            ThemeMode.LIGHT: self.tr("Clair"),
            ThemeMode.DARK: self.tr("Sombre"),
        }
        for mode, text in words.items():
            self.form.themeComboBox.addItem(text, mode.value)
        self.centres = QStandardItemModel(self)
        self.form.centreListView.setModel(self.centres)
        self.form.centreListView.activated.connect(self._on_centre_asked)
        self.form.centreButton.clicked.connect(self._on_centre_asked)
        self.form.templatesButton.clicked.connect(self._on_templates_asked)
        self.form.screenNoteLabel.setText(self._screen_words())
        self._show_settings()
        self._show_copies()
        self.form.placeButton.clicked.connect(self._on_place_clicked)
        self.form.copyNowButton.clicked.connect(context.rescue.copy_now)
        self.form.noPlaceButton.clicked.connect(self._on_no_place_clicked)
        context.rescue.changed.connect(self._show_copies)
        self.form.themeComboBox.currentIndexChanged.connect(self._on_look_changed)
        self.form.scaleSpinBox.valueChanged.connect(self._on_look_changed)
        self.form.lockSpinBox.valueChanged.connect(self._on_lock_changed)
        self.form.soundCheckBox.toggled.connect(self._on_sound_toggled)
        self.form.leastSpinBox.valueChanged.connect(self._on_least_changed)
        self.form.resamplesSpinBox.valueChanged.connect(self._on_resamples_changed)
        self.form.backupButton.clicked.connect(self._on_backup_clicked)
        self.form.checkButton.clicked.connect(self._on_check_clicked)
        self.form.certificateButton.clicked.connect(self._on_certificate_clicked)
        context.theme.changed.connect(self._show_settings)

    @property
    def title(self) -> str:
        """Where the user is."""
        return self.tr("Réglages")

    def refresh(self, changes: Changes | None) -> None:
        """Show the settings and the folder again."""
        del changes
        self._show_settings()
        self._show_centres()
        notices = [sentence_of(code, {}) for code in self.context.workspace.notices]
        self.form.checkBanner.show_text(Tone.WARNING, "\n".join(notices))

    def panes(self) -> Sequence[QWidget]:
        """Look, safety, centres, workspace, copies, authority."""
        form = self.form
        return (
            form.lookFrame, form.safetyFrame, form.harmonisationFrame, form.centresFrame,
            form.workspaceFrame, form.copiesFrame, form.authorityFrame,
        )  # fmt: skip

    def focus_on(self, target: str) -> None:
        """Open a centre's settings, or go to the copies."""
        if target == "copies":
            self.form.settingsScrollArea.ensureWidgetVisible(self.form.copiesFrame)
            self.form.placeButton.setFocus(Qt.FocusReason.OtherFocusReason)
        kind, _, centre_id = target.partition(":")
        for row in range(self.centres.rowCount()):
            if kind == "centre" and self.centres.item(row).data(CENTRE_ID) == centre_id:
                self.form.centreListView.setCurrentIndex(self.centres.index(row, 0))
                self._on_centre_asked()

    def _show_centres(self) -> None:
        """List the centres; the chosen one stays chosen."""
        chosen = self.form.centreListView.currentIndex().row()
        self.centres.clear()
        for row in self.context.queries.centres():
            count = plural(row.sessions, self.tr("session"), self.tr("sessions"))
            item = QStandardItem(f"{row.name} · {row.code} · {count}")
            item.setData(row.id, CENTRE_ID)
            self.centres.appendRow(item)
        self.form.centreListView.setCurrentIndex(self.centres.index(max(chosen, 0), 0))
        for button in (self.form.centreButton, self.form.templatesButton):
            button.setEnabled(self.centres.rowCount() > 0)

    def _on_centre_asked(self) -> None:
        centre_id = self.form.centreListView.currentIndex().data(CENTRE_ID)
        if isinstance(centre_id, str):
            ask_centre(self.context, centre_id, parent=self)

    def _on_templates_asked(self) -> None:
        centre_id = self.form.centreListView.currentIndex().data(CENTRE_ID)
        if isinstance(centre_id, str):
            manage_paper_templates(self.context, centre_id, session_id=self.context.session_id, parent=self)

    def _show_settings(self) -> None:
        theme, settings = self.context.theme, self.context.settings
        combo, scale = self.form.themeComboBox, self.form.scaleSpinBox
        for widget in (combo, scale):
            widget.blockSignals(True)
        combo.setCurrentIndex(combo.findData(theme.mode.value))
        scale.setValue(theme.text_scale)
        for widget in (combo, scale):
            widget.blockSignals(False)
        self.form.lockSpinBox.setValue(settings.lock_minutes)
        self.form.soundCheckBox.setChecked(settings.timer_sounds)
        self.form.leastSpinBox.setValue(settings.least_lines)
        self.form.resamplesSpinBox.setValue(settings.resamples)
        self.form.pathLabel.setText(str(self.context.workspace.path))

    def _screen_words(self) -> str:
        if self.context.hears_screen:
            return self.tr(
                "Le poste se verrouille aussi avec l’écran de l’ordinateur et à sa mise en veille."
            )
        return self.tr(
            "Ce système n’annonce pas le verrouillage de son écran à l’application : avant de quitter "
            "l’ordinateur, faites Ctrl+L."
        )

    def _show_copies(self) -> None:
        rescue, form = self.context.rescue, self.form
        place, state = rescue.place, rescue.state
        form.placeLabel.setText(str(place) if place is not None else self.tr("Aucun lieu choisi"))
        form.copyNowButton.setEnabled(place is not None and not state.running)
        form.noPlaceButton.setEnabled(place is not None)
        if state.error is not None:
            form.copyBanner.show_text(Tone.WARNING, sentence(state.error))
        elif state.at is not None:
            words = self.tr("Dernière copie entière le {0}.").format(moment_words(state.at))
            form.copyBanner.show_text(Tone.SUCCESS, words)
        else:
            form.copyBanner.show_text(Tone.NEUTRAL, "")

    def _on_place_clicked(self) -> None:
        choose_place(self.context, self)

    def _on_no_place_clicked(self) -> None:
        self.context.rescue.choose(None)

    def _on_look_changed(self) -> None:
        theme, settings = self.context.theme, self.context.settings
        settings.theme = ThemeMode(self.form.themeComboBox.currentData())
        settings.text_scale = self.form.scaleSpinBox.value()
        theme.apply(settings.theme, text_scale=settings.text_scale)

    def _on_lock_changed(self, minutes: int) -> None:
        self.context.settings.lock_minutes = minutes

    def _on_sound_toggled(self, wanted: bool) -> None:
        self.context.settings.timer_sounds = wanted

    def _on_least_changed(self, lines: int) -> None:
        self.context.settings.least_lines = lines

    def _on_resamples_changed(self, draws: int) -> None:
        self.context.settings.resamples = draws

    def _on_backup_clicked(self) -> None:
        name = f"{self.context.workspace.path.name}.cisp-copie"
        target = self.context.messages.save_file(
            self,
            self.tr("Copie complète"),
            suggested=name,
            filters=self.tr("Copies complètes (*.cisp-copie)"),
        )
        if target is None:
            return
        workspace = self.context.workspace
        self.context.tasks.run(
            lambda _progress: workspace.backup(target),
            lambda _none: self.form.checkBanner.show_text(
                Tone.SUCCESS, self.tr("Copie écrite : {0}").format(target)
            ),
            title=self.tr("Copie complète"), owner=self, cancellable=False,
        )  # fmt: skip

    def _on_check_clicked(self) -> None:
        workspace = self.context.workspace
        self.context.tasks.run(
            lambda _progress: workspace.check(), self._on_checked,
            title=self.tr("Contrôle de l’intégrité"), owner=self, cancellable=False,
        )  # fmt: skip

    def _on_checked(self, damages: list[str]) -> None:
        if not damages:
            self.form.checkBanner.show_text(Tone.SUCCESS, self.tr("Base, dossiers et journal sont intacts."))
            return
        lines = [_damage_words(damage) for damage in damages[:5]]
        if len(damages) > len(lines):
            lines.append(self.tr("… et {0} autres.").format(len(damages) - len(lines)))
        self.form.checkBanner.show_text(Tone.DANGER, "\n".join(lines))

    def _on_certificate_clicked(self) -> None:
        export_authority(self.context, self)


def _damage_words(damage: str) -> str:
    """Word one line of ``Workspace.check``: a code, then details after a colon."""
    code, _, detail = damage.partition(":")
    if code == "journal":
        return _tr("Le journal ne se tient plus à partir de la ligne {0}.").format(detail)
    if code in ("database", "foreign_key"):
        return _tr("La base est endommagée ({0}) : restaurez la dernière sauvegarde.").format(detail)
    return sentence_of(code, {"sha256": detail})


def _tr(text: str) -> str:
    return QCoreApplication.translate("SettingsPage", text)
