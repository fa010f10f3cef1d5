"""One worded text that a centre may change. Must not know which paper or message it belongs to."""

from dataclasses import dataclass

from cisp_desktop.domain.paper_template import ParagraphRule


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One worded paragraph: where it stands, and its words of origin. ``hint`` says what it is for."""

    key: str
    title: str
    hint: str
    origin: str
    rule: ParagraphRule
