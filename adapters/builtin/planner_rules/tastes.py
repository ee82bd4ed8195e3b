"""Likes, dislikes and standing wishes: "I always want square pictures", "I hate spiders", "for banners I want 3:1"."""

import re

from adapters.builtin.planner_rules.grammar import frame, frames
from adapters.builtin.planner_rules.language import language_of
from adapters.builtin.planner_rules.reading import read
from agent.domain.generation import Statement

_NOT_A_TASTE = frame("not_a_taste")
_AFTERTHOUGHT = frame("afterthought")
_NOW = re.compile(r"\s+(?:now|these days|nowadays|instead)\s*$", re.IGNORECASE)
_FOR_THINGS = frame("for_things")
_PREFERENCE = frame("preference")
_ABOUT_SELF = frame("about_self")


def taste_in(said: str, *, asked: bool) -> Statement | None:
    """The preference that a sentence states, as "prefers ...", "dislikes ..."."""
    if _ABOUT_SELF.match(said):
        return None
    condition = _FOR_THINGS.match(said)
    if condition:
        return Statement(
            kind="preference", text=f"{condition['what'].strip()} for {condition['things'].strip()}"
        )
    german = frame("prefers_de").match(said)
    if german:
        return Statement(kind="preference", text=f"prefers {german['what']}")
    for name, pattern in frames("tastes").items():
        match = pattern.match(said)
        rest = _NOW.sub("", _AFTERTHOUGHT.sub("", said[match.end() :])).strip(" ,.") if match else ""
        if match is None or not re.search(r"\w", rest):
            continue
        if not asked and name.startswith("prefers") and _NOT_A_TASTE.match(rest):
            return None
        return Statement(kind="preference", text=f"{name.rstrip(' 0123456789')} {rest}")
    return Statement(kind="preference", text=said) if asked and _PREFERENCE.match(said) else None


def _is_a_look(said: str) -> bool:
    """ "pixel art" alone, or "banners are 3:1": how pictures are to look."""
    match = frame("wish_are").match(said)
    reading = read(f"x in {match[2] if match else said}", language_of(said))
    bare = reading.subject.lower() in ("x", "")
    look = reading.format or ("" if match else reading.style or reading.palette)
    return bool(look) and bare and not re.match(r"^(?:i|my|it)\b", said, re.IGNORECASE)


def fact_in(said: str, *, asked: bool) -> Statement | None:
    """Anything that is to be remembered by order, and the author's name without one."""
    if asked and _is_a_look(said):
        return Statement(kind="preference", text=said if frame("wish_are").match(said) else f"prefers {said}")
    named = re.match(r"^(?:my name is|call me)\s", said, re.IGNORECASE)
    return Statement(kind="fact", text=said) if asked or named else None
