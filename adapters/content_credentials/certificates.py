"""The certificate of an installation: made by itself, or bought from an authority, and in both cases checked before it signs.

C2PA 2.2, 14.5.1, says what a leaf must have: a digital signature as its use, no authority over others, and a purpose; of the purposes
that c2pa-rs takes, e-mail protection is the one that ordinary authorities give."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

VALID_DAYS = 730
"""Of a certificate that is made here. `check` says until when it holds."""
BEFORE = timedelta(hours=1)
"""Clocks of who looks at a picture may be slow."""
ORGANIZATION = "Atelier"
NAME_CHARS_MAX = 64
"""Of a common name (RFC 5280, appendix A.1)."""
RSA_BITS_MIN = 2_048
PURPOSES = frozenset({ExtendedKeyUsageOID.EMAIL_PROTECTION, x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")})
"""E-mail protection, and signing documents (RFC 9336)."""
_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}


class WrongCertificate(ValueError):
    """It cannot sign; the message says why, for the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A chain that can sign, with its key."""

    chain: bytes
    """PEM, the leaf first."""
    key: bytes = field(repr=False)
    """PEM."""
    algorithm: str
    """As C2PA calls it: es256 | es384 | es512 | ps256 | ed25519."""
    name: str
    """Whom it names."""
    since: datetime
    until: datetime

    def holds(self, at: datetime) -> bool:
        return self.since <= at <= self.until


def read_certificate(chain: bytes, key: bytes, *, now: datetime) -> Certificate:
    """chain: PEM, the leaf first. key: the leaf's, PEM, without a password. Raises WrongCertificate."""
    try:
        leaf = x509.load_pem_x509_certificates(chain)[0]
    except ValueError as error:
        raise WrongCertificate("it holds no certificate (PEM, that of the signer first)") from error
    try:
        private = serialization.load_pem_private_key(key, password=None)
    except (ValueError, TypeError) as error:
        raise WrongCertificate("its key cannot be read (PEM, without a password)") from error
    _check_leaf(leaf, private)
    found = Certificate(
        chain=chain, key=key, algorithm=_algorithm(private), name=_name(leaf), since=leaf.not_valid_before_utc,
        until=leaf.not_valid_after_utc,
    )  # fmt: skip
    if not found.holds(now):
        raise WrongCertificate(
            f"it holds from {found.since:%Y-%m-%d} to {found.until:%Y-%m-%d}, and not today"
        )
    return found


def new_certificate(name: str, *, now: datetime) -> tuple[bytes, bytes]:
    """A chain and its key, PEM. An authority of its own vouches for it, whose key nobody keeps: who looks at a picture sees `name` and that
    nobody known vouches for it."""
    until = now + timedelta(days=VALID_DAYS)
    above, below = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = _named(f"{name} (own authority)"[:NAME_CHARS_MAX])
    authority = (
        _begun(issuer, issuer, above, now - BEFORE, until)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_use(signs_certificates=True), critical=True)
        .sign(above, hashes.SHA256())
    )
    leaf = (
        _begun(_named(name), issuer, below, now - BEFORE, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_use(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()), critical=False)
        .sign(above, hashes.SHA256())
    )
    chain = b"".join(each.public_bytes(serialization.Encoding.PEM) for each in (leaf, authority))
    return chain, below.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, since: datetime, until: datetime
) -> x509.CertificateBuilder:
    return x509.CertificateBuilder(
        issuer, subject, key.public_key(), x509.random_serial_number(), since, until
    ).add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


def _named(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANIZATION),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def _use(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates, key_cert_sign=signs_certificates, crl_sign=signs_certificates,
        content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _check_leaf(leaf: x509.Certificate, private: PrivateKeyTypes) -> None:
    if leaf.public_key() != private.public_key():
        raise WrongCertificate("its key belongs to another one")
    try:
        purposes = {*leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value}
    except x509.ExtensionNotFound:
        purposes = set[x509.ObjectIdentifier]()
    if not purposes & PURPOSES:
        raise WrongCertificate(
            "its purpose (extended key usage) is neither e-mail protection nor signing documents"
        )


def _algorithm(private: PrivateKeyTypes) -> str:
    match private:
        case ec.EllipticCurvePrivateKey() if private.curve.name in _CURVES:
            return _CURVES[private.curve.name]
        case ed25519.Ed25519PrivateKey():
            return "ed25519"
        case rsa.RSAPrivateKey() if private.key_size >= RSA_BITS_MIN:
            return "ps256"
        case _:
            raise WrongCertificate(
                "its key is of a kind that C2PA does not know (take an elliptic curve, P-256)"
            )


def _name(leaf: x509.Certificate) -> str:
    found = leaf.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else "no name"
