"""Time searches: each query once, one after another, or by several threads at once."""

import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Self

import numpy as np

from exchange.benchmark.synthetic import SyntheticQuery

Search = Callable[[SyntheticQuery], object]
"""One search, whose answer is thrown away."""


@dataclass(frozen=True, slots=True)
class Latency:
    """How long searches took, in milliseconds: half of them, 95 % and 99 % were done sooner."""

    median_ms: float
    p95_ms: float
    p99_ms: float

    @classmethod
    def of(cls, milliseconds: Sequence[float]) -> Self:
        """Return the percentiles of at least one time, between two times by a straight line."""
        median, p95, p99 = np.percentile(milliseconds, (50, 95, 99)).tolist()
        return cls(median, p95, p99)


def time_by_turns(
    searches: Mapping[str, Search], queries: Mapping[str, Sequence[SyntheticQuery]]
) -> dict[str, list[float]]:
    """Return for each search the milliseconds of each of its queries.

    The searches take turns, the first one another in each round, so that all of them meet the
    same noise of the machine.

    :param queries: search -> its queries, as many for each.
    """
    times: dict[str, list[float]] = {name: [] for name in searches}
    names = list(searches)
    for number, asked in enumerate(zip(*(queries[name] for name in names), strict=True)):
        first = number % len(names)
        pairs = list(zip(names, asked, strict=True))
        for name, query in pairs[first:] + pairs[:first]:
            began = time.perf_counter()
            searches[name](query)
            times[name].append((time.perf_counter() - began) * 1_000)
    return times


def queries_per_second(search: Search, queries: Sequence[SyntheticQuery], threads: int) -> float:
    """Return how many queries are done in a second when so many threads search at once."""
    shares = [list(itertools.islice(queries, start, None, threads)) for start in range(threads)]

    def work(share: Sequence[SyntheticQuery]) -> None:
        for query in share:
            search(query)

    with ThreadPoolExecutor(threads) as pool:
        began = time.perf_counter()
        list(pool.map(work, shares))
        return len(queries) / (time.perf_counter() - began)
