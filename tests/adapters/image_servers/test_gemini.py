"""generateContent: what is asked of it, and each way in which it answers."""

import base64

import pytest

from adapters.gemini.image_model import GeminiImageModel, connect_gemini
from adapters.gemini.models import model_of
from adapters.image_servers.failures import Lasting, NoSuchThing
from adapters.image_servers.words import MASK_SHOWN
from agent.errors import BadImage, ModelUnavailable, RenderRefused, UnknownOutcome
from simulators.gemini import GeminiServer, blocked, encoded, finished, pictures_of, with_data, words_of
from simulators.pictures import drawn
from simulators.serving import breaks_off, fails, hangs, says
from tests.adapters.image_servers.requests import asked, picture
from tests.patience import PATIENCE_SECONDS

PRICE_1K = 1120 * 30 / 1e6
"""Of the picture alone."""


def config(server: GeminiServer) -> dict:
    return server.asked[-1].body["generationConfig"]


async def test_the_words_arrive_as_they_were_planned(gemini, gemini_model) -> None:
    words = 'A sign that says "50 % {off}" <lora:x:1> | back\\slash\nand a second line'

    await gemini_model.render(asked(words=words), timeout_seconds=PATIENCE_SECONDS)

    assert words_of(gemini.asked[-1].body) == words


async def test_pictures_go_in_their_order_before_the_words(gemini, gemini_model) -> None:
    pictures = [picture("red"), picture("blue", kind="JPEG"), picture("green")]

    rendered = await gemini_model.render(asked(*pictures), timeout_seconds=PATIENCE_SECONDS)

    assert pictures_of(gemini.asked[-1].body) == [image.data for image in pictures]
    assert "text" in gemini.asked[-1].body["contents"][0]["parts"][-1]
    assert rendered.missing == ()


async def test_more_pictures_than_it_takes_are_named_as_missing(gemini, files) -> None:
    gemini.models["gemini-2.5-flash-image"] = ("1K",)
    async with connect_gemini(gemini.key, gemini.url) as client:
        model = GeminiImageModel(client, model="gemini-2.5-flash-image", files=files)
        rendered = await model.render(asked(*[picture("red")] * 4), timeout_seconds=PATIENCE_SECONDS)

    assert len(pictures_of(gemini.asked[-1].body)) == 3
    assert rendered.missing == ("Luna 3 as it looks in the reference picture",)


async def test_a_mask_goes_along_as_the_last_picture_and_is_not_promised(gemini, gemini_model) -> None:
    mask = picture("white")

    rendered = await gemini_model.render(asked(picture("red"), mask=mask), timeout_seconds=PATIENCE_SECONDS)

    assert pictures_of(gemini.asked[-1].body)[-1] == mask.data
    assert MASK_SHOWN in words_of(gemini.asked[-1].body)
    assert len(rendered.missing) == 1


@pytest.mark.parametrize(
    ("more", "size"),
    [({}, "1K"), ({"draft": True}, "1K"), ({"quality": "high"}, "2K"), ({"hd": True}, "4K"), ({"quality": "low"}, "1K")],
)  # fmt: skip
async def test_its_size_follows_the_care(gemini, gemini_model, more, size) -> None:
    await gemini_model.render(asked(**more), timeout_seconds=PATIENCE_SECONDS)

    assert config(gemini)["imageConfig"] == {"aspectRatio": "16:9", "imageSize": size}


async def test_the_interim_picture_among_its_thoughts_is_not_taken(gemini, gemini_model) -> None:
    rendered = await gemini_model.render(asked(), timeout_seconds=PATIENCE_SECONDS)

    assert rendered.image.width > 96


async def test_the_price_counts_pictures_and_words_apart(gemini, gemini_model) -> None:
    rendered = await gemini_model.render(asked(words="a fox under a lamp"), timeout_seconds=PATIENCE_SECONDS)

    assert rendered.cost_usd == pytest.approx(PRICE_1K, abs=1e-4)


@pytest.mark.parametrize(
    "usage",
    [
        None, "none", {}, {"promptTokenCount": -900, "candidatesTokenCount": -1}, {"candidatesTokenCount": "many"},
        {"promptTokenCount": 50, "candidatesTokenCount": 0}, {"candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 1e30}]},
        {"candidatesTokenCount": 7, "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": None}]},
    ],
)  # fmt: skip
async def test_a_bill_that_cannot_be_right_loses_no_picture_and_its_price_counts(
    gemini, gemini_model, usage
) -> None:
    part = {"inlineData": {"data": encoded(drawn(128, 128, "x"))}, "thought": None}
    gemini.troubles.append(
        says({"candidates": [{"content": {"parts": [part]}, "finishReason": None}], "usageMetadata": usage})
    )

    rendered = await gemini_model.render(asked(), timeout_seconds=PATIENCE_SECONDS)

    assert rendered.cost_usd == 0.0336


async def test_what_it_says_of_a_type_is_not_believed(gemini, gemini_model) -> None:
    gemini.jpeg = True

    rendered = await gemini_model.render(asked(), timeout_seconds=PATIENCE_SECONDS)

    assert rendered.image.media_type == "image/jpeg"


