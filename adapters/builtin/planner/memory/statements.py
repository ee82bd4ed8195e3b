"""What the author says of lasting worth, in so many words: preferences, customs and rules of a place, facts."""

import re
from collections.abc import Sequence

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.language.phrasebook import Found
from adapters.builtin.planner.frames import frame
from adapters.builtin.planner.intents.conditions import under_condition
from adapters.builtin.planner.memory.customs import custom
from adapters.builtin.planner.memory.introductions import introduced, shown
from adapters.builtin.planner.reading import opening
from adapters.builtin.planner.reading.counts import ordinal
from adapters.builtin.planner.reading.phrases import VERB_LAST
from adapters.builtin.planner.reading.reading import read
from agent.domain.generation import Statement

_WAYS = (("never", "never wants"), ("dislikes", "dislikes"), ("always", "always wants"), ("likes", "prefers"))
"""Words that open a taste, and how it is kept."""
STANDING_WORDS_MAX = 2
"""Before the words for good, where what is wanted follows them."""


def statement_in(
    sentence: str, language: str, *, image: str | None = None, seen: str = "", asked: bool = False
) -> Statement | None:
    """The statement that a sentence makes, or None. `image` is the picture that "this is Luna" speaks of, `seen` what is known to be
    on it; `asked`: it is to be remembered, whether it says so or not."""
    text = sentence.strip().strip('"“”').rstrip(" .!。！")
    ordered, said = without_order(text, language)
    told, asked = _without_lead(Line(said, language)), ordered or asked
    if not re.search(r"\w", told) or told.endswith(("?", "？")):
        return None
    shows = (shown(one, language, image, seen) for one in ((text, told) if asked else (text,)))
    core = Line(told.strip(" ,.:;!。！"), language)
    found = (
        next((one for one in shows if one is not None), None)
        or custom(core, asked=asked)
        or introduced(core.text, language, asked=asked)
        or _taste(core, asked=asked)
    )
    if found is None and asked and Line(told, language).at(0, "it"):
        return None
    tells = asked or core.at(0, "my_name") is not None
    return found or (Statement(kind="fact", text=core.text) if tells else None)


def without_order(text: str, language: str) -> tuple[bool, str]:
    """Whether the text orders to remember, and what it says beside that order."""
    line, position = Line(text, language), 0
    while (order := line.at(position, "remember")) is None:
        leads = [one for name in ("changed_my_mind", "polite") if (one := line.at(position, name))]
        if not leads:
            break
        position = max(one.last for one in leads)
    if order is not None:  # "inget ya" alone orders what the next sentence says
        return True, line.since(order.last)
    behind = grammar.ending(text, "remember_behind", language)
    if behind is None:
        return False, text
    rest = re.sub(r"[\s,;–-]+(?:and|so|please|und|y|et)$", "", text[:behind].rstrip(" ,;、，–-"))
    said = grammar.ending(rest, "said_that", language)
    return True, rest[:said].rstrip() if said is not None else rest


def _without_lead(line: Line) -> str:
    """Without "I changed my mind, actually": what leads in says nothing."""
    position = 0
    while (found := line.at(position, "changed_my_mind")) is not None and _leads(line, found):
        position = found.last
    return line.since(position) or line.text


def _leads(line: Line, found: Found[str]) -> bool:
    """ "no, I like noir" leads in; "no spiders" and "nie znoszę" do not."""
    return found.value not in grammar.word_set("denies") or "," in line.gap(found.last)


