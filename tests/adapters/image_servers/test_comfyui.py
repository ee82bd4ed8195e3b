"""Jobs at ComfyUI: what reaches its nodes, how a job is found again, and how one ends."""

import asyncio
import copy
import io
from dataclasses import replace

import pytest
from PIL import Image

from adapters.comfyui.image_model import ComfyImageModel, connect_comfy
from adapters.comfyui.workflow import read_mapping
from adapters.image_servers.failures import NotUnderstood
from agent.domain.generation import UNMASKED, Evidence
from agent.errors import BadImage, Cancelled, ModelUnavailable, UnknownOutcome
from simulators import workflows
from simulators.comfyui import STEPS, comfy_server
from simulators.serving import breaks_off, fails
from tests.adapters.image_servers.conftest import WORKFLOWS
from tests.adapters.image_servers.requests import asked, picture
from tests.patience import PATIENCE_SECONDS

NASTY = [
    'a sign "50 % off" {prompt} {{seed}} ${x} <lora:x:1> (fox:1.3) | \\n \\" and\na second line\r\n\ttab',
    '"}, "9": {"class_type": "Evil"}, "x": {"y": "',
    "%date:yyyy% __wildcard__ {a|b|c} 狐 🦊 \u2028 \x00end",
]


def changed(before: dict, after: dict) -> dict[str, object]:
    """The inputs that differ, by NODE.input."""
    assert before.keys() == after.keys()
    return {
        f"{node}.{name}": value
        for node, data in after.items()
        for name, value in data["inputs"].items()
        if before[node]["inputs"][name] != value
    }


@pytest.mark.parametrize("words", NASTY)
async def test_the_words_reach_the_node_as_planned_and_nothing_else_changes(
    comfy, comfy_model, words
) -> None:
    await comfy_model.render(asked(words=words), timeout_seconds=PATIENCE_SECONDS)

    difference = changed(workflows.draw(), comfy.graphs[0])
    assert difference.pop("6.text") == words
    assert difference == {"3.seed": 7, "5.width": 1344, "5.height": 768}


async def test_what_is_excluded_joins_what_the_workflow_excludes(comfy, comfy_model) -> None:
    request = asked()
    slots = {**request.context.slots, "exclude": Evidence(value="people, <b>", method="said")}
    await comfy_model.render(
        replace(request, context=replace(request.context, slots=slots)), timeout_seconds=PATIENCE_SECONDS
    )

    assert comfy.graphs[0]["7"]["inputs"]["text"] == "blurry, people, <b>"


@pytest.mark.parametrize(
    ("style", "file"),
    [
        ("Anime, soft light", "anime.safetensors"),
        ("animetronic", "plain.safetensors"),
        ("", "plain.safetensors"),
    ],
)
async def test_a_lora_is_chosen_by_its_name_in_the_style(comfy, comfy_model, style, file) -> None:
    request = asked()
    slots = {**request.context.slots, "style": Evidence(value=style, method="said")}
    await comfy_model.render(
        replace(request, context=replace(request.context, slots=slots)), timeout_seconds=PATIENCE_SECONDS
    )

    assert comfy.graphs[0]["20"]["inputs"]["lora_name"] == file


async def test_pictures_are_uploaded_and_take_the_smallest_workflow_that_fits(comfy, comfy_model) -> None:
    one, two = picture("red"), picture("blue", kind="JPEG")
    await comfy_model.render(asked(one), timeout_seconds=PATIENCE_SECONDS)
    await comfy_model.render(asked(one, two), timeout_seconds=PATIENCE_SECONDS)
    rendered = await comfy_model.render(asked(one, two, one), timeout_seconds=PATIENCE_SECONDS)

    assert "11" not in comfy.graphs[0]
    names = [comfy.graphs[1][node]["inputs"]["image"] for node in ("10", "11")]
    uploaded = {
        f"{folder}/{name}": data for (kind, folder, name), data in comfy.files.items() if kind == "input"
    }
    assert [uploaded[name] for name in names] == [one.data, two.data]
    assert len(uploaded) == 2
    assert rendered.missing == ("Luna 2 as it looks in the reference picture",)


async def test_a_mask_is_kept_to_where_a_workflow_takes_it(comfy, files) -> None:
    async with connect_comfy(comfy.url) as client:
        without = replace(WORKFLOWS, edits=(workflows.edit(1),))
        model = ComfyImageModel(client, workflows=without, files=files)
        rendered = await model.render(
            asked(picture("red"), mask=picture("white")), timeout_seconds=PATIENCE_SECONDS
        )

    assert rendered.missing == (UNMASKED,)
    assert WORKFLOWS.abilities.masks
    assert not without.abilities.masks


