"""Memory without a database: the two ports over one dictionary, with the rules of the real one in their simplest form."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import uuid4

from agent.domain.conversation import AuthorId, ImageId, Place
from agent.domain.generation import ImageData
from agent.domain.memory import (
    AuthorSettings,
    ChannelSettings,
    Memory,
    MemoryId,
    MemoryScope,
    NewMemory,
    Profile,
    Reader,
    Recalled,
    RecalledPicture,
    Recollection,
    Remembered,
    ScopeKind,
)
from agent.errors import BadInput, NotAllowed, NotFound
from agent.learning.character_looks import worked_in
from agent.limits import MEMORY_CHARS_MAX, REFERENCE_IMAGES_MAX
from agent.ports import Clock
from tests.fakes.clock import FakeClock

_EMPTY = frozenset(
    ("a", "an", "the", "my", "i", "is", "in", "on", "with", "and", "of", "to", "that", "like", "one")
)


def _words(text: str) -> frozenset[str]:
    return frozenset(w.strip(".,!?:;'\"") for w in text.casefold().split()) - _EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class _Posted:
    image: ImageId
    caption: str
    author: str
    place: Place
    incognito: bool
    at: datetime


@dataclass
class FakeMemories:
    """What the fake store and desk share, and the settings they go by."""

    clock: Clock = field(default_factory=FakeClock)
    rows: dict[str, Memory] = field(default_factory=dict[str, Memory])
    closed_by: dict[str, str] = field(default_factory=dict[str, str])
    images: dict[str, tuple[AuthorId, ImageData]] = field(
        default_factory=dict[str, tuple[AuthorId, ImageData]]
    )
    posted: list[_Posted] = field(default_factory=list[_Posted])
    authors: dict[str, AuthorSettings] = field(default_factory=dict[str, AuthorSettings])
    channels: dict[str, ChannelSettings] = field(default_factory=dict[str, ChannelSettings])
    full: dict[MemoryScope, int] = field(default_factory=dict[MemoryScope, int])
    """How many made room in a scope."""

    # The `SettingsStore`.
    async def author(self, author: AuthorId) -> AuthorSettings:
        return self.authors.get(author, AuthorSettings())

    async def save_author(self, author: AuthorId, settings: AuthorSettings) -> None:
        self.authors[author] = settings

    async def channel(self, place: Place) -> ChannelSettings:
        return self._channel(place.channel_key, place.community_key)

    async def save_channel(self, scope: MemoryScope, settings: ChannelSettings) -> None:
        self.channels[f"{scope.kind}:{scope.key}"] = settings

    def _channel(self, channel: str, community: str | None) -> ChannelSettings:
        found = self.channels.get(f"channel:{channel}") or self.channels.get(f"community:{community}")
        return found or ChannelSettings()

    def hears_private(self, reader: Reader) -> bool:
        return reader.private or self.authors.get(reader.author, AuthorSettings()).private_in_public

    def live(self, scope: MemoryScope) -> list[Memory]:
        return [m for m in self.rows.values() if m.scope == scope and m.valid_to is None]

    def visible(self, reader: Reader, *, history: bool = False) -> list[Memory]:
        """Narrowest scope first, newest first within one."""
        found: list[Memory] = []
        for scope in reader.scopes():
            rows = [m for m in self.rows.values() if m.scope == scope and (history or m.valid_to is None)]
            rows = [
                m
                for m in rows
                if not m.said_in_private or (self.hears_private(reader) and m.author == reader.author)
            ]
            found += sorted(reversed(rows), key=lambda m: m.valid_from, reverse=True)
        return found

    def in_use(self, reader: Reader) -> list[Memory]:
        """What is visible and not switched off."""
        if not self._channel(reader.channel, reader.community).memory:
            return []
        own = self.authors.get(reader.author, AuthorSettings()).memory
        return [m for m in self.visible(reader) if own or m.scope.kind != "user"]


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
        return new.kind == old.kind and _words(new.text) == _words(old.text)

    async def recall(self, reader: Reader, text: str, *, limit: int) -> Recollection:
        asked = _words(text)
        found: list[Recalled] = []
        for memory in self._memories.in_use(reader):
            named = memory.kind == "character" and any(
                name.casefold() in text.casefold() for name in (memory.name, *memory.aliases)
            )
            shared = len(asked & _words(memory.sentence()))
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
        if not all_._channel(reader.channel, reader.community).memory:
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
            score = len(asked & _words(p.caption)) + 4.0 * in_period + own - days / 1000
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


class FakeMemoryDesk:
    """The `MemoryDesk` over the same memories."""

    def __init__(self, memories: FakeMemories) -> None:
        self._memories = memories

    async def list(
        self, reader: Reader, *, search: str = "", history: bool = False, limit: int = 200
    ) -> Sequence[Memory]:
        found = self._memories.visible(reader, history=history)
        if search.strip():
            phrase = search.strip().lower()
            found = [
                m for m in found if phrase in m.in_full().lower() or _words(search) <= _words(m.in_full())
            ]
        return sorted(found, key=lambda m: m.valid_from, reverse=True)[:limit]

    async def made_room(self, reader: Reader) -> Mapping[ScopeKind, int]:
        full = self._memories.full
        return {scope.kind: full[scope] for scope in reader.scopes() if scope in full}

    def _own(self, reader: Reader, memory: str, *, may_manage: bool = False) -> Memory:
        found = self._memories.rows.get(memory)
        if (
            found is None
            or found.scope not in reader.scopes()
            or (found.scope.kind != "user" and not may_manage)
        ):
            raise NotFound("I have no such memory of yours.")
        return found

    async def edit(
        self,
        reader: Reader,
        memory: str,
        *,
        text: str | None = None,
        name: str | None = None,
        aliases: Sequence[str] | None = None,
        may_manage: bool = False,
    ) -> Memory:
        if text is not None and not 0 < len(text.strip()) <= MEMORY_CHARS_MAX:
            raise BadInput("A memory has 1 to 500 characters.")
        known = self._own(reader, memory, may_manage=may_manage)
        if known.valid_to is not None:
            raise NotFound("I have no such memory of yours.")
        changed = replace(
            known,
            text=known.text if text is None else text.strip(),
            name=known.name if name is None else name,
        )
        kept = known.aliases if aliases is None else aliases
        changed = replace(changed, aliases=tuple(a for a in dict.fromkeys(kept) if a != changed.name))
        for other in self._memories.live(known.scope):
            same = (other.kind, other.name, other.text) == (changed.kind, changed.name, changed.text)
            named_alike = {other.name, *other.aliases} & {changed.name, *changed.aliases} - {""}
            if other.id != known.id and (same or named_alike):
                raise BadInput("I remember that already, or something of that name.")
        self._memories.rows[memory] = changed
        return changed

    async def forget(
        self, reader: Reader, memories: Sequence[str], *, may_manage: bool = False, revive: bool = False
    ) -> int:
        gone = 0
        for memory in dict.fromkeys(memories):
            try:
                self._own(reader, memory, may_manage=may_manage)
            except NotFound:
                continue
            self._drop(memory, revive=revive)
            gone += 1
        return gone

    def _drop(self, memory: str, *, revive: bool) -> None:
        all_ = self._memories
        before = [old for old, by in all_.closed_by.items() if by == memory]
        for old in before:
            del all_.closed_by[old]
            if revive:
                all_.rows[old] = replace(all_.rows[old], valid_to=None)
            else:
                self._drop(old, revive=False)
        gone = all_.rows.pop(memory, None)
        all_.closed_by.pop(memory, None)
        for image in gone.images if gone else ():
            if not any(image in m.images for m in all_.rows.values()) and not any(
                p.image == image for p in all_.posted
            ):
                all_.images.pop(image, None)

    async def forget_everything(self, reader: Reader) -> int:
        all_ = self._memories
        mine = [m.id for m in all_.rows.values() if m.scope == MemoryScope(kind="user", key=reader.author)]
        for memory in mine:
            self._drop(memory, revive=False)
        pictures = [p for p in all_.posted if p.author == reader.author]
        all_.posted = [p for p in all_.posted if p.author != reader.author]
        all_.images = {name: kept for name, kept in all_.images.items() if kept[0] != reader.author}
        all_.authors.pop(reader.author, None)
        return len(mine) + len(pictures)

    async def export(self, reader: Reader) -> bytes:
        mine = [m for m in self._memories.rows.values() if m.author == reader.author]
        rows = [
            {"text": m.text, "name": m.name, "images": list(m.images), "valid_to": str(m.valid_to or "")}
            for m in mine
        ]
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("memories.json", json.dumps(rows))
            for name, (owner, image) in self._memories.images.items():
                if owner == reader.author:
                    archive.writestr(f"images/{name}.png", image.data)
        return buffer.getvalue()

    async def add_image(
        self, reader: Reader, memory: str, image: ImageId, *, may_manage: bool = False
    ) -> Memory:
        known = self._own(reader, memory, may_manage=may_manage)
        owner, _ = self._memories.images.get(image, ("", None))
        posted_here = any(
            p.image == image
            and p.place.channel_key == reader.channel
            and not p.place.private
            and not p.incognito
            for p in self._memories.posted
        )
        if owner != reader.author and not posted_here:
            raise NotFound("That picture is not there, or not yours to use.")
        if len(known.images) >= REFERENCE_IMAGES_MAX and image not in known.images:
            raise BadInput(f"A character has at most {REFERENCE_IMAGES_MAX} reference pictures.")
        changed = replace(known, images=tuple(dict.fromkeys((*known.images, image))))
        self._memories.rows[memory] = changed
        return changed


class FakeMemoryHouse:
    """The fake side of the memory contracts."""

    def __init__(self) -> None:
        self.clock = FakeClock(tick=timedelta(milliseconds=10))
        self.memories = FakeMemories(clock=self.clock)
        self.store = FakeMemoryStore(self.memories)
        self.desk = FakeMemoryDesk(self.memories)
        self.settings = self.memories

    async def save_image(self, image: ImageData, *, owner: AuthorId) -> ImageId:
        name = ImageId(str(uuid4()))
        self.memories.images[name] = (owner, image)
        return name

    async def makes_room(self, scope: MemoryScope, count: int) -> None:
        self.memories.full[scope] = self.memories.full.get(scope, 0) + count

    async def has_image(self, image: str) -> bool:
        return image in self.memories.images

    async def post(
        self, caption: str, image: ImageData, *, by: AuthorId, place: Place, incognito: bool = False
    ) -> ImageId:
        name = await self.save_image(image, owner=by)
        self.memories.posted.append(
            _Posted(
                image=name, caption=caption, author=by, place=place, incognito=incognito, at=self.clock.now()
            )
        )
        return name
