"""Embeds the example sentences that are new, after a change of data/examples.toml: `python -m adapters.builtin.planner.intents.vectors`."""

import asyncio

import numpy as np
from numpy.typing import NDArray

from adapters.builtin.embedder import NanoEmbedder
from adapters.builtin.planner.intents.examples import VECTORS, key_of, sentences

STEPS = 127
"""A component is kept as a whole number of these steps of its row's largest one: a quarter of the size, the same order."""


def kept() -> dict[int, NDArray[np.int8]]:
    """What is stored, by the key of its sentence."""
    if not VECTORS.exists():
        return {}
    with np.load(VECTORS) as stored:
        return {int(key): row for key, row in zip(stored["keys"], stored["vectors"], strict=True)}


async def _embedded(text: str, embedder: NanoEmbedder) -> NDArray[np.int8]:
    vector = np.array(await embedder.embed_query(text), dtype=np.float32)
    return np.rint(vector / np.abs(vector).max() * STEPS).astype(np.int8)


async def main() -> None:
    embedder, before = NanoEmbedder(), kept()
    rows = {
        key_of(one): before[key_of(one)] if key_of(one) in before else await _embedded(one, embedder)
        for one in sentences()
    }
    keys = np.array(list(rows), dtype=np.uint64)
    np.savez_compressed(VECTORS, keys=keys, vectors=np.array(list(rows.values()), dtype=np.int8))


if __name__ == "__main__":
    asyncio.run(main())
