"""Turns what the author said of lasting worth into memories. Only the author's own words and choices come here: never
recalled memories, web text, other people's words or the bot's own output."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from agent.domain.conversation import Button
from agent.domain.generation import GenerationContext, Statement
from agent.domain.memory import MemoryId, MemoryScope, NewMemory, Reader
from agent.domain.memory_words import in_full
from agent.domain.memory_words import sentence as shown
from agent.domain.nicknames import split_aliases
from agent.learning.own_looks import (
    NOT_THEIRS_TO_SAVE,
    NOT_YOURS,
    NOTED,
    is_of_author,
    is_of_somebody_here,
    learn_looks,
    shows_anothers,
)
from agent.limits import MEMORY_CHARS_MAX
from agent.outcomes import button
from agent.translation.catalogue import N_, _, pgettext
from agent.turn_context import Services, TurnContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What became of one statement."""

    memory: str
    """Id; "" when it was not stored."""
    state: Literal["new", "known", "supersedes", "refused"]
    text: str
    """For the reply."""
    words: str = ""
    """What was noted, where a button is to name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What became of a turn's statements."""

    noted: tuple[Noted, ...] = ()
    waiting: tuple[Statement, ...] = ()
    """Said in passing by somebody who was not asked yet: stored once they say yes."""

    def lines(self) -> tuple[str, ...]:
        """What was said several times in one breath is told once."""
        return tuple(dict.fromkeys(note.text for note in self.noted))

    def undo_buttons(self) -> tuple[Button, ...]:
        """One Undo for each thing newly stored."""
        fresh = [note for note in self.noted if note.state in ("new", "supersedes")]
        labels = (
            [pgettext("button", "Undo")]
            if len(fresh) == 1
            else [pgettext("button", "Undo {number}", number=number + 1) for number in range(len(fresh))]
        )
        return tuple(
            button("undo", label, memory=note.memory) for label, note in zip(labels, fresh, strict=True)
        )


async def learn(
    services: Services, ctx: TurnContext, statements: Sequence[Statement], *, said_in: str = ""
) -> Learnt:
    """Stores the statements, once a turn. `said_in`: the turn that said them, where it is another one. Raises StoreUnavailable."""
    if not statements:
        return Learnt()
    if ctx.turn.was_heard:  # for others only what a moderator wrote holds
        statements = [_for_its_author(statement) for statement in statements]

    async def store() -> Learnt:
        noted = [await _note(services, ctx, statement, said_in or ctx.turn.id) for statement in statements]
        return Learnt(noted=tuple(noted), waiting=tuple(s for s in statements if _waits(ctx, s)))

    return await ctx.journal.once("remember", Learnt, store)


def _for_its_author(statement: Statement) -> Statement:
    kind = "preference" if statement.kind == "rule" else statement.kind
    return replace(statement, kind=kind, scope="user")


def _waits(ctx: TurnContext, statement: Statement) -> bool:
    return not statement.explicit and ctx.author.learning == "unasked" and not _refusal(ctx, statement)


async def _note(services: Services, ctx: TurnContext, statement: Statement, said_in: str) -> Noted:
    if not statement.explicit and ctx.author.learning != "yes":
        return Noted(memory="", state="refused", text="")
    refusal = _refusal(ctx, statement)
    if refusal:
        return Noted(memory="", state="refused", text=refusal if statement.explicit else "")
    if is_of_author(statement):
        return await _note_looks(services, ctx, statement)
    if is_of_somebody_here(statement):
        statement = replace(statement, name=statement.name.removeprefix("@"))
    remembered = await services.memory.remember(_new_memory(ctx, statement, said_in))
    if statement.scope != "user" and remembered.state != "known":
        await services.moderation.audit.record(
            ctx.turn, "changed", f"a {statement.kind} of the {statement.scope}"
        )
    sentence = in_full(remembered.memory)
    match remembered.state:
        case "known" if not remembered.grown:
            text = _(_KNOWN[statement.scope], what=sentence) if statement.explicit else ""
        case "supersedes" if remembered.superseded:
            old = "; ".join(shown(memory) for memory in remembered.superseded)
            text = noted(_("{what} (instead of: {old})", what=sentence, old=old), statement)
        case "new" | "known" | "supersedes":
            text = noted(sentence, statement)
    return Noted(memory=remembered.memory.id, state=remembered.state, text=text)


