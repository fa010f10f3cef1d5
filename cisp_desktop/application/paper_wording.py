"""Which sentences of a paper are wording that a centre may change, and how they read at the origin.

What the rules want stands here nowhere: the mentions of certificates, the delay and the courts of an appeal,
« provisoire », the last day of a notification, the juror's declaration stay as they are. Must not know how a
paper is drawn, nor where a template is kept.
"""

from collections.abc import Mapping
from typing import Any

from cisp_desktop.application.mail_wording import MAIL_TITLES, MAILS
from cisp_desktop.application.paper_fields import COMMON, HOLDER, MEMBER, NOTICE, field_values
from cisp_desktop.application.paragraph import Paragraph
from cisp_desktop.application.wording_agreement import elided
from cisp_desktop.application.wording_issued import TITLES
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.paper_template import CentreTemplates, ParagraphRule, filled

KIND = DocumentKind


_FOR_USE = "La présente attestation est délivrée pour servir et valoir ce que de droit."
_HOLDER, _DAYS = ("titulaire", "titulaire_ne"), ("date_jury", "jury_reuni")
_TITLED = f"«{NBSP}{{intitule}}{NBSP}» ({{code_rncp}})"


def _opening(known: tuple[str, ...]) -> Paragraph:
    return Paragraph(
        "opening", "Ouverture", "Sous le tableau de tête. Vide à l’origine.", "",
        ParagraphRule("paper_template.opening", known, optional=True),
    )  # fmt: skip


def _closing(known: tuple[str, ...], origin: str = "") -> Paragraph:
    hint = "Avant la signature." if origin else "Avant la signature. Vide à l’origine."
    rule = ParagraphRule("paper_template.closing", known, optional=True)
    return Paragraph("closing", "Fin", hint, origin, rule)


def _statement(known: tuple[str, ...], needed: tuple[tuple[str, ...], ...], origin: str) -> Paragraph:
    rule = ParagraphRule("paper_template.statement", known, needed)
    return Paragraph("statement", "Ce qui est attesté", "La phrase de l’attestation.", origin, rule)


PARAGRAPHS: Mapping[DocumentKind, tuple[Paragraph, ...]] = {
    KIND.DECISION_NOTICE: (
        _opening(NOTICE),
        _closing(NOTICE),
        Paragraph(
            "procedure",
            "Procédure de recours du certificateur",
            "Entre le recours gracieux et la juridiction, qui ne changent pas. À l’origine, elle dit ce que "
            "la fiche de la certification en dit.",
            "La procédure de recours propre à {certificateur} s’applique aussi, si elle existe"
            f"{NBSP}: elle est communiquée sur demande.",
            ParagraphRule("paper_template.procedure", NOTICE),
        ),
    ),
    KIND.SUCCESS_ATTESTATION: (
        _statement(
            HOLDER,
            (_HOLDER, ("intitule",), ("certificateur",)),
            "Le jury de certification, réuni {jury_reuni}, a décidé que {titulaire_ne}, a satisfait à toutes "
            f"les conditions de délivrance de la certification professionnelle {_TITLED}, délivrée par "
            "{certificateur}.",
        ),
        _closing(HOLDER),
    ),
    KIND.CANDIDATE_PRESENCE: (
        _statement(
            HOLDER,
            (_HOLDER, ("intitule",), _DAYS),
            "Il est attesté que {titulaire_ne}, s’est {presente} devant le jury de certification réuni "
            f"{{jury_reuni}}, pour la certification professionnelle {_TITLED}.",
        ),
        _closing(HOLDER, _FOR_USE),
    ),
    KIND.BLOCK_CERTIFICATE: (),
    KIND.CERTIFICATE: (),
    KIND.JUROR_PRESENCE: (
        _statement(
            MEMBER,
            (("membre",), ("intitule",), _DAYS),
            "Il est attesté que {membre} a siégé au jury de la certification professionnelle "
            f"{_TITLED}, réuni {{jury_reuni}}.",
        ),
        _closing(MEMBER, _FOR_USE),
    ),
    KIND.JUROR_EXPENSES: (
        _opening(MEMBER),
        Paragraph(
            "joined",
            "Pièces à joindre",
            "Après la déclaration du juré, qui ne change pas.",
            "Joindre les justificatifs et un relevé d’identité bancaire.",
            ParagraphRule("paper_template.joined", MEMBER, optional=True),
        ),
    ),
    KIND.ATTENDANCE_LIST: (
        _opening(COMMON),
        _closing(COMMON, "Relevé de ce que le procès-verbal a figé et de qui l’a signé."),
    ),
}
"""The papers that have a template, in the order in which they are shown, with their worded paragraphs."""

WORDED: Mapping[str, str] = {**{kind.value: TITLES[kind.value] for kind in PARAGRAPHS}, **MAIL_TITLES}
"""Every paper and message that has a template, in the order in which they are shown, with its title."""


def paragraphs_of(kind: str) -> Mapping[str, Paragraph]:
    """Return the worded paragraphs of a paper or message by key; none of what has no template."""
    found = next((paragraphs for one, paragraphs in PARAGRAPHS.items() if one.value == kind), ())
    return {one.key: one for one in (*found, *MAILS.get(kind, ()))}


def with_template(content: Mapping[str, Any], templates: CentreTemplates) -> dict[str, Any]:
    """Return a content that keeps its centre's templates as they are: the accent, each paragraph in full.

    The certifier's own procedure of appeal then stands there, and nowhere else.
    """
    kind, said = content["kind"], dict[str, str]()
    paragraphs = paragraphs_of(kind)
    values = field_values(content) if paragraphs else {}
    for key, paragraph in paragraphs.items():
        words = templates.words(kind, key)
        said[key] = _origin(content, paragraph, values) if words is None else _filled(words, values)
    kept = {**content, "template": {"accent": templates.accent, "paragraphs": said}}
    if "appeal" in content:
        kept["appeal"] = {**content["appeal"], "procedure": ""}
    return kept


def worded(content: Mapping[str, Any], key: str) -> str:
    """Return a paragraph of a paper as it was frozen; as at the origin in one issued before templates were.

    Empty for a paragraph that its paper did not have.
    """
    frozen = content.get("template")
    if frozen is not None:
        return str(frozen["paragraphs"].get(key, ""))
    paragraph = paragraphs_of(content["kind"]).get(key)
    return "" if paragraph is None else _origin(content, paragraph, field_values(content))


def _origin(content: Mapping[str, Any], paragraph: Paragraph, values: Mapping[str, str]) -> str:
    """Return the words of origin, filled; a procedure of appeal that the certification's sheet words wins."""
    own = content["appeal"]["procedure"] if paragraph.key == "procedure" else ""
    return own or _filled(paragraph.origin, values)


def _filled(words: str, values: Mapping[str, str]) -> str:
    return filled(elided(words, values), values)
