"""A reply to what is no message of the chat: nothing else is changed in its place."""

import pytest

from simulators.telegram.world import JSON, World
from tests.worlds.telegram_bench import bench, png

CHANNEL: JSON = {"id": -55, "type": "channel", "title": "News"}
FILM: JSON = {
    "file_id": "v", "file_unique_id": "v", "file_size": 900, "width": 32, "height": 24, "duration": 1, "mime_type": "video/mp4",
}  # fmt: skip
ORIGIN: JSON = {"type": "channel", "chat": CHANNEL, "message_id": 5, "date": 1_790_000_000}


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        (
            {"reply_to_story": {"chat": CHANNEL, "id": 3}},
            "I cannot read a story; I can read words and pictures.",
        ),
        (
            {"external_reply": {"origin": ORIGIN, "chat": CHANNEL, "message_id": 5, "video": FILM}},
            "I cannot read a video; I can read words and pictures.",
        ),
        (
            {
                "external_reply": {
                    "origin": ORIGIN,
                    "chat": CHANNEL,
                    "message_id": 5,
                    "story": {"chat": CHANNEL, "id": 3},
                }
            },
            "I cannot read a story; I can read words and pictures.",
        ),
    ],
)
async def test_a_reply_to_a_story_or_a_film_elsewhere_says_so(
    world: World, answers: JSON, problem: str
) -> None:
    ann = world.person(7)
    async with bench(world) as telegram:
        world.says(ann, world.private(ann), "make this a watercolour", **answers)

        heard = await telegram.heard()

    assert [image.problem for image in heard.images] == [problem]


async def test_what_its_author_hid_is_handed_in_as_hidden(world: World) -> None:
    ann, club = world.person(7), world.group()
    async with bench(world) as telegram:
        private = world.private(ann)
        world.says(ann, private, "as a woodcut", photo=world.photo(png()), has_media_spoiler=True)
        own = await telegram.heard()
        shown = world.says(world.person(8), club, photo=world.photo(png()), has_media_spoiler=True)
        world.says(ann, club, "@atelier_bot as a woodcut", reply_to=shown["message"]["message_id"])
        answered = await telegram.heard(2)
        world.says(ann, private, "as a woodcut", photo=world.photo(png()))
        plain = await telegram.heard(3)

    assert (own.covered, answered.covered, plain.covered) == (True, True, False)