def _taste(core: Line, *, asked: bool) -> Statement | None:
    """ "prefers ...", "dislikes ...", "always wants ...", "never wants ..."."""
    line, language = core, core.language
    # What stands beside other likings: "I also like orange", "orange, too".
    also = next((one for one in line.all("also") if one.first), None)
    beside = "also " if also is not None else ""
    if also is not None:
        line = Line(f"{line.upto(also.first)}{line.behind(also.last)}", language)
    if placed := line.after("wish_places"):
        line = Line(Line(placed, language).without_lead("polite"), language)
    if conditional := under_condition(line):
        return Statement(kind="preference", text=conditional)
    if standing := _standing(line):
        return Statement(kind="preference", text=f"always wants {_without_behind(standing, language)}")
    for name, way in _WAYS:
        what = _occurring(what_of(line.text, language, name), language)
        if what and name == "likes" and _is_named_favourite(Line(what, language)):
            return Statement(kind="fact", text=line.text)
        if what and _is_meant(Line(what, language), name, asked=asked):
            return Statement(kind="preference", text=f"{beside}{way} {_look(what, language)}")
    return _changed_for_good(core) or _unwanted(line) or (_look_alone(core) if asked else None)


def _occurring(what: str, language: str) -> str:
    """ "text" of "it when there's text in the picture", "people" of "it when people are in the pictures"."""
    line = Line(what, language)
    if not (case := line.after("it_when")):
        return what
    case = re.split(r"[,;]", case)[0]
    return Line(Line(case, language).without_end("wish_places", "in_picture"), language).without_end("is")


def _is_named_favourite(what: Line) -> bool:
    """ "animal is the otter" of "my favourite animal is the otter": what is liked best of its kind is told, no look of pictures."""
    within = range(1, min(3, what.size - 1))
    return any(what.own(n, "is") is not None and what.norm(n).isalpha() for n in within)


def _standing(line: Line) -> str:
    """ "I'd always like a dark background", "ich hätte gern immer Aquarell": the words for good stand within."""
    found = line.first("always")
    if found is None or not found.first or line.at(0, "i") is None:
        return ""
    behind = line.at(found.last, "wants") if found.first <= STANDING_WORDS_MAX else None
    ahead = line.before(found.first, "wants")
    return line.since(behind.last if behind else found.last if ahead else line.size)


def what_of(text: str, language: str, name: str) -> str:
    """What is liked or disliked, "" where the text does not say so with words of that name."""
    if language in grammar.UNSPACED and (led := _led(text, language, name)):
        return led
    for spoken in dict.fromkeys((language, "en")):
        line = Line(text, spoken)
        opened = line.own(0, name)
        behind = grammar.ending(text, name, spoken) if spoken in (*VERB_LAST, "ar") else None
        if opened is not None and opened.last < line.size:
            return _without_behind(line.since(opened.last), language)
        if behind is not None:
            return _without_topic(Line(text[:behind].rstrip(), language))
        if around := _around(line, name):
            return around
    return ""


def _led(text: str, language: str, name: str) -> str:
    """ "水彩" of "これからはいつも水彩で描いてください": the words for good stand first, and an order to draw last."""
    rest = text
    while (lead := next((one for one in grammar.listed(name, language) if rest.startswith(one)), "")) != "":
        rest = rest[len(lead) :].lstrip("、，, ")
    drawn = opening.without_opening(rest, language)
    return re.sub(r"(?:で|に|を)$", "", drawn) if rest != text and drawn != rest else ""


def _without_topic(what: Line) -> str:
    """ "수채화" of "내가 수채화를": without who it is that likes it, and what ties it to the verb."""
    topic = what.own(0, "self_topic")
    said = what.since(topic.last) if topic is not None else ""
    return re.sub(r"(?<=[가-힣])(?:을|를|이|가)$", "", said or what.text)


def _around(line: Line, name: str) -> str:
    """ "Aquarell" of "ich Aquarell mag", "olieverf" of "ik van olieverf hou": the words stand around it, as in a clause. "ik geen spinnen
    leuk vind" tells of what is not liked."""
    if line.size < 3:
        return ""
    liking = "likes" if name == "dislikes" else name  # what denies a liking may be a liking that is denied
    own, ways = (grammar.words(one, line.language) for one in (name, liking))
    ends = [line.norm(0), line.norm(line.size - 1), line.norm(line.size - 2)]
    pairs: Sequence[list[str]] = (ends, ends[:2]) if line.size > 3 else (ends[:2],)
    found = next((one for one in pairs if own.get(one) or ways.get(one)), None)
    if found is None:
        return ""
    first, last = 1, line.size + 1 - len(found)
    tie = line.own(first, "owner_of")
    first = tie.last if tie is not None and tie.last < last else first
    denied = [n for n in range(first, last) if line.is_own_word(n, "negation")]
    if (name == "likes" and denied) or (name == "dislikes" and not own.get(found) and not denied):
        return ""
    kept = [n for n in range(first, last) if n not in denied]
    return line.said(kept[0], kept[-1] + 1) if kept else ""


