"""`/style`: one's usual style in words, and style boards: pictures and words under a name."""

from collections.abc import Sequence

from agent.domain.conversation import ImageId
from agent.domain.generation import Statement
from agent.domain.memory import Album, AlbumChange, LabelledPicture, ScopeKind
from agent.errors import BadInput, NotAllowed
from agent.learning.forgetting_in_words import forget_buttons, listed
from agent.learning.own_looks import REMEMBERS_NOTHING
from agent.learning.statements import learn, scope_of
from agent.outcomes import Outcome, told
from agent.rendering.standing_boards import standing_wish
from agent.translation.catalogue import _
from agent.turn_context import Services, TurnContext
from agent.wording import boards as words
from agent.wording.replies import learnt_text


async def run_style(
    services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]
) -> Outcome:
    """The answer to `/style ARGUMENT`; `images` are attached."""
    verb, _rest, rest = argument.partition(" ")
    try:
        match verb.lower():
            case "":
                return await _list(services, ctx)
            case "off" | "none" if not rest:
                return await _off(services, ctx)
            case "save":
                return await _save(services, ctx, rest.strip(), images)
            case "show" | "share" | "remove" | "forget" | "delete" as known:
                return await _of_board(services, ctx, known, rest.strip())
            case _:
                standing = await standing_wish(services, ctx, argument, ordered=True)
                if standing is not None and standing.statement is None:
                    return told(standing.note, private=True)
                wished = standing.statement if standing else None
                learnt = await learn(
                    services, ctx, [wished or Statement(kind="preference", text=f"prefers {argument}")]
                )
                return told(learnt_text(learnt), *learnt.undo_buttons())
    except (BadInput, NotAllowed) as error:
        return told(str(error), private=True)


async def keep_in_board(
    services: Services,
    ctx: TurnContext,
    name: str,
    pictures: Sequence[str],
    *,
    text: str | None = None,
    scope: ScopeKind = "user",
) -> Album:
    """Adds to a board, or makes it. Raises BadInput, NotFound, NotAllowed."""
    if not ctx.remembers:
        raise NotAllowed(_(REMEMBERS_NOTHING))
    shown = tuple(LabelledPicture(image=image) for image in pictures)
    change = AlbumChange(kind="board", name=name, words=text, pictures=shown)
    return await services.people.albums.save(
        ctx.reader,
        scope_of(ctx.reader, scope),
        change,
        may_manage=ctx.turn.author.may_manage,
        turn=ctx.turn.id,
    )


async def _list(services: Services, ctx: TurnContext) -> Outcome:
    styles = [memory for memory in await services.desk.list(ctx.reader) if memory.slot == "style"]
    boards = await services.people.albums.list(ctx.reader, "board")
    if not styles and not boards:
        return told(_(words.NONE_YET), private=True)
    lines = [listed(styles)] if styles else []
    return told("\n".join([*lines, *words.board_lines(boards)]), *forget_buttons(ctx, styles), private=True)


async def _off(services: Services, ctx: TurnContext) -> Outcome:
    styles = [m for m in await services.desk.list(ctx.reader) if m.slot == "style" and m.scope.kind == "user"]
    gone = await services.desk.forget(ctx.reader, [memory.id for memory in styles])
    return told(_(words.OFF) if gone else _(words.WAS_OFF), private=True)


async def _save(services: Services, ctx: TurnContext, said: str, images: Sequence[ImageId]) -> Outcome:
    name, _colon, text = (part.strip() for part in said.partition(":"))
    replied = ctx.turn.replied
    pictures = (*images, *(replied.images if replied else ()))
    if not name or not (pictures or text):
        return told(_(words.HOW), private=True)
    album = await keep_in_board(services, ctx, name, pictures, text=text or None)
    return words.saved(album)


async def _of_board(services: Services, ctx: TurnContext, verb: str, said: str) -> Outcome:
    boards = await services.people.albums.list(ctx.reader, "board")
    name, number = _parted(said) if verb == "remove" else (said, 0)
    board = next((one for one in boards if one.name.casefold() == name.casefold()), None)
    if board is None and verb == "show" and not name and len(boards) == 1:
        board = boards[0]
    if board is None:
        return told(words.no_such(name, boards), private=True)
    may_manage = ctx.turn.author.may_manage
    match verb:
        case "show":
            return words.shown(board)
        case "share":
            shared = await keep_in_board(
                services,
                ctx,
                board.name,
                [one.image for one in board.pictures],
                text=board.words or None,
                scope="channel",
            )
            return told(words.shared(shared))
        case "remove":
            if not 1 <= number <= len(board.pictures):
                return told(_(words.WHICH), private=True)
            left = await services.people.albums.take_out(
                ctx.reader, board.memory, board.pictures[number - 1].image, may_manage=may_manage
            )
            return words.shown(left) if left else told(_(words.FORGOTTEN), private=True)
        case _:
            gone = await services.people.albums.forget(ctx.reader, board.memory, may_manage=may_manage)
            return told(_(words.FORGOTTEN) if gone else _(words.NOT_YOURS), private=True)


def _parted(said: str) -> tuple[str, int]:
    """ "Ink 2": the name and the number of a picture."""
    name, _space, number = said.rpartition(" ")
    return (name.strip(), int(number)) if number.isdecimal() else (said, 0)
