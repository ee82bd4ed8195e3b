"""The desk of memory without a database."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace

from agent.domain.conversation import ImageId
from agent.domain.memory import Memory, MemoryScope, Reader, ScopeKind
from agent.errors import BadInput, NotFound
from agent.limits import MEMORY_CHARS_MAX, REFERENCE_IMAGES_MAX
from tests.fakes.stores.memories import FakeMemories, words_of


class FakeMemoryDesk:
    """The `MemoryDesk` over the same memories."""

    def __init__(self, memories: FakeMemories) -> None:
        self._memories = memories
        self._former: dict[str, tuple[str, ...]] = {}

    async def list(
        self, reader: Reader, *, search: str = "", history: bool = False, limit: int = 200
    ) -> Sequence[Memory]:
        found = self._memories.visible(reader, history=history)
        if history:
            found = [replace(m, former=self._former.get(m.id, ())) for m in found]
        if search.strip():
            phrase = search.strip().lower()
            found = [
                m for m in found if phrase in m.in_full().lower() or words_of(search) <= words_of(m.in_full())
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
        kept_words = (changed.name, changed.text, *changed.aliases)
        given_up = [
            said for said in (known.name, known.text, *known.aliases) if said and said not in kept_words
        ]
        self._former[memory] = tuple(dict.fromkeys([*self._former.get(memory, ()), *given_up]))
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

    async def forget_everything(self, reader: Reader, *, everywhere: bool = False) -> int:
        all_ = self._memories
        mine = [m.id for m in all_.rows.values() if m.scope == MemoryScope(kind="user", key=reader.author)]
        for memory in mine:
            self._drop(memory, revive=False)
        pictures = [p for p in all_.posted if p.author == reader.author]
        all_.posted = [p for p in all_.posted if p.author != reader.author]
        all_.images = {name: kept for name, kept in all_.images.items() if kept[0] != reader.author}
        all_.authors.pop(reader.author, None)
        return len(mine) + len(pictures)

    async def export(self, reader: Reader, *, everywhere: bool = False) -> bytes:
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
