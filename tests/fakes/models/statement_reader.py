"""Reads statements by two plain rules: `NAME is ...` describes somebody, all else is a fact. What begins with "remember" or "forget" means
that, and "here" is the channel."""

import re
from collections.abc import Sequence

from agent.domain.generation import Statement
from agent.ports import Meaning


class FakeStatementReader:
    def statements(self, text: str, *, image: str | None = None, seen: str = "") -> Sequence[Statement]:
        if not re.search(r"\w", text):
            return ()
        shown = re.fullmatch(r"this is (\w+)\.?", text.strip(), re.IGNORECASE)
        if shown and image:
            return (
                Statement(kind="character", name=shown[1], text=seen or "as in the picture", image=image),
            )
        told = re.match(r"([A-Z]\w*) is (.+)", text.strip())
        if told:
            return (Statement(kind="character", name=told[1], text=told[2].strip(" .")),)
        return (Statement(kind="fact", text=text.strip(" .")),)

    def meaning(self, text: str) -> Meaning:
        words = text.strip().casefold().rstrip(" .!")
        forgotten = words.removeprefix("forget ") if words.startswith("forget ") else ""
        return Meaning(
            keeps=words.startswith(("remember", "i ")) or re.match(r"[A-Z]\w* is ", text.strip()) is not None,
            scope="channel" if re.search(r"\b(?:channel|here)\b", words) and "draw" not in words else "user",
            forgets=bool(forgotten),
            forgotten=forgotten,
            wishes=words.startswith(("draw", "remove")),
        )
