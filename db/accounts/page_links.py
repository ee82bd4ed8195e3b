"""Links that open a name of the page, within the caller's transaction."""

from datetime import datetime

from agent.domain.conversation import Author
from db.pool import Connection

LINKS_PER_PERSON_MAX = 3
"""Links that hold at once; the oldest go."""


async def add_link(
    connection: Connection, link: bytes, *, author: Author, until: datetime, enters: bool
) -> None:
    await connection.execute(_ADD_LINK, link, author.id, author.name, until, enters)
    await connection.execute(_PRUNE_LINKS, author.id, LINKS_PER_PERSON_MAX)


_ADD_LINK = "insert into web_links (digest, author, name, until, enters) values ($1, $2, $3, $4, $5)"
_PRUNE_LINKS = """
delete from web_links where author = $1 and digest in (select digest from web_links where author = $1 order by until desc offset $2)
"""
