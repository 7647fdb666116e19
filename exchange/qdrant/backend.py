"""A snapshot whose postings and passage vectors are in Qdrant: best candidates, exact scores.

A query asks Qdrant for the best documents by meaning and by words, and for all that is known of
them. From there on the code of the embedded backend ranks them: the numbers are those of a whole
index as long as it has no more documents than `depth`, else those of the candidates alone.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from qdrant_client import QdrantClient, models

from exchange.analysis import QueryWord
from exchange.centring import CentredQuery, Vectors
from exchange.document_store import DocumentStore
from exchange.errors import BackendError
from exchange.expansion import Alternative
from exchange.keyword_index import KeywordIndex, TermDictionary
from exchange.parts import Parts
from exchange.qdrant.candidates import (
    Candidates,
    CandidateTerms,
    LocalPassages,
    read_candidate,
)
from exchange.qdrant.connection import connect, translated, with_retries
from exchange.qdrant.schema import NUMBER, PASSAGES, WORDS, facet_filter, point_id
from exchange.retrieval import Retrieval
from exchange.settings import Settings
from exchange.snapshot import VECTORS, Manifest
from exchange.vector_index import VectorIndex

SAMPLE_FILE = "sample.npy"
SAMPLE = 256
"""Documents that are candidates of every query, so that fusion sees how far away others are."""


class QdrantBackend:
    """Gives for each query the indexes of its best documents.

    :param depth: documents asked for by meaning and by words each, and again with filters.
    """

    def __init__(
        self,
        directory: Path,
        manifest: Manifest,
        parts: Parts,
        documents: DocumentStore,
        settings: Settings,
    ) -> None:
        assert manifest.qdrant is not None
        self._collection = manifest.qdrant.collection
        self._client: QdrantClient = connect(settings, settings.qdrant_url or manifest.qdrant.url)
        self._depth = settings.qdrant_depth
        self._manifest = manifest
        self._parts = parts
        self._ids = documents.ids
        self._dictionary = TermDictionary(directory / "keyword" / "bm25")
        self.keyword_index = KeywordIndex(
            directory / "keyword",
            manifest.documents,
            manifest.languages,
            CandidateTerms(self._dictionary, {}),
        )
        self._passages = LocalPassages(
            *(
                np.load(directory / VECTORS / f"{name}.npy", mmap_mode="r")
                for name in LocalPassages._fields
            )
        )
        self._sample_numbers: list[int] = np.load(directory / SAMPLE_FILE).tolist()
        self._dimensions = len(next(iter(manifest.means.values())))
        self.centre = self._index_of({}).centre
        self._require_collection()

    def retrieval(
        self,
        words: Sequence[QueryWord],
        alternatives: Sequence[Alternative],
        vector: CentredQuery | None,
        accepted: Mapping[str, Sequence[str]],
    ) -> Retrieval:
        """Return the indexes of the best documents; they are whole where no list was cut."""
        terms = self._weighted_terms(words, alternatives)
        requests = self._requests(terms, vector, None)
        plain = len(requests)
        if accepted and all(accepted.values()):
            requests += self._requests(terms, vector, facet_filter(accepted))
        found = self._query(requests)
        numbers = {number for each in found for number in each}
        candidates = self._fetch(sorted(numbers - set(self._sample_numbers)))
        if vector is not None:
            candidates = {**candidates, **self._sample}
        else:
            candidates = {
                **candidates,
                **{n: self._sample[n] for n in numbers & self._sample.keys()},
            }
        asked_last = found[plain:] if accepted else found
        is_whole = len(candidates) == len(self._ids) or all(
            len(each) < self._depth for each in asked_last
        )
        return Retrieval(
            self.keyword_index.over(CandidateTerms(self._dictionary, candidates, terms)),
            self._index_of(candidates),
            self._manifest.floor,
            self._parts,
            is_whole,
        )

    def vector_of(self, document: int) -> CentredQuery | None:
        """Return a document as a query; None when it has no passage."""
        return self._index_of(self._fetch([document])).vector_of(document)

    def document_vectors(self) -> Vectors:
        """Refuse: all vectors together are what one machine was too small for."""
        raise BackendError(
            "The documents' vectors are in Qdrant; they are not fetched all at once. "
            "Build an embedded index: `exchange index --backend embedded`."
        )

    def _index_of(self, candidates: Candidates) -> VectorIndex:
        arrays = self._passages.of(candidates, self._dimensions)
        return VectorIndex(arrays, self._manifest.means)

    def _weighted_terms(
        self, words: Sequence[QueryWord], alternatives: Sequence[Alternative]
    ) -> dict[int, float]:
        """Return term number -> weight, for each known form of each word."""
        given = [(word, float(word.count)) for word in words]
        given += [(word, found.weight) for found in alternatives for word in found.words]
        weights: dict[int, float] = {}
        for word, weight in given:
            for form in word.forms:
                if (number := self._dictionary.find(form)) is not None:
                    weights[number] = max(weight, weights.get(number, 0.0))
        return weights

    def _requests(
        self,
        terms: Mapping[int, float],
        vector: CentredQuery | None,
        filter: models.Filter | None,
    ) -> list[models.QueryRequest]:
        asked: list[tuple[str, list[list[float]] | models.SparseVector]] = []
        if vector is not None:
            asked.append((PASSAGES, [vector.centred.tolist()]))
        if terms:
            numbers = sorted(terms)
            values = [terms[number] for number in numbers]
            asked.append((WORDS, models.SparseVector(indices=numbers, values=values)))
        return [
            models.QueryRequest(
                query=query, using=name, filter=filter, limit=self._depth, with_payload=[NUMBER]
            )
            for name, query in asked
        ]

    def _query(self, requests: list[models.QueryRequest]) -> list[list[int]]:
        if not requests or not self._ids:
            return []
        with translated(f"search collection {self._collection}"):
            found = with_retries(
                lambda: self._client.query_batch_points(self._collection, requests)
            )
        return [[int((point.payload or {})[NUMBER]) for point in each.points] for each in found]

    def _fetch(self, numbers: Sequence[int]) -> Candidates:
        if not numbers:
            return {}
        ids = [point_id(self._ids[number]) for number in numbers]
        with translated(f"read collection {self._collection}"):
            records = with_retries(
                lambda: self._client.retrieve(
                    self._collection, ids, with_payload=[NUMBER], with_vectors=True
                )
            )
        if len(records) != len(numbers):
            raise BackendError(
                f"Qdrant: collection {self._collection} lacks {len(numbers) - len(records)} "
                "documents of the snapshot. Run `exchange index`."
            )
        return dict(read_candidate(record, self._dimensions) for record in records)

    @cached_property
    def _sample(self) -> Candidates:
        return self._fetch(self._sample_numbers)

    def _require_collection(self) -> None:
        """Refuse a collection that is missing or has vectors of another length, at once."""
        with translated(f"open collection {self._collection}"):
            found = with_retries(lambda: self._client.get_collection(self._collection))
        vectors = found.config.params.vectors
        params = vectors.get(PASSAGES) if isinstance(vectors, dict) else None
        if params is None or params.size != self._dimensions:
            raise BackendError(
                f"Qdrant: collection {self._collection} has vectors of another length than "
                f"{self._dimensions}. Run `exchange index --full`."
            )
