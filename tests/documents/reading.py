"""What a printed page says, read back from the PDF."""

import re

import pypdfium2


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of each page on one line, no-break spaces as spaces."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return [" ".join(re.sub("[\u00a0\u202f\ufffe]", " ", page).split()) for page in pages]


def whole_text(pdf: bytes) -> str:
    """Return the text of all pages on one line."""
    return " ".join(page_texts(pdf))


def squeezed(text: str) -> str:
    """Return ``text`` without any space: where lines break tells nothing."""
    return re.sub(r"\s", "", text.replace("\ufffe", ""))
