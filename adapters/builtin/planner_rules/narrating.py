"""The panels of a comic, each told in full: "a robot finds a flower, waters it, they dance" leaves out whom the later ones show."""

from collections.abc import Sequence

from adapters.builtin.planner_rules import grammar
from adapters.builtin.planner_rules.grammar import frame
from adapters.builtin.planner_rules.tokens import tokenise


def told_in_full(parts: Sequence[str], language: str) -> Sequence[str]:
    """The parts with "it", "they" and a missing subject in the words of the first one. Other languages stay as they are."""
    if language != "en" or len(parts) < 2:
        return parts
    cast = [f"the {noun}" for noun in _nouns(parts[0])]
    if not cast:
        return parts
    return [parts[0], *(_told(part, cast) for part in parts[1:])]


def _nouns(part: str) -> list[str]:
    """The things that a part names, in their order: who it is about first."""
    tokens = tokenise(part)
    found = [
        part[tokens[one.first].start : tokens[one.last - 1].end]
        for one in grammar.things_named("en").all(tokens)
    ]
    return list(dict.fromkeys(noun.lower() for noun in found))


def _told(part: str, cast: Sequence[str]) -> str:
    who, thing = cast[0], cast[-1]
    everybody = " and ".join(cast)
    told = frame("implied_they").sub(f"{everybody} ", part)
    told = frame("implied_who").sub(f"{who} ", told)
    told = frame("implied_it").sub(f"{thing} ", told)
    verb = frame("verb_first").match(told)
    if verb is not None and not grammar.things_named("en").whole(verb["verb"]):
        told = f"{who} {told[verb.start('verb') :]}"
    if told.startswith(who) and len(cast) > 1:
        told = frame("it_as_object").sub(f" {thing}", told)
    return told
