"""Composition words: closer, further, left, from above."""

from adapters.builtin.language.lexicon import normalised
from adapters.builtin.sketch.scene import Framing

_CLOSER = ("close-up", "close up", "closeup", "closer", "zoom in", "zoomed in", "nearer", "bigger",
    "portrait", "headshot", "macro", "primer plano", "más cerca", "nahaufnahme", "näher", "gros plan",
    "plus près", "close", "mais perto", "特写", "近")  # fmt: skip
_FURTHER = ("further", "farther", "zoom out", "zoomed out", "wide shot", "wide", "far away", "distant",
    "from afar", "smaller", "más lejos", "weiter weg", "plus loin", "mais longe", "panorama",
    "establishing", "远")  # fmt: skip
_ABOVE = ("from above", "bird's eye", "birds eye", "bird's-eye", "top down", "top-down", "overhead",
    "aerial", "desde arriba", "von oben", "d'en haut", "de cima", "俯视", "俯瞰")  # fmt: skip
_BELOW = (
    "from below",
    "low angle",
    "worm's eye",
    "looking up",
    "desde abajo",
    "von unten",
    "d'en bas",
    "de baixo",
    "仰视",
)
_SIDES = (("left", -0.5), ("right", 0.5), ("izquierda", -0.5), ("derecha", 0.5), ("links", -0.5),
    ("rechts", 0.5), ("gauche", -0.5), ("droite", 0.5), ("esquerda", -0.5), ("direita", 0.5), ("左", -0.5),
    ("右", 0.5))  # fmt: skip


_MIRRORED = ("mirrored", "gespiegelt", "en miroir", "reflejado", "espelhado", "镜像")
_OTHER_ANGLE = ("another angle", "different angle", "other angle", "otro ángulo", "anderer blickwinkel", "anderen blickwinkel",
    "autre angle", "outro ângulo", "另一个角度")  # fmt: skip


def framing_of(text: str) -> Framing:
    words = normalised(text)
    closer = sum(words.count(w) for w in _CLOSER if w in words)
    zoom = 1.45 if closer else 0.62 if any(w in words for w in _FURTHER) else 1.0
    dx = next((share for word, share in _SIDES if word in words), 0.0)
    view = (
        "above"
        if any(w in words for w in _ABOVE)
        else "below"
        if any(w in words for w in _BELOW)
        else "level"
    )
    if not dx and any(w in words for w in _OTHER_ANGLE):
        zoom, dx, view = max(zoom, 1.2), -0.36, "below" if view == "level" else view
    return Framing(
        mirrored=any(w in words for w in _MIRRORED),
        zoom=zoom,
        dx=dx,
        view=view,
        centred="cent" in words or "symmetr" in words or "middle" in words,
    )
