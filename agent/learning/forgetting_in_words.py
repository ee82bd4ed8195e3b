"""Forgetting on request, in words: one thing at once, several after a look, everything after a yes."""

import re
from collections.abc import Sequence

from agent.domain.accounts import platform_name
from agent.domain.conversation import Button
from agent.domain.memory import EVERYTHING, Memory, ScopeKind
from agent.outcomes import Outcome, button, told
from agent.translation.catalogue import _
from agent.turn_context import Services, TurnContext

SHOWN_MAX = 8
"""Memories of one list that get a Forget button."""
LISTED_MAX = 30
"""Memories of one list that are shown; more is no reading for a chat."""
WORD_CHARS_MIN = 3


async def forget_in_words(
    services: Services, ctx: TurnContext, words: str, *, at_once: bool = True
) -> Outcome:
    """What `/forget WORDS` and “forget that ...” do. Not `at_once`: a model proposes it, and one tap is asked for."""
    wanted = words.strip().strip(".!").lower()
    if not wanted:
        return told(
            "What shall I forget? Say `/forget` and a few of its words, or look at `/memory`.", private=True
        )
    if wanted in EVERYTHING and (accounts := await services.accounts.of(ctx.turn.author.id)):
        return _everything_asked(len(accounts))
    if wanted in EVERYTHING:
        return told(
            "That removes all that I keep about you: memories, characters, pictures and our conversations. It cannot be undone.",
            button("forget", "Yes, forget everything", everything="yes"),
            private=True,
        )
    found = await services.desk.list(ctx.reader, search=wanted)
    mine = [memory for memory in found if may_forget(ctx, memory)]
    exact = [memory for memory in mine if wanted in (memory.text.lower(), memory.name.lower())]
    chosen = exact or mine
    if not chosen:
        shared = "That is not only yours: a moderator has to have it forgotten."
        return told(shared if found else "I have nothing like that in memory.", private=True)
    if not at_once:
        return _proposed(ctx, chosen)
    if len(chosen) == 1 and _names(chosen[0], wanted):
        await services.desk.forget(ctx.reader, [chosen[0].id], may_manage=ctx.turn.author.may_manage)
        return told("Forgotten.", private=True)  # naming it here would keep it
    lead = "Do you mean this?" if len(chosen) == 1 else "Which of these?"
    return told(
        f"{lead}\n{listed(chosen[:SHOWN_MAX], to=ctx.turn.author.id)}",
        *forget_buttons(ctx, chosen),
        private=True,
    )


def _everything_asked(accounts: int) -> Outcome:
    """Of a person with several accounts: this one's, or all."""
    text = _(
        "That removes all that I keep about you: memories, characters, pictures and our conversations. It cannot be undone. You have "
        "{count} accounts joined: shall I forget you here, or everywhere?",
        count=accounts,
    )
    here = button("forget", _("Yes, here"), everything="yes")
    everywhere = button("forget", _("Yes, everywhere"), everything="yes", everywhere="yes")
    return told(text, here, everywhere, button("forget", _("Keep it"), keep="yes"), private=True)


def _proposed(ctx: TurnContext, chosen: Sequence[Memory]) -> Outcome:
    """Nothing goes before the tap."""
    keep = button("forget", "Keep" if len(chosen) == 1 else "Keep all", keep="yes")
    if len(chosen) > 1:
        text = f"Which of these shall I forget?\n{listed(chosen[:SHOWN_MAX], to=ctx.turn.author.id)}"
        return told(text, *forget_buttons(ctx, chosen), keep, private=True)
    one = chosen[0]
    forget = button("forget", "Forget", memory=one.id)
    return told(
        f"Shall I forget this {one.kind}?\n{listed([one], to=ctx.turn.author.id)}", forget, keep, private=True
    )


def may_forget(ctx: TurnContext, memory: Memory) -> bool:
    return memory.scope.kind == "user" or ctx.turn.author.may_manage


def _names(memory: Memory, wanted: str) -> bool:
    """Whether a word that is asked for begins a word of the memory, or the other way round: "red" does not name "bored"."""
    if not wanted.isascii():  # scripts that put no spaces between words
        return True
    said = [word for word in re.findall(r"\w+", memory.in_full().lower()) if len(word) >= WORD_CHARS_MIN]
    asked = [word for word in re.findall(r"\w+", wanted) if len(word) >= WORD_CHARS_MIN]
    return any(one.startswith(other) or other.startswith(one) for one in said for other in asked)


def listed(memories: Sequence[Memory], *, to: str = "") -> str:
    """One line each, numbered as the buttons are; what was superseded says since when, and what was told to another account than `to`
    says to which."""
    marks = {"user": "", "channel": " (this channel)", "community": " (everyone here)"}
    further = len(memories) - LISTED_MAX
    more = f"\n… and {further} more: `/memory WORDS` finds them." if further > 0 else ""
    lines = [
        f"{n}. {m.in_full()}{marks[m.scope.kind]}{told_elsewhere(m, to)}"
        + (f" (until {m.valid_to:%d %b %Y})" if m.valid_to else "")
        for n, m in enumerate(memories[:LISTED_MAX], start=1)
    ]
    return "\n".join(lines) + more


_FULL = {
    "user": "Your memory was full",
    "channel": "This channel's memory was full",
    "community": "This community's memory was full",
}


async def made_room(services: Services, ctx: TurnContext, *kinds: ScopeKind) -> str:
    """A line for each of these scopes that was full, to stand above or below its list; "" where none was."""
    found = await services.desk.made_room(ctx.reader)
    return "".join(
        f"\n{_FULL[kind]}: {found[kind]:,} of the least useful made room for newer ones."
        for kind in kinds
        if kind in found
    )


def told_elsewhere(memory: Memory, to: str) -> str:
    """Where it was told, of a memory of another account than `to`."""
    if not to or memory.scope.kind != "user" or memory.scope.key == to:
        return ""
    return " " + _("(told on {platform})", platform=platform_name(memory.scope.key))


def forget_buttons(ctx: TurnContext, memories: Sequence[Memory]) -> tuple[Button, ...]:
    """For those of a list that this author may have forgotten."""
    mine = [(number, m) for number, m in enumerate(memories[:LISTED_MAX], start=1) if may_forget(ctx, m)]
    return tuple(button("forget", f"Forget {number}", memory=m.id) for number, m in mine[:SHOWN_MAX])
