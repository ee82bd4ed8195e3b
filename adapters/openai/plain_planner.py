"""What is planned when the language model's answer cannot be read: the author's words, drawn as they are."""

import re
from dataclasses import replace

from agent.domain.generation import Evidence, GenerationContext, Plan, Reference
from agent.image_prompt import prompt_of
from agent.ports import PlanRequest, Usage

UNREAD = "I could not work out what to draw. Please say it once more."


class PlainPlanner:
    """Port `agent.ports.Planner`. Reads nothing into the words: a reply to a picture changes it by them, all else is a new picture;
    without a word there is none."""

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        """Raises nothing."""
        words = request.text.strip()
        if not re.search(r"\w", words):
            return Plan(intent="chat", answer=UNREAD), Usage(model="plain")
        replied = request.turn.replied
        base = request.base if replied is not None and replied.pictures else None
        before = base.context if base is not None else GenerationContext()
        subject = ", ".join(filter(None, (before.value("subject"), words)))
        context = before.fill({"subject": Evidence(value=subject, method="said", source="you said")})
        if base is None:
            return Plan(intent="create", context=replace(context, prompt=prompt_of(context))), Usage(
                model="plain"
            )
        changed = Reference(image=base.id, role="base", label="the picture to change")
        others = tuple(reference for reference in before.references if reference.role not in ("base", "mask"))
        context = replace(context, references=(changed, *others), base=base.id, panel="", prompt="")
        return Plan(intent="edit", context=replace(context, prompt=prompt_of(context))), Usage(model="plain")
