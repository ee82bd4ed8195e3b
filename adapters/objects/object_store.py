"""The `ObjectStore` over obstore. Its blocking calls run in threads: with its own coroutines one short process in seven was aborted by
the interpreter's end."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TypeVar

import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from adapters.objects.locations import SETTING, Store, first_line
from agent.errors import Misconfigured, NotFound, StoreUnavailable

T = TypeVar("T")

THREADS = 16
"""Requests under way at once. Threads of their own: a slow store holds up nothing but pictures."""
WAIT_SECONDS = 15.0
"""From asking to the answer of one request, waiting for a thread included."""
PAGE_KEYS = 1_000
"""Of a list."""
DELETED_TOGETHER = 250
RETRY_AFTER_SECONDS = 5.0
_PROBE = "probe"
_UNVERSIONED = (None, "", "null")
"""What S3 says where versions are not kept: nothing, or "null" where that was switched off later."""


class Objects:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="objects")

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def prove(self) -> None:
        """That it can be written, read and deleted, and keeps nothing of what is deleted. Raises Misconfigured, StoreUnavailable."""
        key, told = f"{_PROBE}/{secrets.token_hex(8)}", secrets.token_bytes(32)
        try:
            await self.put(key, told, media_type="application/octet-stream")
            kept = await self.get(key)
        except NotFound as error:
            raise Misconfigured(SETTING, "what was just written there cannot be read") from error
        finally:
            await self.delete([key])
        if kept != told:
            raise Misconfigured(SETTING, "what is read there is not what was written")

    async def put(self, key: str, data: bytes, *, media_type: str) -> None:
        # A folder has no place for what a file is.
        told = {"Content-Type": media_type} if isinstance(self._store, S3Store) else None
        put = await self._done(
            lambda: obstore.put(self._store, key, data, attributes=told, use_multipart=False)
        )
        if put["version"] not in _UNVERSIONED:
            raise Misconfigured(
                SETTING, "this bucket keeps versions, so that what people have forgotten would stay: switch versioning off"
            )  # fmt: skip

    async def get(self, key: str) -> bytes:
        return await self._done(lambda: obstore.get(self._store, key).bytes().to_bytes())

    async def delete(self, keys: Sequence[str]) -> None:
        for start in range(0, len(keys), DELETED_TOGETHER):
            page = list(keys[start : start + DELETED_TOGETHER])
            await self._done(lambda page=page: self._delete(page))

    def _delete(self, keys: Sequence[str]) -> None:
        if isinstance(self._store, S3Store):
            obstore.delete(self._store, keys)
            return
        for key in keys:
            with suppress(FileNotFoundError):  # a folder says so, S3 does not
                obstore.delete(self._store, key)

    async def list(self, folder: str) -> AsyncIterator[Mapping[str, int]]:
        stream = obstore.list(self._store, folder, chunk_size=PAGE_KEYS)  # pyright: ignore[reportUnknownMemberType] # its Arrow form is untyped
        while page := await self._done(lambda: next(stream, None)):
            yield {found["path"]: found["size"] for found in page}

    async def _done(self, call: Callable[[], T]) -> T:
        try:
            with _translated():
                async with asyncio.timeout(WAIT_SECONDS):
                    return await asyncio.get_running_loop().run_in_executor(self._threads, call)
        except TimeoutError as error:
            raise _away("it took too long") from error


@contextmanager
def _translated() -> Generator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotFound("that object is not there") from error
    except TimeoutError:
        raise
    except (PermissionDeniedError, UnauthenticatedError) as error:
        raise Misconfigured(
            SETTING,
            "the store refuses it: its key and secret must be allowed to list, read, write and delete there",
        ) from error
    except (BaseError, OSError) as error:
        raise _away(first_line(error)) from error


def _away(why: str) -> StoreUnavailable:
    return StoreUnavailable(
        f"the object store does not answer: {why}", retry_after_seconds=RETRY_AFTER_SECONDS
    )
