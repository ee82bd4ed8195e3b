"""What the acting bot answers: a picture, a question or words, by what it is asked."""

import secrets
from datetime import UTC, datetime
from uuid import uuid4

from agent.domain.conversation import Action, Author, Button, MessageId, Place, Reply
from agent.domain.generation import Evidence, GenerationContext
from agent.domain.incoming import IncomingPress
from agent.domain.memory import Memory, MemoryId, MemoryScope
from tests.fakes.board import FakeBoard, FakeDesk
from tests.worlds.painted import painted

WHY = """**You said**
subject: a fox
**I remembered**
style: watercolour (memory: prefers watercolour)
**I looked up**
setting: a reading lamp (https://example.org/lamps)
**I assumed**
time: dusk
**The image model was told**
a fox reading under a lamp, watercolour, at dusk"""


class ActedReplies:
    """Pictures are saved on the board, what is to be remembered lies on the desk."""

    def __init__(self, board: FakeBoard, desk: FakeDesk) -> None:
        self._board, self._desk = board, desk

    def to(self, text: str, author: Author, place: Place) -> Reply:
        words = text.lower()
        if words.startswith("hello"):
            return Reply(kind="text", text=f"Hello, {author.name}.")
        if words.startswith(("/memory", "/help")):
            return Reply(kind="text", text="**I remember**\n1. prefers watercolour", only_for_author=True)
        if words.startswith(("remember", "/remember")):
            return self._remember(text.partition(" ")[2], author)
        if "luna" in words:
            return self._ask_which(author)
        if "something" in words:
            return self._ask_what()
        if "fail" in words:
            return Reply(
                kind="error",
                text="The image service does not answer at the moment. Try again in a little while.",
            )
        return self._picture(text, author)

    def _picture(self, text: str, author: Author) -> Reply:
        subject = text.removeprefix("/draw").removeprefix("draw").strip(" .") or "a fox"
        image = self._board.save(painted(text), owner=author.id)
        slots = {
            "subject": Evidence(value=subject, method="said"),
            "style": Evidence(value="watercolour", method="recall"),
        }
        buttons = [
            _button("again", "Again"), _button("refine", "Refine"), _button("vary", "Vary"), _button("why", "Why?"),
            _button("remember_style", "Remember style"), _button("remember_character", "Remember character"), _button("delete", "Delete"),
        ]  # fmt: skip
        return Reply(
            kind="image",
            text=f"**{subject}, watercolour**\nFrom memory: watercolour (style).\nI assumed this: time: dusk. Reply to change it.",
            images=(image,), alts=(f"{subject}, watercolour, at dusk",), buttons=tuple(buttons),
            spoiler="spoiler" in text, context=GenerationContext(slots=slots, prompt=f"{subject}, watercolour, at dusk"),  # pyright: ignore[reportArgumentType]
            memories=("prefers watercolour",), assumptions=("time: dusk",),
        )  # fmt: skip

    def _ask_what(self) -> Reply:
        options = ("a fox", "a lighthouse", "a bowl of fruit")
        buttons = tuple(_button("answer", option, slot="subject", value=option) for option in options)
        return Reply(
            kind="question",
            text="What should be in the picture?",
            buttons=(*buttons, _button("surprise", "Surprise me")),
        )

    def _ask_which(self, author: Author) -> Reply:
        options = ("Luna the elf", "Luna the cat")
        images = tuple(self._board.save(painted(option), owner=author.id) for option in options)
        buttons = tuple(_button("answer", option, slot="character", value=option) for option in options)
        return Reply(
            kind="question", text="Which Luna do you mean?", images=images, alts=options,
            buttons=(*buttons, _button("surprise", "Surprise me")),
        )  # fmt: skip

    def _remember(self, text: str, author: Author) -> Reply:
        memory = Memory(
            id=MemoryId(str(uuid4())), scope=MemoryScope(kind="user", key=author.id), kind="preference",
            text=text.removeprefix("that ").strip(), author=author.id, valid_from=datetime.now(UTC),
        )  # fmt: skip
        self._desk.add(memory)
        return Reply(
            kind="text", text=f"Noted: {memory.text}", buttons=(_button("undo", "Undo", memory=memory.id),)
        )

    def to_press(self, button: Button, incoming: IncomingPress) -> Reply:
        match button.action:
            case "why":
                why = WHY
                return Reply(
                    kind="text",
                    text=why,
                    only_for_author=True,
                    buttons=(_button("forget", "Forget “watercolour”"),),
                )
            case "delete":
                return Reply(
                    kind="text", text="Deleted.", only_for_author=True, removes=MessageId(incoming.message)
                )
            case "undo" | "forget":
                self._desk.memories.pop(button.args.get("memory", ""), None)
                return Reply(kind="text", text="Forgotten.", only_for_author=True)
            case "remember_style" | "remember_character":
                return self._remember(incoming.text or "prefers watercolour", incoming.author)
            case _:
                return self._picture(incoming.text or button.args.get("value") or "a fox", incoming.author)


def _button(action: Action, label: str, **args: str) -> Button:
    return Button(id=f"v1:{action}:{secrets.token_urlsafe(16)}", action=action, label=label, args=args)
