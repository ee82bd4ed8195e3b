"""Which of its meanings a phrase has where it stands."""

from adapters.builtin.sketch.figures.figures import bare
from adapters.builtin.sketch.reading.phrases import Mark
from adapters.builtin.sketch.reading.scene_draft import Reading, actor_of, can_act
from adapters.builtin.sketch.reading.vocabulary import is_listed


def kind_of(state: Reading, mark: Mark, after: Mark | None) -> str:
    """Which of its meanings a mark has here."""
    means = mark.means
    if said := _of_doing(state, mark) or _of_contents(mark, after):
        return said
    if "colour" in means:
        return "thing" if _is_a_fruit(mark, after) else "colour"
    if "costume" in means and _is_costume(state, after):
        return "costume"
    if of_somebody := _of_somebody(state, mark):
        return of_somebody
    if "time" in means and not state.denied and not (state.count and "thing" in means):
        return "time"
    if (
        "setting" in means
        and "thing" in means
        and after is not None
        and after.get("setting")
        and not state.placing
    ):
        return "modifier"  # "a mountain lake"
    if "setting" in means and _is_place(state, mark):
        return "setting"
    if "modifier" in means and not {"act", "state", "relation"} & means.keys() and mark.text.endswith("ing"):
        return "modifier"
    if (
        "modifier" in means
        and after is not None
        and {"thing", "worn", "hair", "modifier", "size", "colour", "feature"} & after.means.keys()
    ):
        return "size" if "size" in means else "modifier"
    return next((kind for kind in _ORDER if kind in means), "")


_OF = frozenset({"of", "de", "von", "mit", "d'un", "d'une"})

_ORDER = (
    "break", "name", "thing", "setting", "state", "size", "number", "feature", "side", "relation", "definite", "look", "stop",
    "modifier", "doing",
)  # fmt: skip
"""Which meaning a phrase has when several are left."""


def _of_doing(state: Reading, mark: Mark) -> str:
    """What the last one named does, or the state they are in; "" for what is no such thing."""
    if "act" in mark.means and ("thing" not in mark.means or state.things):
        return "act"
    return "state" if {"state", "thing"} <= mark.means.keys() and state.has_last else ""


def _of_contents(mark: Mark, after: Mark | None) -> str:
    """ "a bowl of ramen": a vessel that is named for what is in it is no thing beside it."""
    return (
        "modifier"
        if {"modifier", "thing"} <= mark.means.keys() and after is not None and after.text in _OF
        else ""
    )


def _of_somebody(state: Reading, mark: Mark) -> str:
    """What somebody has or wears: eyes, hair, a hat; "" for what stands for itself."""
    means = mark.means
    if "feature" in means and actor_of(state) is not None and not state.count:
        return "feature"  # "a cat with green eyes"
    if "hair" in means:
        return "hair"
    return "worn" if "worn" in means and not state.denied else ""


def _is_costume(state: Reading, after: Mark | None) -> bool:
    """ "a pirate cat", "a cat pirate", "a cat as a pirate", "a cat dressed as a pirate"."""
    if ("as" in state.relations and actor_of(state) is not None) or state.names_on:
        return True
    return after is not None and can_act(after.get("thing")) and not after.get("costume")


def _is_a_fruit(mark: Mark, after: Mark | None) -> bool:
    """ "an orange", "two roses": the colour's name stands for the thing when nothing follows that it could colour."""
    if "thing" not in mark.means:
        return False
    return after is None or not ({"thing", "worn", "hair", "colour"} & after.means.keys() or not after.means)


_VIEWS = frozenset("🏜🏝🏖🏞🏕🌅🌄🌃🌉🌌🎑🏙🌆🌇🌁🛣🛤")
"""Glyphs that are framed pictures of a place."""


def _is_place(state: Reading, mark: Mark) -> bool:
    if "thing" not in mark.means or state.placing or bare(mark.get("thing")) in _VIEWS:
        return not state.denied
    if {"above", "under", "behind", "beside", "front"} & set(state.relations):
        return False
    return (
        "in" in state.relations and not is_listed("seat", "inside", mark.get("thing"))
    ) or mark.text.startswith(("the ", "in ", "on "))
