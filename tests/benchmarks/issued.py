"""Papers after the jury: pages per second, and what it takes to issue a whole session.

Against bare ReportLab paragraphs of the same lines in the same face, on as many pages.
"""

import io
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import pypdfium2
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

from cisp_desktop.application.deliberating import open_deliberation, record_decisions
from cisp_desktop.application.issued_building import Choices
from cisp_desktop.application.issued_rules import CERTIFICATES
from cisp_desktop.application.issuing import issue_papers, read_paper, read_papers
from cisp_desktop.application.minutes import close_session, sign_minutes
from cisp_desktop.documents.fonts import REGULAR
from cisp_desktop.documents.issued.renderer import IssuedRenderer
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.domain.issued import DocumentKind
from tests.application.test_rooms import PlainSigner
from tests.benchmarks.documents import minimal_table
from tests.benchmarks.measure import Figure, in_turn, sizes
from tests.documents.factories import BLOCKS, candidate, snapshot
from tests.factories import PASSPHRASE, make_session, make_store, make_workspace, score_everything

SIZES = (12, 100, 1_000, 5_000)
OF_EACH = (DocumentKind.DECISION_NOTICE, DocumentKind.CANDIDATE_PRESENCE, DocumentKind.CERTIFICATE)
"""What a candidate of a whole session gets at least."""
BATCH = 90
_LEAST = 0.5
_CENTRE = {"name": "CISP Grenoble", "siret": "", "address": "3 place du Marché, 38000 GRENOBLE"}
_CERTIFIER = {"name": "CENTRE RESSOURCES AROBASE", "siret": "42370591200057", "address": "75011 PARIS"}


def paper(kind: DocumentKind, index: int) -> dict[str, Any]:
    """Return the content of a candidate's paper (from 0), as a session of five blocks gives it."""
    one = candidate(index, blocks=BLOCKS)
    reasons = {reason["block"]: reason["reason"] for reason in one["reasons"]}
    kept = (
        "number", "birth_name", "usage_name", "first_names", "sex", "birth_date", "birth_place", "access_path"
    )  # fmt: skip
    content = {
        "schema_version": 1, "kind": kind.value, "demonstration": False, "logo": "",
        "certifier": _CERTIFIER, "centre": _CENTRE,
        "certification": {
            "code": "RNCP36128", "title": "Coordinateur de parcours d’insertion sociale et professionnelle",
            "level_national": 5, "level_european": 5,
            "nsf": [{"code": "332t", "title": "Aide, conseil, orientation, soutien socio-éducatif"}],
            "registration_decided_on": "2020-01-26", "registration_ends": None,
        },
        "session": {"id": "s", "starts": "2022-12-14", "ends": "2022-12-15", "place": "salle Vercors"},
        "minutes": {"number": "PV-2022-GRE-0007", "date": "2022-12-15", "sha256": "a" * 64},
        "place": "Grenoble", "issued_on": "2022-12-20",
        "signatory": {"name": "DURAND Claire", "title": "Directrice générale", "organisation": "AROBASE"},
        "holder": {key: one[key] for key in kept},
    }  # fmt: skip
    if kind in CERTIFICATES:
        return content | {"ground": ""}
    if kind is DocumentKind.CANDIDATE_PRESENCE:
        return content | {"defence": None}
    blocks = [
        {
            "code": block["code"], "title": block["title"], "decision": one["decisions"][block["code"]],
            "reason": reasons.get(block["code"], ""), "recommendation": "", "conditions": "", "held": None,
        }
        for block in BLOCKS
    ]  # fmt: skip
    appeal = {"addressee": "Certificateur", "address": "75011 PARIS", "months": 2, "procedure": ""}
    return content | {"outcome": one["outcome"], "blocks": blocks, "notify_by": None, "appeal": appeal}


Lines = tuple[tuple[str, ...], ...]
"""The lines of a paper, page by page."""


def lines_of(pdf: bytes) -> Lines:
    """Return what a paper says, to be drawn again."""
    document = pypdfium2.PdfDocument(pdf)
    found = tuple(tuple(page.get_textpage().get_text_range().splitlines()) for page in document)
    document.close()
    return found


def bare_style() -> ParagraphStyle:
    """Return the baseline's only style: the papers' own face, as ReportLab alone reads and embeds it."""
    content = (files("cisp_desktop") / "data" / "fonts" / f"{REGULAR}.ttf").read_bytes()
    font = TTFont("bare", io.BytesIO(content))
    font.face.name = b"Bare"  # ReportLab takes two fonts whose faces have one name for the same
    pdfmetrics.registerFont(font)
    return ParagraphStyle("line", fontName="bare", fontSize=9, leading=11)


def bare_paper(pages: Lines, style: ParagraphStyle, *, wide: bool) -> bytes:
    """Draw the same lines with ReportLab's own means: one paragraph each, on as many pages."""
    story: list[object] = []
    for page in pages:
        story += [Paragraph(escape(line), style) for line in page]
        story.append(PageBreak())
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=landscape(A4) if wide else A4, invariant=1).build(story)
    return buffer.getvalue()


