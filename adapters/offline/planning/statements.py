"""What the author says of lasting worth, in so many words: preferences, characters, channel customs, rules."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from adapters.offline.lexicon import normalised
from adapters.offline.planning import grammar
from adapters.offline.planning.tokens import tokenise
from agent.generation import Statement

Scope = Literal["user", "channel", "community"]

_REMEMBER = re.compile(
    r"^\W*(?:(?:hey|hi|ok|okay|also|and|please|pls|so|btw|fyi|oh)[\s,]+)*(?:(?:can|could|would|will) you\s+)?(?:please\s+)?"
    r"(?:remember|note|keep in mind|don't forget|do not forget|memori[sz]e|bear in mind|take note|save|for the record|just so you know|for future reference|"
    r"recuerda|acuérdate(?: de)?|merk(?:e)? dir|retiens|souviens-toi|rappelle-toi|lembra|lembre(?:-se)?|记住|请记住|记得)"
    r"(?:\s*[:,]\s*|\s+)(?:that|this:|for (?:next time|later|me)|,|que|dass|de que|bitte)?[\s:,]*",
    re.IGNORECASE,
)
_HERE = re.compile(r"\b(?:in|for|on) (?:this|our|the) (?P<where>channel|chat|room|thread|server|community|group|guild)\b[\s,:]*(?:we\b)?|\b(?:round |around )?here(?:,? we| in this channel)?\b", re.I)  # fmt: skip
_COMMUNITY = frozenset({"server", "community", "group", "guild"})
_RULE = re.compile(r"^(?:the )?(?:house |channel |server )?rule(?:s)?(?: here)?(?: is| are)?\s*:?\s*(.+)$|^(?:never|no|nothing|nobody|absolutely no|always)\b", re.I)  # fmt: skip
_PREFERENCE = re.compile(
    r"^(?:i|we|my|from now on|always|never|for me|please always|please never|yo|ich|j'|je|eu|me|我)(?:\b|(?<=')|(?<=我))",
    re.IGNORECASE,
)
_LIKES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"^(?:{pattern})\s+", re.IGNORECASE), put)
    for pattern, put in (
        (r"i (?:really |just |absolutely |totally )?(?:prefer|like|love|adore|enjoy|fancy)(?: it)?(?: when (?:it is|it's|they are|things are))?", "prefers"),
        (r"(?:me gusta(?:n)?|me encanta(?:n)?|prefiero)(?: (?:la|el|los|las))?|ich (?:mag|liebe|bevorzuge)|j'(?:aime|adore)(?: (?:l'|le|la|les))?|je préfère|(?:eu )?(?:gosto de|adoro|prefiro)", "prefers"),
        (r"(?:i )?(?:always|usually|generally|mostly|from now on i) (?:want|like|prefer|need)", "always wants"),
        (r"i (?:want|need) (?:you to )?always(?: to)?", "always wants"),
        (r"from now on,?(?: i want| please| always| use| draw| i'd like)*|(?:please )?always (?:draw|use|make|do|give)(?: (?:me|my|things|it|them))?", "always wants"),
        (r"i (?:really |absolutely )?(?:hate|dislike|can't stand|cannot stand|loathe|do not like|don't like|dont like|am scared of|'m scared of)|i'm (?:scared|afraid) of", "dislikes"),
        (r"(?:i )?never (?:want|like|draw|add|use|include|put|give)(?: (?:to see|me|any))*|i (?:do not|don't|dont) (?:ever )?want(?: to see)?(?: any)?|please never (?:draw|add|use)", "never wants"),
        (r"my (?:favou?rite|usual|preferred|default|go-to) (?:art ?style|style|palette|colou?rs?|format|look)s? (?:is|are)", "prefers"),
    )
)  # fmt: skip
_NAME = r"(?P<name>[A-ZÀ-ÖØ-Þ][\w'’-]{0,30}(?: (?:[A-ZÀ-ÖØ-Þ][\w'’-]{0,30}|of|the|von|de|van|la)){0,3}|[㐀-鿿]{2,4}?)"
_IS = re.compile(
    rf"^{_NAME}(?P<verb>\s+(?:is|was|looks like|=|es|ist|est|é)\s+|\s*[:=]\s+|是)(?P<what>.+)$", re.DOTALL
)
_HAS = re.compile(
    rf"^{_NAME}\s+(?P<what>(?:has|wears|always wears|carries|always has|always carries|rides|lives|loves)\s.+)$",
    re.DOTALL,
)
_POSSESSED = r"(?:my|our)\s+(?P<kind>[\w' -]{2,40}?)"
_CALLED = re.compile(rf"^{_POSSESSED}(?:'s name is|\s+is (?:called|named)|\s+name is)\s+(?P<name>[\w'’-]+)(?:\s*(?:,|and|, and)\s+(?:(?:he|she|it|they)(?: is|'s)?|is|he's|she's|it's)?\s*(?P<what>.+))?$", re.I | re.DOTALL)  # fmt: skip
_HAVE = re.compile(r"^i have (?:a|an)\s+(?P<kind>[\w' -]{2,60}?)\s+(?:called|named)\s+(?P<name>[\w'’-]+)(?:[,\s]+(?:and|who|that|which)?\s*(?P<what>.+))?$", re.I | re.DOTALL)  # fmt: skip
_MINE = re.compile(
    rf"^{_POSSESSED}\s+(?P<name>[A-ZÀ-ÖØ-Þ][\w'’-]+)\s+(?P<verb>is|has|wears)\s+(?P<what>.+)$", re.DOTALL
)
_UNNAMED = re.compile(rf"^{_POSSESSED}\s+(?P<verb>is|has|are)\s+(?P<what>.+)$", re.I | re.DOTALL)
_THIS_IS = re.compile(r"^(?:this(?: one)?|that|he|she|it|the (?:cat|dog|one|character|person|girl|boy|man|woman) (?:in the picture|here|above)?)\s*(?:is|'s)\s+(?:called |named )?(?:my (?P<kind>[\w' -]+?) )?(?P<name>[A-ZÀ-ÖØ-Þ][\w'’-]+)\s*[.!]*$|^(?:save|remember|keep|store|call|name) (?:this|that|it|her|him|them|this one|this (?:character|cat|dog|person|picture))(?: character)? (?:as )?(?P<saved>[A-Za-zÀ-ÿ][\w'’-]*)\s*[.!]*$")  # fmt: skip
_NOT_NAMES = frozenset(["i", "it", "he", "she", "they", "we", "you", "this", "that", "there", "here", "what", "who", "where", "when", "why", "how", "draw", "the", "a", "an", "my", "your", "our", "his", "her", "no", "yes", "today", "now", "everything", "nothing", "please", "make", "art", "something", "banners", "posters", "everyone", "one"])  # fmt: skip
_NOT_DESCRIPTIONS = re.compile(r"^(?:in|at|on|under|by|near|with|not|here|there|so|too|very|really|great|good|nice|cool|awesome|amazing|cute|beautiful|sad|happy|wrong|right|missing|gone|back|it|that|this|what|ok|okay|perfect|ugly|bad|funny|\w+ing)\b", re.I)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence that states something."""

    statement: Statement
    asked_to_remember: bool


