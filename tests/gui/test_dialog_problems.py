"""What every dialog owes to what is wrong: its line in full, nothing under it, the faulty field at hand."""

import importlib
import pkgutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from cisp_desktop.application.attending import Coming
from cisp_desktop.application.centres import CentreSettings
from cisp_desktop.application.duplicates import DuplicateReason
from cisp_desktop.application.incidents import IncidentEntry
from cisp_desktop.application.issued_building import Choices
from cisp_desktop.application.panels import said_of
from cisp_desktop.application.planning import PlanningSettings
from cisp_desktop.application.queries import DossierRow, SignatureRow
from cisp_desktop.application.reading_notes import NoteContent
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.hearing_log import IncidentKind
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.paper_template import CentreTemplates
from cisp_desktop.domain.planning import Who
from cisp_desktop.domain.reading import NoteColour
from cisp_desktop.domain.registration import Attendance, DossierKind
from cisp_desktop.gui import dialogs
from cisp_desktop.gui.candidate_edits import open_paths, sheet_of
from cisp_desktop.gui.candidate_facts import outside_assessments
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs import problem_dialog
from cisp_desktop.gui.dialogs.accept_proposals_dialog import AcceptProposalsDialog
from cisp_desktop.gui.dialogs.access_request_dialog import AccessRequestDialog
from cisp_desktop.gui.dialogs.add_candidate_dialog import AddCandidateDialog
from cisp_desktop.gui.dialogs.ask_text_dialog import AskTextDialog
from cisp_desktop.gui.dialogs.attendance_dialog import AttendanceDialog, Came
from cisp_desktop.gui.dialogs.candidate_dialog import CandidateDialog
from cisp_desktop.gui.dialogs.card_dialog import CardDialog
from cisp_desktop.gui.dialogs.centre_dialog import CentreDialog
from cisp_desktop.gui.dialogs.certificate_mentions_dialog import CertificateMentionsDialog
from cisp_desktop.gui.dialogs.change_code_dialog import ChangeCodeDialog
from cisp_desktop.gui.dialogs.closing_dialog import ClosingDialog
from cisp_desktop.gui.dialogs.comment_templates_dialog import CommentTemplatesDialog
from cisp_desktop.gui.dialogs.create_workspace_dialog import CreateWorkspaceDialog
from cisp_desktop.gui.dialogs.departure_dialog import DepartureDialog
from cisp_desktop.gui.dialogs.duplicates_dialog import DuplicatesDialog, Twins
from cisp_desktop.gui.dialogs.equivalence_dialog import EquivalenceDialog
from cisp_desktop.gui.dialogs.find_sheet_dialog import FindSheetDialog
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.dialogs.held_block_dialog import HeldBlockDialog
from cisp_desktop.gui.dialogs.identify_juror_dialog import IdentifyJurorDialog
from cisp_desktop.gui.dialogs.incident_dialog import Concerned, IncidentDialog
from cisp_desktop.gui.dialogs.juror_register_dialog import JurorRegisterDialog
from cisp_desktop.gui.dialogs.minutes_paper_dialog import MinutesPaperDialog
from cisp_desktop.gui.dialogs.minutes_reason_dialog import Asked, MinutesReasonDialog
from cisp_desktop.gui.dialogs.new_session_dialog import NewSessionDialog
from cisp_desktop.gui.dialogs.not_sitting_dialog import NotSittingDialog
from cisp_desktop.gui.dialogs.open_copy_dialog import OpenCopyDialog
from cisp_desktop.gui.dialogs.open_workspace_dialog import OpenWorkspaceDialog
from cisp_desktop.gui.dialogs.outside_result_dialog import OutsideResultDialog
from cisp_desktop.gui.dialogs.panel_dialog import PanelDialog
from cisp_desktop.gui.dialogs.paper_templates_dialog import PaperTemplatesDialog
from cisp_desktop.gui.dialogs.paste_sheet_dialog import PasteSheetDialog
from cisp_desktop.gui.dialogs.planning_settings_dialog import PlanningSettingsDialog
from cisp_desktop.gui.dialogs.problem_dialog import ProblemDialog
from cisp_desktop.gui.dialogs.reading_note_dialog import ReadingNoteDialog
from cisp_desktop.gui.dialogs.reassign_dossier_dialog import ReassignDossierDialog
from cisp_desktop.gui.dialogs.recusal_dialog import RecusalDialog
from cisp_desktop.gui.dialogs.refusal_dialog import RefusalDialog
from cisp_desktop.gui.dialogs.reset_code_dialog import ResetCodeDialog
from cisp_desktop.gui.dialogs.save_certification_dialog import SaveCertificationDialog
from cisp_desktop.gui.dialogs.seal_dialog import SealDialog, SheetToSeal
from cisp_desktop.gui.dialogs.sign_dialog import SignDialog
from cisp_desktop.gui.dialogs.unavailability_dialog import UnavailabilityDialog
from cisp_desktop.gui.session_data import SessionData, name_of, read_session_data
from cisp_desktop.gui.theme import Theme
from cisp_desktop.gui.widgets.comment_editor import CommentEditor
from cisp_desktop.gui.widgets.panels import Tone
from tests.factories import SessionMade, score
from tests.gui.fakes import RecordedMessages

