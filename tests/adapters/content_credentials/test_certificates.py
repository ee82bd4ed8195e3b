"""Certificates: which ones may sign, and why another may not."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from adapters.content_credentials.certificates import (
    VALID_DAYS,
    WrongCertificate,
    new_certificate,
    read_certificate,
)

NOW = datetime(2026, 11, 30, tzinfo=UTC)
Key = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey


def made(key: Key, purpose: x509.ObjectIdentifier | None = ExtendedKeyUsageOID.EMAIL_PROTECTION) -> bytes:
    """As an authority may give one."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Ana")])
    begun = x509.CertificateBuilder(
        name, name, key.public_key(), 1, NOW - timedelta(days=1), NOW + timedelta(days=1)
    )
    if purpose is not None:
        begun = begun.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
    own = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return begun.sign(key, own).public_bytes(serialization.Encoding.PEM)


def pem(key: Key, password: bytes = b"") -> bytes:
    kept = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, kept)


def test_a_new_one_names_its_house_and_holds_for_two_years() -> None:
    found = read_certificate(*new_certificate("A House", now=NOW), now=NOW)

    assert (found.name, found.algorithm) == ("A House", "es256")
    assert found.holds(NOW)
    assert found.holds(NOW + timedelta(days=VALID_DAYS))
    assert not found.holds(NOW + timedelta(days=VALID_DAYS, seconds=1))
    assert found.key.decode() not in repr(found)


def test_the_key_of_its_authority_is_kept_by_nobody() -> None:
    chain, key = new_certificate("A House", now=NOW)
    leaf, authority = x509.load_pem_x509_certificates(chain)

    leaf.verify_directly_issued_by(authority)
    assert key.count(b"PRIVATE KEY") == 2, "one key, its beginning and its end"
    assert serialization.load_pem_private_key(key, None).public_key() == leaf.public_key()


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (ec.generate_private_key(ec.SECP384R1()), "es384"),
        (ed25519.Ed25519PrivateKey.generate(), "ed25519"),
        (rsa.generate_private_key(65_537, 2_048), "ps256"),
    ],
    ids=["P-384", "Ed25519", "RSA"],
)
def test_bought_ones_are_taken_with_their_own_algorithm(key: Key, algorithm: str) -> None:
    assert read_certificate(made(key), pem(key), now=NOW).algorithm == algorithm


def test_one_that_cannot_sign_is_refused_with_why() -> None:
    key, other = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    odd, small = ec.generate_private_key(ec.SECP256K1()), rsa.generate_private_key(65_537, 1_024)
    wrong = {
        "no certificate": (b"nothing", pem(key)),
        "cannot be read": (made(key), b"nothing"),
        "without a password": (made(key), pem(key, b"secret")),
        "belongs to another": (made(key), pem(other)),
        "neither e-mail": (made(key, ExtendedKeyUsageOID.SERVER_AUTH), pem(key)),
        "purpose": (made(key, None), pem(key)),
        "of a kind": (made(odd), pem(odd)),
        "that C2PA does not know": (made(small), pem(small)),
    }
    for why, (chain, private) in wrong.items():
        with pytest.raises(WrongCertificate, match=why):
            read_certificate(chain, private, now=NOW)


def test_one_that_has_ended_is_refused_with_its_days() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(WrongCertificate, match="2026-11-29 to 2026-12-01, and not today"):
        read_certificate(made(key), pem(key), now=NOW + timedelta(days=2))
