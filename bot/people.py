"""What people keep of themselves and of styles, and whom a message names: how it is put together."""

from collections.abc import Mapping

from agent.domain.conversation import PlatformName
from agent.ports import Clock, Outbound
from agent.turn_context import People
from bot.turns.incoming_events import NamedPeople
from bot.turns.profile_pictures import PlatformPortraits
from bot.worker.jobs import UPKEEP_QUEUE
from db.objects.pixels import Pixels
from db.people.album_store import PgAlbums
from db.people.likeness_store import PgLikenesses
from db.people.usernames import PgUsernames
from db.pool import Pool


def people_in(
    pool: Pool, clock: Clock, model: str, outbounds: Mapping[PlatformName, Outbound], pixels: Pixels
) -> People:
    """For a worker, which asks its platforms for portraits. `model`: of the embedder."""
    return People(
        albums=PgAlbums(pool, clock, model=model),
        likenesses=PgLikenesses(pool, upkeep_queue=UPKEEP_QUEUE, pixels=pixels),
        portraits=PlatformPortraits(outbounds),
    )  # fmt: skip


def named_people(pool: Pool) -> NamedPeople:
    """For the intake."""
    return NamedPeople(PgLikenesses(pool, upkeep_queue=UPKEEP_QUEUE), PgUsernames(pool))