NOW = datetime(2022, 12, 14, 14, 30, tzinfo=UTC)
DAY = NOW.date()
WORDS = "Une phrase qui dit ce qui ne va pas, et comment le corriger. "


class Room:
    """What the dialogs are built from: a session, its jury, three candidates, one of them scored."""

    def __init__(
        self, context: GuiContext, made: SessionMade, messages: RecordedMessages, folder: Path
    ) -> None:
        self.context, self.made, self.messages, self.folder = context, made, messages, folder
        self.queries, self.session_id = context.queries, made.id

    @property
    def data(self) -> SessionData:
        """The session as it stands."""
        return read_session_data(self.queries, self.session_id)

    @property
    def seats(self) -> Any:
        """The jury's seats."""
        return self.data.panel.seats

    def names(self) -> list[tuple[str, str]]:
        """The candidates."""
        return [(row.id, name_of(row)) for row in self.data.registrations]

    def sheet(self) -> SheetToSeal:
        """The first complete sheet of the president."""
        block = self.data.certification.blocks[0]
        first, seat = self.made.registrations[0], self.made.seats[Role.PRESIDENT]
        return SheetToSeal(block, self.queries.score_sheet(first, seat, block_id=block.id))


def _candidate(room: Room) -> QDialog:
    data = room.data
    order = [row.id for row in data.registrations]
    return CandidateDialog(room.context, data, registration_id=order[0], order=order)


def _duplicates(room: Room) -> QDialog:
    data = room.data
    first, second, _third = data.registrations
    reason = next(iter(DuplicateReason))
    return DuplicatesDialog([Twins(first, second, reason)], text=sheet_of(room.context, data).text)


def _departure(room: Room) -> QDialog:
    return DepartureDialog(room.seats, (), gone={}, now=NOW)


def _incident(room: Room) -> QDialog:
    people = [Concerned(one, room.made.panel_id, words) for one, words in room.names()]
    known = IncidentEntry(IncidentKind.FRAUD, NOW, "")
    return IncidentDialog(
        [(room.made.panel_id, "Jury 1"), ("autre", "Jury du soir")], people,
        known=known, panel_id=room.made.panel_id, new=True,
    )  # fmt: skip


def _attendance(came: Came) -> Callable[[Room], QDialog]:
    return lambda _room: AttendanceDialog("AUBERT Léa", came, known=Coming(Attendance.EXPECTED), now=NOW)


def _planning(room: Room) -> QDialog:
    return PlanningSettingsDialog(PlanningSettings(), [DAY], lengths=["BC01 : 30 min", "BC02 : 45 min"])


def _sign(_room: Room) -> QDialog:
    return SignDialog("PV-1", [SignatureRow("a", Role.PRESIDENT, "MARTIN Anne", None)], seat_id="a")


