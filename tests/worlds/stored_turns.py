"""Turns in a real database, in few words: said, pressed, claimed, answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from agent.domain.conversation import Author, Button, ImageId, Place, Pressed, Reply, Said, TurnId
from agent.domain.generation import GenerationContext, ImageData, Plan
from agent.domain.questions import AskDecision, OpenQuestion, Question
from agent.outcomes import PostedPicture, button
from db.delivery.reply_store import ReplyStore, TurnEnd
from db.pool import Pool
from db.turns.intake_statement import NewTurn
from db.turns.intake_store import IntakeStore, TakenIn
from db.turns.thread_store import PgThreadStore
from db.turns.turn_store import Claim, TurnStore
from tests.fakes import builders

ART = builders.PLACE
POSTERS = replace(ART, channel="posters")
DIRECT = Place(platform="console", channel="dm@ana", private=True)
PIXEL = ImageData(data=b"\x89PNG one pixel", media_type="image/png", width=1, height=1)


def pixels(name: str) -> ImageData:
    """Pixels that are nobody else's."""
    return replace(PIXEL, data=name.encode())


@dataclass(slots=True)
class StoredTurns:
    pool: Pool
    worker: str = "worker"
    _events: int = 0
    intake: IntakeStore = field(init=False)
    turns: TurnStore = field(init=False)
    replies: ReplyStore = field(init=False)
    threads: PgThreadStore = field(init=False)

    def __post_init__(self) -> None:
        self.intake = IntakeStore(self.pool)
        self.turns = TurnStore(self.pool)
        self.replies = ReplyStore(self.pool)
        self.threads = PgThreadStore(self.pool)

    async def say(
        self,
        text: str = "draw a fox",
        *,
        by: str = "ana",
        at: Place = ART,
        reply_to: str | None = None,
        images: Sequence[ImageData] = (),
        event: str | None = None,
        **more: object,
    ) -> TakenIn:
        """A message taken in; its platform id is its event's."""
        self._events += 1
        event = event or f"e{self._events}"
        return await self.intake.take_in(
            NewTurn(
                event_id=event,
                place=at,
                author=builders.author(by),
                request=Said(text=text),
                text=text,
                message=event,
                reply_to=reply_to,
                images=tuple(images),
                queue="console",
                **more,  # pyright: ignore[reportArgumentType] # further fields of NewTurn
            )
        )

    async def press(
        self, pressed: Button, on: str, *, by: str = "ana", at: Place = ART, event: str | None = None
    ) -> TakenIn:
        """A button taken in, as the intake would after its checks. `on` is the platform's id of its message."""
        self._events += 1
        request = Pressed(
            action=pressed.action, args=pressed.args, message=builders.MessageId(on), owner=author_id(by)
        )
        return await self.intake.take_in(
            NewTurn(
                event_id=event or f"e{self._events}",
                place=at,
                author=builders.author(by),
                request=request,
                reply_to=on,
                queue="console",
            )
        )

    async def claim(self, turn: TurnId, worker: str | None = None) -> Claim:
        found = await self.turns.claim(turn, worker or self.worker)
        assert isinstance(found, Claim), found
        return found

    async def answer(
        self,
        turn: TurnId,
        text: str = "here it is",
        *,
        buttons: Sequence[Button] = (),
        end: TurnEnd = "done",
        context: GenerationContext | None = None,
        picture: str | None = None,
        question: bool = False,
        deliver: bool = True,
        **reply: object,
    ) -> Claim:
        """Claims the turn, stores its reply (with a picture of that name, or a question) and delivers it."""
        claim = await self.claim(turn)
        images: list[ImageId] = []
        made_of = context or builders.context({"subject": "a fox"})
        if picture is not None:
            images = [await self.image(picture, by=claim.turn.author)]
        said = Reply(
            kind="image" if images else "question" if question else "text", text=text, images=tuple(images), buttons=tuple(buttons),
            **reply,  # pyright: ignore[reportArgumentType] # further fields of Reply
        )  # fmt: skip
        posted = [PostedPicture(image=image, context=made_of, caption="a fox") for image in images]
        asked = OpenQuestion(text="draw something", plan=Plan(intent="create"), ask=ASK) if question else None
        await self.replies.store(
            claim, said, end="waiting" if question else end, pictures=posted, question=asked
        )
        if deliver:
            await self.replies.posted(claim.reply, claim.reply)
            await self.replies.delivered(claim.reply, claim.reply)
        return claim

    async def image(self, name: str, *, by: Author) -> ImageId:
        from db.picture_store import PgImageStore

        return await PgImageStore(self.pool).save(pixels(name), owner=by.id, caption=name)

    async def state(self, turn: TurnId) -> str:
        return await self.pool.fetchval("select state from turns where id = $1::uuid", turn)

    async def count(self, table: str, **where: object) -> int:
        """Rows of a table whose columns have these values."""
        columns: Mapping[str, object] = where
        tests = " and ".join(f"{name}::text = ${n}" for n, name in enumerate(columns, start=1)) or "true"
        return await self.pool.fetchval(
            f"select count(*) from {table} where {tests}", *[str(value) for value in columns.values()]
        )


ASK = AskDecision(questions=(Question(slot="subject", text="What shall I draw?"),))
SURPRISE = button("surprise", "Surprise me")


def author_id(name: str) -> builders.AuthorId:
    return builders.author(name).id
