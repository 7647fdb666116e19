"""Other search engines beside this one: `make benchmark-peers DOCUMENTS=10000` (docs/benchmark.md).

All run in one process on the same texts, vectors and queries, and take turns. For us filters,
counts of every facet and exact total are in the time; for the others ten ids. Exit status 1 where
our hybrid list takes more than the limit of the time of the faster of txtai and LanceDB.
"""

import argparse
import json
import logging
import os
import statistics
import sys
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from exchange.benchmark.build import build_index, open_index
from exchange.benchmark.latency import Latency, Search, time_by_turns
from exchange.benchmark.run import LIMIT, list_search, page_search
from exchange.benchmark.synthetic import SyntheticCorpus, SyntheticQuery
from exchange.encoder import Matrix
from exchange.results import MODES
from exchange.terminal import err
from exchange.terminal_benchmark import number_text, print_table
from scripts.peers import PEERS, Peer, Texts, by_cosine

COMPETITORS = ("txtai", "lancedb")
WARM_UP_QUERIES = 10
PERCENTILES = ("median_ms", "p95_ms", "p99_ms")
RECALL_QUERIES = 30
"""Of those that were timed: complete rankings of every document take seconds each."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="print one JSON document only")
    parser.add_argument("--only", nargs="*", choices=list(PEERS), default=list(PEERS))
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        corpus = SyntheticCorpus(given.documents, 1, given.seed)
        report = measure(corpus, given.queries, given.only, Path(folder))
    if given.json:
        json.dump(report, sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        print_report(report)
    return 1 if report.get("ratio", 0.0) > report["limit"] else 0


def measure(
    corpus: SyntheticCorpus, count: int, names: Sequence[str], folder: Path
) -> dict[str, Any]:
    """Build all, time all by turns, then ask for the exact answers."""
    err.print(f"exchange: {corpus.size:,} documents")
    own_build = build_index(corpus, folder / "exchange")
    queries = corpus.queries(2 * (WARM_UP_QUERIES + count))
    engine = open_index(folder / "exchange", queries)
    documents, vectors = corpus.documents()
    ids = [document.id for document in documents]
    texts = Texts(ids, [f"{d.title}. {d.passages[0].text}" for d in documents], vectors)
    peers: dict[str, Peer] = {}
    for name in names:
        err.print(name)
        (folder / name).mkdir()
        peers[name] = PEERS[name](texts, folder / name)
    searches: dict[str, Search] = {mode: list_search(engine, mode) for mode in MODES}
    searches["page"] = page_search(engine, "hybrid")
    searches |= {name: peer.search for name, peer in peers.items()}
    # A page has queries of its own: the engine must not find what the list of the same query left.
    asked = {name: queries[: len(queries) // 2] for name in searches}
    asked["page"] = queries[len(queries) // 2 :]
    err.print("searches")
    time_by_turns(searches, {name: each[:WARM_UP_QUERIES] for name, each in asked.items()})
    times = time_by_turns(searches, {name: each[WARM_UP_QUERIES:] for name, each in asked.items()})
    latency = {name: asdict(Latency.of(each)) for name, each in times.items()}
    report: dict[str, Any] = {
        "documents": corpus.size,
        "queries": count,
        "load_average": os.getloadavg()[0],
        **{mode: latency[mode] for mode in MODES},
        "build_seconds": own_build.seconds,
        "peers": {},
        "limit": 1 / 3 if corpus.size <= 10_000 else 1 / 2,
    }
    report["hybrid"] |= {f"page_{name}": value for name, value in latency["page"].items()}
    for name, peer in peers.items():
        err.print(f"{name}: recall")
        recalls = recall(peer, asked[name][WARM_UP_QUERIES:][:RECALL_QUERIES], ids, vectors)
        ratio = report["hybrid" if peer.nearest else "keyword"]["median_ms"]
        ratio /= latency[name]["median_ms"]
        facts = {**recalls, "build_seconds": peer.build_seconds, "ratio": ratio}
        report["peers"][name] = {**latency[name], **facts}
    competing = [report["peers"][name]["ratio"] for name in COMPETITORS if name in peers]
    if competing:
        report["ratio"] = max(competing)
    return report


def recall(
    peer: Peer, queries: Sequence[SyntheticQuery], ids: Sequence[str], vectors: Matrix
) -> dict[str, float | None]:
    """Return recall@10 of the fused list and of the vectors alone, means over the queries."""
    if peer.nearest is None or peer.exact is None:
        return {"recall@10": None, "vector_recall@10": None}
    fused, nearest = [], []
    for query in queries:
        cosines = np.asarray(vectors @ query.vector)
        fused.append(_share(peer.search(query), peer.exact(query, cosines)))
        nearest.append(_share(peer.nearest(query), by_cosine(ids, cosines)[:LIMIT]))
    return {"recall@10": statistics.mean(fused), "vector_recall@10": statistics.mean(nearest)}


def print_report(report: dict[str, Any]) -> None:
    """Print the report as a table, and whether the limit is kept."""
    hybrid = report["hybrid"]
    page = {name: hybrid[f"page_{name}"] for name in PERCENTILES}
    rows = [_row(f"ours, {mode}", report[mode]) for mode in MODES]
    rows.append(_row("ours, page", page))
    rows += [_row(name, each) for name, each in report["peers"].items()]
    columns = ("median ms", "95 %", "99 %", "recall", "vectors", "build s", "ratio")
    title = f"{report['documents']:,} documents, load average {report['load_average']:.1f}"
    print_table(title, ("search", *columns), rows)
    print(f"exchange was built in {number_text(report['build_seconds'])} s.")
    if "ratio" in report:
        kept = "kept" if report["ratio"] <= report["limit"] else "NOT kept"
        print(
            f"Our list takes {report['ratio']:.2f} of the time of the faster of "
            f"{' and '.join(COMPETITORS)}; limit {report['limit']:.2f}: {kept}."
        )


def _row(name: str, facts: dict[str, Any]) -> tuple[str, ...]:
    columns = (*PERCENTILES, "recall@10", "vector_recall@10", "build_seconds", "ratio")
    found = (facts.get(column) for column in columns)
    return (name, *("" if value is None else number_text(value) for value in found))


def _share(found: Sequence[str], wanted: Sequence[str]) -> float:
    return len(set(found) & set(wanted)) / len(wanted)


if __name__ == "__main__":
    sys.exit(main())
