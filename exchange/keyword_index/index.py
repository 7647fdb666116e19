"""The keyword index: BM25 from arrays orders documents, Whoosh limits and corrects queries."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from exchange.analysis import QueryWord, query_words, terms
from exchange.document import Document
from exchange.expansion import Alternative
from exchange.keyword_index.bm25 import BM25Index, PostingSource, write_bm25
from exchange.ranking import DocumentNumbers, Mask, Ranking, Scores

if TYPE_CHECKING:
    from exchange.keyword_index.whoosh_index import WhooshIndex

SCORED_FIELDS = ("title", "body")
# Beside them only short sections: Whoosh writes 350 documents a second, and slower with each field.
SECTION_FIELDS = ("summary", "about")
# Without one of these a query is plain, and Whoosh, which takes a while to load, is not asked.
_EXPERT_MARKS = re.compile(r'["*~:()]|AND|OR|NOT|REQUIRE')


@dataclass(frozen=True)
class KeywordRanking(Ranking):
    """Documents with at least one word of the query.

    :param coverage: float32[n], the share of the query's inverse document frequency that the
        words standing in each document make up, 0 to 1.
    :param words: how many different words the query has.
    :param alternatives: those of which some document has all words.
    """

    coverage: Scores
    words: int = 0
    alternatives: tuple[Alternative, ...] = ()


class _Found(NamedTuple):
    """The documents with a word of the query, in any order.

    :param documents: int32[n], each once.
    :param weights: float32[n], the word's BM25 in each.
    :param idf: the word's inverse document frequency.
    """

    documents: DocumentNumbers
    weights: Scores
    idf: float


def write_keyword_index(
    directory: Path, documents: Sequence[Document], *, with_expert_syntax: bool = True
) -> tuple[str, ...]:
    """Write the index of `documents`, in document-number order; return the languages in it.

    :param with_expert_syntax: whether it can limit by expert queries and correct spelling.
    """
    from exchange.keyword_index.whoosh_index import encode_terms, write_whoosh

    languages = {part.language for document in documents for part in document.parts}
    scored: list[dict[str, list[str]]] = []
    encoded: list[dict[str, str]] = []
    main_languages: list[str] = []
    for document in documents:
        fields: defaultdict[str, list[str]] = defaultdict(list)
        positions: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        terms_in: Counter[str] = Counter()
        for part in document.parts:
            found = list(terms(part.text, part.language))
            field = "title" if part.section == "title" else "body"
            fields[f"{field}:{part.language}"] += chain.from_iterable(found)
            positions[field] += found
            terms_in[part.language] += len(found)
            if part.section in SECTION_FIELDS:
                positions[part.section] += found
        main_languages.append(max(terms_in, key=lambda name: (terms_in[name], name), default=""))
        scored.append(fields)
        encoded.append({field: encode_terms(groups) for field, groups in positions.items()})
    # A field for each language: a short English summary of a long Indonesian case is short.
    write_bm25(directory / "bm25", scored, sorted({field for fields in scored for field in fields}))
    if with_expert_syntax:
        write_whoosh(directory / "whoosh", encoded, SCORED_FIELDS + SECTION_FIELDS)
    codes = {language: code for code, language in enumerate(["", *sorted(languages)])}
    np.save(directory / "languages.npy", np.array([codes[x] for x in main_languages], np.int16))
    return tuple(sorted(languages))


class KeywordIndex:
    """An opened keyword index.

    :param documents: how many documents the snapshot has.
    :param languages: the languages of its texts; a query word has a form in each.
    :param terms: where the terms are, when not in `directory`.
    """

    def __init__(
        self,
        directory: Path,
        documents: int,
        languages: Sequence[str],
        terms: PostingSource | None = None,
    ) -> None:
        self._directory = directory
        self._documents = documents
        self._languages = languages
        self._bm25: PostingSource = terms or BM25Index(directory / "bm25")
        self.has_expert_syntax = (directory / "whoosh").is_dir()
        """Whether the index was written with it; without it every query is a plain one."""
        self.document_languages = np.asarray(np.load(directory / "languages.npy"), np.intp)
        """int[N], a number for the main language of each document."""

    def over(self, terms: PostingSource) -> "KeywordIndex":
        """Return this index with its terms elsewhere, such as in the candidates of one query."""
        other = copy(self)
        other._bm25 = terms
        return other

    def words(self, query: str) -> tuple[QueryWord, ...]:
        """Return the words of a prepared query, each with the terms that it may mean."""
        return query_words(query, self._languages)

    def rank(
        self, words: Sequence[QueryWord], alternatives: Sequence[Alternative] = ()
    ) -> KeywordRanking:
        """Score the documents that have at least one of `words` or all words of an alternative.

        A word counts in each document for the best of its forms there, and a stretch of words for
        itself or for its best alternative, never for a sum of them.
        """
        scores = np.zeros(self._documents, np.float32)
        covered = np.zeros(self._documents, np.float32)
        total = 0.0
        found = [self._find(word) for word in words]
        for word, (documents, weights, idf) in zip(words, found, strict=True):
            scores[documents] += word.count * weights
            covered[documents] += np.float32(word.count * idf)
            total += word.count * idf
        used: list[Alternative] = []
        taken: set[int] = set()
        possible = [each for each in alternatives if self._may_stand(each)]
        for places, group in groupby(sorted(possible, key=_stretch), key=_places):
            if taken.isdisjoint(places):
                standing, having, more, more_covered = self._better(
                    group, [found[place] for place in places]
                )
                scores[having] += more
                covered[having] += more_covered
                used += standing
                taken |= set(places) if standing else set()
        known = np.flatnonzero(scores).astype(np.int32)
        return KeywordRanking(
            known,
            scores[known],
            np.minimum(covered[known] / np.float32(max(total, 1e-9)), 1),
            len(words),
            tuple(used),
        )

    def _may_stand(self, alternative: Alternative) -> bool:
        find = self._bm25.find
        return all(any(find(f) is not None for f in word.forms) for word in alternative.words)

    def _find(self, word: QueryWord) -> _Found:
        """Return the documents with a word, each with the weight of its best form there."""
        numbers = [n for n in map(self._bm25.find, word.forms) if n is not None]
        idf = min(map(self._bm25.idf, numbers), default=self._unseen_idf)
        if len(numbers) == 1:
            return _Found(*self._bm25.postings(numbers[0]), idf)
        best = np.zeros(self._documents if numbers else 0, np.float32)
        new = [np.empty(0, np.int32)]
        for number in numbers:
            documents, weights = self._bm25.postings(number)
            before = best[documents]
            new.append(documents[before == 0])
            best[documents] = np.maximum(before, weights)
        having = np.concatenate(new)
        return _Found(having, best[having], idf)

    def _better(
        self, alternatives: Iterable[Alternative], typed: Sequence[_Found]
    ) -> tuple[list[Alternative], DocumentNumbers, Scores, Scores]:
        """Return what stands of the alternatives of a stretch, in which documents, and how much
        the best one adds there to the typed words' scores and coverage."""
        score = np.zeros(self._documents, np.float32)
        weight = np.zeros(self._documents, np.float32)
        used = []
        for alternative in alternatives:
            total, count = np.zeros_like(score), np.zeros(self._documents, np.int32)
            for documents, weights, _ in map(self._find, alternative.words):
                total[documents] += weights
                count[documents] += 1
            having = np.flatnonzero(count == len(alternative.words))
            if len(having):
                used.append(alternative)
            share = np.float32(alternative.weight * len(typed) / len(alternative.words))
            score[having] = np.maximum(score[having], share * total[having])
            weight[having] = np.maximum(weight[having], np.float32(alternative.weight))
        own, covered = np.zeros_like(score), np.zeros_like(score)
        for documents, weights, idf in typed:
            own[documents] += weights
            covered[documents] += np.float32(idf)
        changed = np.flatnonzero(score).astype(np.int32)
        more = np.maximum(score - own, 0)[changed]
        mass = np.float32(sum(found.idf for found in typed))
        more_covered = np.maximum(weight * mass - covered, 0)[changed]
        return used, changed, more, more_covered

    def match(self, query: str) -> Mask | None:
        """Return bool[N], the documents that an expert query matches; None for a plain query."""
        may_be_expert = self.has_expert_syntax and _EXPERT_MARKS.search(query)
        return self._whoosh.match(query) if may_be_expert else None

    def ignores_syntax_of(self, query: str) -> bool:
        """Whether a query is in expert syntax, and the index was written without it."""
        if self.has_expert_syntax or not _EXPERT_MARKS.search(query):
            return False
        from exchange.keyword_index.whoosh_index import is_expert_query

        return is_expert_query(query, SCORED_FIELDS + SECTION_FIELDS)

    def unknown_words(self, words: Sequence[QueryWord]) -> tuple[QueryWord, ...]:
        """Return the words of which no form stands in any document."""
        return tuple(w for w in words if all(self._bm25.find(form) is None for form in w.forms))

    def suggest(self, word: QueryWord) -> list[str]:
        """Return words of the index that are spelt like `word`, the nearest first."""
        return self._whoosh.suggest(word.text) if self.has_expert_syntax else []

    @property
    def _unseen_idf(self) -> float:
        return float(np.log(max(self._documents, 1)) + 1.0)

    @cached_property
    def _whoosh(self) -> "WhooshIndex":
        from exchange.keyword_index.whoosh_index import (
            WhooshIndex,
        )  # whoosh loads only when it is asked

        return WhooshIndex(self._directory / "whoosh", SCORED_FIELDS, self._languages)


def _places(alternative: Alternative) -> tuple[int, ...]:
    return alternative.replaced


def _stretch(alternative: Alternative) -> tuple[int, tuple[int, ...]]:
    """Return a sorting key: the longest stretches come first."""
    return -len(alternative.replaced), alternative.replaced
