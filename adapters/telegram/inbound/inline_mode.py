"""Inline mode: `@bot a fox in the snow`, in any chat. What is offered are the person's own earlier pictures, and to draw it.

The turn is one of the person's own private chat with the bot: there it is drawn, asked about, paid for and remembered, and the message in
the other chat becomes the picture when it is there. Of what is typed nothing is stored before it is sent."""

import hashlib
import logging
import time
from collections import OrderedDict
from collections.abc import Sequence

from telegram import (
    CallbackQuery,
    ChosenInlineResult,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResult,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InlineQueryResultsButton,
    InputTextMessageContent,
    User,
)
from telegram.constants import ChatAction
from telegram.error import Forbidden, TelegramError

from adapters.telegram.albums import Clock
from adapters.telegram.http.bot_library import AtelierBot
from adapters.telegram.inbound.message_senders import author_of, clean
from adapters.telegram.outbound.inline_messages import InlineMessages
from agent.domain.conversation import Place
from agent.domain.incoming import Accepted, IncomingMessage
from agent.errors import AtelierError
from agent.ports import Gallery, GalleryQuery, Intake, PostedPhotos
from agent.translation.catalogue import N_, _

PICTURES_MAX = 20
DRAW = "draw"
PRESS_ID = "v1:inline:"
"""Begins the id of the button under what is to be drawn; what follows tells whose it is."""
TYPED_MAX = 1_000
TYPED_SECONDS = 600.0
"""What somebody typed last is remembered so long, in this process alone, for the press of the button."""
CACHE_SECONDS = 5
TITLE = N_("Draw it")
START_FIRST = N_("Press Start in our private chat once; then I can draw here")
NOT_STARTED = N_(
    "I draw it in our private chat first: press Start there, once, and choose it again. https://t.me/{username}?start=help"
)
TYPED_LONG_AGO = N_("I do not know any more what that was to be. Type it once more, please.")
NOT_YOURS = N_("That is for the one who typed it.")
DRAWING = N_("Drawing “{words}” …")
REFUSED = N_("I did not draw this. Why is said in our private chat.")

logger = logging.getLogger(__name__)


class InlineMode:
    def __init__(
        self,
        bot: AtelierBot,
        intake: Intake,
        messages: InlineMessages,
        gallery: Gallery | None,
        photos: PostedPhotos | None,
        *,
        clock: Clock = time.monotonic,
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._messages = messages
        self._gallery = gallery
        self._photos = photos
        self._clock = clock
        self._typed: OrderedDict[int, tuple[float, str]] = OrderedDict()

    async def asked(self, query: InlineQuery) -> None:
        """Offers what fits what is typed. Never raises: the next letter asks again."""
        words = clean(query.query)
        self._remember(query.from_user.id, words)
        offers = [*_to_draw(words, query.from_user), *await self._pictures(query.from_user, words)]
        start = InlineQueryResultsButton(text=_(START_FIRST), start_parameter="help")
        try:
            await self._bot.answer_inline_query(
                query.id, offers, cache_time=CACHE_SECONDS, is_personal=True, button=start
            )
        except TelegramError as error:  # "query is too old": the person has typed on
            logger.info(
                "an inline query was not answered",
                extra={"action": "inline_missed", "error": type(error).__name__},
            )

    async def chosen(self, result: ChosenInlineResult) -> None:
        """Telegram tells of it where BotFather was asked to (`/setinlinefeedback`). Raises Unavailable."""
        if result.result_id == DRAW and result.inline_message_id:
            await self._draw(result.inline_message_id, result.from_user, clean(result.query))

    async def pressed(self, query: CallbackQuery) -> Accepted:
        """The button under what is to be drawn. Raises Unavailable."""
        if query.inline_message_id is None or query.data != _press_id(query.from_user):
            return Accepted(turn=None, note=_(NOT_YOURS), is_error=True)
        at, words = self._typed.get(query.from_user.id, (0.0, ""))
        if not words or self._clock() - at > TYPED_SECONDS:
            return Accepted(turn=None, note=_(TYPED_LONG_AGO), is_error=True)
        return await self._draw(query.inline_message_id, query.from_user, words)

    async def _draw(self, message: str, user: User, words: str) -> Accepted:
        if not await self._has_started(user):
            await self._messages.say(message, _(NOT_STARTED, username=self._bot.username))
            return Accepted(turn=None)
        accepted = await self._intake.message(
            IncomingMessage(
                event_id=f"inline:{message}", message=f"inline:{message}", author=author_of(user), text=words,
                place=Place(platform="telegram", channel=str(user.id), private=True), handle={"inline": message},
            )
        )  # fmt: skip
        if not accepted.duplicate:
            await self._messages.say(message, _(DRAWING, words=words) if accepted.turn else _(REFUSED))
        return accepted

    async def _has_started(self, user: User) -> bool:
        """Whether there is a private chat with them, which Telegram tells only who tries to do something there."""
        try:
            await self._bot.send_chat_action(user.id, ChatAction.TYPING)
        except Forbidden:
            return False
        except TelegramError as error:
            return "chat not found" not in error.message.lower()
        return True

    async def _pictures(self, user: User, words: str) -> Sequence[InlineQueryResult]:
        if self._gallery is None or self._photos is None:
            return ()
        try:
            page = await self._gallery.page(
                [author_of(user).id], GalleryQuery(words=words, platform="telegram"), limit=PICTURES_MAX
            )
            found = page.pictures[:PICTURES_MAX]
            files = await self._photos.of("telegram", [picture.image for picture in found])
        except AtelierError as error:
            logger.warning("no pictures are offered", extra={"action": "inline_blind", "why": str(error)})
            return ()
        return [
            InlineQueryResultCachedPhoto(id=picture.image, photo_file_id=files[picture.image])
            for picture in found
            if picture.image in files
        ]

    def _remember(self, user: int, words: str) -> None:
        if not words:
            return
        self._typed[user] = (self._clock(), words)
        self._typed.move_to_end(user)
        if len(self._typed) > TYPED_MAX:
            self._typed.popitem(last=False)


def _to_draw(words: str, user: User) -> Sequence[InlineQueryResult]:
    """A message with a button under it: Telegram names a message to the bot only where it has one."""
    if not words:
        return ()
    button = InlineKeyboardButton(_(TITLE), callback_data=_press_id(user))
    return [
        InlineQueryResultArticle(
            id=DRAW, title=_(TITLE), description=words, reply_markup=InlineKeyboardMarkup([[button]]),
            input_message_content=InputTextMessageContent(words),
        )
    ]  # fmt: skip


def _press_id(user: User) -> str:
    """The same for the same person, and telling nobody who: members can read what stands under a message."""
    return f"{PRESS_ID}{hashlib.sha256(f'inline {user.id}'.encode()).hexdigest()[:22]}"
