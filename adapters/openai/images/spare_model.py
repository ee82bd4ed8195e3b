"""A server that nobody said can draw: it is tried, and where it has no image model a spare draws from then on."""

from adapters.openai.errors import NoSuchThing
from adapters.openai.images.image_model import OnPartial, OnProgress, OpenAIImageModel
from agent.domain.evaluation import Evaluation
from agent.domain.generation import RenderedImage, RenderRequest
from agent.ports import ImageModel, Judge, JudgeRequest, Usage


class SparedImageModel:
    """Implements ImageModel."""

    def __init__(self, model: OpenAIImageModel, spare: ImageModel) -> None:
        self._model = model
        self._spare = spare
        self.on_spare = False

    async def render(
        self,
        request: RenderRequest,
        *,
        timeout_seconds: float,
        on_partial: OnPartial | None = None,
        on_progress: OnProgress | None = None,
    ) -> RenderedImage:
        if not self.on_spare:
            try:
                return await self._model.render(
                    request, timeout_seconds=timeout_seconds, on_partial=on_partial
                )
            except NoSuchThing:  # it said so before it drew anything
                self.on_spare = True
        return await self._spare.render(request, timeout_seconds=timeout_seconds, on_partial=on_partial)


class SparedJudge:
    """Implements Judge: the one that fits who draws. A model with eyes would find a storyboard wanting each time."""

    def __init__(self, judge: Judge, spare: Judge, images: SparedImageModel) -> None:
        self._judge = judge
        self._spare = spare
        self._images = images

    async def judge(self, request: JudgeRequest, *, timeout_seconds: float) -> tuple[Evaluation, Usage]:
        judge = self._spare if self._images.on_spare else self._judge
        return await judge.judge(request, timeout_seconds=timeout_seconds)
