"""What a plan keeps or forgets of a person: only what stands in that person's own message, in that person's own words. No
memory, page, picture or other person's word gets here, whatever the model was talked into."""

import re

from adapters.openai.chat.spoken_text import is_quoted, one_line, own_words
from adapters.openai.planner.plan_shape import PlanShape, StatementShape
from adapters.openai.planner.planner_context import Sight
from agent.domain.generation import Intent, Statement
from agent.ports import PlanRequest

STATEMENTS_MAX = 3
TEXT_CHARS_MAX = 400

_FORGETTING = re.compile(
    r"forget|delet|remov|eras|wipe|vergiss|vergess|lösch|oubli|efface|supprim|olvid|borr|elimin|esque[cç]|apag|dimentic|"
    r"cancell|scord|vergeet|verwijder|zapomn|usuń|забуд|удал|忘|删|刪|消し|消去|잊|삭제|지워",
    re.IGNORECASE,
)
"""How people ask for it in the languages we were asked for and a few more; `/forget` works in every language."""


def forgets(text: str) -> bool:
    """Whether a message itself asks to forget: a deletion never rests on a model's word alone."""
    return _FORGETTING.search(text) is not None


def statements_of(shape: PlanShape, request: PlanRequest, sight: Sight) -> tuple[Statement, ...]:
    """Only what stands in the author's own message, in the author's own words."""
    found = [
        _statement(statement, sight)
        for statement in shape.statements[:STATEMENTS_MAX]
        if is_quoted(statement.quote, request.text)
    ]
    return tuple(statement for statement in found if statement.text)


def _statement(statement: StatementShape, sight: Sight) -> Statement:
    picture = sight.pictures.get(statement.picture.strip().upper())
    quote = one_line(statement.quote, TEXT_CHARS_MAX)
    name = one_line(statement.name, 60)
    return Statement(
        kind=statement.kind,
        text=own_words(one_line(statement.text, TEXT_CHARS_MAX), quote) if statement.text else quote,
        scope=statement.scope,
        name=name if is_quoted(name, quote) else "",
        image=picture.image if picture and statement.kind == "character" else None,
        explicit=statement.explicit,
    )


def forget_of(shape: PlanShape, request: PlanRequest, intent: Intent) -> str:
    """In the author's own words, or not at all."""
    words = one_line(shape.forget, 200)
    return words if intent == "forget" and is_quoted(words, request.text) else ""
