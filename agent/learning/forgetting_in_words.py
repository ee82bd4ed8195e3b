"""Forgetting on request, in words: one thing at once, several after a look, everything after a yes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from agent.domain.accounts import platform_name
from agent.domain.conversation import Button
from agent.domain.generation import Plan
from agent.domain.memory import EVERYTHING, Memory, MemoryKind, ScopeKind
from agent.domain.memory_words import in_full
from agent.outcomes import Outcome, button, told
from agent.translation.catalogue import N_, _, ngettext, pgettext
from agent.translation.dates import day_and_year
from agent.translation.numbers import whole
from agent.turn_context import Services, TurnContext

SHOWN_MAX = 8
"""Memories of one list that get a Forget button."""
LISTED_MAX = 30
"""Memories of one list that are shown; more is no reading for a chat."""
WORD_CHARS_MIN = 3


async def forget_in_words(
    services: Services, ctx: TurnContext, words: str, *, at_once: bool = True
) -> Outcome:
    """What `/forget WORDS` and “forget that ...” do. Not `at_once`, or heard in a voice message: a model
    proposes it, and one tap is asked for."""
    wanted = words.strip().strip(".!").lower()
    if not wanted:
        return told(
            _("What shall I forget? Say `/forget` and a few of its words, or look at `/memory`."),
            private=True,
        )
    if wanted in EVERYTHING and (accounts := await services.accounts.of(ctx.turn.author.id)):
        return _everything_asked(len(accounts))
    if wanted in EVERYTHING:
        return told(
            _(
                "That removes all that I keep about you: memories, characters, pictures and our conversations. It cannot be undone."
            ),
            button("forget", pgettext("button", "Yes, forget everything"), everything="yes"),
            private=True,
        )
    found = await services.desk.list(ctx.reader, search=wanted)
    mine = [memory for memory in found if may_forget(ctx, memory)]
    exact = [memory for memory in mine if wanted in (memory.text.lower(), memory.name.lower())]
    chosen = exact or mine
    if not chosen:
        shared = _("That is not only yours: a moderator has to have it forgotten.")
        return told(shared if found else _("I have nothing like that in memory."), private=True)
    if not at_once or ctx.turn.was_heard:
        return _proposed(ctx, chosen)
    if len(chosen) == 1 and _names(chosen[0], wanted):
        await services.desk.forget(ctx.reader, [chosen[0].id], may_manage=ctx.turn.author.may_manage)
        return told(_(FORGOTTEN), private=True)  # naming it here would keep it
    lead = _("Do you mean this?") if len(chosen) == 1 else _("Which of these?")
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
    here = button("forget", pgettext("button", "Yes, here"), everything="yes")
    everywhere = button("forget", pgettext("button", "Yes, everywhere"), everything="yes", everywhere="yes")
    return told(
        text, here, everywhere, button("forget", pgettext("button", "Keep it"), keep="yes"), private=True
    )


FORGOTTEN = N_("Forgotten.")
SAY_IT_ALONE = N_(
    "Nothing is forgotten yet: say that by itself, or `/forget` and a few of its words, and I show what I would forget."
)


async def forget_beside(services: Services, ctx: TurnContext, plan: Plan) -> Plan:
    """Forgets what is wished forgotten beside a picture, and notes it. Only the one memory that the words plainly name goes, and only at
    its author's own words: to choose from a list takes a message of its own. Raises StoreUnavailable."""
    words = plan.forget.strip().lower()
    if not (words and plan.is_reading):
        return plan

    async def forget() -> str:
        found = await services.desk.list(ctx.reader, search=words)
        mine = [memory for memory in found if memory.scope.kind == "user"]
        if ctx.turn.was_heard or len(mine) != 1 or not _names(mine[0], words):
            return _(SAY_IT_ALONE)
        await services.desk.forget(ctx.reader, [mine[0].id])
        return _(FORGOTTEN)

    return replace(plan, notes=(*plan.notes, await ctx.journal.once("forgotten_beside", str, forget)))


