"""`/web`, `/link` and their buttons: in a private chat alone, since what they show opens a person's memory."""

from collections.abc import Sequence

from agent.domain.accounts import plain_code
from agent.domain.conversation import AuthorId, ImageId, Pressed
from agent.outcomes import Outcome, declined, told
from agent.turn_context import Services, TurnContext
from agent.wording import accounts as words


async def run_web(services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]) -> Outcome:
    if not ctx.turn.place.private:
        return declined(words.PRIVATE_ONLY, private=True)
    link = await services.accounts.page_link(ctx.turn.author)
    return words.page_link(link) if link else declined(words.NO_PAGE, private=True)


async def run_link(services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]) -> Outcome:
    """Without a code: this account's own, and which others are joined. With one: whom it would join, to be confirmed."""
    code, turn = plain_code(argument), ctx.turn
    if not turn.place.private:
        if code:
            await services.accounts.withdraw(code)
        return declined(words.CODE_SHOWN if code else words.PRIVATE_ONLY, private=True)
    if code:
        return await _asked(services, ctx, code)
    offered = await services.accounts.offer(turn.author)
    return words.code_offered(await services.accounts.of(turn.author.id), turn.author.id, offered, turn.place)


async def _asked(services: Services, ctx: TurnContext, code: str) -> Outcome:
    owner = await services.accounts.offered(code)
    if owner is None:
        return declined(words.NO_SUCH_CODE, private=True)
    if owner.id == ctx.turn.author.id:
        return declined(words.YOUR_OWN_CODE, private=True)
    return words.join_asked(owner, code)


async def run_notice(
    services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]
) -> Outcome:
    """What the bot tells an account by itself; the turn is taken in by a timer."""
    found = await services.accounts.notice(ctx.turn.author.id, argument)
    if found is None or not ctx.turn.place.private:
        return declined(words.OLD_NOTICE, private=True)
    return words.notice(found, ctx.turn.author.id)


async def press_link(services: Services, ctx: TurnContext, pressed: Pressed) -> Outcome:
    """Join, or rather not."""
    code = pressed.args.get("code", "")
    if not code or not ctx.turn.place.private:
        return told(words.NOT_JOINED, private=True)
    why = await services.accounts.join(ctx.turn.author, code)
    return declined(words.refused(why), private=True) if why else told(words.JOINED, private=True)


async def press_unlink(services: Services, ctx: TurnContext, pressed: Pressed) -> Outcome:
    """Unlink and Undo of an account, and logging out a browser of the page."""
    author = ctx.turn.author.id
    if session := pressed.args.get("session", ""):
        ended = await services.accounts.end_session(author, session)
        return told(words.LOGGED_OUT if ended else words.NOT_LOGGED_IN, private=True)
    parted = await services.accounts.part(author, AuthorId(pressed.args.get("account", "")))
    return told(words.PARTED if parted else words.NOT_YOURS, private=True)


ACCOUNT_COMMANDS = {"web": run_web, "link": run_link, "notice": run_notice}
