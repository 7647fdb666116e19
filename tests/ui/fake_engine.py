"""An engine for page tests: real cases, the engine's answers, no index and no model.

A query lists the cases in which one of its words stands as typed, by id. Every answer keeps the
contract of exchange.results. States that are hard to make with an index are set on the engine.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt

from exchange.analysis import fold, query_words, tokenize
from exchange.case import Case
from exchange.document import Document
from exchange.errors import ExchangeError, QueryError, UnknownDocumentError
from exchange.highlight import find_marks, matched_words
from exchange.passages import document_from_case
from exchange.results import (
    FACET_FIELDS,
    NO_FILTERS,
    Expansion,
    Hit,
    Match,
    SearchResult,
    ShownPassage,
    SideScore,
    Suggestion,
)

_NUMBERS = count()
_LANGUAGES = ("en", "id", "es", "fr", "pt")


@dataclass
class FakeEngine:
    """Answers from `cases`; the other fields are what it answers with a query.

    :param error: raised by every search.
    :param asked: what was searched so far.
    """

    cases: Sequence[Case]
    match: Match = "good"
    suggestions: tuple[Suggestion, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    notice: str | None = None
    error: ExchangeError | None = None
    is_stale: bool = False
    snapshot: str = field(default_factory=lambda: f"fake-{next(_NUMBERS)}")
    asked: list[dict[str, object]] = field(default_factory=list)

    def search(
        self,
        query: str,
        *,
        mode: str = "hybrid",
        filters: Mapping[str, Sequence[str]],
        sort: str = "relevance",
        offset: int = 0,
        limit: int = 10,
        expand: bool = True,
        explain: bool = True,
        among: npt.NDArray[np.bool_] | None = None,
        priority: npt.NDArray[np.int32] | None = None,
    ) -> SearchResult:
        self.asked.append({"query": query, "mode": mode, "filters": dict(filters), "sort": sort})
        if self.error:
            raise self.error
        words = query_words(query, _LANGUAGES) if query else ()
        asked = {fold(word.text) for word in words}
        prepared = [
            _prepared(case) for n, case in enumerate(self.cases) if among is None or among[n]
        ]
        listed = [document for _, document, words_in in prepared if not query or asked & words_in]
        found = [d for d in listed if _meets(d, filters)]
        if not query or sort != "relevance":
            found.sort(key=lambda d: _year(d), reverse=sort != "oldest")
        if priority is not None:
            places = {case.id: place for place, case in enumerate(self.cases)}
            found.sort(key=lambda d: priority[places[d.id]])
        page = found[offset : offset + limit]
        return SearchResult(
            query=query,
            mode=mode,  # type: ignore[arg-type]
            snapshot="fake",
            total=len(found),
            offset=offset,
            match=self.match if query else None,
            hits=tuple(_hit(d, offset + n, words) for n, d in enumerate(page, 1)),
            facets={name: _counts(name, listed, filters) for name in FACET_FIELDS},
            expansions=self.expansions if query else (),
            suggestions=self.suggestions if query else (),
            notice=self.notice,
        )

    def case(self, id: str) -> Case:
        for case in self.cases:
            if case.id == id:
                return case
        raise UnknownDocumentError(f"No document has the id {id!r}.")

    def similar(
        self, id: str, limit: int = 5, filters: Mapping[str, Sequence[str]] = NO_FILTERS
    ) -> tuple[Hit, ...]:
        others = [_prepared(case)[1] for case in self.cases if case.id != id]
        found = [document for document in others if _meets(document, filters)]
        return tuple(_hit(d, n, ()) for n, d in enumerate(found[:limit], 1))

    def listed(self, query: str, **asked: Any) -> npt.NDArray[np.bool_]:
        asked["filters"] = asked.get("filters", {})
        found = {hit.id for hit in self.search(query, limit=len(self.cases), **asked).hits}
        return np.array([case.id in found for case in self.cases])

    def mask(self, filters: Mapping[str, Sequence[str]]) -> npt.NDArray[np.bool_]:
        return np.array([_meets(_prepared(case)[1], filters) for case in self.cases])

    def __len__(self) -> int:
        return len(self.cases)

    def positions(self) -> npt.NDArray[np.float32]:
        """Every case on a spiral; none upon another."""
        turns = np.arange(len(self.cases), dtype=np.float32)
        return np.stack([turns * np.cos(turns), turns * np.sin(turns)], axis=1)

    def document(self, number: int) -> Document:
        return _prepared(self.cases[number])[1]

    def facets(self) -> Mapping[str, Mapping[str, int]]:
        return self.search("", filters={}, limit=0).facets


_DOCUMENTS: dict[int, tuple[Case, Document, frozenset[str]]] = {}


def _prepared(case: Case) -> tuple[Case, Document, frozenset[str]]:
    """Return the document of a case and its folded words, made once; the case is kept alive."""
    if id(case) not in _DOCUMENTS:
        document = document_from_case(case)
        text = " ".join(part.text for part in document.parts)
        words = frozenset(fold(token.word) for token in tokenize(text))
        _DOCUMENTS[id(case)] = case, document, words
    return _DOCUMENTS[id(case)]


def _meets(document: Document, filters: Mapping[str, Sequence[str]], but: str = "") -> bool:
    for name, values in filters.items():
        if name not in FACET_FIELDS or "nonsense" in values:
            raise QueryError(f"{name}={values[0]}: no such value.")
        if name == "year":
            ranges = [value.partition("..") for value in values]
            if name != but and not any(
                int(first or 0) <= _year(document) <= int((last if dots else first) or 9999)
                for first, dots, last in ranges
            ):
                return False
        elif name != but and not {v.casefold() for v in values} & {
            v.casefold() for v in document.facets[name]
        }:
            return False
    return True


def _counts(
    name: str, listed: Sequence[Document], filters: Mapping[str, Sequence[str]]
) -> dict[str, int]:
    met = [document for document in listed if _meets(document, filters, but=name)]
    counts = Counter(value for document in met for value in document.facets[name])
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _year(document: Document) -> int:
    return int(document.case.year_started or 0) if document.case else 0


def _hit(document: Document, rank: int, words: Sequence) -> Hit:  # type: ignore[type-arg]
    passage = max(document.passages, key=lambda p: len(find_marks(p.text, p.language, words)))
    marks = find_marks(passage.text, passage.language, words)
    return Hit(
        rank=rank,
        id=document.id,
        title=document.title,
        score=1 / (60 + rank),
        keyword=SideScore(rank, 9.5, 1 / (60 + rank)) if words else None,
        semantic=None,
        passage=ShownPassage(passage.section, passage.language, passage.text, marks),
        matched=matched_words(document, words),
        case=document.case,
        words=tuple(words),
    )
