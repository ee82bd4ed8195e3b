"""Values that need no verb: what a word of the lexicon is decides where it goes."""

import re

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.edits.body import Slots
from adapters.builtin.planner.reading.reading import read
from agent.text.words import tokenise

SEASON_WORDS_MAX = 2
""" "d'inverno", "im Winter"."""


def named(bare: str, language: str) -> Slots:
    """A single lexicon word: "blue", "winter", "watercolour"."""
    season = tokenise(bare)[-1:]
    if (
        season
        and bare[season[0].start :].lower() in grammar.word_set("season")
        and len(tokenise(bare)) <= SEASON_WORDS_MAX
    ):
        return {"time": bare[season[0].start :]}
    if grammar.times(language).whole(bare):
        return {"time": read(f"x {bare}", language).time or bare}
    if grammar.styles(language).whole(bare):
        return {"style": bare}
    if grammar.palettes(language).whole(bare) or grammar.colours(language).whole(bare):
        return {"palette": bare}
    plain = re.sub(r"(?<=r)m?er$|er$", "", bare)
    for one in (plain, f"{plain}e", plain[:-1]) if bare.endswith("er") else ():
        if grammar.palettes(language).whole(one) or grammar.colours(language).whole(one):
            return {"palette": one}
    if (less := re.match(r"^(?:more|mehr|más|plus|mais)\s+(\S+)$", bare, re.I)) and less[
        1
    ].lower() in grammar.word_set("shade"):
        return {"palette": less[1]}
    return {"setting": bare} if grammar.settings(language).whole(bare) else {}


def more_plainly(how: str, language: str) -> str:
    """ "less dark" as "brighter"."""
    first, _, rest = how.partition(" ")
    less = grammar.spoken("less", language).whole(first) is not None
    return grammar.pairs("too_much").get(rest.lower(), how) if less else how
