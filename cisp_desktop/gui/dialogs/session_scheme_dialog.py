"""The grading scheme and the panel's rules that a session goes by, to read and to try on examples.

This module must not know how either is edited or stored.
"""

from PySide6.QtWidgets import QDialog, QWidget

from cisp_desktop.application.certification_draft import draft_from_data
from cisp_desktop.application.certification_editing import certification_to_data
from cisp_desktop.application.queries import CertificationRow, SessionRow
from cisp_desktop.gui.certification_desk import CertificationDesk
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.session_scheme_dialog import Ui_SessionSchemeDialog
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.panel_rules_editor import PanelRulesEditor
from cisp_desktop.gui.widgets.scheme_editor import SchemeEditor


def show_session_scheme(context: GuiContext, parent: QWidget) -> None:
    """Show what the context's session goes by, until the dialog is closed."""
    if context.session_id is None:
        return
    session = context.queries.session(context.session_id)
    certification = context.queries.certification(session.certification_id)
    dialog = SessionSchemeDialog(context, session, certification, parent=parent)
    context.messages.run_dialog(dialog)
    dialog.deleteLater()


class SessionSchemeDialog(QDialog):
    """Read-only; the session's own copy of the rules counts once it was declared ready."""

    def __init__(
        self,
        context: GuiContext,
        session: SessionRow,
        certification: CertificationRow,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.form = Ui_SessionSchemeDialog()
        self.form.setupUi(self)
        words = self.tr("Barème de la session · {0}, version {1}")
        self.form.titleLabel.setText(words.format(certification.code, certification.version))
        data = certification_to_data(certification)
        if session.panel_rules:
            data["panel_rules"] = dict(session.panel_rules)
        desk = CertificationDesk(draft_from_data(data, base_id=certification.id), self)
        self.scheme = SchemeEditor(context, self)
        self.rules = PanelRulesEditor(context, self)
        for part, title in ((self.scheme, self.tr("Barème")), (self.rules, self.tr("Règles du jury"))):
            part.set_read_only()
            self.form.partTabWidget.addTab(part, title)
            part.take_desk(desk)
        self.form.closeButton.clicked.connect(self.accept)
        fit_dialog(self)
