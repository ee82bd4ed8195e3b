"""Proves the configured models with real small calls: what works, what is missing, how to mend it. For `python -m bot check`."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import httpx2
import openai
from openai import AsyncOpenAI
from PIL import Image
from pydantic import BaseModel

from adapters.openai.chat.language_model import OpenAILanguageModel
from adapters.openai.connection import within
from adapters.openai.errors import Foreign, NoSuchThing, mentions
from adapters.openai.images.image_model import OpenAIImageModel
from adapters.openai.model_names import chosen, listed, may_draw
from agent.domain.generation import Evidence, GenerationContext, ImageData, RenderRequest
from agent.errors import AtelierError, MalformedCompletion, ModelUnavailable
from agent.ports import Prompt

CALL_SECONDS = 40.0
RENDER_SECONDS = 180.0
PROBE_SECONDS = 15.0
_MEND_SERVER = (
    "Check OPENAI_BASE_URL (most servers want it to end in /v1), OPENAI_API_KEY and ATELIER_CHAT_MODEL."
)
_MEND_IMAGES = "Check ATELIER_IMAGE_BASE_URL, ATELIER_IMAGE_API_KEY and ATELIER_IMAGE_MODEL."
_WANTS_PICTURES = ("image", "picture", "file", "multipart", "content-type", "prompt")
"""What a server that edits complains of when it is given no picture."""
_SYSTEM = "You answer with one JSON object."


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One line. missing: it works without, and less well."""

    part: str
    state: Literal["good", "missing", "wrong", "not tried"]
    text: str
    mend: str = ""


class _Seen(BaseModel):
    colour: str


async def prove(
    *,
    language: OpenAILanguageModel | None = None,
    image_model: OpenAIImageModel | None = None,
    image_client: AsyncOpenAI | None = None,
    spared: bool = False,
    render: bool = False,
) -> Sequence[Proof]:
    """Calls each model that is given; a render, which costs a picture, only if `render`. `spared`: sketches stand in for a
    server that draws no pictures. Raises nothing of ours."""
    proofs: list[Proof] = []
    if language is not None:
        proofs += await _language(language)
    if image_model is not None and image_client is not None:
        proofs += await _images(image_model, image_client, render=render, spared=spared)
    return proofs


async def _language(language: OpenAILanguageModel) -> Sequence[Proof]:
    """One call shows the answers, the schemas and the eyes."""
    prompt = Prompt(
        name="check", system=_SYSTEM, user="Which colour has the attached picture? Name it in one English word.",
        images=(_square("red"),),
    )  # fmt: skip
    try:
        completion = await language.complete(prompt, _Seen, timeout_seconds=CALL_SECONDS)
    except MalformedCompletion:
        text = f"{language.model} answers, but not in JSON, even when asked twice: plans fall back to the built-in planner"
        return [
            Proof(
                part="Planner", state="wrong", text=text, mend="Choose a larger model in ATELIER_CHAT_MODEL."
            )
        ]
    except AtelierError as error:
        return [Proof(part="Planner", state="wrong", text=str(error), mend=_MEND_SERVER)]
    usage = completion.usage
    cost = f", ${usage.cost_usd:.5f}" if usage.cost_usd else ""
    answers = Proof(part="Planner", state="good", text=f"{usage.model} answers ({usage.seconds:.1f} s{cost})")
    return [answers, _schemas(language), _eyes(completion.degraded, completion.value.colour)]


def _schemas(language: OpenAILanguageModel) -> Proof:
    if language.ways.how == "schema":
        return Proof(part="Schemas", state="good", text="strict JSON schemas are kept")
    how = "JSON mode" if language.ways.how == "json" else "JSON asked for in words"
    return Proof(
        part="Schemas", state="missing", text=f"the server enforces no JSON schema; {how} is used instead",
        mend="It works, less surely. vLLM, SGLang, llama.cpp and Ollama enforce schemas in recent versions.",
    )  # fmt: skip


def _eyes(degraded: str, colour: str) -> Proof:
    if "unseen" in degraded:
        return Proof(
            part="Vision", state="missing", text="the chat model sees no pictures: attached ones go to the image model unseen, and "
            "what is drawn is not looked at", mend="Choose a model with vision in ATELIER_CHAT_MODEL.",
        )  # fmt: skip
    if "red" not in colour.lower():
        return Proof(
            part="Vision", state="missing", text=f"shown a red square, the chat model says {colour[:30]!r}",
            mend="Choose a model with vision in ATELIER_CHAT_MODEL, or switch `feedback` off.",
        )  # fmt: skip
    return Proof(part="Vision", state="good", text="pictures are seen")


