"""Pictures of the templates of papers: as at the origin, changed, of a certificate, with a faulty field."""

from PySide6.QtWidgets import QDialog

from cisp_desktop.domain.paper_template import CentreTemplates
from cisp_desktop.gui.dialogs.paper_templates_dialog import PaperTemplatesDialog
from cisp_desktop.gui.paper_template_acts import templates_dialog
from tests.screenshots.stage import Stage

_CHANGED = CentreTemplates(
    "#7A1F2B",
    {
        "DECISION_NOTICE": {
            "opening": "Madame, Monsieur, le jury réuni {jury_reuni} a examiné la candidature de {titulaire} "
            "(N° dossier {numero_dossier}).",
            "closing": "L’équipe du centre {centre} reste à votre disposition pour préparer la suite.",
        }
    },
)
_CERTIFICATE_ROW = 4


def _dialog(stage: Stage, known: CentreTemplates) -> PaperTemplatesDialog:
    stage.show_page("sequel")
    centre = stage.context.queries.centres()[0]
    dialog = templates_dialog(stage.context, centre.id, known, session_id=None, parent=stage.window)
    stage.settle()
    return dialog


def origin(stage: Stage) -> QDialog:
    """As the product words them."""
    return _dialog(stage, CentreTemplates())


def changed(stage: Stage) -> QDialog:
    """A notice with an opening, a closing and a colour."""
    return _dialog(stage, _CHANGED)


def certificate(stage: Stage) -> QDialog:
    """A paper of which only the colour can be chosen."""
    dialog = _dialog(stage, _CHANGED)
    dialog.form.papersListWidget.setCurrentRow(_CERTIFICATE_ROW)
    stage.settle()
    return dialog


def mail(stage: Stage) -> QDialog:
    """A message, with how it reads for an invented candidate."""
    dialog = _dialog(stage, CentreTemplates())
    dialog.form.papersListWidget.setCurrentRow(dialog.form.papersListWidget.count() - 1)
    stage.settle()
    return dialog


def wrong(stage: Stage) -> QDialog:
    """A field that the paper does not know, and what is said of it."""
    dialog = _dialog(stage, CentreTemplates())
    dialog.form.papersListWidget.setCurrentRow(1)
    dialog.editors[0].insert_field("membre")
    dialog.show_problem(dialog.problem())
    stage.settle()
    return dialog
