"""What Telegram sent, as what was said: pure functions of an update. Files are named here and fetched elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from telegram import (
    CallbackQuery,
    Chat,
    Message,
    MessageReactionUpdated,
    ReactionType,
    ReactionTypeEmoji,
    User,
)

from adapters.telegram.inbound.message_contents import (
    FileRef,
    VoiceRef,
    is_covered,
    is_reaction,
    pictures_elsewhere,
    pictures_of,
    problems_answered,
    problems_of,
    voice_of,
)
from adapters.telegram.inbound.message_senders import (
    author_of,
    clean,
    is_passed_on,
    people_named,
    place_of,
    speaker_of,
    spoken_in,
)
from adapters.telegram.outbound.report_reasons import REPORT
from adapters.telegram.topics import topic_of
from agent.domain.conversation import Command, Place
from agent.domain.incoming import IncomingImage, IncomingMessage, IncomingPress, IncomingVoice
from agent.text.reactions import Sign, sign_of

UNHEARD = "voice"
"""The name of what says that a voice message cannot be read."""
QUOTED_CHARS_MAX = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message to the bot, without the bytes of its files."""

    message: IncomingMessage
    files: tuple[FileRef, ...] = ()
    """Its own pictures, then those of the message replied to."""
    voice: VoiceRef | None = None
    """What was spoken; without anybody who listens it is among the message's `images`, as what cannot be read."""
    album_item: int | None = None
    """Telegram's id of the message replied to, when that is one item of an album of the bot's own."""


def read_message(
    items: Sequence[Message], me: User, *, event_id: str, edited: bool = False, follows: bool = False
) -> Heard | None:
    """A message, or an album's items in their order, if it is meant for the bot. In a private chat everything is; in a group
    what mentions it, answers it, is a command of its own, or (`follows`) may be part of what the same person says to it."""
    first = items[0]
    author = speaker_of(first)
    if author is None:
        return None
    spoken = [spoken_in(item, me) for item in items]
    replied = _replied(first)
    to_me = replied is not None and replied.from_user is not None and replied.from_user.id == me.id
    addressed = to_me or _is_nobodys(replied) or any(words.addressed for words in spoken)
    if is_reaction(first) or not (addressed or follows or first.chat.type == Chat.PRIVATE):
        return None
    files = tuple(ref for item in items for ref in pictures_of(item))
    others = () if replied is None or to_me else (replied,)
    unreadable = tuple(problem for item in (*items, *others) for problem in problems_of(item))
    unreadable += problems_answered(first) if replied is None else ()
    text = "\n".join(words.text for words in spoken if words.text)
    command = next((words.command for words in spoken if words.command), None)
    passed_on = _passed_on(items)
    if not (files or unreadable or text or command or passed_on or addressed):
        return None  # a service message
    message = IncomingMessage(
        event_id=event_id,
        message=str(first.message_id),
        place=place_of(first.chat, first),
        author=author,
        text=text,
        images=unreadable,
        reply_to=None if replied is None else str(replied.message_id),
        quoted="\n".join(part for part in (passed_on, _quoted(first, replied, to_me=to_me)) if part),
        people=people_named(items, me, None if to_me else replied),
        edited=edited,
        at=first.date,
        only_joins=follows,
        covered=any(is_covered(item) for item in (*items, *others, first.external_reply)),
        command=command,
        incognito=any(words.incognito for words in spoken),
    )
    item = replied.message_id if to_me and replied is not None and replied.media_group_id else None
    return Heard(
        message=message,
        files=files + _answered_pictures(first, replied, to_me=to_me),
        voice=voice_of(first),
        album_item=item,
    )


def is_only_shown(items: Sequence[Message]) -> bool:
    """Pictures or something passed on, without a word of its author's and without an answer to anybody: in a group it may belong to
    what they say to the bot. Words that do not name the bot are somebody else's business."""
    passed_on = all(is_passed_on(item) for item in items)
    silent = passed_on or not any(item.text or item.caption for item in items)
    shown = passed_on or any(pictures_of(item) for item in items)
    return silent and shown and items[0].reply_to_message is None


