"""What follows the table on its last page: legend, statements, « Fait à », signature frames.

The whole stands on one page with the end of the table; a statement too long for that goes to an annex and
leaves a reference. This module must not know how rows are laid out.
"""

from collections.abc import Mapping
from typing import Any

from reportlab.platypus import Paragraph

from cisp_desktop.application import wording_minutes as words
from cisp_desktop.application.closing_choices import chosen_in
from cisp_desktop.application.ports import SignatureFrame
from cisp_desktop.application.wording_quorum import of_president, quorum_statement
from cisp_desktop.documents.fonts import SEMIBOLD
from cisp_desktop.documents.minutes_style import MinutesStyles
from cisp_desktop.documents.minutes_table import block_labels
from cisp_desktop.documents.page_flow import PageFlow
from cisp_desktop.documents.signature_frames import SignatureBlock
from cisp_desktop.documents.text import markup, safe_paragraph

_INLINE_LINES = 4
_ROWS_SHARE = 0.74
_ELSEWHERE = "voir l’annexe « Mentions »."

_BLOCKS = "Blocs"
_BLOCK_LINES = 9
"""Lines up to which the titles of the blocks stand under the table: they are its legend."""

Statement = tuple[str, str]

DECIDED = {
    True: "à l’unanimité.",
    False: "à la majorité.",
    None: "par le jury en délibération, sans relevé de votes.",
}
"""How the decisions were taken, as far as it was recorded."""
SEALED_BY_CERTIFIER = "le président signe seul ; le certificateur rectifie avec lui et scelle ce fichier."
"""What minutes said of a clerical error before they kept who acted. [DOMAIN.md §6]"""


def _mention(candidates: list[Mapping[str, Any]], key: str, labels: Mapping[str, str]) -> str:
    parts = [
        f"{candidate['number']} ({', '.join(labels.get(code, code) for code in candidate[key])})"
        for candidate in candidates
        if candidate[key]
    ]
    return f"{words.NBSP}; ".join(parts) + "." if parts else "néant."


def statements(snapshot: Mapping[str, Any]) -> list[Statement]:
    """Return the statements of the closing part as (label, text), in the order of the page."""
    labels = block_labels(snapshot["blocks"])
    candidates, presides = snapshot["candidates"], of_president(snapshot["panel"]["seats"])
    if snapshot.get("constatation"):
        return _stated(snapshot)
    found = [
        (_BLOCKS, _titles(snapshot)),
        ("Second tour de notation", _mention(candidates, "second_round", labels)),
        (f"Voix prépondérante {presides}", _mention(candidates, "casting_vote", labels)),
        ("Décisions prises", DECIDED[snapshot["unanimous"]]),
        ("Incidents", "\n".join(snapshot["incidents"]) or "néant."),
        ("Composition et quorum", _composition(snapshot)),
    ]
    if snapshot.get("paper_sheets"):
        found.append(("Grilles remplies sur papier", "\n".join(snapshot["paper_sheets"])))
    if snapshot["secretary"]:
        found.append(("Secrétaire de séance (sans voix)", f"{snapshot['secretary']}."))
    found.append(("Délibération", _deliberation(snapshot["deliberation"])))
    if snapshot["scheme"]:
        found.append(("Barème", words.scheme_words(snapshot["scheme"])))
    if snapshot["warnings"]:
        found.append(("Avertissements", _warnings(snapshot)))
    return [*found, *_clerical(snapshot)]


def _titles(snapshot: Mapping[str, Any]) -> str:
    """Return what each column of the table is: « BC01 – Intitulé ; … »."""
    labels = block_labels(snapshot["blocks"])
    told = [f"{labels[block['code']]} – {block['title']}" for block in snapshot["blocks"]]
    return f"{words.NBSP}; ".join(told) + "."


def _clerical(snapshot: Mapping[str, Any]) -> list[Statement]:
    """Return what is said of a clerical error that these minutes rectify."""
    rectifies = snapshot.get("rectifies") or {}
    if "for_certifier" in rectifies:
        seats = snapshot["panel"]["seats"]
        sexes = [one.get("sex", "") for one in seats if one["role"] == "PRESIDENT" and one.get("signs", True)]
        presides = ("La présidente" if "F" in sexes else "Le président") if rectifies.get("signed_by") else ""
        return [("Erreur matérielle", words.mended_words(rectifies, presides=presides))]
    return [("Erreur matérielle", SEALED_BY_CERTIFIER)] if rectifies.get("signed_by") else []


