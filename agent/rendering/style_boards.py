"""Style boards at work: which one a request speaks of, its words without that, and the pictures and words of the board in the plan."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from agent.domain.generation import Evidence, GenerationContext, Plan, Reference
from agent.domain.memory import Album
from agent.text.stopwords import STOP_WORDS
from agent.translation.catalogue import _
from agent.turn_context import Services, TurnContext

_SMALL = frozenset[str]().union(*STOP_WORDS.values())
_IN = r"(?:in|with|like|using|im|mit|wie|en|con|como|dans|avec|comme|no|na|com|em)"
_OUR = (
    r"(?:our|the|my|this channel'?s|unserem|unserer|unser|dem|der|den|meinem|meiner|nuestro|nuestra|mi|el|la|notre|mon|ma|le|nosso|"
    r"nossa|meu|minha|o|a)"
)
_BOARD = r"(?:style[ -]?boards?|mood[ -]?boards?|boards?|stil[ -]?board|tablero(?: de estilo)?|planche(?: de style)?|quadro(?: de estilo)?)"
_ANY_BOARD = (
    rf"(?:{_BOARD}|bacheca|stijlbord|bord|tablic\w{{1,3}}|plansz\w{{1,3}}|доск\w{{1,3}}|дошк\w{{1,3}}|"
    r"pano(?:m\w{0,3}|s\w{1,3}|da|yu)?(?!\w)|papan(?: gaya)?|tavola|painel|"
    r"(?:スタイル)?ボード|(?:스타일)?\s?보드|(?:风格|風格)?(?:画板|畫板|看板)|لوحة|बोर्ड)"
)
"""With the words of further languages, which stand for much else: a board's name must stand beside them."""
_STYLE = r"(?:style|stil|estilo)"
_HOUSE = (
    rf"(?:house[ -]?{_STYLE}|haus{_STYLE}|{_STYLE} (?:de la casa|da casa)|style maison|"
    r"huisstijl|stile (?:della|di) casa|styl\w{0,2} domu|"
    r"фирменн\w{1,3} стил\w{1,3}|фірмов\w{1,3} стил\w{1,3}|ハウススタイル|하우스 스타일)"
)
_EDGE = r"(?<![\w-])"
_END = r"(?![\w-])"
_HOUSE_STYLE = re.compile(rf"{_EDGE}(?:{_IN}\s+)?(?:{_OUR}\s+)?{_HOUSE}{_END}", re.IGNORECASE)
_MY = r"(?:my|our|this channel'?s|meinem|meiner|unserem|unserer|mi|nuestro|nuestra|mon|ma|notre|meu|minha|nosso|nossa)"
_MY_ANY = rf"(?:{_MY}|mein|meinen|unser|unseren|mi|il mio|la mia|mijn|ons|onze)"
_ONE = re.compile(rf"{_EDGE}{_IN}\s+{_MY}\s+{_BOARD}{_END}", re.IGNORECASE)
_UNKNOWN = re.compile(
    rf"{_EDGE}{_IN}\s+{_MY}\s+((?!(?:style|mood)\b)[\w'-]+(?:\s[\w'-]+)?)\s+{_BOARD}{_END}", re.IGNORECASE
)
"""A board by a name that there is none of."""
_CALLED_SO = re.compile(
    rf"{_EDGE}{_MY_ANY}\s+(?:((?!(?:style|mood)\b)[\w'-]+)\s+{_BOARD}|{_BOARD}\s+([\w'-]+)){_END}",
    re.IGNORECASE,
)
_MY_ONE = re.compile(
    rf"{_EDGE}{_MY_ANY}\s+{_BOARD}(?=\s*$|[.,;!]|\s+(?:{'|'.join(sorted(_SMALL))})(?!\w))", re.IGNORECASE
)
_MAY_SPEAK = re.compile(rf"{_ANY_BOARD}|{_STYLE}|{_HOUSE}", re.IGNORECASE)
_QUOTED = re.compile(r"[“„«\"][^”“»\"]{1,400}[”“»\"]")
PICTURES_MAX = 3
"""Of a board, that one picture goes by: what they have in common shows in a few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardNamed:
    which: Literal["house", "mine", "named"]
    name: str = ""
    rest: str
    """The request's words without it."""
    said: str = field(default="", repr=False)
    """How the words speak of it."""


def may_speak_of_boards(text: str) -> bool:
    """Whether it is worth to look which boards there are."""
    return _MAY_SPEAK.search(text) is not None


def board_named(text: str, names: Sequence[str]) -> BoardNamed | None:
    """What a request says of a board: one by its name, the place's, or the author's own. What stands in quotation marks names none.

    >>> board_named("a fox in our house style", ())
    BoardNamed(which='house', name='', rest='a fox')
    >>> board_named("a fox in my Sunny board, please", ["Sunny"])
    BoardNamed(which='named', name='Sunny', rest='a fox, please')
    """
    said = _QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), text)
    for name in sorted(names, key=len, reverse=True):
        if found := _by_name(name).search(said):
            return BoardNamed(which="named", name=name, rest=without(text, found), said=found[0])
    if found := _HOUSE_STYLE.search(said):
        return BoardNamed(which="house", rest=without(text, found), said=found[0])
    if found := _UNKNOWN.search(said):
        return BoardNamed(which="named", name=found[1], rest=without(text, found), said=found[0])
    if found := _ONE.search(said):
        return BoardNamed(which="mine", rest=without(text, found), said=found[0])
    return None


