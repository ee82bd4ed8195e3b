"""Conversations about whom a picture may show. A person's likeness is the picture `face-NAME`; `shows` is what the image model was sent."""

from collections.abc import Sequence
from typing import Any

from tests.conversations.script import PRIVATE, Script, Step

ASKED = ("This once", "Always here", "No", "Go on without")


def saves(who: str, **more: Any) -> Step:
    """In private, as people do."""
    told: dict[str, Any] = {
        "where": PRIVATE,
        "says": "/me save",
        "attaches": (f"face-{who}",),
        "gets": "text",
        "text": ("noted",),
    }
    return Step(who=who, **(told | more))


def allows(who: str, whom: str, *, where: str = "art") -> Step:
    return Step(who=who, where=where, says=f"/me allow {whom}", gets="text", alone=where != PRIVATE)


def draws(who: str, what: str, *shows: str, **more: Any) -> Step:
    return Step(who=who, says=f"draw {what}", **({"gets": "image", "shows": shows} | more))


def asks(who: str, what: str, *, names: str = "question", **more: Any) -> Step:
    return Step(
        who=who,
        says=f"draw {what}",
        **(
            {"gets": "question", "text": ("would like to draw you",), "buttons": ASKED, "names": names} | more
        ),
    )


def answers(who: str, label: str, *, to: str = "question", **more: Any) -> Step:
    return Step(who=who, presses=label, to=to, **({"gets": "text", "alone": True} | more))


def refused(who: str, label: str, *, to: str = "question") -> Step:
    return Step(who=who, presses=label, to=to, gets="note", text=("question",))


def goes_on(who: str, *shows: str, of: str = "question", **more: Any) -> Step:
    return Step(who=who, goes_on=of, **({"gets": "image", "shows": shows} | more))


def waits_out(who: str, *shows: str, of: str = "question", **more: Any) -> Step:
    return Step(who=who, waits_out=of, **({"gets": "image", "shows": shows} | more))


UNNAMED = ("no likeness of", "somebody unnamed")
WITH_BEN = "@ben and a dog at the fair"
ASKING_BEN = (saves("ben"), allows("ben", "ask"))

