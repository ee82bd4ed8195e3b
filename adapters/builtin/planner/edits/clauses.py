"""A change cut into its clauses, each of which is one operation: "remove the umbrella and give the duck boots" is two.

A cut may be where a comma or a joining word stands. It is one where what follows is a change by itself: it has a verb of its own, in front
or behind as its language has it, says what should be or what has to go, or is a value that needs no verb ("at night"). Anything else goes
on with what stands before it: "remove the hat and the scarf".
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.edits.body import Body, Slots, saying
from adapters.builtin.planner.edits.kept import is_comparative, keeps
from adapters.builtin.planner.edits.word_order import VERBS, behind_its_thing, ends_in_verb, has_verb
from adapters.builtin.planner.reading import phrases
from adapters.builtin.planner.reading.phrases import VERB_LAST
from agent.text.words import tokenise

CLAUSES_MAX = 6
"""Of one message."""
NEEDS_NO_VERB = frozenset({"style", "time", "format", "composition", "setting"})
"""Slots whose values are a change by themselves."""
_GAP = re.compile(r"[,;.!?、，；。！？\n]|\s[-–—+]\s")
_ARROW = re.compile(r"\s*(?:[-=]+>|→|⇒)\s*")
_SENTENCE_END = re.compile(r"[.!?。！？\n]")
Surely = Callable[[Body], Slots]
"""What a clause changes by itself, {} for nothing."""


def clauses_of(body: Body, surely: Surely) -> Sequence[str]:
    """The clauses, in the order they are said."""
    spaced = saying(body, _with_commas(_ARROW.sub(" → ", body.text), body.language))
    clauses: list[str] = []
    for tie, atom in _atoms(spaced):
        before = clauses[-1] if clauses else ""
        said = _with_its_verb(saying(spaced, atom), before)
        cuts = before and len(clauses) < CLAUSES_MAX
        if cuts and (_SENTENCE_END.search(tie) or _is_one(saying(spaced, said), before, surely)):
            clauses.append(said)
        else:
            clauses[-1:] = [f"{before}{tie}{atom}"]
    return clauses if len(clauses) > 1 else [spaced.text]


def atoms_of(body: Body) -> Sequence[str]:
    """Its shortest parts, where a comma or a joining word stands."""
    return [atom for _, atom in _atoms(body)]


def _with_commas(text: str, language: str) -> str:
    """With a comma where a verb goes on: Japanese "消して本を", Korean "빼고", Turkish "kaldırıp", Arabic "وأضف"."""
    if language == "ja":
        ends = "|".join(one for name in VERBS for one in grammar.listed(name, "ja") if one.endswith("て"))
        return re.sub(rf"({ends})(?=[㐀-鿿ァ-ヺ])", r"\1、", text)
    goes_on = grammar.pairs("goes_on")
    for token in reversed(tokenise(text)):
        word = text[token.start : token.end]
        if token.norm in goes_on:
            text = f"{text[: token.start]}{goes_on[token.norm]},{text[token.end :]}"
        elif language == "ar" and token.start and word.startswith("و") and _opens(word[1:], language):
            text = f"{text[: token.start].rstrip()}, {text[token.start + 1 :]}"
    return text


def _opens(text: str, language: str) -> bool:
    return any(grammar.words(name, language).at(tokenise(text), 0) for name in VERBS)


def _atoms(body: Body) -> Iterator[tuple[str, str]]:
    """What stands between two places where a cut may be, each with what ties it to the one before."""
    tokens, cuts = body.tokens, [(0, 0)]
    for position in range(1, len(tokens)):
        gap = body.text[tokens[position - 1].end : tokens[position].start]
        end = position
        while end > cuts[-1][1] and _ties(body, end - 1):
            end -= 1
        if (_GAP.search(gap) or end < position) and not _ties(body, position) and end > cuts[-1][1]:
            cuts.append((end, position))
    for (end, first), (last, _) in pairwise([*cuts, (len(tokens), 0)]):
        tie = body.text[tokens[end - 1].end : tokens[first].start] if end else ""
        yield tie, body.between(first, last)


def _ties(body: Body, position: int) -> bool:
    """Whether this word only joins: "and", "then", "but"."""
    names = ("joiner", "then")
    word = body.tokens[position].norm
    but = word in grammar.word_set("means_but") and word not in grammar.word_set("only")
    return but or any(grammar.words(name, body.language).get([word]) is not None for name in names)


def _with_its_verb(clause: Body, before: str) -> str:
    """With the verb that only the clause before it says: "turn the cat into a fox and the garden into a beach"."""
    led = tokenise(before)
    if (
        led
        and led[-1].norm in grammar.pairs("verb_behind")
        and clause.find("replaced_by", 1)
        and not has_verb(clause)
    ):
        return f"{clause.text} {led[-1].norm}"
    for name in ("replace", "make"):
        verb = grammar.spoken(name, clause.language).at(led, 0)
        by = clause.find("replaced_by", 1)
        if verb is not None and by is not None and by.last < len(clause.tokens) and not has_verb(clause):
            known = phrases.names(clause.shown, clause.between(0, by.first), clause.language)
            return f"{before[: led[verb.last - 1].end]} {clause.text}" if known else clause.text
    return clause.text


def _is_one(clause: Body, before: str, surely: Surely) -> bool:
    """Whether it is a change by itself."""
    if clause.language in VERB_LAST:
        if ends_in_verb(before.rstrip(" ,、"), clause.language):
            return True
    elif has_verb(clause) or behind_its_thing(clause) is not None:
        return True
    if is_comparative(clause) or clause.tokens[0].norm in grammar.word_set("more_words") or clause.at("less"):
        return True
    if keeps(clause) or clause.at("i") or clause.at("picture_part"):
        return True
    if clause.at("add") and (saying(clause, before).at("remove") or saying(clause, before).at("without")):
        return True
    if (
        clause.find("should", 1)
        or clause.at("counts_lead")
        or clause.ends("to_be_gone")
        or clause.tokens[-1].norm in grammar.pairs("verb_behind")
    ):
        return bool(surely(clause))
    opens = clause.at("without") or clause.at("in_its_place")
    if opens is not None and opens.last < len(clause.tokens):
        return opens.value in grammar.word_set("in_its_place") or phrases.names(
            clause.shown, clause.after(opens.last), clause.language
        )
    changed = surely(clause)
    return bool(changed) and changed.keys() <= NEEDS_NO_VERB
