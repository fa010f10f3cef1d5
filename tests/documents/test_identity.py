"""The authority, the jurors' keys and their own codes."""

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from cisp_desktop.application.ports import AuthorityMaterial, SealedIdentity
from cisp_desktop.documents.identity import (
    FULL_NAME_OID,
    Identities,
    SealingParameters,
    certificate_fingerprint,
    new_first_code,
)
from cisp_desktop.documents.own_certificate import signer_role, signer_sex
from cisp_desktop.domain.errors import RuleError
from tests.documents.conftest import CODE

NAME = "N'GUYEN Văn Minh"


@pytest.fixture(scope="module")
def authority(identities: Identities) -> AuthorityMaterial:
    return identities.create_authority("CISP Grenoble · décembre 2022")


@pytest.fixture(scope="module")
def identity(identities: Identities, authority: AuthorityMaterial) -> SealedIdentity:
    return identities.create_juror_identity(authority, name=NAME, role="PRESIDENT", code=CODE)


def test_the_authority_says_that_it_is_not_the_certifier(authority: AuthorityMaterial) -> None:
    subject = x509.load_pem_x509_certificate(authority.certificate_pem).subject
    name = subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    assert name == "Autorité de l'espace de travail (n'est pas le certificateur)"
    assert (
        subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value == "CISP Grenoble · décembre 2022"
    )


def test_a_jurors_certificate_is_issued_by_the_authority(
    authority: AuthorityMaterial, identity: SealedIdentity
) -> None:
    leaf, issuer = x509.load_pem_x509_certificates(identity.certificate_pem)
    leaf.verify_directly_issued_by(issuer)
    assert issuer == x509.load_pem_x509_certificate(authority.certificate_pem)
    assert leaf.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value == NAME
    assert leaf.extensions.get_extension_for_class(x509.KeyUsage).value.content_commitment


def test_a_certificate_bears_the_role_as_it_is_said_of_its_holder(
    identities: Identities, authority: AuthorityMaterial
) -> None:
    for sex, title, known in (("F", "Présidente du jury", "F"), ("M", "Président du jury", "")):
        made = identities.create_juror_identity(authority, name=NAME, role="PRESIDENT", code=CODE, sex=sex)
        certificate = x509.load_pem_x509_certificate(made.certificate_pem)
        assert certificate.subject.get_attributes_for_oid(NameOID.TITLE)[0].value == title
        assert signer_role(certificate) == "PRESIDENT"
        assert signer_sex(certificate) == known


def test_a_name_longer_than_a_certificate_allows_is_kept_whole(
    identities: Identities, authority: AuthorityMaterial
) -> None:
    long_name = "DE LA " + "É" * 190
    made = identities.create_juror_identity(authority, name=long_name, role="CENTRE", code=CODE)
    subject = x509.load_pem_x509_certificate(made.certificate_pem).subject
    assert subject.get_attributes_for_oid(FULL_NAME_OID)[0].value == long_name


@pytest.mark.parametrize("typed", [CODE, "ab12cd34", "  AB12 - CD34 ", "ＡＢ１２ＣＤ３４"])
def test_a_code_opens_however_it_is_typed(
    identities: Identities, identity: SealedIdentity, typed: str
) -> None:
    key = identities.unlock(identity, typed)
    assert key.certificate_pem == identity.certificate_pem


@pytest.mark.parametrize("typed", ["", "AB12-CD35", "\0", "AB12CD34AB12CD34", "\ud800"])
def test_a_wrong_code_opens_nothing(identities: Identities, identity: SealedIdentity, typed: str) -> None:
    with pytest.raises(RuleError, match=r"identity\.code\.wrong"):
        identities.unlock(identity, typed)


def test_an_altered_sealed_key_opens_nothing(identities: Identities, identity: SealedIdentity) -> None:
    key = identity.sealed_key[:-1] + bytes([identity.sealed_key[-1] ^ 1])
    altered = SealedIdentity(identity.certificate_pem, key, identity.salt, identity.parameters)
    with pytest.raises(RuleError, match=r"identity\.code\.wrong"):
        identities.unlock(altered, CODE)


def test_a_key_under_anothers_certificate_opens_nothing(
    identities: Identities, authority: AuthorityMaterial, identity: SealedIdentity
) -> None:
    other = identities.create_juror_identity(authority, name="X", role="CENTRE", code=CODE)
    swapped = SealedIdentity(other.certificate_pem, identity.sealed_key, identity.salt, identity.parameters)
    with pytest.raises(RuleError, match=r"identity\.code\.wrong"):
        identities.unlock(swapped, CODE)


def test_changing_the_code_keeps_the_identity(identities: Identities, identity: SealedIdentity) -> None:
    changed = identities.change_code(identity, old=CODE, new="mon code 7")
    assert changed.certificate_pem == identity.certificate_pem
    assert changed.salt != identity.salt
    opened = identities.unlock(changed, "MONCODE7")
    assert opened.private_key_der == identities.unlock(identity, CODE).private_key_der
    with pytest.raises(RuleError):
        identities.unlock(changed, CODE)


def test_changing_the_code_needs_the_old_one(identities: Identities, identity: SealedIdentity) -> None:
    with pytest.raises(RuleError, match=r"identity\.code\.wrong"):
        identities.change_code(identity, old="ZZ99-ZZ98", new="mon code 7")


@pytest.mark.parametrize(
    ("code", "problem"),
    [("A-B 1", "too_short"), ("111111", "too_simple"), ("123456", "too_simple"), ("FEDCBA", "too_simple")],
)
def test_a_weak_code_is_refused(
    identities: Identities, identity: SealedIdentity, code: str, problem: str
) -> None:
    with pytest.raises(RuleError) as refused:
        identities.change_code(identity, old=CODE, new=code)
    assert refused.value.code == f"identity.code.{problem}"


def test_first_codes_are_readable_and_differ() -> None:
    codes = {new_first_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 9 and code[4] == "-" and not set(code) & set("01ILO") for code in codes)


def test_the_cost_of_sealing_is_stored_and_read_back() -> None:
    parameters = SealingParameters(passes=3, memory_kib=65_536, lanes=4)
    assert SealingParameters.parse(str(parameters)) == parameters


@pytest.mark.parametrize(
    "text", ["", "argon2i,t=1,m=64,p=1", "argon2id,t=0,m=64,p=1", "argon2id,t=1,m=99999999,p=1"]
)
def test_absurd_costs_are_refused(text: str) -> None:
    with pytest.raises(RuleError, match=r"identity\.parameters"):
        SealingParameters.parse(text)


def test_a_key_never_shows_itself(identities: Identities, identity: SealedIdentity) -> None:
    key = identities.unlock(identity, CODE)
    assert repr(key.private_key_der)[2:20] not in repr(key)


def test_a_certificate_has_a_fingerprint_to_compare(authority: AuthorityMaterial) -> None:
    assert len(certificate_fingerprint(authority.certificate_pem)) == 64
