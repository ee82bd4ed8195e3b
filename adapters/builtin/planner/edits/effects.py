"""What a change does to the slots: said of the whole, of a thing, of a part, in place of a thing."""

import re

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.edits.acts import acting, may_be_look
from adapters.builtin.planner.edits.body import (
    Body,
    Slots,
    by_degree,
    is_thing,
    names_thing,
    saying,
)
from adapters.builtin.planner.edits.contradictions import recoloured
from adapters.builtin.planner.edits.values import more_plainly, named
from adapters.builtin.planner.reading import altered_phrases, phrases
from adapters.builtin.planner.reading.reading import read
from adapters.builtin.planner.reading.said_looks import compares, is_look, is_part
from agent.domain.generation import SlotName
from agent.text.words import shares_word, tokenise


def of_part(body: Body, part: str, value: str) -> Slots:
    """The picture's background, style, time: what is said of it belongs into its slot."""
    if part in grammar.word_set("backdrop"):
        bare = phrases.without_article(re.sub(r"^(?:in|at|to)\s+", "", value), body.language)
        if grammar.times(body.language).whole(bare) or bare.lower() in grammar.word_set("season"):
            return whole(saying(body, bare))
        here: Slots = {} if body.base.get("setting") else without_its_place(body)
        only_look = grammar.colours(body.language).whole(bare) or bare.lower() in grammar.word_set(
            "plain_backdrop"
        )
        return {**here, "setting": f"{bare} background" if only_look else bare}
    return whole(saying(body, value)) or {"setting": phrases.without_article(value, body.language)}


def without_its_place(body: Body) -> Slots:
    """The subject without the place that it says itself, where another comes in its stead."""
    left = altered_phrases.elsewhere(body.subject, "", body.language, only_known=True)
    return {"subject": left} if left != body.subject else {}


def made_of(body: Body, what: str, how: str) -> Slots:
    """A thing of the picture with another look, in another place, doing something, or another thing in its place."""
    how = by_degree(how, body.language)
    first = tokenise(how)[0].norm if tokenise(how) else ""
    into = re.sub(r"^(?:into|to|be)\s+", "", how, flags=re.IGNORECASE)
    a_thing = grammar.words("determiner", body.language).at(tokenise(into), 0) is not None or (
        body.language in WITHOUT_ARTICLES and names_thing(into, body.language)
    )
    if a_thing and not is_look(into, body.language):
        return in_place_of(body, what, into)
    if grammar.spoken("place_preposition", body.language).get([first]):
        return {
            "composition": altered_phrases.joined(
                body.base.get("composition", ""), f"the {phrases.without_article(what, body.language)} {how}"
            )
        }
    if does := acting(into, body.language):
        return {"subject": altered_phrases.joined(body.subject, does)}
    return described(body, what, into)


WITHOUT_ARTICLES = ("ru", "pl", "tr", "id", "ja", "ko", "zh", "hi", "ar")


def with_thing(body: Body, thing: str) -> Slots:
    """A further thing in the picture; a time, a style or a place as what it is."""
    reading = read(f"x with {thing}", body.language)
    bare = phrases.without_article(thing, body.language)
    if not thing or not re.search(r"\w", thing):
        return {}
    if (only := named(bare, body.language)) and "palette" not in only and "setting" not in only:
        return only
    if reading.time and reading.subject in ("x", ""):
        return {"time": reading.time}
    if bare.lower() in grammar.word_set("plain_backdrop_full"):
        return {"setting": bare.lower()}
    existing = tokenise(bare)[-1].norm if tokenise(bare) else ""
    adjective = bare[: len(bare) - len(existing)].strip()
    if (
        adjective
        and is_look(adjective, body.language)
        and phrases.names(body.subject, existing, body.language)
    ):
        return described(body, existing, adjective)
    put = altered_phrases.with_article(_as_said(thing, body.language), body.language)
    weather: Slots = {"time": reading.time} if reading.time else {}
    return {
        **weather,
        "subject": altered_phrases.joined(body.subject, f"{_with(body.language)} {put}".strip()),
    }


def _with(language: str) -> str:
    return next(iter(grammar.rows()["has"].get(language, ())), "")


def _as_said(thing: str, language: str) -> str:
    reading = read(f"x with {thing}", language)
    left = re.sub(r"^x with\s+", "", reading.subject)
    return left if left and "x" not in left.split() and reading.slots() else thing