def _proposed(ctx: TurnContext, chosen: Sequence[Memory]) -> Outcome:
    """Nothing goes before the tap."""
    keep = button(
        "forget",
        pgettext("button", "Keep") if len(chosen) == 1 else pgettext("button", "Keep all"),
        keep="yes",
    )
    if len(chosen) > 1:
        asked = _("Which of these shall I forget?")
        shown = listed(chosen[:SHOWN_MAX], to=ctx.turn.author.id)
        return told(f"{asked}\n{shown}", *forget_buttons(ctx, chosen), keep, private=True)
    one = chosen[0]
    forget = button("forget", pgettext("button", "Forget"), memory=one.id)
    return told(
        f"{_(_SHALL_I[one.kind])}\n{listed([one], to=ctx.turn.author.id)}", forget, keep, private=True
    )


_SHALL_I: Mapping[MemoryKind, str] = {
    "preference": N_("Shall I forget this preference?"),
    "character": N_("Shall I forget this character?"),
    "fact": N_("Shall I forget this fact?"),
    "rule": N_("Shall I forget this rule?"),
}


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
    further = len(memories) - LISTED_MAX
    more = (
        ngettext(
            "… and {n} more: `/memory WORDS` finds it.",
            "… and {n} more: `/memory WORDS` finds them.",
            further,
        )
        if further > 0
        else ""
    )
    lines = [
        f"{n}. {_listed(m)}{told_elsewhere(m, to)}" for n, m in enumerate(memories[:LISTED_MAX], start=1)
    ]
    return "\n".join([*lines, more] if more else lines)


def _listed(memory: Memory) -> str:
    words = _(OF_SCOPE[memory.scope.kind], what=in_full(memory))
    return (
        _("{what} (until {day})", what=words, day=day_and_year(memory.valid_to)) if memory.valid_to else words
    )


OF_SCOPE: Mapping[ScopeKind, str] = {
    "user": "{what}",
    "channel": N_("{what} (this channel)"),
    "community": N_("{what} (everyone here)"),
}


async def made_room(services: Services, ctx: TurnContext, *kinds: ScopeKind) -> str:
    """A line for each of these scopes that was full, to stand above or below its list; "" where none was."""
    found = await services.desk.made_room(ctx.reader)
    return "".join(f"\n{_was_full(kind, found[kind])}" for kind in kinds if kind in found)


def _was_full(kind: ScopeKind, gone: int) -> str:
    number = whole(gone)
    match kind:
        case "user":
            return ngettext(
                "Your memory was full: {number} of the least useful made room for newer ones.",
                "Your memory was full: {number} of the least useful made room for newer ones.",
                gone,
                number=number,
            )
        case "channel":
            return ngettext(
                "This channel's memory was full: {number} of the least useful made room for newer ones.",
                "This channel's memory was full: {number} of the least useful made room for newer ones.",
                gone,
                number=number,
            )
        case "community":
            return ngettext(
                "This community's memory was full: {number} of the least useful made room for newer ones.",
                "This community's memory was full: {number} of the least useful made room for newer ones.",
                gone,
                number=number,
            )


def told_elsewhere(memory: Memory, to: str) -> str:
    """Where it was told, of a memory of another account than `to`."""
    if not to or memory.scope.kind != "user" or memory.scope.key == to:
        return ""
    return " " + _("(told on {platform})", platform=platform_name(memory.scope.key))


def forget_buttons(ctx: TurnContext, memories: Sequence[Memory]) -> tuple[Button, ...]:
    """For those of a list that this author may have forgotten."""
    mine = [(number, m) for number, m in enumerate(memories[:LISTED_MAX], start=1) if may_forget(ctx, m)]
    return tuple(
        button("forget", pgettext("button", "Forget {number}", number=number), memory=m.id)
        for number, m in mine[:SHOWN_MAX]
    )
