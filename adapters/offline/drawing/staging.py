"""From a context's slots to a scene."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from adapters.offline.drawing.colour import Rgb, darker, luminance, mixed
from adapters.offline.drawing.figures import PEOPLE_HEADS, bare
from adapters.offline.drawing.phrases import NAME, marks_of
from adapters.offline.drawing.scene import COPIES_MAX, Framing, Look, Scene, Thing
from adapters.offline.drawing.tokens import TEXT_CHARS_MAX
from adapters.offline.drawing.vocabulary import colour_words, group, home_of, thing_named
from adapters.offline.drawing.wording import Reading, can_act, read
from adapters.offline.lexicon import normalised, palettes, settings, styles, times
from agent.generation import GenerationContext

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
    names = _characters(context.value("character"), reading)
    subject = _with_names(context.value("subject"), names)
    read(subject, reading)
    _pictured(reading, labels, names)
    setting, props = _setting(context, reading)
    things = _counted(tuple(reading.things), context.value("count"))
    avoid = frozenset(reading.avoid | _excluded(context.value("exclude")))
    things = tuple(thing for thing in things if not _avoided(thing, avoid))
    time, weather = _time(
        " ".join((context.value("time"), context.value("subject"), context.value("setting")))
    )
    sky = frozenset(thing.char for thing in things if thing.char in ("moon", "sun", "stars", "🌈"))
    if not time and sky & {"moon", "stars"}:
        time = "night"
    return Scene(
        things=tuple(thing for thing in things if thing.char not in sky),
        backdrop=setting or (base.backdrop if base else "") or _home(things), props=props, time=time or "day",
        weather=weather, look=look_of(context), framing=framing_of(context.value("composition")),
        text="" if "text" in avoid else context.value("text"), avoid=avoid, sky=sky,
        missing=tuple(word for word in reading.missing if not NAME.search(word)), placed=bool(setting),
    )  # fmt: skip


def _characters(text: str, reading: Reading) -> dict[str, int]:
    """Reads "Luna: a silver-haired elf; Bo: a bear": what they are joins the things. Name to the thing's index."""
    names: dict[str, int] = {}
    for entry in text.split(";")[:CHARACTERS_MAX]:
        if not entry.strip():
            continue
        name, _, described = entry.partition(":")
        before = len(reading.things)
        inner = Reading(things=reading.things, last=before)
        read(described or name, inner)
        if len(reading.things) == before:
            reading.things.append(Thing(key=f"🧑{before or ''}", char="🧑", word=name.strip()))
        if key := normalised(name):
            names[key] = before
    reading.last = len(reading.things) - 1
    return names


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
            reading.things[at] = replace(reading.things[at], photo=number)
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
    if words:
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


def _home(things: Sequence[Thing]) -> str:
    """A place that suits the subject when none is named."""
    for thing in things[:3]:
        home = home_of(thing.char)
        if home and not (home == "table" and can_act(things[0].char)):
            return home
    if not things:
        return "meadow"
    return (
        "meadow"
        if can_act(things[0].char) or len(things) > 1
        else "plain"
        if home_of(things[0].char)
        else "meadow"
    )


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
    found = [replace(thing, count=counts.get(bare(thing.char), thing.count)) for thing in things]
    if number and found and not counts:
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
    return "people" in avoid and bare(thing.char) in PEOPLE_HEADS


def _time(text: str) -> tuple[str, frozenset[str]]:
    padded = f" {normalised(text)} "
    time, weather = "", set[str]()
    for entry in times():
        for words in entry.words.values():
            if any(_has(padded, word) for word in words):
                if entry.kind == "weather":
                    weather.add(entry.name)
                else:
                    time = time or entry.name
    return time, frozenset(weather)


def _has(padded: str, word: str) -> bool:
    return f" {word} " in padded.replace(",", " ").replace(".", " ") or (
        not word.isascii() and ord(word[0]) > 0x2E80 and word in padded
    )


# --- look ------------------------------------------------------------------------------------------------------


