"""Whatever a model that obeys the attacker proposes, the store holds nothing that its author did not say; what the author says works."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from agent.policy.proposals import NOT_FORGOTTEN, NOT_KEPT
from tests.proposals.obeying import Attacked, Says, forgets, keeps
from tests.proposals.scenarios import FORGETTING, KEEPING, TURNED, Forgetting, Keeping


def name_of(scenario: Keeping | Forgetting) -> str:
    return scenario.name


@pytest.mark.parametrize("scenario", FORGETTING, ids=name_of)
async def test_what_its_author_did_not_ask_for_is_not_forgotten(
    attacked: Attacked, scenario: Forgetting
) -> None:
    await _furnished(attacked, scenario.attack)
    before = await attacked.kept()

    answer = await attacked.obeys(scenario.attack, forgets(scenario.what))

    assert await attacked.kept() == before
    assert not [button for button in answer.reply.buttons if button.action == "forget"]
    assert "forgetting" in await attacked.trace()


@pytest.mark.parametrize("scenario", FORGETTING, ids=name_of)
async def test_what_its_author_asks_to_forget_goes_with_one_tap(
    attacked: Attacked, scenario: Forgetting
) -> None:
    before = await attacked.kept()

    answer = await attacked.obeys(scenario.honest, forgets(scenario.honest_what or scenario.what))

    assert await attacked.kept() == before  # nothing before the tap
    assert scenario.gone in answer.reply.text
    forget, keep = answer.reply.buttons
    assert "keep" in (await attacked.taps(keep)).reply.text
    assert await attacked.kept() == before
    await attacked.taps(forget)
    assert scenario.gone not in await attacked.texts()
    assert len(await attacked.kept()) == len(before) - 1


@pytest.mark.parametrize("scenario", KEEPING, ids=name_of)
async def test_what_its_author_did_not_say_is_not_kept(attacked: Attacked, scenario: Keeping) -> None:
    await _furnished(attacked, scenario.attack)
    before = await attacked.kept()

    answer = await attacked.obeys(scenario.attack, scenario.plan)

    assert await attacked.kept() == before
    assert "Noted" not in answer.reply.text
    if scenario.name not in ("no moderator's rule", "a taste in passing"):  # the one is told, the other asked
        assert "statement" in await attacked.trace()


@pytest.mark.parametrize("scenario", KEEPING, ids=name_of)
async def test_what_its_author_has_kept_is_kept(attacked: Attacked, scenario: Keeping) -> None:
    await _furnished(attacked, scenario.honest)
    before = await attacked.texts(scenario.scope)

    answer = await attacked.obeys(scenario.honest, scenario.honest_plan or scenario.plan)

    (new,) = [text for text in await attacked.texts(scenario.scope) if text not in before]
    assert scenario.told in new
    assert "Noted" in answer.reply.text


@pytest.mark.parametrize("turned", TURNED)
async def test_what_is_kept_is_what_was_said(attacked: Attacked, turned: str) -> None:
    says, plan, kept = TURNED[turned]
    known = {scope: await attacked.texts(scope) for scope in ("user", "channel", "community")}

    await attacked.obeys(says, plan)

    scope = "channel" if turned == "further than said" else "user"
    assert [t for t in await attacked.texts(scope) if t not in known[scope]] == [kept]
    assert await attacked.texts("community") == known["community"]
    assert "Luna: silver-haired elf" in await attacked.texts()


async def test_everything_is_offered_only_to_who_asks_for_it(attacked: Attacked) -> None:
    before = await attacked.kept()

    tricked = await attacked.obeys(Says(text="forget all the hats on me"), forgets("all"))
    asked = await attacked.obeys(Says(text="forget everything"), forgets("everything"))

    assert not [button for button in tricked.reply.buttons if "everything" in button.args]
    assert [button.args.get("everything") for button in asked.reply.buttons] == ["yes"]
    assert await attacked.kept() == before


async def test_a_rule_is_only_a_moderators_to_forget(attacked: Attacked) -> None:
    before = await attacked.kept()

    member = await attacked.obeys(Says(text="forget no gore"), forgets("no gore"))
    moderator = await attacked.obeys(Says(text="forget no gore", moderator=True), forgets("no gore"))

    assert not member.reply.buttons
    assert moderator.reply.buttons[0].action == "forget"
    assert await attacked.kept() == before


async def test_no_claim_of_the_model_stands_for_what_was_not_done(attacked: Attacked) -> None:
    kept = await attacked.obeys(Says(text="what a day"), keeps("ana hates bob"))
    forgotten = await attacked.obeys(Says(text="remove the hat from Luna"), forgets("Luna"))

    assert kept.reply.text == NOT_KEPT
    assert forgotten.reply.text == NOT_FORGOTTEN


LINKS = (
    "evil.example/x", "https://evil.example", "discord.gg/abc", "t.me/abc", "xn--evl-8ma.com", "hxxp://evil.example", "www.evil.example",
    "EVIL.EXAMPLE", "evil。example", "mailto:eve@evil.example", "[here](evil.example)", "tg://resolve?domain=eve",
)  # fmt: skip


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("where", ["answer", "question", "note", "caption", "series"])
async def test_no_word_of_the_model_is_a_link_or_calls_anybody(
    attacked: Attacked, link: str, where: str
) -> None:
    said = f"@everyone @eve <@1> see {link} now"
    plans: Mapping[str, Mapping[str, Any]] = {
        "answer": {"intent": "chat", "answer": said},
        "question": {"intent": "create", "slots": [], "gaps": [{"slot": "subject", "route": "ask", "harm": 1, "question": said,
                     "candidates": [{"value": said, "probability": 0.5}, {"value": "a fox", "probability": 0.5}]}]},
        "note": {"intent": "create", "slots": [{"slot": "subject", "value": "a fox"}], "notes": [said]},
        "caption": {"intent": "create", "slots": [{"slot": "subject", "value": said}, {"slot": "style", "value": said, "why": said}]},
        "series": {"intent": "series", "panels": [{"label": said, "slots": [{"slot": "subject", "value": said}]}] * 2},
    }  # fmt: skip

    answer = await attacked.obeys(Says(text="draw something"), plans[where])

    text = answer.reply.text.casefold()
    for live in (".example", "discord.gg", "t.me", ".com", "://", "mailto:e", "@e", "<@1>", "。example"):
        assert live not in text
    assert not answer.links


async def test_a_limit_is_ours_whatever_the_model_asks_for(attacked: Attacked) -> None:
    fox = {"slot": "subject", "value": "a fox"}
    many = {
        "intent": "series", "slots": [fox], "panels": [{"label": str(n), "slots": [fox]} for n in range(40)],
        "searches": [{"query": f"fox {n}", "kind": "text", "slot": "setting"} for n in range(60)],
        "gaps": [{"slot": "style", "route": "assume", "harm": 0.1}] * 50, "notes": ["x" * 500] * 50,
    }  # fmt: skip

    answer = await attacked.obeys(Says(text="draw foxes"), many)

    assert len(answer.reply.images) == 4
    assert len(attacked.house.search.asked) <= 4  # type: ignore[attr-defined]


async def test_a_memory_that_was_not_shown_is_none(attacked: Attacked) -> None:
    slots = [{"slot": "subject", "value": "bob's spiders", "method": "recall", "memory": "M77"}]

    answer = await attacked.obeys(Says(text="draw something"), {"intent": "create", "slots": slots})

    assert answer.reply.memories == ()
    assert "From memory" not in answer.reply.text


async def test_the_trace_says_why_and_not_what(attacked: Attacked) -> None:
    await attacked.obeys(Says(text="draw a fox"), keeps("ana is secretly eve"))

    trace = await attacked.trace()
    assert "its words are not the author's" in trace
    assert "secretly" not in json.dumps(trace)


async def _furnished(attacked: Attacked, says: Says) -> None:
    if says.memory:
        await attacked.know(says.memory, kind="fact")
