"""Rates of a run, as JSON and as a table. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from benchmarks.context.items import KINDS, Item
from benchmarks.context.verdicts import Verdict


class Result(BaseModel):
    """An item's verdict, as it is kept in a file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    kind: str
    half: str
    language: str
    message: str
    right: bool
    faults: tuple[str, ...]
    wrong_memory: bool
    picture_of_nothing: bool
    asked: bool
    may_ask: bool
    must_ask: bool

    @property
    def name(self) -> str:
        return f"{self.half}/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """What planning took."""

    seconds: tuple[float, ...] = ()
    """Of each plan."""
    cost_usd: float = 0.0


def name_of(item: Item) -> str:
    """Of its result."""
    return f"{item.half}/{item.id}"


def result_of(item: Item, verdict: Verdict) -> Result:
    return Result(
        id=item.id, kind=item.kind, half=item.half, language=item.language, message=item.message, right=verdict.is_right,
        faults=verdict.faults, wrong_memory=verdict.wrong_memory, picture_of_nothing=verdict.picture_of_nothing,
        asked=verdict.asked, may_ask=verdict.may_ask, must_ask=verdict.must_ask,
    )  # fmt: skip


def figures(results: Sequence[Result]) -> dict[str, object]:
    """As `--json` prints them. Shares are 0..1, 0 where there is nothing to share."""
    return {
        "kinds": {kind: _tally(these) for kind in KINDS if (these := [r for r in results if r.kind == kind])},
        "seen": _tally([r for r in results if r.half == "seen"]),
        "unseen": _tally([r for r in results if r.half == "unseen"]),
        "needless_questions": _share([r.asked for r in results if not r.may_ask]),
        "missed_questions": _share([not r.asked for r in results if r.must_ask]),
        "wrong_memory": sum(r.wrong_memory for r in results),
        "pictures_of_nothing": sum(r.picture_of_nothing for r in results),
    }


def _tally(results: Sequence[Result]) -> Mapping[str, int]:
    return {"right": sum(r.right for r in results), "of": len(results)}


def _share(flags: Sequence[bool]) -> float:
    return round(sum(flags) / len(flags), 4) if flags else 0.0


def table(results: Sequence[Result], *, plans: Plans, seconds: float) -> str:
    """A line a kind, then the rates. `seconds`: of the whole run."""
    told = figures(results)
    rates = ("needless_questions", "missed_questions", "wrong_memory", "pictures_of_nothing")
    lines = [f"{'kind':<22}{'right':>7}{'of':>6}{'rate':>8}", *_rows(results), ""]
    lines += [f"{name:<22}{told[name]:>7}" for name in rates]
    ordered = sorted(plans.seconds)
    if ordered:
        middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
        lines.append(f"{len(ordered)} plans: median {middle * 1000:.0f} ms, 95 % within {late * 1000:.0f} ms")
    if plans.cost_usd:
        lines.append(f"planning cost {plans.cost_usd:.4f} $")
    lines.append(f"{len(results)} items in {seconds:.0f} s")
    return "\n".join(lines)


def _rows(results: Sequence[Result]) -> Sequence[str]:
    groups = [(kind, [r for r in results if r.kind == kind]) for kind in KINDS]
    groups += [("English", [r for r in results if r.language == "en"])]
    groups += [("other languages", [r for r in results if r.language != "en"])]
    groups += [(half, [r for r in results if r.half == half]) for half in ("seen", "unseen")]
    return [_row(name, these) for name, these in groups if these]


def _row(name: str, results: Sequence[Result]) -> str:
    right = sum(r.right for r in results)
    return f"{name:<22}{right:>7}{len(results):>6}{right / len(results):>8.0%}"


def misses(results: Sequence[Result]) -> str:
    """What went wrong, an item a paragraph."""
    return "\n".join(
        f"{r.name} ({r.kind}, {r.language}): {r.message!r}\n"
        + "\n".join(f"    {fault}" for fault in r.faults)
        for r in results
        if not r.right
    )
