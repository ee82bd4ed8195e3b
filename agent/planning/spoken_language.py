"""The language of a turn: taken up before anything is said, settled once the plan knows better, and noted for acts without words.
One rule for every platform (docs/decisions/0016)."""

from agent.domain.conversation import Pressed, Said, Turn
from agent.domain.generation import Plan
from agent.domain.incoming import IncomingMessage, IncomingPress
from agent.domain.memory import AuthorSettings, ChannelSettings
from agent.translation.catalogue import is_spoken, speak
from agent.translation.languages import ENGLISH, catalogue_name
from agent.translation.written_language import Tell, tell_of
from agent.turn_context import Services, TurnContext

REMEMBERED_PLATFORMS = frozenset({"discord"})
"""Platforms that tell a person's language with some acts only."""
SAID_IN_WORDS = frozenset({"draw", "remember", "forget", "show", "me"})
"""Commands that are followed by what one would say."""

READABLE_WORDS = 4
"""A planner's reading of fewer words is a guess."""
NOTHING_TOLD = Tell()


async def take_up(services: Services, ctx: TurnContext) -> None:
    """Speaks the language of this turn, as far as it is known before a plan. Raises StoreUnavailable."""
    speak(language_of(ctx.turn, ctx.author, ctx.channel))
    await _note_platform(services, ctx)


def language_of(turn: Turn, author: AuthorSettings, channel: ChannelSettings, *, planned: str = "") -> str:
    """Pure. `planned`: the language that the plan found."""
    return reply_language(
        setting=author.language,
        planned=planned,
        written=tell_of(words_of(turn)),
        wrote=author.wrote,
        platform=catalogue_name(turn.author.locale) or author.platform_language,
        channel=channel.language,
    )


def language_for_planner(ctx: TurnContext) -> str:
    """The catalogue that a planner has to speak from: the one that the person chose, or the one they are known to use where the message
    is too short to tell; "" where it may go by the message."""
    if ctx.author.language or is_readable(tell_of(words_of(ctx.turn))):
        return ctx.author.language
    return ctx.author.wrote or _platform_language(ctx)


def language_of_event(
    event: IncomingMessage | IncomingPress,
    author: AuthorSettings | None = None,
    channel: ChannelSettings | None = None,
) -> str:
    """For what is said without a turn. What the words and the person's app tell is at hand; the rest has to be looked up."""
    author, channel = author or AuthorSettings(), channel or ChannelSettings()
    return reply_language(
        setting=author.language,
        written=tell_of(event.text),
        wrote=author.wrote,
        platform=catalogue_name(event.author.locale) or author.platform_language,
        channel=channel.language,
    )


def words_of(turn: Turn) -> str:
    """The author's own words; those of a command are its argument's, where that is a sentence and no name of a setting or a model."""
    match turn.request:
        case Said(command=command) if command is not None:
            return command.argument if command.name in SAID_IN_WORDS else ""
        case Said(text=text) | Pressed(text=text):
            return text
        case _:
            return ""


async def settle(services: Services, ctx: TurnContext, plan: Plan) -> None:
    """Speaks the language that the plan found, and notes it where an act without words would be answered in another. What is
    incognito leaves nothing behind. Raises StoreUnavailable."""
    spoken = language_of(ctx.turn, ctx.author, ctx.channel, planned=plan.language)
    speak(spoken)
    if ctx.author.language or ctx.turn.incognito:
        return
    platform = _platform_language(ctx)
    if spoken != reply_language(wrote=ctx.author.wrote, platform=platform, channel=ctx.channel.language):
        await services.settings.note_language(ctx.turn.author.id, wrote=spoken)


def _platform_language(ctx: TurnContext) -> str:
    return catalogue_name(ctx.turn.author.locale) or ctx.author.platform_language


async def _note_platform(services: Services, ctx: TurnContext) -> None:
    """What a platform tells only now and then of a person is kept for the other times. Raises StoreUnavailable."""
    told = catalogue_name(ctx.turn.author.locale)
    known = ctx.author.platform_language or "en"
    if told and told != known and ctx.turn.place.platform in REMEMBERED_PLATFORMS and not ctx.turn.incognito:
        await services.settings.note_language(ctx.turn.author.id, platform=told)


def reply_language(
    *,
    setting: str = "",
    written: Tell = NOTHING_TOLD,
    planned: str = "",
    wrote: str = "",
    platform: str = "",
    channel: str = "",
) -> str:
    """The catalogue to speak from, the first of these that is known and spoken:

    setting   what the person chose
    written   what the message tells of its language, where it is sure; between several, the others below decide
    planned   the language of the message, as its planner read it (BCP 47), where there was enough to read; English counts only where
              the message tells of it, for planners say so where they know nothing
    wrote     the language they wrote in before
    platform  what their app says
    weakly    a planner's guess, then what the message tells weakly
    channel   what the channel's moderators chose
    """
    if setting:
        return _spoken(setting)
    known = tuple(name for name in (wrote, platform) if name)
    guess = _guess(planned, written)
    if written.is_sure:
        return _spoken(
            next((name for name in (*known, guess) if name in written.languages), written.likeliest)
        )
    if guess and is_readable(written):
        return _spoken(guess)
    return next((_spoken(name) for name in (*known, guess, written.likeliest, channel) if name), ENGLISH)


def is_readable(written: Tell) -> bool:
    """Whether there is enough for somebody who knows the words to tell the language."""
    return written.is_sure or written.words >= READABLE_WORDS


def _guess(planned: str, written: Tell) -> str:
    """A planner's language as a catalogue, or as it is where none is spoken; "" where it may be no more than its usual English."""
    if planned == ENGLISH and ENGLISH not in written.languages:
        return ""
    if written.possible and catalogue_name(planned) not in (*written.possible, ENGLISH, ""):
        return ""  # it lacks a letter of the text, which has no word of it
    return catalogue_name(planned) or planned


def _spoken(name: str) -> str:
    return name if is_spoken(name) else ENGLISH
