"""Text to be printed in the picture: what stands in quotation marks, or after "saying ..."."""

import re

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.planner.frames import frame
from agent.text.words import tokenise

PRINTED_CHARS_MAX = 120
QUOTED = re.compile(
    r"“([^”]+)”|„([^“”]+)[“”]|«\s*([^»]+?)\s*»|»([^«]+)«|\"([^\"]+)\"|「([^」]+)」|『([^』]+)』|‘([^’]+)’(?!\w)"
    r"|(?<!\w)'([^']+(?:'\w[^']*)*)'(?!\w)|`([^`]+)`"
)
_END = re.compile(r"[,;.!?\n，。；！？]|\s[-–—]\s|$")
_CAPITALS = re.compile(r"[A-Z0-9][\w'&-]*(?:\s+[A-Z&][\w'&-]*){0,3}")


def take_printed(text: str, language: str) -> tuple[str, str]:
    """What is to be printed ("" for nothing) and the text without it and without the words that announce it."""
    for spoken in dict.fromkeys((language, "en")):
        for name in ("sign_reading", "saying"):
            found = _announced(text, _pattern(name, spoken))
            if found is not None:
                printed, before, after, announcing = found
                kept = announcing.rpartition(" ")[0] if name == "sign_reading" else ""
                return printed, f"{before}{kept} , {after}"
    match = QUOTED.search(text)
    if match is None and (written := frame("written_on_it").search(text)) is not None:
        return written["words"], f"{text[: written.start()]} , {text[written.end() :]}"
    if match is None and not text.isupper() and (put := frame("put_there").search(text)) is not None:
        return put["words"], f"{text[: put.start('words')]} , {text[put.end() :]}"
    if match is None:
        return _name_of_a_sign(text, language)
    printed = _inside(match)
    before, after = text[: match.start()], text[match.end() :]
    ahead = Line(before, language)
    if (called := ahead.own_before(ahead.size, "called")) is not None:
        if grammar.is_somebody(ahead.norm(called.first - 1)):
            return "", f"{before}{printed}{after}"
        before = ahead.until(called.first)
    if not re.search(r"\w", before + after):
        return "", printed
    rest = f"{_without_article(before)} , {_without_written(after, language)}"
    return printed[:PRINTED_CHARS_MAX], rest


def _name_of_a_sign(text: str, language: str) -> tuple[str, str]:
    """A logo is its name: "logo for a bakery named Blue Door"."""
    line = Line(text, language)
    signs = [n for n in range(line.size) if line.norm(n) in grammar.word_set("lettered")]
    for position in range(signs[0] + 1, line.size) if signs else ():
        called, owned = line.own(position, "called"), line.own(position, "purpose")
        leads = called or (owned if position == signs[0] + 1 else None)
        begins = leads is not None and leads.last < line.size
        name = _CAPITALS.match(text, line.tokens[leads.last].start) if leads and begins else None
        if name is not None:
            return name[0], f"{line.until(position).rstrip()}{text[name.end() :]}" if called else text
    return "", text


def _pattern(name: str, language: str) -> re.Pattern[str]:
    """The phrases of that name, the longest first, whole words only (Chinese has no gaps to go by)."""
    ordered = grammar.listed(name, language)
    body = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) or "(?!)"
    return re.compile(
        f"(?:{body})" if language in ("zh", "ja") else rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE
    )


def _announced(text: str, announcing: re.Pattern[str]) -> tuple[str, str, str, str] | None:
    """Printed text, what is before and after, and the announcing words; quotation marks right after win over the rest."""
    plain: tuple[str, str, str, str] | None = None
    for match in announcing.finditer(text):
        gap = re.match(r"[\s:，：]*", text[match.end() :])
        start = match.end() + (gap.end() if gap else 0)
        quoted = QUOTED.match(text, start)
        if quoted is not None:
            rest = _without_written(text[quoted.end() :], "en")
            before = _without_article(text[: match.start()])
            return _inside(quoted)[:PRINTED_CHARS_MAX], before, rest, match[0]
        if plain is None and _announces_alone(match[0]):
            plain = _unquoted_end(text, match, start)
    return plain


def _without_article(before: str) -> str:
    """Without "with the" that led to the words."""
    return frame("article_before").sub("", before)


def _inside(quoted: re.Match[str]) -> str:
    return next(group for group in quoted.groups() if group).strip()


def _announces_alone(words: str) -> bool:
    """ "text" or "title" alone announces nothing without quotation marks or a colon."""
    alone = words.lower() in grammar.word_set("announces_alone")
    return " " in words or words.endswith(":") or alone or not words.isascii()


def _without_written(after: str, language: str) -> str:
    """Without "on it", "written on top" behind the words."""
    line, last = Line(after, language), 0
    while line.norm(last) in grammar.word_set("where_written"):
        last += 1
    return line.behind(last) if last > 1 or (last and line.norm(0) == "written") else after


def _unquoted_end(text: str, match: re.Match[str], start: int) -> tuple[str, str, str, str] | None:
    """Unquoted text runs to the end of its clause, or to where the clause speaks of the picture again."""
    end = _END.search(text, start)
    stop = end.start() if end else len(text)
    stop -= len(_scene_after(text[start:stop]))
    printed = text[start:stop].strip()
    if not printed:
        return None
    return printed[:PRINTED_CHARS_MAX], text[: match.start()], _without_written(text[stop:], "en"), match[0]


def _scene_after(clause: str) -> str:
    """ " with flowers", " in pixel art", " on it": the end of a clause that speaks of the picture, not of the words in it."""
    if (behind := re.search(r"\s+on (?:it|top|the \w+)$", clause, re.IGNORECASE)) is not None:
        return behind[0]
    match = frame("printed_tail").search(clause)
    if match is None:
        return ""
    what = [token.norm for token in tokenise(match["what"])]
    books = (grammar.styles("en"), grammar.palettes("en"), grammar.colours("en"))
    shown = match["how"].lower() == "with" and grammar.things().all(tokenise(match["what"]))
    return match[0] if shown or any(book.get(what) for book in books) else ""
