"""Every command and button, one row each: what it is for, and what the rest of the house has to know about it.

Intake, access, passive learning, the loop, the life cycle of a turn and the platforms read this table instead of lists of their own. A new
command or button is a row here, and a function in `agent.commands`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from agent.domain.conversation import Action, Author, Place, Pressed, Request, Said
from agent.domain.memory import ChannelSettings
from agent.translation.catalogue import N_, _

Presser = Literal["anyone", "owner", "asker", "owner_or_moderator", "named"]
"""Who gets what the button promises; others are told kindly. `asker`: whoever may answer the question, see `/channel questions`. `named`:
the person whose key the button carries, nobody in their place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonRow:
    """What holds for every button of one action."""

    presser: Presser = "anyone"
    draws: bool = False
    """The turn may end in a picture: it obeys the channel's switches, and has a working message."""
    answers: bool = False
    """Answers a question or picks a draft: somebody waits for it, so it goes before new requests, and the question shows the answer."""
    once: bool = False
    """Works once for each person; a second press is told so."""
    looks: bool = False
    """Only looks: does not wait behind a picture that is being drawn."""

    manages: bool = False
    """May touch what a whole channel shares: the platform says afresh whether the presser is a moderator."""
    owed: bool = False
    """As CommandRow.owed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRow:
    """A command: one line of help, and what holds for it."""

    help: str
    draws: bool = False
    looks: bool = False
    discreet: bool = False
    """Nobody else is shown that it was asked, where the platform leaves that to us (the web)."""
    moderators: bool = False
    """For moderators alone; menus that can tell them apart show it to them only."""
    owed: bool = False
    """Concerns what is kept of its author: in a private chat also somebody who is blocked gets it."""


_DECISION = ButtonRow(presser="owner", looks=True, once=True, manages=True)

BUTTONS: Mapping[Action, ButtonRow] = {
    "again": ButtonRow(draws=True),
    "vary": ButtonRow(draws=True),
    "refine": ButtonRow(draws=True),
    "hd": ButtonRow(draws=True),
    "pick": ButtonRow(draws=True, answers=True),
    "answer": ButtonRow(presser="asker", draws=True, answers=True, once=True),
    "surprise": ButtonRow(presser="asker", draws=True, answers=True, once=True),
    "why": ButtonRow(looks=True),
    "as_file": ButtonRow(looks=True),
    "remember_style": ButtonRow(),
    "remember_character": ButtonRow(),
    "delete": ButtonRow(presser="owner_or_moderator", once=True, manages=True),
    "cancel": ButtonRow(presser="owner"),
    "undo": ButtonRow(presser="owner", once=True, manages=True),
    "forget": ButtonRow(presser="owner", once=True, manages=True, owed=True),
    "consent_yes": ButtonRow(presser="owner", once=True),
    "consent_no": ButtonRow(presser="owner", once=True),
    "report": ButtonRow(looks=True),
    "report_remove": _DECISION,
    "report_block": _DECISION,
    "report_dismiss": _DECISION,
    "report_next": ButtonRow(presser="owner", looks=True, manages=True),
    "unblock": _DECISION,
    "link": ButtonRow(presser="owner", once=True),
    "unlink": ButtonRow(presser="owner", once=True, owed=True),
    "export": ButtonRow(presser="owner", looks=True, once=True, owed=True),
    "likeness_once": ButtonRow(presser="named", looks=True, once=True),
    "likeness_always": ButtonRow(presser="named", looks=True, once=True),
    "likeness_no": ButtonRow(presser="named", looks=True, once=True),
    "likeness_profile": ButtonRow(presser="asker", draws=True, answers=True, once=True),
    "likeness_take_down": ButtonRow(presser="owner", once=True),
    "like": ButtonRow(looks=True, once=True),
}

COMMANDS: Mapping[str, CommandRow] = {
    "draw": CommandRow(help=N_("draw something: /draw a fox reading under a lamp"), draws=True),
    "memory": CommandRow(
        help=N_("what I remember: /memory, /memory WORDS, /memory history, /memory on, /memory off"),
        looks=True,
        owed=True,
    ),
    "remember": CommandRow(help=N_("remember something: /remember I like watercolour")),
    "forget": CommandRow(help=N_("forget something: /forget WORDS, or /forget everything"), owed=True),
    "character": CommandRow(
        help=N_(
            "characters: /character, /character save NAME (with a picture), show, rename, alias, describe, share, delete"
        )
    ),
    "me": CommandRow(
        help=N_(
            "how you want to be drawn: /me with pictures or words, /me allow nobody|ask|channel|everyone, label, remove, used, forget"
        ),
        owed=True,
    ),
    "style": CommandRow(
        help=N_(
            "your usual style: /style watercolour, /style off; boards of pictures: /style save NAME, show, share, remove, forget"
        )
    ),
    "model": CommandRow(
        help=N_("the image models: /model lists them, /model NAME chooses one, /model auto leaves it to me"),
        looks=True,
    ),
    "channel": CommandRow(
        help=N_(
            "what holds in this channel; moderators set its style, rules, memory, questions, quota and roles"
        )
    ),
    "show": CommandRow(
        help=N_(
            "bring a picture here, with its buttons: /show the one with the boat; with file behind it, the model's own file"
        )
    ),
    "why": CommandRow(help=N_("why the picture looks as it does (reply to it)"), looks=True),
    "schedule": CommandRow(
        help=N_("pictures by the clock: /schedule every friday 18:00 a new banner in our style")
    ),
    "settings": CommandRow(
        help=N_(
            "/settings ask never|when-needed|often, memory on|off, learning on|off, feedback auto|always|off, language NAME|auto"
        ),
        looks=True,
    ),
    "export": CommandRow(help=N_("everything I keep about you, as a zip"), looks=True, owed=True),
    "cancel": CommandRow(help=N_("stop what I am drawing for you")),
    "report": CommandRow(
        help=N_("tell moderators of a picture that should not be here (reply to it): /report, /report WHY"),
        looks=True,
        discreet=True,
    ),
    "reports": CommandRow(
        help=N_(
            "for moderators: reported pictures, to remove or dismiss, or to block their asker; /reports notify on tells of new ones"
        ),
        looks=True,
        discreet=True,
        moderators=True,
    ),
    "blocked": CommandRow(
        help=N_("for moderators: whom I do not answer here"), looks=True, discreet=True, moderators=True
    ),
    "audit": CommandRow(
        help=N_("for moderators: who changed, forgot, reported, removed or blocked what"),
        looks=True,
        discreet=True,
        moderators=True,
    ),
    "web": CommandRow(help=N_("a link that opens your page in a browser (in a private chat)"), looks=True),
    "link": CommandRow(
        help=N_(
            "one person on several platforms: /link shows your accounts and a code for another; /link CODE joins (in a private chat)"
        ),
        looks=True,
        owed=True,
    ),
    "privacy": CommandRow(
        help=N_("what I keep, who sees it, and how you are rid of it"), looks=True, owed=True
    ),
    "help": CommandRow(help=N_("this list"), looks=True),
}
_UNLISTED: Mapping[str, CommandRow] = {
    "start": CommandRow(help="", looks=True),
    "notice": CommandRow(help="", looks=True, owed=True),
}
"""What a platform or the bot itself sends, and nobody types."""

assert set(BUTTONS) == set(get_args(Action)), "every action has its row"


_NO_BUTTON = ButtonRow()


def button_row(action: str) -> ButtonRow:
    """What holds for an action that a platform names; a row without promises for a name that nobody knows."""
    return {str(name): row for name, row in BUTTONS.items()}.get(action, _NO_BUTTON)


def draws(request: Request) -> bool:
    """Whether the turn may end in a picture. Commands about memory and settings never do, a question that timed out does."""
    match request:
        case Said(command=command):
            return command is None or (command.name in COMMANDS and COMMANDS[command.name].draws)
        case Pressed(action=action):
            return BUTTONS[action].draws
        case _:
            return True


def refusal(request: Request, author: Author, channel: ChannelSettings) -> str:
    """Why this may not be drawn here, as a sentence for its author; "" when it may, or when it draws nothing: moderators switch channels
    off, or keep them for some roles."""
    if not draws(request):
        return ""
    if not channel.enabled:
        return _("I am switched off in this channel. Moderators can switch me on with `/channel on`.")
    if channel.roles and not author.may_manage and not set(channel.roles) & set(author.roles):
        return _("Pictures are for some roles only in this channel. Ask a moderator if you need one.")
    return ""


def looks(request: Request) -> bool:
    """Whether it only looks, so that it need not wait behind a picture that is being drawn for the same conversation."""
    match request:
        case Said(command=command) if command is not None:
            row = COMMANDS.get(command.name) or _UNLISTED.get(command.name)
            return row is not None and row.looks
        case Pressed(action=action):
            return BUTTONS[action].looks
        case _:
            return False


def is_discreet(request: Request) -> bool:
    """Whether nobody else is to be shown that it was asked."""
    match request:
        case Said(command=command) if command is not None and command.name in COMMANDS:
            return COMMANDS[command.name].discreet
        case _:
            return False


def is_owed(request: Request, place: Place) -> bool:
    """Whether somebody whom moderators blocked gets it all the same."""
    match request:
        case Said(command=command) if command is not None:
            row = COMMANDS.get(command.name) or _UNLISTED.get(command.name)
            return row is not None and place.private and row.owed
        case Pressed(action=action):
            return place.private and BUTTONS[action].owed
        case _:
            return False