async def _images(
    model: OpenAIImageModel, client: AsyncOpenAI, *, render: bool, spared: bool
) -> Sequence[Proof]:
    drawn = await _drawn(model, spared=spared) if render else await _named(model, client, spared=spared)
    if drawn.state in ("wrong", "missing"):
        return [drawn]
    return [drawn, await _edits(model, client)]


def _no_pictures(why: str) -> Proof:
    return Proof(
        part="Pictures", state="missing", text=f"sketches: {why}",
        mend="Name an image server in ATELIER_IMAGE_BASE_URL, or a model of this one in ATELIER_IMAGE_MODEL.",
    )  # fmt: skip


async def _drawn(model: OpenAIImageModel, *, spared: bool) -> Proof:
    subject = Evidence(value="a red ball on a white table", method="said")
    request = RenderRequest(
        context=GenerationContext(slots={"subject": subject}, seed=1), width=512, height=512, draft=True
    )
    try:
        image = await model.render(request, timeout_seconds=RENDER_SECONDS)
    except NoSuchThing as error:
        return (
            _no_pictures(str(error))
            if spared
            else Proof(part="Pictures", state="wrong", text=str(error), mend=_MEND_IMAGES)
        )
    except AtelierError as error:
        return Proof(part="Pictures", state="wrong", text=str(error), mend=_MEND_IMAGES)
    size = f"{image.image.width} x {image.image.height}"
    cost = f", ${image.cost_usd:.4f}" if image.cost_usd else ", no price known (ATELIER_PRICES)"
    return Proof(part="Pictures", state="good", text=f"{image.model} draws ({size}{cost})")


async def _named(model: OpenAIImageModel, client: AsyncOpenAI, *, spared: bool) -> Proof:
    """Without paying: whether the server answers, and lists the model."""
    try:
        names = await listed(client)
    except ModelUnavailable as error:
        return Proof(part="Pictures", state="wrong", text=str(error), mend=_MEND_IMAGES)
    if model.model and model.model not in names:
        return Proof(
            part="Pictures", state="not tried", text=f"the server answers, but does not list {model.model}",
            mend="`python -m bot check --render` draws one small picture to be sure.",
        )  # fmt: skip
    if spared and names and not any(may_draw(name) for name in names):
        return _no_pictures(
            f"of the models that the server lists none is known to draw ({', '.join(names[:3])[:80]})"
        )
    name = model.model or chosen(names, draws=True)
    lists = "lists" if name in names else "will be asked for"
    return Proof(
        part="Pictures", state="not tried", text=f"the server answers and {lists} {name}",
        mend="`python -m bot check --render` draws one small picture to be sure.",
    )  # fmt: skip


async def _edits(model: OpenAIImageModel, client: AsyncOpenAI) -> Proof:
    """Asks for an edit of no picture: who can edit complains of the picture, who cannot of the address. Nothing is drawn."""
    if model.capabilities.references_max == 0:
        return _no_edits(f"a {model.capabilities.backend} server takes no pictures")
    try:
        await client.post(
            "/images/edits", body={"model": model.model or "x", "prompt": ""}, cast_to=httpx2.Response,
            options={"timeout": within(PROBE_SECONDS)},
        )  # fmt: skip
    except openai.APIStatusError as error:
        if error.status_code in (404, 405, 501):
            return _no_edits("the server has no /images/edits")
        if error.status_code >= 500 or not mentions(error, *_WANTS_PICTURES):
            return Proof(
                part="Edits",
                state="not tried",
                text=f"the server does not say whether it edits (it answers {error.status_code})",
            )
    except Foreign as error:
        return Proof(
            part="Edits", state="not tried", text=f"the server does not say ({type(error).__name__})"
        )
    within_mask = ", also within a mask" if model.capabilities.masks else "; a mask is not kept to"
    return Proof(part="Edits", state="good", text=f"pictures can be edited and referred to{within_mask}")


def _no_edits(why: str) -> Proof:
    return Proof(
        part="Edits", state="missing", text=f"{why}: “make it night” and characters are drawn anew from words",
        mend="Serve a model that edits (Qwen-Image-Edit, FLUX.2, a GPT image model), or set ATELIER_IMAGE_BACKEND.",
    )  # fmt: skip


def _square(colour: str) -> ImageData:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), colour).save(out, "PNG")
    return ImageData(data=out.getvalue(), media_type="image/png", width=64, height=64)
