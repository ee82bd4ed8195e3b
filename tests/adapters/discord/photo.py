"""A small photo that people send."""

from tests.worlds.acting_bot import painted

PNG = painted("a photo", size=(64, 64)).data
