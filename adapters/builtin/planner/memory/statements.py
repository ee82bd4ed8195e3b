"""What the author says of lasting worth, in so many words: preferences, customs and rules of a place, facts."""

import re
from collections.abc import Sequence

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.phrasebook import Found
from adapters.builtin.planner.memory.customs import Told, custom
from adapters.builtin.planner.memory.introductions import introduced, shown
from adapters.builtin.planner.reading import opening
from adapters.builtin.planner.reading.ordinals import ordinal
from adapters.builtin.planner.reading.phrases import VERB_LAST
from adapters.builtin.planner.reading.reading import read
from agent.domain.generation import Statement
from agent.text.words import Token, tokenise


def statement_in(
    sentence: str, language: str, *, image: str | None = None, seen: str = "", asked: bool = False
) -> Statement | None:
    """The statement that a sentence makes, or None. `image` is the picture that "this is Luna" speaks of, `seen` what is known to be
    on it; `asked`: it is to be remembered, whether it says so or not."""
    text = sentence.strip().strip('"“”').rstrip(" .!。！")
    ordered, said = without_order(text, language)
    told = Told(text=_without_lead(said, language), language=language, asked=ordered or asked)
    if not re.search(r"\w", told.text) or told.text.endswith(("?", "？")):
        return None
    found = shown(text, language, image, seen) or (
        shown(told.text, language, image, seen) if told.asked else None
    )
    found = found or custom(told) or introduced(told.core, language, asked=told.asked) or _taste(told)
    if found is None and told.asked and grammar.spoken("it", language).at(tokenise(told.text), 0):
        return None
    return found or _fact(told)


def without_order(text: str, language: str) -> tuple[bool, str]:
    """Whether the text orders to remember, and what it says beside that order."""
    tokens = tokenise(text)
    order = _after_lead(text, language, "remember")
    if order is not None:  # "inget ya" alone orders what the next sentence says
        return True, text[tokens[order.last].start :] if order.last < len(tokens) else ""
    behind = grammar.ending(text, "remember_behind", language)
    if behind is not None:
        rest = re.sub(r"[\s,;–-]+(?:and|so|please|und|y|et)$", "", text[:behind].rstrip(" ,;、，–-"))
        said = grammar.ending(rest, "said_that", language)
        return True, rest[:said].rstrip() if said is not None else rest
    return False, text


def _after_lead(text: str, language: str, name: str) -> Found[str] | None:
    tokens = tokenise(text)
    position = 0
    while True:
        found = grammar.spoken(name, language).at(tokens, position)
        lead = grammar.spoken("changed_my_mind", language).at(tokens, position)
        polite = grammar.spoken("polite", language).at(tokens, position)
        if found is not None or (lead is None and polite is None):
            return found
        position = max(one.last for one in (lead, polite) if one is not None)


def _without_lead(text: str, language: str) -> str:
    """Without "I changed my mind, actually": what leads in says nothing."""
    tokens = tokenise(text)
    position = 0
    while (found := grammar.spoken("changed_my_mind", language).at(tokens, position)) is not None and _leads(
        text, found
    ):
        position = found.last
    return text[tokens[position].start :] if position < len(tokens) else text


def _leads(text: str, found: Found[str]) -> bool:
    """ "no, I like noir" leads in; "no spiders" and "nie znoszę" do not."""
    tokens = tokenise(text)
    stops = found.last < len(tokens) and "," in text[tokens[found.last - 1].end : tokens[found.last].start]
    return found.value not in grammar.word_set("denies") or stops


_WAYS = (("never", "never wants"), ("dislikes", "dislikes"), ("always", "always wants"), ("likes", "prefers"))
"""Words that open a taste, and how it is kept."""


def _taste(told: Told) -> Statement | None:
    """ "prefers ...", "dislikes ...", "always wants ...", "never wants ..."."""
    text, language = told.core, told.language
    beside, text = _beside(text, language)
    conditional = _under_condition(text, language)
    if conditional:
        return Statement(kind="preference", text=conditional)
    standing = _standing(text, language)
    if standing:
        return Statement(kind="preference", text=f"always wants {_without_behind(standing, language)}")
    for name, way in _WAYS:
        what = what_of(text, language, name)
        if what and name == "likes" and _is_named_favourite(what, language):
            return Statement(kind="fact", text=text)
        if what and _is_meant(told, what, name):
            return Statement(kind="preference", text=f"{beside}{way} {_look(what, language)}")
    return _changed_for_good(told) or _look_alone(told)


