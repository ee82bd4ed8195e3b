"""`/settings`: what one person chose, shown and changed."""

from dataclasses import replace
from typing import Literal, get_args

from agent.commands.channel_settings import NOT_UNDERSTOOD
from agent.domain.memory import AuthorSettings
from agent.outcomes import Outcome, declined, told
from agent.translation.catalogue import N_, _, is_spoken, speak, spoken
from agent.translation.languages import NAMES, named_language
from agent.turn_context import Services, TurnContext
from agent.wording.names import setting_words, switch


async def run_settings(services: Services, ctx: TurnContext, argument: str) -> Outcome:
    """The answer to `/settings ARGUMENT`."""
    name, _sep, value = (part.strip().lower() for part in argument.partition(" "))
    if not name:
        left = await services.spending.left(ctx.turn)
        return told("\n".join([_settings_text(ctx.author), *left]), private=True)
    switched = {"on": True, "off": False, "yes": True, "no": False}.get(value)
    changed: AuthorSettings | None = None
    if name == "ask" and value in _ASK:
        changed = replace(ctx.author, ask=value)
    elif name == "feedback" and value in ("auto", "always", "off"):
        changed = replace(ctx.author, feedback=value)
    elif name == "memory" and switched is not None:
        changed = replace(ctx.author, memory=switched)
    elif name == "learning" and switched is not None:
        changed = replace(ctx.author, learning="yes" if switched else "no")
    elif name == "private" and switched is not None:
        changed = replace(ctx.author, private_in_public=switched)
    elif name == "language":
        return await _language(services, ctx, value)
    if changed is None:
        return replace(declined("\n".join((_(NOT_UNDERSTOOD), _(USAGE))), private=True), is_ours=True)
    return await saved(services, ctx, changed, "\n".join((_("Saved."), _settings_text(changed))))


USAGE = N_(
    "`/settings ask never|when-needed|often, memory on|off, learning on|off, feedback auto|always|off, language NAME|auto, private on|off`"
)
_ASK: tuple[str, ...] = get_args(Literal["never", "when-needed", "often"])


def _settings_text(settings: AuthorSettings) -> str:
    learning = (
        _("off (not asked yet)") if settings.learning == "unasked" else switch(settings.learning == "yes")
    )
    return "\n".join(
        [
            _("ask: {policy}", policy=setting_words(settings.ask)),
            _("memory: {switch}", switch=switch(settings.memory)),
            _("learning from what you say in passing: {switch}", switch=learning),
            _("feedback (looking at my own picture): {policy}", policy=setting_words(settings.feedback)),
            _("image model: {model} (`/model` lists them)", model=settings.model or _("whichever fits")),
            _("language: {language}", language=NAMES[settings.language])
            if settings.language in NAMES
            else _("language: the one you write in"),
            _("time zone: {zone} (`/schedule zone Europe/Berlin` changes it)", zone=settings.zone),
            _(
                "private (use in shared places what you told me in private): {switch}",
                switch=switch(settings.private_in_public),
            ),
        ]
    )


async def _language(services: Services, ctx: TurnContext, words: str) -> Outcome:
    """In which language to answer: by its name or tag, or `auto`."""
    if words in ("auto", "off", "default"):
        author = replace(ctx.author, language="")
        await services.settings.save_author(ctx.turn.author.id, author)
        return told(_("I answer in the language you write in."), private=True)
    name = named_language(words)
    if not is_spoken(name):
        known = ", ".join(NAMES[each] for each in spoken())
        return declined(_("I speak these languages: {languages}.", languages=known), private=True)
    speak(name)
    author = replace(ctx.author, language=name)
    return await saved(
        services,
        ctx,
        author,
        _("From now on I answer you in this language: {language}.", language=NAMES[name]),
    )


async def saved(services: Services, ctx: TurnContext, settings: AuthorSettings, text: str) -> Outcome:
    await services.settings.save_author(ctx.turn.author.id, settings)
    return told(text, private=True)