def statement_in(sentence: str, *, image: str | None, seen: str = "") -> Told | None:
    """The statement that a sentence makes, or None. `image` is the picture that "this is Luna" speaks of, `seen` what
    is known to be on it."""
    text = sentence.strip().strip('"“”').rstrip(" .!。！")
    pictured = _pictured(text, image, seen)
    if pictured is not None:
        return pictured
    match = _REMEMBER.match(text)
    asked = match is not None
    said = text[match.end() :] if match else text
    if not said or said.endswith("?") or (not asked and _is_question(said)):
        return None
    pictured = _pictured(said, image, seen) if asked else None
    statement = (
        (pictured.statement if pictured else None)
        or _shared(said)
        or _someone(said, asked)
        or _wish(said, asked)
    )
    if statement is None and asked:
        statement = Statement(kind="fact", text=said)
    return Told(statement=statement, asked_to_remember=asked) if statement else None


def _is_question(text: str) -> bool:
    return text.endswith("?")


def _pictured(text: str, image: str | None, seen: str) -> Told | None:
    match = _THIS_IS.match(text)
    name = (match["name"] or match["saved"]) if match else None
    if match is None or not name or image is None or name.lower() in _NOT_NAMES:
        return None
    what = (match["kind"] or "").strip() or seen or "as in the picture"
    statement = Statement(kind="character", name=_capital(name), text=what, image=image)
    return Told(statement=statement, asked_to_remember=True)


def _shared(said: str) -> Statement | None:
    """Customs and rules of a channel: "in this channel we use flat pastel", "banners are 3:1 here", "never gore here"."""
    match = _HERE.search(said)
    rule = re.match(
        r"^(?:the )?(?:house |channel |server )?rules?(?: here| for here)?(?: is| are)?\s*:\s*(.+)$",
        said,
        re.I,
    )
    if match is None and rule is None:
        return None
    scope: Scope = "community" if match and (match["where"] or "").lower() in _COMMUNITY else "channel"
    text = rule[1] if rule else said
    text = " ".join(_HERE.sub(" ", text).split()).strip(" ,.:;!")
    text = re.sub(r"^(?:we|everyone|everything is|please|the rule is)\s+", "", text, flags=re.I)
    text = re.sub(r"^(?:always |only |usually |all )*(?:use|draw in|draw|do|go with|like|prefer|stick to|want|keep to|work in)\s+(?:the |a )?", "", text, flags=re.I).strip()  # fmt: skip
    if not text or len(tokenise(text)) > 30:
        return None
    if (
        rule
        or _RULE.match(text)
        or re.match(r"^(?:never|no|don't|do not|must|only|not allowed)\b", said, re.I)
    ):
        return Statement(kind="rule", text=text, scope=scope)
    if not (match and _is_custom(said, match)):
        return None
    return Statement(kind="preference", text=text, scope=scope)


