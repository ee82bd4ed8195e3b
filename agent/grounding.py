"""Fills gaps from the web: searches run side by side, each with a deadline, and what they bring is worked in by one
small call. A search that fails becomes an assumption that is named, never a failed turn."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from agent.errors import BadInput, ModelUnavailable, OverBudget, SearchUnavailable
from agent.generation import GenerationContext, ImageData, Reference, Search
from agent.parts import Parts, Sitting
from agent.ports import Findings, SearchResult

SEARCHES_MAX = 4
"""Searches of one turn."""
RESULTS_MAX = 5
"""Results of one search that are read (the paper's own setting)."""
PAGES_MAX = 2
"""Pages of one search that are fetched."""
IMAGES_MAX = 2
"""Found pictures that are kept as references; editing models are brittle with many."""
FINDING_CHARS_MAX = 4_000


async def ground(
    parts: Parts, sitting: Sitting, context: GenerationContext, searches: Sequence[Search]
) -> tuple[GenerationContext, tuple[str, ...]]:
    """The context with what the searches brought, and what could not be found."""
    if not searches:
        return context, ()
    wanted = searches[:SEARCHES_MAX]
    queries = ", ".join(f"“{search.query}”" for search in wanted)
    await sitting.progress.say("search", f"looking up {queries}")
    outcomes = await asyncio.gather(*(_search(parts, search) for search in wanted))
    findings = [outcome for outcome in outcomes if isinstance(outcome, Findings)]
    failed = tuple(
        f"I could not look up “{s.query}”" for s, o in zip(wanted, outcomes, strict=True) if o is None
    )
    if not findings:
        return context, failed

    async def merge() -> GenerationContext:
        merged = await sitting.model_call(
            "merge",
            lambda: parts.merger.merge(context, findings, timeout_seconds=parts.limits.plan_seconds),
            free=parts.free_models,
        )
        found = await _keep(parts, sitting, findings)
        return replace(merged, references=(*merged.references, *found))

    try:
        return await sitting.journal.once("merge", GenerationContext, merge), failed
    except (ModelUnavailable, OverBudget):
        return context, (*failed, "I could not work in what I looked up")


async def _keep(parts: Parts, sitting: Sitting, findings: Sequence[Findings]) -> tuple[Reference, ...]:
    """Found pictures become references, stored for this author."""
    kept: list[Reference] = []
    for finding in findings:
        for image in finding.images:
            saved = await parts.images.save(image, owner=sitting.turn.author.id, caption=finding.query)
            kept.append(Reference(image=saved, role="subject", label=finding.query))
    return tuple(kept)


async def _search(parts: Parts, search: Search) -> Findings | None:
    """None when it failed or ran out of time."""
    try:
        async with asyncio.timeout(parts.limits.search_seconds):
            if search.kind == "image":
                return await _pictures(parts, search)
            return await _texts(parts, search)
    except (SearchUnavailable, BadInput, TimeoutError):
        return None


async def _texts(parts: Parts, search: Search) -> Findings | None:
    results = await parts.search.text(
        search.query, limit=RESULTS_MAX, timeout_seconds=parts.limits.search_seconds
    )
    if not results:
        return None
    pages = await asyncio.gather(*(_page(parts, result) for result in results[:PAGES_MAX]))
    snippets = [f"{result.title}\n{result.snippet}" for result in results]
    text = "\n\n".join([*(page for page in pages if page), *snippets])[:FINDING_CHARS_MAX]
    return Findings(slot=search.slot, query=search.query, text=text, sources=tuple(r.url for r in results))


async def _page(parts: Parts, result: SearchResult) -> str:
    """A page that cannot be read adds nothing; its snippet stays."""
    try:
        return await parts.fetcher.page(result.url, timeout_seconds=parts.limits.search_seconds / 2)
    except (SearchUnavailable, BadInput):
        return ""


async def _pictures(parts: Parts, search: Search) -> Findings | None:
    results = await parts.search.images(
        search.query, limit=RESULTS_MAX, timeout_seconds=parts.limits.search_seconds
    )
    fetched = await asyncio.gather(*(_picture(parts, result) for result in results))
    kept = [(result, image) for result, image in zip(results, fetched, strict=True) if image is not None][
        :IMAGES_MAX
    ]
    if not kept:
        return None
    return Findings(
        slot=search.slot, query=search.query, sources=tuple(result.url for result, _ in kept),
        images=tuple(image for _, image in kept),
    )  # fmt: skip


async def _picture(parts: Parts, result: SearchResult) -> ImageData | None:
    try:
        data = await parts.fetcher.image(result.image_url, timeout_seconds=parts.limits.search_seconds / 2)
        return await parts.gate.admit(data, name=result.title)
    except (SearchUnavailable, BadInput):
        return None
