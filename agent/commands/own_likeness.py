"""`/me`: how its author wants to be drawn, and who else may have them drawn; and the buttons of those who are asked."""

from collections.abc import Sequence
from typing import get_args

from agent.domain.conversation import ImageId, Pressed, TurnId
from agent.domain.memory import Album, LabelledPicture
from agent.domain.people import Allowance, Consent
from agent.errors import BadImage, BadInput, NotAllowed
from agent.learning.own_looks import NOT_YOURS, REMEMBERS_NOTHING, keep_looks, shows_anothers
from agent.limits import USES_SHOWN_MAX
from agent.outcomes import Outcome, declined, told
from agent.translation.catalogue import _
from agent.turn_context import Services, TurnContext
from agent.wording import people as words

LABEL_CHARS_MAX = 40
_ALLOWED: dict[str, Allowance] = {
    "nobody": "nobody", "none": "nobody", "off": "nobody", "ask": "ask", "channel": "channel", "here": "channel",
    "community": "community", "everyone": "community", "server": "community",
}  # fmt: skip
_CONSENT: dict[str, Consent] = {"likeness_once": "once", "likeness_always": "always", "likeness_no": "no"}
assert set(_ALLOWED.values()) == set(get_args(Allowance)), "everything that may be allowed can be said"


async def run_me(services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]) -> Outcome:
    """The answer to `/me ARGUMENT`; `images` are attached."""
    verb, _rest, rest = argument.partition(" ")
    rest = rest.strip()
    try:
        match verb.lower():
            case "" if not images:
                return await _show(services, ctx)
            case "allow":
                return await _allow(services, ctx, rest)
            case "label" | "remove" as known_verb if not images:
                return await _change(services, ctx, known_verb, rest)
            case "used" if not rest:
                return await _used(services, ctx)
            case "forget" if not rest:
                return await _forget(services, ctx)
            case "profile" if not rest:
                return await _profile(services, ctx)
            case "save" | "add":
                return await _save(services, ctx, rest, images)
            case _:
                return await _save(services, ctx, argument, images)
    except (BadInput, NotAllowed) as error:
        return told(str(error), private=True)


async def own_album(services: Services, ctx: TurnContext) -> Album | None:
    """What is kept of how the author looks."""
    return next(iter(await services.people.albums.list(ctx.reader, "me")), None)


async def keep_profile_picture(services: Services, ctx: TurnContext) -> str:
    """What the platform shows beside the author's name becomes a picture of them; why not, if not."""
    data = await services.people.portraits.of(ctx.turn)
    if data is None:
        return _(words.NO_PROFILE_PICTURE)
    try:
        image = await services.gate.admit(data, name="profile picture")
        kept = await services.images.save(image, owner=ctx.turn.author.id)
        await keep_looks(services, ctx, pictures=[LabelledPicture(image=kept, label=_("profile picture"))])
    except BadImage:
        return _(words.NO_PROFILE_PICTURE)
    except (BadInput, NotAllowed) as error:
        return str(error)
    return ""


async def keep_shown(services: Services, ctx: TurnContext, images: Sequence[ImageId]) -> str:
    """Pictures in answer to the question how the author looks; why not, if not."""
    if shows_anothers(ctx):
        return _(NOT_YOURS)
    try:
        await keep_looks(services, ctx, pictures=[LabelledPicture(image=image) for image in images])
    except (BadInput, NotAllowed) as error:
        return str(error)
    return ""


async def press_consent(services: Services, ctx: TurnContext, pressed: Pressed) -> Outcome:
    """What somebody who was asked says. Whose the button is was checked at the door, and is checked again by the store."""
    if pressed.args.get("person") != await services.people.likenesses.key_of(ctx.turn.author.id):
        return declined(_("That question is for somebody else."), private=True)
    consent = _CONSENT[pressed.action]
    became = await services.people.likenesses.answer(ctx.turn, TurnId(pressed.args.get("turn", "")), consent)
    return words.answered(consent, became)


async def press_take_down(services: Services, ctx: TurnContext, pressed: Pressed) -> Outcome:
    changed = await services.people.likenesses.take_down(ctx.reader, pressed.args.get("image", ""))
    if changed is None:
        return declined(_(words.GONE), private=True)
    return words.taken_down(changed)


async def _show(services: Services, ctx: TurnContext) -> Outcome:
    album = await own_album(services, ctx)
    if album is None:
        return told(_(words.HOW if ctx.remembers else REMEMBERS_NOTHING), private=True)
    return words.shown(album, await services.people.likenesses.allowances(ctx.reader))


async def _save(services: Services, ctx: TurnContext, text: str, images: Sequence[ImageId]) -> Outcome:
    """With pictures the words are their label, unless they are too many for one; without, they are the description."""
    if shows_anothers(ctx):
        return told(_(NOT_YOURS), private=True)
    label = text if images and len(text) <= LABEL_CHARS_MAX else ""
    description = text if text and not label else None
    pictures = [LabelledPicture(image=image, label=label) for image in images]
    if not pictures and description is None:
        return told(_(words.HOW), private=True)
    album = await keep_looks(services, ctx, text=description, pictures=pictures)
    return told(words.saved(album), private=True)


async def _allow(services: Services, ctx: TurnContext, word: str) -> Outcome:
    likenesses = services.people.likenesses
    if not word:
        return told(words.allowed(await likenesses.allowances(ctx.reader)), private=True)
    allowance = _ALLOWED.get(word.lower().split()[-1])
    if allowance is None:
        return told(_(words.USAGE), private=True)
    await likenesses.allow(ctx.reader, allowance)
    return told(words.allowed(await likenesses.allowances(ctx.reader)), private=True)


async def _change(services: Services, ctx: TurnContext, verb: str, rest: str) -> Outcome:
    album = await own_album(services, ctx)
    if album is None:
        return told(_(words.NOTHING_KEPT), private=True)
    number, _space, label = rest.partition(" ")
    if not number.isdecimal() or (verb == "label" and not label.strip()):
        return told(_(words.WHICH), private=True)
    if not 1 <= int(number) <= len(album.pictures):
        return told(_(words.NO_SUCH), private=True)
    picture = album.pictures[int(number) - 1].image
    if verb == "label":
        changed = await services.people.albums.label(ctx.reader, album.memory, picture, label.strip())
    else:
        changed = await services.people.albums.take_out(ctx.reader, album.memory, picture)
    if changed is None:
        return told(_(words.FORGOTTEN), private=True)
    return words.shown(changed, await services.people.likenesses.allowances(ctx.reader))


async def _used(services: Services, ctx: TurnContext) -> Outcome:
    found = await services.people.likenesses.uses(ctx.reader, limit=USES_SHOWN_MAX)
    return words.uses(found) if found else told(_(words.NOT_USED), private=True)


async def _forget(services: Services, ctx: TurnContext) -> Outcome:
    await services.people.likenesses.allow(ctx.reader, "nobody")
    # Each account of a person may keep one; what another of theirs keeps would be drawn in its place.
    kept = await services.people.albums.list(ctx.reader, "me")
    gone = [await services.people.albums.forget(ctx.reader, album.memory) for album in kept]
    return told(_(words.FORGOTTEN if any(gone) else words.NOTHING_KEPT), private=True)


async def _profile(services: Services, ctx: TurnContext) -> Outcome:
    refusal = await keep_profile_picture(services, ctx)
    album = None if refusal else await own_album(services, ctx)
    return told(refusal if album is None else words.saved(album), private=True)
