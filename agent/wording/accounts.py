"""Words about accounts that are one person, and about the link to the page."""

from collections.abc import Sequence

from agent.domain.accounts import CODE_MINUTES, AccountNotice, JoinRefusal, LinkedAccount, platform_name
from agent.domain.conversation import Author, AuthorId, Place, Reply
from agent.outcomes import Outcome, button, told
from agent.translation.catalogue import N_, _, pgettext
from agent.wording.moderation import NAME_CHARS_MAX, plain

PRIVATE_ONLY = N_("That is between you and me: write it to me in a private chat.")
CODE_SHOWN = N_(
    "Others can read that code here, so I have made it useless. Get a new one with `/link`, and send it to me in a private chat."
)
NO_PAGE = N_("I have no page that you could open from here: whoever runs me has not set it up.")
NO_SUCH_CODE = N_(
    "That is no code of mine, or it was used already, or is too old. Get a new one with `/link` on your other account."
)
YOUR_OWN_CODE = N_(
    "That is this account's own code. Send it to me from your other account, in a private chat there."
)
NOT_JOINED = N_("I have joined nothing.")
JOINED = N_("Done: these accounts are one person for me now. I have told each of them, with an Undo.")
PARTED = N_("That account stands by itself again. What each account told me stays where it was told.")
NOT_YOURS = N_("That is undone already, or it is no account of yours.")
LOGGED_OUT = N_(
    "That browser is logged out. If somebody else opened the link, be careful to whom you show this chat."
)
NOT_LOGGED_IN = N_("That browser is logged out already.")
OLD_NOTICE = N_("There is nothing to tell any more.")
EXPORTED = N_("Everything I keep about you:")

_REFUSED: dict[JoinRefusal, str] = {
    "same": N_("These accounts are one person for me already."),
    "taken": N_(
        "Both accounts are joined with others already. Part with them on one side first: `/link` shows how."
    ),
    "many": N_("You have as many accounts joined as one may have. Part with one first: `/link` shows how."),
    "code": NO_SUCH_CODE,
    "demonstration": N_("Names of this page are nobody's own, so nothing can be joined with one."),
}


def named(name: str, account: str) -> str:
    """
    >>> named("Ana", "discord:1")
    'Ana (Discord)'
    """
    return f"{plain(name, NAME_CHARS_MAX)} ({platform_name(account)})"


def page_link(link: str) -> Outcome:
    text = _(
        "This link opens your page, in the browser where you tap it. It works once, within {minutes} minutes. Give it to nobody: it "
        "opens what I remember of you.",
        minutes=CODE_MINUTES,
    )
    return Outcome(reply=Reply(kind="text", text=text, only_for_author=True, once=link), is_ours=True)


def code_offered(accounts: Sequence[LinkedAccount], author: AuthorId, code: str, place: Place) -> Outcome:
    """Which accounts are one person, how another is added, and a button to part with each."""
    others = [account for account in accounts if account.id != author]
    lines = [f"{n}. {named(one.name, one.id)}" for n, one in enumerate(others, start=1)]
    how = _(
        "To join another account with this one, write me this in a private chat there, within {minutes} minutes. Show it to nobody: "
        "whoever uses it reads what I remember of you.",
        minutes=CODE_MINUTES,
    )
    text = "\n".join([_("One person with this account:"), *lines, how] if lines else [how])
    labels = (
        [pgettext("button", "Unlink")]
        if len(others) == 1
        else [pgettext("button", "Unlink {number}", number=n) for n in range(1, len(others) + 1)]
    )
    buttons = tuple(
        button("unlink", label, account=one.id) for label, one in zip(labels, others, strict=True)
    )
    secret = f"`/link {code}`"
    # Where the only copy is ours, nothing can be shown just once; it is the person's own private chat.
    if place.platform in ("web", "console"):
        text, secret = f"{text}\n{secret}", ""
    return Outcome(reply=Reply(kind="text", text=text, buttons=buttons, only_for_author=True, once=secret))


def join_asked(owner: Author, code: str) -> Outcome:
    text = _(
        "Join this account with {account}? I then remember the same for both, what was said in private stays in private chats, and limits "
        "count for both together. Do it only if that account is your own: whoever has it reads what I remember of you.",
        account=named(owner.name, owner.id),
    )
    return told(
        text,
        button("link", pgettext("button", "Join"), code=code),
        button("link", pgettext("button", "No"), code=""),
        private=True,
    )


def export_asked(accounts: int) -> Outcome:
    text = _(
        "You have {count} accounts joined. Shall I give you what I keep of this one, or of all?",
        count=accounts,
    )
    here = button("export", pgettext("button", "This one"))
    return told(
        text, here, button("export", pgettext("button", "All of them"), everywhere="yes"), private=True
    )


def refused(why: JoinRefusal) -> str:
    return _(_REFUSED[why])


def notice(found: AccountNotice, to: AuthorId) -> Outcome:
    """What an account is told by itself."""
    match found.kind:
        case "joined":
            return told(
                _joined(found, to),
                button("unlink", pgettext("button", "Undo"), account=found.about),
                private=True,
            )
        case "parted":
            return told(_parted(found, to), private=True)
        case "opened":
            text = _(
                "Your page was opened just now in {browser}. Was that not you? Then log it out.",
                browser=plain(found.name, NAME_CHARS_MAX) or _("a browser"),
            )
            return told(
                text, button("unlink", pgettext("button", "Log it out"), session=found.about), private=True
            )


def _joined(found: AccountNotice, to: AuthorId) -> str:
    if found.about == to:
        return _(
            "This account has been joined with your other accounts: I remember the same for all of them now, and what was said in private "
            "stays in private chats. Was that not you? Then undo it."
        )
    return _(
        "{account} has been joined with your accounts: I remember the same for all of them now, and what was said in private stays in "
        "private chats. Was that not you? Then undo it.",
        account=named(found.name, found.about),
    )


def _parted(found: AccountNotice, to: AuthorId) -> str:
    if found.about == to:
        return _("This account stands by itself again, and reads nothing of your other accounts.")
    return _(
        "{account} stands by itself again, and reads nothing of your other accounts.",
        account=named(found.name, found.about),
    )
