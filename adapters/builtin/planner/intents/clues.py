"""Plain evidence of what a message wants: what its words and what is at hand say, whatever it resembles."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.planner.edits.order_words import is_of_the_order
from adapters.builtin.planner.intents.conditions import nickname_in, under_condition
from adapters.builtin.planner.intents.corrections import tells_otherwise
from adapters.builtin.planner.intents.examples import DATA
from adapters.builtin.planner.intents.hours import is_for_later
from adapters.builtin.planner.intents.words import Words
from adapters.builtin.planner.reading import opening, phrases
from adapters.builtin.planner.reading.contrasts import same_until
from adapters.builtin.planner.reading.phrases import LOOK_BEHIND, VERB_LAST
from adapters.builtin.planner.reading.said_looks import is_part, looks_in
from agent.text.words import singular, tokenise

CLUES: Mapping[str, Callable[[Words], bool]] = {
    "a verb of drawing opens it": lambda w: w.wishes,
    "the verb means drawing alone": lambda w: w.orders,
    "it has words to print": lambda w: (
        bool(w.reading.printed) and not (w.opens("remember") or nickname_in(w.text))
    ),
    "somebody is called so": lambda w: nickname_in(w.text) is not None and not w.asks,
    "it holds for some pictures": lambda w: not w.asks and bool(under_condition(Line(w.text, w.language))),
    "it asks back": lambda w: w.asks_back,
    "an order to draw": lambda w: w.at_hand.draws,
    "it names a thing and makes no sentence": lambda w: w.is_noun_phrase,
    "it names a thing": lambda w: w.things > 0,
    "it names nothing to draw": lambda w: not _names_anything(w) and (w.verbs or w.asks),
    "it names nothing that is known": lambda w: not (_names_anything(w) or w.verbs or w.asks),
    "a verb of changing opens it": lambda w: (
        (w.opens("add", "remove", "replace", "make") or w.is_around("remove_around", "add_around"))
        and not (w.asks or w.orders)
    ),
    "a picture is at hand": lambda w: w.at_hand.has_base,
    "no picture is at hand": lambda w: not (w.at_hand.has_base or w.at_hand.attached),
    "it replies to a picture": lambda w: w.at_hand.replies,
    "it refines a picture": lambda w: w.at_hand.refines,
    "a picture came along": lambda w: w.at_hand.attached,
    "it says only how it looks": lambda w: (
        w.at_hand.has_base
        and w.looks_alone
        and not w.has("likes", "dislikes", "always", "here")
        and not w.asks
    ),
    "it says only how it looks, of no picture": lambda w: (
        not (w.at_hand.has_base or w.opens("mine"))
        and w.looks_alone
        and not w.has("likes", "dislikes", "always", "here")
    ),
    "it compares": lambda w: w.compares and w.at_hand.has_base and not w.asks,
    "it speaks of the picture's own things": lambda w: _shares(w),
    "it asks": lambda w: w.asks and not w.wishes,
    "an order to remember": lambda w: w.opens("remember"),
    "remembering is asked for behind": lambda w: _ends(w, "remember_behind"),
    "an order to forget": lambda w: _orders_to_forget(w),
    "of what is remembered": lambda w: (
        _orders_to_forget(w) and (w.has("memory_words", "all_of_it") or w.names_somebody)
    ),
    "of somebody known, and no picture": lambda w: (
        _orders_to_forget(w) and w.names_somebody and not w.at_hand.has_base
    ),
    "it tells of a liking": lambda w: w.opens("likes", "dislikes", "always", "never"),
    "for good": lambda w: w.has("always"),
    "it is not to be seen any more": lambda w: (
        w.opens("without") and w.has("any_more") and not w.at_hand.has_base
    ),
    "it speaks of this place": lambda w: (
        w.has("here") and w.has("we_use", "forbids", "always", "never", "is") and not w.asks
    ),
    "it tells what somebody says": lambda w: (
        w.opens("mine") and w.has("reports") and not (w.wishes or w.at_hand.draws)
    ),
    "it tells of somebody by name": lambda w: w.introduces,
    "it tells otherwise of somebody known": lambda w: tells_otherwise(w),
    "something of the author's has a name": lambda w: w.has("called") and w.has("mine", "i_have"),
    "it tells the author's name": lambda w: w.opens("my_name") and not w.asks,
    "it tells of nobody": lambda w: w.tells_of_nobody,
    "something else is proposed": lambda w: w.at_hand.has_base and w.opens("proposes"),
    "it names somebody known": lambda w: w.names_somebody and not w.asks,
    "it asks for no still picture": lambda w: (
        (w.opens("not_drawing") and not (_is_seen_written(w) or (w.at_hand.has_base and _ends(w, "on_it"))))
        or w.has("moving")
    ),
    "it stands written on something": lambda w: _is_seen_written(w) and not w.asks,
    "one of several pictures is named": lambda w: w.at_hand.points,
    "it goes on from the picture": lambda w: w.at_hand.has_base and _goes_on(w),
    "it is to be somewhere": lambda w: w.at_hand.has_base and w.opens("place_preposition"),
    "it begins something else": lambda w: w.opens("anew"),
    "a look is said of one of its things": lambda w: w.at_hand.has_base and _says_looks(w),
    "it is made into something": lambda w: w.at_hand.has_base and _is_made(w),
    "nothing is to be drawn": lambda w: w.has("nothing") and w.wishes and not w.has("nothing_but"),
    "only how it looks is ordered": lambda w: w.at_hand.has_base and w.wishes and w.looks_alone,
    "it speaks of its background": lambda w: w.at_hand.has_base and w.has("backdrop_of_it") and not w.orders,
    "it speaks of what is in the picture": lambda w: w.has("in_picture"),
    "it rules out something of a scene of its own": lambda w: w.scene_beside and not w.has("to_be_gone"),
    "it rules out something, of no picture": lambda w: not w.at_hand.has_base and _rules_out(w),
    "the rest is to be the same": lambda w: w.at_hand.has_base and same_until(w.text, w.language) > 0,
    "it should not be there": lambda w: w.at_hand.has_base and w.has("should_not", "to_be_gone"),
    "it is worded as an order": lambda w: w.at_hand.has_base and _is_worded_as_an_order(w),
    "it counts more of it": lambda w: w.at_hand.has_base and w.counts_more,
    "it is to be like an earlier one": lambda w: w.has("like_before"),
    "it shows somebody": lambda w: (
        (w.at_hand.attached or w.at_hand.has_base) and w.opens("this_is") and not w.asks and not w.looks_alone
    ),
    "it speaks to somebody": lambda w: (
        w.has("to_you")
        and not (w.wishes or w.asks or w.reading.printed or w.at_hand.draws or w.at_hand.has_base)
    ),
    "at set times": lambda w: w.has("recurring"),
    "at a time to come": lambda w: (
        (w.wishes or w.things > 0 or w.has("draw", "picture"))
        and not (w.reading.format or w.reading.printed)
        and is_for_later(w.text, w.language, wishes=w.wishes)
    ),
    "it opens with something to be made": lambda w: (
        bool(w.reading.format) and w.opens_as_a_caption and not (w.asks or w.at_hand.has_base)
    ),
    "it tells of a day": lambda w: w.tells_of_a_day,
    "it speaks of itself": lambda w: w.opens("i") and not w.wishes,
}


"""What may be seen, and whether it is; what it counts for is data (data/clues.toml)."""


def _is_seen_written(words: Words) -> bool:
    """ "a poem written on a wall": what stands on a thing is seen, and is not to be composed."""
    return words.opens("indefinite") and words.has("written_on")


def _is_made(words: Words) -> bool:
    """ "make her a pirate", "turn it blue", "इसे रात का बना दो", "mach Nacht draus": what is shown, by a pronoun."""
    tokens = tokenise(words.text)
    if words.is_around("make_around"):
        return True
    if words.language in VERB_LAST and grammar.words("it", words.language).at(tokens, words.after_lead):
        return _ends(words, "make")
    verb = grammar.spoken("make", words.language).at(tokens, words.after_lead)
    it = grammar.spoken("it", words.language).at(tokens, verb.last) if verb else None
    return it is not None and not words.orders


def _orders_to_forget(words: Words) -> bool:
    """ "forget the cat", and "kediyi unut" where a language puts its verb last."""
    return words.opens("forget") or (words.language in VERB_LAST and _ends(words, "forget"))


def _goes_on(words: Words) -> bool:
    """ "and a dog", "with a dragon", "a bird above it"."""
    tokens = tokenise(words.text)
    joins = grammar.spoken("joins_on", words.language).at(tokens, 0) is not None
    return not (words.orders or words.asks) and (
        joins or (_ends(words, "beside_it") and words.opens("indefinite"))
    )


def _names_anything(words: Words) -> bool:
    """Whether there is anything in it that a picture could be of."""
    told = (
        words.things > 0
        or words.wishes
        or (words.looks_alone and not words.at_hand.has_base)
        or words.names_somebody
        or bool(words.reading.printed)
    )
    return told or words.is_noun_phrase or words.opens_like_a_thing or words.has("like_before")


def _rules_out(words: Words) -> bool:
    """ "a city without cars": of a scene, not for good."""
    lasting = words.has("we_use", "here", "always", "never", "i")
    return bool(words.reading.excluded and words.reading.subject) and not lasting


def _says_looks(words: Words) -> bool:
    """ "paint the roof red", "can her eyes be blue?", "wheels in yellow": of a thing of the picture, as far as the words tell."""
    found = looks_in(words.text, words.language)
    return bool(found) and all(
        (
            one.is_said
            or (one.is_definite and not words.orders and words.language in LOOK_BEHIND)
            or _all_shown(words)
        )
        and (
            one.is_definite
            or is_part(tokenise(one.thing)[-1].norm)
            or phrases.names(words.at_hand.subject, one.thing, words.language)
        )
        for one in found
    )


def _all_shown(words: Words) -> bool:
    """ "black cat, white dog" of a picture with a cat and a dog."""
    found = looks_in(words.text, words.language)
    return len(found) > 1 and all(
        phrases.names(words.at_hand.subject, one.thing, words.language) for one in found
    )


def _shares(words: Words) -> bool:
    said = {singular(token.norm) for token in tokenise(words.text) if len(token.norm) > 2}
    shown = {singular(token.norm) for token in tokenise(words.at_hand.subject) if len(token.norm) > 2}
    return bool(words.at_hand.has_base and said & (shown - grammar.word_set("fills"))) and not words.orders


def _ends(words: Words, name: str) -> bool:
    plain = opening.without_closing(words.text.rstrip(" .!?。！？…~〜"), words.language)
    return grammar.ending(plain, name, words.language) is not None


def found_in(words: Words) -> Sequence[tuple[str, Mapping[str, float]]]:
    """The clues that the text gives, with their points."""
    return [(name, points_of(name)) for name, is_seen in CLUES.items() if is_seen(words)]


def points_of(clue: str) -> Mapping[str, float]:
    """Intent to points, of one clue."""
    return _points()[clue]


@cache
def _points() -> Mapping[str, Mapping[str, float]]:
    return tomllib.loads((DATA / "clues.toml").read_text(encoding="utf-8"))


def _is_worded_as_an_order(words: Words) -> bool:
    """Several words that people order a change with, and none that asks for a picture: "there should only be 3 of them"."""
    if words.orders or words.wishes or words.reading.printed:
        return False
    ordered = [token for token in tokenise(words.text) if is_of_the_order(token.norm, words.language)]
    return len(ordered) >= ORDER_WORDS_MIN


ORDER_WORDS_MIN = 2
