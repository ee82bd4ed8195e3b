"""`/channel`: what holds for everyone in a channel. Only its moderators may change it; the platform says who they are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, get_args

from agent.domain.conversation import Place, PlatformName
from agent.domain.generation import Statement
from agent.domain.image_models import ANY_MODEL
from agent.domain.memory import ChannelSettings, ContentLevel, Hears
from agent.learning.forgetting_in_words import listed, made_room
from agent.learning.statements import learn, scope_of
from agent.outcomes import Outcome, declined, told
from agent.translation.catalogue import N_, _, is_spoken, ngettext
from agent.translation.languages import NAMES, named_language
from agent.translation.numbers import money
from agent.turn_context import Services, TurnContext
from agent.wording.names import setting_words, switch
from agent.wording.replies import learnt_text

USAGE = N_("""For moderators:
`/channel style TEXT` the style of the house, `/channel rule TEXT` what always holds
`/channel memory on|off`, `/channel ask never|when-needed|often|default`, `/channel answers anyone|asker`, `/channel on|off`
`/channel quota 20` pictures a day for each person, `/channel quota all 200` for all together, `/channel quota @ROLE 50` for a role, \
`/channel quota @PERSON 100` for one person (0: no limit), `/channel budget 5` US dollars a day for all together
`/channel roles @ROLE ...` who may draw, `/channel roles everyone`
`/channel keep 90` days that pictures and memories of this channel are kept (0: until forgotten), `/channel spoilers on|off`
`/channel content strict|standard|relaxed` how mild pictures are
`/channel hears named|alone|all` on the web page, whose words are for me: who names me, also who is alone here, or everybody
`/channel model NAME|auto` draws here unless a person chose another, `/channel models NAME NAME ...` may be used here, `/channel models all`
`/channel language NAME|auto` what I speak to whose language I do not know
`/channel everywhere ...` any of these for the whole community, for example `/channel everywhere keep 90`""")
NOT_UNDERSTOOD = N_("I did not understand that.")
EVERYWHERE = ("everywhere", "server", "community", "group")
_SET_FOR = {
    "channel": N_("Set for this channel."),
    "community": N_("Set for the whole community, but for channels with settings of their own."),
}
_OF = {
    "on": "drawing",
    "off": "drawing",
    "ask": "questions",
    "answers": "who answers",
    "keep": "how long it is kept",
}
"""What a verb changes, where its own name does not say it."""
QUOTA_MAX = 100_000
BUDGET_MAX = 100_000.0
DAYS_MAX = 3_650
_CHOICES = {"content": get_args(ContentLevel), "hears": get_args(Hears)}
_NOWHERE = {("hears", platform) for platform in get_args(PlatformName) if platform != "web"}
"""Elsewhere the platform says which words reach a bot."""
_HEARD = {
    "named": N_("I hear: those who name me, and no others"),
    "all": N_("I hear: everybody, whoever else is here"),
}

_ROLE = re.compile(r"<@&(\d{1,20})>")
_PERSON = re.compile(r"<@!?(\d{1,20})>|@([\w.-]{1,60})")


async def run_channel(services: Services, ctx: TurnContext, argument: str) -> Outcome:
    """The answer to `/channel ARGUMENT`."""
    verb, _sep, rest = (part.strip() for part in argument.partition(" "))
    where: Literal["channel", "community"] = "channel"
    if verb.lower() in EVERYWHERE:
        if ctx.turn.place.community_key is None:
            return declined(
                _("There is no community here: `/channel keep 90` holds for this chat."), private=True
            )
        where = "community"
        verb, _sep, rest = (part.strip() for part in rest.partition(" "))
    if not verb:
        return await _overview(services, ctx)
    if not ctx.turn.author.may_manage:
        return declined(_("Only moderators can change what holds for the channel."), private=True)
    if verb.lower() in ("style", "rule") and rest:
        kind = "rule" if verb.lower() == "rule" else "preference"
        learnt = await learn(services, ctx, [Statement(kind=kind, text=rest, scope=where)])
        return told(learnt_text(learnt), *learnt.undo_buttons())
    place = ctx.turn.place
    settings = ctx.channel if where == "channel" else await services.settings.channel(_nowhere_in(place))
    changed = changed_settings(settings, verb.lower(), rest, place.platform)
    if changed is not None and (unknown := await _unknown_models(services, changed)):
        known = ", ".join(card.name for card in await services.catalogue.cards())
        return declined(
            _("I know no model “{unknown}”. There is: {known}.", unknown=unknown, known=known), private=True
        )
    if changed is None:
        return declined(f"{_(NOT_UNDERSTOOD)} {_(USAGE)}", private=True)
    await services.settings.save_channel(scope_of(ctx.reader, where), changed)
    await services.moderation.audit.record(
        ctx.turn, "changed", f"{_OF.get(verb.lower(), verb.lower())} of the {where}"
    )
    return told(f"{_(_SET_FOR[where])}\n{settings_text(changed)}", private=True)


async def _unknown_models(services: Services, settings: ChannelSettings) -> str:
    """The first model that the settings name and nobody configured; "" where there is none."""
    known = {card.name for card in await services.catalogue.cards()}
    return next((name[:40] for name in (*settings.models, settings.model) if name and name not in known), "")


def _nowhere_in(place: Place) -> Place:
    """In the same community, but in no channel of its own settings: what holds there is the community's."""
    return replace(place, channel="", thread=None)


