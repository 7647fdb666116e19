"""Where the rankings of a snapshot come from: arrays beside it, or a search engine elsewhere."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from exchange.analysis import QueryWord
from exchange.centring import CentredQuery, Vectors
from exchange.document_store import DocumentStore
from exchange.expansion import Alternative
from exchange.keyword_index import KeywordIndex
from exchange.parts import Parts
from exchange.qdrant import require_client
from exchange.retrieval import Retrieval
from exchange.settings import Settings
from exchange.snapshot import VECTORS, Manifest
from exchange.vector_index import VectorIndex


class Backend(Protocol):
    """What the engine asks of a snapshot's indexes; safe to share between threads.

    It gives the two indexes that a query is ranked with, not a ranking: fusion, feedback, label and
    explanation are the same code for every backend.
    """

    @property
    def keyword_index(self) -> KeywordIndex:
        """The words of the snapshot: what a query's words may mean, and which are unknown."""

    def retrieval(
        self,
        words: Sequence[QueryWord],
        alternatives: Sequence[Alternative],
        vector: CentredQuery | None,
        accepted: Mapping[str, Sequence[str]],
    ) -> Retrieval:
        """Return indexes that hold the best documents of a query, over all documents' numbers.

        :param accepted: facet field -> values; the best documents that meet all are among them too.
        :raises BackendError: the documents are elsewhere and cannot be reached.
        """

    def centre(self, query: Vectors) -> CentredQuery:
        """Return an encoder's query vector, float32[dimensions], as the index compares it."""

    def vector_of(self, document: int) -> CentredQuery | None:
        """Return a document as a query; None when it has no passage."""

    def document_vectors(self) -> Vectors:
        """Return float32[N, d], each document as a query; NaN where it has no passage.

        :raises BackendError: they are elsewhere, and too many to fetch.
        """


class EmbeddedBackend:
    """Both indexes beside the snapshot, memory-mapped: every query sees every document."""

    def __init__(self, directory: Path, manifest: Manifest, parts: Parts) -> None:
        self.keyword_index = KeywordIndex(
            directory / "keyword", manifest.documents, manifest.languages
        )
        self._vectors = VectorIndex.open(directory / VECTORS, manifest.means)
        self._retrieval = Retrieval(self.keyword_index, self._vectors, manifest.floor, parts)
        self.centre = self._vectors.centre
        self.vector_of = self._vectors.vector_of
        self.document_vectors = self._vectors.document_vectors

    def retrieval(
        self,
        words: Sequence[QueryWord],
        alternatives: Sequence[Alternative],
        vector: CentredQuery | None,
        accepted: Mapping[str, Sequence[str]],
    ) -> Retrieval:
        """Return the indexes of the whole snapshot."""
        return self._retrieval


def open_backend(
    directory: Path, manifest: Manifest, parts: Parts, documents: DocumentStore, settings: Settings
) -> Backend:
    """Return the backend that a snapshot names.

    :raises BackendError: it is elsewhere and cannot be used.
    """
    if manifest.qdrant is None:
        return EmbeddedBackend(directory, manifest, parts)
    require_client()
    from exchange.qdrant.backend import QdrantBackend

    return QdrantBackend(directory, manifest, parts, documents, settings)


def backend_switch(settings: Settings) -> Callable[[Manifest], None]:
    """Return what has to follow when another snapshot becomes the current one.

    It raises a BackendError where that snapshot's rankings are not whole.
    """

    def switch(manifest: Manifest) -> None:
        if manifest.qdrant is not None:
            require_client()
            from exchange.qdrant.publishing import switch_alias

            switch_alias(settings, manifest)

    return switch
