"""Whom memory knows in these tests."""

from tests.fakes.builders import memory

LUNA = memory("silver-haired elf", "character", name="Luna", images=["luna-image"])
OTHER_LUNA = memory("black cat", "character", name="Luna", images=["cat-image"], scope="channel")
REX = memory("brown dog", "character", name="Rex")
PIP = memory("white dog", "character", name="Pip")
