"""Whether a text corrects what memory has of somebody."""

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.intents.words import Words
from adapters.builtin.planner.reading.contrasts import contrast_in
from adapters.builtin.planner.reading.parts_become import part_become
from adapters.builtin.planner.reading.phrases import UNSPACED
from agent.text.words import tokenise


def tells_otherwise(words: Words) -> bool:
    """ "no wait, Luna has yellow eyes, not green", "ココの首輪、青に変わったよ": of somebody whom memory knows, first thing, and how it is
    otherwise."""
    if words.asks or words.orders or not words.names_somebody:
        return False
    tokens, position = tokenise(words.text), 0
    while (lead := grammar.spoken("changed_my_mind", words.language).at(tokens, position)) is not None:
        position = lead.last
    rest = words.text[tokens[position].start :] if position < len(tokens) else ""
    if words.language in UNSPACED:
        named = next((name for name in words.at_hand.names if rest.lower().startswith(name)), "")
        return bool(named) and part_become(rest[len(named) :], words.language, sure=position > 0) is not None
    contrast = contrast_in(rest, words.language)
    becomes = any(grammar.words("becomes", words.language).at(tokenise(rest), n) for n in range(len(tokens)))
    first = {token.norm.removesuffix("'s") for token in tokenise(rest)[:NAMED_WITHIN]}
    named = any(one.startswith(name[:-1]) for name in words.at_hand.names for one in first if len(name) > 2)
    return named and bool(contrast.new and (contrast.old or becomes))


NAMED_WITHIN = 3
"""First words of a correction, one of which names whom it is about: "у Барсика", "die Luna"."""
