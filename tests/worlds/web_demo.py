"""`python tests/worlds/web_demo.py --port 8090`: the web page with an acting bot behind it, to be looked at."""

import argparse
import asyncio
import contextlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from agent.domain.conversation import Author, AuthorId
from tests.worlds.web_world import WebWorld


async def serve(port: int, pause: float) -> None:
    world = WebWorld(pause=pause, port=port)
    world.remember("prefers watercolour and soft, warm light")
    world.remember("silver-haired elf with a green cloak", kind="character", name="Luna")
    world.remember("no people in the background")
    world.remember("flat pastel, thick outlines", kind="rule", channel="art")
    world.board.seen[AuthorId("web:ben")] = Author(id=AuthorId("web:ben"), name="Ben")
    world.board.seen[AuthorId("web:ana")] = Author(id=AuthorId("web:ana"), name="Ana")
    sys.stdout.write(f"http://127.0.0.1:{world.platform.bind()}\n")
    sys.stdout.flush()
    await world.platform.run()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two steps of the bot")
    given = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(given.port, given.pause))


if __name__ == "__main__":
    main()
