"""Changes to the picture at hand: "make it night", "add a red hat", "remove the tree", "bigger moon", "now in pixel art"."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from adapters.offline.planning import grammar
from adapters.offline.planning.reading import read
from adapters.offline.planning.recalling import stem
from adapters.offline.planning.scan import tidy
from adapters.offline.planning.tokens import tokenise
from agent.generation import SlotName

Slots = dict[SlotName, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What becomes of the slots. A value of "" empties the slot."""

    slots: Slots = field(default_factory=dict[SlotName, str])
    note: str = ""

    @property
    def is_restyle(self) -> bool:
        return bool(self.slots) and set(self.slots) <= {"style", "palette"}


_IT = r"(?:it|this|that|him|her|them|everything|(?:the|this|that) (?:whole )?(?:picture|image|scene|drawing|pic|thing|one)|all)"
_ADD = re.compile(r"^(?:add|put|place|include|insert|give|draw in|stick|throw in|with|añade|agrega|ponle|pon|füge|ajoute|mets|adiciona|adicione|coloca|coloque|加上|加|添加)(?:\b|(?<=[加上]))\s*(?:in\s+|also\s+|hinzu\s+)?(.+)$", re.I | re.S)  # fmt: skip
_REMOVE = re.compile(r"^(?:remove|delete|erase|take away|take out|get rid of|drop|lose|leave out|cut|without|no|no more|forget|quita|elimina|sin|entferne|ohne|lösch\w*|enlève|supprime|retire|sans|remove|tira|tire|sem|去掉|删除|删掉|移除)(?:\b|(?<=[掉除]))\s*(.+?)(?:\s+(?:away|out))?$", re.I | re.S)  # fmt: skip
_REPLACE = re.compile(r"^(?:replace|swap|switch|exchange|change|turn|cambia|ersetze|remplace|substitui|troca|把)\s+(.+?)\s*(?:with|for|by|to|into|por|durch|par|en|换成|改成|变成)\s+(.+)$", re.I | re.S)  # fmt: skip
_INSTEAD = re.compile(r"^(.+?)\s+instead of\s+(.+)$|^instead of\s+(.+?),\s*(.+)$", re.I | re.S)
_MAKE = re.compile(rf"^(?:make|turn|set|render|redo|redraw|do|convert|change|transform|paint|draw|put|have|let|get|keep)\s+{_IT}\b\s*(?:be|look(?: more)?(?: like)?|into|to be|to|again|as)?\s*(.*)$", re.I | re.S)  # fmt: skip
_MAKE_FOREIGN = re.compile(r"^(?:haz(?:lo|la)(?: de| que sea de)?|ponlo|ponla|que sea|mach (?:es|das|ihn|sie)|mache es|lass es|rends-l[ea]|fais-l[ea]|mets-l[ea]|passe-l[ea]|(?:faz|faça|deixa|deixe) (?:isso|ele|ela|a imagem)?|把它(?:改|变|换)成|改成|变成|换成|改为)\s*(.*)$", re.I | re.S)  # fmt: skip
_MAKE_THE = re.compile(r"^(?:make|turn|paint|colou?r|let|have|get)\s+(?:the|his|her|its|their|both|all(?: the)?)\s+(?P<what>[\w' -]+?)\s+(?P<how>(?:a bit |a little |much |way |slightly |even )?(?:more \w+|less \w+|\w+er|\w+|\w+ and \w+)|(?:a|an|into|wear\w*|hold\w*|look\w*)\b.+)$", re.I | re.S)  # fmt: skip
_COMPARED = re.compile(r"^(?:a bit |a little |much |way |slightly |even |can it be )?(?P<how>bigger|larger|smaller|taller|shorter|wider|brighter|darker|more|fewer|less|rounder|longer|thicker|thinner|cuter|fluffier|closer|scarier|happier|redder|bluer|greener|warmer|cooler|lighter|softer|sharper|simpler|older|younger)\b\s*(?P<what>.*)$", re.I | re.S)  # fmt: skip
_SAME = re.compile(r"^(?:(?:do|draw|make|give me|show me)\s+)?(?:the\s+)?(?:exact(?:ly)?\s+)?(?:same|this|that|it|this one|that one|same (?:thing|one|picture|scene|image))(?:\s+(?:thing|one|picture|scene|image))?(?:\s+again)?\s*,?\s*(?:but|except|only|just|though|in|as|at|with)\b\s*(.*)$", re.I | re.S)  # fmt: skip
_LEAD = re.compile(r"^(?:(?:ok(?:ay)?|great|nice|cool|perfect|love it|lovely|awesome|good|hmm+|well|please|pls|plz|now|and|but|then|also|maybe|actually|just|so|yes|yeah|no|wait|thanks?|can you|could you|would you|can it be|can we|could it be|could we|i want it|i'd like it|i want it to be|what if it was|what about|how about|let's|lets|try it|try|ahora|pero|jetzt|aber|maintenant|mais|agora|mas|现在|请|但是|但)[\s,.!:]+)+", re.I)  # fmt: skip
_ZOOM = re.compile(r"^zoom (in|out)\b(.*)$", re.I | re.S)
_AGAIN = re.compile(r"^(?:again|another(?: one)?|one more(?: time)?|more|try again|once more|do (?:it|that|this) again|draw (?:it|that|this) again|redo(?: it)?|regenerate|reroll|next|new version|a new one|another version|a different one|different version|retry|otra(?: vez)?|otra más|de nuevo|noch ?mal|nochmal|noch eins|noch einmal|encore(?: une fois)?|une autre|de novo|outra vez|mais uma|outra|再来一张|再画一张|再来|重画|再来一次)[\s.!?]*(?:please|por favor|bitte|s'il te plaît)?[\s.!?]*$", re.I)  # fmt: skip


