"""Words about reports, blocks and the record of who did what."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from agent.domain.conversation import Button, Picture, Place, Reply
from agent.domain.moderation import Act, AuditEntry, Block, Report
from agent.limits import REASON_CHARS_MAX
from agent.outcomes import Outcome, button, told
from agent.translation.catalogue import N_, _, ngettext, pgettext
from agent.translation.dates import day_and_time, day_and_year, moment_in_short

REASONS_SHOWN_MAX = 5
CAPTION_CHARS_MAX = 80
NAME_CHARS_MAX = 40
LABEL_NAME_CHARS_MAX = 20

REMOVED_BY_MODERATOR = N_("A moderator removed this picture.")

FILED = N_(
    "Thank you for telling. The moderators here will look at the picture; they see that you reported it, and nobody else does. "
    "If it is urgent, tell one of them directly."
)
FILED_PRIVATE = N_(
    "Thank you for telling. A private chat has no moderators, so whoever runs this bot will look at the picture "
    "and sees that you reported it."
)
KNOWN = N_("You have reported this picture before. Moderators will look at it, or have done so.")
GONE = N_("That picture is not there any more, so there is nothing left to report.")
NOT_MINE = N_("I can only report pictures that I have posted.")
NO_PICTURES = N_(
    "I have posted no picture here lately. To report one, reply to it with `/report` and why, if you like."
)
NOBODY_TO_ASK = N_(
    "A private chat has no moderators, and whoever runs this bot has named nobody who looks at reports: please tell whoever "
    "invited me, or runs me. Delete under the picture takes it away at once."
)
FOR_MODERATORS = N_("That is for this community's moderators.")
NOTHING_MODERATED = N_(
    "You moderate no community in which we spoke lately, as far as I can tell. Ask me in the community itself."
)
NOT_YOUR_COMMUNITY = N_("You do not moderate there (any more), so I have changed nothing.")
NEW = "new"
"""The argument of `/reports` where nobody typed it: a notice."""
NEW_REPORT = N_("**A new report.** `/reports notify off` ends these notices.")
NOTIFY_ON = N_(
    "I will tell you here of new reports, at most every ten minutes. `/reports notify off` ends it."
)
NOTIFY_OFF = N_("I tell you of new reports no more. `/reports` shows them when you ask.")
NOTIFY_HERE = N_("Ask me that in our private chat: there I can tell you of reports.")
NOTIFY_ENDED = N_(
    "You moderate none of the communities any more of whose reports I was to tell you, so I have stopped."
)
NOTIFY_HOW = N_(
    "`/reports notify on`, in our private chat, has me tell you of new reports there; `/reports notify off` ends it."
)
NO_REPORTS = N_("No reports wait here.")
DECIDED = N_("Somebody has decided that one already.")
REMOVED = N_("Removed: I do not keep the picture any more, and its message says so.")
DISMISSED = N_("Dismissed: the picture stays.")
YOURSELF = N_("That is a picture of your own, and you would block yourself. I have not.")
IS_OPERATOR = N_("That is who runs this bot; I cannot block them.")
NOBODY_BLOCKED = N_(
    "Nobody is blocked here. A report (`/reports`) has a button to block whom the picture was drawn for."
)
UNBLOCKED = N_(
    "Unblocked: I answer them again here. Pictures they had scheduled stay paused until they resume them."
)
NOT_BLOCKED = N_("They were not blocked (any more).")
NO_RECORD = N_("Nothing has been recorded here in the last 90 days.")
SOMEBODY = N_("somebody who had everything forgotten")

_BLOCKED = N_(
    "Moderators here have asked me not to answer you, so please talk to them. What I keep of you is yours all the same: "
    "`/memory`, `/export` and `/forget everything` work in a private chat with me."
)
_BLOCKED_PRIVATE = N_(
    "Whoever runs this bot has asked me not to answer you. What I keep of you is yours all the same: "
    "`/memory`, `/export` and `/forget everything` work in a private chat with me."
)

_ACTS: dict[Act, str] = {
    "changed": N_("{time} {who} changed something"),
    "forgot": N_("{time} {who} had me forget something"),
    "exported": N_("{time} {who} exported what I keep of them"),
    "reported": N_("{time} {who} reported a picture"),
    "removed": N_("{time} {who} removed a picture"),
    "dismissed": N_("{time} {who} dismissed a report"),
    "blocked": N_("{time} {who} blocked somebody"),
    "unblocked": N_("{time} {who} unblocked somebody"),
    "linked": N_("{time} {who} joined an account with another"),
    "unlinked": N_("{time} {who} parted an account from another"),
}
_ACTS_OF: dict[Act, str] = {
    "changed": N_("{time} {who} changed something of {whom}"),
    "forgot": N_("{time} {who} had me forget something of {whom}"),
    "exported": N_("{time} {who} exported what I keep of {whom}"),
    "reported": N_("{time} {who} reported a picture of {whom}"),
    "removed": N_("{time} {who} removed a picture of {whom}"),
    "dismissed": N_("{time} {who} dismissed a report of {whom}"),
    "blocked": N_("{time} {who} blocked {whom}"),
    "unblocked": N_("{time} {who} unblocked {whom}"),
    "linked": N_("{time} {who} joined an account with {whom}"),
    "unlinked": N_("{time} {who} parted an account from {whom}"),
}
"""Where it is known whose it was, or whom it was about."""
_DETAILS = (
    N_("with Delete"), N_("everything of a community"),
    N_("a memory of their own"), N_("a memory of the channel"), N_("a memory of the community"),
    N_("a preference of the channel"), N_("a character of the channel"), N_("a fact of the channel"), N_("a rule of the channel"),
    N_("a preference of the community"), N_("a character of the community"), N_("a fact of the community"),
    N_("a rule of the community"),
    N_("drawing of the channel"), N_("questions of the channel"), N_("who answers of the channel"),
    N_("how long it is kept of the channel"), N_("memory of the channel"), N_("spoilers of the channel"), N_("content of the channel"),
    N_("hears of the channel"), N_("roles of the channel"), N_("quota of the channel"), N_("budget of the channel"),
    N_("model of the channel"), N_("models of the channel"), N_("language of the channel"),
    N_("drawing of the community"), N_("questions of the community"), N_("who answers of the community"),
    N_("how long it is kept of the community"), N_("memory of the community"), N_("spoilers of the community"),
    N_("content of the community"), N_("hears of the community"), N_("roles of the community"), N_("quota of the community"),
    N_("budget of the community"), N_("model of the community"), N_("models of the community"), N_("language of the community"),
)  # fmt: skip
"""What a record says more closely: kept in English (never anybody's words), read in the reader's language."""


def blocked(place: Place) -> str:
    """To somebody whom the bot does not answer there."""
    return _(_BLOCKED_PRIVATE if place.community_key is None else _BLOCKED)


def not_a_moderator(place: Place) -> str:
    return _(NOTHING_MODERATED if place.private else FOR_MODERATORS)


def plain(text: str, most: int) -> str:
    """Foreign words on one line, without marks of ours, so that they cannot look like anything but a quotation."""
    words = " ".join(text.replace("*", "").replace("`", "").split())
    return words if len(words) <= most else f"{words[: most - 1]}…"


def reason_of(text: str) -> str:
    return plain(text, REASON_CHARS_MAX)


def which(latest: Sequence[Picture], reason: str) -> Outcome:
    """Asks which of these pictures is meant."""
    lines = [f"{n}. {plain(picture.caption, CAPTION_CHARS_MAX)}" for n, picture in enumerate(latest, start=1)]
    buttons = [
        button(
            "report", pgettext("button", "Report {number}", number=n), message=picture.message, reason=reason
        )
        for n, picture in enumerate(latest, start=1)
    ]
    return told("\n".join([_("Which picture do you want to report?"), *lines]), *buttons, private=True)


def report_shown(report: Report, *, number: int, of: int, lead: str, zone: str, is_blocked: bool) -> Outcome:
    """A report that waits, to a moderator alone, with what can be decided. `is_blocked`: whom it was drawn for is, already."""
    name = plain(report.author.name, NAME_CHARS_MAX)
    lines = [
        lead,
        _report_title(number, of, plain(report.caption, CAPTION_CHARS_MAX)),
        ngettext(
            "Drawn for {name}, reported by one member, first on {moment}.",
            "Drawn for {name}, reported by {n} members, first on {moment}.",
            report.reporters,
            name=name,
            moment=day_and_time(report.at.astimezone(ZoneInfo(zone))),
        ),
        *(_("“{reason}”", reason=reason_of(reason)) for reason in report.reasons[:REASONS_SHOWN_MAX]),
        "" if report.images else _("The picture was deleted meanwhile."),
    ]
    shown = bool(report.images)
    reply = Reply(
        kind="image" if shown else "text", text="\n".join(line for line in lines if line), images=report.images,
        alts=(report.caption,) * len(report.images), only_for_author=True, spoiler=shown,
        buttons=_decisions(report, name, more=of > 1, is_blocked=is_blocked),
    )  # fmt: skip
    return Outcome(reply=reply)


def _report_title(number: int, of: int, caption: str) -> str:
    if not caption:
        return _("**Report {number} of {of}**", number=number, of=of)
    return _("**Report {number} of {of}**: {caption}", number=number, of=of, caption=caption)


def _decisions(report: Report, name: str, *, more: bool, is_blocked: bool) -> tuple[Button, ...]:
    block = button(
        "report_block", pgettext("button", "Block {name}", name=name[:LABEL_NAME_CHARS_MAX]), report=report.id
    )
    remove = (
        (button("report_remove", pgettext("button", "Remove"), report=report.id),) if report.images else ()
    )
    following = (button("report_next", pgettext("button", "Next"), report=report.id),) if more else ()
    return (
        *remove,
        *(() if is_blocked else (block,)),
        button("report_dismiss", pgettext("button", "Dismiss"), report=report.id),
        *following,
    )


def has_blocked(name: str) -> str:
    return _(
        "{name} is blocked here: I do not answer them any more. `/blocked` lifts it.",
        name=plain(name, NAME_CHARS_MAX),
    )


def is_moderator(name: str) -> str:
    return _("{name} moderates here, so I have not blocked them.", name=plain(name, NAME_CHARS_MAX))


def blocked_list(blocks: Sequence[Block], *, zone: str) -> Outcome:
    """With a button to lift each."""
    lines = [
        _(
            "{number}. {name}, since {day}",
            number=n,
            name=plain(block.name, NAME_CHARS_MAX) or _(SOMEBODY),
            day=day_and_year(block.at.astimezone(ZoneInfo(zone))),
        )
        for n, block in enumerate(blocks, start=1)
    ]
    buttons = [
        button("unblock", pgettext("button", "Unblock {number}", number=n), block=block.id)
        for n, block in enumerate(blocks, start=1)
    ]
    return told("\n".join([_("I do not answer these people here:"), *lines]), *buttons, private=True)


def record(entries: Sequence[AuditEntry], *, zone: str) -> str:
    """One line each, latest first."""
    return "\n".join([_("Who did what, for 90 days:"), *(_entry(entry, ZoneInfo(zone)) for entry in entries)])


def _entry(entry: AuditEntry, zone: ZoneInfo) -> str:
    who = plain(entry.actor, NAME_CHARS_MAX) or _(SOMEBODY)
    whom = plain(entry.whom, NAME_CHARS_MAX)
    said = _ACTS_OF[entry.act] if whom else _ACTS[entry.act]
    line = _(said, time=moment_in_short(entry.at.astimezone(zone)), who=who, whom=whom)
    return _("{line}: {detail}", line=line, detail=_(entry.detail)) if entry.detail else line
