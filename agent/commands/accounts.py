"""`/web`, `/link` and their buttons: in a private chat alone, since what they show opens a person's memory."""

from collections.abc import Sequence

from agent.domain.accounts import plain_code
from agent.domain.conversation import AuthorId, ImageId, Pressed, Reply
from agent.domain.generation import ImageData
from agent.outcomes import Outcome, declined, told
from agent.translation.catalogue import _
from agent.turn_context import Services, TurnContext
from agent.wording import accounts as words


async def run_web(services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]) -> Outcome:
    if not ctx.turn.place.private:
        return declined(_(words.PRIVATE_ONLY), private=True)
    link = await services.accounts.page_link(ctx.turn.author)
    return words.page_link(link) if link else declined(_(words.NO_PAGE), private=True)


async def run_link(services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]) -> Outcome:
    """Without a code: this account's own, and which others are joined. With one: whom it would join, to be confirmed."""
    code, turn = plain_code(argument), ctx.turn
    if not turn.place.private:
        if code:
            await services.accounts.withdraw(code)
        return declined(_(words.CODE_SHOWN) if code else _(words.PRIVATE_ONLY), private=True)
    if code:
        return await _asked(services, ctx, code)
    offered = await services.accounts.offer(turn.author)
    if not offered:
        return declined(words.refused("demonstration"), private=True)
    return words.code_offered(await services.accounts.of(turn.author.id), turn.author.id, offered, turn.place)


async def _asked(services: Services, ctx: TurnContext, code: str) -> Outcome:
    owner = await services.accounts.offered(code)
    if owner is None:
        return declined(_(words.NO_SUCH_CODE), private=True)
    if owner.id == ctx.turn.author.id:
        return declined(_(words.YOUR_OWN_CODE), private=True)
    return words.join_asked(owner, code)


async def run_notice(
    services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]
) -> Outcome:
    """What the bot tells an account by itself; the turn is taken in by a timer."""
    found = await services.accounts.notice(ctx.turn.author.id, argument)
    if found is None or not ctx.turn.place.private:
        return declined(_(words.OLD_NOTICE), private=True)
    return words.notice(found, ctx.turn.author.id)


async def press_link(services: Services, ctx: TurnContext, pressed: Pressed) -> Outcome:
    """Join, or rather not."""
    code = pressed.args.get("code", "")
    if not code or not ctx.turn.place.private:
        return told(_(words.NOT_JOINED), private=True)
    why = await services.accounts.join(ctx.turn.author, code)
    return declined(words.refused(why), private=True) if why else told(_(words.JOINED), private=True)


async def press_unlink(services: Services, ctx: TurnContext, pressed: Pressed) -> Outcome:
    """Unlink and Undo of an account, and logging out a browser of the page."""
    author = ctx.turn.author.id
    if session := pressed.args.get("session", ""):
        ended = await services.accounts.end_session(author, session)
        return told(_(words.LOGGED_OUT) if ended else _(words.NOT_LOGGED_IN), private=True)
    parted = await services.accounts.part(author, AuthorId(pressed.args.get("account", "")))
    return told(_(words.PARTED) if parted else _(words.NOT_YOURS), private=True)


async def run_export(
    services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]
) -> Outcome:
    """Everything that is kept; of a person with several accounts, of which of them."""
    wanted = argument.lower()
    if wanted in ("here", "everywhere"):
        return await _exported(services, ctx, everywhere=wanted == "everywhere")
    accounts = await services.accounts.of(ctx.turn.author.id)
    return words.export_asked(len(accounts)) if accounts else await _exported(services, ctx, everywhere=False)


async def press_export(services: Services, ctx: TurnContext, pressed: Pressed) -> Outcome:
    return await _exported(services, ctx, everywhere=bool(pressed.args.get("everywhere")))


async def _exported(services: Services, ctx: TurnContext, *, everywhere: bool) -> Outcome:
    data = await services.desk.export(ctx.reader, everywhere=everywhere)
    blob = ImageData(data=data, media_type="application/zip", width=0, height=0)
    saved = await services.images.save(blob, owner=ctx.turn.author.id, caption="export")
    reply = Reply(kind="text", text=_(words.EXPORTED), files=(saved,), only_for_author=True)
    return Outcome(reply=reply)


ACCOUNT_COMMANDS = {"web": run_web, "link": run_link, "notice": run_notice, "export": run_export}
