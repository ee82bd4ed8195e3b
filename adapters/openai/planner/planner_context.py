"""What a planner is shown, numbered: a model names memories and pictures by these numbers only, so that it can reach nothing
that was not put before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agent.domain.conversation import Message, Pressed, Said
from agent.domain.generation import Evidence, Plan, SlotName
from agent.domain.images import GONE
from agent.domain.memory import Memory
from agent.limits import PROFILE_CHARS_MAX
from agent.policy.content import described
from agent.ports import PlanRequest
from agent.translation.languages import ENGLISH_NAMES

COMPACT_THREAD_MAX = 6
COMPACT_MEMORIES_MAX = 12
_WHOSE = {"user": "this person's", "channel": "this channel's", "community": "this community's"}
_SPEAKERS = {True: "author", False: "somebody else"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPicture:
    """`image` is its ImageId."""

    number: str
    image: str
    what: str
    shown: bool = False
    """Its pixels are before the model."""
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Everything in the planner's sight, by number."""

    memories: Mapping[str, Memory] = field(default_factory=dict[str, Memory])
    pictures: Mapping[str, ShownPicture] = field(default_factory=dict[str, ShownPicture])
    recalled: frozenset[str] = frozenset()
    """Numbers of the memories that only the search found."""


def sight_of(request: PlanRequest) -> Sight:
    profile = _within(request.profile.memories, PROFILE_CHARS_MAX)
    known = {memory.id for memory in profile}
    recalled = [found.memory for found in request.recollection.memories if found.memory.id not in known]
    memories = {f"M{number}": memory for number, memory in enumerate([*profile, *recalled], start=1)}
    return Sight(
        memories=memories,
        pictures={picture.number: picture for picture in _pictures(request)},
        recalled=frozenset(list(memories)[len(profile) :]),
    )


def _within(memories: Sequence[Memory], chars: int) -> Sequence[Memory]:
    """Rules first: they must not fall out of sight when a profile grows too long."""
    kept: list[Memory] = []
    for memory in sorted(memories, key=lambda memory: memory.kind != "rule"):
        chars -= len(memory.sentence())
        if chars < 0 and memory.kind != "rule":
            break
        kept.append(memory)
    return kept


def _pictures(request: PlanRequest) -> Sequence[ShownPicture]:
    """Those whose small versions come along (same order), then the earlier ones that recall found."""
    turn, base = request.turn, request.base
    said = turn.request
    attached = said.images if isinstance(said, Said | Pressed) else ()
    replied = turn.replied.images if turn.replied else ((base.id,) if base else ())
    talked_about = "the picture they talk about"
    seen = [(image, "attached to the message") for image in attached]
    seen += [(image, "in the message replied to" if turn.replied else talked_about) for image in replied]
    if base is not None and base.id not in dict(seen):  # replied to was a question about it
        seen.append((base.id, talked_about))
    what = dict(reversed(seen))  # the first that is said of a picture holds
    ordered = list(dict.fromkeys(image for image, _ in seen))
    small = dict(zip(ordered, request.images, strict=False))
    kept = [image for image in ordered if small.get(image) is not GONE]
    shown = [
        ShownPicture(
            number=f"P{number}", image=image, what=what[image], shown=image in small,
            caption=base.caption if base and base.id == image else "",
        )
        for number, image in enumerate(kept, start=1)
    ]  # fmt: skip
    earlier = [picture for picture in request.recollection.pictures if picture.image not in ordered]
    shown += [
        ShownPicture(
            number=f"P{number}", image=picture.image, what=f"made earlier, {picture.at:%d %B}", caption=picture.caption
        )
        for number, picture in enumerate(earlier, start=len(shown) + 1)
    ]  # fmt: skip
    return shown


def values(request: PlanRequest, sight: Sight) -> dict[str, object]:
    """What the planning prompt is rendered with."""
    turn = request.turn
    memories = [_memory(number, memory) for number, memory in sight.memories.items()]
    rules = [m for m in memories if m["kind"] == "rule"]
    return {
        "place": described(turn.place),
        "now": f"{request.now:%A, %d %B %Y, %H:%M} UTC",
        "may_manage": "yes" if turn.author.may_manage else "no",
        "rules": rules,
        "profile": [m for m in memories if m not in rules and m["number"] not in sight.recalled],
        "recalled": [m for m in memories if m not in rules and m["number"] in sight.recalled],
        "thread": [_line(message, request) for message in turn.thread],
        "pictures": list(sight.pictures.values()),
        "base": _slots(request.base.context.slots) if request.base else [],
        "pending": _pending(request.pending) if request.pending else None,
        "answers": [{"slot": slot, "text": text} for slot, text in request.answers.items()],
        "quoted": turn.request.quoted if isinstance(turn.request, Said) else "",
        "message": request.text,
        "speaks": ENGLISH_NAMES.get(request.language, ""),
    }


def compact_values(request: PlanRequest, sight: Sight) -> dict[str, object]:
    """The same, cut to what a small model can keep in view: rules and profile first, and the last lines of the thread."""
    memories = [_memory(number, memory) for number, memory in sight.memories.items()]
    lines = [_line(message, request) for message in request.turn.thread[-COMPACT_THREAD_MAX:]]
    return values(request, sight) | {"memories": memories[:COMPACT_MEMORIES_MAX], "thread": lines}


def _memory(number: str, memory: Memory) -> dict[str, object]:
    return {
        "number": number, "kind": memory.kind, "whose": _WHOSE[memory.scope.kind], "text": memory.in_full(),
        "pictures": len(memory.images),
    }  # fmt: skip


def _line(message: Message, request: PlanRequest) -> dict[str, object]:
    """A line of the thread: whose words they are is ours to say, never the text's."""
    own = message.author is not None and message.author.id == request.turn.author.id
    shows = "; ".join(picture.caption for picture in message.pictures) or (
        "a picture" if message.images else ""
    )
    return {"who": "you" if message.author is None else _SPEAKERS[own], "text": message.text, "shows": shows}


def _slots(slots: Mapping[SlotName, Evidence]) -> list[dict[str, object]]:
    return [{"name": name, "value": evidence.value} for name, evidence in slots.items()]


def _pending(plan: Plan) -> dict[str, object]:
    return {
        "intent": plan.intent,
        "slots": _slots(plan.context.slots),
        "gaps": [
            {
                "slot": gap.slot,
                "question": gap.question,
                "options": ", ".join(c.value for c in gap.candidates),
            }
            for gap in plan.gaps
        ],
    }
