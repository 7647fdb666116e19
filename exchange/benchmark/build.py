"""Build the index of a synthetic corpus by the usual way in, and see what each part of it takes."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from exchange.benchmark.known_vectors import SYNTHETIC_FINGERPRINT, KnownVectors
from exchange.benchmark.memory import MEGABYTE
from exchange.benchmark.synthetic import SyntheticCorpus, SyntheticQuery
from exchange.embedding_cache import Embeddings
from exchange.engine import SearchEngine
from exchange.indexing import index_embedded
from exchange.publishing import writer_lock
from exchange.settings import Settings
from exchange.snapshot import current

PARTS: Mapping[str, str] = {
    "keyword/bm25": "words, BM25",
    "keyword/whoosh": "Whoosh",
    "vectors": "vectors",
    "facets.npz": "facets",
    "documents": "documents",
    "projection": "picture",
    "manifest.json": "checksums",
}
"""Files or folders of a snapshot, in the order in which they are written -> what is in them."""


@dataclass(frozen=True, slots=True)
class Build:
    """What an indexing took, the vectors ready.

    :param seconds: of the whole indexing, checksums and publishing included.
    :param part_seconds: part of :data:`PARTS` -> seconds of it.
    :param part_megabytes: part of :data:`PARTS` -> what it takes on the disk.
    """

    seconds: float
    part_seconds: Mapping[str, float]
    part_megabytes: Mapping[str, float]


def build_index(corpus: SyntheticCorpus, index: Path) -> Build:
    """Index a corpus in a folder; making the corpus itself is not counted."""
    documents, vectors = corpus.documents()
    settings = Settings(index=index)
    with writer_lock(settings.index, settings.lock_timeout):
        began, clock = time.perf_counter(), time.time()
        index_embedded(
            documents,
            Embeddings(vectors, len(vectors)),
            settings,
            f"synthetic {corpus}",
            SYNTHETIC_FINGERPRINT,
        )
        seconds = time.perf_counter() - began
    snapshot = index / current(index)[0]
    return Build(seconds, _part_seconds(snapshot, clock), _part_megabytes(snapshot))


def open_index(index: Path, queries: Iterable[SyntheticQuery]) -> SearchEngine:
    """Open what :func:`build_index` built, the vectors of these queries known."""
    name, digest = current(index)
    return SearchEngine(Settings(index=index), name, digest, KnownVectors(queries))


def _part_seconds(snapshot: Path, began: float) -> dict[str, float]:
    """Return how long each part was written, by the times of its files.

    A part begins where the one before it ended, so its time holds what was computed for it.

    :param began: seconds since 1970.
    """
    seconds: dict[str, float] = {}
    for path, name in PARTS.items():
        ended = max((file.stat().st_mtime for file in _files(snapshot / path)), default=began)
        seconds[name] = max(ended - began, 0.0)
        began = max(ended, began)
    return seconds


def _part_megabytes(snapshot: Path) -> dict[str, float]:
    return {
        name: sum(file.stat().st_size for file in _files(snapshot / path)) / MEGABYTE
        for path, name in PARTS.items()
    }


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())
