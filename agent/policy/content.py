"""What a place may see. What is found in words (`content_words`) and by checkers (`agent.ports.content`) is weighed here, and nowhere else.

Where a platform knows age-restricted channels, what is sexual is drawn in those alone, and what some would rather not see unasked is
hidden until tapped everywhere else. Moderators choose a level. Anything sexual with minors, and real people undressed, is drawn nowhere
whatever they choose. Pure.

| | strict | standard | relaxed |
| sexual | nowhere | channels for adults, or where ages are not known | as standard |
| bare or gory, for all ages | not drawn | hidden until tapped | shown |
| bare or gory, for adults | hidden until tapped | shown | shown |
| harm (hatred, instructions to hurt) | not drawn | not drawn | not drawn |
| minors, undressing, making a fool of real people, accusing them | not drawn | not drawn | not drawn |
"""

from collections.abc import Collection, Sequence

from agent.domain.conversation import Place
from agent.domain.evaluation import Evaluation
from agent.domain.generation import GenerationContext, Plan
from agent.domain.memory import ContentLevel
from agent.image_prompt import excluded
from agent.policy.content_words import found_in
from agent.ports.content import Category
from agent.translation.catalogue import N_, _

KNOW_AGES = frozenset({"discord"})
"""Platforms that say which of their channels are for adults."""
ALWAYS: frozenset[Category] = frozenset({"minors", "undressing", "humiliating"})
"""Refused at every level, everywhere."""
NOT_HERE = N_("I draw that in age-restricted channels only. Ask for something else here, or ask there.")
NOT_AT_THIS_LEVEL = N_(
    "The moderators here keep pictures milder than that. Ask for something else, and I draw it gladly."
)
NOWHERE = N_("I do not draw that.")
NO_UNDRESSING = N_("I do not show real people without clothes. I gladly draw them some other way.")
NO_HUMILIATION = N_("I do not make a fool of real people. I gladly draw them some other way.")
NO_HARM = N_("I do not draw hatred, nor how to hurt somebody. Is there something else I can draw for you?")


def refusal_of(
    words: str,
    place: Place,
    *,
    level: ContentLevel = "standard",
    left_out: str = "",
    with_picture: bool = False,
) -> str:
    """Why this is not drawn there, by the words alone, as a sentence for its author; "" when it is. `left_out`: what is to be kept out of
    it. `with_picture`: it is to be made from a picture that somebody brought."""
    found = found_in(words, left_out=left_out, with_picture=with_picture)
    return refusal(found.categories, place, level)


def refusal(found: Collection[Category], place: Place, level: ContentLevel) -> str:
    """The sentence for what was found; "" where it may be drawn."""
    if "minors" in found:
        return _(NOWHERE)
    if "undressing" in found:
        return _(NO_UNDRESSING)
    if "humiliating" in found:
        return _(NO_HUMILIATION)
    if "harm" in found:
        return _(NO_HARM)
    if "sexual" in found and level == "strict":
        return _(NOT_AT_THIS_LEVEL)
    if "sexual" in found and _is_for_all_ages(place):
        return _(NOT_HERE)
    touchy = "bare" in found or "gory" in found
    return _(NOT_AT_THIS_LEVEL) if touchy and level == "strict" and not place.age_restricted else ""


def is_touchy(contexts: Sequence[GenerationContext], place: Place, level: ContentLevel = "standard") -> bool:
    """Whether pictures are to be hidden until tapped, whatever else the channel's moderators set."""
    hides = level == "strict" if place.age_restricted else _is_for_all_ages(place) and level != "relaxed"
    return hides and bool({"bare", "gory"} & found_in(words_of(contexts)).categories)


def judged(evaluation: Evaluation) -> frozenset[Category]:
    """What the judge's look at a picture comes to."""
    if evaluation.sexual != "explicit":
        return frozenset({"bare"} if evaluation.sexual == "suggestive" else set[Category]())
    return frozenset({"sexual", "undressing"} if evaluation.person == "real" else {"sexual"})


def weighed(
    seen: Collection[Category], hints: Collection[Category], *, with_picture: bool
) -> frozenset[Category]:
    """What was seen in a picture, in the light of its request: sexual beside a word of a child, or made from somebody's photograph, is
    what is never drawn."""
    found = set(seen)
    if {"sexual", "bare"} & found and "minors" in hints:
        found.add("minors")
    if "sexual" in found and (with_picture or "undressing" in hints):
        found.add("undressing")
    return frozenset(found)


def words_of(contexts: Sequence[GenerationContext]) -> str:
    """What the pictures are to show: by their slots, and by the prompt, which a model may have written otherwise."""
    values = [e.value for each in contexts for slot, e in each.slots.items() if slot != "exclude"]
    prompts = [each.prompt.replace(excluded(each), "") for each in contexts if each.prompt]
    labels = [ref.label for each in contexts for ref in each.references]
    return " . ".join(dict.fromkeys(filter(None, (*values, *prompts, *labels))))


def words_said(plan: Plan) -> str:
    """What a reply would say in the words of who planned it."""
    questions = [word for gap in plan.gaps for word in (gap.question, *(one.value for one in gap.candidates))]
    checks = [check.text for check in plan.checklist]
    return " . ".join(dict.fromkeys(filter(None, (plan.answer, *plan.notes, *questions, *checks))))


def left_out_of(contexts: Sequence[GenerationContext]) -> str:
    """What the pictures are not to show, by their author's word: no clothes are asked for as much by leaving them out. What a rule or a
    liking rules out ("no bikinis here") undresses nobody."""
    said = [
        e for each in contexts if (e := each.slots.get("exclude")) and e.method != "recall" and not e.memories
    ]
    return " . ".join(dict.fromkeys(one.value for one in said))


def described(place: Place) -> str:
    """The place in the planner's words."""
    if place.platform not in KNOW_AGES:
        return "a private chat" if place.private else "a shared channel"
    if place.age_restricted:
        return "an age-restricted channel, for adults"
    where = "a private chat" if place.private else "a shared channel"
    return f"{where} for all ages: refuse what is sexual or gory"


def _is_for_all_ages(place: Place) -> bool:
    return place.platform in KNOW_AGES and not place.age_restricted
