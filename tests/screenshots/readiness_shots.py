"""Pictures of readiness: what blocks, what warns, ready; the documents; a centre; a session like another."""

from datetime import date

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog

from cisp_desktop.application.centres import CentreSettings
from cisp_desktop.application.preparing import create_session
from cisp_desktop.application.readiness import declare_ready
from cisp_desktop.gui.dialogs.ask_text_dialog import AskTextDialog
from cisp_desktop.gui.dialogs.centre_dialog import CentreDialog
from cisp_desktop.gui.dialogs.new_session_dialog import NewSessionDialog
from tests.screenshots.prepare_shots import prepare_page
from tests.screenshots.stage import Stage

EMPTY_CENTRE = "Centre de formation de Die"


def warned(stage: Stage) -> None:
    """The demonstration: nothing blocks, some things warn."""
    prepare_page(stage, "tab:ready")


def blocked(stage: Stage) -> None:
    """A session where everything is left to do."""
    context = stage.context
    known = [row.id for row in context.queries.sessions() if row.centre_name == EMPTY_CENTRE]
    session_id = known[0] if known else create_session(
        context.workspace, certification="RNCP36128", centre=EMPTY_CENTRE, starts=date(2022, 12, 16)
    )  # fmt: skip
    context.set_session(session_id)
    prepare_page(stage, "tab:ready")


def declared(stage: Stage) -> None:
    """A session declared ready."""
    context = stage.context
    assert context.session_id is not None
    declare_ready(context.workspace, context.session_id, by="DUPUIS Marc")
    prepare_page(stage, "tab:ready")


def documents(stage: Stage) -> None:
    """The list of documents, summons of candidates previewed."""
    page = prepare_page(stage, "tab:documents")
    stage.settle()
    tab = page.documents
    tab.form.papersTreeView.expandAll()
    index = tab.model.index(2, 0)
    tab.form.papersTreeView.setCurrentIndex(index)
    stage.settle(400)


def declare_dialog(stage: Stage) -> QDialog:
    """Who declares the session ready."""
    return AskTextDialog(
        "Déclarer la session prête",
        intro="Le référentiel, le barème et les règles de jury de la session ne changeront plus. Rouvrir la "
        "préparation reste possible, avec un motif.",
        label="Déclarée &par",
        missing="",
        accept="&Déclarer prête",
        text="DUPUIS Marc",
        parent=stage.window,
    )


def _logo() -> bytes:
    """Return a plain picture as PNG."""
    image = QImage(360, 120, QImage.Format.Format_RGB32)
    image.fill(0x1F5C99)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs leave the device out
    return bytes(buffer.data().data())


def _centre(stage: Stage, tab: int) -> QDialog:
    assert stage.context.session_id is not None
    row = stage.context.queries.centre(stage.context.queries.session(stage.context.session_id).centre_id)
    dialog = CentreDialog(CentreSettings.of_row(row), sessions=row.sessions, parent=stage.window)
    dialog.form.signatoryEdit.setText("DUPUIS Marc")
    dialog.show_logo(_logo())
    dialog.form.subjectTabWidget.setCurrentIndex(tab)
    return dialog


def centre(stage: Stage) -> QDialog:
    """A centre's address."""
    return _centre(stage, 0)


def centre_papers(stage: Stage) -> QDialog:
    """Its prefix, signatory and logo."""
    return _centre(stage, 1)


def centre_hours(stage: Stage) -> QDialog:
    """The hours that its plannings start from."""
    return _centre(stage, 2)


def like_another(stage: Stage) -> QDialog:
    """A new session that starts from an earlier one."""
    queries = stage.context.queries
    dialog = NewSessionDialog(
        queries.certifications(), queries.sessions(), today=date(2026, 12, 14), centres=queries.centres(),
        parent=stage.window,
    )  # fmt: skip
    dialog.form.templateComboBox.setCurrentIndex(1)
    return dialog
