from typing import Any

import pytest

from adapters.builtin.distiller import BuiltInDistiller
from adapters.builtin.embedder import NanoEmbedder
from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.planner.planner import BuiltInPlanner
from adapters.builtin.sketch_model import SketchRenderer
from adapters.http.circuit_breaker import GuardedEmbedder, GuardedImageModel, GuardedTranscriber
from adapters.media import PillowGate
from adapters.openai.images.image_model import OpenAIImageModel
from adapters.openai.images.spare_model import SparedImageModel, SparedJudge
from adapters.openai.judge import ModelJudge
from adapters.openai.model_names import CHAT_MODEL, IMAGE_MODEL
from adapters.openai.planner.planner import ModelPlanner
from agent.errors import Misconfigured
from bot.configured_limits import limits_of
from bot.models.choice import choose_models
from bot.models.model_set import Models
from bot.settings import Settings, read_settings


async def chosen(**settings: Any) -> Models:
    models = choose_models(Settings(_env_file=None, **settings), PillowGate())
    await models.close()
    return models


def first_to_draw(models: Models) -> OpenAIImageModel:
    """The configured image model, behind its breaker."""
    guarded = models.image_model
    assert isinstance(guarded, GuardedImageModel)
    assert isinstance(guarded.models[0], OpenAIImageModel)
    return guarded.models[0]


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields.values():
        monkeypatch.delenv(str(name.alias), raising=False)


async def test_without_a_key_everything_is_built_in() -> None:
    models = await chosen()

    assert isinstance(models.planner, BuiltInPlanner)
    assert isinstance(models.judge, BuiltInJudge)
    assert isinstance(models.image_model, SketchRenderer)
    assert isinstance(models.embedder, NanoEmbedder)
    assert (models.free, models.free_pictures, models.series_by_reference) == (True, True, False)
    assert isinstance(models.distiller, BuiltInDistiller)
    assert list(await models.prove(render=True)) == []


async def test_a_key_alone_is_enough() -> None:
    models = await chosen(OPENAI_API_KEY="sk-x")

    assert isinstance(models.planner, ModelPlanner)
    assert isinstance(models.judge, ModelJudge)
    assert first_to_draw(models).capabilities.backend == "openai"
    assert isinstance(models.embedder, NanoEmbedder)
    assert (models.free, models.free_pictures, models.series_by_reference) == (False, False, True)
    assert models.described == (("Planner", CHAT_MODEL), ("Pictures", IMAGE_MODEL), ("Search", "ddgs"))


async def test_a_server_of_ones_own_plans_and_is_tried_for_pictures_with_sketches_to_spare() -> None:
    models = await chosen(OPENAI_BASE_URL="http://127.0.0.1:1234/v1")

    assert isinstance(models.planner, ModelPlanner)
    assert isinstance(models.image_model, SparedImageModel)
    assert isinstance(models.judge, SparedJudge)
    assert (models.free, models.free_pictures) == (False, False)
    assert models.described[:2] == (
        ("Planner", "the server's model at 127.0.0.1:1234"),
        ("Pictures", "the server's model at 127.0.0.1:1234, else sketches"),
    )


async def test_an_image_server_of_ones_own_draws_for_the_built_in_planner() -> None:
    models = await chosen(
        ATELIER_IMAGE_BASE_URL="http://gpu:8000/v1", ATELIER_IMAGE_MODEL="Qwen/Qwen-Image-Edit-2511"
    )

    assert isinstance(models.planner, BuiltInPlanner)
    assert first_to_draw(models).capabilities.backend == "vllm-omni"
    assert (models.free, models.free_pictures, models.series_by_reference) == (True, False, True)
    assert models.described[1] == ("Pictures", "Qwen/Qwen-Image-Edit-2511 at gpu:8000")


async def test_a_server_that_takes_no_references_gets_none_for_a_series() -> None:
    models = await chosen(ATELIER_IMAGE_BASE_URL="http://127.0.0.1:11434/v1")

    assert models.series_by_reference is False


