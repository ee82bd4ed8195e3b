"""What somebody in the picture is to do: "make him smile", "sie soll lächeln", "fallo sorridere"."""

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.edits.body import Body, Slots, names_thing
from adapters.builtin.planner.reading import altered_phrases, phrases
from adapters.builtin.planner.reading.doing_words import doing
from adapters.builtin.planner.reading.said_looks import is_look
from agent.text.words import tokenise


def acting(how: str, language: str) -> str:
    """What somebody does: "sleeping" of "sleep" and "sleeping", "schlafend" of "schlafen"; "" for what says how a thing looks."""
    first, _, rest = how.partition(" ")
    last = tokenise(how)[-1].norm if tokenise(how) else ""
    if last in grammar.word_set("material") or any(is_look(one, language) for one in (how, first, last)):
        return ""
    acting = doing(first, language)
    if language == "de" and not rest and acting != first:
        return acting
    if not rest and (may_be_look(first) or names_thing(first, language)):
        return ""
    if language == "en" or (acting != first and language != "de"):
        return f"{acting} {rest}".strip()
    return how if first.endswith(phrases.DOING.get(language, ("\0",))) else ""


def does(body: Body, how: str) -> Slots:
    """What somebody is to do, said in a word or a few that are nothing else: "lächeln", "усміхається"."""
    words = tokenise(how)
    language = body.language
    if language in _INFLECTED or not 0 < len(words) <= DOES_WORDS_MAX:
        return {}
    books = (grammar.settings(language), grammar.times(language), grammar.styles(language))
    if names_thing(how, language) or is_look(how, language) or any(book.all(words) for book in books):
        return {}
    return {"subject": altered_phrases.joined(body.subject, doing(how, language))}


DOES_WORDS_MAX = 3
_INFLECTED = ("ja", "ko")
"""Where what is left without the verb of making is no word."""


def may_be_look(word: str) -> bool:
    return word.endswith(
        ("er", "y", "ic", "ful", "ish", "al", "ous", "ed", "ant", "ive", "en", "less", "able")
    )
