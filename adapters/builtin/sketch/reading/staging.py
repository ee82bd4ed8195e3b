"""From a context's slots to a scene."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from adapters.builtin.language.lexicon import normalised, settings, times
from adapters.builtin.sketch.figures.costumes import costume_of
from adapters.builtin.sketch.figures.figures import PEOPLE_HEADS, bare
from adapters.builtin.sketch.reading.described_things import read
from adapters.builtin.sketch.reading.emblems import as_emblem, is_emblem, signs_a_trade
from adapters.builtin.sketch.reading.framing import framing_of
from adapters.builtin.sketch.reading.phrases import NAME, marks_of
from adapters.builtin.sketch.reading.scene_draft import Reading, can_act
from adapters.builtin.sketch.reading.side_by_side import side_by_side
from adapters.builtin.sketch.reading.stated_places import is_place_by_a_thing, placed_nowhere
from adapters.builtin.sketch.reading.styling import look_of
from adapters.builtin.sketch.reading.tokens import TEXT_CHARS_MAX
from adapters.builtin.sketch.reading.vocabulary import (
    group,
    has_word,
    home_of,
    is_listed,
    thing_named,
)
from adapters.builtin.sketch.scene import COPIES_MAX, Scene, Thing
from agent.domain.cast import Layout, laid_out
from agent.domain.characters import Character
from agent.domain.generation import GenerationContext

CHARACTERS_MAX = 6


def _shortened(context: GenerationContext) -> GenerationContext:
    """With no slot longer than a picture can hold."""
    return context.fill(
        {name: replace(e, value=e.value[:TEXT_CHARS_MAX]) for name, e in context.slots.items()}
    )


def staged(context: GenerationContext, base: Scene | None = None, *, labels: Sequence[str] = ()) -> Scene:
    """The scene of a context. `base` is the scene of the picture that is edited: what nothing is said about is its.
    `labels` say what the reference pictures show, in their order; each is set in the place of that thing."""
    context = _shortened(context)
    reading = Reading()
    names = _characters(context.characters(), reading)
    keys = {name: reading.things[number].key for name, number in names.items()}
    subject = _with_names(context.value("subject"), names)
    read(subject, reading)
    _pictured(reading, labels, names)
    setting, props = _setting(context, reading)
    things = _counted(tuple(reading.things), context.value("count"))
    named = things
    avoid = frozenset(reading.avoid | _excluded(context.value("exclude")))
    layout = laid_out(context)
    things = _apart(things, layout, keys, base)
    things = tuple(thing for thing in things if not _avoided(thing, avoid))
    time, weather = _time(
        " ".join((context.value("time"), context.value("subject"), context.value("setting")))
    )
    if is_emblem(context.value("subject")) and not context.value("setting"):
        setting, props, things = "plain", (), as_emblem(things, context.value("subject"))
        reading.missing = [word for word in reading.missing if not signs_a_trade(word)]
    if labels and wants_cutting(context):
        setting, props = setting or "plain", () if not setting else props
        reading.missing.clear()
    sky = frozenset(thing.char for thing in things if thing.char in ("moon", "sun", "stars", "🌈"))
    if not time and sky & {"moon", "stars"}:
        time = "night"
    return Scene(
        things=tuple(thing for thing in things if thing.char not in sky),
        backdrop=setting or (base.backdrop if base else "") or _home(named, avoid), props=props, time=time or "day",
        weather=weather, look=look_of(context), framing=framing_of(context.value("composition")),
        text="" if "text" in avoid else context.value("text"), avoid=avoid, sky=sky,
        missing=(
            *(word for word in reading.missing if not NAME.search(word)), *placed_nowhere(things),
            *_undone(things, layout, keys, reading.verbs),
        ),
        placed=bool(setting),
    )  # fmt: skip


def wants_cutting(context: GenerationContext) -> bool:
    """Whether a photograph's subject is wanted without its ground."""
    padded = f" {normalised(context.value('subject'))} "
    return any(has_word(padded, word) for word in group("cutting"))


def _characters(people: Sequence[Character], reading: Reading) -> dict[str, int]:
    """What they are joins the things. Name to the thing's index."""
    names: dict[str, int] = {}
    for one in people[:CHARACTERS_MAX]:
        before = len(reading.things)
        inner = Reading(things=reading.things, last=before)
        read((one.description or one.name)[:TEXT_CHARS_MAX], inner)
        if len(reading.things) == before:
            reading.things.append(Thing(key=f"🧑{before or ''}", char="🧑", word=one.called))
        if key := normalised(one.called):
            names[key] = before
    reading.last = len(reading.things) - 1
    return names


def _apart(
    things: tuple[Thing, ...], layout: Layout, keys: Mapping[str, str], base: Scene | None
) -> tuple[Thing, ...]:
    """From left to right as planned. Who joins those of a picture that is edited finds room beside them."""
    laid = side_by_side(things, layout, keys)
    if base is None:
        return laid
    return tuple(one if base.thing(one.key) else was for one, was in zip(laid, things, strict=True))


def _undone(
    things: Sequence[Thing], layout: Layout, keys: Mapping[str, str], verbs: Sequence[str]
) -> Sequence[str]:
    """Doings that a sketch does not show: who does them stands there, with empty hands."""
    shown = {thing.key: thing for thing in things}
    idle = [
        figure
        for figure in layout.figures
        if figure.act and (thing := shown.get(keys.get(normalised(figure.name), ""))) and not thing.held
    ]
    return [f"{one.name} {one.act}" for one in idle if normalised(one.act.split()[0]) in verbs]


