"""A part of somebody that has become another, where words are not parted by spaces: "ココの首輪、青に変わったよ"."""

import re

from adapters.builtin.language import small_words as grammar

_CLOSING = re.compile(r"[\s。！!.…〜~]+$|(?:よ|ね|んだ|んです|です|だ|的|了)+$")
_CLAUSE = re.compile(r"[，,、。]")


def part_become(rest: str, language: str, *, sure: bool) -> str | None:
    """What is to be stored of what stands behind the name, None where no part of its owner is said to be otherwise. `sure`: it was led in
    as a correction."""
    tie = next((one for one in grammar.listed("own_tie", language) if rest.startswith(one)), "")
    if not tie:
        return None
    found = _verb_between(rest.removeprefix(tie), language) or _verb_last(
        rest.removeprefix(tie), language, sure
    )
    part, look = (one.strip(" 、，,") for one in found) if found else ("", "")
    return f"{part}{_IS[language]}{look}" if part and look else None


_IS = {"ja": "は", "zh": "是"}


def _verb_between(said: str, language: str) -> tuple[str, str] | None:
    """ "眼睛", "蓝色" of "眼睛其实是蓝色的，不是绿色"."""
    if language != "zh":
        return None
    verbs = "|".join(re.escape(one) for one in grammar.listed("becomes", language))
    denied = "|".join(re.escape(one) for one in grammar.listed("negation", language))
    clauses = [one for one in _CLAUSE.split(said) if one and not re.match(denied, one)]
    match = re.match(rf"(.+?)(?:{verbs})(.+)", "".join(clauses))
    return (match[1], _plain(match[2])) if match and not re.search(denied, match[0]) else None


def _verb_last(said: str, language: str, sure: bool) -> tuple[str, str] | None:
    """ "首輪", "青" of "首輪、青に変わったよ"; "目", "青" of "目は緑じゃなくて青" and, as a correction, of "目は青だよ"."""
    plain = _CLOSING.sub("", said.strip())
    topics = "|".join(re.escape(one) for one in grammar.listed("topic_behind", language))
    match = re.match(rf"(.+?)(?:{topics})(.+)", plain)
    if match is None:
        return None
    part, look = match[1], match[2]
    became = next((one for one in grammar.listed("becomes", language) if _ends(look, one)), "")
    denied = next((one for one in grammar.listed("not_so_behind", language) if one in look), "")
    if not (became or denied or sure):
        return None
    look = look[: -len(_CLOSING.sub("", became))] if became else look
    return part, _plain(look.partition(denied)[2] if denied else look)


def _ends(text: str, verb: str) -> bool:
    bare = _CLOSING.sub("", verb)
    return text.endswith(bare) and text != bare


def _plain(look: str) -> str:
    return _CLOSING.sub("", look.strip())
