"""What is drawn, or asked, where a message names nothing that could be drawn."""

import re
from dataclasses import replace

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.planner import wording
from adapters.builtin.planner.memory.people import unknown
from adapters.builtin.planner.memory.recalled import wishes_of
from adapters.builtin.planner.reading.reading import Reading
from adapters.builtin.planner.wanted import Draft, Wanted, known
from agent.domain.generation import Candidate, Evidence, Gap
from agent.text.words import tokenise

IDEAS = 3
IDEAS_PROBABILITY = 0.45
"""That one of the ideas is what the author has in mind: a question is always worth it."""
NAME_WORDS_MAX = 3
NAME_IN_A_PLACE_HARM = 0.2
"""There is a place to draw at least; only who likes to be asked is asked."""


def completed_subject(draft: Draft, wanted: Wanted, reading: Reading, text: str) -> Draft:
    """The draft with a subject by reason or by a choice that was left to the bot, or with a question."""
    occasion, language = wording.occasion(text), wanted.language
    subject = _subject(draft)
    if _is_unpictured(draft, language):
        # No more than the occasion itself is said: "a birthday".
        alone = len(tokenise(subject)) <= NAME_WORDS_MAX or wanted.is_prompt
        if occasion and (reading.format or reading.printed or alone):
            return _with_occasion(draft, occasion)
        gap = None if reading.printed or draft.gaps else _unknown_name(subject, draft, wanted)
        if gap is not None:
            return replace(draft, gaps=(gap,))
    elif (
        reading.format.startswith("card")
        and occasion
        and (_is_told(subject, language) or not _shows_a_thing(subject, language))
    ):
        return _with_occasion(draft, occasion)
    if draft.has_somebody or draft.references or draft.gaps:
        return draft
    if reading.is_my_choice:
        idea = wording.ideas(wanted.request.turn.id, 1)[0]
        evidence = Evidence(value=idea, method="assume", source="you left it to me", confidence=0.5)
        return replace(draft, slots={"subject": evidence, **draft.slots})
    return draft if reading.printed else replace(draft, gaps=(_nothing_named(wanted, reading),))


def _subject(draft: Draft) -> str:
    return draft.slots["subject"].value if "subject" in draft.slots else ""


def _shows_a_thing(subject: str, language: str) -> bool:
    return bool(grammar.things_named(language).all(tokenise(subject)))


def _is_told(subject: str, language: str) -> bool:
    """ "she loves gardening": said of whom it is for."""
    return Line(subject, language).own(0, "pronoun") is not None


def _is_unpictured(draft: Draft, language: str) -> bool:
    """No thing that has a picture, nobody that memory knows, no picture at hand. In the author's language: Luna is the moon
    in Spanish, and somebody in English."""
    return not ("character" in draft.slots or draft.references or _shows_a_thing(_subject(draft), language))


def _with_occasion(draft: Draft, value: str) -> Draft:
    """What is drawn for the occasion, beside a word that the author said and that is no name."""
    before = _subject(draft)
    joined = f"{before}, {value}" if len(before.split()) == 1 and not before[:1].isupper() else value
    evidence = Evidence(value=joined, method="reason", source="the occasion", confidence=0.6)
    others = {name: one for name, one in draft.slots.items() if name != "subject"}
    return replace(draft, slots={"subject": evidence, **others})


def _unknown_name(subject: str, draft: Draft, wanted: Wanted) -> Gap | None:
    """ "draw Luna" where nobody knows a Luna: the name alone says nothing that could be drawn."""
    words = subject.split()
    named = 0 < len(words) <= NAME_WORDS_MAX and all(
        re.match(r"[A-ZÀ-ÖØ-Þ][^\W\d]*$", word) for word in words
    )
    plain = wanted.text.strip(" .!")
    opens = plain.startswith(subject) and plain != subject
    place = grammar.settings(wanted.language).whole(subject)
    # German writes every noun with a capital; the first word of any sentence has one.
    if not named or opens or place is not None or subject.isupper() or wanted.language == "de":
        return None
    gap = unknown(subject)
    return replace(gap, harm=NAME_IN_A_PLACE_HARM) if "setting" in draft.slots else gap


def _nothing_named(wanted: Wanted, reading: Reading) -> Gap:
    """No subject: a few ideas, what the author likes and their own characters first."""
    request = wanted.request
    mine = [memory for memory in known(request, "character", "preference") if memory.scope.kind == "user"]
    own = [memory.name for memory in mine if memory.kind == "character" and memory.name][:1]
    tastes = (one for one in mine if one.kind == "preference" and not wishes_of(one, reading))
    liked = [one.text.removeprefix("prefers ") for one in tastes if one.text.startswith("prefers ")]
    first = [*own, *liked[:1]]
    ideas = [*first, *wording.ideas(request.turn.id, IDEAS - len(first))]
    share = round(IDEAS_PROBABILITY / len(ideas), 3)
    return Gap(
        slot="subject", why="nothing to draw was named", route="ask", harm=1.0,
        question=wording.question("subject"),
        candidates=tuple(Candidate(value=idea, probability=share, source="an idea") for idea in ideas),
    )  # fmt: skip
