"""The search engine: the one facade that everything outside uses."""

import weakref
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.typing as npt

from exchange.analysis import ANALYSER_VERSION, prepare_query
from exchange.backend import open_backend
from exchange.case import Case
from exchange.centring import Vectors
from exchange.document import Document
from exchange.document_store import DocumentStore
from exchange.encoder import Encoder, Matrix, Vector, open_query_encoder, require_same
from exchange.errors import QueryError, SnapshotError, UnknownDocumentError
from exchange.explanation import Explainer, expansions, shown_passage
from exchange.facets import Facets
from exchange.listing import Lister
from exchange.parts import ALL_PARTS, Parts
from exchange.projection import open_positions
from exchange.ranking import Mask
from exchange.results import (
    MODES,
    NO_FILTERS,
    SORTS,
    Hit,
    Mode,
    SearchResult,
    ShownPassage,
    Sort,
    WholeList,
)
from exchange.settings import Settings
from exchange.snapshot import (
    DOCUMENTS,
    LINEAGE,
    NEXT_STEP,
    PHRASES,
    PROJECTION,
    current,
    hold,
    verify,
)
from exchange.text_scores import TextScores, score_text

if TYPE_CHECKING:
    from exchange.lineage import LineageIndex

MAX_LIMIT = 1_000
NO_SYNTAX = (
    "Quotation marks, AND, OR, NOT, field:word, word* and word~ do not limit the list here: "
    "this index reads plain words only."
)


