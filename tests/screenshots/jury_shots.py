"""Pictures of « Délibérer » and « Procès-verbal »: under way, apart, blocked, partly signed, verified."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QDialog

from cisp_desktop.application.candidate_import import import_candidates
from cisp_desktop.application.deliberating import Ruling, decide
from cisp_desktop.application.demonstration import (
    CODES,
    SEATS,
    FixedCodes,
    _decide_all,
    _jurors,
    _score,
    sample_candidates,
)
from cisp_desktop.application.jurors import IdentifiedJuror, set_panel
from cisp_desktop.application.minutes import close_session, closing_blockers, read_minutes, sign_minutes
from cisp_desktop.application.own_cards import CardCertificate, CardContent, Padding, PinState
from cisp_desktop.application.preparing import create_session
from cisp_desktop.application.queries import MinutesRow
from cisp_desktop.documents.drawn_signature import demonstration_strokes
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.panel import Role
from cisp_desktop.gui.dialogs.accept_proposals_dialog import AcceptProposalsDialog
from cisp_desktop.gui.dialogs.card_dialog import CardDialog
from cisp_desktop.gui.dialogs.closing_dialog import ClosingDialog
from cisp_desktop.gui.dialogs.print_preview_dialog import PrintPreviewDialog
from cisp_desktop.gui.dialogs.sign_dialog import SignDialog
from cisp_desktop.gui.dialogs.verify_dialog import Comparison, VerifyDialog
from cisp_desktop.gui.pages.deliberate_page import DeliberatePage
from cisp_desktop.gui.pages.minutes_page import MinutesPage
from tests.screenshots.stage import Stage

DECIDED_CENTRE = "Centre de démonstration Voiron"


def _demonstration(stage: Stage) -> str:
    """Show the demonstration's own session."""
    stage.reset()
    session_id = stage.context.session_id
    assert session_id is not None
    return session_id


def deliberate(stage: Stage) -> None:
    """The matrix under way: one candidate decided, one block refused, the rest proposed or awaited."""
    _demonstration(stage)
    page = cast(DeliberatePage, stage.show_page("deliberate"))
    page.block_panel.unreasoned.clear()
    first, second, *_ = page.matrix.model.rows
    workspace = stage.context.workspace
    for cell in first.cells:
        if cell.by_jury and cell.decision is None:
            decide(
                workspace,
                first.registration_id,
                block_id=cell.block_id,
                ruling=Ruling(DecisionValue.VALIDATED),
            )
    cell = next(cell for cell in second.cells if cell.by_jury)
    ruling = Ruling(DecisionValue.NOT_VALIDATED, "L’entretien n’a pas confirmé ce que le dossier avançait.")
    decide(workspace, second.registration_id, block_id=cell.block_id, ruling=ruling)
    stage.settle()
    page.matrix.select(second.registration_id, cell.block_id)
    stage.settle()


def disagreement(stage: Stage) -> None:
    """A block on which the jurors are apart, and the refusal of a refusal without a reason."""
    _demonstration(stage)
    page = cast(DeliberatePage, stage.show_page("deliberate"))
    apart = [
        (cell.straddles, cell.gaps, row.registration_id, cell.block_id)
        for row in page.matrix.model.rows
        for cell in row.cells
        if cell.decision is None and not cell.unsealed and cell.proposal_frozen
    ]
    _, _, registration_id, block_id = max(apart)
    page.matrix.select(registration_id, block_id)
    page.block_panel.rule(DecisionValue.NOT_VALIDATED)
    stage.settle()


def awaited(stage: Stage) -> None:
    """A candidate whose sheets are not all sealed: nothing shows."""
    _demonstration(stage)
    page = cast(DeliberatePage, stage.show_page("deliberate"))
    row = next(row for row in page.matrix.model.rows if any(cell.unsealed for cell in row.cells))
    page.matrix.select(row.registration_id, row.cells[0].block_id)
    stage.settle()


def accept_proposals(stage: Stage) -> QDialog:
    """Counts named, one reason asked."""
    deliberate(stage)
    dialog = AcceptProposalsDialog(17, refusals=3, to_deliberate=2, parent=stage.window)
    dialog.form.reasonEdit.setPlainText("Les éléments présentés n’établissent pas la maîtrise du bloc.")
    return dialog


def draft(stage: Stage) -> None:
    """The draft, and what prevents closing."""
    _demonstration(stage)
    stage.show_page("minutes")


def closing_blocked(stage: Stage) -> QDialog:
    """What prevents closing, line by line."""
    session_id = _demonstration(stage)
    stage.show_page("minutes")
    blockers = closing_blockers(stage.context.workspace, session_id)
    session = stage.context.queries.session(session_id)
    return ClosingDialog(session, blockers, decided=0, parent=stage.window)


def closing(stage: Stage) -> QDialog:
    """What closing means."""
    session_id = _demonstration(stage)
    stage.show_page("minutes")
    session = stage.context.queries.session(session_id)
    return ClosingDialog(session, (), decided=47, parent=stage.window)


def decided_session(stage: Stage, centre: str) -> tuple[str, dict[Role, IdentifiedJuror]]:
    """Make a session that is decided and not closed; return it with its jurors."""
    workspace, services = stage.context.workspace, stage.services
    stage.show_page("settings")  # nothing is read again while the session is made
    session_id = create_session(
        workspace, certification="RNCP36128", centre=centre, starts=date(2022, 12, 12),
        ends=date(2022, 12, 13), place="Voiron", address="2 rue de l’Exemple, 38500 VOIRON",
        demonstration=True,
    )  # fmt: skip
    with sample_candidates() as path:
        import_candidates(workspace, session_id, services.candidate_files.read(path))
    codes = FixedCodes(services.identities, [CODES[seat.role] for seat in SEATS])
    set_panel(workspace, session_id, choices=SEATS, identities=codes)
    jurors = _jurors(workspace, services, session_id)
    for juror in jurors.values():
        for row in stage.context.queries.registrations(session_id):
            _score(workspace, juror, row, session_id=session_id, seal=True)
    _decide_all(workspace, session_id)
    return session_id, jurors