def _reassign(room: Room) -> QDialog:
    names = room.names()
    kind = next(iter(DossierKind))
    dossier = DossierRow("d", names[0][0], kind, "memoire.pdf", "0" * 64, 1, 1, NOW, 1, late=False)
    return ReassignDossierDialog(dossier, names)


def _outside(room: Room) -> QDialog:
    assessments = [a for block in room.data.certification.blocks for a in block.assessments]
    found = [pair[1] for row in room.data.registrations for pair in
             outside_assessments(row, room.data.certification)] or assessments  # fmt: skip
    return OutsideResultDialog("AUBERT Léa", found[0], known=None, last_day=DAY, weighed=True)


SIGNER = SignatureRow("a", Role.PRESIDENT, "MARTIN Anne", None)
BUILDERS: dict[str, Callable[[Room], QDialog]] = {
    "accept": lambda _room: AcceptProposalsDialog(17, refusals=3, to_deliberate=2),
    "add": lambda room: AddCandidateDialog(
        sheet_of(room.context, room.data), open_paths(room.data), number="GRE-22-004"
    ),
    "ask": lambda _room: AskTextDialog(
        "Écarter les grilles",
        intro="Elles ne comptent plus.",
        label="&Motif",
        missing="Dites.",
        accept="É&carter",
    ),
    "late": _attendance(Came.LATE),
    "excused": _attendance(Came.EXCUSED),
    "withdrawn": _attendance(Came.WITHDRAWN),
    "candidate": _candidate,
    "card": lambda room: CardDialog([room.folder / "opensc-pkcs11.so"]),
    "centre": lambda _room: CentreDialog(CentreSettings("GRE", "CISP Grenoble"), sessions=2),
    "code": lambda _room: ChangeCodeDialog("MARTIN Anne", first=True),
    "closing": lambda room: ClosingDialog(room.data.session, (), decided=3),
    "templates": lambda _room: CommentTemplatesDialog(()),
    "create": lambda room: CreateWorkspaceDialog(room.messages, room.folder),
    "departure": _departure,
    "duplicates": _duplicates,
    "equivalence": lambda room: EquivalenceDialog(room.data.certification, ("RNCP16575",)),
    "find": lambda room: FindSheetDialog(room.context, room.folder / "flux.xml"),
    "held": lambda _room: HeldBlockDialog("BENALI Karim", None, standing=lambda _claim: ""),
    "mentions": lambda _room: CertificateMentionsDialog(Choices()),
    "access-request": lambda _room: AccessRequestDialog(DAY),
    "refusal": lambda _room: RefusalDialog("PV-1", SIGNER, [SIGNER]),
    "refusal-back": lambda _room: RefusalDialog("PV-1", SIGNER, [SIGNER], withdraws=True),
    "minutes-reason": lambda _room: MinutesReasonDialog(
        Asked("Rectifier", "Le procès-verbal est complet.", "&Rectifier", "Écrivez pourquoi.", grounded=True)
    ),
    "minutes-paper": lambda _room: MinutesPaperDialog(
        "PV-1", [SignatureRow("a", Role.PRESIDENT, "MARTIN Anne", None)], ()
    ),
    "identify": lambda room: IdentifyJurorDialog(room.queries.panels(room.session_id)),
    "incident": _incident,
    "paper-templates": lambda room: PaperTemplatesDialog(
        "CISP Grenoble", CentreTemplates(), tasks=room.context.tasks, icons=room.context.icons
    ),
    "register": lambda room: JurorRegisterDialog(room.context, day=DAY),
    "session": lambda room: NewSessionDialog(
        room.queries.certifications(), room.queries.sessions(), today=date(2026, 12, 14)
    ),
    "copy": lambda room: OpenCopyDialog(room.folder / "c.cisp-copie", room.folder / "repris", room.messages),
    "open": lambda room: OpenWorkspaceDialog(room.folder),
    "outside": _outside,
    "panel": lambda _room: PanelDialog("Ajouter un jury"),
    "panel-said": lambda room: PanelDialog(
        "Jury 1", said=said_of(room.data.panel), seats=room.data.panel.seats
    ),
    "not-sitting": lambda room: NotSittingDialog(
        "Jury 1", room.data.panel.seats, now=room.context.workspace.clock()
    ),
    "paste": lambda room: PasteSheetDialog(room.context),
    "planning": _planning,
    "note": lambda _room: ReadingNoteDialog(
        "Note", NoteContent(NoteColour.YELLOW, "", ""), {"a": "Écouter la demande"}, bare=True
    ),
    "reassign": _reassign,
    "recusal": lambda room: RecusalDialog(room.names(), room.seats),
    "reset": lambda room: ResetCodeDialog(room.queries.panels(room.session_id)),
    "save": lambda _room: SaveCertificationDialog((), left_out=1),
    "seal": lambda room: SealDialog("AUBERT Léa", [room.sheet()]),
    "sign": _sign,
    "absence": lambda _room: UnavailabilityDialog([(Who.CANDIDATE, "a", "AUBERT Léa")], first=NOW, last=NOW),
}


