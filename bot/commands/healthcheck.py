"""`python -m bot.commands.healthcheck`: whether the process in this container lives, whatever its role.

The image's HEALTHCHECK; standard library alone, for it runs every half minute."""

import os
import sys
import urllib.error
import urllib.request

TIMEOUT_SECONDS = 4
PORTS = (("ATELIER_PORT", "8080"), ("ATELIER_HEALTH_PORT", "8081"))
"""Of the web chat, and of a role that serves none: which role a process was given on its command line is not known here."""


def main() -> int:
    """0 when it answers at one of its ports, else 1."""
    host = os.environ.get("ATELIER_BIND") or "127.0.0.1"
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - listening everywhere includes here
    shown = f"[{host}]" if ":" in host else host
    return int(
        not any(_answers(f"http://{shown}:{os.environ.get(name) or usual}/livez") for name, usual in PORTS)
    )


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS / len(PORTS)) as response:  # noqa: S310 - of this very machine
            return response.status == 200
    except (urllib.error.URLError, TimeoutError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(main())
