"""The repository of the templates of papers. Must not know what a template holds."""

from collections.abc import Sequence

from sqlalchemy import select

from cisp_desktop.domain.paper_template import PaperTemplate
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.repositories import Repository


class SqlPaperTemplates(Repository):
    """What centres changed of their papers."""

    def of_centre(self, centre_id: str) -> Sequence[PaperTemplate]:
        t = tables.document_template
        wanted = select(PaperTemplate).where(t.c.centre_id == centre_id).order_by(t.c.kind)
        return self._session.scalars(wanted).all()

    def add(self, template: PaperTemplate) -> None:
        self._add(template)

    def remove(self, template: PaperTemplate) -> None:
        self._remove(template)
