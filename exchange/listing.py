"""From a query to its list: its words, what they may also be called, and its vector, ranked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from exchange.analysis import QueryWord, prepare_query
from exchange.backend import Backend
from exchange.centring import CentredQuery
from exchange.encoder import Encoder
from exchange.expansion import Alternative, Expander, find_compounds
from exchange.facets import Facets
from exchange.parts import Parts
from exchange.ranking import DocumentNumbers, Mask
from exchange.results import NO_FILTERS, Mode, Sort
from exchange.retrieval import RankedList

_CACHED_QUERIES = 256


@dataclass(frozen=True, slots=True)
class Listing:
    """What a query and its filters list.

    :param text: the query as it was read.
    :param ranked: None for an empty query, which lists every document.
    :param listed: bool[N], before the filters.
    :param masks: facet field -> bool[N], what its filter accepts.
    """

    text: str
    ranked: RankedList | None
    listed: Mask
    masks: Mapping[str, Mask]

    @property
    def kept(self) -> Mask:
        """bool[N], the documents of the list."""
        kept = self.listed.copy()
        for mask in self.masks.values():
            kept &= mask
        return kept


class Lister:
    """Makes the lists of one snapshot; safe to share between threads.

    :param phrases: file with the glossary's phrases, read when a query first needs it.
    """

    def __init__(
        self, backend: Backend, encoder: Encoder, facets: Facets, parts: Parts, phrases: Path
    ) -> None:
        self._backend = backend
        self._keyword = backend.keyword_index
        self._encoder = encoder
        self._facets = facets
        self._parts = parts
        self._phrases = phrases
        self._query_vector = lru_cache(_CACHED_QUERIES)(self._encode)

    def list(
        self,
        query: str,
        mode: Mode,
        filters: Mapping[str, Sequence[str]],
        *,
        expand: bool,
        among: Mask | None = None,
    ) -> Listing:
        """Return what a query lists.

        :param among: bool[N], other documents are not listed; None for all.
        :raises QueryError: the query is too long, or a filter's field or value does not exist.
        """
        text = prepare_query(query)
        masks = self._facets.masks(filters)
        ranked = self.rank(text, mode, expand, filters) if text else None
        listed = np.ones(self._facets.documents, np.bool_) if ranked is None else ranked.listed
        return Listing(text, ranked, listed if among is None else listed & among, masks)

    def rank(
        self,
        text: str,
        mode: Mode,
        expand: bool = True,
        filters: Mapping[str, Sequence[str]] = NO_FILTERS,
    ) -> RankedList:
        """Return the ranking of a prepared query."""
        words = self._keyword.words(text) if mode != "semantic" else ()
        alternatives = self._alternatives(text, words) if words and expand else ()
        vector = self._query_vector(text) if mode != "keyword" else None
        accepted = self._facets.accepted(filters)
        retrieval = self._backend.retrieval(words, alternatives, vector, accepted)
        return retrieval.rank(mode, words, alternatives, vector, self._keyword.match(text))

    def order(
        self,
        listing: Listing,
        sort: Sort,
        count: int,
        priority: npt.NDArray[np.integer] | None = None,
    ) -> DocumentNumbers:
        """Return at least the first `count` documents of a list, or all that there are.

        Without a query there is no relevance: the newest come first.

        :param priority: integer[N]: those with the lowest come first, alike ones as by `sort`.
        """
        ranked, kept = listing.ranked, listing.kept
        if ranked is None:
            order = np.flatnonzero(kept).astype(np.int32)
        else:
            is_whole = sort != "relevance" or priority is not None
            order = ranked.order(None if is_whole else count, kept)
        if ranked is None or sort != "relevance":
            order = self._by_year(order, "newest" if sort == "relevance" else sort)
        return order if priority is None else order[np.argsort(priority[order], kind="stable")]

    def _alternatives(self, text: str, words: Sequence[QueryWord]) -> tuple[Alternative, ...]:
        parts = self._parts
        compounds = find_compounds(text, words) if parts.compounds else ()
        return compounds + (self._expander.expand(text, words) if parts.glossary else ())

    @cached_property
    def _expander(self) -> Expander:
        return Expander.read(self._phrases)

    def _encode(self, text: str) -> CentredQuery:
        return self._backend.centre(self._encoder.encode_query(text))

    def _by_year(self, order: DocumentNumbers, sort: Sort) -> DocumentNumbers:
        """Return `order` by year, documents of one year as they were; unknown years come last."""
        years = self._facets.years()[order].astype(np.int64)
        keys = np.where(years == 0, np.iinfo(np.int64).max, -years if sort == "newest" else years)
        return order[np.argsort(keys, kind="stable")]
