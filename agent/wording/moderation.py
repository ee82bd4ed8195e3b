"""Words about reports, blocks and the record of who did what."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from agent.domain.conversation import Button, Picture, Place, Reply
from agent.domain.moderation import Act, AuditEntry, Block, Report
from agent.limits import REASON_CHARS_MAX
from agent.outcomes import Outcome, button, told

REASONS_SHOWN_MAX = 5
CAPTION_CHARS_MAX = 80
NAME_CHARS_MAX = 40
LABEL_NAME_CHARS_MAX = 20

REMOVED_BY_MODERATOR = "A moderator removed this picture."

FILED = (
    "Thank you for telling. The moderators here will look at the picture; they see that you reported it, and nobody else does. "
    "If it is urgent, tell one of them directly."
)
FILED_PRIVATE = (
    "Thank you for telling. A private chat has no moderators, so whoever runs this bot will look at the picture "
    "and sees that you reported it."
)
KNOWN = "You have reported this picture before. Moderators will look at it, or have done so."
GONE = "That picture is not there any more, so there is nothing left to report."
NOT_MINE = "I can only report pictures that I have posted."
NO_PICTURES = (
    "I have posted no picture here lately. To report one, reply to it with `/report` and why, if you like."
)
NOBODY_TO_ASK = (
    "A private chat has no moderators, and whoever runs this bot has named nobody who looks at reports: please tell whoever "
    "invited me, or runs me. Delete under the picture takes it away at once."
)
FOR_MODERATORS = "That is for this community's moderators."
NOTHING_MODERATED = "You moderate no community in which we spoke lately, as far as I can tell. Ask me in the community itself."
NOT_YOUR_COMMUNITY = "You do not moderate there (any more), so I have changed nothing."
NEW = "new"
"""The argument of `/reports` where nobody typed it: a notice."""
NEW_REPORT = "**A new report.** `/reports notify off` ends these notices."
NOTIFY_ON = "I will tell you here of new reports, at most every ten minutes. `/reports notify off` ends it."
NOTIFY_OFF = "I tell you of new reports no more. `/reports` shows them when you ask."
NOTIFY_HERE = "Ask me that in our private chat: there I can tell you of reports."
NOTIFY_ENDED = (
    "You moderate none of the communities any more of whose reports I was to tell you, so I have stopped."
)
NOTIFY_HOW = "`/reports notify on`, in our private chat, has me tell you of new reports there; `/reports notify off` ends it."
NO_REPORTS = "No reports wait here."
DECIDED = "Somebody has decided that one already."
REMOVED = "Removed: I do not keep the picture any more, and its message says so."
DISMISSED = "Dismissed: the picture stays."
YOURSELF = "That is a picture of your own, and you would block yourself. I have not."
IS_OPERATOR = "That is who runs this bot; I cannot block them."
NOBODY_BLOCKED = (
    "Nobody is blocked here. A report (`/reports`) has a button to block whom the picture was drawn for."
)
UNBLOCKED = (
    "Unblocked: I answer them again here. Pictures they had scheduled stay paused until they resume them."
)
NOT_BLOCKED = "They were not blocked (any more)."
NO_RECORD = "Nothing has been recorded here in the last 90 days."
SOMEBODY = "somebody who had everything forgotten"

_BLOCKED = "Moderators here have asked me not to answer you, so please talk to them. What I keep of you is yours all the same: "
_BLOCKED_PRIVATE = (
    "Whoever runs this bot has asked me not to answer you. What I keep of you is yours all the same: "
)
_RIGHTS = "`/memory`, `/export` and `/forget everything` work in a private chat with me."

_ACTS: dict[Act, str] = {
    "changed": "changed",
    "forgot": "had me forget",
    "exported": "exported what I keep of them",
    "reported": "reported a picture",
    "removed": "removed a picture",
    "dismissed": "dismissed a report",
    "blocked": "blocked",
    "unblocked": "unblocked",
}


def blocked(place: Place) -> str:
    """To somebody whom the bot does not answer there."""
    return (_BLOCKED_PRIVATE if place.community_key is None else _BLOCKED) + _RIGHTS


def not_a_moderator(place: Place) -> str:
    return NOTHING_MODERATED if place.private else FOR_MODERATORS


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
        button("report", f"Report {n}", message=picture.message, reason=reason)
        for n, picture in enumerate(latest, start=1)
    ]
    return told("\n".join(["Which picture do you want to report?", *lines]), *buttons, private=True)


def report_shown(report: Report, *, number: int, of: int, lead: str, zone: str, is_blocked: bool) -> Outcome:
    """A report that waits, to a moderator alone, with what can be decided. `is_blocked`: whom it was drawn for is, already."""
    name = plain(report.author.name, NAME_CHARS_MAX)
    reporters = "by one member" if report.reporters == 1 else f"by {report.reporters} members"
    lines = [
        lead,
        f"**Report {number} of {of}**: {plain(report.caption, CAPTION_CHARS_MAX)}".removesuffix(": "),
        f"Drawn for {name}, reported {reporters}, first on {report.at.astimezone(ZoneInfo(zone)):%d %b at %H:%M}.",
        *(f"“{reason_of(reason)}”" for reason in report.reasons[:REASONS_SHOWN_MAX]),
        "" if report.images else "The picture was deleted meanwhile.",
    ]
    shown = bool(report.images)
    reply = Reply(
        kind="image" if shown else "text", text="\n".join(line for line in lines if line), images=report.images,
        alts=(report.caption,) * len(report.images), only_for_author=True, spoiler=shown,
        buttons=_decisions(report, name, more=of > 1, is_blocked=is_blocked),
    )  # fmt: skip
    return Outcome(reply=reply)


def _decisions(report: Report, name: str, *, more: bool, is_blocked: bool) -> tuple[Button, ...]:
    block = button("report_block", f"Block {name[:LABEL_NAME_CHARS_MAX]}", report=report.id)
    remove = (button("report_remove", "Remove", report=report.id),) if report.images else ()
    following = (button("report_next", "Next", report=report.id),) if more else ()
    return (
        *remove,
        *(() if is_blocked else (block,)),
        button("report_dismiss", "Dismiss", report=report.id),
        *following,
    )


def has_blocked(name: str) -> str:
    return (
        f"{plain(name, NAME_CHARS_MAX)} is blocked here: I do not answer them any more. `/blocked` lifts it."
    )


def is_moderator(name: str) -> str:
    return f"{plain(name, NAME_CHARS_MAX)} moderates here, so I have not blocked them."


def blocked_list(blocks: Sequence[Block], *, zone: str) -> Outcome:
    """With a button to lift each."""
    lines = [
        f"{n}. {plain(block.name, NAME_CHARS_MAX) or SOMEBODY}, since {block.at.astimezone(ZoneInfo(zone)):%d %b %Y}"
        for n, block in enumerate(blocks, start=1)
    ]
    buttons = [button("unblock", f"Unblock {n}", block=block.id) for n, block in enumerate(blocks, start=1)]
    return told("\n".join(["I do not answer these people here:", *lines]), *buttons, private=True)


def record(entries: Sequence[AuditEntry], *, zone: str) -> str:
    """One line each, latest first."""
    return "\n".join(["Who did what, for 90 days:", *(_entry(entry, ZoneInfo(zone)) for entry in entries)])


def _entry(entry: AuditEntry, zone: ZoneInfo) -> str:
    who = plain(entry.actor, NAME_CHARS_MAX) or SOMEBODY
    whom = plain(entry.whom, NAME_CHARS_MAX)
    is_about_person = entry.act in ("blocked", "unblocked")
    whose = f" {whom or 'somebody'}" if is_about_person else f" of {whom}" if whom else ""
    detail = f": {entry.detail}" if entry.detail else ""
    return f"{entry.at.astimezone(zone):%d %b %H:%M} {who} {_ACTS[entry.act]}{whose}{detail}"
