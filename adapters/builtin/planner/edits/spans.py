"""What a message asks for, as the labels of its words tell it: "mach das Pferd schwarz" has a target and a value of setting a property."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from agent.text.words import Token, tokenise

ROLES: Mapping[str, tuple[str, ...]] = {
    "remove": ("target",), "add": ("value", "where"), "replace": ("target", "value"), "set": ("target", "value"),
    "count": ("target", "value"), "move": ("target", "value"), "style": ("value",), "setting": ("value",), "time": ("value",),
    "weather": ("value",), "light": ("value",), "format": ("value",), "write": ("value", "where"), "unwrite": ("target",),
    "keep": ("target",), "vague": ("value",),
}  # fmt: skip
"""Kind of operation -> what its words are, in the order of a line of data/changes.jsonl."""
WHOLE = ("undo", "again", "new", "talk")
"""Said by a message as a whole."""
OTHER = "-"
"""The label of a word that belongs to no operation."""

_KANA = re.compile(r"[ぁ-ゟ]+")
_PARTICLE = re.compile(
    r"(?<=[가-힣])(?:에서|으로|에게|한테|까지|부터|이랑|랑|을|를|이|가|은|는|로|에|의|도|만|와|과)$"
)
_STOP = re.compile(r"[,.;!?、，；。！？\n]")
_STOP_CHARS, _TAKEN_CHARS, _TURNED_CHARS = 15, 10, 8
"""How far a pair of spans is set apart by a stop between them, by a target that has its value already, and by an order unlike that of the
first pair: as if by so many characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One change. `kind` is one of ROLES or WHOLE; the others are the author's words, "" for none."""

    kind: str
    target: str = ""
    value: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    kind: str
    role: str
    start: int
    end: int


def words(text: str, language: str) -> tuple[Token, ...]:
    """The words that are labelled: Japanese endings letter by letter, a Korean particle by itself."""
    found: list[Token] = []
    for token in tokenise(text):
        said = text[token.start : token.end]
        if language == "ja" and _KANA.fullmatch(said):
            found += (
                Token(start=n, end=n + 1, norm=said[n - token.start]) for n in range(token.start, token.end)
            )
        elif language == "ko" and (particle := _PARTICLE.search(said)):
            cut = token.start + particle.start()
            found += (
                replace(token, end=cut, norm=token.norm[: particle.start()]),
                Token(start=cut, end=token.end, norm=particle[0]),
            )
        else:
            found.append(token)
    return tuple(found)


def labels_of(text: str, language: str, operations: Sequence[Operation]) -> list[str]:
    """A label for each of the `words`. A span that another one holds already is left out."""
    tokens = words(text, language)
    if operations and operations[0].kind in WHOLE:
        return [operations[0].kind] * len(tokens)
    labels, read_to = [OTHER] * len(tokens), 0
    for operation in operations:
        for role in ROLES[operation.kind]:
            said = getattr(operation, role)
            places = [match.start() for match in re.finditer(re.escape(said), text)] if said else []
            free = [(at, held) for at in places if (held := _free(tokens, labels, at, at + len(said)))]
            if free:
                at, held = min(
                    free, key=lambda one: (one[0] < read_to and role != "target", abs(one[0] - read_to))
                )
                read_to = max(read_to, at)
                for n in held:
                    labels[n] = f"{'B' if n == held[0] else 'I'} {operation.kind} {role}"
    return labels


def _free(tokens: Sequence[Token], labels: Sequence[str], start: int, end: int) -> list[int]:
    """The words of which half and more stand in [start, end); none where one of them has a label."""
    inside = [
        n for n, t in enumerate(tokens) if 2 * (min(t.end, end) - max(t.start, start)) >= t.end - t.start
    ]
    return inside if all(labels[n] == OTHER for n in inside) else []


def operations_of(text: str, language: str, labels: Sequence[str]) -> list[Operation]:
    """The operations that these labels of the `words` tell, in the order of the text."""
    if labels and labels[0] in WHOLE:
        return [Operation(kind=labels[0])]
    spans = list(_spans(words(text, language), labels))
    found: list[tuple[int, Operation]] = []
    for kind in dict.fromkeys(span.kind for span in spans):
        own = [span for span in spans if span.kind == kind]
        if ROLES[kind] == ("target", "value"):
            found += _pairs(text, own, [span for span in spans if span.role == "target"])
        elif "where" in ROLES[kind]:
            found += _placed(text, own)
        else:
            found += [(span.start, _operation(text, [span])) for span in own]
    return [operation for _, operation in sorted(found, key=lambda one: one[0])]


def _spans(tokens: Sequence[Token], labels: Sequence[str]) -> Iterator[_Span]:
    current: _Span | None = None
    for token, label in zip(tokens, labels, strict=True):
        begins, _, rest = label.partition(" ")
        kind, _, role = rest.partition(" ")
        if begins == "I" and current is not None:
            current = replace(current, end=token.end)
            continue
        if current is not None:
            yield current
        current = _Span(kind=kind, role=role, start=token.start, end=token.end) if begins == "B" else None
    if current is not None:
        yield current


def _operation(text: str, spans: Sequence[_Span], kind: str = "") -> Operation:
    said = {span.role: text[span.start : span.end] for span in spans}
    return Operation(kind=kind or spans[0].kind, **said)


def _apart(text: str, one: _Span, other: _Span) -> int:
    first, second = sorted((one, other), key=lambda span: span.start)
    between = text[first.end : second.start]
    return len(between) + _STOP_CHARS * len(_STOP.findall(between))


def _pairs(text: str, own: Sequence[_Span], targets: Sequence[_Span]) -> Iterator[tuple[int, Operation]]:
    """Each value with the nearest target of its kind, or of any where its kind has none: one thing may have several looks."""
    targets = [span for span in own if span.role == "target"] or targets
    value_first, taken = own[0].role == "value", set[int]()
    for value in (span for span in own if span.role == "value"):
        far = {
            _apart(text, one, value)
            + _TAKEN_CHARS * (one.start in taken)
            + _TURNED_CHARS * ((one.start > value.start) is not value_first): one
            for one in reversed(targets)
        }
        nearest = [far[min(far)]] if far else []
        taken |= {one.start for one in nearest}
        yield value.start, _operation(text, [value, *nearest], value.kind)


def _placed(text: str, own: Sequence[_Span]) -> Iterator[tuple[int, Operation]]:
    """Each value with the place that is said nearest to it."""
    values = [span for span in own if span.role == "value"]
    places: dict[int, _Span] = {}
    for where in (span for span in own if span.role == "where") if values else ():
        nearest = min(values, key=lambda v: _apart(text, v, where) + _TAKEN_CHARS * (v.start in places))
        places[nearest.start] = where
    for value in values:
        yield (
            value.start,
            _operation(text, [value, *([places[value.start]] if value.start in places else [])]),
        )