def wants_another(text: str) -> bool:
    """ "again", "another one"."""
    return _AGAIN.match(_LEAD.sub("", text.strip())) is not None or _AGAIN.match(text.strip()) is not None


def edit_in(text: str, base: Slots, language: str, *, replying: bool) -> Edit | None:
    """The change that the text asks for, None when it asks for a picture of its own. `replying`: it answers the picture,
    so that "a red hat" is to be added."""
    plain = text.strip().rstrip(" .!")
    led = _LEAD.match(plain)
    body = plain[led.end() :].strip() if led else plain
    if not body:
        return None
    for rule in _RULES:
        edit = rule(body, base, language)
        if edit is not None:
            return edit
    return _by_slots(body, base, language, replying=replying)


def _instead(body: str, base: Slots, language: str) -> Edit | None:
    match = _INSTEAD.match(body)
    if match is None:
        return None
    new, old = (match[1], match[2]) if match[1] else (match[4], match[3])
    new = re.sub(r"^(?:make it|draw|use|have|put|add)\s+", "", new, flags=re.I)
    return _replaced(old, new, base, language)


def _replace(body: str, base: Slots, language: str) -> Edit | None:
    match = _REPLACE.match(body)
    if match is None or re.match(rf"^{_IT}$", match[1], re.I):
        return None
    old = re.sub(
        r"\b(?:color|colour) of (?:the )?|(?:the )?\b(?:background|setting|scene|style|colou?rs?|time|place)\b",
        "",
        match[1],
        flags=re.I,
    )
    named = re.search(r"\b(background|setting|scene|style|place|time)\b", match[1], re.I)
    if named and not re.search(r"\w", old):
        return _whole(match[2], base, language) or _setting(match[2])
    if re.match(r"^(?:the )?text\b", match[1], re.I):
        return Edit(slots={"text": match[2].strip(" \"'“”")})
    return _replaced(match[1], match[2], base, language)


def _setting(value: str) -> Edit:
    return Edit(
        slots={
            "setting": re.sub(
                r"^(?:in|at|to)?\s*(?:an?|the)?\s+", "", f" {value}".lstrip(), flags=re.I
            ).strip()
        }
    )


def _make(body: str, base: Slots, language: str) -> Edit | None:
    match = _MAKE.match(body) or _MAKE_FOREIGN.match(body)
    if match is None or not match[1].strip():
        return None
    return _whole(match[1], base, language)


def _same(body: str, base: Slots, language: str) -> Edit | None:
    match = _SAME.match(body)
    if match is None:
        return None
    rest = match[1].strip()
    if not rest:
        return Edit()
    if re.search(r"\b(?:in|as|at|with)\s*$", body[: match.start(1)], re.I):
        rest = f"{body[: match.start(1)].split()[-1]} {rest}"
    inner = edit_in(rest, base, language, replying=True)
    return inner or _whole(rest, base, language)


