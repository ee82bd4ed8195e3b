"""What a request says of the model that is to draw it and of the care it is worth, in any language that the bot reads."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from agent.domain.generation import Quality
from agent.domain.image_models import ModelCard
from agent.domain.memory import ChannelSettings
from agent.translation.catalogue import _

_OPTION = re.compile(r"(?<!\S)(model|quality)=(\S+)", re.IGNORECASE)
QUALITIES: dict[str, Quality] = {"low": "low", "draft": "low", "medium": "medium", "high": "high"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a request says of how it is to be drawn, and its words without that."""

    text: str
    model: str = ""
    quality: Quality = ""
    refusal: str = ""
    """Why it cannot be so."""


def allowed(cards: Sequence[ModelCard], channel: ChannelSettings) -> Sequence[ModelCard]:
    """The models that may draw here; all of them where the moderators' list names none that there is."""
    return [card for card in cards if card.name in channel.models] or cards


def wish_of(text: str, cards: Sequence[ModelCard], channel: ChannelSettings) -> Wish:
    """Reads `model=fast`, `quality=high` and, where such a model is known, "with the fast model" or "using fast". Pure."""
    found = [(option[1].lower(), option[2].strip(".,;").lower()) for option in _OPTION.finditer(text)]
    words = " ".join(_OPTION.sub(" ", text).split()) if found else text
    asked = dict(found).get("quality", "")
    if asked and asked not in QUALITIES:
        return Wish(
            text=words, refusal=_("I know these qualities: {qualities}.", qualities=", ".join(QUALITIES))
        )
    named = _distinct(value for option, value in found if option == "model")
    if not named:
        named, words = _named(words, cards)
    refusal = _refusal(named, cards, channel)
    if refusal:
        return Wish(text=words, refusal=refusal)
    return Wish(text=words, model=named[0] if named else "", quality=QUALITIES.get(asked, ""))


def _refusal(named: Sequence[str], cards: Sequence[ModelCard], channel: ChannelSettings) -> str:
    here = [card.name for card in allowed(cards, channel) if card.name]
    known = {card.name for card in cards}
    for name in named:
        if name not in known:
            return _unknown(name[:40], here)
        if name not in here:
            return _(
                "“{name}” is not for this channel. Its moderators allow: {known}.",
                name=name,
                known=", ".join(here),
            )
    if len(named) > 1:
        return _(
            "One model draws a request, and this one names several: {names}. Name one of them, please.",
            names=", ".join(named),
        )
    return ""


def _unknown(name: str, here: Sequence[str]) -> str:
    if not here:
        return _("I know no model “{name}”. There is only one.", name=name)
    said = _("I know no model “{name}”. There is: {known}.", name=name, known=", ".join(here))
    for meant in get_close_matches(name, here, n=1):
        return " ".join((said, _("Did you mean {name}?", name=meant)))
    return said


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


# --- models named in words ----------------------------------------------------------------------------------------
# Each list is of one part of speech, over all the languages: which of them a text is in does not matter.

_MODEL = r"(?:modell?[aeiou]?|modèle|models|modellen|modelem|modeliyle|modellel|malli(?:lla)?|модел\w{1,3})"
_CJK_MODEL = r"(?:模型|模型來|モデル|모델)"
_THE = r"(?:(?:the|my|dem|das|den|el|la|le|il|lo|o|het|de|mein\w*|mi|mon)\s+)?"
_WITH = (
    "with|using|use|via|by|mit|nimm|verwende|benutze|con|usando|usa|avec|utilise|com|met|gebruik|med|dengan|pakai"
    "|с|со|через|используя|з|із"
)
_BY = f"{_WITH}|z|ze|s|se|on|through|auf|über|en|sur|em|su|op|på|na|in|на|по|pomocí|za pomocą|за допомогою|с помощью"
"""These lead to a model only where it is called one."""
_AND = r"\s*(?:,|&|\+|/|\b(?:and|or|und|oder|y|o|et|ou|e|en|och|i|a|и|или|та)\b|和|或|と|및)\s*"
_QUOTED = re.compile(r"[“„«\"][^”“»\"]{1,400}[”“»\"]")
_CLAUSE_END = r"\s*(?=$|[.,;:!?\n。、，！？])"


def _named(text: str, cards: Sequence[ModelCard]) -> tuple[list[str], str]:
    """The models named in words, and the words without them: only where one is called a model, a clause ends with its name, or a
    language without spaces has a particle for it. What stands in quotation marks names none."""
    names = sorted((re.escape(card.name) for card in cards if card.name), key=len, reverse=True)
    if len(names) < 2:
        return [], text
    said = _QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), text)
    found = re.search(_naming("|".join(names)), said, re.IGNORECASE)
    if found is None:
        return [], text
    spoken = next(group for group in found.groups() if group)
    listed = re.findall("|".join(rf"\b{name}\b" for name in names), spoken.lower())
    return _distinct(listed), _joined(text[: found.start()], text[found.end() :])


def _naming(name: str) -> str:
    """The pattern of a model that is named; one of its groups holds the name, or several."""
    one, several = f"(?:{name})", rf"(?:{name})(?:{_AND}(?:{name}))*"
    return (
        rf"[\s,]{{0,8}}(?:\b(?:{_BY})\s+{_THE}(?:({one}(?:{_AND}{one})*)[\s-]{_MODEL}|{_MODEL}\s+({several}))\b"
        rf"|\b{_MODEL}:\s*({several}){_CLAUSE_END}"
        rf"|\b(?:модел\w{{1,3}}|modelem|modellel|modeliyle)\s+({several})\b|\b({several})\s+(?:modeliyle|modellel|malli(?:lla)?)\b"
        rf"|\b(?:{_WITH})\s+{_THE}({several}){_CLAUSE_END}"
        rf"|(?:请\s*)?(?:用|使用|以)\s*({several})(?![a-z0-9_-])\s*{_CJK_MODEL}?(?!\s*[a-z])\s*"
        rf"|(?<![a-z0-9_-])({several})\s*{_CJK_MODEL}?(?:を使って|で|으로|로)(?![a-z])\s*[、,]?"
        rf"|\b({several})\s+ile\b)"
    )


def _joined(before: str, after: str) -> str:
    """What is left of the words, without the marks that stood around the name."""
    return f"{before}{after}".strip(" ,;:、，")
