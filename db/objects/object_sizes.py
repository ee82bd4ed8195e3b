"""How much lies in the object store, as the last sweep found it."""

from dataclasses import dataclass

from db.errors import guarded
from db.pool import Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectSizes:
    objects: int
    bytes: int


@guarded
async def object_sizes(pool: Pool) -> ObjectSizes:
    """Nothing where there is no store, or none was swept yet. Raises StoreUnavailable."""
    row = await pool.fetchrow("select objects, bytes from object_home")
    return ObjectSizes(objects=row["objects"] if row else 0, bytes=row["bytes"] if row else 0)
