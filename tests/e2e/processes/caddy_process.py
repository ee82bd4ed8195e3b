"""Caddy in front of the web chat, by the configuration of docs/setup-web.md, with a certificate of our own."""

import asyncio
import shutil
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.e2e.processes.nginx_process import make_certificate, recipe

NAME = "atelier.example.org"


def caddy_path() -> str:
    found = shutil.which("caddy", path=f"{Path(sys.executable).parent}:/usr/bin:/usr/local/bin")
    if found is None:
        pytest.skip(
            "the proxy's recipe was not tried: no Caddy here (the development packages bring it to Linux on x86-64)"
        )
    return found


@asynccontextmanager
async def caddy_before(port: int, *, home: Path) -> AsyncIterator[tuple[Path, int]]:
    """Serves https on 127.0.0.1 for the chat on `port`; gives the certificate to trust, and its own port."""
    certificate, key = home / "certificate.pem", home / "key.pem"
    make_certificate(certificate, key)
    # The socket listens already: who connects before Caddy runs is served when it does.
    with socket.create_server(("127.0.0.1", 0)) as listening:
        own_port = int(listening.getsockname()[1])
        site = f"{NAME} {{\n  tls {certificate} {key}\n  bind fd/{listening.fileno()}"
        assert f"{NAME} {{" in recipe("caddy")
        whole = home / "Caddyfile"
        whole.write_text(
            "{\n  admin off\n  auto_https off\n  servers {\n    protocols h1 h2\n  }\n}\n"
            + recipe("caddy").replace(f"{NAME} {{", site).replace("127.0.0.1:8080", f"127.0.0.1:{port}")
        )
        with (home / "caddy.log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                caddy_path(), "run", "--config", whole, "--adapter", "caddyfile",
                env={"HOME": str(home)}, pass_fds=(listening.fileno(),), stdout=log, stderr=log,
            )  # fmt: skip
    try:
        yield certificate, own_port
        assert process.returncode is None, (home / "caddy.log").read_text()
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
