"""The first page: recent workspaces, open, create, and the demonstration.

It is painted before anything else is imported. This module must not know workspaces: it only asks.
"""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QAbstractItemDelegate, QListWidgetItem, QWidget

from cisp_desktop.gui.forms.welcome_page import Ui_WelcomePage
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.tokens import SPACE_S, SPACE_XS
from cisp_desktop.gui.widgets.labels import literal_tooltip

SHOWN_ROWS = 4
"""Recent workspaces shown without scrolling."""


class WelcomePage(QWidget):
    """Asks for a workspace. The signals carry the folder that was chosen, as text."""

    open_asked = Signal(str)
    folder_asked = Signal()
    creation_asked = Signal()
    demonstration_asked = Signal()
    copy_asked = Signal()
    cancel_asked = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._cancelling = False
        self.form = Ui_WelcomePage()
        self.form.setupUi(self)
        self.form.recentListWidget.itemActivated.connect(self._on_item_activated)
        self.form.recentListWidget.currentItemChanged.connect(self._on_current_changed)
        self.form.openRecentButton.clicked.connect(self._on_open_recent_clicked)
        self.form.forgetButton.clicked.connect(self._on_forget_clicked)
        self.form.createButton.clicked.connect(self.creation_asked)
        self.form.openButton.clicked.connect(self.folder_asked)
        self.form.demonstrationButton.clicked.connect(self.demonstration_asked)
        self.form.copyButton.clicked.connect(self.copy_asked)
        self.form.makingCancelButton.clicked.connect(self._on_cancel_clicked)
        self.form.makingFrame.hide()
        self.show_recent()

    def show_recent(self) -> None:
        """Read the recent workspaces again; the first one is chosen."""
        view = self.form.recentListWidget
        view.clear()
        height = 2 * view.fontMetrics().height() + 2 * SPACE_S + SPACE_XS
        for text in self._settings.recent_workspaces:
            path = Path(text)
            item = QListWidgetItem(f"{path.name}\n{path.parent}", view)
            item.setSizeHint(QSize(200, height))
            item.setData(Qt.ItemDataRole.UserRole, text)
            item.setToolTip(literal_tooltip(text))
        known = view.count() > 0
        if known:
            view.setFixedHeight(
                view.sizeHintForRow(0) * min(view.count(), SHOWN_ROWS) + 2 * view.frameWidth()
            )
        view.setVisible(known)
        self.form.openRecentButton.setVisible(known)
        self.form.forgetButton.setVisible(known)
        self.form.recentEmptyLabel.setVisible(not known)
        kind = "primary" if not known else ""
        self.form.createButton.setProperty("kind", kind)
        self.form.createButton.style().polish(self.form.createButton)
        if known:
            view.setCurrentRow(0)
            view.setFocus()
        else:
            self.form.createButton.setFocus()

    def show_waiting(self, title: str) -> None:
        """Say what the user waits for, with a bar that moves; nothing else can be asked for meanwhile."""
        self.form.makingTitleLabel.setText(title)
        self.form.makingStepLabel.clear()
        self.form.makingBar.setRange(0, 0)
        self.form.makingCancelButton.hide()
        self._let_ask(False)

    def show_step(self, words: str, done: int, total: int, *, cancellable: bool) -> None:
        """Say what is being made and how much of the whole is behind."""
        cancelling = self._cancelling and cancellable
        self.form.makingStepLabel.setText(self.tr("Annulation…") if cancelling else words)
        self.form.makingBar.setRange(0, total)
        self.form.makingBar.setValue(done)
        self.form.makingCancelButton.setVisible(cancellable)

    def end_waiting(self) -> None:
        """Let the user ask again."""
        self._let_ask(True)

    def _let_ask(self, ready: bool) -> None:
        focused = self.form.demonstrationButton.hasFocus() or self.form.makingCancelButton.hasFocus()
        self._cancelling = False
        self.form.makingCancelButton.setEnabled(True)
        self.form.makingFrame.setVisible(not ready)
        for widget in (
            self.form.recentFrame, self.form.createButton, self.form.openButton, self.form.copyButton,
            self.form.demonstrationButton,
        ):  # fmt: skip
            widget.setEnabled(ready)
        if ready and focused:
            self.form.demonstrationButton.setFocus()

    def use_delegate(self, delegate: QAbstractItemDelegate) -> None:
        """Draw the recent workspaces better: after the first paint, since it loads Qt's styles."""
        self.form.recentListWidget.setItemDelegate(delegate)

    def show_logo(self) -> None:
        """Draw the logo: after the first paint, since it loads Qt's drawing of SVG."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(":/cisp/icons/cisp-desktop.svg").scaled(
            round(56 * ratio), round(56 * ratio),
            Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation,
        )  # fmt: skip
        picture.setDevicePixelRatio(ratio)
        self.form.logoLabel.setPixmap(picture)

    def _chosen(self) -> str:
        item = self.form.recentListWidget.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def _on_current_changed(self) -> None:
        chosen = bool(self._chosen())
        self.form.openRecentButton.setEnabled(chosen)
        self.form.forgetButton.setEnabled(chosen)

    def _on_item_activated(self) -> None:
        self._on_open_recent_clicked()

    def _on_open_recent_clicked(self) -> None:
        if chosen := self._chosen():
            self.open_asked.emit(chosen)

    def _on_cancel_clicked(self) -> None:
        """Ask to stop; the step under way still ends."""
        self._cancelling = True
        self.form.makingCancelButton.setEnabled(False)
        self.form.makingStepLabel.setText(self.tr("Annulation…"))
        self.cancel_asked.emit()

    def _on_forget_clicked(self) -> None:
        if chosen := self._chosen():
            self._settings.forget_workspace(Path(chosen))
            self.show_recent()
