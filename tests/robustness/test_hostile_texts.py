"""F12: a hostile text is refused where it enters, or shows as typed wherever it goes, and loads nothing."""

import csv
import io
import random
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from cisp_desktop.application.candidate_import import import_candidates
from cisp_desktop.application.minutes import draft_minutes
from cisp_desktop.application.scoring import MarkValue, give_mark
from cisp_desktop.application.sheet_files import export_sheets
from cisp_desktop.application.wording import person_name
from cisp_desktop.documents.fonts import missing_glyphs
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.text import COMMENT_LENGTH, NAME_LENGTH
from cisp_desktop.exchange.candidates import candidate_files
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.cli.command import PASSPHRASE
from tests.exchange.factories import HEADER
from tests.factories import SessionMade, make_session, make_workspace
from tests.journeys.in_the_window import User, press, said_by, write
from tests.journeys.quick_services import QuickServices

SEED = 20221217
ACCEPTED = (
    "<b>DUPONT</b>", "<img src='file:///etc/passwd'>", "<script>alert(1)</script>", "&amp;", "DUPONT & FILS",
    "=1+1", "@SUM(A1)", "+33 6", "-2", "'quoted", '"double"', "%s %d {0} {name}", "../../etc/passwd",
    "C:\\temp",
    "NULL", "null", "'; DROP TABLE candidate; --", "O’NEILL", "d'Œuvre", "ÅNGSTRÖM", "X", "Straße", "ǅ ĳ ﬁ",
    "e\u0301le\u0300ve", "a" * NAME_LENGTH, "\u00ab guillemets \u00bb", "tab\u00a0insécable", "😀 emoji",
    "王小明", "नमस्ते", "مرحبا", "שלום", "&lt;b&gt;", "<!-- -->", "]]>", "\\n", "$(reboot)", "`id`", "100 %",
)  # fmt: skip
REFUSED = (
    "a\x00b", "a\x07b", "a\x1bb", "a\x7fb", "a\x85b", "a\u200eb", "a\u202eb", "a\u2066b", "a\u2028b",
    "a\ufffeb", "a\U0010ffffb", "x" * (NAME_LENGTH + 1), "x" * 5_000, "x" * 100_000,
)  # fmt: skip
ALPHABETS = st.text(st.characters(), max_size=40) | st.sampled_from(ACCEPTED + REFUSED)


def as_stored(text: str) -> str:
    """What is kept of an accepted text: composed, without outer spaces, one kind of line feed."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def invisible(text: str, *, allowed: str = "") -> bool:
    """Whether a text holds what no reader sees: control, bidi override, lone surrogate, unassigned."""
    bad = ("Cc", "Cs", "Co", "Cn", "Zl", "Zp")
    bidi = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return any(c not in allowed and (unicodedata.category(c) in bad or c in bidi) for c in text)


# --- comments ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SqlWorkspace, SessionMade]]:
    """An open workspace with one candidate."""
    workspace = make_workspace(tmp_path_factory.mktemp("textes"))
    yield workspace, make_session(workspace, candidates=1)
    workspace.abandon()


@given(comment=ALPHABETS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_comment_is_refused_or_reads_back_as_typed(
    scored: tuple[SqlWorkspace, SessionMade], comment: str
) -> None:
    workspace, made = scored
    registration_id, block = made.registrations[0], made.certification.blocks[0]
    seat, item = made.juror().seat_id, block.competences[0].id

    def line() -> object:
        view = workspace.queries.score_sheet(registration_id, seat, block_id=block.id)
        return next(one for one in view.lines if one.item == item)

    before = line()
    try:
        give_mark(
            workspace, made.juror(), registration_id=registration_id, block_id=block.id, item=item,
            value=MarkValue.of_level(2, comment),
        )  # fmt: skip
    except RuleError:
        assert invisible(comment, allowed="\n\r\t") or len(comment) > COMMENT_LENGTH
        assert line() == before
    else:
        assert not invisible(comment, allowed="\n\r\t")
        assert line().comment == as_stored(comment)  # type: ignore[attr-defined]


# --- names, from a list to every export --------------------------------------------------------------


def names(count: int) -> list[str]:
    """Return hostile names: the known ones, and random mixtures of every kind of character."""
    chance = random.Random(SEED)
    pieces = [*ACCEPTED, *REFUSED[:-1], " ", "\u200d", "\u00ad", "\t", ";", ",", "|"]
    found = [*ACCEPTED, *REFUSED]
    while len(found) < count:
        found.append("".join(chance.choice(pieces)[:20] for _ in range(chance.randint(1, 4))))
    return found[:count]


def a_csv(folder: Path, wanted: list[str]) -> Path:
    """Write them as a spreadsheet would: every field quoted."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(HEADER)
    for number, name in enumerate(wanted):
        writer.writerow([f"H-{number:04d}", name, "Zoé", "12/04/1991", "Formation continue"])
    path = folder / "liste.csv"
    path.write_bytes(buffer.getvalue().encode("utf-8"))
    return path


