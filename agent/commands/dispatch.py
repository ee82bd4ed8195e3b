"""The slash commands, the same on every platform: typed as text, or native with their options filled in."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from agent.actions import COMMANDS
from agent.commands.accounts import ACCOUNT_COMMANDS
from agent.commands.channel_settings import run_channel
from agent.commands.characters import run_character
from agent.commands.image_models import run_model
from agent.commands.moderation import run_audit, run_blocked, run_reports
from agent.commands.own_likeness import run_me
from agent.commands.person_settings import run_settings, saved
from agent.commands.reporting import run_report
from agent.commands.schedules import run_schedule
from agent.commands.styles import run_style
from agent.commands.unknown_commands import unknown_command
from agent.commands.why import why
from agent.domain.conversation import Command, ImageId, Picture, Reply
from agent.domain.generation import Statement
from agent.domain.memory import ScopeKind
from agent.errors import ModelUnavailable
from agent.learning.forgetting_in_words import forget_buttons, forget_in_words, listed, made_room
from agent.learning.statements import learn
from agent.limits import RECALLED_MAX
from agent.outcomes import Outcome, declined, told
from agent.planning.planner_input import plan_of
from agent.policy.people_in_plans import borrowed
from agent.rendering.standing_boards import standing_wish
from agent.rendering.style_boards import may_speak_of_boards
from agent.text.forgotten_marks import shown_caption
from agent.translation.catalogue import _
from agent.turn_context import Services, TurnContext
from agent.wording.privacy import PRIVACY
from agent.wording.replies import learnt_text, shown

Handler = Callable[[Services, TurnContext, str, Sequence[ImageId]], Awaitable[Outcome]]
_SAME_AS: Mapping[str, str] = dict.fromkeys(
    ("imagine", "generate", "prompt", "dream", "gen", "create", "paint"), "draw"
)
"""People bring the habit along, and Discord's own command of that name reads so too."""


def parse_command(text: str) -> Command | None:
    """The command that a text starts with: `/name`, `/name@bot`, any case; what other image bots call drawing is `/draw`. None when it is
    not one."""
    head, argument = (*text.split(maxsplit=1), "", "")[:2]
    if not head.startswith("/") or len(head) < 2 or "/" in head[1:]:
        return None
    name = head[1:].split("@")[0].lower()
    return Command(name=_SAME_AS.get(name, name), argument=argument) if name.isalpha() else None


async def run_command(
    services: Services, ctx: TurnContext, command: Command, images: Sequence[ImageId]
) -> Outcome:
    """The command's answer; what is unknown is answered with what it may have been meant for."""
    handler = _HANDLERS.get(command.name)
    if handler is None:
        # Letters alone (`parse_command`): nothing in it that could be tapped but the command that its author just typed.
        return replace(told(unknown_command(command.name[:32]), private=True), is_ours=True)
    return await handler(services, ctx, command.argument.strip(), images)


def help_text() -> str:
    lines = [f"**/{name}** {_(row.help)}" for name, row in COMMANDS.items()]
    lead = _("Just tell me what to draw, reply to a picture to change it, or attach one. I also know:")
    return "\n".join([lead, *lines])


async def _privacy(services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]) -> Outcome:
    return told(_(PRIVACY), private=True)


async def _help(services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]) -> Outcome:
    return replace(told(help_text(), private=True), is_ours=True)


async def _remember(
    services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]
) -> Outcome:
    if not argument:
        return told(_("What shall I remember? For example `/remember I like watercolour`."), private=True)
    replied = ctx.turn.replied
    image = next(iter([*images, *(replied.images if replied else ())]), None)
    picture = replied.pictures[0] if replied and replied.pictures and not images else None
    standing = await standing_wish(services, ctx, argument) if may_speak_of_boards(argument) else None
    if standing is not None and standing.statement is None:
        return told(standing.note, private=True)
    kept = standing.statement if standing else None
    statements = [kept] if kept else await _statements(services, ctx, argument, image, picture)
    if not statements:
        return declined(_("I found no words to remember there."), private=True)
    if images:  # attached for that, whatever the words say
        first, *others = statements
        statements = [replace(first, image=images[0]), *others]
    learnt = await learn(services, ctx, statements)
    return told(learnt_text(learnt), *learnt.undo_buttons())