def _is_named_favourite(what: str, language: str) -> bool:
    """ "animal is the otter" of "my favourite animal is the otter": what is liked best of its kind is told, no look of pictures."""
    tokens = tokenise(what)
    return any(
        grammar.words("is", language).at(tokens, n) and tokens[n].norm.isalpha()
        for n in range(1, min(3, len(tokens) - 1))
    )


def _beside(text: str, language: str) -> tuple[str, str]:
    """ "also " for what stands beside other likings ("I also like orange", "orange, too"), and the text without that word."""
    tokens = tokenise(text)
    found = next((one for one in grammar.spoken("also", language).all(tokens) if one.first), None)
    if found is None:
        return "", text
    return "also ", f"{text[: tokens[found.first - 1].end]}{text[tokens[found.last - 1].end :]}"


def _standing(text: str, language: str) -> str:
    """ "I'd always like a dark background", "ich hätte gern immer Aquarell": the words for good stand within."""
    tokens = tokenise(text)
    found = next(iter(grammar.spoken("always", language).all(tokens)), None)
    if found is None or not found.first or grammar.spoken("i", language).at(tokens, 0) is None:
        return ""
    wants = grammar.spoken("wants", language)
    behind = wants.at(tokens, found.last) if found.first <= STANDING_WORDS_MAX else None
    ahead = wants.before(tokens, found.first)
    last = behind.last if behind is not None else found.last if ahead is not None else len(tokens)
    return text[tokens[last].start :] if last < len(tokens) else ""


STANDING_WORDS_MAX = 2
"""Before the words for good, where what is wanted follows them."""


def what_of(text: str, language: str, name: str) -> str:
    """What is liked or disliked, "" where the text does not say so with words of that name."""
    if language in grammar.UNSPACED and (led := _led(text, language, name)):
        return led
    tokens = tokenise(text)
    for spoken in dict.fromkeys((language, "en")):
        opened = grammar.words(name, spoken).at(tokens, 0)
        behind = grammar.ending(text, name, spoken) if spoken in (*VERB_LAST, "ar") else None
        if opened is not None and opened.last < len(tokens):
            return _without_behind(text[tokens[opened.last].start :], language)
        if behind is not None:
            return _without_topic(text[:behind].rstrip(), language)
        around = _around(text, tokens, name, spoken)
        if around:
            return around
    return ""


def _led(text: str, language: str, name: str) -> str:
    """ "水彩" of "これからはいつも水彩で描いてください": the words for good stand first, and an order to draw last."""
    rest = text
    while (lead := next((one for one in grammar.listed(name, language) if rest.startswith(one)), "")) != "":
        rest = rest[len(lead) :].lstrip("、，, ")
    drawn = opening.without_opening(rest, language)
    return re.sub(r"(?:で|に|を)$", "", drawn) if rest != text and drawn != rest else ""


def _without_topic(what: str, language: str) -> str:
    """ "수채화" of "내가 수채화를": without who it is that likes it, and what ties it to the verb."""
    tokens = tokenise(what)
    topic = grammar.words("self_topic", language).at(tokens, 0)
    what = what[tokens[topic.last].start :] if topic is not None and topic.last < len(tokens) else what
    return re.sub(r"(?<=[가-힣])(?:을|를|이|가)$", "", what)


def _around(text: str, tokens: Sequence[Token], name: str, language: str) -> str:
    """ "Aquarell" of "ich Aquarell mag", "olieverf" of "ik van olieverf hou": the words stand around it, as in a clause. "ik geen spinnen
    leuk vind" tells of what is not liked."""
    pairs = [f"{tokens[0].norm} {tokens[-1].norm}"] if len(tokens) > 2 else []
    pairs += [f"{tokens[0].norm} {tokens[-1].norm} {tokens[-2].norm}"] if len(tokens) > 3 else []
    ways = "likes" if name in ("likes", "dislikes") else name
    found = next(
        (one for one in reversed(pairs) for way in (name, ways) if grammar.words(way, language).whole(one)),
        "",
    )
    if not found:
        return ""
    first, last = 1, len(tokens) + 1 - len(found.split())
    tie = grammar.words("owner_of", language).at(tokens, first)
    first = tie.last if tie is not None and tie.last < last else first
    inner = tokenise(text)[first:last]
    denied = [one for one in inner if grammar.words("negation", language).get([one.norm])]
    own = grammar.words(name, language).whole(found) is not None
    if (name == "likes" and denied) or (name == "dislikes" and not own and not denied):
        return ""
    kept = [one for one in inner if one not in denied]
    return text[kept[0].start : kept[-1].end] if kept else ""


