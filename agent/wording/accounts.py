"""Words about accounts that are one person, and about the link to the page."""

from collections.abc import Sequence

from agent.domain.accounts import CODE_MINUTES, AccountNotice, JoinRefusal, LinkedAccount, platform_of
from agent.domain.conversation import Author, AuthorId, Place, Reply
from agent.outcomes import Outcome, button, told
from agent.wording.moderation import NAME_CHARS_MAX, plain

_PLATFORMS = {"discord": "Discord", "telegram": "Telegram", "web": "the web page", "console": "the terminal"}

PRIVATE_ONLY = "That is between you and me: write it to me in a private chat."
CODE_SHOWN = "Others can read that code here, so I have made it useless. Get a new one with `/link`, and send it to me in a private chat."
NO_PAGE = "I have no page that you could open from here: whoever runs me has not set it up."
NO_SUCH_CODE = "That is no code of mine, or it was used already, or is too old. Get a new one with `/link` on your other account."
YOUR_OWN_CODE = (
    "That is this account's own code. Send it to me from your other account, in a private chat there."
)
NOT_JOINED = "I have joined nothing."
JOINED = "Done: these accounts are one person for me now. I have told each of them, with an Undo."
PARTED = "Undone: that account stands by itself again. What each account told me stays where it was told."
NOT_YOURS = "That is undone already, or it is no account of yours."
LOGGED_OUT = (
    "That browser is logged out. If somebody else opened the link, be careful to whom you show this chat."
)
NOT_LOGGED_IN = "That browser is logged out already."
OLD_NOTICE = "There is nothing to tell any more."

_REFUSED: dict[JoinRefusal, str] = {
    "same": "These accounts are one person for me already.",
    "taken": "Both accounts are joined with others already. Part with them on one side first: `/link` shows how.",
    "many": "You have as many accounts joined as one may have. Part with one first: `/link` shows how.",
    "code": NO_SUCH_CODE,
}


def named(name: str, account: str) -> str:
    """
    >>> named("Ana", "discord:1")
    'Ana (Discord)'
    """
    platform = platform_of(account)
    return f"{plain(name, NAME_CHARS_MAX)} ({_PLATFORMS.get(platform, platform)})"


def page_link(link: str) -> Outcome:
    text = (
        f"This link opens your page, in the browser where you tap it. It works once, within {CODE_MINUTES} minutes. "
        "Give it to nobody: it opens what I remember of you."
    )
    return Outcome(reply=Reply(kind="text", text=text, only_for_author=True, once=link), is_ours=True)


def code_offered(accounts: Sequence[LinkedAccount], author: AuthorId, code: str, place: Place) -> Outcome:
    """Which accounts are one person, how another is added, and a button to part with each."""
    others = [account for account in accounts if account.id != author]
    lines = [f"{n}. {named(one.name, one.id)}" for n, one in enumerate(others, start=1)]
    listed = "One person with this account:\n" + "\n".join(lines) + "\n" if lines else ""
    text = (
        f"{listed}To join another account with this one, write me this in a private chat there, within {CODE_MINUTES} minutes. "
        "Show it to nobody: whoever uses it reads what I remember of you."
    )
    labels = ["Unlink"] if len(others) == 1 else [f"Unlink {n}" for n in range(1, len(others) + 1)]
    buttons = [button("unlink", label, account=one.id) for label, one in zip(labels, others, strict=True)]
    secret = f"`/link {code}`"
    # Where the only copy is ours, nothing is sent that could be shown just once; it is the person's own private chat.
    is_ours_alone = place.platform in ("web", "console")
    text = f"{text}\n{secret}" if is_ours_alone else text
    once = "" if is_ours_alone else secret
    reply = Reply(kind="text", text=text, buttons=tuple(buttons), only_for_author=True, once=once)
    return Outcome(reply=reply)


def join_asked(owner: Author, code: str) -> Outcome:
    text = (
        f"Join this account with {named(owner.name, owner.id)}? I then remember the same for both, what was said in private stays in "
        "private chats, and limits count for both together. Do it only if that account is your own: whoever has it reads what I "
        "remember of you."
    )
    return told(text, button("link", "Join", code=code), button("link", "No", code=""), private=True)


def refused(why: JoinRefusal) -> str:
    return _REFUSED[why]


def notice(found: AccountNotice, to: AuthorId) -> Outcome:
    who = named(found.name, found.about)
    match found.kind:
        case "joined":
            whom = "This account has" if found.about == to else f"{who} has"
            text = (
                f"{whom} been joined with your other accounts: I remember the same for all of them now, and what was said in private stays "
                "in private chats. Was that not you? Then undo it."
            )
            return told(text, button("unlink", "Undo", account=found.about), private=True)
        case "parted":
            whom = "This account stands" if found.about == to else f"{who} stands"
            return told(f"{whom} by itself again, and reads nothing of your other accounts.", private=True)
        case "opened":
            text = f"Your page was opened just now in {found.name or 'a browser'}. Was that not you? Then log it out."
            return told(text, button("unlink", "Log it out", session=found.about), private=True)