async def test_an_enlarged_picture_is_the_one_that_was_given(comfy, comfy_model) -> None:
    rendered = await comfy_model.render(
        asked(picture("red", (300, 200)), hd=True), timeout_seconds=PATIENCE_SECONDS
    )

    with Image.open(io.BytesIO(rendered.image.data)) as image:
        assert image.size == (600, 400)
        assert image.getpixel((5, 5)) == (255, 0, 0)


async def test_a_draft_takes_fewer_steps(comfy, comfy_model) -> None:
    await comfy_model.render(asked(draft=True), timeout_seconds=PATIENCE_SECONDS)

    assert comfy.graphs[0]["3"]["inputs"]["steps"] == 6


async def test_the_file_says_nothing_of_its_workflow(comfy, comfy_model) -> None:
    rendered = await comfy_model.render(asked(words="Luna in Rose Street"), timeout_seconds=PATIENCE_SECONDS)

    assert b"Rose Street" in next(data for (kind, _, _), data in comfy.files.items() if kind == "output")
    assert b"Rose Street" not in rendered.image.data


async def test_its_progress_and_previews_are_told(comfy, comfy_model) -> None:
    previews, progress = [], []

    async def on_partial(image: bytes) -> None:
        previews.append(image)

    async def on_progress(share: float) -> None:
        progress.append(share)

    await comfy_model.render(
        asked(), timeout_seconds=PATIENCE_SECONDS, on_partial=on_partial, on_progress=on_progress
    )

    assert previews[0].startswith(b"\xff\xd8")
    assert progress == [pytest.approx(step / STEPS) for step in range(1, STEPS + 1)]


async def test_a_picture_asked_for_again_is_found_and_not_drawn_again(comfy, comfy_model) -> None:
    first = await comfy_model.render(asked(key="turn/render-0"), timeout_seconds=PATIENCE_SECONDS)
    again = await comfy_model.render(asked(key="turn/render-0"), timeout_seconds=PATIENCE_SECONDS)

    assert again.image.data == first.image.data
    assert (len(comfy.graphs), comfy.drawn) == (1, 1)
    await comfy_model.render(asked(key="turn/render-1"), timeout_seconds=PATIENCE_SECONDS)
    assert comfy.drawn == 2


async def until(condition) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not condition():  # noqa: ASYNC110 - the server runs in the same loop
            await asyncio.sleep(0)


async def test_a_job_still_under_way_is_waited_for_by_who_comes_after(comfy, files) -> None:
    comfy.hold()
    async with connect_comfy(comfy.url) as one, connect_comfy(comfy.url) as two:
        dead = asyncio.create_task(
            ComfyImageModel(one, workflows=WORKFLOWS, files=files).comfy.post(
                workflows.draw(), job_id="6d0f3f6e-6f1c-5a5e-9d0a-5f0b0a1c8188", client_id="gone"
            )
        )
        await dead
        model = ComfyImageModel(two, workflows=WORKFLOWS, files=files, poll_seconds=5.0)
        first = asyncio.create_task(model.render(asked(key="t/r"), timeout_seconds=PATIENCE_SECONDS))
        await until(lambda: len(comfy.graphs) == 2)
        second = asyncio.create_task(model.render(asked(key="t/r"), timeout_seconds=PATIENCE_SECONDS))
        await until(lambda: len(comfy.of("/api/jobs/")) >= 3)
        comfy.release()
        one_picture, other = await asyncio.gather(first, second)

    assert one_picture.image.data == other.image.data
    assert len(comfy.graphs) == 2


async def test_who_gives_up_ends_the_job_on_the_server(comfy, comfy_model) -> None:
    comfy.hold()
    drawing = asyncio.create_task(comfy_model.render(asked(key="t/r"), timeout_seconds=PATIENCE_SECONDS))
    await until(lambda: comfy.running is not None)
    drawing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await drawing
    await until(lambda: comfy.running is None)

    assert comfy.drawn == 0
    comfy.release()
    await comfy_model.render(asked(key="t/r"), timeout_seconds=PATIENCE_SECONDS)
    assert comfy.drawn == 1


