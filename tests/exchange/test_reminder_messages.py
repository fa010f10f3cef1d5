"""Reminders: whom, which text, and files that any mail program reads; nothing hostile gets into a header."""

from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.application.dossiers import store_dossier
from cisp_desktop.application.draft_message import Attachment, DraftMessage, address_of
from cisp_desktop.application.mail_wording import (
    REMINDER_MAIL,
    MailFacts,
    MailModel,
    mail_model,
    unknown_blanks,
)
from cisp_desktop.application.reminders import (
    Owing,
    fill_reminder,
    owing,
    reminder_table,
    write_reminders,
)
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.paper_template import CentreTemplates
from cisp_desktop.exchange.draft_messages import DraftMessages
from tests.factories import make_session, make_workspace
from tests.gui.preparing import PDF, FakeInspector

STAMP = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
FACTS = MailFacts("Coordinateur", "14/12/2026", date(2026, 11, 28), "CISP Grenoble", "", "cisp@exemple.fr")
ORIGIN = mail_model(CentreTemplates(), REMINDER_MAIL)
ZOE = Owing("r1", "D-0001", "DUPONT Zoé", "Madame", "zoe@exemple.fr", "zoe@exemple.fr", (DossierKind.THESIS,))


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def written(message: DraftMessage) -> EmailMessage:
    return read(DraftMessages().message(message, stamp=STAMP))


def test_a_message_says_who_what_and_when() -> None:
    message = fill_reminder(ORIGIN, ZOE, FACTS, today=date(2026, 11, 20))
    made = written(message)
    assert str(made["To"]) == "DUPONT Zoé <zoe@exemple.fr>"
    assert str(made["From"]) == "CISP Grenoble <cisp@exemple.fr>"
    assert str(made["Subject"]) == "Pièces à remettre\u00a0: Coordinateur"
    assert made["Date"].datetime == STAMP
    assert made["X-Unsent"] == "1"
    text = made.get_content()
    assert text.startswith("Madame,")
    assert "– Mémoire" in text.splitlines()
    assert "au plus tard le 28/11/2026" in text


def test_after_the_last_day_the_text_says_that_it_is_past() -> None:
    message = fill_reminder(ORIGIN, ZOE, FACTS, today=date(2026, 12, 1))
    assert "la date limite du 28/11/2026 est passée" in message.text


def test_braces_in_a_name_are_not_filled_in_and_unknown_blanks_are_told() -> None:
    hostile = Owing("r", "1", "{pièces}", "", "", "", (DossierKind.THESIS,))
    model = MailModel("{candidat} {âge}", "{candidat}")
    message = fill_reminder(model, hostile, FACTS, today=date(2026, 11, 20))
    assert (message.subject, message.text) == ("{pièces} {âge}", "{pièces}\n")
    assert unknown_blanks(model, REMINDER_MAIL) == ["âge"]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" zoe@exemple.fr ", "zoe@exemple.fr"),
        ("zoe.d+jury@mail.exemple.fr", "zoe.d+jury@mail.exemple.fr"),
        ("zoe@exemple", ""),
        ("zoe", ""),
        ("zoe@exemple.fr\nBcc: tous@exemple.fr", ""),
        ("a@b.fr, c@d.fr", ""),
        ("zoé@exemple.fr", ""),
        (".zoe@exemple.fr", ""),
        ("", ""),
        ("a" * 250 + "@exemple.fr", ""),
    ],
)
def test_only_a_plain_address_is_written(text: str, address: str) -> None:
    assert address_of(text) == address


def test_without_addresses_nobody_stands_in_the_headers() -> None:
    made = written(DraftMessage("DUPONT Zoé", "", "CISP", "", "Objet", "Texte\n"))
    assert made["To"] is None
    assert made["From"] is None


ANY = st.text(max_size=80)


