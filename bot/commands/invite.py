"""`python -m bot invite NAME`: a link that opens a name of the web chat, for a person whom the operator knows to be its owner."""

from collections.abc import Sequence
from datetime import timedelta

from adapters.web.identity.names import author_id, clean_name
from agent.domain.accounts import OPENING, new_link, secret_digest
from agent.domain.conversation import Author
from agent.ports import Clock, NameStore
from bot.clock import SystemClock
from bot.log import set_up_logging
from bot.postgres.database import open_database
from bot.settings import Settings, secrets_of
from db.pool import close_pool, open_pool
from db.web.names import PgNameStore

INVITATION_HOURS = 24
"""An invitation is sent by hand, so that it holds longer than a link from one's own other device."""


async def invite(settings: Settings, name: str) -> int:
    """Prints the link; without a name, who has none of their own yet. Raises BadInput, StoreUnavailable."""
    set_up_logging("ERROR", secrets=secrets_of(settings))
    async with open_database(settings) as database:
        pool = await open_pool(database.dsn, max_size=1)
        try:
            names = PgNameStore(pool)
            lines = await invitation(names, SystemClock(), settings, name) if name else await waiting(names)
        finally:
            await close_pool(pool)
    print("\n".join(lines))
    return 0


async def invitation(names: NameStore, clock: Clock, settings: Settings, name: str) -> Sequence[str]:
    clean = clean_name(name)
    link = new_link()
    until = clock.now() + timedelta(hours=INVITATION_HOURS)
    enters = settings.web_password is None
    person = Author(id=author_id(clean), name=clean)
    await names.add_link(secret_digest(link), author=person, until=until, enters=enters)
    also = "" if enters else "; the page's password is asked for as well"
    return (
        f"Whoever opens this link first has the name {clean} in their browser, with all that is kept under it.",
        f"It opens once, within {INVITATION_HOURS} hours{also}.",
        "",
        f"  {settings.page_address}{OPENING}{link}",
    )


async def waiting(names: NameStore) -> Sequence[str]:
    found = await names.unclaimed()
    if not found:
        return ("Every name under which something is kept is held by a browser.",)
    return (
        "Nobody holds these names yet (python -m bot invite NAME):",
        *(f"  {each.name}" for each in found),
    )
