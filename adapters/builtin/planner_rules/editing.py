"""Changes to the picture at hand: "make it night", "add a red hat", "remove the tree", "bigger moon", "now in pixel art"."""

import re
from collections.abc import Callable

from adapters.builtin.planner_rules import grammar, recounting, subjects, wishes
from adapters.builtin.planner_rules.characters import only_one
from adapters.builtin.planner_rules.coming import added, compared, removed
from adapters.builtin.planner_rules.edits import (
    Body,
    Edit,
    Slots,
    described,
    is_same,
    named,
    plainly,
    replaced,
    whole,
)
from adapters.builtin.planner_rules.grammar import frame
from adapters.builtin.planner_rules.reading import read
from adapters.builtin.planner_rules.tokens import tokenise
from agent.learning.character_looks import worked_in

CHANGES_MAX = 6
"""Of one message."""
_VERSION = re.compile(r"\b(?:version|variant|one)\b", re.IGNORECASE)
_LEAD = frame("lead")
_AGAIN = frame("again")
_AGAIN_BUT = frame("again_but")


def wants_another(text: str, subject: str = "") -> bool:
    """ "again", "another one", "another fox" of the fox that is the subject."""
    body = _LEAD.sub("", text.strip())
    named = re.match(r"^another (?P<what>[\w' -]+?)[\s.!?]*(?:please)?[.!?]*$", body, re.IGNORECASE)
    of_it = named is not None and subjects.shares_word(named["what"], subject)
    return of_it or _AGAIN.match(body) is not None or _AGAIN.match(text.strip()) is not None


def edit_in(text: str, base: Slots, language: str, *, replying: bool) -> Edit | None:
    """The change that the text asks for, None when it asks for a picture of its own. `replying`: it answers the picture,
    so that attributes alone are a change."""
    plain = wishes.without_closing(text.strip().rstrip(" .!?"), language)
    led = _LEAD.match(plain)
    body = Body(text=plain[led.end() :].strip() if led else plain, base=base, language=language)
    if not body.text:
        return None
    several = _several(body)
    if several is not None:
        return several
    for rule in _RULES:
        edit = rule(body)
        if edit is not None:
            return edit
    return _by_slots(body, replying=replying)


def _several(body: Body) -> Edit | None:
    """ "make it blue and add a hat": one change after the other; None where it is one, or where a part is none."""
    parts = [part for part in frame("edit_parts").split(body.text) if re.search(r"\w", part)]
    if not 2 <= len(parts) <= CHANGES_MAX:
        return None
    changed: Slots = {}
    for part in parts:
        edit = edit_in(part, {**body.base, **changed}, body.language, replying=True)
        if edit is None:
            return None
        changed |= edit.slots
    return Edit(slots=changed)


def _by_slots(body: Body, *, replying: bool) -> Edit | None:
    """ "in pixel art", "at night", "as a banner": only attributes, so it is about the picture at hand."""
    reading = read(body.text, body.language)
    slots: Slots = dict(reading.slots())
    if (
        slots.keys() == {"format"}
        and not (reading.subject or reading.series)
        and (not reading.is_vague or _VERSION.search(body.text))
    ):
        return Edit(slots=slots)  # "square" is a place too
    if found := named(body.text, body.language):
        return Edit(slots=found) if replying or "setting" not in found else None
    only = (
        slots
        and (not reading.subject or is_same(reading.subject, slots))
        and not (reading.is_vague or reading.series)
    )
    opens = frame("attribute_opens").match(body.text) is not None or body.language == "zh"
    return Edit(slots=slots) if only and (opens or replying or len(tokenise(body.text)) <= 3) else None


# --- one rule a way of saying it -------------------------------------------------------------------------------


def _instead(body: Body) -> Edit | None:
    match = frame("instead").match(body.text)
    if match is None:
        return None
    new, old = (match["new"], match["old"]) if match["new"] else (match["then"], match["before"])
    return replaced(body, old, re.sub(r"^(?:make it|draw|use|have|put|add)\s+", "", new, flags=re.IGNORECASE))


def _same(body: Body) -> Edit | None:
    """ "the same but at night", "again, but darker"."""
    match = frame("same").match(body.text) or _AGAIN_BUT.match(body.text)
    if match is None:
        return None
    noun = match.groupdict().get("noun")
    if noun and not subjects.shares_word(noun, body.subject):
        return None
    rest = f"{match['how'] or ''} {match['rest']}".strip()
    if not rest:
        return Edit()
    return edit_in(rest, body.base, body.language, replying=True) or whole(body.with_text(rest))


def _make(body: Body) -> Edit | None:
    """ "make it night", "mach es dunkler"."""
    match = next(
        (found for name in ("make", "make_foreign", "if_it_were") if (found := frame(name).match(body.text))),
        None,
    )
    if match is None or not match["how"].strip():
        return None
    how = plainly(match["how"])
    somebody = (match.groupdict().get("who") or "").lower() in ("him", "her", "them")
    if (
        somebody
        and re.fullmatch(r"[a-z]+", how)
        and not named(how, body.language)
        and not grammar.things().whole(how)
    ):
        return _of_somebody(body, how)
    return whole(body.with_text(match["how"]))


