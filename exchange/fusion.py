"""Fuse the keyword and the semantic ranking into one score for each document.

A sum of min-max normalised scores (Bruch, Gai, Ingber 2023, "An Analysis of Fusion Functions for
Hybrid Retrieval") in which words weigh as much as they know about this query: the share of its
inverse document frequency that the best document covers, and how many words that are. Words in
another language than a document's cannot be in it, so a document's keyword score is compared with
those in its own language (`exchange.centring.mean_scores`). See docs/relevance.md.
"""

from dataclasses import dataclass, replace
from math import log2

import numpy as np
import numpy.typing as npt

from exchange.centring import mean_scores
from exchange.keyword_index import KeywordRanking
from exchange.parts import ALL_PARTS, Parts
from exchange.ranking import DECIMALS, Ranking, Scores

WORD_WEIGHT = 0.25
PLAIN_WORD_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Fusion:
    """What each reason adds to each document's score: float32[N] each; they add up to it.

    They are rounded together, and each on its own where it is shown.

    :param language: what the words of the query give to the documents of its language on average,
        below zero.
    :param semantic_range: what a cosine is divided by to become a part of the score.
    """

    keyword: Scores
    semantic: Scores
    language: Scores
    semantic_range: float = 1.0

    def by_meaning(self, semantic: Ranking) -> "Fusion":
        """Return the same words with another ranking by meaning."""
        if not len(semantic):
            return replace(self, semantic=np.zeros_like(self.keyword), semantic_range=1.0)
        low, high = semantic.scores.min(), semantic.scores.max()
        span = max(high - low, np.float32(1e-9))
        scores = (semantic.dense(len(self.keyword), low) - low) / span
        return replace(self, semantic=scores, semantic_range=float(span))

    @property
    def scores(self) -> Scores:
        """float32[N], rounded, so that equal documents compare equal on every machine."""
        return np.round(self.keyword + self.semantic + self.language, DECIMALS)


def fuse(
    keyword: KeywordRanking | None,
    semantic: Ranking,
    languages: npt.NDArray[np.intp],
    parts: Parts = ALL_PARTS,
) -> Fusion:
    """Return both sides' parts for all documents, from their scores over the whole index.

    :param keyword: None where only meaning was asked for.
    :param languages: int[N], a number for the main language of each document.
    """
    documents = len(languages)
    by_words = language = nothing = np.zeros(documents, np.float32)
    if keyword is not None and len(keyword):
        weight = np.float32(word_weight(keyword, parts) / keyword.scores.max())
        by_words = keyword.dense(documents, 0.0) * weight
        if parts.neutral_words:
            language = -mean_scores(by_words, languages)
    return Fusion(by_words, nothing, language).by_meaning(semantic)


def word_weight(keyword: KeywordRanking, parts: Parts = ALL_PARTS) -> float:
    """Return what the best document by words may gain by them; by meaning it is 1."""
    coverage = float(keyword.coverage.max(initial=0.0))
    if not parts.coverage:
        return PLAIN_WORD_WEIGHT
    return WORD_WEIGHT * coverage * log2(1 + coverage * keyword.words)