def _is_custom(said: str, match: re.Match[str]) -> bool:
    """ "we use", "banners are": not "draw a cat in this channel"."""
    return bool(re.search(r"\b(?:we|everyone|everything|all|house style)\b|\b(?:is|are|should be|must be)\b", said, re.I)) and not re.match(r"^(?:draw|paint|make|what|who|is|are|do|can)\b", said, re.I)  # fmt: skip


def _someone(said: str, asked: bool) -> Statement | None:
    """ "Luna is a silver-haired elf", "my cat is called Miso and is ginger"."""
    for pattern in (_CALLED, _HAVE):
        match = pattern.match(said)
        if match:
            return _character(match["name"], match["kind"], match["what"] or "")
    match = _MINE.match(said)
    if match and match["name"].lower() not in _NOT_NAMES:
        what = match["what"] if match["verb"] == "is" else f"{match['verb']} {match['what']}"
        return _character(match["name"], match["kind"], what)
    match = _UNNAMED.match(said)
    if match and (asked or not _NOT_DESCRIPTIONS.match(match["what"])) and _is_thing(match["kind"]):
        return Statement(kind="fact", text=said)
    return _named_someone(said, asked)


def _named_someone(said: str, asked: bool) -> Statement | None:
    text = (
        f"{said[0].upper()}{said[1:]}"
        if asked and said and said.split()[0].lower() not in _NOT_NAMES
        else said
    )
    match = _IS.match(text)
    if match and _may_be_name(match["name"]) and (asked or not _NOT_DESCRIPTIONS.match(match["what"])):
        if match["verb"].strip() in (":", "=") and not asked:
            return None
        what = re.sub(
            r"^(?:a|an|the|my|our|un|una|ein|eine|une|um|uma|一只|一个|一位)\s*",
            "",
            match["what"],
            flags=re.I,
        )
        return Statement(kind="character", name=match["name"].strip(), text=what.strip())
    match = _HAS.match(text)
    if match and _may_be_name(match["name"]):
        return Statement(kind="character", name=match["name"].strip(), text=match["what"].strip())
    return None


def _may_be_name(name: str) -> bool:
    words = name.lower().split()
    return words[0] not in _NOT_NAMES and not (
        len(words) == 1 and grammar.styles("en").get(words) is not None
    )


def _is_thing(kind: str) -> bool:
    return bool(grammar.things().all(tokenise(kind)))


def _character(name: str, kind: str, what: str) -> Statement:
    """ "cat" and "ginger" make a "ginger cat"."""
    what = re.sub(r"^(?:a|an|the|is|he is|she is)\s+", "", what.strip(" ,."), flags=re.I)
    joined = kind.strip()
    if what:
        plain = all(grammar.colours("en").get([t.norm]) or t.norm in ("and", "big", "small", "tiny", "fluffy", "old", "young") for t in tokenise(what))  # fmt: skip
        joined = (
            f"{what} {kind}"
            if plain
            else (what if normalised(kind) in normalised(what) else f"{kind}, {what}")
        )
    return Statement(kind="character", name=_capital(name), text=joined)


def _capital(name: str) -> str:
    return f"{name[0].upper()}{name[1:]}"


def _wish(said: str, asked: bool) -> Statement | None:
    """ "I always want ...", "I like watercolour", "my name is Ana"."""
    for pattern, put in _LIKES:
        match = pattern.match(said)
        if match and re.search(r"\w", said[match.end() :]):
            rest = said[match.end() :].strip()
            if not asked and put == "prefers" and _NOT_A_TASTE.match(rest):
                return None
            return Statement(kind="preference", text=f"{put} {rest}")
    if asked and _PREFERENCE.match(said):
        return Statement(kind="preference", text=said)
    if re.match(r"^(?:my name is|call me|i am|i'm|i live|i work)\s", said, re.I):
        return (
            Statement(kind="fact", text=said)
            if asked or said.lower().startswith(("my name", "call me"))
            else None
        )
    return None


_NOT_A_TASTE = re.compile(r"^(?:it|this|that|that one|this one|the (?:first|second|third|last) one|you|your|the (?:picture|image|result|colou?rs)|how|what|to (?:see|have|get))\b", re.I)  # fmt: skip


def sentences(text: str) -> Sequence[str]:
    """The text's sentences; "remember ... and draw ..." are two."""
    parts = re.split(r"(?<=[.!?。！？])\s+|\n+|(?<=[。！？])|;\s+", text)
    found: list[str] = []
    for part in parts:
        split = re.split(r"\s*(?:,\s*|\s+)(?:and|so|then|now|and then|und|y|et|e)\s+(?=(?:please |can you |could you |now )?(?:draw|paint|sketch|make|create|generate|show|zeichne|dibuja|dessine|desenhe|male)\b)", part, flags=re.I)  # fmt: skip
        found += split if len(split) > 1 and statement_in(split[0], image=None) else [part]
    return [part.strip() for part in found if re.search(r"\w", part)]
