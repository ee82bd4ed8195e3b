"""Roles that are somebody in a costume: whose head, what is worn, what is in the hands."""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.builtin.sketch.colour import Rgb, rgb

JOINER = "\u200d"
Worn = tuple[tuple[str, Rgb | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Costume:
    head: str = "🧑"
    worn: Worn = ()
    held: tuple[str, ...] = ()
    """Unless something else is asked for."""


def costume_of(char: str) -> Costume | None:
    """The costume of a glyph or a drawing that shows a whole person; None for everything else."""
    bare = char.replace("\ufe0f", "")
    if found := _COSTUMES.get(bare):
        return found
    first, joined, last = bare.partition(JOINER)
    if first not in _SOMEBODY or not joined or last in _HEADS or JOINER in last:
        return None
    worn, held = _TRADES.get(last, ((), (last,)))
    return Costume(head=first, worn=worn, held=held)


def _dyed(**kinds: str) -> Worn:
    return tuple((kind.replace("_", " "), rgb(code) if code else None) for kind, code in kinds.items())


_SOMEBODY = frozenset("🧑👨👩")
_HEADS = frozenset("🦰🦱🦲🦳🚀🍳🎄")
"""Those whose glyph is a head of its own."""
_WHITE, _NAVY = "#f7f7f4", "#2f4a7a"
_TRADES: Mapping[str, tuple[Worn, tuple[str, ...]]] = {
    "🏫": (_dyed(glasses="", shirt="#4f8f6a"), ("📖",)), "⚕": (_dyed(shirt=_WHITE), ("🩺",)),
    "🚒": (_dyed(hard_hat="#d9483b", shirt="#e0a13a", stripes="#f7f3ea"), ("🪓",)),
    "🌾": (_dyed(shirt="#c8503f", trousers="#3f6fae", sunhat=""), ("🌾",)), "🔧": (_dyed(cap="", shirt="#3f6fae"), ("🔧",)),
    "🏭": (_dyed(hard_hat="#f0c24a", shirt="#e08a3a"), ()), "💼": (_dyed(shirt="#3f4656", tie="#d9483b"), ("💼",)),
    "🎓": (_dyed(graduate_hat="", cloak="#33333f"), ("📜",)), "⚖": (_dyed(shirt="#2f2d38"), ("📜",)),
    "✈": (_dyed(cap=_NAVY, shirt=_NAVY, tie="#2b2933"), ()), "🔬": (_dyed(shirt=_WHITE, glasses=""), ("🧪",)),
    "🩰": (_dyed(shirt="#f29ab5", skirt="#f7b8cc", bun="", shoes="#f29ab5"), ()),
}  # fmt: skip
"""What goes with the last sign of a trade's glyph; a trade without a row holds that sign."""
_HERO = _dyed(
    shirt="#3f7fd0", trousers="#3f7fd0", shoes="#d63a34", mask="#d63a34", cloak="#d63a34", emblem="#f6c945"
)
_COSTUMES: Mapping[str, Costume] = {
    "knight": Costume(worn=_dyed(armour="", helmet=""), held=("🗡️",)),
    "pirate": Costume(worn=(("pirate hat", None), ("eyepatch", None)), held=("🗡️",)),
    "🦸": Costume(worn=_HERO), "🦹": Costume(worn=_dyed(shirt="#4a3a6a", trousers="#4a3a6a", mask="#2b2933", cloak="#2b2933")),
    "🧚": Costume(head="👩", worn=_dyed(wings="#bfe7f2", dress="#f29ac0"), held=("🪄",)),
    "🧜": Costume(head="👩", worn=(("long hair", None), ("tail", rgb("#2f9f96")))),
    "👼": Costume(head="🧒", worn=_dyed(wings="#ffffff", dress="#fbfaf5", halo="#f6c945")),
    "👸": Costume(head="👩", worn=(("long hair", None), ("dress", rgb("#e88bb4")), ("crown", None))),
    "🤴": Costume(head="👨", worn=(("shirt", rgb("#b3323a")), ("belt", None), ("crown", None))),
    "👰": Costume(head="👩", worn=_dyed(dress=_WHITE, veil=_WHITE), held=("💐",)),
    "🤵": Costume(head="👨", worn=_dyed(shirt="#2f2d38", tie="#d9483b")),
    "💃": Costume(head="👩", worn=_dyed(dress="#d63a34")), "🕺": Costume(head="👨", worn=_dyed(shirt="#8a63b5", sunglasses="")),
    "🏋": Costume(worn=_dyed(shirt="#d9483b"), held=()), "🤹": Costume(worn=_dyed(stripes="#f0c24a"), held=("🎾", "⚽")),
    "🏃": Costume(worn=_dyed(shirt="#f0b13c", shoes="#d9483b")), "🚶": Costume(), "🧍": Costume(), "🙋": Costume(), "💁": Costume(),
    "⛹": Costume(worn=_dyed(shirt="#f08a35"), held=("🏀",)), "🤾": Costume(worn=_dyed(shirt="#3f7fd0"), held=("🏐",)),
    "footballer": Costume(worn=_dyed(shirt="#d9483b", stripes="#f7f3ea", shoes="#2b2933"), held=("⚽",)),
    "soldier": Costume(worn=(("helmet", rgb("#6d7a4a")), ("shirt", rgb("#6d7a4a")), ("belt", None))),
    "viking": Costume(head="🧔", worn=(("horned helmet", None), ("shirt", rgb("#8a5a36")), ("belt", None)), held=("🪓",)),
    "nurse": Costume(head="👩", worn=_dyed(shirt="#8fc4e0"), held=("🩺",)),
    "boxer": Costume(worn=_dyed(shirt="#d9483b"), held=("🥊", "🥊")),
}  # fmt: skip
