"""The vector index: every passage's vector, exact scores, memory-mapped."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from exchange.ranking import Ranking, Scores

Vectors = npt.NDArray[np.float32]


def write_vectors(directory: Path, vectors: Vectors, passages_per_document: Sequence[int]) -> None:
    """Write `vectors`, float32[P, dimensions], passages in document-number order."""
    directory.mkdir(parents=True, exist_ok=True)
    offsets = np.concatenate([[0], np.cumsum(np.asarray(passages_per_document, np.int64))])
    np.save(directory / "vectors.npy", np.ascontiguousarray(vectors, np.float32))
    np.save(directory / "passage_offsets.npy", offsets.astype(np.int64))


class VectorIndex:
    """An opened vector index."""

    def __init__(self, directory: Path) -> None:
        self._vectors: Vectors = np.load(directory / "vectors.npy", mmap_mode="r")
        self._offsets = np.load(directory / "passage_offsets.npy", mmap_mode="r")
        self._with_passages = np.flatnonzero(np.diff(self._offsets)).astype(np.int32)

    @property
    def passages(self) -> int:
        """How many passages there are."""
        return len(self._vectors)

    def passage_scores(self, query: Vectors) -> Scores:
        """Return float32[P], the dot product of each passage with `query`, float32[dimensions]."""
        return np.asarray(self._vectors @ query, np.float32)

    def rank(self, passage_scores: Scores) -> Ranking:
        """Score every document that has a passage by its best passage."""
        if not len(self._with_passages):
            return Ranking(self._with_passages, np.empty(0, np.float32))
        starts = self._offsets[:-1][self._with_passages]
        return Ranking(self._with_passages, np.maximum.reduceat(passage_scores, starts))

    def best_passage(self, passage_scores: Scores, document: int) -> int:
        """Return which passage of a document, counted from 0, has the highest score."""
        start, end = self._offsets[document : document + 2]
        return int(np.argmax(passage_scores[start:end]))

    def vectors_of(self, document: int) -> Vectors:
        """Return float32[p, dimensions], the vectors of a document's passages."""
        start, end = self._offsets[document : document + 2]
        return np.asarray(self._vectors[start:end])