def _of_somebody(body: Body, how: str) -> Edit:
    """ "make her older", "make him smile"."""
    if how.endswith("er") or how in grammar.word_set("shade") | grammar.word_set("plain_adjective"):
        head = subjects.head_of(body.subject, body.language)
        changed = subjects.described(body.subject, head, how, body.language) if head else None
        return Edit(slots={"subject": changed or subjects.joined(body.subject, how)})
    return Edit(slots={"subject": subjects.joined(body.subject, subjects.doing(how))})


def _replace(body: Body) -> Edit | None:
    """ "replace the lamp with a candle", "change the style to noir", "change the colour of the fox to blue"."""
    match = frame("replace").match(body.text)
    if match is None or re.fullmatch(r"it|this|that|him|her|them", match["old"], re.IGNORECASE):
        return None
    coloured = frame("colour_of").match(match["old"])
    if coloured:
        return described(body, coloured["what"], match["new"].strip())
    if re.match(r"^(?:the )?(?:text|words|caption|title)\b", match["old"], re.IGNORECASE):
        return Edit(slots={"text": match["new"].strip(" \"'“”")})
    if frame("picture_part").fullmatch(match["old"]):
        return whole(body.with_text(match["new"])) or _setting(match["new"], body.language)
    return replaced(body, match["old"], match["new"])


def _setting(value: str, language: str) -> Edit:
    return Edit(
        slots={"setting": subjects.without_article(re.sub(r"^(?:in|at|to)\s+", "", value.strip()), language)}
    )


def _make_the(body: Body) -> Edit | None:
    """ "make the hat blue", "make the fox a wolf", "the lamp should be bigger"."""
    text = re.sub(r"\s+instead$", "", body.text, flags=re.IGNORECASE)
    match = frame("make_the").match(text) or frame("should_be").match(text)
    if match is None:
        return _is_to_be(body)
    return _made(body, match["what"].strip(), match["how"].strip())


def _is_to_be(body: Body) -> Edit | None:
    """ "her horns are straight", "the hat is too small": a correction of what the picture shows."""
    match = frame("is_to_be").match(body.text)
    if match is None:
        return None
    how = (match["how"] or match["too"]).strip()
    too = re.search(r"\btoo (?P<how>\w+)$", how, re.IGNORECASE)
    how = grammar.opposite(too["how"].lower()) if too else how
    return _made(body, (match["what"] or match["thing"]).strip(), how) if how else None


def _made(body: Body, what: str, how: str) -> Edit | None:
    if frame("picture_part").fullmatch(what) and what.lower() != "sky":
        return whole(body.with_text(how))
    if re.match(r"^(?:an?|into)\s", how, re.IGNORECASE):
        return replaced(body, what, re.sub(r"^into\s+", "", how, flags=re.IGNORECASE))
    if re.match(r"^(?:on|in|at|to|under|behind|next|near|above|below)\b", how, re.IGNORECASE):
        return Edit(
            slots={"composition": subjects.joined(body.base.get("composition", ""), f"the {what} {how}")}
        )
    if how.endswith("ing") or (" " in how and how.split()[0].endswith("ing")):
        return Edit(slots={"subject": subjects.joined(body.subject, how)})
    edit = described(body, what, how)
    looks = _looks_changed(body.base.get("character", ""), f"has {how} {what}")
    return Edit(slots={**edit.slots, "character": looks}) if looks else edit


def _looks_changed(character: str, told: str) -> str:
    """The one person of the picture with another look, which the old one would gainsay; "" where nothing is told otherwise."""
    name, looks = only_one(character)
    changed, rest = worked_in(looks, told)
    return f"{name}: {changed}" if name and not rest and changed != looks else ""


def _background(body: Body) -> Edit | None:
    """ "transparent background", "a white background"."""
    match = frame("background_is").match(body.text)
    return Edit(slots={"setting": match["what"].lower()}) if match else None


def _zoom(body: Body) -> Edit | None:
    match = re.match(r"^zoom(?:ed)? (in|out)\b", body.text, re.IGNORECASE)
    return (
        Edit(slots={"composition": "close-up" if match[1].lower() == "in" else "wide shot"})
        if match
        else None
    )


def _write(body: Body) -> Edit | None:
    """ "write Hello on it"."""
    match = frame("write_on").match(body.text)
    return Edit(slots={"text": match["text"].strip(" \"'“”")}) if match else None


def _put_in(body: Body) -> Edit | None:
    """ "put it in a forest", "put the fox on the moon"."""
    match = frame("put_in").match(body.text)
    if match is None:
        return None
    who = match["who"]
    if re.match(r"^(?:the|his|her)\s", who, re.IGNORECASE) and not subjects.shares_word(who, body.subject):
        return None
    reading = read(f"x {match['where']}", body.language)
    return Edit(slots={"setting": reading.setting}) if reading.setting else None


def _too(body: Body) -> Edit | None:
    """ "too dark", "it's a bit too big"."""
    match = frame("too").match(body.text)
    how = grammar.opposite(match["how"].lower()) if match else ""
    return whole(body.with_text(how)) if how else None


_RULES: tuple[Callable[[Body], Edit | None], ...] = (
    _too, _background, _instead, recounting.recounted, _same, _make, _write, _put_in, _replace, _make_the, _zoom, compared, removed, added,
)  # fmt: skip
