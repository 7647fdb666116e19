"""The points of a collection, made from what indexing wrote, a batch at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from qdrant_client import models

from exchange.document import Document
from exchange.keyword_index import BM25Index
from exchange.qdrant.schema import ID, NUMBER, PASSAGES, WORDS, point_id
from exchange.vector_index import PassageArrays


@dataclass(frozen=True, slots=True)
class SparseRows:
    """The sparse vector of each document, one after the other.

    :param offsets: int64[N + 1]
    :param terms: int32[P], rising within a document.
    :param values: float32[P], BM25 of the term there, divided by the term's idf.
    """

    offsets: npt.NDArray[np.int64]
    terms: npt.NDArray[np.int32]
    values: npt.NDArray[np.float32]


def sparse_rows(directory: Path, documents: int) -> SparseRows:
    """Turn the postings in `directory` round: from terms to documents."""
    index = BM25Index(directory)
    postings = [index.postings(number) for number in range(len(index))]
    if not postings:
        empty = np.zeros(documents + 1, np.int64)
        return SparseRows(empty, np.empty(0, np.int32), np.empty(0, np.float32))
    lengths = [len(each.documents) for each in postings]
    terms = np.repeat(np.arange(len(index), dtype=np.int32), lengths)
    owners = np.concatenate([each.documents for each in postings])
    idf = np.array([index.idf(number) for number in range(len(index))], np.float32)
    weights = np.concatenate([each.weights for each in postings])
    values = np.asarray(weights / idf[terms], np.float32)
    order = np.argsort(owners, kind="stable")
    offsets = np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=documents))])
    return SparseRows(offsets.astype(np.int64), terms[order], values[order])


@dataclass(frozen=True, slots=True)
class Points:
    """Makes the points of `documents`, which are in document-number order."""

    documents: Sequence[Document]
    passages: PassageArrays
    words: SparseRows

    def make(self, numbers: Sequence[int]) -> list[models.PointStruct]:
        """Return the points of some documents."""
        return [self._point(number) for number in numbers]

    def _point(self, number: int) -> models.PointStruct:
        document = self.documents[number]
        vectors: dict[str, Any] = {}
        first, last = self.passages.passage_offsets[number : number + 2]
        if last > first:
            vectors[PASSAGES] = self.passages.vectors[first:last].tolist()
        first, last = self.words.offsets[number : number + 2]
        if last > first:
            vectors[WORDS] = models.SparseVector(
                indices=self.words.terms[first:last].tolist(),
                values=self.words.values[first:last].tolist(),
            )
        payload = {ID: document.id, NUMBER: number, **_facets(document.facets)}
        return models.PointStruct(id=point_id(document.id), vector=vectors, payload=payload)


def _facets(facets: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {field: list(values) for field, values in facets.items()}
