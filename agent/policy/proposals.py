"""A model's plan is a proposal: everything it would have kept or forgotten is held against the author's own words and rights, and
everything it names against what it was shown. What does not hold is dropped, each with its reason for the trace.

Pure. The witness is `Meaning`, which is read without a model; a plan that was itself read so is no proposal.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from agent.domain.generation import Plan, Statement
from agent.domain.memory import EVERYTHING, ScopeKind
from agent.policy.proposed_pictures import Shown, shown_only, shown_to, without_excess
from agent.policy.quotations import own_words, said, sentences
from agent.ports import Meaning, PlanRequest
from agent.translation.catalogue import N_, _

STATEMENTS_MAX = 3
"""Of one message: what a model would keep beyond that is noise."""
EARLIER_MAX = 3
"""Messages of the author's own that "remember that" may speak of, the last ones."""
NOT_FORGOTTEN = N_(
    "I have forgotten nothing: I was not sure that you meant that. `/forget` and a few of its words does it."
)
NOT_KEPT = N_("I kept nothing of that. To have me keep something, say “remember that ...”.")
FOR_YOU_ALONE = "I noted that for you alone. For everyone here, say where it holds: “in this channel ...”, “on this server ...”."
_WIDTH: dict[ScopeKind, int] = {"user": 0, "channel": 1, "community": 2}

Read = Callable[[str], Meaning]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What is left of a plan, and why the rest is not: kinds and reasons, never what was said."""

    plan: Plan
    dropped: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Check:
    """One plan under check."""

    request: PlanRequest
    read: Read
    shown: Shown
    dropped: list[str] = field(default_factory=list[str])
    told: list[str] = field(default_factory=list[str])
    """Sentences for the author, who may expect what is not done."""

    def drop(self, what: str, why: str) -> None:
        self.dropped.append(f"{what}: {why}")

    def may_manage(self) -> bool:
        return self.request.turn.author.may_manage


def checked(plan: Plan, request: PlanRequest, read: Read) -> Checked:
    """The plan as far as its author's words and what was shown bear it out."""
    if plan.is_reading:
        return Checked(plan=plan)
    check = _Check(request=request, read=read, shown=shown_to(request))
    bounded, excess = without_excess(plan)
    plan, unseen = shown_only(bounded, check.shown)
    check.dropped += [*excess, *unseen]
    kept = _statements(check, plan.statements)
    plan = _forgetting(check, replace(plan, statements=kept, notes=(*plan.notes, *check.told)))
    if plan.intent == "remember":  # what was noted is ours to say, whatever the model claims
        plan = replace(plan, answer="" if kept else _(NOT_KEPT))
    return Checked(plan=plan, dropped=tuple(check.dropped))


# --- keeping -------------------------------------------------------------------------------------------------------


def _statements(check: _Check, proposed: Sequence[Statement]) -> tuple[Statement, ...]:
    if len(proposed) > STATEMENTS_MAX:
        check.drop("statements", f"more than {STATEMENTS_MAX} of one message")
    found = [_statement(check, one) for one in proposed[:STATEMENTS_MAX]]
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _statement(check: _Check, proposed: Statement) -> Statement | None:
    """As the author's words bear it out; None where they do not."""
    if proposed.is_reading:
        return proposed
    for words in _spoken(check):
        text = own_words(proposed.text, proposed.quote, words)
        if text:
            return _meant(check, _named(check, proposed, text, words), words)
    check.drop("statement", "its words are not the author's")
    return None


def _spoken(check: _Check) -> Sequence[str]:
    """The message, and where it has something kept ("remember that"), the author's own messages before it, last ones first."""
    request = check.request
    if not check.read(request.text).keeps:
        return (request.text,)
    own = [
        message.text
        for message in request.turn.thread
        if message.author and message.author.id == request.turn.author.id
    ]
    return (request.text, *reversed(own[-EARLIER_MAX:]))


def _named(check: _Check, proposed: Statement, text: str, words: str) -> Statement:
    """With the name and the picture that go with it, if they do."""
    name = proposed.name if said(proposed.name, words) else ""
    kind = "fact" if proposed.kind == "character" and not name else proposed.kind
    image = proposed.image if kind == "character" and proposed.image in check.shown.pointed_at else None
    if (proposed.name and not name) or (proposed.image and image is None):
        check.drop("statement", "a name or picture that the author did not give")
    return replace(proposed, kind=kind, name=name, text=text, image=image, quote="")


def _meant(check: _Check, proposed: Statement, words: str) -> Statement | None:
    """Kept as an order only where one was given, and for others only where a moderator said so."""
    meaning = check.read(said(proposed.text, words))
    ordered = _is_ordered(check, proposed.text, words)
    scope = _narrower(proposed.scope, meaning.scope)
    if not ordered and (proposed.kind != "preference" or proposed.scope != "user"):
        check.drop(f"statement ({proposed.kind}, {proposed.scope})", "the author did not ask to have it kept")
        return None
    if scope != proposed.scope:
        check.drop(f"statement for the {proposed.scope}", f"the author's words reach no further than {scope}")
        if check.may_manage() and scope == "user":
            check.told.append(FOR_YOU_ALONE)
    kind = "preference" if proposed.kind == "rule" and scope == "user" else proposed.kind
    return replace(proposed, kind=kind, scope=scope, explicit=proposed.explicit and ordered)


def _is_ordered(check: _Check, text: str, words: str) -> bool:
    """Whether the sentence it stands in is meant to be kept, or follows one that is: "Remember Luna. She has silver hair." """
    if not check.read(check.request.text).keeps and check.read(words).scope == "user":
        return False
    spoken = sentences(words)
    at = next((n for n, one in enumerate(spoken) if said(text, one)), -1)
    for one in reversed(spoken[: at + 1]):
        meaning = check.read(one)
        if meaning.keeps or meaning.scope != "user":
            return True
        if meaning.wishes:
            return False
    return words != check.request.text  # "remember that": what was said before


def _narrower(one: ScopeKind, other: ScopeKind) -> ScopeKind:
    return min(one, other, key=lambda scope: _WIDTH[scope])


# --- forgetting ----------------------------------------------------------------------------------------------------


def _forgetting(check: _Check, plan: Plan) -> Plan:
    if plan.intent != "forget":
        return replace(plan, forget="")
    meaning = check.read(check.request.text)
    if not meaning.forgets:
        check.drop("forgetting", "the message does not ask for it")
        return replace(plan, intent="chat", forget="", answer=_(NOT_FORGOTTEN))
    words = plan.forget.strip()
    everything = meaning.forgotten.casefold() in EVERYTHING
    if words.casefold() in EVERYTHING and not everything:
        check.drop("forgetting everything", "the message names one thing")
        words = ""
    elif not _is_asked_for(words, meaning, check.request.text):
        check.drop("forgetting", "its words are not the author's")
        words = ""
    return replace(plan, forget=words or meaning.forgotten)


def _is_asked_for(words: str, meaning: Meaning, text: str) -> bool:
    """The author's words, of the thing that is to be forgotten where that can be told."""
    what = meaning.forgotten
    return bool(said(words, text)) and (not what or bool(said(words, what) or said(what, words)))