_TALKS: tuple[tuple[str, Sequence[Step]], ...] = (
    # --- oneself
    ("oneself, saved in private, drawn in a channel", (saves("ana"), draws("ana", "me as a pirate", "ana"))),
    ("oneself, in private", (saves("ana"), draws("ana", "me as a pirate", "ana", where=PRIVATE))),
    ("oneself, in another channel", (saves("ana"), draws("ana", "me as a pirate", "ana", where="music"))),
    ("nobody is drawn as themselves who saved nothing", (draws("ana", "me as a pirate", gets="question", shows=()),)),
    ("a cat for somebody is not them", (saves("ana"), draws("ana", "me a cat"))),
    ("incognito, not even oneself", (saves("ana"), draws("ana", "me as a pirate", incognito=True, gets="question", shows=()))),
    ("this is me, said with a photo", (
        Step(who="ana", says="this is me", attaches=("face-ana",), gets="text", text=("that is you",)),
        draws("ana", "me as a pirate", "ana"),
    )),
    ("with memory off nothing is kept and nothing used", (
        saves("ana"), Step(who="ana", says="/memory off", gets="text", alone=True),
        draws("ana", "me as a pirate", gets="question", shows=()),
    )),
    ("forgotten, and drawn no more", (
        saves("ana"), draws("ana", "me as a pirate", "ana"),
        Step(who="ana", where=PRIVATE, says="/me forget", gets="text", text=("forgotten",)),
        draws("ana", "me as a knight", gets="question", shows=()),
    )),
    ("everything forgotten, and drawn no more", (
        saves("ana"), Step(who="ana", where=PRIVATE, says="/forget everything", gets="text", names="sure"),
        Step(who="ana", where=PRIVATE, presses="Yes", to="sure", gets="text"),
        draws("ana", "me as a knight", gets="question", shows=()),
    )),
    ("asked how one looks, and shown in answer", (
        draws("ana", "me as a pirate", gets="question", shows=(), names="looks"),
        Step(who="ana", says="", to="looks", attaches=("face-ana",), gets="image", shows=("ana",)),
        draws("ana", "me as a knight", "ana"),
    )),
    ("asked how one looks once, and no more", (
        draws("ana", "me as a pirate", gets="question", shows=(), names="looks"),
        Step(who="ana", presses="Surprise me", to="looks", gets="image", shows=(), text=("do not know how you look",)),
        draws("ana", "me as a knight", text=("do not know how you look",)),
    )),
    # --- others, by what they allowed beforehand
    ("nobody is the beginning", (saves("ben"), draws("ana", WITH_BEN, text=UNNAMED))),
    ("nobody said in so many words", (saves("ben"), allows("ben", "nobody"), draws("ana", WITH_BEN, text=UNNAMED))),
    ("allowed in this channel", (saves("ben"), allows("ben", "channel"), draws("ana", WITH_BEN, "ben", never=UNNAMED))),
    ("allowed in this channel, and not in the next", (
        saves("ben"), allows("ben", "channel"), draws("ana", WITH_BEN, where="music", text=UNNAMED),
    )),
    ("allowed in this channel, and not in private", (saves("ben"), allows("ben", "channel"), draws("ana", WITH_BEN, where=PRIVATE))),
    ("allowed for everyone, and withdrawn", (
        saves("ben"), allows("ben", "everyone"), draws("ana", WITH_BEN, "ben"),
        allows("ben", "nobody", where=PRIVATE), draws("ana", WITH_BEN, text=UNNAMED),
    )),
    ("allowed for everyone, and forgotten", (
        saves("ben"), allows("ben", "everyone"), draws("ana", WITH_BEN, "ben"),
        Step(who="ben", where=PRIVATE, says="/me forget", gets="text"), draws("ana", WITH_BEN, text=UNNAMED),
    )),
    ("both of them", (saves("ana"), saves("ben"), allows("ben", "channel"), draws("ana", "me and @ben at the fair", "ana", "ben"))),
    ("two others, one of whom allows it", (
        saves("ben"), saves("cleo"), allows("ben", "channel"), draws("ana", "@ben and @cleo at the fair", "ben", text=UNNAMED),
    )),
    ("allowed to everybody, incognito all the same not", (
        saves("ben"), allows("ben", "channel"), draws("ana", WITH_BEN, incognito=True),
    )),
    ("somebody without a likeness", (draws("ben", "a whale"), draws("ana", WITH_BEN, text=UNNAMED))),
    ("a bare name is nobody who is there", (saves("ben"), allows("ben", "channel"), draws("ana", "Ben at the fair"))),
    # --- asked
    ("asked, and once", (
        *ASKING_BEN, asks("ana", WITH_BEN), answers("ben", "This once", text=("only for this one",)), goes_on("ana", "ben"),
    )),
    ("once is once", (
        *ASKING_BEN, asks("ana", WITH_BEN), answers("ben", "This once"), goes_on("ana", "ben"),
        asks("ana", "@ben on a ship", names="second"),
    )),
    ("asked, and always", (
        *ASKING_BEN, asks("ana", WITH_BEN), answers("ben", "Always"), goes_on("ana", "ben"), draws("ana", "@ben on a ship", "ben"),
        draws("cleo", "@ben as a knight", "ben"),
    )),
    ("asked, and no", (*ASKING_BEN, asks("ana", WITH_BEN), answers("ben", "No"), goes_on("ana", text=UNNAMED))),
    ("no is not asked again", (
        *ASKING_BEN, asks("ana", WITH_BEN), answers("ben", "No"), goes_on("ana"), draws("ana", "@ben on a ship", text=UNNAMED),
    )),
    ("asked, and nobody answers", (*ASKING_BEN, asks("ana", WITH_BEN), waits_out("ana", text=UNNAMED))),
    ("the asker goes on without", (
        *ASKING_BEN, asks("ana", WITH_BEN), Step(who="ana", presses="Go on without", to="question", gets="image", shows=(), text=UNNAMED),
    )),
    ("only who is asked can answer", (
        *ASKING_BEN, asks("ana", WITH_BEN), refused("ana", "This once"), refused("cleo", "Always"), answers("ben", "This once"),
        goes_on("ana", "ben"),
    )),
    ("an answer is given once", (
        *ASKING_BEN, asks("ana", WITH_BEN), answers("ben", "No"), goes_on("ana"),
        Step(who="ben", presses="This once", to="question", gets="note", text=("answered",)),
    )),
    ("asked once while a question is open", (
        *ASKING_BEN, asks("ana", WITH_BEN), draws("ana", "@ben on a ship", text=UNNAMED), answers("ben", "This once"),
        goes_on("ana", "ben"),
    )),
    ("what the asker says meanwhile is no answer", (
        *ASKING_BEN, asks("ana", WITH_BEN), draws("ana", "a whale"), answers("ben", "This once"), goes_on("ana", "ben"),
    )),
    ("nobody is asked in private", (*ASKING_BEN, draws("ana", WITH_BEN, where=PRIVATE))),
    ("nobody is asked incognito", (*ASKING_BEN, draws("ana", WITH_BEN, incognito=True))),
    ("taken back between the answer and another picture", (
        *ASKING_BEN, asks("ana", WITH_BEN), answers("ben", "Always"), goes_on("ana", "ben"), allows("ben", "nobody"),
        draws("ana", "@ben on a ship", text=UNNAMED),
    )),
    ("again asks for what is allowed now", (
        saves("ben"), allows("ben", "channel"), draws("ana", WITH_BEN, "ben", names="fair"), allows("ben", "nobody"),
        Step(who="ana", presses="Again", to="fair", gets="image", shows=()),
    )),
    ("somebody else's Again is asked for anew", (
        saves("ana"), draws("ana", "me as a pirate", "ana", names="pirate"),
        Step(who="ben", presses="Again", to="pirate", gets="image", shows=()),
    )),
    # --- replies, moderators, what is never drawn
    ("an answer to somebody means them", (
        saves("ben"), allows("ben", "channel"), Step(who="ben", says="draw a whale", gets="image", mine="whale"),
        Step(who="ana", says="draw him as a knight", to="whale", gets="image", shows=("ben",)),
    )),
    ("a photo of somebody else is not kept as theirs", (
        draws("ben", "a whale"),
        Step(who="ana", says="this is @ben", attaches=("face-ben",), gets="text", text=("theirs to show me",)),
        draws("cleo", "@ben as a knight"),
    )),
    ("a moderator has no more right to it", (saves("ben"), draws("mia", WITH_BEN, text=UNNAMED))),
    ("real people are not undressed, whoever asks", (
        saves("ben"), allows("ben", "channel"), draws("ana", "@ben naked on the beach", gets="error", alone=True, shows=()),
        saves("ana"), draws("ana", "me in sexy lingerie", gets="error", alone=True, shows=()),
    )),
    ("nobody is made a fool of", (
        saves("ben"), allows("ben", "channel"), draws("ana", "@ben humiliated on a leash", gets="error", alone=True, shows=()),
    )),
    ("seen where it was used, and taken down", (
        saves("ben"), allows("ben", "channel"), draws("ana", WITH_BEN, "ben", names="fair"),
        Step(who="ben", where=PRIVATE, says="/me used", gets="text", text=("others have drawn you", "ben"), pictures=1, names="used"),
        Step(who="ben", where=PRIVATE, presses="Take down 1", to="used", gets="text", text=("taken it down",)),
        Step(who="ben", where=PRIVATE, says="/me used", gets="text", text=("nobody else",)),
    )),
)  # fmt: skip