@pytest.fixture
def room(session_context: GuiContext, made: SessionMade, messages: RecordedMessages, tmp_path: Path) -> Room:
    """The session that the dialogs speak of."""
    return Room(session_context, made, messages, tmp_path)


def say(dialog: QDialog, text: str) -> QWidget:
    """Show a problem as the dialog does, and return its line."""
    if isinstance(dialog, CandidateDialog):
        dialog.form.problemBanner.show_text(Tone.DANGER, text)
        return dialog.form.problemBanner.label
    assert isinstance(dialog, ProblemDialog)
    dialog.show_problem(text)
    assert dialog._problem_label is not None
    return dialog._problem_label


def laid_out(dialog: QDialog) -> list[list[QWidget]]:
    """The visible widgets of each layout's host: they stand side by side."""
    hosts = [one for one in (dialog, *dialog.findChildren(QWidget)) if one.layout() is not None]
    found = []
    for host in hosts:
        if host is dialog or host.isVisible():
            children = [one for one in host.children() if isinstance(one, QWidget)]
            found.append([one for one in children if one.isVisible() and not one.isWindow()])
    return found


def crushed(dialog: QDialog) -> list[str]:
    """What lies over something else, or is smaller than what it must show."""
    found = []
    for siblings in laid_out(dialog):
        for one, other in combinations(siblings, 2):
            if one.geometry().intersects(other.geometry()):
                found.append(f"{_name(one)} lies over {_name(other)}")
        for one in siblings:
            least = one.minimumSize()
            if least.isNull():
                least = one.minimumSizeHint()
            high = least.height()
            if isinstance(one, QLabel) and one.wordWrap():
                high = max(high, one.heightForWidth(one.width()))
            if one.width() < least.width() or one.height() < min(high, one.maximumHeight()):
                found.append(f"{_name(one)}: {one.width()} × {one.height()} for {least.width()} × {high}")
    return found


def _name(widget: QWidget) -> str:
    parent = widget.parentWidget()
    return widget.objectName() or f"{type(widget).__name__} in {parent.objectName() if parent else ''}"


def three_lines(label: QWidget) -> str:
    """A sentence of at least three lines in the width of ``label``."""
    assert isinstance(label, QLabel)
    text = WORDS
    metrics = label.fontMetrics()
    while metrics.horizontalAdvance(text) < 2.4 * max(label.width(), 300):
        text += WORDS
    return text.strip()


def test_every_dialog_that_can_say_what_is_wrong_is_walked_here(room: Room, qtbot: QtBot) -> None:
    for module in pkgutil.iter_modules(dialogs.__path__):
        importlib.import_module(f"{dialogs.__name__}.{module.name}")
    kinds, left = set(), [ProblemDialog]
    while left:
        kind = left.pop()
        below = kind.__subclasses__()
        left += below
        if not below:
            kinds.add(kind)
    score(room.context.workspace, room.made, room.made.registrations[0], seal=False)
    walked = set()
    for build in BUILDERS.values():
        dialog = build(room)
        qtbot.addWidget(dialog)
        walked.add(type(dialog))
    product = {kind for kind in kinds if kind.__module__.startswith("cisp_desktop.")}
    assert product - walked == set()