async def _overview(services: Services, ctx: TurnContext) -> Outcome:
    shared = [m for m in await services.desk.list(ctx.reader) if m.scope.kind != "user"]
    room = await made_room(services, ctx, "channel", "community")
    lines = [listed(shared) + room] if shared else []
    lines.append(settings_text(ctx.channel))
    if ctx.turn.author.may_manage:
        lines.append(_(USAGE))
    return told("\n".join(lines), private=True)


def changed_settings(
    settings: ChannelSettings, verb: str, rest: str, platform: PlatformName
) -> ChannelSettings | None:
    """The settings after `/channel VERB REST`; None when that means nothing. Pure."""
    match verb, rest.lower():
        case "on" | "off", "":
            return replace(settings, enabled=verb == "on")
        case "memory" | "spoilers", "on" | "off":
            return replace(settings, **{verb: rest.lower() == "on"})
        case "ask", "never" | "when-needed" | "often" | "default" as policy:
            return replace(settings, ask="" if policy == "default" else policy)
        case "answers", "anyone" | "asker":
            return replace(settings, anyone_answers=rest.lower() == "anyone")
        case "content" | "hears", choice if choice in _CHOICES[verb] and (verb, platform) not in _NOWHERE:
            return replace(settings, **{verb: choice})
        case "roles", words:
            return _with_roles(settings, words)
        case "quota", _:
            return _with_quota(settings, rest, platform)
        case "budget" | "keep" | "language", words:
            return _with_value(settings, verb, words)
        case "model" | "models", words if words.strip():
            return _with_models(settings, verb, words.replace(",", " ").split())
        case _:
            return None


def _with_value(settings: ChannelSettings, verb: str, words: str) -> ChannelSettings | None:
    """`budget DOLLARS`, `keep DAYS` or `language NAME`."""
    if verb == "language":
        name = named_language(words)
        if words in ("auto", "off", "default"):
            return replace(settings, language="")
        return replace(settings, language=name) if is_spoken(name) else None
    if verb == "budget":
        amount = _amount(words.lstrip("$"))
        return None if amount is None else replace(settings, money_per_day_usd=min(amount, BUDGET_MAX))
    days = _count(words, DAYS_MAX)
    return None if days is None else replace(settings, retention_days=days)


def _with_models(settings: ChannelSettings, verb: str, names: Sequence[str]) -> ChannelSettings:
    """`model NAME` draws there by itself, `models NAME ...` may be used."""
    anything = names[0] in ANY_MODEL
    if verb == "model":
        return replace(settings, model="" if anything else names[0])
    return replace(settings, models=() if anything else tuple(dict.fromkeys(names)))