CONSENT = tuple(
    Script(number=number, name=name, steps=tuple(steps), moderators=frozenset({"mia"}))
    for number, (name, steps) in enumerate(_TALKS, start=101)
)


def board(who: str, name: str, *pictures: str, **more: Any) -> Step:
    return Step(
        who=who,
        says=f"/style save {name}",
        attaches=pictures,
        **({"gets": "text", "text": ("board", name.lower())} | more),
    )


_BOARDS: tuple[tuple[str, Sequence[Step]], ...] = (
    ("a board of one's own, by its name", (
        board("ana", "Sunny", "yellow"),
        Step(who="ana", says="draw a fox in my Sunny board", gets="image", references=1, text=("sunny",), memory=True),
        Step(who="ben", says="draw a fox in my Sunny board", gets="image", references=0, text=("no style board",)),
    )),
    ("one's only board, without its name", (
        board("ana", "Sunny", "yellow"), Step(who="ana", says="draw a fox in my board", gets="image", references=1, memory=True),
    )),
    ("a house style is a moderator's, and everybody's in the channel", (
        board("mia", "Ink", "black"), Step(who="mia", says="/style share Ink", gets="text", text=("house style",)),
        Step(who="ana", says="draw a fox in our house style", gets="image", references=1, memory=True),
        Step(who="ana", where="music", says="draw a fox in our house style", gets="image", references=0, text=("no house style",)),
    )),
    ("who is no moderator shares nothing", (
        board("ana", "Ink", "black"), Step(who="ana", says="/style share Ink", gets="text", text=("moderators",)),
        Step(who="ben", says="draw a fox in our house style", gets="image", references=0, text=("no house style",)),
    )),
    ("shown, and forgotten", (
        board("ana", "Ink", "black"), Step(who="ana", says="/style show Ink", gets="text", alone=True, pictures=1, text=("ink",)),
        Step(who="ana", says="/style forget Ink", gets="text", alone=True),
        Step(who="ana", says="draw a fox in my Ink board", gets="image", references=0, text=("no style board",)),
    )),
    ("a board of three is shown on one sheet", (
        board("ana", "Ink", "black", "white", "grey"),
        Step(
            who="ana", says="/style show Ink", gets="text", alone=True, pictures=1, text=("ink", "numbered from the left"),
            buttons=("Forget this board",),
        ),
        Step(who="ana", says="/style remove Ink 2", gets="text", alone=True, pictures=1),
        Step(who="ben", says="/style show Ink", gets="text", alone=True, pictures=0, text=("style save",)),
        Step(who="ana", says="draw a fox in my Ink board", gets="image", references=2, memory=True),
    )),
    ("the Remember button keeps the picture beside the words", (
        Step(who="ana", says="draw a boat in watercolour", gets="image", references=0, names="boat"),
        Step(who="ana", presses="Remember style", to="boat", gets="text", text=("watercolour",), buttons=("Undo",), names="noted"),
        Step(who="ana", says="draw a castle", gets="image", references=1, text=("watercolour",), memory=True),
        Step(who="ana", presses="Undo", to="noted", gets="text", alone=True),
        Step(who="ana", says="draw a tower", gets="image", references=0, never=("watercolour",)),
    )),
    ("incognito no board", (
        board("ana", "Sunny", "yellow"), Step(who="ana", says="draw a fox in my Sunny board", incognito=True, gets="image", references=0),
    )),
)  # fmt: skip

BOARDS = tuple(
    Script(number=number, name=name, steps=tuple(steps), moderators=frozenset({"mia"}))
    for number, (name, steps) in enumerate(_BOARDS, start=201)
)
