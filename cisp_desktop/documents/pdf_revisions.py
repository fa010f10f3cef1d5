"""What each revision of a signed file changes: what it may, and what nobody may.

This module must not know certificates.
"""

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature

from cisp_desktop.application.ports import Problem, RevisionChange
from cisp_desktop.documents.pdf_structure import problem

_FREE_TO_CHANGE = ("/Root", "/Info")
_CATALOG_KEEPING = frozenset({"/AcroForm", "/Extensions", "/Metadata", "/Perms", "/Version"})
"""What signing writes in a catalog."""
_KINDS = {
    "/Page": RevisionChange.PAGE,
    "/Metadata": RevisionChange.DATA,
    "/Filespec": RevisionChange.FILE,
    "/EmbeddedFile": RevisionChange.FILE,
    "/Font": RevisionChange.FONT,
    "/Annot": RevisionChange.FIELD,
    "/Sig": RevisionChange.SIGNATURE,
}


def update_problems(reader: PdfFileReader, signatures: list[EmbeddedPdfSignature]) -> list[Problem]:
    """Check that a signature's revision replaced nothing but its own field and the file's bookkeeping.

    The certification's revision adds fields, thus touches pages; what it says is its own signer's word.
    """
    found: list[Problem] = []
    xrefs = reader.xrefs
    free = _bookkeeping(reader)
    own_fields = {
        name: field.reference for name, _, field in enumerate_sig_fields(reader, filled_status=True)
    }
    for signature in signatures[1:]:
        revision = signature.signed_revision
        changed = {
            reference
            for reference in xrefs.explicit_refs_in_revision(revision)
            if xrefs.get_introducing_revision(reference) < revision
        }
        changed -= free | {own_fields[signature.field_name]}
        if changed or xrefs.refs_freed_in_revision(revision):
            found.append(problem("objects_replaced", field=signature.field_name))
    return found


def changes_in(reader: PdfFileReader, revision: int, field: str | None) -> tuple[RevisionChange, ...]:
    """Return what a revision (from 1) changes beside the signature of ``field`` and the file's bookkeeping,
    each kind once, in a fixed order.
    """
    xrefs = reader.xrefs
    before, after = (reader.get_historical_resolver(number) for number in (revision - 1, revision))
    found = set()
    if xrefs.refs_freed_in_revision(revision):
        found.add(RevisionChange.REMOVED)
    free = _bookkeeping(reader)
    own = {own.reference for name, _, own in enumerate_sig_fields(after, filled_status=True) if name == field}
    for reference in xrefs.explicit_refs_in_revision(revision):
        if reference in free or reference in own or xrefs.get_introducing_revision(reference) >= revision:
            continue
        found.add(_kind(after.get_object(reference)))
    old, new = _catalog(before), _catalog(after)
    if any(old.get(key) != new.get(key) for key in {*old, *new} - _CATALOG_KEEPING):
        found.add(RevisionChange.CATALOG)
    if "/AcroForm" in new and "/AcroForm" not in old:
        found.add(RevisionChange.FRAMES)
        found.discard(RevisionChange.PAGE)  # frames are hung on their pages
    return tuple(kind for kind in RevisionChange if kind in found)


def _bookkeeping(reader: PdfFileReader) -> set[generic.Reference]:
    free = {reader.trailer.raw_get(key).reference for key in _FREE_TO_CHANGE if key in reader.trailer}
    if reader.root.get("/Metadata") is not None:
        free.add(reader.root.raw_get("/Metadata").reference)
    return free


def _catalog(resolver: object) -> dict[str, str]:
    root = resolver.root  # type: ignore[attr-defined]  # pyHanko: untyped
    return {str(key): repr(root.raw_get(key)) for key in root}


def _kind(changed: object) -> RevisionChange:
    if not isinstance(changed, generic.DictionaryObject):
        return RevisionChange.OBJECT
    return _KINDS.get(str(changed.get("/Type", "")), RevisionChange.OBJECT)
