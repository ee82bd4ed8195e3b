"""Text to be printed in the picture: what stands in quotation marks, or after "saying ..."."""

import re

from adapters.builtin.planner_rules import grammar
from adapters.builtin.planner_rules.beings import is_somebody
from adapters.builtin.planner_rules.grammar import frame
from adapters.builtin.planner_rules.tokens import tokenise

PRINTED_CHARS_MAX = 120
_QUOTED = frame("quoted", exact=True)
_LETTERED_NAME = frame("lettered_name", exact=True)
_WRITTEN = frame("written")
_ARTICLE = re.compile(
    r"(?:(?<!\w)(?:and|with|und|con|avec|com|mit)\s+)?(?:(?<!\w)(?:the|a|el|der|dem|le|o))?\s*$", re.I
)
_CALLED = frame("called_before_quote")
_END = re.compile(r"[,;.!?\n，。；！？]|\s[-–—]\s|$")


def unquoted(text: str) -> str:
    """The same words without the marks."""
    return _QUOTED.sub(lambda match: next(group for group in match.groups() if group), text)


def take_printed(text: str, language: str) -> tuple[str, str]:
    """What is to be printed ("" for nothing) and the text without it and without the words that announce it."""
    for spoken in dict.fromkeys((language, "en")):
        for name in ("sign_reading", "saying"):
            found = _announced(text, grammar.pattern(name, spoken))
            if found is not None:
                printed, before, after, announcing = found
                kept = announcing.rpartition(" ")[0] if name == "sign_reading" else ""
                return printed, f"{before}{kept} , {after}"
    match = _QUOTED.search(text)
    if match is None:
        named = _LETTERED_NAME.search(text)  # a logo is its name
        if named is None:
            return "", text
        return named["name"], f"{text[: named.end('between')]}{text[named.end() :]}"
    printed = next(group for group in match.groups() if group).strip()
    before, after = text[: match.start()], _WRITTEN.sub("", text[match.end() :])
    called = _CALLED.search(before)
    if called and is_somebody(called["who"]):
        return "", f"{before}{printed}{after}"
    before = before[: called.start("verb")] if called else before
    if not re.search(r"\w", before + after):
        return "", printed
    return printed[:PRINTED_CHARS_MAX], f"{_ARTICLE.sub('', before)} , {after}"


def _announced(text: str, announcing: re.Pattern[str]) -> tuple[str, str, str, str] | None:
    """Printed text, what is before and after, and the announcing words; quotation marks right after win over the rest."""
    plain: tuple[str, str, str, str] | None = None
    for match in announcing.finditer(text):
        after = text[match.end() :]
        gap = re.match(r"[\s:，：]*", after)
        start = match.end() + (gap.end() if gap else 0)
        quoted = _QUOTED.match(text, start)
        if quoted is not None:
            printed = next(group for group in quoted.groups() if group).strip()
            rest = _WRITTEN.sub("", text[quoted.end() :])
            return printed[:PRINTED_CHARS_MAX], _ARTICLE.sub("", text[: match.start()]), rest, match[0]
        if plain is None and _announces_alone(match[0]):
            plain = _unquoted_end(text, match, start)
    return plain


def _announces_alone(words: str) -> bool:
    """ "text" or "title" alone announces nothing without quotation marks or a colon."""
    return (
        " " in words
        or words.endswith(":")
        or words.lower() in grammar.word_set("announces_alone")
        or not words.isascii()
    )


_TAIL = re.compile(r"\s+(?P<how>in|with)\s+(?:an?\s+|the\s+)?(?P<what>[\w' -]+?)$", re.IGNORECASE)


def _scene_after(clause: str) -> str:
    """ " with flowers", " in pixel art": the end of a clause that speaks of the picture, not of the words in it."""
    match = _TAIL.search(clause)
    if match is None:
        return ""
    what = tokenise(match["what"])
    named = [
        book.get([token.norm for token in what])
        for book in (grammar.styles("en"), grammar.palettes("en"), grammar.colours("en"))
    ]
    shown = match["how"].lower() == "with" and grammar.things().all(what)
    return match[0] if shown or any(named) else ""


def _unquoted_end(text: str, match: re.Match[str], start: int) -> tuple[str, str, str, str] | None:
    """Unquoted text runs to the end of its clause."""
    end = _END.search(text, start)
    stop = end.start() if end else len(text)
    stop -= len(_scene_after(text[start:stop]))
    printed = text[start:stop].strip()
    if not printed:
        return None
    return printed[:PRINTED_CHARS_MAX], text[: match.start()], text[stop:], match[0]
