"""What is asked of the image model."""

from adapters.http.fetcher import SafeFetcher
from agent.domain.generation import Evidence, GenerationContext, ImageData, Reference, RenderRequest
from simulators.openai import troubles
from simulators.openai.images import PICTURE_TOKENS
from simulators.pictures import drawn

FLARE = "gpt-image-2.6-flare"
COST = (50 * 5.0 + PICTURE_TOKENS * 30.0) / 1e6
FOX = ImageData(data=drawn(64, 64, "fox"), media_type="image/png", width=64, height=64)


def request(prompt: str = "A fox.", *, labels: tuple[str, ...] = (), **slots: str) -> RenderRequest:
    references = tuple((Reference(image=label, role="subject", label=label), FOX) for label in labels)
    evidence = {name: Evidence(value=value, method="said") for name, value in slots.items()}
    context = GenerationContext(
        prompt=prompt, seed=7, slots=evidence, references=tuple(r for r, _ in references)
    )
    return RenderRequest(context=context, width=1024, height=1024, references=references, author_hash="abc")


FETCHER = SafeFetcher()


def patience(trouble: object) -> float:
    """Seconds: little for what never answers, plenty for what does on a busy machine."""
    return 0.4 if trouble in (troubles.hangs, troubles.drips) else 20.0