async def test_a_job_that_takes_too_long_is_ended_there_too(comfy, comfy_model) -> None:
    comfy.hold()

    with pytest.raises(UnknownOutcome):
        await comfy_model.render(asked(key="t/r"), timeout_seconds=0.5)

    await until(lambda: comfy.running is None)
    assert comfy.drawn == 0


async def test_only_the_own_job_is_ended(comfy, comfy_model) -> None:
    comfy.hold()
    ours = asyncio.create_task(comfy_model.render(asked(key="a"), timeout_seconds=PATIENCE_SECONDS))
    await until(lambda: comfy.running is not None)
    theirs = asyncio.create_task(comfy_model.render(asked(key="b"), timeout_seconds=PATIENCE_SECONDS))
    await until(lambda: len(comfy.waiting) == 1)
    theirs.cancel()
    await asyncio.wait([theirs])
    comfy.release()

    await ours
    assert comfy.drawn == 1


async def test_a_job_cancelled_on_the_server_is_said_to_be(comfy, comfy_model) -> None:
    comfy.hold()
    drawing = asyncio.create_task(comfy_model.render(asked(key="t/r"), timeout_seconds=PATIENCE_SECONDS))
    await until(lambda: comfy.running is not None)
    comfy.running.interrupted = True
    comfy.release()

    with pytest.raises(Cancelled):
        await drawing


async def test_a_node_that_fails_is_named_to_the_operator(comfy, comfy_model) -> None:
    comfy.fails_with = "Allocation on device 0 would exceed allowed memory"

    with pytest.raises(NotUnderstood, match="KSampler: Allocation"):
        await comfy_model.render(asked(), timeout_seconds=PATIENCE_SECONDS)


async def test_a_workflow_that_the_server_turns_down_is_told_by_node(comfy, files) -> None:
    broken = copy.deepcopy(workflows.draw())
    broken["4"]["inputs"]["ckpt_name"] = "gone.safetensors"
    async with connect_comfy(comfy.url) as client:
        model = ComfyImageModel(client, workflows=replace(WORKFLOWS, draw=broken), files=files)
        with pytest.raises(NotUnderstood, match=r"node 4 \(CheckpointLoaderSimple\).*ckpt_name"):
            await model.render(asked(), timeout_seconds=PATIENCE_SECONDS)

    assert comfy.drawn == 0


async def test_a_job_without_a_picture_is_told(comfy, comfy_model) -> None:
    comfy.without_outputs = True

    with pytest.raises(BadImage, match="without a picture"):
        await comfy_model.render(asked(), timeout_seconds=PATIENCE_SECONDS)


@pytest.mark.parametrize("trouble", [breaks_off, fails(502, "<html>bad gateway</html>")])
async def test_a_lost_answer_to_the_post_is_looked_into(comfy, comfy_model, trouble) -> None:
    comfy.troubles.append(trouble)

    with pytest.raises((ModelUnavailable, UnknownOutcome)):
        await comfy_model.render(asked(key="t/r"), timeout_seconds=PATIENCE_SECONDS)
    await comfy_model.render(asked(key="t/r"), timeout_seconds=PATIENCE_SECONDS)

    assert len(comfy.history) == 1


async def test_an_old_build_is_asked_in_its_own_way(files) -> None:
    async with comfy_server(is_old=True) as old, connect_comfy(old.url) as client:
        model = ComfyImageModel(client, workflows=WORKFLOWS, files=files, poll_seconds=0.05)
        rendered = await model.render(asked(key="t/r"), timeout_seconds=PATIENCE_SECONDS)
        old.hold()
        drawing = asyncio.create_task(model.render(asked(key="t/s"), timeout_seconds=PATIENCE_SECONDS))
        looked = len(old.of("/queue"))
        await until(lambda: len(old.of("/queue")) > looked + 1)
        drawing.cancel()
        await asyncio.wait([drawing])
        await until(lambda: old.running is None)

    assert rendered.image.width == 1344
    assert old.drawn == 1


async def test_a_server_that_is_not_there_drew_nothing(files) -> None:
    async with connect_comfy("http://127.0.0.1:9") as client:
        with pytest.raises(ModelUnavailable):
            await ComfyImageModel(client, workflows=WORKFLOWS, files=files).render(
                asked(), timeout_seconds=PATIENCE_SECONDS
            )


def test_the_mapping_of_the_simulator_is_read() -> None:
    assert read_mapping(workflows.MAP).loras.keys() == {"anime"}
