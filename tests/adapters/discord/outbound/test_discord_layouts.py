"""A reply as parts of a message: words in pieces, buttons in rows, and no more than Discord takes."""

import pytest

from adapters.discord.http.interaction_handles import Handle, handle_of
from adapters.discord.outbound.layouts import PIECE_CHARS_MAX, pieces, reply_parts, rows, shown, step_line
from agent.domain.conversation import Button, Reply
from agent.ports import PictureFile


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("**bold** and `code_x`", "**bold** and `code_x`"),
        ("https://a.example/x_y_z and _this_", "https://a.example/x_y_z and \\_this\\_"),
        ("[masked](https://evil.example)", "\\[masked\\](https://evil.example)"),
        ("<@12> <#34> <t:5> <:a:6>", "\\<@12> \\<#34> \\<t:5> \\<:a:6>"),
        ("<@&12>", "<@&12>"),
        ("# big\n> quote\n-# small", "\\# big\n\\> quote\n\\-# small"),
        ("||hidden|| ~~gone~~ ```block```", "\\|\\|hidden\\|\\| \\~\\~gone\\~\\~ \\`\\``block`\\`\\`"),
        ("**a** * b ** c", "**a** \\* b \\*\\* c"),
        ("", ""),
    ],
)
def test_a_text_is_shown_as_it_is_written(text: str, seen: str) -> None:
    assert shown(text) == seen


def test_a_text_without_gaps_is_cut_all_the_same() -> None:
    parts = pieces("x" * (2 * PIECE_CHARS_MAX + 5))

    assert [len(part) for part in parts] == [PIECE_CHARS_MAX, PIECE_CHARS_MAX, 5]


def test_a_step_is_shown_with_its_sign() -> None:
    assert step_line("render: drawing a fox_cub") == "🎨 drawing a fox\\_cub …"
    assert step_line("something else") == "💭 something else …"


# --- messages -----------------------------------------------------------------------------------------------------


def test_buttons_stand_in_rows_of_five_the_answers_first() -> None:
    buttons = [Button(id=f"v1:answer:{n:022}", action="answer", label=str(n)) for n in range(6)]
    buttons.insert(0, Button(id=f"v1:surprise:{'s' * 22}", action="surprise", label="Surprise me"))

    labels = [[button["label"] for button in row["components"]] for row in rows(buttons)]  # pyright: ignore

    assert labels == [["0", "1", "2", "3", "4"], ["5"], ["Surprise me"]]


def test_a_reply_never_has_more_parts_than_discord_takes() -> None:
    buttons = tuple(Button(id=f"v1:forget:{n:022}", action="forget", label="x" * 200) for n in range(60))
    files = [
        PictureFile(data=b"", media_type="image/png", name=f"{n}.png", alt="a" * 2_000) for n in range(12)
    ]
    reply = Reply(kind="text", text="word " * 3_000, images=tuple("i" * 12), buttons=buttons)  # pyright: ignore

    messages = reply_parts(reply, files)

    for parts in messages:
        assert sum(len(part.get("components", [])) + 1 for part in parts) <= 40  # pyright: ignore
        assert sum(len(part.get("content", "")) for part in parts) <= 4_000  # pyright: ignore
    assert len(messages[0][0]["items"]) == 10  # pyright: ignore


def test_a_handle_comes_back_as_it_was_stored_and_a_broken_one_as_none() -> None:
    handle = Handle(
        interaction="1",
        token="t",
        app="2",
        until=99.0,
        answer="original",
        hidden=True,
        member=False,
        limit=5,
        message="3",
    )

    assert handle_of(handle.stored()) == handle
    assert handle_of({"until": "x", "limit": "-1", "answer": "?"}) == Handle()
    assert not handle.through_token(now=99.0)
