"""Templates of a centre's papers: kept, put back, frozen in what is issued, looked at before."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cisp_desktop.application.centres import CentreSettings, edit_centre
from cisp_desktop.application.issuing import issue_duplicate, read_paper, read_papers
from cisp_desktop.application.mail_wording import (
    MAILS,
    PAPERS_MAIL,
    REMINDER_MAIL,
    mail_fields,
    mail_model,
    sample_mail,
)
from cisp_desktop.application.paper_fields import field_words
from cisp_desktop.application.paper_templates import (
    draw_preview,
    edit_templates,
    preview_source,
    read_templates,
    reset_templates,
    session_mail,
)
from cisp_desktop.application.paper_wording import PARAGRAPHS, WORDED, paragraphs_of
from cisp_desktop.application.wording import sentence
from cisp_desktop.documents.issued.renderer import IssuedRenderer
from cisp_desktop.domain.errors import CispError, Refused, RuleError
from cisp_desktop.domain.issued import DocumentKind, IssuedDocument
from cisp_desktop.domain.paper_template import CentreTemplates, checked_words
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.issued_scenes import issue, open_completed, rows
from tests.documents.papers import logo
from tests.documents.reading import squeezed, whole_text
from tests.factories import SessionMade

KIND = DocumentKind
RENDERER = IssuedRenderer()
OPENED = "Le jury réuni {jury_reuni} a examiné la candidature de {titulaire}."
CHANGED = CentreTemplates("#1F3A5F", {"DECISION_NOTICE": {"opening": OPENED}})
Completed = tuple[SqlWorkspace, SessionMade]


@pytest.fixture
def completed(tmp_path: Path) -> Iterator[Completed]:
    workspace, made = open_completed(tmp_path)
    yield workspace, made
    workspace.close()


def centre_of(workspace: SqlWorkspace) -> str:
    return workspace.queries.centres()[0].id


def change(workspace: SqlWorkspace, wanted: CentreTemplates) -> CentreTemplates:
    """Keep templates, whatever stands."""
    centre = centre_of(workspace)
    before = read_templates(workspace, centre)
    return edit_templates(workspace, centre, wanted, before=before, renderer=RENDERER)


def documents(workspace: SqlWorkspace, made: SessionMade, kind: DocumentKind) -> list[IssuedDocument]:
    with workspace.unit_of_work() as work:
        return [one for one in work.issued.of_session(made.id) if one.kind is kind]


def content(document: IssuedDocument) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(document.snapshot)
    return found


def text_of(workspace: SqlWorkspace, document: IssuedDocument) -> str:
    return squeezed(whole_text(workspace.vault.read(document.pdf_sha256)))


def test_templates_are_kept_noted_and_put_back(completed: Completed) -> None:
    workspace, _made = completed
    centre = centre_of(workspace)
    before = change(workspace, CHANGED)
    assert before == CentreTemplates()
    assert read_templates(workspace, centre) == CHANGED
    edit_templates(workspace, centre, before, before=CHANGED, renderer=RENDERER)
    assert read_templates(workspace, centre) == CentreTemplates()
    noted = [event.action for event in workspace.queries.events(limit=2)]
    assert noted == ["paper_template.reset", "paper_template.edited"]


def test_words_that_read_as_at_the_origin_are_no_change(completed: Completed) -> None:
    workspace, _made = completed
    origin = {key: one.origin for key, one in paragraphs_of("CANDIDATE_PRESENCE").items()}
    head = workspace.queries.events(limit=1)
    change(workspace, CentreTemplates("#000000", {"CANDIDATE_PRESENCE": origin}))
    assert read_templates(workspace, centre_of(workspace)) == CentreTemplates()
    assert workspace.queries.events(limit=1) == head


def test_the_words_of_origin_keep_the_rules_that_changes_must_keep() -> None:
    for kind in WORDED:
        for one in paragraphs_of(kind).values():
            assert checked_words(one.origin, one.rule) == one.origin


def test_messages_are_worded_kept_and_put_back_like_papers(completed: Completed) -> None:
    workspace, made = completed
    words = {"subject": "Jury du {session}", "body": "{salutation}\n{pièces}"}
    change(workspace, CentreTemplates("", {REMINDER_MAIL: words}))
    model = session_mail(workspace, made.id, REMINDER_MAIL)
    assert (model.subject, model.text) == ("Jury du {session}", "{salutation}\n{pièces}\n")
    assert session_mail(workspace, made.id, PAPERS_MAIL) == mail_model(CentreTemplates(), PAPERS_MAIL)
    kept = read_templates(workspace, centre_of(workspace))
    change(workspace, reset_templates(kept, kind=REMINDER_MAIL, paragraph="subject"))
    assert session_mail(workspace, made.id, REMINDER_MAIL).subject.startswith("Pièces à remettre")
    origin = {key: one.origin for key, one in paragraphs_of(REMINDER_MAIL).items()}
    change(workspace, CentreTemplates("", {REMINDER_MAIL: origin}))
    assert read_templates(workspace, centre_of(workspace)) == CentreTemplates()


@pytest.mark.parametrize("kind", MAILS)
def test_every_field_of_a_message_is_filled_and_worded(kind: str) -> None:
    whole = " ".join(f"{{{name}}}" for name in mail_fields(kind))
    message = sample_mail(CentreTemplates("", {kind: {"body": whole}}), kind, centre="CISP Grenoble")
    assert "{" not in message.text
    assert "MODÈLE Camille" in message.text
    assert "CISP Grenoble" in message.text
    for name in mail_fields(kind):
        assert field_words(name)


def test_templates_changed_meanwhile_are_not_written_over(completed: Completed) -> None:
    workspace, _made = completed
    change(workspace, CHANGED)
    with pytest.raises(Refused, match=r"paper_template\.changed_meanwhile"):
        edit_templates(workspace, centre_of(workspace), CHANGED, before=CentreTemplates(), renderer=RENDERER)


@pytest.mark.parametrize(
    ("wanted", "code", "said"),
    [
        (CentreTemplates("#FFCC00"), "paper_template.pale", "1,5"),
        (CentreTemplates("bleu"), "paper_template.colour", "#RRVVBB"),
        (CentreTemplates("", {"CERTIFICATE": {"opening": "x"}}), "paper_template.paragraph", "Parchemin"),
        (CentreTemplates("", {"PARCHEMIN": {}}), "paper_template.paper", "Relevé de décision"),
        (
            CentreTemplates("", {"DECISION_NOTICE": {"opening": "{membre}"}}),
            "paper_template.unknown_field",
            "{titulaire}",
        ),
        (CentreTemplates("", {"DECISION_NOTICE": {"closing": "Fin {"}}), "paper_template.unbalanced", "Fin"),
        (CentreTemplates("", {"DECISION_NOTICE": {"procedure": ""}}), "paper_template.empty", "recours"),
        (
            CentreTemplates("", {"JUROR_PRESENCE": {"statement": "A siégé : {intitule} {date_jury}"}}),
            "paper_template.field_missing",
            "{membre}",
        ),
        (CentreTemplates("", {"DECISION_NOTICE": {"opening": "日"}}), "document.glyph_missing", "日"),
        (CentreTemplates("", {"DECISION_NOTICE": {"opening": "\u202e"}}), "text.character", "Ouverture"),
    ],
)
def test_what_cannot_be_printed_or_said_is_refused_and_nothing_is_kept(
    completed: Completed, wanted: CentreTemplates, code: str, said: str
) -> None:
    workspace, _made = completed
    with pytest.raises(CispError) as caught:
        change(workspace, wanted)
    assert caught.value.code == code
    assert said in sentence(caught.value)
    assert read_templates(workspace, centre_of(workspace)) == CentreTemplates()


def test_a_paper_freezes_its_words_and_never_changes_with_its_template(completed: Completed) -> None:
    workspace, made = completed
    change(workspace, CHANGED)
    issue(workspace, made, KIND.DECISION_NOTICE)
    first = documents(workspace, made, KIND.DECISION_NOTICE)[0]
    template = content(first)["template"]
    assert template["accent"] == "#1F3A5F"
    worded = template["paragraphs"]["opening"]
    assert content(first)["holder"]["birth_name"] in worded
    assert "{" not in worded
    kept = workspace.vault.read(first.pdf_sha256)
    change(workspace, CentreTemplates("#7A1F2B", {"DECISION_NOTICE": {"opening": "Tout autre chose."}}))
    issue(workspace, made, KIND.DECISION_NOTICE)
    again = documents(workspace, made, KIND.DECISION_NOTICE)
    assert again[0].id == first.id
    assert workspace.vault.read(again[0].pdf_sha256) == kept
    duplicate = issue_duplicate(workspace, first.id, renderer=RENDERER)
    with workspace.unit_of_work() as work:
        copy = work.issued.get(duplicate)
    assert content(copy)["template"] == template
    assert squeezed(worded) in text_of(workspace, copy)
    assert "Toutautrechose" not in text_of(workspace, copy)


def test_papers_to_come_bear_the_new_words(completed: Completed) -> None:
    workspace, made = completed
    issue(workspace, made, KIND.CANDIDATE_PRESENCE)
    change(workspace, CentreTemplates("", {"JUROR_PRESENCE": {"closing": "Merci de votre concours."}}))
    issue(workspace, made, KIND.JUROR_PRESENCE)
    assert "Mercidevotreconcours" in text_of(workspace, documents(workspace, made, KIND.JUROR_PRESENCE)[0])
    presence = documents(workspace, made, KIND.CANDIDATE_PRESENCE)[0]
    assert squeezed("délivrée pour servir") in text_of(workspace, presence)


def test_a_duplicate_keeps_the_logo_of_its_day(completed: Completed) -> None:
    workspace, made = completed
    row = workspace.queries.centres()[0]
    before = CentreSettings.of_row(row)
    with_logo = CentreSettings(**{**_fields(before), "logo": logo()})
    edit_centre(workspace, row.id, with_logo, before=before)
    issue(workspace, made, KIND.ATTENDANCE_LIST)
    (first,) = documents(workspace, made, KIND.ATTENDANCE_LIST)
    edit_centre(workspace, row.id, before, before=with_logo)
    issue_duplicate(workspace, first.id, renderer=RENDERER)
    original, copy = documents(workspace, made, KIND.ATTENDANCE_LIST)
    assert b"/Image" in workspace.vault.read(original.pdf_sha256)
    assert b"/Image" in workspace.vault.read(copy.pdf_sha256)
    assert workspace.check() == []
    workspace.vault.path_of(content(first)["logo"]).unlink()
    assert workspace.check() == [f"vault.missing:{content(first)['logo']}"]


def _fields(settings: CentreSettings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in settings.__dataclass_fields__}


def test_the_certifier_s_own_procedure_stands_until_the_centre_words_it(completed: Completed) -> None:
    workspace, made = completed
    with workspace.unit_of_work() as work:
        certification = work.certifications.get(made.certification.id)
        sheet = dict(certification.sheet)
        sheet["certifier"] = {**(sheet.get("certifier") or {}), "appeal": "Commission d’appel de la fiche."}
        certification.sheet = sheet
        work.commit()
    source = preview_source(workspace, centre_of(workspace), KIND.DECISION_NOTICE, session_id=made.id)
    words = CentreTemplates("", {"DECISION_NOTICE": {"procedure": "Médiateur de {certificateur}."}})
    origin, worded = (
        squeezed(whole_text(draw_preview(source, one, renderer=RENDERER).pdf))
        for one in (CentreTemplates(), words)
    )
    assert "Commissiond’appeldelafiche" in origin
    assert "Commissiond’appel" not in worded
    assert "Médiateurde" in worded


def test_a_text_a_paper_or_everything_goes_back_to_the_origin() -> None:
    both = CentreTemplates(
        "#1F3A5F", {"DECISION_NOTICE": {"opening": "a", "closing": "b"}, "ATTENDANCE_LIST": {"closing": "c"}}
    )
    one = reset_templates(both, kind="DECISION_NOTICE", paragraph="opening")
    assert one.papers["DECISION_NOTICE"] == {"closing": "b"}
    paper = reset_templates(both, kind="DECISION_NOTICE")
    assert paper == CentreTemplates("#1F3A5F", {"ATTENDANCE_LIST": {"closing": "c"}})
    assert reset_templates(both) == CentreTemplates()
    with pytest.raises(RuleError, match=r"paper_template\.paragraph"):
        reset_templates(both, kind="DECISION_NOTICE", paragraph="milieu")


@pytest.mark.parametrize("kind", PARAGRAPHS)
def test_a_preview_shows_the_session_s_first_paper_and_issues_nothing(
    completed: Completed, kind: DocumentKind
) -> None:
    workspace, made = completed
    source = preview_source(workspace, centre_of(workspace), kind, session_id=made.id)
    assert source.sample is (kind in (KIND.CERTIFICATE, KIND.BLOCK_CERTIFICATE))
    drawn = draw_preview(source, CHANGED, renderer=RENDERER)
    assert "APERÇU" in whole_text(drawn.pdf)
    assert documents(workspace, made, kind) == []
    assert not any(one.issued for one in rows(workspace, made, kind))


def test_without_a_session_a_preview_is_invented_and_bears_the_centre_s_name(completed: Completed) -> None:
    workspace, made = completed
    centre = workspace.queries.centres()[0]
    source = preview_source(workspace, centre.id, KIND.DECISION_NOTICE)
    said = whole_text(draw_preview(source, CHANGED, renderer=RENDERER).pdf)
    assert source.sample
    assert centre.name in said
    assert "MODÈLE Camille" in said
    for row in workspace.queries.registrations(made.id):
        assert row.birth_name not in said


def test_issued_papers_are_read_whatever_the_templates_became(completed: Completed) -> None:
    workspace, made = completed
    change(workspace, CHANGED)
    issue(workspace, made, KIND.DECISION_NOTICE)
    change(workspace, CentreTemplates())
    read = read_papers(workspace, made.id)
    for row in read.documents:
        assert read_paper(workspace, row).startswith(b"%PDF")
