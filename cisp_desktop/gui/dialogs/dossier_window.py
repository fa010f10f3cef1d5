"""A window of its own in which the dossiers of one candidate are read.

It blocks nothing: the matrix stays usable beside it. This module must not know storage.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from cisp_desktop.application.queries import DossierRow
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.widgets.dossier_reader import DossierReader


class DossierWindow(QDialog):
    """One candidate's dossiers; closing it forgets the decrypted pages, and so does a juror who leaves."""

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Window)
        self.setModal(False)
        self.reader = DossierReader(context, parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.reader)
        context.juror_leaving.connect(self.reject)
        context.session_changed.connect(self.reject)

    def show_candidate(
        self,
        name: str,
        rows: Sequence[DossierRow],
        *,
        missing: Sequence[DossierKind],
        kind: DossierKind | None = None,
    ) -> None:
        """Show a candidate's dossiers, that of ``kind`` in front, and bring the window forward."""
        self.setWindowTitle(self.tr("Pièces de {0}").format(name))
        self.reader.show_dossiers(rows, missing=missing, kinds=() if kind is None else (kind,))
        self.show()
        self.raise_()
        self.activateWindow()

    def sizeHint(self) -> QSize:
        """A page and its tools."""
        return QSize(900, 680)

    def reject(self) -> None:
        """Keep nothing of what was read; the cross and Escape both come here."""
        self.reader.clear()
        super().reject()
