"""A style board as a lasting wish, said in words: "always use my board Ink", "ab jetzt immer unser Hausstil", `/style my Ink board`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.domain.generation import Plan, Statement
from agent.domain.memory import Album, Memory, Profile
from agent.domain.memory_words import STANDING_BOARD, standing_board
from agent.rendering.style_boards import (
    BoardNamed,
    board_called,
    board_named,
    in_style_of,
    meant,
    missing,
    without,
)
from agent.text.stopwords import STOP_WORDS
from agent.text.words import tokenise
from agent.translation.catalogue import _
from agent.turn_context import Services, TurnContext

_SMALL = frozenset[str]().union(*STOP_WORDS.values())
_USING = re.compile(
    r"\b(?:use|using|benutz\w*|verwend\w*|nutz\w*|nimm|usa\w*|utili[sz]\w*|gebruik\w*|используй\w*|использ\w*|використ\w*|мо[йюяеи]\w{0,2}|используем|moj\w*|moją|używaj|kullan|gunakan|pakai)\b"
    r"|私|僕|俺|我|나의|내|使|用|の|で|を|的|って|ください|استخدم",
    re.IGNORECASE,
)
"""Words for using something, and whose it is, where no space parts them."""
_OURS = frozenset({"always", "wants", "prefers", "also"})
"""How the reader of statements begins a taste."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingWish:
    """A board is wished for from now on."""

    statement: Statement | None = None
    """None: there is no such board, and `note` says so."""
    note: str = ""
    text: str = ""
    """What is wished for besides; "" for nothing."""

    def worked_in(self, plan: Plan) -> Plan:
        """The plan, which may be for a picture that was wished for in the same message."""
        if self.text:
            notes = (*plan.notes, self.note) if self.note else plan.notes
            kept = (*plan.statements, self.statement) if self.statement else plan.statements
            return replace(plan, statements=kept, notes=notes)
        if self.statement is None:
            return Plan(intent="chat", answer=self.note, language=plan.language)
        return Plan(intent="remember", statements=(self.statement,), language=plan.language)


async def standing_wish(
    services: Services, ctx: TurnContext, text: str, *, ordered: bool = False
) -> StandingWish | None:
    """None where the words wish for no board for good. `ordered`: they come as an order to keep something."""
    meaning = services.statements.meaning(text)
    if not (ordered or meaning.keeps):
        return None
    boards = await services.people.albums.list(ctx.reader, "board") if ctx.remembers else ()
    named = _said(text, boards, bare=ordered)
    if named is None:
        return None
    is_all = ordered or _is_all(services, text, named)
    if not is_all and not meaning.wishes:
        return None  # "our house style is flat pastel" tells what it is
    rest = "" if is_all else named.rest
    if not ctx.remembers:
        return StandingWish(note=_("Memory is off here, or in this message, so I use no board."), text=rest)
    board = meant(named, boards)
    if board is None:
        return StandingWish(note=missing(named, boards), text=rest)
    read = next(iter(services.statements.statements(text)), None)
    shared = read is not None and read.kind in ("preference", "rule")
    kept = Statement(
        kind="rule" if shared and read and read.kind == "rule" else "preference",
        text=f"{STANDING_BOARD}{board.name}", scope=read.scope if shared and read else "user", is_reading=True,
    )  # fmt: skip
    return StandingWish(statement=kept, text=rest)


async def in_standing_board(services: Services, ctx: TurnContext, plan: Plan, profile: Profile) -> Plan:
    """The plan in the board that its author, or the place, wishes for whatever names no style: a rule before one's own wish, and that
    before the place's."""
    wishes = [memory for memory in (*profile.rules(), *profile.memories) if standing_board(memory)]
    if not wishes or plan.intent not in ("create", "series") or plan.context.base is not None:
        return plan
    if any(reference.role == "style" for reference in plan.context.references):
        return plan
    wish = next((one for one in wishes if _goes_before(one, plan)), None)
    if wish is None:
        return plan
    boards = await services.people.albums.list(ctx.reader, "board")
    board = next((one for one in boards if one.name.casefold() == standing_board(wish).casefold()), None)
    if board is None:
        return plan
    context = in_style_of(plan.context, board)
    style = replace(context.slots["style"], source=f"memory: {wish.sentence()}", memory=wish.id)
    return replace(plan, context=replace(context, slots={**context.slots, "style": style}))


def _goes_before(wish: Memory, plan: Plan) -> bool:
    """Whether it is stronger than the style that the plan has."""
    style = plan.context.slots.get("style")
    if style is None or style.method == "assume" or wish.kind == "rule":
        return True
    return style.method == "recall" and " rule: " not in style.source and wish.scope.kind == "user"


def _said(text: str, boards: Sequence[Album], *, bare: bool) -> BoardNamed | None:
    """The board that the words name; `bare`: its name alone will do."""
    names = [board.name for board in boards]
    if bare and (same := next((name for name in names if name.casefold() == text.strip().casefold()), None)):
        return BoardNamed(which="named", name=same, rest="")
    return board_named(text, names) or board_called(text, names)


def _is_all(services: Services, text: str, named: BoardNamed) -> bool:
    """Whether the wish is all that the words say: as a taste that was read of them, or where it was not, by what follows the board."""
    for one in services.statements.statements(text):
        if one.kind in ("preference", "rule"):
            found = re.search(re.escape(named.said), one.text, re.IGNORECASE)
            return found is not None and not _content(without(one.text, found))
    behind = text[text.casefold().rfind(named.said.casefold()) + len(named.said) :]
    return len(tokenise(behind)) <= 1  # a verb, where it comes last


def _content(text: str) -> set[str]:
    return {token.norm for token in tokenise(_USING.sub(" ", text))} - _SMALL - _OURS
