"""What a place may see, by words: a first line that needs no model. Image providers judge what was drawn; this says no before it costs.

Where a platform knows age-restricted channels, what is sexual is drawn in those alone, and what some would rather not see unasked is
hidden until tapped everywhere else. Anything sexual with minors is drawn nowhere. Pure.
"""

import re
from collections.abc import Sequence

from agent.domain.conversation import Place
from agent.domain.generation import GenerationContext

KNOW_AGES = frozenset({"discord"})
"""Platforms that say which of their channels are for adults."""
NOT_HERE = "I draw that in age-restricted channels only. Ask for something else here, or ask there."
NOWHERE = "I do not draw that."

_SEXUAL = re.compile(
    r"\b(?:porn\w*|hentai|nsfw|erotic\w*|er[oó]tic[oa]s?|érotique\w*|erotisch\w*|blow ?job|orgasm\w*|masturbat\w*|masturbier\w*"
    r"|genitals?|penis(?:es)?|vaginas?|dildos?|fellatio|(?:having|have) sex|sex (?:scene|act)|sexual(?:ly)? (?:act|intercourse|explicit)"
    r"|sexually explicit|sexszene\w*|geschlechtsverkehr|escena de sexo|scène de sexe)\b",
    re.IGNORECASE,
)  # fmt: skip
_TOUCHY = re.compile(
    r"\b(?:nud(?:e|es|ity)|naked(?! mole)|topless|nackt\w*|desnud[oa]s?|dénudée?s?|gore|gory|bloody|blood(?:bath|y|-soaked)?|blutig\w*"
    r"|sangriento|sangrienta|sanglante?s?|corpses?|leiche\w*|cad[aá]ver\w*|cadavres?|entrails|dismember\w*|decapitat\w*|behead\w*"
    r"|mutilat\w*|torture\w*|gutted|open wounds?)\b",
    re.IGNORECASE,
)  # fmt: skip
_MINOR = re.compile(
    r"\b(?:child(?:ren)?|kids?|minors?|under-?age\w*|toddlers?|bab(?:y|ies)|school(?:girl|boy)s?|teen(?:s|ager?s?|aged)?|lolis?|shotas?"
    r"|(?:[1-9]|1[0-7])[ -]?years?[ -]?old|niñ[oa]s?|enfants?|minderjährig\w*)\b",
    re.IGNORECASE,
)  # fmt: skip
_BARE = re.compile(r"\b(?:nud|naked(?! mole)|nackt|desnud|dénud)", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:no|not|without|never|free of|kein\w*|nicht|ohne|sin|sans|pas de|jamais)\s+(?:\w+\s+(?:or|oder|o|ou|and)\s+)?\w+", re.IGNORECASE
)  # fmt: skip
"""What a picture is asked not to show."""


def refusal_of(words: str, place: Place) -> str:
    """Why this is not drawn there, as a sentence for its author; "" when it is."""
    asked = _DENIED.sub(" ", words)
    sexual = _SEXUAL.search(asked) is not None
    if _MINOR.search(asked) and (sexual or _BARE.search(asked)):
        return NOWHERE
    return NOT_HERE if sexual and _is_for_all_ages(place) else ""


def is_touchy(contexts: Sequence[GenerationContext], place: Place) -> bool:
    """Whether pictures are to be hidden until tapped, whatever the channel's moderators set."""
    return _is_for_all_ages(place) and _TOUCHY.search(_DENIED.sub(" ", words_of(contexts))) is not None


def words_of(contexts: Sequence[GenerationContext]) -> str:
    """What the pictures are to show."""
    values = [e.value for each in contexts for slot, e in each.slots.items() if slot != "exclude"]
    return " . ".join(dict.fromkeys(values))


def described(place: Place) -> str:
    """The place in the planner's words."""
    if place.platform not in KNOW_AGES:
        return "a private chat" if place.private else "a shared channel"
    if place.age_restricted:
        return "an age-restricted channel, for adults"
    where = "a private chat" if place.private else "a shared channel"
    return f"{where} for all ages: refuse what is sexual or gory"


def _is_for_all_ages(place: Place) -> bool:
    return place.platform in KNOW_AGES and not place.age_restricted
