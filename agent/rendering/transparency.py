"""Pictures on a transparent ground: whether one is wanted, in any language that the bot reads."""

import re

from agent.domain.generation import GenerationContext, SlotName

_SLOTS: tuple[SlotName, ...] = ("format", "setting", "composition", "style", "exclude", "subject")
# Each list is of one part of speech over all the languages, inflected as it stands beside the others.
_GROUND = (
    r"(?:(?:back)?grounds?|backdrops?|hintergr(?:u|ü)nde?s?|fondos?|fundos?|fonds?|arrière-plans?|sfond[oi]|achtergrond(?:en)?|tł[oaeu]m?"
    r"|фон\w{0,2}|тл[оа]|arka ?plan\w*|bakgrund\w*|baggrund\w*|bakgrunn\w*|tausta\w*|háttér\w*|pozadí\w*|latar belakang|خلفية|पृष्ठभूमि"
    r"|背景|배경)"
)
_WITHOUT = (
    r"(?:no|without|w/o|ohne|kein(?:e[nmrs]?)?|sin|sans|sem|senza|zonder|geen|bez|без|uden|utan|uten|ilman|tanpa"
    r"|بدون|无|無|没有|沒有|不要)"
)
_ARTICLE = r"(?:(?:a|an|any|the|einen?|einem|el|la|un|una|de|le|d['’]|o|um|lo|uno|een|het)\s*)?"
_CLEAR = (
    r"(?:transparen\w*|see-?through|durchsichtig\w*|doorzichtig\w*|прозрачн\w*|прозор\w*|przezroczyst\w*|şeffaf|saydam"
    r"|genomskinlig\w*|läpinäkyv\w*|átlátszó|průhledn\w*|trasparent\w*|شفاف|شفافة|पारदर्शी|透明|투명)"
)
_BETWEEN = r"\s*(?:な|の|的|한|png|alpha)?\s*"
_NO_GROUND = re.compile(
    rf"(?<!\w){_WITHOUT}\s*{_ARTICLE}{_GROUND}(?!\w)|{_GROUND}(?:なし|無し|\s*없\w*|sız|suz|\s+nélkül)|去背"
    rf"|{_CLEAR}{_BETWEEN}{_GROUND}|{_GROUND}{_BETWEEN}{_CLEAR}|{_CLEAR}\s+png\b|\bcut-?out\b|\bfreigestellt\w*|\bdétouré\w*|\bscontornat\w*",
    re.IGNORECASE,
)
"""Said of the ground itself."""
_CLEAR_ALONE = re.compile(rf"(?<!\w){_CLEAR}(?!\w)", re.IGNORECASE)
_CLAUSE = re.compile(rf"(?:^|[,;.])\s*{_CLEAR}\s*(?=$|[,;.])", re.IGNORECASE)
"""In words about a subject only where it stands by itself: a glass or a raincoat may be transparent too."""
_ONLY_GROUND = re.compile(rf"\s*{_ARTICLE}{_GROUND}\s*", re.IGNORECASE)
_STICKER = re.compile(
    r"\bstickers?\b|\baufkleber\b|\bpegatinas?\b|\bautocollants?\b|\badesiv[oi]\b|\bfigurinhas?\b|\bнаклейк\w*|\bстикер\w*|\bnaklejk\w*"
    r"|ステッカー|贴纸|貼紙|스티커",
    re.IGNORECASE,
)


def is_sticker(context: GenerationContext) -> bool:
    """Whether it is a sticker by its format.

    >>> from agent.domain.generation import Evidence
    >>> is_sticker(GenerationContext(slots={"format": Evidence(value="sticker 1:1", method="said")}))
    True
    """
    return _STICKER.search(context.value("format")) is not None


def wants_transparency(context: GenerationContext) -> bool:
    """Whether the picture is to stand on nothing: said of its ground in any slot, or it is a sticker."""
    return is_sticker(context) or any(_says_so(slot, context.value(slot)) for slot in _SLOTS)


def _says_so(slot: SlotName, value: str) -> bool:
    if slot == "exclude":
        return any(_ONLY_GROUND.fullmatch(part) for part in re.split(r"[,;]|、", value))
    if slot == "subject":
        return bool(_NO_GROUND.search(value) or _CLAUSE.search(value))
    return bool(_NO_GROUND.search(value) or _CLEAR_ALONE.search(value))
