"""Measure one size of corpus: build it in one process, search it in another, to know the memory.

Every query is asked once. Each measurement has queries of its own, so that none finds what
another left in a cache.
"""

import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import ParamSpec, TypeVar

from exchange.benchmark.build import Build, build_index, open_index
from exchange.benchmark.latency import Latency, Search, queries_per_second, time_by_turns
from exchange.benchmark.memory import peak_memory
from exchange.benchmark.synthetic import SyntheticCorpus, SyntheticQuery
from exchange.engine import SearchEngine
from exchange.indexing import Progress
from exchange.results import MODES, Mode

WARM_UP_QUERIES = 4
"""Asked before anything is timed, of each kind: they import and open what is opened late."""
LIMIT = 10

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class ModeLatency:
    """One mode's searches for ten documents, with filters, counts of every facet and exact total.

    :param listed: hits with id, title and score, as other engines give them.
    :param page: explained hits with their best passage, as people get them.
    """

    listed: Latency
    page: Latency


@dataclass(frozen=True, slots=True)
class SearchCost:
    """What an opened index gives.

    :param open_seconds: from nothing to an opened engine, checksums verified.
    :param throughput: threads -> hybrid searches (listed) in a second.
    :param memory: MB that opening and searching added to the process.
    """

    open_seconds: float
    modes: Mapping[Mode, ModeLatency]
    throughput: Mapping[int, float]
    memory: float


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one size of corpus costs.

    :param build_memory: MB that making and indexing the documents added to the process.
    """

    corpus: SyntheticCorpus
    queries: int
    build: Build
    build_memory: float
    search: SearchCost


def measure(corpus: SyntheticCorpus, queries: int, threads: int, progress: Progress) -> Measurement:
    """Build an index of a corpus in a temporary folder, search it, and remove it.

    :param queries: for each mode, listed and as a page, and for each number of threads.
    :param threads: that search at once; a single thread is measured, too.
    """
    with tempfile.TemporaryDirectory() as folder:
        progress(f"{corpus.size:,} documents", 0, 2)
        build, build_memory = _in_new_process(_build, corpus, Path(folder))
        progress(f"{corpus.size:,} documents", 1, 2)
        asked = corpus.queries(queries_needed(queries, threads))
        search = _in_new_process(_search, Path(folder), asked, queries, threads)
        progress(f"{corpus.size:,} documents", 2, 2)
    return Measurement(corpus, queries, build, build_memory, search)


def queries_needed(queries: int, threads: int) -> int:
    """Return how many queries the measurements of :func:`measure` take together."""
    return (2 * len(MODES)) * (WARM_UP_QUERIES + queries) + len({1, threads}) * queries


def list_search(engine: SearchEngine, mode: Mode) -> Search:
    """Return the search that gives id, title and score of ten documents, total and facets."""
    return lambda query: engine.search(
        query.text, mode=mode, filters=query.filters, limit=LIMIT, explain=False
    )


def page_search(engine: SearchEngine, mode: Mode) -> Search:
    """Return the search that gives ten explained documents, total and facets."""
    return lambda query: engine.search(query.text, mode=mode, filters=query.filters, limit=LIMIT)


def _build(corpus: SyntheticCorpus, index: Path) -> tuple[Build, float]:
    before = peak_memory()
    return build_index(corpus, index), peak_memory() - before


def _search(index: Path, asked: Sequence[SyntheticQuery], queries: int, threads: int) -> SearchCost:
    before = peak_memory()
    began = time.perf_counter()
    engine = open_index(index, asked)
    open_seconds = time.perf_counter() - began
    searches: dict[str, Search] = {}
    for mode in MODES:
        searches[f"list {mode}"] = list_search(engine, mode)
        searches[f"page {mode}"] = page_search(engine, mode)
    left = iter(asked)
    time_by_turns(searches, {name: _take(left, WARM_UP_QUERIES) for name in searches})
    times = time_by_turns(searches, {name: _take(left, queries) for name in searches})
    throughput = {
        count: queries_per_second(searches["list hybrid"], _take(left, queries), count)
        for count in sorted({1, threads})
    }
    modes = {
        mode: ModeLatency(Latency.of(times[f"list {mode}"]), Latency.of(times[f"page {mode}"]))
        for mode in MODES
    }
    return SearchCost(open_seconds, modes, throughput, peak_memory() - before)


def _take(queries: Iterator[SyntheticQuery], count: int) -> list[SyntheticQuery]:
    return list(islice(queries, count))


def _in_new_process(
    work: Callable[_Parameters, _Result], *args: _Parameters.args, **kwargs: _Parameters.kwargs
) -> _Result:
    """Return what a function gives in a process of its own, started afresh."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *args, **kwargs).result()
