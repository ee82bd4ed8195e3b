"""Step checkpoints: what is recorded is never done, nor paid for, again. Every write is fenced."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from agent.domain.conversation import AuthorId, ImageId, TurnId
from agent.domain.generation import ImageData, RenderedImage
from agent.errors import Cancelled, StoreUnavailable, Superseded
from agent.ports import KeptImage
from db.codec import dump, load
from db.errors import guarded
from db.objects.pixels import Pixels, Placed, give_up
from db.picture_store import digest_of
from db.pool import Connection, Pool
from db.turns.turn_store import MINE, StepRecords

T = TypeVar("T")

HOLD_SECONDS_MAX = 300.0
"""How long a picture that was paid for is held while Postgres is away."""
HOLD_PAUSE_SECONDS = 0.5
"""Between two tries at storing it."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _PlacedRender:
    """A picture that was paid for, and where its bytes, and those that are shown instead of them, are."""

    rendered: RenderedImage
    file: Placed
    view: Placed


class PgJournal:
    """The `Journal` of one claim."""

    def __init__(
        self,
        pool: Pool,
        *,
        turn: TurnId,
        fence: int,
        author: AuthorId,
        steps: dict[str, Any],
        records: StepRecords | None = None,
        reached: Callable[[str], None] = lambda point: None,
        whole_in: float = 0.0,
        noted: Callable[[str, Mapping[str, Any]], None] = lambda step, facts: None,
        timed: Callable[[str, float], None] = lambda step, seconds: None,
        pixels: Pixels | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._pool = pool
        self._pixels = pixels or Pixels()
        self._whole_at = time.monotonic() + whole_in
        self._sleep = sleep
        self._is_closed = False
        self._turn = turn
        self._fence = fence
        self._author = author
        self._steps = steps
        self._records = records or StepRecords(pool)
        self._reached = reached
        self._noted, self._timed = noted, timed
        self._notes: list[tuple[str, dict[str, Any]]] = []

    @classmethod
    @guarded
    async def open(
        cls,
        pool: Pool,
        *,
        turn: TurnId,
        fence: int,
        author: AuthorId,
        records: StepRecords | None = None,
        is_first: bool = False,
        reached: Callable[[str], None] = lambda point: None,
        whole_in: float = 0.0,
        noted: Callable[[str, Mapping[str, Any]], None] = lambda step, facts: None,
        timed: Callable[[str, float], None] = lambda step, seconds: None,
        pixels: Pixels | None = None,
    ) -> "PgJournal":
        """`reached` is told when a step's result is there (plan_made) and when it is recorded (plan_kept). `is_first`: nobody
        claimed the turn before, so that there are no steps to be read. `records`: those of the process, which many journals share.
        `whole_in`: seconds after which the author is taken to have said all of it. `noted` and `timed` are told of each line of the
        trace, and of each step that was done with its seconds: whoever counts them. `pixels`: where the bytes of pictures go, None:
        into Postgres."""
        steps: dict[str, Any] = {}
        if not is_first:
            rows = await pool.fetch("select name, result from steps where turn_id = $1::uuid", turn)
            steps = {row["name"]: row["result"] for row in rows}
        return cls(
            pool, turn=turn, fence=fence, author=author, steps=steps, records=records, reached=reached, whole_in=whole_in,
            noted=noted, timed=timed, pixels=pixels,
        )  # fmt: skip

    async def close_request(self) -> None:
        if self._is_closed:
            return
        if (seconds := self._whole_at - time.monotonic()) > 0:
            await self._sleep(seconds)
        await self._close()
        self._is_closed = True

    @guarded
    async def _close(self) -> None:
        if not await self._records.close_request(self._turn, self._fence):
            async with self._pool.acquire() as connection:
                await self._refuse(connection)

    async def once(self, step: str, shape: type[T], make: Callable[[], Awaitable[T]]) -> T:
        if step in self._steps:
            return load(shape, self._steps[step])
        value = await self._made(step, make)
        await self._record(step, dump(value))
        self._reached(f"{_kind(step)}_kept")
        return value

    def recorded(self, step: str, shape: type[T]) -> T | None:
        return load(shape, self._steps[step]) if step in self._steps else None

    async def keep(
        self, step: str, make: Callable[[], Awaitable[RenderedImage]], *, caption: str
    ) -> KeptImage:
        if step in self._steps:
            return load(KeptImage, self._steps[step])
        rendered = await self._made(step, make)
        kept = await self._hold(step, rendered, caption)
        self._reached(f"{_kind(step)}_kept")
        return kept

    async def _made(self, step: str, make: Callable[[], Awaitable[T]]) -> T:
        started = time.monotonic()
        value = await make()
        self._timed(_kind(step), time.monotonic() - started)
        self._reached(f"{_kind(step)}_made")
        return value

    async def _hold(self, step: str, rendered: RenderedImage, caption: str) -> KeptImage:
        """Stores it, waiting for Postgres if need be: given up, it would be paid for again. Raises StoreUnavailable after
        HOLD_SECONDS_MAX."""
        until = time.monotonic() + HOLD_SECONDS_MAX
        placed = await self._placed(rendered)
        self._reached(f"{_kind(step)}_placed")
        try:
            return await self._store_picture(step, placed, caption)
        except StoreUnavailable:
            log.warning("a picture waits for the store", extra={"action": "picture_held"})
        while True:
            await asyncio.sleep(HOLD_PAUSE_SECONDS)
            try:
                return await self._stored_before(step) or await self._store_picture(step, placed, caption)
            except StoreUnavailable:
                if time.monotonic() > until:
                    raise

    @guarded
    async def _stored_before(self, step: str) -> KeptImage | None:
        """By a try whose answer was lost with the connection."""
        result = await self._pool.fetchval(_STORED, self._turn, step)
        if result is None:
            return None
        self._steps[step] = result
        return load(KeptImage, result)

    async def _placed(self, rendered: RenderedImage) -> "_PlacedRender":
        async def place(image: ImageData) -> Placed:
            return await self._pixels.place(image.data, owner=self._author, media_type=image.media_type)

        view = Placed() if rendered.shown is None else await place(rendered.shown)
        return _PlacedRender(rendered=rendered, file=await place(rendered.image), view=view)

    @guarded
    async def _store_picture(self, step: str, placed: "_PlacedRender", caption: str) -> KeptImage:
        rendered, file, view = placed.rendered, placed.file, placed.view
        image = rendered.image
        kept = KeptImage(
            image=ImageId(""), model=rendered.model, cost_usd=rendered.cost_usd, missing=rendered.missing, together=rendered.together,
            revised_prompt=rendered.revised_prompt, seed=rendered.seed, seconds=rendered.seconds, width=image.width, height=image.height,
        )  # fmt: skip
        names, facts = self._taken_notes()
        async with self._pool.acquire() as connection:
            result = await connection.fetchval(
                _KEEP, self._turn, self._fence, step, len(self._steps), dump(kept), names, facts, self._author,
                digest_of(image), image.media_type, image.width, image.height, caption, file.data, f"{self._turn}/{step}",
                *_view(rendered.shown), view.data, file.object, view.object, len(image.data),
            )  # fmt: skip
            if result is None:
                await give_up(connection, file)
                await give_up(connection, view)
                await self._refuse(connection)
        self._steps[step] = result
        kept = load(KeptImage, result)
        self._pixels.recent.keep(kept.image, (rendered.shown or image).data)
        return kept

    @guarded
    async def _record(self, step: str, result: Any) -> None:
        """The step, and what was noted since the last one."""
        names, facts = self._taken_notes()
        written = await self._records.write(
            (self._turn, self._fence, step, len(self._steps), result, names, facts)
        )
        if not written:
            async with self._pool.acquire() as connection:
                await self._refuse(connection)
        self._steps[step] = result

    def _taken_notes(self) -> tuple[list[str], list[dict[str, Any]]]:
        notes, self._notes = self._notes, []
        return [step for step, _ in notes], [facts for _, facts in notes]

    async def _refuse(self, connection: Connection) -> None:
        row = await connection.fetchrow(
            "select fence, cancel_requested from turns where id = $1::uuid", self._turn
        )
        if row is not None and row["fence"] == self._fence and row["cancel_requested"]:
            raise Cancelled("cancelled by its author")
        raise Superseded("another worker has this turn")

    async def note(self, step: str, **facts: Any) -> None:
        """Written with the next step, or by `close`: a trace is no checkpoint."""
        self._notes.append((step, facts))
        self._noted(step, facts)

    @guarded
    async def close(self) -> None:
        """Writes what was noted since the last step."""
        names, facts = self._taken_notes()
        if names:
            await self._pool.execute(_NOTE, self._turn, self._fence, names, facts)


def _view(shown: ImageData | None) -> tuple[str | None, int | None, int | None]:
    """What is shown instead of the file, as it is bound; nulls for nothing."""
    return (None, None, None) if shown is None else (shown.media_type, shown.width, shown.height)


def _kind(step: str) -> str:
    """
    >>> _kind("render-0-revision-1")
    'render'
    """
    return step.partition("-")[0]


_NOTE = """
insert into traces (turn_id, step, facts)
select t.id, n.step, n.facts from turns t, unnest($3::text[], $4::jsonb[]) with ordinality n(step, facts, number)
where t.id = $1::uuid and t.fence = $2 order by n.number
"""
_STORED = "select result from steps where turn_id = $1::uuid and name = $2"
# The pixels and the step that tells of them, at once. `origin` (turn/step) keeps a render apart from an equal one of another turn.
_KEEP = f"""
{MINE}, image as (
  insert into images (owner, sha256, media_type, width, height, caption, data, origin, object, bytes)
  select $8, $9, $10, $11, $12, $13, $14, $15, $20, $22 from mine
  on conflict (owner, sha256, origin) do update
    set caption = case when images.caption = '' then excluded.caption else images.caption end
  returning id
), view as (
  insert into image_views (image, media_type, width, height, data, object)
  select image.id, $16, $17, $18, $19, $21 from image where $16::text is not null
  on conflict (image) do nothing
)
insert into steps (turn_id, name, n, result)
select mine.id, $3, $4, $5::jsonb || jsonb_build_object('image', image.id) from mine, image
on conflict (turn_id, name) do nothing returning result
"""
