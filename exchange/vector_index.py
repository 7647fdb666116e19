"""The vector index: every passage's vector, exact scores, memory-mapped.

Vectors are kept centred (see `exchange.centring`). What was taken away is kept as three numbers a
passage, so that the cosine in the encoder's own space costs no second product of matrices.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from exchange.centring import (
    OVERALL,
    CentredQuery,
    Vectors,
    centre_passages,
    centre_query,
    language_means,
)
from exchange.ranking import DocumentNumbers, Ranking, Scores, open_array

Means = Mapping[str, Sequence[float]]
"""Language, or "overall" -> its mean vector."""


def write_vectors(
    directory: Path,
    vectors: Vectors,
    languages: Sequence[str],
    passages_per_document: Sequence[int],
) -> Means:
    """Write `vectors`, float32[P, dimensions], passages in document-number order.

    :param languages: the language of each passage.
    :returns: the means that were taken away, for the manifest.
    """
    directory.mkdir(parents=True, exist_ok=True)
    overall, means = language_means(vectors, languages)
    centred, lengths = centre_passages(vectors, languages, means)
    codes = {language: code for code, language in enumerate(sorted(means))}
    offsets = np.concatenate([[0], np.cumsum(np.asarray(passages_per_document, np.int64))])
    np.save(directory / "vectors.npy", np.ascontiguousarray(centred, np.float32))
    np.save(directory / "lengths.npy", lengths)
    np.save(directory / "overall_products.npy", np.asarray(centred @ overall, np.float32))
    np.save(directory / "languages.npy", np.array([codes[x] for x in languages], np.int16))
    np.save(directory / "passage_offsets.npy", offsets.astype(np.int64))
    return {name: mean.tolist() for name, mean in {**means, OVERALL: overall}.items()}


class PassageArrays(NamedTuple):
    """What is known of P passages of N documents, in document-number order.

    :param vectors: float32[P, d], centred, unit length.
    :param lengths: float32[P], before they were made unit length.
    :param overall_products: float32[P], with the overall mean.
    :param languages: int16[P], the place of the language among the sorted ones.
    :param passage_offsets: int64[N + 1], where the passages of each document begin.
    """

    vectors: Vectors
    lengths: Scores
    overall_products: Scores
    languages: npt.NDArray[np.int16]
    passage_offsets: npt.NDArray[np.int64]


def open_passages(directory: Path) -> PassageArrays:
    """Open what :func:`write_vectors` wrote, memory-mapped."""
    names = PassageArrays._fields
    return PassageArrays(*(open_array(directory / f"{name}.npy") for name in names))


class VectorIndex:
    """An opened vector index.

    :param means: as :func:`write_vectors` returned them.
    """

    def __init__(self, arrays: PassageArrays, means: Means) -> None:
        self._vectors = arrays.vectors
        self._lengths = arrays.lengths
        self._overall_products = arrays.overall_products
        self._languages = np.asarray(arrays.languages, np.intp)
        self._offsets = arrays.passage_offsets
        self._with_passages = np.flatnonzero(np.diff(self._offsets)).astype(np.int32)
        self._overall = np.array(means[OVERALL], np.float32)
        own = [mean for name, mean in sorted(means.items()) if name != OVERALL]
        self._means = np.array(own, np.float32).reshape(-1, len(self._overall))

    @classmethod
    def open(cls, directory: Path, means: Means) -> Self:
        """Open what :func:`write_vectors` wrote, memory-mapped."""
        return cls(open_passages(directory), means)

    def centre(self, query: Vectors) -> CentredQuery:
        """Return an encoder's query vector, float32[dimensions], as this index compares it."""
        return centre_query(query, self._overall)

    def passage_scores(self, direction: Vectors) -> Scores:
        """Return float32[P], the cosine of each passage with a centred unit vector, float32[d]."""
        return _products(self._vectors, direction)

    def likeness_scores(self, direction: Vectors, documents: DocumentNumbers) -> Scores:
        """Return float32[P], the cosine of the passages of some documents with a direction.

        The passages of all other documents get the least of them.

        :param direction: float32[d], unit length.
        :param documents: int32[n], rising, each with a passage.
        """
        if len(documents) == len(self._with_passages):
            return self.passage_scores(direction)
        passages = self._passages(documents)
        found = _products(self._vectors.take(passages, axis=0), direction)
        scores = np.full(len(self._vectors), found.min(initial=1.0), np.float32)
        scores[passages] = found
        return scores

    def raw_scores(self, query: CentredQuery, passage_scores: Scores) -> Scores:
        """Return float32[P], the cosine of each passage with the query in the encoder's space.

        :param passage_scores: of the centred query; they save a product of matrices.
        """
        centred_with_raw = query.length * passage_scores + self._overall_products
        raw = self._lengths * centred_with_raw + (self._means @ query.raw)[self._languages]
        return np.asarray(raw, np.float32)

    def rank(self, passage_scores: Scores) -> Ranking:
        """Score every document that has a passage by its best passage."""
        if not len(self._with_passages):
            return Ranking(self._with_passages, np.empty(0, np.float32))
        if len(self._with_passages) == len(passage_scores):  # one each
            return Ranking(self._with_passages, passage_scores)
        starts = self._offsets[:-1][self._with_passages]
        return Ranking(self._with_passages, np.maximum.reduceat(passage_scores, starts))

    def best_passage(self, passage_scores: Scores, document: int) -> int:
        """Return which passage of a document, counted from 0, has the highest score."""
        return int(np.argmax(passage_scores[self.passages_of(document)]))

    def passages_of(self, document: int) -> slice:
        """Return where a document's passages stand among those of the whole index."""
        return slice(int(self._offsets[document]), int(self._offsets[document + 1]))

    def _passages(self, documents: DocumentNumbers) -> npt.NDArray[np.int32]:
        """Return the numbers of all passages of some documents, rising."""
        if len(self._with_passages) == len(self._vectors) == len(self._offsets) - 1:  # one each
            return documents
        starts = self._offsets[documents]
        lengths = self._offsets[documents + 1] - starts
        before = np.cumsum(lengths) - lengths
        passages = np.arange(lengths.sum()) + np.repeat(starts - before, lengths)
        return np.asarray(passages, np.int32)

    def vector_of(self, document: int) -> CentredQuery | None:
        """Return a document as a query: the mean of its passages; None when it has none."""
        passages = self.passages_of(document)
        if passages.start == passages.stop:
            return None
        return centre_query(self._vectors[passages].mean(axis=0), np.zeros_like(self._overall))

    def directions_of(self, documents: DocumentNumbers) -> Vectors:
        """Return float32[n, d], documents that have a passage as :meth:`vector_of` centres them."""
        rows = [self._vectors[self.passages_of(n)].sum(axis=0) for n in documents.tolist()]
        sums = np.array(rows, np.float32).reshape(len(documents), self._vectors.shape[1])
        lengths = np.maximum(np.sqrt(np.vecdot(sums, sums)), np.float32(1e-9))
        return np.asarray(sums / lengths[:, None], np.float32)

    def document_vectors(self) -> Vectors:
        """Return float32[N, d], each document centred as a query; NaN where it has no passage."""
        vectors = np.full((len(self._offsets) - 1, len(self._overall)), np.nan, np.float32)
        if len(self._with_passages):
            starts = self._offsets[:-1][self._with_passages]
            sums = np.add.reduceat(self._vectors, starts, axis=0)
            lengths = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
            vectors[self._with_passages] = sums / lengths
        return vectors


def _products(vectors: Vectors, direction: Vectors) -> Scores:
    """Return float32[n], the product of each vector with a direction, in this thread alone.

    A product of matrices would be divided among BLAS's threads. It is bound by the memory, so they
    gain nothing, and on a busy machine BLAS waits for them: 10,000 passages took 13 ms, not 0.3.
    """
    return np.asarray(np.vecdot(vectors, direction), np.float32)
