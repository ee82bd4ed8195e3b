"""A change as it is said, worked into the slots of the picture at hand: one small grammar of a verb, a thing, and what becomes of it.

Takes apart "make the hat blue" (verb of making, thing, look), "replace the lamp with a candle" (thing, what comes in its place), "without
the tree", "bigger moon", "at night"; the words of each kind are data.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.edits.additions import added, moved
from adapters.builtin.planner.edits.body import Body, Edit, Slots, by_degree, is_thing, names_thing, saying
from adapters.builtin.planner.edits.clauses import atoms_of, clauses_of
from adapters.builtin.planner.edits.contradictions import without_contradictions
from adapters.builtin.planner.edits.counts import recounted
from adapters.builtin.planner.edits.effects import whole, with_thing
from adapters.builtin.planner.edits.kept import (
    is_comparative,
    is_kept,
    is_remark,
    is_there,
    keeps,
    says_something,
    thing_in,
    unheard,
)
from adapters.builtin.planner.edits.kinds import (
    alone,
    corrected,
    instead,
    lettered,
    made,
    part_named,
    replaced,
    too,
    zoomed,
)
from adapters.builtin.planner.edits.looks import looked
from adapters.builtin.planner.edits.order_words import what_is_to_be_seen
from adapters.builtin.planner.edits.removals import removed
from adapters.builtin.planner.edits.values import named
from adapters.builtin.planner.edits.weather import weathered
from adapters.builtin.planner.edits.word_order import has_verb, verb_first
from adapters.builtin.planner.reading import opening, phrases
from adapters.builtin.planner.reading.contrasts import same_until
from adapters.builtin.planner.reading.reading import read
from agent.text.words import Token, tokenise


def edit_of(text: str, base: Slots, language: str) -> Edit:
    """The change that the text asks for, one operation for each clause, each applied to what the one before left; an empty one where none
    is found."""
    text = _of_it(text.strip(), base.get("subject", ""), language)
    body = Body(text=_plainly(text, language), base=base, language=language)
    clauses = clauses_of(body, _surely)
    # "and" leads in what goes on, and is taken off before a change is read.
    goes_on = (
        joined_on(Body(text=text.strip(" .!?,"), base=base, language=language)) if len(clauses) < 2 else {}
    )
    if goes_on:
        return Edit(slots=goes_on)
    operations = list(_operations(body, clauses))
    changed: Slots = {}
    for _, slots in operations:
        changed |= slots
    missed = [clause.text for clause, slots in operations if _is_missed(clause, slots)]
    return Edit(slots=changed, missed=tuple(missed))


def _operations(body: Body, clauses: Sequence[str]) -> Iterator[tuple[Body, Slots]]:
    """Each clause and what it changes, of the picture as the ones before have left it."""
    base: Slots = body.base
    spoken_of, was_changed, left = "", False, deque(clauses)
    while left:
        text = left.popleft()
        clause = Body(text=_plainly(text, body.language), base=base, language=body.language)
        done: Slots = (
            {} if keeps(clause) else _one(_of_what_was_said(clause, spoken_of, was_changed=was_changed))
        )
        if not done and len(parts := atoms_of(clause)) > 1:
            left.extendleft(reversed(parts))  # what is not understood as a whole may be so in part
            continue
        done = without_contradictions(clause, done) if done else done
        yield clause, done
        spoken_of, was_changed = thing_in(clause) or spoken_of, bool(done)
        base = {**base, **done}


def _is_missed(clause: Body, slots: Slots) -> bool:
    """Whether a clause wanted more than it has changed."""
    if keeps(clause) or is_remark(clause):
        return False
    return unheard(verb_first(clause), slots) if slots else says_something(clause) and not is_there(clause)


def _of_what_was_said(clause: Body, thing: str, *, was_changed: bool) -> Body:
    """ "remove it" behind "the parrot", "make it wool" behind a clause about the jacket, "a bit smaller" behind one that moves the cat."""
    verb = next((found for name in ("remove", "make") if (found := clause.at(name))), None)
    it = clause.at("it", verb.last) if verb is not None else None
    how = clause.after(it.last) if it is not None else clause.text
    stands_for_it = it is not None and (not was_changed or how.lower() in grammar.word_set("material"))
    if not thing or not (stands_for_it or (verb is None and is_comparative(clause))):
        return clause
    if how.lower() in grammar.word_set("shade") or grammar.times(clause.language).whole(how):
        return clause
    said = clause.between(0, verb.last) if verb is not None else "make"
    return saying(clause, f"{said} the {thing} {by_degree(how, clause.language)}".strip())


def only_changes(text: str, base: Slots, language: str) -> bool:
    """Whether the clauses change this picture or remark on it, and one of them orders it of one of its things."""
    body = Body(text=_plainly(text, language), base=base, language=language)
    operations = list(_operations(body, clauses_of(body, _surely)))
    fit = all(slots or keeps(clause) or is_remark(clause) for clause, slots in operations)
    return fit and any(slots and _changes_a_thing(clause) for clause, slots in operations)


def _changes_a_thing(clause: Body) -> bool:
    """ "make the balloon green", "собаку замени на кролика": a verb of changing, and one of the picture's things."""
    plain = verb_first(clause)
    verb = next((found for name in ("remove", "replace", "make", "move") if (found := plain.at(name))), None)
    should = plain.find("should", 1)
    counts = any(plain.find(name) for name in ("counts_lead", "too_many", "too_few", "fewer"))
    if (counts and recounted(plain)) or part_named(plain):
        return True
    told_of = plain.between(0, should.first) if should is not None and not is_remark(plain) else ""
    if told_of and phrases.names(clause.shown, told_of, clause.language):
        return True
    if verb is None or verb.last >= len(plain.tokens):
        draws = opening.starts_with_wish(clause.text, clause.language)
        return bool(read(clause.text, clause.language).composition) and not draws
    if verb.value in grammar.word_set("mid_change"):
        return False
    draws = grammar.words("draw", clause.language).get([plain.tokens[0].norm]) is not None
    rest = saying(plain, plain.after(verb.last))
    things = (one for one in rest.tokens if phrases.names(clause.shown, one.norm, clause.language))
    if (
        not draws
        and verb.value in grammar.listed("make", clause.language)
        and named(rest.text, clause.language)
    ):
        return True  # "que sea invierno"
    return (not draws or rest.at("definite") is not None) and next(things, None) is not None


