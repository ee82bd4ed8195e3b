"""The `PictureSigner`: a C2PA manifest, signed with the installation's certificate. Nothing is asked of the network: no time-stamp
authority, no trust list, no manifest that lies elsewhere."""

import asyncio
import importlib
import io
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

from adapters.content_credentials.certificates import Certificate
from agent.domain.generation import ImageData
from agent.ports import Clock
from agent.rendering.provenance import TERMS

IS_THERE = find_spec("c2pa") is not None
"""Whether the extra is installed."""
KINDS = frozenset({"image/png", "image/jpeg", "image/webp"})
SIGN_SECONDS = 10.0
"""From handing a picture in; one takes 5 to 30 ms."""
WAITING_MAX = 64
"""Pictures that wait to be signed or are."""
MODEL_CHARS_MAX = 100
_OFFLINE = {
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
    # A thumbnail is half a megabyte and says nothing that the picture does not.
    "builder": {"thumbnail": {"enabled": False}},
}

log = logging.getLogger(__name__)


class C2paSigner:
    """One thread signs, one picture after the other. `close` ends it."""

    def __init__(self, certificate: Certificate, clock: Clock) -> None:
        """Raises C2paError where c2pa takes no such certificate."""
        self._certificate = certificate
        self._clock = clock
        self._c2pa: Any = importlib.import_module("c2pa")  # 10 MB, wanted where there is a certificate alone
        self._context = self._c2pa.Context.from_dict(_OFFLINE)
        told = self._c2pa.C2paSignerInfo(
            certificate.algorithm.encode(), certificate.chain, certificate.key, None
        )
        self._signer = self._c2pa.Signer.from_info(told)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="signer")
        self._waiting = 0

    @property
    def name(self) -> str:
        """Whom the certificate names."""
        return self._certificate.name

    async def signed(self, image: ImageData, *, term: str, model: str) -> ImageData:
        if image.media_type not in KINDS:
            return image
        if not self._certificate.holds(self._clock.now()):
            return self._unsigned(image, "the certificate holds no longer")
        if self._waiting >= WAITING_MAX:
            return self._unsigned(image, "too many pictures wait")
        self._waiting += 1
        try:
            async with asyncio.timeout(SIGN_SECONDS):
                work = self._thread.submit(self._signed, image, term, model)
                return replace(image, data=await asyncio.wrap_future(work))
        except (self._c2pa.C2paError, OSError, ValueError, RuntimeError) as error:
            return self._unsigned(image, type(error).__name__)
        finally:
            self._waiting -= 1

    def prove(self, image: ImageData) -> str:
        """How a picture that was signed now reads: the state that c2pa gives it. Blocks. Raises C2paError."""
        data = self._signed(image, "algorithmicMedia", "a try")
        with self._c2pa.Reader(image.media_type, io.BytesIO(data), context=self._context) as reader:
            return str(reader.get_validation_state())

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _signed(self, image: ImageData, term: str, model: str) -> bytes:
        """Raises what c2pa raises."""
        found = self._c2pa.Reader.try_create(image.media_type, io.BytesIO(image.data), context=self._context)
        if found is not None:  # a provider's: a second one would break the first
            found.close()
            return image.data
        signed = io.BytesIO()
        with self._c2pa.Builder(json.dumps(_manifest(term, model)), self._context) as builder:
            builder.sign(self._signer, image.media_type, io.BytesIO(image.data), signed)
        return signed.getvalue()

    def _unsigned(self, image: ImageData, why: str) -> ImageData:
        log.warning("a picture is not signed", extra={"action": "unsigned", "why": why})
        return image


def _manifest(term: str, model: str) -> dict[str, Any]:
    """Who made the picture, and how: never whose it is, nor what was asked for."""
    action = {
        "action": "c2pa.created",
        "digitalSourceType": TERMS + term,
        "softwareAgent": {"name": model[:MODEL_CHARS_MAX] or "Atelier"},
    }
    return {
        "claim_generator_info": [{"name": "Atelier"}],
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}],
    }
