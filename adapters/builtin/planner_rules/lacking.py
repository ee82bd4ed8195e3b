"""What is drawn, or asked, where a message names nothing that could be drawn."""

import re
from dataclasses import replace

from adapters.builtin.planner_rules import grammar, wording
from adapters.builtin.planner_rules.characters import unknown
from adapters.builtin.planner_rules.reading import Reading
from adapters.builtin.planner_rules.recalling import known, wishes_of
from adapters.builtin.planner_rules.tokens import tokenise
from adapters.builtin.planner_rules.wanted import Draft, Wanted
from agent.domain.generation import Candidate, Evidence, Gap

IDEAS = 3
IDEAS_PROBABILITY = 0.45
"""That one of the ideas is what the author has in mind: a question is always worth it."""
NAME_WORDS_MAX = 3
NAME_IN_A_PLACE_HARM = 0.2
"""There is a place to draw at least; only who likes to be asked is asked."""


def completed_subject(draft: Draft, wanted: Wanted, reading: Reading, text: str) -> Draft:
    """The draft with a subject by reason or by a choice that was left to the bot, or with a question."""
    if _is_unpictured(draft, wanted.language):
        occasion = wording.occasion(text, wanted.language)
        if occasion:
            return _with_subject(
                draft, Evidence(value=occasion, method="reason", source="the occasion", confidence=0.6)
            )
        gap = None if reading.printed or draft.gaps else _unknown_name(draft, wanted)
        if gap is not None:
            return Draft(slots=draft.slots, references=draft.references, gaps=(gap,))
    if reading.format.startswith("card") and (occasion := wording.occasion(text, wanted.language)):
        draft = _for_occasion(draft, occasion)
    if draft.has_somebody or draft.references or draft.gaps:
        return draft
    if reading.is_my_choice:
        idea = wording.ideas(wanted.request.turn.id, wanted.language, 1)[0]
        return _with_subject(
            draft, Evidence(value=idea, method="assume", source="you left it to me", confidence=0.5)
        )
    if reading.printed:
        return draft
    return Draft(slots=draft.slots, references=draft.references, gaps=(_nothing_named(wanted, reading),))


def _for_occasion(draft: Draft, occasion: str) -> Draft:
    """A birthday card about gardening is a birthday card still."""
    subject = draft.slots.get("subject")
    if subject is None:
        return draft
    return _with_subject(draft, replace(subject, value=f"{subject.value}, {occasion}"))


def _with_subject(draft: Draft, subject: Evidence) -> Draft:
    return Draft(slots={**draft.slots, "subject": subject}, references=draft.references, gaps=draft.gaps)


def _is_unpictured(draft: Draft, language: str) -> bool:
    """No thing that has a picture, nobody that memory knows, no picture at hand. In the author's language: Luna is the moon
    in Spanish, and somebody in English."""
    if "character" in draft.slots or draft.references:
        return False
    subject = draft.slots.get("subject")
    return subject is None or not grammar.things_named(language).all(tokenise(subject.value))


def _unknown_name(draft: Draft, wanted: Wanted) -> Gap | None:
    """ "draw Luna" where nobody knows a Luna: the name alone says nothing that could be drawn."""
    subject = draft.slots["subject"].value if "subject" in draft.slots else ""
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
    gap = unknown(subject, wanted.language)
    return replace(gap, harm=NAME_IN_A_PLACE_HARM) if "setting" in draft.slots else gap


def _nothing_named(wanted: Wanted, reading: Reading) -> Gap:
    """No subject: a few ideas, what the author likes and their own characters first."""
    request = wanted.request
    own = [
        memory.name for memory in known(request, "character") if memory.name and memory.scope.kind == "user"
    ][:1]
    liked = [
        memory.text.removeprefix("prefers ")
        for memory in known(request, "preference")
        if memory.text.startswith("prefers ")
        and memory.scope.kind == "user"
        and not wishes_of(memory, reading)
    ][:1]
    first = [*own, *liked]
    ideas = [*first, *wording.ideas(request.turn.id, wanted.language, IDEAS - len(first))]
    share = round(IDEAS_PROBABILITY / len(ideas), 3)
    return Gap(
        slot="subject", why="nothing to draw was named", route="ask", harm=1.0,
        question=wording.question("subject", wanted.language),
        candidates=tuple(Candidate(value=idea, probability=share, source="an idea") for idea in ideas),
    )  # fmt: skip
