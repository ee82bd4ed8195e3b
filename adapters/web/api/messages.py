"""Reading and writing: channels, pages of messages, sending, pressing."""

from collections.abc import Mapping
from dataclasses import replace

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.web.addressing import Addressing, Written, is_named, spoken
from adapters.web.api import payloads
from adapters.web.api.forms import Form, Forms
from adapters.web.api.regions import asked_of_the_part
from adapters.web.config import WebServices
from adapters.web.error_responses import WrongShape
from adapters.web.identity.mentions import mentioned
from adapters.web.identity.sessions import Person, Sessions
from adapters.web.places import Places
from adapters.web.requests import body_of
from agent.domain.conversation import Author, MessageId, Place
from agent.domain.incoming import Accepted, IncomingMessage, IncomingPress
from agent.domain.people import Mentioned
from agent.errors import BadInput, NotAllowed, NotFound
from agent.translation.catalogue import _

PAGE_MESSAGES = 50
PAGE_MESSAGES_MAX = 100


class ChannelBody(BaseModel):
    name: str = Field(max_length=100)


class TitleBody(BaseModel):
    title: str = Field(max_length=200)


class Chatting:
    """Endpoints of the conversation."""

    def __init__(self, services: WebServices, sessions: Sessions, places: Places) -> None:
        self._services = services
        self._sessions = sessions
        self._places = places
        self._addressing = Addressing(services)
        self._forms = Forms()

    def routes(self) -> list[Route]:
        return [
            Route("/api/channels", self.channels, methods=["GET"]),
            Route("/api/channels", self.make_channel, methods=["POST"]),
            Route("/api/channels/{channel}", self.rename_channel, methods=["PATCH"]),
            Route("/api/channels/{channel}", self.delete_channel, methods=["DELETE"]),
            Route("/api/channels/{channel}/messages", self.page, methods=["GET"]),
            Route("/api/channels/{channel}/messages", self.send, methods=["POST"]),
            Route("/api/channels/{channel}/search", self.search, methods=["GET"]),
            Route("/api/messages/{message}", self.message, methods=["GET"]),
            Route("/api/messages/{message}", self.delete, methods=["DELETE"]),
            Route("/api/messages/{message}/press", self.press, methods=["POST"]),
        ]

    async def channels(self, request: Request) -> Response:
        await self._sessions.person(request)
        return _unstored(_told(await self._places.listed()))

    async def make_channel(self, request: Request) -> Response:
        await self._sessions.person(request)
        name = await self._places.make((await body_of(request, ChannelBody)).name)
        return _unstored({"channel": name, **_told(await self._places.listed())}, status=201)

    async def rename_channel(self, request: Request) -> Response:
        person = await self._sessions.person(request)
        title = (await body_of(request, TitleBody)).title
        await self._places.rename(person, request.path_params["channel"], title)
        return _unstored(_told(await self._places.listed()))

    async def delete_channel(self, request: Request) -> Response:
        person = await self._sessions.person(request)
        await self._places.delete(person, request.path_params["channel"])
        return _unstored(_told(await self._places.listed()))

    async def page(self, request: Request) -> Response:
        """Messages of a channel or thread, oldest first: the latest, or those before `before`."""
        person = await self._sessions.person(request)
        query = request.query_params
        place = await self._places.within(person, request.path_params["channel"], query.get("thread", ""))
        limit = _limit(query)
        found = await self._services.board.page(
            place, viewer=person.author.id, before=_message_id(query.get("before", "")), limit=limit
        )
        return _unstored(
            {
                "messages": [payloads.message(each, viewer=person.author.id) for each in found],
                "more": len(found) == limit,
                "hears": await self._addressing.heard(place, person),
            }
        )

    async def search(self, request: Request) -> Response:
        """?words=: what a channel's messages say, and when it was said; the newest first, at most PAGE_MESSAGES."""
        person = await self._sessions.person(request)
        place = await self._places.within(person, request.path_params["channel"], "")
        viewer, now = person.author.id, self._services.clock.now()
        words = request.query_params.get("words", "")
        found = await self._services.board.search(place, words, viewer=viewer, now=now, limit=PAGE_MESSAGES)
        return _unstored({"messages": [payloads.message(each, viewer=viewer) for each in found]})

    async def message(self, request: Request) -> Response:
        person = await self._sessions.person(request)
        found = await self._services.board.message(request.path_params["message"], viewer=person.author.id)
        return _unstored({"message": payloads.message(found, viewer=person.author.id)})

    async def delete(self, request: Request) -> Response:
        """A message of the visitor's own, with what it asked for if that is not over."""
        person = await self._sessions.person(request)
        found = await self._services.board.message(request.path_params["message"], viewer=person.author.id)
        if found.author is None or found.author.id != person.author.id:
            raise NotAllowed(_("Only your own messages are yours to delete."))
        await self._services.intake.deleted(found.place, found.id)
        return _unstored({"deleted": found.id})

    async def send(self, request: Request) -> Response:
        """A form: event, text, images, reply_to, picture, masked, thread, incognito. `masked`: the last of the images marks the part of the
        picture replied to that may change."""
        person = await self._sessions.person(request)
        async with self._forms.read(request, person=person.slug) as form:
            place = await self._places.within(person, request.path_params["channel"], form.text("thread"))
            incoming = await self._addressed(person, await self._read(person, place, form))
        accepted = await self._services.intake.message(incoming)
        return _taken(accepted, aside=incoming.aside and accepted.turn is None)

    async def _read(self, person: Person, place: Place, form: Form) -> IncomingMessage:
        event, text = _event_id(person, form), form.text("text").replace("\r\n", "\n")
        is_masked = form.text("masked") == "yes" and bool(text.strip())
        return IncomingMessage(
            event_id=event,
            message=event,
            place=place,
            author=person.author,
            text=asked_of_the_part(text) if is_masked else text,
            shown=text if is_masked else "",
            images=await form.images(),
            voice=await form.voice(),
            reply_to=form.text("reply_to")[:40] or None,
            reply_picture=form.picture(),
            incognito=form.text("incognito") == "yes",
        )

    async def _addressed(self, person: Person, incoming: IncomingMessage) -> IncomingMessage:
        """Said to the bot, or to the people there."""
        text, place = incoming.text, incoming.place
        written = Written(
            text=text, reply_to=incoming.reply_to, to_bot_alone=incoming.incognito or incoming.voice is not None,
            has_images=bool(incoming.images),
        )  # fmt: skip
        is_for_bot = await self._addressing.is_for_bot(place, person, written)
        reply_to = incoming.reply_to or await self._places.thread_starter(place, person)
        if is_for_bot:
            named = is_named(text)
            return replace(
                incoming, reply_to=reply_to, text=spoken(text) if named else text,
                shown=incoming.shown or (text if named else ""), people=await self._people_named(person, incoming),
            )  # fmt: skip
        return replace(incoming, reply_to=reply_to, aside=True, only_joins=self._addressing.may_join(written))

    async def _people_named(self, person: Person, incoming: IncomingMessage) -> tuple[Mentioned, ...]:
        """By @name, or by answering them."""
        named: tuple[Mentioned, ...] = ()
        if "@" in incoming.text:
            people = await self._services.board.people("web")
            named = mentioned(incoming.text, people)
        author = await self._answered(person, incoming.reply_to)
        if author is None or author.id == person.author.id:
            return named
        return (*named, Mentioned(id=author.id, name=author.name, replied=True))

    async def _answered(self, person: Person, message: str | None) -> Author | None:
        """Whose message it is; None for one of the bot's, or one that is not there."""
        if message is None:
            return None
        try:
            return (await self._services.board.message(message, viewer=person.author.id)).author
        except NotFound:
            return None

    async def press(self, request: Request) -> Response:
        """A form: event, button, and text and images where the button has a form. The place is that of the message."""
        person = await self._sessions.person(request)
        found = await self._services.board.message(request.path_params["message"], viewer=person.author.id)
        async with self._forms.read(request, person=person.slug) as form:
            incoming = IncomingPress(
                event_id=_event_id(person, form),
                place=found.place,
                author=person.author,
                message=found.id,
                button=form.text("button")[:64],
                picture=form.picture(),
                text=form.text("text").replace("\r\n", "\n"),
                images=await form.images(),
            )
        return _taken(await self._services.intake.press(incoming))