def _without_behind(what: str, language: str) -> str:
    """Without "from now on", "very much", and the sentence part that says it twice ("never include them")."""
    plain = what.split(", please")[0].strip(" ,.!")
    while True:
        tokens = tokenise(plain)
        found = grammar.spoken("lasting_behind", language).before(tokens, len(tokens))
        if found is None or found.first == 0:
            return plain
        plain = plain[: tokens[found.first - 1].end].strip(" ,")


def _is_meant(told: Told, what: str, name: str) -> bool:
    """A liking of something that outlasts this picture: not "I love it", "I hate this picture", "I like the second one"."""
    tokens = tokenise(what)
    language = told.language
    points = (
        grammar.spoken("it", language).whole(what) is not None or opening.leading_pronoun(what, language) > 0
    )
    this = bool(tokens) and tokens[0].norm in grammar.word_set("points_here")
    said_of_one = any(token.norm in grammar.word_set("picture_or_one") for token in tokens) and (
        grammar.is_any(tokens, 0, language, "determiner") or this
    )
    numbered = ordinal(what, language) is not None
    return not (points or this or said_of_one or numbered) or (told.asked and name in ("always", "never"))


def _look(what: str, language: str) -> str:
    """Without "use", "drawings in", and without what it comes instead of."""
    tokens = tokenise(what)
    for position in range(1, len(tokens)):
        instead = grammar.spoken("instead_of", language).at(tokens, position)
        if instead is not None and instead.value not in ("not",):
            what = what[: tokens[position - 1].end]
            break
    tokens = tokenise(what)
    lead = {"use", "to", "have", "having", "drawn", "of", "style", "make", "that", "it"}
    article = language != "en" and grammar.words("determiner", language).at(tokens, 0)
    first = article.last if article and article.last < len(tokens) else 0
    while first < len(tokens) - 1 and tokens[first].norm in lead:
        first += 1
    return what[tokens[first].start :].strip(" ,.") if tokens else what


def _under_condition(text: str, language: str) -> str:
    """ "for banners I want 3:1" -> "3:1 for banners"."""
    tokens = tokenise(text)
    if not tokens or not grammar.spoken("for_whom", language).at(tokens, 0):
        return ""
    for position in range(2, min(len(tokens), 6)):
        want = grammar.spoken("i_want", language).at(tokens, position)
        if want is not None and want.last < len(tokens):
            things = re.sub(r"^(?:my|all|our)\s+", "", text[tokens[1].start : tokens[position - 1].end])
            return f"{text[tokens[want.last].start :].strip(' .,')} for {things}"
    return ""


def _changed_for_good(told: Told) -> Statement | None:
    """ "ink instead of watercolour from now on": the words for good stand behind."""
    tokens = tokenise(told.core)
    behind = grammar.spoken("always", told.language).before(tokens, len(tokens))
    if behind is None or behind.first == 0:
        return None
    what = _look(_without_behind(told.core, told.language), told.language)
    negative = grammar.spoken("without", told.language).at(tokenise(what), 0)
    if negative is not None and negative.last < len(tokenise(what)):
        return Statement(kind="preference", text=f"never wants {what[tokenise(what)[negative.last].start :]}")
    return Statement(kind="preference", text=f"always wants {what}") if what else None


def _look_alone(told: Told) -> Statement | None:
    """ "pixel art" alone, "no text in my pictures" or "banners are 3:1", by order: how pictures are to look."""
    if not told.asked:
        return None
    tokens = tokenise(told.core)
    forbidden = grammar.spoken("without", told.language).at(tokens, 0)
    if forbidden is not None and forbidden.last < len(tokens):
        return Statement(kind="preference", text=told.core)
    about = re.match(
        r"^(?:our |my |all |the )?([\w' -]+?)\s+(?:are|should be|must be|have to be)\s+(.+)$", told.core
    )
    reading = read(f"x in {about[2] if about else told.core}", told.language)
    bare = reading.subject.lower() in ("x", "")
    look = reading.format or ("" if about else reading.style or reading.palette)
    if not look or not bare or grammar.spoken("i", told.language).at(tokens, 0):
        return None
    return Statement(kind="preference", text=told.core if about else f"prefers {told.core}")


def _fact(told: Told) -> Statement | None:
    """Anything that is to be remembered by order, and the author's name without one."""
    named = grammar.spoken("my_name", told.language).at(tokenise(told.core), 0)
    return Statement(kind="fact", text=told.core) if told.asked or named else None


def look_of(values: Sequence[str]) -> Statement | None:
    """ "remember this style", of the picture at hand."""
    looks = ", ".join(value for value in values if value)
    return Statement(kind="preference", text=f"prefers {looks}") if looks else None
