"""Characters, told or shown: "Luna is a silver-haired elf", "my cat is called Miso and is ginger", "this is Rex"."""

import re
from collections.abc import Collection

from adapters.builtin.language.lexicon import normalised
from adapters.builtin.planner_rules import grammar
from adapters.builtin.planner_rules.grammar import frame
from adapters.builtin.planner_rules.tokens import tokenise
from agent.domain.generation import Statement

_IS = frame("somebody_is", exact=True)
_HAS = frame("somebody_has", exact=True)
_CALLED = frame("called")
_HAVE = frame("have")
_MINE = frame("mine", exact=True)
_UNNAMED = frame("unnamed")
_THIS_IS = frame("this_is", exact=True)
_NOT_DESCRIPTIONS = frame("not_descriptions")
_ARTICLE = frame("leading_article")
_APPOSED = re.compile(
    r"^(?P<name>[^\W\d_][\w'’-]{0,30}(?: [A-ZÀ-ÖØ-Þ][\w'’-]{0,30}){0,2}),\s+(?:who(?:'s| is)\s+)?(?:my|our|a|an|the)\s+(?P<what>.+)$",
    re.IGNORECASE,
)
"""Told by order: "remember Rex, my brown dog with a red collar"."""

_ROLE = re.compile(
    r"^(?:my|our|the|a)\s+(?:new\s+|main\s+|d&d\s+|dnd\s+)?(?:character|oc|hero(?:ine)?|mascot|persona|avatar)\s+"
    r"(?:called\s+|named\s+)?(?=[A-ZÀ-ÖØ-Þ])(?!(?:is|has|wears)\b)"
)
"""Left of the name: "my character Zed, a green goblin"."""
_ROLES = frozenset(
    {
        "oc",
        "character",
        "original character",
        "new character",
        "main character",
        "hero",
        "heroine",
        "mascot",
        "persona",
    }
)
"""What somebody is to the author, which nobody can draw."""
_OWNED = re.compile(r"^(?:my|our)\s+(?P<kind>[a-z][a-z -]{1,40}?)\s+(?P<name>[A-ZÀ-ÖØ-Þ][\w'’-]{1,30})$")
"""Told by order: "remember my dog Bella"."""


def shown(text: str, image: str | None, seen: str) -> Statement | None:
    """ "this is Luna", "save this as Luna": the picture at hand becomes her reference picture."""
    match = _THIS_IS.match(text)
    name = (match["name"] or match["saved"]) if match else None
    if match is None and image is not None:
        return _mine_shown(text, image)
    if match is None or not name or image is None or name.lower() in grammar.word_set("not_a_name"):
        return None
    what = (match["kind"] or match["saved_kind"] or "").strip() or seen or "as in the picture"
    return Statement(kind="character", name=capitalised(name), text=what, image=image)


def _mine_shown(text: str, image: str) -> Statement | None:
    """ "this is my cat", "look at my dog!": known by what it is to the author."""
    mine = frame("this_is_mine").match(text)
    if mine is None or not grammar.things().all(tokenise(mine["kind"])):
        return None
    kind = mine["kind"]
    return Statement(kind="character", name=f"my {kind}", text=f"{kind} as in the picture", image=image)


def introduced(said: str, *, asked: bool) -> Statement | None:
    """The character that a sentence describes. `asked`: to be remembered by order, so that small letters may be a name."""
    said = _ROLE.sub("", said)
    for pattern in (_CALLED, frame("called_foreign"), _HAVE):
        match = pattern.match(said)
        if match:
            return _character(match["name"], match["kind"], match["what"] or "")
    match = _MINE.match(said)
    if match and match["name"].lower() not in grammar.word_set("not_a_name"):
        what = match["what"] if match["verb"] == "is" else f"{match['verb']} {match['what']}"
        return _character(match["name"], match["kind"], what)
    match = _APPOSED.match(said) if asked else None
    if match and _may_be_name(match["name"]) and grammar.things().all(tokenise(match["what"])):
        return Statement(kind="character", name=capitalised(match["name"]), text=match["what"].strip())
    match = _OWNED.match(said) if asked else None
    if match and _may_be_name(match["name"]) and grammar.things().all(tokenise(match["kind"])):
        return Statement(kind="character", name=match["name"], text=match["kind"].strip())
    match = _UNNAMED.match(said)
    if (
        match
        and (asked or not _NOT_DESCRIPTIONS.match(match["what"]))
        and grammar.things().all(tokenise(match["kind"]))
    ):
        return Statement(kind="fact", text=said)
    return _named(said, asked=asked)


