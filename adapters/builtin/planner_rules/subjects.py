"""Surgery on a subject's text: find a thing in it, take it out, put another in its place, describe it, cut to who it is about."""

import re
from collections.abc import Sequence

from adapters.builtin.planner_rules import grammar
from adapters.builtin.planner_rules.grammar import frame
from adapters.builtin.planner_rules.scan import tidy
from adapters.builtin.planner_rules.tokens import Token, stem, tokenise

ADJECTIVES_MAX = 3
_TIES = frame("ties")
_DOING = frame("doing")
_JOINS = frame("joins")
_ON_IT = re.compile(
    r"^\s+(?:on|in|at|around|behind|over|from)\s+(?:its|his|her|their)\s+[\w-]+", re.IGNORECASE
)
"""Where the thing that goes was: "a parrot on its shoulder"."""
_DONE_TO_IT = re.compile(
    r"\s+(?:riding|driving|eating|drinking|chasing|hugging|feeding|kicking|throwing|watering|petting)\s*$",
    re.IGNORECASE,
)
"""What is done to the thing that goes, and to nothing else: "an astronaut riding a horse"."""
_LISTED_AFTER = frame("listed_after")
_ITS_OWN = frame("its_own")
_THEN_ANOTHER = frame("then_another")


def without_article(text: str, language: str) -> str:
    tokens = tokenise(text)
    match = grammar.words("determiner", language).at(tokens, 0)
    return text[tokens[match.last].start :].strip() if match and match.last < len(tokens) else text.strip()


def shares_word(one: str, other: str) -> bool:
    """Whether they have a word in common, in whatever number."""
    return bool({stem(t.norm) for t in tokenise(one)} & {stem(t.norm) for t in tokenise(other)})


def span_of(subject: str, thing: str, language: str) -> tuple[int, int] | None:
    """Where the thing stands in the subject, with its article and adjectives: character offsets."""
    wanted = [stem(token.norm) for token in tokenise(without_article(thing, language))]
    tokens = tokenise(subject)
    for size in (len(wanted), 1):
        sought = wanted[-size:] if wanted else []
        for first in range(len(tokens) - size + 1):
            if sought and [stem(token.norm) for token in tokens[first : first + size]] == sought:
                start = _article_before(tokens, subject, first, language)
                return tokens[start].start, tokens[first + size - 1].end
    return None


def _article_before(tokens: Sequence[Token], subject: str, first: int, language: str) -> int:
    for position in range(first - 1, max(-1, first - 1 - ADJECTIVES_MAX), -1):
        if "," in subject[tokens[position].end : tokens[position + 1].start]:
            break
        if grammar.words("determiner", language).get([tokens[position].norm]):
            return position
        ties = ("place_preposition", "joiner", "of")
        if any(grammar.words(name, language).get([tokens[position].norm]) for name in ties):
            break
    return first


def without_thing(subject: str, thing: str, language: str) -> str | None:
    """The subject without that thing and the words that tie it in; None when it is not in it."""
    span = span_of(subject, thing, language)
    if span is None:
        return None
    before, after = subject[: _number_before(subject, span[0], language)], subject[span[1] :]
    listed = _LISTED_AFTER.match(after)
    if _JOINS.search(before):
        # "a dog and a cat wearing a hat": what it wears goes with it.
        return tidy(f"{_TIES.sub('', before).rstrip(', ')}\x00{_ITS_OWN.sub('', after)}", language)
    if not re.search(r"\w", before) and (following := _THEN_ANOTHER.match(after)):
        return tidy(after[following.end() :], language)
    after = _ON_IT.sub("", after)
    if listed:
        # "wearing a hat and sunglasses": what ties the first ties the second.
        return tidy(f"{before}{after[listed.end() :]}", language)
    before = _DONE_TO_IT.sub("", before)
    return tidy(f"{_TIES.sub('', before).rstrip(', ')}\x00{after}", language)


