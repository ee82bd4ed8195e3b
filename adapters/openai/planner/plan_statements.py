"""What a plan proposes to keep or forget of a person, as the model put it. Whether it may is not decided here (agent.policy.proposals)."""

from adapters.openai.chat.spoken_text import one_line
from adapters.openai.planner.plan_shape import PlanShape, StatementShape
from adapters.openai.planner.planner_context import Sight
from agent.domain.generation import Statement

STATEMENTS_MAX = 3
TEXT_CHARS_MAX = 400


def statements_of(shape: PlanShape, sight: Sight) -> tuple[Statement, ...]:
    found = [_statement(statement, sight) for statement in shape.statements[:STATEMENTS_MAX]]
    return tuple(statement for statement in found if statement.text)


def _statement(statement: StatementShape, sight: Sight) -> Statement:
    picture = sight.pictures.get(statement.picture.strip().upper())
    quote = one_line(statement.quote, TEXT_CHARS_MAX)
    return Statement(
        kind=statement.kind,
        text=one_line(statement.text, TEXT_CHARS_MAX) or quote,
        scope=statement.scope,
        name=one_line(statement.name, 60),
        image=picture.image if picture and statement.kind == "character" else None,
        explicit=statement.explicit,
        quote=quote,
    )