def _without_behind(what: str, language: str) -> str:
    """Without "from now on", "very much", and the sentence part that says it twice ("never include them")."""
    first, comma, rest = what.partition(",")
    again = comma and Line(rest, language).at(0, "never", "always", "polite") is not None
    plain = Line((first if again else what).strip(" ,.!"), language)
    return plain.without_end("lasting_behind").strip(" ,")


def _is_meant(what: Line, name: str, *, asked: bool) -> bool:
    """A liking of something that outlasts this picture: not "I love it", "I hate this picture", "I like the second one"."""
    points = what.is_whole("it") or opening.leading_pronoun(what.text, what.language) > 0
    this = what.norm(0) in grammar.word_set("points_here")
    of_one = any(token.norm in grammar.word_set("picture_or_one") for token in what.tokens)
    said_of_one = of_one and (this or what.own(0, "determiner") is not None)
    numbered = ordinal(what.text, what.language) is not None
    return not (points or this or said_of_one or numbered) or (asked and name in ("always", "never"))


def _look(what: str, language: str) -> str:
    """Without "use", "drawings in", and without what it comes instead of."""
    line = Line(what, language)
    instead = (n for n in range(1, line.size) if (one := line.at(n, "instead_of")) and one.value != "not")
    if (cut := next(instead, 0)) != 0:
        line = Line(line.upto(cut), language)
    article = line.own(0, "determiner") if language != "en" else None
    first = article.last if article is not None and article.last < line.size else 0
    while first < line.size - 1 and line.norm(first) in grammar.word_set("leads_a_look"):
        first += 1
    return line.since(first).strip(" ,.") or line.text


def _changed_for_good(line: Line) -> Statement | None:
    """ "ink instead of watercolour from now on": the words for good stand behind."""
    behind = line.before(line.size, "always")
    if behind is None or behind.first == 0:
        return None
    what = _look(_without_behind(line.text, line.language), line.language)
    if unwanted := Line(what, line.language).after("without"):
        return Statement(kind="preference", text=f"never wants {unwanted}")
    return Statement(kind="preference", text=f"always wants {what}") if what else None


def _unwanted(line: Line) -> Statement | None:
    """ "don't put her in pictures any more unless I say so"."""
    ends = next((n for n in range(1, line.size) if line.at(n, "condition")), line.size)
    what = Line(Line(line.upto(ends), line.language).after("without"), line.language)
    if not what.has("any_more", "always"):
        return None
    kept = what.without_end("any_more", "wish_places", "lasting_behind", "always", "polite")
    return Statement(kind="preference", text=f"never wants {kept}")


def _look_alone(line: Line) -> Statement | None:
    """ "pixel art" alone, "no text in my pictures" or "banners are 3:1", by order: how pictures are to look."""
    if line.after("without"):
        return Statement(kind="preference", text=line.text)
    about = frame("things_are").match(line.text)
    reading = read(f"x in {about['wish'] if about else line.text}", line.language)
    look = reading.format or ("" if about else reading.style or reading.palette)
    if not look or reading.subject.lower() not in ("x", "") or line.at(0, "i") is not None:
        return None
    return Statement(kind="preference", text=line.text if about else f"prefers {line.text}")


def look_of(values: Sequence[str]) -> Statement | None:
    """ "remember this style", of the picture at hand."""
    looks = ", ".join(value for value in values if value)
    return Statement(kind="preference", text=f"prefers {looks}") if looks else None
