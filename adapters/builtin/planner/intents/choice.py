"""What a text wants: its likeness to the examples and the plain evidence, added up in one place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adapters.builtin.planner.intents.clues import found_in
from adapters.builtin.planner.intents.examples import Likeness, intents
from adapters.builtin.planner.intents.words import Words

Clues = Sequence[tuple[str, Mapping[str, float]]]

MEMORY = ("remember", "taste", "custom", "introduce")
POLITE = ("thanks", "greeting", "goodbye", "agreement", "praise", "smalltalk")
NOTHING_LEARNED: Mapping[str, float] = {}
LEARNED = "what people write below a picture"
TOLD = 3
"""Of the intents considered, how many the trace tells of."""


CLEAR = {"harm": 7.3, "distress": 4.5}
"""Likeness of one who means it. Harm: ten such sentences had 9.2 to 13.3, girls in red dresses and boys with dogs 4.7 to 6.8. Distress: of
its examples compared with the others (tenfold) 95 in 100 have more than 4.5; short words that are like nothing else, moods, and things
one has enough of had 3.0 to 4.4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The intent of a text, and the arithmetic that says why."""

    intent: str
    points: Mapping[str, float]
    arithmetic: tuple[str, ...] = ()

    def among(self, *intents: str) -> bool:
        return self.intent in intents

    def margin(self, intent: str, other: str) -> float:
        """By how many points `intent` is ahead of `other`."""
        return self.points[intent] - self.points[other]


def chosen(
    words: Words, likeness: Mapping[str, Likeness], leanings: Mapping[str, float] = NOTHING_LEARNED
) -> Choice:
    """The intent with the most points. Without likeness (the embedder is away) the evidence alone decides.

    Two are never the best for lack of a better: nobody is accused of wanting harm, or comforted, whose words are not clearly like those of
    somebody who does, or who needs it. (What is not drawn at all is held by agent.policy.content besides, whatever was understood here.)"""
    clues = found_in(words)
    if leanings:
        clues = (*clues, (LEARNED, leanings))
    points = {
        intent: (likeness[intent].points if intent in likeness else 0.0)
        + sum(given.get(intent, 0.0) for _, given in clues)
        for intent in intents()
    }
    if _is_talk(words, likeness):
        points["draw"] = min(
            points["draw"], max(points[intent] for intent in points if intent != "draw") - 1.0
        )
    for care in CLEAR:
        others = max(points[intent] for intent in points if intent != care)
        if not _is_clear(care, likeness):
            points[care] = min(points[care], others - 1.0)
    if _is_clear("distress", likeness) and _is_ahead("distress", likeness, by=CRY_AHEAD):
        points["distress"] = max(points["distress"], max(points.values()) + 1.0)  # whatever else it speaks of
    others = max(points[intent] for intent in points if intent != "harm")
    if _is_clear("harm", likeness) and _is_ahead("harm", likeness) and not words.names_somebody:
        # What is to be drawn, and without what, is said of harm as of anything else: it argues against none that is clear. Where somebody
        # known is named, the content policy knows better: it says in private what is not done to real people.
        points["harm"] = max(points["harm"], others + 1.0)
    if _is_far("change", likeness):
        points["change"] = min(points["change"], others - 1.0)
    best = sorted(points, key=lambda intent: -points[intent])[:TOLD]
    told = tuple(_told(intent, points[intent], likeness, clues) for intent in best)
    return Choice(intent=best[0], points=points, arithmetic=told)


def _is_talk(words: Words, likeness: Mapping[str, Likeness]) -> bool:
    """More like talk than like anything that others had drawn, and not ordered: "the owl from before was awesome" names a thing, and
    wants no picture. How much more depends on whether it opens as a caption does ("a thank you card"), or tells of somebody's day."""
    if (
        words.wishes
        or words.at_hand.draws
        or words.at_hand.attached
        or words.reading.printed
        or (words.reading.format and words.opens_as_a_caption)
        or "draw" not in likeness
    ):
        return False
    talk = max(one.points for intent, one in likeness.items() if intent not in _NO_TALK)
    ahead = 0.0 if words.tells_of_a_day else CAPTION_AHEAD_MAX if words.opens_as_a_caption else TALK_AHEAD_MAX
    return talk - likeness["draw"].points > ahead


TALK_AHEAD_MAX, CAPTION_AHEAD_MAX = 1.5, 3.5
"""Each example compared with the others (tenfold): of 219 pictures named without a verb 7 were more than 1.5 behind talk, 2 more than
3.5, both with an article; of 349 sentences of talk 313 were more than 1.5 ahead."""
_NO_TALK = ("draw", "draw_something", "surprise", "change", "again", "introduce", "harm")


def _is_far(intent: str, likeness: Mapping[str, Likeness]) -> bool:
    """Nothing like it, and clearly like something else: "show me what you remember" beside a picture has the form of a change alone."""
    if intent not in likeness:
        return False
    closest = max(one.points for name, one in likeness.items() if name not in _NO_TALK)
    return closest - likeness[intent].points >= FAR


FAR = 5.0
"""Likeness by which one is behind: of 445 examples of changes compared with the others (tenfold) one was, of 2,448 of other ends 1,414."""


def _is_ahead(intent: str, likeness: Mapping[str, Likeness], *, by: float | None = None) -> bool:
    others = max(one.points for name, one in likeness.items() if name != intent)
    return likeness[intent].points >= others + (AHEAD if by is None else by)


CRY_AHEAD = 0.5
"""Likeness by which a cry for help is ahead of what else it is like: of the examples compared with the others (tenfold) 104 of 115 are, of
3,900 others 11, who were tired or asked whether somebody is alive."""
AHEAD = 1.5
"""Likeness by which harm is told from what is merely near it: "a lighthouse as a propaganda poster" is 0.3 ahead."""


def _is_clear(intent: str, likeness: Mapping[str, Likeness]) -> bool:
    return intent in likeness and likeness[intent].points >= CLEAR[intent]


def _told(intent: str, total: float, likeness: Mapping[str, Likeness], clues: Clues) -> str:
    parts = (
        [f"{likeness[intent].points:+.1f} like “{likeness[intent].example}”"] if intent in likeness else []
    )
    parts += [f"{given[intent]:+.1f} {name}" for name, given in clues if intent in given]
    return f"{intent} {total:.1f} = {' '.join(parts)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A sentence and what it wants."""

    text: str
    choice: Choice

    @property
    def intent(self) -> str:
        return self.choice.intent
