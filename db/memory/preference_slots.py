"""Which slot a preference is about, where nobody said: a second one about the same slot supersedes the first.

Pure. A small rule set: a preference that it does not place stands beside the others, which costs nothing but room.
"""

import re

from db.memory.similarity import Wording
from db.memory.terms import terms

_STYLES = (
    "watercolour watercolor aquarell aquarelle acuarela acuarelas aquarela oil óleo gouache ink pencil charcoal crayon pixel pixelart "
    "voxel lowpoly anime manga ghibli cartoon comic comics realistic photorealistic realism photo photographic photographs noir neon "
    "cyberpunk steampunk vaporwave synthwave blueprint woodcut linocut engraving etching stained mosaic collage papercut origami "
    "impressionist impressionism expressionist cubist cubism surreal surrealist minimal minimalist minimalistic abstract baroque "
    "renaissance gothic artnouveau nouveau deco bauhaus popart isometric claymation 3d render renders sketch sketches sketchy lineart "
    "flat vector chibi graffiti tattoo ukiyo illustration storybook vintage retro style styles stil estilo"
)
_PALETTES = (
    "palette palettes colour colours color colors farben colores couleurs cores muted bright vivid pale dark darker light lighter "
    "pastel pastels monochrome sepia warm cool cold earthy saturated desaturated red green blue yellow orange purple pink brown "
    "black white grey gray teal turquoise gold silver"
)
_FORMATS = "square portrait landscape wide widescreen tall vertical horizontal banner banners poster posters wallpaper format aspect ratio"
_TIMES = "night nights nighttime sunset sunrise dawn dusk daylight noon morning evening"
_COMPOSITIONS = (
    "closeup close-up headshot bird's-eye overhead wide-shot centred centered symmetrical composition framing"
)

_BY_SLOT = {
    "format": frozenset(_FORMATS.split()),
    "style": frozenset(_STYLES.split()),
    "palette": frozenset(_PALETTES.split()),
    "time": frozenset(_TIMES.split()),
    "composition": frozenset(_COMPOSITIONS.split()),
}
_RATIO = re.compile(r"\b\d{1,2}\s*[:x×]\s*\d{1,2}\b")
_CONDITION = re.compile(r"\b(?:for|when|whenever|if|in|on|für|bei|para|cuando|pour|quand|quando)\b\s+(.+)$")
_SUBJECT = re.compile(r"^(?:our |my |the |all |please make )*([\w' -]+?) (?:are|is|should be|must be|in) ")
_NO_CONDITION = frozenset(
    terms("picture image everything always style colour color palette format favourite favorite likes wants")
)
_LIKED = ("style", "palette", "format")
"""Of these a "no longer ..." takes the old one back; "no night scenes" is one more thing to leave out."""
_WORD = re.compile(r"[^\s,.;!?]+")


def slot_of(text: str, wording: Wording) -> str:
    """ "style", "format", ... or "" when no rule knows. What holds under a condition is a slot of its own
    ("square for avatars" is `format (avatar)`)."""
    lowered = text.casefold()
    for name, known in _BY_SLOT.items():
        if name not in _LIKED and wording.negative:
            continue
        if not _said(lowered).isdisjoint(known) or (name == "format" and _RATIO.search(lowered)):
            return name + (_condition(lowered, known) or (_coloured(lowered) if name == "palette" else ""))
    return ""


def _coloured(text: str) -> str:
    """ " (background)" for "prefers dark backgrounds": the colour of a thing is not the colour of the picture."""
    said = _WORD.findall(text)
    last = max((n for n, word in enumerate(said) if word in _BY_SLOT["palette"]), default=len(said))
    things = [term for term in terms(" ".join(said[last + 1 :])) if term not in _NO_CONDITION]
    return f" ({' '.join(things[:3])})" if things else ""


def _said(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


def _condition(text: str, known: frozenset[str]) -> str:
    """ " (avatar)" for "square for avatars" and "avatars are square"; "" when what stands there is the value itself
    ("pictures in watercolour")."""
    for pattern in (_CONDITION, _SUBJECT):
        match = pattern.search(text)
        if match is None or (pattern is _CONDITION and not _said(match[1]).isdisjoint(known)):
            continue
        things = [term for term in terms(match[1]) if term not in _NO_CONDITION]
        if things:
            return f" ({' '.join(things[:3])})"
    return ""
