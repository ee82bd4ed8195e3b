"""Fills gaps from the web: searches run side by side, each with a deadline, and what they bring is worked in by one
small call. A search that fails becomes an assumption that is named, never a failed turn."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from agent.domain.generation import Evidence, GenerationContext, ImageData, Reference, Search
from agent.errors import BadInput, ModelUnavailable, OverBudget, SearchUnavailable
from agent.grounding.passages import chosen_passages
from agent.policy.proposed_pictures import worked_in
from agent.ports import Findings, SearchResult
from agent.text.tappable_links import without_links
from agent.translation.catalogue import _
from agent.turn_context import Services, TurnContext

SEARCHES_MAX = 4
"""Searches of one turn."""
RESULTS_MAX = 5
"""Results of one search that are read (the paper's own setting)."""
PAGES_MAX = 2
"""Pages of one search that are fetched."""
IMAGES_MAX = 2
"""Found pictures that are kept as references; editing models are brittle with many."""
FINDING_CHARS_MAX = 2_000
"""Of what one search found: the passages that speak of it. A value that is worked in has 40 words."""
PAGES_SHARE = 0.8
"""Of a search's deadline: by then its pages are read or given up."""


async def ground(
    services: Services, ctx: TurnContext, context: GenerationContext, searches: Sequence[Search]
) -> tuple[GenerationContext, tuple[str, ...]]:
    """The context with what the searches brought, and what could not be found."""
    if not searches:
        return context, ()
    if (merged := ctx.journal.recorded("merge", GenerationContext)) is not None:
        return merged, ()  # taken up again: nothing is looked up twice, nor may it come out differently
    wanted = searches[:SEARCHES_MAX]
    queries = ", ".join(f"“{search.query}”" for search in wanted)
    await ctx.progress.say("search", without_links(_("looking up {queries}", queries=queries)))
    outcomes = await asyncio.gather(*(_search(services, search) for search in wanted))
    findings = [outcome for outcome in outcomes if isinstance(outcome, Findings)]
    failed = tuple(
        _("I could not look up “{query}”", query=s.query)
        for s, o in zip(wanted, outcomes, strict=True)
        if o is None
    )
    if not findings:
        return context, failed

    async def merge() -> GenerationContext:
        merged = await _merged(services, ctx, context, findings)
        return _shown(merged, findings, await _keep(services, ctx, findings))

    try:
        return await ctx.journal.once("merge", GenerationContext, merge), failed
    except (ModelUnavailable, OverBudget):
        return context, (*failed, _("I could not work in what I looked up"))


async def _merged(
    services: Services, ctx: TurnContext, context: GenerationContext, findings: Sequence[Findings]
) -> GenerationContext:
    """What was read, worked in; pictures alone change no slot and need no call."""
    if not any(finding.text for finding in findings):
        return context
    merged = await ctx.model_call(
        "merge",
        lambda: services.merger.merge(context, findings, timeout_seconds=services.limits.model_seconds),
        free=services.free_models,
    )
    return worked_in(context, merged, findings)


async def _keep(services: Services, ctx: TurnContext, findings: Sequence[Findings]) -> tuple[Reference, ...]:
    """Found pictures become references, stored for this author."""
    kept: list[Reference] = []
    for finding in findings:
        for image in finding.images:
            saved = await services.images.save(image, owner=ctx.turn.author.id, caption=finding.query)
            kept.append(Reference(image=saved, role="subject", label=finding.query))
    return tuple(kept)


def _shown(
    context: GenerationContext, findings: Sequence[Findings], found: Sequence[Reference]
) -> GenerationContext:
    """The context with the found pictures, where they are from, and a word to the image model of what they show."""
    if not found:
        return context
    pictured = [finding for finding in findings if finding.images]
    evidence = Evidence(
        value="; ".join(f"pictures of {finding.query}" for finding in pictured),
        method="search",
        source=next((source for finding in pictured for source in finding.sources), "the web"),
    )
    labels = "; ".join(dict.fromkeys(reference.label for reference in found))
    told = (
        f"{context.prompt} The last {len(found)} of the given pictures show: {labels}."
        if context.prompt
        else ""
    )
    return replace(
        context.fill({"references": evidence}), references=(*context.references, *found), prompt=told
    )


async def _search(services: Services, search: Search) -> Findings | None:
    """None when it failed or ran out of time."""
    try:
        async with asyncio.timeout(services.limits.search_seconds):
            if search.kind == "image":
                return await _pictures(services, search)
            return await _texts(services, search)
    except (SearchUnavailable, BadInput, TimeoutError):
        return None


async def _texts(services: Services, search: Search) -> Findings | None:
    started = services.clock.monotonic()
    results = await services.search.text(
        search.query, limit=RESULTS_MAX, timeout_seconds=services.limits.search_seconds
    )
    if not results:
        return None
    # Pages get what the search left of the deadline: slow ones are given up before the snippets would be lost with them.
    left = services.limits.search_seconds * PAGES_SHARE - (services.clock.monotonic() - started)
    pages = (
        await asyncio.gather(*(_page(services, result, left) for result in results[:PAGES_MAX]))
        if left > 0
        else []
    )
    snippets = [f"{result.title}\n{result.snippet}" for result in results]
    text = chosen_passages(search.query, pages, snippets, chars=FINDING_CHARS_MAX)
    return Findings(slot=search.slot, query=search.query, text=text, sources=tuple(r.url for r in results))


async def _page(services: Services, result: SearchResult, seconds: float) -> str:
    """A page that cannot be read adds nothing; its snippet stays."""
    try:
        async with asyncio.timeout(seconds):
            return await services.fetcher.page(result.url, timeout_seconds=seconds)
    except (SearchUnavailable, BadInput, TimeoutError):
        return ""


async def _pictures(services: Services, search: Search) -> Findings | None:
    results = await services.search.images(
        search.query, limit=RESULTS_MAX, timeout_seconds=services.limits.search_seconds
    )
    fetched = await asyncio.gather(*(_picture(services, result) for result in results))
    kept = [(result, image) for result, image in zip(results, fetched, strict=True) if image is not None][
        :IMAGES_MAX
    ]
    if not kept:
        return None
    return Findings(
        slot=search.slot, query=search.query, sources=tuple(result.url for result, _ in kept),
        images=tuple(image for _, image in kept),
    )  # fmt: skip


async def _picture(services: Services, result: SearchResult) -> ImageData | None:
    try:
        data = await services.fetcher.image(
            result.image_url, timeout_seconds=services.limits.search_seconds / 2
        )
        return await services.gate.admit(data, name=result.title)
    except (SearchUnavailable, BadInput):
        return None
