"""How well each memory answers a question: vectors, words, neighbours, speaker and time, summed on one scale.

Pure. Every signal is brought to standard deviations over what the reader may see, then added: a convex sum of z-scores
keeps how much better a match is, which ranks throw away (Bruch et al., 2023, arXiv 2210.11934; measured on LoCoMo against
reciprocal rank fusion: 0.69 to 0.67, and all signals together 0.80). The weights are round numbers from the middle of a wide
plateau, not the best of any one data set.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp, log, sqrt

import numpy as np

from agent.domain.memory import Recalled
from db.memory.recall.periods import Period
from db.memory.recall.scope_index import RECENCY_SECONDS, Floats, Indices, Moments, Row, ScopeIndex
from db.memory.terms import all_terms, words

WORDS_WEIGHT = 0.7
"""Of BM25 beside the vector's 1."""
BEFORE_WEIGHTS = (0.4, 0.2)
"""Share of the score of what was said one and two before in the same conversation: an answer matches by its question."""
AFTER_WEIGHTS = (0.2, 0.1)
CONVERSATION_WEIGHT = 0.3
"""Share of the mean of a conversation's three best: where much fits, the rest fits better."""
SPEAKER_WEIGHT = 2.0
"""Said by the one person whom the question names."""
TIME_WEIGHT = 1.5
"""Of the time that the question names."""
RECENCY_WEIGHT = 0.05
"""A tie-breaker."""
_DAY = 86_400.0

NEARLY_SHARE = 0.5
"""Of a term that is spelt nearly as the one asked for, where that one occurs nowhere."""
BM25_K1, BM25_B = 1.2, 0.4
"""Robertson and Zaragoza, 2009; b below the usual 0.75, as memories hardly differ in length."""
COSINE_SPREAD_MIN = 0.01
WORDS_SPREAD_MIN = 0.3
"""Spreads below are noise of a small scope and are not blown up to one standard deviation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked for."""

    text: str
    vector: Floats | None
    """(dimensions,); None: the embedder is away, words alone must do."""
    periods: Sequence[Period] = ()
    now: datetime


def best(
    asked: Asked, parts: Sequence[ScopeIndex], *, limit: int, replaced: Sequence[frozenset[int]] = ()
) -> list[Recalled]:
    """The `limit` best of all parts, best first. Scores are comparable within this answer only. `replaced`: of each part, the rows that
    do not count any more."""
    gone = replaced or [frozenset[int]()] * len(parts)
    counted = [(part, places) for part, places in zip(parts, gone, strict=True) if part.size]
    parts = [part for part, _ in counted]
    if not parts:
        return []
    scores = score(asked, parts)
    start = 0
    for part, absent in counted:
        scores[[start + place for place in absent]] = -np.inf
        start += part.size
    left = len(scores) - sum(len(absent) for _, absent in counted)
    places: list[int] = _top(scores, min(limit, left)).tolist() if left else []
    return [
        Recalled(memory=_row_at(i, parts).memory, score=round(float(scores[i]), 4), via="search")
        for i in places
    ]


def _row_at(place: int, parts: Sequence[ScopeIndex]) -> Row:
    """The row at a place in all parts one after another."""
    for part in parts:
        if place < part.size:
            return part.rows[place]
        place -= part.size
    raise IndexError(place)


def score(asked: Asked, parts: Sequence[ScopeIndex]) -> Floats:
    """(n,), the rows of all parts one after another."""
    by_vector = _standard(_cosines(asked, parts), COSINE_SPREAD_MIN)
    by_words = _standard(_bm25(all_terms(asked.text), parts), WORDS_SPREAD_MIN)
    match = np.add(by_vector, WORDS_WEIGHT * by_words, dtype=np.float32)
    if len(parts) == 1:
        return _with_surroundings(match, parts[0]) + _prior(asked, parts[0])
    start = 0
    total: Floats = np.empty(len(match), dtype=np.float32)
    for part in parts:
        inside = slice(start, start + part.size)
        total[inside] = _with_surroundings(match[inside], part) + _prior(asked, part)
        start += part.size
    return total


def _top(scores: Floats, limit: int) -> Indices:
    few = len(scores) <= limit
    candidates = np.arange(len(scores)) if few else np.argpartition(-scores, limit - 1)[:limit]
    return candidates[np.argsort(-scores[candidates], kind="stable")]


def _cosines(asked: Asked, parts: Sequence[ScopeIndex]) -> Floats:
    if asked.vector is None:
        return np.zeros(sum(part.size for part in parts), dtype=np.float32)
    vector = asked.vector
    # Not `@`: its threads spin for each other, and on a busy machine take ten times as long for so small a product.
    cosines = np.concatenate([np.vecdot(part.vectors, vector) for part in parts])
    if not all(part.is_embedded for part in parts):  # not yet embedded: neither good nor bad
        embedded = np.concatenate([part.has_vector for part in parts])
        cosines[~embedded] = cosines[embedded].mean() if embedded.any() else 0.0
    return cosines


