"""POST /images: what is asked, by the model's own listing, and each way in which it answers."""

import base64

import pytest

from adapters.image_servers.failures import Lasting, NoSuchThing
from adapters.openrouter.image_model import OpenRouterImageModel, connect_openrouter
from agent.domain.generation import UNMASKED
from agent.errors import BadImage, ModelUnavailable, RenderRefused, UnknownOutcome
from simulators.openrouter import endpoint, enum, error, references_of
from simulators.pictures import drawn
from simulators.serving import breaks_off, fails, hangs, says
from tests.adapters.image_servers.requests import asked, picture
from tests.patience import PATIENCE_SECONDS


def body(server) -> dict:
    return server.of("/images")[-1].body


async def test_the_price_is_the_one_that_the_answer_names(openrouter, openrouter_model) -> None:
    rendered = await openrouter_model.render(asked(), timeout_seconds=PATIENCE_SECONDS)

    assert rendered.cost_usd == 0.0391


async def test_without_a_price_in_the_answer_the_listing_counts(openrouter, openrouter_model) -> None:
    openrouter.cost_usd = None

    assert (await openrouter_model.render(asked(), timeout_seconds=PATIENCE_SECONDS)).cost_usd == 0.04
    assert (
        await openrouter_model.render(asked(hd=True), timeout_seconds=PATIENCE_SECONDS)
    ).cost_usd == pytest.approx(0.12)


@pytest.mark.parametrize("cost", ["-5", "NaN", '"NaN"', "1e999", "123456", "[]", "null", '"four cents"'])
async def test_a_price_that_cannot_be_right_loses_no_picture_and_the_listing_counts(
    openrouter, openrouter_model, cost
) -> None:
    data = base64.b64encode(drawn(128, 128, "x")).decode()
    answer = f'{{"created": 1, "data": [{{"b64_json": "{data}"}}], "usage": {{"cost": {cost}}}}}'
    openrouter.troubles.append(says(answer))

    rendered = await openrouter_model.render(asked(), timeout_seconds=PATIENCE_SECONDS)

    assert rendered.cost_usd == 0.04


async def test_a_listed_price_that_depends_is_not_known(openrouter, files) -> None:
    openrouter.models["some/router"] = [endpoint(picture_usd=-1)]
    async with connect_openrouter(openrouter.key, openrouter.url) as client:
        offer = await OpenRouterImageModel(client, model="some/router", files=files).offer()

    assert (offer.prices.picture, offer.references_max) == (None, 8)


async def test_abilities_and_prices_are_read_from_the_listing_once_a_day(openrouter, files) -> None:
    at = [0.0]
    openrouter.models["small/one"] = [
        endpoint(references=0, background=None, resolution=None, picture_usd=0.01),
        endpoint(references=3, picture_usd=0.02),
    ]
    async with connect_openrouter(openrouter.key, openrouter.url) as client:
        model = OpenRouterImageModel(client, model="small/one", files=files, now=lambda: at[0])
        offer = await model.offer()
        await model.offer()
        asked_once = len(openrouter.of("/endpoints"))
        at[0] = 90_000.0
        await model.offer()

    assert (offer.abilities.references_max, offer.abilities.transparent) == (0, False)
    assert offer.prices.picture == 0.02
    assert (asked_once, len(openrouter.of("/endpoints"))) == (1, 2)


async def test_only_what_the_listing_takes_is_asked_for(openrouter, files) -> None:
    openrouter.models["plain/one"] = [
        endpoint(quality=None, seed=None, background=enum("auto"), resolution=enum("1K"))
    ]
    async with connect_openrouter(openrouter.key, openrouter.url) as client:
        model = OpenRouterImageModel(client, model="plain/one", files=files)
        await model.render(
            asked(hd=True, transparent=True, author_hash="abc"), timeout_seconds=PATIENCE_SECONDS
        )

    assert body(openrouter) == {
        "model": "plain/one", "prompt": body(openrouter)["prompt"], "aspect_ratio": "16:9", "resolution": "1K", "output_format": "png",
        "user": "abc",
    }  # fmt: skip


async def test_pictures_go_along_and_a_mask_is_not_promised(openrouter, openrouter_model) -> None:
    pictures = [picture("red"), picture("blue")]

    rendered = await openrouter_model.render(
        asked(*pictures, mask=picture("white")), timeout_seconds=PATIENCE_SECONDS
    )

    assert references_of(body(openrouter)) == [image.data for image in pictures]
    assert rendered.missing == (UNMASKED,)


async def test_a_transparent_picture_is_one(openrouter, openrouter_model) -> None:
    from io import BytesIO

    from PIL import Image

    rendered = await openrouter_model.render(asked(transparent=True), timeout_seconds=PATIENCE_SECONDS)

    with Image.open(BytesIO(rendered.image.data)) as image:
        assert image.getpixel((1, 1))[3] == 0
    assert body(openrouter)["background"] == "transparent"


