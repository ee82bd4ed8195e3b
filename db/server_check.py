"""Whether a Postgres can hold Atelier at all, said in words before anything is tried on it."""

from dataclasses import dataclass

from agent.errors import Misconfigured
from db.errors import POOLED
from db.pool import Connection

VERSION_MIN = 18
"""The first with uuidv7(), by which every table's ids are in the order of time."""
CANARY = {"plan_cache_mode": "force_generic_plan"}
"""A setting that Postgres keeps for a connection, and that no pooler passes on."""
_SEE = "docs/operations.md, “Your own Postgres”, says how to set one up"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerFacts:
    """What a server says of itself."""

    version: str
    """As in "16.4 (Debian 16.4-1)"."""
    major: int
    encoding: str
    is_standby: bool
    role: str
    database: str
    may_create: bool
    """Tables, in the schema that comes first."""
    has_vector: bool
    """The extension is there in this database."""
    vector_available: bool
    """It could be made."""
    may_make_vector: bool


async def check_server(connection: Connection) -> None:
    """Raises Misconfigured (DATABASE_URL) with the mend for the first thing that is wrong."""
    row = await connection.fetchrow(_FACTS)
    assert row is not None
    judge(ServerFacts(**dict(row)))


async def check_direct(connection: Connection) -> None:
    """Raises Misconfigured (DATABASE_URL) where a pooler between here and Postgres dropped what CANARY set for this connection: then it
    drops time limits as well, and lends the connection on, with which locks and notices are lost."""
    for name, value in CANARY.items():
        if await connection.fetchval("select current_setting($1)", name) != value:
            raise Misconfigured("DATABASE_URL", POOLED)


def judge(facts: ServerFacts) -> None:
    """Raises Misconfigured."""
    if problem := _problem(facts):
        raise Misconfigured("DATABASE_URL", problem)


def _problem(facts: ServerFacts) -> str:
    if facts.major < VERSION_MIN:
        return (
            f"the server is Postgres {facts.version}; Atelier needs {VERSION_MIN} or newer (for uuidv7()) with pgvector. "
            f"Upgrade it, use the image pgvector/pgvector:pg18, or leave DATABASE_URL away for the embedded one; {_SEE}"
        )
    if facts.is_standby:
        return "the server is a standby, which takes no writes: give the address of the primary"
    if facts.encoding != "UTF8":
        return f"the database {facts.database} is encoded as {facts.encoding}: make one with encoding 'UTF8'"
    if not facts.has_vector and not facts.vector_available:
        return (
            "the server has no pgvector: install it there (Debian: postgresql-18-pgvector; image: pgvector/pgvector:pg18), "
            f"nothing else has to be done; {_SEE}"
        )
    if not facts.has_vector and not facts.may_make_vector:
        return (
            f"the role {facts.role} may not create the extension vector in {facts.database}: let an administrator run there, once, "
            "`create extension vector`"
        )
    if not facts.may_create:
        return (
            f"the role {facts.role} may not create tables in {facts.database}: let an administrator run "
            f'`alter database {facts.database} owner to "{facts.role}"`, or grant it create on the schema'
        )
    return ""


_FACTS = """
select
  current_setting('server_version') as version,
  current_setting('server_version_num')::int / 10000 as major,
  current_setting('server_encoding') as encoding,
  pg_is_in_recovery() as is_standby,
  current_user::text as role,
  current_database()::text as database,
  coalesce(has_schema_privilege(current_schema(), 'create'), false) as may_create,
  exists (select from pg_extension where extname = 'vector') as has_vector,
  exists (select from pg_available_extensions where name = 'vector') as vector_available,
  (select rolsuper from pg_roles where rolname = current_user)
    or (has_database_privilege(current_database(), 'create')
        and exists (select from pg_available_extension_versions where name = 'vector' and trusted)) as may_make_vector
"""
