"""What `check` says of image models: their ends, their prices, and whether their server can run them."""

import copy
from dataclasses import replace
from datetime import date

import pytest

from adapters.comfyui.image_model import ComfyImageModel, connect_comfy
from adapters.comfyui.workflow import read_mapping
from adapters.comfyui.workflows import Workflows
from adapters.image_servers.catalogue import ImageModels, Offered
from adapters.media.gate import PillowGate
from adapters.media.original_files import OriginalFiles
from agent.domain.image_models import ModelCard, Prices
from bot.models.proofs import ending, prove_all
from simulators import workflows
from simulators.comfyui import comfy_server
from tests.fakes.models.image_model import FakeImageModel

CARD = ModelCard(name="fast", model="old-1", prices=Prices(picture=0.01), is_default=True)


@pytest.mark.parametrize(
    ("ends", "state", "said"),
    [
        (date(2026, 12, 1), "missing", "is switched off by its provider on 2026-12-01"),
        (date(2026, 11, 30), "wrong", "was switched off"),
        (date(2026, 10, 29), "wrong", "was switched off"),
    ],
)
def test_a_model_that_ends_is_warned_of(ends: date, state: str, said: str) -> None:
    proof = ending(replace(CARD, ends_on=ends), date(2026, 11, 30))

    assert proof is not None
    assert proof.state == state
    assert said in proof.text


def test_an_end_far_away_is_no_news() -> None:
    assert ending(replace(CARD, ends_on=date(2027, 5, 28)), date(2026, 11, 30)) is None


async def proofs(*offered: Offered, render: bool = False):
    return await prove_all(
        language=None, image_model=None, image_client=None, spared=False, catalogue=ImageModels(offered), render=render
    )  # fmt: skip


async def test_a_price_that_is_not_known_is_said() -> None:
    found = await proofs(Offered(card=replace(CARD, prices=Prices()), draws=FakeImageModel()))

    assert [proof.text for proof in found if "no known price" in proof.text]


async def test_a_small_picture_is_drawn_where_it_may_cost() -> None:
    drawer = FakeImageModel(cost_usd=0.02)
    assert (await proofs(Offered(card=CARD, draws=drawer)))[0].state == "not tried"
    assert drawer.asked == []

    found = await proofs(Offered(card=CARD, draws=drawer), render=True)

    assert (found[0].state, len(drawer.asked)) == ("good", 1)
    assert "$0.0200" in found[0].text


@pytest.mark.parametrize(
    ("node", "change", "said"),
    [
        ("3", {"class_type": "FancySampler"}, "the node class FancySampler"),
        ("4", {"inputs": {"ckpt_name": "gone.safetensors"}}, "'gone.safetensors' for 4.ckpt_name"),
    ],
)
async def test_what_a_workflow_lacks_on_the_server_is_named(node: str, change: dict, said: str) -> None:
    graph = copy.deepcopy(workflows.draw())
    graph[node] |= change
    async with comfy_server() as server, connect_comfy(server.url) as client:
        for workflow, wrong in ((workflows.draw(), False), (graph, True)):
            flows = Workflows(draw=workflow, map=read_mapping(workflows.MAP))
            model = ComfyImageModel(client, workflows=flows, files=OriginalFiles(PillowGate()))
            found = await proofs(Offered(card=CARD, draws=model, prove=model.prove))
            assert (found[0].state == "wrong") is wrong
            assert (said in found[0].text) is wrong
        assert server.drawn == 0
