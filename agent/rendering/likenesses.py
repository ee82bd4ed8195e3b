"""What is handed to an image model of people: looked up at the moment of drawing, and kept nowhere. Whoever took it back meanwhile is not
in it."""

from collections.abc import Awaitable, Collection, Mapping, Sequence
from dataclasses import dataclass

from agent.domain.generation import GenerationContext, ImageData, Reference
from agent.domain.people import Likeness, PersonKey
from agent.errors import NotAllowed, NotFound
from agent.image_prompt import by_use
from agent.policy.people_in_plans import people_in, unnamed, with_looks
from agent.text.words import shares_word
from agent.translation.catalogue import _
from agent.turn_context import Services, TurnContext
from agent.wording.people import TOOK_BACK, plain

FIGURES_JUDGED_MAX = 4
"""Figures that one look at a picture is to recognise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lent:
    """What may be had of somebody, at one moment."""

    name: str
    """What they are called in the picture."""
    likeness: Likeness

    def is_in(self, other: Likeness | None) -> bool:
        """Whether a later look still allows all of it: a picture that was taken out, or words that were changed, were taken back."""
        if other is None:
            return False
        pictures = {one.image for one in other.pictures}
        return (
            self.likeness.words in ("", other.words)
            and {one.image for one in self.likeness.pictures} <= pictures
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleShown:
    """Of one picture, at one moment."""

    context: GenerationContext
    """With how they look, and without the names of those who are not to be shown."""
    references: tuple[Reference, ...] = ()
    owners: Mapping[str, PersonKey]
    """By ImageId."""
    lent: Mapping[PersonKey, Lent]
    """Those who are shown."""

    def load(
        self, services: Services, ctx: TurnContext, reference: Reference
    ) -> Awaitable[ImageData | None] | None:
        """Its pixels, where it is one of these: None where it may not be had any more. None for any other reference."""
        owner = self.owners.get(reference.image)
        if reference.role != "person" or owner is None:
            return None
        return services.people.likenesses.load(ctx.turn, owner, reference.image, asked_in=ctx.asked_in)


async def people_for(services: Services, ctx: TurnContext, context: GenerationContext) -> PeopleShown:
    """Whom the context names, as far as they may be shown now."""
    present = people_in([context])
    lent = await _lent(services, ctx, present)
    shown = {key: Lent(name=name, likeness=lent[key]) for key, name in present.items() if key in lent}
    drawn = with_looks(unnamed(context, set(present) - set(lent)), lent)
    owners = {one.image: key for key, likeness in lent.items() for one in likeness.pictures}
    words = " ".join(evidence.value for evidence in context.slots.values())
    references = [
        Reference(image=one.image, role="person", label=shown[key].name, detail=one.label)
        for key, likeness in lent.items()
        for one in sorted(likeness.pictures, key=lambda picture: not shares_word(picture.label, words))
    ]
    return PeopleShown(context=drawn, references=tuple(references), owners=owners, lent=shown)


async def shown_people(
    services: Services, ctx: TurnContext, contexts: Sequence[GenerationContext]
) -> Mapping[PersonKey, str]:
    """Those who may be drawn as themselves now, and what they are called."""
    present = people_in(contexts)
    lent = await _lent(services, ctx, present)
    return {key: name for key, name in present.items() if key in lent}


async def check_still_allowed(
    services: Services, ctx: TurnContext, people: Mapping[PersonKey, Lent], *, cost_usd: float
) -> None:
    """After a model has drawn them, and before anybody sees it. Raises NotAllowed, with what it cost, when one of them took back any of
    what the model was given: the picture is not kept."""
    still = await _lent(services, ctx, people)
    gone = next((one.name for key, one in people.items() if not one.is_in(still.get(key))), None)
    if gone is not None:
        error = NotAllowed(_(TOOK_BACK, name=plain(gone)))
        error.cost_usd = cost_usd
        raise error


async def _lent(
    services: Services, ctx: TurnContext, people: Collection[PersonKey]
) -> Mapping[PersonKey, Likeness]:
    if not people or not ctx.remembers:
        return {}
    return await services.people.likenesses.lend(ctx.turn, tuple(people), asked_in=ctx.asked_in)


async def figures_of(
    services: Services, ctx: TurnContext, context: GenerationContext
) -> tuple[tuple[Reference, ImageData], ...]:
    """One picture of each person and character that is to be recognised, as far as they may be had now; for the judge."""
    people = await people_for(services, ctx, context)
    shown = [*people.references, *(ref for ref in context.references if ref.role == "character")]
    first = list({ref.label: ref for ref in reversed(by_use(shown)) if ref.label}.values())[::-1][
        :FIGURES_JUDGED_MAX
    ]
    found: list[tuple[Reference, ImageData]] = []
    for reference in first:
        loading = people.load(services, ctx, reference)
        image = await (loading if loading is not None else _loaded(services, reference))
        if image is not None:
            found.append((reference, image))
    return tuple(found)


async def _loaded(services: Services, reference: Reference) -> ImageData | None:
    try:
        return await services.images.load(reference.image)
    except NotFound:
        return None
