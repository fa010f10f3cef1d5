"""What verification says of files that were cut, lengthened or broken, and whose signatures they show."""

import pytest

from cisp_desktop.application.ports import Problem, SignatureReport, VerificationReport
from cisp_desktop.application.sentences import SENTENCES
from cisp_desktop.application.wording_verification import (
    file_words,
    revision_words,
    signature_words,
    trust_words,
)
from cisp_desktop.documents.damaged_file import with_names
from cisp_desktop.documents.identity import Identities
from cisp_desktop.documents.verification import MinutesVerifier
from tests.documents.attacks import ends, gaps
from tests.documents.conftest import Signed
from tests.documents.factories import SEATS

NAMES = [seat[2] for seat in SEATS]


def verify(pdf: bytes, authority_pem: bytes | None = None) -> VerificationReport:
    return MinutesVerifier().verify(pdf, authority_pem=authority_pem)


def codes(report: VerificationReport) -> list[str]:
    return [problem.code.removeprefix("verification.") for problem in report.problems]


def members(report: VerificationReport) -> list[tuple[str, bool | None]]:
    return [(one.name, one.valid) for one in report.signatures if one.role != "AUTHORITY"]


def revisions(report: VerificationReport) -> str:
    return "\n".join(revision_words(one, intact=report.intact) for one in report.revisions)


# --- something was added ------------------------------------------------------------------------------------


@pytest.mark.parametrize("added", [b"\n", b"% x\n", b"\n99 0 obj\n<< >>\n", b"1 0", b"\0" * 400])
def test_bytes_after_the_end_are_counted_and_the_signers_stay_known(signed: Signed, added: bytes) -> None:
    report = verify(signed.complete + added, signed.authority.certificate_pem)
    assert (report.intact, codes(report)) == (False, ["trailing_bytes"])
    assert report.problems[0].values == {"count": len(added)}
    assert members(report) == [(name, True) for name in NAMES]
    assert report.trusted is True
    assert trust_words(report) == "identité reconnue"
    assert {signature_words(one, intact=report.intact) for one in report.signatures} == {
        "signature valide, mais pas pour tout le fichier"
    }
    assert (report.number, file_words(report)) == ("PV-2022-GRE-0007", "Procès-verbal PV-2022-GRE-0007")
    assert "rien d’autre ne change" not in revisions(report)
    assert "tel que clos" not in revisions(report)


def test_the_control_is_intact_and_says_so(signed: Signed) -> None:
    report = verify(signed.complete, signed.authority.certificate_pem)
    assert (report.intact, codes(report), report.trusted) == (True, [], True)
    assert {signature_words(one) for one in report.signatures} == {"signature valide"}
    assert revisions(report).count("rien d’autre ne change") == 3
    assert "tel que clos" in revisions(report)


def test_signers_of_a_lengthened_file_are_judged_against_the_authority_given(
    signed: Signed, identities: Identities
) -> None:
    longer = signed.complete + b"junk"
    other = identities.create_authority("CISP Grenoble")
    assert verify(longer).trusted is None
    assert trust_words(verify(longer)) == "identité non vérifiée"
    report = verify(longer, other.certificate_pem)
    assert (report.trusted, report.intact, trust_words(report)) == (False, False, "identité non reconnue")


def test_too_many_parts_before_an_added_end_are_not_read(signed: Signed) -> None:
    report = verify(signed.complete + b"%%EOF\n" * 80 + b"junk")
    assert (report.intact, report.signatures) == (False, ())


# --- something is missing -----------------------------------------------------------------------------------


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("share", [0.002, 0.5, 0.999])
def test_a_file_that_was_cut_says_so_and_whose_signatures_it_lost(
    signed: Signed, part: int, share: float
) -> None:
    first, *others = ends(signed.complete)
    start, end = [first, *others][part], others[part]
    cut = signed.complete[: start + max(4, int((end - start) * share))]
    report = verify(cut, signed.authority.certificate_pem)
    assert (report.intact, codes(report)) == (False, ["cut_revision"])
    assert "incomplet" in SENTENCES[report.problems[0].code]
    kept = max(0, part - 1)
    assert members(report) == [(name, True if at < kept else None) for at, name in enumerate(NAMES)]
    assert [one.role for one in report.signatures if one.valid is None] == [one[1] for one in SEATS[kept:]]
    assert (report.trusted, trust_words(report)) == (None, "identité non vérifiée")
    assert signature_words(report.signatures[-1]) == "signature non vérifiable"
    assert "rien d’autre ne change" not in revisions(report)


def test_a_file_cut_where_a_part_ends_is_an_older_copy(signed: Signed) -> None:
    older = signed.complete[: ends(signed.complete)[2]]
    assert older.rstrip() == signed.states[1].rstrip()
    report = verify(older)
    assert (report.intact, set(codes(report))) == (True, {"missing_signature"})


def test_a_file_cut_before_its_first_end_is_cut(signed: Signed) -> None:
    report = verify(signed.complete[: ends(signed.complete)[0] - 8])
    assert (report.intact, codes(report), report.signatures) == (False, ["cut"], ())


# --- something was altered ----------------------------------------------------------------------------------


def test_an_unreadable_file_still_shows_whose_signatures_it_was_made_for(signed: Signed) -> None:
    at = signed.complete.rindex(b"\nxref") + 1
    broken = signed.complete[:at] + b"xxef" + signed.complete[at + 4 :]
    report = verify(broken, signed.authority.certificate_pem)
    assert not report.intact
    assert "unreadable" in codes(report)
    assert members(report) == [(name, None) for name in NAMES]
    assert (report.number, report.trusted) == ("PV-2022-GRE-0007", None)


def test_a_bent_signature_is_called_by_its_members_name_and_not_worth_anything(signed: Signed) -> None:
    _start, end = gaps(signed.complete)[-1]
    bent = signed.complete[: end - 2] + b"A" + signed.complete[end - 1 :]
    report = verify(bent, signed.authority.certificate_pem)
    assert not report.intact
    assert members(report) == [(NAMES[0], True), (NAMES[1], True), (NAMES[2], False)]
    said = [SENTENCES[one.code].format_map(one.values) for one in report.problems]
    assert said
    assert all(NAMES[2] in words and "signature-" not in words for words in said)
    assert "not_whole_file" not in codes(report)
    assert report.trusted is None


def test_beside_altered_data_nobody_is_recognised(signed: Signed) -> None:
    at = signed.complete.index(b"/EmbeddedFile")
    stream = signed.complete.index(b"stream", at) + 40
    byte = bytes([signed.complete[stream] ^ 1])
    report = verify(
        signed.complete[:stream] + byte + signed.complete[stream + 1 :], signed.authority.certificate_pem
    )
    assert not report.intact
    assert {valid for _name, valid in members(report)} == {False}
    assert report.trusted is None
    assert "signature non valide de " + NAMES[0] in revisions(report)


def test_a_signature_without_a_frame_is_called_by_its_certificate_then_by_its_field() -> None:
    signature = SignatureReport("MARTIN Anne", "PRESIDENT", None, True, None, field="x")
    authority = SignatureReport("Autorité", "AUTHORITY", None, True, None, field="autorite")
    found = [Problem("verification.padding", {"field": field}) for field in ("x", "autorite", "y", "z")]
    named = with_names(found, {"y": "TARDY Nicole"}, [signature, authority])
    assert [one.values["name"] for one in named] == [
        "MARTIN Anne", "l’autorité de l’espace de travail", "TARDY Nicole", "z",
    ]  # fmt: skip