@pytest.mark.parametrize("scale", [pytest.param(100, marks=pytest.mark.robustness), 150])
@pytest.mark.parametrize("name", BUILDERS)
def test_a_long_problem_is_shown_whole_over_nothing(
    qtbot: QtBot, room: Room, theme: Theme, name: str, scale: int
) -> None:
    if name == "seal":
        score(room.context.workspace, room.made, room.made.registrations[0], seal=False)
    theme.apply(theme.mode, text_scale=scale)
    try:
        dialog = BUILDERS[name](room)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.resize(1, 1)
        before = dialog.size()
        text = three_lines(say(dialog, WORDS))
        line = say(dialog, text)
        qtbot.wait(1)
        qtbot.wait(1)
        assert "\n".join(crushed(dialog)) == "", f"{dialog.size()} {dialog.minimumSize()}"
        assert line.isVisible()
        assert line.height() >= line.heightForWidth(line.width()) >= 3 * line.fontMetrics().height()
        assert line.visibleRegion().boundingRect().size() == line.size()
        assert dialog.width() >= before.width()
        assert dialog.height() >= before.height()
        assert dialog.height() < dialog.screen().availableSize().height()
    finally:
        theme.apply(theme.mode)


def shown(qtbot: QtBot, dialog: QDialog) -> QDialog:
    """The dialog on the screen, the active window."""
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_dialog_never_shrinks_when_what_was_wrong_is_mended(qtbot: QtBot, room: Room) -> None:
    dialog = shown(qtbot, BUILDERS["code"](room))
    assert isinstance(dialog, ProblemDialog)
    dialog.resize(700, 640)
    dialog.show_problem(WORDS * 3)
    assert (dialog.width(), dialog.height()) == (700, 640)
    dialog.show_problem("")
    qtbot.wait(1)
    assert (dialog.width(), dialog.height()) == (700, 640)


def test_a_problem_follows_the_width_that_the_user_gives(qtbot: QtBot, room: Room) -> None:
    dialog = shown(qtbot, BUILDERS["code"](room))
    dialog.resize(760, 1)
    line = say(dialog, WORDS * 3)
    wide, high = line.height(), dialog.height()
    dialog.resize(1, high)
    qtbot.wait(1)
    assert line.height() > wide
    assert crushed(dialog) == []


def test_a_dialog_at_the_foot_of_the_screen_moves_up_to_show_what_is_wrong(qtbot: QtBot, room: Room) -> None:
    dialog = shown(qtbot, BUILDERS["code"](room))
    screen = dialog.screen().availableGeometry()
    dialog.resize(400, 1)
    dialog.move(10, screen.bottom() - dialog.height())
    say(dialog, WORDS * 4)
    assert dialog.frameGeometry().bottom() <= screen.bottom()
    assert dialog.frameGeometry().top() >= screen.top()


