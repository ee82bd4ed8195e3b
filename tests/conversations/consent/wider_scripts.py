"""Further conversations about whom a picture may show, written from what docs/privacy.md promises: places and communities, several people
at once, what happens while a question is open or a picture is drawn, forged and equal names, blocks, likenesses in words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from agent.domain.conversation import PlatformName
from tests.conversations.consent.scripts import (
    ASKED,
    ASKING_BEN,
    UNNAMED,
    WITH_BEN,
    allows,
    answers,
    asks,
    draws,
    goes_on,
    refused,
    saves,
    waits_out,
)
from tests.conversations.consent.served_painter import LOOKS
from tests.conversations.script import ELSEWHERE, PRIVATE, Script, Step

WITH_CLEO = "@cleo and a dog at the fair"
BOTH = "@ben and @cleo at the fair"
TWO_ASKED = tuple(f"{who} #: {label}" for who in ("ben", "cleo") for label in ASKED[:3]) + ASKED[3:]
ASKING_BOTH = (*ASKING_BEN, saves("cleo"), allows("cleo", "ask"))
THROWN_AWAY: Mapping[str, Any] = {"gets": "error", "text": ("took it back", "threw the picture away")}
GROUPS: frozenset[PlatformName] = frozenset({"telegram"})
"""A group of Telegram's has no channels beside it."""
PAGE: frozenset[PlatformName] = frozenset({"web"})
"""The page is one community, and no two people there have one name."""


def begins(who: str, what: str) -> Step:
    return Step(who=who, says=f"draw {what}", gets="nothing yet", names="begun")


def finishes(who: str, *shows: str, **more: Any) -> Step:
    return Step(who=who, finishes="begun", shows=shows, **({"gets": "image"} | more))


def forgets(who: str) -> Step:
    return Step(who=who, where=PRIVATE, says="/me forget", gets="text", text=("forgotten",))


def forgets_everything(who: str) -> Sequence[Step]:
    return (
        Step(who=who, where=PRIVATE, says="/forget everything", gets="text", names="sure"),
        Step(who=who, where=PRIVATE, presses="Yes", to="sure", gets="text"),
    )


def looks_anew(who: str) -> Sequence[Step]:
    """Their only picture goes, and another comes."""
    return (
        Step(who=who, where=PRIVATE, says="/me remove 1", gets="text"),
        replace(saves(f"{who}-anew"), who=who),
    )


def words(who: str) -> Step:
    return Step(who=who, where=PRIVATE, says=f"/me save {LOOKS[who]}", gets="text", text=("noted",))


def blocked(who: str) -> Sequence[Step]:
    """By the moderators, for a picture of theirs."""
    return (
        Step(who=who, says="draw a goose", gets="image", names="goose"),
        Step(who="cleo", presses="Why?", to="goose", gets="text", alone=True),
        Step(who="cleo", says="/report rude", to="goose", gets="text", alone=True),
        Step(who="mia", says="/reports", gets="image", alone=True, names="reports"),
        Step(who="mia", presses="Block", to="reports", gets="image", text=("is blocked here",), alone=True, names="rest"),
        Step(who="mia", presses="Dismiss", to="rest", gets="text", alone=True),
    )  # fmt: skip


ANEW = replace(saves("ben-anew"), who="ben")


def asks_both(what: str = BOTH) -> Step:
    return asks("ana", what, buttons=TWO_ASKED)


