"""Forty lines over three people and two channels, through the real process: whose memory is used for whom, where a
question is asked, and that its answer completes the turn in each of the three ways."""

from pathlib import Path

import pytest

from tests.e2e.jsonl_process import JsonlChat, labels, slot

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]


@pytest.fixture
def chat(tmp_path: Path) -> JsonlChat:
    return JsonlChat(tmp_path / "data", home=tmp_path)


def test_a_long_conversation_keeps_people_and_channels_apart(chat: JsonlChat) -> None:
    # Ana tells about herself and her elf; Bob about himself; a moderator about #posters.
    fox = chat.say("draw a fox reading under a lamp")
    assert fox["kind"] == "image", fox
    assert Path(fox["images"][0]).is_file()
    assert "fox" in slot(fox, "subject")
    assert chat.say("remember I like watercolour")["kind"] == "text"
    assert chat.say("Luna is a silver-haired elf with a green cloak")["kind"] == "text"
    assert chat.say("remember I love pixel art", author="bob")["kind"] == "text"
    assert chat.say("in this channel we use flat pastel", author="cleo", channel="posters")["kind"] == "text"

    # Each gets their own style; nobody gets another's.
    assert "watercolo" in slot(chat.say("draw a lighthouse"), "style")
    assert "pixel" in slot(chat.say("draw a lighthouse", author="bob"), "style")
    cleo = chat.say("draw a lighthouse", author="cleo")
    assert "watercolo" not in slot(cleo, "style")
    assert "pixel" not in slot(cleo, "style")
    assert cleo["context"]["memories"] == []

    # The channel's style holds only there.
    assert "pastel" in slot(chat.say("draw a robot", author="cleo", channel="posters"), "style")
    assert "pastel" not in slot(chat.say("draw a robot", author="cleo", channel="art"), "style")
    # What the message says wins over everything.
    assert "noir" in slot(chat.say("draw a robot in noir", author="bob", channel="posters"), "style")

    # Luna is Ana's; for Bob she is nobody.
    luna = chat.say("draw Luna at the beach")
    assert luna["kind"] == "image"
    assert "silver" in slot(luna, "character") + slot(luna, "subject")
    assert any("Luna" in memory for memory in luna["context"]["memories"])
    stranger = chat.say("draw Luna at the beach", author="bob")
    assert "silver" not in str(stranger)
    assert "elf" not in str(stranger["context"])

    # Edits keep what was there.
    night = chat.say("make it night")
    assert night["kind"] == "image"
    assert "night" in slot(night, "time")
    assert "beach" in slot(night, "setting")
    hat = chat.say("add a red hat", reply_to=fox["id"])
    assert "hat" in slot(hat, "subject")
    assert "fox" in slot(hat, "subject")

    # A question exactly where one is needed, answered by button ...
    question = chat.say("draw something for me", author="cleo")
    assert question["kind"] == "question"
    assert len(labels(question)) <= 5
    assert "Surprise me" in labels(question)
    by_button = chat.press(question, labels(question)[0], author="cleo")
    assert by_button["kind"] == "image"
    assert by_button["turn"] != question["turn"]
    again = chat.press(question, labels(question)[0], author="cleo")
    assert again["type"] == "error"

    # ... by reply ...
    question = chat.say("draw something for me", author="bob")
    assert question["kind"] == "question"
    by_reply = chat.say("a dragon", author="bob", reply_to=question["id"])
    assert by_reply["kind"] == "image"
    assert "dragon" in slot(by_reply, "subject")
    assert "pixel" in slot(by_reply, "style")

    # ... and by the plain next message; nobody else's message answers it.
    question = chat.say("draw something for me", author="cleo")
    assert question["kind"] == "question"
    other = chat.say("draw a whale", author="bob")
    assert "whale" in slot(other, "subject")
    plain = chat.say("a hedgehog", author="cleo")
    assert plain["kind"] == "image"
    assert "hedgehog" in slot(plain, "subject")

    # Two dogs: which one? By picture, name and button.
    assert chat.say("remember Rex is my brown dog", author="bob")["kind"] == "text"
    assert chat.say("remember Pip is my white dog", author="bob")["kind"] == "text"
    question = chat.say("draw my dog in the snow", author="bob")
    assert question["kind"] == "question", question
    assert any("Rex" in label for label in labels(question))
    assert any("Pip" in label for label in labels(question))
    pip = chat.press(question, next(label for label in labels(question) if "Pip" in label), author="bob")
    assert pip["kind"] == "image"
    assert "white" in str(pip["context"]["slots"])
    assert "snow" in str(pip["context"]["slots"])

    # Buttons: Again is another picture of the same, Vary another, Why? names the memory, somebody else may not forget it.
    again = chat.press(luna, "Again")
    assert again["kind"] == "image"
    assert again["images"] != luna["images"]
    assert chat.press(luna, "Vary", author="bob")["kind"] == "image"
    why = chat.press(luna, "Why?")
    assert "Luna" in why["text"]
    forget = next(label for label in labels(why) if label.startswith("Forget"))
    assert chat.press(why, forget, author="bob")["type"] == "error"
    assert chat.press(why, forget)["kind"] == "text"

    # Forgotten means gone; the list says what is left.
    listed = chat.say("/memory")
    assert "silver" not in listed["text"]
    assert "watercolour" in listed["text"]
    assert "pixel" not in listed["text"]
    assert chat.say("/forget watercolour")["kind"] == "text"
    assert "watercolo" not in slot(chat.say("draw a lighthouse"), "style")
    deleted = chat.press(fox, "Delete")
    assert deleted["kind"] == "text"
    assert chat.say("make it night", reply_to=fox["id"])["type"] == "error"
    assert chat.close() == 0


def test_what_was_said_in_private_stays_there(chat: JsonlChat) -> None:
    told = chat.say("remember Nox is a black cat with one ear", private=True, channel="dm")
    drawn = chat.say("draw Nox on the roof", private=True, channel="dm")
    public = chat.say("draw Nox on the roof")

    assert told["kind"] == "text"
    assert "one ear" in str(drawn["context"])
    assert "one ear" not in str(public)
    assert chat.close() == 0


def test_a_second_run_continues_the_same_world(tmp_path: Path) -> None:
    first = JsonlChat(tmp_path / "data", home=tmp_path)
    first.say("remember I like watercolour")
    picture = first.say("draw a fox under a lamp")
    question = first.say("draw something for me")
    assert first.close() == 0

    second = JsonlChat(tmp_path / "data", home=tmp_path)
    answered = second.press(question, labels(question)[0])
    again = second.press(picture, "Again")
    fresh = second.say("draw a castle")

    assert answered["kind"] == "image"
    assert again["kind"] == "image"
    assert "watercolo" in slot(fresh, "style")
    assert second.close() == 0
