"""A judge that sees no pixels: it knows only what the renderer itself says it could not draw, and says no more."""

from agent.domain.evaluation import Evaluation
from agent.domain.generation import Check
from agent.ports import JudgeRequest, Usage
from agent.text.words import normalised, singular, tokenise


class BuiltInJudge:
    """Port `agent.ports.Judge`."""

    async def judge(self, request: JudgeRequest, *, timeout_seconds: float) -> tuple[Evaluation, Usage]:
        """Always accepts: what the renderer has no drawing for, it would not have the second time either. `failed` names
        the checks that the missing things break. Raises nothing."""
        return verdict(request), Usage(model="offline")


def verdict(request: JudgeRequest) -> Evaluation:
    failed = tuple(check.text for check in request.checklist if _is_broken(check, request.missing))
    total = len(request.checklist)
    score = 1.0 - len(failed) / total if total else (0.5 if request.missing else 1.0)
    return Evaluation(verdict="accept", failed=failed, score=round(score, 3))


def _is_broken(check: Check, missing: tuple[str, ...]) -> bool:
    """Whether the check speaks of something that is missing. A thing that must not be there is well missed."""
    if check.slot == "exclude":
        return False
    words = {singular(token.norm) for token in tokenise(check.text)}
    for thing in missing:
        sought = {singular(token.norm) for token in tokenise(thing)}
        if (sought and sought <= words) or (
            not thing.isascii() and normalised(thing) in normalised(check.text)
        ):
            return True
    return False
