"""nginx with TLS in front of the web chat, by the configuration of docs/setup-web.md."""

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from simulators.fresh_machine import ROOT


def nginx_path() -> str:
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.skip("the proxy's recipe was not tried: no nginx here (`make proxy` installs it)")
    return found


def recipe(program: str) -> str:
    """The program's block of the document, as a reader copies it."""
    found = re.search(rf"```{program}\n(.*?)```", (ROOT / "docs" / "setup-web.md").read_text(), re.DOTALL)
    assert found is not None
    return found.group(1)


@asynccontextmanager
async def nginx_before(port: int, *, home: Path) -> AsyncIterator[tuple[Path, int]]:
    """Serves https on 127.0.0.1 for the chat on `port`; gives the certificate to trust, and its own port."""
    listening = socket.create_server(("127.0.0.1", 0))
    own_port = int(listening.getsockname()[1])
    certificate, key = home / "certificate.pem", home / "key.pem"
    make_certificate(certificate, key)
    site = (
        recipe("nginx")
        .replace("/etc/letsencrypt/live/atelier.example.org/fullchain.pem", str(certificate))
        .replace("/etc/letsencrypt/live/atelier.example.org/privkey.pem", str(key))
        .replace("127.0.0.1:8080", f"127.0.0.1:{port}")
        .replace("listen 443 ssl", f"listen 127.0.0.1:{own_port} ssl")
        .replace("listen [::]:443 ssl;", "")
    )
    folders = "\n".join(
        f"{kind}_temp_path {home}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = home / "nginx.conf"
    whole.write_text(
        f"daemon off; pid {home}/nginx.pid; error_log {home}/error.log; worker_processes 1;\n"
        f"events {{ worker_connections 256; }}\nhttp {{ access_log {home}/access.log; {folders}\n{site}\n}}\n"
    )
    # It takes over a socket that listens already, as it does when its program is changed under way: so its port is its own from the
    # beginning, and who connects before it runs is served when it does.
    with listening:
        process = await asyncio.create_subprocess_exec(
            nginx_path(), "-p", home, "-c", whole, stderr=sys.stderr,
            pass_fds=(listening.fileno(),), env={**os.environ, "NGINX": f"{listening.fileno()};"},
        )  # fmt: skip
    try:
        yield certificate, own_port
        assert process.returncode is None, (home / "error.log").read_text()
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def make_certificate(certificate: Path, key: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=atelier.example.org", "-addext", "subjectAltName=DNS:atelier.example.org,DNS:localhost",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
