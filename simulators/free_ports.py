"""Ports for programs that must be told theirs before they begin."""

import errno
import random
import socket

LOWEST, HIGHEST = 11_000, 22_000
"""Below what Linux gives to connections by itself (32768 and up), with room for a neighbour: a port that was merely free a moment ago
would go to one of the many connections of a machine at work."""
NEIGHBOUR = 10_000
"""Some programs listen for their like at so many above their own."""
_given: set[int] = set()


def free_port() -> int:
    """One that nobody has, nor its neighbour; never the same twice in a process."""
    dice = random.SystemRandom()
    while True:
        port = dice.randrange(LOWEST, HIGHEST)
        if port not in _given and _is_free(port) and _is_free(port + NEIGHBOUR):
            _given.add(port)
            return port


def _is_free(port: int) -> bool:
    try:
        with socket.create_server(("127.0.0.1", port)):
            return True
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        return False