def test_a_name_is_refused_at_entry_or_shows_as_typed_in_every_export(
    tmp_path: Path, count: Callable[[int, int], int]
) -> None:
    services = QuickServices()
    wanted = names(count(100, 500))
    workspace = services.create_workspace(tmp_path / "workspace", PASSPHRASE)
    made = make_session(workspace, candidates=0)  # type: ignore[arg-type]  # the real one
    listed = candidate_files().read(a_csv(tmp_path, wanted))
    report = import_candidates(workspace, made.id, listed, take_sound_lines=True)
    rows = {row.number: row for row in workspace.queries.registrations(made.id)}
    wrong = []
    for number, name in enumerate(wanted):
        row = rows.get(f"H-{number:04d}")
        must_refuse = invisible(name) or len(name) > NAME_LENGTH or not name.strip()
        if (row is None) != must_refuse or (row is not None and row.birth_name != as_stored(name)):
            wrong.append(name[:40])
    assert wrong == []
    assert report.imported == len(rows)
    assert len({error.line for error in report.errors}) == len(wanted) - len(rows)

    export_sheets(workspace, made.id, tmp_path / "grilles", files=services.sheet_files)
    book = openpyxl.load_workbook(next((tmp_path / "grilles").iterdir()))
    cells = [row[1] for row in book.worksheets[0].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.value for cell in cells} == {person_name(r.birth_name, r.first_names) for r in rows.values()}
    workspace.close()
    print(f"F12 seed {SEED}: {len(wanted)} names, {len(rows)} verbatim, {len(wanted) - len(rows)} refused")


def test_a_name_is_printed_as_typed_or_the_minutes_say_what_they_cannot_print(tmp_path: Path) -> None:
    services = QuickServices()
    workspace = services.create_workspace(tmp_path / "workspace", PASSPHRASE)
    printed = [name for name in ACCEPTED if not missing_glyphs(as_stored(name))]
    made = make_session(workspace, candidates=0)  # type: ignore[arg-type]  # the real one
    listed = candidate_files().read(a_csv(tmp_path, printed))
    assert import_candidates(workspace, made.id, listed).imported == len(printed)
    draft = draft_minutes(workspace, made.id, renderer=services.renderer)
    reader = pypdf.PdfReader(io.BytesIO(draft.pdf))
    flat = squeezed("".join(page.extract_text() for page in reader.pages))
    assert [name for name in printed if squeezed(name) not in flat] == []
    assert not [1 for page in reader.pages for one in page.get("/Annots", []) if "/A" in one.get_object()]

    other = make_session(workspace, candidates=0, name="S2")  # type: ignore[arg-type]  # the real one
    listed = candidate_files().read(a_csv(tmp_path, ["王小明"]))
    import_candidates(workspace, other.id, listed)
    with pytest.raises(RuleError) as refused:
        draft_minutes(workspace, other.id, renderer=services.renderer)
    assert refused.value.code == "document.glyph_missing"
    assert "王小明" in str(refused.value.values["text"])
    workspace.close()


def squeezed(text: str) -> str:
    """Without spaces: where a line breaks is the page's business."""
    return "".join(unicodedata.normalize("NFKC", text).split())


# --- on the screen -----------------------------------------------------------------------------------


def test_names_show_as_typed_on_every_page_and_no_label_takes_them_for_markup(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    hostile = [name for name in ACCEPTED if len(name) < 60]
    services = QuickServices()
    workspace = services.create_workspace(tmp_path / "workspace", PASSPHRASE)
    made = make_session(workspace, candidates=0)  # type: ignore[arg-type]  # the real one
    import_candidates(workspace, made.id, candidate_files().read(a_csv(tmp_path, hostile)))
    workspace.close()
    user = User(qtbot, qapp, tmp_path / "settings.ini")

    def open_it(dialog: object) -> None:
        write(dialog.form.passphraseEdit, PASSPHRASE)  # type: ignore[attr-defined]
        press(dialog.form.acceptButton)  # type: ignore[attr-defined]

    try:
        user.answers(open_it, paths=[tmp_path / "workspace"])
        user.click(user.window.welcome_page.form.openButton)
        user.settle()
        for page in ("prepare", "deliberate", "dashboard", "register"):
            user.go_to(page)
            said = "\n".join(said_by(user.frame))
            if page == "prepare":
                assert [name for name in hostile if as_stored(name) not in said] == []
            for label in user.window.findChildren(QLabel):
                if any(as_stored(name) in label.text() for name in hostile if "<" in name):
                    assert label.textFormat() is label.textFormat().PlainText
            assert not [tip for tip in tooltips(user) if "<b>DUPONT" in tip or "<img" in tip]
    finally:
        user.put_away()


def tooltips(user: User) -> list[str]:
    """Every tooltip that a widget or a cell of the page would show."""
    found = [widget.toolTip() for widget in user.window.findChildren(QWidget)]
    for view in user.window.findChildren(QAbstractItemView):
        model = view.model()
        if model is not None:
            cells = (model.index(r, c) for r in range(model.rowCount()) for c in range(model.columnCount()))
            found += [str(cell.data(Qt.ItemDataRole.ToolTipRole) or "") for cell in cells]
    return found
