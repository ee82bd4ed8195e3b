"""What a message means for memory: whether it has something kept or forgotten, and for whom. In six languages as the planner reads
them, in some more by their words for it. In doubt nothing: this is what a language model's plan is held against."""

import re
from functools import lru_cache

from adapters.builtin.language.languages import language_of
from adapters.builtin.planner.frames import frame
from adapters.builtin.planner.memory.forget_orders import forgotten_in
from adapters.builtin.planner.memory.statements import statement_in, without_order
from adapters.builtin.planner.message import READ_CHARS_MAX, sentences_of
from adapters.builtin.planner.reading import opening
from agent.domain.memory import ScopeKind
from agent.ports import Meaning

READINGS_KEPT = 64
"""One message is read several times while its plan is checked."""
_LASTING = ("always", "never")
_SHOWN = "shown"
"""Stands for a picture: "this is Luna" states something wherever there is one."""
_PAIRS = ("“”", "„“”", "«»", "»«", "‹›", "›‹", "「」", "『』", "《》", "〈〉", '""', "``")
"""An opening mark, and what closes it. Whatever stands between belongs to it, other marks too."""
_CLOSED = "|".join(f"{pair[0]}[^{pair[1:]}]{{1,1000}}[{pair[1:]}]" for pair in _PAIRS)
_SINGLE = r"(?<!\w)‘[^’]{1,1000}’(?!\w)|(?<!\w)'[^'\n]{1,400}(?:'\w[^'\n]{0,400}){0,9}'(?!\w)"
"""Marks that are apostrophes too: only around whole words, and never left open."""
_QUOTED = re.compile(rf"{_CLOSED}|{_SINGLE}|(?:[“„«‹「『《〈]|(?<!\w)[\"`](?=\S))[^\n]*")
"""What stands in quotation marks, or after one that nobody closed, is somebody's words, or to be printed: the author means none of it."""
_HEAD = re.compile(r"\W*(?:[\u3040-\u30ff\u3400-\u9fff]{1,6}|(?:[^\W_]+[\W_]*){1,4})")
"""What a sentence begins with."""
_SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s*|\n+")
_CLAUSE_END = re.compile(r"(?<=[.!?,;:。！？，])\s*|\n+")


@lru_cache(maxsize=READINGS_KEPT)
def meaning_of(text: str) -> Meaning:
    """Pure."""
    plain = _QUOTED.sub(" ", opening.cleaned(text[:READ_CHARS_MAX]))
    language = language_of(plain)
    draws = opening.starts_with_wish(plain, language)
    wished = draws or frame("orders_a_change").match(plain) is not None
    what = re.split(r"[,;，；]", forgotten_in(plain, language))[0].strip()
    ordered = _is_ordered(plain, language)
    forgets = not draws and _asks_to_forget(plain, wished=wished)
    return Meaning(
        keeps=ordered or _is_told(plain, language) or (not wished and _opens_lasting(plain)),
        scope="user" if wished and not ordered else _scope_of(plain, language, ordered=ordered),
        forgets=forgets,
        forgotten=what if forgets else "",
        wishes=wished,
    )


def _is_ordered(text: str, language: str) -> bool:
    """ "remember ..." in so many words; a question whether something is remembered is none."""
    if any(without_order(part, language)[0] for part in sentences_of(text, language)):
        return True
    return any(
        frame("keeping_word").search(part) is not None and frame("not_keeping").search(part) is None
        for part in _SENTENCE_END.split(text)
        if not part.rstrip().endswith(("?", "？"))
    )


def _is_told(text: str, language: str) -> bool:
    """Nothing but statements, or one that is more than a taste which shows beside a request."""
    parts = sentences_of(text, language)
    found = [one for part in parts if (one := statement_in(part, language, image=_SHOWN)) is not None]
    # "Here is my cat" shows, it names nobody: it keeps nothing by itself.
    found = [one for one in found if one.image is None or not one.name.islower()]
    # A custom that is read from a mere "here" is none that a model may rest on.
    told = [one for one in found if one.scope == "user" or _scope_of(text, language, ordered=False) != "user"]
    lasting = (
        one.kind != "preference" or one.scope != "user" or one.text.startswith(_LASTING) for one in told
    )
    return bool(told) and (len(told) == len(parts) or any(lasting))


def _is_lasting(text: str) -> bool:
    return frame("lasting_word").search(text) is not None and frame("not_forgetting").search(text) is None


def _opens_lasting(text: str) -> bool:
    """ "I always want", "never again": where it comes later, it tells of what is to be seen ("my cat, always hungry")."""
    return any(_is_lasting(_opening(part)) for part in _SENTENCE_END.split(text))


def _opening(part: str) -> str:
    head = _HEAD.match(part)
    return head[0] if head else ""


def _scope_of(text: str, language: str, *, ordered: bool) -> ScopeKind:
    """A place or everybody counts where the sentence begins with them, or is an order to keep it: "here is my cat, always hungry" sets
    nothing, nor does "three cats in this channel"."""
    lasting = _is_lasting(text) or frame("custom_word").search(text) is not None
    if not ordered and not (
        lasting and any(frame("for_others").search(part) for part in sentences_of(text, language))
    ):
        return "user"
    if frame("named_community").search(text):
        return "community"
    return "channel" if not ordered or frame("named_channel").search(text) else "user"


def _asks_to_forget(text: str, *, wished: bool) -> bool:
    if frame("not_forgetting").search(text):
        return False
    if not wished and any(frame("forgetting_word").search(part) for part in _CLAUSE_END.split(text)):
        return True
    return any(
        frame("removing_word").search(part) is not None and frame("memory_word").search(part) is not None
        for part in _SENTENCE_END.split(text)
    )