def _closed(stage: Stage) -> tuple[MinutesPage, MinutesRow]:
    """Show a session that was decided, closed and signed by its president, made on the first call."""
    context, services = stage.context, stage.services
    workspace = context.workspace
    known = [row.id for row in context.queries.sessions() if row.centre_name == DECIDED_CENTRE]
    if not known:
        session_id, jurors = decided_session(stage, DECIDED_CENTRE)
        (closed,) = close_session(workspace, session_id, renderer=services.renderer, signer=services.signer)
        picture = services.pictures.from_strokes(demonstration_strokes(3))
        sign_minutes(
            workspace, closed.id, juror=jurors[Role.PRESIDENT], image=picture, signer=services.signer
        )
        known = [session_id]
    context.set_session(known[0])
    page = cast(MinutesPage, stage.show_page("minutes"))
    minutes = context.queries.minutes_of(known[0])
    assert minutes is not None
    return page, minutes


def partly_signed(stage: Stage) -> None:
    """Closed, signed by one of three."""
    _closed(stage)


def sign(stage: Stage) -> QDialog:
    """A member draws."""
    _page, minutes = _closed(stage)
    unsigned = [row for row in minutes.signatures if row.signed_at is None]
    dialog = SignDialog(minutes.number, unsigned, seat_id="", parent=stage.window)
    dialog.form.signaturePad.set_strokes(demonstration_strokes(5))
    dialog.form.codeEdit.setText("DEMO-PROF")
    return dialog


def _cards() -> list[CardCertificate]:
    """Two certificates on a card, none of a real person."""
    content = CardContent(
        Path("/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so"), "Carte d’agent", "01", "01", b"", (),
        PinState.LAST, on_reader=False, paddings=tuple(Padding), signs_on_curves=True,
    )  # fmt: skip
    until = datetime(2028, 6, 30, tzinfo=UTC)
    issuer = "Autorité de certification des agents (fictive)"
    return [
        CardCertificate(name, issuer, until, "", content)
        for name in ("PROFESSEUR Paul", "Paul (chiffrement)")
    ]


def sign_with_a_card(stage: Stage) -> QDialog:
    """A card's certificate is chosen, its PIN asked for."""
    dialog = cast(SignDialog, sign(stage))
    dialog.show_card(_cards()[0])
    dialog.form.passwordEdit.setText("1234")
    return dialog


def choose_card(stage: Stage) -> QDialog:
    """Which certificate of which card."""
    cards = _cards()
    dialog = CardDialog([], known=cards[0].content.module, parent=stage.window)
    dialog.show_cards(cards)
    return dialog


def no_card(stage: Stage) -> QDialog:
    """No card was inserted."""
    dialog = CardDialog([], known=_cards()[0].content.module, parent=stage.window)
    dialog.show_refusal(RuleError("card.none", name="opensc-pkcs11.so"))
    return dialog


def _verified(stage: Stage, pdf: bytes, name: str, *, comparison: Comparison) -> QDialog:
    dialog = VerifyDialog(stage.window)
    dialog.compare_with(comparison)
    dialog.show_waiting(name, busy=False)
    known = stage.context.workspace.authority.certificate_pem
    authority = known if comparison is Comparison.WORKSPACE else None
    dialog.show_report(stage.services.verifier.verify(pdf, authority_pem=authority))
    return dialog


def verify(stage: Stage) -> QDialog:
    """Intact, signers unknown."""
    _page, minutes = _closed(stage)
    pdf = read_minutes(stage.context.workspace, minutes.id)
    return _verified(stage, pdf, f"{minutes.number}.pdf", comparison=Comparison.NOBODY)


def verify_known(stage: Stage) -> QDialog:
    """Intact, signers recognised."""
    _page, minutes = _closed(stage)
    pdf = read_minutes(stage.context.workspace, minutes.id)
    return _verified(stage, pdf, f"{minutes.number}.pdf", comparison=Comparison.WORKSPACE)


def verify_altered(stage: Stage) -> QDialog:
    """A byte was changed."""
    _page, minutes = _closed(stage)
    pdf = read_minutes(stage.context.workspace, minutes.id)
    altered = pdf.replace(b"/Type", b"/Typo", 1)
    return _verified(stage, altered, f"{minutes.number} (copie).pdf", comparison=Comparison.WORKSPACE)


def verify_cut(stage: Stage) -> QDialog:
    """Half of the last part is missing."""
    _page, minutes = _closed(stage)
    pdf = read_minutes(stage.context.workspace, minutes.id)
    last = pdf.rindex(b"%%EOF", 0, len(pdf) - 10)
    cut = pdf[: (last + len(pdf)) // 2]
    return _verified(stage, cut, f"{minutes.number} (courriel).pdf", comparison=Comparison.WORKSPACE)


def print_preview(stage: Stage) -> QDialog:
    """What the printer will put on paper."""
    page, _minutes = _closed(stage)
    pages = page.form.minutesViewer.page_set
    assert pages is not None
    return PrintPreviewDialog(
        pages, tasks=stage.context.tasks, icons=stage.context.icons, parent=stage.window
    )