def _bm25(terms: Sequence[str], parts: Sequence[ScopeIndex]) -> Floats:
    """With document frequencies over all that the reader may see."""
    lengths = parts[0].lengths if len(parts) == 1 else np.concatenate([part.lengths for part in parts])
    usual = sum(part.length for part in parts) / len(lengths)
    scores = np.zeros(len(lengths), dtype=np.float32)
    for term, share in _weighted(terms, parts).items():
        rows, counts = _places(term, parts)
        rarity = log(1 + (len(lengths) - len(rows) + 0.5) / (len(rows) + 0.5))
        norms = BM25_K1 * (1 - BM25_B + BM25_B / usual * lengths[rows])
        scores[rows] += share * rarity * (BM25_K1 + 1) * counts / (counts + norms)
    return scores


def _weighted(terms: Sequence[str], parts: Sequence[ScopeIndex]) -> dict[str, float]:
    """The terms that occur, whole; for one that occurs nowhere, those that are spelt nearly so: a slip, or its cognate in
    another language ("elfa" and "elf")."""
    found: dict[str, float] = {}
    for term in set(terms):
        if any(term in part.postings for part in parts):
            found[term] = 1.0
        else:
            for near in {near for part in parts for near in part.nearly(term)}:
                found.setdefault(near, NEARLY_SHARE)
    return found


def _places(term: str, parts: Sequence[ScopeIndex]) -> tuple[Indices, Floats]:
    rows: list[Indices] = []
    counts: list[Floats] = []
    start = 0
    for part in parts:
        posting = part.postings.get(term)
        if posting is not None:
            rows.append(posting.rows + start)
            counts.append(posting.counts)
        start += part.size
    if not rows:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
    return np.concatenate(rows), np.concatenate(counts)


def _standard(values: Floats, spread_min: float) -> Floats:
    around = values - values.mean()
    spread = sqrt(float(np.vecdot(around, around)) / len(around))
    around /= np.float32(max(spread, spread_min))
    return around


def _with_surroundings(match: Floats, part: ScopeIndex) -> Floats:
    total = match.copy()
    for distance, (before, after) in enumerate(zip(BEFORE_WEIGHTS, AFTER_WEIGHTS, strict=True), start=1):
        later, earlier = part.pairs[distance]
        total[later] += before * match[earlier]
        total[earlier] += after * match[later]
    if part.has_conversations:
        total += np.float32(CONVERSATION_WEIGHT) * _conversation_means(match, part.conversation)
    return total


def _conversation_means(match: Floats, conversation: Indices, of: int = 3) -> Floats:
    """Each row's share of its conversation's `of` best; 0 outside of one. Conversations are runs, so that nothing is sorted."""
    starts = np.flatnonzero(np.diff(conversation, prepend=conversation[0] - 1))
    run = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(match)))
    left = match.copy()
    sums, sizes = np.zeros(len(starts)), np.zeros(len(starts))
    for _ in range(of):
        highest = np.maximum.reduceat(left, starts)
        is_there = highest > -np.inf
        sums[is_there] += highest[is_there]
        sizes += is_there
        places = np.flatnonzero(left == highest[run])
        left[places[np.diff(run[places], prepend=-1) > 0]] = -np.inf  # one of equals
    means = (sums / np.maximum(sizes, 1)).astype(np.float32)[run]
    means[conversation < 0] = 0.0
    return means


def _prior(asked: Asked, part: ScopeIndex) -> Floats:
    """What speaks for a row apart from its own words."""
    age = (part.latest - asked.now.timestamp()) / RECENCY_SECONDS
    share = RECENCY_WEIGHT * exp(min(age, 1.0))
    prior = np.add(part.standing, share * part.freshness, dtype=np.float32)
    if asked.periods:
        prior += (TIME_WEIGHT * _closeness(asked.periods, part.moments)).astype(np.float32)
    speaker = _named_speaker(asked.text, part)
    if speaker is not None:
        prior[part.speaker == speaker] += SPEAKER_WEIGHT
    return prior


def _closeness(periods: Sequence[Period], moments: Moments) -> Moments:
    """(n,), `Period.closeness` of the period that fits each moment best."""
    found = np.zeros_like(moments)
    for period in periods:
        start, end = period.start.timestamp(), period.end.timestamp()
        steps = ((start - _DAY, start, 0.25), (start, end + _DAY, 1.0), (end + _DAY, end + 7 * _DAY, 0.5))
        for first, last, share in steps:
            inside = (first <= moments) & (moments < last)
            found[inside] = np.maximum(found[inside], share)
    return found


def _named_speaker(text: str, part: ScopeIndex) -> int | None:
    """The one speaker whom the text names; None where it names none or several, or all that is there is one person's."""
    if part.speakers < 2:
        return None
    named = [part.speakers_named[word] for word in set(words(text)) if word in part.speakers_named]
    if not named:
        return None
    found = frozenset[int]().union(*named)
    return next(iter(found)) if len(found) == 1 else None
