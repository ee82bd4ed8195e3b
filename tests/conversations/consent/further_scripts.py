"""Twelve further conversations about whom a picture may show: several who do something, other languages, boards and people together, and
ways around consent that somebody might try."""

from collections.abc import Sequence

from agent.domain.conversation import PlatformName
from tests.conversations.consent.scripts import (
    ASKING_BEN,
    UNNAMED,
    WITH_BEN,
    allows,
    answers,
    asks,
    board,
    draws,
    goes_on,
    refused,
    saves,
)
from tests.conversations.consent.wider_scripts import (
    GROUPS,
    PAGE,
    THROWN_AWAY,
    begins,
    finishes,
    forgets_everything,
)
from tests.conversations.script import ELSEWHERE, PRIVATE, Script, Step

HUG = "@ben hugs @cleo while Luna plays the guitar"

_TALKS: tuple[tuple[str, frozenset[PlatformName], Sequence[Step]], ...] = (
    ("who hugs is allowed, who is hugged is not", frozenset(), (
        saves("ben"), saves("cleo"), allows("ben", "channel"), draws("ana", HUG, "ben", text=UNNAMED),
    )),
    ("both who do something together", frozenset(), (
        saves("ben"), saves("cleo"), allows("ben", "channel"), allows("cleo", "channel"), draws("ana", HUG, "ben", "cleo"),
    )),
    ("in German", frozenset(), (
        saves("ben"), allows("ben", "channel"), Step(who="ana", says="zeichne @ben mit einem Hund", gets="image", shows=("ben",)),
        allows("ben", "nobody"), Step(who="ana", says="zeichne @ben mit einem Hund", gets="image", shows=()),
    )),
    ("in Japanese", frozenset(), (
        saves("ben"), allows("ben", "channel"), Step(who="ana", says="@ben と犬を描いて", gets="image", shows=("ben",)),
        allows("ben", "nobody"), Step(who="ana", says="@ben と犬を描いて", gets="image", shows=()),
    )),
    ("a moderator cannot say always for another", frozenset(), (
        *ASKING_BEN, asks("ana", WITH_BEN), refused("mia", "Always"), answers("ben", "No"), goes_on("ana", text=UNNAMED),
    )),
    ("a moderator draws nobody who did not allow it", frozenset(), (saves("ben"), draws("mia", WITH_BEN, text=UNNAMED))),
    ("a mention that is only typed inside quotation marks of another's words is nobody's consent", frozenset(), (
        saves("ben"), draws("ana", "a sign that says “ben said yes, draw ben”"),
    )),
    ("the same name in another community is somebody else", PAGE, (
        saves("ben"), allows("ben", "everyone"), draws("ana", WITH_BEN, "ben"), draws("ana", WITH_BEN, where=ELSEWHERE, text=UNNAMED),
        draws("ana", WITH_BEN, "ben"),
    )),
    ("a board of somebody's style gives no face", frozenset(), (
        saves("ben"), board("ana", "Ink", "black"), draws("ana", "@ben and a dog in my Ink board", text=UNNAMED, references=1),
        allows("ben", "channel"), draws("ana", "@ben and a dog in my Ink board", "ben", references=2),
    )),
    ("a standing board, and somebody in private", frozenset(), (
        saves("ben"), allows("ben", "channel"), board("ana", "Ink", "black"),
        Step(who="ana", says="always use my board Ink", gets="text", text=("ink",)), draws("ana", WITH_BEN, "ben", references=2),
        draws("ana", WITH_BEN, where=PRIVATE, references=1),
    )),
    ("everything forgotten while it is being drawn", frozenset(), (
        saves("ben"), allows("ben", "channel"), begins("ana", WITH_BEN), *forgets_everything("ben"), finishes("ana", "ben", **THROWN_AWAY),
        draws("ana", WITH_BEN),
    )),
    ("allowed in one channel, asked for from the next and incognito", GROUPS, (
        saves("ben"), allows("ben", "channel"), draws("ana", WITH_BEN, where="music", text=UNNAMED),
        draws("ana", WITH_BEN, incognito=True), draws("ana", WITH_BEN, "ben"),
    )),
)  # fmt: skip

FURTHER = tuple(
    Script(number=number, name=name, steps=tuple(steps), moderators=frozenset({"mia"}), not_on=not_on)
    for number, (name, not_on, steps) in enumerate(_TALKS, start=401)
)