def read_press(query: CallbackQuery, *, event_id: str) -> IncomingPress | None:
    """A pressed button. The message may be too old to be shown (InaccessibleMessage); its chat and id are still there."""
    if query.message is None or query.data is None or query.from_user.is_bot:
        return None
    shown = query.message if isinstance(query.message, Message) else None
    action = action_of(query.data)
    handle = {"pressed": action, "button": query.data} if action == REPORT else {"pressed": action}
    return IncomingPress(
        event_id=event_id,
        place=place_of(query.message.chat, shown),
        author=author_of(query.from_user),
        message=str(query.message.message_id),
        button=query.data,
        handle=handle,
    )


def as_reason(message: IncomingMessage, button: str) -> IncomingPress:
    """An answer to the question why a picture was reported: the press of that button, with these words."""
    return IncomingPress(
        event_id=message.event_id, place=message.place, author=message.author, message=message.reply_to or "", button=button,
        text=message.text, handle={"pressed": REPORT},
    )  # fmt: skip


def read_reaction(reaction: MessageReactionUpdated, *, event_id: str) -> IncomingPress | None:
    """A reaction that a person gave, if it says something. Who takes one away, or reacts in a chat's name, says nothing."""
    user, before = reaction.user, set(_emoji(reaction.old_reaction))
    signs: list[Sign | None] = [
        sign_of(emoji) for emoji in _emoji(reaction.new_reaction) if emoji not in before
    ]
    given: list[Sign] = [sign for sign in signs if sign is not None]
    if user is None or user.is_bot or not given:
        return None
    return IncomingPress(
        event_id=event_id, place=place_of(reaction.chat, None), author=author_of(user), message=str(reaction.message_id),
        button="", reaction=given[0],
    )  # fmt: skip


def _emoji(reactions: Sequence[ReactionType]) -> Sequence[str]:
    """Without custom and paid ones, which have no meaning that everybody knows."""
    return [reaction.emoji for reaction in reactions if isinstance(reaction, ReactionTypeEmoji)]


def as_cancel(press: IncomingPress, place: Place) -> IncomingMessage:
    """Cancel under a working message: the presser's own turns there, nobody else's."""
    return IncomingMessage(
        event_id=press.event_id, message=f"press{press.event_id}", place=place, author=press.author, text="",
        reply_to=press.message, command=Command(name="cancel"),
    )  # fmt: skip


def action_of(button: str) -> str:
    """The action that a button's id names, as far as the id can be trusted: for looks, never for rights."""
    parts = button.split(":")
    return parts[1][:20] if len(parts) == 3 else ""


def with_voice(message: IncomingMessage, voice: IncomingVoice) -> IncomingMessage:
    """As it was spoken, in place of the word that it cannot be read."""
    images = tuple(image for image in message.images if image.name != UNHEARD)
    return replace(message, images=images, voice=voice)


def with_images(heard: Heard, images: Iterable[IncomingImage]) -> IncomingMessage:
    """The message as Intake wants it."""
    return replace(heard.message, images=(*images, *heard.message.images))


def _replied(message: Message) -> Message | None:
    """The message replied to. In a topic, Telegram presents the topic's opening as one; that is no reply."""
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created:
        return None
    opening = str(replied.message_id) == topic_of(message.chat, message)
    return None if opening else replied


def _is_nobodys(replied: Message | None) -> bool:
    """Telegram always says who wrote the message replied to; where a server does not, it may have been the bot."""
    return replied is not None and replied.from_user is None and replied.sender_chat is None


def _passed_on(items: Sequence[Message]) -> str:
    words = [clean(item.text or item.caption or "") for item in items if is_passed_on(item)]
    return "\n".join(word for word in words if word)[:QUOTED_CHARS_MAX]


def _quoted(message: Message, replied: Message | None, *, to_me: bool) -> str:
    if message.quote:
        return clean(message.quote.text)[:QUOTED_CHARS_MAX]
    if replied is None or to_me:
        return ""
    return clean(replied.text or replied.caption or "")[:QUOTED_CHARS_MAX]


def _answered_pictures(message: Message, replied: Message | None, *, to_me: bool) -> tuple[FileRef, ...]:
    """Pictures of a message that the store may never have seen: another person's, one item of an album, or in another chat."""
    if replied is None:
        return pictures_elsewhere(message.external_reply)
    return () if to_me and replied.media_group_id is None else pictures_of(replied)