def _with_roles(settings: ChannelSettings, words: str) -> ChannelSettings | None:
    if words in ("everyone", "all", "off"):
        return replace(settings, roles=())
    roles = tuple(dict.fromkeys(_ROLE.findall(words)))
    return replace(settings, roles=roles) if roles else None


def _with_quota(settings: ChannelSettings, rest: str, platform: PlatformName) -> ChannelSettings | None:
    """`20`, `all 200`, `@role 50` or `@person 100`."""
    whom, _sep, words = rest.rpartition(" ")
    count = _count(words, QUOTA_MAX)
    if count is None:
        return None
    if not whom.strip():
        return replace(settings, pictures_per_day=count)
    if whom.strip().lower() == "all":
        return replace(settings, pictures_per_day_all=count)
    if role := _ROLE.fullmatch(whom.strip()):
        return replace(settings, role_pictures_per_day={**settings.role_pictures_per_day, role[1]: count})
    if person := _PERSON.fullmatch(whom.strip()):
        who = f"{platform}:{person[1] or person[2]}"
        return replace(settings, person_pictures_per_day={**settings.person_pictures_per_day, who: count})
    return None


def _count(words: str, most: int) -> int | None:
    words = words.strip()
    return min(int(words), most) if words.isascii() and words.isdigit() and len(words) < 10 else None


def _amount(words: str) -> float | None:
    try:
        amount = float(words)
    except ValueError:
        return None
    return amount if 0 <= amount < float("inf") else None


def settings_text(settings: ChannelSettings) -> str:
    """What holds, one line each; what is left at its default goes unsaid but for the first three."""
    lines = [
        _("drawing: {switch}", switch=switch(settings.enabled)),
        _("memory: {switch}", switch=switch(settings.memory)),
        _("questions: {policy}", policy=setting_words(settings.ask))
        if settings.ask
        else _("questions: as each person likes"),
    ]
    if settings.anyone_answers:
        lines.append(_("questions may be answered by anyone"))
    if settings.roles:
        lines.append(_("who may draw: {roles}", roles=", ".join(f"<@&{role}>" for role in settings.roles)))
    if settings.model:
        lines.append(_("image model: {model}", model=settings.model))
    if settings.models:
        lines.append(_("image models that may be used: {models}", models=", ".join(settings.models)))
    lines += _quota_lines(settings)
    if settings.retention_days:
        lines.append(ngettext("kept for: {n} day", "kept for: {n} days", settings.retention_days))
    if settings.content != "standard":
        lines.append(_("pictures are kept: {content}", content=setting_words(settings.content)))
    if settings.hears != "alone":
        lines.append(_(_HEARD[settings.hears]))
    if settings.language in NAMES:
        lines.append(
            _("language, where I do not know a person's own: {language}", language=NAMES[settings.language])
        )
    if settings.spoilers:
        lines.append(_("pictures are posted as spoilers"))
    return "\n".join(lines)


def _quota_lines(settings: ChannelSettings) -> list[str]:
    lines: list[str] = []
    if settings.pictures_per_day:
        lines.append(
            _(
                "pictures a day for each person: {number}",
                number=settings.pictures_per_day,
            )
        )
    lines += [
        _("pictures a day for {whom}: {number}", whom=f"<@&{role}>", number=_cap(n))
        for role, n in _sorted(settings.role_pictures_per_day)
    ]
    lines += [
        _("pictures a day for {whom}: {number}", whom=who.partition(":")[2], number=_cap(n))
        for who, n in _sorted(settings.person_pictures_per_day)
    ]
    if settings.pictures_per_day_all:
        lines.append(
            _(
                "pictures a day for all together: {number}",
                number=settings.pictures_per_day_all,
            )
        )
    if settings.money_per_day_usd:
        lines.append(_("budget a day: {amount}", amount=money(settings.money_per_day_usd)))
    return lines


def _sorted(caps: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(caps.items())


def _cap(number: int) -> str:
    return str(number) if number else _("no limit")