@pytest.mark.parametrize(
    ("image_url", "image_key", "sent"),
    [
        ("http://one.example/v1", None, "sk-chat"),
        ("http://two.example/v1", None, "none"),
        ("http://two.example/v1", "sk-image", "sk-image"),
    ],
)
async def test_a_key_is_told_to_its_own_server_only(image_url: str, image_key: str | None, sent: str) -> None:
    extra = {"ATELIER_IMAGE_API_KEY": image_key} if image_key else {}

    models = await chosen(
        OPENAI_API_KEY="sk-chat",
        OPENAI_BASE_URL="http://one.example/v1",
        ATELIER_IMAGE_BASE_URL=image_url,
        **extra,
    )

    assert first_to_draw(models)._client.api_key == sent


async def test_the_embedder_follows_its_setting() -> None:
    models = await chosen(OPENAI_API_KEY="sk-x", ATELIER_EMBEDDING_MODEL="text-embedding-3-small")

    assert isinstance(models.embedder, GuardedEmbedder)
    assert (models.embedder.model, models.embedder.dimensions) == ("text-embedding-3-small", 1536)
    assert ("Memory", "text-embedding-3-small") in models.described


@pytest.mark.parametrize(
    ("extra", "url", "key"),
    [
        ({}, "http://one.example/v1/", "sk-chat"),
        ({"ATELIER_TRANSCRIPTION_BASE_URL": "http://two.example/v1"}, "http://two.example/v1/", "none"),
        ({"ATELIER_TRANSCRIPTION_API_KEY": "sk-own"}, "http://one.example/v1/", "sk-own"),
    ],
)
async def test_voices_go_to_their_server_with_its_own_key(extra: dict[str, str], url: str, key: str) -> None:
    models = await chosen(
        OPENAI_API_KEY="sk-chat",
        OPENAI_BASE_URL="http://one.example/v1",
        ATELIER_TRANSCRIPTION_MODEL="whisper",
        **extra,
    )

    assert isinstance(models.transcriber, GuardedTranscriber)
    client = models.transcriber._transcriber._client  # pyright: ignore[reportAttributeAccessIssue]
    assert str(client.base_url) == url
    assert client.api_key == key
    assert "Voice" in dict(models.described)


async def test_without_a_setting_nobody_listens() -> None:
    assert (await chosen(OPENAI_API_KEY="sk-chat")).transcriber is None


def test_listening_needs_a_server() -> None:
    with pytest.raises(Misconfigured, match="ATELIER_TRANSCRIPTION_BASE_URL"):
        read_settings(ATELIER_TRANSCRIPTION_MODEL="whisper")


async def test_a_second_server_stands_by_where_one_is_configured() -> None:
    models = await chosen(
        OPENAI_API_KEY="sk-x",
        ATELIER_FALLBACK_BASE_URL="http://two.example/v1",
        ATELIER_FALLBACK_CHAT_MODEL="spare-chat",
        ATELIER_FALLBACK_IMAGE_MODEL="spare-images",
    )

    assert [breaker.name for breaker in models.breakers] == ["chat", "second chat", "images", "second images"]
    assert {breaker.state for breaker in models.breakers} == {"closed"}


def test_no_wait_is_longer_than_the_turn_may_be() -> None:
    limits = limits_of(Settings(_env_file=None, ATELIER_TURN_SECONDS="20"))

    assert (limits.seconds, limits.plan_seconds, limits.render_seconds, limits.search_seconds) == (
        20,
        20,
        20,
        8,
    )


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"ATELIER_PRICES": "much"}, "ATELIER_PRICES"),
        (
            {"ATELIER_IMAGE_BASE_URL": "http://x/v1", "ATELIER_IMAGE_BACKEND": "dalle"},
            "ATELIER_IMAGE_BACKEND",
        ),
    ],
)
async def test_a_wrong_setting_is_named(settings: dict[str, str], name: str) -> None:
    with pytest.raises(Misconfigured, match=name):
        await chosen(**settings)
