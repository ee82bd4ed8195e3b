"""The command menu that Telegram shows, in the languages below; other languages see the English one."""

import logging

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from agent.commanding import COMMANDS

DESCRIPTION_CHARS_MAX = 256

_ENGLISH = {
    "draw": "Draw something",
    "memory": "What I remember of you",
    "remember": "Remember something",
    "forget": "Forget something, or everything",
    "character": "Your characters: save, show, share",
    "style": "Your usual style",
    "channel": "This group's style, rules and memory (administrators)",
    "schedule": "Pictures at set times (administrators)",
    "why": "Why the picture looks as it does",
    "settings": "How often I ask, what I learn",
    "export": "Everything I keep about you",
    "cancel": "Stop what I am drawing for you",
    "help": "What I can do",
    "incognito": "Draw without reading or writing memory",
}
_GERMAN = {
    "draw": "Etwas zeichnen",
    "memory": "Was ich über dich weiß",
    "remember": "Etwas merken",
    "forget": "Etwas vergessen, oder alles",
    "character": "Deine Figuren: speichern, zeigen, teilen",
    "style": "Dein üblicher Stil",
    "channel": "Stil, Regeln und Gedächtnis der Gruppe (Administratoren)",
    "schedule": "Bilder zu festen Zeiten (Administratoren)",
    "why": "Warum das Bild so aussieht",
    "settings": "Wie oft ich frage, was ich lerne",
    "export": "Alles, was ich über dich aufbewahre",
    "cancel": "Abbrechen, was ich für dich zeichne",
    "help": "Was ich kann",
    "incognito": "Zeichnen, ohne das Gedächtnis zu lesen oder zu schreiben",
}
_SPANISH = {
    "draw": "Dibujar algo",
    "memory": "Lo que recuerdo de ti",
    "remember": "Recordar algo",
    "forget": "Olvidar algo, o todo",
    "character": "Tus personajes: guardar, ver, compartir",
    "style": "Tu estilo habitual",
    "channel": "Estilo, reglas y memoria del grupo (administradores)",
    "schedule": "Imágenes a horas fijas (administradores)",
    "why": "Por qué la imagen es así",
    "settings": "Cuánto pregunto, qué aprendo",
    "export": "Todo lo que guardo sobre ti",
    "cancel": "Parar lo que estoy dibujando para ti",
    "help": "Lo que sé hacer",
    "incognito": "Dibujar sin leer ni escribir la memoria",
}
_FRENCH = {
    "draw": "Dessiner quelque chose",
    "memory": "Ce que je sais de toi",
    "remember": "Retenir quelque chose",
    "forget": "Oublier quelque chose, ou tout",
    "character": "Tes personnages : enregistrer, montrer, partager",
    "style": "Ton style habituel",
    "channel": "Style, règles et mémoire du groupe (administrateurs)",
    "schedule": "Des images à heures fixes (administrateurs)",
    "why": "Pourquoi l'image est ainsi",
    "settings": "Combien je demande, ce que j'apprends",
    "export": "Tout ce que je garde sur toi",
    "cancel": "Arrêter ce que je dessine pour toi",
    "help": "Ce que je sais faire",
    "incognito": "Dessiner sans lire ni écrire la mémoire",
}
LANGUAGES: dict[str | None, dict[str, str]] = {None: _ENGLISH, "de": _GERMAN, "es": _SPANISH, "fr": _FRENCH}
"""None: everybody whose language is not among the others."""

logger = logging.getLogger(__name__)


def menu(language: str | None) -> list[BotCommand]:
    """The commands there are, described in this language, else in English."""
    words = LANGUAGES.get(language, _ENGLISH)
    known = {**COMMANDS, "incognito": _ENGLISH["incognito"]}
    return [
        BotCommand(name, (words.get(name) or _ENGLISH.get(name) or text)[:DESCRIPTION_CHARS_MAX])
        for name, text in known.items()
    ]


async def publish_menu(bot: Bot) -> None:
    """Best effort: without it the commands work all the same."""
    for language in LANGUAGES:
        try:
            await bot.set_my_commands(menu(language), language_code=language)
        except TelegramError as error:
            logger.warning(
                "the menu was not set", extra={"action": "menu_missed", "error": type(error).__name__}
            )
            return
