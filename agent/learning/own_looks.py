"""What somebody shows or tells of how they look themselves: kept as theirs, and nobody else's."""

from collections.abc import Sequence

from agent.domain.conversation import Said
from agent.domain.generation import Statement
from agent.domain.memory import LABEL_CHARS_MAX, ME, Album, AlbumChange, LabelledPicture, MemoryScope
from agent.errors import BadInput, NotAllowed, NotFound
from agent.translation.catalogue import N_, _
from agent.turn_context import Services, TurnContext

AS_SHOWN = "as in the picture"
"""What a statement says of somebody who is only shown."""
REMEMBERS_NOTHING = N_("Memory is off here, or in this message, so I keep no likeness and use none.")
NOT_THEIRS_TO_SAVE = N_(
    "How somebody else looks is theirs to show me, with `/me`. I have not kept that picture as their likeness."
)
NOT_YOURS = N_(
    "That picture is somebody else's, so I do not keep it as yours. Attach one of your own. If it shows you, ask whoever has it."
)
NOTED = N_("Noted: that is you. “Draw me as ...” uses it; nobody else may, unless you say so (`/me allow`).")


async def keep_looks(
    services: Services, ctx: TurnContext, *, text: str | None = None, pictures: Sequence[LabelledPicture] = ()
) -> Album:
    """Adds to how the author looks. Raises BadInput, NotFound, NotAllowed."""
    if not ctx.remembers:
        raise NotAllowed(_(REMEMBERS_NOTHING))
    reader = ctx.reader
    change = AlbumChange(kind="me", words=text, pictures=tuple(pictures))
    own = MemoryScope(kind="user", key=reader.author)
    return await services.people.albums.save(reader, own, change, turn=ctx.turn.id)


def is_of_author(statement: Statement) -> bool:
    """ "This is me"."""
    return statement.kind == "character" and statement.name.casefold().removeprefix("@") == ME


def is_of_somebody_here(statement: Statement) -> bool:
    """ "This is @Ben": how somebody who is there looks, as somebody else shows it."""
    return statement.kind == "character" and statement.name.startswith("@") and not is_of_author(statement)


def shows_anothers(ctx: TurnContext) -> bool:
    """A picture in a message of somebody else's is nobody's own."""
    request = ctx.turn.request
    return isinstance(request, Said) and any(one.replied for one in request.people)


async def learn_looks(services: Services, ctx: TurnContext, statement: Statement) -> Album | str:
    """The album, or why not."""
    words = "" if statement.text.casefold() == AS_SHOWN else statement.text
    label = words if statement.image and len(words) <= LABEL_CHARS_MAX else ""
    words = "" if label else words
    pictures = (LabelledPicture(image=statement.image, label=label),) if statement.image else ()
    try:
        return await keep_looks(services, ctx, text=words or None, pictures=pictures)
    except (BadInput, NotFound, NotAllowed) as error:
        return str(error)
