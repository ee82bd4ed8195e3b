"""Short ways to make the values that tests talk about. Everything has a plain default; name only what the test is about."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from agent.domain.conversation import (
    Author,
    AuthorId,
    ImageId,
    Message,
    MessageId,
    Picture,
    Place,
    Said,
    Turn,
    TurnId,
)
from agent.domain.generation import Evidence, GenerationContext, Method, Plan, Reference, SlotName
from agent.domain.memory import (
    Memory,
    MemoryId,
    MemoryKind,
    MemoryScope,
    Profile,
    Recalled,
    RecalledPicture,
    Recollection,
    ScopeKind,
)
from agent.ports import PlanRequest

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PLACE = Place(platform="console", community="guild", channel="art")


def uuid_of(name: str) -> str:
    """The same UUID for the same name, so that a failing test reads the same twice."""
    return str(uuid5(NAMESPACE_URL, name))


def author(name: str = "ana", *, may_manage: bool = False, roles: Sequence[str] = ()) -> Author:
    return Author(id=AuthorId(f"console:{name}"), name=name, may_manage=may_manage, roles=tuple(roles))


def context(
    slots: Mapping[SlotName, str] | None = None,
    *,
    method: Method = "said",
    references: Sequence[Reference] = (),
    seed: int = 7,
    base: str | None = None,
) -> GenerationContext:
    """A context whose slots all have the same method."""
    filled = {
        name: Evidence(value=value, method=method, source="you said") for name, value in (slots or {}).items()
    }
    return GenerationContext(slots=filled, references=tuple(references), seed=seed, base=base)


def picture(
    name: str = "picture",
    slots: Mapping[SlotName, str] | None = None,
    *,
    by: str = "ana",
    caption: str = "",
    made_of: GenerationContext | None = None,
) -> Picture:
    """A posted picture; its ids come from `name`."""
    made = made_of or context(slots if slots is not None else {"subject": "a fox", "style": "watercolour"})
    return Picture(
        id=ImageId(uuid_of(name)),
        turn=TurnId(uuid_of(f"turn of {name}")),
        message=MessageId("b1"),
        author=AuthorId(f"console:{by}"),
        context=made,
        caption=caption or made.value("subject"),
        at=NOW,
    )


def message(
    text: str = "",
    *,
    by: str | None = None,
    images: Sequence[str] = (),
    pictures: Sequence[Picture] = (),
    id: str = "b1",
) -> Message:
    """A message of the thread; `by` None is the bot's. A picture is also one of its images."""
    shown = [*images, *(shown.id for shown in pictures)]
    return Message(
        id=MessageId(id),
        author=author(by) if by else None,
        text=text,
        images=tuple(ImageId(image) for image in shown),
        pictures=tuple(pictures),
        at=NOW,
    )


def turn(
    text: str = "draw a fox",
    *,
    by: str = "ana",
    images: Sequence[str] = (),
    replied: Message | None = None,
    thread: Sequence[Message] = (),
    place: Place = PLACE,
    may_manage: bool = False,
    roles: Sequence[str] = (),
    incognito: bool = False,
    id: str = "turn",
) -> Turn:
    """A turn in which `by` writes `text`."""
    return Turn(
        id=TurnId(uuid_of(id)),
        place=place,
        author=author(by, may_manage=may_manage, roles=roles),
        request=Said(text=text, images=tuple(ImageId(image) for image in images)),
        message=MessageId("u1"),
        replied=replied,
        thread=tuple(thread),
        received_at=NOW,
        incognito=incognito,
    )


def memory(
    text: str,
    kind: MemoryKind = "preference",
    *,
    name: str = "",
    aliases: Sequence[str] = (),
    images: Sequence[str] = (),
    scope: ScopeKind = "user",
    slot: str = "",
    by: str = "ana",
) -> Memory:
    """A live memory; its id comes from its words."""
    keys = {"user": f"console:{by}", "channel": PLACE.channel_key, "community": PLACE.community_key or ""}
    return Memory(
        id=MemoryId(uuid_of(f"{scope} {kind} {name} {text}")),
        scope=MemoryScope(kind=scope, key=keys[scope]),
        kind=kind,
        text=text,
        author=f"console:{by}",
        name=name,
        aliases=tuple(aliases),
        images=tuple(images),
        slot=slot,
        valid_from=NOW,
    )


def recollection(*memories: Memory, pictures: Sequence[tuple[str, str]] = ()) -> Recollection:
    """What a recall found, best first; pictures as (ImageId, caption)."""
    return Recollection(
        memories=tuple(
            Recalled(memory=found, score=1.0 / n, via="search") for n, found in enumerate(memories, 1)
        ),
        pictures=tuple(
            RecalledPicture(
                image=image, caption=caption, turn=uuid_of(f"turn of {image}"), at=NOW, score=1.0 / n
            )
            for n, (image, caption) in enumerate(pictures, 1)
        ),
    )


def plan_request(
    text: str = "draw a fox",
    *,
    of: Turn | None = None,
    images: Sequence[str] = (),
    memories: Sequence[Memory] = (),
    recalled: Recollection | None = None,
    base: Picture | None = None,
    answers: Mapping[str, str] | None = None,
    pending: Plan | None = None,
    **more: object,
) -> PlanRequest:
    """What a planner is asked for `text`, said by ana in the guild's #art. Further keywords go to `turn`
    (`replied`, `thread`, `by` ...), except `ask_policy`."""
    policy = more.pop("ask_policy", "when-needed")
    said = of or turn(text, images=images, **more)  # pyright: ignore[reportArgumentType] # keywords of `turn`
    return PlanRequest(
        turn=said,
        text=text,
        profile=Profile(memories=tuple(memories)),
        recollection=recalled or Recollection(),
        base=base,
        ask_policy=policy,  # pyright: ignore[reportArgumentType]
        answers=dict(answers or {}),
        pending=pending,
        now=NOW,
    )
