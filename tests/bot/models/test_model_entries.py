"""models.toml: what it takes, and that every wrong entry is named with its mend."""

import json
from pathlib import Path

import pytest

from adapters.media.gate import PillowGate
from agent.errors import Misconfigured
from bot.configured_limits import day_limits_of, spending
from bot.model_entries import read_entries
from bot.models.builder import is_own_server
from bot.models.choice import choose_models
from bot.settings import Settings, secrets_of
from simulators import workflows

FAST = '[models.fast]\napi = "gemini"\nmodel = "gemini-nano-banana-2.1"\nkey_env = "MY_GEMINI"\n'
STUDIO = """
[models.studio]
api = "comfyui"
base_url = "http://127.0.0.1:8188"
workflow = "flows/draw.json"
edit_workflow = ["flows/edit.json"]
upscale_workflow = "flows/up.json"
default = true
map = { prompt = ["6.text", "60.prompt"], seed = ["3.seed"], images = ["10.image"], \
loras = { anime = ["20.lora_name", "anime.safetensors"] } }
"""


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.alias), raising=False)
    monkeypatch.setenv("MY_GEMINI", "key-of-mine")
    folder = tmp_path / "flows"
    folder.mkdir()
    for name, graph in (("draw", workflows.draw()), ("edit", workflows.edit()), ("up", workflows.upscale())):
        (folder / f"{name}.json").write_text(json.dumps(graph))


def written(text: str) -> Settings:
    path = Path("models.toml")
    path.write_text(text)
    return Settings(_env_file=None, ATELIER_MODELS=str(path.absolute()))


async def built(settings: Settings):
    models = choose_models(settings, PillowGate())
    cards = await models.catalogue.cards()
    await models.close()
    return models, {card.name: card for card in cards}


async def test_several_models_stand_under_their_names() -> None:
    models, cards = await built(written(FAST + STUDIO + '[models.sketch]\napi = "builtin"\n'))

    assert list(cards) == ["fast", "studio", "sketch"]
    assert [card.name for card in cards.values() if card.is_default] == ["studio"]
    assert (cards["fast"].prices.picture, cards["studio"].prices.picture) == (0.0336, 0.0)
    assert (cards["studio"].abilities.references_max, cards["studio"].abilities.enlarges) == (1, "upscales")
    assert models.paid
    assert ("Pictures", "studio: studio (the usual one)") in models.described


def test_a_file_as_windows_saves_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "notepad.toml"
    path.write_bytes(b"\xef\xbb\xbf" + FAST.replace("\n", "\r\n").encode())

    assert [entry.name for entry in read_entries(path)] == ["fast"]


def test_the_example_in_the_documentation_is_right() -> None:
    entries = read_entries(Path(__file__).parents[3] / "docs" / "models.toml")

    assert [(entry.name, entry.api) for entry in entries] == [("fast", "gemini"), ("own", "openai"), ("sketch", "builtin")]  # fmt: skip


async def test_the_first_is_the_default_where_none_is_named() -> None:
    _, cards = await built(written(FAST + '[models.other]\napi = "builtin"\n'))

    assert cards["fast"].is_default


async def test_an_openai_server_of_ones_own_costs_nothing_and_others_what_is_known() -> None:
    _, cards = await built(
        written(
            '[models.own]\napi = "openai"\nbase_url = "http://gpu:8000/v1"\nmodel = "Qwen/Qwen-Image-Edit-2511"\n'
            '[models.gpt]\napi = "openai"\nmodel = "gpt-image-2.6-flare"\nkey_env = "MY_GEMINI"\n'
            '[models.odd]\napi = "openai"\nbase_url = "https://api.example.com/v1"\nmodel = "x-draw-1"\n'
            '[models.said]\napi = "openai"\nbase_url = "https://api.example.com/v1"\nmodel = "x-draw-1"\npicture_usd = 0.02\n'
            '[models.gate]\napi = "openai"\nbase_url = "http://127.0.0.1:4000/v1"\nmodel = "any/thing"\n'
        )
    )

    prices = {name: card.prices.picture for name, card in cards.items()}
    assert prices == {"own": 0.0, "gpt": 0.05, "odd": None, "said": 0.02, "gate": None}


