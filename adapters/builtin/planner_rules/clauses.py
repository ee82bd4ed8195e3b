"""What is said of the subject in a clause of its own: "a fox; it should be blue and wear a hat" is "a blue fox wearing a hat"."""

import re
from dataclasses import replace

from adapters.builtin.planner_rules import grammar, subjects
from adapters.builtin.planner_rules.grammar import frame
from adapters.builtin.planner_rules.reading import Reading

_CLAUSE = frame("said_of_it")
_PREDICATES = frame("predicates")


def joined_in(reading: Reading) -> Reading:
    """The reading with such clauses worked into its subject."""
    match = _CLAUSE.search(reading.subject)
    if match is None or not re.search(r"\w", reading.subject[: match.start()]):
        return reading
    subject = reading.subject[: match.start()].strip(" ,;.")
    for part in _PREDICATES.split(match["what"].strip(" ,;.!")):
        subject = _with(subject, part.strip(), reading.language)
    return replace(reading, subject=subject)


def _with(subject: str, said: str, language: str) -> str:
    """ "blue", "be blue", "wear a hat", "have wings", "be on a boat"."""
    plain = re.sub(r"^(?:also\s+)?(?:be|is|are|look|looks)\b\s*", "", said, flags=re.IGNORECASE)
    verb, _, rest = plain.partition(" ")
    if not plain or plain.lower() in ("it", "also"):
        return subject
    if verb.lower() in ("have", "has", "with"):
        return f"{subject} with {rest}".strip()
    if plain != said and (not rest or grammar.colours(language).whole(plain)):
        head = subjects.head_of(subject, language)
        return (subjects.described(subject, head, plain, language) if head else None) or f"{subject}, {plain}"
    if plain != said or verb.lower().endswith("ing"):
        return f"{subject} {plain}"
    return (
        f"{subject} {subjects.doing(verb.removesuffix('s') if verb.endswith('s') else verb)} {rest}".strip()
    )
