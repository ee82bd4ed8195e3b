"""Forty lines over three people and two channels, through the real process: whose memory is used for whom, where a
question is asked, and that its answer completes the turn in each of the three ways."""

from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.e2e.processes.jsonl_process import JsonlChat, Line, labels, slot
from tests.e2e.processes.machine import Machine

pytestmark = pytest.mark.e2e


class Circle:
    """The three who talk, each line checked for what belongs to somebody else."""

    ONLY: ClassVar = {"ana": ("silver", "watercolo"), "bob": ("pixel", "brown dog", "white dog"), "cleo": ()}
    """What only this person said."""

    def __init__(self, chat: JsonlChat) -> None:
        self.chat = chat
        self.said = 0

    def say(self, name: str, text: str, channel: str = "art", **more: Any) -> Line:
        self.said += 1
        return self._checked(name, channel, self.chat.say(text, author=name, channel=channel, **more))

    def press(self, name: str, reply: Line, label: str, *, of: str = "") -> Line:
        """`of`: whose picture it is, when it is another's; what its caption says was said to all when it was posted."""
        self.said += 1
        return self._checked(of or name, "art", self.chat.press(reply, label, author=name))

    def _checked(self, name: str, channel: str, answer: Line) -> Line:
        told = str({key: answer.get(key) for key in ("text", "context", "buttons")}).lower()
        for other, words in self.ONLY.items():
            for word in words:
                assert other == name or word not in told, f"{name} was told {word!r} of {other}: {answer}"
        assert channel == "posters" or "pastel" not in told, f"the style of #posters in #{channel}: {answer}"
        return answer

    def drawn(self, name: str, text: str, channel: str = "art", **more: Any) -> Line:
        """It is drawn at once: nothing needed to be asked."""
        answer = self.say(name, text, channel, **more)
        assert answer.get("kind") == "image", answer
        assert all(Path(image).is_file() for image in answer["images"])
        assert set(answer["context"]) == {"prompt", "slots", "memories", "assumptions"}
        return answer

    def told(self, name: str, text: str, channel: str = "art", **more: Any) -> Line:
        answer = self.say(name, text, channel, **more)
        assert answer.get("kind") == "text", answer
        return answer

    def asked(self, name: str, text: str, channel: str = "art", **more: Any) -> Line:
        """It is asked about, with answers to tap."""
        answer = self.say(name, text, channel, **more)
        assert answer.get("kind") == "question", answer
        assert 2 <= len(labels(answer)) <= 5
        assert "Surprise me" in labels(answer)
        return answer


def test_a_long_conversation_keeps_people_and_channels_apart(shared_chat: JsonlChat) -> None:
    circle = Circle(shared_chat)
    fox = circle.drawn("ana", "draw a fox reading under a lamp")
    assert "fox" in slot(fox, "subject")
    tells_who_they_are(circle)
    each_gets_their_own_style_and_the_channels(circle)
    luna = luna_is_anas_and_nobody_for_bob(circle)
    edits_keep_what_was_there(circle, fox)
    a_question_is_answered_by_button_by_reply_and_by_the_next_message(circle)
    two_dogs_are_one_too_many(circle)
    buttons_do_what_their_presser_may(circle, luna)
    what_is_forgotten_is_gone(circle, fox)
    assert circle.said >= 40


def tells_who_they_are(circle: Circle) -> None:
    circle.told("ana", "remember I like watercolour")
    circle.told("ana", "Luna is a silver-haired elf with a green cloak")
    circle.told("bob", "remember I love pixel art")
    circle.told("cleo", "in this channel we use flat pastel", "posters")
    refused = circle.say("cleo", "in this channel we use neon", "posters", moderator=False)
    assert "moderators" in refused["text"]


def each_gets_their_own_style_and_the_channels(circle: Circle) -> None:
    assert "watercolo" in slot(circle.drawn("ana", "draw a lighthouse"), "style")
    assert "pixel" in slot(circle.drawn("bob", "draw a lighthouse"), "style")
    assert circle.drawn("cleo", "draw a lighthouse")["context"]["memories"] == []
    assert "pastel" in slot(circle.drawn("cleo", "draw a robot", "posters"), "style")
    assert slot(circle.drawn("cleo", "draw a robot"), "style") == ""
    said = circle.drawn("bob", "draw a robot in noir", "posters")["context"]["slots"]["style"]
    assert (said["value"], said["method"]) == ("noir", "said")


def luna_is_anas_and_nobody_for_bob(circle: Circle) -> Line:
    luna = circle.drawn("ana", "draw Luna at the beach")
    assert "silver" in slot(luna, "character")
    assert luna["context"]["slots"]["character"]["method"] == "recall"
    assert any("Luna" in memory for memory in luna["context"]["memories"])
    strangers = circle.drawn("bob", "draw Luna at the beach")
    assert "elf" not in str(strangers["context"])
    night = circle.drawn("ana", "make it night")
    assert "night" in slot(night, "time")
    assert "beach" in slot(night, "setting")
    assert "silver" in slot(night, "character")
    return luna


def edits_keep_what_was_there(circle: Circle, fox: Line) -> None:
    hat = circle.drawn("ana", "add a red hat", reply_to=fox["id"])
    assert "hat" in slot(hat, "subject")
    assert "fox" in slot(hat, "subject")


