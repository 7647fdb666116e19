"""The keyword index: BM25 from arrays orders documents, Whoosh limits and corrects queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from exchange.analysis import QueryWord, query_words, terms
from exchange.document import Document
from exchange.keyword_index.bm25 import BM25Index, write_bm25
from exchange.ranking import Mask, Ranking, Scores

if TYPE_CHECKING:
    from exchange.keyword_index.whoosh_index import WhooshIndex

SCORED_FIELDS = ("title", "body")
# Beside them only short sections: Whoosh writes 350 documents a second, and slower with each field.
SECTION_FIELDS = ("summary", "about")


@dataclass(frozen=True, slots=True)
class KeywordRanking(Ranking):
    """Documents with at least one word of the query.

    :param coverage: float32[n], the share of the query's inverse document frequency that the
        words standing in each document make up, 0 to 1.
    """

    coverage: Scores


def write_keyword_index(directory: Path, documents: Sequence[Document]) -> tuple[str, ...]:
    """Write the index of `documents`, in document-number order; return the languages in it."""
    from exchange.keyword_index.whoosh_index import encode_terms, write_whoosh

    languages = {part.language for document in documents for part in document.parts}
    scored: list[dict[str, list[str]]] = []
    encoded: list[dict[str, str]] = []
    for document in documents:
        fields: defaultdict[str, list[str]] = defaultdict(list)
        positions: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        for part in document.parts:
            found = list(terms(part.text, part.language))
            field = "title" if part.section == "title" else "body"
            fields[f"{field}:{part.language}"] += chain.from_iterable(found)
            positions[field] += found
            if part.section in SECTION_FIELDS:
                positions[part.section] += found
        scored.append(fields)
        encoded.append({field: encode_terms(groups) for field, groups in positions.items()})
    # A field for each language: a short English summary of a long Indonesian case is short.
    write_bm25(directory / "bm25", scored, sorted({field for fields in scored for field in fields}))
    write_whoosh(directory / "whoosh", encoded, SCORED_FIELDS + SECTION_FIELDS)
    return tuple(sorted(languages))


class KeywordIndex:
    """An opened keyword index.

    :param documents: how many documents the snapshot has.
    :param languages: the languages of its texts; a query word has a form in each.
    """

    def __init__(self, directory: Path, documents: int, languages: Sequence[str]) -> None:
        self._directory = directory
        self._documents = documents
        self._languages = languages
        self._bm25 = BM25Index(directory / "bm25")

    def words(self, query: str) -> tuple[QueryWord, ...]:
        """Return the words of a prepared query, each with the terms that it may mean."""
        return query_words(query, self._languages)

    def rank(self, words: Sequence[QueryWord]) -> KeywordRanking:
        """Score the documents that have at least one of `words`.

        A word counts in each document for the best of its forms there, not for their sum.
        """
        scores = np.zeros(self._documents, np.float32)
        covered = np.zeros(self._documents, np.float32)
        total = 0.0
        for word in words:
            word_scores = np.zeros(self._documents, np.float32)
            numbers = [n for n in map(self._bm25.find, word.forms) if n is not None]
            for number in numbers:
                documents, weights = self._bm25.postings(number)
                word_scores[documents] = np.maximum(word_scores[documents], weights)
            idf = min(map(self._bm25.idf, numbers), default=self._unseen_idf)
            scores += word.count * word_scores
            covered += word.count * idf * (word_scores > 0)
            total += word.count * idf
        found = np.flatnonzero(scores).astype(np.int32)
        return KeywordRanking(found, scores[found], covered[found] / max(total, 1e-9))

    def match(self, query: str) -> Mask | None:
        """Return bool[N], the documents that an expert query matches; None for a plain query."""
        return self._whoosh.match(query)

    def unknown_words(self, words: Sequence[QueryWord]) -> tuple[QueryWord, ...]:
        """Return the words of which no form stands in any document."""
        return tuple(w for w in words if all(self._bm25.find(form) is None for form in w.forms))

    def suggest(self, word: QueryWord) -> list[str]:
        """Return words of the index that are spelt like `word`, the nearest first."""
        return self._whoosh.suggest(word.text)

    @property
    def _unseen_idf(self) -> float:
        return float(np.log(max(self._documents, 1)) + 1.0)

    @cached_property
    def _whoosh(self) -> "WhooshIndex":
        from exchange.keyword_index.whoosh_index import (
            WhooshIndex,
        )  # whoosh loads only when it is asked

        return WhooshIndex(self._directory / "whoosh", SCORED_FIELDS, self._languages)