def _with_names(subject: str, names: Mapping[str, int]) -> str:
    """The subject with a mark for each name, so that a name that is also a word ("Rose") is the person."""
    text = normalised(subject)
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?:'s)?(?!\w)", f" qx{names[name]}qx ", text)
    return text


def _pictured(reading: Reading, labels: Sequence[str], names: Mapping[str, int]) -> None:
    """Sets each reference picture in the place of what its label names, of the first figure, or of a thing of its own."""
    for number, label in enumerate(labels):
        at = _shown(reading, label, names)
        if at is None:
            key = f"photo{number or ''}"
            reading.things.insert(0, Thing(key=key, char="photo", word=label or "the picture", photo=number))
        else:
            thing = reading.things[at]
            named = normalised(label) in names or bool(read(label).things if label else ())
            reading.things[at] = replace(thing, photo=number, named=named)
        said = set(normalised(label).split())
        reading.missing = [word for word in reading.missing if not said & set(word.split())]


def _shown(reading: Reading, label: str, names: Mapping[str, int]) -> int | None:
    free = [i for i, thing in enumerate(reading.things) if thing.photo is None]
    name = normalised(label)
    if name in names and names[name] in free:
        return names[name]
    said = {bare(thing.char) for thing in read(label).things} if label else set[str]()
    for i in free:
        if bare(reading.things[i].char) in said:
            return i
    if said or not free:
        return None
    return next((i for i in free if can_act(reading.things[i].char)), free[0] if not name else None)


def _setting(context: GenerationContext, reading: Reading) -> tuple[str, tuple[str, ...]]:
    """Name of the backdrop, and its props; what the setting's words hold besides joins the things."""
    words = context.value("setting")
    if words and is_place_by_a_thing(words):
        reading.relations = ()
        read(words, reading)
    elif words:
        inner = read(words, Reading(placing=True))
        if inner.backdrop:
            reading.backdrop = inner.backdrop
        reading.things += [
            thing for thing in inner.things if all(bare(t.char) != bare(thing.char) for t in reading.things)
        ]
        if not inner.backdrop and not inner.things:
            reading.missing += [word for word in inner.missing if word not in reading.missing]
    if any(
        home in _SELF_HOMES and bare(t.char) == _SELF_HOMES[home]
        for t in reading.things
        for home in [reading.backdrop]
    ):
        reading.backdrop = ""
    entry = next((entry for entry in settings() if entry.name == reading.backdrop), None)
    return (entry.backdrop, entry.props) if entry else ("", ())


_SELF_HOMES = {
    "castle": "🏰",
    "volcano": "🌋",
    "mountains": "🏔",
    "table": "table",
    "stadium": "🏟",
    "stage": "🎪",
}
"""Places that are also things: whoever draws the thing is not inside the place."""


def _home(things: Sequence[Thing], avoid: frozenset[str]) -> str:
    """A place that suits the subject when none is named. What has been removed still tells the place it was in."""
    if not things:
        return "meadow"
    kept = {
        thing.key for thing in things if thing.relation == "in" and is_listed("seat", "glass", thing.anchor)
    }
    for char in (*(thing.char for thing in things[:3] if thing.key not in kept), *sorted(avoid)):
        home = home_of(char)
        further = char != things[0].char and can_act(things[0].char)
        if (
            home
            and not (home == "table" and can_act(things[0].char))
            and not (home == "underwater" and further)
        ):
            return home
    return "meadow"


def _counted(things: tuple[Thing, ...], count: str) -> tuple[Thing, ...]:
    """Applies the count slot: "3", "3 cats", "three cats and two dogs"."""
    number = 0
    counts: dict[str, int] = {}
    for mark in marks_of(count):
        if mark.get("number"):
            number = int(mark.get("number"))
        elif number and (char := mark.get("thing") or thing_named(mark.text)):
            counts[bare(char)] = number
            number = 0
    single = Counter(bare(thing.char) for thing in things)
    found = [
        replace(thing, count=counts.get(bare(thing.char), thing.count))
        if single[bare(thing.char)] == 1
        else thing
        for thing in things
    ]
    if number and found and not counts and single[bare(found[0].char)] == 1:
        found[0] = replace(found[0], count=number)
    return tuple(
        replace(thing, count=min(max(thing.count, 1), COPIES_MAX)) for thing in found if thing.count > 0
    )


def _excluded(text: str) -> set[str]:
    found: set[str] = set()
    for mark in marks_of(text):
        for name in ("people", "animals", "lettering", "trees"):
            if mark.text in group(name):
                found.add({"lettering": "text", "trees": "tree"}.get(name, name))
        if char := mark.get("thing") or thing_named(mark.text):
            found.add(bare(char))
    return found


def _avoided(thing: Thing, avoid: frozenset[str]) -> bool:
    if bare(thing.char) in avoid:
        return True
    return "people" in avoid and (bare(thing.char) in PEOPLE_HEADS or costume_of(thing.char) is not None)


def _time(text: str) -> tuple[str, frozenset[str]]:
    padded = f" {normalised(text)} "
    time, weather = "", set[str]()
    for entry in times():
        for words in entry.words.values():
            if any(has_word(padded, word) for word in words):
                if entry.kind == "weather":
                    weather.add(entry.name)
                else:
                    time = time or entry.name
    return time, frozenset(weather)