_TALKS: tuple[tuple[str, frozenset[PlatformName], Sequence[Step]], ...] = (
    # --- places
    ("everyone here is everyone in the community's other channels", GROUPS, (
        saves("ben"), allows("ben", "everyone"), draws("ana", WITH_BEN, "ben", where="music"),
    )),
    ("everyone here is nobody of another community", PAGE, (
        saves("ben"), allows("ben", "everyone"), draws("ana", WITH_BEN, where=ELSEWHERE, text=UNNAMED),
    )),
    ("everyone here is nobody in private", frozenset(), (
        saves("ben"), allows("ben", "everyone"), draws("ana", WITH_BEN, where=PRIVATE),
    )),
    ("always here is not always there", frozenset(), (
        *ASKING_BEN, asks("ana", WITH_BEN), answers("ben", "Always"), goes_on("ana", "ben"),
        asks("ana", WITH_BEN, where="music", names="there"),
    )),
    ("a no holds in the whole community", GROUPS, (
        *ASKING_BEN, asks("ana", WITH_BEN), answers("ben", "No"), goes_on("ana"), draws("ana", WITH_BEN, where="music", text=UNNAMED),
    )),
    ("a no in one community is none in another", PAGE, (
        *ASKING_BEN, asks("ana", WITH_BEN), answers("ben", "No"), goes_on("ana"),
        asks("ana", WITH_BEN, where=ELSEWHERE, names="there"), answers("ben", "This once", to="there", where=ELSEWHERE),
        goes_on("ana", "ben", of="there", where=ELSEWHERE),
    )),
    ("taken back in one community, and so in all", PAGE, (
        saves("ben"), allows("ben", "channel"), allows("ben", "channel", where=ELSEWHERE), draws("ana", WITH_BEN, "ben", where=ELSEWHERE),
        allows("ben", "nobody"), draws("ana", WITH_BEN, where=ELSEWHERE, text=UNNAMED),
    )),
    ("the channel takes the place of the community", GROUPS, (
        saves("ben"), allows("ben", "everyone"), allows("ben", "channel"), draws("ana", WITH_BEN, where="music", text=UNNAMED),
        draws("ana", WITH_BEN, "ben"),
    )),
    # --- who asks
    ("a no to one is no to nobody else", frozenset(), (
        *ASKING_BEN, asks("ana", WITH_BEN), answers("ben", "No"), goes_on("ana"),
        asks("cleo", WITH_BEN, names="hers"), answers("ben", "This once", to="hers"), goes_on("cleo", "ben", of="hers"),
    )),
    ("once for one is not once for another", frozenset(), (
        *ASKING_BEN, asks("ana", WITH_BEN), answers("ben", "This once"), goes_on("ana", "ben"), asks("cleo", WITH_BEN, names="hers"),
    )),
    ("two ask at once, and are answered apart", frozenset(), (
        *ASKING_BEN, asks("ana", WITH_BEN), asks("cleo", WITH_BEN, names="hers"), answers("ben", "No"), goes_on("ana", text=UNNAMED),
        answers("ben", "This once", to="hers"), goes_on("cleo", "ben", of="hers"),
    )),
    ("too late is too late", frozenset(), (
        *ASKING_BEN, asks("ana", WITH_BEN), waits_out("ana", text=UNNAMED), 
        Step(who="ben", presses="This once", to="question", gets="note", text=("answered",)),
        asks("ana", "@ben on a ship", names="second"),
    )),
    ("a moderator answers for nobody", frozenset(), (
        *ASKING_BEN, asks("ana", WITH_BEN), refused("mia", "This once"), refused("mia", "Always"), waits_out("ana", text=UNNAMED),
    )),
    ("where moderators want no questions, nobody is asked", frozenset(), (
        *ASKING_BEN, Step(who="mia", says="/channel ask never", gets="text"), draws("ana", WITH_BEN, text=UNNAMED),
    )),
    # --- while a question is open
    ("taken back while the question is open", frozenset(), (
        *ASKING_BEN, asks("ana", WITH_BEN), allows("ben", "nobody", where=PRIVATE), waits_out("ana", text=UNNAMED),
    )),
    ("forgotten while the question is open", frozenset(), (
        *ASKING_BEN, asks("ana", WITH_BEN), forgets("ben"), waits_out("ana", text=UNNAMED),
    )),
    ("everything forgotten while the question is open", frozenset(), (
        *ASKING_BEN, asks("ana", WITH_BEN), *forgets_everything("ben"), waits_out("ana", text=UNNAMED),
    )),
    ("another picture while the question is open: the likeness of now", frozenset(), (
        *ASKING_BEN, asks("ana", WITH_BEN), *looks_anew("ben"), answers("ben", "This once"), goes_on("ana", "ben-anew"),
    )),
    # --- while it is drawn
    ("taken back while it is drawn", frozenset(), (
        saves("ben"), allows("ben", "channel"), begins("ana", WITH_BEN), allows("ben", "nobody", where=PRIVATE),
        finishes("ana", "ben", **THROWN_AWAY), draws("ana", WITH_BEN, text=UNNAMED),
    )),
    ("forgotten while it is drawn", frozenset(), (
        saves("ben"), allows("ben", "channel"), begins("ana", WITH_BEN), forgets("ben"), finishes("ana", "ben", **THROWN_AWAY),
    )),
    ("everything forgotten while it is drawn", frozenset(), (
        saves("ben"), allows("ben", "channel"), begins("ana", WITH_BEN), *forgets_everything("ben"), finishes("ana", "ben", **THROWN_AWAY),
    )),
    ("the picture taken out while it is drawn", frozenset(), (
        saves("ben"), allows("ben", "channel"), begins("ana", WITH_BEN), *looks_anew("ben"), finishes("ana", "ben", **THROWN_AWAY),
        draws("ana", WITH_BEN, "ben-anew"),
    )),
    ("a picture more while it is drawn changes nothing", frozenset(), (
        saves("ben"), allows("ben", "channel"), begins("ana", WITH_BEN), ANEW, finishes("ana", "ben"),
        draws("ana", WITH_BEN, "ben", "ben-anew"),
    )),
    ("memory off while it is drawn", frozenset(), (
        saves("ben"), allows("ben", "channel"), begins("ana", WITH_BEN),
        Step(who="ben", where=PRIVATE, says="/memory off", gets="text"), finishes("ana", "ben", **THROWN_AWAY),
    )),
    ("one's own likeness forgotten while it is drawn", frozenset(), (
        saves("ana"), begins("ana", "me as a pirate"), forgets("ana"), finishes("ana", "ana", **THROWN_AWAY),
    )),
    # --- several people
    ("two are asked, and both say yes", frozenset(), (
        *ASKING_BOTH, asks_both(), answers("ben", "ben #: This once"), answers("cleo", "cleo #: Always"), goes_on("ana", "ben", "cleo"),
    )),
    ("two are asked, and one says no", frozenset(), (
        *ASKING_BOTH, asks_both(), answers("ben", "ben #: No"), answers("cleo", "cleo #: This once"),
        goes_on("ana", "cleo", text=("no likeness of ben",)),
    )),
    ("two are asked, and one stays silent", frozenset(), (
        *ASKING_BOTH, asks_both(), answers("cleo", "cleo #: This once"), waits_out("ana", "cleo", text=("no likeness of ben",)),
    )),
    ("two are asked, and both say no", frozenset(), (
        *ASKING_BOTH, asks_both(), answers("ben", "ben #: No"), answers("cleo", "cleo #: No"), goes_on("ana", text=UNNAMED),
    )),
    ("nobody says yes in another's place", frozenset(), (
        *ASKING_BOTH, asks_both(), refused("cleo", "ben #: This once"), answers("cleo", "cleo #: This once"),
        waits_out("ana", "cleo", text=("no likeness of ben",)),
    )),
    ("one has allowed it, and one is asked", frozenset(), (
        saves("ben"), allows("ben", "channel"), saves("cleo"), allows("cleo", "ask"),
        asks("ana", BOTH), answers("cleo", "This once"), goes_on("ana", "ben", "cleo"),
    )),
    # --- who is meant
    ("an answer to somebody who allowed nobody", frozenset(), (
        saves("ben"), Step(who="ben", says="draw a whale", gets="image", mine="whale"),
        Step(who="ana", says="draw him as a knight", to="whale", gets="image", shows=(), text=UNNAMED),
    )),
    ("an answer to somebody who wants to be asked", frozenset(), (
        *ASKING_BEN, Step(who="ben", says="draw a whale", gets="image", mine="whale"),
        Step(who="ana", says="draw him as a knight", to="whale", gets="question", text=("would like to draw you",), names="question"),
        answers("ben", "This once"), goes_on("ana", "ben"),
    )),
    ("whom the message replied to names is not meant", frozenset(), (
        saves("ben"), allows("ben", "channel"), draws("cleo", WITH_BEN, "ben", mine="hers"),
        Step(who="ana", says="draw her as a knight", to="hers", gets="image", shows=()),
    )),
    ("what only looks like a mention is none", frozenset(), (
        saves("ben"), allows("ben", "channel"), draws("ben", "a whale"), draws("ana", "%ben and a dog at the fair"),
    )),
    ("somebody else of the same name", PAGE, (
        saves("ben"), allows("ben", "channel"), draws("bo", "a whale"), draws("ana", "@bo and a dog at the fair", text=UNNAMED),
        draws("ana", WITH_BEN, "ben"),
    )),
    ("two of one name in one message are nobody", PAGE | GROUPS, (
        saves("ben"), allows("ben", "channel"), saves("bo"), allows("bo", "channel"), draws("ana", "@ben and @bo at the fair"),
    )),
    ("oneself by the platform's own mention", frozenset(), (saves("ana"), draws("ana", "@ana as a pirate", "ana"))),
    # --- memory off, blocks
    ("who has switched memory off is drawn by nobody", frozenset(), (
        saves("ben"), allows("ben", "channel"), Step(who="ben", says="/memory off", gets="text", alone=True),
        draws("ana", WITH_BEN, text=UNNAMED),
    )),
    ("who has switched memory off draws nobody", frozenset(), (
        saves("ben"), allows("ben", "channel"), Step(who="ana", says="/memory off", gets="text", alone=True), draws("ana", WITH_BEN),
    )),
    ("where memory is off nobody is drawn", frozenset(), (
        saves("ana"), saves("ben"), allows("ben", "channel"), Step(who="mia", says="/channel memory off", gets="text"),
        draws("ana", "me and @ben at the fair", gets="question", shows=()),
    )),
    ("who is blocked is drawn as they allowed, and can take it back", frozenset(), (
        saves("ben"), allows("ben", "channel"), *blocked("ben"), draws("ana", WITH_BEN, "ben"),
        allows("ben", "nobody", where=PRIVATE), draws("ana", WITH_BEN, text=UNNAMED),
    )),
    ("who is blocked cannot answer, and so is not asked", frozenset(), (
        *ASKING_BEN, *blocked("ben"), draws("ana", WITH_BEN, text=UNNAMED),
    )),
    ("who is blocked while the question is open cannot answer it", frozenset(), (
        *ASKING_BEN, asks("ana", WITH_BEN), *blocked("ben"),
        Step(who="ben", presses="This once", to="question", gets="note", text=("not to answer you",)), waits_out("ana", text=UNNAMED),
    )),
    # --- in words, several pictures, later pictures
    ("a likeness in words goes as far as one in pictures", frozenset(), (
        words("ben"), draws("ana", WITH_BEN, text=UNNAMED), allows("ben", "channel"), draws("ana", WITH_BEN, "ben"),
        draws("ana", WITH_BEN, where=PRIVATE), allows("ben", "nobody"), draws("ana", WITH_BEN, text=UNNAMED),
    )),
    ("words that were asked for", frozenset(), (
        words("ben"), allows("ben", "ask"), asks("ana", WITH_BEN), answers("ben", "This once"), goes_on("ana", "ben"),
    )),
    ("varied, after it was taken back", frozenset(), (
        saves("ben"), allows("ben", "channel"), draws("ana", WITH_BEN, "ben", names="fair"), allows("ben", "nobody"),
        Step(who="ana", presses="Vary", to="fair", gets="image", shows=()),
    )),
    ("changed, after it was taken back", frozenset(), (
        words("ben"), allows("ben", "channel"), draws("ana", WITH_BEN, "ben", names="fair"), allows("ben", "nobody"),
        Step(who="ana", says="make it night", to="fair", gets="image", shows=()),
    )),
    ("a picture that was taken out is sent no more", frozenset(), (
        saves("ben"), ANEW, allows("ben", "channel"), draws("ana", WITH_BEN, "ben", "ben-anew"),
        Step(who="ben", where=PRIVATE, says="/me remove 1", gets="text"), draws("ana", WITH_BEN, "ben-anew"),
    )),
    ("nobody but its owner takes a picture down", frozenset(), (
        saves("ben"), allows("ben", "channel"), draws("ana", WITH_BEN, "ben"),
        Step(who="cleo", where=PRIVATE, says="/me used", gets="text", text=("nobody else",)),
        Step(who="mia", where=PRIVATE, says="/me used", gets="text", text=("nobody else",)),
    )),
)  # fmt: skip


def _numbered(step: Step, number: int) -> Step:
    """A platform's buttons call people as the platform does."""
    labels = step.buttons and tuple(label.replace("#", str(number)) for label in step.buttons)
    return replace(step, presses=step.presses.replace("#", str(number)), buttons=labels)


WIDER = tuple(
    Script(
        number=number, name=name, steps=tuple(_numbered(step, number) for step in steps), moderators=frozenset({"mia"}),
        namesakes={"bo": "ben"}, not_on=not_on,
    )
    for number, (name, not_on, steps) in enumerate(_TALKS, start=301)
)  # fmt: skip
