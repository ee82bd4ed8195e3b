"""A subject with one of its things taken out, replaced, or told with another look; and the small words that keep it readable."""

from collections.abc import Sequence

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.reading.phrases import (
    LOOK_BEHIND,
    UNSPACED,
    VERB_LAST,
    Phrase,
    Phrases,
    is_doing,
    names,
    without_article,
)
from adapters.builtin.planner.reading.scan import tidy
from agent.text.words import Token, normalised, singular, tokenise


def without_thing(subject: str, thing: str, language: str) -> str | None:
    """The subject without that thing, what is its own, and the words that tie it in; None when it is not in it."""
    phrases = Phrases(subject, language)
    index, cut, tokens = phrases.with_thing(thing), phrases.cut(), phrases.tokens
    if worn := _worn_run(subject, without_article(thing, language), language):
        return tidy(subject.replace(worn, "\x00"), language)
    if index is None:
        return _without_run(subject, thing, language)
    if language == "ko" and (beside := _one_of_two(phrases, cut[index], thing)):
        return beside
    if language in VERB_LAST and (said := _said_before_head(phrases, cut[index], thing)):
        return tidy(f"{subject[: said.start]} {subject[said.end :]}", language)
    gone = range(index, _end_of_own(phrases, cut, index))
    kept: list[str] = []
    tie_left = ""
    for position, phrase in enumerate(cut):
        start = tokens[phrase.tie].start
        if position not in gone:
            tie = phrases.said(phrase.tie, phrase.first)
            inherits = bool(tie_left) and (_joins(phrases, phrase) or not tie)
            drops = not kept and _joins(phrases, phrase)
            tie = tie_left if inherits else "" if drops else tie
            comma = "," if "," in subject[tokens[phrase.tie - 1].end : start] and phrase.tie and kept else ""
            comma = "" if inherits else comma
            kept.append(f"{comma} {tie} {phrases.said(phrase.first, phrase.last)}".rstrip())
            tie_left = ""
        elif position == index and position:
            verb = _verb_alone(phrases, phrase)
            kept += [f" {verb}"] if verb else []
            own = phrases.said(phrase.tie, phrase.first)
            tie_left = "" if verb or _joins(phrases, phrase) else own
    return tidy("".join(kept), language)


def _one_of_two(phrases: Phrases, phrase: Phrase, thing: str) -> str:
    """ "여우" of "여우와 버섯" without the mushroom: Korean ties the one to the other by the ending of the first; "" where it does not."""
    words = phrases.tokens[phrase.first : phrase.last]
    if len(words) < 2:
        return ""
    last = phrases.text[words[-1].start : words[-1].end]
    before = phrases.text[: words[-1].start].rstrip()
    tied = before.endswith(("와", "과", "랑")) and names(last, thing, phrases.language)
    return f"{before[:-1]}{phrases.text[words[-1].end :]}" if tied else ""


def _said_before_head(phrases: Phrases, phrase: Phrase, thing: str) -> Token | None:
    """ "şapkalı" of "şapkalı bir kedi", a cat with a hat: where a phrase ends in its head, what stands earlier is only said of it."""
    words = phrases.tokens[phrase.first : phrase.last - 1]
    return next(
        (one for one in words if names(phrases.text[one.start : one.end], thing, phrases.language)), None
    )


def _without_run(subject: str, thing: str, language: str) -> str | None:
    """Where words are not parted by spaces."""
    bare = without_article(thing, language)
    return (
        tidy(subject.replace(bare, "\x00"), language)
        if bare and language in (*UNSPACED, "ko") and bare in subject
        else None
    )


def _worn_run(subject: str, thing: str, language: str) -> str:
    """ "戴帽子的" of "戴帽子的女孩", "帽子をかぶった" of "帽子をかぶった猫"; "" where the thing is not worn or held."""
    ties = grammar.listed("wearing", language)
    runs = (run for tie in ties for run in (f"{tie}{thing}的", f"{tie}{thing}", f"{thing}{tie}"))
    return next((run for run in runs if thing and run in subject), "")


def _verb_alone(phrases: Phrases, phrase: Phrase) -> str:
    """ "reading" of "reading under a lamp": what is left to do without the lamp; "riding a horse" leaves nothing."""
    ties = range(phrase.tie, phrase.first)
    verbs = [n for n in ties if is_doing(phrases.tokens, n, phrases.language)]
    held = grammar.spoken("has", phrases.language)
    if not verbs or verbs[-1] == phrase.first - 1 or held.get([phrases.tokens[verbs[-1]].norm]):
        return ""
    return phrases.said(phrase.tie, verbs[-1] + 1)