def _number_before(subject: str, start: int, language: str) -> int:
    """ "2 blue kites" begins with its number; `start` where no number stands before."""
    tokens = [token for token in tokenise(subject) if token.end <= start]
    for back, token in enumerate(reversed(tokens[-ADJECTIVES_MAX:])):
        if "," in subject[token.end : start] or (
            back and grammar.words("joiner", language).get([token.norm])
        ):
            break
        if token.norm.isdecimal() or grammar.numbers(language).get([token.norm]):
            return token.start
    return start


def with_replaced(subject: str, old: str, new: str, language: str) -> str | None:
    """With another thing in its place; None when it is not there."""
    span = span_of(subject, old, language)
    return None if span is None else f"{subject[: span[0]]}{with_article(new, language)}{subject[span[1] :]}"


def with_head(subject: str, new: str, language: str) -> str:
    """ "a fox reading under a lamp" with "a wolf": the first thing changes, what it does stays."""
    end = _head_end(subject, language)
    return f"{new}{subject[end:]}" if end is not None else new


def _head_end(subject: str, language: str) -> int | None:
    tokens = tokenise(subject)
    for position in range(len(tokens)):
        found = grammar.things().at(tokens, position)
        if found is not None and not grammar.colours(language).at(tokens, position):
            return tokens[found.last - 1].end
    return None


def head_of(subject: str, language: str) -> str:
    """The first thing, with its article and adjectives; "" when none is known."""
    end = _head_end(subject, language)
    return subject[:end] if end is not None else ""


def described(subject: str, thing: str, how: str, language: str) -> str | None:
    """The thing with a further adjective, a colour in place of its colour; None when it is not there."""
    span = span_of(subject, thing, language)
    if span is None:
        return None
    said = subject[span[0] : span[1]]
    colours = grammar.colours(language)
    kept = [t for t in tokenise(said) if not (colours.whole(how) and colours.get([t.norm]))]
    noun = " ".join(said[token.start : token.end] for token in kept)
    match = grammar.words("determiner", language).at(tokenise(noun), 0)
    article, bare = (noun.split()[0], noun.split(" ", 1)[-1]) if match and " " in noun else ("", noun)
    put = f"{_fitting(article, how)} {how} {bare}" if article else f"{how} {bare}"
    return f"{subject[: span[0]]}{put}{subject[span[1] :]}"


def _fitting(article: str, word: str) -> str:
    if article.lower() not in ("a", "an"):
        return article
    return "an" if word[:1].lower() in "aeiou" else "a"


_UNCOUNTED = frozenset(
    [
        "hair",
        "fur",
        "skin",
        "armour",
        "armor",
        "makeup",
        "clothing",
        "grass",
        "smoke",
        "light",
        "moonlight",
        "snow",
        "water",
    ]
)


def with_article(noun: str, language: str) -> str:
    bare = noun.strip()
    has_one = grammar.words("determiner", language).at(tokenise(bare), 0) or grammar.numbers(language).at(
        tokenise(bare), 0
    )
    if has_one or language != "en" or bare.endswith("s") or bare[:1].isupper():
        return bare
    if bare.lower().rpartition(" ")[2] in _UNCOUNTED:
        return bare
    return f"{_fitting('a', bare)} {bare}"


def joined(*parts: str) -> str:
    return ", ".join(part.strip(" ,") for part in parts if part.strip(" ,"))


def who_of(subject: str) -> str:
    """Who or what it is about, without what it does and where: "a girl with red hair" of "a girl with red hair dancing"."""
    match = _DOING.search(subject)
    cut = subject[: match.start()].strip(" ,") if match else subject
    return cut or subject


def doing(verb: str) -> str:
    """ "smile" -> "smiling"."""
    if verb.endswith("ing"):
        return verb
    if verb.endswith("e") and not verb.endswith("ee"):
        return f"{verb[:-1]}ing"
    doubled = re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", verb)
    return f"{verb}{verb[-1] if doubled else ''}ing"