def look_of(context: GenerationContext) -> Look:
    style = normalised(context.value("style"))
    entry = _best(style)
    palette = (
        _palette(context.value("palette")) or (_named_palette(entry[1]) if entry else ()) or _palette(style)
    )
    return Look(treatment=entry[0] if entry else "flat", palette=palette)


def _best(style: str) -> tuple[str, str] | None:
    """Treatment and palette of the longest style word in the text."""
    exact = next((entry for entry in styles() if entry.name == style), None)
    if exact is not None:
        return exact.treatment, exact.palette
    padded = f" {style} ".replace(",", " ")
    found: tuple[int, str, str] | None = None
    for entry in styles():
        for words in entry.words.values():
            for word in words:
                if _has(padded, word) and (found is None or len(word) > found[0]):
                    found = (len(word), entry.treatment, entry.palette)
    return (found[1], found[2]) if found else None


def _named_palette(name: str) -> tuple[Rgb, ...]:
    return next((entry.colours for entry in palettes() if entry.name == name), ())


def _palette(text: str) -> tuple[Rgb, ...]:
    """A palette by name, or one made of the colours named."""
    if not text:
        return ()
    padded = f" {normalised(text)} ".replace(",", " ")
    best: tuple[int, tuple[Rgb, ...]] = (0, ())
    for entry in palettes():
        for words in entry.words.values():
            for word in words:
                if len(word) > best[0] and _has(padded, word):
                    best = (len(word), entry.colours)
    named = [colour_words()[mark.text] for mark in marks_of(text) if mark.text in colour_words()]
    if best[1] and (len(named) < 2 or best[0] > 6):
        return best[1]
    return _made_of(named)


def _made_of(named: Sequence[Rgb]) -> tuple[Rgb, ...]:
    """The named colours with shades and tints of theirs, so that there is light and dark in them."""
    if not named:
        return ()
    white = (255, 255, 255)
    tints = (mixed(colour, white, share) for colour in named[:3] for share in (0.42, 0.7))
    shades = [
        darker(named[0], 0.72),
        darker(named[0], 0.34),
        *named[:5],
        *tints,
        mixed(named[0], white, 0.88),
    ]
    return tuple(sorted(shades, key=luminance))


_CLOSER = ("close-up", "close up", "closeup", "closer", "zoom in", "zoomed in", "nearer", "bigger",
    "portrait", "headshot", "macro", "primer plano", "más cerca", "nahaufnahme", "näher", "gros plan",
    "plus près", "close", "mais perto", "特写", "近")  # fmt: skip
_FURTHER = ("further", "farther", "zoom out", "zoomed out", "wide shot", "wide", "far away", "distant",
    "from afar", "smaller", "más lejos", "weiter weg", "plus loin", "mais longe", "panorama",
    "establishing", "远")  # fmt: skip
_ABOVE = ("from above", "bird's eye", "birds eye", "bird's-eye", "top down", "top-down", "overhead",
    "aerial", "desde arriba", "von oben", "d'en haut", "de cima", "俯视", "俯瞰")  # fmt: skip
_BELOW = (
    "from below",
    "low angle",
    "worm's eye",
    "looking up",
    "desde abajo",
    "von unten",
    "d'en bas",
    "de baixo",
    "仰视",
)
_SIDES = (("left", -0.5), ("right", 0.5), ("izquierda", -0.5), ("derecha", 0.5), ("links", -0.5),
    ("rechts", 0.5), ("gauche", -0.5), ("droite", 0.5), ("esquerda", -0.5), ("direita", 0.5), ("左", -0.5),
    ("右", 0.5))  # fmt: skip


def framing_of(text: str) -> Framing:
    words = normalised(text)
    closer = sum(words.count(w) for w in _CLOSER if w in words)
    zoom = 1.45 if closer else 0.62 if any(w in words for w in _FURTHER) else 1.0
    dx = next((share for word, share in _SIDES if word in words), 0.0)
    view = (
        "above"
        if any(w in words for w in _ABOVE)
        else "below"
        if any(w in words for w in _BELOW)
        else "level"
    )
    return Framing(
        zoom=zoom, dx=dx, view=view, centred="cent" in words or "symmetr" in words or "middle" in words
    )
