"""Who may see and decide reports: by what the platform says at the moment, never by a model."""

from agent.domain.conversation import AuthorId, Place
from agent.turn_context import Services, TurnContext

PRIVATE_CHATS = ("discord:@", "telegram:@", "web:@", "console:@")
"""Jurisdictions without moderators: the operator's."""


async def moderated_here(services: Services, ctx: TurnContext) -> tuple[str, ...]:
    """The communities that this author moderates, as far as it is theirs to ask here: in a shared place that one; in a private chat every
    one where they spoke lately, and for the operator all private chats. Raises PlatformUnavailable."""
    place, author = ctx.turn.place, ctx.turn.author
    if place.community_key is not None:
        return (place.jurisdiction,) if author.may_manage else ()
    if not place.private:
        return ()
    of_operator = PRIVATE_CHATS if is_operator(services, author.id) else ()
    spoke_in = await services.moderation.queue.places(author.id)
    theirs = [p.jurisdiction for p in spoke_in if await services.moderation.rights.moderates(author, p)]
    return (*of_operator, *theirs)


async def may_moderate(services: Services, ctx: TurnContext, place: Place) -> bool:
    """Whether this author moderates that place, wherever they speak from. (A private chat calls everyone its manager.) Raises
    PlatformUnavailable."""
    author = ctx.turn.author
    if place.community_key is None:
        return is_operator(services, author.id)
    if ctx.turn.place.community_key == place.community_key:
        return author.may_manage
    return await services.moderation.rights.moderates(author, place)


def is_operator(services: Services, author: AuthorId) -> bool:
    return author in services.moderation.operators