def whole(body: Body) -> Slots:
    """ "night", "a banner", "in pixel art", "blue", "darker", "a wolf": said of the whole picture."""
    value = more_plainly(by_degree(body.text, body.language), body.language)
    if not re.search(r"\w", value):
        return {}
    reading = read(value, body.language)
    slots: Slots = dict(reading.slots())
    if reading.series or reading.is_vague:
        return slots
    bare = phrases.without_article(value, body.language)
    if found := named(bare, body.language):
        return slots or recoloured(body, found.get("palette", "")) or found
    if grammar.spoken("place_preposition", body.language).at(tokenise(value), 0) and not slots.keys() - {
        "setting"
    }:
        return placed(saying(body, value))
    if not reading.subject:
        return slots
    if compares(bare) or bare.lower() in grammar.word_set("shade"):
        return {"palette" if bare.lower() in grammar.word_set("shade") else "composition": bare}
    return {**slots, **_instead_of_head(body, reading.subject, bare, has_slots=bool(slots))}


def placed(body: Body) -> Slots:
    """ "on a roof", "in ruins": in another place; what the subject itself says of its place goes."""
    reading = read(f"x {body.text}", body.language)
    is_more = bool(reading.setting) and reading.subject != "x"  # "in winter with snow"
    setting = body.text if is_more else reading.setting
    if body.base.get("setting") or not body.subject:
        return {"setting": setting or body.text}
    if setting:
        return {"subject": altered_phrases.elsewhere(body.subject, "", body.language), "setting": setting}
    return {"subject": altered_phrases.elsewhere(body.subject, body.text, body.language)}


def _instead_of_head(body: Body, subject: str, bare: str, *, has_slots: bool) -> Slots:
    words = [token.norm for token in tokenise(subject)]
    head = phrases.head_of(body.subject, body.language)
    if (
        words
        and words[-1] in grammar.word_set("costume")
        and head
        and grammar.is_animal(tokenise(head)[-1].norm)
    ):
        return {"subject": f"{head} as {subject}{body.subject[len(head) :]}"}
    if grammar.is_any(tokenise(subject), 0, body.language, "determiner") and names_thing(
        subject, body.language
    ):
        return _in_its_place(body, subject, head)
    if bare.endswith(phrases.DOING.get(body.language, "ing")):
        return {"subject": altered_phrases.joined(body.subject, bare)}
    if re.fullmatch(r"[\w-]+", bare) and not names_thing(bare, body.language):
        return {} if has_slots or not may_be_look(bare) else {"composition": bare}
    is_new = not any(phrases.names(body.subject, token.norm, body.language) for token in tokenise(subject))
    comes_in = is_new and is_thing(subject, body.language) and _is_phrase(subject, body.language)
    adds = comes_in or tokenise(subject)[0].norm.endswith("ing")
    return {"subject": altered_phrases.joined(body.subject, subject)} if adds else _said_anew(body, subject)


def _is_phrase(text: str, language: str) -> bool:
    """Whether it may name a thing: an article amid it, tied to nothing, makes it a sentence."""
    tokens = tokenise(text)
    ties = ("place_preposition", "has", "of", "joiner", "determiner")
    return not any(
        grammar.is_any(tokens, n, language, "determiner")
        and not grammar.is_any(tokens, n - 1, language, *ties)
        for n in range(1, len(tokens))
    )


def _said_anew(body: Body, thing: str) -> Slots:
    """ "sweter w paski", "la puerta azulita": a thing of the picture as it is to be, in the place of what it is."""
    bare = tokenise(phrases.without_article(thing, body.language))
    orders = ("keeps", "only", "add", "remove", "make", "replace", "more_of", "degree")
    ordered = any(grammar.is_any(bare, n, body.language, name) for n in range(len(bare)) for name in orders)
    if not 1 < len(bare) <= NEW_WORDS_MAX or ordered or bare[0].norm in grammar.word_set("only"):
        return {}
    noun = next(
        (t.norm for t in (bare[0], bare[-1]) if phrases.names(body.subject, t.norm, body.language)), ""
    )
    cut = phrases.Phrases(body.subject, body.language)
    shown = next(
        (
            one
            for one in cut.cut()
            if noun and phrases.names(cut.said(one.first, one.last), noun, body.language)
        ),
        None,
    )
    if shown is None or shown.last - shown.first > NEW_WORDS_MAX - 1:
        return {}
    changed = altered_phrases.with_replaced(body.subject, noun, thing, body.language)
    return {"subject": changed} if changed else {}


