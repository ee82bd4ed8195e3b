"""What every process of one installation shares."""

import secrets

from db.errors import guarded
from db.pool import Pool

KEY_BYTES = 32


@guarded
async def installation_key(pool: Pool) -> bytes:
    """The installation's secret, made by whichever process asks first."""
    async with pool.acquire() as connection:
        await connection.execute(
            "insert into installation (key) values ($1) on conflict do nothing",
            secrets.token_bytes(KEY_BYTES),
        )
        key: bytes = await connection.fetchval("select key from installation")
    return key
