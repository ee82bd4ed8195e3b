"""The kinds of change, each by the words that it is said with."""

import re

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.edits.acts import does
from adapters.builtin.planner.edits.body import (
    Body,
    Slots,
    by_degree,
    names_thing,
    saying,
)
from adapters.builtin.planner.edits.effects import (
    WITHOUT_ARTICLES,
    described,
    in_place_of,
    made_of,
    of_part,
    whole,
    with_thing,
)
from adapters.builtin.planner.edits.looks import looked
from adapters.builtin.planner.edits.values import named
from adapters.builtin.planner.reading import altered_phrases, opening, phrases
from adapters.builtin.planner.reading.contrasts import contrast_in
from adapters.builtin.planner.reading.doing_words import doing
from adapters.builtin.planner.reading.lettering import take_printed
from adapters.builtin.planner.reading.reading import read
from adapters.builtin.planner.reading.said_looks import compares, is_look
from adapters.builtin.planner.reading.scan import tidy
from agent.text.words import Token, shares_word, singular, tokenise

CASE = re.compile(
    r"(?<=[가-힣])(?:을|를|이|가|은|는|으로|로)$|(?<=[^\W\d_])(?:を|に|が|は|へ)$|\s+(?:को|का|की|में)$"
)


def too(body: Body) -> Slots:
    """ "too dark", "the hat is too small"."""
    found = body.find("too")
    how = body.tokens[found.last].norm if found and found.last < len(body.tokens) else ""
    opposite = grammar.pairs("too_much").get(how, "")
    if found is None or not opposite:
        return {}
    said = body.find("should") or body.find("states") or found
    what = body.between(0, said.first)
    if said is found and not phrases.names(body.subject, what, body.language):
        what = ""  # "way too dark"
    thing = "" if not what or grammar.spoken("it", body.language).whole(what) else what
    return made_of(body, thing, opposite) if thing else whole(saying(body, opposite))


def zoomed(body: Body) -> Slots:
    """ "zoom out", "closer"."""
    for words, framing in grammar.pairs("zoom").items():
        if body.text.lower().startswith(words):
            return {"composition": framing}
    return {}


_CAPITALS = re.compile(r"(?<!\w)(?P<words>[A-Z]{2,}(?:[ '&]+[A-Z]{2,})*)(?!\w)(?=.*[a-z])")


def lettered(body: Body) -> Slots:
    """ "write Hello on it", "add the text “Hi”"."""
    on_it = grammar.spoken("on_it", body.language).before(body.tokens, len(body.tokens))
    verb = body.at("not_drawing")
    if verb is not None and on_it is not None and verb.last < on_it.first:
        return {"text": body.between(verb.last, on_it.first).strip(" \"'“”«»„")}
    printed, rest = take_printed(body.text, body.language)
    if not printed and (capitals := _CAPITALS.search(body.text)) is not None and body.at("add"):
        return {"text": capitals["words"]}  # "put LUCKY on the mug"
    if not printed or printed == body.text:
        return {}
    old, bare_subject = take_printed(body.subject, body.language)
    without: Slots = (
        {"subject": tidy(bare_subject, body.language)} if old and not body.base.get("text") else {}
    )
    left = read(opening.without_opening(rest, body.language), body.language)
    bare = [t for t in tokenise(left.subject) if not (_is_small(t, body.language) or _is_there(body, t.norm))]
    slots: Slots = {"text": printed, **without}
    return {**left.slots(), **slots} if not bare else {}


def _is_there(body: Body, word: str) -> bool:
    """ "the sign should say ...": what bears the words is in the picture."""
    return phrases.names(body.shown, word, body.language) or word in grammar.word_set("lettering_part")


def _is_small(token: Token, language: str) -> bool:
    """A word that stands for no thing: "add", "it", "the"."""
    names = ("add", "make", "it", "determiner", "place_preposition", "saying", "joiner")
    return any(grammar.spoken(name, language).get([token.norm]) is not None for name in names)


def instead(body: Body) -> Slots:
    """ "a cat instead of a fox"; "instead of a fox, a cat"; "green, not blue"; "I meant cats not dogs"."""
    found = contrast_in(body.text, body.language)
    if not found.old or not found.new:
        return {}
    if not any(shares_word(found.old, value) for value in body.base.values()):
        return looked(saying(body, found.new)) if is_look(found.old, body.language) else {}
    tokens = tokenise(found.new)
    verb = grammar.spoken("make", body.language).at(tokens, 0) or grammar.spoken("add", body.language).at(
        tokens, 0
    )
    new = found.new[tokens[verb.last].start :] if verb and verb.last < len(tokens) else found.new
    return in_place_of(body, found.old, new)


