"""Who a plan is about, and what may be drawn of them: looked up by the platform's word, asked where they want to be asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from agent.domain.conversation import Said
from agent.domain.generation import Gap, Plan
from agent.domain.memory import AuthorSettings
from agent.domain.people import Person, PersonKey, Standing
from agent.domain.questions import AskDecision, PendingQuestion
from agent.learning.statements import Learnt
from agent.limits import PEOPLE_ASKED_MAX
from agent.outcomes import Outcome, button
from agent.policy.people_in_plans import people_in, recognised, speaks_of_author, without_names
from agent.translation.catalogue import _
from agent.turn_context import Services, TurnContext
from agent.wording import people as words
from agent.wording import replies

LOOKS_HARM = 0.6
"""How much a picture of its author is spoilt that shows somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleMeant:
    """Of one plan."""

    plan: Plan
    standing: Mapping[PersonKey, Standing]
    asks: tuple[Person, ...] = ()
    """Those who want to be asked."""
    author: str = ""
    """PersonKey."""

    async def asked(self, services: Services, ctx: TurnContext, plan: Plan, text: str) -> Outcome | None:
        """The question to those who want one; None where nobody is to be asked."""
        if not (self.asks and _may_ask(ctx)):
            return None
        await services.people.likenesses.ask(ctx.turn, [one.key for one in self.asks])
        return words.asked(plan, self.asks, text, asker=ctx.turn.author.name, turn=ctx.turn.id)

    def settled(self, plan: Plan) -> Plan:
        """A later form of the plan, with those unnamed who may not be drawn as themselves, and a word on it for the author."""
        present = people_in([plan.context])
        gone = [key for key in present if self.standing.get(key, "none") not in ("own", "allowed")]
        others = [present[key] for key in gone if key != self.author]
        notes = [words.unnamed_note(others)] if others else []
        notes += [_(words.YOU_UNKNOWN)] if self.author in gone else []
        return replace(without_names(plan, gone), notes=(*plan.notes, *notes))


async def people_meant(services: Services, ctx: TurnContext, plan: Plan) -> PeopleMeant:
    """Recognises the plan's people, and looks up what may be had of each. Nothing is, where memory may not be read."""
    request = ctx.turn.request
    named = request.people if isinstance(request, Said) else ()
    if not (named or people_in([plan.context]) or speaks_of_author(plan)):
        return PeopleMeant(plan=plan, standing={})
    author = Person(
        key=await services.people.likenesses.key_of(ctx.turn.author.id), name=ctx.turn.author.name
    )
    plan = recognised(plan, author, named)
    present = people_in([plan.context])
    if not present:
        return PeopleMeant(plan=plan, standing={})
    standing = await _standing(services, ctx, tuple(present))
    # What a picture before showed of somebody is not asked about with every change of it.
    fresh = {one.key for one in named} if isinstance(request, Said) else set(present)
    asked = tuple(
        Person(key=key, name=present[key])
        for key, state in standing.items()
        if state == "ask" and key in fresh
    )[:PEOPLE_ASKED_MAX]
    return PeopleMeant(
        plan=_about_author(plan, standing.get(author.key), ctx.author),
        standing=standing,
        asks=asked,
        author=author.key,
    )


async def _standing(
    services: Services, ctx: TurnContext, people: Sequence[PersonKey]
) -> Mapping[PersonKey, Standing]:
    if not ctx.remembers:
        return dict.fromkeys(people, "none")
    return await services.people.likenesses.standing(ctx.turn, people, asked_in=ctx.asked_in)


def _about_author(plan: Plan, standing: Standing | None, settings: AuthorSettings) -> Plan:
    """Asks how the author looks where nobody knows, and only there; and only once."""
    others = tuple(gap for gap in plan.gaps if not gap.about_author)
    if standing in (None, "own"):
        return replace(plan, gaps=others)
    asks = next((gap for gap in plan.gaps if gap.about_author), None)
    if settings.looks_asked:
        return replace(plan, gaps=others)
    if asks is None and plan.intent in ("create", "series"):
        asks = Gap(
            slot="character", why="nobody told how the author looks", route="ask", harm=LOOKS_HARM, question=_(words.ASK_LOOKS),
            about_author=True,
        )  # fmt: skip
    return replace(plan, gaps=(*others, asks)) if asks is not None else plan


def answered_by_people(ctx: TurnContext, pending: PendingQuestion) -> TurnContext:
    """The turn that takes up what people were asked, with what they said."""
    return replace(ctx, asked_in=pending.turn) if pending.ask.people else ctx


def _may_ask(ctx: TurnContext) -> bool:
    """Where those who are named could see a question, and questions are welcome; each is put once."""
    place = ctx.turn.place
    return (
        not place.private and not ctx.turn.incognito and ctx.channel.ask != "never" and ctx.asked_in is None
    )


def shows_looks(ctx: TurnContext, said: Said, pending: PendingQuestion) -> bool:
    """A picture without a word, in answer to the question how its author looks."""
    return pending.ask.about_author and bool(said.images) and not said.text.strip() and ctx.remembers


async def asked_of_author(
    services: Services, ctx: TurnContext, plan: Plan, decision: AskDecision, text: str, learnt: Learnt
) -> Outcome:
    """The question to the author. How they look is asked once, with the platform's profile picture as a tap where it gives one."""
    answer = replies.asked(plan, decision, text, learnt)
    if not (decision.about_author and ctx.remembers):
        return answer
    await services.settings.save_author(ctx.turn.author.id, replace(ctx.author, looks_asked=True))
    if not services.people.portraits.given(ctx.turn):
        return answer
    tap = button("likeness_profile", _(words.PROFILE_LABEL))
    return replace(answer, reply=replace(answer.reply, buttons=(tap, *answer.reply.buttons)))