def _add(body: str, base: Slots, language: str) -> Edit | None:
    match = _ADD.match(body)
    if match is None:
        return None
    what = re.sub(
        r"^(?:him|her|it|them|the [\w-]+)\s+(?=(?:an?|the|some|his|her|two|three)\b)",
        "",
        match[1].strip(),
        flags=re.I,
    )
    what = re.sub(
        r"\s+(?:on|onto|to|for|in)\s+(?:it|him|her|them|the picture|the image|the scene|this|there|too)(?:\s+too)?$|\s+too$",
        "",
        what,
        flags=re.I,
    )
    reading = read(what, language)
    slots = {name: value for name, value in reading.slots().items() if name in _ADDED}
    if "time" in slots and base.get("time"):
        slots["time"] = f"{base['time']}, {slots['time']}"
    thing = reading.subject
    if thing and not (slots.get("time") and thing.lower().strip() == slots["time"].lower()):
        weather = grammar.times(language).whole(_without_article(thing, language))
        if weather is not None and weather.kind == "weather":
            before = base.get("time", "")
            return Edit(
                slots={**slots, "time": f"{before}, {thing}" if before else _without_article(thing, language)}
            )
        joined = base.get("subject", "")
        slots["subject"] = f"{joined}, with {thing}" if joined else thing
        if reading.count:
            slots["count"] = ", ".join(part for part in (base.get("count", ""), reading.count) if part)
    return Edit(slots=slots) if slots else None


_ADDED = ("style", "palette", "time", "text", "format", "exclude", "composition")


def _remove(body: str, base: Slots, language: str) -> Edit | None:
    match = _REMOVE.match(body)
    if match is None or not re.search(r"\w", match[1]):
        return None
    what = re.sub(
        r"\s+(?:from|in|on) (?:it|the (?:picture|image|scene|background)|there)$",
        "",
        match[1].strip(),
        flags=re.I,
    )
    bare = _without_article(what, language)
    if re.fullmatch(r"(?:text|words|writing|caption|title|lettering|texto|schrift|texte|文字)", bare, re.I):
        return Edit(slots={"text": ""})
    if re.fullmatch(r"background|fondo|hintergrund|fond|fundo|背景", bare, re.I):
        return Edit(slots={"setting": "plain background"})
    slots: Slots = {}
    for name in ("setting", "time", "style", "palette", "composition"):
        if base.get(name) and _shares_word(bare, base[name]):
            slots[name] = ""
    kept = without_thing(base.get("subject", ""), bare, language)
    if kept is not None:
        slots["subject"] = kept
        if base.get("count") and _shares_word(bare, base["count"]):
            slots["count"] = ""
    before = base.get("exclude", "")
    slots["exclude"] = f"{before}, {bare}" if before else bare
    return Edit(slots=slots)


def _zoom(body: str, base: Slots, language: str) -> Edit | None:
    match = _ZOOM.match(body)
    return (
        Edit(slots={"composition": "close-up" if match[1].lower() == "in" else "wide shot"})
        if match
        else None
    )


def _make_the(body: str, base: Slots, language: str) -> Edit | None:
    """ "make the hat blue", "make the fox a wolf", "make the moon bigger"."""
    match = _MAKE_THE.match(body)
    if match is None:
        return None
    what, how = match["what"].strip(), match["how"].strip()
    if re.fullmatch(r"background|setting|sky|style|colou?rs?|picture|image|scene", what, re.I):
        whole = _whole(how, base, language)
        if what.lower() == "sky" and whole and "palette" in whole.slots:
            return _described("sky", how, base, language)
        return whole
    if re.match(r"^(?:a|an|into)\s", how, re.I):
        return _replaced(what, re.sub(r"^into\s+", "", how, flags=re.I), base, language)
    if re.match(r"^(?:wear|hold)", how, re.I):
        return Edit(
            slots={
                "subject": f"{base.get('subject', '')}, {re.sub(r'^wear(?:ing)?', 'wearing', re.sub(r'^hold(?:ing)?', 'holding', how))}".strip(
                    ", "
                )
            }
        )
    return _described(what, how, base, language)


def _compared(body: str, base: Slots, language: str) -> Edit | None:
    """ "bigger moon", "more trees", "darker"."""
    match = _COMPARED.match(body)
    if match is None:
        return None
    how, what = match["how"].lower(), re.sub(r"^(?:the|a|an)\s+", "", match["what"].strip(), flags=re.I)
    if not what:
        return _whole(how, base, language)
    if how in ("more", "less", "fewer"):
        whole = _whole(what, base, language)
        if how == "more" and whole and "subject" not in whole.slots:
            return whole
        if how != "more":
            return Edit(slots={"subject": f"{base.get('subject', '')}, {how} {what}".strip(", ")})
        colour = grammar.palettes(language).whole(what) or grammar.colours(language).whole(what)
        if colour is not None or not grammar.things().all(tokenise(what)):
            return Edit(slots={"palette" if colour else "composition": what if colour else f"more {what}"})
        return Edit(slots={"subject": f"{base.get('subject', '')}, with more {what}".strip(", ")})
    return _described(what, how, base, language)