async def _statements(
    services: Services, ctx: TurnContext, argument: str, image: ImageId | None, picture: Picture | None
) -> Sequence[Statement]:
    """What the order states: read by the configured language model, where there is one and it answers, else without one."""
    if not services.free_models:
        with suppress(ModelUnavailable):
            plan, _ = await plan_of(services, ctx, f"remember: {argument}", picture, None)
            if plan.statements:
                return tuple(replace(one, explicit=True) for one in plan.statements)
    seen = picture.context.value("subject") if picture else ""
    return services.statements.statements(argument, image=image, seen=seen)


async def _forget(services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]) -> Outcome:
    return await forget_in_words(services, ctx, argument)


async def _memory(services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]) -> Outcome:
    words = argument.lower()
    if words in ("on", "off"):
        return await saved(
            services,
            ctx,
            replace(ctx.author, memory=words == "on"),
            _("Memory is on.") if words == "on" else _("Memory is off."),
        )
    history = words == "history"
    found = await services.desk.list(ctx.reader, search="" if history else argument, history=history)
    if not found:
        return told(
            _("I remember nothing about “{words}”.", words=argument[:60])
            if argument
            else _("I remember nothing yet."),
            private=True,
        )
    state = "" if ctx.author.memory else _("Your memory is switched off: none of this is used.") + "\n"
    kinds: tuple[ScopeKind, ...] = (
        ("user", "channel", "community") if ctx.turn.author.may_manage else ("user",)
    )
    room = "" if argument else await made_room(services, ctx, *kinds)
    return told(
        f"{state}{listed(found, to=ctx.turn.author.id)}{room}", *forget_buttons(ctx, found), private=True
    )


async def _character(
    services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]
) -> Outcome:
    return await run_character(services, ctx, argument, images)


async def _channel(services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]) -> Outcome:
    return await run_channel(services, ctx, argument)


async def _model(services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]) -> Outcome:
    return await run_model(services, ctx, argument)


async def _why(services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]) -> Outcome:
    replied = ctx.turn.replied
    picture = (
        replied.pictures[0] if replied and replied.pictures else await services.threads.last_picture(ctx.turn)
    )
    if picture is None:
        return told(_("There is no picture here yet to explain."), private=True)
    return await why(services, ctx, picture)


async def _show(services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]) -> Outcome:
    """What the asker may see here, by its words, its time or simply the last one; `file` at the end: its own file."""
    argument, as_file = _without_file(argument)
    if not argument:
        picture = await services.threads.last_picture(ctx.turn)
    else:
        found = await services.memory.recall(ctx.reader, argument, limit=RECALLED_MAX)
        records = await services.threads.pictures([seen.image for seen in found.pictures[:1]])
        picture = records[0] if records else None
    if picture is None:
        return told(_("I find no such picture of yours or of this channel."), private=True)
    if as_file:
        text = f"**{shown_caption(picture.caption)}**"
        return Outcome(reply=Reply(kind="text", text=text, files=(picture.id,)))
    return shown(ctx, picture, borrowed(picture, ctx.turn.author.id))


def _without_file(argument: str) -> tuple[str, bool]:
    """
    >>> _without_file("the one with the boat file")
    ('the one with the boat', True)
    """
    words = argument.split()
    as_file = bool(words) and words[-1].lower() == "file"
    return (" ".join(words[:-1]), True) if as_file else (argument, False)


async def _schedule(
    services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]
) -> Outcome:
    return await run_schedule(services, ctx, argument)


async def _settings(
    services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]
) -> Outcome:
    return await run_settings(services, ctx, argument)


async def _cancel(services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]) -> Outcome:
    return told(_("There is nothing under way to cancel."), private=True)


def _wordy(run: Callable[[Services, TurnContext, str], Awaitable[Outcome]]) -> Handler:
    """The handler of a command that takes words, and no pictures."""
    return lambda services, ctx, argument, _images: run(services, ctx, argument)


def _looking(run: Callable[[Services, TurnContext], Awaitable[Outcome]]) -> Handler:
    """The handler of a command that takes no words."""
    return lambda services, ctx, _argument, _images: run(services, ctx)


_HANDLERS: dict[str, Handler] = {
    "help": _help,
    "privacy": _privacy,
    "start": _help,
    "remember": _remember,
    "forget": _forget,
    "memory": _memory,
    "me": run_me,
    "style": run_style,
    "character": _character,
    "channel": _channel,
    "model": _model,
    "why": _why,
    "show": _show,
    "schedule": _schedule,
    "settings": _settings,
    "cancel": _cancel,
    "report": _wordy(run_report),
    "reports": _wordy(run_reports),
    "blocked": _looking(run_blocked),
    "audit": _looking(run_audit),
    **ACCOUNT_COMMANDS,
}
