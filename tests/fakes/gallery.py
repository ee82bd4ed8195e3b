"""A person's own pictures, from what lies on the fake board."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.domain.conversation import AuthorId
from agent.domain.generation import GenerationContext
from agent.errors import BadInput, NotFound
from agent.ports import (
    BoardMessage,
    ChangedMessage,
    Clock,
    DeletedPictures,
    Facet,
    GalleryFacets,
    GalleryPage,
    GalleryPicture,
    GalleryQuery,
)
from db.memory.recall.periods import periods_in, without_periods
from db.memory.recall.picture_search import looked_for, picture_terms
from tests.fakes.board import FakeBoard

Own = tuple[GalleryPicture, GenerationContext]


class FakeGallery:
    """The `Gallery`."""

    def __init__(self, board: FakeBoard, clock: Clock) -> None:
        self._board = board
        self._clock = clock

    async def page(
        self, owners: Sequence[AuthorId], query: GalleryQuery, *, after: str = "", limit: int = 100
    ) -> GalleryPage:
        periods = periods_in(query.words, now=self._clock.now())
        terms = set(looked_for(without_periods(query.words)))
        found = [
            picture
            for picture, context in self._own(owners)
            if _fits(picture, context, query)
            and (not periods or any(period.start <= picture.at < period.end for period in periods))
            and (not terms or terms & set(picture_terms(picture.caption, context)))
        ]
        start = 0
        if after and not terms:
            start = next(
                (at for at, picture in enumerate(found, 1) if picture.image == after.partition("~")[2]), -1
            )
        if start < 0:
            raise BadInput("after: as the page before said in next")
        shown = tuple(found[start : start + limit])
        return GalleryPage(pictures=shown, next=f"~{shown[-1].image}" if start + limit < len(found) else "")

    async def facets(self, owners: Sequence[AuthorId]) -> GalleryFacets:
        own = list(self._own(owners))
        places = Counter(replace(picture.place, thread=None) for picture, _ in own)
        people = Counter(one.name for _, context in own for one in context.characters() if one.name)
        styles = Counter(context.value("style").lower() for _, context in own if context.value("style"))
        return GalleryFacets(
            total=len(own), places=tuple(places.most_common()), characters=_facets(people), styles=_facets(styles),
        )  # fmt: skip

    async def prompt(self, owners: Sequence[AuthorId], image: str) -> str:
        found = next((context for picture, context in self._own(owners) if picture.image == image), None)
        if found is None:
            raise NotFound("There is no such picture of yours.")
        return found.prompt

    async def delete(self, owners: Sequence[AuthorId], images: Sequence[str]) -> DeletedPictures:
        gone = {picture.image for picture, _ in self._own(owners)} & set(images)
        changed: list[ChangedMessage] = []
        for kept in list(self._board.kept.values()):
            reply = kept.message.reply
            if reply is None or not gone & {*reply.images, *reply.files}:
                continue
            left = [at for at, image in enumerate(reply.images) if image not in gone]
            files = tuple(file for file in reply.files if file not in gone)
            is_gone = not left and not files
            if is_gone:
                self._board.remove(kept.message.id)
            else:
                images_left = tuple(reply.images[at] for at in left)
                alts = tuple(reply.alts[at] for at in left if at < len(reply.alts))
                reply = replace(reply, images=images_left, alts=alts, files=files)
                self._board.change(kept.message.id, reply=reply, images=images_left)
            changed.append(ChangedMessage(message=kept.message.id, place=kept.message.place, is_gone=is_gone))
        for image in gone:
            self._board.pictures.pop(image, None)
        return DeletedPictures(count=len(gone), changed=tuple(changed))

    def _own(self, owners: Sequence[AuthorId]) -> Iterator[Own]:
        """The latest first."""
        shown: set[str] = set()
        own: list[Own] = []
        for kept in self._board.kept.values():
            message, reply = kept.message, kept.message.reply
            incognito = kept.only_for is not None and not message.place.private
            if message.asker not in owners or reply is None or reply.context is None or incognito:
                continue
            for at, image in enumerate(reply.images):
                if image not in shown and reply.kind == "image":
                    shown.add(image)
                    own.append((_picture(kept.message, at), reply.context))
        return iter(sorted(own, key=lambda one: one[0].at, reverse=True))


def _picture(message: BoardMessage, at: int) -> GalleryPicture:
    assert message.reply is not None
    caption = message.reply.alts[at] if at < len(message.reply.alts) else ""
    return GalleryPicture(
        image=message.reply.images[at], caption=caption, at=message.at, place=message.place, message=message.id, position=at,
    )  # fmt: skip


def _fits(picture: GalleryPicture, context: GenerationContext, query: GalleryQuery) -> bool:
    return (
        query.platform in (None, picture.place.platform)
        and query.channel in (None, picture.place.channel_key)
        and (query.character is None or query.character in [one.name for one in context.characters()])
        and query.style in (None, context.value("style").lower())
    )


def _facets(counted: Counter[str]) -> tuple[Facet, ...]:
    return tuple(Facet(value=value, count=count) for value, count in counted.most_common())