@given(ANY, ANY, st.text(max_size=300))
def test_nothing_typed_reaches_another_header(name: str, subject: str, text: str) -> None:
    content = DraftMessages().message(
        DraftMessage(name, "zoe@exemple.fr", name, "cisp@exemple.fr", subject, text), stamp=STAMP
    )
    made = read(content)
    assert [key.lower() for key in made.keys()] == [  # noqa: SIM118  # headers may repeat
        "from", "to", "subject", "date", "x-unsent", "content-type", "content-transfer-encoding",
        "mime-version",
    ]  # fmt: skip
    assert [one.addr_spec for one in made["To"].addresses] == ["zoe@exemple.fr"]
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")


@given(st.lists(ANY, min_size=1, max_size=3), ANY, st.binary(max_size=400))
def test_no_attachment_name_reaches_a_header_nor_do_its_bytes_end_a_part(
    names: list[str], text: str, pdf: bytes
) -> None:
    hostile = pdf + b"\r\n--=_" + b"\r\nBcc: tous@exemple.fr\r\n"
    files = tuple(Attachment(name, hostile) for name in names)
    message = DraftMessage("Zoé", "zoe@exemple.fr", "", "", "Objet", text, files)
    content = DraftMessages().message(message, stamp=STAMP)
    assert content == DraftMessages().message(message, stamp=STAMP)
    made = read(content)
    assert "bcc" not in {key.lower() for part in made.walk() for key in part.keys()}  # noqa: SIM118
    found = list(made.iter_attachments())
    assert [part.get_payload(decode=True) for part in found] == [hostile] * len(names)
    for part in found:
        assert part.get_content_type() == "application/pdf"
        assert [key.lower() for key in part.keys()] == [  # noqa: SIM118
            "content-type", "content-transfer-encoding", "content-disposition", "mime-version",
        ]  # fmt: skip
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "name",
    [
        "Relevé de décision - D-0001 - NOM Prénom.pdf",
        "Attestation de bloc BC01 - " + "É" * 90 + ".pdf",
        'a"b.pdf',
    ],
)
def test_a_mail_program_reads_the_name_of_an_attachment(name: str) -> None:
    message = DraftMessage("Zoé", "zoe@exemple.fr", "", "", "Objet", "Texte\n", (Attachment(name, b"%PDF-"),))
    (part,) = written(message).iter_attachments()
    assert part.get_filename() == name


def test_one_file_per_candidate_with_names_that_every_disk_takes(tmp_path: Path) -> None:
    people = [
        Owing("a", "../1", "O/NEIL <x>", "", "", "", (DossierKind.THESIS,)),
        Owing("b", "..\\1", "O:NEIL >x<", "", "", "", (DossierKind.THESIS,)),
        ZOE,
    ]
    model = ORIGIN
    messages = [(one, fill_reminder(model, one, FACTS, today=STAMP.date())) for one in people]
    names = write_reminders(tmp_path / "R", messages, writer=DraftMessages(), stamp=STAMP)
    assert sorted(path.name for path in (tmp_path / "R").iterdir()) == sorted(names)
    assert len({name.casefold() for name in names}) == 3
    assert names[2] == "Relance D-0001 DUPONT Zoé.eml"
    assert read((tmp_path / "R" / names[2]).read_bytes())["To"].addresses[0].addr_spec == "zoe@exemple.fr"


def test_who_owes_what_is_listed_with_the_last_day(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    workspace = make_workspace(tmp_path)
    request.addfinalizer(workspace.abandon)
    made = make_session(workspace, candidates=2)
    store_dossier(
        workspace, made.registrations[0], kind=DossierKind.THESIS, file_name="a.pdf", content=PDF,
        inspector=FakeInspector(),
    )  # fmt: skip
    queries = workspace.queries
    session = queries.session(made.id)
    people = owing(
        queries.certification(session.certification_id),
        queries.registrations(made.id),
        queries.dossiers(made.id),
    )
    table = reminder_table(people, date(2022, 11, 28))
    assert [row[:2] for row in table[1:]] == [["D-0001", "DUPONT1 Zoé"], ["D-0002", "DUPONT2 Zoé"]]
    assert "Mémoire" not in table[1][3]
    assert "Mémoire" in table[2][3]
    assert table[1][4] == "28/11/2022"
