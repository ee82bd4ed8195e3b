"""A real S3 server on loopback: SeaweedFS out of its wheel, with one bucket and one user."""

import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from simulators.free_ports import free_port

BUCKET = "pictures"
KEY, SECRET = "key", "secret"
START_SECONDS = 60.0


@dataclass(slots=True, kw_only=True)
class SeaweedFS:
    """Runs from entry to exit; `kill` and `start` in between, with what was stored."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="atelier-seaweedfs-")))
    ports: Mapping[str, int] = field(
        default_factory=lambda: {of: free_port() for of in ("master", "volume", "filer", "s3")}
    )
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.ports['s3']}"

    @property
    def location(self) -> str:
        """As ATELIER_OBJECTS."""
        return f"s3://{BUCKET}?endpoint={self.endpoint}"

    def __enter__(self) -> "SeaweedFS":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Until the bucket takes what is put."""
        users = self.folder / "users.json"
        users.write_text(json.dumps(_USERS))
        (self.folder / "data").mkdir(exist_ok=True)
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    str(Path(sys.executable).parent / "weed"), "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
                    f"-dir={self.folder / 'data'}", f"-master.port={self.ports['master']}", f"-volume.port={self.ports['volume']}",
                    "-volume.max=20", "-master.volumeSizeLimitMB=64", "-filer", f"-filer.port={self.ports['filer']}", "-s3",
                    f"-s3.port={self.ports['s3']}", f"-s3.config={users}", "-s3.port.iceberg=0", "-s3.port.lance=0",
                    f"-s3.localSocket={self.folder / 's3.sock'}", f"-filer.localSocket={self.folder / 'filer.sock'}",
                ],
                stdout=log,
                stderr=log,
            )  # fmt: skip
        self._await_port()
        self._await_a_write()

    def kill(self) -> None:
        """SIGKILL."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def shell(self, line: str) -> str:
        """What its own administrator's command answers."""
        command = [
            str(Path(sys.executable).parent / "weed"), "shell", f"-master=127.0.0.1:{self.ports['master']}",
            f"-filer=127.0.0.1:{self.ports['filer']}",
        ]  # fmt: skip
        return subprocess.run(
            command, input=line + "\n", text=True, capture_output=True, timeout=START_SECONDS, check=True
        ).stdout

    def _await_port(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self._process is not None and self._process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.ports["s3"])) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError((self.folder / "log").read_text(errors="replace")[-2_000:])

    def _await_a_write(self) -> None:
        """Its port is open before it has room for anything; the first object makes the bucket."""
        store = S3Store(
            BUCKET, endpoint=self.endpoint, access_key_id=KEY, secret_access_key=SECRET, region="us-east-1",
            client_options={"allow_http": True, "timeout": "10s"}, retry_config={"max_retries": 0},
        )  # fmt: skip
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                obstore.put(store, "started", b"")
                return
            except BaseError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)


_USERS = {
    "identities": [
        {
            "name": "atelier",
            "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
            "actions": ["Admin", "Read", "Write", "List", "Tagging"],
        }
    ]
}
