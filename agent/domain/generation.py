"""What the image needs: slots with evidence, gaps, the plan and the render (the paper's c_g)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from agent.domain.characters import Character, in_words, recorded
from agent.domain.images import ImageData, Made

SlotName = Literal[
    "subject", "character", "style", "setting", "time", "palette", "composition",
    "text", "references", "format", "count", "exclude",
]  # fmt: skip
SLOT_NAMES: tuple[SlotName, ...] = get_args(SlotName)
Method = Literal["said", "reason", "recall", "search", "ask", "assume"]
"""How a slot came to be filled: the person said it, or the bot grounded it."""
Route = Literal["reason", "search", "recall", "ask", "assume"]
Intent = Literal[
    "create", "edit", "vary", "restyle", "series", "about_image", "remember", "forget", "chat", "refuse",
]  # fmt: skip
Quality = Literal["", "low", "medium", "high"]
"""How much care a picture is worth; "": the model's usual."""
ReferenceRole = Literal[
    "base", "subject", "person", "character", "series", "style", "setting", "composition", "mask"
]
"""person: the likeness of somebody who is there; series: another picture of the same series. Neither is ever stored."""
UNMASKED = "the masked part alone (masks are not taken here, so the rest may have changed too)"
"""What an image model names as missing when it cannot keep to a mask."""
DARK_PART = "the black part"
"""Label of a mask of which the black part is the one to change; without it, it is the white or the erased one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A slot's value and where it comes from."""

    value: str
    method: Method
    source: str = ""
    """For a person to read: "you said", "memory: Luna is ...", a link, "channel rule: ..."."""
    confidence: float = 1.0
    """0..1."""
    memory: str | None = None
    """Id of the memory it rests on, if any: Why? offers to forget it."""
    characters: tuple[Character, ...] = ()
    """Of the slot character: who it is. Where they are given, `value` and `memory` follow from them, for whoever reads words alone."""

    def __post_init__(self) -> None:
        if self.characters:
            first = next((one.memory for one in self.characters if one.memory), None)
            object.__setattr__(self, "value", in_words(self.characters))
            object.__setattr__(self, "memory", first)

    @property
    def memories(self) -> tuple[str, ...]:
        """Ids of all memories that it rests on."""
        found = (self.memory, *(one.memory for one in self.characters))
        return tuple(dict.fromkeys(memory for memory in found if memory))

    def people(self) -> tuple[Character, ...]:
        """The characters, also where words alone tell of them."""
        return self.characters or recorded(self.value, self.memory, answered=self.method == "ask")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A picture handed to the image model. `image` is an ImageId; `label` says what it shows ("Luna"). Role mask: it marks the
    part of the base that may change; it may be the base itself, with that part erased."""

    image: str
    role: ReferenceRole
    label: str = ""
    detail: str = ""
    """What sets this picture of it apart ("with glasses")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationContext:
    """The one spec that every step reads and writes."""

    slots: Mapping[SlotName, Evidence] = field(default_factory=dict[SlotName, Evidence])
    references: tuple[Reference, ...] = ()
    seed: int = 0
    base: str | None = None
    """ImageId of the picture that is edited; None: a new picture."""
    prompt: str = ""
    """What the image model was, or will be, told."""
    panel: str = ""
    """Label of this picture within a series."""
    model: str = ""
    """Name of the image model that its author chose for it; "": whichever fits."""
    quality: Quality = ""
    hd: bool = False
    """The base once more, as large as the model can."""
    covered: bool = False
    """Hidden until it is tapped, because what it was made of is."""
    made: Made | None = None
    """Of a picture that was drawn."""

    def value(self, name: SlotName) -> str:
        """The slot's value, "" when it is empty."""
        return self.slots[name].value if name in self.slots else ""

    def characters(self) -> tuple[Character, ...]:
        """Who is in the picture by name or description."""
        return self.slots["character"].people() if "character" in self.slots else ()

    def fill(self, slots: Mapping[SlotName, Evidence]) -> "GenerationContext":
        """A copy with these slots set."""
        return replace(self, slots={**self.slots, **slots})

    def assumptions(self) -> tuple[str, ...]:
        """Every assumption, named, for the reply."""
        return tuple(f"{name}: {e.value}" for name, e in self.slots.items() if e.method == "assume")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One way to fill a gap. Probabilities of a gap's candidates sum to at most 1; the rest is "something else"."""

    value: str
    probability: float
    source: str = ""
    image: str | None = None
    """ImageId, where the candidate is shown by a picture (two Lunas)."""
    memory: str | None = None
    character: Character | None = None
    """Who it is, where somebody is to be chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A slot that is needed and empty or doubtful, and the way to ground it."""

    slot: SlotName
    why: str
    route: Route
    question: str = ""
    """What to ask, in the author's language, should asking be worth it."""
    candidates: tuple[Candidate, ...] = ()
    harm: float = 0.5
    """0..1, how much a wrong guess would spoil the picture for the author."""
    taste: bool = False
    """A matter of taste, better shown (drafts) than asked."""
    query: str = ""
    """For search: what to look for."""
    about_author: bool = False
    """It asks how the author looks: a likeness that is kept answers it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    query: str
    kind: Literal["text", "image"]
    slot: SlotName


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something of lasting worth that the author said in so many words; candidates for memory."""

    kind: Literal["preference", "character", "fact", "rule"]
    text: str
    """Normalised, in the author's own words: "prefers watercolour", "silver-haired elf with a green cloak"."""
    scope: Literal["user", "channel", "community"] = "user"
    name: str = ""
    """Of a character."""
    image: str | None = None
    """ImageId of its reference picture."""
    explicit: bool = True
    """The author asked for it to be remembered; False: noticed in passing (needs consent)."""
    quote: str = ""
    """The author's words that it rests on, where a model proposes it."""
    is_reading: bool = False
    """Read by rules, as a plan may be, though the plan it stands in is a model's proposal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One item of the evaluation checklist."""

    slot: SlotName
    text: str
    """A statement that is true of a right picture: "there are exactly three cats"."""
    hard: bool = False
    """Counts, printed text, characters, exclusions, what memory said: worth a judging call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One picture of a series: the slots in which it differs from the common context."""

    label: str
    slots: Mapping[SlotName, str] = field(default_factory=dict[SlotName, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The planner's whole answer to a turn."""

    intent: Intent
    context: GenerationContext = field(default_factory=GenerationContext)
    gaps: tuple[Gap, ...] = ()
    searches: tuple[Search, ...] = ()
    panels: tuple[Panel, ...] = ()
    """Empty: one picture. Their number is at most PICTURES_PER_TURN_MAX."""
    checklist: tuple[Check, ...] = ()
    statements: tuple[Statement, ...] = ()
    forget: str = ""
    """What to forget, in the author's words: the whole of intent forget, or wished for beside a picture."""
    answer: str = ""
    """For intents chat, about_image and refuse: what to say."""
    notes: tuple[str, ...] = ()
    """Sentences for the reply ("I can place at most 8 things")."""
    language: str = "en"
    is_reading: bool = False
    """Read from the author's own words by rules. All else is a model's proposal, and checked (agent.policy.proposals)."""
    sets_aside: bool = False
    """A question is open, and the message is no answer but a request of its own: the question stays open."""
    drops_question: bool = False
    """A question is open, and the message takes back the request that it was asked for: the question is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderRequest:
    """What an image model is told. `width` x `height` in pixels is a wish; what is offered may differ."""

    context: GenerationContext
    width: int
    height: int
    references: tuple[tuple[Reference, ImageData], ...] = ()
    """The references with their bytes, what counts most first (`agent.image_prompt`)."""
    sheet: tuple[Reference, ...] = ()
    """What the last of the references shows, where it is several small pictures in one: left to right, row by row."""
    left_out: tuple[Reference, ...] = ()
    """Those beyond what is handed to any model."""
    mask: ImageData | None = None
    """PNG of the base's size: white and transparent where it may change, black and opaque where it must stay."""
    base_context: GenerationContext | None = None
    """What the base picture was made of, when the bot made it: an edit keeps its layout."""
    draft: bool = False
    """A small, cheap picture to choose from."""
    author_hash: str = ""
    """Hashed end-user id for the provider's abuse signals."""
    model: str = ""
    """Name of the image model that is to draw; "": the default one."""
    key: str = ""
    """The same for the same picture of the same turn, also after a restart: by it a server that keeps jobs finds the one it began."""
    quality: Quality = ""
    hd: bool = False
    """As large as the model can; where it enlarges a picture, the first reference is the one."""
    transparent: bool = False
    """On a transparent ground, where the model can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedImage:
    image: ImageData
    """The model's own file, without metadata."""
    model: str
    shown: ImageData | None = None
    """What platforms show instead, where the file is too large for that."""
    cost_usd: float = 0.0
    missing: tuple[str, ...] = ()
    """What was asked for and could not be drawn, in the author's words: named in the reply."""
    together: tuple[str, ...] = ()
    """What the model was given small, several in one picture."""
    revised_prompt: str = ""
    seed: int = 0
    trained: bool = True
    """A trained model drew it; False: a program by its rules. What the file says of its making depends on it."""
    seconds: float = 0.0
    """How long it took."""
