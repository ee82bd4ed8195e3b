"""The language of a turn: one rule for every platform (docs/decisions/0016), taken up before anything is said, settled once the plan knows
better, and noted for acts without words."""

from agent.domain.conversation import Pressed, Said, Turn
from agent.domain.generation import Plan
from agent.domain.incoming import IncomingMessage, IncomingPress
from agent.domain.memory import AuthorSettings, ChannelSettings
from agent.text.languages import told_language
from agent.text.words import tokenise
from agent.translation.catalogue import is_spoken, speak
from agent.translation.languages import ENGLISH, catalogue_name
from agent.turn_context import Services, TurnContext

_TRADITIONAL = frozenset(
    "畫圖貓請記憶這個們來為說麼歡愛紅藍綠雲樹鳥魚龍車門開關東學點給讓還沒對時後會過樣種間現"
)
"""Characters that simplified Chinese writes otherwise, of those that are common in requests."""
_UKRAINIAN = frozenset("іїєґІЇЄҐ")
REMEMBERED_PLATFORMS = frozenset({"discord"})
"""Platforms that tell a person's language with some acts only."""


def reply_language(
    *,
    setting: str = "",
    planned: str = "",
    written: str = "",
    wrote: str = "",
    platform: str = "",
    channel: str = "",
) -> str:
    """The catalogue to speak from, the first of these that is known and spoken:

    setting   what the person chose
    planned   the language of the message, as its planner read it (BCP 47); English counts only where the message tells of it
    written   the language of the message, as its letters and small words tell
    wrote     the language they wrote in before
    platform  what their app says
    channel   what the channel's moderators chose
    """
    if setting:
        return _spoken(setting)
    if planned and (planned != ENGLISH or written in ("", ENGLISH)) and (planned != ENGLISH or written):
        return _spoken(_variant(catalogue_name(planned), written, wrote, platform))
    return next((_spoken(name) for name in (written, wrote, platform, channel) if name), ENGLISH)


def written_language(text: str) -> str:
    """The catalogue of the language that a text's letters and small words tell; "" where nothing tells."""
    language = told_language([token.norm for token in tokenise(text)])
    if language == "zh":
        return "zh_Hant" if _TRADITIONAL.intersection(text) else "zh_Hans"
    if language == "ru" and _UKRAINIAN.intersection(text):
        return "uk"
    return catalogue_name(language)


_FAMILIES = (frozenset({"zh_Hans", "zh_Hant"}), frozenset({"ru", "uk"}))
"""Catalogues between which a planner may not tell, for it goes by the script."""


def _variant(name: str, *known: str) -> str:
    """Which of a family it is, the letters, what they wrote before or the person's app say."""
    family = next((family for family in _FAMILIES if name in family), frozenset[str]())
    return next((one for one in known if one in family), name)


def _spoken(name: str) -> str:
    return name if is_spoken(name) else ENGLISH


async def take_up(services: Services, ctx: TurnContext) -> None:
    """Speaks the language of this turn, as far as it is known before a plan. Raises StoreUnavailable."""
    speak(language_of(ctx.turn, ctx.author, ctx.channel))
    await _note_platform(services, ctx)


def language_of(turn: Turn, author: AuthorSettings, channel: ChannelSettings, *, planned: str = "") -> str:
    """Pure. `planned`: the language that the plan found."""
    return reply_language(
        setting=author.language,
        planned=planned,
        written=written_language(words_of(turn)),
        wrote=author.wrote,
        platform=catalogue_name(turn.author.locale) or author.platform_language,
        channel=channel.language,
    )


def language_of_event(event: IncomingMessage | IncomingPress) -> str:
    """For what is said without a turn: by the words themselves, else by the person's app."""
    return reply_language(written=written_language(event.text), platform=catalogue_name(event.author.locale))


def words_of(turn: Turn) -> str:
    """The author's own words; those of a command are its argument's."""
    match turn.request:
        case Said(command=command) if command is not None:
            return command.argument
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
    platform = catalogue_name(ctx.turn.author.locale) or ctx.author.platform_language
    if spoken != reply_language(wrote=ctx.author.wrote, platform=platform, channel=ctx.channel.language):
        await services.settings.note_language(ctx.turn.author.id, wrote=spoken)


async def _note_platform(services: Services, ctx: TurnContext) -> None:
    """What a platform tells only now and then of a person is kept for the other times. Raises StoreUnavailable."""
    told = catalogue_name(ctx.turn.author.locale)
    known = ctx.author.platform_language or "en"
    if told and told != known and ctx.turn.place.platform in REMEMBERED_PLATFORMS and not ctx.turn.incognito:
        await services.settings.note_language(ctx.turn.author.id, platform=told)