def _told(channels: Mapping[str, str]) -> dict[str, object]:
    """Their names in order, and what they are shown as."""
    return {"channels": list(channels), "titles": dict(channels)}


def _event_id(person: Person, form: Form) -> str:
    """Unique to the person, so that nobody can use up another's ids."""
    return f"{person.slug}:{form.event()}"


def _message_id(text: str) -> MessageId | None:
    if not text:
        return None
    if text[0] not in "bu" or not text[1:].isascii() or not text[1:].isdigit() or len(text) > 20:
        raise BadInput("before: the id of a message, for example u18")
    return MessageId(text)


def _limit(query: Mapping[str, str]) -> int:
    raw = query.get("limit", str(PAGE_MESSAGES))
    if not raw.isascii() or not raw.isdigit() or not 1 <= int(raw[:6]) <= PAGE_MESSAGES_MAX:
        raise BadInput(f"limit: a number from 1 to {PAGE_MESSAGES_MAX}")
    return int(raw)


def _taken(accepted: Accepted, *, aside: bool = False) -> Response:
    """Raises WrongShape where intake said no: the page shows its sentence as it shows every other refusal."""
    if accepted.is_error:
        raise WrongShape(accepted.note)
    return _unstored(
        {"turn": accepted.turn, "duplicate": accepted.duplicate, "note": accepted.note, "aside": aside},
        status=202,
    )


def _unstored(body: Mapping[str, object], *, status: int = 200) -> JSONResponse:
    return JSONResponse(body, status_code=status, headers={"Cache-Control": "no-store"})