FAULTS = {
    "code": "oldEdit", "create": "repeatEdit", "departure": "reasonEdit", "equivalence": "heldBlockEdit",
    "excused": "excuseEdit", "held": "codeEdit", "identify": "codeEdit", "incident": "accountEdit",
    "open": "passphraseEdit", "reset": "codeEdit", "ask": "answerEdit", "outside": "favourableRadioButton",
    "add": "numberEdit",
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_leads_to_the_field_to_mend_and_is_read_there(
    qtbot: QtBot, room: Room, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(
        problem_dialog.QAccessible, "updateAccessibility", lambda event: heard.append(event.message())
    )
    dialog = shown(qtbot, BUILDERS[name](room))
    assert isinstance(dialog, ProblemDialog)
    form: Any = dialog.form  # type: ignore[attr-defined]  # every form has one
    if name == "create":
        form.passphraseEdit.setText("quatre pommes vertes")
        form.nameEdit.setText("Jurys 2026")
    if name == "add":
        form.numberEdit.clear()
    form.acceptButton.setFocus()
    form.acceptButton.click()
    said = form.problemLabel.text()
    assert said
    assert dialog.focusWidget() is getattr(form, FAULTS[name])
    assert dialog.focusWidget().accessibleDescription() == said
    assert heard == [said]
    dialog.show_problem("")
    assert getattr(form, FAULTS[name]).accessibleDescription() == ""


@pytest.mark.parametrize(
    ("name", "error", "field"),
    [
        ("incident", RuleError("incident.in_future", at=NOW), "hourEdit"),
        (
            "incident",
            RuleError("text.too_long", field="incident.decision", limit=9, length=12),
            "decisionEdit",
        ),
        ("code", RuleError("identity.code.too_short", least=6), "newEdit"),
        ("recusal", RuleError("text.too_long", field="recusal.detail", limit=9, length=12), "detailEdit"),
        ("sign", RuleError("identity.code.wrong"), "codeEdit"),
    ],
)
def test_a_refusal_leads_to_the_field_that_it_names(
    qtbot: QtBot, room: Room, name: str, error: RuleError, field: str
) -> None:
    dialog = shown(qtbot, BUILDERS[name](room))
    assert isinstance(dialog, FormDialog)
    dialog.show_refusal(error)
    form: Any = dialog.form  # type: ignore[attr-defined]  # every form has one
    assert dialog.focusWidget() is getattr(form, field)
    assert getattr(form, field).accessibleDescription() == form.problemLabel.text() != ""


def test_a_countdown_is_read_aloud_once_and_moves_nothing(
    qtbot: QtBot, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(
        problem_dialog.QAccessible, "updateAccessibility", lambda event: heard.append(event.message())
    )
    dialog = shown(qtbot, BUILDERS["identify"](room))
    assert isinstance(dialog, FormDialog)
    dialog.show_problem("Le code est faux.")
    dialog.show_delay(3)
    dialog._on_second_passed()
    assert heard == ["Le code est faux."]


NARROW, WIDE = "\u202f", "\u00a0"
TYPED = f"Deux{WIDE}jurés{NARROW}: 14{NARROW}h{WIDE}30,{WIDE}«{NARROW}vu{NARROW}»\net une ligne"


@pytest.mark.parametrize("name", ["incident", "excused", "withdrawn", "note", "accept"])
def test_the_spaces_that_are_typed_are_the_spaces_that_are_read(qtbot: QtBot, room: Room, name: str) -> None:
    dialog: Any = shown(qtbot, BUILDERS[name](room))
    read: dict[str, Callable[[], list[str]]] = {
        "incident": lambda: [dialog.entry.account, dialog.entry.decision],
        "excused": lambda: [dialog.coming.excuse],
        "withdrawn": lambda: [dialog.coming.excuse],
        "note": lambda: [dialog.content.text],
        "accept": lambda: [dialog.reason],
    }
    for field in dialog.findChildren(QPlainTextEdit):
        field.setPlainText(TYPED)
    assert set(read[name]()) == {TYPED}


def test_what_a_lock_interrupted_comes_back_with_its_spaces(qtbot: QtBot, room: Room) -> None:
    first: Any = shown(qtbot, BUILDERS["incident"](room))
    first.form.accountEdit.setPlainText(TYPED)
    again: Any = shown(qtbot, BUILDERS["incident"](room))
    again.put_back(first.typed())
    assert again.entry.account == TYPED


def test_a_comment_keeps_the_spaces_that_are_typed(qtbot: QtBot) -> None:
    editor = CommentEditor(lambda: ())
    qtbot.addWidget(editor)
    stored: list[tuple[str, str]] = []
    editor.text_ready.connect(lambda item, text: stored.append((item, text)))
    editor.show_text("a", "", caption="Commentaire de la ligne 1", editable=True)
    editor.editor.insertPlainText(TYPED)
    editor.store()
    assert stored == [("a", TYPED)]