_RULES: tuple[Callable[[str, Slots, str], Edit | None], ...] = (
    _instead, _same, _make, _replace, _make_the, _zoom, _compared, _remove, _add,
)  # fmt: skip


def _whole(value: str, base: Slots, language: str) -> Edit | None:
    """ "night", "a banner", "in pixel art", "blue", "darker": said of the whole picture."""
    reading = read(
        re.sub(
            r"^(?:more|a bit|a little|much|even|slightly|look|be|all|be in)\s+", "", value.strip(), flags=re.I
        ),
        language,
    )
    slots: Slots = dict(reading.slots())
    bare = _without_article(value, language)
    subject = reading.subject
    if subject:
        named = _named(bare, subject, language)
        if named:
            slots |= named
            subject = ""
    if subject and not slots and re.fullmatch(r"[\w-]+", bare) and not grammar.things().all(tokenise(bare)):
        slots["palette" if bare.lower() in _SHADES else "composition"] = bare
    elif subject and not _is_same(subject, slots):
        old = base.get("subject", "")
        slots["subject"] = (
            _head_replaced(old, subject, language)
            if re.match(r"^(?:an?|the|un|una|eine?n?|une?|uma?)\b", subject, re.I)
            else f"{old}, {subject}".strip(", ")
        )
    return Edit(slots=slots) if slots else None


_SHADES = frozenset(["darker", "lighter", "brighter", "warmer", "cooler", "paler", "bolder", "moodier", "colourful", "colorful", "vivid", "bright", "dark", "softer", "happier", "sadder", "gloomy", "cheerful", "spooky", "scary", "spookier", "scarier", "creepy", "cosy", "cozy", "oscuro", "dunkler", "plus-sombre"])  # fmt: skip


def _is_same(subject: str, slots: Slots) -> bool:
    return any(
        subject.lower() == value.lower() or subject.lower().endswith(f" {value.lower()}")
        for value in slots.values()
    )


def _named(bare: str, subject: str, language: str) -> Slots:
    """A single lexicon word: "blue", "winter", "watercolour"."""
    found: Slots = {}
    for name, book in (
        ("time", grammar.times(language)), ("style", grammar.styles(language)), ("palette", grammar.palettes(language)),
        ("palette", grammar.colours(language)), ("setting", grammar.settings(language)),
    ):  # fmt: skip
        if book.whole(bare) or book.whole(subject):
            found[name] = bare  # pyright: ignore[reportArgumentType] # the five names above are slots
            return found
    return found


def _by_slots(body: str, base: Slots, language: str, *, replying: bool) -> Edit | None:
    """ "in pixel art", "at night", "as a banner": only attributes, so it is about the picture at hand."""
    reading = read(body, language)
    slots: Slots = dict(reading.slots())
    only = slots and (not reading.subject or _is_same(reading.subject, slots)) and not reading.is_vague
    opens = (
        bool(
            re.match(
                r"^(?:in|at|as|on|with|without|during|under|now|en|de|als|im|bei|à|au|em|à noite|no|na|用|在|以)\b",
                body,
                re.I,
            )
        )
        or language == "zh"
    )
    if only and (opens or replying or len(tokenise(body)) <= 3) and reading.series == "":
        return Edit(slots=slots)
    return None


def _without_article(text: str, language: str) -> str:
    tokens = tokenise(text)
    match = grammar.words("determiner", language).at(tokens, 0)
    return text[tokens[match.last].start :].strip() if match and match.last < len(tokens) else text.strip()


def _shares_word(one: str, other: str) -> bool:
    return bool({stem(t.norm) for t in tokenise(one)} & {stem(t.norm) for t in tokenise(other)})


