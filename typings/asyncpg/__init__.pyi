"""The part of asyncpg 0.32 that db/ uses; the package carries no types of its own."""

from collections.abc import (
    AsyncGenerator,
    Awaitable,
    Callable,
    Generator,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from . import exceptions as exceptions
from .exceptions import (
    CannotConnectNowError as CannotConnectNowError,
)
from .exceptions import (
    CheckViolationError as CheckViolationError,
)
from .exceptions import (
    ConnectionDoesNotExistError as ConnectionDoesNotExistError,
)
from .exceptions import (
    DataError as DataError,
)
from .exceptions import (
    DeadlockDetectedError as DeadlockDetectedError,
)
from .exceptions import (
    ForeignKeyViolationError as ForeignKeyViolationError,
)
from .exceptions import (
    InterfaceError as InterfaceError,
)
from .exceptions import (
    InternalClientError as InternalClientError,
)
from .exceptions import (
    PostgresConnectionError as PostgresConnectionError,
)
from .exceptions import (
    PostgresError as PostgresError,
)
from .exceptions import (
    QueryCanceledError as QueryCanceledError,
)
from .exceptions import (
    UndefinedTableError as UndefinedTableError,
)
from .exceptions import (
    UniqueViolationError as UniqueViolationError,
)

class Record(Mapping[str, Any]):
    def __getitem__(self, key: str | int) -> Any: ...
    def __iter__(self) -> Iterator[str]: ...
    def __len__(self) -> int: ...

class Cursor(Awaitable[Any]):
    def __aiter__(self) -> AsyncGenerator[Record]: ...

class Connection:
    def add_listener(
        self, channel: str, callback: Callable[[Connection, int, str, str], object]
    ) -> Awaitable[None]: ...
    def remove_listener(
        self, channel: str, callback: Callable[[Connection, int, str, str], object]
    ) -> Awaitable[None]: ...
    def add_termination_listener(self, callback: Callable[[Connection], object]) -> None: ...
    def transaction(
        self, *, isolation: str | None = None, readonly: bool = False, deferrable: bool = False
    ) -> AbstractAsyncContextManager[None]: ...
    async def execute(self, query: str, *args: Any, timeout: float | None = None) -> str: ...
    async def executemany(
        self, command: str, args: Iterable[Sequence[Any]], *, timeout: float | None = None
    ) -> None: ...
    async def fetch(self, query: str, *args: Any, timeout: float | None = None) -> list[Record]: ...
    async def fetchval(
        self, query: str, *args: Any, column: int = 0, timeout: float | None = None
    ) -> Any: ...
    async def fetchrow(self, query: str, *args: Any, timeout: float | None = None) -> Record | None: ...
    async def fetchmany(
        self, query: str, args: Iterable[Sequence[Any]], *, timeout: float | None = None
    ) -> list[Record]: ...
    def cursor(
        self, query: str, *args: Any, prefetch: int | None = None, timeout: float | None = None
    ) -> Cursor: ...
    async def set_type_codec(
        self,
        typename: str,
        *,
        schema: str = "public",
        encoder: Callable[[Any], Any],
        decoder: Callable[[Any], Any],
        format: str = "text",
    ) -> None: ...
    async def copy_records_to_table(
        self,
        table_name: str,
        *,
        records: Iterable[Sequence[Any]],
        columns: Sequence[str] | None = None,
        schema_name: str | None = None,
        timeout: float | None = None,
    ) -> str: ...
    async def copy_from_query(
        self, query: str, *args: Any, output: object, timeout: float | None = None, format: str | None = None
    ) -> str: ...
    async def copy_to_table(
        self,
        table_name: str,
        *,
        source: object,
        columns: Sequence[str] | None = None,
        format: str | None = None,
        timeout: float | None = None,
    ) -> str: ...
    def is_closed(self) -> bool: ...
    def is_in_transaction(self) -> bool: ...
    def get_server_pid(self) -> int: ...
    async def close(self, *, timeout: float | None = None) -> None: ...
    def terminate(self) -> None: ...

class _Acquire(Protocol):
    def __await__(self) -> Generator[Any, None, Connection]: ...
    async def __aenter__(self) -> Connection: ...
    async def __aexit__(self, *exc: object) -> None: ...

class Pool:
    def acquire(self, *, timeout: float | None = None) -> _Acquire: ...
    async def release(self, connection: Connection, *, timeout: float | None = None) -> None: ...
    async def execute(self, query: str, *args: Any, timeout: float | None = None) -> str: ...
    async def executemany(
        self, command: str, args: Iterable[Sequence[Any]], *, timeout: float | None = None
    ) -> None: ...
    async def fetch(self, query: str, *args: Any, timeout: float | None = None) -> list[Record]: ...
    async def fetchval(
        self, query: str, *args: Any, column: int = 0, timeout: float | None = None
    ) -> Any: ...
    async def fetchrow(self, query: str, *args: Any, timeout: float | None = None) -> Record | None: ...
    async def close(self) -> None: ...
    def terminate(self) -> None: ...
    async def expire_connections(self) -> None: ...
    def get_size(self) -> int: ...
    def get_idle_size(self) -> int: ...
    def get_max_size(self) -> int: ...
    async def __aenter__(self) -> Pool: ...
    async def __aexit__(self, *exc: object) -> None: ...

async def connect(
    dsn: str,
    *,
    timeout: float = 60,
    command_timeout: float | None = None,
    server_settings: Mapping[str, str] | None = None,
) -> Connection: ...
async def create_pool(
    dsn: str,
    *,
    min_size: int = 10,
    max_size: int = 10,
    max_inactive_connection_lifetime: float = 300.0,
    setup: Callable[[Connection], Awaitable[None]] | None = None,
    init: Callable[[Connection], Awaitable[None]] | None = None,
    reset: Callable[[Connection], Awaitable[None]] | None = None,
    timeout: float = 60,
    command_timeout: float | None = None,
    server_settings: Mapping[str, str] | None = None,
) -> Pool: ...