def _end_of_own(phrases: Phrases, cut: Sequence[Phrase], index: int) -> int:
    """Where what belongs to the phrase ends: of somebody who stands for himself also what he wears and does."""
    is_own_figure = index == 0 or _joins(phrases, cut[index])
    end = index + 1
    if end < len(cut) and phrases.tokens[cut[end].last - 1].norm in grammar.word_set("side_of_it"):
        end += 1
    is_somebody = grammar.is_somebody(_head_word(phrases, cut[index]))
    about = _head_word(phrases, cut[0])
    stays = not grammar.is_somebody(about) or grammar.settings(phrases.language).whole(about) is not None
    if is_somebody and not is_own_figure and stays:  # "a bakery with a cat in the window"
        return end + int(end < len(cut) and _place_word(phrases, cut[end]) is not None)
    if not is_own_figure or not is_somebody:
        own = phrases.said(cut[end].tie, cut[end].last) if end < len(cut) else ""
        return end + 1 if set(own.lower().split()) & {"its", "his", "her", "their"} else end
    worn = False
    while end < len(cut) and not (_joins(phrases, cut[end]) and _stands_alone(phrases, cut[end], worn=worn)):
        worn = worn or not _joins(phrases, cut[end])
        end += 1
    return end


def _stands_alone(phrases: Phrases, phrase: Phrase, *, worn: bool) -> bool:
    """Whether what "and" ties on is a figure of its own, and not one more thing that is worn or held."""
    return not worn or grammar.is_somebody(_head_word(phrases, phrase))


def _head_word(phrases: Phrases, phrase: Phrase) -> str:
    return phrases.tokens[phrase.last - 1].norm if phrase.last > phrase.first else ""


def _joins(phrases: Phrases, phrase: Phrase) -> bool:
    """Whether "and" or nothing at all ties it on, and no other word."""
    ties = phrases.tokens[phrase.tie : phrase.first]
    return all(grammar.spoken("joiner", phrases.language).get([token.norm]) for token in ties)


def with_replaced(subject: str, old: str, new: str, language: str) -> str | None:
    """With another thing in its place; None when it is not there."""
    phrases = Phrases(subject, language)
    index = phrases.with_thing(old)
    if index is None:
        return None
    phrase, tokens = phrases.cut()[index], phrases.tokens
    if language in UNSPACED and old in subject:
        return subject.replace(old, new, 1)
    if language in VERB_LAST:
        words = (
            one
            for one in tokens[phrase.first : phrase.last]
            if names(subject[one.start : one.end], old, language)
        )
        word = next(words, tokens[phrase.last - 1])
        return f"{subject[: word.start]}{new}{subject[word.end :]}"
    put = _as_many(phrases, phrase, new) or with_article(new, language)
    return f"{subject[: tokens[phrase.first].start]}{put}{subject[tokens[phrase.last - 1].end :]}"


def _as_many(phrases: Phrases, phrase: Phrase, new: str) -> str:
    """ "two cats" for "cats" in the place of "two dogs"; "" where that is not so."""
    first, said = phrases.tokens[phrase.first], tokenise(new)
    counted = grammar.numbers(phrases.language).get([first.norm]) is not None
    bare = len(said) == 1 and singular(said[0].norm) != said[0].norm
    return f"{phrases.text[first.start : first.end]} {new}" if counted and bare else ""


def described(subject: str, thing: str, how: str, language: str) -> str | None:
    """The thing with a further adjective, a colour in place of its colour; None when it is not there."""
    phrases = Phrases(subject, language)
    index = phrases.with_thing(thing)
    if language in UNSPACED and thing in subject:
        before, _, after = subject.partition(thing)
        tie = {"zh": "的", "ja": "の"}[language]
        return f"{_without_colour(before, tie)}{how}{'' if how.endswith(tie) else tie}{thing}{after}"
    if index is None:
        return None
    phrase, tokens = phrases.cut()[index], phrases.tokens
    colours = grammar.any_colour()
    if (made_of := _of_another_material(phrases, phrase, how)) is not None:
        return made_of
    coloured = colours.whole(how) or colours.get([t.norm for t in tokenise(how)[-1:]])
    gone = [t for t in tokens[phrase.first : phrase.last] if coloured and colours.get([t.norm])]
    untrue = grammar.opposed(how.lower())
    kept = [t for t in tokens[phrase.first : phrase.last] if t not in gone and t.norm not in untrue]
    if language in VERB_LAST:
        head = next((t for t in kept if names(subject[t.start : t.end], thing, language)), kept[-1])
        words = [f"{how} {subject[t.start : t.end]}" if t is head else subject[t.start : t.end] for t in kept]
        return f"{subject[: tokens[phrase.first].start]}{' '.join(words)}{subject[tokens[phrase.last - 1].end :]}"
    words = [subject[token.start : token.end] for token in kept]
    has_article = len(words) > 1 and grammar.spoken("determiner", language).get([kept[0].norm]) is not None
    article, noun = (words[0], " ".join(words[1:])) if has_article else ("", " ".join(words))
    put = looking(noun, _inflected(how, gone[0].norm, language) if gone else how, language)
    put = f"{fitting(article, put)} {put}"
    return f"{subject[: tokens[phrase.first].start]}{put.strip()}{subject[tokens[phrase.last - 1].end :]}"


