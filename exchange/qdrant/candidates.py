"""The documents that a query is ranked among, as the two indexes that ranking reads.

Numbers are those of the whole snapshot: a document that is no candidate has no term and no passage.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from qdrant_client import models

from exchange.centring import Vectors
from exchange.errors import BackendError
from exchange.keyword_index import Postings, TermDictionary
from exchange.qdrant.schema import NUMBER, PASSAGES, WORDS
from exchange.vector_index import PassageArrays


class Candidate(NamedTuple):
    """What the collection holds of a document.

    :param passages: float32[p, d]
    :param terms: int32[t], term numbers.
    :param values: float32[t], BM25 divided by idf.
    """

    passages: Vectors
    terms: npt.NDArray[np.int32]
    values: npt.NDArray[np.float32]


Candidates = Mapping[int, Candidate]
"""By document number."""


def read_candidate(record: models.Record, dimensions: int) -> tuple[int, Candidate]:
    """Return a point's document number and what it holds."""
    vectors = record.vector if isinstance(record.vector, dict) else {}
    words = vectors.get(WORDS)
    terms, values = (
        (words.indices, words.values) if isinstance(words, models.SparseVector) else ([], [])
    )
    passages = np.array(vectors.get(PASSAGES) or [], np.float32).reshape(-1, dimensions)
    payload = record.payload or {}
    return int(payload[NUMBER]), Candidate(
        passages, np.array(terms, np.int32), np.array(values, np.float32)
    )


class CandidateTerms:
    """The postings of some terms among candidates; terms and idf are those of the snapshot."""

    def __init__(
        self, dictionary: TermDictionary, candidates: Candidates, wanted: Iterable[int] = ()
    ) -> None:
        self.find = dictionary.find
        self.idf = dictionary.idf
        numbers = sorted(candidates)
        rows = [candidates[number] for number in numbers]
        terms = np.concatenate([np.empty(0, np.int32), *(row.terms for row in rows)])
        values = np.concatenate([np.empty(0, np.float32), *(row.values for row in rows)])
        owners = np.repeat(np.array(numbers, np.int32), [len(row.terms) for row in rows])
        kept = np.isin(terms, np.fromiter(wanted, np.int32))
        order = np.argsort(terms[kept], kind="stable")
        self._terms = terms[kept][order]
        self._documents = owners[kept][order]
        self._values = values[kept][order]

    def postings(self, number: int) -> Postings:
        """Return the candidates with a term, and its BM25 in each."""
        first, last = np.searchsorted(self._terms, [number, number + 1])
        weights = self._values[first:last] * np.float32(self.idf(number))
        return Postings(self._documents[first:last], weights)


class LocalPassages(NamedTuple):
    """What stays beside the snapshot of each passage: see :class:`PassageArrays`."""

    lengths: npt.NDArray[np.float32]
    overall_products: npt.NDArray[np.float32]
    languages: npt.NDArray[np.int16]
    passage_offsets: npt.NDArray[np.int64]

    def of(self, candidates: Candidates, dimensions: int) -> PassageArrays:
        """Return the passages of candidates as those of the whole index.

        :raises BackendError: the collection was made from other documents.
        """
        numbers = np.array(sorted(candidates), np.int64)
        starts, ends = self.passage_offsets[numbers], self.passage_offsets[numbers + 1]
        vectors = [candidates[number].passages for number in numbers.tolist()]
        if [len(each) for each in vectors] != (ends - starts).tolist():
            raise BackendError(
                "Qdrant: the collection holds other passages than the snapshot. "
                "Run `exchange index --full`."
            )
        spans = [np.arange(a, b) for a, b in zip(starts, ends, strict=True)]
        rows = np.concatenate([np.empty(0, np.int64), *spans])
        offsets = np.zeros(len(self.passage_offsets), np.int64)
        offsets[numbers + 1] = ends - starts
        return PassageArrays(
            np.concatenate([np.empty((0, dimensions), np.float32), *vectors]),
            self.lengths[rows],
            self.overall_products[rows],
            self.languages[rows],
            np.cumsum(offsets),
        )


def sample_numbers(point_ids: Sequence[str], size: int) -> list[int]:
    """Return the documents whose point ids come first: a sample that is always the same."""
    order = sorted(range(len(point_ids)), key=point_ids.__getitem__)
    return sorted(order[:size])