def replaced(body: Body) -> Slots:
    """ "replace the lamp with a candle", "change her dress to yellow", "turn him into a wolf"."""
    verb = body.at("replace") or (
        body.at("make") if body.at("make") and body.find("replaced_by", 1) else None
    )
    by = body.find("replaced_by", verb.last) if verb else None
    if verb is None or by is None or by.first == verb.last:
        return {}
    old, new = body.between(verb.last, by.first), body.after(by.last)
    if not new:
        return {}
    if body.at("make") is not None and body.at("replace") is None:
        return {}
    if grammar.spoken("it", body.language).whole(old):
        return whole(saying(body, new))
    part = tokenise(phrases.without_article(old, body.language))
    if part and part[0].norm in grammar.word_set("lettering_part"):
        return {"text": new.strip(" \"'“”")}
    if len(part) == 1 and part[0].norm in grammar.word_set("picture_part"):
        return of_part(body, part[0].norm, new)
    return in_place_of(body, old, new)


def made(body: Body) -> Slots:
    """ "make it night", "make the hat blue", "make the fox a wolf", "let the knight ride a horse"."""
    verb = body.at("make")
    if verb is None:
        return {}
    rest = saying(body, body.after(verb.last))
    it = rest.at("it")
    first = it.last if it is not None else 0
    gives = body.at("add") and rest.at("indefinite", first) and not rest.at("definite", first)
    if not rest.text or gives:
        return {}
    if it is not None and it.last < len(rest.tokens):
        how = rest.after(it.last)
        if it.value in grammar.word_set("somebody"):
            return _of_somebody(rest, how)
        return _thing_made(saying(body, how)) or whole(saying(body, how)) or does(body, how)
    if it is not None:
        return {}
    return (
        _thing_made(rest)
        or whole(rest)
        or (does(body, rest.text) if verb.value in grammar.word_set("lets") else {})
    )


def _thing_made(rest: Body) -> Slots:
    """ "the hat blue", "the fox a wolf", "the umbrella on the left": a thing of the picture, and what becomes of it."""
    determined = rest.at("determiner") or rest.at("mine")
    if determined is None and rest.language not in WITHOUT_ARTICLES:
        return {}
    for last in range(len(rest.tokens) - 1, determined.last if determined else 0, -1):
        what, how = CASE.sub("", rest.between(0, last)).strip(), CASE.sub("", rest.after(last)).strip()
        word = tokenise(what)[-1].norm if tokenise(what) else ""
        if determined is None and not _is_named(rest, what):
            continue
        small = any(grammar.spoken(name, rest.language).get([word]) for name in ("determiner", "owner_of"))
        if small or is_look(word, rest.language):
            continue
        part = next(
            (one for one in (what.lower(), singular(word)) if one in grammar.word_set("picture_part")), ""
        )
        if part:
            return of_part(rest, part, how)
        if phrases.names(rest.subject, word, rest.language) or names_thing(word, rest.language):
            return made_of(rest, what, how)
    return {}


def _is_named(rest: Body, what: str) -> bool:
    """Whether it is the picture's background, or one of its things, and not a look that stands before one."""
    part = what.lower() in grammar.word_set("picture_part")
    if rest.language in phrases.UNSPACED and what not in rest.subject:
        return part
    return part or (phrases.names(rest.subject, what, rest.language) and not is_look(what, rest.language))


def _of_somebody(body: Body, how: str) -> Slots:
    """ "make her older", "make him smile", "make her a pirate"."""
    how = by_degree(how, body.language)
    one = re.fullmatch(r"[a-z]+", how)
    look = is_look(how, body.language) or (one and compares(how))
    if grammar.words("determiner", body.language).at(tokenise(how), 0):
        return whole(saying(body, how))
    if look or named(how, body.language).keys() & {"palette"}:
        if body.language != "en":
            return whole(saying(body, how))
        head = phrases.head_of(body.subject, body.language)
        changed = altered_phrases.described(body.subject, head, how, body.language) if head else None
        return {"subject": changed or altered_phrases.joined(body.subject, how)}
    if one and not named(how, body.language) and not grammar.glyph_of(how):
        return {"subject": altered_phrases.joined(body.subject, doing(how, body.language))}
    return whole(saying(body, how))


