"""The store of memory without a database, with the rules of the real one in their simplest form."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from agent.domain.memory import (
    AuthorSettings,
    ChannelSettings,
    Memory,
    MemoryId,
    NewMemory,
    Profile,
    Reader,
    Recalled,
    RecalledPicture,
    Recollection,
    Remembered,
)
from agent.errors import NotAllowed
from agent.learning.character_looks import worked_in
from agent.limits import REFERENCE_IMAGES_MAX
from tests.fakes.stores.memories import FakeMemories, words_of


class FakeMemoryStore:
    """The `MemoryStore`: the same words are the same memory, one preference a slot."""

    def __init__(self, memories: FakeMemories) -> None:
        self._memories = memories

    async def remember(self, new: NewMemory) -> Remembered:
        all_ = self._memories
        switched = all_.channels.get(f"{new.scope.kind}:{new.scope.key}", ChannelSettings())
        if not all_.authors.get(new.author, AuthorSettings()).memory or not switched.memory:
            raise NotAllowed("Memory is switched off.")
        live = all_.live(new.scope)
        known = next((m for m in live if self._same(new, m)), None)
        images = tuple(image for image in new.images if image in all_.images)
        if known is not None:
            memory = known
            if known.kind == "character" and not (new.said_in_private and not known.said_in_private):
                memory = replace(
                    known,
                    text="; ".join(filter(None, worked_in(known.text, new.text))),
                    aliases=tuple(dict.fromkeys((*known.aliases, *new.aliases))),
                    images=tuple(dict.fromkeys((*known.images, *images)))[:REFERENCE_IMAGES_MAX],
                )
                all_.rows[memory.id] = memory
            return Remembered(memory=memory, state="known", grown=memory != known)
        memory = Memory(
            id=MemoryId(str(uuid4())), scope=new.scope, kind=new.kind, text=new.text, author=new.author, name=new.name,
            aliases=new.aliases, images=images, said_in_private=new.said_in_private, origin=new.origin, slot=new.slot,
            valid_from=all_.clock.now(),
        )  # fmt: skip
        all_.rows[memory.id] = memory
        closed = [m for m in live if m.kind == new.kind == "preference" and m.slot and m.slot == new.slot]
        superseded = [replace(m, valid_to=all_.clock.now()) for m in closed]
        for old in superseded:
            all_.rows[old.id] = old
            all_.closed_by[old.id] = memory.id
        state = "supersedes" if superseded else "new"
        return Remembered(memory=memory, state=state, superseded=tuple(superseded))

    @staticmethod
    def _same(new: NewMemory, old: Memory) -> bool:
        if new.kind == "character" or old.kind == "character":
            return new.kind == old.kind and new.name.casefold() in {
                n.casefold() for n in (old.name, *old.aliases)
            }
        return new.kind == old.kind and words_of(new.text) == words_of(old.text)

    async def recall(self, reader: Reader, text: str, *, limit: int) -> Recollection:
        asked = words_of(text)
        found: list[Recalled] = []
        for memory in self._memories.in_use(reader):
            named = memory.kind == "character" and any(
                name.casefold() in text.casefold() for name in (memory.name, *memory.aliases)
            )
            shared = len(asked & words_of(memory.sentence()))
            found.append(
                Recalled(
                    memory=memory, score=100.0 if named else float(shared), via="name" if named else "search"
                )
            )
        found.sort(key=lambda each: -each.score)
        return Recollection(
            memories=tuple(found[:limit]), pictures=tuple(self._pictures(reader, text, asked))
        )

    def _pictures(self, reader: Reader, text: str, asked: frozenset[str]) -> list[RecalledPicture]:
        all_ = self._memories
        if not all_.settings_of(reader.channel, reader.community).memory:
            return []
        now = all_.clock.now()
        found: list[RecalledPicture] = []
        for p in all_.posted:
            own = p.author == reader.author
            open_here = p.place.channel_key == reader.channel and not p.place.private
            own_memory = all_.authors.get(reader.author, AuthorSettings()).memory
            if p.incognito or not (own or open_here) or (own and not own_memory):
                continue
            if p.place.private and not all_.hears_private(reader):
                continue
            days = (now - p.at) / timedelta(days=1)
            in_period = ("last week" in text and 5 <= days <= 14) or (
                "yesterday" in text and 0.5 <= days <= 1.5
            )
            score = len(asked & words_of(p.caption)) + 4.0 * in_period + own - days / 1000
            found.append(RecalledPicture(image=p.image, caption=p.caption, turn="", at=p.at, score=score))
        return sorted(found, key=lambda each: -each.score)[:6]

    async def profile(self, reader: Reader) -> Profile:
        kinds = ("preference", "rule", "character")
        used = self._memories.in_use(reader)
        rules = [m for m in self._memories.visible(reader) if m.kind == "rule" and m.scope.kind != "user"]
        standing = [m for m in used if m.kind in kinds]
        return Profile(memories=(*standing, *(rule for rule in rules if rule not in standing)))

    async def used(self, memories: Sequence[MemoryId]) -> None:
        for memory in memories:
            if memory in self._memories.rows:
                row = self._memories.rows[memory]
                self._memories.rows[memory] = replace(row, uses=row.uses + 1)