@pytest.mark.parametrize("reason", ["SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "IMAGE_SAFETY", "OTHER"])
async def test_a_blocked_prompt_is_a_refusal_that_comes_as_200(gemini, gemini_model, reason) -> None:
    gemini.troubles.append(blocked(reason))

    with pytest.raises(RenderRefused) as caught:
        await gemini_model.render(asked(), timeout_seconds=PATIENCE_SECONDS)

    assert caught.value.cost_usd < 0.001


@pytest.mark.parametrize(
    "reason",
    ["SAFETY", "PROHIBITED_CONTENT", "SPII", "RECITATION", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION"],
)  # fmt: skip
async def test_a_picture_stopped_by_moderation_is_a_refusal(gemini, gemini_model, reason) -> None:
    gemini.troubles.append(finished(reason))

    with pytest.raises(RenderRefused):
        await gemini_model.render(asked(), timeout_seconds=PATIENCE_SECONDS)


@pytest.mark.parametrize(
    "reason",
    ["NO_IMAGE", "IMAGE_OTHER", "OTHER", "MAX_TOKENS", "STOP", "MALFORMED_RESPONSE", "SOMETHING_NEW"],
)
async def test_no_picture_is_told_and_its_words_are_booked(gemini, gemini_model, reason) -> None:
    gemini.troubles.append(finished(reason, text="I cannot draw that today.", tokens=400))

    with pytest.raises(BadImage, match="without a picture") as caught:
        await gemini_model.render(asked(), timeout_seconds=PATIENCE_SECONDS)

    assert caught.value.cost_usd == pytest.approx(400 * 7.5e-6 + 50 * 1.5e-6)


async def test_a_limited_account_is_for_the_operator(gemini, gemini_model) -> None:
    gemini.troubles.append(finished("PUP_LIMITED_DISABLED"))

    with pytest.raises(Lasting):
        await gemini_model.render(asked(), timeout_seconds=PATIENCE_SECONDS)


@pytest.mark.parametrize(
    ("trouble", "error", "wait"),
    [
        (fails(429, {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "quota"}}), ModelUnavailable, None),
        (fails(429, {"error": {"code": 429}}, Retry_After="7"), ModelUnavailable, 7.0),
        (fails(429, {"error": {"code": 429, "details": [{"@type": "RetryInfo", "retryDelay": "13s"}]}}), ModelUnavailable, 13.0),
        (fails(500, {"error": {"code": 500}}), ModelUnavailable, None),
        (fails(503, {"error": {"code": 503, "status": "UNAVAILABLE"}}), ModelUnavailable, None),
        (fails(504, {"error": {"code": 504}}), UnknownOutcome, None),
        (fails(524, "<html>a timeout occurred</html>"), UnknownOutcome, None),
        (fails(403, {"error": {"code": 403, "status": "PERMISSION_DENIED"}}), Lasting, None),
        (fails(402, {"error": {"code": 402}}), Lasting, None),
        (fails(400, {"error": {"code": 400, "status": "FAILED_PRECONDITION", "message": "enable billing"}}), Lasting, None),
        (breaks_off, UnknownOutcome, None),
        (says("<html>hello</html>"), UnknownOutcome, None),
        (says({"candidates": "none"}), UnknownOutcome, None),
    ],
)  # fmt: skip
async def test_each_failure_is_what_it_is_and_nothing_is_asked_twice(
    gemini, gemini_model, trouble, error, wait
) -> None:
    gemini.troubles.append(trouble)

    with pytest.raises(error) as caught:
        await gemini_model.render(asked(), timeout_seconds=PATIENCE_SECONDS)

    assert getattr(caught.value, "retry_after_seconds", None) == wait
    assert len(gemini.asked) == 1


async def test_an_answer_that_never_comes_is_perhaps_a_picture(gemini, gemini_model) -> None:
    gemini.troubles.append(hangs)

    with pytest.raises(UnknownOutcome):
        await gemini_model.render(asked(), timeout_seconds=0.3)


async def test_a_server_that_is_not_there_drew_nothing(files) -> None:
    async with connect_gemini("k", "http://127.0.0.1:9") as client:
        with pytest.raises(ModelUnavailable):
            await GeminiImageModel(client, model="gemini-nano-banana-2.1", files=files).render(
                asked(), timeout_seconds=PATIENCE_SECONDS
            )


@pytest.mark.parametrize(
    "data",
    [
        "!!!",
        "A",
        base64.b64encode(b"%PDF-1.4 no picture").decode(),
        base64.b64encode(drawn(8, 8, "x")).decode(),
    ],
)
async def test_a_broken_or_wrong_picture_is_told_and_paid(gemini, gemini_model, data) -> None:
    gemini.troubles.append(with_data(data))

    with pytest.raises(BadImage) as caught:
        await gemini_model.render(asked(), timeout_seconds=PATIENCE_SECONDS)

    assert caught.value.cost_usd == pytest.approx(PRICE_1K, abs=1e-3)


async def test_a_wrong_key_names_its_setting(gemini, files) -> None:
    async with connect_gemini("wrong", gemini.url) as client:
        with pytest.raises(Lasting, match="GEMINI_API_KEY"):
            await GeminiImageModel(client, model="gemini-nano-banana-2.1", files=files).render(
                asked(), timeout_seconds=PATIENCE_SECONDS
            )


async def test_a_model_that_has_ended_is_no_outage(gemini, files) -> None:
    async with connect_gemini(gemini.key, gemini.url) as client:
        with pytest.raises(NoSuchThing):
            await GeminiImageModel(client, model="gemini-3.1-flash-image", files=files).render(
                asked(), timeout_seconds=PATIENCE_SECONDS
            )


async def test_a_model_without_a_known_price_costs_what_the_dearest_does(gemini, files) -> None:
    gemini.models["gemini-banana-9"] = ("1K",)
    async with connect_gemini(gemini.key, gemini.url) as client:
        model = GeminiImageModel(client, model="gemini-banana-9", files=files, dearest_usd=0.21)
        rendered = await model.render(asked(), timeout_seconds=PATIENCE_SECONDS)

    assert rendered.cost_usd == 0.21
    assert model_of("gemini-banana-9").prices.picture is None