def alone(body: Body) -> Slots:
    """ "just the fox": nothing else of the picture."""
    only = body.at("only")
    if only is None or not (
        saying(body, body.after(only.last)).at("definite") or body.language in WITHOUT_ARTICLES
    ):
        return {}
    cut = phrases.Phrases(body.subject, body.language)
    index = cut.with_thing(body.after(only.last))
    thing = cut.cut()[index] if index is not None else None
    return {"subject": cut.said(thing.first, thing.last), "setting": ""} if thing else {}


def part_named(body: Body) -> Slots:
    """ "background: snowy mountains", "a different background, maybe mountains", "plain white behind it"."""
    part, behind = body.at("picture_part"), body.ends("beside_it")
    if part is not None and body.text[body.tokens[part.last - 1].end :].lstrip()[:1] in tuple(":：="):
        return of_part(body, part.value, body.after(part.last).lstrip(" :：="))
    ends = body.ends("picture_part")  # "sunset lighting"
    if ends is not None and named(value := body.between(0, ends.first), body.language):
        return of_part(body, ends.value, value)
    colour = body.between(0, behind.first) if behind is not None else ""
    if colour and is_look(colour.removeprefix("plain "), body.language):
        return of_part(body, "background", colour)
    found = grammar.settings(body.language).all(body.tokens) if body.find("backdrop_of_it") else ()
    return {"setting": body.between(found[-1].first, found[-1].last)} if found else {}


def _may_become(how: str, language: str) -> bool:
    """Whether "is", without a "should", tells what it is to be: "her horns are straight", and not "cyberpunk is so 2020"."""
    tokens = tokenise(how)
    if not tokens or grammar.spoken("so", language).at(tokens, 0):
        return False
    placed = grammar.is_any(tokens, 0, language, "place_preposition", "determiner", "degree")
    return placed or is_look(how, language) or len(tokens) == 1 or tokens[0].norm.endswith("ing")


def _should(body: Body) -> tuple[str, str, str]:
    """Of what something is said, what is said of it, and the words between: "the sky", "purple", "should be". Nothing where no such words
    stand there."""
    asks = body.tokens[0].norm in ("can", "could", "may")
    said = next((n for n, t in enumerate(body.tokens) if t.norm == "be"), 0) if asks else 0
    if said:
        return body.between(1, said), body.after(said + 1), "be"
    found = body.find("should", 1)
    if found is None or found.last >= len(body.tokens):
        return "", "", ""
    return body.between(0, found.first), body.after(found.last), body.between(found.first, found.last).lower()


def corrected(body: Body) -> Slots:
    """ "the sky should be purple", "her horns are straight", "the fox should smile", "can the door be green"."""
    what, how, said = _should(body)
    how = re.split(r",?\s+(?:not|instead of|nicht|no)\s+", re.sub(r"\s+instead$", "", how))[0]
    if not what or not how or len(tokenise(what)) > THING_WORDS_MAX:
        return {}
    owned = grammar.spoken("looks", body.language).at(tokenise(how), 0)
    if said.endswith("have") or (owned is not None and owned.last < len(tokenise(how))):
        return with_thing(body, how if owned is None else how[tokenise(how)[owned.last].start :])
    words, states = tokenise(how), grammar.spoken("states", body.language).whole(said) is not None
    if said == "looks" or (states and not _may_become(how, body.language)):
        return {}
    part = singular(tokenise(what)[-1].norm)
    if grammar.spoken("it", body.language).whole(what):
        return whole(saying(body, how)) or does(body, how)
    if part in grammar.word_set("picture_part"):
        return of_part(body, part, how)
    if states and len(words) == 1 and not how.endswith("ing"):
        return described(body, what, how)
    acts = (
        said in ("should", "must") and len(words) == 1 and not (is_look(how, body.language) or compares(how))
    )
    if acts and body.language == "en":
        return {"subject": altered_phrases.joined(body.subject, doing(how, body.language))}
    return made_of(body, what, how)


THING_WORDS_MAX = 4
"""Of a thing of which something is said."""
