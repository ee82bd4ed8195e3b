"""From the words of style and palette to a treatment and its colours."""

from collections.abc import Sequence

from adapters.builtin.language.lexicon import normalised, palettes, styles
from adapters.builtin.sketch.colour import Rgb, darker, luminance, mixed
from adapters.builtin.sketch.reading.phrases import marks_of
from adapters.builtin.sketch.reading.vocabulary import colour_words, has_word
from adapters.builtin.sketch.scene import Look
from agent.domain.generation import GenerationContext


def look_of(context: GenerationContext) -> Look:
    style = normalised(context.value("style"))
    entry = _best(style)
    palette = (
        _palette(context.value("palette")) or (_named_palette(entry[1]) if entry else ()) or _palette(style)
    )
    return Look(treatment=entry[0] if entry else "flat", palette=palette)


def names_treatment(style: str) -> bool:
    """Whether words say how it is to be drawn, as far as is known here."""
    return _best(normalised(style)) is not None


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
                if has_word(padded, word) and (found is None or len(word) > found[0]):
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
                if len(word) > best[0] and has_word(padded, word):
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