def _span_of(subject: str, thing: str, language: str) -> tuple[int, int] | None:
    """Where the thing stands in the subject, with its article and adjectives: character offsets."""
    wanted = [stem(token.norm) for token in tokenise(_without_article(thing, language))]
    tokens = tokenise(subject)
    for size in (len(wanted), 1):
        sought = wanted[-size:] if wanted else []
        for first in range(len(tokens) - size + 1):
            if sought and [stem(token.norm) for token in tokens[first : first + size]] == sought:
                start = _article_before(tokens, subject, first, language)
                return tokens[start].start, tokens[first + size - 1].end
    return None


def _article_before(tokens: tuple, subject: str, first: int, language: str) -> int:  # pyright: ignore[reportMissingTypeArgument, reportUnknownParameterType]
    start = first
    for back in range(1, 4):
        position = first - back
        if position < 0 or "," in subject[tokens[position].end : tokens[position + 1].start]:  # pyright: ignore[reportUnknownMemberType]
            break
        if grammar.words("determiner", language).get([tokens[position].norm]):  # pyright: ignore[reportUnknownMemberType]
            return position
        if any(
            grammar.words(n, language).get([tokens[position].norm])
            for n in ("place_preposition", "joiner", "of")
        ):  # pyright: ignore[reportUnknownMemberType]
            break
    return start


def without_thing(subject: str, thing: str, language: str) -> str | None:
    """The subject without that thing and the words that tie it in; None when it is not in it."""
    span = _span_of(subject, thing, language)
    if span is None:
        return None
    before = re.sub(
        r"(?:,?\s*(?:and|with|wearing|holding|under|next to|beside|near|behind|on|in|by|con|mit|avec|com|y|und|et|e))+\s*$",
        "",
        subject[: span[0]],
        flags=re.I,
    )
    after = re.sub(r"^\s*(?:and|,)\s*", " ", subject[span[1] :], flags=re.I)
    return tidy(f"{before.rstrip(', ')}\x00{after}", language)


def _replaced(old: str, new: str, base: Slots, language: str) -> Edit:
    subject = base.get("subject", "")
    span = _span_of(subject, old, language)
    for name in ("setting", "time", "style", "palette"):
        if span is None and base.get(name) and _shares_word(_without_article(old, language), base[name]):
            return Edit(
                slots={name: _without_article(re.sub(r"^(?:in|at|on)\s+", "", new.strip()), language)}
            )
    if span is None:
        return Edit(slots={"subject": f"{subject}, with {new.strip()}".strip(", ")}, note="")
    article = re.match(r"^(?:an?|the|two|three|some|un|una|eine?n?|une?|uma?)\b", new.strip(), re.I)
    put = (
        new.strip()
        if article
        else f"a {new.strip()}"
        if language == "en" and not new.strip().endswith("s")
        else new.strip()
    )
    changed: Slots = {"subject": f"{subject[: span[0]]}{put}{subject[span[1] :]}"}
    if base.get("count") and _shares_word(old, base["count"]):
        changed["count"] = read(put, language).count
    return Edit(slots=changed)


def _head_replaced(subject: str, new: str, language: str) -> str:
    """ "a fox reading under a lamp" with "a wolf": the first thing changes, what it does stays."""
    tokens = tokenise(subject)
    for position in range(len(tokens)):
        found = grammar.things().at(tokens, position)
        if found is not None and not grammar.colours(language).at(tokens, position):
            return f"{new}{subject[tokens[found.last - 1].end :]}"
    return new


def _described(what: str, how: str, base: Slots, language: str) -> Edit:
    """The thing with a further adjective, in its place or added."""
    subject = base.get("subject", "")
    how = re.sub(r"^(?:more|a bit|a little|much|way|slightly|even)\s+", "", how, flags=re.I)
    span = _span_of(subject, what, language)
    if span is None:
        return Edit(slots={"subject": f"{subject}, with a {how} {what}".strip(", ")})
    said = subject[span[0] : span[1]]
    tokens = tokenise(said)
    bare = (
        [t for t in tokens if not grammar.colours(language).get([t.norm])]
        if grammar.colours(language).whole(how)
        else list(tokens)
    )
    noun = " ".join(said[token.start : token.end] for token in bare)
    article = re.match(r"^(an?|the|his|her|two|three)\s+", noun, re.I)
    put = f"{_fitting(article[1], how)} {how} {noun[article.end() :]}" if article else f"{how} {noun}"
    return Edit(slots={"subject": f"{subject[: span[0]]}{put}{subject[span[1] :]}"})


def _fitting(article: str, word: str) -> str:
    if article.lower() not in ("a", "an"):
        return article
    return "an" if word[:1].lower() in "aeiou" else "a"
