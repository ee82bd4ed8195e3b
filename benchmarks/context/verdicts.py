"""What of an outcome is wrong, by an item's expectations. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.context.items import ME, Expect, Item
from benchmarks.context.outcomes import Outcome, classes_of, value_in
from benchmarks.context.patterns import found, number_pattern, same_words

QUOTED_CHARS_MAX = 160
"""Of what is there instead, in a fault."""
RATIO_OFF_MAX = 0.06
PICTURES = frozenset({"picture", "change"})
Judged = Callable[[Expect, Outcome], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How one item went."""

    faults: tuple[str, ...]
    """Of the expectation that came nearest; () when one holds."""
    wrong_memory: bool
    picture_of_nothing: bool
    asked: bool
    may_ask: bool
    must_ask: bool

    @property
    def is_right(self) -> bool:
        return not self.faults


def judge(item: Item, outcome: Outcome) -> Verdict:
    """By the expectation that came nearest."""
    nearest, faults = min(
        ((expect, faults_of(item, expect, outcome)) for expect in item.expect), key=lambda each: len(each[1])
    )
    allowed = {name for expect in item.expect for name in expect.outcome}
    return Verdict(
        faults=tuple(faults),
        wrong_memory=bool(_wrong_memory(item, nearest, outcome)),
        picture_of_nothing=outcome.reply == "image" and all(_draws_nothing(each) for each in item.expect),
        asked=outcome.reply == "question",
        may_ask="question" in allowed,
        must_ask=allowed == {"question"},
    )


def faults_of(item: Item, expect: Expect, outcome: Outcome) -> list[str]:
    """Each a line for a person; [] when the outcome is right by this expectation."""
    if outcome.reply == "failed":
        return [f"failed: {_cut(outcome.text)}"]
    faults = [fault for check in _CHECKS for fault in check(expect, outcome)]
    return [*faults, *_wrong_memory(item, expect, outcome)]


def _draws_nothing(expect: Expect) -> bool:
    if expect.draws_nothing is not None:
        return expect.draws_nothing
    return not {"picture", "change", "question"} & set(expect.outcome)


def _outcome(expect: Expect, outcome: Outcome) -> list[str]:
    is_same = outcome.is_unchanged()
    classes = classes_of(outcome)
    if classes & set(expect.outcome):
        return ["the change changed nothing"] if is_same and "change" in classes else []
    wanted, got = " or ".join(expect.outcome), "/".join(sorted(classes)) or outcome.reply
    shown = outcome.value("scene") or outcome.text
    return [f"came out as {got}, not {wanted}: {_cut(shown)!r}"]


def _places(expect: Expect, outcome: Outcome) -> list[str]:
    faults: list[str] = []
    for place, patterns in expect.has.items():
        for value in _values(outcome, place):
            faults += [f"{place} lacks {p!r}: {_cut(value)!r}" for p in patterns if not found(p, value)]
    for place, patterns in expect.never.items():
        for value in _values(outcome, place):
            faults += [f"{place} has {p!r}: {_cut(value)!r}" for p in patterns if found(p, value)]
    return faults


def _values(outcome: Outcome, place: str) -> Sequence[str]:
    if place == "each":
        return [value_in(context, "scene") for context in outcome.contexts] or [""]
    return [outcome.value(place)]


def _gone(expect: Expect, outcome: Outcome) -> list[str]:
    excluded, scene = outcome.value("exclude"), outcome.value("scene")
    return [
        f"{p!r} is still there: {_cut(scene)!r}"
        for p in expect.gone
        if not found(p, excluded) and found(p, scene)
    ]


def _numbers(expect: Expect, outcome: Outcome) -> list[str]:
    faults: list[str] = []
    number = len(outcome.contexts) if outcome.reply == "image" else 0
    if expect.pictures is not None and not expect.pictures[0] <= number <= expect.pictures[1]:
        faults.append(f"{number} pictures, not {expect.pictures[0]} to {expect.pictures[1]}")
    counted = f"{outcome.value('count')} . {outcome.value('subject')} . {outcome.value('character')}"
    if expect.things is not None and not found(number_pattern(expect.things), counted):
        faults.append(f"nothing says {expect.things} of them: {_cut(counted)!r}")
    return faults


def _shape(expect: Expect, outcome: Outcome) -> list[str]:
    if not expect.shape:
        return []
    return [f"{w}x{h} is not {expect.shape}" for w, h in outcome.sizes if not _has_shape(expect.shape, w, h)]


