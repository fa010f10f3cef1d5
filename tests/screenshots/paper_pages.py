"""The first page of every document of preparation, as pictures: no window is needed."""

from pathlib import Path

import pypdfium2

from cisp_desktop.application.preparation_papers import PaperContent, PaperKind
from cisp_desktop.documents.preparation.renderer import PreparationRenderer
from tests.documents.papers import content, points_content

SCALE = 1.5


def draw_papers(folder: Path, *, only: str) -> None:
    """Write ``paper-<kind>.png`` and, for marks on 20, ``paper-<kind>-points.png`` holding ``only``."""
    sessions = (("", content(12, panels=2)), ("-points", points_content()))
    for ending, session in sessions:
        for kind in PaperKind:
            name = f"paper-{kind.value.lower().replace('_', '-')}{ending}"
            if only in name:
                folder.mkdir(parents=True, exist_ok=True)
                _draw(kind, session, folder / f"{name}.png")


def _draw(kind: PaperKind, session: PaperContent, path: Path) -> None:
    document = pypdfium2.PdfDocument(PreparationRenderer().render(kind, session))
    document[0].render(scale=SCALE).to_pil().save(path)
    document.close()
    print(f"{path.parent.name}/{path.name}")
