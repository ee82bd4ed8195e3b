"""What is said, in the language of whom it is said to.

A text is written in English where it is said, and wrapped: `_("I drew {count} of them.", count=3)`. English is the key: what no
catalogue holds is said in English. Placeholders are named and filled here, never before: a sentence is translated whole.

    _(text, **values)                     a sentence
    ngettext(one, many, number, **values) a sentence with a count; `{n}` is the number
    pgettext(context, text, **values)     a word that has several meanings
    N_(text)                              a constant: marked here, said with `_(CONSTANT)` when it is said

The language is the one of the task at hand (`speaking`, `speak`), English where nothing was set. `make texts` gathers the texts into
`locale/atelier.pot` and brings the catalogues up to date; docs/translating.md tells translators how.
"""

import gettext as gnu
import logging
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from agent.translation.languages import ENGLISH, NAMES
from agent.translation.po_files import translations_of

LOCALE = Path(__file__).parent / "locale"

log = logging.getLogger(__name__)

_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


def language() -> str:
    """The catalogue that is spoken from now."""
    return _language.get()


def speak(name: str) -> None:
    """From here on in this task, and in the tasks that it starts; "" changes nothing."""
    if name:
        _language.set(name)


@contextmanager
def speaking(name: str) -> Generator[None]:
    """What is said inside is said in that language, also after a `speak` inside; afterwards it is as it was before."""
    before = _language.set(name or _language.get())
    try:
        yield
    finally:
        _language.reset(before)


@cache
def catalogue(name: str) -> gnu.NullTranslations:
    """The translations into a language, read once; English, an unknown language and an unreadable file have none."""
    path = LOCALE / f"{name}.po"
    if name not in NAMES or not path.is_file():
        return gnu.NullTranslations()
    try:
        return translations_of(path)
    except (OSError, ValueError, SyntaxError) as error:
        log.warning(
            "catalogue cannot be read", extra={"action": "no_catalogue", "language": name, "why": str(error)}
        )
        return gnu.NullTranslations()


@cache
def spoken() -> tuple[str, ...]:
    """Every catalogue that there is, English first; looked for once."""
    return tuple(name for name in NAMES if name == ENGLISH or (LOCALE / f"{name}.po").is_file())


def is_spoken(name: str) -> bool:
    """Whether there is a catalogue of that name."""
    return name in spoken()


def in_every_language(context: str, text: str) -> dict[str, str]:
    """By the catalogue's name, for menus that a platform keeps in all languages at once; what is not translated is left out."""
    said = {name: catalogue(name).pgettext(context, text) for name in spoken()}
    return {name: word for name, word in said.items() if word != text}


def N_(text: str) -> str:  # noqa: N802 # gettext's own name
    """Marks a constant for the catalogue, and gives it back as it is."""
    return text


def _(text: str, /, **values: object) -> str:
    """The text in the language at hand, with its placeholders filled."""
    said = catalogue(_language.get()).gettext(text) if text else ""
    return _filled(said, text, values)


def ngettext(one: str, many: str, number: float, /, **values: object) -> str:
    """The form for that number, which is also the value of `{n}`."""
    count = int(number)
    said = catalogue(_language.get()).ngettext(one, many, count)
    return _filled(said, one if count == 1 else many, {"n": number, **values})


def pgettext(context: str, text: str, /, **values: object) -> str:
    """As `_`, of a text that means something else elsewhere; `context` says what it means here."""
    return _filled(catalogue(_language.get()).pgettext(context, text), text, values)


def _filled(said: str, english: str, values: dict[str, object]) -> str:
    """A translation that names a placeholder which is not there must not cost a turn: then it is English."""
    if not values:
        return said
    try:
        return said.format(**values)
    except (KeyError, IndexError, ValueError, AttributeError):
        return english.format(**values)
