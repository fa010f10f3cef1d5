"""What a kept paper is made of, told to who cannot see it: headings, paragraphs, tables, pictures.

The structure tree is built while pages are drawn (ISO 32000-1, 14.7 and 14.8) and written with the file; what
repeats around the content is an artifact (tagged PDF). On a canvas that did not begin it, nothing is tagged.
This module must not know what a paper says.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFObject
from reportlab.pdfgen.canvas import Canvas

_BEGUN = "structure"
_PAGE_ENTRIES = ("StructParents", "Tabs")


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """An element of the structure: its standard type and further entries, as PDF text. Each is one of its
    own: what bears the same tag, on whatever page, is one element.
    """

    kind: str
    entries: str = ""
    within: "Tag | None" = None


MOST_ELEMENTS = 800
"""Elements of one paper; what comes after is one paragraph for each page, and a table that would not fit
whole is none. pyHanko's comparison of revisions reads each element some forty times for each signature: many
would make verifying slow, and stop it at the limit of what a file may cost.
"""
ARTIFACT = Tag("Artifact")
"""Decoration, and what repeats on every page."""
REST = Tag("P")
"""What finds no room among the elements."""
COLUMN_HEAD = "/A <</O /Table /Scope /Column>>"


@dataclass(slots=True)
class _Element:
    kind: str
    entries: str
    parent: int
    kids: list[tuple[int, int]] = field(default_factory=list)
    """An element, as (its place, -1), or content, as (page, mark on it); both from 0."""


class Structure(PDFObject):  # type: ignore[misc]  # ReportLab leaves its classes untyped
    """The structure tree of one document under way.

    Invariant: the first element is the document; every other hangs below an earlier one, in reading order.
    """

    def __init__(self) -> None:
        self._elements = [_Element("Document", "", -1)]
        self._places: dict[Tag, int] = {}
        self._pages: list[list[int]] = [[]]
        self._rests: dict[int, int] = {}

    @property
    def pages(self) -> int:
        """Pages begun."""
        return len(self._pages)

    def element(self, kind: str, entries: str = "", *, within: int = 0) -> int:
        """Add an element; returns its place."""
        place = len(self._elements)
        self._elements.append(_Element(kind, entries, within))
        self._elements[within].kids.append((place, -1))
        return place

    def place_of(self, tag: Tag) -> int:
        """Return the place of a tag's element, added at its first use."""
        place = self._places.get(tag)
        if tag is REST or (place is None and not self.takes(tag, 1)):
            return self.rest()
        if place is None:
            within = 0 if tag.within is None else self.place_of(tag.within)
            place = self._places[tag] = self.element(tag.kind, tag.entries, within=within)
        return place

    def takes(self, tag: Tag, elements: int) -> bool:
        """Whether a tag has its element, or so many would still find room."""
        return tag in self._places or len(self._elements) + elements <= MOST_ELEMENTS

    def rest(self) -> int:
        """Return the place of the current page's paragraph for all that finds no room."""
        page = len(self._pages)
        if page not in self._rests:
            self._rests[page] = self.element("P")
        return self._rests[page]

    def opening(self, place: int) -> str:
        """Return the operator after which the current page shows content of an element."""
        marks = self._pages[-1]
        self._elements[place].kids.append((len(self._pages) - 1, len(marks)))
        marks.append(place)
        return f"/{self._elements[place].kind} <</MCID {len(marks) - 1}>> BDC"

    def end_page(self, canvas: Canvas) -> None:
        """Tie the page that the canvas has just shown to its marks; another begins."""
        page = canvas._doc.idToObject[f"Page{self.pages}"]
        page.__NoDefault__ = [*page.__NoDefault__, *_PAGE_ENTRIES]
        page.StructParents, page.Tabs = self.pages - 1, PDFName("S")
        self._pages.append([])

    def format(self, document: object) -> bytes:
        """Write the root of the tree; its elements become objects of the document on the way."""
        numbers: dict[str, tuple[int, int]] = document.idToObjectNumberAndVersion  # type: ignore[attr-defined]
        written = [_Written() for _ in self._elements]
        for one in written:
            document.Reference(one)  # type: ignore[attr-defined]  # untyped
        at = [numbers[one.__InternalName__][0] for one in written]
        pages = [numbers[f"Page{page + 1}"][0] for page in range(self.pages - 1)]
        root = numbers[self.__InternalName__][0]
        for one, element in zip(written, self._elements, strict=True):
            parent = root if element.parent < 0 else at[element.parent]
            one.text = _element_text(element, parent, at, pages)
        marks = (
            f"{page} [{' '.join(f'{at[place]} 0 R' for place in places)}]"
            for page, places in enumerate(self._pages[:-1])
        )
        tree = f"/ParentTree <</Nums [{' '.join(marks)}]>> /ParentTreeNextKey {self.pages - 1}"
        return f"<</Type /StructTreeRoot /K {at[0]} 0 R {tree}>>".encode("ascii")


class _Written(PDFObject):  # type: ignore[misc]  # ReportLab leaves its classes untyped
    """One element as it stands in the file."""

    __RefOnly__ = 1
    text = ""

    def format(self, _document: object) -> bytes:
        return self.text.encode("ascii")


def _element_text(element: _Element, parent: int, at: list[int], pages: list[int]) -> str:
    kids, shown = [], ""
    first = next((page for page, mark in element.kids if mark >= 0), None)
    if first is not None:
        shown = f" /Pg {pages[first]} 0 R"
    for number, mark in element.kids:
        if mark < 0:
            kids.append(f"{at[number]} 0 R")
        elif number == first:
            kids.append(str(mark))
        else:
            kids.append(f"<</Type /MCR /Pg {pages[number]} 0 R /MCID {mark}>>")
    below = f" /K [{' '.join(kids)}]" if kids else ""
    more = f" {element.entries}" if element.entries else ""
    return f"<</S /{element.kind} /P {parent} 0 R{shown}{below}{more}>>"


class PaperCanvas(Canvas):  # type: ignore[misc]  # ReportLab leaves its classes untyped
    """A canvas that can tell the structure of what it draws."""

    structure: Structure | None = None

    def begin_structure(self) -> None:
        """Tag all that is drawn from here on; call it before the first page."""
        self.structure = self._doc.Catalog.StructTreeRoot = Structure()
        self._doc.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})

    def showPage(self) -> None:  # noqa: N802  # ReportLab's
        """Show the page and tie it to its marks."""
        super().showPage()
        if self.structure is not None:
            self.structure.end_page(self)


def structure_of(canvas: Canvas) -> Structure | None:
    """Return the structure of a canvas, None where nothing is tagged."""
    found: Structure | None = getattr(canvas, _BEGUN, None)
    return found


@contextmanager
def tagged(canvas: Canvas, tag: Tag) -> Iterator[None]:
    """Tag what is drawn inside."""
    structure = structure_of(canvas)
    if structure is None:
        yield
        return
    opening = "/Artifact BMC" if tag is ARTIFACT else structure.opening(structure.place_of(tag))
    canvas._code.append(opening)
    yield
    canvas._code.append("EMC")


def bearing(tag: Tag, operation: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    """Return the operation that draws under a tag."""

    def draw(canvas: Canvas) -> None:
        with tagged(canvas, tag):
            operation(canvas)

    return draw