@pytest.mark.parametrize(
    ("trouble", "raised", "wait", "cost"),
    [
        (fails(429, {"error": error(429, "slow down")}), ModelUnavailable, None, 0),
        (fails(429, {"error": error(429, "slow down")}, Retry_After="9"), ModelUnavailable, 9.0, 0),
        (fails(402, {"error": error(402, "Insufficient credits")}), Lasting, None, 0),
        (fails(403, {"error": error(403, "Input was flagged", reasons=["sexual"])}), RenderRefused, None, 0),
        (fails(403, {"error": error(403, "no permission")}), Lasting, None, 0),
        (fails(502, {"error": error(502, "provider failed")}), UnknownOutcome, None, 0),
        (fails(503, {"error": error(503, "no provider")}), ModelUnavailable, None, 0),
        (fails(524, "<html>timeout</html>"), UnknownOutcome, None, 0),
        (fails(529, {"error": error(529, "overloaded")}), ModelUnavailable, None, 0),
        (says({"error": error(403, "flagged by moderation", reasons=["violence"])}, draws=False), RenderRefused, None, 0),
        (says({"error": error(502, "the provider failed")}), UnknownOutcome, None, 0),
        (says({"error": error(429, "busy"), "usage": {"cost": 0.002}}, draws=False), ModelUnavailable, None, 0.002),
        (says({"created": 1, "data": [], "usage": {"cost": 0.01}}, draws=False), BadImage, None, 0.01),
        (says({"created": 1, "data": [{"b64_json": "%%%"}], "usage": {"cost": 0.03}}), BadImage, None, 0.03),
        (says({"created": 1, "data": [{"b64_json": base64.b64encode(b"%PDF").decode()}]}), BadImage, None, 0.04),
        (says("half an ans"), UnknownOutcome, None, 0),
        (breaks_off, UnknownOutcome, None, 0),
    ],
)  # fmt: skip
async def test_each_failure_is_what_it_is_and_nothing_is_asked_twice(
    openrouter, openrouter_model, trouble, raised, wait, cost
) -> None:
    openrouter.troubles.append(trouble)

    with pytest.raises(raised) as caught:
        await openrouter_model.render(asked(), timeout_seconds=PATIENCE_SECONDS)

    assert getattr(caught.value, "retry_after_seconds", None) == wait
    assert caught.value.cost_usd == cost
    assert len([one for one in openrouter.asked if one.method == "POST"]) == 1


async def test_an_answer_that_never_comes_is_perhaps_a_picture(openrouter, openrouter_model) -> None:
    await openrouter_model.offer()
    openrouter.troubles.append(hangs)

    with pytest.raises(UnknownOutcome):
        await openrouter_model.render(asked(), timeout_seconds=0.3)


async def test_an_empty_account_is_for_the_operator(openrouter, openrouter_model) -> None:
    openrouter.credit = False

    with pytest.raises(Lasting, match="credit"):
        await openrouter_model.render(asked(), timeout_seconds=PATIENCE_SECONDS)


async def test_a_model_that_is_not_listed_and_a_wrong_key_draw_nothing(openrouter, files) -> None:
    async with connect_openrouter(openrouter.key, openrouter.url) as client:
        with pytest.raises(NoSuchThing):
            await OpenRouterImageModel(client, model="no/such", files=files).render(
                asked(), timeout_seconds=PATIENCE_SECONDS
            )
    async with connect_openrouter("wrong", openrouter.url) as client:
        with pytest.raises(Lasting, match="OPENROUTER_API_KEY"):
            await OpenRouterImageModel(client, model="google/gemini-nano-banana-2.1", files=files).render(
                asked(), timeout_seconds=PATIENCE_SECONDS
            )


async def test_the_listing_may_be_away_once_it_was_read(openrouter, openrouter_model, files) -> None:
    at = [0.0]
    async with connect_openrouter(openrouter.key, openrouter.url) as client:
        model = OpenRouterImageModel(
            client, model="google/gemini-nano-banana-2.1", files=files, now=lambda: at[0]
        )
        first = await model.offer()
        at[0] = 90_000.0
        openrouter.models.clear()
        assert await model.offer() == first


async def test_a_jpeg_and_a_webp_are_kept_as_such(openrouter, openrouter_model) -> None:
    for kind in ("JPEG", "WEBP"):
        data = drawn(128, 128, "x", kind)
        openrouter.troubles.append(
            says({"created": 1, "data": [{"b64_json": base64.b64encode(data).decode()}]})
        )
        rendered = await openrouter_model.render(asked(), timeout_seconds=PATIENCE_SECONDS)
        assert rendered.image.media_type == f"image/{kind.lower()}"