def _has_shape(shape: str, width: int, height: int) -> bool:
    if ":" in shape:
        wide, high = (float(side) for side in shape.split(":"))
        return abs(width / height / (wide / high) - 1) <= RATIO_OFF_MAX
    is_square = abs(width / height - 1) <= RATIO_OFF_MAX
    return {"square": is_square, "wide": width > height and not is_square}.get(
        shape, width < height and not is_square
    )


def _printed(expect: Expect, outcome: Outcome) -> list[str]:
    if expect.printed is None:
        return []
    printed = [value_in(context, "text") for context in outcome.contexts]
    if any(same_words(expect.printed, each) for each in printed or [""]):
        return []
    return [f"printed is {_cut(' / '.join(printed))!r}, not {expect.printed!r}"]


def _photo(expect: Expect, outcome: Outcome) -> list[str]:
    used = {reference.image for context in outcome.contexts for reference in context.references}
    used |= {context.base for context in outcome.contexts if context.base}
    return ["the photograph is not used"] if expect.photo and not used & outcome.photos else []


def _question(expect: Expect, outcome: Outcome) -> list[str]:
    faults: list[str] = []
    if outcome.reply == "question":
        if expect.asks_about and not set(expect.asks_about) & set(outcome.asked):
            faults.append(f"asks about {', '.join(outcome.asked)}, not {' or '.join(expect.asks_about)}")
        offered = " . ".join(outcome.options)
        faults += [
            f"{p!r} is not offered: {_cut(offered)!r}" for p in expect.options if not found(p, offered)
        ]
    if expect.leaves_open is not None and outcome.still_open != expect.leaves_open:
        faults.append("the question is " + ("still open" if outcome.still_open else "closed"))
    return faults


def _words(expect: Expect, outcome: Outcome) -> list[str]:
    lacking = [
        f"says nothing of {p!r}: {_cut(outcome.text)!r}" for p in expect.text if not found(p, outcome.text)
    ]
    said = [f"says {p!r}: {_cut(outcome.text)!r}" for p in expect.text_never if found(p, outcome.text)]
    return [*lacking, *said]


def _memory(expect: Expect, outcome: Outcome) -> list[str]:
    stored = [each.sentence for each in outcome.stored]
    faults = [f"does not use {key!r}" for key in expect.uses if key not in outcome.used]
    faults += [
        f"did not store {p!r}: {_cut(' . '.join(stored))!r}"
        for p in expect.stores
        if not any(found(p, s) for s in stored)
    ]
    faults += [f"{key!r} still holds" for key in expect.changes if key not in outcome.lost]
    faults += [f"{key!r} is still there" for key in expect.removes if key not in outcome.removed]
    wanted = expect.stores_as
    if wanted is not None and not any(
        wanted.kind in ("", each.kind) and wanted.scope in ("", each.scope)
        and wanted.name.casefold() in ("", each.name.casefold()) for each in outcome.stored
    ):  # fmt: skip
        told = "; ".join(f"{each.kind}/{each.scope}/{each.name}" for each in outcome.stored)
        faults.append(f"not stored as {wanted.kind}/{wanted.scope}/{wanted.name}: {_cut(told)!r}")
    return faults


_CHECKS: tuple[Judged, ...] = (
    _outcome, _places, _gone, _numbers, _shape, _printed, _photo, _question, _words, _memory,
)  # fmt: skip


def _wrong_memory(item: Item, expect: Expect, outcome: Outcome) -> list[str]:
    """Used, written or removed, and must not be."""
    theirs = {known.key for known in item.memory if known.who != ME and known.scope == "user"}
    barred = (theirs - set(expect.uses)) | set(expect.unused)
    faults = [f"uses {key!r}, and must not" for key in sorted(barred & outcome.used)]
    spared = outcome.lost - set(expect.changes) - set(expect.removes)
    faults += [f"took {key!r} away" for key in sorted(spared)]
    if not expect.may_write:
        # What is kept anew of one that was to be changed is no further memory.
        new = [s.sentence for s in outcome.stored if not any(found(p, s.sentence) for p in expect.stores)]
        faults += [f"stored {_cut(sentence)!r}" for sentence in new]
    return faults


def _cut(text: str) -> str:
    return text if len(text) <= QUOTED_CHARS_MAX else f"{text[:QUOTED_CHARS_MAX]}…"