def changed(said: str, known: Collection[str]) -> Statement | None:
    """What is no longer so of one of the `known` names: "Rocko doesn't wear a scarf any more", "Luna's hair is red now"."""
    match = frame("somebody_changed").match(said.strip().rstrip(" .!"))
    if match is None or (match["look"] and not (match["lead"] or match["now"])):
        return None  # "Luna's dress is on fire" may be a scene
    wanted = normalised(match["name"])
    name = next((name for name in known if normalised(name) == wanted), None)
    if name is None:
        return None
    text = match["lacks"] or f"has {match['look'].strip()} {match['thing']}"
    return Statement(kind="character", name=name, text=text.strip())


def described_in_answer(asked_for: str, answer: str) -> Statement | None:
    """The character, or "my cat", that an answer to "What does ... look like?" describes; None where it says no more than a name.

    `asked_for`: as it was asked for: "Smokey", "my cat".
    """
    called = frame("called_in_passing").search(answer)
    named = (
        called["name"] if called else asked_for if _may_be_name(asked_for) and asked_for[:1].isupper() else ""
    )
    text = answer if called is None else f"{answer[: called.start()]}{answer[called.end() :]}"
    text = _ARTICLE.sub(
        "", re.sub(r"^(?:he|she|it)(?:'s| is)\s+", "", text.strip(" ,.!;"), flags=re.IGNORECASE)
    ).strip(" ,.!;")
    if not re.search(r"\w", text) or normalised(text) == normalised(named):
        return None
    if named:
        return _character(named, asked_for.removeprefix("my ") if asked_for.startswith("my ") else "", text)
    return Statement(kind="fact", text=f"{asked_for} is {answer.strip(' ,.!;')}") if asked_for else None


def _named(said: str, *, asked: bool) -> Statement | None:
    first = said.split()[0].lower() if said.split() else ""
    text = capitalised(said) if asked and first not in grammar.word_set("not_a_name") else said
    match = _IS.match(text)
    if match and _may_be_name(match["name"]) and (asked or not _NOT_DESCRIPTIONS.match(match["what"])):
        if match["verb"].strip() in (":", "=") and not asked:
            return None
        what = _ARTICLE.sub("", match["what"]).strip()
        return Statement(kind="character", name=match["name"].strip(), text=what) if what else None
    match = _HAS.match(text)
    if match and _may_be_name(match["name"]):
        return Statement(kind="character", name=match["name"].strip(), text=match["what"].strip())
    return None


def _may_be_name(name: str) -> bool:
    words = name.lower().split()
    return words[0] not in grammar.word_set("not_a_name") and grammar.styles("en").get(words) is None


def _character(name: str, kind: str, what: str) -> Statement:
    """ "cat" and "ginger" make a "ginger cat"."""
    what = _ARTICLE.sub(
        "", re.sub(r"^(?:(?:and|he|she|it|is|'s)\s+)+", "", what.strip(" ,."), flags=re.IGNORECASE)
    )
    joined = "" if what and kind.strip().lower() in _ROLES else kind.strip()
    if what and _is_plain(what):
        joined = f"{what} {joined}"
    elif what:
        joined = what if not joined or normalised(joined) in normalised(what) else f"{joined}, {what}"
    return Statement(kind="character", name=capitalised(name), text=joined)


def _is_plain(what: str) -> bool:
    """Adjectives alone: "ginger", "big and fluffy"."""
    plain = grammar.word_set("plain_adjective")
    return all(token.norm in plain or grammar.colours("en").get([token.norm]) for token in tokenise(what))


def capitalised(name: str) -> str:
    return f"{name[:1].upper()}{name[1:]}"
