"""Writing the public certificate of the workspace's own authority, for those who check signatures elsewhere.

This module must not know who asks.
"""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.files import write_file
from cisp_desktop.gui.context import GuiContext


def export_authority(context: GuiContext, parent: QWidget) -> bool:
    """Explain what the certificate is, ask where to write it, write it; return whether it was written."""
    explained = context.messages.confirm(
        parent,
        _tr("Certificat de l’autorité"),
        text=_tr(
            "L’autorité est celle de cet espace de travail : elle atteste que les signatures d’un "
            "procès-verbal ont été faites ici, par les codes remis aux jurés. Ce n’est pas le "
            "certificateur.\n\nQui reçoit un procès-verbal et possède ce certificat voit « signature de "
            "confiance » ; sans lui, « intègre, identité inconnue ». Il ne contient aucun secret : "
            "remettez-le par une autre voie que le procès-verbal."
        ),
        accept=_tr("Choisir où l’écrire…"),
    )
    if not explained:
        return False
    target = context.messages.save_file(
        parent,
        _tr("Certificat de l’autorité"),
        suggested="autorite.crt",
        filters=_tr("Certificats (*.crt *.pem)"),
    )
    if target is None:
        return False
    pem = context.workspace.authority.certificate_pem
    return context.operations.run(lambda: write_file(target, pem, shared=True), parent=parent) is not None


def _tr(text: str) -> str:
    return QCoreApplication.translate("AuthorityExport", text)