def a_question_is_answered_by_button_by_reply_and_by_the_next_message(circle: Circle) -> None:
    question = circle.asked("cleo", "draw something for me")
    wanted = labels(question)[0]
    by_button = circle.press("cleo", question, wanted)
    assert by_button["kind"] == "image"
    assert by_button["turn"] != question["turn"]
    assert slot(by_button, "subject") == wanted
    assert circle.press("cleo", question, wanted)["type"] == "error"

    question = circle.asked("bob", "draw something for me")
    by_reply = circle.drawn("bob", "a dragon", reply_to=question["id"])
    assert "dragon" in slot(by_reply, "subject")
    assert "pixel" in slot(by_reply, "style")
    assert circle.press("bob", question, "Surprise me")["type"] == "error"

    question = circle.asked("cleo", "draw something for me")
    assert "whale" in slot(circle.drawn("bob", "draw a whale"), "subject")  # nobody else's message answers it
    assert "hedgehog" in slot(circle.drawn("cleo", "a hedgehog"), "subject")


def two_dogs_are_one_too_many(circle: Circle) -> None:
    circle.told("bob", "remember Rex is my brown dog")
    assert "brown" in str(
        circle.drawn("bob", "draw my dog in the snow")["context"]["slots"]
    )  # one is no question
    circle.told("bob", "remember Pip is my white dog")
    question = circle.asked("bob", "draw my dog in the snow")
    assert any("Rex" in label for label in labels(question))
    pip = circle.press("bob", question, next(label for label in labels(question) if "Pip" in label))
    assert pip["kind"] == "image"
    assert "white" in str(pip["context"]["slots"])
    assert "snow" in str(pip["context"]["slots"])


def buttons_do_what_their_presser_may(circle: Circle, luna: Line) -> None:
    again = circle.press("ana", luna, "Again")
    assert again["kind"] == "image"
    assert Path(again["images"][0]).read_bytes() != Path(luna["images"][0]).read_bytes()
    why = circle.press("ana", luna, "Why?")
    assert "Luna" in why["text"]
    assert circle.press("bob", luna, "Vary", of="ana")["kind"] == "image"
    assert circle.say("ana", "/memory")["kind"] == "text"
    forget = next(label for label in labels(why) if "Luna" in label)
    assert circle.press("bob", why, forget)["type"] == "error"
    assert circle.press("ana", why, forget)["kind"] == "text"


def what_is_forgotten_is_gone(circle: Circle, fox: Line) -> None:
    listed = circle.told("ana", "/memory")
    assert "silver" not in listed["text"]
    assert "watercolour" in listed["text"]
    circle.told("ana", "/forget watercolour")
    assert "watercolo" not in slot(circle.drawn("ana", "draw a lighthouse"), "style")
    assert circle.press("ana", fox, "Delete")["kind"] == "text"
    assert not Path(fox["images"][0]).exists()
    assert circle.say("ana", "make it night", reply_to=fox["id"])["type"] == "error"


def test_what_was_said_in_private_stays_there(shared_chat: JsonlChat) -> None:
    told = shared_chat.say(
        "remember Nox is a black cat with one ear", private=True, channel="dm", author="dora"
    )
    drawn = shared_chat.say("draw Nox on the roof", private=True, channel="dm", author="dora")
    public = shared_chat.say("draw Nox on the roof", author="dora")
    other = shared_chat.say("draw Nox on the roof", private=True, channel="dm", author="emil")

    assert told["kind"] == "text"
    assert "one ear" in str(drawn["context"])
    assert "one ear" not in str(public)
    assert "one ear" not in str(other)
    assert shared_chat.press(drawn, "Again", author="emil", channel="dm")["type"] == "error"


def test_a_thread_is_a_conversation_of_its_own(shared_chat: JsonlChat) -> None:
    drawn = shared_chat.say("draw a fox", author="fred", thread="foxes")
    shared_chat.say("draw a whale", author="fred")
    by_another = shared_chat.say("make it night", author="gina", thread="foxes")
    pressed = shared_chat.press(drawn, "Again", author="gina")

    assert "fox" in slot(by_another, "subject")
    assert "fox" in slot(pressed, "subject")


def test_an_export_is_a_file_and_what_is_forgotten_whole_leaves_no_file(shared_chat: JsonlChat) -> None:
    shared_chat.say("remember I like ukiyo-e", author="hana")
    drawn = shared_chat.say("draw a wave", author="hana")
    exported = shared_chat.say("/export", author="hana")
    yes = shared_chat.say("/forget everything", author="hana")
    gone = shared_chat.press(yes, labels(yes)[0], author="hana")

    assert Path(exported["files"][0]).read_bytes().startswith(b"PK")
    assert gone["kind"] == "text", gone
    assert not Path(drawn["images"][0]).exists()
    assert "ukiyo" not in str(shared_chat.say("draw a wave", author="hana"))


def test_a_second_run_continues_the_same_world(machine: Machine) -> None:
    first = machine.start()
    first.say("remember I like watercolour")
    picture = first.say("draw a fox under a lamp", id="p")
    question = first.say("draw something for me")
    assert first.close() == 0

    second = machine.start()
    answered = second.press(question, labels(question)[0])
    again = second.press(picture, "Again")
    fresh = second.say("draw a castle")
    resent = second.say("draw a fox under a lamp", id="p")
    reworded = second.say("draw a fox under a tree", id="p")

    assert answered["kind"] == "image"
    assert again["kind"] == "image"
    assert "watercolo" in slot(fresh, "style")
    assert {**resent, "context": None} == {**picture, "context": None}
    assert int(fresh["id"][1:]) > int(picture["id"][1:])
    assert reworded["turn"] != picture["turn"]
    assert "tree" in str(reworded["context"])
    assert second.close() == 0