def _of_another_material(phrases: Phrases, phrase: Phrase, how: str) -> str | None:
    """ "un tavolo di marmo" for "un tavolo di legno"."""
    book, tokens = grammar.words("owner_of", phrases.language), phrases.tokens
    said = tokenise(how)
    of = next((t for t in tokens[phrase.first : phrase.last - 1] if book.get([t.norm])), None)
    if of is None or not said or book.get([said[0].norm]) is None:
        return None
    return f"{phrases.text[: of.start]}{how}{phrases.text[tokens[phrase.last - 1].end :]}"


def _without_colour(before: str, tie: str) -> str:
    """What stands before a thing, without the colour that the thing had."""
    plain = before.removesuffix(tie)
    colour = max(
        (one for one in grammar.any_colour().words() if plain.endswith(one.replace(" ", ""))),
        key=len,
        default="",
    )
    return plain[: len(plain) - len(colour.replace(" ", ""))] if colour else before


def looking(noun: str, how: str, language: str) -> str:
    """The noun and its adjective as the language orders them: "green door", "porte verte". A German adjective without its ending comes
    behind: "Hut in Blau"."""
    entry = grammar.colours("de").whole(how) if language == "de" else None
    if entry is not None and normalised(how) == entry.words["de"][0]:
        return f"{noun} in {how.capitalize()}"
    return f"{noun} {how}" if language in LOOK_BEHIND else f"{how} {noun}"


def _inflected(how: str, old: str, language: str) -> str:
    """A German colour with the ending of the one whose place it takes: "blau" for "roter" is "blauer"."""
    entry = grammar.colours(language).whole(old) if language == "de" else None
    ending = old.removeprefix(entry.words["de"][0]) if entry is not None else ""
    return f"{how.lower()}{ending}" if ending and grammar.colours("de").whole(f"{how}{ending}") else how


def with_more(subject: str, thing: str, more: str, language: str) -> str | None:
    """With something said right behind a thing; None when it is not there."""
    phrases = Phrases(subject, language)
    index = phrases.with_thing(thing)
    if index is None:
        return None
    end = phrases.tokens[phrases.cut()[index].last - 1].end
    return f"{subject[:end]} {more}{subject[end:]}"


def elsewhere(subject: str, place: str, language: str, *, only_known: bool = False) -> str:
    """In another place: "a cat on a roof with a ball" for "a cat on a sofa with a ball". Beside whom somebody stands is no place; a place
    that the lexicon knows is it before any other, and alone where `only_known`."""
    phrases = Phrases(subject, language)
    placed = [one for one in phrases.cut()[1:] if (_place_word(phrases, one)) is not None]
    known = [one for one in placed if grammar.settings(language).all(phrases.tokens[one.first : one.last])]
    bare = [one for one in placed if _place_word(phrases, one) == one.tie]
    where = next(iter(known or ([] if only_known else bare)), None)
    if where is None:
        return subject if only_known else f"{subject} {place}".strip()
    before = phrases.tokens[(_place_word(phrases, where) or where.first) - 1].end
    return tidy(f"{subject[:before]} {place}{subject[phrases.tokens[where.last - 1].end :]}", language)


def _place_word(phrases: Phrases, phrase: Phrase) -> int | None:
    """Where what says the place begins, "under" of "reading under a lamp"; None where a phrase says none."""
    if grammar.is_somebody(_head_word(phrases, phrase)):
        return None
    for position in range(phrase.tie, phrase.first):
        tie = phrases.tokens[position : position + 1]
        placed = grammar.is_any(tie, 0, phrases.language, "place_preposition")
        if placed and (tie[0].norm == "in" or not grammar.is_any(tie, 0, phrases.language, "has")):
            return position
    return None


def fitting(article: str, word: str) -> str:
    if article.lower() not in ("a", "an"):
        return article
    return "an" if word[:1].lower() in "aeiou" else "a"


def with_article(noun: str, language: str) -> str:
    bare = noun.strip()
    tokens = tokenise(bare)
    has_one = grammar.words("determiner", language).at(tokens, 0) or grammar.numbers(language).at(tokens, 0)
    if has_one or language != "en" or bare.endswith("s") or bare[:1].isupper() or bare[:1].isdigit():
        return bare
    return (
        bare
        if bare.lower().rpartition(" ")[2] in grammar.word_set("uncounted")
        else f"{fitting('a', bare)} {bare}"
    )


def joined(*parts: str) -> str:
    return ", ".join(part.strip(" ,") for part in parts if part.strip(" ,"))
