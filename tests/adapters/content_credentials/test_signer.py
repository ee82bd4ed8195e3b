"""Manifests by the real library: the port's contract, what they say and what they must not, and that nothing is asked of the network."""

import io
import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.content_credentials.certificates import VALID_DAYS, new_certificate, read_certificate
from adapters.content_credentials.signer import WAITING_MAX, C2paSigner
from agent.domain.generation import ImageData
from agent.ports import PictureSigner
from agent.rendering.provenance import TERMS, marked, term_in
from tests.contracts.models.picture_signer_contract import PictureSignerContract, picture
from tests.fakes.clock import FakeClock
from tests.fakes.models.images import png

c2pa: Any = pytest.importorskip("c2pa", reason="the extra c2pa is not installed")


def signer_at(clock: FakeClock) -> C2paSigner:
    now = clock.now()
    return C2paSigner(read_certificate(*new_certificate("A House", now=now), now=now), clock)


def told(image: ImageData) -> dict[str, Any]:
    """The manifest that is there; {} without one."""
    reader = c2pa.Reader.try_create(image.media_type, io.BytesIO(image.data))
    if reader is None:
        return {}
    with reader:
        found = json.loads(reader.json())
        assert reader.get_validation_state() == "Valid"
    assert [status["code"] for status in found["validation_status"]] == ["signingCredential.untrusted"]
    return found["manifests"][found["active_manifest"]]


def today() -> FakeClock:
    """Who reads a manifest goes by the machine's clock."""
    return FakeClock(datetime.now(UTC))


@pytest.fixture
def clock() -> FakeClock:
    return today()


@pytest.fixture
def own(clock: FakeClock) -> Iterator[C2paSigner]:
    made = signer_at(clock)
    yield made
    made.close()


class TestC2paSigner(PictureSignerContract):
    @pytest.fixture
    def signer(self, own: C2paSigner) -> PictureSigner:
        return own

    @pytest.fixture
    def unable(self) -> Iterator[PictureSigner]:
        """Its certificate has ended."""
        clock = today()
        made = signer_at(clock)
        clock.move(days=VALID_DAYS + 1)
        yield made
        made.close()

    def says(self, image: ImageData) -> str:
        manifest = told(image)
        if not manifest:
            return ""
        (actions,) = (each["data"] for each in manifest["assertions"] if each["label"] == "c2pa.actions.v2")
        return str(actions["actions"][0]["digitalSourceType"]).removeprefix(TERMS)


async def test_a_manifest_says_who_signs_and_by_which_model_and_nothing_else(own: C2paSigner) -> None:
    signed = await own.signed(picture("JPEG"), term="trainedAlgorithmicMedia", model="gpt-image-2.6")
    manifest = told(signed)

    assert manifest["signature_info"]["common_name"] == "A House"
    assert [each["label"] for each in manifest["assertions"]] == ["c2pa.actions.v2"]
    assert manifest["assertions"][0]["data"]["actions"] == [
        {
            "action": "c2pa.created",
            "digitalSourceType": f"{TERMS}trainedAlgorithmicMedia",
            "softwareAgent": {"name": "gpt-image-2.6"},
        }
    ]
    assert "thumbnail" not in json.dumps(manifest)
    assert len(signed.data) - len(picture("JPEG").data) < 4_000


async def test_the_mark_that_everybody_reads_stays_beside_it(own: C2paSigner) -> None:
    signed = await own.signed(
        marked(picture("PNG"), "algorithmicMedia"), term="algorithmicMedia", model="sketch"
    )

    assert told(signed)
    assert signed.data.count(b"XML:com.adobe.xmp") == 1
    assert term_in(signed.data) == "algorithmicMedia"


async def test_one_changed_byte_of_the_pixels_breaks_the_signature(own: C2paSigner) -> None:
    signed = await own.signed(picture("PNG"), term="algorithmicMedia", model="sketch")
    at = signed.data.index(b"IDAT") + 40
    forged = signed.data[:at] + bytes([signed.data[at] ^ 1]) + signed.data[at + 1 :]

    with c2pa.Reader("image/png", io.BytesIO(forged)) as reader:
        assert reader.get_validation_state() == "Invalid"


async def test_nothing_is_asked_of_the_network(own: C2paSigner, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture may name a manifest that lies elsewhere: an address that a stranger chose."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        elsewhere = f"http://127.0.0.1:{listening.getsockname()[1]}/manifest.c2pa"
        xmp = (
            '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
            f' rdf:about="" xmlns:dcterms="http://purl.org/dc/terms/" dcterms:provenance="{elsewhere}"/></rdf:RDF></x:xmpmeta>'
        ).encode()
        plain = picture("JPEG")
        body = b"http://ns.adobe.com/xap/1.0/\0" + xmp
        segment = b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body
        theirs = ImageData(
            data=plain.data[:2] + segment + plain.data[2:], media_type="image/jpeg", width=256, height=256
        )
        await own.signed(theirs, term="algorithmicMedia", model="sketch")

        with pytest.raises(TimeoutError):
            listening.accept()


async def test_no_more_wait_than_may(own: C2paSigner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "_waiting", WAITING_MAX)

    assert await own.signed(png(), term="algorithmicMedia", model="sketch") == png()


async def test_one_that_is_closed_leaves_pictures_as_they_are(clock: FakeClock) -> None:
    ended = signer_at(clock)
    ended.close()

    assert await ended.signed(png(), term="algorithmicMedia", model="sketch") == png()
