"""Real photographs: attached, replied to, saved as a character."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.processes.jsonl_process import JsonlChat, slot

pytestmark = pytest.mark.e2e


def test_a_photograph_is_drawn_anew_and_goes_on_being_edited(
    shared_chat: JsonlChat, photograph: Callable[[str], str]
) -> None:
    pirate = shared_chat.say("make this cat a pirate in woodcut", images=[photograph("chelsea.png")])
    night = shared_chat.say("make it night", reply_to=pirate["id"])

    assert pirate["kind"] == "image", pirate
    assert "woodcut" in slot(pirate, "style")
    assert "pirate" in slot(pirate, "subject")
    assert slot(pirate, "references")
    assert "night" in slot(night, "time")
    assert "woodcut" in slot(night, "style")
    assert "pirate" in slot(night, "subject")
    assert Path(night["images"][0]).read_bytes() != Path(pirate["images"][0]).read_bytes()


def test_somebody_elses_photograph_is_replied_to(
    shared_chat: JsonlChat, photograph: Callable[[str], str]
) -> None:
    shared_chat.say("look, my coffee", author="bob", images=[photograph("coffee.png")], id="coffee")
    drawn = shared_chat.say("make this a poster in art deco", reply_to="coffee")

    assert drawn["kind"] == "image", drawn
    assert "deco" in slot(drawn, "style")
    assert slot(drawn, "references")


def test_a_photograph_becomes_a_character_that_is_drawn_by_name(
    shared_chat: JsonlChat, photograph: Callable[[str], str]
) -> None:
    saved = shared_chat.say("/character save Chelsea: a ginger cat", images=[photograph("chelsea.png")])
    said = shared_chat.say("remember this is Tom", images=[photograph("astronaut.png")])
    drawn = shared_chat.say("draw Chelsea on the moon in watercolour")
    stranger = shared_chat.say("draw Chelsea on the moon in watercolour", author="bob")

    assert saved["kind"] == "text"
    assert said["kind"] == "text", said
    assert "Tom" in said["text"]
    assert "Chelsea" in slot(drawn, "character")
    assert slot(drawn, "references")
    assert "ginger" not in str(stranger)
    assert Path(drawn["images"][0]).read_bytes() != Path(stranger["images"][0]).read_bytes()


def test_of_several_photographs_the_one_that_is_meant_is_asked_for(
    shared_chat: JsonlChat, photograph: Callable[[str], str]
) -> None:
    both = [photograph("chelsea.png"), photograph("rocket.jpg")]
    question = shared_chat.say("use that one for a poster", images=both, author="cleo")

    assert question["kind"] == "question", question
    assert len(question["images"]) == 2
    answer = shared_chat.press(question, question["buttons"][0]["label"], author="cleo")
    assert answer["kind"] == "image", answer
