"""A small photo that people send."""

from tests.worlds.painted import painted

PNG = painted("a photo", size=(64, 64)).data
