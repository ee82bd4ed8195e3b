"""Forgetting on request, in words: one thing at once, several after a look, everything after a yes."""

from collections.abc import Sequence

from agent.answers import Answer, button, told
from agent.conversation import Button
from agent.memory import Memory
from agent.parts import Parts, Sitting

SHOWN_MAX = 8
"""Memories of one list that get a Forget button."""
EVERYTHING = (
    "everything",
    "all",
    "all of it",
    "everything about me",
    "me",
    "todo",
    "alles",
    "tout",
    "tudo",
    "全部",
)


async def forget_in_words(parts: Parts, sitting: Sitting, words: str) -> Answer:
    """What `/forget WORDS` and “forget that ...” do."""
    wanted = words.strip().strip(".!").lower()
    if not wanted:
        return told(
            "What shall I forget? Say `/forget` and a few of its words, or look at `/memory`.", private=True
        )
    if wanted in EVERYTHING:
        return told(
            "That removes all that I keep about you: memories, characters, pictures and our conversations. It cannot be undone.",
            button("forget", "Yes, forget everything", everything="yes"),
            private=True,
        )
    found = await parts.desk.list(sitting.reader, search=wanted, limit=SHOWN_MAX)
    mine = [memory for memory in found if _may_forget(sitting, memory)]
    exact = [memory for memory in mine if wanted in (memory.text.lower(), memory.name.lower())]
    chosen = exact or mine
    if not chosen:
        return told("I have nothing like that in memory.", private=True)
    if len(chosen) == 1:
        await parts.desk.forget(sitting.reader, [chosen[0].id], may_manage=sitting.turn.author.may_manage)
        return told("Forgotten.", private=True)  # naming it here would keep it
    return told("Which of these?\n" + listed(chosen), *forget_buttons(chosen), private=True)


def _may_forget(sitting: Sitting, memory: Memory) -> bool:
    return memory.scope.kind == "user" or sitting.turn.author.may_manage


def listed(memories: Sequence[Memory]) -> str:
    """One line each, numbered as the buttons are; what was superseded says since when."""
    marks = {"user": "", "channel": " (this channel)", "community": " (everyone here)"}
    return "\n".join(
        f"{n}. {m.sentence()}{marks[m.scope.kind]}"
        + (f" (until {m.valid_to:%d %b %Y})" if m.valid_to else "")
        for n, m in enumerate(memories, start=1)
    )


def forget_buttons(memories: Sequence[Memory]) -> tuple[Button, ...]:
    return tuple(
        button("forget", f"Forget {number}", memory=memory.id)
        for number, memory in enumerate(memories[:SHOWN_MAX], start=1)
    )