def board_called(text: str, names: Sequence[str]) -> BoardNamed | None:
    """A board by its name and a word for a board beside it, in any language and whatever little words stand before them; or one of that
    kind that there is none of. For words that wish for one, whatever else they say: in a request they may be what is to be drawn.

    >>> board_called("always use my board Ink", ["Ink"])
    BoardNamed(which='named', name='Ink', rest='always use my')
    """
    for name in sorted(names, key=len, reverse=True):
        called = r"[\s-]+".join(re.escape(part) for part in re.split(r"[\s-]+", name) if part)
        beside = rf"(?<![A-Za-z0-9]){called}(?![A-Za-z0-9])"
        mark = r"[\s„“”\"«»「」-]*"
        if found := re.search(
            rf"{beside}{mark}(?:{_STYLE}\s+)?{_ANY_BOARD}|{_ANY_BOARD}{mark}{beside}", text, re.IGNORECASE
        ):
            return BoardNamed(which="named", name=name, rest=without(text, found), said=found[0])
    if found := _MY_ONE.search(text):
        return BoardNamed(which="mine", rest=without(text, found), said=found[0])
    if found := _CALLED_SO.search(text):
        name = found[1] or found[2]
        return BoardNamed(which="named", name=name, rest=without(text, found), said=found[0])
    return None


def _by_name(name: str) -> re.Pattern[str]:
    called = r"[\s-]+".join(re.escape(part) for part in re.split(r"[\s-]+", name) if part)
    behind = rf"(?:{_STYLE}\s+)?{_BOARD}|{_STYLE}"
    return re.compile(
        rf"{_EDGE}{_IN}\s+(?:{_OUR}\s+)?(?:{called}[\s-]+(?:{behind})|(?:{behind})\s+{called}){_END}",
        re.IGNORECASE,
    )


def without(text: str, found: re.Match[str]) -> str:
    """The words without that part of them."""
    left, right = text[: found.start()].rstrip(), text[found.end() :].lstrip()
    joined = f"{left}{right}" if right[:1] in ",.;:!?" else f"{left} {right}"
    return joined.strip(" ,")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardWish:
    """What a request says of a style board, and its words without that."""

    text: str
    board: Album | None = None
    note: str = ""
    """Why there is none, for the author."""

    def worked_in(self, plan: Plan) -> Plan:
        """The plan in the board's style, whatever style stood in it."""
        if self.note:
            return replace(plan, notes=(*plan.notes, self.note))
        return plan if self.board is None else replace(plan, context=in_style_of(plan.context, self.board))


async def board_wish(services: Services, ctx: TurnContext, text: str) -> BoardWish:
    boards = await services.people.albums.list(ctx.reader, "board") if ctx.remembers else ()
    named = board_named(text, [board.name for board in boards])
    if named is None:
        return BoardWish(text=text)
    board = meant(named, boards)
    note = (
        ""
        if board
        else missing(named, boards)
        if ctx.remembers
        else _("Memory is off here, or in this message, so I use no board.")
    )
    return BoardWish(text=named.rest or text, board=board, note=note)


async def in_remembered_style(services: Services, ctx: TurnContext, plan: Plan) -> Plan:
    """A standing preference for a style of which there is a board of that name: its pictures show what the words mean."""
    style = plan.context.slots.get("style")
    if (
        style is None
        or style.method != "recall"
        or any(ref.role == "style" for ref in plan.context.references)
    ):
        return plan
    wanted = style.value.casefold()
    boards = await services.people.albums.list(ctx.reader, "board")
    board = next((one for one in boards if one.name.casefold() == wanted), None)
    if board is None:
        return plan
    return replace(plan, context=replace(plan.context, references=(*plan.context.references, *_shown(board))))


def in_style_of(context: GenerationContext, board: Album) -> GenerationContext:
    evidence = Evidence(
        value=board.words or board.name,
        method="recall",
        source=f"board: {board.name}",
        memory=board.memory,
        confidence=0.95,
    )
    slots = {**context.slots, "style": evidence}
    prompt = (
        f"{context.prompt} In the style of {evidence.value}."
        if context.prompt and board.words
        else context.prompt
    )
    return replace(context, slots=slots, references=(*context.references, *_shown(board)), prompt=prompt)


def _shown(board: Album) -> Sequence[Reference]:
    return [
        Reference(image=one.image, role="style", label=board.name, detail=one.label)
        for one in board.pictures[:PICTURES_MAX]
    ]


def meant(named: BoardNamed, boards: Sequence[Album]) -> Album | None:
    """One's own before a shared one of the same name; where a place has several, the first by name."""
    match named.which:
        case "named":
            return next((one for one in boards if one.name == named.name), None)
        case "house":
            return next((one for one in boards if one.scope.kind != "user"), None)
        case "mine":
            own = [one for one in boards if one.scope.kind == "user"]
            return own[0] if len(own) == 1 else next((one for one in boards if not own), None)


def missing(named: BoardNamed, boards: Sequence[Album]) -> str:
    if named.which == "house":
        return _(
            "There is no house style here yet: moderators save a board with `/style save NAME` and share it with `/style share NAME`."
        )
    if named.which == "named" and boards:
        known = ", ".join(one.name for one in boards[:8])
        return _("There is no board “{name}”. There is: {known}.", name=named.name[:40], known=known)
    if len([one for one in boards if one.scope.kind == "user"]) > 1:
        return _(
            "You have several boards, so say which: {names}.", names=", ".join(one.name for one in boards[:8])
        )
    return _("You have no style board yet: `/style save NAME` with up to eight pictures makes one.")
