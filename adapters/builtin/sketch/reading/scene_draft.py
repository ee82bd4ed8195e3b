"""What has been read of a description so far."""

from dataclasses import dataclass, field

from adapters.builtin.sketch.colour import Rgb
from adapters.builtin.sketch.figures.costumes import costume_of
from adapters.builtin.sketch.figures.figures import bare, is_head
from adapters.builtin.sketch.scene import Side, Thing

_HOLDERS = frozenset("🦫🐈🐕🐁🐀🐇🐄🐖🐒🐅🐎🐓🐩🐧🦉🦆🐘🐉🐢🦖🐿🦔⛄👻🧞👶🦆🐥🐸🦒🦘🐨🦦🦥🐙") | {
    "🐈‍⬛",
}


@dataclass(slots=True, kw_only=True)
class Reading:
    """What has been read so far."""

    things: list[Thing] = field(default_factory=list[Thing])
    backdrop: str = ""
    avoid: set[str] = field(default_factory=set[str])
    missing: list[str] = field(default_factory=list[str])
    colour: Rgb | None = None
    """Colours, sizes, numbers and relations wait for the thing they belong to."""
    second: Rgb | None = None
    """Named with the other one for the same thing: "red and blue"."""
    tint: str = ""
    """The word for `colour`."""
    described: list[str] = field(default_factory=list[str])
    """Adjectives and unknown words since the last noun: "long", "curly", "striped"."""
    group: tuple[int, ...] = ()
    """Indices of the copies that a thing was parted into, from left to right: "two boats, the left one green"."""
    related: str = ""
    """The word of the last relation, for what is told of it."""
    unplaced: str = ""
    """A word for a place that no layout shows; what follows is told with it."""
    between: bool = False
    """What is named next stands on the other side of what is between the two."""
    pointed: bool = False
    """One of several alike was just pointed at; a colour that follows is its own."""
    size: float = 1.0
    count: int = 0
    relations: tuple[str, ...] = ()
    last: int = -1
    """Index of the thing named last."""
    definite: bool = False
    denied: bool = False
    broken: bool = False
    """Nothing has come since the last comma."""
    adding: bool = False
    """What comes now is added to a scene that was described before."""
    placing: bool = False
    """What is read is the setting: its words are places before they are things."""
    unknown: list[str] = field(default_factory=list[str])
    side: Side = ""
    dressed: tuple[int, tuple[str, Rgb | None]] | None = None
    """What was put on last, and on whom, so that "a red hat on the cat" can still move it."""
    hair: Rgb | None = None
    """Of the next figure ("a silver-haired elf")."""
    doing: str = ""
    """What the act just named puts into the hands, unless its object follows ("eating bamboo")."""
    costume: str = ""
    """What the next one named is dressed as ("a pirate cat")."""
    romance: bool = False
    german: bool = False
    acting: bool = False
    """What was read last is somebody, or belongs to somebody."""
    verbs: list[str] = field(default_factory=list[str])
    """What figures were said to do, in a word for which there is no picture."""
    loose: list[tuple[str, Rgb | None]] = field(default_factory=list[tuple[str, Rgb | None]])
    """Things to wear that were named before who wears them."""

    @property
    def names_on(self) -> bool:
        """Whether somebody was named by the word just before, so that a further name says what that one is: "a cat pirate"."""
        return self.acting and self.has_last and not (self.relations or self.definite or self.broken)

    @property
    def has_last(self) -> bool:
        """Whether this text has named a thing: of several characters, the ones before are in `things` already."""
        return 0 <= self.last < len(self.things)


def can_act(char: str) -> bool:
    """Whether it can wear and hold things."""
    return is_head(char) or bare(char) in _HOLDERS or costume_of(char) is not None


def actor_of(state: Reading) -> int | None:
    """Who wears or holds what is named next: the last one that can."""
    for i in (state.last, *range(len(state.things) - 1, -1, -1)):
        if 0 <= i < len(state.things) and can_act(state.things[i].char):
            return i
    return None
