"""What Telegram shows of the bot before anybody has written to it: its commands and its profile, in a few languages."""

from dataclasses import dataclass
from typing import Final

_ENGLISH = {
    "draw": "Draw something",
    "memory": "What I remember of you",
    "remember": "Remember something",
    "forget": "Forget something, or everything",
    "character": "Your characters: save, show, share",
    "me": "How you want to be drawn, and who may draw you",
    "style": "Your usual style",
    "model": "The image models, and yours",
    "channel": "This group's style, rules and memory (administrators)",
    "schedule": "Pictures at set times (administrators)",
    "show": "Bring a picture here: /show the one with the boat",
    "why": "Why the picture looks as it does",
    "settings": "How often I ask, what I learn",
    "export": "Everything I keep about you",
    "cancel": "Stop what I am drawing for you",
    "report": "Tell moderators of a picture (as a reply to it)",
    "reports": "Reported pictures (administrators)",
    "blocked": "Whom I do not answer here (administrators)",
    "audit": "Who did what (administrators)",
    "privacy": "What I keep, and how to be rid of it",
    "help": "What I can do",
    "incognito": "Draw without reading or writing memory",
}
_GERMAN = {
    "draw": "Etwas zeichnen",
    "memory": "Was ich über dich weiß",
    "remember": "Etwas merken",
    "forget": "Etwas vergessen, oder alles",
    "character": "Deine Figuren: speichern, zeigen, teilen",
    "me": "Wie du gezeichnet werden willst, und wer es darf",
    "style": "Dein üblicher Stil",
    "model": "Die Bildmodelle, und deines",
    "channel": "Stil, Regeln und Gedächtnis der Gruppe (Administratoren)",
    "schedule": "Bilder zu festen Zeiten (Administratoren)",
    "show": "Ein Bild hierher holen",
    "why": "Warum das Bild so aussieht",
    "settings": "Wie oft ich frage, was ich lerne",
    "export": "Alles, was ich über dich aufbewahre",
    "cancel": "Abbrechen, was ich für dich zeichne",
    "report": "Ein Bild melden (als Antwort darauf)",
    "reports": "Gemeldete Bilder (Administratoren)",
    "blocked": "Wem ich hier nicht antworte (Administratoren)",
    "audit": "Wer was getan hat (Administratoren)",
    "privacy": "Was ich aufbewahre, und wie du es loswirst",
    "help": "Was ich kann",
    "incognito": "Zeichnen, ohne das Gedächtnis zu lesen oder zu schreiben",
}
_SPANISH = {
    "draw": "Dibujar algo",
    "memory": "Lo que recuerdo de ti",
    "remember": "Recordar algo",
    "forget": "Olvidar algo, o todo",
    "character": "Tus personajes: guardar, ver, compartir",
    "me": "Cómo quieres que te dibuje, y quién puede",
    "style": "Tu estilo habitual",
    "model": "Los modelos de imagen, y el tuyo",
    "channel": "Estilo, reglas y memoria del grupo (administradores)",
    "schedule": "Imágenes a horas fijas (administradores)",
    "show": "Traer aquí una imagen",
    "why": "Por qué la imagen es así",
    "settings": "Cuánto pregunto, qué aprendo",
    "export": "Todo lo que guardo sobre ti",
    "cancel": "Parar lo que estoy dibujando para ti",
    "report": "Denunciar una imagen (respondiendo a ella)",
    "reports": "Imágenes denunciadas (administradores)",
    "blocked": "A quién no respondo aquí (administradores)",
    "audit": "Quién hizo qué (administradores)",
    "privacy": "Qué guardo y cómo borrarlo",
    "help": "Lo que sé hacer",
    "incognito": "Dibujar sin leer ni escribir la memoria",
}
_FRENCH = {
    "draw": "Dessiner quelque chose",
    "memory": "Ce que je sais de toi",
    "remember": "Retenir quelque chose",
    "forget": "Oublier quelque chose, ou tout",
    "character": "Tes personnages : enregistrer, montrer, partager",
    "me": "Comment tu veux être dessiné, et qui le peut",
    "style": "Ton style habituel",
    "model": "Les modèles d'image, et le tien",
    "channel": "Style, règles et mémoire du groupe (administrateurs)",
    "schedule": "Des images à heures fixes (administrateurs)",
    "show": "Amener ici une image",
    "why": "Pourquoi l'image est ainsi",
    "settings": "Combien je demande, ce que j'apprends",
    "export": "Tout ce que je garde sur toi",
    "cancel": "Arrêter ce que je dessine pour toi",
    "report": "Signaler une image (en y répondant)",
    "reports": "Images signalées (administrateurs)",
    "blocked": "À qui je ne réponds pas ici (administrateurs)",
    "audit": "Qui a fait quoi (administrateurs)",
    "privacy": "Ce que je garde, et comment l'effacer",
    "help": "Ce que je sais faire",
    "incognito": "Dessiner sans lire ni écrire la mémoire",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    commands: dict[str, str]
    description: str
    """Shown in the empty private chat; at most 512 chars."""
    about: str
    """Shown on the profile page, and with the link when the bot is passed on; at most 120 chars."""


LANGUAGES: Final[dict[str, Words]] = {
    "": Words(
        commands=_ENGLISH,
        description=(
            "Tell me what to draw, in your own words. Send a photo to have it changed, reply to a picture to refine it. "
            "I remember your style and your characters if you like, and I say what I note. In groups, mention me or reply to me."
        ),
        about="Draws what you describe, refines it with you, and remembers your style and characters.",
    ),
    "de": Words(
        commands=_GERMAN,
        description=(
            "Sag mir in deinen Worten, was ich zeichnen soll. Schick ein Foto, um es zu ändern; antworte auf ein Bild, um es zu "
            "verfeinern. Wenn du magst, merke ich mir deinen Stil und deine Figuren und sage, was ich notiere. In Gruppen: "
            "erwähne mich oder antworte mir."
        ),
        about="Zeichnet, was du beschreibst, verfeinert es mit dir und merkt sich Stil und Figuren.",
    ),
    "es": Words(
        commands=_SPANISH,
        description=(
            "Dime con tus palabras qué dibujo. Envía una foto para cambiarla; responde a una imagen para afinarla. Si quieres, "
            "recuerdo tu estilo y tus personajes, y digo lo que anoto. En grupos, mencióname o respóndeme."
        ),
        about="Dibuja lo que describes, lo afina contigo y recuerda tu estilo y tus personajes.",
    ),
    "fr": Words(
        commands=_FRENCH,
        description=(
            "Dis-moi avec tes mots ce que je dessine. Envoie une photo pour la changer ; réponds à une image pour l'affiner. Si tu "
            "veux, je retiens ton style et tes personnages, et je dis ce que je note. En groupe, mentionne-moi ou réponds-moi."
        ),
        about="Dessine ce que tu décris, l'affine avec toi et retient ton style et tes personnages.",
    ),
}
"""By language; "": everybody whose language is not among the others."""
