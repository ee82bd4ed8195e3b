"""Pictures on a transparent ground: whether one is wanted."""

import re

from agent.domain.generation import GenerationContext, SlotName

_SLOTS: tuple[SlotName, ...] = ("format", "setting", "composition", "style", "exclude", "subject")
_TRANSPARENT = re.compile(
    r"\btransparen(?:t\w*|cy|cia|ce|z)\b|\bsee-?through background\b|\b(?:no|without(?: a| any)?) background\b|\bcut-?out\b"
    r"|\bohne hintergrund\b|\bfreigestellt\w*\b|\bsin fondo\b|\bsans (?:arrière-plan|fond)\b|透明|背景なし|배경 없",
    re.IGNORECASE,
)
_STICKER = re.compile(
    r"\bstickers?\b|\baufkleber\b|\bpegatinas?\b|\bautocollants?\b|ステッカー|贴纸|스티커", re.IGNORECASE
)
_OBJECTS = re.compile(r"\btransparen\w* (?!background|hintergrund|fondo|fond|png|ground)\w+", re.IGNORECASE)
"""Something in the picture that is transparent (a glass, a raincoat) is no wish for its ground."""


def wants_transparency(context: GenerationContext) -> bool:
    """Whether the picture is to stand on nothing: said of its ground in any slot, or it is a sticker by its format.

    >>> from agent.domain.generation import Evidence
    >>> wants_transparency(GenerationContext(slots={"format": Evidence(value="sticker 1:1", method="said")}))
    True
    """
    if _STICKER.search(context.value("format")):
        return True
    for slot in _SLOTS:
        value = context.value(slot)
        if slot == "exclude":
            if re.fullmatch(r"\s*(?:a |the |any )?(?:back)?ground\s*", value, re.IGNORECASE):
                return True
        elif _TRANSPARENT.search(_OBJECTS.sub(" ", value) if slot == "subject" else value):
            return True
    return False