def test_its_keys_are_masked_in_the_log() -> None:
    assert "key-of-mine" in secrets_of(written(FAST))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("models = 3", r"\[models.NAME\]"),
        ("", r"\[models.NAME\]"),
        ("[models.fast", "no TOML"),
        ("[other]\nx = 1", r"\[models.NAME\]"),
        ('[models.Fast]\napi = "builtin"', r"\[models.Fast\]: people type this name"),
        ('[models.fast]\napi = "midjourney"', r"\[models.fast\]: api"),
        ('[models.fast]\napi = "gemini"', r"\[models.fast\]: api \"gemini\" needs model"),
        ('[models.fast]\napi = "gemini"\nmodel = "x"\nmodle = "y"', r"\[models.fast\]: modle"),
        ('[models.fast]\napi = "gemini"\nmodel = "x"\nworkflow = "y"', "workflow is for api"),
        ('[models.fast]\napi = "gemini"\nmodel = "x"\npicture_usd = -1', "picture_usd"),
        ('[models.fast]\napi = "gemini"\nmodel = "x"\nbase_url = "ftp://x"', "base_url: must start with http"),
        ('[models.a]\napi = "openai"\nbase_url = "http:///v1"', "base_url: names no host"),
        ('[models.a]\napi = "openai"\nbase_url = "http://gpu:80o0/v1"', "base_url: names no host, or a port that is none"),
        ('[models.fast]\napi = "gemini"\nmodel = "x"\npicture_usd = inf', "picture_usd"),
        ('[models.fast]\napi = "gemini"\nmodel = "x"\nhd_usd = nan', "hd_usd"),
        ('[models]\nfast = "gemini"', r"\[models.fast\]: must be a table of settings"),
        ('[models.a]\napi = "builtin"\ndefault = true\n[models.b]\napi = "builtin"\ndefault = true', "a and b"),
        ('[models.s]\napi = "comfyui"\nworkflow = "x.json"', "needs map"),
        ('[models.fast]\napi = "gemini"\nmodel = "x"\nkey = "AIza-1"', "key: there is no such setting; there is .*key_env"),
        ('[models.auto]\napi = "builtin"', "give the model another name"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_named_with_its_mend(text: str, said: str) -> None:
    path = Path("models.toml")
    path.write_text(text)
    with pytest.raises(Misconfigured, match=said):
        read_entries(path)


def test_a_key_in_the_wrong_place_is_not_repeated() -> None:
    with pytest.raises(Misconfigured, match="key_env: must be the name of a variable") as raised:
        read_entries(written(FAST.replace("MY_GEMINI", "AIzaSy-1234")).models or Path())

    assert "AIzaSy" not in str(raised.value)
    assert raised.value.__suppress_context__, "what pydantic says quotes the entry"


async def test_a_kind_of_server_that_is_not_known_is_named_with_its_entry() -> None:
    with pytest.raises(Misconfigured, match=r"\[models.own\]: .*'sgl' is none of"):
        await built(
            written('[models.own]\napi = "openai"\nbackend = "sgl"\nbase_url = "http://gpu:8000/v1"\n')
        )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('"flows/draw.json"', '"flows/none.json"'), "none.json cannot be read"),
        (
            ('"6.text", "60.prompt"', '"99.text"'),
            r"draw.json: it has no input 99.text for the prompt; it has .*6.text",
        ),
        (('"3.seed"', '"3.model"'), "3.model is linked to another node"),
        (('"3.seed"', '"seed"'), 'write "NODE.input"'),
        (("seed = ", "seeds = "), "map has 'seeds'"),
        (('"anime.safetensors"]', "1]"), "the lora 'anime' must be like"),
    ],
)
async def test_a_workflow_that_does_not_fit_is_named_at_start(change: tuple[str, str], said: str) -> None:
    with pytest.raises(Misconfigured, match=said) as caught:
        await built(written(STUDIO.replace(*change)))
    assert "models.studio" in str(caught.value)


