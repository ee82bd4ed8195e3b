"""`python -m benchmarks.docs [STORY ...]`: every command of the documents, carried out as it is written, in a folder of its own.

Servers are simulated and on loopback; nothing is fetched. Exit code 1 when a command does not do what the documents say.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.docs.ledger import Story, read_ledger
from benchmarks.docs.sandbox import NotAsWritten, sandbox
from benchmarks.docs.services import can_be_had, services


async def play(story: Story) -> Sequence[str]:
    """Each step in turn; what was left out, since this machine lacks a program. Raises NotAsWritten."""
    left_out: list[str] = []
    with tempfile.TemporaryDirectory(prefix="atelier-docs-servers-") as folder:
        os.chmod(folder, 0o755)  # the embedded Postgres runs as another user where root is who runs this
        async with (
            services(story.needs, Path(folder)) as values,
            sandbox(values, changes_files=story.changes_files) as place,
        ):
            place.environment |= {key: place.filled(value) for key, value in story.env.items()}
            for step in story.steps:
                if missing := can_be_had(step.programs):
                    left_out.append(f"{step.run} (no {missing} here)")
                    continue
                began = time.monotonic()
                await place.carry_out(step)
                print(f"    {time.monotonic() - began:6.1f} s  {step.run}", file=sys.stderr, flush=True)
    return left_out


async def _all(stories: Sequence[Story]) -> int:
    wrong = 0
    for story in stories:
        print(story.name, flush=True)
        try:
            left_out = await play(story)
        except NotAsWritten as error:
            wrong += 1
            print(f"  NOT AS WRITTEN: {error}", flush=True)
            continue
        for each in left_out:
            print(f"  left out: {each}", flush=True)
    print(
        f"{sum(len(story.steps) for story in stories)} commands in {len(stories)} stories, {wrong} stories not as written"
    )
    return 1 if wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(description="The documents' commands, carried out.")
    known = {story.name: story for story in read_ledger().stories}
    parser.add_argument("stories", nargs="*", metavar="STORY", help=f"of {', '.join(known)} (all)")
    chosen = parser.parse_args().stories
    if unknown := set(chosen) - set(known):
        parser.error(f"there is no story {', '.join(sorted(unknown))}")
    return asyncio.run(_all([known[name] for name in chosen or known]))


if __name__ == "__main__":
    raise SystemExit(main())