def _stated(snapshot: Mapping[str, Any]) -> list[Statement]:
    """Return the statements of a panel that could not sit: nothing was scored, voted nor decided."""
    stated, counts = snapshot["constatation"], snapshot["counts"]
    convened = words.count(counts["registered"], "candidat convoqué", "candidats convoqués")
    came = words.count(counts["presented"], "présent", "présents")
    heard = (
        f"{convened}, {came}{words.NBSP}; aucun n’a été entendu ni examiné. Aucune décision n’est prise, et "
        "cette convocation ne compte pour aucun d’eux comme une tentative."
    )
    found = [
        (_BLOCKS, _titles(snapshot)),
        ("Constatation", f"le {words.moment(stated['at'])}, le jury n’a pas pu siéger. {stated['why']}"),
        ("Candidats", heard),
        ("Incidents", "\n".join(snapshot["incidents"]) or "néant."),
        ("Composition et quorum", _composition(snapshot)),
    ]
    if snapshot["secretary"]:
        found.append(("Secrétaire de séance (sans voix)", f"{snapshot['secretary']}."))
    if snapshot["warnings"]:
        found.append(("Avertissements", _warnings(snapshot)))
    return [*found, *_clerical(snapshot)]


def _warnings(snapshot: Mapping[str, Any]) -> str:
    return " ".join(words.WARNINGS.get(code, code) for code in snapshot["warnings"])


def _composition(snapshot: Mapping[str, Any]) -> str:
    distance = words.remote_words(snapshot["panel"]["seats"])
    return f"{quorum_statement(snapshot['quorum'])} {distance}"


def _deliberation(hours: Mapping[str, Any]) -> str:
    starts, ends = hours["starts"], hours["ends"]
    if not starts:
        return "heures non enregistrées."
    if not ends:
        return f"ouverte le {words.moment(starts)}."
    if starts[:10] == ends[:10]:
        return f"le {words.long_date(starts)}, de {words.hour(starts)} à {words.hour(ends)}, à huis clos."
    return f"du {words.moment(starts)} au {words.moment(ends)}, à huis clos."


class MinutesClosing:
    """The closing part of one snapshot, measured for a page.

    Invariant: ``height`` is what ``put`` uses; ``moved`` holds the statements left to the annex.
    """

    def __init__(
        self, snapshot: Mapping[str, Any], styles: MinutesStyles, *, width: float, room: float
    ) -> None:
        self._styles = styles
        self._width = width
        self._signatures = SignatureBlock(snapshot["panel"]["seats"], width)
        legend = words.legend(examined=not snapshot.get("constatation"))
        self._legend = self._measured(safe_paragraph(legend, styles.small))
        originals = words.count(chosen_in(snapshot).originals, "original", "originaux")
        place_and_day = markup(words.done_words(snapshot, originals))
        self._done = self._measured(Paragraph(place_and_day, styles.body.clone("done", fontName=SEMIBOLD)))
        found = statements(snapshot)
        self.moved: list[Statement] = []
        self._paragraphs = [self._statement(statement) for statement in found]
        self._shorten(found, room * _ROWS_SHARE)

    def _statement(self, statement: Statement) -> Paragraph:
        label, text = statement
        content = f"<b>{markup(label)}{words.NBSP}:</b> {markup(text)}"
        return self._measured(Paragraph(content, self._styles.small))

    def _measured(self, paragraph: Paragraph) -> Paragraph:
        """Return the paragraph with its ``height`` known for this width."""
        paragraph.wrap(self._width, 1e6)
        return paragraph

    def _shorten(self, found: list[Statement], most: float) -> None:
        heights = [paragraph.height for paragraph in self._paragraphs]
        leading = self._styles.small.leading
        order = sorted(range(len(found)), key=lambda position: -heights[position])
        for position in order:
            lines = _BLOCK_LINES if found[position][0] == _BLOCKS else _INLINE_LINES
            if heights[position] <= lines * leading and self.height <= most:
                continue
            if heights[position] <= 2 * leading:
                break
            self.moved.append(found[position])
            self._paragraphs[position] = self._statement((found[position][0], _ELSEWHERE))
        kept = {label: position for position, (label, _) in enumerate(found)}
        self.moved.sort(key=lambda statement: kept[statement[0]])

    @property
    def height(self) -> float:
        """Height of the closing part, in points."""
        texts: float = sum(paragraph.height + 1.5 for paragraph in self._paragraphs)
        fixed: float = self._legend.height + self._done.height
        return 3 + 5 + texts + fixed + 5 + 5 + self._signatures.height

    def put(self, flow: PageFlow) -> tuple[SignatureFrame, ...]:
        """Set the closing part; returns the frames of the members."""
        flow.need(self.height)
        flow.space(3)
        flow.paragraph(self._legend, after=5)
        for paragraph in self._paragraphs:
            flow.paragraph(paragraph, after=1.5)
        flow.space(5)
        # Holds on the page by construction; a panel of dozens takes a page of its own.
        flow.need(min(flow.frame.height, self._done.height + 5 + self._signatures.height))
        flow.mark("Signatures")
        flow.paragraph(self._done, after=5)
        return self._signatures.put(flow)
