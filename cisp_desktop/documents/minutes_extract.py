"""The extract of minutes for one candidate: what it shows, in the order of the minutes' page.

Drawn by the renderer of minutes from a frozen content that holds nothing of any other candidate
(``application.extract_content``). This module must not know where the content comes from, nor sign anything.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from cisp_desktop.application import wording_minutes as words
from cisp_desktop.application.closing_choices import chosen_in
from cisp_desktop.application.ports import SignatureFrame
from cisp_desktop.application.wording_quorum import of_president, quorum_statement
from cisp_desktop.documents.fonts import REGULAR, SEMIBOLD
from cisp_desktop.documents.minutes_head import MinutesHead
from cisp_desktop.documents.minutes_style import MinutesStyles
from cisp_desktop.documents.minutes_table import block_labels
from cisp_desktop.documents.minutes_titles import candidate_name
from cisp_desktop.documents.page_flow import PageFlow
from cisp_desktop.documents.ruled_table import Column, Piece, RuledTable
from cisp_desktop.documents.signature_frames import SignatureBlock
from cisp_desktop.documents.text import markup, safe_paragraph

PORTRAIT = 1
"""Blocks for which the page of an extract is made: they go down the page, however many there are."""
_BLOCK_SHARES = (("Bloc", 0.11), ("Intitulé", 0.61), ("Décision du jury", 0.28))
_KEPT_ROWS = 1
_AFTER, _BEFORE_FRAMES = 3.0, 5.0


def put_extract(
    snapshot: Mapping[str, Any], flow: PageFlow, styles: MinutesStyles
) -> tuple[SignatureFrame, ...]:
    """Set the extract of one frozen content; returns the frames of the members."""
    _ExtractHead(snapshot, styles).put(flow)
    body = _ExtractBody(snapshot, styles)
    body.put_candidate(flow)
    return body.put_closing(flow)


class _ExtractHead(MinutesHead):
    """The head of minutes, under the extract's own title and without any count."""

    def __init__(self, snapshot: Mapping[str, Any], styles: MinutesStyles) -> None:
        super().__init__({**snapshot, "rectifies": None}, styles)  # said by the extract in its own words

    def put(self, flow: PageFlow) -> None:
        """Set everything that comes before the candidate."""
        self._organisations(flow)
        flow.mark("Extrait du procès-verbal de jury")
        flow.paragraph(safe_paragraph("Extrait du procès-verbal de jury", self._styles.title))
        flow.paragraph(safe_paragraph(self._number(), self._styles.number), after=5)
        self._certification(flow)
        self._session(flow)
        self._panel(flow)