class SearchEngine:
    """One opened snapshot and an encoder for queries; safe to share between threads."""

    def __init__(
        self, settings: Settings, name: str, digest: str, encoder: Encoder, parts: Parts = ALL_PARTS
    ) -> None:
        """Verify and open a snapshot; :meth:`open` is the usual way in."""
        directory = settings.index / name
        weakref.finalize(self, hold(directory).close)
        self._manifest = manifest = verify(directory, digest)
        if manifest.analyser != ANALYSER_VERSION:
            raise SnapshotError(f"{directory}: its words were cut otherwise. Run `exchange index`.")
        require_same(manifest.encoder, encoder)
        self.snapshot = name
        self._index = settings.index
        self._encoder = encoder
        self._facets = Facets(directory / "facets.npz", manifest.documents)
        self._documents = DocumentStore(directory / DOCUMENTS)
        self._backend = open_backend(directory, manifest, parts, self._documents, settings)
        self._keyword = self._backend.keyword_index
        self._explainer = Explainer(self._documents, self._keyword)
        self._projection = directory / PROJECTION
        self._lineage = directory / LINEAGE
        phrases = directory / PHRASES
        self._lister = Lister(self._backend, encoder, self._facets, parts, phrases)

    @classmethod
    def open(cls, settings: Settings, parts: Parts = ALL_PARTS) -> Self:
        """Open the current snapshot.

        :param parts: what of the ranking is switched on; all of it but for measuring.
        :raises SnapshotError: there is none, or it is damaged or of another version.
        :raises EncoderError: the snapshot was made by another encoder.
        :raises BackendError: its rankings are in Qdrant, which cannot be used.
        """
        encoder = open_query_encoder(settings)
        for attempt in (1, 2):
            name, digest = current(settings.index)
            try:
                return cls(settings, name, digest, encoder, parts)
            except FileNotFoundError as exc:  # pruned between reading CURRENT and holding it
                if attempt == 2:
                    raise SnapshotError(f"{exc.filename}: missing. {NEXT_STEP}") from exc
        raise AssertionError("unreachable")

    @property
    def encoder(self) -> str:
        """The fingerprint of the encoder that made the snapshot's vectors."""
        return self._manifest.encoder

    @property
    def is_stale(self) -> bool:
        """Whether another snapshot is current by now."""
        try:
            return current(self._index)[0] != self.snapshot
        except SnapshotError:
            return False

    def search(
        self,
        query: str,
        *,
        mode: Mode = "hybrid",
        filters: Mapping[str, Sequence[str]] = NO_FILTERS,
        sort: Sort = "relevance",
        offset: int = 0,
        limit: int = 10,
        expand: bool = True,
        explain: bool = True,
        among: Mask | None = None,
        priority: npt.NDArray[np.integer] | None = None,
    ) -> SearchResult:
        """Return one page of the one exact list of a query.

        An empty query lists every document, the newest first.

        :param filters: facet field -> accepted values; OR within a field, AND between fields.
        :param expand: whether other words are searched beside the typed ones.
        :param explain: whether hits say why they are there, and misspelt words get a suggestion.
        :param among: bool[N], other documents are not on the list.
        :param priority: integer[N]: documents with the lowest come first, alike ones as by `sort`.
        :raises QueryError: the query is too long, or a filter, mode, sort or page cannot be.
        """
        _require("mode", mode, MODES)
        _require("sort", sort, SORTS)
        if offset < 0 or not 0 <= limit <= MAX_LIMIT:
            raise QueryError(f"offset must be 0 or more, limit 0 to {MAX_LIMIT}.")
        listing = self._lister.list(query, mode, filters, expand=expand, among=among)
        text, ranked, kept = listing.text, listing.ranked, listing.kept
        order = self._lister.order(listing, sort, offset + limit, priority)
        page = order[offset : offset + limit].tolist()
        return SearchResult(
            query=text,
            mode=mode,
            snapshot=self.snapshot,
            total=int(np.count_nonzero(kept)),
            offset=offset,
            match=None if ranked is None else ranked.match,
            hits=tuple(
                self._explainer.hit(number, place, ranked, explain=explain)
                for place, number in enumerate(page, offset + 1)
            ),
            facets=self._facets.counts(listing.listed, listing.masks),
            expansions=() if ranked is None else expansions(ranked),
            suggestions=()
            if ranked is None or not explain
            else self._explainer.suggestions(text, ranked),
            notice=NO_SYNTAX if text and self._keyword.ignores_syntax_of(text) else None,
            total_is_lower_bound=ranked is not None and not ranked.is_whole,
        )

    def listed(
        self,
        query: str,
        *,
        mode: Mode = "hybrid",
        filters: Mapping[str, Sequence[str]] = NO_FILTERS,
        expand: bool = True,
    ) -> Mask:
        """Return bool[N], the documents on the whole list of :meth:`search`.

        :raises QueryError: as from :meth:`search`.
        """
        _require("mode", mode, MODES)
        return self._lister.list(query, mode, filters, expand=expand).kept

    def positions(self) -> Vectors:
        """Return float32[N, 2], where the documents lie in the picture; NaN for none."""
        return open_positions(self._projection)

    def document_vectors(self) -> Vectors:
        """Return float32[N, d], what :meth:`similar` compares; NaN for one without a passage."""
        return self._backend.document_vectors()

    def lineage(self) -> "LineageIndex":
        """Return who copied or superseded whom, as the cases of the snapshot tell; read once."""
        return self._lineage_index

    def case(self, id: str) -> Case:
        """Return a case of the snapshot.

        :raises UnknownDocumentError: no case has this id.
        """
        case = self._documents.read(self._number(id)).case
        if case is None:
            raise UnknownDocumentError(f"{id!r} is a document of a collection, not a case.")
        return case

    def similar(
        self, id: str, limit: int = 5, filters: Mapping[str, Sequence[str]] = NO_FILTERS
    ) -> tuple[Hit, ...]:
        """Return the documents nearest in meaning to one, without it, of those that meet `filters`.

        :raises UnknownDocumentError: no document has this id.
        :raises QueryError: a filter's field or value does not exist.
        """
        number = self._number(id)
        vector = self._backend.vector_of(number)
        if vector is None:
            return ()
        others = self.mask(filters)
        others[number] = False
        retrieval = self._backend.retrieval((), (), vector, self._facets.accepted(filters))
        ranked = retrieval.rank("semantic", (), (), vector, others, with_feedback=False)
        page = ranked.order(limit).tolist()
        return tuple(
            self._explainer.hit(other, place, ranked) for place, other in enumerate(page, 1)
        )

    def facets(
        self, filters: Mapping[str, Sequence[str]] = NO_FILTERS
    ) -> Mapping[str, Mapping[str, int]]:
        """Return field -> value -> count over all documents that meet `filters`.

        :raises QueryError: a field or a value does not exist.
        """
        return self.search("", filters=filters, limit=0).facets

    def whole_list(self, query: str, *, mode: Mode = "hybrid") -> WholeList:
        """Return the whole list of a query with its label and the signal behind it.

        :raises QueryError: the query is empty or too long.
        """
        text = prepare_query(query)
        if not text:
            raise QueryError("An empty query has no list to judge; write some words.")
        ranked = self._lister.rank(text, mode)
        ids = tuple(self._documents.ids[number] for number in ranked.order())
        return WholeList(ids, ranked.match, ranked.signal)

    def encode_texts(self, texts: Sequence[str]) -> Matrix:
        """Return float32[n, dimensions], the texts' vectors as queries; they are not kept."""
        return self._encoder.encode_queries(texts)

    def score_text(self, text: str, vector: Vector) -> TextScores:
        """Return how a prepared text scores every document: plain words, never expert syntax.

        :param vector: the text's row of :meth:`encode_texts`, or a mean of such rows.
        """
        words = self._keyword.words(text)
        centred = self._backend.centre(vector)
        return score_text(self._backend.retrieval(words, (), centred, {}), words, centred)

    def count(
        self, listed: Mask, filters: Mapping[str, Sequence[str]] = NO_FILTERS
    ) -> Mapping[str, Mapping[str, int]]:
        """Return field -> value -> count over a list, each field without its own filter.

        :param listed: bool[N], the documents of the list before any filter.
        :raises QueryError: a filter's field or value does not exist.
        """
        return self._facets.counts(listed, self._facets.masks(filters))

    def mask(self, filters: Mapping[str, Sequence[str]]) -> Mask:
        """Return bool[N], the documents that meet all filters.

        :raises QueryError: a field or a value does not exist.
        """
        kept = np.ones(len(self), np.bool_)
        for each in self._facets.masks(filters).values():
            kept &= each
        return kept

    def document(self, number: int) -> Document:
        """Return a document by its number, which is its place in id order."""
        return self._documents.read(number)

    def passage_for(self, number: int, scores: TextScores) -> ShownPassage | None:
        """Return a document's passage nearest to a text; None when it has none."""
        document = self._documents.read(number)
        if not document.passages:
            return None
        best = scores.vector_index.best_passage(scores.passage_scores, number)
        return shown_passage(document, best, scores.words)

    def has(self, id: str) -> bool:
        """Whether a document has this id."""
        return self._documents.number(id) is not None

    def __len__(self) -> int:
        return len(self._documents)

    def _number(self, id: str) -> int:
        number = self._documents.number(id)
        if number is None:
            near = get_close_matches(id, self._documents.ids, n=3)
            hint = f" Did you mean {', '.join(near)}?" if near else ""
            raise UnknownDocumentError(f"No document has the id {id!r}.{hint}")
        return number

    @cached_property
    def _lineage_index(self) -> "LineageIndex":
        from exchange.lineage import read_lineage  # a search does not pay for it

        return read_lineage(self._lineage)


def _require(name: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise QueryError(f"{name}={value}: allowed are {', '.join(allowed)}.")
