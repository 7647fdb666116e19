"""Load synthetic documents into Qdrant's engine and time the queries that a search makes.

    python -m scripts.qdrant_load --documents 100000 --passages 8 --folder /tmp/shard

Passages are unit vectors around 2,000 random centres (cosine 0.7 with theirs), since text has
subjects; words follow Zipf's law. With `--edges 0` the engine has no graph and compares with every
vector. It runs in this process (`qdrant-edge-py`), so that what a network and a cluster add is not
in the figures.
"""

import argparse
import json
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID, uuid5

import numpy as np
import numpy.typing as npt
import qdrant_edge as edge

from exchange.qdrant.schema import NUMBER, PASSAGES, WORDS
from scripts.edge_client import edge_config

DIMENSIONS, CENTRES, TERMS = 384, 2_000, 300_000
WORDS_PER_PASSAGE = 50
BATCH = 256
COUNTRIES, SECTORS = 100, 10
_NAMESPACE = UUID(int=0)

Matrix = npt.NDArray[np.float32]


class Source:
    """Makes documents and queries, the same ones every time."""

    def __init__(self, passages: int) -> None:
        self._passages = passages
        self._centres = _unit(np.random.default_rng(1).standard_normal((CENTRES, DIMENSIONS)))
        self._zipf = np.cumsum(1 / np.arange(1, TERMS + 1))
        self._zipf /= self._zipf[-1]

    def points(self, numbers: Sequence[int]) -> list[edge.Point]:
        """Return documents; the passages of one lie around one centre."""
        made = []
        for number in numbers:
            random = np.random.default_rng([2, number])
            vectors = self._near(random, int(random.integers(CENTRES)), self._passages)
            terms, counts = np.unique(
                np.searchsorted(self._zipf, random.random(WORDS_PER_PASSAGE * self._passages)),
                return_counts=True,
            )
            weights = counts * 2.2 / (counts + 1.2)
            payload = {
                NUMBER: number,
                "country": [f"c{int(random.integers(COUNTRIES))}"],
                "sector": [f"s{int(random.integers(SECTORS))}"],
            }
            words = edge.SparseVector(terms.tolist(), weights.tolist())
            vector = {PASSAGES: vectors.tolist(), WORDS: words}
            made.append(edge.Point(str(uuid5(_NAMESPACE, str(number))), vector, payload))
        return made

    def queries(self, count: int) -> list[tuple[list[float], edge.SparseVector]]:
        """Return vectors near a centre, and ten words, each of another frequency."""
        made = []
        for number in range(count):
            random = np.random.default_rng([3, number])
            vector = self._near(random, int(random.integers(CENTRES)), 1)[0]
            terms = np.unique(np.searchsorted(self._zipf, random.random(10)))
            words = edge.SparseVector(terms.tolist(), [1.0] * len(terms))
            made.append((vector.tolist(), words))
        return made

    def _near(self, random: np.random.Generator, centre: int, count: int) -> Matrix:
        noise = _unit(random.standard_normal((count, DIMENSIONS)))
        return _unit(0.7 * self._centres[centre] + 0.714 * noise)


def _unit(vectors: npt.NDArray[np.float64] | Matrix) -> Matrix:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / lengths, np.float32)


def memory() -> dict[str, int]:
    """Return the MB of this process: its own, and of files that are mapped and in memory."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    fields = dict(line.split(":", 1) for line in lines)
    kinds = {"own": "RssAnon", "mapped": "RssFile"}
    return {name: int(fields[key].split()[0]) // 1024 for name, key in kinds.items()}


def disk(folder: Path) -> int:
    """Return the MB that a folder takes."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return sum(path.stat().st_blocks * 512 for path in files) // 2**20


def latency(run: Callable[[int], object], count: int) -> dict[str, float]:
    """Return median and 95th percentile in milliseconds."""
    taken = []
    for number in range(count):
        begun = time.perf_counter()
        run(number)
        taken.append((time.perf_counter() - begun) * 1_000)
    return {
        "median": round(float(np.median(taken)), 1),
        "p95": round(float(np.quantile(taken, 0.95)), 1),
    }


def request(
    query: object, using: str, limit: int, filter: edge.Filter | None, exact: bool = False
) -> edge.QueryRequest:
    """Return one query of a search."""
    return edge.QueryRequest(
        limit=limit,
        query=edge.Query.Nearest(query, using=using),  # type: ignore[arg-type]
        filter=filter,
        with_payload=[NUMBER],
        params=edge.SearchParams(exact=exact),
    )


