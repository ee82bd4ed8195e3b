"""`python -m bot certificate FOLDER`: what pictures are signed with, made for this installation."""

import os
from pathlib import Path

from adapters.content_credentials.certificates import NAME_CHARS_MAX, VALID_DAYS, new_certificate
from agent.errors import BadInput
from agent.ports import Clock
from bot.models.marking import CERTIFICATE, EXTRA, KEY

CERTIFICATE_FILE, KEY_FILE = "signing-certificate.pem", "signing-key.pem"


def make_certificate(folder: Path, name: str, clock: Clock) -> int:
    """Writes both files, which must not be there, and prints the settings. Raises BadInput."""
    if not name.strip() or len(name) > NAME_CHARS_MAX:
        raise BadInput(
            f"--name: 1 to {NAME_CHARS_MAX} characters; whoever looks at a picture's signature reads it"
        )
    chain, key = new_certificate(name.strip(), now=clock.now())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / KEY_FILE, key, mode=0o600)
        _write(folder / CERTIFICATE_FILE, chain, mode=0o644)
    except FileExistsError as error:
        raise BadInput(
            f"{error.filename} is there already, and is left as it is: name another folder"
        ) from error
    except OSError as error:
        raise BadInput(f"{folder} cannot be written to ({error.strerror})") from error
    print(f"A certificate for {name.strip()}, good for {VALID_DAYS} days. Keep the key to yourself. Set:\n")
    print(f"  {CERTIFICATE}={folder / CERTIFICATE_FILE}")
    print(f"  {KEY}={folder / KEY_FILE}\n")
    print(f"and install the extra, if it is not there: {EXTRA}")
    return 0


def _write(path: Path, content: bytes, *, mode: int) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
