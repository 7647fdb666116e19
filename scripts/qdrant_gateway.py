"""Time what this side of Qdrant does for one query: read the answer, make the view, rank.

    python -m scripts.qdrant_gateway --documents 10000000 --passages 8 --candidates 1000

Nothing is asked of a server: the answer is made up, in the JSON and the protobuf that a server
would send. Columns of all documents are as long as they would be, so that what grows with their
number is seen.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import TypeAdapter
from qdrant_client import grpc, models
from qdrant_client.conversions.conversion import GrpcToRest, RestToGrpc

from exchange.analysis import QueryWord
from exchange.centring import OVERALL
from exchange.keyword_index import KeywordIndex
from exchange.parts import ALL_PARTS
from exchange.qdrant.candidates import CandidateTerms, LocalPassages, read_candidate
from exchange.qdrant.schema import NUMBER, PASSAGES, WORDS
from exchange.retrieval import Retrieval
from exchange.vector_index import VectorIndex

DIMENSIONS, TERMS, WORDS_PER_PASSAGE = 384, 300_000, 50
FORMS = 20


class Dictionary:
    """Terms that are their own numbers."""

    def find(self, term: str) -> int:
        return int(term)

    def idf(self, number: int) -> float:
        return 3.0


def answer(numbers: list[int], passages: int) -> bytes:
    """Return the JSON of `numbers` with all their vectors."""
    random = np.random.default_rng(1)
    records = []
    for number in numbers:
        vectors = random.standard_normal((passages, DIMENSIONS)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        terms = np.unique(random.zipf(1.3, WORDS_PER_PASSAGE * passages) % TERMS)
        shown = [[float(str(value)) for value in row] for row in vectors]  # as Rust writes f32
        words = {"indices": terms.tolist(), "values": [1.375] * len(terms)}
        vector: dict[str, Any] = {PASSAGES: shown, WORDS: words}
        records.append({"id": f"{number:032x}", "payload": {NUMBER: number}, "vector": vector})
    return json.dumps(records, separators=(",", ":")).encode()


def measure(documents: int, passages: int, candidates: int, times: int = 5) -> dict[str, Any]:
    """Return the median milliseconds of processor time of each step."""
    random = np.random.default_rng(2)
    numbers = np.sort(random.choice(documents, candidates, replace=False)).tolist()
    content = answer(numbers, passages)
    records = TypeAdapter(list[models.Record])
    packed = [RestToGrpc.convert_retrieved_point(r) for r in records.validate_json(content)]
    protobuf = grpc.GetResponse(result=packed).SerializeToString()
    count = documents * passages
    offsets = np.arange(documents + 1, dtype=np.int64) * passages
    languages = np.zeros(count, np.int16)
    local = LocalPassages(
        np.ones(count, np.float32), np.zeros(count, np.float32), languages, offsets
    )
    means = {OVERALL: [0.0] * DIMENSIONS, "en": [0.0] * DIMENSIONS}
    words = tuple(QueryWord(str(n), (str(n),)) for n in range(1, FORMS + 1))
    steps: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        np.save(Path(folder) / "languages.npy", np.zeros(documents, np.int16))
        nothing = CandidateTerms(Dictionary(), {})  # type: ignore[arg-type]
        keyword = KeywordIndex(Path(folder), documents, ("en",), nothing)
        for _ in range(times):
            marks = [time.thread_time()]
            read = records.validate_python(json.loads(content))
            marks.append(time.thread_time())
            read = [
                GrpcToRest.convert_retrieved_point(point)
                for point in grpc.GetResponse.FromString(protobuf).result
            ]
            marks.append(time.thread_time())
            found = dict(read_candidate(record, DIMENSIONS) for record in read)
            marks.append(time.thread_time())
            terms = CandidateTerms(Dictionary(), found, range(1, FORMS + 1))  # type: ignore[arg-type]
            vectors = VectorIndex(local.of(found, DIMENSIONS), means)
            marks.append(time.thread_time())
            retrieval = Retrieval(keyword.over(terms), vectors, 0.0, ALL_PARTS, False)
            query = vectors.centre(np.eye(DIMENSIONS, dtype=np.float32)[0])
            retrieval.rank("hybrid", words, (), query, None)
            marks.append(time.thread_time())
            names = ("parse JSON", "parse protobuf", "read vectors", "make the view", "rank")
            for name, taken in zip(names, np.diff(marks) * 1_000, strict=True):
                steps.setdefault(name, []).append(float(taken))
    medians = {f"{name} ms": round(float(np.median(taken))) for name, taken in steps.items()}
    size = {"JSON MB": round(len(content) / 1e6, 1), "protobuf MB": round(len(protobuf) / 1e6, 1)}
    return {
        "documents": documents,
        "passages": passages,
        "candidates": candidates,
        **size,
        **medians,
    }


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--passages", type=int, default=8)
    parser.add_argument("--candidates", type=int, default=1_000)
    given = parser.parse_args()
    print(json.dumps(measure(given.documents, given.passages, given.candidates)))


if __name__ == "__main__":
    main()