def recall_at_10(
    shard: edge.EdgeShard, queries: Sequence[tuple[list[float], object]], depth: int
) -> float:
    """Return how many of the exact ten nearest are among the first ten of the graph's `depth`."""
    shares = []
    for vector, _ in queries:
        asked = [request([vector], PASSAGES, n, None, e) for n, e in ((10, True), (depth, False))]
        exact, found = ({hit.id for hit in shard.query(each)[:10]} for each in asked)
        shares.append(len(exact & found) / len(exact))
    return round(float(np.mean(shares)), 4)


def load(folder: Path, source: Source, documents: int, edges: int) -> dict[str, object]:
    """Load a new shard and return what that took."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    hnsw = edge.HnswIndexConfig(m=edges, ef_construct=100, full_scan_threshold=10_000)
    optimizers = edge.EdgeOptimizersConfig(default_segment_number=2)
    config = edge_config(DIMENSIONS, hnsw_config=hnsw, optimizers=optimizers)
    shard = edge.EdgeShard.create(str(folder), config)
    for field in ("country", "sector"):
        kind = edge.PayloadSchemaType.Keyword
        shard.update(edge.UpdateOperation.create_field_index(field, kind))
    made, begun = 0.0, time.perf_counter()
    for start in range(0, documents, BATCH):
        making = time.perf_counter()
        points = source.points(range(start, min(start + BATCH, documents)))
        made += time.perf_counter() - making
        shard.update(edge.UpdateOperation.upsert_points(points))
    shard.flush()
    uploaded = time.perf_counter()
    print(f"uploaded in {uploaded - begun - made:.0f} s", flush=True)
    cpu = time.process_time()
    shard.optimize()
    figures: dict[str, object] = {
        "upload s": round(uploaded - begun - made, 1),
        "making the documents s": round(made, 1),
        "indexing s": round(time.perf_counter() - uploaded, 1),
        "indexing CPU s": round(time.process_time() - cpu, 1),
        "disk MB": disk(folder),
    }
    shard.close()
    return figures


def ask(folder: Path, source: Source, documents: int, count: int, depth: int) -> dict[str, object]:
    """Open the shard as a server does that was started anew; return what queries take."""
    shard = edge.EdgeShard.load(str(folder))
    figures: dict[str, object] = {"memory loaded": memory()}
    queries = source.queries(count)
    rare = edge.Filter(must=[edge.FieldCondition("country", match=edge.MatchAny(["c1", "c2"]))])

    def batch(number: int, filters: Sequence[edge.Filter | None]) -> None:
        vector, words = queries[number]
        kinds: tuple[tuple[object, str], ...] = (([vector], PASSAGES), (words, WORDS))
        asked = [request(query, name, depth, kept) for kept in filters for query, name in kinds]
        shard.query_batch(edge.QueryBatchRequest(asked))

    step = max(documents // (2 * depth), 1)
    fetched = [str(uuid5(_NAMESPACE, str(n))) for n in range(0, documents, step)]
    batch(0, [None, rare])
    cpu = time.process_time()
    figures["query ms"] = latency(lambda n: batch(n, [None]), count)
    figures["query CPU ms"] = round((time.process_time() - cpu) * 1_000 / count, 1)
    figures["query with filter ms"] = latency(lambda n: batch(n, [None, rare]), count)
    figures["by meaning ms"] = latency(
        lambda n: shard.query(request([queries[n][0]], PASSAGES, depth, None)), count
    )
    figures["by words ms"] = latency(
        lambda n: shard.query(request(queries[n][1], WORDS, depth, None)), count
    )
    figures["fetching ms"] = latency(lambda n: shard.retrieve(fetched, [NUMBER], True), 20)
    figures["fetched documents"] = len(fetched)
    figures["memory after queries"] = memory()
    figures["recall@10"] = recall_at_10(shard, queries[:30], depth)
    figures["load average"] = Path("/proc/loadavg").read_text(encoding="ascii").split()[0]
    shard.close()
    return figures


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--passages", type=int, default=8)
    parser.add_argument("--edges", type=int, default=16, help="m of the graph; 0 for none")
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--depth", type=int, default=500)
    parser.add_argument("--folder", type=Path, required=True)
    given = parser.parse_args()
    source = Source(given.passages)
    figures: dict[str, object] = {"memory before": memory()}
    figures |= load(given.folder, source, given.documents, given.edges)
    figures |= ask(given.folder, source, given.documents, given.queries, given.depth)
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
