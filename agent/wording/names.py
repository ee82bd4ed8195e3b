"""What slots, kinds of memory, steps and settings are called to people, who know none of our own names."""

from agent.domain.memory_words import in_readers_words
from agent.translation.catalogue import N_, _, language, pgettext
from agent.translation.languages import ENGLISH


def slot_name(slot: str) -> str:
    return {
        "subject": pgettext("part of a picture", "subject"),
        "character": pgettext("part of a picture", "character"),
        "style": pgettext("part of a picture", "style"),
        "setting": pgettext("part of a picture", "setting"),
        "time": pgettext("part of a picture", "time"),
        "palette": pgettext("part of a picture", "palette"),
        "composition": pgettext("part of a picture", "composition"),
        "text": pgettext("part of a picture", "text"),
        "references": pgettext("part of a picture", "references"),
        "format": pgettext("part of a picture", "format"),
        "count": pgettext("part of a picture", "count"),
        "exclude": pgettext("part of a picture", "exclude"),
    }.get(slot, slot)


_SOURCES = (
    N_("the picture"),
    N_("a variation"),
    N_("an idea"),
    N_("the occasion"),
    N_("nothing was named"),
    N_("you answered"),
    N_("you chose"),
    N_("you left it to me"),
    N_("you said"),
)
"""Marks that say what filled a slot: kept in English beside the picture, and said in the reader's language (see `Evidence.source`)."""


_REMEMBERED = {
    "memory": N_("memory: {what}"),
    "user rule": N_("your rule: {what}"),
    "channel rule": N_("channel rule: {what}"),
    "community rule": N_("community rule: {what}"),
}


def source_words(source: str) -> str:
    """What filled a slot; an address, a memory or a model's own words stay as they are."""
    kind, _colon, words = source.partition(": ")
    if words and kind in _REMEMBERED:
        return _(_REMEMBERED[kind], what=in_readers_words(words))
    return _(source)


ANGLES = (
    N_("seen a little closer"),
    N_("seen from further away, another arrangement"),
    N_("from another angle"),
    N_("mirrored arrangement"),
)
"""How variations differ: told to the image model in English, after the person's own composition, and said in the reader's language."""


def variation_words(value: str) -> str:
    """A slot's value as it is shown; what follows the person's own words in it may be ours."""
    ours = next((angle for angle in ANGLES if value.endswith(angle)), "")
    return f"{value.removesuffix(ours)}{_(ours)}"


def setting_words(word: str) -> str:
    """The value of a setting in the words of the menu that Discord offers; one that has none as people type it."""
    said = pgettext("Discord choice: at most 100 characters", word)
    return said if said != word or language() == ENGLISH else f"`{word}`"


def switch(value: bool) -> str:
    return pgettext("a switch", "on") if value else pgettext("a switch", "off")