@pytest.mark.parametrize(
    "content", ["no json", "[]", "{}", '{"nodes": [], "links": []}', '{"1": {"class_type": "X"}}']
)
async def test_a_file_that_is_no_workflow_in_api_format_is_said_to_be_none(content: str) -> None:
    Path("flows/draw.json").write_text(content)  # noqa: ASYNC240
    with pytest.raises(Misconfigured, match=r"Export \(API\)"):
        await built(written(STUDIO))


async def test_a_missing_key_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MY_GEMINI")
    with pytest.raises(Misconfigured, match=r"models.fast\]: set MY_GEMINI"):
        await built(written(FAST))


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="cannot be read"):
        read_entries(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("http://127.0.0.1:8000/v1", True), ("http://[::1]:8000", True), ("http://10.1.2.3/v1", True), ("http://gpu:8188", True),
        ("http://box.lan:1", True), ("https://api.openai.com/v1", False), ("http://8.8.8.8/v1", False), ("", False),
    ],
)  # fmt: skip
def test_ones_own_servers_are_known_by_their_address(url: str, own: bool) -> None:
    assert is_own_server(url) is own


@pytest.mark.parametrize(
    ("settings", "paid", "limits"),
    [
        ({}, False, (0, 0.0)),
        ({}, True, (50, 10.0)),
        ({"ATELIER_DAY_MONEY": "25"}, True, (50, 25.0)),
        ({"ATELIER_DAY_MONEY": "0", "ATELIER_DAY_PICTURES_PER_PERSON": "0"}, True, (0, 0.0)),
        ({"ATELIER_DAY_MONEY": "3"}, False, (0, 3.0)),
    ],
)
def test_where_pictures_cost_money_a_day_has_ceilings(settings, paid, limits) -> None:
    found = day_limits_of(Settings(_env_file=None, **settings), paid=paid)

    assert (found.pictures_per_person, found.money_usd) == limits


@pytest.mark.parametrize(
    ("key", "planner", "drawer"),
    [
        (
            "GEMINI_API_KEY",
            "gemini-flash-latest at generativelanguage.googleapis.com",
            "gemini-nano-banana-2.1",
        ),
        ("OPENROUTER_API_KEY", "openai/gpt-6.1-terra at openrouter.ai", "google/gemini-nano-banana-2.1"),
    ],
)
async def test_one_key_plans_and_draws(key: str, planner: str, drawer: str) -> None:
    models = choose_models(Settings(_env_file=None, **{key: "secret"}), PillowGate())
    await models.close()

    assert models.described[:2] == (("Planner", planner), ("Pictures", drawer))
    assert (models.free, models.free_pictures, models.paid) == (False, False, True)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, []),
        ({"GEMINI_API_KEY": "k"}, ["$10.00 a day, 50 pictures a day for each person (ATELIER_DAY_MONEY, ATELIER_DAY_PICTURES_PER_PERSON)"]),
        (
            {"GEMINI_API_KEY": "k", "ATELIER_DAY_MONEY": 0, "ATELIER_DAY_PICTURES_PER_PERSON": 5},
            ["no limit of money, 5 pictures a day for each person"],
        ),
        (
            {"OPENAI_API_KEY": "k", "ATELIER_IMAGE_MODEL": "brush-9", "ATELIER_DAY_MONEY": 1, "ATELIER_DAY_PICTURES_PER_PERSON": 5},
            [
                "$1.00 a day, 5 pictures a day for each person",
                "brush-9 has no known price: it counts as the dearest (ATELIER_PRICES)",
            ],
        ),
    ],
)  # fmt: skip
async def test_the_start_says_what_a_day_may_cost(settings: dict[str, object], said: list[str]) -> None:
    known = Settings(_env_file=None, **settings)
    models = choose_models(known, PillowGate())
    await models.close()

    assert spending(known, models) == said