class _ExtractBody:
    """The candidate, what the jury decided, and the closing part."""

    def __init__(self, snapshot: Mapping[str, Any], styles: MinutesStyles) -> None:
        self._snapshot = snapshot
        (self._own,) = snapshot["candidates"]
        self._styles = styles
        self._labels = block_labels(snapshot["blocks"])

    # --- the candidate ------------------------------------------------------------------------------

    def put_candidate(self, flow: PageFlow) -> None:
        """Set who the candidate is, one row per block, and what was said of them."""
        own = self._own
        flow.need(70)
        flow.mark("Candidat")
        head = f"{own['number']} – {candidate_name(self._snapshot)}"
        flow.paragraph(safe_paragraph(head, self._styles.heading), after=2)
        flow.paragraph(safe_paragraph(" · ".join(self._identity()), self._styles.body), after=5)
        self._blocks(flow)
        flow.space(5)
        for label, text in self._said():
            flow.paragraph(self._line(label, text, self._styles.body), after=_AFTER)

    def _outcome(self) -> str:
        decisions = self._own["decisions"]
        validated = [label for code, label in self._labels.items() if decisions.get(code) == "VALIDATED"]
        return f"{words.outcome_words(self._own['outcome'], validated, sex=self._own['sex'])}."

    def _identity(self) -> Iterator[str]:
        own = self._own
        born = {"F": "Née", "M": "Né"}.get(own["sex"], "Né(e)")
        day = words.long_date(own["birth_date"]) if own["birth_date"] else "date non renseignée"
        yield f"{born} le {day}" + (f" à {own['birth_place']}" if own["birth_place"] else "")
        yield f"voie d’accès{words.NBSP}: {words.access_path_words(own['access_path'])}"
        yield f"identité vérifiée par{words.NBSP}: {own['identity_checked_by'] or '–'}"
        hours = words.defence_words(own.get("defence"))
        if hours:
            yield hours

    def _blocks(self, flow: PageFlow) -> None:
        columns = [Column(head, share * flow.frame.width) for head, share in _BLOCK_SHARES]
        table = RuledTable(columns, size=8.6, head_face=SEMIBOLD)
        rows = [
            table.row(
                (
                    (Piece(self._labels[block["code"]], SEMIBOLD),),
                    (Piece(block["title"], REGULAR),),
                    (Piece(self._decision(block["code"]), SEMIBOLD),),
                )
            )
            for block in self._snapshot["blocks"]
        ]
        table.flow(flow, rows, keep_last=min(_KEPT_ROWS, len(rows)))

    def _decision(self, code: str) -> str:
        decision = self._own["decisions"].get(code)
        if decision is None:
            return words.abbreviation(None)
        told = words.agreed(words.BLOCK_WORDS[decision], sex=self._own["sex"])
        return f"{words.abbreviation(decision)} – {told}"

    def _said(self) -> Iterator[tuple[str, str]]:
        """Give what stands under the table: reasons, earlier blocks, second rounds, casting votes."""
        own = self._own
        if self._snapshot["reasons_annex"]:
            for reason in own["reasons"]:
                kind = words.REASON_KINDS.get(reason["kind"], reason["kind"])
                yield f"{self._labels.get(reason['block'], reason['block'])}, {kind}", reason["reason"]
        for held in own["held"]:
            yield "Acquis antérieurement", self._held(held)
        for key, label in (
            ("second_round", "Second tour de notation"),
            ("casting_vote", f"Voix prépondérante {of_president(self._snapshot['panel']['seats'])}"),
        ):
            if own[key]:
                yield label, f"{', '.join(self._labels.get(code, code) for code in own[key])}."

    def _held(self, held: Mapping[str, Any]) -> str:
        text: str = self._labels.get(held["block"], held["block"])
        if held["code"] and held["code"] != held["block"]:
            text += f" (obtenu sous {held['code']})"
        if held["date"]:
            text += f" le {words.long_date(held['date'])}"
        if held["minutes_number"]:
            text += f", procès-verbal {held['minutes_number']}"
        if held.get("valid_until"):
            text += f", valable jusqu’au {words.long_date(held['valid_until'])}"
        return f"{text}."

    # --- the closing part ---------------------------------------------------------------------------

    def put_closing(self, flow: PageFlow) -> tuple[SignatureFrame, ...]:
        """Set the outcome, the statements, « Fait à » and the frames: one page holds them all, so that nobody
        signs a page that says nothing.
        """
        signatures = SignatureBlock(self._snapshot["panel"]["seats"], flow.frame.width)
        done = safe_paragraph(self._done(), self._styles.body.clone("done", fontName=SEMIBOLD))
        outcome = self._line("Résultat", self._outcome(), self._styles.body)
        parts = [(outcome, _AFTER + 3)]
        parts += [(self._line(*one, self._styles.small), 1.5) for one in self._statements()]
        parts.append((done, _BEFORE_FRAMES))
        heights = [part.wrap(flow.frame.width, flow.frame.height)[1] + after for part, after in parts]
        whole = sum(heights) + 5 + signatures.height
        flow.need(whole if whole <= flow.frame.height else flow.frame.height / 3)
        for part, after in parts[:-1]:
            flow.paragraph(part, after=after)
        flow.space(5)
        flow.need(min(flow.frame.height, heights[-1] + signatures.height))
        flow.mark("Signatures")
        flow.paragraph(done, after=_BEFORE_FRAMES)
        return signatures.put(flow)

    def _statements(self) -> Iterator[tuple[str, str]]:
        snapshot = self._snapshot
        yield "Composition et quorum", quorum_statement(snapshot["quorum"])
        if snapshot.get("secretary"):
            yield "Secrétaire de séance (sans voix)", f"{snapshot['secretary']}."
        hours = snapshot["deliberation"]
        if hours["starts"]:
            yield "Délibération", f"{words.period(hours['starts'], hours['ends'])}, à huis clos."
        if snapshot["scheme"]:
            yield "Barème", words.scheme_words(snapshot["scheme"])
        if snapshot["warnings"]:
            told = " ".join(words.WARNINGS.get(code, code) for code in snapshot["warnings"])
            yield "Avertissements", told
        yield from self._rectified()
        yield "Extrait", self._origin()

    def _rectified(self) -> Iterator[tuple[str, str]]:
        rectified = self._snapshot.get("rectifies")
        if not rectified:
            return
        ground = words.RECTIFIED.get(rectified.get("ground", ""), "")
        found = rectified["differences"]
        changes = [
            f"{one['where']}{words.NBSP}: « {one['before']} » devient « {one['after']} »" for one in found
        ]
        said = f"{words.NBSP}; ".join(changes) if changes else "rien ne change pour ce candidat"
        yield "Rectificatif", f"du procès-verbal {rectified['number']}{ground}{words.NBSP}: {said}."

    def _origin(self) -> str:
        """Say what the extract leaves out, and of which frozen content it is one."""
        of = self._snapshot["extract"]["of"]
        return (
            f"pour ce seul candidat, du procès-verbal {self._snapshot['number']}, signé avec lui par les "
            f"mêmes membres. Empreinte SHA-256 du contenu figé du procès-verbal{words.NBSP}: {of}"
        )

    def _done(self) -> str:
        originals = words.count(chosen_in(self._snapshot).originals, "original", "originaux")
        return words.done_words(self._snapshot, originals)

    @staticmethod
    def _line(label: str, text: str, style: ParagraphStyle) -> Paragraph:
        return Paragraph(f"<b>{markup(label)}{words.NBSP}:</b> {markup(text)}", style)