NEW_WORDS_MAX = 5
"""Of a thing that is told anew."""


def _in_its_place(body: Body, thing: str, head: str) -> Slots:
    """ "a green dress" for the dress that somebody wears, "a wolf" for whom it is about; "the red hair" comes in."""
    bare = tokenise(phrases.without_article(thing, body.language))
    noun = bare[0 if body.language in phrases.LOOK_BEHIND else -1].norm
    shown = phrases.names(body.subject, noun, body.language) and not phrases.names(head, noun, body.language)
    if shown and (changed := altered_phrases.with_replaced(body.subject, noun, thing, body.language)):
        return {"subject": changed}
    definite = grammar.is_any(tokenise(thing), 0, body.language, "definite")
    if definite and any(phrases.names(body.subject, token.norm, body.language) for token in bare):
        return _said_anew(body, thing)
    if definite or is_part(noun):
        return with_thing(body, thing)
    return {"subject": f"{thing}{body.subject[len(head) :]}"}


def described(body: Body, what: str, how: str, *, owner: str = "") -> Slots:
    """The thing with that look; where the picture has no such thing it comes in with it, beside its `owner` or in its place."""
    bare = phrases.without_article(what, body.language)
    if not phrases.names(body.subject, bare, body.language):
        for name in _ELSEWHERE:
            if bare and (
                changed := altered_phrases.described(body.base.get(name, ""), bare, how, body.language)
            ):
                return {name: changed}
    if _is_one_of_several(body, bare):
        article = "the " if body.language == "en" else ""
        return {"subject": altered_phrases.joined(body.subject, f"{article}{bare} {how}")}
    changed = altered_phrases.described(body.subject, bare, how, body.language)
    if changed is not None:
        return {"subject": changed}
    look = altered_phrases.looking(bare, how, body.language)
    place = body.base.get("setting", "")
    named_place = grammar.settings(body.language).whole(bare)
    if place and not owner and named_place and not named_place.only_after:  # the sea of a beach
        beside_it = f"{_with(body.language) or ','} {altered_phrases.with_article(look, body.language)}"
        return {"setting": f"{place} {beside_it}".replace(" ,", ",")}
    new = f"with {altered_phrases.with_article(look, body.language)}" if body.language == "en" else look
    beside = (
        altered_phrases.with_more(body.subject, owner, new, body.language)
        if owner and body.language == "en"
        else None
    )
    return {"subject": beside or altered_phrases.joined(body.subject, new)}


_ELSEWHERE: tuple[SlotName, ...] = ("setting", "time")
"""Slots beside the subject that may name a thing."""


def _is_one_of_several(body: Body, thing: str) -> bool:
    """ "left boat" of "two boats"."""
    words = [token.norm for token in tokenise(thing)]
    shown = [token.norm for token in tokenise(body.subject)]
    stands_for_it = bool(words) and words[-1] in grammar.word_set("stands_for_it")
    named = stands_for_it or phrases.names(body.subject, thing, body.language)
    return named and len(words) > 1 and words[-1] not in shown and " ".join(words) not in " ".join(shown)


def in_place_of(body: Body, old: str, new: str) -> Slots:
    """Another thing in its place, or another place, time or style for what stood in those slots."""
    look = phrases.without_article(old, body.language)
    if is_look(look, body.language) and is_look(new, body.language):
        changed = re.sub(rf"(?<!\w){re.escape(look)}(?!\w)", new, body.subject, flags=re.IGNORECASE)
        return {"subject": changed} if changed != body.subject else whole(saying(body, new))
    changed = altered_phrases.with_replaced(body.subject, old, new, body.language)
    if changed is not None:
        count = body.base.get("count", "")
        slots: Slots = {"subject": changed}
        return (
            {**slots, "count": read(new, body.language).count} if count and shares_word(old, count) else slots
        )
    bare = phrases.without_article(re.sub(r"^(?:in|at|on)\s+", "", new, flags=re.IGNORECASE), body.language)
    names: tuple[SlotName, ...] = ("setting", "time", "style", "palette")
    for name in names:
        if body.base.get(name) and shares_word(old, body.base[name]):
            return {name: bare}
    return with_thing(body, new)