def _of_it(text: str, subject: str, language: str) -> str:
    """ "the cat but sleeping" as "sleeping", of a picture with a cat."""
    tokens = tokenise(text)
    for position in range(1, min(len(tokens) - 1, 5)):
        if grammar.spoken("means_but", language).at(tokens, position) is not None:
            what = text[: tokens[position - 1].end]
            if grammar.is_any(tokens, 0, language, "definite", "his") and phrases.names(
                subject, what, language
            ):
                return text[tokens[position].end :]
    return text


def _plainly(text: str, language: str) -> str:
    """Without what leads in and what closes."""
    text = text[same_until(text, language) :].lstrip(" ,，")
    plain = opening.without_closing(text.strip().strip(" .!?,"), language)
    while True:
        tokens = tokenise(plain)
        for name in ("instead_behind", "here_behind", "be_behind"):
            behind = grammar.spoken(name, language).before(tokens, len(tokens))
            if behind is not None and behind.first > 0:
                plain = plain[: tokens[behind.first - 1].end]
                tokens = tokenise(plain)
        asks_first = grammar.spoken("polite", language).at(tokens, 0)
        if asks_first and has_verb(
            Body(text=plain[tokens[asks_first.last - 1].end :].strip(" ,"), base={}, language=language)
        ):
            plain = plain[tokens[asks_first.last - 1].end :].strip(" ,")
            continue
        counts_up = grammar.spoken("another_one", language).at(tokens, 0) is not None
        lead = None if counts_up else grammar.spoken("lead", language).at(tokens, 0)
        negates = lead is not None and lead.value == "no" and not _stops_after(plain, tokens, lead.last)
        goes = {*grammar.word_set("only"), *grammar.listed("remove", language)}
        alone = (
            lead is not None
            and lead.value in goes
            and grammar.is_any(tokens, lead.last, language, "definite")
        )
        if lead is None or lead.last >= len(tokens) or negates or alone:
            return plain
        plain = plain[tokens[lead.last].start :]


def _stops_after(text: str, tokens: tuple[Token, ...], last: int) -> bool:
    """ "no, square" turns something down; "no hat" takes the hat away."""
    return last < len(tokens) and "," in text[tokens[last - 1].end : tokens[last].start]


def joined_on(body: Body) -> Slots:
    """ "and a dog", "plus a bird above it": a further thing. What "with" says may be a number or a look, and is read like them."""
    joins = body.at("joins_on")
    beside = body.ends("beside_it")
    orders = any(body.at(name) is not None for name in ("add", "remove", "make", "not_drawing"))
    if orders or (joins is None and (beside is None or body.at("determiner") is None)):
        return {}
    first, last = joins.last if joins else 0, beside.first if beside else len(body.tokens)
    thing = body.between(first, last)
    article = joins.value.split()[-1] if joins and " " in joins.value else ""
    return with_thing(body, f"{article} {thing}".strip()) if names_thing(thing, body.language) else {}


_RULES = (
    too, zoomed, lettered, weathered, instead, recounted, looked, replaced, removed, moved, made, corrected, alone, part_named, added,
)  # fmt: skip
"""The kinds of change, those that are told most surely first."""


def _surely(body: Body) -> Slots:
    """What a clause changes by a rule of its own, or by its value alone; {} where a thing would only be put beside the others."""
    body = verb_first(body)
    done = next((slots for rule in (_RULES if body.tokens else ()) if (slots := rule(body))), None)
    if done is not None:
        return done
    value = whole(body)
    return {} if "subject" in value else value


def _one(body: Body) -> Slots:
    """One change, by the first kind that fits: one that neither loses anything unnamed nor puts words of the order into the picture. Where
    none does, what is left without the words that only ask for it is tried."""
    body = verb_first(body)
    done = _fitting(body, (*_RULES, whole))
    seen = what_is_to_be_seen(body)
    if done or seen.text in ("", body.text) or body.at("i"):
        return done
    return _fitting(verb_first(seen), (*_RULES, _surely, _also_seen))


def _fitting(body: Body, rules: Sequence[Callable[[Body], Slots]]) -> Slots:
    tried = (rule(body) for rule in (rules if body.tokens else ()))
    nothing: Slots = {}
    return next((slots for slots in tried if slots and is_kept(body, slots)), nothing)


def _also_seen(body: Body) -> Slots:
    """A thing and nothing else, of which no verb tells where it goes."""
    is_new = len(body.tokens) <= SEEN_WORDS_MAX and is_thing(body.text, body.language) and not is_there(body)
    return with_thing(body, body.text) if is_new else {}


SEEN_WORDS_MAX = 5
