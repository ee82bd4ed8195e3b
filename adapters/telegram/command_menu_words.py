"""What Telegram shows of the bot before anybody has written to it: its commands and its profile, in every language of the catalogue."""

from dataclasses import dataclass

from agent.translation.catalogue import pgettext, speaking, spoken
from agent.translation.languages import ENGLISH

_CODES = {"pt_BR": "pt", "zh_Hans": "zh", "zh_Hant": ""}
"""Telegram's code of a language, where it is not its own name: two letters, so that Chinese has one menu."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    commands: dict[str, str]
    description: str
    """Shown in the empty private chat; at most 512 chars."""
    about: str
    """Shown on the profile page, and with the link when the bot is passed on; at most 120 chars."""


def all_words() -> dict[str, Words]:
    """By Telegram's code of the language; "": everybody whose language is not among the others."""
    codes = {name: "" if name == ENGLISH else _CODES.get(name, name) for name in spoken()}
    return {code: words_in(name) for name, code in codes.items() if code or name == ENGLISH}


def words_in(language: str) -> Words:
    with speaking(language):
        return Words(
            commands=_commands(),
            description=pgettext(
                "Telegram profile: at most 512 characters",
                "Tell me what to draw, in your own words. Send a photo to have it changed, reply to a picture to refine it. "
                "I remember your style and your characters if you like, and I say what I note. In groups, mention me or reply to me.",
            ),
            about=pgettext(
                "Telegram profile: at most 120 characters",
                "Draws what you describe, refines it with you, and remembers your style and characters.",
            ),
        )


def _commands() -> dict[str, str]:
    return {
        "draw": pgettext("Telegram menu: at most 256 characters", "Draw something"),
        "memory": pgettext("Telegram menu: at most 256 characters", "What I remember of you"),
        "remember": pgettext("Telegram menu: at most 256 characters", "Remember something"),
        "forget": pgettext("Telegram menu: at most 256 characters", "Forget something, or everything"),
        "character": pgettext("Telegram menu: at most 256 characters", "Your characters: save, show, share"),
        "style": pgettext("Telegram menu: at most 256 characters", "Your usual style"),
        "model": pgettext("Telegram menu: at most 256 characters", "The image models, and yours"),
        "channel": pgettext(
            "Telegram menu: at most 256 characters", "This group's style, rules and memory (administrators)"
        ),
        "schedule": pgettext(
            "Telegram menu: at most 256 characters", "Pictures at set times (administrators)"
        ),
        "show": pgettext(
            "Telegram menu: at most 256 characters", "Bring a picture here: /show the one with the boat"
        ),
        "why": pgettext("Telegram menu: at most 256 characters", "Why the picture looks as it does"),
        "settings": pgettext("Telegram menu: at most 256 characters", "How often I ask, what I learn"),
        "export": pgettext("Telegram menu: at most 256 characters", "Everything I keep about you"),
        "cancel": pgettext("Telegram menu: at most 256 characters", "Stop what I am drawing for you"),
        "report": pgettext(
            "Telegram menu: at most 256 characters", "Tell moderators of a picture (as a reply to it)"
        ),
        "reports": pgettext("Telegram menu: at most 256 characters", "Reported pictures (administrators)"),
        "blocked": pgettext(
            "Telegram menu: at most 256 characters", "Whom I do not answer here (administrators)"
        ),
        "audit": pgettext("Telegram menu: at most 256 characters", "Who did what (administrators)"),
        "privacy": pgettext("Telegram menu: at most 256 characters", "What I keep, and how to be rid of it"),
        "help": pgettext("Telegram menu: at most 256 characters", "What I can do"),
        "incognito": pgettext(
            "Telegram menu: at most 256 characters", "Draw without reading or writing memory"
        ),
    }
