"""The signer of pictures, where the operator named a certificate."""

from datetime import datetime
from pathlib import Path

from adapters.content_credentials.certificates import Certificate, WrongCertificate, read_certificate
from adapters.content_credentials.signer import IS_THERE, C2paSigner
from agent.errors import Misconfigured
from bot.clock import SystemClock
from bot.settings import Settings

CERTIFICATE, KEY = "ATELIER_SIGNING_CERTIFICATE", "ATELIER_SIGNING_KEY"
EXTRA = 'pip install "c2pa-python==0.38.1"'


def signer_of(settings: Settings) -> C2paSigner:
    """Raises Misconfigured where it cannot sign."""
    certificate = certificate_of(settings, now=SystemClock().now())
    if not IS_THERE:
        raise Misconfigured(CERTIFICATE, f"signing needs the extra c2pa: {EXTRA}")
    try:
        return C2paSigner(certificate, SystemClock())
    except Exception as error:  # C2paError, which is imported with the rest of the extra
        raise Misconfigured(CERTIFICATE, f"c2pa does not sign with it: {str(error)[:200]}") from error


def certificate_of(settings: Settings, *, now: datetime) -> Certificate:
    """Raises Misconfigured."""
    if settings.signing_certificate is None or settings.signing_key is None:
        missing = CERTIFICATE if settings.signing_certificate is None else KEY
        raise Misconfigured(
            missing, "name both, the certificate and its key (python -m bot certificate FOLDER makes them)"
        )
    chain, key = _content(settings.signing_certificate, CERTIFICATE), _content(settings.signing_key, KEY)
    try:
        return read_certificate(chain, key, now=now)
    except WrongCertificate as error:
        raise Misconfigured(CERTIFICATE, str(error)) from error


def _content(path: Path, setting: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Misconfigured(setting, f"{path} cannot be read ({error.strerror})") from error
