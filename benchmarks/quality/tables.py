"""The table of a benchmark of checklists: pass rates with intervals, by group, by capability and in all."""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.quality.checklists import Scale, rate_of
from benchmarks.quality.intervals import told


def table(records: Sequence[Mapping[str, Any]], scale: Scale, mode: str, name: str) -> str:
    """Pass rate (all entries of a checklist hold) and accuracy (of its entries), 95 % intervals of the pass rate."""
    raw = any("score_raw" in record for record in records)
    heads = [*(["words alone"] if raw else []), mode, "accuracy", "items"]
    lines = [f"{scale.name}, {len(records)} items, mode {mode}, {name}", "", _row("", heads)]
    for part, groups in scale.parts.items():
        for group in groups if len(groups) > 1 else ():
            lines += _line(f"  {group}", [r for r in records if r["group"] == group], raw=raw)
        lines += _line(part, scale.of(part, records), raw=raw)
    lines += _line("all", records, raw=raw)
    lines.append(_row("Overall", [*([""] if raw else []), f"{100 * scale.overall(records):.1f}", "", ""]))
    return "\n".join([*lines, "", f"Cost: ${sum(float(r.get('usd') or 0) for r in records):.4f}"])


def _line(name: str, records: Sequence[Mapping[str, Any]], *, raw: bool) -> Sequence[str]:
    if not records:
        return []
    columns = ["score_raw", "score"] if raw else ["score"]
    cells = [told(sum(float(record[column]) for record in records), len(records)) for column in columns]
    return [_row(name, [*cells, f"{rate_of(records, 'accuracy'):.3f}", str(len(records))])]


def _row(name: str, cells: Sequence[str]) -> str:
    return f"{name:<26}{''.join(f'{cell:>22}' for cell in cells)}".rstrip()
