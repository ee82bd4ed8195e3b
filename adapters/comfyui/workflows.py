"""The workflows of one model, and which of them a request needs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from adapters.comfyui.workflow import NodeMap, Workflow, spots_of
from agent.domain.generation import RenderRequest
from agent.domain.image_models import Abilities

STEP = 16
PIXELS_MAX = 1_536 * 1_024


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflows:
    """What a model's entry names. `edits` take pictures, fewest first."""

    draw: Workflow
    edits: tuple[Workflow, ...] = ()
    upscale: Workflow | None = None
    map: NodeMap
    pixels_max: int = PIXELS_MAX
    steps_draft: int | None = None
    steps_high: int | None = None

    def inputs(self, workflow: Workflow, name: str) -> int:
        """How many inputs of that kind a workflow has."""
        return len(spots_of(workflow, self.map.targets.get(name, ())))

    @property
    def references_max(self) -> int:
        return max((self.inputs(workflow, "images") for workflow in (self.draw, *self.edits)), default=0)

    @property
    def masks(self) -> bool:
        return any(self.inputs(workflow, "mask") for workflow in (self.draw, *self.edits))

    @property
    def abilities(self) -> Abilities:
        return Abilities(
            references_max=self.references_max, masks=self.masks, side_max=round(sqrt(self.pixels_max) * 1.5),
            enlarges="upscales" if self.upscale else "", side_hd=4_096 if self.upscale else 0, progress=True, recalls_jobs=True,
        )  # fmt: skip

    def chosen(self, request: RenderRequest) -> Workflow:
        """The smallest that takes the request's pictures and its mask; the largest where none takes them all."""
        if request.hd and self.upscale is not None and request.references:
            return self.upscale
        wanted = len(request.references)
        if not wanted:
            return self.draw
        able = [workflow for workflow in (*self.edits, self.draw) if self.inputs(workflow, "images")]
        if request.mask is not None:
            able = [workflow for workflow in able if self.inputs(workflow, "mask")] or able
        else:
            # A mask's input left as it is would hide most of the picture.
            able = [workflow for workflow in able if not self.inputs(workflow, "mask")] or able
        able.sort(key=lambda workflow: self.inputs(workflow, "images"))
        enough = [workflow for workflow in able if self.inputs(workflow, "images") >= wanted]
        return next(iter(enough), able[-1] if able else self.draw)

    def size(self, width: int, height: int) -> tuple[int, int]:
        """In steps of 16, within as many pixels as the model is good for."""
        shrink = min(1.0, sqrt(self.pixels_max / (width * height)))
        return _stepped(width * shrink), _stepped(height * shrink)

    def steps(self, request: RenderRequest) -> int | None:
        if request.draft or request.quality == "low":
            return self.steps_draft
        return self.steps_high if request.quality == "high" else None

    def loras(self, request: RenderRequest) -> tuple[str, ...]:
        """Those whose name stands in the picture's style."""
        words = _words(request.context.value("style"))
        return tuple(name for name in self.map.loras if _stand_in(_words(name), words))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _stand_in(name: Sequence[str], words: Sequence[str]) -> bool:
    return any(list(words[at : at + len(name)]) == list(name) for at in range(len(words)))


def _stepped(side: float) -> int:
    return max(STEP, int(side) // STEP * STEP)
