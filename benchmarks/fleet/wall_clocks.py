"""A process whose wall clock can be set forward and back while it runs. Needs a C compiler (gcc)."""

import asyncio
import shutil
from collections.abc import Mapping
from pathlib import Path

SOURCE = Path(__file__).with_name("clock_shim.c")
COMPILER = "gcc"


class Clock:
    """The wall clock of one process."""

    def __init__(self, folder: Path, name: str) -> None:
        self._file = folder / f"clock-{name}"
        self._library = folder / "clock_shim.so"
        self.jump(0)

    @staticmethod
    def can_be_had() -> bool:
        """Whether the compiler is there."""
        return shutil.which(COMPILER) is not None

    async def build(self) -> None:
        """Before the process starts. Raises RuntimeError."""
        compiler = await asyncio.create_subprocess_exec(
            COMPILER, "-O1", "-shared", "-fPIC", str(SOURCE), "-o", str(self._library), "-ldl"
        )
        if await compiler.wait():
            raise RuntimeError(f"{SOURCE.name} does not compile")

    @property
    def environment(self) -> Mapping[str, str]:
        """Of the process."""
        return {"LD_PRELOAD": str(self._library), "ATELIER_CLOCK_FILE": str(self._file)}

    def jump(self, seconds: int) -> None:
        """So far from the true time."""
        written = self._file.with_suffix(".new")
        written.write_text(str(seconds))
        written.replace(self._file)