async def _note_looks(services: Services, ctx: TurnContext, statement: Statement) -> Noted:
    album = await learn_looks(services, ctx, statement)
    if isinstance(album, str):
        return Noted(memory="", state="refused", text=album)
    return Noted(memory=album.memory, state="known" if len(album.pictures) > 1 else "new", text=_(NOTED))


_NOTED = {
    "user": N_("Noted: {what}"),
    "channel": N_("Noted (for this channel): {what}"),
    "community": N_("Noted (for everyone here): {what}"),
}
_IN_PASSING = {
    "user": N_("Noted in passing: {what}"),
    "channel": N_("Noted in passing (for this channel): {what}"),
    "community": N_("Noted in passing (for everyone here): {what}"),
}
_KNOWN = {
    "user": N_("I knew that already: {what}"),
    "channel": N_("I knew that already (for this channel): {what}"),
    "community": N_("I knew that already (for everyone here): {what}"),
}
"""By the scope that it is kept for."""


def in_passing(sentence: str) -> str:
    text = _IN_PASSING["user"]
    return _(text, what=sentence)


def noted(sentence: str, statement: Statement) -> str:
    return _((_NOTED if statement.explicit else _IN_PASSING)[statement.scope], what=sentence)


def _refusal(ctx: TurnContext, statement: Statement) -> str:
    """Why it is not stored; "" when it may be."""
    turn = ctx.turn
    if is_of_somebody_here(statement) and statement.image:
        return _(NOT_THEIRS_TO_SAVE)
    if is_of_author(statement) and shows_anothers(ctx):
        return _(NOT_YOURS)
    if turn.incognito:
        return _("I remember nothing from an incognito message.")
    if not ctx.author.memory:
        return _("Your memory is switched off: `/settings memory on` turns it on again.")
    if not ctx.channel.memory:
        return _("Memory is switched off in this channel.")
    shared = statement.scope != "user"
    if shared and not turn.author.may_manage:
        return _(
            "Only moderators can set that for everyone here. Say it about yourself and I note it for you."
        )
    if statement.scope == "community" and turn.place.community_key is None:
        return _("There is no community here to remember that for.")
    if len(statement.text) > MEMORY_CHARS_MAX:
        return _("That is too long to remember: {most} characters at most.", most=MEMORY_CHARS_MAX)
    return ""


def _new_memory(ctx: TurnContext, statement: Statement, said_in: str) -> NewMemory:
    turn = ctx.turn
    text, aliases = statement.text, ()
    if statement.kind == "character":
        text, aliases = split_aliases(text)
    return NewMemory(
        scope=scope_of(ctx.reader, statement.scope),
        kind=statement.kind,
        text=text,
        author=turn.author.id,
        name=statement.name,
        aliases=tuple(alias for alias in aliases if alias.casefold() != statement.name.casefold()),
        images=(statement.image,) if statement.image else (),
        said_in_private=turn.place.private,
        origin="explicit" if statement.explicit else "distilled",
        turn=said_in,
    )


def scope_of(reader: Reader, kind: Literal["user", "channel", "community"]) -> MemoryScope:
    """The reader's own scope of that kind."""
    return next(scope for scope in reader.scopes() if scope.kind == kind)


async def count_uses(services: Services, ctx: TurnContext, contexts: Sequence[GenerationContext]) -> None:
    """Of the memories that the pictures rest on."""
    used = [memory for context in contexts for e in context.slots.values() for memory in e.memories]
    if used and ctx.remembers:
        await services.memory.used([MemoryId(memory) for memory in used])
