"""Every conversation, in a language that brackets what it translates: what stands outside of brackets was never wrapped, and what was put
in brackets by itself is not to stand inside of a sentence."""

import gettext
import re
from collections.abc import Iterator

import pytest

from agent.actions import COMMANDS
from agent.domain.conversation import PlatformName
from agent.translation import catalogue as shelf
from agent.translation.catalogue import LOCALE
from agent.translation.languages import NAMES
from agent.translation.po_files import entries_of
from tests.agent.translation.glue import glued
from tests.conversations.design.pairwise import kinds_of_answers, placed
from tests.conversations.house import House
from tests.conversations.playing import played
from tests.conversations.script import Script, Step, scripts
from tests.conversations.test_conversations import MEASURE, PLATFORMS
from tests.conversations.turns import Turn

_BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")
_PIECE = re.compile(r"\{[^{}]*\}|[^{}]+")
_COMMAND = re.compile(r"/[a-z]+")
_VERB = re.compile(r"^/(?:settings|channel|character|memory) \w+|^/\w+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_CODE = re.compile(r"\b[A-Z]{4}(?:-[A-Z]{4})+\b")
MADE_OF_PEOPLES_WORDS = ("image", "question")
"""Kinds of replies whose first line is a caption, or a question about something that a person named."""
CHANGES = (
    "settings ask never", "settings feedback always", "settings nonsense", "settings language klingon", "settings language de",
    "settings language auto", "channel style neon", "channel rule no hats", "channel ask often", "channel answers anyone",
    "channel quota 20", "channel budget 5", "channel keep 90", "channel spoilers on",
    "channel content strict", "channel model auto", "channel model nonsense", "channel language de", "channel hears all",
    "channel nonsense", "channel everywhere keep 90", "model nonsense", "model auto", "style watercolour", "style", "style off",
    "remember", "remember I like watercolour", "memory history", "memory off", "memory on", "memory zebra", "forget",
    "forget zebra", "forget everything", "character", "character save", "character show Zoe", "character share Zoe",
    "character nonsense", "schedule every friday 18:00 a new banner", "schedule nonsense", "schedule off 1", "report", "audit",
    "privacy", "cancel", "export", "show zebra",
)  # fmt: skip
"""Commands that say more than the scripts have them say."""


GLUED: set[tuple[str, str, str]] = set()
"""Sentences, placeholders and translated values that were put into one another where grammar reaches."""


class Bracketing(gettext.NullTranslations):
    """Translates what the template holds, and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        template = (LOCALE / "atelier.pot").read_text(encoding="utf-8")
        self._known = {text for entry in entries_of(template) for text in (entry.message, entry.plural)}

    def gettext(self, message: str) -> str:
        """What a placeholder stands for must have been wrapped by itself, or be a person's."""
        if message not in self._known:
            return message
        return "".join(piece if piece.startswith("{") else f"⟦{piece}⟧" for piece in _PIECE.findall(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """Buttons keep how their labels begin, by which the scripts press them."""
        return f"{message}⟧" if context == "button" and message in self._known else self.gettext(message)


@pytest.fixture(scope="module", autouse=True)
def bracketed() -> Iterator[None]:
    pseudo = Bracketing()

    filled = shelf._filled  # pyright: ignore[reportPrivateUsage] # the one place where parts and sentences meet

    def spoken_in(name: str) -> Bracketing:
        return pseudo

    def watched(said: str, english: str, values: dict[str, object]) -> str:
        GLUED.update((english, name, str(values[name])) for name in glued(english, values))
        return filled(said, english, values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelf, "catalogue", spoken_in)
        patch.setattr(shelf, "_filled", watched)
        yield


def every_command() -> Script:
    """Each command alone, and with words that change something, by somebody who may."""
    asked = (*(name for name in COMMANDS if name != "draw"), *CHANGES)
    steps = tuple(
        Step(who="mia", says=f"/{words}", gets="text", where=where)
        for where in ("art", "private")
        for words in asked
    )
    return Script(number=90, name="every command", steps=steps, moderators=frozenset({"mia"}))


def spoken(turn: Turn, told: set[str]) -> Iterator[str]:
    """What the bot says: not its captions, which are made of people's words, no names of commands, and nothing that it told the
    image model."""
    lines = turn.text.splitlines()
    said = "\n".join(lines[1:] if turn.kind in MADE_OF_PEOPLES_WORDS else lines)
    for prompt in told:
        said = said.replace(prompt, "")
    yield _CODE.sub("", said)
    yield from (f"⟦{label}" if label.endswith("⟧") else label for label in turn.buttons)


def names() -> set[str]:
    """What is called the same in every language: people, languages, the model, the time zone, and settings as they are typed."""
    people = {name for script in scripts() for name in script.people}
    languages = {word for name in NAMES.values() for word in _WORD.findall(name.lower())}
    return people | languages | {"sketch", "fake", "utc", "when", "needed"}


def words_of(script: Script) -> set[str]:
    """What people said in it: their words come back in captions and memories as they are. A command's own words do not."""
    said = [step.says or "" for step in script.steps]
    kept = [_VERB.sub("", text) if text[1:].split(" ")[0] in COMMANDS else text for text in said]
    own = " ".join([*kept, *(f"{step.who} {step.types}" for step in script.steps)])
    return set(_WORD.findall(own.lower()))


CASES = placed(scripts(), PLATFORMS, by=kinds_of_answers)
"""The conversations; every command on the console alone, which shows a reply as the core made it."""


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("script", "platform"),
    [*CASES, (every_command(), MEASURE)],
    ids=lambda value: f"{value.number:02}-{value.name}" if isinstance(value, Script) else value,
)
async def test_no_reply_has_a_word_that_was_never_wrapped_nor_a_part_glued_into_a_sentence(
    house: House, script: Script, platform: PlatformName
) -> None:
    known = words_of(script) | names()
    GLUED.clear()

    turns = await played(house, platform, script)

    told = {request.context.prompt for request in house.painter.asked}
    loose = [
        (words, said)
        for turn in turns
        for said in spoken(turn, told)
        if (words := set(_WORD.findall(_COMMAND.sub(" ", _BRACKETED.sub(" ", said)).lower())) - known)
    ]
    assert loose == []
    assert set() == GLUED
