"""The keyword index: BM25 from arrays orders documents, Whoosh limits and corrects queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from exchange.analysis import QueryWord, query_words, terms
from exchange.document import Document
from exchange.expansion import Alternative
from exchange.keyword_index.bm25 import BM25Index, PostingSource, write_bm25
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
    :param words: how many different words the query has.
    :param alternatives: those of which some document has all words.
    """

    coverage: Scores
    words: int = 0
    alternatives: tuple[Alternative, ...] = ()


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
        self.document_languages: npt.NDArray[np.int16] = np.load(directory / "languages.npy")
        """int16[N], a number for the main language of each document."""

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
        alternatives = [each for each in alternatives if self._may_stand(each)]
        replaced = {place for alternative in alternatives for place in alternative.replaced}
        typed: dict[int, tuple[Scores, float]] = {}
        for place, word in enumerate(words):
            word_scores, idf = self._score(word)
            scores += word.count * word_scores
            covered += word.count * idf * (word_scores > 0)
            total += word.count * idf
            if place in replaced:
                typed[place] = word_scores, idf
        used: list[Alternative] = []
        taken: set[int] = set()
        for places, group in groupby(sorted(alternatives, key=_stretch), key=_places):
            if taken.isdisjoint(places):
                better, found = self._better(group, [typed[place] for place in places])
                scores += better[0]
                covered += better[1]
                used += found
                taken |= set(places) if found else set()
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

    def _score(self, word: QueryWord) -> tuple[Scores, float]:
        """Return float32[N], the best form's BM25 in each document, and the word's idf."""
        scores = np.zeros(self._documents, np.float32)
        numbers = [n for n in map(self._bm25.find, word.forms) if n is not None]
        for number in numbers:
            documents, weights = self._bm25.postings(number)
            scores[documents] = np.maximum(scores[documents], weights)
        return scores, min(map(self._bm25.idf, numbers), default=self._unseen_idf)

    def _better(
        self, alternatives: Iterable[Alternative], typed: Sequence[tuple[Scores, float]]
    ) -> tuple[tuple[Scores, Scores], list[Alternative]]:
        """Return what the best alternative of a stretch adds to typed score and coverage."""
        score = np.zeros(self._documents, np.float32)
        weight = np.zeros(self._documents, np.float32)
        used = []
        for alternative in alternatives:
            each = np.stack([self._score(word)[0] for word in alternative.words])
            has_all = (each > 0).all(axis=0)
            if has_all.any():
                used.append(alternative)
            found = np.where(has_all, alternative.weight * each.mean(axis=0) * len(typed), 0)
            score = np.maximum(score, found.astype(np.float32))
            weight = np.maximum(weight, np.where(has_all, np.float32(alternative.weight), 0))
        own = np.sum([scores for scores, _ in typed], axis=0)
        own_covered = np.sum([idf * (scores > 0) for scores, idf in typed], axis=0)
        mass = sum(idf for _, idf in typed)
        more = np.maximum(score - own, 0), np.maximum(weight * np.float32(mass) - own_covered, 0)
        return (more[0].astype(np.float32), more[1].astype(np.float32)), used

    def match(self, query: str) -> Mask | None:
        """Return bool[N], the documents that an expert query matches; None for a plain query."""
        return self._whoosh.match(query) if self.has_expert_syntax else None

    def ignores_syntax_of(self, query: str) -> bool:
        """Whether a query is in expert syntax, and the index was written without it."""
        if self.has_expert_syntax:
            return False
        from exchange.keyword_index.whoosh_index import is_expert_query

        return is_expert_query(query, SCORED_FIELDS + SECTION_FIELDS)

    @property
    def has_expert_syntax(self) -> bool:
        """Whether the index was written with it; without it every query is a plain one."""
        return (self._directory / "whoosh").is_dir()

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