class Batch:
    """So many papers of some kinds, drawn by us and with bare paragraphs of what each kind says."""

    def __init__(self, candidates: int, kinds: Sequence[DocumentKind]) -> None:
        self._candidates, self._kinds = candidates, kinds
        self._style = bare_style()
        self._said = {kind: lines_of(self._draw(paper(kind, 1))) for kind in kinds}
        self.pages = candidates * sum(len(pages) for pages in self._said.values())

    @staticmethod
    def _draw(content: dict[str, Any]) -> bytes:
        return IssuedRenderer().render(content, logo=None).pdf

    def ours(self) -> None:
        """Draw every paper."""
        for index in range(self._candidates):
            for kind in self._kinds:
                self._draw(paper(kind, index))

    def baseline(self) -> None:
        """Draw as many papers of the same lines."""
        for _ in range(self._candidates):
            for kind, pages in self._said.items():
                bare_paper(pages, self._style, wide=kind in CERTIFICATES)


def _rounds(candidates: int) -> int:
    return 3 if candidates <= 100 else 1


def _rate(
    name: str, pages: int, ours: Callable[[], None], baseline: Callable[[], None], *, rounds: int
) -> Figure:
    mine, base = in_turn(ours, baseline, rounds=rounds)
    return Figure(
        f"{name} ({pages} pages)", f"{pages / mine:.0f} p/s", f"{pages / base:.0f} p/s", base / mine,
        f"≥ {_LEAST:g} ×", base / mine >= _LEAST, "face à des paragraphes nus, sans PDF/A ni données jointes",
    )  # fmt: skip


def notices(folder: Path) -> Iterator[Figure]:
    """Decision notices, one file per candidate."""
    for size in sizes(*SIZES):
        batch = Batch(size, (DocumentKind.DECISION_NOTICE,))
        name = f"Relevés de décision de {size} candidats"
        yield _rate(name, batch.pages, batch.ours, batch.baseline, rounds=_rounds(size))


def certificates(folder: Path) -> Iterator[Figure]:
    """Certificates with their frozen data, one file per candidate."""
    for size in sizes(*SIZES):
        batch = Batch(size, (DocumentKind.CERTIFICATE,))
        name = f"Parchemins de {size} candidats"
        yield _rate(name, batch.pages, batch.ours, batch.baseline, rounds=_rounds(size))


def whole_sessions(folder: Path) -> Iterator[Figure]:
    """Minutes, and for each candidate a notice, an attestation of presence and a certificate."""
    for size in sizes(*SIZES):
        batch, content = Batch(size, OF_EACH), snapshot(candidates=size)
        pages = batch.pages + MinutesRenderer().render(content, draft=False).pages

        def ours(batch: Batch = batch, content: Any = content) -> None:
            MinutesRenderer().render(content, draft=False)
            batch.ours()

        def baseline(batch: Batch = batch, content: Any = content) -> None:
            minimal_table(content)
            batch.baseline()

        name = f"Session entière de {size} candidats, PV et {len(OF_EACH)} documents chacun"
        yield _rate(name, pages, ours, baseline, rounds=_rounds(size))


def issued_batch(folder: Path) -> Iterator[Figure]:
    """Every paper that 90 candidates are due, issued: frozen, drawn, encrypted, noted in the journal."""
    source, session_id = _complete(folder / "source")
    style = bare_style()
    said: list[tuple[Lines, bool]] = []
    turn = 0

    def ours() -> None:
        nonlocal turn
        turn += 1
        shutil.copytree(source, folder / f"copy-{turn}")
        workspace = make_store().open(folder / f"copy-{turn}", PASSPHRASE)
        choices = Choices("DURAND Claire", "Directrice générale", date(2018, 1, 26))
        done = issue_papers(
            workspace, session_id, wanted=lambda _paper: True, choices=choices, renderer=IssuedRenderer()
        )
        assert len(done.made) > BATCH * 3
        if not said:
            documents = read_papers(workspace, session_id).documents
            said.extend((lines_of(read_paper(workspace, one)), one.kind in CERTIFICATES) for one in documents)
        workspace.close()

    ours()

    def baseline() -> None:
        for number, (pages, wide) in enumerate(said):
            (folder / f"{number}.pdf").write_bytes(bare_paper(pages, style, wide=wide))

    mine, base = in_turn(ours, baseline, rounds=3)
    pages = sum(len(pages) for pages, _ in said)
    yield Figure(
        f"Émettre tous les documents de {BATCH} candidats ({len(said)} fichiers, {pages} pages)",
        f"{pages / mine:.0f} p/s", f"{pages / base:.0f} p/s", base / mine, "≥ 0.3 ×", base / mine >= 0.3,
        f"{mine:.1f} s\u00a0: figés, dessinés, chiffrés, inscrits au journal".replace(".", ","),
    )  # fmt: skip


def _complete(folder: Path) -> tuple[Path, str]:
    """Return a closed workspace, and the id of its session of 90 candidates, decided and signed."""
    folder.mkdir()
    workspace = make_workspace(folder)
    made = make_session(workspace, candidates=BATCH)
    score_everything(workspace, made)
    open_deliberation(workspace, made.id)
    assert not record_decisions(workspace, made.id, accept_proposals=True, reason="Insuffisant").failed
    (closed,) = close_session(workspace, made.id, renderer=MinutesRenderer(), signer=PlainSigner())
    for role in made.seats:
        sign_minutes(workspace, closed.id, juror=made.juror(role), image=None, signer=PlainSigner())
    workspace.close()
    return workspace.path, made.id


FIGURES = (notices, certificates, whole_sessions, issued_batch)
"""Every figure of this module, in the order of the table."""
