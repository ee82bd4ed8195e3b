"""The two orders of work that ours is compared with, on the same models: Qwen-Image-Agent's modules one after another
(arXiv 2606.26907, section 3) and Mind-Brush's fixed chain (arXiv 2602.01756). Prompts are short stand-ins of our own; what the
comparison rests on is the number and order of the calls, each of which is really made."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel

from agent.domain.generation import Evidence, GenerationContext, ImageData, RenderRequest, Search
from agent.ports import Fetcher, ImageModel, LanguageModel, Prompt, Usage, WebSearch

CALL_SECONDS = 600.0


class Answer(BaseModel):
    """What any of their steps answers."""

    text: str


@dataclass(slots=True)
class Bill:
    """What one turn used."""

    model_calls: int = 0
    tokens: int = 0
    money: float = 0.0

    def add(self, usage: Usage) -> None:
        self.model_calls += 1
        self.tokens += usage.input_tokens + usage.output_tokens
        self.money += usage.cost_usd


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """The models and the web of one run."""

    language: LanguageModel
    images: ImageModel
    search: WebSearch
    fetcher: Fetcher


@dataclass(slots=True)
class Order:
    """One turn in another order of work."""

    bench: Bench
    bill: Bill = field(default_factory=Bill)

    async def ask(self, step: str, text: str, images: tuple[ImageData, ...] = ()) -> str:
        """One module: its instructions, and all that came before."""
        prompt = Prompt(name=step, system=_INSTRUCTIONS[step] + _COMMON, user=text, images=images)
        completion = await self.bench.language.complete(prompt, Answer, timeout_seconds=CALL_SECONDS)
        self.bill.add(completion.usage)
        return completion.value.text

    async def render(self, prompt: str) -> ImageData:
        slots = {"subject": Evidence(value=prompt, method="said")}
        request = RenderRequest(
            context=GenerationContext(slots={"subject": slots["subject"]}, prompt=prompt),
            width=1024,
            height=1024,
        )
        rendered = await self.bench.images.render(request, timeout_seconds=CALL_SECONDS)
        self.bill.money += rendered.cost_usd
        return rendered.image

    async def look_up(self, search: Search) -> str:
        """Results and the first page, as ours reads them."""
        if search.kind == "image":
            found = await self.bench.search.images(search.query, limit=5, timeout_seconds=CALL_SECONDS)
            await asyncio.gather(
                *(self.bench.fetcher.image(r.image_url, timeout_seconds=CALL_SECONDS) for r in found)
            )
            return ""
        found = await self.bench.search.text(search.query, limit=5, timeout_seconds=CALL_SECONDS)
        pages = await asyncio.gather(
            *(self.bench.fetcher.page(r.url, timeout_seconds=CALL_SECONDS) for r in found[:2])
        )
        return "\n".join([*pages, *(result.snippet for result in found)])


async def paper_order(
    bench: Bench, text: str, searches: Sequence[Search], *, remembers: bool, seen: ImageData
) -> Bill:
    """Information plan -> reason beside search -> rewrite -> render -> checklist -> evaluate; several turns are planned first."""
    order = Order(bench)
    context = await order.ask("select", text) if remembers else text
    plan = await order.ask("plan_information", context)

    async def one(search: Search) -> str:
        query = await order.ask("keywords", f"{plan}\n{search.query}")
        found = await order.look_up(search)
        if search.kind == "image":
            return await order.ask("rank", query, (seen,))
        return await order.ask("summarise", f"{query}\n{found}")

    grounded = await asyncio.gather(order.ask("reason", plan), *(one(search) for search in searches))
    prompt = await order.ask("rewrite", "\n".join([text, *grounded]))
    image = await order.render(prompt)
    checklist = await order.ask("checklist", f"{text}\n{prompt}")
    await order.ask("evaluate", checklist, (image,))
    return order.bill


async def mind_brush_order(bench: Bench, text: str, searches: Sequence[Search]) -> Bill:
    """Intent -> keywords -> text search, which rewrites the prompt -> image search -> reasoning -> knowledge review -> render."""
    order = Order(bench)
    intent = await order.ask("intent", text)
    keywords = await order.ask("keywords", intent)
    texts = [search for search in searches if search.kind == "text"]
    found = await asyncio.gather(*(order.look_up(search) for search in texts))
    brief = await order.ask("rag", "\n".join([keywords, *found]))
    await asyncio.gather(*(order.look_up(search) for search in searches if search.kind == "image"))
    reasons = await order.ask("reason", f"{intent}\n{brief}")
    await order.render(await order.ask("review", f"{text}\n{brief}\n{reasons}"))
    return order.bill


_COMMON = " Answer with one JSON object whose only field, text, holds your answer. Be complete and exact; invent nothing."
_INSTRUCTIONS = {
    "select": "You manage a conversation about pictures over many turns. Select what of the earlier turns and of the user's profile "
    "matters to the present request, and leave the rest out, so that the context stays short.",
    "plan_information": "You plan the information a picture needs. Raise explicit questions about what the request leaves open, and route "
    "each to reasoning, to web search or to image search: facts that are exact or change over time are searched, common sense is "
    "reasoned, image search is only for figures and things that must be recognised.",
    "reason": "You answer questions about a picture by commonsense, logical and visual reasoning. Think step by step, check each step "
    "against the request, and state the result so that a painter can use it.",
    "keywords": "You write search keywords. From the question and the request extract the few words that a search engine needs, one query "
    "a line, most specific first, without names of private persons.",
    "summarise": "You summarise web pages into a concise answer to the question that was searched for, with exact figures and dates.",
    "rank": "You rank reference pictures by how well they show what was searched for, and keep the most relevant one.",
    "rewrite": "You rewrite a request into a detailed prompt for an image model: subject, attributes, layout, style and textual elements, "
    "using the reasoning, the findings, the memory and the feedback that are given, contradicting none of them.",
    "checklist": "You plan a checklist of the attributes that a right picture must show, each one a question that is answered yes or no.",
    "evaluate": "You evaluate a picture against a checklist. Mark each item yes or no, and say what is to be changed where it is no.",
    "intent": "You analyse the intent behind a request for a picture by who, what, when, where, why and how, list the problems that need "
    "processing, and choose a route: direct, reasoning, search, reasoning then search, or search then reasoning.",
    "rag": "You rewrite a request with what the retrieved pages say, and calibrate the queries for the image search that follows.",
    "review": "You review all gathered knowledge, resolve contradictions, and write the master prompt for the image model.",
}
